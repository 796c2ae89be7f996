use serde::{Deserialize, Serialize};

use crate::statistics::Undetermined;
use crate::vocab::{at_least, at_most};

/// Three scores: below a band, inside it and above it. A value within 1e-12 (relative) of an end of the band is inside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// The lower end of the band.
    pub from: f64,
    /// The higher end of the band.
    pub to: f64,
    /// The scores below, inside and above.
    pub scores: [f64; 3],
}

impl Bands {
    pub(super) fn apply(&self, value: f64) -> f64 {
        let [below, inside, above] = self.scores;
        if !at_least(value, self.from) {
            below
        } else if at_most(value, self.to) {
            inside
        } else {
            above
        }
    }

    pub(super) fn check(&self) -> Result<(), Undetermined> {
        let finite = self.scores.iter().chain([&self.from, &self.to]).all(|number| number.is_finite());
        if finite && self.from <= self.to { Ok(()) } else { Err(Undetermined::Constant { value: self.from }) }
    }
}
