use serde::{Deserialize, Serialize};

/// Where a cell was read: a source (an entry of [`Panel::sources`](super::Panel::sources)), a row and a column. Eight bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// 1-based row as a spreadsheet or editor shows it; 0 when unknown.
    pub row: u32,
    /// 1-based column.
    pub column: u16,
    /// Index into the sources.
    pub source: u16,
}

impl Origin {
    /// Whether it says anything.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.row > 0
    }
}

/// A file, and the sheet in it, that cells were read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The path as the user wrote it.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}
