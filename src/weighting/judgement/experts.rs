//! Where the experts' judgements stand: in the definition itself, or in a table beside it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The judgements of experts, written out or in a file. A checked framework holds them written out, whatever the definition says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Experts<T> {
    /// One entry an expert.
    Here(Vec<T>),
    /// A table of a CSV file or an Excel workbook.
    File(ExpertFile),
}

/// A table of judgements, beside `framework.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpertFile {
    /// Path of a CSV file or an Excel workbook (.xlsx), relative to the folder of `framework.toml`.
    #[schemars(length(min = 1))]
    pub file: String,
    /// Sheet of a workbook. Default: all visible sheets that hold something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

impl<T> Experts<T> {
    /// The experts that are written out; none where they stand in a file.
    #[must_use]
    pub fn here(&self) -> &[T] {
        match self {
            Experts::Here(experts) => experts,
            Experts::File(_) => &[],
        }
    }

    /// The file they stand in.
    #[must_use]
    pub fn file(&self) -> Option<&ExpertFile> {
        match self {
            Experts::Here(_) => None,
            Experts::File(file) => Some(file),
        }
    }
}

impl<T> From<Vec<T>> for Experts<T> {
    fn from(experts: Vec<T>) -> Self {
        Experts::Here(experts)
    }
}
