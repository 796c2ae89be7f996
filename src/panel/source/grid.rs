use std::panic::{AssertUnwindSafe, catch_unwind};

use super::delimited::Delimited;
use super::encoding::decode;
use super::file::{Refusal, kind, sha256};
use super::format::{Delimiter, Encoding, Opening};
use super::raw::Record;
use super::table::{Content, content};
use super::workbook;

/// A table as it stands, without headings: what a person reads in each cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The rows that hold something, each with its 1-based number (in a text: line) and its cells up to the last that holds something.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// The tables of a CSV file in any encoding or of an .xlsx workbook (one sheet, or all visible ones that hold something), and the SHA-256 of
/// its bytes. `path` is what messages show.
///
/// # Errors
/// Everything that can be wrong with a file as a whole, as in [`super::read`].
pub fn grids(bytes: Vec<u8>, path: &str, sheet: Option<&str>) -> Result<(Vec<Grid>, String), Refusal> {
    let hash = sha256(&bytes);
    let opening =
        Opening { path, encoding: Encoding::Auto, delimiter: Delimiter::Auto, sheet, header_row: None };
    let grids = match content(kind(&bytes), path)? {
        Content::Workbook => {
            let sheets = catch_unwind(AssertUnwindSafe(|| workbook::open_all(&bytes, opening)));
            let sheets = sheets.unwrap_or_else(|_| Err(workbook::damaged(path)))?;
            let grid = |sheet: &workbook::Sheet| {
                let rows = sheet.rows.iter().map(|row| (row.row, texts(row, row.end())));
                Grid { sheet: Some(sheet.name.clone()), rows: rows.collect() }
            };
            sheets.iter().map(grid).collect()
        }
        Content::Text => vec![delimited(bytes, opening)?],
    };
    Ok((grids, hash))
}

fn delimited(bytes: Vec<u8>, opening: Opening<'_>) -> Result<Grid, Refusal> {
    let decoded = decode(bytes, opening.encoding, opening.path)?;
    let (text, headings, line) = Delimited::open(decoded, opening)?;
    let mut rows = vec![(line, headings)];
    for stretch in text.stretches(opening.path)? {
        text.rows(&stretch, opening.path, &mut |line, fields| {
            rows.push((line, texts(fields, fields.width().unwrap_or(0))));
        })?;
    }
    rows.retain(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    Ok(Grid { sheet: None, rows })
}

fn texts(record: &impl Record, width: usize) -> Vec<String> {
    let mut cells: Vec<String> =
        (0..width).map(|column| record.get(column).text().trim().to_owned()).collect();
    let end = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    cells.truncate(end);
    cells
}
