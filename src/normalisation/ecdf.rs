use serde::{Deserialize, Serialize};

use crate::statistics::Sample;

/// The share of a base sample below a value, ties half, from one score to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ecdf {
    sample: Sample,
    /// The score below every value of the base.
    at_low: f64,
    /// The score above every value of the base.
    at_high: f64,
}

impl Ecdf {
    pub(super) fn new(sample: Sample, at_low: f64, at_high: f64) -> Self {
        Ecdf { sample, at_low, at_high }
    }

    /// The base.
    #[must_use]
    pub fn sample(&self) -> &Sample {
        &self.sample
    }

    /// The share of the base below a value, those equal to it counting half: 0 to 1.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        let values = self.sample.values();
        let below = values.partition_point(|&v| v < value);
        let equal = values[below..].partition_point(|&v| v <= value);
        (below as f64 + 0.5 * equal as f64) / values.len().max(1) as f64
    }

    pub(super) fn apply(&self, value: f64) -> f64 {
        let share = self.share(value);
        self.at_low * (1.0 - share) + self.at_high * share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_count_half() {
        let ecdf = Ecdf::new(Sample::new(vec![1.0, 2.0, 2.0, 3.0]), 0.0, 100.0);
        for (value, score) in [(0.0, 0.0), (1.0, 12.5), (1.5, 25.0), (2.0, 50.0), (3.0, 87.5), (9.0, 100.0)] {
            assert_eq!(ecdf.apply(value), score, "{value}");
        }
        let turned = Ecdf::new(Sample::new(vec![1.0, 2.0, 2.0, 3.0]), 100.0, 0.0);
        assert_eq!(turned.apply(1.0), 87.5);
    }
}
