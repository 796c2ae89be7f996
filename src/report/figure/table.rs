//! The table behind a figure.

use serde::Serialize;

use super::ticks::number;

/// Headings and rows of what a figure shows, each row as long as the headings.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FigureTable {
    /// One a column, in the language of the figure.
    pub headings: Vec<String>,
    /// The rows in the order drawn.
    pub rows: Vec<Vec<Datum>>,
    /// Decimals the figure prints its numbers with.
    pub decimals: usize,
}

impl FigureTable {
    /// The rows as the figure prints them: `—` for what is missing.
    #[must_use]
    pub fn printed(&self) -> Vec<Vec<String>> {
        let row = |row: &Vec<Datum>| row.iter().map(|datum| datum.printed(self.decimals)).collect();
        self.rows.iter().map(row).collect()
    }
}

/// One cell of the table behind a figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Datum {
    /// A name.
    Text(String),
    /// A count, printed without decimals.
    Count(usize),
    /// A number, not rounded; always finite.
    Number(f64),
    /// Nothing is known.
    Missing,
}

impl Datum {
    pub(super) fn text(text: &str) -> Self {
        Datum::Text(text.to_owned())
    }

    /// A number, or missing when it is none.
    pub(super) fn number(value: Option<f64>) -> Self {
        value.filter(|value| value.is_finite()).map_or(Datum::Missing, Datum::Number)
    }

    fn printed(&self, decimals: usize) -> String {
        match self {
            Datum::Text(text) => text.clone(),
            Datum::Count(count) => count.to_string(),
            Datum::Number(value) => number(*value, decimals),
            Datum::Missing => "—".to_owned(),
        }
    }
}
