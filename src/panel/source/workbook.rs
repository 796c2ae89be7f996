use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxError};

use super::fault::{LISTED, excerpt, grouped, with_places};
use super::file::{Refusal, about};
use super::format::Opening;
use super::raw::{Raw, Record};
use crate::diagnostic::{Diagnostic, Place, Severity, nearest};
use crate::panel::folding::fold;
use crate::vocab::Text;

/// A sheet of an .xlsx workbook: only the cells that are there, so that a stray cell in the last column costs nothing.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// In order of row.
    pub(super) rows: Vec<SheetRow>,
    uncalculated: Uncalculated,
}

/// Formulas without a result, because no program has ever calculated them. They are no empty cells.
#[derive(Debug, Default)]
struct Uncalculated {
    count: u64,
    /// 1-based row and column, and the formula, of the first.
    first: Vec<(u32, u32, String)>,
}

#[derive(Debug)]
pub(super) struct SheetRow {
    /// 1-based.
    pub(super) row: u32,
    /// 0-based column and content, in order of column.
    cells: Vec<(u16, Stored)>,
}

#[derive(Debug)]
enum Stored {
    Text(Box<str>),
    Number { value: f64, percent: bool },
    Failed(Box<str>),
    Date(Box<str>),
    Flag(bool),
}

impl Record for SheetRow {
    fn get(&self, column: usize) -> Raw<'_> {
        let found = self.cells.binary_search_by_key(&column, |(at, _)| usize::from(*at));
        match found.ok().map(|at| &self.cells[at].1) {
            None => Raw::Empty,
            Some(Stored::Text(text)) => Raw::Text(text),
            Some(Stored::Number { value, percent }) => Raw::Number { value: *value, percent: *percent },
            Some(Stored::Failed(text)) => Raw::Failed(text),
            Some(Stored::Date(text)) => Raw::Date(text),
            Some(Stored::Flag(flag)) => Raw::Flag(*flag),
        }
    }

    fn width(&self) -> Option<usize> {
        None
    }
}

impl SheetRow {
    /// One more than its last column.
    pub(super) fn end(&self) -> usize {
        self.cells.last().map_or(0, |(at, _)| usize::from(*at) + 1)
    }

    pub(super) fn is_blank(&self) -> bool {
        (0..self.end()).all(|column| self.get(column).is_blank())
    }
}

/// Limits of what a workbook may unpack to: [`UNPACKED`] bytes in all, and [`RATIO`] times its size once that is more than
/// [`HARMLESS`] bytes.
const UNPACKED: u64 = 2 << 30;
const HARMLESS: u64 = 256 << 20;
const RATIO: u64 = 200;

/// Reads a sheet: the one named, else the first visible one that holds something, else the first hidden one. A note says so when
/// others do too, or when it is hidden.
///
/// # Errors
/// The archive is damaged, unpacks to too much or is no workbook; there is no such sheet, or none that holds anything; the sheet has
/// formulas that were never calculated.
pub(super) fn open(bytes: &[u8], opening: Opening<'_>) -> Result<(Sheet, Option<Diagnostic>), Refusal> {
    guard(bytes, opening.path)?;
    // Neither bytes nor library are ours: should the library fail on a file it does not understand, the file is damaged.
    catch_unwind(AssertUnwindSafe(|| read(bytes, opening))).unwrap_or_else(|_| Err(damaged(opening.path)))
}

fn read(bytes: &[u8], opening: Opening<'_>) -> Result<(Sheet, Option<Diagnostic>), Refusal> {
    let path = opening.path;
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| unopened(&error, path))?;
    let names = workbook.sheet_names();
    if let Some(wanted) = opening.sheet {
        let name = names.iter().find(|name| *name == wanted || fold(name) == fold(wanted));
        let name = name.ok_or_else(|| no_such_sheet(path, wanted, &names))?.clone();
        let sheet = cells(&mut workbook, name).map_err(|_| damaged(path))?;
        return Ok((calculated(sheet, path)?, None));
    }
    let mut sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .map(|s| (s.name.clone(), s.visible != SheetVisible::Visible))
        .collect();
    let known = sheets.clone();
    sheets.sort_by_key(|(_, hidden)| *hidden);
    let mut found: Option<(Sheet, bool)> = None;
    for (name, hidden) in sheets {
        let sheet = match cells(&mut workbook, name) {
            Ok(sheet) => sheet,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(_) => return Err(damaged(path)),
        };
        if sheet.rows.is_empty() && sheet.uncalculated.count == 0 {
            continue;
        }
        if let Some((first, _)) = found {
            let note = several(path, &first.name, &known);
            return Ok((calculated(first, path)?, Some(note)));
        }
        found = Some((sheet, hidden));
    }
    let (sheet, hidden) = found.ok_or_else(|| nothing_in(path))?;
    let note = hidden.then(|| read_hidden(path, &sheet.name));
    Ok((calculated(sheet, path)?, note))
}

