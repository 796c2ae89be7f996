//! Intervals by the bootstrap: the blocks of a plan are drawn again with replacement, all outputs and factors with the same draws.
//!
//! Efron & Tibshirani 1993, ISBN 978-0-412-04231-7; for Sobol' indices Archer, Saltelli & Sobol' 1997, <https://doi.org/10.1080/00949659708811825>.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::IndexError;
use crate::sensitivity::design::Stream;
use crate::statistics::normal_quantile;

/// How an interval is read from resamples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IntervalKind {
    /// The quantiles (type 7) of the resampled estimates.
    #[default]
    Percentile,
    /// The estimate ± z times the standard deviation of the resampled estimates; what SALib prints.
    Normal,
}

/// How intervals are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// How many times the blocks are drawn again; at least 2, 100 or more are usual.
    pub resamples: u32,
    /// The chance that the interval covers the true value, above 0 and below 1.
    pub level: f64,
    /// How the interval is read.
    pub kind: IntervalKind,
    /// The seed of the draws.
    pub seed: u64,
}

impl Default for Bootstrap {
    /// 100 resamples, 95 %, percentiles, seed 0.
    fn default() -> Self {
        Bootstrap { resamples: 100, level: 0.95, kind: IntervalKind::Percentile, seed: 0 }
    }
}

/// Where the true value lies with the chance of [`Bootstrap::level`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// An estimate with its interval. Always finite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// The estimate itself. It may be negative where the true value cannot be: then it is not distinguishable from 0.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
    /// Whether it is distinguishable from 0: estimate and interval lie above 0. Noise alone lifts PAWN and δ above 0: there, whether it exceeds what a
    /// factor without effect stays below. `false` reads "not distinguishable from 0: more draws may tell".
    pub above_zero: bool,
}

impl Bootstrap {
    pub(super) fn checked(&self) -> Result<(), IndexError> {
        if self.level.is_nan() || self.level <= 0.0 || self.level >= 1.0 {
            return Err(IndexError::Level { given: self.level });
        }
        if self.resamples < 2 {
            return Err(IndexError::Resamples { given: self.resamples });
        }
        Ok(())
    }

    /// How often each of n blocks comes up, for each resample.
    pub(super) fn counts(&self, n: usize) -> Vec<Vec<u32>> {
        let of = |resample: u32| {
            let mut stream = Stream::new(self.seed, resample, "bootstrap");
            let mut counts = vec![0; n];
            for _ in 0..n {
                counts[stream.below(n)] += 1;
            }
            counts
        };
        (0..self.resamples).into_par_iter().map(of).collect()
    }

    /// The estimate with the interval that resampled estimates give. Those that could not be computed are NaN and left out; `None` with fewer than
    /// two others, or where something is not finite.
    pub(super) fn estimate(&self, value: f64, resampled: impl Iterator<Item = f64>) -> Option<Estimate> {
        let mut resampled: Vec<f64> = resampled.filter(|value| value.is_finite()).collect();
        if resampled.len() < 2 || !value.is_finite() {
            return None;
        }
        let interval = match self.kind {
            IntervalKind::Percentile => {
                resampled.sort_by(f64::total_cmp);
                let tail = (1.0 - self.level) / 2.0;
                Interval { low: quantile(&resampled, tail), high: quantile(&resampled, 1.0 - tail) }
            }
            IntervalKind::Normal => {
                let n = resampled.len() as f64;
                let mean = super::runs::mean(&resampled);
                let squares: f64 = resampled.iter().map(|x| (x - mean) * (x - mean)).sum();
                let half = normal_quantile(0.5 + self.level / 2.0) * (squares / (n - 1.0)).sqrt();
                Interval { low: value - half, high: value + half }
            }
        };
        let finite = interval.low.is_finite() && interval.high.is_finite();
        finite.then_some(Estimate { value, interval, above_zero: value > 0.0 && interval.low > 0.0 })
    }

    /// What values without effect stay below with the chance of the level.
    pub(super) fn threshold(&self, values: impl Iterator<Item = f64>) -> f64 {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        quantile(&values, self.level)
    }
}

impl Estimate {
    /// The width of the interval.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.interval.high - self.interval.low
    }
}

/// The quantile of type 7 of ascending values.
pub(super) fn quantile(ascending: &[f64], share: f64) -> f64 {
    let place = share * (ascending.len().saturating_sub(1)) as f64;
    let below = place.floor() as usize;
    let (Some(low), high) = (ascending.get(below), ascending.get(below + 1)) else { return f64::NAN };
    low + (place - place.floor()) * (high.unwrap_or(low) - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_of_a_known_sample() {
        let sample = || (0..=100).map(f64::from);
        let percentile = Bootstrap { level: 0.9, ..Bootstrap::default() };
        let got = percentile.estimate(50.0, sample()).unwrap();
        assert!((got.interval.low - 5.0).abs() < 1e-12 && (got.interval.high - 95.0).abs() < 1e-12);
        let normal = Bootstrap { kind: IntervalKind::Normal, ..Bootstrap::default() };
        let got = normal.estimate(50.0, sample()).unwrap();
        // 1.959964 times the standard deviation of 0 … 100 with n − 1.
        assert!((got.width() / 2.0 - 1.959_963_984_540_054 * (858.5_f64).sqrt()).abs() < 1e-9);
        assert!(!got.above_zero);
        assert!(normal.estimate(1.0, [f64::NAN, 2.0].into_iter()).is_none());
    }

    #[test]
    fn each_resample_draws_as_many_blocks_as_there_are() {
        let counts = Bootstrap::default().counts(37);
        assert_eq!(counts.len(), 100);
        assert!(counts.iter().all(|counts| counts.iter().sum::<u32>() == 37));
        assert_ne!(counts[0], counts[1]);
        let more = Bootstrap { resamples: 101, ..Bootstrap::default() }.counts(37);
        assert_eq!(more[..100], counts[..]);
    }

    #[test]
    fn what_gives_no_interval_is_refused() {
        for level in [0.0, 1.0, f64::NAN, -3.0] {
            assert!(Bootstrap { level, ..Bootstrap::default() }.checked().is_err());
        }
        assert!(Bootstrap { resamples: 1, ..Bootstrap::default() }.checked().is_err());
    }
}
