//! Would the ranking hold? What could have been decided otherwise, and what the scores and ranks then are.
//!
//! [`design`] makes the draws, [`indices`] says which choice a result depends on: numbers in, numbers out. Neither knows a framework, a panel or a
//! study. Read next: [`design`].

pub mod design;
