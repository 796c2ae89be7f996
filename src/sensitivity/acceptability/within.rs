use crate::optimisation::dot;
use crate::sensitivity::polytope::{Compared, PolytopeError, WeightPolytope, WeightRow};
use crate::vocab::Said;

/// Weights drawn uniformly from a polytope by hit-and-run (Smith 1984, <https://doi.org/10.1287/opre.32.6.1296>): every draw is a walk of its own from the middle, so that draws
/// are independent and can be made in any order. Uniform in the limit of many steps; the bounds hold in every draw.
///
/// Between bounds alone a step moves weight between two criteria drawn at random, uniformly over what both bounds leave; with further conditions it goes along a direction
/// drawn at random in the space of the equalities. Rejection is no way: of flat weights on 40 criteria hardly any are within ±25 % of given ones.
///
/// ```
/// use quanheng::sensitivity::acceptability::WithinPolytope;
/// use quanheng::sensitivity::polytope::WeightPolytope;
/// let polytope = WeightPolytope::around(&[0.5, 0.3, 0.2], 0.25).unwrap();
/// let within = WithinPolytope::new(&polytope, WithinPolytope::usual_steps(3)).unwrap();
/// let (mut weights, mut seed) = (vec![0.0; 3], 0.5);
/// let mut uniform = || { seed = (seed * 997.0 + 0.1) % 1.0; seed };
/// within.draw(&mut uniform, &mut weights);
/// assert!(polytope.excess(&weights) <= 0.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WithinPolytope {
    polytope: WeightPolytope,
    steps: usize,
    middle: Vec<f64>,
    /// Criteria whose weights can vary.
    free: Vec<usize>,
    /// Directions that no step may have, orthonormal: the sum, equalities, and fixed weights.
    fixed: Vec<Vec<f64>>,
}

impl WithinPolytope {
    /// A walk of so many steps for each draw.
    ///
    /// # Errors
    /// [`PolytopeError`] when the programmes that find the middle have no end.
    pub fn new(polytope: &WeightPolytope, steps: usize) -> Result<Self, PolytopeError> {
        let middle = polytope.middle()?;
        let (lower, upper) = (polytope.lower(), polytope.upper());
        let free: Vec<usize> = (0..middle.len()).filter(|at| lower[*at] < upper[*at]).collect();
        let mut fixed = Vec::new();
        if !polytope.rows().is_empty() {
            let axis = |at: usize| (0..middle.len()).map(|other| f64::from(u8::from(at == other))).collect();
            let held = (0..middle.len()).filter(|at| !free.contains(at)).map(axis);
            let equal = polytope.rows().iter().filter(|row| row.relation == Compared::Equal);
            let equal = equal.map(|row| row.terms.clone());
            for direction in std::iter::once(vec![1.0; middle.len()]).chain(equal).chain(held) {
                add_direction(&mut fixed, direction);
            }
        }
        Ok(WithinPolytope { polytope: polytope.clone(), steps, middle, free, fixed })
    }

    /// Steps after which a walk has forgotten its start for all that ranks can tell: 20 for each criterion, 200 at least.
    #[must_use]
    pub fn usual_steps(criteria: usize) -> usize {
        (20 * criteria).max(200)
    }

    /// Weights from a stream of uniform numbers from 0 to 1; the stream of a draw must be its own.
    pub fn draw(&self, uniform: &mut impl FnMut() -> f64, weights: &mut [f64]) {
        weights.copy_from_slice(&self.middle);
        if self.free.len() < 2 {
            return;
        }
        for _ in 0..self.steps {
            if self.polytope.rows().is_empty() {
                self.exchange(uniform, weights);
            } else {
                self.stride(uniform, weights);
            }
        }
        self.polytope.complete(weights);
    }

    /// What reports call it.
    #[must_use]
    pub fn name(&self) -> Said {
        Said {
            zh: "允许范围内的均匀分布（击跑法）", en: "uniform within what is allowed (hit-and-run)"
        }
    }

    fn exchange(&self, uniform: &mut impl FnMut() -> f64, weights: &mut [f64]) {
        let count = self.free.len();
        let pick = |share: f64, count: usize| ((share * count as f64) as usize).min(count - 1);
        let one = pick(uniform(), count);
        let other = (one + 1 + pick(uniform(), count - 1)) % count;
        let (one, other) = (self.free[one], self.free[other]);
        let (lower, upper) = (self.polytope.lower(), self.polytope.upper());
        let both = weights[one] + weights[other];
        let low = lower[one].max(both - upper[other]);
        let high = upper[one].min(both - lower[other]);
        let share = uniform();
        if low < high {
            weights[one] = (low + share * (high - low)).clamp(low, high);
            weights[other] = (both - weights[one]).clamp(lower[other], upper[other]);
        }
    }

    fn stride(&self, uniform: &mut impl FnMut() -> f64, weights: &mut [f64]) {
        let mut direction: Vec<f64> = weights.iter().map(|_| normal(uniform)).collect();
        remove(&self.fixed, &mut direction);
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut limit = |slope: f64, room: f64| {
            // slope·t ≤ room, with the place itself never outside.
            let room = room.max(0.0);
            if slope > 0.0 {
                high = high.min(room / slope);
            } else if slope < 0.0 {
                low = low.max(room / slope);
            }
        };
        for (at, slope) in direction.iter().enumerate() {
            limit(*slope, self.polytope.upper()[at] - weights[at]);
            limit(-slope, weights[at] - self.polytope.lower()[at]);
        }
        for WeightRow { terms, relation, limit: end } in self.polytope.rows() {
            let (slope, room) = (dot(terms, &direction), end - dot(terms, weights));
            match relation {
                Compared::AtMost => limit(slope, room),
                Compared::AtLeast => limit(-slope, -room),
                Compared::Equal => {}
            }
        }
        // A hair inside, so that rounding never leaves a condition.
        let step = low + (high - low) * (1e-12 + uniform() * (1.0 - 2e-12));
        if step.is_finite() && low < high {
            let bounds = self.polytope.lower().iter().zip(self.polytope.upper());
            for ((weight, slope), (lower, upper)) in weights.iter_mut().zip(&direction).zip(bounds) {
                *weight = (*weight + step * slope).clamp(*lower, *upper);
            }
        }
    }
}

/// A normal number, by Box and Muller.
fn normal(uniform: &mut impl FnMut() -> f64) -> f64 {
    let radius = (-2.0 * libm::log(uniform().max(f64::MIN_POSITIVE))).sqrt();
    radius * libm::cos(std::f64::consts::TAU * uniform())
}

/// Takes out what goes along directions that are orthonormal.
fn remove(directions: &[Vec<f64>], from: &mut [f64]) {
    for along in directions {
        let part = dot(along, from);
        from.iter_mut().zip(along).for_each(|(term, along)| *term -= part * along);
    }
}

/// Adds what is new in a direction.
fn add_direction(directions: &mut Vec<Vec<f64>>, mut new: Vec<f64>) {
    let before = dot(&new, &new).sqrt();
    // Twice is enough for rounding.
    remove(directions, &mut new);
    remove(directions, &mut new);
    let length = dot(&new, &new).sqrt();
    if length > 1e-10 * before {
        new.iter_mut().for_each(|term| *term /= length);
        directions.push(new);
    }
}
