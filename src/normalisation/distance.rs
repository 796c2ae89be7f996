use serde::{Deserialize, Serialize};

use super::Normaliser;
use crate::statistics::{Sample, Undetermined};

/// A normaliser of the distance to the best value or interval: 0 at or inside it, otherwise how far the value lies from its nearer end.
///
/// It is how a target (居中型) or interval (区间型) indicator goes with a method made for more or less: x → |x − best|, or
/// max(a − x, x − b, 0), as a cost. Followed by min–max it gives the textbook 正向化 1 − d / max d, min–max scaled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distance {
    /// The ends of the best interval, in the card's unit of measure; the same for one best value.
    best: [f64; 2],
    /// What the distance goes through.
    of: Box<Normaliser>,
}

impl Distance {
    pub(super) fn new(best: [f64; 2], of: Normaliser) -> Self {
        Distance { best, of: Box::new(of) }
    }

    /// The ends of the best interval.
    #[must_use]
    pub fn best(&self) -> [f64; 2] {
        self.best
    }

    /// What the distance goes through.
    #[must_use]
    pub fn of(&self) -> &Normaliser {
        &self.of
    }

    /// How far a value lies from the best interval: 0 inside.
    #[must_use]
    pub fn of_value(&self, value: f64) -> f64 {
        distance(value, self.best)
    }

    pub(super) fn check(&self) -> Result<(), Undetermined> {
        let [from, to] = self.best;
        let is_flat = !matches!(*self.of, Normaliser::Distance(_));
        if from <= to && from.is_finite() && to.is_finite() && is_flat {
            self.of.check()
        } else {
            Err(Undetermined::Constant { value: from })
        }
    }
}

pub(super) fn distance(value: f64, [from, to]: [f64; 2]) -> f64 {
    if value < from {
        from - value
    } else if value > to {
        value - to
    } else {
        0.0
    }
}

/// The distances of a sample.
pub(super) fn distances(sample: &Sample, best: [f64; 2]) -> Result<Sample, Undetermined> {
    let distances = sample.mapped(|value| distance(value, best));
    if distances.len() == sample.len() {
        Ok(distances)
    } else {
        let (low, high) = (sample.min().unwrap_or(best[0]), sample.max().unwrap_or(best[1]));
        Err(Undetermined::TooWide { low: low.min(best[0]), high: high.max(best[1]) })
    }
}
