//! Maximising deviation (离差最大化法): the weights under which units differ most. Wang Yingming 1998, 系统工程与电子技术 20(7); in the form
//! that is divided by the sum.

use super::columns::{DataWeights, Domain, NoWeights, each, weigh};
use super::gini::total_difference;

/// Weights by w ∝ Σᵢ Σₖ |zᵢ − zₖ| of the min–max values z.
///
/// # Errors
/// [`NoWeights`] for bad columns, one unit, or when no column varies.
pub fn maximising_deviation(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        Ok(each(columns, |column| total_difference(column.min_max().collect())))
    })
}
