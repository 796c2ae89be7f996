//! One sheet: title, notice, tables, and what makes it pleasant to use and to print.

use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, Format, Worksheet, XlsxError};

use super::super::printed::{Kind, Printed};
use super::super::width::{display_width, group_spans, needs};
use super::super::wording;
use super::look::{self, Looks};
use super::{Filter, Freeze, Sheet};
use crate::report::document::{Cell, Column, Table};
use crate::vocab::Language;

/// A column gets no wider than this many half-width characters; longer texts wrap.
const WIDEST: usize = 48;
/// The longest text a cell can hold, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;

pub(super) fn write(page: &mut Worksheet, sheet: &Sheet, language: Language) -> Result<(), XlsxError> {
    let mut row = 0;
    if let Some(title) = &sheet.title {
        text(page, row, 0, title, &look::title(language))?;
        page.set_row_height(row, 24)?;
        row += 1;
    }
    if let Some(notice) = &sheet.notice {
        text(page, row, 0, notice, &look::notice(language))?;
        row += 1;
    }
    row += u32::from(row > 0);
    for (at, table) in sheet.tables.iter().enumerate() {
        let placed = Placed::write(page, table, row, language)?;
        if at == 0 {
            placed.make_usable(page, sheet, table)?;
        }
        row = placed.below + 2;
    }
    set_widths(page, &sheet.tables)?;
    set_up_printing(page, sheet.notice.as_deref());
    Ok(())
}

/// Where a table stands, by row.
struct Placed {
    /// The line of the column headings.
    headings: u32,
    /// The last row of the table.
    last: u32,
    /// The first free row.
    below: u32,
}

impl Placed {
    fn write(page: &mut Worksheet, table: &Table, top: u32, language: Language) -> Result<Self, XlsxError> {
        let mut row = top;
        if !table.caption.is_empty() {
            text(page, row, 0, &table.caption, &look::caption(language))?;
            row += 1;
        }
        let headings = write_headings(page, &table.columns, row, language)?;
        row = headings + 1;
        write_rows(page, table, row, language)?;
        row = row.saturating_add(u32::try_from(table.rows.len()).unwrap_or(u32::MAX));
        if table.rows.is_empty() {
            text(page, row, 0, wording::NO_ROWS.get(language), &look::note(language))?;
            row += 1;
        }
        let last = row.saturating_sub(1);
        if let Some(note) = &table.note {
            text(page, row, 0, note, &look::note(language))?;
            row += 1;
        }
        Ok(Placed { headings, last, below: row })
    }

    /// Frozen headings, filter buttons, colour scales, headings on every printed page.
    fn make_usable(&self, page: &mut Worksheet, sheet: &Sheet, table: &Table) -> Result<(), XlsxError> {
        match sheet.freeze {
            Freeze::Nothing => {}
            Freeze::Headings => {
                page.set_freeze_panes(self.headings + 1, 0)?;
            }
            Freeze::HeadingsAndColumns(columns) => {
                page.set_freeze_panes(self.headings + 1, columns)?;
            }
        }
        let Some(last_column) = index(table.columns.len()).checked_sub(1) else { return Ok(()) };
        if sheet.filter == Filter::Headings {
            page.autofilter(self.headings, 0, self.last, last_column)?;
        }
        page.set_repeat_rows(self.headings, self.headings)?;
        for column in sheet.scales.iter().filter(|column| **column < table.columns.len()) {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color(Color::RGB(0xF7_FA_FD))
                .set_maximum_color(Color::RGB(0x70_A6_D6));
            page.add_conditional_format(
                self.headings + 1,
                index(*column),
                self.last,
                index(*column),
                &scale,
            )?;
        }
        Ok(())
    }
}

