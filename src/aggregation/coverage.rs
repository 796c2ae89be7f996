use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// Least share of the applicable children that have a score, each counted once whatever it weighs; 0 to 1. A share strictly
    /// below it withholds the score.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub min_share: f64,
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
        Coverage { missing: MissingChildren::Renormalise, min_weight: 0.0, min_children: 1, min_share: 0.0 }
    }
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(share: &f64) -> bool {
    *share == 0.0
}
