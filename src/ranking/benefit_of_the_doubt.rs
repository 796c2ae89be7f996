//! Benefit of the doubt: every unit is scored with the weights that show it best, as long as nobody exceeds 1 with them.
//!
//! score(o) = max Σ w·y(o) with Σ w·y(i) ≤ 1 for every unit i and w ≥ 0; optionally each w_j between two shares of Σ w, or each w_j·y(o)_j between two
//! shares of the score (pie shares). Melyn & Moesen 1991; Cherchye et al. 2007, <https://doi.org/10.1007/s11205-006-9029-7>; OECD/JRC Handbook 2008, step 6. When: weights are
//! disputed. When not: across years, or unrestricted with many indicators, where nearly everybody reaches 1.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::linear_programme::{Row, dot, maximise};
use super::{Ranked, RankingError};
use crate::vocab::Share;

/// Limits to the choice of weights; shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "bounds", rename_all = "kebab-case", deny_unknown_fields)]
pub enum WeightBounds {
    /// Any weights from 0 up.
    None {},
    /// Each weight as a share of the sum of weights. It depends on the scale of the values: give normalised ones.
    Weights {
        /// At least; times the number of criteria at most 1.
        low: Share,
        /// At most; times the number of criteria at least 1.
        high: Share,
    },
    /// The part of each criterion in the unit's own score.
    Contributions {
        /// At least; times the number of criteria at most 1.
        low: Share,
        /// At most; times the number of criteria at least 1.
        high: Share,
    },
}

/// Scores with the weights that give them, in the order of the units.
#[derive(Clone, Debug, PartialEq)]
pub struct BenefitOfTheDoubt {
    /// 0 to 1; 1 is the frontier.
    pub scores: Vec<f64>,
    /// By unit, one weight a criterion, 0 or more; other weights may give the same score.
    pub weights: Vec<Vec<f64>>,
}

impl BenefitOfTheDoubt {
    /// Scores of every unit. One column a criterion, more is better, values from 0 up, normalised or at least all turned the same way.
    ///
    /// # Errors
    /// [`RankingError`] for columns that do not fit, fewer than two units, a value that is not finite or below 0, a criterion that is 0 for all, bounds that no weights meet, and a
    /// value of 0 where each criterion must contribute.
    pub fn of(columns: &[&[f64]], bounds: WeightBounds) -> Result<BenefitOfTheDoubt, RankingError> {
        let largest = check(columns, bounds)?;
        let common = largest.iter().copied().fold(0.0, f64::max);
        // A programme in numbers near 1; shares of weights must keep the proportions of the columns.
        let scales: Vec<f64> = match bounds {
            WeightBounds::Weights { .. } => vec![common; columns.len()],
            WeightBounds::None {} | WeightBounds::Contributions { .. } => largest,
        };
        let row = |unit: usize| Row {
            terms: columns.iter().zip(&scales).map(|(column, scale)| column[unit] / scale).collect(),
            limit: 1.0,
        };
        let units: Vec<Row> = (0..columns[0].len()).map(row).collect();
        let leaders = leaders(&units);
        let solved: Vec<Option<(f64, Vec<f64>)>> =
            (0..units.len()).into_par_iter().map(|unit| one(&units, unit, bounds, &leaders)).collect();
        let (mut scores, mut weights) = (Vec::new(), Vec::new());
        for solved in solved {
            let (score, own) = solved.ok_or(RankingError::TooHard {
                units: units.len(),
                budget: 200,
                reason: "a linear programme found no end",
            })?;
            scores.push(score);
            weights.push(own.iter().zip(&scales).map(|(weight, scale)| weight / scale).collect());
        }
        Ok(BenefitOfTheDoubt { scores, weights })
    }

    /// By score.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::higher(self.scores.clone())
    }
}

