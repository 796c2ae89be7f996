//! Ranks, grades and gates: what is read off scores afterwards; and methods that rank a whole sample at once.
//!
//! Grades look at one score and its cut-offs; gates limit a grade and leave the score alone. Everything else here looks at the whole sample and
//! therefore never freezes: a new unit may turn two others round, and nothing may be compared across years. A [`Decision`] is the checked
//! input of every whole-sample method, [`RankingMethod`] the choice as written.

mod appraisal;
mod average;
mod benefit_of_the_doubt;
mod borda;
mod comparison;
mod competition;
mod copeland;
mod copras;
mod coupling;
mod dea;
mod decision;
mod edas;
mod error;
mod fuzzy;
mod grading;
mod grey;
mod kemeny;
mod method;
mod obstacle;
mod profile;
mod promethee;
mod rank_sum_ratio;
mod ranked;
mod steps;
mod topsis;
mod vikor;
mod waspas;

pub use appraisal::{Appraisal, Matrix, Remark, Shown};
pub use average::average_ranks;
pub use benefit_of_the_doubt::BenefitOfTheDoubt;
pub use borda::borda;
pub use comparison::RankComparison;
pub use competition::competition_ranks;
pub use copeland::Copeland;
pub use copras::Copras;
pub use coupling::{Coupling, CouplingForm};
pub use dea::{Returns, efficiency};
pub use decision::Decision;
pub use edas::Edas;
pub use error::RankingError;
pub use fuzzy::{FuzzyEvaluation, FuzzyGrade, FuzzyOperator};
pub use grading::{Ceiling, best_allowed, grade_of};
pub use grey::{GreyForm, grey_relational_grade};
pub use kemeny::KemenyYoung;
pub use method::{RankingMethod, Takes};
pub use obstacle::obstacle_degrees;
pub use promethee::{Preference, Promethee};
pub use rank_sum_ratio::{Line, RankForm, RankSumRatio};
pub use ranked::{Better, Ranked};
pub use topsis::{Topsis, TopsisNorm, WeightPlace};
pub use vikor::{Compromise, Vikor};
pub use waspas::waspas;

pub use crate::optimisation::WeightBounds;

use crate::vocab::MethodNote;

/// What the method reference says of each whole-sample ranking.
pub const NOTES: &[&MethodNote] = &[
    &topsis::NOTE,
    &vikor::NOTE,
    &grey::NOTE,
    &copras::NOTE,
    &waspas::NOTE,
    &edas::NOTE,
    &promethee::NOTE,
    &copeland::NOTE,
    &borda::NOTE,
    &kemeny::NOTE,
    &rank_sum_ratio::NOTE,
    &benefit_of_the_doubt::NOTE,
    &dea::NOTE,
    &coupling::NOTE,
    &fuzzy::NOTE,
    &obstacle::NOTE,
    &comparison::SPEARMAN,
    &comparison::KENDALL,
    &comparison::WEIGHTED_SPEARMAN,
    &comparison::WS,
];
