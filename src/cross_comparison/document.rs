use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ranking::RankingMethod;
use crate::vocab::{Id, Period, Text};

/// A whole-sample ranking beside the index. At most one of `leaves_of`, `children_of` and `nodes` says what it compares; without any it is all
/// indicators that count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RankingDocument {
    /// Its stable name; headings of `rankings.csv` begin with it.
    pub id: Id,
    /// What people call it. Default: the name of the method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The method with its variant.
    pub method: RankingMethod,
    /// The indicators below this aggregate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves_of: Option<Id>,
    /// The children of this aggregate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub children_of: Option<Id>,
    /// These aggregates and indicators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<Id>,
    /// Which numbers of them are compared.
    #[serde(default)]
    pub values: Values,
    /// What they weigh.
    #[serde(default)]
    pub weighting: RankingWeights,
    /// The periods to be ranked, each on its own. Default: the period the report is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Period>,
    /// What a missing number does.
    #[serde(default)]
    pub missing: GapRule,
}

/// Which numbers of a node are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Values {
    /// Its score: normalised, more is better.
    #[default]
    Scores,
    /// The value of an indicator after imputation and treatment, with the indicator's direction.
    Treated,
    /// The observed value of an indicator, with the indicator's direction.
    Raw,
}

/// What criteria weigh; divided by their sum.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
pub enum RankingWeights {
    /// What they weigh in the index by the scorecard.
    #[default]
    #[serde(rename = "scorecard")]
    Scorecard,
    /// All the same.
    Equal,
    /// As given here.
    Given {
        /// One number from 0 up for each node that is compared.
        weights: BTreeMap<Id, f64>,
    },
}

/// What a missing number does. Nothing is filled in: treated values and scores are imputed already where the card says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GapRule {
    /// The run stops and names the cells.
    #[default]
    Error,
    /// Units with a gap are left out of this ranking; a finding counts them.
    DropUnits,
    /// Criteria with a gap are left out for all units, the others share their weight; a finding names them.
    DropCriteria,
}
