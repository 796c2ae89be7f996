//! What is kept of replicates: whole numbers only, so that summaries of any ranges, merged in any order, are the same bits.

use serde::{Deserialize, Serialize};

use super::as_defined::AsDefined;
use super::block::Draws;
use super::histogram::Histogram;
use super::pairs::Pairs;
use super::ranking::Order;
use crate::ranking::grade_of;
use crate::vocab::Text;

/// Stages of a run after which the answers are compared: an eighth of the replicates, a quarter, a half, all.
pub(super) const STAGES: u32 = 4;
/// A difference of scores is kept in parts of the scale of this size.
const FINENESS: f64 = (1_u64 << 40) as f64;
/// Differences farther than this from the score as defined count as this: 128 times the scale. Squares of 2^32 such add up without overflow.
const FARTHEST: i64 = 1 << 47;
/// A correlation is kept in parts of this size.
const CORRELATION: f64 = (1_u64 << 52) as f64;

/// What some replicates of a plan came to.
///
/// Written as JSON and read again it is the same; so is it when merged from parts in any order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Of the plan, with the data it was run on.
    pub fingerprint: String,
    /// How many replicates the plan has.
    pub draws: u32,
    /// Which of them are in here: from, and up to but not with; ascending and apart.
    pub ranges: Vec<(u32, u32)>,
    /// What they are compared with.
    pub as_defined: AsDefined,
    /// Replicates that gave scores, by stage.
    pub scored: Vec<u32>,
    /// Replicates that did not, by reason.
    pub failures: Vec<FailureCount>,
    /// One for each view.
    pub views: Vec<ViewCounts>,
    /// One for each change.
    pub changes: Vec<Vec<ChangeCounts>>,
}

/// Replicates that could not be scored for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailureCount {
    /// The choices, as people read them.
    pub combination: Vec<String>,
    /// The code of the reason.
    pub code: String,
    /// The reason.
    pub why: Text,
    /// The first of them.
    pub first: u32,
    /// How many.
    pub replicates: u32,
}

/// What a node in a period came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewCounts {
    /// In the order of the view.
    pub units: Vec<UnitCounts>,
    /// Who stands above whom.
    pub pairs: Pairs,
    /// Rank correlations with the ranking as defined, in 2⁻⁵² each, added up.
    pub correlations: i128,
    /// How many there were.
    pub correlated: u32,
}

/// What a unit came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitCounts {
    /// Ranks, by stage.
    pub ranks: Vec<Histogram>,
    /// Scores above the worst of the scale, in parts of the resolution.
    pub scores: Histogram,
    /// The least and the greatest score.
    pub ends: Option<(f64, f64)>,
    /// Differences from the score as defined, in 2⁻⁴⁰ of the scale each, added up.
    pub sum: i128,
    /// Their squares, added up.
    pub squares: i128,
    /// How often each grade was given, best first; empty without grades.
    pub grades: Vec<u32>,
}

/// What a unit came to from one period to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeCounts {
    /// Changes of the score, in parts of the resolution.
    pub scores: Histogram,
    /// The least and the greatest.
    pub ends: Option<(f64, f64)>,
    /// Changes of the rank.
    pub ranks: Histogram,
    /// Replicates in which the score rises.
    pub rises: u32,
    /// Replicates in which it falls.
    pub falls: u32,
}

/// Two summaries that do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotMerge {
    /// They are of different plans or data.
    #[error("summaries of different plans or data cannot be merged")]
    OtherPlan,
    /// A replicate is in both.
    #[error("replicate {0} is in both summaries")]
    Twice(u32),
}

impl Summary {
    pub(super) fn empty(fingerprint: String, draws: u32, as_defined: AsDefined) -> Summary {
        let views = as_defined.views.iter().map(|view| {
            let grades = if view.graded { as_defined.cut_offs.len() } else { 0 };
            let unit = UnitCounts {
                ranks: vec![Histogram::default(); STAGES as usize],
                grades: vec![0; grades],
                ..UnitCounts::default()
            };
            let units = vec![unit; view.units.len()];
            ViewCounts { pairs: Pairs::new(units.len()), units, correlations: 0, correlated: 0 }
        });
        let changes = as_defined.changes.iter().map(|c| vec![ChangeCounts::default(); c.places.len()]);
        let (views, changes) = (views.collect(), changes.collect());
        let scored = vec![0; STAGES as usize];
        Summary {
            fingerprint,
            draws,
            ranges: Vec::new(),
            as_defined,
            scored,
            failures: Vec::new(),
            views,
            changes,
        }
    }

