//! Several experts: Forman & Peniwati 1998, <https://doi.org/10.1016/S0377-2217(97)00244-0>.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{JudgementMatrix, NoJudgement};
use crate::weighting::shares;

/// How the weights of several experts become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PriorityMean {
    /// Σ a·w.
    Arithmetic,
    /// Π w^a, divided by the sum.
    Geometric,
}

/// One matrix for all (AIJ): the geometric mean of each judgement, experts weighted by `experts` (divided by their sum). Only this mean
/// keeps judgements mirrored; an arithmetic one does not.
///
/// # Errors
/// [`NoJudgement`] without experts, for matrices of different size, and for weights that cannot be divided by their sum.
pub fn joined_judgements(
    matrices: &[JudgementMatrix],
    experts: &[f64],
) -> Result<JudgementMatrix, NoJudgement> {
    let first = matrices.first().ok_or(NoJudgement::NoExpert)?;
    let powers = expert_shares(experts, matrices.len())?;
    let side = first.items();
    if let Some(other) = matrices.iter().find(|matrix| matrix.items() != side) {
        return Err(NoJudgement::Shape { given: other.cells().len(), expected: side * side });
    }
    let mut upper = Vec::with_capacity(side * (side - 1) / 2);
    for row in 0..side {
        for column in row + 1..side {
            let log = |matrix: &JudgementMatrix| libm::log(matrix.cells()[row * side + column]);
            let sum: f64 = matrices.iter().zip(&powers).map(|(matrix, power)| power * log(matrix)).sum();
            upper.push(libm::exp(sum));
        }
    }
    JudgementMatrix::from_upper(&upper)
}

/// One weighting for all (AIP): the mean of the weights that each expert's judgements give, experts weighted by `experts`.
///
/// # Errors
/// [`NoJudgement`] without experts, for weightings of different length or with a weight that is not positive, and for weights of experts
/// that cannot be divided by their sum.
pub fn joined_priorities(
    priorities: &[Vec<f64>],
    experts: &[f64],
    mean: PriorityMean,
) -> Result<Vec<f64>, NoJudgement> {
    let items = priorities.first().ok_or(NoJudgement::NoExpert)?.len();
    let powers = expert_shares(experts, priorities.len())?;
    for (row, weights) in priorities.iter().enumerate() {
        if weights.len() != items {
            return Err(NoJudgement::Shape { given: weights.len(), expected: items });
        }
        if let Some(column) = weights.iter().position(|w| !(w.is_finite() && *w > 0.0)) {
            let given = weights[column];
            return Err(NoJudgement::Entry { row, column, given, allowed: "a positive number" });
        }
    }
    let own: Vec<Vec<f64>> = priorities.iter().map(|weights| shares(weights)).collect::<Result<_, _>>()?;
    let joined = |item: usize| {
        let each = own.iter().zip(&powers);
        match mean {
            PriorityMean::Arithmetic => each.map(|(weights, power)| power * weights[item]).sum(),
            PriorityMean::Geometric => {
                libm::exp(each.map(|(weights, power)| power * libm::log(weights[item])).sum())
            }
        }
    };
    Ok(shares(&(0..items).map(joined).collect::<Vec<f64>>())?)
}

/// The shares of the experts; no weights at all: the same for each.
pub(super) fn expert_shares(experts: &[f64], count: usize) -> Result<Vec<f64>, NoJudgement> {
    match experts.len() {
        0 => Ok(vec![1.0 / count as f64; count]),
        given if given == count => Ok(shares(experts)?),
        given => Err(NoJudgement::Shape { given, expected: count }),
    }
}
