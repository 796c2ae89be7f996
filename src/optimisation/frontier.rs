//! The weights that show one row of values best, while no row of a frontier exceeds 1 with them.
//!
//! max c·w with Y·w ≤ 1, w ≥ 0 and each w (or each w·c) between two shares of their sum. The lower shares are built into the variables:
//! w = u + κ·Σu with κ = low / (1 − m·low) keeps them for any u ≥ 0, so that m rows less are left; the upper ones, and nearly all rows of the frontier,
//! enter only when broken. What is left has about as many rows as there are weights.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::linear_programme::{Programme, Row, dot, most_broken};
use crate::vocab::Share;

/// Limits to the choice of weights; shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "bounds", rename_all = "kebab-case", deny_unknown_fields)]
pub enum WeightBounds {
    /// Any weights from 0 up.
    None {},
    /// Each weight as a share of the sum of weights. It depends on the scale of the values: give normalised ones.
    Weights {
        /// At least; times the number of criteria at most 1.
        low: Share,
        /// At most; times the number of criteria at least 1.
        high: Share,
    },
    /// The part of each criterion in the unit's own score.
    Contributions {
        /// At least; times the number of criteria at most 1.
        low: Share,
        /// At most; times the number of criteria at least 1.
        high: Share,
    },
}

/// Rows that nobody's weights may lift above 1.
#[derive(Clone, Debug)]
pub(crate) struct Frontier {
    /// A column a criterion, in shares of `scales`.
    columns: Vec<Vec<f64>>,
    scales: Vec<f64>,
    bounds: WeightBounds,
    /// The rows that lead a criterion: they are likely to bind, and keep every weight finite.
    leaders: Vec<usize>,
}

/// The best weights of one row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Best {
    /// Σ w·c; at most 1 for a row of the frontier.
    pub(crate) score: f64,
    /// One a criterion, 0 or more, for values as given.
    pub(crate) weights: Vec<f64>,
    /// The rows of the frontier that reach 1 with them: a good start for a row like this one.
    pub(crate) binding: Vec<usize>,
}

/// Below this the lower shares leave no freedom: they add up to 1.
const NO_FREEDOM: f64 = 1e-12;

impl Frontier {
    /// A frontier of columns of the same length, all finite and from 0 up, none of which is 0 everywhere; bounds times the number of columns enclose 1.
    pub(crate) fn new(columns: &[&[f64]], bounds: WeightBounds) -> Frontier {
        let largest = |column: &&[f64]| column.iter().copied().fold(0.0, f64::max);
        let largest: Vec<f64> = columns.iter().map(largest).collect();
        // A programme in numbers near 1; shares of weights must keep the proportions of the columns.
        let scales: Vec<f64> = match bounds {
            WeightBounds::Weights { .. } => vec![largest.iter().copied().fold(0.0, f64::max); columns.len()],
            WeightBounds::None {} | WeightBounds::Contributions { .. } => largest,
        };
        let scaled = |(column, scale): (&&[f64], &f64)| column.iter().map(|value| value / scale).collect();
        let columns: Vec<Vec<f64>> = columns.iter().zip(&scales).map(scaled).collect();
        let lead = |column: &Vec<f64>| {
            (0..column.len()).fold(0, |best, row| if column[row] > column[best] { row } else { best })
        };
        let leaders = columns.iter().map(lead).collect();
        Frontier { columns, scales, bounds, leaders }
    }

