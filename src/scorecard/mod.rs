//! The scorecard: everything the base determines, frozen; scoring with it; and explaining each score.
//!
//! Two verbs: [`fit`] (which is [`summarise`], [`Summary::merge`], [`freeze`]) makes a [`Scorecard`] once; [`Scorecard::score`]
//! applies it to any panel of the same variables, row by row, in any parts, on any number of threads, with the same bits. A scorecard
//! is never refitted in place. Ranks and reports are no part of it: ranks look at all units, see [`Scores::ranks`].
//!
//! Order of a row: formula → applicability → valid range → imputation → treatment → normalisation → means up the tree. Read next:
//! `leaf` (an indicator on a block of rows) and `aggregate` (a mean on a block of rows).

mod adjustment;
mod aggregate;
mod base_scores;
mod block;
mod card;
mod check;
mod check_imputation;
mod completed;
mod explain;
mod explain_forms;
mod explain_imputed;
mod explain_render;
mod explanation;
mod file;
mod finding;
mod findings;
mod fingerprint;
mod fit;
mod fit_imputation;
mod frontier;
mod frozen;
mod imputed_from;
mod imputer_plan;
mod leaf;
mod lookup;
mod plan;
mod prepared;
mod prepared_draw;
mod raw;
mod rows;
mod score;
mod scores;
mod screening;
mod stand_in;
mod steps;
mod summary;
mod tally;
mod touches;
mod treatment_findings;
mod undetermined;
mod weight_working;
mod weights;

pub use card::Scorecard;
pub use explain::explain;
pub use explanation::{
    AdjustmentAnswer, AggregateStep, Contribution, CurvePlace, Explanation, GateAnswer, GradeStep, LeafStep,
    NodeStep, RatioSide, RatioStep, RawCell, TransformedBy, TreatedBy,
};
pub use file::{FORMAT, UnreadableScorecard};
pub use finding::Finding;
pub use fit::{Fitted, fit, freeze, undetermined_indicators};
pub use frozen::{
    Base, BaseFacts, BasePeriod, FrozenAggregate, FrozenIndicator, FrozenWeight, WeightingFacts,
};
pub use imputed_from::{ImputedBasis, ImputedFrom, NeighbourUsed, OtherValue, OwnValue};
pub use prepared::{Prepared, Scratch};
pub use prepared_draw::{Drawn, NeedsFit};
pub use scores::{
    Adjusted, AdjustmentState, FinalGrade, GateState, Grading, LeafColumn, Leaves, NodeScores, Scores,
    Standing, Withheld,
};
pub use screening::{Exclusion, ScreenedUnit, Verdict};
pub use steps::{StepStage, StepTable, steps};
pub use summary::{MixedSummaries, Summary, summarise};
pub use touches::{Touch, touches};
pub use weight_working::{WeightWorking, weight_working};
