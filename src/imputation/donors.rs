use serde::{Deserialize, Serialize};

use crate::vocab::{Id, Period};

/// Rows of the base that lend their values: the indicators that any step needs, before imputation, and the attributes that make groups.
/// Frozen once for all steps, so that memory grows with rows × indicators.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Donors {
    /// Ascending by unit id, then period: the order in which equal distances are decided.
    pub rows: Vec<DonorRow>,
    /// Attributes by id, each with the value of every row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<DonorAttribute>,
    /// Indicators in the order of the tree.
    pub columns: Vec<DonorColumn>,
}

/// A row of the base.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DonorRow {
    /// The unit's id.
    pub unit: String,
    /// The period.
    pub period: Period,
}

/// The values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DonorAttribute {
    /// The attribute.
    pub id: Id,
    /// One for each row; `None` where nobody gave one.
    pub values: Vec<Option<String>>,
}

/// The values of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DonorColumn {
    /// The indicator.
    pub id: Id,
    /// One for each row, in the card's unit of measure; `None` where none was observed.
    pub values: Vec<Option<f64>>,
}

impl Donors {
    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The values of an indicator.
    #[must_use]
    pub fn column(&self, id: &Id) -> Option<&[Option<f64>]> {
        self.columns.iter().find(|column| column.id == *id).map(|column| column.values.as_slice())
    }

    /// The values of an attribute.
    #[must_use]
    pub fn attribute(&self, id: &Id) -> Option<&[Option<String>]> {
        self.attributes.iter().find(|attribute| attribute.id == *id).map(|a| a.values.as_slice())
    }

    /// Whether every column has a value or gap for every row, all values are finite and rows are in order: a file may come from anywhere.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let rows = self.rows.len();
        u32::try_from(rows).is_ok()
            && self.rows.is_sorted_by(|a, b| a < b)
            && self.attributes.iter().all(|attribute| attribute.values.len() == rows)
            && self.columns.iter().all(|column| {
                column.values.len() == rows && column.values.iter().flatten().all(|value| value.is_finite())
            })
    }
}
