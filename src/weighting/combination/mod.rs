//! What is done with finished weights: several weightings become one, and no weight exceeds a cap.

pub(super) mod caps;
pub(super) mod game;
pub(super) mod synthesis;

pub use caps::{NoCap, capped};
pub use game::{GameCombination, game_combination};
pub use synthesis::{Combination, NoCombination, combined};
