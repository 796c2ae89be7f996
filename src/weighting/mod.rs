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
    Agreement, BestWorst, BudgetAllocation, BudgetExpert, Consistency, DelphiItem, ExpertCheck,
    IncompleteMatrix, Joining, Judged, JudgementMatrix, NoJudgement, NoTable, Pair, PairwiseExpert,
    PairwiseTable, Priority, PriorityMean, RandomIndex, RankWeights, Triad, authority, best_worst_linear,
    budget_allocation, delphi_items, joined_judgements, joined_priorities, judged_by_best_and_worst,
    judged_by_budget, judged_by_order, judged_by_pairs, kendall_w, order_relation, precedence_of_judgements,
    precedence_of_scores, rank_order,
};
pub use shares::{InvalidWeights, equal_shares, shares};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{Id, Text};

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
    /// Pairwise judgements of experts (AHP).
    Ahp {
        /// How weights are drawn from a matrix.
        priority: Priority,
        /// The table of random indices that CR is measured by.
        random_index: RandomIndex,
        /// How several experts become one.
        #[serde(default)]
        joining: Joining,
        /// What each expert says.
        experts: Vec<PairwiseExpert>,
    },
    /// The most and the least important child against the others: best–worst method, linear form.
    BestWorst {
        /// The most important child.
        best: Id,
        /// The least important child.
        worst: Id,
        /// How many times as important the best is as each other child, by its id; 1 to 100.
        best_over: BTreeMap<String, f64>,
        /// How many times as important each child between is as the worst, by its id; 1 to 100.
        over_worst: BTreeMap<String, f64>,
    },
    /// An order and the ratios of neighbours (G1, 序关系).
    OrderRelation {
        /// The children, the most important first.
        order: Vec<Id>,
        /// For each neighbouring pair how many times as important the earlier is; 1 and up.
        ratios: Vec<f64>,
    },
    /// Points that experts share out.
    BudgetAllocation {
        /// What each expert has to give.
        budget: f64,
        /// What each expert gives.
        experts: Vec<BudgetExpert>,
    },
}

impl Weighting {
    /// The shares of the children that count, where the definition holds judgements; `None` for equal and given weights.
    ///
    /// # Errors
    /// [`NoTable`], inside.
    #[must_use]
    pub fn judged(&self, items: &[&Id]) -> Option<Result<Judged, NoTable>> {
        Some(match self {
            Weighting::Equal {} | Weighting::Given { .. } => return None,
            Weighting::Ahp { priority, random_index, joining, experts } => {
                let (priority, random_index, joining) = (*priority, *random_index, *joining);
                judged_by_pairs(items, PairwiseTable { priority, random_index, joining, experts })
            }
            Weighting::BestWorst { best, worst, best_over, over_worst } => {
                judged_by_best_and_worst(items, (best, worst), best_over, over_worst)
            }
            Weighting::OrderRelation { order, ratios } => judged_by_order(items, order, ratios),
            Weighting::BudgetAllocation { budget, experts } => judged_by_budget(items, *budget, experts),
        })
    }
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