/// Reads the sheet that is named, else all visible ones that hold something.
///
/// # Errors
/// As [`open`].
pub(super) fn open_all(bytes: &[u8], opening: Opening<'_>) -> Result<Vec<Sheet>, Refusal> {
    let path = opening.path;
    if opening.sheet.is_some() {
        return open(bytes, opening).map(|(sheet, _)| vec![sheet]);
    }
    guard(bytes, path)?;
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| unopened(&error, path))?;
    let visible = workbook.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    let mut sheets = Vec::new();
    for name in names {
        match cells(&mut workbook, name) {
            Ok(sheet) if sheet.rows.is_empty() && sheet.uncalculated.count == 0 => {}
            Ok(sheet) => sheets.push(calculated(sheet, path)?),
            Err(XlsxError::NotAWorksheet(_)) => {}
            Err(_) => return Err(damaged(path)),
        }
    }
    if sheets.is_empty() { Err(nothing_in(path)) } else { Ok(sheets) }
}

fn unopened(error: &XlsxError, path: &str) -> Refusal {
    match error {
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => no_workbook(path),
        XlsxError::Password => locked(path),
        _ => damaged(path),
    }
}

/// The sheet, if it holds something and every formula in it has a result.
fn calculated(sheet: Sheet, path: &str) -> Result<Sheet, Refusal> {
    if sheet.uncalculated.count > 0 {
        return Err(never_calculated(path, &sheet));
    }
    if sheet.rows.is_empty() { Err(nothing_in(path)) } else { Ok(sheet) }
}

fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, name: String) -> Result<Sheet, XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(&name)?;
    let percents: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|f| is_percent(&f.format_code, f.format_id)))
        .collect();
    let mut rows: Vec<SheetRow> = Vec::new();
    let mut hollow = false;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        hollow |= matches!(cell.get_value(), DataRef::Empty);
        let percent = percents.get(style).copied().unwrap_or(false);
        let (Some(stored), Ok(column)) = (stored(cell.get_value(), percent), u16::try_from(column)) else {
            continue;
        };
        match rows.last_mut().filter(|last| last.row == row + 1) {
            Some(last) => last.cells.push((column, stored)),
            None => rows.push(SheetRow { row: row.saturating_add(1), cells: vec![(column, stored)] }),
        }
    }
    if !rows.is_sorted_by_key(|row| row.row) {
        rows.sort_by_key(|row| row.row);
    }
    for row in &mut rows {
        if !row.cells.is_sorted_by_key(|(column, _)| *column) {
            row.cells.sort_by_key(|(column, _)| *column);
        }
    }
    rows.retain(|row| !row.is_blank());
    drop(reader);
    // Formulas are worth a second pass only where there are cells without content.
    let uncalculated = if hollow { uncalculated(workbook, &name)? } else { Uncalculated::default() };
    Ok(Sheet { name, rows, uncalculated })
}

fn uncalculated(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Uncalculated, XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let mut found = Uncalculated::default();
    while let Some(cell) = reader.next_cell_with_formula()? {
        let Some(formula) = cell.formula.filter(|_| matches!(cell.value, DataRef::Empty)) else { continue };
        found.count += 1;
        if found.first.len() < LISTED {
            let (row, column) = cell.pos;
            found.first.push((row.saturating_add(1), column.saturating_add(1), formula));
        }
    }
    Ok(found)
}

fn stored(value: &DataRef<'_>, percent: bool) -> Option<Stored> {
    Some(match value {
        DataRef::Empty => return None,
        #[expect(clippy::cast_precision_loss, reason = "a sheet stores whole numbers as floating point, too")]
        DataRef::Int(value) => Stored::Number { value: *value as f64, percent },
        DataRef::Float(value) => Stored::Number { value: *value, percent },
        DataRef::String(text) => Stored::Text(text.as_str().into()),
        DataRef::SharedString(text) => Stored::Text((*text).into()),
        DataRef::Bool(flag) => Stored::Flag(*flag),
        DataRef::DateTime(date) => Stored::Date(date_text(date).into()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Stored::Date(text.as_str().into()),
        DataRef::Error(error) => Stored::Failed(error.to_string().into()),
    })
}

fn date_text(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if date.is_duration() || (hour, minute, second) != (0, 0, 0) {
        return format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    }
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether a number format shows percentages: a `%` that is neither quoted nor escaped, or one of the two built-in formats.
fn is_percent(code: &str, id: Option<u32>) -> bool {
    if matches!(id, Some(9 | 10)) {
        return true;
    }
    let (mut quoted, mut escaped) = (false, false);
    for character in code.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// Unpacks the archive without keeping anything: sizes may be lies, check sums tell damage.
fn guard(bytes: &[u8], path: &str) -> Result<(), Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(path))?;
    let limit = UNPACKED.min(HARMLESS.max(RATIO.saturating_mul(bytes.len() as u64)));
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| damaged(path))?;
        if entry.encrypted() {
            return Err(locked(path));
        }
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > limit {
        return Err(too_much(path));
    }
    let mut left = limit;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|_| damaged(path))?;
        let size =
            std::io::copy(&mut std::io::Read::take(&mut entry, left.saturating_add(1)), &mut std::io::sink())
                .map_err(|_| damaged(path))?;
        left = left.checked_sub(size).ok_or_else(|| too_much(path))?;
    }
    Ok(())
}

