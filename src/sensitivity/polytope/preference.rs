use rayon::prelude::*;

use super::extremes::Extremes;
use super::range::{lowest_quotient, presence, score_ranges};
use super::{CriterionScores, PolytopeError, WeightPolytope};
use crate::optimisation::dot;

/// The least and the greatest of a difference of two scores over the weights allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The least: what the first unit is ahead by in the worst case, negative when it can be behind.
    pub lowest: f64,
    /// The greatest.
    pub highest: f64,
}

/// How one unit stands to another over all weights allowed. Differences that are rounding count as ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Relation {
    /// Ahead with all weights.
    Ahead,
    /// Ahead with some and level with others: a necessary preference.
    NeverBehind,
    /// Level with all weights.
    Level,
    /// Ahead with some and behind with others.
    Open,
    /// Behind with some and level with others.
    NeverAhead,
    /// Behind with all weights.
    Behind,
}

impl Relation {
    /// The same seen from the other unit.
    #[must_use]
    pub fn reversed(self) -> Relation {
        match self {
            Relation::Ahead => Relation::Behind,
            Relation::NeverBehind => Relation::NeverAhead,
            Relation::Level => Relation::Level,
            Relation::Open => Relation::Open,
            Relation::NeverAhead => Relation::NeverBehind,
            Relation::Behind => Relation::Ahead,
        }
    }

    pub(super) fn of(extent: Extent, negligible: f64) -> Relation {
        let (low, high) = (extent.lowest, extent.highest);
        if low > negligible {
            Relation::Ahead
        } else if high < -negligible {
            Relation::Behind
        } else {
            match (low >= -negligible, high <= negligible) {
                (true, true) => Relation::Level,
                (true, false) => Relation::NeverBehind,
                (false, true) => Relation::NeverAhead,
                (false, false) => Relation::Open,
            }
        }
    }
}

/// How many units stand in each relation to one, itself left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units it is ahead of with all weights.
    pub ahead: usize,
    /// Units it is never behind and sometimes ahead of.
    pub never_behind: usize,
    /// Units it is always level with.
    pub level: usize,
    /// Units it is ahead of or behind, depending on the weights.
    pub open: usize,
    /// Units it is never ahead and sometimes behind of.
    pub never_ahead: usize,
    /// Units it is behind with all weights.
    pub behind: usize,
}

impl Counts {
    /// A rank no better than this can be attained, and none better: 1 and all that are always ahead.
    #[must_use]
    pub fn best_rank(&self) -> usize {
        1 + self.behind
    }

    /// No rank worse than this can be attained: all that can be ahead are so at once.
    #[must_use]
    pub fn worst_rank(&self) -> usize {
        1 + self.behind + self.never_ahead + self.open
    }
}

/// How every unit stands to every other over all weights allowed: necessary and possible preference, as robust ordinal regression calls them (Greco, Mousseau & Słowiński 2008,
/// <https://doi.org/10.1016/j.ejor.2007.08.013>), for a set of weights instead of examples.
///
/// ```
/// use quanheng::sensitivity::polytope::{CriterionScores, Relation, Relations, WeightPolytope};
/// let scores = CriterionScores::complete(&[&[80.0, 60.0, 50.0], &[40.0, 70.0, 40.0]]).unwrap();
/// let relations = Relations::of(&scores, &WeightPolytope::simplex(2).unwrap()).unwrap();
/// assert_eq!(relations.get(0, 1), Relation::Open);
/// // With all weight on the second criterion the first and the third unit are level.
/// assert_eq!(relations.get(0, 2), Relation::NeverBehind);
/// assert!(relations.is_necessary(0, 2) && relations.is_possible(2, 0));
/// assert_eq!(relations.get(1, 2), Relation::Ahead);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Relations {
    units: usize,
    /// A row a unit.
    cells: Vec<Relation>,
    undecided: usize,
}