/// The largest value of each column.
fn check(columns: &[&[f64]], bounds: WeightBounds) -> Result<Vec<f64>, RankingError> {
    let Some(first) = columns.first() else { return Err(RankingError::NoCriteria) };
    if first.len() < 2 {
        return Err(RankingError::TooFewUnits { given: first.len() });
    }
    let low = check_bounds(columns.len(), bounds)?;
    for (criterion, column) in columns.iter().enumerate() {
        if column.len() != first.len() {
            return Err(RankingError::ColumnLength { criterion, given: column.len(), expected: first.len() });
        }
        if let Some(unit) = column.iter().position(|value| !value.is_finite()) {
            return Err(RankingError::NotFinite { criterion, unit });
        }
        if let Some(unit) = column.iter().position(|value| *value < 0.0) {
            return Err(RankingError::Negative { criterion, unit, given: column[unit] });
        }
        let zero = column.iter().position(|value| *value == 0.0);
        if let Some(unit) = zero.filter(|_| low > 0.0 || column.iter().all(|value| *value == 0.0)) {
            return Err(RankingError::NotPositive { criterion, unit, given: 0.0 });
        }
    }
    Ok(columns.iter().map(|column| column.iter().copied().fold(0.0, f64::max)).collect())
}

/// The least share that each criterion must contribute; 0 when none must.
fn check_bounds(count: usize, bounds: WeightBounds) -> Result<f64, RankingError> {
    let (low, high, least) = match bounds {
        WeightBounds::None {} => return Ok(0.0),
        WeightBounds::Weights { low, high } => (low.get(), high.get(), 0.0),
        WeightBounds::Contributions { low, high } => (low.get(), high.get(), low.get()),
    };
    // Eight times an eighth may miss 1 by a rounding.
    let count = count as f64;
    if count * low > 1.0 + 1e-12 {
        return Err(RankingError::Parameter { name: "low", given: low, allowed: "at most 1 / criteria" });
    }
    if count * high < 1.0 - 1e-12 {
        return Err(RankingError::Parameter { name: "high", given: high, allowed: "at least 1 / criteria" });
    }
    Ok(least)
}

/// The units that lead a criterion: their rows are likely to bind.
fn leaders(units: &[Row]) -> Vec<usize> {
    let value = |unit: usize, at: usize| units[unit].terms[at];
    let lead = |at: usize| {
        (0..units.len()).fold(0, |best, unit| if value(unit, at) > value(best, at) { unit } else { best })
    };
    (0..units[0].terms.len()).map(lead).collect()
}

fn one(units: &[Row], unit: usize, bounds: WeightBounds, leaders: &[usize]) -> Option<(f64, Vec<f64>)> {
    let own = &units[unit].terms;
    let fixed = match bounds {
        WeightBounds::None {} => Vec::new(),
        WeightBounds::Weights { low, high } => shares(own.len(), low, high),
        WeightBounds::Contributions { low, high } => contributions(own, low, high),
    };
    let start: Vec<usize> = std::iter::once(unit).chain(leaders.iter().copied()).collect();
    let weights = maximise(own, &fixed, units, &start)?;
    // Rounding may let a row be exceeded in the last digits.
    let most = units.iter().map(|row| dot(&row.terms, &weights)).fold(1.0, f64::max);
    let weights: Vec<f64> = weights.iter().map(|weight| weight / most).collect();
    Some((dot(own, &weights), weights))
}

/// low·Σw ≤ w ≤ high·Σw.
fn shares(count: usize, low: Share, high: Share) -> Vec<Row> {
    let row = |at: usize, own: f64, others: f64| Row {
        terms: (0..count).map(|other| if other == at { own + others } else { others }).collect(),
        limit: 0.0,
    };
    (0..count).flat_map(|at| [row(at, -1.0, low.get()), row(at, 1.0, -high.get())]).collect()
}

/// The same for w·y.
fn contributions(own: &[f64], low: Share, high: Share) -> Vec<Row> {
    let mut rows = shares(own.len(), low, high);
    rows.iter_mut().for_each(|row| row.terms.iter_mut().zip(own).for_each(|(term, value)| *term *= value));
    rows
}