    /// Both together.
    ///
    /// # Errors
    /// When they are of different plans or data, or have replicates in common.
    pub fn merge(mut self, other: &Summary) -> Result<Summary, CannotMerge> {
        if self.fingerprint != other.fingerprint
            || self.draws != other.draws
            || self.as_defined != other.as_defined
        {
            return Err(CannotMerge::OtherPlan);
        }
        self.ranges = joined(&self.ranges, &other.ranges)?;
        self.add(other);
        Ok(self)
    }

    /// Adds counts, whatever the ranges.
    pub(super) fn add(&mut self, other: &Summary) {
        self.scored.iter_mut().zip(&other.scored).for_each(|(mine, theirs)| *mine += theirs);
        for failure in &other.failures {
            self.fail(failure);
        }
        self.views.iter_mut().zip(&other.views).for_each(|(mine, theirs)| mine.merge(theirs));
        for (mine, theirs) in self.changes.iter_mut().zip(&other.changes) {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| mine.merge(theirs));
        }
    }

    /// Counts replicates that could not be scored.
    pub(super) fn fail(&mut self, failure: &FailureCount) {
        let key = |one: &FailureCount| (one.combination.clone(), one.code.clone(), one.why.clone());
        let wanted = key(failure);
        let order = |one: &FailureCount| {
            let (combination, code, why) = key(one);
            (combination, code, why.zh, why.en).cmp(&(
                wanted.0.clone(),
                wanted.1.clone(),
                wanted.2.zh.clone(),
                wanted.2.en.clone(),
            ))
        };
        match self.failures.binary_search_by(order) {
            Ok(at) => {
                let known = &mut self.failures[at];
                known.first = known.first.min(failure.first);
                known.replicates += failure.replicates;
            }
            Err(at) => self.failures.insert(at, failure.clone()),
        }
    }

    /// Counts draws; `replicates` are their numbers.
    pub(super) fn count(&mut self, replicates: &[u32], draws: &[Draws]) {
        let stages: Vec<usize> = replicates.iter().map(|replicate| self.stage(*replicate)).collect();
        for stage in &stages {
            self.scored[*stage] += 1;
        }
        let Summary { as_defined, views, changes, .. } = self;
        for ((view, counts), draws) in as_defined.views.iter().zip(views).zip(draws) {
            let cut_offs: &[Option<f64>] = if view.graded { &as_defined.cut_offs } else { &[] };
            let scale = Scale::new(as_defined, cut_offs);
            counts.count(&view.scores, &view.ranks, &scale, &stages, draws);
        }
        let per_point = 1.0 / as_defined.resolution();
        for (change, counts) in as_defined.changes.iter().zip(changes) {
            let (from, to) = (&draws[change.from], &draws[change.to]);
            for (&(before, after), counts) in change.places.iter().zip(counts) {
                counts.count(from, before as usize, to, after as usize, per_point);
            }
        }
    }

    fn stage(&self, replicate: u32) -> usize {
        let ends = stage_ends(self.draws);
        ends.iter().position(|end| replicate < *end).unwrap_or(STAGES as usize - 1)
    }

    /// Puts in order which replicates are in here.
    pub(super) fn cover(&mut self, from: u32, to: u32) {
        if from < to {
            self.ranges = vec![(from, to)];
        }
    }
}

/// After how many replicates each stage ends.
pub(in crate::sensitivity) fn stage_ends(draws: u32) -> [u32; STAGES as usize] {
    [8, 4, 2, 1].map(|part| draws.div_ceil(part))
}

