use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A table of a CSV file or an Excel workbook beside `framework.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    /// Path of a CSV file or an Excel workbook (.xlsx), relative to the folder of `framework.toml`.
    #[schemars(length(min = 1))]
    pub file: String,
    /// Sheet of a workbook. Default: all visible sheets that hold something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}
