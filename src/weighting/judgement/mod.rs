//! Weights from judgement: what people say about the children, pair by pair (AHP, best–worst, 优序图), in order (G1, rank order) or as points
//! (budget allocation); and what a Delphi panel agrees on.
//!
//! Items count from 0 in the order in which they were given. Nothing an expert said is changed: an inconsistent matrix is reported with
//! what contradicts most, and goes back to the expert.

pub(super) mod best_worst;
pub(super) mod budget;
pub(super) mod delphi;
mod experts;
mod group;
pub(super) mod incomplete;
mod opinions;
pub(super) mod order_relation;
mod pairwise;
pub(super) mod precedence;
pub(super) mod priority;
pub(super) mod rank_order;
mod table;
pub(super) mod triads;
pub(super) mod working;

pub use best_worst::{BestWorst, best_worst_linear};
pub use budget::{BudgetAllocation, budget_allocation};
pub use delphi::{Agreement, DelphiItem, authority, delphi_items, kendall_w};
pub use experts::Experts;
pub use group::{PriorityMean, joined_judgements, joined_priorities};
pub use incomplete::IncompleteMatrix;
pub use opinions::{
    BestWorstExpert, DelphiCounting, DelphiExpert, DelphiFacts, OrderExpert, Precedence, PrecedenceExpert,
    RankExpert, judged_by_best_and_worst_of, judged_by_delphi, judged_by_orders, judged_by_precedence,
    judged_by_ranks,
};
pub use order_relation::order_relation;
pub use pairwise::{JudgementMatrix, NoJudgement};
pub use precedence::{precedence_of_judgements, precedence_of_scores};
pub use priority::{Consistency, Priority, RandomIndex};
pub use rank_order::{RankWeights, rank_order};
pub use table::{
    BudgetExpert, ExpertCheck, Joining, Judged, NoTable, Pair, PairwiseExpert, PairwiseTable,
    judged_by_best_and_worst, judged_by_budget, judged_by_order, judged_by_pairs,
};
pub use triads::Triad;