impl Relations {
    /// All pairs. For bounds alone each costs one sort of the criteria at most; with further conditions a linear programme.
    ///
    /// Two units that lack different criteria are compared by their ranges of scores alone; where those overlap they count as [`Relation::Open`] and are
    /// counted in [`Relations::undecided`].
    ///
    /// # Errors
    /// As [`score_ranges`](super::score_ranges()).
    pub fn of(scores: &CriterionScores, polytope: &WeightPolytope) -> Result<Relations, PolytopeError> {
        polytope.check_scores(scores.criteria())?;
        let units = scores.units();
        let ranges = if scores.is_complete() { Vec::new() } else { score_ranges(scores, polytope)? };
        let row = |first: usize| -> Result<(Vec<Relation>, usize), PolytopeError> {
            let mut pairs = Pairs::new(scores, polytope)?;
            let mut row = Vec::with_capacity(units - first - 1);
            let mut undecided = 0;
            for second in first + 1..units {
                if scores.alike(first, second) {
                    row.push(pairs.relation(first, second)?);
                    continue;
                }
                let (a, b) = (&ranges[first], &ranges[second]);
                let extent = Extent { lowest: a.lowest - b.highest, highest: a.highest - b.lowest };
                let relation = Relation::of(extent, scores.negligible(first, second));
                undecided += usize::from(relation == Relation::Open);
                row.push(relation);
            }
            Ok((row, undecided))
        };
        let rows: Vec<(Vec<Relation>, usize)> =
            (0..units).into_par_iter().map(row).collect::<Result<_, PolytopeError>>()?;
        let mut cells = vec![Relation::Level; units * units];
        for (first, (row, _)) in rows.iter().enumerate() {
            for (second, relation) in (first + 1..).zip(row) {
                cells[first * units + second] = *relation;
                cells[second * units + first] = relation.reversed();
            }
        }
        Ok(Relations { units, cells, undecided: rows.iter().map(|(_, undecided)| undecided).sum() })
    }

    /// How the first unit stands to the second.
    ///
    /// # Panics
    /// Never for units that exist.
    #[must_use]
    pub fn get(&self, first: usize, second: usize) -> Relation {
        self.cells[first * self.units + second]
    }

    /// Whether the first is at least as good as the second with all weights.
    #[must_use]
    pub fn is_necessary(&self, first: usize, second: usize) -> bool {
        matches!(self.get(first, second), Relation::Ahead | Relation::NeverBehind | Relation::Level)
    }

    /// Whether the first is at least as good as the second with some weights.
    #[must_use]
    pub fn is_possible(&self, first: usize, second: usize) -> bool {
        self.get(first, second) != Relation::Behind
    }

    /// How many units stand in each relation to one.
    #[must_use]
    pub fn counts(&self, unit: usize) -> Counts {
        let mut counts = Counts::default();
        for (_, relation) in self.row(unit).iter().enumerate().filter(|(other, _)| *other != unit) {
            match relation {
                Relation::Ahead => counts.ahead += 1,
                Relation::NeverBehind => counts.never_behind += 1,
                Relation::Level => counts.level += 1,
                Relation::Open => counts.open += 1,
                Relation::NeverAhead => counts.never_ahead += 1,
                Relation::Behind => counts.behind += 1,
            }
        }
        counts
    }

    /// How the unit stands to each, itself included as level.
    #[must_use]
    pub fn row(&self, unit: usize) -> &[Relation] {
        &self.cells[unit * self.units..(unit + 1) * self.units]
    }

    /// How many units there are.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// Pairs that lack different criteria and are called open because their ranges of scores overlap.
    #[must_use]
    pub fn undecided(&self) -> usize {
        self.undecided
    }
}

/// The least and greatest of the difference of two units' scores, first less second.
///
/// # Errors
/// [`PolytopeError::Gaps`] when they lack different criteria; [`PolytopeError::NothingWeighed`], [`PolytopeError::NoSuch`] and [`PolytopeError::Length`] for what their
/// names say.
pub fn difference(
    scores: &CriterionScores,
    polytope: &WeightPolytope,
    first: usize,
    second: usize,
) -> Result<Extent, PolytopeError> {
    polytope.check_scores(scores.criteria())?;
    scores.check_unit(first)?;
    scores.check_unit(second)?;
    if !scores.alike(first, second) {
        return Err(PolytopeError::Gaps { first, second });
    }
    let mut gap = vec![0.0; scores.criteria()];
    scores.gap(first, second, &mut gap);
    let mut extremes = Extremes::new(polytope)?;
    if scores.has_all(first) {
        let (lowest, highest) = extremes.both(&gap)?;
        return Ok(Extent { lowest, highest });
    }
    let weighed = presence(scores, first);
    let mut low = vec![0.0; scores.criteria()];
    if extremes.lowest(&weighed, &mut low)? <= 0.0 {
        return Err(PolytopeError::NothingWeighed { unit: first });
    }
    let mut high = low.clone();
    lowest_quotient(&gap, &weighed, 1.0, &mut extremes, &mut low)?;
    lowest_quotient(&gap, &weighed, -1.0, &mut extremes, &mut high)?;
    let of = |weights: &[f64]| dot(&gap, weights) / dot(&weighed, weights);
    Ok(Extent { lowest: of(&low), highest: of(&high) })
}

