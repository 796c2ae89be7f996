use std::ops::RangeInclusive;

use super::arithmetic::{self, Total, between};
use super::benefit_of_the_doubt::{BaseFrontier, Beyond, NEAR, Solved, Solver};
use super::mazziotta_pareto::{Deviation, Form};
use super::{Aggregation, ZeroRule, geometric, harmonic, mean_min, power_mean, weighted_median};

/// An aggregation at its place: what one aggregate needs to make a score of its children's.
#[derive(Clone, Debug)]
pub struct Aggregator {
    method: Aggregation,
    /// The lowest and the highest score of the scale.
    scale: (f64, f64),
    /// Weights of the places for 1, 2, … children present, where the method has places.
    places: Vec<Vec<f64>>,
    /// The frontier of the base, where the method has one.
    solver: Option<Solver>,
    children: usize,
}

/// A score and how it came about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The score; finite.
    pub value: f64,
    /// How many scores the declared floor raised.
    pub floored: u32,
    /// Whether the score lies off the scale although no child's does, which some methods allow.
    pub beyond: bool,
    /// Whether the children lie beyond the frontier of the base.
    pub past_frontier: bool,
}

/// Why there is no mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoMean {
    /// No score that weighs anything.
    #[error("there is no score that weighs anything")]
    Empty,
    /// The method has no answer for a score so low.
    #[error("the method has no answer for a score that is not positive")]
    OutsideDomain,
    /// The result would be no finite number.
    #[error("the mean is no finite number")]
    Overflow,
    /// The method measures against a frontier of the base, and there is none.
    #[error("there is no frontier to measure against")]
    NoFrontier,
}

/// The children of one aggregate that have a score in one row.
#[derive(Debug)]
pub(crate) struct Row<'r> {
    /// In the order of the children; a declared floor is left in them.
    pub(crate) scores: &'r mut [f64],
    pub(crate) weights: &'r [f64],
    /// The place of each among the children that weigh something.
    pub(crate) places: &'r [usize],
}

impl Aggregation {
    /// [`Aggregator::mean`] on a scale of 0 to 100, with all children present.
    ///
    /// ```
    /// use quanheng::aggregation::Aggregation;
    /// let geometric = Aggregation::Geometric { zero: None, floor: None };
    /// let mean = geometric.mean(&[4.0, 9.0], &[1.0, 1.0]).unwrap();
    /// assert!((mean.value - 6.0).abs() < 1e-14);
    /// ```
    ///
    /// # Errors
    /// Those of [`Aggregator::mean`].
    pub fn mean(&self, scores: &[f64], weights: &[f64]) -> Result<Mean, NoMean> {
        Aggregator::new(self, &(0.0..=100.0), scores.len()).mean(scores, weights)
    }

    /// [`Aggregator::contributions`] on a scale of 0 to 100 with this best score, with all children present.
    #[must_use]
    pub fn contributions(&self, scores: &[f64], weights: &[f64], mean: f64, best: f64) -> Vec<f64> {
        Aggregator::new(self, &(0.0..=best), scores.len()).contributions(scores, weights, mean)
    }

    /// The declared floor.
    #[must_use]
    pub fn floor(&self) -> Option<f64> {
        match self {
            Aggregation::Geometric { floor, .. }
            | Aggregation::Harmonic { floor, .. }
            | Aggregation::PowerMean { floor, .. }
            | Aggregation::BenefitOfTheDoubt { floor, .. } => *floor,
            _ => None,
        }
    }
}

impl Aggregator {
    /// For an aggregate with so many children that weigh something, on the scale of the framework.
    #[must_use]
    pub fn new(method: &Aggregation, scale: &RangeInclusive<f64>, children: usize) -> Self {
        let places = match method {
            Aggregation::Owa { positions } => positions.table(children),
            _ => Vec::new(),
        };
        let scale = (*scale.start(), *scale.end());
        Aggregator { method: method.clone(), scale, places, solver: None, children }
    }

