use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Formula;
use crate::vocab::{Id, Text};

/// The range of every score of a framework; `low` is below `high`, both finite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The worst score.
    pub low: f64,
    /// The best score.
    pub high: f64,
}

impl Scale {
    /// `high − low`.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }
}

/// A grade; a framework lists them from best to worst.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// Its stable name, such as `A`.
    pub id: Id,
    /// What people read.
    pub name: Text,
    /// Least unrounded base score of the root; `None` for the last.
    pub from: Option<f64>,
}

/// A gate (一票否决): it never changes a score, it limits the grade.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Its stable name.
    pub id: Id,
    /// What people read.
    pub name: Text,
    /// True where the gate closes; a row where it has no answer is not gated and is counted.
    pub when: Formula,
    /// What the grade is limited to.
    pub limit: GradeLimit,
    /// Legal basis.
    pub basis: Option<Text>,
}

/// What a closed gate leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GradeLimit {
    /// No better than this grade: an index into the framework's grades.
    Ceiling(usize),
    /// No grade at all (不定等级).
    NotGraded,
}

/// What of the base treatment and normalisation are frozen on. Steps of missing policies always rest on observed values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BaseValues {
    /// Observed values only, so that what was guessed moves no limit.
    #[default]
    Observed,
    /// Observed values and what stands in for missing ones, as in pipelines that impute first (COINr).
    Completed,
}

impl BaseValues {
    pub(crate) fn is_observed(&self) -> bool {
        *self == BaseValues::Observed
    }
}
