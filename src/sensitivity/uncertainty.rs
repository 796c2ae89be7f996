//! From counts to answers: intervals of ranks and scores, probabilities, tiers, changes, and whether there were enough replicates.
//!
//! Every number here follows from a [`Summary`] by a stated rule; nothing is drawn. Read next: `convergence`.

use super::replicates::{AsDefined, Change, ChangeCounts, Histogram, Summary, UnitCounts, View, ViewCounts};
use super::{
    ChangeUncertainty, Failure, Interval, NodeUncertainty, PairWins, Rising, Tier, UnitChange,
    UnitUncertainty,
};

/// What is asked of the counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The share of replicates an interval covers, above 0 and below 1.
    pub interval: f64,
    /// In which share of replicates a unit must stand above another, or a score rise, to be told apart; above 0.5.
    pub confidence: f64,
    /// For each k the probability of a rank of k or better.
    pub top: Vec<u32>,
}

impl Summary {
    /// Each node in each period; the first node in its last period comes first, then the other periods from the last to the first.
    #[must_use]
    pub fn uncertainty(&self, asked: &Asked) -> Vec<NodeUncertainty> {
        let mut order: Vec<usize> = (0..self.as_defined.views.len()).collect();
        let first_of_node =
            |view: &View| self.as_defined.views.iter().position(|other| other.node == view.node);
        order.sort_by_key(|at| {
            let view = &self.as_defined.views[*at];
            (first_of_node(view), std::cmp::Reverse(view.period))
        });
        let one = |at: usize| self.node(&self.as_defined.views[at], &self.views[at], asked);
        order.into_iter().map(one).collect()
    }

    /// Each node from each period to the next one.
    #[must_use]
    pub fn change_uncertainty(&self, asked: &Asked) -> Vec<ChangeUncertainty> {
        let all = self.as_defined.changes.iter().zip(&self.changes);
        all.map(|(change, counts)| changes(&self.as_defined, change, counts, asked)).collect()
    }

    /// Replicates that gave scores.
    #[must_use]
    pub fn scored(&self) -> u32 {
        self.scored.iter().sum()
    }

    /// Combinations that could not be scored, the most frequent first.
    #[must_use]
    pub fn failed(&self) -> Vec<Failure> {
        let mut all: Vec<Failure> = self
            .failures
            .iter()
            .map(|failure| Failure {
                combination: failure.combination.clone(),
                replicates: failure.replicates,
                first: failure.first,
                why: failure.why.clone(),
            })
            .collect();
        all.sort_by_key(|failure| (std::cmp::Reverse(failure.replicates), failure.first));
        all
    }

    fn node(&self, view: &View, counts: &ViewCounts, asked: &Asked) -> NodeUncertainty {
        let draws = self.scored();
        let ranks: Vec<Histogram> = counts.units.iter().map(UnitCounts::all_ranks).collect();
        let (tiers, tier_of) = tiers(view, counts, draws, asked.confidence);
        let units: Vec<UnitUncertainty> = (0..view.units.len())
            .map(|at| UnitUncertainty {
                tier: tier_of[at],
                ..self.unit(view, at, &counts.units[at], &ranks[at], asked)
            })
            .collect();
        let shifts: Vec<(u64, u32)> =
            view.ranks.iter().zip(&ranks).map(|(rank, all)| shift(*rank, all)).collect();
        let (moved, counted) =
            shifts.iter().fold((0, 0), |(sum, n), (moved, counted)| (sum + moved, n + u64::from(*counted)));
        let kept = asked.top.iter().map(|k| {
            let first = units.iter().zip(&ranks).filter(|(unit, _)| unit.rank <= *k && unit.scored > 0);
            mean(&first.map(|(_, ranks)| probability(ranks, *k)).collect::<Vec<_>>())
        });
        NodeUncertainty {
            node: view.node.clone(),
            period: view.period,
            kept: kept.collect(),
            units,
            tiers,
            wins: wins(view, counts, draws),
            mean_rank_shift: if counted > 0 { moved as f64 / counted as f64 } else { 0.0 },
            mean_rank_correlation: counts.mean_correlation(),
        }
    }

