//! Ranks, grades and gates: what is read off scores afterwards. Ranks look at the whole sample and therefore never freeze; grades
//! look at one score and its cut-offs; gates limit a grade and leave the score alone.

mod competition;
mod grading;

pub use competition::competition_ranks;
pub use grading::{Ceiling, best_allowed, grade_of};
