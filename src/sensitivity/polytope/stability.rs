use super::change::{first, in_order};
use super::{CriterionScores, PolytopeError, WeightPolytope};

/// A weight at which two units are level and change places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// The weight of the criterion, from 0 to 1.
    pub at: f64,
    /// The unit that is ahead just above it.
    pub ahead_above: usize,
}

/// What is to stay as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One unit stays ahead of another.
    Pair {
        /// The unit ahead at the start.
        ahead: usize,
        /// The unit behind.
        behind: usize,
    },
    /// The first place stays with who has it.
    First,
    /// The set of the first so many stays.
    Top(usize),
    /// The whole order stays.
    Order,
}

/// One end of an interval of weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightEnd {
    /// The weight of the criterion, from 0 to 1.
    pub at: f64,
    /// The pair that is level there, ahead and behind at the start; `None` where the weights allowed end first.
    pub pair: Option<(usize, usize)>,
}

/// The weights of one criterion, the others in proportion, with which something stays as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StableInterval {
    /// The lower end.
    pub from: WeightEnd,
    /// The weight at the start.
    pub start: f64,
    /// The upper end.
    pub to: WeightEnd,
}

/// The weights a criterion can have when the others keep their proportions and all stay allowed. The start alone when it has the whole weight: then the others have
/// no proportions.
///
/// # Errors
/// [`PolytopeError`] when the start is not allowed or the criterion does not exist.
pub fn allowed_range(
    polytope: &WeightPolytope,
    start: &[f64],
    criterion: usize,
) -> Result<(f64, f64), PolytopeError> {
    polytope.check_start(start)?;
    let count = polytope.criteria();
    if criterion >= count {
        return Err(PolytopeError::NoSuch { what: "criterion", given: criterion, count });
    }
    let now = start[criterion];
    let others: f64 = (0..count).filter(|at| *at != criterion).map(|at| start[at]).sum();
    if others <= 0.0 {
        return Ok((now, now));
    }
    let (mut low, mut high) = (polytope.lower()[criterion], polytope.upper()[criterion]);
    for at in (0..count).filter(|at| *at != criterion && start[*at] > 0.0) {
        let part = start[at] / others;
        low = low.max(1.0 - polytope.upper()[at] / part);
        high = high.min(1.0 - polytope.lower()[at] / part);
    }
    for row in polytope.rows() {
        let part = |at: usize| row.terms[at] * start[at] / others;
        let rest: f64 = (0..count).filter(|at| *at != criterion).map(part).sum();
        // rest + t·(own − rest) compared with the limit.
        let (slope, room) = (row.terms[criterion] - rest, row.limit - rest);
        if slope == 0.0 {
            continue;
        }
        let end = room / slope;
        let (no_more, no_less) = match row.relation {
            super::Compared::Equal => (true, true),
            super::Compared::AtMost => (slope > 0.0, slope < 0.0),
            super::Compared::AtLeast => (slope < 0.0, slope > 0.0),
        };
        high = if no_more { high.min(end) } else { high };
        low = if no_less { low.max(end) } else { low };
    }
    Ok((low.min(now), high.max(now)))
}

/// All weights of one criterion at which two units change places, ascending, while the others keep their proportions and all stay allowed: "A overtakes B when
/// w ≥ 0.31". At most one for complete scores, at most two where criteria are missing. Empty: never within what is allowed.
///
/// sᵢ(t) = t·xᵢⱼ + (1 − t)·rᵢ, where r is the score on the others; the crossing is where two such lines meet. With missing criteria both sides of the quotient are linear in t,
/// and the crossing solves a quadratic equation.
///
/// ```
/// use quanheng::sensitivity::polytope::{CriterionScores, WeightPolytope, crossings};
/// let scores = CriterionScores::complete(&[&[80.0, 60.0], &[40.0, 70.0]]).unwrap();
/// let found = crossings(&scores, &WeightPolytope::simplex(2).unwrap(), &[0.5, 0.5], 0, 0, 1).unwrap();
/// assert!((found[0].at - 0.6).abs() < 1e-12 && found[0].ahead_above == 0);
/// ```
///
/// # Errors
/// As [`allowed_range`]; and when a unit does not exist.
pub fn crossings(
    scores: &CriterionScores,
    polytope: &WeightPolytope,
    start: &[f64],
    criterion: usize,
    one: usize,
    other: usize,
) -> Result<Vec<Crossing>, PolytopeError> {
    polytope.check_scores(scores.criteria())?;
    scores.check_unit(one)?;
    scores.check_unit(other)?;
    let (low, high) = allowed_range(polytope, start, criterion)?;
    let lines = Lines::new(scores, start, criterion)?;
    let ahead = |(at, rising): (f64, bool)| Crossing { at, ahead_above: if rising { one } else { other } };
    let within = |(at, _): &(f64, bool)| (low..=high).contains(at);
    Ok(lines.difference(one, other).crossings().into_iter().filter(within).map(ahead).collect())
}