/// A column number as the format counts them; too large a number is refused when it is used.
fn index(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Writes one or two lines of headings; the row of the column headings.
fn write_headings(
    page: &mut Worksheet,
    columns: &[Column],
    top: u32,
    language: Language,
) -> Result<u32, XlsxError> {
    let look = look::heading(language);
    let is_grouped = columns.iter().any(|column| column.group.is_some());
    let row = top + u32::from(is_grouped);
    for (at, column) in columns.iter().enumerate() {
        text(page, row, index(at), &column.heading, &look)?;
    }
    if is_grouped {
        for (start, end) in group_spans(columns) {
            let group = columns[start].group.as_deref().unwrap_or_default();
            if end - start > 1 && !group.is_empty() {
                page.merge_range(top, index(start), top, index(end - 1), &shortened(group), &look)?;
            } else {
                for at in start..end {
                    text(page, top, index(at), group, &look)?;
                }
            }
        }
    }
    Ok(row)
}

fn write_rows(page: &mut Worksheet, table: &Table, top: u32, language: Language) -> Result<(), XlsxError> {
    let is_tinted: Vec<bool> = (0..table.columns.len())
        .map(|at| table.rows.iter().any(|row| matches!(row.cells.get(at), Some(Cell::Heat { .. }))))
        .collect();
    let wraps: Vec<bool> = needs(table).iter().map(|need| need.natural > WIDEST).collect();
    let looks = Looks::of(&table.columns, &is_tinted, &wraps, language);
    for (row, line) in (top..).zip(&table.rows) {
        let mut lines = 1;
        for (at, column) in table.columns.iter().enumerate() {
            // Most cells are plain numbers, which the sheet prints itself.
            if let Some(&Cell::Number(value)) = line.cells.get(at).filter(|_| !wraps[at])
                && value.is_finite()
            {
                let look = looks.get(at, Kind::Number { value, shade: None }, line.emphasis);
                page.write_number_with_format(row, index(at), value, look)?;
                continue;
            }
            let printed = Printed::of(line.cells.get(at), column);
            let look = looks.get(at, printed.kind, line.emphasis);
            if wraps[at] {
                lines = lines.max(display_width(&printed.text).div_ceil(WIDEST));
            }
            match printed.kind {
                Kind::Number { value, .. } | Kind::Imputed { value } => {
                    page.write_number_with_format(row, index(at), value, look)?;
                }
                _ => text(page, row, index(at), &printed.text, look)?,
            }
        }
        if lines > 1 {
            // Not every program grows a row to its wrapped text by itself. 409 points is the highest a row can be.
            page.set_row_height(row, (lines as f64 * 14.0 + 2.0).min(409.0))?;
        }
    }
    Ok(())
}

/// Writes a text as a text, whatever it begins with.
fn text(page: &mut Worksheet, row: u32, column: u16, words: &str, look: &Format) -> Result<(), XlsxError> {
    if words.is_empty() {
        page.write_blank(row, column, look)?;
    } else if words.starts_with(['=', '+', '-', '@']) {
        page.write_string_with_format(row, column, shortened(words), &look::quoted(look))?;
    } else {
        page.write_string_with_format(row, column, shortened(words), look)?;
    }
    Ok(())
}

/// The text, or its beginning and `…` where a cell cannot hold it; without the control characters that XML forbids.
fn shortened(words: &str) -> String {
    let allowed =
        |c: char| if c.is_control() && !matches!(c, '\n' | '\t') { char::REPLACEMENT_CHARACTER } else { c };
    let words: String = words.chars().map(allowed).collect();
    if words.len() <= LONGEST_TEXT || words.encode_utf16().count() <= LONGEST_TEXT {
        words
    } else {
        super::cut(&words, LONGEST_TEXT - 1) + "…"
    }
}

/// Each column as wide as the widest of the tables asks, within bounds.
fn set_widths(page: &mut Worksheet, tables: &[Table]) -> Result<(), XlsxError> {
    let mut widths: Vec<usize> = Vec::new();
    for table in tables {
        for (at, (need, column)) in needs(table).iter().zip(&table.columns).enumerate() {
            if widths.len() <= at {
                widths.push(0);
            }
            // A heading may take two lines, and leaves room for its filter button.
            let heading = display_width(&column.heading).div_ceil(2).min(20) + 3;
            let natural = column.width.map_or(need.natural, usize::from).min(WIDEST);
            widths[at] = widths[at].max(natural).max(heading);
        }
    }
    for (at, width) in widths.iter().enumerate() {
        page.set_column_width(index(at), *width as f64 + 2.0)?;
    }
    Ok(())
}

/// A4 on its side, as wide as the paper, numbered pages, the notice on each.
fn set_up_printing(page: &mut Worksheet, notice: Option<&str>) {
    page.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C— &P —");
    if let Some(notice) = notice {
        // `&` starts a code in a header, which holds 255 units in all.
        page.set_header(format!("&C{}", super::cut(notice, 120).replace('&', "&&")));
    }
}