    /// The same with what the base froze; nothing for the methods that need nothing.
    #[must_use]
    pub fn with_frontier(mut self, frontier: Option<&BaseFrontier>) -> Self {
        if let (Aggregation::BenefitOfTheDoubt { weights, .. }, Some(frontier)) = (&self.method, frontier) {
            self.solver = Solver::new(frontier, *weights, self.children, self.scale.0);
        }
        self
    }

    /// The choice as written.
    #[must_use]
    pub fn method(&self) -> &Aggregation {
        &self.method
    }

    /// The best score of the scale.
    pub(super) fn best(&self) -> f64 {
        self.scale.1
    }

    /// The score of an aggregate from those of its children by weights: any non-negative weights, divided by their sum. Where
    /// [`Aggregation::is_mean`] it lies between the lowest and the highest of the scores that weigh something, to the last bit. Children
    /// without a score are left out by the caller; a score that weighs 0 says nothing.
    ///
    /// # Errors
    /// [`NoMean`] without weight, for scores the method has no answer to, and when the result overflows.
    pub fn mean(&self, scores: &[f64], weights: &[f64]) -> Result<Mean, NoMean> {
        // A score without weight says nothing, nor does a weight without score.
        let count = scores.len().min(weights.len());
        let places: Vec<usize> = (0..count).collect();
        let (mut scores, weights) = (scores[..count].to_vec(), &weights[..count]);
        self.mean_of(Row { scores: &mut scores, weights, places: &places })
    }

    /// As [`Aggregator::mean`] without a copy; the floor is left in the scores.
    pub(crate) fn mean_of(&self, row: Row<'_>) -> Result<Mean, NoMean> {
        let Row { scores, weights, places } = row;
        let total = Total::of(weights.iter().zip(scores.iter()).map(|(weight, _)| *weight));
        if total.is_nan() || total <= 0.0 {
            return Err(NoMean::Empty);
        }
        let floored = self.raise(scores, weights);
        if matches!(self.method, Aggregation::BenefitOfTheDoubt { .. }) {
            return self.best_of(scores, places, floored);
        }
        let value = self.value(scores, weights, total)?;
        if !value.is_finite() {
            return Err(NoMean::Overflow);
        }
        let counted = || scores.iter().zip(weights).filter(|(_, w)| **w > 0.0).map(|(score, _)| *score);
        let lowest = counted().fold(f64::INFINITY, f64::min);
        let highest = counted().fold(f64::NEG_INFINITY, f64::max);
        if self.method.is_mean() {
            let value = between(value, lowest, highest);
            return Ok(Mean { value, floored, beyond: false, past_frontier: false });
        }
        let (low, high) = self.scale;
        let beyond = value < low.min(lowest) || value > high.max(highest);
        Ok(Mean { value, floored, beyond, past_frontier: false })
    }

    /// The score with the weights that show the row best.
    fn best_of(&self, scores: &[f64], places: &[usize], floored: u32) -> Result<Mean, NoMean> {
        let Solved { ratio, .. } = self.solver.as_ref().ok_or(NoMean::NoFrontier)?.solve(scores, places)?;
        let past_frontier = ratio > 1.0 + NEAR;
        let value = self.scale.0 + (self.scale.1 - self.scale.0) * self.kept(ratio);
        if value.is_finite() {
            Ok(Mean { value, floored, beyond: false, past_frontier })
        } else {
            Err(NoMean::Overflow)
        }
    }

    /// What counts of a share of the frontier.
    fn kept(&self, ratio: f64) -> f64 {
        let keeps = matches!(self.method, Aggregation::BenefitOfTheDoubt { beyond: Beyond::Keep, .. });
        if keeps && ratio > 1.0 + NEAR { ratio } else { ratio.min(1.0) }
    }

