//! Would the ranking hold? What could have been decided otherwise, scored again many times, and what the ranks do and do not support.
//!
//! A study declares [`factors`](FactorDocument): weights, methods, anchors, the sample, errors of measurement. A replicate draws one setting of
//! each, which makes an ordinary definition (or a scorecard with other weights) that is scored as any other: a replicate written out by hand and run
//! alone has the same bits. Replicates are numbered; a range of them gives a small summary, and summaries merge in any order to the same bits.
//! Nothing here changes a score of the study.
//!
//! Read next: [`SensitivityDocument`] (what is written), [`Robustness`] (what comes out). [`polytope`] takes numbers and gives numbers: exact answers over all weights allowed.

mod document;
pub mod polytope;
mod results;
mod setting;

pub use document::{
    AcceptabilityDocument, Alternative, AttributionDocument, AttributionMethod, BoundsDocument, Design, Edit,
    ErrorLaw, FactorDocument, FactorKind, LeaveOneOutDocument, Output, Resampling, ReversalDocument,
    SensitivityDocument, Targets, WeightLaw,
};
pub use results::{
    AttributedOutput, Attribution, ChangeUncertainty, Convergence, ExactAnswers, FactorIndex, Failure,
    Interval, LeftOut, NodeUncertainty, Overtaking, PairWins, Reversal, Rising, Robustness, RunFacts,
    StabilityInterval, Tier, UnitAcceptability, UnitChange, UnitExact, UnitUncertainty,
};
pub use setting::{Moved, Perturbation, Setting, Variant, power_mean, written};
