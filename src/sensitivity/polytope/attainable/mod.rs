//! The best and the worst rank each unit can attain over the weights allowed.
//!
//! bestᵢ = 1 + min over W of #{j : sⱼ(w) > sᵢ(w)} is a maximum feasible subsystem problem, NP-hard in general (Amaldi & Kann 1995,
//! <https://doi.org/10.1016/0304-3975(94)00254-G>). So each end is answered from two sides: a bound that no weights pass, proved, and a rank attained, with the weights that
//! attain it. Where they meet the end is exact. The bound comes from pairs ([`Relations`]), from sets of opponents of which no two, no three … can be overtaken together, and from branch
//! and bound where few opponents are open; the attained rank from a search over vertices and the segments between them.

mod branch;
mod incompatible;
mod opponents;
mod search;

use rayon::prelude::*;

use super::extremes::Extremes;
use super::region::Region;
use super::{CriterionScores, PolytopeError, Relations, WeightPolytope};
use opponents::{Opponents, Side};

/// One end of the ranks a unit can attain.
#[derive(Clone, Debug, PartialEq)]
pub struct RankEnd {
    /// No weights give a rank beyond this one; from 1 up.
    pub bound: usize,
    /// The rank with `weights`: at the bound, or within.
    pub attained: usize,
    /// Weights with which scoring gives the rank attained.
    pub weights: Vec<f64>,
}

impl RankEnd {
    /// Whether the bound is attained, so that the end is exact.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.bound == self.attained
    }
}

/// The ranks a unit can attain: every rank that any weights give is from `best.bound` to `worst.bound`. Competition ranks; 1 is the best.
#[derive(Clone, Debug, PartialEq)]
pub struct AttainableRanks {
    /// The best end.
    pub best: RankEnd,
    /// The worst end.
    pub worst: RankEnd,
}

/// How much work goes into one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Steps of the search for weights that attain a rank.
    pub steps: usize,
    /// Sets of opponents looked at together, at most.
    pub comparisons: usize,
    /// Linear programmes of the branch and bound at most.
    pub programmes: usize,
}

impl Default for Effort {
    /// 100 steps, 200,000 comparisons, 60 programmes: 2,000 units on 40 criteria take about a minute of each of two processors.
    fn default() -> Self {
        Effort { steps: 100, comparisons: 200_000, programmes: 60 }
    }
}

/// The ranks every unit can attain.
///
/// With missing criteria the bounds are those of [`Relations`], and the attained ranks those with each unit's best and worst weights.
///
/// ```
/// use quanheng::sensitivity::polytope::{CriterionScores, Effort, Relations, WeightPolytope, attainable_ranks};
/// let scores = CriterionScores::complete(&[&[9.0, 0.0, 4.0], &[0.0, 9.0, 4.0]]).unwrap();
/// let weights = WeightPolytope::simplex(2).unwrap();
/// let relations = Relations::of(&scores, &weights).unwrap();
/// let ranks = attainable_ranks(&scores, &weights, &relations, Effort::default()).unwrap();
/// assert_eq!((ranks[0].best.attained, ranks[0].worst.attained), (1, 3));
/// // With any weights one of the two others is ahead of the third, which no pair alone tells.
/// assert_eq!((ranks[2].best.bound, ranks[2].worst.bound), (2, 2));
/// assert!(ranks[2].best.is_exact() && ranks[2].worst.is_exact());
/// ```
///
/// # Errors
/// [`PolytopeError::Length`] when scores, weights and relations are not of the same criteria and units.
pub fn attainable_ranks(
    scores: &CriterionScores,
    polytope: &WeightPolytope,
    relations: &Relations,
    effort: Effort,
) -> Result<Vec<AttainableRanks>, PolytopeError> {
    polytope.check_scores(scores.criteria())?;
    if relations.units() != scores.units() {
        return Err(PolytopeError::Length { given: relations.units(), expected: scores.units() });
    }
    (0..scores.units())
        .into_par_iter()
        .map(|unit| {
            let end = |side| Ranker { scores, polytope, relations, effort }.end(unit, side);
            Ok(AttainableRanks { best: end(Side::Best)?, worst: end(Side::Worst)? })
        })
        .collect()
}

/// Opponents whose lines are enumerated where at most three weights vary: the work grows with their square.
const ENUMERATED: usize = 600;

/// Ranks between bound and attained for which branch and bound is tried: its tree grows exponentially with them.
const BRANCHED: usize = 8;

struct Ranker<'a> {
    scores: &'a CriterionScores,
    polytope: &'a WeightPolytope,
    relations: &'a Relations,
    effort: Effort,
}

