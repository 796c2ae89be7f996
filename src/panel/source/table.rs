use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::delimited::{Delimited, Stretch};
use super::encoding::decode;
use super::fault::{Spot, excerpt};
use super::file::{Kind, Refusal, about, load, sha256};
use super::format::Opening;
use super::number::Commas;
use super::raw::Record;
use super::workbook::{self, Sheet};
use crate::diagnostic::{Diagnostic, Place};
use crate::panel::Source;
use crate::vocab::Text;

/// An opened file with a row of headings: a delimited text or a sheet of a workbook.
#[derive(Debug)]
pub(super) struct Table {
    path: String,
    /// One a column.
    pub(super) headings: Vec<String>,
    /// 1-based row (in a text: line) of the headings.
    pub(super) header_row: u32,
    body: Body,
    hash: OnceLock<String>,
}

#[derive(Debug)]
enum Body {
    Text(Delimited),
    Sheet(Sheet),
}

/// Rows that are read by one task, in order.
enum Part<'a> {
    Text(Stretch),
    Sheet(&'a [workbook::SheetRow]),
}

/// What takes the rows of a part, one after another.
pub(super) trait Rows: Send {
    fn row<R: Record>(&mut self, row: u32, record: &R);
}

const ROWS_IN_PART: usize = 4096;

impl Table {
    /// Opens a file and reads its headings. Notes come beside the table.
    ///
    /// # Errors
    /// Everything that can be wrong with a file as a whole.
    pub(super) fn open(folder: &Path, opening: Opening<'_>) -> Result<(Self, Option<Diagnostic>), Refusal> {
        let path = opening.path;
        let (bytes, kind) = load(folder, path)?;
        match content(kind, path)? {
            Content::Workbook => {
                let hash = OnceLock::from(sha256(&bytes));
                let (sheet, note) = workbook::open(&bytes, opening)?;
                Ok((Table::of_sheet(sheet, opening, hash)?, note))
            }
            Content::Text => Ok((Table::of_text(bytes, opening)?, None)),
        }
    }

    fn of_text(bytes: Vec<u8>, opening: Opening<'_>) -> Result<Self, Refusal> {
        let decoded = decode(bytes, opening.encoding, opening.path)?;
        let hash =
            decoded.original.as_deref().map_or_else(OnceLock::new, |bytes| OnceLock::from(sha256(bytes)));
        let (text, headings, header_row) = Delimited::open(decoded, opening)?;
        let headings = on_one_line(&headings);
        Ok(Table { path: opening.path.to_owned(), headings, header_row, body: Body::Text(text), hash })
    }

    fn of_sheet(mut sheet: Sheet, opening: Opening<'_>, hash: OnceLock<String>) -> Result<Self, Refusal> {
        let at = match opening.header_row {
            Some(row) => sheet.rows.iter().position(|r| r.row == row),
            None => (!sheet.rows.is_empty()).then_some(0),
        };
        let at = at.ok_or_else(|| {
            let row = opening.header_row.unwrap_or(1);
            about(
                opening.path,
                "dat014",
                Text::new(
                    format!("第 {row} 行是空的，读不到标题"),
                    format!("row {row}, which should hold the headings, is empty"),
                ),
                Text::new("核对 header_row", "check `header_row`"),
            )
        })?;
        let header = &sheet.rows[at];
        let headings: Vec<String> =
            (0..header.end()).map(|column| header.get(column).text().into_owned()).collect();
        let headings = on_one_line(&headings);
        let header_row = header.row;
        sheet.rows.drain(..=at);
        Ok(Table { path: opening.path.to_owned(), headings, header_row, body: Body::Sheet(sheet), hash })
    }

    /// The file and sheet without the hash, which takes a while.
    pub(super) fn place(&self) -> Source {
        let sheet = match &self.body {
            Body::Text(_) => None,
            Body::Sheet(sheet) => Some(sheet.name.clone()),
        };
        Source { file: self.path.clone(), sheet, sha256: String::new() }
    }

    pub(super) fn source(&self) -> Source {
        Source { sha256: self.hash().clone(), ..self.place() }
    }

    fn hash(&self) -> &String {
        self.hash.get_or_init(|| match &self.body {
            Body::Text(text) => sha256(text.bytes()),
            // A workbook was hashed when it was opened.
            Body::Sheet(_) => String::new(),
        })
    }

    pub(super) fn commas(&self) -> Commas {
        match &self.body {
            Body::Text(text) if text.has_semicolons() => Commas::Doubtful,
            _ => Commas::Thousands,
        }
    }

    /// The heading of a 1-based column.
    pub(super) fn heading(&self, column: u16) -> Option<String> {
        let at = usize::from(column).checked_sub(1)?;
        self.headings.get(at).filter(|heading| !heading.is_empty()).map(|heading| excerpt(heading))
    }

    /// The place of a heading.
    pub(super) fn at_heading(&self, column: usize) -> Place {
        let column = u16::try_from(column + 1).unwrap_or(u16::MAX);
        self.at(&Spot { row: self.header_row, column, text: String::new() })
    }

