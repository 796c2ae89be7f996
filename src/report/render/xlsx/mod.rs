//! A workbook of tables for Excel, WPS and LibreOffice.
//!
//! A text is always written as a text, so that no cell from data becomes a formula. Numbers keep full precision and show as their
//! column says. A missing value shows its reason in grey and stays out of sums. Read next: `sheet`, `look`.

mod look;
mod sheet;

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime};

use super::RenderError;
use crate::report::document::Table;
use crate::vocab::Language;

/// A workbook as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// The title in the file's properties.
    pub title: String,
    /// The language of its texts.
    pub language: Language,
    /// The sheets, in order; a workbook without any gets an empty one, as the format requires.
    pub sheets: Vec<Sheet>,
}

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The name on the tab. Characters that Excel forbids are replaced, long names are cut, equal names are numbered.
    pub name: String,
    /// A line above everything.
    pub title: Option<String>,
    /// A warning under the title and in the printed header, such as that the data are synthetic.
    pub notice: Option<String>,
    /// The tables, one below the other; each caption stands above its table.
    pub tables: Vec<Table>,
    /// What stays in view; counted from the first table.
    pub freeze: Freeze,
    /// Whether the headings of the first table carry filter buttons.
    pub filter: Filter,
    /// Columns of the first table that Excel tints from their smallest to their largest number; beyond the last column: ignored.
    pub scales: Vec<usize>,
}

impl Sheet {
    /// A sheet with one table, its headings and first column always in view, with filter buttons.
    pub fn new(name: impl Into<String>, table: Table) -> Self {
        Sheet {
            name: name.into(),
            title: None,
            notice: None,
            tables: vec![table],
            freeze: Freeze::HeadingsAndColumns(1),
            filter: Filter::Headings,
            scales: Vec::new(),
        }
    }
}

/// What stays in view when a sheet is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Freeze {
    /// Nothing.
    #[default]
    Nothing,
    /// The headings.
    Headings,
    /// The headings and so many columns from the left.
    HeadingsAndColumns(u16),
}

/// Whether headings carry filter buttons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// They do not.
    #[default]
    Nothing,
    /// They do.
    Headings,
}

/// The workbook as an `.xlsx` file; the same workbook gives the same bytes.
///
/// # Errors
/// [`RenderError::Workbook`] when a sheet has more than 1,048,576 rows or 16,384 columns.
pub fn render(workbook: &Workbook) -> Result<Vec<u8>, RenderError> {
    let mut file = rust_xlsxwriter::Workbook::new();
    // The moment of writing would make every file different.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    file.set_properties(
        &DocProperties::new()
            .set_title(&workbook.title)
            .set_author("Quanheng")
            .set_creation_datetime(&created),
    );
    let mut taken = BTreeSet::new();
    for sheet in &workbook.sheets {
        let worksheet = file.add_worksheet();
        worksheet.set_name(sheet_name(&sheet.name, workbook.language, &mut taken))?;
        sheet::write(worksheet, sheet, workbook.language)?;
    }
    if workbook.sheets.is_empty() {
        file.add_worksheet();
    }
    Ok(file.save_to_buffer()?)
}

/// A name Excel accepts: at most 31 UTF-16 units, without `[]:*?/\`, no apostrophe at an end, unlike the others in any case.
fn sheet_name(wanted: &str, language: Language, taken: &mut BTreeSet<String>) -> String {
    let clean: String = wanted
        .chars()
        .map(
            |c| if c.is_control() || matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '_' } else { c },
        )
        .collect();
    let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    let clean = match (clean, language) {
        ("", Language::Zh) => "表",
        ("", Language::En) => "Sheet",
        (clean, _) => clean,
    };
    let mut name = cut(clean, 31);
    let mut count = 1;
    // Excel keeps the name "History" for itself.
    while name.eq_ignore_ascii_case("history") || !taken.insert(name.to_lowercase()) {
        count += 1;
        let suffix = format!(" ({count})");
        name = cut(clean, 31 - suffix.len()) + &suffix;
    }
    name
}

/// The longest beginning with at most so many UTF-16 units.
fn cut(text: &str, units: usize) -> String {
    let mut left = units;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).collect::<String>().trim_end_matches('\'').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_what_excel_accepts() {
        let mut taken = BTreeSet::new();
        let wanted = [
            "得分[2025]：全部/主要*?",
            "Scores",
            "scores",
            "'",
            "History",
            "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三",
            "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三",
        ];
        let names: Vec<_> = wanted.iter().map(|name| sheet_name(name, Language::Zh, &mut taken)).collect();
        assert_eq!(
            names,
            [
                "得分_2025_：全部_主要__",
                "Scores",
                "scores (2)",
                "表",
                "History (2)",
                "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一",
                "一二三四五六七八九十一二三四五六七八九十一二三四五六七 (2)",
            ]
        );
    }
}
