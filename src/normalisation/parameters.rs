//! What the methods take: axes, ends, rules for ties and costs, groups with numbers of their own.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::statistics::Sample;
use crate::vocab::{Id, TableFile, Text};

/// How distances between values are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// As they are.
    #[default]
    Linear,
    /// By the natural logarithm; values must be positive.
    Log,
}

/// What a value beyond the ends of a curve scores. Both are counted as findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outside {
    /// The score of the end.
    #[default]
    Clamp,
    /// The line goes on, beyond the scale.
    Extend,
}

/// A class of its own at the bottom: values at or below `at` get `score` and stay out of the quantiles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hurdle {
    /// In the card's unit of measure.
    pub at: f64,
    /// On the framework's scale.
    pub score: f64,
}

/// A curve for some peer groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnchorGroup {
    /// Attribute → the values it is for; all attributes must fit.
    pub when: BTreeMap<Id, Vec<String>>,
    /// Pairs of value and score, values strictly increasing.
    pub anchors: Vec<[f64; 2]>,
}

/// One class of [`Normalisation::Tiers`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The least value of the class.
    pub at: f64,
    /// Its score.
    pub score: f64,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

/// How less becomes better where a method divides by a number of the base; named, as the two give different scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostForm {
    /// One minus the share.
    Reflected,
    /// The reciprocal in the place of the value: values must be above 0.
    Inverse,
}

/// Whether the base periods are put together or each is fitted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Periods {
    /// One fit on all base periods together: scores of all periods lie on one scale.
    #[default]
    Pooled,
    /// One fit for each base period, used for that period only; scores may not be compared between periods, and a period that is not
    /// in the base has none.
    Each,
}

impl Periods {
    pub(super) fn is_pooled(&self) -> bool {
        *self == Periods::Pooled
    }
}

/// Which standard deviation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Deviation {
    /// With n − 1: the base is a sample.
    #[default]
    Sample,
    /// With n: the base is all there is.
    Population,
}

impl Deviation {
    pub(super) fn is_sample(&self) -> bool {
        *self == Deviation::Sample
    }

    pub(super) fn of(self, sample: &Sample) -> Option<f64> {
        match self {
            Deviation::Sample => sample.deviation(),
            Deviation::Population => sample.population_deviation(),
        }
    }
}

/// Which rank equal values get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// The mean of their places.
    #[default]
    Average,
    /// The worst of their places.
    Min,
    /// The best of their places.
    Max,
}

/// What a rank is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RankShare {
    /// rank ÷ n.
    OfUnits,
    /// (rank − 1) ÷ (n − 1).
    Beaten,
}

/// Which number of the base stands for all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Centre {
    /// The arithmetic mean.
    #[default]
    Mean,
    /// The quantile at one half.
    Median,
}

impl Centre {
    pub(super) fn in_sample(self, sample: &Sample) -> Option<f64> {
        match self {
            Centre::Mean => sample.mean(),
            Centre::Median => sample.median(),
        }
    }
}

/// The standard values of the five bands (标准值), in the card's unit of measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standards {
    /// Excellent (优秀值).
    pub excellent: f64,
    /// Good (良好值).
    pub good: f64,
    /// Average (平均值).
    pub average: f64,
    /// Low (较低值).
    pub low: f64,
    /// Poor (较差值).
    pub poor: f64,
}

impl Standards {
    /// From the best band to the worst.
    #[must_use]
    pub fn from_best(&self) -> [f64; 5] {
        [self.excellent, self.good, self.average, self.low, self.poor]
    }
}

/// Standard values for some peer groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardGroup {
    /// Attribute → the values it is for; all attributes must fit.
    pub when: BTreeMap<Id, Vec<String>>,
    /// Its standard values.
    pub standards: Standards,
}

/// Standard values of peer groups, written out or in a file. A checked framework holds them written out, whatever the definition says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StandardGroups {
    /// One entry a group; the first that fits counts.
    Here(Vec<StandardGroup>),
    /// A table of a CSV file or an Excel workbook, a row a group.
    File(TableFile),
}

impl Default for StandardGroups {
    fn default() -> Self {
        StandardGroups::Here(Vec::new())
    }
}

impl StandardGroups {
    /// The groups that are written out; none where they stand in a file.
    #[must_use]
    pub fn here(&self) -> &[StandardGroup] {
        match self {
            StandardGroups::Here(groups) => groups,
            StandardGroups::File(_) => &[],
        }
    }

    /// The file they stand in.
    #[must_use]
    pub fn file(&self) -> Option<&TableFile> {
        match self {
            StandardGroups::Here(_) => None,
            StandardGroups::File(file) => Some(file),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, StandardGroups::Here(groups) if groups.is_empty())
    }
}
