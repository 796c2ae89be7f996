//! What is done with finished weights: several weightings become one, and no weight exceeds a cap.

mod caps;
mod game;
mod synthesis;

pub use caps::{NoCap, capped};
pub use game::{GameCombination, game_combination};
pub use synthesis::{Combination, NoCombination, combined};
