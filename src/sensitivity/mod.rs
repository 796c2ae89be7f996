//! Would the ranking hold? What scores and ranks become when what could have been decided otherwise is decided otherwise.
//!
//! The parts here take numbers and give numbers; they know no framework, panel or study. [`polytope`] answers exactly, over all weights that are
//! allowed.

pub mod polytope;
