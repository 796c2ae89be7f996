use std::borrow::Cow;

/// A cell as the file holds it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Raw<'a> {
    Empty,
    Text(&'a str),
    /// A number of a workbook; `percent` when it is shown as a percentage.
    Number {
        value: f64,
        percent: bool,
    },
    /// A formula without a result: `#DIV/0!`.
    Failed(&'a str),
    /// A date or time, as a person reads it.
    Date(&'a str),
    Flag(bool),
}

/// A row of a table. Columns count from 0.
pub(super) trait Record {
    fn get(&self, column: usize) -> Raw<'_>;

    /// How many cells it has; `None` where a row has no length of its own, as in a sheet.
    fn width(&self) -> Option<usize>;
}

/// From here on the digits of a number in a workbook may be lost: ids of 16 digits and more must be stored as text.
const WHOLE: f64 = 1e15;

impl<'a> Raw<'a> {
    /// What a person reads in the cell.
    pub(super) fn text(&self) -> Cow<'a, str> {
        match *self {
            Raw::Empty => Cow::Borrowed(""),
            Raw::Text(text) | Raw::Failed(text) | Raw::Date(text) => Cow::Borrowed(text),
            Raw::Number { value, percent: true } => Cow::Owned(format!("{}%", (value * 1e12).round() / 1e10)),
            Raw::Number { value, .. } => Cow::Owned(value.to_string()),
            Raw::Flag(flag) => Cow::Borrowed(if flag { "TRUE" } else { "FALSE" }),
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        match self {
            Raw::Empty => true,
            Raw::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// Whether it is a number so long that Excel has replaced its last digits by zeros.
    pub(super) fn lost_digits(&self) -> bool {
        matches!(self, Raw::Number { value, .. } if value.abs() >= WHOLE)
    }
}
