use super::NumberFormat;

/// A table: columns, rows and the words around them.
///
/// A row with fewer cells than columns is filled up with empty cells; surplus cells are not shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The name links point to; unique in the document.
    pub id: String,
    /// The caption, without a number; empty for a table that is part of something else and gets no number.
    pub caption: String,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
    /// Source and remarks, printed small under the table.
    pub note: Option<String>,
    /// What a reader of a page can do with it.
    pub interaction: Interaction,
}

impl Table {
    /// A table without rows.
    pub fn new(id: impl Into<String>, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Table { id: id.into(), caption: caption.into(), columns, ..Table::default() }
    }

    /// Adds an ordinary row.
    pub fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, emphasis: Emphasis::None });
    }

    /// Adds a row that stands out.
    pub fn push_emphasised(&mut self, emphasis: Emphasis, cells: Vec<Cell>) {
        self.rows.push(Row { cells, emphasis });
    }
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// The heading.
    pub heading: String,
    /// A heading over this and its neighbours with the same group.
    pub group: Option<String>,
    /// How cells are aligned.
    pub align: Align,
    /// How numbers are printed.
    pub format: NumberFormat,
    /// Wished width in half-width characters (a Chinese character counts two); measured from the cells when missing.
    pub width: Option<u16>,
}

impl Column {
    /// A left-aligned column of words.
    pub fn text(heading: impl Into<String>) -> Self {
        Column { heading: heading.into(), ..Column::default() }
    }

    /// A right-aligned column of numbers.
    pub fn number(heading: impl Into<String>, format: NumberFormat) -> Self {
        Column { heading: heading.into(), align: Align::Right, format, ..Column::default() }
    }

    /// The same column under a common heading with its neighbours.
    #[must_use]
    pub fn grouped(self, group: impl Into<String>) -> Self {
        Column { group: Some(group.into()), ..self }
    }

    /// The same column with a wished width in half-width characters.
    #[must_use]
    pub fn wide(self, width: u16) -> Self {
        Column { width: Some(width), ..self }
    }

    /// The same column, centred.
    #[must_use]
    pub fn centred(self) -> Self {
        Column { align: Align::Centre, ..self }
    }
}

/// How the cells of a column are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right, as numbers are.
    Right,
}

/// What a reader of a page can do with a table. Paper and Markdown ignore it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Interaction {
    /// Read it.
    #[default]
    Static,
    /// Also sort it by a column.
    Sortable,
    /// Also search it and leaf through it page by page; for tables of more rows than a screen holds.
    Browsable,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// Whether the row stands out.
    pub emphasis: Emphasis,
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Emphasis {
    /// It does not.
    #[default]
    None,
    /// A total or an average: bold.
    Total,
    /// A unit the reader looks for: tinted.
    Highlight,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing belongs here.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number, printed in the column's format. Treated as missing when it is NaN or infinite.
    Number(f64),
    /// A number that stands in for a missing one; set apart from observed numbers.
    Imputed(f64),
    /// A number on a tinted ground.
    Heat {
        /// The number, as in [`Cell::Number`].
        value: f64,
        /// The depth of the tint, 0 (none) to 1 (deepest); outside values are cut.
        shade: f64,
    },
    /// A value that should be here and is not, with the reason in the document's language; `—` when the reason is empty.
    Missing(String),
}

impl Cell {
    /// A cell of words.
    pub fn text(text: impl Into<String>) -> Self {
        Cell::Text(text.into())
    }

    /// A missing value with its reason.
    pub fn missing(reason: impl Into<String>) -> Self {
        Cell::Missing(reason.into())
    }

    /// A count.
    #[must_use]
    pub fn count(count: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts of units stay far below 2^53")]
        let count = count as f64;
        Cell::Number(count)
    }

    /// A number, or a missing value without a reason.
    #[must_use]
    pub fn number(value: Option<f64>) -> Self {
        value.map_or(Cell::Missing(String::new()), Cell::Number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Cell::Number(value)
    }
}