fn joined(a: &[(u32, u32)], b: &[(u32, u32)]) -> Result<Vec<(u32, u32)>, CannotMerge> {
    let mut all: Vec<(u32, u32)> = a.iter().chain(b).copied().collect();
    all.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for (from, to) in all {
        match joined.last_mut() {
            Some(last) if from < last.1 => return Err(CannotMerge::Twice(from)),
            Some(last) if from == last.1 => last.1 = to,
            _ => joined.push((from, to)),
        }
    }
    Ok(joined)
}

/// How scores become whole numbers.
struct Scale<'s> {
    low: f64,
    per_point: f64,
    fine: f64,
    cut_offs: &'s [Option<f64>],
}

impl<'s> Scale<'s> {
    fn new(as_defined: &AsDefined, cut_offs: &'s [Option<f64>]) -> Self {
        let (low, high) = as_defined.scale;
        Scale { low, per_point: 1.0 / as_defined.resolution(), fine: FINENESS / (high - low), cut_offs }
    }
}

impl ViewCounts {
    fn count(&mut self, scores: &[f64], ranks: &[u32], scale: &Scale<'_>, stages: &[usize], draws: &Draws) {
        // A few units at a time, draw by draw: their counts stay near the processor.
        const TILE: usize = 8;
        let units = self.units.len();
        for from in (0..units).step_by(TILE) {
            let tile = from..(from + TILE).min(units);
            for (draw, stage) in stages.iter().enumerate() {
                let row = draw * units;
                for unit in tile.clone() {
                    let rank = draws.ranks[row + unit];
                    if rank > 0 {
                        self.units[unit].count(scores[unit], draws.scores[row + unit], rank, *stage, scale);
                    }
                }
            }
        }
        self.pairs.count(&draws.ranks, &draws.orders);
        let strict = ranks.iter().zip(1..).all(|(rank, place)| *rank == place);
        for (draw, order) in draws.orders.iter().enumerate() {
            let strict = strict && *order == Order::Strict;
            if let Some(correlation) = correlation(ranks, draws.ranks(draw), strict) {
                self.correlations += i128::from((correlation * CORRELATION) as i64);
                self.correlated += 1;
            }
        }
    }

    fn merge(&mut self, other: &ViewCounts) {
        self.units.iter_mut().zip(&other.units).for_each(|(mine, theirs)| mine.merge(theirs));
        self.pairs.merge(&other.pairs);
        self.correlations += other.correlations;
        self.correlated += other.correlated;
    }

    /// The mean of the rank correlations with the ranking as defined; `None` without any.
    #[must_use]
    pub fn mean_correlation(&self) -> Option<f64> {
        (self.correlated > 0).then(|| self.correlations as f64 / f64::from(self.correlated) / CORRELATION)
    }
}

impl UnitCounts {
    #[inline]
    fn count(&mut self, as_defined: f64, score: f64, rank: u32, stage: usize, scale: &Scale<'_>) {
        self.ranks[stage].count(rank as i32);
        self.scores.count(((score - scale.low) * scale.per_point).floor() as i32);
        self.ends = Some(widened(self.ends, score));
        let difference = (((score - as_defined) * scale.fine) as i64).clamp(-FARTHEST, FARTHEST);
        self.sum += i128::from(difference);
        self.squares += i128::from(difference) * i128::from(difference);
        if let Some(grade) = grade_of(score, scale.cut_offs) {
            self.grades[grade] += 1;
        }
    }

