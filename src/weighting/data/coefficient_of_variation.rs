//! Coefficient-of-variation weights (变异系数法), also known as information weights (信息量权重): spread relative to the mean.

use super::columns::{DataWeights, Domain, NoWeights, each, weigh};
use super::standard_deviation::spread;

/// Weights by w ∝ s / m, the standard deviation over the mean of the values as they are. A column must not be negative anywhere: around a
/// mean near zero the ratio says nothing.
///
/// # Errors
/// [`NoWeights`] for bad columns, negative values, one unit, or when no column varies.
pub fn coefficient_of_variation(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::NonNegative, |columns| {
        Ok(each(columns, |column| {
            let mean = column.scaled().sum::<f64>() / column.values.len() as f64;
            // Both relative to the same power of two: the spread of min–max values times the width.
            let (low, high) = column.scaled().fold((f64::MAX, 0.0_f64), |(l, h), v| (l.min(v), h.max(v)));
            spread(column.min_max()) * (high - low) / mean
        }))
    })
}