    /// The best weights of a row, and what each child brings on the scale; `None` for other methods.
    pub(super) fn solved(
        &self,
        scores: &[f64],
        shares: &[f64],
        places: &[usize],
    ) -> Option<(Vec<f64>, Vec<f64>)> {
        let floor = self.method.floor();
        let raised: Vec<f64> = scores.iter().map(|s| floor.map_or(*s, |floor| s.max(floor))).collect();
        let Solved { ratio, parts, weights } = self.solver.as_ref()?.solve(&raised, places).ok()?;
        let kept = if ratio > 0.0 { self.kept(ratio) / ratio } else { 1.0 };
        let (low, high) = self.scale;
        let each = parts.iter().zip(shares);
        Some((weights, each.map(|(part, share)| low * share + (high - low) * part * kept).collect()))
    }

    fn value(&self, scores: &[f64], weights: &[f64], total: f64) -> Result<f64, NoMean> {
        match &self.method {
            Aggregation::Arithmetic {} => Ok(arithmetic::mean(scores, weights, total)),
            Aggregation::PowerMean { power, .. } if *power == 1.0 => {
                Ok(arithmetic::mean(scores, weights, total))
            }
            Aggregation::Geometric { zero, floor } => {
                geometric::mean(scores, weights, total, zero_at(*zero, *floor))
            }
            Aggregation::Harmonic { zero, floor } => {
                power_mean::mean(scores, weights, total, harmonic::POWER, zero_at(*zero, *floor))
            }
            Aggregation::PowerMean { power, zero, floor } => {
                power_mean::mean(scores, weights, total, *power, zero_at(*zero, *floor))
            }
            Aggregation::MeanMin { alpha, beta } => {
                Ok(mean_min::mean(scores, weights, total, alpha.get(), *beta))
            }
            Aggregation::WeightedMedian { .. } | Aggregation::Owa { .. } => {
                let parts = self.parts(scores, weights).ok_or(NoMean::Empty)?;
                Ok(Total::of(parts.iter().zip(scores).map(|(part, score)| part * score)))
            }
            Aggregation::MazziottaPareto { .. } | Aggregation::AdjustedMazziottaPareto { .. } => {
                self.form().map_or(Err(NoMean::Empty), |form| form.mean(scores, weights, total))
            }
            Aggregation::BenefitOfTheDoubt { .. } => Err(NoMean::NoFrontier),
        }
    }

    /// What part of each score the result is, for the methods that pick and mix scores as they are.
    pub(super) fn parts(&self, scores: &[f64], weights: &[f64]) -> Option<Vec<f64>> {
        match &self.method {
            Aggregation::WeightedMedian { form } => Some(weighted_median::parts(*form, scores, weights)),
            Aggregation::Owa { positions } => positions.parts(&self.places, scores, weights),
            _ => None,
        }
    }

    /// The form of a Mazziotta–Pareto index.
    pub(super) fn form(&self) -> Option<Form> {
        let (penalty, deviation, range) = match &self.method {
            Aggregation::MazziottaPareto { penalty, deviation, range } => (*penalty, *deviation, *range),
            Aggregation::AdjustedMazziottaPareto { penalty, range } => {
                (*penalty, Deviation::Population, Some(*range))
            }
            _ => return None,
        };
        Some(Form::new(penalty, deviation, range, self.scale))
    }

    /// Lifts scores to the declared floor; says how many of those that weigh something.
    fn raise(&self, scores: &mut [f64], weights: &[f64]) -> u32 {
        let Some(floor) = self.method.floor() else { return 0 };
        let mut floored = 0;
        for (score, weight) in scores.iter_mut().zip(weights) {
            if *score < floor {
                floored += u32::from(*weight > 0.0);
                *score = floor;
            }
        }
        floored
    }
}

