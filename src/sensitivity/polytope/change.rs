use super::extremes::Extremes;
use super::{CriterionScores, PolytopeError, WeightPolytope};
use crate::optimisation::{Programme, Row, dot};

/// How far weights are from where they started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// Σ|w − w⁰| (L1): twice the weight that changes hands.
    Total,
    /// √Σ(w − w⁰)² (L2).
    Euclidean,
}

/// Weights to move to.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// How far they are from the start; shares of the whole weight, from 0 up.
    pub distance: f64,
    /// The weights there: the two scores are level, and any step further turns their order.
    pub weights: Vec<f64>,
}

/// When one unit overtakes another.
#[derive(Clone, Debug, PartialEq)]
pub enum Overtaking {
    /// It is not behind with the weights at the start.
    Already,
    /// At the nearest weights with which it is level.
    At(Change),
    /// With no weights allowed.
    Never {
        /// The least it is behind, on the scale of the scores weighted.
        behind: f64,
    },
}

/// The nearest change of the set of the first k.
#[derive(Clone, Debug, PartialEq)]
pub struct TopChange {
    /// The unit that leaves.
    pub leaves: usize,
    /// The unit that comes in.
    pub enters: usize,
    /// The weights with which they are level.
    pub change: Change,
}

/// The smallest change of the weights, within those allowed, by which a unit overtakes another.
///
/// Solves min ‖w − w⁰‖ with Σw·(x_behind − x_ahead) ≥ 0. L1 between bounds: weight goes from the criteria that help least to those that help most (exact, a continuous knapsack); with
/// further conditions a linear programme. L2: w = clamp(w⁰ + μ·δ − ν) with μ and ν solved on the active set (Karush–Kuhn–Tucker), bounds only.
///
/// ```
/// use quanheng::sensitivity::polytope::{CriterionScores, Distance, Overtaking, WeightPolytope, overtaking};
/// let scores = CriterionScores::complete(&[&[80.0, 60.0], &[40.0, 70.0]]).unwrap();
/// let weights = WeightPolytope::simplex(2).unwrap();
/// // Level at 0.6 : 0.4.
/// let Overtaking::At(change) = overtaking(&scores, &weights, &[0.7, 0.3], 1, 0, Distance::Total).unwrap() else { panic!() };
/// assert!((change.distance - 0.2).abs() < 1e-12 && (change.weights[0] - 0.6).abs() < 1e-12);
/// ```
///
/// # Errors
/// [`PolytopeError`] when the start is not allowed, a unit does not exist, the two lack different criteria, or L2 is asked with conditions beside the bounds.
pub fn overtaking(
    scores: &CriterionScores,
    polytope: &WeightPolytope,
    start: &[f64],
    behind: usize,
    ahead: usize,
    distance: Distance,
) -> Result<Overtaking, PolytopeError> {
    let search = Search::new(scores, polytope, start, distance)?;
    scores.check_unit(behind)?;
    scores.check_unit(ahead)?;
    search.overtaking(behind, ahead)
}

/// The smallest change of the weights by which another unit enters the first `count`: the least over all pairs of one within and one outside. `None` when the
/// set stays with all weights allowed. Where the place is shared the distance is 0.
///
/// # Errors
/// As [`overtaking`]; and [`PolytopeError::Top`] when `count` is 0 or leaves nobody out.
pub fn top_change(
    scores: &CriterionScores,
    polytope: &WeightPolytope,
    start: &[f64],
    count: usize,
    distance: Distance,
) -> Result<Option<TopChange>, PolytopeError> {
    let search = Search::new(scores, polytope, start, distance)?;
    let (within, outside) = first(scores, start, count)?;
    let mut gap = vec![0.0; scores.criteria()];
    let mut pairs = Vec::with_capacity(within.len() * outside.len());
    for leaves in &within {
        for enters in &outside {
            if !scores.alike(*leaves, *enters) {
                return Err(PolytopeError::Gaps { first: *leaves, second: *enters });
            }
            scores.gap(*enters, *leaves, &mut gap);
            pairs.push((search.at_least(&gap), *leaves, *enters));
        }
    }
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut best: Option<TopChange> = None;
    for (at_least, leaves, enters) in pairs {
        if best.as_ref().is_some_and(|best| at_least >= best.change.distance) {
            break;
        }
        let change = match search.overtaking(enters, leaves)? {
            Overtaking::Already => Change { distance: 0.0, weights: start.to_vec() },
            Overtaking::At(change) => change,
            Overtaking::Never { .. } => continue,
        };
        if best.as_ref().is_none_or(|best| change.distance < best.change.distance) {
            best = Some(TopChange { leaves, enters, change });
        }
    }
    Ok(best)
}