fn too_much(path: &str) -> Refusal {
    about(
        path,
        "dat019",
        Text::new(
            "工作簿解压后大得不合理（超过 2 GB，或超过文件的 200 倍），没有打开",
            "the workbook would unpack to more than 2 GB, or 200 times its size; it was not opened",
        ),
        Text::new("另存为 CSV，或拆成几个文件", "save it as CSV, or split it into several files"),
    )
}

pub(super) fn damaged(path: &str) -> Refusal {
    about(
        path,
        "dat018",
        Text::new("工作簿已损坏或不完整", "the workbook is damaged or incomplete"),
        Text::new(
            "重新下载或复制；能用 Excel 打开的，另存一份",
            "download or copy it again; if Excel opens it, save it anew",
        ),
    )
}

fn no_workbook(path: &str) -> Refusal {
    about(
        path,
        "dat017",
        Text::new("这是压缩包，不是 Excel 工作簿", "this is a zip archive, but no Excel workbook"),
        Text::new("先解压，再写里面那个文件的路径", "unpack it and write the path of the file inside"),
    )
}

fn locked(path: &str) -> Refusal {
    about(
        path,
        "dat017",
        Text::new("工作簿设了密码", "the workbook is protected by a password"),
        Text::new("在 Excel 里取消密码后再保存", "remove the password in Excel and save it again"),
    )
}

fn nothing_in(path: &str) -> Refusal {
    about(
        path,
        "dat013",
        Text::new("工作表是空的", "the sheet is empty"),
        Text::new("用 sheet 指明另一张工作表", "name another sheet with `sheet`"),
    )
}

fn no_such_sheet(path: &str, wanted: &str, names: &[String]) -> Refusal {
    let all = names.join("、");
    let hint = match nearest(wanted, names.iter().map(String::as_str)) {
        Some(near) => Text::new(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => Text::new("改为其中一张", "name one of them"),
    };
    about(
        path,
        "dat022",
        Text::new(
            format!("没有工作表“{wanted}”；有：{all}"),
            format!("there is no sheet `{wanted}`; there are: {}", names.join(", ")),
        ),
        hint,
    )
}

fn several(path: &str, read: &str, sheets: &[(String, bool)]) -> Diagnostic {
    let list = |word: &str| -> Vec<String> {
        sheets.iter().map(|(name, hidden)| format!("{name}{}", if *hidden { word } else { "" })).collect()
    };
    let (zh, en) = (list("（隐藏）"), list(" (hidden)"));
    let message = Diagnostic::new(
        Severity::Note,
        "dat023",
        format!("几张工作表都有内容（{}），读的是“{read}”", zh.join("、")),
        format!("several sheets hold something ({}); `{read}` was read", en.join(", ")),
    );
    name_the_sheet(message, path)
}

fn read_hidden(path: &str, read: &str) -> Diagnostic {
    let message = Diagnostic::new(
        Severity::Note,
        "dat023",
        format!("有内容的只有隐藏的工作表，读的是“{read}”"),
        format!("only a hidden sheet holds something; `{read}` was read"),
    );
    name_the_sheet(message, path)
}

fn name_the_sheet(message: Diagnostic, path: &str) -> Diagnostic {
    message
        .hint("用 sheet 指明工作表", "name the sheet with `sheet`")
        .at(Place::File { file: path.to_owned() })
}

fn never_calculated(path: &str, sheet: &Sheet) -> Refusal {
    let Uncalculated { count, first } = &sheet.uncalculated;
    let (mut zh, mut en) = (
        "公式从未计算过，单元格里没有结果".to_owned(),
        "formula never calculated: the cell has no result".to_owned(),
    );
    if *count > 1 {
        let count = grouped(*count);
        zh += &format!("（同类共 {count} 处）");
        en += &format!(" ({count} such places)");
    }
    let diagnostic = Diagnostic::error("dat024", zh, en)
        .hint("用 Excel 打开并保存，再运行", "open the workbook in Excel and save it, then run again");
    let places = first.iter().map(|(row, column, formula)| {
        let (file, sheet) = (path.to_owned(), Some(sheet.name.clone()));
        let place = Place::Cell { file, sheet, row: *row, column: *column, heading: None };
        (place, Text::same(format!("={}", excerpt(formula))))
    });
    Box::new(with_places(diagnostic, *count, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_formats_are_told_from_percent_signs_in_text() {
        assert!(is_percent("0.00%", None));
        assert!(is_percent("", Some(9)));
        assert!(!is_percent("0.00\"%\"", None));
        assert!(!is_percent("0\\%", None));
        assert!(!is_percent("General", Some(0)));
    }
}
