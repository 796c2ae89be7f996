//! Weighting: how the weights of an aggregate's children came about.
//!
//! [`shares`] and [`equal_shares`] turn what was written into shares that add up to 1. Weights from data: [`entropy`], [`critic`] and the
//! others that return [`DataWeights`]. Weights from judgement: [`JudgementMatrix`] (AHP), [`best_worst_linear`], [`order_relation`] (G1),
//! [`precedence_of_judgements`] (优序图), [`rank_order`], [`budget_allocation`]; a Delphi panel's facts: [`delphi_items`], [`kendall_w`].
//! Finished weights: [`combined`], [`game_combination`], [`capped`].

mod combination;
mod data;
mod judgement;
mod shares;

pub use combination::{
    Combination, GameCombination, NoCap, NoCombination, capped, combined, game_combination,
};
pub use data::{
    Conflict, DataWeights, EntropyForm, Factors, NegativeEntries, NoWeights, RotatedFactors, Scaling,
    ScatterScale, Signs, coefficient_of_variation, critic, entropy, factor, first_component, gini,
    independence, kaiser_components, maximising_deviation, merec, scatter_degree, scatter_degree_panel,
    standard_deviation, varimax_factors,
};
pub use judgement::{
    Agreement, BestWorst, BudgetAllocation, Consistency, DelphiItem, IncompleteMatrix, JudgementMatrix,
    NoJudgement, Priority, PriorityMean, RandomIndex, RankWeights, Triad, authority, best_worst_linear,
    budget_allocation, delphi_items, joined_judgements, joined_priorities, kendall_w, order_relation,
    precedence_of_judgements, precedence_of_scores, rank_order,
};
pub use shares::{InvalidWeights, equal_shares, shares};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::Text;

/// Weighting as written in a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Weighting {
    /// All core children weigh the same.
    Equal {},
    /// Each child carries its weight; they are divided by their sum.
    Given {
        /// Where the weights come from.
        origin: WeightOrigin,
        /// What a reader should know about them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Text>,
    },
}

/// Where given weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WeightOrigin {
    /// Deliberately the same for all.
    Equal,
    /// A starting point that nobody has decided on yet.
    Default,
    /// A panel of experts (Delphi or a meeting).
    ExpertPanel,
    /// Experts who each shared out a budget of points.
    BudgetAllocation,
    /// Pairwise comparisons (AHP).
    Ahp,
    /// Set by a policy document.
    Policy,
    /// Taken from a publication.
    Literature,
    /// Computed from data elsewhere.
    Statistical,
}
