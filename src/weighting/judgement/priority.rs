//! Weights of a judgement matrix, and how far it contradicts itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{JudgementMatrix, NoJudgement};
use crate::statistics::symmetric::{perron, times};

/// How weights are drawn from a judgement matrix. They agree where the judgements do not contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// The leading eigenvector (特征根法), Saaty 1980.
    Eigenvector,
    /// Geometric means of the rows (方根法), Crawford & Williams 1985, <https://doi.org/10.1016/0022-2496(85)90002-1>.
    RowGeometricMean,
    /// Means of the rows after each column is divided by its sum (和积法). Row totals over the grand total are something else, although
    /// some libraries give them the same name.
    NormalisedColumnMean,
}

/// A named table of random indices: mean consistency indices of random matrices. The tables differ, and with them the ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RandomIndex {
    /// Saaty 1980: 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, … for 3 to 15 items.
    #[serde(rename = "saaty-1980")]
    Saaty1980,
    /// As printed in many Chinese textbooks: 0.52, 0.89, 1.12, 1.26, 1.36, 1.41, … for 3 to 15 items.
    ChineseTextbook,
}

/// How far judgements contradict each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consistency {
    /// λ, the mean of (A·w)ᵢ / wᵢ; with the eigenvector its eigenvalue. At least the number of items but for rounding.
    pub lambda: f64,
    /// (λ − n) / (n − 1); 0 without contradiction, and for one or two items.
    pub index: f64,
    /// The index over the random index; 0.1 and above is commonly held too contradictory to use. 0 for one or two items.
    pub ratio: f64,
}

impl JudgementMatrix {
    /// The weights of the items, with the sum 1.
    #[must_use]
    pub fn priorities(&self, method: Priority) -> Vec<f64> {
        let (side, cells) = (self.items(), self.cells());
        let weights: Vec<f64> = match method {
            Priority::Eigenvector => return perron(cells, side),
            Priority::RowGeometricMean => {
                let logs = cells.chunks(side).map(|row| row.iter().map(|cell| libm::log(*cell)).sum::<f64>());
                let logs: Vec<f64> = logs.map(|sum| sum / side as f64).collect();
                let highest = logs.iter().copied().fold(f64::MIN, f64::max);
                logs.into_iter().map(|log| libm::exp(log - highest)).collect()
            }
            Priority::NormalisedColumnMean => {
                let sums: Vec<f64> =
                    (0..side).map(|column| (0..side).map(|row| cells[row * side + column]).sum()).collect();
                cells
                    .chunks(side)
                    .map(|row| row.iter().zip(&sums).map(|(cell, sum)| cell / sum).sum())
                    .collect()
            }
        };
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }

    /// λ, CI and CR of the judgements against weights drawn from them.
    ///
    /// # Errors
    /// [`NoJudgement::NoRandomIndex`] beyond the table, [`NoJudgement::Shape`] for another number of weights.
    pub fn consistency(&self, weights: &[f64], table: RandomIndex) -> Result<Consistency, NoJudgement> {
        let side = self.items();
        if weights.len() != side {
            return Err(NoJudgement::Shape { given: weights.len(), expected: side });
        }
        let random = table.of(side)?;
        let images = times(self.cells(), weights);
        let lambda =
            images.iter().zip(weights).map(|(image, weight)| image / weight).sum::<f64>() / side as f64;
        if side < 3 {
            return Ok(Consistency { lambda, index: 0.0, ratio: 0.0 });
        }
        let index = (lambda - side as f64) / (side as f64 - 1.0);
        Ok(Consistency { lambda, index, ratio: index / random })
    }
}

impl RandomIndex {
    /// The random index for so many items; 0 for one and two, which cannot contradict each other.
    ///
    /// # Errors
    /// [`NoJudgement::NoRandomIndex`] beyond 15 items: split the items into groups.
    pub fn of(self, items: usize) -> Result<f64, NoJudgement> {
        let table: &[f64] = match self {
            RandomIndex::Saaty1980 => {
                &[0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59]
            }
            RandomIndex::ChineseTextbook => {
                &[0.0, 0.0, 0.52, 0.89, 1.12, 1.26, 1.36, 1.41, 1.46, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59]
            }
        };
        let entry = items.checked_sub(1).and_then(|at| table.get(at));
        entry.copied().ok_or(NoJudgement::NoRandomIndex { items, most: table.len() })
    }
}
