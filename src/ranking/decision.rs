use rayon::prelude::*;

use super::RankingError;
use super::profile::Profile;
use crate::vocab::Direction;

/// Units × criteria with directions and weights, checked once for every whole-sample method.
///
/// A criterion that is the same for all units (but for rounding) tells nobody apart: it is set aside with weight exactly 0, the
/// other weights are divided by their sum, and [`Decision::constant`] names it. A criterion that weighs 0 is set aside as well.
///
/// ```
/// use quanheng::ranking::{Decision, Topsis, TopsisNorm, WeightPlace};
/// use quanheng::vocab::Direction::{Negative, Positive};
/// let (profit, waste) = ([3.0, 5.0, 4.0], [10.0, 30.0, 11.0]);
/// let decision = Decision::new(&[&profit, &waste], &[Positive, Negative], &[1.0, 1.0]).unwrap();
/// let topsis = Topsis::of(&decision, TopsisNorm::Vector, WeightPlace::Outside);
/// assert_eq!(topsis.ranked().ranks(), [2, 3, 1]);
/// ```
#[derive(Clone, Debug)]
pub struct Decision<'a> {
    criteria: Vec<Criterion<'a>>,
    units: usize,
    constant: Vec<usize>,
}

/// A criterion that counts: it differs between units and weighs something.
#[derive(Clone, Debug)]
pub(super) struct Criterion<'a> {
    /// Its place among the columns given, from 0.
    pub(super) at: usize,
    pub(super) values: &'a [f64],
    /// Less is better.
    pub(super) cost: bool,
    /// Above 0; all add up to 1.
    pub(super) weight: f64,
    pub(super) profile: Profile,
}

/// Units worked on at once: a few columns of this many values stay in the nearest cache.
const BLOCK: usize = 1024;

impl<'a> Decision<'a> {
    /// One column of values a criterion, all of the same length; weights are any non-negative numbers and are divided by their sum.
    ///
    /// # Errors
    /// [`RankingError`] for fewer than two units, lists of different lengths, a value or weight that is not finite, a negative weight, no
    /// weight above 0, a direction other than positive or negative, and when no criterion that weighs something differs between units.
    pub fn new(
        columns: &[&'a [f64]],
        directions: &[Direction],
        weights: &[f64],
    ) -> Result<Self, RankingError> {
        let units = check_shape(columns, directions, weights)?;
        let costs =
            directions.iter().enumerate().map(|(at, d)| is_cost(at, *d)).collect::<Result<Vec<_>, _>>()?;
        let profiles = Profile::of_all(columns);
        if let Some(at) = profiles.iter().position(|profile| !profile.finite) {
            let unit = columns[at].iter().position(|value| !value.is_finite()).unwrap_or(0);
            return Err(RankingError::NotFinite { criterion: at, unit });
        }
        let constant = (0..columns.len()).filter(|at| profiles[*at].is_constant()).collect::<Vec<_>>();
        let counts: Vec<usize> =
            (0..columns.len()).filter(|at| !constant.contains(at) && weights[*at] > 0.0).collect();
        if counts.is_empty() {
            return Err(RankingError::AllConstant);
        }
        let shares = shares(&counts.iter().map(|at| weights[*at]).collect::<Vec<_>>());
        let criterion = |(at, weight): (usize, f64)| Criterion {
            at,
            values: columns[at],
            cost: costs[at],
            weight,
            profile: profiles[at],
        };
        let criteria = counts.into_iter().zip(shares).map(criterion).collect();
        Ok(Decision { criteria, units, constant })
    }

    /// How many units there are; at least 2.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// The criteria that are the same for all units, by their place from 0; they count for nothing.
    #[must_use]
    pub fn constant(&self) -> &[usize] {
        &self.constant
    }

    pub(super) fn criteria(&self) -> &[Criterion<'a>] {
        &self.criteria
    }

    /// `N` numbers a unit, gathered over the criteria in their order: `step` gets one criterion (its place among
    /// those that count, and itself), its values for a block of units and
    /// the numbers so far. One pass over the data; blocks are independent, so that the bits do not depend on the threads.
    pub(super) fn gather<const N: usize>(
        &self,
        start: [f64; N],
        step: impl Fn(usize, &Criterion<'a>, &[f64], &mut [&mut [f64]; N]) + Sync,
    ) -> [Vec<f64>; N] {
        let mut numbers = start.map(|start| vec![start; self.units]);
        let mut blocks = numbers.each_mut().map(|numbers| numbers.chunks_mut(BLOCK));
        let blocks: Vec<[&mut [f64]; N]> = (0..self.units.div_ceil(BLOCK))
            .map(|_| blocks.each_mut().map(|blocks| blocks.next().unwrap_or_default()))
            .collect();
        blocks.into_par_iter().enumerate().for_each(|(block, mut so_far)| {
            let first = block * BLOCK;
            let end = self.units.min(first + BLOCK);
            for (place, criterion) in self.criteria.iter().enumerate() {
                step(place, criterion, &criterion.values[first..end], &mut so_far);
            }
        });
        numbers
    }
}

impl Criterion<'_> {
    /// The best value, scaled as [`Profile::scale`] says.
    pub(super) fn best(&self) -> f64 {
        self.profile.scale * if self.cost { self.profile.min } else { self.profile.max }
    }

    /// The worst value, scaled.
    pub(super) fn worst(&self) -> f64 {
        self.profile.scale * if self.cost { self.profile.max } else { self.profile.min }
    }

    /// How far a value lies from the best, as a share of the way from best to worst.
    pub(super) fn distance(&self) -> impl Fn(f64) -> f64 + use<> {
        let (best, scale) = (self.best(), self.profile.scale);
        let width = best - self.worst();
        move |value| (best - value * scale) / width
    }

    /// The first value that breaks a rule, as an error.
    pub(super) fn require(&self, lowest: Lowest) -> Result<(), RankingError> {
        let min = self.profile.min;
        if min > 0.0 || min == 0.0 && matches!(lowest, Lowest::Zero) {
            return Ok(());
        }
        let broken = |value: &f64| *value < 0.0 || *value == 0.0 && matches!(lowest, Lowest::AboveZero);
        let unit = self.values.iter().position(broken).unwrap_or(0);
        let given = self.values[unit];
        Err(match lowest {
            Lowest::Zero => RankingError::Negative { criterion: self.at, unit, given },
            Lowest::AboveZero => RankingError::NotPositive { criterion: self.at, unit, given },
        })
    }
}

/// What a ratio needs of its values.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lowest {
    Zero,
    AboveZero,
}

