use super::PolytopeError;
use crate::optimisation::{Programme, Row, dot};

/// All weights that are allowed: from 0 up with the sum 1, each between two bounds, and any number of linear conditions more.
///
/// It is never empty: what cannot be met is an error that names it.
///
/// ```
/// use quanheng::sensitivity::polytope::{PolytopeError, WeightPolytope};
/// let around = WeightPolytope::around(&[0.5, 0.3, 0.2], 0.25).unwrap();
/// assert_eq!(around.upper(), [0.625, 0.375, 0.25]);
/// assert!(around.excess(&[0.5, 0.25, 0.25]) <= 0.0);
/// assert_eq!(WeightPolytope::bounded(&[0.6, 0.6], &[1.0, 1.0]), Err(PolytopeError::LowerSum { sum: 1.2 }));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WeightPolytope {
    lower: Vec<f64>,
    upper: Vec<f64>,
    rows: Vec<WeightRow>,
}

/// A linear condition on weights: Σ terms·w compared with a limit.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightRow {
    /// A number for each criterion.
    pub terms: Vec<f64>,
    /// How the sum compares with the limit.
    pub relation: Compared,
    /// The limit.
    pub limit: f64,
}

/// How a sum compares with its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The sum is the limit or more.
    AtLeast,
    /// The sum is the limit.
    Equal,
    /// The sum is the limit or less.
    AtMost,
}

/// Sums of bounds may miss 1 by this, which is rounding.
const SUM_ROUNDING: f64 = 1e-12;

/// What a start may miss a condition by: weights are often written with few digits and rescaled.
const START_ROUNDING: f64 = 1e-9;

impl WeightPolytope {
    /// Any weights from 0 up whose sum is 1.
    ///
    /// # Errors
    /// [`PolytopeError::Empty`] without criteria.
    pub fn simplex(criteria: usize) -> Result<Self, PolytopeError> {
        Self::bounded(&vec![0.0; criteria], &vec![1.0; criteria])
    }

    /// Weights each between its bounds, 0 ≤ lower ≤ upper ≤ 1. Equal bounds fix a weight.
    ///
    /// # Errors
    /// [`PolytopeError`] without criteria, for lists of different lengths, for bounds the wrong way round and for bounds between which no weights have the sum 1.
    pub fn bounded(lower: &[f64], upper: &[f64]) -> Result<Self, PolytopeError> {
        if lower.is_empty() {
            return Err(PolytopeError::Empty { units: 0, criteria: 0 });
        }
        if lower.len() != upper.len() {
            return Err(PolytopeError::Length { given: upper.len(), expected: lower.len() });
        }
        for (criterion, (lower, upper)) in lower.iter().zip(upper).enumerate() {
            if !(0.0 <= *lower && lower <= upper && *upper <= 1.0) {
                return Err(PolytopeError::Bounds { criterion, lower: *lower, upper: *upper });
            }
        }
        let (low, high) = (lower.iter().sum::<f64>(), upper.iter().sum::<f64>());
        if low > 1.0 + SUM_ROUNDING {
            return Err(PolytopeError::LowerSum { sum: low });
        }
        if high < 1.0 - SUM_ROUNDING {
            return Err(PolytopeError::UpperSum { sum: high });
        }
        Ok(WeightPolytope { lower: lower.to_vec(), upper: upper.to_vec(), rows: Vec::new() })
    }

    /// Each weight within a share of the one given, ±25 % for 0.25, and never above 1.
    ///
    /// # Errors
    /// [`PolytopeError::Weight`] when the weights are not from 0 up with the sum 1, [`PolytopeError::Bounds`] when the share is not a number from 0 to 1.
    pub fn around(weights: &[f64], share: f64) -> Result<Self, PolytopeError> {
        check_weights(weights)?;
        if !(0.0..=1.0).contains(&share) {
            return Err(PolytopeError::Bounds { criterion: 0, lower: 1.0 - share, upper: 1.0 + share });
        }
        let lower: Vec<f64> = weights.iter().map(|weight| weight * (1.0 - share)).collect();
        let upper: Vec<f64> = weights.iter().map(|weight| (weight * (1.0 + share)).min(1.0)).collect();
        Self::bounded(&lower, &upper)
    }

    /// The same with one condition more.
    ///
    /// # Errors
    /// [`PolytopeError`] for a wrong number of terms, numbers that are not finite, and a condition that cannot be met together with what is there.
    pub fn with(mut self, row: WeightRow) -> Result<Self, PolytopeError> {
        let at = self.rows.len();
        if row.terms.len() != self.criteria() {
            return Err(PolytopeError::Length { given: row.terms.len(), expected: self.criteria() });
        }
        if !row.limit.is_finite() || row.terms.iter().any(|term| !term.is_finite()) {
            return Err(PolytopeError::RowNotFinite { row: at });
        }
        self.rows.push(row);
        if self.programme().is_none() {
            return Err(PolytopeError::RowImpossible { row: at });
        }
        Ok(self)
    }

