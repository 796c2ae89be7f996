use serde::{Deserialize, Serialize};

use crate::vocab::Text;

/// How far an imputed value can be relied on, by what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reliability {
    /// The unit's own value of another year.
    A,
    /// The unit's own peer group in the base.
    B,
    /// The whole base, or a model over several indicators.
    C,
}

impl Reliability {
    /// All of them, best first.
    pub const ALL: [Reliability; 3] = [Reliability::A, Reliability::B, Reliability::C];

    /// The letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Reliability::A => "A",
            Reliability::B => "B",
            Reliability::C => "C",
        }
    }

    /// What it says, for tables and messages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Reliability::A => Text::new("A（本单位其他年份）", "A (same unit, other year)"),
            Reliability::B => Text::new("B（同组）", "B (same group)"),
            Reliability::C => Text::new("C（全体或模型）", "C (whole base or model)"),
        }
    }
}
