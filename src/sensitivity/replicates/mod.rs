//! Replicates: a range of their numbers in, what they come to out.
//!
//! Replicates that choose alike share a definition, a fit and the scores of the indicators; their weights and exponents only go up the tree. What has
//! parameters or data of its own is fitted and scored alone. Nothing depends on how ranges are cut or on the number of threads.
//! What is drawn is no matter of this module: see [`super::setting`]. Read next: `engine`, then `summary`.

mod as_defined;
mod block;
mod engine;
mod group;
mod histogram;
mod pairs;
mod plan;
mod ranking;
mod summary;

pub use as_defined::{AsDefined, Change, View};
pub use block::Draws;
pub use engine::{Engine, Failed, Replicate, run_replicates};
pub use histogram::Histogram;
pub use pairs::Pairs;
pub use plan::Plan;
pub(in crate::sensitivity) use summary::stage_ends;
pub use summary::{CannotMerge, ChangeCounts, FailureCount, Summary, UnitCounts, ViewCounts};
