use serde::{Deserialize, Serialize};

use super::ascending;
use crate::vocab::Share;

/// The observed values of a base, ascending; all finite.
///
/// Two samples merge to the same bits in any order, as only the multiset of values counts.
///
/// ```
/// use quanheng::statistics::Sample;
/// let whole = Sample::new(vec![3.0, 1.0, 2.0]);
/// let merged = Sample::new(vec![2.0]).merge(Sample::new(vec![3.0, 1.0]));
/// assert_eq!(whole, merged);
/// assert_eq!(whole.median(), Some(2.0));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<f64>", into = "Vec<f64>")]
pub struct Sample {
    sorted: Vec<f64>,
}

/// Why a base does not determine what is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Undetermined {
    /// There is no value.
    #[error("there are no values")]
    Empty,
    /// There are values, but fewer than it takes.
    #[error("there are {given} values where {needed} are needed")]
    TooFew {
        /// How many there are.
        given: usize,
        /// How many it takes.
        needed: usize,
    },
    /// The two points that should differ are the same.
    #[error("the limits coincide at {value}")]
    Constant {
        /// Where they lie.
        value: f64,
    },
    /// The method has no answer for a value: a ratio needs values that are not negative, a reciprocal and a logarithm values above 0.
    #[error("the method has no answer for {value}")]
    OutOfDomain {
        /// The lowest value, or the sum that should be above 0.
        value: f64,
    },
    /// The unit that the others are compared with has no value.
    #[error("the reference unit has no value")]
    NoReference,
    /// A value has no image under what is asked, such as the logarithm of a value that is not positive.
    #[error("the value {value} has no image")]
    NoImage {
        /// The first such value.
        value: f64,
    },
    /// The distance between two points is no finite number.
    #[error("the limits {low} and {high} are too far apart")]
    TooWide {
        /// The lower one.
        low: f64,
        /// The higher one.
        high: f64,
    },
    /// The quotient of two sums is no finite number.
    #[error("the sums have no quotient: the mean of the divisor is {below}")]
    NoRatio {
        /// The mean of what is divided by.
        below: f64,
    },
    /// A covariance matrix has no inverse: columns follow from others.
    #[error("the covariance is singular")]
    Singular,
    /// An iteration did not settle.
    #[error("no convergence in {iterations} iterations")]
    NoConvergence {
        /// How many were made.
        iterations: u32,
    },
}

impl Sample {
    /// Sorts the values; what is not finite is left out.
    #[must_use]
    pub fn new(mut values: Vec<f64>) -> Self {
        if values.iter().fold(false, |any, value| any | !value.is_finite()) {
            values.retain(|value| value.is_finite());
        }
        ascending::sort(&mut values);
        Sample { sorted: values }
    }

    /// The values of both.
    #[must_use]
    pub fn merge(self, other: Sample) -> Sample {
        let (mut longer, shorter) =
            if self.len() >= other.len() { (self.sorted, other.sorted) } else { (other.sorted, self.sorted) };
        if shorter.is_empty() {
            return Sample { sorted: longer };
        }
        longer.extend_from_slice(&shorter);
        // A stable sort merges two ascending runs in one pass; values that compare equal are the same bits.
        longer.sort_by(f64::total_cmp);
        Sample { sorted: longer }
    }

