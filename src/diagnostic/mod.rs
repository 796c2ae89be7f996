//! What a check returns: a severity, a code, a message in both languages, a hint, and the place it is about.
//!
//! A diagnostic never prints itself: [`render`] makes the text that a command line or a notebook shows.
//! Codes are stable and grouped by prefix: `def` definition, `frm` formula, `dat` data, `fit` fit, `scr` score, `std` study,
//! `out` output.

mod render;

pub use render::{Style, render, render_all};

use serde::Serialize;

pub use crate::vocab::nearest;
use crate::vocab::{Language, Text};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// The result stands, but someone should look.
    Warning,
    /// The result cannot be made, or must not be trusted.
    Error,
}

/// The stable name of a kind of diagnostic, such as `def004`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(pub &'static str);

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Place {
    /// A whole file or folder.
    File {
        /// The path as the user wrote it.
        file: String,
    },
    /// A stretch of a text file.
    Text {
        /// The path as the user wrote it.
        file: String,
        /// 1-based line.
        line: u32,
        /// 1-based column in characters.
        column: u32,
        /// Byte range in the file.
        start: usize,
        /// End of the byte range.
        end: usize,
    },
    /// A cell of a table.
    Cell {
        /// The path as the user wrote it.
        file: String,
        /// The sheet of a workbook.
        sheet: Option<String>,
        /// 1-based row as a spreadsheet shows it (the header is row 1); for CSV the line of the record.
        row: u32,
        /// 1-based column, 0 when the whole row is meant.
        column: u32,
        /// The heading of the column.
        heading: Option<String>,
    },
}

impl Place {
    /// A place in a text, from its byte range.
    #[must_use]
    pub fn in_text(file: &str, source: &str, range: std::ops::Range<usize>) -> Self {
        let start = floor_char(source, range.start);
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = source[line_start..start].chars().count() + 1;
        Place::Text {
            file: file.to_owned(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
            start,
            end: floor_char(source, range.end.max(start)),
        }
    }

    /// The file it lies in.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Place::File { file } | Place::Text { file, .. } | Place::Cell { file, .. } => file,
        }
    }

    /// `file:line:column`, or file, sheet and cell.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        match self {
            Place::File { file } => file.clone(),
            Place::Text { file, line, column, .. } => format!("{file}:{line}:{column}"),
            Place::Cell { file, sheet, row, column, heading } => {
                let mut text = file.clone();
                let zh = language == Language::Zh;
                if let Some(sheet) = sheet {
                    text +=
                        &if zh { format!(" 工作表“{sheet}”") } else { format!(", sheet `{sheet}`") };
                }
                text += &if zh { format!(" 第{row}行") } else { format!(", row {row}") };
                if *column > 0 {
                    let name = column_name(*column);
                    text += &match (heading, zh) {
                        (Some(h), true) => format!(" {name}列“{h}”"),
                        (Some(h), false) => format!(", column {name} `{h}`"),
                        (None, true) => format!(" {name}列"),
                        (None, false) => format!(", column {name}"),
                    };
                }
                text
            }
        }
    }
}

/// The letters a spreadsheet shows for a 1-based column: 1 is `A`, 27 is `AA`.
#[must_use]
pub fn column_name(mut column: u32) -> String {
    let mut name = Vec::new();
    while column > 0 {
        let digit = u8::try_from((column - 1) % 26).unwrap_or(0);
        name.push(char::from(b'A' + digit));
        column = (column - 1) / 26;
    }
    name.iter().rev().collect()
}

fn floor_char(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One thing to say about an input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Its stable kind.
    pub code: Code,
    /// What was given and what is allowed.
    pub message: Text,
    /// What to do about it.
    pub hint: Option<Text>,
    /// Where it stands.
    pub place: Option<Place>,
    /// Other places that belong to it, each with a word: the first definition of a duplicate.
    pub related: Vec<(Place, Text)>,
}

impl Diagnostic {
    /// A diagnostic without place or hint.
    pub fn new(severity: Severity, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let message = Text::new(zh, en);
        Diagnostic { severity, code: Code(code), message, hint: None, place: None, related: Vec::new() }
    }

    /// An error.
    pub fn error(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Error, code, zh, en)
    }

    /// A warning.
    pub fn warning(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Warning, code, zh, en)
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Text::new(zh, en));
        self
    }

    /// Adds where it stands.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.related.push((place, Text::new(zh, en)));
        self
    }
}

/// Whether any of them is an error.
#[must_use]
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
