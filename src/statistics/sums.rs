//! Sums over a sample: totals, the Euclidean norm, the deviation of a whole population.

use super::Sample;
use super::sample::compensated;

impl Sample {
    /// Σ x. `None` without values, or where the sum is no finite number.
    #[must_use]
    pub fn sum(&self) -> Option<f64> {
        let exponent = self.exponent()?;
        let sum = compensated(self.values().iter().map(|&value| libm::scalbn(value, -exponent)));
        Some(libm::scalbn(sum, exponent)).filter(|sum| sum.is_finite())
    }

    /// √Σ x². `None` without values, or where it is no finite number.
    #[must_use]
    pub fn norm(&self) -> Option<f64> {
        let largest = self.min()?.abs().max(self.max()?.abs());
        if largest == 0.0 {
            return Some(0.0);
        }
        let squares = compensated(self.values().iter().map(|&value| {
            let part = value / largest;
            part * part
        }));
        Some(largest * squares.sqrt()).filter(|norm| norm.is_finite())
    }

    /// The standard deviation with n: of a whole population. `None` with fewer than two values.
    #[must_use]
    pub fn population_deviation(&self) -> Option<f64> {
        let count = self.len() as f64;
        self.deviation().map(|deviation| deviation * ((count - 1.0) / count).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_survive_extreme_magnitudes() {
        for factor in [1e-300, 1.0, 1e300] {
            let sample = Sample::new(vec![3.0 * factor, 4.0 * factor]);
            assert!((sample.norm().unwrap() / factor - 5.0).abs() < 1e-15, "{factor}");
            assert!((sample.sum().unwrap() / factor - 7.0).abs() < 1e-15, "{factor}");
            assert!((sample.population_deviation().unwrap() / factor - 0.5).abs() < 1e-15, "{factor}");
        }
        assert_eq!(Sample::new(vec![f64::MAX, f64::MAX]).sum(), None);
        assert_eq!(Sample::new(vec![f64::MAX, f64::MAX]).norm(), None);
        assert_eq!(Sample::new(vec![0.0, 0.0]).norm(), Some(0.0));
        assert_eq!(Sample::default().sum(), None);
        assert_eq!(Sample::new(vec![1.0]).population_deviation(), None);
    }
}