/// Whether a score of exactly zero makes the mean zero; otherwise it is outside the domain.
fn zero_at(zero: Option<ZeroRule>, floor: Option<f64>) -> bool {
    floor.is_none() && zero == Some(ZeroRule::Zero)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GEOMETRIC: Aggregation = Aggregation::Geometric { zero: None, floor: None };

    fn power(power: f64) -> Aggregation {
        Aggregation::PowerMean { power, zero: None, floor: None }
    }

    fn close(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance * expected.abs(), "{got} is not {expected}");
    }

    #[test]
    fn imbalance_costs_under_the_geometric_mean() {
        // OECD/JRC Handbook 2008, step 6: (21, 1, 1, 1) against (6, 6, 6, 6).
        let weights = [0.25; 4];
        close(GEOMETRIC.mean(&[21.0, 1.0, 1.0, 1.0], &weights).unwrap().value, 2.1407, 1e-5);
        close(GEOMETRIC.mean(&[6.0; 4], &weights).unwrap().value, 6.0, 1e-15);
        assert_eq!(Aggregation::Arithmetic {}.mean(&[21.0, 1.0, 1.0, 1.0], &weights).unwrap().value, 6.0);
    }

    #[test]
    fn the_hdi_form() {
        let third = [1.0; 3];
        close(GEOMETRIC.mean(&[0.517, 0.545, 0.583], &third).unwrap().value, 0.548, 1e-3);
    }

    #[test]
    fn power_means_have_their_known_members() {
        let (scores, weights) = ([1.0, 4.0, 4.0], [1.0, 1.0, 2.0]);
        close(power(1.0).mean(&scores, &weights).unwrap().value, 3.25, 1e-15);
        close(power(-1.0).mean(&scores, &weights).unwrap().value, 4.0 / 1.75, 1e-15);
        close(power(2.0).mean(&scores, &weights).unwrap().value, 12.25_f64.sqrt(), 1e-15);
        let near = power(1e-6).mean(&scores, &weights).unwrap().value;
        close(near, GEOMETRIC.mean(&scores, &weights).unwrap().value, 1e-5);
    }

    #[test]
    fn extremes_neither_overflow_nor_vanish() {
        for factor in [1e-300, 1e300] {
            let scores = [factor, 2.0 * factor];
            for method in [Aggregation::Arithmetic {}, GEOMETRIC, power(2.0), power(-2.0), power(0.5)] {
                let got = method.mean(&scores, &[1.0, 1.0]).unwrap().value;
                let plain = method.mean(&[1.0, 2.0], &[1.0, 1.0]).unwrap().value;
                // The logarithm of 1e300 has a magnitude near 700, so its last bit is worth 1e-13.
                close(got, plain * factor, 1e-12);
            }
        }
    }

    #[test]
    fn zeros_negatives_and_floors() {
        let weights = [1.0, 1.0];
        let zero = Aggregation::Geometric { zero: Some(ZeroRule::Zero), floor: None };
        assert_eq!(zero.mean(&[0.0, 9.0], &weights).unwrap().value, 0.0);
        assert_eq!(zero.mean(&[-1.0, 9.0], &weights), Err(NoMean::OutsideDomain));
        assert_eq!(GEOMETRIC.mean(&[0.0, 9.0], &weights), Err(NoMean::OutsideDomain));
        assert_eq!(GEOMETRIC.mean(&[0.0, 9.0], &[0.0, 1.0]).unwrap().value.round(), 9.0);
        let floor = Aggregation::Geometric { zero: None, floor: Some(1.0) };
        let mean = floor.mean(&[-3.0, 9.0], &weights).unwrap();
        assert_eq!(mean.floored, 1);
        close(mean.value, 3.0, 1e-15);
        assert_eq!(power(2.0).mean(&[0.0, 0.0], &weights).unwrap().value, 0.0);
        assert_eq!(power(-1.0).mean(&[0.0, 2.0], &weights), Err(NoMean::OutsideDomain));
        assert_eq!(power(0.5).mean(&[-1.0, 2.0], &weights), Err(NoMean::OutsideDomain));
        assert_eq!(GEOMETRIC.mean(&[], &[]), Err(NoMean::Empty));
        assert_eq!(GEOMETRIC.mean(&[1.0], &[0.0]), Err(NoMean::Empty));
    }
}