impl Ranker<'_> {
    fn end(&self, unit: usize, side: Side) -> Result<RankEnd, PolytopeError> {
        let mut extremes = Extremes::new(self.polytope)?;
        let mut found = Found::new(self, unit, side);
        if !self.scores.is_complete() {
            return self.gapped(unit, side, found);
        }
        let opponents = Opponents::new(self.scores, self.relations, unit, side);
        search::search(&opponents, &mut extremes, self.effort.steps, &mut found)?;
        found.prove(self.rank(&opponents, opponents.always));
        if !found.is_exact()
            && opponents.len() <= ENUMERATED
            && let Ok(region) = Region::new(self.polytope)
        {
            self.enumerate(&region, &opponents, &mut found);
            return Ok(found.end);
        }
        if !found.is_exact() {
            let against =
                incompatible::at_least(&opponents, self.polytope, self.effort.comparisons, &mut extremes)?;
            found.prove(self.rank(&opponents, opponents.always + against));
        }
        if !found.is_exact() && found.end.bound.abs_diff(found.end.attained) <= BRANCHED {
            let proved =
                branch::branch(&opponents, self.polytope, &mut extremes, self.effort.programmes, &mut found)?;
            found.prove(self.rank(&opponents, opponents.always + proved));
        }
        Ok(found.end)
    }

    /// Every cell of the lines on which the unit is level with an opponent.
    fn enumerate(&self, region: &Region, opponents: &Opponents, found: &mut Found<'_>) {
        let sign = if opponents.side == Side::Best { 1.0 } else { -1.0 };
        let ahead: Vec<Vec<f64>> =
            opponents.forms().map(|form| form.iter().map(|term| sign * term).collect()).collect();
        let views: Vec<&[f64]> = ahead.iter().map(Vec::as_slice).collect();
        let counted = region.count(&views, &opponents.negligible);
        counted.places.iter().for_each(|place| {
            found.offer(place);
        });
        let against = match opponents.side {
            Side::Best => counted.fewest,
            Side::Worst => opponents.len() - counted.most,
        };
        found.prove(self.rank(opponents, opponents.always + against));
    }

    /// The rank when so many are on the wrong side.
    fn rank(&self, opponents: &Opponents, against: usize) -> usize {
        match opponents.side {
            Side::Best => 1 + against,
            Side::Worst => self.scores.units() - against,
        }
    }

    fn gapped(&self, unit: usize, side: Side, mut found: Found<'_>) -> Result<RankEnd, PolytopeError> {
        let counts = self.relations.counts(unit);
        found.prove(match side {
            Side::Best => counts.best_rank(),
            Side::Worst => counts.worst_rank(),
        });
        let range = super::range::score_range(self.scores, unit, self.polytope)?;
        found.offer(&range.lowest_weights);
        found.offer(&range.highest_weights);
        Ok(found.end)
    }
}

/// The best answer so far, by direct scoring.
struct Found<'a> {
    scores: &'a CriterionScores,
    unit: usize,
    side: Side,
    end: RankEnd,
}

impl<'a> Found<'a> {
    fn new(ranker: &Ranker<'a>, unit: usize, side: Side) -> Self {
        let counts = ranker.relations.counts(unit);
        let (bound, worst) = match side {
            Side::Best => (counts.best_rank(), usize::MAX),
            Side::Worst => (counts.worst_rank(), 0),
        };
        let end = RankEnd { bound, attained: worst, weights: Vec::new() };
        Found { scores: ranker.scores, unit, side, end }
    }

    fn is_exact(&self) -> bool {
        self.end.is_exact()
    }

    /// Takes a bound if it is nearer.
    fn prove(&mut self, bound: usize) {
        match self.side {
            Side::Best => self.end.bound = self.end.bound.max(bound).min(self.end.attained),
            Side::Worst => self.end.bound = self.end.bound.min(bound).max(self.end.attained),
        }
    }

    /// Takes weights if they are better: whether they are.
    fn offer(&mut self, weights: &[f64]) -> bool {
        let Some(own) = self.scores.score(self.unit, weights) else { return false };
        let ahead = |other: &usize| self.scores.score(*other, weights).is_some_and(|score| score > own);
        let rank = 1 + (0..self.scores.units()).filter(ahead).count();
        let better = match self.side {
            Side::Best => rank < self.end.attained,
            Side::Worst => rank > self.end.attained,
        };
        if better {
            self.end.attained = rank;
            self.end.weights = weights.to_vec();
            // What is level but for rounding may score beyond the bound: what is shown is within.
            self.prove(self.end.bound);
        }
        better
    }

    /// How many open opponents are on the wrong side with the best weights so far.
    fn against(&self, opponents: &Opponents) -> usize {
        match self.side {
            Side::Best => (self.end.attained - 1).saturating_sub(opponents.always),
            Side::Worst => (self.scores.units() - self.end.attained).saturating_sub(opponents.always),
        }
    }
}
