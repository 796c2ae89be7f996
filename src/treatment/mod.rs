//! Treatment of outliers: what is done to a value before it is normalised. Limits come from the base and are frozen.
//!
//! [`Treatment`] is the choice as written, [`Limits`] what it freezes to.

mod winsorise;

pub(crate) use winsorise::treated;
pub use winsorise::{Cut, Limits};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{AcrossYears, Id, MethodNote, Said, Share};

/// What the method reference says of each treatment.
pub const NOTES: &[&MethodNote] = &[&UNTREATED, &winsorise::NOTE];

const UNTREATED: MethodNote = MethodNote {
    id: "none",
    name: Said { zh: "不处理", en: "Untreated" },
    formula: "x′ = x",
    letters: Said { zh: "x：指标值", en: "x: the value of the indicator" },
    use_when: Said {
        zh: "指标没有极端值，或归一化自带上下限",
        en: "The indicator has no extreme values, or its normalisation has limits of its own",
    },
    not_when: Said {
        zh: "少数极端值会决定最小–最大归一化或 z 分数的尺度时",
        en: "A few extreme values would set the scale of a min–max normalisation or a z-score",
    },
    edge: Said { zh: "无", en: "None" },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("treatment = { method = \"none\" }"),
};

/// Treatment as written in a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Treatment {
    /// Values are used as they are.
    #[serde(rename = "none")]
    Untreated {},
    /// Values beyond two quantiles (type 7) of the base are set to them.
    WinsoriseQuantiles {
        /// Share of the base below the lower limit.
        low: Share,
        /// Share of the base below the upper limit.
        high: Share,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
}

impl Default for Treatment {
    fn default() -> Self {
        Treatment::Untreated {}
    }
}

impl Treatment {
    /// What the method reference says of it.
    #[must_use]
    pub fn note(&self) -> &'static MethodNote {
        match self {
            Treatment::Untreated {} => &UNTREATED,
            Treatment::WinsoriseQuantiles { .. } => &winsorise::NOTE,
        }
    }
}

fn default_min_group() -> u32 {
    30
}
