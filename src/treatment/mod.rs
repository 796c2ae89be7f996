//! Treatment of outliers: what is done to a value before it is normalised. Parameters come from the base and are frozen, so that a
//! later year is cut and transformed exactly as the base was.
//!
//! [`Treatment`] is the choice as written, [`Treater`] what it freezes to: limits, a transformation, or one after the other. One file a
//! method; read next: `to_pass`, then `transformation`.

mod limits;
mod logarithm;
mod power;
mod to_pass;
mod transformation;
mod treater;
mod winsorise;
mod working;

pub use limits::{Cut, Limits};
pub use logarithm::{Logarithm, Tail};
pub use power::{BoxCox, BoxCoxShift, LEAST, MOST, YeoJohnson};
pub use transformation::{Transform, Transformation};
pub(crate) use treater::treated;
pub use treater::{Treated, Treater, TreatmentFacts};
pub use working::working;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{AcrossYears, Id, MethodNote, Said, Share};

/// What the method reference says of each treatment.
pub const NOTES: &[&MethodNote] = &[
    &UNTREATED,
    &winsorise::NOTE,
    &to_pass::NOTE,
    &logarithm::PLAIN,
    &logarithm::SHIFT_RANGE,
    &logarithm::SHIFT_RANGE_BY_SKEW,
    &logarithm::SHIFT_ONE,
    &logarithm::GII,
    &power::BOX_COX,
    &power::YEO_JOHNSON,
];

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

/// The threshold of |skew| where a card gives none.
const SKEW: f64 = 2.0;
/// The threshold of the excess kurtosis where a card gives none.
const KURTOSIS: f64 = 3.5;

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
    /// The most extreme values go to the next one until |skew| or excess kurtosis passes, up to some points.
    WinsoriseToPass {
        /// At most so many values of the base are changed.
        #[serde(default = "five")]
        points: u32,
        /// Passes when |skew| (type 2) is below; left out: 2.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        skew: Option<f64>,
        /// Passes when the excess kurtosis (type 2) is below; left out: 3.5.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kurtosis: Option<f64>,
        /// Change the points although it passes.
        #[serde(default, skip_serializing_if = "is_false")]
        force: bool,
        /// What is done when it still fails.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        then: Option<Transform>,
        /// Whether `then` takes the original or the winsorised values; left out: the original.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Of>,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
    /// ln x; values must be positive.
    Log {},
    /// ln(x − min + share · range of the base).
    LogShiftRange {
        /// Share of the range that is added.
        #[serde(default = "transformation::hundredth")]
        share: f64,
    },
    /// The same, mirrored where the base is skewed to low values.
    LogShiftRangeBySkew {
        /// Share of the range that is added.
        #[serde(default = "transformation::hundredth")]
        share: f64,
    },
    /// ln(x − min + 1).
    LogShiftOne {},
    /// ln((factor · max − 1)(x − min)/(max − min) + 1), as the Global Innovation Index.
    LogGii {
        /// What the highest value is multiplied by, so that it is above 1.
        #[serde(default = "transformation::one")]
        factor: f64,
    },
    /// (x^λ − 1)/λ.
    BoxCox {
        /// The power, −5 to 5; left out: by maximum likelihood on the base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lambda: Option<f64>,
        /// Whether the lowest value of the base is brought to 1 first.
        #[serde(default)]
        shift: BoxCoxShift,
    },
    /// Yeo–Johnson: Box–Cox of x + 1 above zero, mirrored below.
    YeoJohnson {
        /// The power, −5 to 5; left out: by maximum likelihood on the base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lambda: Option<f64>,
    },
}

/// Which values a second step takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Those before anything was cut.
    #[default]
    Original,
    /// Those that were cut.
    Winsorised,
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
            Treatment::WinsoriseToPass { .. } => &to_pass::NOTE,
            Treatment::Log {} => &logarithm::PLAIN,
            Treatment::LogShiftRange { .. } => &logarithm::SHIFT_RANGE,
            Treatment::LogShiftRangeBySkew { .. } => &logarithm::SHIFT_RANGE_BY_SKEW,
            Treatment::LogShiftOne {} => &logarithm::SHIFT_ONE,
            Treatment::LogGii { .. } => &logarithm::GII,
            Treatment::BoxCox { .. } => &power::BOX_COX,
            Treatment::YeoJohnson { .. } => &power::YEO_JOHNSON,
        }
    }

    /// The transformation, when it is nothing else.
    #[must_use]
    pub fn transform(&self) -> Option<Transform> {
        match *self {
            Treatment::Untreated {}
            | Treatment::WinsoriseQuantiles { .. }
            | Treatment::WinsoriseToPass { .. } => None,
            Treatment::Log {} => Some(Transform::Log {}),
            Treatment::LogShiftRange { share } => Some(Transform::LogShiftRange { share }),
            Treatment::LogShiftRangeBySkew { share } => Some(Transform::LogShiftRangeBySkew { share }),
            Treatment::LogShiftOne {} => Some(Transform::LogShiftOne {}),
            Treatment::LogGii { factor } => Some(Transform::LogGii { factor }),
            Treatment::BoxCox { lambda, shift } => Some(Transform::BoxCox { lambda, shift }),
            Treatment::YeoJohnson { lambda } => Some(Transform::YeoJohnson { lambda }),
        }
    }

    /// The transformation it can come to, as its only step or as the second one.
    #[must_use]
    pub fn last_transform(&self) -> Option<Transform> {
        match self {
            Treatment::WinsoriseToPass { then, .. } => *then,
            other => other.transform(),
        }
    }

    fn min_group(&self) -> u32 {
        match self {
            Treatment::WinsoriseQuantiles { min_group, .. }
            | Treatment::WinsoriseToPass { min_group, .. } => *min_group,
            _ => default_min_group(),
        }
    }
}

fn default_min_group() -> u32 {
    30
}

fn five() -> u32 {
    5
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
