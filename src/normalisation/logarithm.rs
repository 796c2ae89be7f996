use serde::{Deserialize, Serialize};

use crate::statistics::Undetermined;

/// A line over the natural logarithm: the score of 1, and the points for each unit of the logarithm. Values that are not positive have no answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logarithm {
    /// The score of the value 1.
    pub at_one: f64,
    /// Points for a value e times as large.
    pub slope: f64,
}

impl Logarithm {
    pub(super) fn apply(&self, value: f64) -> f64 {
        if value > 0.0 { self.at_one + self.slope * libm::log(value) } else { f64::NAN }
    }

    pub(super) fn check(&self) -> Result<(), Undetermined> {
        let sound = self.at_one.is_finite() && self.slope.is_finite();
        if sound { Ok(()) } else { Err(Undetermined::OutOfDomain { value: self.slope }) }
    }
}
