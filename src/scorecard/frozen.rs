use serde::{Deserialize, Serialize};

use super::screening::Exclusion;
use crate::aggregation::BaseFrontier;
use crate::imputation::Imputer;
use crate::normalisation::Normaliser;
use crate::panel::Source;
use crate::statistics::{Grouped, Sample};
use crate::treatment::{Treater, TreatmentFacts};
use crate::vocab::{Id, Period};
use crate::weighting::{CombinedPart, Importances};

/// What the base determined of one indicator. Numbers are in the card's unit of measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenIndicator {
    /// The indicator.
    pub id: Id,
    /// Facts about its base values, before treatment.
    pub base: BaseFacts,
    /// Why screening takes it out; `None`: it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Exclusion>,
    /// The steps of its missing policy, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imputation: Vec<Imputer>,
    /// What is done about outliers; `None`: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<Grouped<Treater>>,
    /// How that changed the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<TreatmentFacts>,
    /// How a value becomes a score; `None` for an indicator without weight that the base does not determine: it has no score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normaliser: Option<Grouped<Normaliser>>,
}

/// Facts about the base values of an indicator; they are shown, and never enter a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseFacts {
    /// How many values were observed.
    pub observed: u64,
    /// The lowest.
    pub min: Option<f64>,
    /// The quantile at one half.
    pub median: Option<f64>,
    /// The arithmetic mean.
    pub mean: Option<f64>,
    /// The highest.
    pub max: Option<f64>,
}

/// The share of a node in its parent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenWeight {
    /// The node.
    pub id: Id,
    /// 0 to 1; those of the children of an aggregate add up to 1.
    pub share: f64,
}

/// What the base determined of one aggregate, beside the shares of its children.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenAggregate {
    /// The aggregate.
    pub id: Id,
    /// How its children's shares came about; `None` where data do not decide them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighting: Option<WeightingFacts>,
    /// The frontier that a benefit of the doubt measures against; `None` for other aggregations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frontier: Option<BaseFrontier>,
}

/// How shares came about that the base decided. Facts: they are shown, and never enter a score.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightingFacts {
    /// Rows of the base (a unit in a period) in which every child that counts has a score; the shares rest on them.
    pub rows: u64,
    /// Rows of the base in which one of them has none; they are left out.
    pub left_out: u64,
    /// Children that are the same in all rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constant: Vec<Id>,
    /// The shares of the children that count before a cap acted; `None` where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncapped: Option<Vec<f64>>,
    /// The weightings of a combination.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<CombinedPart>,
    /// What optimised weights reach, in the order of the children that count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importances: Option<Importances>,
}

/// The data a scorecard was frozen on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// Each base period and its number of rows.
    pub periods: Vec<BasePeriod>,
    /// The files, by name. Not part of the fingerprint: the frozen numbers say all that matters for a score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// One period of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasePeriod {
    /// The period.
    pub period: Period,
    /// How many units the data have in it.
    pub rows: u64,
}

impl BaseFacts {
    /// The facts of a sample.
    #[must_use]
    pub fn of(sample: &Sample) -> Self {
        BaseFacts {
            observed: sample.len() as u64,
            min: sample.min(),
            median: sample.median(),
            mean: sample.mean(),
            max: sample.max(),
        }
    }
}
