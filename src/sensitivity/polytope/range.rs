use rayon::prelude::*;

use super::extremes::Extremes;
use super::{CriterionScores, PolytopeError, WeightPolytope};
use crate::optimisation::dot;

/// The lowest and highest score a unit can have, with weights that give each.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRange {
    /// The lowest score, on the scale of the scores given.
    pub lowest: f64,
    /// Weights with which it is so.
    pub lowest_weights: Vec<f64>,
    /// The highest score.
    pub highest: f64,
    /// Weights with which it is so.
    pub highest_weights: Vec<f64>,
}

/// The range of every unit's score over the weights allowed: min and max of Σ wⱼ·xᵢⱼ, a linear programme each; with missing criteria of Σ w·x / Σ w over those present, a
/// linear-fractional one (Dinkelbach 1967, <https://doi.org/10.1287/mnsc.13.7.492>).
///
/// ```
/// use quanheng::sensitivity::polytope::{CriterionScores, WeightPolytope, score_ranges};
/// let scores = CriterionScores::complete(&[&[80.0, 60.0], &[40.0, 70.0]]).unwrap();
/// let weights = WeightPolytope::bounded(&[0.25, 0.25], &[0.75, 0.75]).unwrap();
/// let ranges = score_ranges(&scores, &weights).unwrap();
/// assert_eq!((ranges[0].lowest, ranges[0].highest), (50.0, 70.0));
/// assert_eq!(ranges[0].highest_weights, [0.75, 0.25]);
/// ```
///
/// # Errors
/// [`PolytopeError::Length`] when the weights are of other criteria; [`PolytopeError::NothingWeighed`] when weights allowed leave a unit without a score.
pub fn score_ranges(
    scores: &CriterionScores,
    polytope: &WeightPolytope,
) -> Result<Vec<ScoreRange>, PolytopeError> {
    polytope.check_scores(scores.criteria())?;
    (0..scores.units())
        .into_par_iter()
        .map_init(
            || Extremes::new(polytope),
            |extremes, unit| {
                let extremes = extremes.as_mut().map_err(|error| error.clone())?;
                range(scores, unit, extremes, polytope)
            },
        )
        .collect()
}

/// The range of one unit's score.
pub(super) fn score_range(
    scores: &CriterionScores,
    unit: usize,
    polytope: &WeightPolytope,
) -> Result<ScoreRange, PolytopeError> {
    range(scores, unit, &mut Extremes::new(polytope)?, polytope)
}

fn range(
    scores: &CriterionScores,
    unit: usize,
    extremes: &mut Extremes<'_>,
    polytope: &WeightPolytope,
) -> Result<ScoreRange, PolytopeError> {
    let mut low = vec![0.0; scores.criteria()];
    let mut high = low.clone();
    if scores.has_all(unit) {
        extremes.lowest(scores.row(unit), &mut low)?;
        extremes.highest(scores.row(unit), &mut high)?;
    } else {
        let weighed = presence(scores, unit);
        if extremes.lowest(&weighed, &mut low)? <= 0.0 {
            return Err(PolytopeError::NothingWeighed { unit });
        }
        high.copy_from_slice(&low);
        lowest_quotient(scores.row(unit), &weighed, 1.0, extremes, &mut low)?;
        lowest_quotient(scores.row(unit), &weighed, -1.0, extremes, &mut high)?;
    }
    debug_assert!(polytope.excess(&low) < 1e-9);
    let of = |weights: &[f64]| scores.score(unit, weights).ok_or(PolytopeError::NothingWeighed { unit });
    Ok(ScoreRange { lowest: of(&low)?, highest: of(&high)?, lowest_weights: low, highest_weights: high })
}

/// 1 where a unit has a score, 0 where not.
pub(super) fn presence(scores: &CriterionScores, unit: usize) -> Vec<f64> {
    let present = |criterion| if scores.is_present(unit, criterion) { 1.0 } else { 0.0 };
    (0..scores.criteria()).map(present).collect()
}

/// Weights with the least sign·(x·w / p·w), from weights where p·w is above 0 and p·w is above 0 everywhere. Each step lowers the quotient, and there are finitely many vertices.
pub(super) fn lowest_quotient(
    values: &[f64],
    weighed: &[f64],
    sign: f64,
    extremes: &mut Extremes<'_>,
    weights: &mut [f64],
) -> Result<(), PolytopeError> {
    let quotient = |weights: &[f64]| sign * dot(values, weights) / dot(weighed, weights);
    let mut best = quotient(weights);
    let mut other = weights.to_vec();
    loop {
        let terms: Vec<f64> =
            values.iter().zip(weighed).map(|(value, weighed)| sign * value - best * weighed).collect();
        extremes.lowest(&terms, &mut other)?;
        let found = quotient(&other);
        if found >= best {
            return Ok(());
        }
        best = found;
        weights.copy_from_slice(&other);
    }
}