    fn unit(
        &self,
        view: &View,
        at: usize,
        counts: &UnitCounts,
        ranks: &Histogram,
        asked: &Asked,
    ) -> UnitUncertainty {
        let scored = ranks.total();
        let score = view.scores[at];
        let (mean, deviation) = counts.moments(score, self.as_defined.scale).unwrap_or((score, 0.0));
        let (moved, _) = shift(view.ranks[at], ranks);
        let low = self.as_defined.scale.0;
        UnitUncertainty {
            unit: view.units[at],
            rank: view.ranks[at],
            score,
            scored,
            ranks: interval(asked.interval, f64::from(view.ranks[at]), |p| ranks.quantile(p)),
            scores: score_interval(
                &counts.scores,
                counts.ends,
                (low, self.as_defined.resolution()),
                score,
                asked,
            ),
            mean: counts.ends.map_or(mean, |(least, greatest)| mean.clamp(least, greatest)),
            deviation,
            rank_shift: if scored > 0 { moved as f64 / f64::from(scored) } else { 0.0 },
            top: asked.top.iter().map(|k| probability(ranks, *k)).collect(),
            grades: counts.grades.iter().map(|n| share(*n, scored)).collect(),
            // Ranks are above 0.
            taken: ranks.entries().map(|(rank, times)| (rank.unsigned_abs(), times)).collect(),
            tier: 0,
        }
    }
}

fn share(count: u32, of: u32) -> f64 {
    if of > 0 { f64::from(count) / f64::from(of) } else { 0.0 }
}

fn mean(numbers: &[f64]) -> f64 {
    if numbers.is_empty() { 0.0 } else { numbers.iter().sum::<f64>() / numbers.len() as f64 }
}

/// The share of ranks of k or better.
pub(super) fn probability(ranks: &Histogram, k: u32) -> f64 {
    share(ranks.up_to(i32::try_from(k).unwrap_or(i32::MAX)), ranks.total())
}

/// The sum of |rank − rank as defined|, and over how many replicates.
fn shift(rank: u32, ranks: &Histogram) -> (u64, u32) {
    let moved =
        ranks.entries().map(|(at, times)| u64::from(at.unsigned_abs().abs_diff(rank)) * u64::from(times));
    (moved.sum(), ranks.total())
}

/// The ends that leave out as much below as above, and the median; what is as defined where nothing was counted.
pub(super) fn interval(covered: f64, as_defined: f64, quantile: impl Fn(f64) -> Option<f64>) -> Interval {
    let tail = (1.0 - covered) / 2.0;
    let at = |p| quantile(p).unwrap_or(as_defined);
    Interval { low: at(tail), median: at(0.5), high: at(1.0 - tail) }
}

/// Quantiles of scores counted in parts of the scale, kept between the least and the greatest that came up.
fn score_interval(
    counts: &Histogram,
    ends: Option<(f64, f64)>,
    (low, resolution): (f64, f64),
    as_defined: f64,
    asked: &Asked,
) -> Interval {
    interval(asked.interval, as_defined, |p| {
        let (least, greatest) = ends?;
        Some((low + counts.quantile_within(p)? * resolution).clamp(least, greatest))
    })
}