    /// The values, ascending.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.sorted
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The lowest value.
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        self.sorted.first().copied()
    }

    /// The highest value.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        self.sorted.last().copied()
    }

    /// The quantile of type 7 (R's and Excel's default): linear between the values at ranks ⌊h⌋ and ⌊h⌋+1, h = (n−1)·p + 1.
    ///
    /// Hyndman & Fan 1996, <https://doi.org/10.1080/00031305.1996.10473566>. `None` without values.
    #[must_use]
    pub fn quantile(&self, share: Share) -> Option<f64> {
        let last = self.sorted.len().checked_sub(1)?;
        let place = last as f64 * share.get();
        let below = (place.floor() as usize).min(last);
        let low = self.sorted[below];
        let high = self.sorted[(below + 1).min(last)];
        Some(between(low, high, place - below as f64))
    }

    /// The quantile of type 7 at one half. `None` without values.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        Share::new(0.5).ok().and_then(|half| self.quantile(half))
    }

    /// The arithmetic mean. `None` without values.
    ///
    /// Values are scaled by a power of two, summed in ascending order with Neumaier's compensation and scaled back, so that
    /// neither 10³⁰⁰ nor cancellation spoils it.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let exponent = self.exponent()?;
        let sum = compensated(self.sorted.iter().map(|&value| libm::scalbn(value, -exponent)));
        Some(libm::scalbn(sum / self.sorted.len() as f64, exponent))
    }

    /// The standard deviation with n − 1. `None` with fewer than two values.
    #[must_use]
    pub fn deviation(&self) -> Option<f64> {
        if self.sorted.len() < 2 {
            return None;
        }
        let exponent = self.exponent()?;
        let scaled = |value: f64| libm::scalbn(value, -exponent);
        let mean = compensated(self.sorted.iter().copied().map(scaled)) / self.sorted.len() as f64;
        // A second scaling, by the largest deviation, as that may be far below the largest value.
        let widest = (scaled(self.sorted[self.sorted.len() - 1]) - mean).max(mean - scaled(self.sorted[0]));
        if widest <= 0.0 {
            return Some(0.0);
        }
        let squares = compensated(self.sorted.iter().map(|&value| {
            let deviation = (scaled(value) - mean) / widest;
            deviation * deviation
        }));
        Some(libm::scalbn(widest * (squares / (self.sorted.len() - 1) as f64).sqrt(), exponent))
    }

    /// Whether all values are the same; true without values.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.min() == self.max()
    }

    /// The values above a limit.
    #[must_use]
    pub fn above(&self, limit: f64) -> Sample {
        let from = self.sorted.partition_point(|&value| value <= limit);
        Sample { sorted: self.sorted[from..].to_vec() }
    }

    /// The values after a map that never turns two values round, such as cutting at limits.
    #[must_use]
    pub fn mapped(&self, monotone: impl Fn(f64) -> f64) -> Sample {
        Sample::new(self.sorted.iter().map(|&value| monotone(value)).collect())
    }

    /// The power of two above the largest magnitude. `None` without values.
    pub(super) fn exponent(&self) -> Option<i32> {
        let largest = self.min()?.abs().max(self.max()?.abs());
        Some(libm::frexp(largest).1)
    }
}

impl From<Vec<f64>> for Sample {
    fn from(values: Vec<f64>) -> Self {
        Sample::new(values)
    }
}

impl From<Sample> for Vec<f64> {
    fn from(sample: Sample) -> Self {
        sample.sorted
    }
}

/// Linear from `low` (at 0) to `high` (at 1); never beyond either, never overflowing.
fn between(low: f64, high: f64, part: f64) -> f64 {
    let width = high - low;
    let value = if width.is_finite() { low + part * width } else { low * (1.0 - part) + high * part };
    value.clamp(low, high)
}

/// Neumaier's sum: the error of each addition is kept and added at the end (<https://doi.org/10.1002/zamm.19740540106>).
pub(super) fn compensated(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut error) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        error += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(value: f64) -> Share {
        Share::new(value).unwrap()
    }

    #[test]
    fn quantiles_are_of_type_seven() {
        // R: quantile(c(1, 2, 4, 8), c(.1, .25, .5, .9)) gives 1.3, 1.75, 3, 6.8.
        let sample = Sample::new(vec![8.0, 1.0, 4.0, 2.0]);
        for (at, expected) in [(0.0, 1.0), (0.1, 1.3), (0.25, 1.75), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)] {
            let got = sample.quantile(share(at)).unwrap();
            assert!((got - expected).abs() <= 1e-15 * expected, "{at}: {got}");
        }
        assert_eq!(Sample::default().quantile(share(0.5)), None);
        assert_eq!(Sample::new(vec![7.0]).quantile(share(0.3)), Some(7.0));
    }

    #[test]
    fn moments_survive_extreme_magnitudes() {
        for factor in [1e-300, 1.0, 1e300, 4e307] {
            let sample = Sample::new(vec![factor, 2.0 * factor, 3.0 * factor, 4.0 * factor]);
            let mean = sample.mean().unwrap() / factor;
            let deviation = sample.deviation().unwrap() / factor;
            assert!((mean - 2.5).abs() < 1e-14, "{factor}: {mean}");
            assert!((deviation - (5.0_f64 / 3.0).sqrt()).abs() < 1e-14, "{factor}: {deviation}");
        }
        let shifted = Sample::new(vec![1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]);
        assert_eq!(shifted.deviation(), Some(1.0));
        assert_eq!(Sample::new(vec![5.0, 5.0, 5.0]).deviation(), Some(0.0));
        assert_eq!(Sample::new(vec![5.0]).deviation(), None);
        let wide = Sample::new(vec![-f64::MAX, f64::MAX]);
        assert_eq!(wide.median(), Some(0.0));
        assert_eq!(wide.mean(), Some(0.0));
    }

    #[test]
    fn merging_is_blind_to_order() {
        let parts = [vec![3.0, 0.1, -0.0], vec![0.2, 0.0], vec![], vec![0.3, 3.0]];
        let all = Sample::new(parts.concat());
        let forward = parts.iter().cloned().map(Sample::new).fold(Sample::default(), Sample::merge);
        let backward = parts.iter().rev().cloned().map(Sample::new).fold(Sample::default(), Sample::merge);
        let bits = |sample: &Sample| sample.values().iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&forward), bits(&all));
        assert_eq!(bits(&backward), bits(&all));
    }
}