/// The weights of one criterion, the others in proportion and all allowed, with which something stays as it is at the start. Where a place is shared at the
/// start, and not by units that stay level, the interval is the start alone.
///
/// # Errors
/// As [`allowed_range`]; when a unit does not exist, [`PolytopeError::Top`] when the number of places is 0 or leaves nobody out, and
/// [`PolytopeError::NothingWeighed`] when a unit has no score at the start.
pub fn stable_interval(
    scores: &CriterionScores,
    polytope: &WeightPolytope,
    start: &[f64],
    criterion: usize,
    holds: Holds,
) -> Result<StableInterval, PolytopeError> {
    polytope.check_scores(scores.criteria())?;
    let (low, high) = allowed_range(polytope, start, criterion)?;
    let lines = Lines::new(scores, start, criterion)?;
    let now = start[criterion];
    let mut interval = StableInterval {
        from: WeightEnd { at: low, pair: None },
        start: now,
        to: WeightEnd { at: high, pair: None },
    };
    for (ahead, behind) in pairs(scores, start, holds)? {
        let difference = lines.difference(ahead, behind);
        if difference.is_nothing() {
            continue;
        }
        let pair = Some((ahead, behind));
        if difference.at(now) <= difference.rounding {
            let end = WeightEnd { at: now, pair };
            return Ok(StableInterval { from: end, start: now, to: end });
        }
        for (at, _) in difference.roots() {
            if at <= now && at > interval.from.at {
                interval.from = WeightEnd { at, pair };
            }
            if at >= now && at < interval.to.at {
                interval.to = WeightEnd { at, pair };
            }
        }
    }
    Ok(interval)
}

/// The pairs whose order must stay, ahead first. Scores change without jumps, so that the first change of an order is one of neighbours.
fn pairs(
    scores: &CriterionScores,
    start: &[f64],
    holds: Holds,
) -> Result<Vec<(usize, usize)>, PolytopeError> {
    let across = |within: Vec<usize>, outside: &[usize]| {
        within.iter().flat_map(|ahead| outside.iter().map(|behind| (*ahead, *behind))).collect()
    };
    Ok(match holds {
        Holds::Pair { ahead, behind } => {
            scores.check_unit(ahead)?;
            scores.check_unit(behind)?;
            vec![(ahead, behind)]
        }
        Holds::First if scores.units() == 1 => Vec::new(),
        Holds::First => {
            let (within, outside) = first(scores, start, 1)?;
            across(within, &outside)
        }
        Holds::Top(count) => {
            let (within, outside) = first(scores, start, count)?;
            across(within, &outside)
        }
        Holds::Order => in_order(scores, start)?.windows(2).map(|pair| (pair[0], pair[1])).collect(),
    })
}

/// Every unit's score as a quotient of two lines in the weight t of one criterion.
struct Lines {
    /// Numerator at t = 0 and t = 1, denominator at t = 0 and t = 1.
    units: Vec<[f64; 4]>,
    rounding: Vec<f64>,
}

impl Lines {
    fn new(scores: &CriterionScores, start: &[f64], criterion: usize) -> Result<Lines, PolytopeError> {
        let others: f64 = (0..start.len()).filter(|at| *at != criterion).map(|at| start[at]).sum();
        // A criterion with the whole weight: the others stay at 0 and the range is that one weight.
        let part = |at: usize| if others > 0.0 { start[at] / others } else { 0.0 };
        let line = |unit: usize| {
            let row = scores.row(unit);
            let present = |at: &usize| *at != criterion && scores.is_present(unit, *at);
            let rest: f64 = (0..row.len()).filter(present).map(|at| part(at) * row[at]).sum();
            if scores.has_all(unit) {
                return [rest, row[criterion], 1.0, 1.0];
            }
            let weighed: f64 = (0..row.len()).filter(present).map(part).sum();
            // With this criterion alone, or without it, the score does not move.
            if weighed <= 0.0 {
                return [row[criterion], row[criterion], 1.0, 1.0];
            }
            if !scores.is_present(unit, criterion) {
                return [rest / weighed, rest / weighed, 1.0, 1.0];
            }
            [rest, row[criterion], weighed, 1.0]
        };
        if let Some(unit) = (0..scores.units()).find(|unit| scores.score(*unit, start).is_none()) {
            return Err(PolytopeError::NothingWeighed { unit });
        }
        let rounding = (0..scores.units()).map(|unit| scores.negligible(unit, unit)).collect();
        Ok(Lines { units: (0..scores.units()).map(line).collect(), rounding })
    }

