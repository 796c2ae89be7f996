//! Cross-comparison: whole-sample rankings of a study beside its index, and how alike they are.
//!
//! A study asks for them with `[[ranking]]`. Each looks at the sample of one period, never freezes and never reaches a score: the index stays the result, and no ranking
//! is compared across periods. Read next: `document` (what is written), `run` (how it is worked out), [`Comparison`].

mod check;
mod comparison;
mod criteria;
mod document;
mod run;
mod words;

pub use check::check;
pub use comparison::Comparison;
pub use document::{GapRule, RankingDocument, RankingWeights, Values};
pub use run::{Outcome, PeriodRanking, Ranking, Subject, run, working};