    /// The best weights for a row of values from 0 up; `start` names rows of the frontier that are likely to bind, and changes the last digits at most. `None` when the
    /// programme finds no end.
    pub(crate) fn best(&self, own: &[f64], start: &[usize]) -> Option<Best> {
        let own: Vec<f64> = own.iter().zip(&self.scales).map(|(value, scale)| value / scale).collect();
        let (low, high) = match self.bounds {
            WeightBounds::None {} => (0.0, 1.0),
            WeightBounds::Weights { low, high } | WeightBounds::Contributions { low, high } => {
                (low.get(), high.get())
            }
        };
        // A variable is a weight times this.
        let factors: Vec<f64> = match self.bounds {
            WeightBounds::Contributions { .. } => own.clone(),
            WeightBounds::None {} | WeightBounds::Weights { .. } => vec![1.0; own.len()],
        };
        // What contributes nothing gets no weight.
        let used: Vec<usize> = (0..own.len()).filter(|at| factors[*at] > 0.0).collect();
        let freedom = 1.0 - own.len() as f64 * low;
        let task = Task { frontier: self, own: &own, factors: &factors, used: &used, freedom, low, high };
        // A criterion that must contribute and is 0 leaves nothing but a score of 0.
        let impossible = low > 0.0 && used.len() < own.len();
        let weights = if used.is_empty() || impossible {
            vec![0.0; own.len()]
        } else if freedom <= NO_FREEDOM {
            task.weights(&vec![1.0; used.len()])
        } else {
            task.solve(start)?
        };
        Some(self.finish(&own, weights))
    }

    /// Weights as large as the frontier allows, for values as given.
    fn finish(&self, own: &[f64], weights: Vec<f64>) -> Best {
        let reached = self.reached(&weights);
        let most = reached.iter().copied().fold(0.0, f64::max);
        let weights: Vec<f64> =
            if most > 0.0 { weights.iter().map(|weight| weight / most).collect() } else { weights };
        let near = |(_, reached): &(usize, &f64)| most > 0.0 && **reached >= most * (1.0 - 1e-9);
        let binding = reached.iter().enumerate().filter(near).map(|(row, _)| row).collect();
        let score = dot(own, &weights);
        let given = weights.iter().zip(&self.scales).map(|(weight, scale)| weight / scale).collect();
        Best { score, weights: given, binding }
    }

    /// Y·w.
    fn reached(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.columns[0].len()];
        for (column, weight) in self.columns.iter().zip(weights).filter(|(_, weight)| **weight != 0.0) {
            sums.iter_mut().zip(column).for_each(|(sum, value)| *sum += weight * value);
        }
        sums
    }
}

/// One row's programme.
struct Task<'a> {
    frontier: &'a Frontier,
    own: &'a [f64],
    factors: &'a [f64],
    used: &'a [usize],
    freedom: f64,
    low: f64,
    high: f64,
}

impl Task<'_> {
    fn solve(&self, start: &[usize]) -> Option<Vec<f64>> {
        let count = self.used.len();
        let rows = self.frontier.columns[0].len();
        let upper = (self.high - self.low) / self.freedom;
        let bounded = self.high < 1.0;
        let mut present = vec![false; rows + if bounded { count } else { 0 }];
        let mut first = Vec::new();
        for row in start.iter().chain(&self.frontier.leaders) {
            if !std::mem::replace(&mut present[*row], true) {
                first.push(self.row(*row));
            }
        }
        let mut programme = Programme::new(self.terms(|at| self.own[at]), first);
        loop {
            let free = programme.solve()?;
            let weights = self.weights(&free);
            let sum: f64 = free.iter().sum();
            let reached = self.frontier.reached(&weights);
            let over = reached.iter().map(|reached| reached - 1.0).enumerate();
            let over_bound = free.iter().map(|own| own - upper * sum).enumerate();
            let over_bound = over_bound.filter(|_| bounded).map(|(at, over)| (rows + at, over));
            let excess = over.chain(over_bound).filter(|(at, _)| !present[*at]).map(|(at, over)| (over, at));
            let broken = most_broken(excess);
            if broken.is_empty() {
                return Some(weights);
            }
            for at in broken {
                present[at] = true;
                programme.add(if at < rows { self.row(at) } else { bound(count, at - rows, upper) });
            }
        }
    }

    /// Nobody exceeds 1.
    fn row(&self, row: usize) -> Row {
        Row { terms: self.terms(|at| self.frontier.columns[at][row]), limit: 1.0 }
    }

    /// What a unit of each free variable adds to a sum of weighted values.
    fn terms(&self, value: impl Fn(usize) -> f64) -> Vec<f64> {
        let plain: Vec<f64> = self.used.iter().map(|at| value(*at) / self.factors[*at]).collect();
        let common = self.low / self.freedom * plain.iter().sum::<f64>();
        plain.into_iter().map(|term| term + common).collect()
    }

    fn weights(&self, free: &[f64]) -> Vec<f64> {
        let common =
            if self.freedom > NO_FREEDOM { self.low / self.freedom * free.iter().sum::<f64>() } else { 0.0 };
        let mut weights = vec![0.0; self.own.len()];
        for (at, own) in self.used.iter().zip(free) {
            weights[*at] = (own + common) / self.factors[*at];
        }
        weights
    }
}