/// The units of the first `count` places and the others, both from the best on; equal scores in the order of the units.
pub(super) fn first(
    scores: &CriterionScores,
    weights: &[f64],
    count: usize,
) -> Result<(Vec<usize>, Vec<usize>), PolytopeError> {
    if count == 0 || count >= scores.units() {
        return Err(PolytopeError::Top { given: count, units: scores.units() });
    }
    let mut order = in_order(scores, weights)?;
    let outside = order.split_off(count);
    Ok((order, outside))
}

/// All units, from the best on.
pub(super) fn in_order(scores: &CriterionScores, weights: &[f64]) -> Result<Vec<usize>, PolytopeError> {
    let score = |unit| scores.score(unit, weights).ok_or(PolytopeError::NothingWeighed { unit });
    let values: Vec<f64> = (0..scores.units()).map(score).collect::<Result<_, _>>()?;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    Ok(order)
}

struct Search<'a> {
    scores: &'a CriterionScores,
    polytope: &'a WeightPolytope,
    start: &'a [f64],
    distance: Distance,
}

impl<'a> Search<'a> {
    fn new(
        scores: &'a CriterionScores,
        polytope: &'a WeightPolytope,
        start: &'a [f64],
        distance: Distance,
    ) -> Result<Self, PolytopeError> {
        polytope.check_scores(scores.criteria())?;
        polytope.check_start(start)?;
        if distance == Distance::Euclidean && !polytope.rows().is_empty() {
            return Err(PolytopeError::OnlyBounds { what: "the Euclidean distance" });
        }
        Ok(Search { scores, polytope, start, distance })
    }

    fn overtaking(&self, behind: usize, ahead: usize) -> Result<Overtaking, PolytopeError> {
        if !self.scores.alike(behind, ahead) {
            return Err(PolytopeError::Gaps { first: behind, second: ahead });
        }
        let mut gap = vec![0.0; self.scores.criteria()];
        self.scores.gap(behind, ahead, &mut gap);
        let negligible = self.scores.negligible(behind, ahead);
        let now = dot(&gap, self.start);
        if now >= -negligible {
            return Ok(Overtaking::Already);
        }
        let mut best = self.start.to_vec();
        let highest = Extremes::new(self.polytope)?.highest(&gap, &mut best)?;
        if highest < -negligible {
            return Ok(Overtaking::Never { behind: -highest });
        }
        let scale = gap.iter().fold(0.0, |most: f64, term| most.max(term.abs()));
        let gap: Vec<f64> = gap.iter().map(|term| term / scale).collect();
        let weights = match self.distance {
            // Only just: every answer is where the difference is greatest.
            _ if highest <= 0.0 => Some(best),
            Distance::Total if self.polytope.rows().is_empty() => Some(self.exchanged(&gap)),
            Distance::Total => self.programmed(&gap),
            Distance::Euclidean => Some(self.projected(&gap)),
        };
        let weights = weights.ok_or(PolytopeError::NoEnd)?;
        Ok(Overtaking::At(Change { distance: self.measure(&weights), weights }))
    }

    fn measure(&self, weights: &[f64]) -> f64 {
        let moves = weights.iter().zip(self.start).map(|(to, from)| to - from);
        match self.distance {
            Distance::Total => moves.map(f64::abs).sum(),
            Distance::Euclidean => moves.map(|by| by * by).sum::<f64>().sqrt(),
        }
    }

