//! Where the experts' judgements stand: in the definition itself, or in a table beside it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::TableFile;

/// The judgements of experts, written out or in a file. A checked framework holds them written out, whatever the definition says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Experts<T> {
    /// One entry an expert.
    Here(Vec<T>),
    /// A table of a CSV file or an Excel workbook.
    File(TableFile),
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
    pub fn file(&self) -> Option<&TableFile> {
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
