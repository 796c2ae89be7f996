use super::Text;

/// A table of intermediate values, so that a reader can follow a method by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Working {
    /// What the table holds, such as "Weighted normalised values".
    pub title: Text,
    /// The formula of its cells, in plain text with Unicode symbols.
    pub formula: String,
    /// Heads of the columns of numbers.
    pub columns: Vec<Text>,
    /// A label and one number for each column; `None` where there is none.
    pub rows: Vec<(Text, Vec<Option<f64>>)>,
}
