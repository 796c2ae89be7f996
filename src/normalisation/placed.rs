use serde::{Deserialize, Serialize};

use super::{RankShare, Ties};
use crate::statistics::{Sample, Undetermined};

/// The rank of a value among the values of the base, 1 for the worst, over the scale.
///
/// A value that is not in the base takes the rank it would have between its neighbours there: half way under `average`, that of the
/// next better value under `min`, that of the next worse one under `max`; beyond the ends it gets the rank of the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    sample: Sample,
    ties: Ties,
    share: RankShare,
    /// Which way ranks rise.
    order: Order,
    /// The score of the share 0.
    zero: f64,
    /// The score of the share 1.
    one: f64,
}

/// Which value of a base has rank 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Order {
    /// The lowest: more is better.
    Rising,
    /// The highest: less is better.
    Falling,
}

impl Placed {
    pub(super) fn new(
        sample: Sample,
        (ties, share): (Ties, RankShare),
        order: Order,
        (zero, one): (f64, f64),
    ) -> Self {
        Placed { sample, ties, share, order, zero, one }
    }

    /// The base.
    #[must_use]
    pub fn sample(&self) -> &Sample {
        &self.sample
    }

    /// The rank, 1 for the worst of the base and n for the best.
    #[must_use]
    pub fn rank(&self, value: f64) -> f64 {
        let values = self.sample.values();
        let below = values.partition_point(|&v| v < value);
        let equal = values[below..].partition_point(|&v| v <= value);
        let count = values.len();
        let worse = if self.order == Order::Rising { below } else { count - below - equal };
        let rank = match self.ties {
            Ties::Average => worse as f64 + 0.5 * (equal as f64 + 1.0),
            Ties::Min => worse as f64 + 1.0,
            Ties::Max => (worse + equal) as f64,
        };
        rank.min(count as f64).max(1.0)
    }

    pub(super) fn apply(&self, value: f64) -> f64 {
        let (rank, count) = (self.rank(value), self.sample.len() as f64);
        let share = match self.share {
            RankShare::OfUnits => rank / count,
            RankShare::Beaten => (rank - 1.0) / (count - 1.0),
        };
        self.zero * (1.0 - share) + self.one * share
    }

    pub(super) fn span(&self) -> (f64, f64) {
        let (low, high) = (self.sample.min(), self.sample.max());
        (low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY))
    }

    pub(super) fn check(&self) -> Result<(), Undetermined> {
        match self.sample.len() {
            0 => Err(Undetermined::Empty),
            1 => Err(Undetermined::TooFew { given: 1, needed: 2 }),
            _ if self.zero.is_finite() && self.one.is_finite() => Ok(()),
            _ => Err(Undetermined::TooWide { low: self.zero, high: self.one }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(ties: Ties, order: Order, asked: &[f64]) -> Vec<f64> {
        let sample = Sample::new(vec![10.0, 20.0, 20.0, 40.0]);
        let placed = Placed::new(sample, (ties, RankShare::OfUnits), order, (0.0, 1.0));
        asked.iter().map(|value| placed.rank(*value)).collect()
    }

    #[test]
    fn ties_follow_their_rule_and_later_values_find_their_place() {
        let asked = [5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 99.0];
        assert_eq!(ranks(Ties::Average, Order::Rising, &asked), [1.0, 1.0, 1.5, 2.5, 3.5, 4.0, 4.0]);
        assert_eq!(ranks(Ties::Min, Order::Rising, &asked), [1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 4.0]);
        assert_eq!(ranks(Ties::Max, Order::Rising, &asked), [1.0, 1.0, 1.0, 3.0, 3.0, 4.0, 4.0]);
        assert_eq!(ranks(Ties::Average, Order::Falling, &asked), [4.0, 4.0, 3.5, 2.5, 1.5, 1.0, 1.0]);
        assert_eq!(ranks(Ties::Min, Order::Falling, &asked), [4.0, 4.0, 4.0, 2.0, 2.0, 1.0, 1.0]);
    }
}
