//! Ranks, grades and gates: what is read off scores afterwards; and methods that rank a whole sample at once.
//!
//! Grades look at one score and its cut-offs; gates limit a grade and leave the score alone. Everything else here looks at the whole sample and
//! therefore never freezes: a new unit may turn two others round, and nothing may be compared across years. A [`Decision`] is the checked
//! input of every whole-sample method, [] the choice as written.

mod competition;
mod copras;
mod decision;
mod edas;
mod error;
mod grading;
mod grey;
mod profile;
mod ranked;
mod topsis;
mod vikor;
mod waspas;

pub use competition::competition_ranks;
pub use copras::Copras;
pub use decision::Decision;
pub use edas::Edas;
pub use error::RankingError;
pub use grading::{Ceiling, best_allowed, grade_of};
pub use grey::{GreyForm, grey_relational_grade};
pub use ranked::{Better, Ranked};
pub use topsis::{Topsis, TopsisNorm, WeightPlace};
pub use vikor::{Compromise, Vikor};
pub use waspas::waspas;