fn check_shape(columns: &[&[f64]], directions: &[Direction], weights: &[f64]) -> Result<usize, RankingError> {
    let Some(first) = columns.first() else { return Err(RankingError::NoCriteria) };
    for given in [directions.len(), weights.len()] {
        if given != columns.len() {
            return Err(RankingError::ListLength { given, expected: columns.len() });
        }
    }
    if let Some(criterion) = columns.iter().position(|column| column.len() != first.len()) {
        let given = columns[criterion].len();
        return Err(RankingError::ColumnLength { criterion, given, expected: first.len() });
    }
    if first.len() < 2 {
        return Err(RankingError::TooFewUnits { given: first.len() });
    }
    check_weights(weights)?;
    Ok(first.len())
}

fn check_weights(weights: &[f64]) -> Result<(), RankingError> {
    if let Some(criterion) = weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        return Err(RankingError::Weight { criterion, given: weights[criterion] });
    }
    if weights.iter().all(|weight| *weight == 0.0) { Err(RankingError::NoWeight) } else { Ok(()) }
}

/// Weights that are sound, divided by their sum.
pub(super) fn checked_shares(weights: &[f64]) -> Result<Vec<f64>, RankingError> {
    check_weights(weights)?;
    Ok(shares(weights))
}

fn is_cost(criterion: usize, direction: Direction) -> Result<bool, RankingError> {
    match direction {
        Direction::Positive => Ok(false),
        Direction::Negative => Ok(true),
        Direction::Target | Direction::Interval | Direction::Tiers => {
            Err(RankingError::Direction { criterion, direction })
        }
    }
}

/// Weights divided by their sum, the largest first set to 1 so that the sum cannot overflow.
fn shares(weights: &[f64]) -> Vec<f64> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let sum: f64 = weights.iter().sum();
    if sum.is_finite() && sum >= f64::MIN_POSITIVE {
        return weights.iter().map(|weight| weight / sum).collect();
    }
    let relative: Vec<f64> = weights.iter().map(|weight| weight / largest).collect();
    let sum: f64 = relative.iter().sum();
    relative.iter().map(|weight| weight / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{Interval, Negative, Positive};

    fn error(columns: &[&[f64]], directions: &[Direction], weights: &[f64]) -> RankingError {
        Decision::new(columns, directions, weights).unwrap_err()
    }

    #[test]
    fn what_cannot_be_ranked_is_refused_with_its_place() {
        let (a, b): (&[f64], &[f64]) = (&[1.0, 2.0], &[3.0, f64::NAN]);
        assert_eq!(error(&[], &[], &[]), RankingError::NoCriteria);
        assert_eq!(error(&[&[1.0]], &[Positive], &[1.0]), RankingError::TooFewUnits { given: 1 });
        assert_eq!(error(&[a], &[Positive], &[]), RankingError::ListLength { given: 0, expected: 1 });
        assert_eq!(
            error(&[a, &[1.0]], &[Positive; 2], &[1.0; 2]),
            RankingError::ColumnLength { criterion: 1, given: 1, expected: 2 }
        );
        assert_eq!(
            error(&[a, b], &[Positive; 2], &[1.0; 2]),
            RankingError::NotFinite { criterion: 1, unit: 1 }
        );
        assert_eq!(error(&[a], &[Positive], &[-1.0]), RankingError::Weight { criterion: 0, given: -1.0 });
        assert!(matches!(error(&[a], &[Positive], &[f64::NAN]), RankingError::Weight { .. }));
        assert_eq!(error(&[a], &[Positive], &[0.0]), RankingError::NoWeight);
        assert_eq!(
            error(&[a], &[Interval], &[1.0]),
            RankingError::Direction { criterion: 0, direction: Interval }
        );
        assert_eq!(error(&[&[2.0, 2.0]], &[Positive], &[1.0]), RankingError::AllConstant);
        assert_eq!(error(&[a, &[2.0; 2]], &[Positive; 2], &[0.0, 1.0]), RankingError::AllConstant);
    }

    #[test]
    fn a_constant_criterion_weighs_nothing_and_is_named() {
        // Constant but for rounding: 0.1 + 0.2 is not 0.3.
        let columns: [&[f64]; 3] = [&[1.0, 2.0], &[0.1 + 0.2, 0.3], &[5.0, 4.0]];
        let decision = Decision::new(&columns, &[Positive, Positive, Negative], &[1.0, 7.0, 3.0]).unwrap();
        assert_eq!(decision.constant(), [1]);
        let weights: Vec<f64> = decision.criteria().iter().map(|c| c.weight).collect();
        assert_eq!(weights, [0.25, 0.75]);
    }

    #[test]
    fn huge_weights_do_not_overflow() {
        assert_eq!(shares(&[f64::MAX, f64::MAX]), [0.5, 0.5]);
        assert_eq!(shares(&[5e-324, 5e-324]), [0.5, 0.5]);
    }
}