    /// One score less another, times both denominators, in the basis (1 − t)², t(1 − t), t².
    fn difference(&self, one: usize, other: usize) -> Difference {
        let ([a0, a1, p0, p1], [b0, b1, q0, q1]) = (self.units[one], self.units[other]);
        let ends = [a0 * q0 - b0 * p0, a1 * q1 - b1 * p1];
        let even = p0 == p1 && q0 == q1;
        let middle = if even { ends[0] + ends[1] } else { a0 * q1 + a1 * q0 - b0 * p1 - b1 * p0 };
        let rounding = self.rounding[one].max(self.rounding[other]);
        Difference { ends, middle, linear: even, rounding }
    }
}

/// ends₀·(1 − t)² + middle·t(1 − t) + ends₁·t².
struct Difference {
    ends: [f64; 2],
    middle: f64,
    linear: bool,
    rounding: f64,
}

impl Difference {
    fn at(&self, t: f64) -> f64 {
        let s = 1.0 - t;
        if self.linear {
            return self.ends[0] * s + self.ends[1] * t;
        }
        self.ends[0] * s * s + self.middle * s * t + self.ends[1] * t * t
    }

    /// Level everywhere.
    fn is_nothing(&self) -> bool {
        [self.ends[0], self.ends[1], self.middle].iter().all(|term| term.abs() <= self.rounding)
    }

    /// Where it is 0 between 0 and 1, ascending, and whether it rises there; also where it only touches 0.
    fn roots(&self) -> Vec<(f64, bool)> {
        let [c0, c2] = self.ends;
        if self.is_nothing() {
            return Vec::new();
        }
        let mut roots = if self.linear { vec![c0 / (c0 - c2)] } else { quadratic(c0, self.middle, c2) };
        roots.retain(|root| (0.0..=1.0).contains(root));
        roots.sort_unstable_by(f64::total_cmp);
        roots.dedup();
        let slope = |t: f64| {
            if self.linear {
                c2 - c0
            } else {
                -2.0 * c0 * (1.0 - t) + self.middle * (1.0 - 2.0 * t) + 2.0 * c2 * t
            }
        };
        roots.into_iter().map(|root| (root, slope(root) > 0.0)).collect()
    }

    /// The roots where the sign turns.
    fn crossings(&self) -> Vec<(f64, bool)> {
        let roots = self.roots();
        let turns = |root: &(f64, bool)| {
            // Between neighbouring roots the sign is constant.
            let below = roots.iter().rev().find(|other| other.0 < root.0).map_or(0.0, |other| other.0);
            let above = roots.iter().find(|other| other.0 > root.0).map_or(1.0, |other| other.0);
            let (left, right) = (self.at((below + root.0) / 2.0), self.at((root.0 + above) / 2.0));
            // At the end of the range there is nothing beyond.
            root.0 <= 0.0 || root.0 >= 1.0 || (left < 0.0) != (right < 0.0)
        };
        roots.iter().copied().filter(turns).collect()
    }
}

/// The roots in t of c₀(1 − t)² + c₁t(1 − t) + c₂t², by the form of the quadratic formula that loses no digits.
fn quadratic(c0: f64, c1: f64, c2: f64) -> Vec<f64> {
    let scale = c0.abs().max(c1.abs()).max(c2.abs());
    let (a, b, c) = ((c0 - c1 + c2) / scale, (c1 - 2.0 * c0) / scale, c0 / scale);
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return Vec::new();
    }
    let half = -0.5 * (b + if b < 0.0 { -discriminant.sqrt() } else { discriminant.sqrt() });
    let mut roots = Vec::new();
    if a != 0.0 {
        roots.push(half / a);
    }
    if half != 0.0 {
        roots.push(c / half);
    } else if a != 0.0 {
        roots.push(0.0);
    }
    roots.retain(|root| root.is_finite());
    roots
}
