use serde::{Deserialize, Serialize};

use super::MetaWeights;
use crate::sensitivity::polytope::{CriterionScores, PolytopeError, check_weights};

/// Counts over weights drawn: ranks, wins, and sums of the weights that put a unit first. All are integers, so that merging in any order gives the same bits.
///
/// ```
/// use quanheng::sensitivity::acceptability::{MetaWeights, Pairs, Tally};
/// use quanheng::sensitivity::polytope::CriterionScores;
/// let scores = CriterionScores::complete(&[&[8.0, 6.0], &[4.0, 7.0]]).unwrap();
/// let mut tally = Tally::new(2, 2, Pairs::Counted);
/// for weights in [[0.75, 0.25], [0.5, 0.5], [0.25, 0.75], [0.0, 1.0]] {
///     tally.add(&scores, &weights).unwrap();
/// }
/// assert_eq!(tally.acceptability(0), [0.25, 0.75]);
/// assert_eq!(tally.central_weights(0), Some(vec![0.75, 0.25]));
/// assert_eq!(tally.wins(0, 1), Some(0.25));
/// assert_eq!(tally.holistic(MetaWeights::Linear), [0.25, 0.75]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    units: usize,
    criteria: usize,
    draws: u64,
    /// A row a unit, a column a rank.
    ranks: Vec<u64>,
    /// A row a unit, a column the unit it is ahead of; empty where not counted.
    wins: Vec<u64>,
    /// A row a unit: the sum of weights that put it first, in units of 2⁻⁶².
    first: Vec<u128>,
}

/// Whether wins of pairs are counted: they cost a step for each pair and draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairs {
    /// They are.
    Counted,
    /// They are not.
    Left,
}

/// Weights are counted in these: finer than any weight's own rounding above 2⁻¹⁰, and 2⁶⁶ draws fit.
const FINE: f64 = (1_u64 << 62) as f64;

impl Tally {
    /// Nothing drawn yet.
    #[must_use]
    pub fn new(units: usize, criteria: usize, pairs: Pairs) -> Self {
        let wins = if pairs == Pairs::Counted { vec![0; units * units] } else { Vec::new() };
        let (ranks, first) = (vec![0; units * units], vec![0; units * criteria]);
        Tally { units, criteria, draws: 0, ranks, wins, first }
    }

    /// One draw of weights, and of scores where these vary too. Competition ranks; equal scores share one. A unit whose criteria all have weight 0 has no rank in this draw.
    ///
    /// # Errors
    /// [`PolytopeError::Length`] for scores or weights of other numbers of units or criteria, [`PolytopeError::Weight`] when the weights are not from 0 up with the sum 1.
    pub fn add(&mut self, scores: &CriterionScores, weights: &[f64]) -> Result<(), PolytopeError> {
        for (given, expected) in
            [(scores.units(), self.units), (scores.criteria(), self.criteria), (weights.len(), self.criteria)]
        {
            if given != expected {
                return Err(PolytopeError::Length { given, expected });
            }
        }
        check_weights(weights)?;
        let scored = (0..self.units).filter_map(|unit| Some((scores.score(unit, weights)?, unit)));
        let mut order: Vec<(f64, usize)> = scored.collect();
        order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        self.draws += 1;
        let mut from = 0;
        while from < order.len() {
            // −0 and 0 are one score.
            let to = from + order[from..].iter().take_while(|(score, _)| *score == order[from].0).count();
            for (_, unit) in &order[from..to] {
                self.ranks[unit * self.units + from] += 1;
                if from == 0 {
                    self.put_first(*unit, weights);
                }
                if !self.wins.is_empty() {
                    order[to..].iter().for_each(|(_, other)| self.wins[unit * self.units + other] += 1);
                }
            }
            from = to;
        }
        Ok(())
    }

    fn put_first(&mut self, unit: usize, weights: &[f64]) {
        let sums = &mut self.first[unit * self.criteria..(unit + 1) * self.criteria];
        // Rounded once, here; the sums are exact.
        sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += (weight * FINE).round() as u128);
    }

    /// The draws of both.
    ///
    /// # Errors
    /// [`PolytopeError::Length`] when the two are of different units or criteria, or one counts pairs and the other does not.
    pub fn merge(&mut self, other: &Tally) -> Result<(), PolytopeError> {
        for (given, expected) in [
            (other.units, self.units),
            (other.criteria, self.criteria),
            (other.ranks.len(), self.ranks.len()),
            (other.wins.len(), self.wins.len()),
            (other.first.len(), self.first.len()),
        ] {
            if given != expected {
                return Err(PolytopeError::Length { given, expected });
            }
        }
        self.draws += other.draws;
        self.ranks.iter_mut().zip(&other.ranks).for_each(|(sum, count)| *sum += count);
        self.wins.iter_mut().zip(&other.wins).for_each(|(sum, count)| *sum += count);
        self.first.iter_mut().zip(&other.first).for_each(|(sum, count)| *sum += count);
        Ok(())
    }

    /// How many units there are.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// How many weights were drawn.
    #[must_use]
    pub fn draws(&self) -> u64 {
        self.draws
    }

    /// Rank acceptability bᵢʳ: the share of draws that give the unit each rank, from the first on; from 0 to 1. They add up to 1 where the unit has a rank in every
    /// draw. All 0 before the first draw.
    ///
    /// # Panics
    /// Never for a unit that exists.
    #[must_use]
    pub fn acceptability(&self, unit: usize) -> Vec<f64> {
        let row = &self.ranks[unit * self.units..(unit + 1) * self.units];
        row.iter().map(|count| self.share(*count)).collect()
    }

    /// How many draws give the unit each rank, from the first on.
    ///
    /// # Panics
    /// Never for a unit that exists.
    #[must_use]
    pub fn rank_counts(&self, unit: usize) -> &[u64] {
        &self.ranks[unit * self.units..(unit + 1) * self.units]
    }

    /// Central weights: the mean of the weights that put the unit first. `None` when none did.
    ///
    /// # Panics
    /// Never for a unit that exists.
    #[must_use]
    pub fn central_weights(&self, unit: usize) -> Option<Vec<f64>> {
        let count = self.ranks[unit * self.units];
        let sums = &self.first[unit * self.criteria..(unit + 1) * self.criteria];
        (count > 0).then(|| sums.iter().map(|sum| *sum as f64 / (count as f64 * FINE)).collect())
    }

    /// Pairwise winning index: the share of draws in which one unit is ahead of another; ties count for neither. `None` when pairs were not counted.
    ///
    /// # Panics
    /// Never for units that exist.
    #[must_use]
    pub fn wins(&self, unit: usize, other: usize) -> Option<f64> {
        self.wins.get(unit * self.units + other).map(|count| self.share(*count))
    }

    /// Holistic acceptability Σᵣ αᵣ·bᵢʳ of every unit, from 0 to 1.
    #[must_use]
    pub fn holistic(&self, meta_weights: MetaWeights) -> Vec<f64> {
        let alphas = meta_weights.of(self.units);
        let weighed = |unit: usize| {
            let counts = self.rank_counts(unit).iter().zip(&alphas);
            counts.map(|(count, alpha)| alpha * self.share(*count)).sum()
        };
        (0..self.units).map(weighed).collect()
    }

    fn share(&self, count: u64) -> f64 {
        if self.draws == 0 { 0.0 } else { count as f64 / self.draws as f64 }
    }
}
