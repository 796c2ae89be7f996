//! Gini weights: what is shared out more unequally weighs more. Gini 1912; computed by Dixon et al. 1987,
//! <https://doi.org/10.2307/1938238>.

use super::columns::{DataWeights, Domain, NoWeights, each, weigh};

/// Weights by w ∝ G, the Gini coefficient Σᵢ Σₖ |xᵢ − xₖ| / (2·n²·m) of each column, m its mean; not negative anywhere.
///
/// # Errors
/// [`NoWeights`] for bad columns, negative values, one unit, or when no column varies.
pub fn gini(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::NonNegative, |columns| {
        Ok(each(columns, |column| {
            let values: Vec<f64> = column.scaled().collect();
            let sum: f64 = values.iter().sum();
            total_difference(values) / sum
        }))
    })
}

/// Σ over pairs of |a − b|, from the sorted values.
pub(super) fn total_difference(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let count = values.len();
    // The gap between neighbours counts once for each pair it separates; gaps are never negative, so nothing cancels.
    values
        .windows(2)
        .enumerate()
        .map(|(at, pair)| {
            let pairs = (at as f64 + 1.0) * (count as f64 - at as f64 - 1.0);
            (pair[1] - pair[0]) * pairs
        })
        .sum()
}
