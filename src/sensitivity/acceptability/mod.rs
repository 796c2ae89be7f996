//! Stochastic multicriteria acceptability analysis (SMAA): what share of all weights supports which rank.
//!
//! Weights are drawn by a [`WeightLaw`] and counted in a [`Tally`] of integers, which merges in any order to the same bits. The index is additive; power means come
//! by [`CriterionScores::for_power_mean`](crate::sensitivity::polytope::CriterionScores::for_power_mean), and missing criteria rescale the other weights.
//!
//! Lahdelma, Hokkanen & Salminen 1998 (<https://doi.org/10.1016/S0377-2217(97)00163-X>); SMAA-2: Lahdelma & Salminen 2001 (<https://doi.org/10.1287/opre.49.3.444.11220>).
//! Nothing here draws random numbers: uniform ones come from outside. Read next: [`crate::sensitivity::polytope`], which answers without sampling.

mod confidence;
mod gamma;
mod law;
mod meta_weights;
mod tally;
mod within;

pub use confidence::Confidence;
pub use law::{LawError, WeightLaw};
pub use meta_weights::MetaWeights;
pub use tally::{Pairs, Tally};
pub use within::WithinPolytope;