/// Relations of pairs that lack the same criteria, with one work space.
struct Pairs<'a> {
    scores: &'a CriterionScores,
    extremes: Extremes<'a>,
    screen: Screen,
    gap: Vec<f64>,
}

impl<'a> Pairs<'a> {
    fn new(scores: &'a CriterionScores, polytope: &'a WeightPolytope) -> Result<Self, PolytopeError> {
        let gap = vec![0.0; scores.criteria()];
        Ok(Pairs { scores, extremes: Extremes::new(polytope)?, screen: Screen::new(polytope), gap })
    }

    fn relation(&mut self, first: usize, second: usize) -> Result<Relation, PolytopeError> {
        self.scores.gap(first, second, &mut self.gap);
        let negligible = self.scores.negligible(first, second);
        let outer = self.screen.outer(&self.gap);
        let relation = Relation::of(outer, negligible);
        if matches!(relation, Relation::Ahead | Relation::Behind) {
            return Ok(relation);
        }
        let (lowest, highest) = self.extremes.both(&self.gap)?;
        Ok(Relation::of(Extent { lowest, highest }, negligible))
    }
}

/// Quick bounds of a linear form between the bounds of the weights: with any λ, Σw·d = λ + Σw·(d − λ) is within λ + Σm·(d − λ) ± Σh·|d − λ|, where m is the
/// middle and h half the width of a weight's bounds.
pub(super) struct Screen {
    middle: Vec<f64>,
    half: Vec<f64>,
    middles: f64,
    halves: f64,
}

impl Screen {
    pub(super) fn new(polytope: &WeightPolytope) -> Screen {
        let bounds = || polytope.lower().iter().zip(polytope.upper());
        let middle: Vec<f64> = bounds().map(|(lower, upper)| (lower + upper) / 2.0).collect();
        let half: Vec<f64> = bounds().map(|(lower, upper)| (upper - lower) / 2.0).collect();
        let (middles, halves) = (middle.iter().sum(), half.iter().sum());
        Screen { middle, half, middles, halves }
    }

    /// Bounds that hold, not the extremes themselves.
    pub(super) fn outer(&self, terms: &[f64]) -> Extent {
        let (mut at_middle, mut at_half) = ([0.0; 4], [0.0; 4]);
        lanes(terms, &self.middle, &self.half, |lane, term, middle, half| {
            at_middle[lane] += term * middle;
            at_half[lane] += term * half;
        });
        let at_middle: f64 = at_middle.iter().sum();
        let level = if self.halves > 0.0 { at_half.iter().sum::<f64>() / self.halves } else { 0.0 };
        let mut spread = [0.0; 4];
        lanes(terms, &self.half, &self.half, |lane, term, half, _| {
            spread[lane] += half * (term - level).abs()
        });
        let spread: f64 = spread.iter().sum();
        let centre = level * (1.0 - self.middles) + at_middle;
        Extent { lowest: centre - spread, highest: centre + spread }
    }
}

/// Goes through three lists four at a time, so that the processor can add in parallel.
fn lanes(a: &[f64], b: &[f64], c: &[f64], mut each: impl FnMut(usize, f64, f64, f64)) {
    let whole = a.len() / 4 * 4;
    for ((a, b), c) in a.chunks_exact(4).zip(b.chunks_exact(4)).zip(c.chunks_exact(4)) {
        for lane in 0..4 {
            each(lane, a[lane], b[lane], c[lane]);
        }
    }
    for at in whole..a.len() {
        each(at - whole, a[at], b[at], c[at]);
    }
}
