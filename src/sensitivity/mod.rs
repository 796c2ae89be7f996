//! Would the ranking hold? What could have been decided otherwise, scored again many times, and what the ranks do and do not support.
//!
//! A study declares [`factors`](FactorDocument): weights, methods, anchors, the sample, errors of measurement. A replicate draws one setting of
//! each, which makes an ordinary definition (or a scorecard with other weights) that is scored as any other: a replicate written out by hand and run
//! alone has the same bits. Replicates are numbered; a range of them gives a small summary, and summaries merge in any order to the same bits.
//! Nothing here changes a score of the study.
//!
//! Read next: [`SensitivityDocument`] (what is written), [`Robustness`] (what comes out). Numbers in, numbers out: [`design`] makes the draws, [`polytope`]
//! gives exact answers over all weights allowed, [`acceptability`] answers in shares of weights drawn.

pub mod acceptability;
mod convergence;
pub mod design;
mod document;
pub mod polytope;
mod replicates;
mod results;
mod setting;
mod uncertainty;

pub use convergence::{PROBABILITY_TOLERANCE, RANK_TOLERANCE};
pub use design::Design;
pub use document::{
    AcceptabilityDocument, Alternative, AttributionDocument, AttributionMethod, BoundsDocument, Edit,
    ErrorLaw, FactorDocument, FactorKind, LeaveOneOutDocument, Output, Resampling, ReversalDocument,
    SensitivityDocument, Targets, WeightLaw,
};
pub use replicates::{
    AsDefined, CannotMerge, Change, ChangeCounts, Draws, Engine, Failed, FailureCount, Histogram, Pairs,
    Plan, Replicate, Summary, UnitCounts, View, ViewCounts, run_replicates,
};
pub use results::{
    AttributedOutput, Attribution, ChangeUncertainty, Convergence, ExactAnswers, FactorIndex, Failure,
    Interval, LeftOut, NodeUncertainty, Overtaking, PairWins, Reversal, Rising, Robustness, RunFacts,
    StabilityInterval, Tier, UnitAcceptability, UnitChange, UnitExact, UnitUncertainty,
};
pub use setting::{Moved, Perturbation, Setting, Variant, power_mean, written};
pub use uncertainty::Asked;