    /// No change of this length or less makes up for the difference, bounds left aside.
    fn at_least(&self, gap: &[f64]) -> f64 {
        let behind = -dot(gap, self.start);
        if behind <= 0.0 {
            return 0.0;
        }
        let per_distance = match self.distance {
            Distance::Total => {
                let most = gap.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let least = gap.iter().copied().fold(f64::INFINITY, f64::min);
                (most - least) / 2.0
            }
            Distance::Euclidean => {
                let scale = gap.iter().fold(0.0, |most: f64, term| most.max(term.abs()));
                let mean = gap.iter().map(|term| term / scale).sum::<f64>() / gap.len() as f64;
                let square = |term: &f64| (term / scale - mean) * (term / scale - mean);
                scale * gap.iter().map(square).sum::<f64>().sqrt()
            }
        };
        // A hair less, so that rounding never hides the nearest pair.
        if per_distance > 0.0 { behind / per_distance * (1.0 - 1e-12) } else { f64::INFINITY }
    }

    /// Weight from the criteria that help least to those that help most.
    fn exchanged(&self, gap: &[f64]) -> Vec<f64> {
        let (lower, upper) = (self.polytope.lower(), self.polytope.upper());
        let mut weights = self.start.to_vec();
        let mut order: Vec<usize> = (0..gap.len()).collect();
        order.sort_by(|a, b| gap[*a].total_cmp(&gap[*b]));
        let (mut from, mut to) = (0, gap.len() - 1);
        let mut behind = -dot(gap, &weights);
        while behind > 0.0 && from < to {
            let (giver, taker) = (order[from], order[to]);
            let gain = gap[taker] - gap[giver];
            let (left, room) = (weights[giver] - lower[giver], upper[taker] - weights[taker]);
            if gain <= 0.0 {
                break;
            }
            let needed = behind / gain;
            if needed <= left && needed <= room {
                weights[giver] = (weights[giver] - needed).max(lower[giver]);
                weights[taker] = (weights[taker] + needed).min(upper[taker]);
                break;
            }
            if left <= room {
                weights[giver] = lower[giver];
                weights[taker] += left.max(0.0);
                behind -= left.max(0.0) * gain;
                from += 1;
            } else {
                weights[taker] = upper[taker];
                weights[giver] -= room.max(0.0);
                behind -= room.max(0.0) * gain;
                to -= 1;
            }
        }
        weights
    }

    /// The same as a programme in what is added to and what is taken from each weight.
    fn programmed(&self, gap: &[f64]) -> Option<Vec<f64>> {
        let count = gap.len();
        let twice = |terms: &[f64]| -> Vec<f64> {
            terms.iter().copied().chain(terms.iter().map(|term| -term)).collect()
        };
        let above: Vec<f64> = self.start.iter().zip(self.polytope.lower()).map(|(w, l)| w - l).collect();
        let moved = |row: Row| Row { limit: row.limit - dot(&row.terms, &above), terms: twice(&row.terms) };
        let mut rows: Vec<Row> = self.polytope.programme_rows().into_iter().map(moved).collect();
        for (at, above) in above.iter().enumerate() {
            let mut terms = vec![0.0; count];
            terms[at] = -1.0;
            rows.push(Row { terms: twice(&terms), limit: *above });
        }
        let against: Vec<f64> = gap.iter().map(|term| -term).collect();
        rows.push(Row { terms: twice(&against), limit: dot(gap, self.start) });
        let mut programme = Programme::within(2 * count, rows)?;
        programme.set_cost(&vec![-1.0; 2 * count]);
        let moves = programme.solve()?;
        let mut weights = vec![0.0; count];
        let above: Vec<f64> = (0..count).map(|at| above[at] + moves[at] - moves[count + at]).collect();
        self.polytope.settle(&above, &mut weights);
        Some(weights)
    }

