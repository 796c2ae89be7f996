use serde::{Deserialize, Serialize};

use super::Outside;
use crate::statistics::Undetermined;

/// A geometric curve between two anchors: s₀ · (s₁ / s₀)^t with t = (x − x₀) / (x₁ − x₀). At the anchors it gives exactly their scores.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exponential {
    /// Value and score of the lower anchor; the score is above 0.
    pub from: [f64; 2],
    /// Value and score of the higher anchor; the score is above 0.
    pub to: [f64; 2],
    /// What happens beyond the anchors.
    #[serde(default)]
    pub outside: Outside,
}

impl Exponential {
    pub(super) fn apply(&self, value: f64) -> f64 {
        let ([x0, s0], [x1, s1]) = (self.from, self.to);
        if value == x0 || self.outside == Outside::Clamp && value < x0 {
            return s0;
        }
        if value == x1 || self.outside == Outside::Clamp && value > x1 {
            return s1;
        }
        let score = s0 * libm::exp((value - x0) / (x1 - x0) * libm::log(s1 / s0));
        if x0 < value && value < x1 { score.clamp(s0.min(s1), s0.max(s1)) } else { score }
    }

    pub(super) fn check(&self) -> Result<(), Undetermined> {
        let ([x0, s0], [x1, s1]) = (self.from, self.to);
        let width = x1 - x0;
        if !(s0 > 0.0 && s1 > 0.0 && s0.is_finite() && s1.is_finite()) {
            return Err(Undetermined::OutOfDomain { value: s0.min(s1) });
        }
        if width.is_nan() || width <= 0.0 {
            return Err(Undetermined::Constant { value: x0 });
        }
        if width.is_finite() { Ok(()) } else { Err(Undetermined::TooWide { low: x0, high: x1 }) }
    }
}