    pub(super) fn at(&self, spot: &Spot) -> Place {
        super::fault::place(&self.place(), spot, |column| self.heading(column))
    }

    pub(super) fn at_header(&self) -> Place {
        self.at(&Spot { row: self.header_row, column: 0, text: String::new() })
    }

    /// Reads all rows in parts, in parallel; `make` begins a part of at most so many rows. The parts come in order, whatever the
    /// number of threads.
    ///
    /// # Errors
    /// A row that is too long or a quote that is never closed.
    pub(super) fn read<S: Rows>(&self, make: impl Fn(usize) -> S + Sync) -> Result<Vec<S>, Refusal> {
        let parts: Vec<Part<'_>> = match &self.body {
            Body::Text(text) => text.stretches(&self.path)?.into_iter().map(Part::Text).collect(),
            Body::Sheet(sheet) => sheet.rows.chunks(ROWS_IN_PART).map(Part::Sheet).collect(),
        };
        let read = || parts.par_iter().map(|part| self.read_part(part, &make)).collect::<Vec<_>>();
        // The hash of a large file takes as long as a good part of its rows: both at once.
        let (read, _) = rayon::join(read, || self.hash().len());
        read.into_iter().collect()
    }

    fn read_part<S: Rows>(&self, part: &Part<'_>, make: &impl Fn(usize) -> S) -> Result<S, Refusal> {
        match (part, &self.body) {
            (Part::Text(stretch), Body::Text(text)) => {
                let mut sink = make(stretch.lines);
                text.rows(stretch, &self.path, &mut |line, fields| sink.row(line, fields))?;
                Ok(sink)
            }
            (Part::Sheet(rows), _) => {
                let mut sink = make(rows.len());
                for row in *rows {
                    sink.row(row.row, row);
                }
                Ok(sink)
            }
            (Part::Text(_), Body::Sheet(_)) => Ok(make(0)),
        }
    }
}

/// What a file can be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Text,
    Workbook,
}

/// How to read a file, by what its bytes are and what its name says.
///
/// # Errors
/// Bytes and name contradict each other, or the format is not read.
pub(super) fn content(kind: Kind, path: &str) -> Result<Content, Refusal> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let spreadsheet = matches!(ending.as_str(), "xlsx" | "xlsm" | "xls" | "et" | "xlsb" | "ods");
    match kind {
        Kind::Archive if matches!(ending.as_str(), "csv" | "txt" | "tsv") => Err(not_what_it_says(path)),
        Kind::Archive if matches!(ending.as_str(), "xlsb" | "ods") => Err(other_format(path, &ending)),
        Kind::Archive => Ok(Content::Workbook),
        Kind::Compound => Err(old_format(path)),
        Kind::Page if spreadsheet || ending.starts_with("htm") => Err(page(path)),
        _ if spreadsheet => Err(text_named_workbook(path, &ending)),
        _ => Ok(Content::Text),
    }
}

/// People break long headings into lines.
fn on_one_line(headings: &[String]) -> Vec<String> {
    headings.iter().map(|heading| heading.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn not_what_it_says(path: &str) -> Refusal {
    about(
        path,
        "dat017",
        Text::new(
            "文件名是文本，内容却是压缩包或 Excel 工作簿",
            "the name says text, the content is a zip archive or an Excel workbook",
        ),
        Text::new("是工作簿的，把扩展名改为 .xlsx", "if it is a workbook, rename it to .xlsx"),
    )
}

fn other_format(path: &str, ending: &str) -> Refusal {
    about(
        path,
        "dat017",
        Text::new(
            format!("不读 .{ending} 文件；可用：.xlsx、.csv"),
            format!(".{ending} files are not read; allowed: .xlsx, .csv"),
        ),
        Text::new("另存为 .xlsx", "save it as .xlsx"),
    )
}

fn old_format(path: &str) -> Refusal {
    about(
        path,
        "dat017",
        Text::new(
            "这是旧的 .xls 工作簿（只是改了扩展名的也算），或是设了密码的工作簿",
            "this is an old .xls workbook, whatever its name says, or one with a password",
        ),
        Text::new(
            "在 Excel 或 WPS 里打开，去掉密码，另存为 .xlsx",
            "open it, remove the password, and save it as .xlsx",
        ),
    )
}

fn page(path: &str) -> Refusal {
    about(
        path,
        "dat017",
        Text::new(
            "内容是网页或 XML，不是工作簿（有的系统这样导出 .xls）",
            "the content is a web page or XML, no workbook (some systems export .xls so)",
        ),
        Text::new(
            "用 Excel 或 WPS 打开，另存为 .xlsx",
            "open it in a spreadsheet program and save it as .xlsx",
        ),
    )
}

fn text_named_workbook(path: &str, ending: &str) -> Refusal {
    about(
        path,
        "dat017",
        Text::new(
            format!("扩展名是 .{ending}，内容却不是工作簿"),
            format!("the name ends in .{ending}, but the content is no workbook"),
        ),
        Text::new(
            "是文本的，把扩展名改为 .csv；否则重新下载或导出",
            "if it is a text, rename it to .csv; else download or export it again",
        ),
    )
}
