//! `study.toml` as written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cross_comparison::RankingDocument;
use crate::definition::shape::schema_of;
use crate::diagnosis;
use crate::panel::{DataFile, RegisterFile};
use crate::sensitivity::SensitivityDocument;
use crate::vocab::{Id, Language, Period, Text};

/// A study file: what is scored, with which definition, from which data, and what the report says on top.
///
/// Paths are relative to the study file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyDocument {
    /// Version of this file format: 1.
    #[schemars(range(min = 1))]
    pub format: u32,
    /// What people call the study.
    pub name: Text,
    /// Folder of the definition, `indicators/<set>/<edition>`.
    pub definition: String,
    /// Periods whose data freeze the scale. Default: the framework's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub base: Vec<Period>,
    /// Periods to be scored. Default: all in the data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Period>,
    /// The period the report is about. Default: the last of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<Period>,
    /// Language of the report. Default: zh.
    #[serde(default)]
    pub language: Language,
    /// A line that must stand on every output, such as that the data are synthetic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Text>,
    /// The register of units. Without it units are those in the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<RegisterFile>,
    /// The files of data.
    #[schemars(length(min = 1))]
    pub data: Vec<DataFile>,
    /// Whole-sample rankings beside the index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranking: Vec<RankingDocument>,
    /// The report.
    #[serde(default)]
    pub report: ReportDocument,
    /// What `quanheng diagnose` looks at, and its limits.
    #[serde(default)]
    pub diagnosis: diagnosis::Settings,
    /// Whether the ranking would hold: what could have been decided otherwise, and what is asked about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<SensitivityDocument>,
}

/// What the report of a study shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDocument {
    /// Title on the cover. Default: the study's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Who it is made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Text>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Text>,
    /// Attributes that results are broken down by. Default: all declared with a closed list of values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Vec<Id>>,
    /// How many units the tables of leaders and movers show.
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 100))]
    pub movers: u32,
}

/// The JSON Schema of `study.toml`: its name in `schema/`, and its text.
#[must_use]
pub fn schema() -> (&'static str, String) {
    ("study.schema.json", format!("{:#}\n", schema_of::<StudyDocument>()))
}

impl Default for ReportDocument {
    fn default() -> Self {
        ReportDocument { title: None, client: None, author: None, by: None, movers: ten() }
    }
}

fn ten() -> u32 {
    10
}
