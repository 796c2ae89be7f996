//! Exact answers over all weights that are allowed, without sampling: ranges of scores, which unit can be ahead of which, the ranks each can attain, and how far
//! weights must move before an order changes.
//!
//! The setting: [`CriterionScores`] x of units on criteria, an additive index sᵢ(w) = Σ wⱼ·xᵢⱼ, and a [`WeightPolytope`] W of weights: w ≥ 0, Σw = 1, bounds of each weight,
//! linear rows. Trees of arithmetic means flatten into effective weights; whoever calls does that. Power means of complete scores have the order of an additive index
//! of transformed scores: [`CriterionScores::for_power_mean`].
//!
//! Where a criterion is missing, a score is the mean over the others with their weights rescaled. Ranges of scores stay exact; two units that lack different
//! criteria compare by a quotient that is not linear in the weights, and what would need that is refused ([`PolytopeError::Gaps`]) or answered with bounds that say so.
//!
//! Differences below about 10⁻¹³ of the scores are rounding and count as ties. Read next: [`Relations`], [`overtaking`].

mod attainable;
mod change;
mod criterion_scores;
mod error;
mod extremes;
mod preference;
mod range;
mod region;
mod stability;
mod weights;

pub use attainable::{AttainableRanks, Effort, RankEnd, attainable_ranks};
pub use change::{Change, Distance, Overtaking, TopChange, overtaking, top_change};
pub use criterion_scores::CriterionScores;
pub use error::PolytopeError;
pub use preference::{Counts, Extent, Relation, Relations, difference};
pub use range::{ScoreRange, score_ranges};
pub use region::exact_acceptability;
pub use stability::{Crossing, Holds, StableInterval, WeightEnd, allowed_range, crossings, stable_interval};
pub(crate) use weights::check_weights;
pub use weights::{Compared, WeightPolytope, WeightRow};
