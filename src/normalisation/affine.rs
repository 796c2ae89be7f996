use serde::{Deserialize, Serialize};

/// A line without ends: centre + (x − mean) / deviation · spread.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Affine {
    /// The score of the mean.
    pub centre: f64,
    /// Points for one deviation; negative where less is better.
    pub spread: f64,
    /// In the card's unit of measure.
    pub mean: f64,
    /// In the card's unit of measure; above 0.
    pub deviation: f64,
}

impl Affine {
    #[inline(always)]
    pub(super) fn apply(&self, value: f64) -> f64 {
        self.centre + (value - self.mean) / self.deviation * self.spread
    }
}