/// Best first: a tier begins with a unit and takes all that follow until the first that it stands above in at least the share asked for. Where that
/// pair was not counted, as the two are too far apart, the tier is cut there.
fn tiers(view: &View, counts: &ViewCounts, draws: u32, confidence: f64) -> (Vec<Tier>, Vec<u32>) {
    let mut tiers: Vec<Tier> = Vec::new();
    let mut tier_of = Vec::with_capacity(view.units.len());
    let mut first = 0;
    for (at, unit) in view.units.iter().enumerate() {
        let begins = match (tiers.last_mut(), counts.pairs.share(first, at, draws)) {
            (None, _) => true,
            (Some(_), Some(share)) => share >= confidence,
            // Never scored together: nothing tells them apart.
            (Some(_), None) if counts.pairs.covers(first, at) => false,
            (Some(last), None) => {
                last.cut = true;
                true
            }
        };
        if begins {
            first = at;
            tiers.push(Tier { units: Vec::new(), cut: false });
        }
        if let Some(last) = tiers.last_mut() {
            last.units.push(*unit);
        }
        tier_of.push(u32::try_from(tiers.len() - 1).unwrap_or(u32::MAX));
    }
    (tiers, tier_of)
}

fn wins(view: &View, counts: &ViewCounts, draws: u32) -> Option<PairWins> {
    let units = view.units.len();
    counts.pairs.has_all().then(|| {
        let of = |pair: usize| {
            let (row, column) = (pair / units, pair % units);
            counts.pairs.share(row, column, draws).unwrap_or(0.5)
        };
        PairWins { units: view.units.clone(), share: (0..units * units).map(of).collect() }
    })
}

fn changes(
    as_defined: &AsDefined,
    change: &Change,
    counts: &[ChangeCounts],
    asked: &Asked,
) -> ChangeUncertainty {
    let (from, to) = (&as_defined.views[change.from], &as_defined.views[change.to]);
    let unit = |(&(before, after), counts): (&(u32, u32), &ChangeCounts)| {
        let (before, after) = (before as usize, after as usize);
        let scored = counts.scores.total();
        let score = to.scores[after] - from.scores[before];
        let rank = i64::from(to.ranks[after]) - i64::from(from.ranks[before]);
        let (rises, falls) = (share(counts.rises, scored), share(counts.falls, scored));
        let verdict = if rises >= asked.confidence {
            Rising::Rises
        } else if falls >= asked.confidence {
            Rising::Falls
        } else {
            Rising::Indistinguishable
        };
        UnitChange {
            unit: to.units[after],
            score,
            rank,
            scored,
            scores: score_interval(&counts.scores, counts.ends, (0.0, as_defined.resolution()), score, asked),
            ranks: interval(asked.interval, rank as f64, |p| counts.ranks.quantile(p)),
            rises,
            moves_up: share(counts.ranks.up_to(-1), scored),
            verdict,
        }
    };
    let units = change.places.iter().zip(counts).map(unit).collect();
    ChangeUncertainty { node: to.node.clone(), from: from.period, to: to.period, units }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[i32]) -> Histogram {
        let mut histogram = Histogram::default();
        numbers.iter().for_each(|number| histogram.count(*number));
        histogram
    }

    #[test]
    fn what_is_said_of_ranks_is_what_was_counted() {
        let ranks = of(&[1, 1, 2, 3, 3, 3, 7, 9, 1, 2]);
        assert_eq!(probability(&ranks, 3), 0.8);
        assert_eq!(shift(2, &ranks), (18, 10));
        let interval = interval(0.9, 2.0, |p| ranks.quantile(p));
        // numpy.quantile of these ten numbers at 0.05, 0.5 and 0.95; 8.1 has no exact form.
        assert_eq!((interval.low, interval.median), (1.0, 2.5));
        assert!((interval.high - 8.1).abs() < 1e-12);
    }

    #[test]
    fn a_score_that_never_moves_has_no_width() {
        let asked = Asked { interval: 0.9, confidence: 0.95, top: Vec::new() };
        let interval =
            score_interval(&of(&[2048; 7]), Some((50.01, 50.01)), (0.0, 100.0 / 4096.0), 50.01, &asked);
        assert_eq!((interval.low, interval.median, interval.high), (50.01, 50.01, 50.01));
        let none = score_interval(&of(&[]), None, (0.0, 1.0), 3.0, &asked);
        assert_eq!((none.low, none.high), (3.0, 3.0));
    }
}
