//! Fuzzy comprehensive evaluation (模糊综合评价): weights and a membership matrix give the membership of the whole in each grade.
//!
//! With weights a (sum 1) and memberships r of criterion i in grade k: M(∧,∨): max min(a, r); M(·,∨): max a·r; M(∧,⊕): min(1, Σ min(a, r)); M(·,⊕): Σ a·r. Zadeh 1965,
//! <https://doi.org/10.1016/S0019-9958(65)90241-X>; 汪培庄 1983, 模糊集合论及其应用. M(·,⊕) uses all information; the maximum forms let the main criterion decide and can tie.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RankingError;

/// How weights and memberships are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FuzzyOperator {
    /// M(∧,∨).
    MinMax,
    /// M(·,∨).
    ProductMax,
    /// M(∧,⊕).
    MinBoundedSum,
    /// M(·,⊕): the weighted mean.
    ProductSum,
}

/// The membership of a whole in each grade.
#[derive(Clone, Debug, PartialEq)]
pub struct FuzzyEvaluation {
    /// As the operator gives it; 0 to 1.
    pub raw: Vec<f64>,
    /// Divided by its sum.
    pub normalised: Vec<f64>,
}

impl FuzzyEvaluation {
    /// The evaluation of one whole. `memberships` has a row a criterion with the same number of grades, each 0 to 1; weights are divided by their sum.
    ///
    /// # Errors
    /// [`RankingError`] for lists that do not fit, weights that are negative or all 0, a membership outside 0 to 1 (named as unit = criterion), and when no grade
    /// gets any membership.
    pub fn of(
        weights: &[f64],
        memberships: &[Vec<f64>],
        operator: FuzzyOperator,
    ) -> Result<FuzzyEvaluation, RankingError> {
        let weights = super::decision::checked_shares(weights)?;
        if memberships.len() != weights.len() {
            return Err(RankingError::ListLength { given: memberships.len(), expected: weights.len() });
        }
        let grades = memberships[0].len();
        for (unit, row) in memberships.iter().enumerate() {
            if row.len() != grades {
                return Err(RankingError::ColumnLength {
                    criterion: unit,
                    given: row.len(),
                    expected: grades,
                });
            }
            if let Some(given) = row.iter().find(|given| !(0.0..=1.0).contains(*given)) {
                return Err(RankingError::NotAShare { what: "a membership", unit, given: *given });
            }
        }
        let raw: Vec<f64> = (0..grades)
            .map(|grade| {
                let pairs = weights.iter().zip(memberships).map(|(weight, row)| (*weight, row[grade]));
                match operator {
                    FuzzyOperator::MinMax => pairs.map(|(a, r)| a.min(r)).fold(0.0, f64::max),
                    FuzzyOperator::ProductMax => pairs.map(|(a, r)| a * r).fold(0.0, f64::max),
                    FuzzyOperator::MinBoundedSum => pairs.map(|(a, r)| a.min(r)).sum::<f64>().min(1.0),
                    FuzzyOperator::ProductSum => pairs.map(|(a, r)| a * r).sum(),
                }
            })
            .collect();
        let total: f64 = raw.iter().sum();
        if total <= 0.0 {
            return Err(RankingError::ZeroSum { what: "memberships", unit: 0 });
        }
        let normalised = raw.iter().map(|value| value / total).collect();
        Ok(FuzzyEvaluation { raw, normalised })
    }

    /// The grades with the highest membership, from 0; several when they tie.
    #[must_use]
    pub fn grades(&self) -> Vec<usize> {
        let highest = self.raw.iter().copied().fold(0.0, f64::max);
        (0..self.raw.len()).filter(|grade| self.raw[*grade] == highest).collect()
    }

    /// The mean of one value a grade, by normalised membership.
    ///
    /// # Errors
    /// [`RankingError::ListLength`] when there is not one value for each grade.
    pub fn score(&self, values: &[f64]) -> Result<f64, RankingError> {
        if values.len() != self.normalised.len() {
            return Err(RankingError::ListLength { given: values.len(), expected: self.normalised.len() });
        }
        Ok(self.normalised.iter().zip(values).map(|(share, value)| share * value).sum())
    }
}
