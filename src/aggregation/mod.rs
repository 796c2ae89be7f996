//! Aggregation: how the scores of the children become the score of their aggregate.
//!
//! [`Aggregation`] is the choice as written; nothing of it has to be frozen. [`Aggregation::mean`] is its kernel for one row,
//! [`Aggregation::contributions`] takes a mean apart again.

mod arithmetic;
mod contribution;
mod geometric;
mod mean;
mod power_mean;

pub(crate) use arithmetic::{Column, means};
pub use mean::{Mean, NoMean};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Aggregation as written in a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Aggregation {
    /// Σ w·x: full compensation.
    Arithmetic {},
    /// Π x^w: partial compensation; needs positive scores.
    Geometric {
        /// What a score of zero does; together with `floor` it is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zero: Option<ZeroRule>,
        /// Scores below it count as it; each use is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
    },
    /// (Σ w·x^p)^(1/p), p ≠ 0; p = 1 is the arithmetic mean, p = −1 the harmonic one.
    PowerMean {
        /// The power p.
        power: f64,
        /// What a score of zero does where p < 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zero: Option<ZeroRule>,
        /// Scores below it count as it; each use is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
    },
}

impl Aggregation {
    /// Whether something of it is determined by the children's scores in the base, so that the fit needs whole rows.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        match self {
            Aggregation::Arithmetic {} | Aggregation::Geometric { .. } | Aggregation::PowerMean { .. } => {
                false
            }
        }
    }
}

/// What a mean that has no answer at zero does with a score of zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ZeroRule {
    /// The definition is refused when the scale reaches zero.
    #[default]
    Refuse,
    /// One zero makes the mean zero: the limit of the formula.
    Zero,
}

/// What an aggregate does about children without a score, and how much must be observed for it to have one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// What a missing child does.
    #[serde(default)]
    pub missing: MissingChildren,
    /// Least share of the weight of all applicable indicators below that must be observed (imputed values do not count); 0 to 1.
    #[serde(default)]
    pub min_weight: f64,
    /// Least number of children with a score.
    #[serde(default = "one")]
    pub min_children: u32,
}

/// What a missing child does to its aggregate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingChildren {
    /// The weights of the others are divided by their sum: the missing child is taken to be like the rest.
    #[default]
    Renormalise,
    /// The aggregate has no score.
    Withhold,
}

impl Default for Coverage {
    fn default() -> Self {
        Coverage { missing: MissingChildren::Renormalise, min_weight: 0.0, min_children: 1 }
    }
}

fn one() -> u32 {
    1
}
