//! Independence weights (独立性权重): what the other columns predict already weighs less.

use super::columns::{DataWeights, Domain, NoWeights, weigh};
use crate::statistics::correlation::pearson;
use crate::statistics::symmetric::inverse_diagonal;

/// Weights by w ∝ 1 / R, R the multiple correlation of a column with all others, R² = 1 − 1 / (C⁻¹)ⱼⱼ, C the correlation matrix.
///
/// # Errors
/// [`NoWeights`] for bad columns, with no more units than columns, when a column is determined by the others or uncorrelated with them.
pub fn independence(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        let (rows, side) = (columns[0].values.len(), columns.len());
        // With no more units than columns every column is predicted without error, whatever the data.
        if rows <= side {
            return Err(NoWeights::TooFewUnits { given: rows, needed: side + 1 });
        }
        let correlations = pearson(&columns.iter().map(|column| column.values).collect::<Vec<_>>());
        let inverse = inverse_diagonal(&correlations, side).ok_or(NoWeights::Collinear)?;
        inverse
            .iter()
            .enumerate()
            .map(|(column, entry)| {
                let squared = 1.0 - 1.0 / entry;
                // Below 10⁻¹² of the variance, what is explained is rounding.
                if squared > 1e-12 {
                    Ok(1.0 / squared.sqrt())
                } else {
                    Err(NoWeights::Uncorrelated { column })
                }
            })
            .collect()
    })
}