    fn merge(&mut self, other: &UnitCounts) {
        self.ranks.iter_mut().zip(&other.ranks).for_each(|(mine, theirs)| mine.merge(theirs));
        self.scores.merge(&other.scores);
        self.ends = both(self.ends, other.ends);
        self.sum += other.sum;
        self.squares += other.squares;
        self.grades.iter_mut().zip(&other.grades).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// All ranks, whatever the stage.
    #[must_use]
    pub fn all_ranks(&self) -> Histogram {
        let mut all = Histogram::default();
        self.ranks.iter().for_each(|stage| all.merge(stage));
        all
    }

    /// Mean and standard deviation of the score, from the score as defined; `None` where it never had one.
    #[must_use]
    pub fn moments(&self, as_defined: f64, scale: (f64, f64)) -> Option<(f64, f64)> {
        let n = f64::from(self.scores.total());
        if n == 0.0 {
            return None;
        }
        let part = (scale.1 - scale.0) / FINENESS;
        let mean = self.sum as f64 / n;
        let variance = (self.squares as f64 / n - mean * mean).max(0.0);
        Some((as_defined + mean * part, variance.sqrt() * part))
    }
}

impl ChangeCounts {
    fn count(&mut self, from: &Draws, before: usize, to: &Draws, after: usize, per_point: f64) {
        for draw in 0..from.orders.len() {
            let (before, after) = (draw * from.units + before, draw * to.units + after);
            let (rank_before, rank_after) = (from.ranks[before], to.ranks[after]);
            if rank_before == 0 || rank_after == 0 {
                continue;
            }
            let change = to.scores[after] - from.scores[before];
            self.scores.count((change * per_point).floor() as i32);
            self.ends = Some(widened(self.ends, change));
            self.ranks.count(rank_after as i32 - rank_before as i32);
            self.rises += u32::from(change > 0.0);
            self.falls += u32::from(change < 0.0);
        }
    }

    fn merge(&mut self, other: &ChangeCounts) {
        self.scores.merge(&other.scores);
        self.ranks.merge(&other.ranks);
        self.ends = both(self.ends, other.ends);
        self.rises += other.rises;
        self.falls += other.falls;
    }
}

/// With one more number. A zero has no sign, so that the order does not show.
#[inline]
fn widened(ends: Option<(f64, f64)>, number: f64) -> (f64, f64) {
    let number = number + 0.0;
    match ends {
        None => (number, number),
        Some((least, greatest)) => {
            (if number < least { number } else { least }, if number > greatest { number } else { greatest })
        }
    }
}

fn both(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> Option<(f64, f64)> {
    match (a, b) {
        (Some(a), Some((least, greatest))) => {
            let wider = widened(Some(a), least);
            Some(widened(Some(wider), greatest))
        }
        (one, other) => one.or(other),
    }
}

/// Spearman's rank correlation of ranks with those as defined, over units that have both; `None` where one of them is the same for all.
fn correlation(as_defined: &[u32], ranks: &[u32], strict: bool) -> Option<f64> {
    if strict {
        let squares = as_defined.iter().zip(ranks).map(|(a, b)| u64::from(a.abs_diff(*b)));
        let n = i128::try_from(ranks.len()).unwrap_or(0);
        let squares: i128 = i128::from(squares.map(|d| d * d).sum::<u64>());
        let whole = n * (n * n - 1);
        return (n > 1).then(|| (whole - 6 * squares) as f64 / whole as f64);
    }
    let pairs = || as_defined.iter().zip(ranks).filter(|(_, rank)| **rank > 0);
    let (mine, theirs) = (doubled(pairs().map(|(rank, _)| *rank)), doubled(pairs().map(|(_, rank)| *rank)));
    let n = i128::try_from(mine.len()).unwrap_or(0);
    let sum = |all: &[u64]| i128::from(all.iter().sum::<u64>());
    let product = |a: &[u64], b: &[u64]| a.iter().zip(b).map(|(a, b)| i128::from(a * b)).sum::<i128>();
    let covariance = n * product(&mine, &theirs) - sum(&mine) * sum(&theirs);
    let variance_a = n * product(&mine, &mine) - sum(&mine) * sum(&mine);
    let variance_b = n * product(&theirs, &theirs) - sum(&theirs) * sum(&theirs);
    if variance_a <= 0 || variance_b <= 0 {
        return None;
    }
    Some((covariance as f64 / (variance_a as f64).sqrt() / (variance_b as f64).sqrt()).clamp(-1.0, 1.0))
}

/// Twice the mean rank of each, from competition ranks: those who share one have the middle of the places they take.
fn doubled(ranks: impl Iterator<Item = u32>) -> Vec<u64> {
    let ranks: Vec<u32> = ranks.collect();
    let greatest = ranks.iter().copied().max().unwrap_or(0) as usize;
    let mut times = vec![0_u64; greatest + 1];
    for rank in &ranks {
        times[*rank as usize] += 1;
    }
    ranks.iter().map(|rank| 2 * u64::from(*rank) + times[*rank as usize] - 1).collect()
}