    /// The nearest point where the difference is 0: the projection of w⁰ + μ·δ for the μ that just suffices.
    fn projected(&self, gap: &[f64]) -> Vec<f64> {
        let towards = |by: f64| -> (Vec<f64>, f64) {
            let target: Vec<f64> = self.start.iter().zip(gap).map(|(start, gap)| start + by * gap).collect();
            let level = self.level(&target);
            (target, level)
        };
        let (mut low, mut high) = (0.0, 1.0);
        loop {
            let (target, level) = towards(high);
            if dot(gap, &self.clamped(&target, level)) >= 0.0 || high > 1e15 {
                break;
            }
            low = high;
            high *= 2.0;
        }
        let mut by = (low + high) / 2.0;
        for _ in 0..200 {
            let (target, level) = towards(by);
            let weights = self.clamped(&target, level);
            if let Some(solved) = self.on_active_set(gap, &weights) {
                return solved;
            }
            if dot(gap, &weights) >= 0.0 {
                high = by;
            } else {
                low = by;
            }
            let middle = (low + high) / 2.0;
            if middle <= low || middle >= high {
                break;
            }
            by = middle;
        }
        let (target, level) = towards(high);
        self.clamped(&target, level)
    }

    /// The answer when the weights at their bounds are those that are there now; `None` when they are not.
    fn on_active_set(&self, gap: &[f64], weights: &[f64]) -> Option<Vec<f64>> {
        let (lower, upper) = (self.polytope.lower(), self.polytope.upper());
        let free: Vec<usize> =
            (0..gap.len()).filter(|at| lower[*at] < weights[*at] && weights[*at] < upper[*at]).collect();
        let count = free.len() as f64;
        let mean = free.iter().map(|at| gap[*at]).sum::<f64>() / count;
        let spread: f64 = free.iter().map(|at| (gap[*at] - mean) * (gap[*at] - mean)).sum();
        if free.len() < 2 || spread <= 0.0 {
            return None;
        }
        // Σ over free of (w⁰ + μδ − ν) = what the fixed leave, and Σδw = 0.
        let fixed = |at: &usize| !free.contains(at);
        let left = 1.0 - (0..gap.len()).filter(fixed).map(|at| weights[at]).sum::<f64>();
        let behind = -(0..gap.len()).filter(fixed).map(|at| gap[at] * weights[at]).sum::<f64>();
        let from: f64 = free.iter().map(|at| self.start[*at]).sum();
        let along: f64 = free.iter().map(|at| (gap[*at] - mean) * self.start[*at]).sum();
        let by = (behind - mean * left - along) / spread;
        let shift = (from + by * mean * count - left) / count;
        let solved: Vec<f64> = (0..gap.len())
            .map(|at| if free.contains(&at) { self.start[at] + by * gap[at] - shift } else { weights[at] })
            .collect();
        let inside = |at: usize| (lower[at]..=upper[at]).contains(&solved[at]);
        // What is fixed must still be pressed against its bound.
        let pressed = |at: usize| {
            let aim = self.start[at] + by * gap[at] - shift;
            if weights[at] <= lower[at] { aim <= lower[at] } else { aim >= upper[at] }
        };
        let holds = by >= 0.0 && (0..gap.len()).all(|at| if fixed(&at) { pressed(at) } else { inside(at) });
        holds.then_some(solved)
    }

    fn clamped(&self, target: &[f64], level: f64) -> Vec<f64> {
        let bounds = self.polytope.lower().iter().zip(self.polytope.upper());
        target.iter().zip(bounds).map(|(aim, (lower, upper))| (aim - level).clamp(*lower, *upper)).collect()
    }

    /// The level ν with Σ clamp(target − ν) = 1.
    fn level(&self, target: &[f64]) -> f64 {
        let bounds = self.polytope.lower().iter().zip(self.polytope.upper());
        let mut knees: Vec<f64> =
            target.iter().zip(bounds).flat_map(|(aim, (lower, upper))| [aim - lower, aim - upper]).collect();
        knees.sort_unstable_by(f64::total_cmp);
        let sum = |level: f64| self.clamped(target, level).iter().sum::<f64>();
        let after = knees.partition_point(|level| sum(*level) > 1.0);
        if after == 0 || after == knees.len() {
            return knees[after.min(knees.len() - 1)];
        }
        let (left, right) = (knees[after - 1], knees[after]);
        let (most, least) = (sum(left), sum(right));
        if most <= least { right } else { left + (right - left) * ((most - 1.0) / (most - least)) }
    }
}