    /// The same where each criterion named weighs at least as much as the next one: an order of importance.
    ///
    /// # Errors
    /// [`PolytopeError`] for a criterion that does not exist and an order that the bounds do not allow.
    pub fn with_order(mut self, order: &[usize]) -> Result<Self, PolytopeError> {
        let count = self.criteria();
        if let Some(given) = order.iter().find(|at| **at >= count) {
            return Err(PolytopeError::NoSuch { what: "criterion", given: *given, count });
        }
        for pair in order.windows(2) {
            let mut terms = vec![0.0; count];
            terms[pair[0]] += 1.0;
            terms[pair[1]] -= 1.0;
            self = self.with(WeightRow { terms, relation: Compared::AtLeast, limit: 0.0 })?;
        }
        Ok(self)
    }

    /// How many criteria there are.
    #[must_use]
    pub fn criteria(&self) -> usize {
        self.lower.len()
    }

    /// The least weight of each criterion, as declared.
    #[must_use]
    pub fn lower(&self) -> &[f64] {
        &self.lower
    }

    /// The greatest weight of each criterion, as declared.
    #[must_use]
    pub fn upper(&self) -> &[f64] {
        &self.upper
    }

    /// The conditions beside the bounds.
    #[must_use]
    pub fn rows(&self) -> &[WeightRow] {
        &self.rows
    }

    /// How far weights are outside, by the condition missed most; 0 or below inside.
    #[must_use]
    pub fn excess(&self, weights: &[f64]) -> f64 {
        let bounds = weights.iter().zip(&self.lower).zip(&self.upper);
        let bounds = bounds.map(|((weight, lower), upper)| (lower - weight).max(weight - upper));
        let rows = self.rows.iter().map(|row| {
            let over = dot(&row.terms, weights) - row.limit;
            match row.relation {
                Compared::AtLeast => -over,
                Compared::Equal => over.abs(),
                Compared::AtMost => over,
            }
        });
        bounds.chain(rows).fold(f64::NEG_INFINITY, f64::max)
    }

    pub(super) fn check_start(&self, start: &[f64]) -> Result<(), PolytopeError> {
        if start.len() != self.criteria() {
            return Err(PolytopeError::Length { given: start.len(), expected: self.criteria() });
        }
        check_weights(start)?;
        let excess = self.excess(start);
        if excess > START_ROUNDING { Err(PolytopeError::StartOutside { excess }) } else { Ok(()) }
    }

    pub(super) fn check_scores(&self, criteria: usize) -> Result<(), PolytopeError> {
        let expected = self.criteria();
        if criteria == expected { Ok(()) } else { Err(PolytopeError::Length { given: criteria, expected }) }
    }

    /// What is left to give out when every criterion has its least weight.
    pub(super) fn remainder(&self) -> f64 {
        (1.0 - self.lower.iter().sum::<f64>()).max(0.0)
    }

    /// A programme in w − lower; `None` where nothing is allowed.
    pub(super) fn programme(&self) -> Option<Programme> {
        Programme::within(self.criteria(), self.programme_rows())
    }

    /// Bounds, sum and conditions as rows in w − lower.
    pub(super) fn programme_rows(&self) -> Vec<Row> {
        let (count, rest) = (self.criteria(), self.remainder());
        let mut rows = vec![
            Row { terms: vec![1.0; count], limit: rest },
            Row { terms: vec![-1.0; count], limit: -rest },
        ];
        for (at, (lower, upper)) in self.lower.iter().zip(&self.upper).enumerate() {
            if upper - lower < rest {
                let mut terms = vec![0.0; count];
                terms[at] = 1.0;
                rows.push(Row { terms, limit: upper - lower });
            }
        }
        for row in &self.rows {
            let scale = row.terms.iter().fold(0.0, |most: f64, term| most.max(term.abs()));
            let scale = if scale > 0.0 { scale } else { 1.0 };
            let limit = (row.limit - dot(&row.terms, &self.lower)) / scale;
            let up: Vec<f64> = row.terms.iter().map(|term| term / scale).collect();
            let down: Vec<f64> = up.iter().map(|term| -term).collect();
            if row.relation != Compared::AtLeast {
                rows.push(Row { terms: up, limit });
            }
            if row.relation != Compared::AtMost {
                rows.push(Row { terms: down, limit: -limit });
            }
        }
        rows
    }
}

/// Weights as a start: from 0 up, with the sum 1.
pub(crate) fn check_weights(weights: &[f64]) -> Result<(), PolytopeError> {
    if weights.is_empty() {
        return Err(PolytopeError::Empty { units: 0, criteria: 0 });
    }
    let sum: f64 = weights.iter().sum();
    let wrong = weights.iter().position(|weight| !(0.0..=1.0 + START_ROUNDING).contains(weight));
    if wrong.is_some() || (sum - 1.0).abs() > START_ROUNDING {
        let criterion = wrong.unwrap_or(0);
        return Err(PolytopeError::Weight { criterion, given: weights[criterion], sum });
    }
    Ok(())
}
