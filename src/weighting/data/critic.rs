//! CRITIC: spread times conflict with the other columns. Diakoulaki, Mavrotas & Papayannakis 1995,
//! <https://doi.org/10.1016/0305-0548(94)00059-H>.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{Column, DataWeights, Domain, NoWeights, each, weigh};
use super::standard_deviation::{Scaling, spread, widths};
use crate::statistics::correlation::{average_ranks, pearson};

/// How CRITIC measures the conflict of two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Conflict {
    /// 1 − r, Pearson's r, as in the paper.
    Pearson,
    /// 1 − ρ, Spearman's ρ with mean ranks for ties.
    Spearman,
    /// 1 − |r|: a strong negative correlation counts as agreement.
    AbsolutePearson,
}

/// Weights by w ∝ s·Σ conflict, s the standard deviation of the min–max values, as in the paper, or of the values as they are. The columns are directed: give a cost negated, or the
/// correlations have the wrong sign, as in several libraries.
///
/// ```
/// use quanheng::weighting::{Conflict, Scaling, critic};
/// let columns: [&[f64]; 3] = [&[1.0, 2.0, 3.0, 4.0], &[1.0, 2.0, 3.0, 5.0], &[4.0, 1.0, 3.0, 2.0]];
/// let weights = critic(&columns, Conflict::Pearson, Scaling::MinMax).unwrap();
/// assert!(weights.shares[2] > 0.4, "the third goes against the other two");
/// ```
///
/// # Errors
/// [`NoWeights`] for bad columns, one unit, when no column varies, and when all columns are perfectly correlated.
pub fn critic(columns: &[&[f64]], conflict: Conflict, scaling: Scaling) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        let correlations = correlations(columns, conflict);
        let spreads = each(columns, |column| spread(column.min_max()));
        let spreads = spreads.into_iter().zip(widths(columns, scaling)).map(|(spread, width)| spread * width);
        let side = columns.len();
        // A conflict of 10⁻¹² and less is what rounding leaves of columns that agree.
        let conflicts = (0..side).map(|row| {
            let of = |r: f64| if conflict == Conflict::AbsolutePearson { 1.0 - r.abs() } else { 1.0 - r };
            correlations[row * side..][..side].iter().map(|r| of(*r)).filter(|c| *c > 1e-12).sum::<f64>()
        });
        Ok(conflicts.zip(spreads).map(|(conflict, spread)| conflict * spread).collect())
    })
}

fn correlations(columns: &[Column<'_>], conflict: Conflict) -> Vec<f64> {
    if conflict == Conflict::Spearman {
        let ranks: Vec<Vec<f64>> = columns.par_iter().map(|column| average_ranks(column.values)).collect();
        pearson(&ranks.iter().map(Vec::as_slice).collect::<Vec<_>>())
    } else {
        pearson(&columns.iter().map(|column| column.values).collect::<Vec<_>>())
    }
}
