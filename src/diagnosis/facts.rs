//! Facts about the values of one column.

use serde::Serialize;

use super::Settings;
use crate::statistics::Sample;
use crate::vocab::Share;

/// What the values of a column are like. Numbers have the column's unit of measure; shares run from 0 to 1; what cannot be determined is
/// `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ColumnFacts {
    /// Units that could have a value.
    pub applicable: usize,
    /// Those that have one.
    pub available: usize,
    /// Those that have none.
    pub missing: usize,
    /// `available` over `applicable`. `None` where nothing applies.
    pub availability: Option<f64>,
    /// Lowest value.
    pub min: Option<f64>,
    /// Lower quartile (type 7).
    pub lower: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Upper quartile (type 7).
    pub upper: Option<f64>,
    /// Highest value.
    pub max: Option<f64>,
    /// Standard deviation with n − 1. `None` with fewer than two values.
    pub deviation: Option<f64>,
    /// Skewness of type 2. `None` with fewer than four values, or when all are the same.
    pub skew: Option<f64>,
    /// Excess kurtosis of type 2. `None` as for `skew`.
    pub kurtosis: Option<f64>,
    /// Share of values that are zero.
    pub zeros: Option<f64>,
    /// How many different values there are.
    pub unique: usize,
    /// `unique` over `available`.
    pub unique_share: Option<f64>,
    /// The value that occurs most often; of several the lowest.
    pub most_common: Option<f64>,
    /// How often it occurs.
    pub most_common_count: usize,
}

/// What stands out about a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Nobody has a value.
    NoData,
    /// All values are the same.
    Constant,
    /// |skewness| and excess kurtosis are both beyond their limits.
    Outliers,
    /// Too few units have a value.
    Availability,
    /// Too many values are zero.
    Zeros,
    /// Too few values are different.
    Unique,
}

impl ColumnFacts {
    /// The facts of a column among so many units it applies to; what is not finite counts as missing.
    #[must_use]
    pub fn of(values: Vec<f64>, applicable: usize) -> Self {
        let sample = Sample::new(values);
        let available = sample.len();
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let quantile = |at: f64| Share::new(at).ok().and_then(|at| sample.quantile(at));
        let shape = sample.shape();
        let runs = || sample.values().chunk_by(|a, b| a == b);
        // The first of the longest runs: `max_by_key` would take the last.
        let most = runs().rev().max_by_key(|run| run.len());
        let zeros = sample.values().iter().filter(|value| **value == 0.0).count();
        let applicable = applicable.max(available);
        ColumnFacts {
            applicable,
            available,
            missing: applicable - available,
            availability: share(available, applicable),
            min: sample.min(),
            lower: quantile(0.25),
            median: sample.median(),
            mean: sample.mean(),
            upper: quantile(0.75),
            max: sample.max(),
            deviation: sample.deviation().filter(|deviation| deviation.is_finite()),
            skew: shape.map(|shape| shape.skew),
            kurtosis: shape.map(|shape| shape.kurtosis),
            zeros: share(zeros, available),
            unique: runs().count(),
            unique_share: share(runs().count(), available),
            most_common: most.and_then(|run| run.first().copied()),
            most_common_count: most.map_or(0, <[f64]>::len),
        }
    }

    /// What stands out, under the limits of a study.
    #[must_use]
    pub fn flags(&self, settings: &Settings) -> Vec<Flag> {
        if self.available == 0 {
            return if self.applicable > 0 { vec![Flag::NoData] } else { Vec::new() };
        }
        let below = |share: Option<f64>, least: Share| share.is_some_and(|share| share < least.get());
        let outliers = self.skew.is_some_and(|skew| skew.abs() > settings.skew)
            && self.kurtosis.is_some_and(|kurtosis| kurtosis > settings.kurtosis);
        let constant = self.available > 1 && self.unique == 1;
        let found = [
            (constant, Flag::Constant),
            (outliers, Flag::Outliers),
            (below(self.availability, settings.availability), Flag::Availability),
            (below(self.zeros.map(|zeros| 1.0 - zeros), settings.nonzero), Flag::Zeros),
            (!constant && below(self.unique_share, settings.unique), Flag::Unique),
        ];
        found.into_iter().filter(|(found, _)| *found).map(|(_, flag)| flag).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_small_columns() {
        let facts = ColumnFacts::of(vec![0.0, 2.0, 2.0, 0.0, 8.0], 8);
        assert_eq!((facts.available, facts.missing, facts.unique), (5, 3, 3));
        assert_eq!((facts.most_common, facts.most_common_count), (Some(0.0), 2));
        assert_eq!((facts.zeros, facts.availability), (Some(0.4), Some(0.625)));
        assert_eq!(facts.flags(&Settings::default()), [Flag::Availability]);
        let none = ColumnFacts::of(vec![], 3);
        assert_eq!(
            (none.mean, none.zeros, none.flags(&Settings::default())),
            (None, None, vec![Flag::NoData])
        );
        assert_eq!(ColumnFacts::of(vec![], 0).flags(&Settings::default()), []);
        let one = ColumnFacts::of(vec![7.0], 1);
        assert_eq!((one.mean, one.deviation, one.skew), (Some(7.0), None, None));
        assert_eq!(one.flags(&Settings::default()), []);
        let same = ColumnFacts::of(vec![7.0; 9], 9);
        assert_eq!(same.flags(&Settings::default()), [Flag::Constant]);
        for value in [1e-300, 1e300] {
            let extreme = ColumnFacts::of(vec![value, -value, value / 2.0, 0.0, value], 5);
            assert!(
                [extreme.mean, extreme.deviation, extreme.skew].iter().all(|x| x.is_some_and(f64::is_finite))
            );
        }
    }
}