/// One variable is at most a share of their sum.
fn bound(count: usize, at: usize, upper: f64) -> Row {
    let term = |other| if other == at { 1.0 - upper } else { -upper };
    Row { terms: (0..count).map(term).collect(), limit: 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(value: f64) -> Share {
        Share::new(value).unwrap()
    }

    #[test]
    fn a_row_beyond_the_frontier_exceeds_one() {
        let frontier = Frontier::new(&[&[1.0, 0.5], &[0.5, 1.0]], WeightBounds::None {});
        assert!((frontier.best(&[2.0, 0.0], &[]).unwrap().score - 2.0).abs() < 1e-14);
        assert_eq!(frontier.best(&[0.0, 0.0], &[]).unwrap().score, 0.0);
        // Both rows bind where the weights are 2/3 each.
        let best = frontier.best(&[1.0, 1.0], &[]).unwrap();
        assert!((best.score - 4.0 / 3.0).abs() < 1e-14, "{best:?}");
        assert_eq!(best.binding, [0, 1]);
    }

    #[test]
    fn bounds_that_leave_no_freedom_are_equal_weights() {
        let columns: [&[f64]; 2] = [&[1.0, 0.5], &[0.25, 1.0]];
        let equal = WeightBounds::Weights { low: share(0.5), high: share(0.5) };
        let best = Frontier::new(&columns, equal).best(&[1.0, 0.25], &[]).unwrap();
        assert!((best.score - 1.25 / 1.5).abs() < 1e-15, "{best:?}");
        // A criterion that must give a quarter of the score and gives nothing.
        let quarter = WeightBounds::Contributions { low: share(0.25), high: share(1.0) };
        assert_eq!(Frontier::new(&columns, quarter).best(&[1.0, 0.0], &[]).unwrap().score, 0.0);
    }

    #[test]
    fn shares_stay_within_their_bounds_wherever_one_starts() {
        let columns: Vec<Vec<f64>> = (1..=6_usize)
            .map(|at| (0..80_usize).map(|row| ((row * 7 + at * at * 31) % 53 + 1) as f64).collect())
            .collect();
        let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let (low, high) = (share(0.05), share(0.3));
        for bounds in [WeightBounds::Weights { low, high }, WeightBounds::Contributions { low, high }] {
            let frontier = Frontier::new(&views, bounds);
            for row in 0..80 {
                let own: Vec<f64> = columns.iter().map(|column| column[row]).collect();
                let best = frontier.best(&own, &[]).unwrap();
                let other = frontier.best(&own, &[79, 40, 3]).unwrap();
                assert!((best.score - other.score).abs() < 1e-12, "{best:?} {other:?}");
                let parts: Vec<f64> = match bounds {
                    WeightBounds::Contributions { .. } => {
                        best.weights.iter().zip(&own).map(|(w, c)| w * c).collect()
                    }
                    _ => best.weights.clone(),
                };
                let sum: f64 = parts.iter().sum();
                assert!(
                    parts.iter().all(|part| (0.05 - 1e-10..=0.3 + 1e-10).contains(&(part / sum))),
                    "{parts:?}"
                );
            }
        }
    }
}
