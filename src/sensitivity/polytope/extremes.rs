//! The least and the greatest value of a linear form over the weights allowed.
//!
//! Between bounds alone it is a knapsack: everybody gets the least weight, and what remains goes to the best criteria first. With further conditions it is a linear
//! programme that starts from the last answer.

use super::{PolytopeError, WeightPolytope};
use crate::optimisation::{Programme, dot};

/// Answers for one polytope; keeps its work space.
pub(super) struct Extremes<'a> {
    polytope: &'a WeightPolytope,
    rest: f64,
    order: Vec<(f64, usize)>,
    /// Only where there are conditions beside the bounds.
    programme: Option<Programme>,
}

impl<'a> Extremes<'a> {
    pub(super) fn new(polytope: &'a WeightPolytope) -> Result<Self, PolytopeError> {
        let programme = if polytope.rows().is_empty() {
            None
        } else {
            Some(polytope.programme().ok_or(PolytopeError::NoEnd)?)
        };
        Ok(Extremes { polytope, rest: polytope.remainder(), order: Vec::new(), programme })
    }

    /// The least and the greatest value.
    pub(super) fn both(&mut self, terms: &[f64]) -> Result<(f64, f64), PolytopeError> {
        if self.programme.is_some() {
            let mut weights = vec![0.0; terms.len()];
            let low = self.lowest(terms, &mut weights)?;
            return Ok((low, self.highest(terms, &mut weights)?));
        }
        self.sort(terms);
        let base = dot(terms, self.polytope.lower());
        Ok((base + self.give_out(self.order.iter()), base + self.give_out(self.order.iter().rev())))
    }

    /// The least value, with weights that have it.
    pub(super) fn lowest(&mut self, terms: &[f64], weights: &mut [f64]) -> Result<f64, PolytopeError> {
        if self.programme.is_some() {
            let negative: Vec<f64> = terms.iter().map(|term| -term).collect();
            return Ok(-self.highest(&negative, weights)?);
        }
        self.sort(terms);
        let (lower, upper) = (self.polytope.lower(), self.polytope.upper());
        weights.copy_from_slice(lower);
        let mut rest = self.rest;
        for (_, at) in &self.order {
            let room = upper[*at] - lower[*at];
            if room < rest {
                weights[*at] = upper[*at];
                rest -= room;
            } else {
                weights[*at] = (lower[*at] + rest).min(upper[*at]);
                break;
            }
        }
        Ok(dot(terms, weights))
    }

    /// The greatest value, with weights that have it.
    pub(super) fn highest(&mut self, terms: &[f64], weights: &mut [f64]) -> Result<f64, PolytopeError> {
        let Some(programme) = &mut self.programme else {
            let negative: Vec<f64> = terms.iter().map(|term| -term).collect();
            return Ok(-self.lowest(&negative, weights)?);
        };
        let scale = terms.iter().fold(0.0, |most: f64, term| most.max(term.abs()));
        let scale = if scale > 0.0 { scale } else { 1.0 };
        programme.set_cost(&terms.iter().map(|term| term / scale).collect::<Vec<f64>>());
        let above = programme.solve().ok_or(PolytopeError::NoEnd)?;
        self.polytope.settle(&above, weights);
        Ok(dot(terms, weights))
    }

    fn sort(&mut self, terms: &[f64]) {
        self.order.clear();
        self.order.extend(terms.iter().copied().zip(0..));
        self.order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    }

    fn give_out<'o>(&self, order: impl Iterator<Item = &'o (f64, usize)>) -> f64 {
        let (lower, upper) = (self.polytope.lower(), self.polytope.upper());
        let (mut rest, mut sum) = (self.rest, 0.0);
        for (term, at) in order {
            let room = (upper[*at] - lower[*at]).min(rest);
            sum += term * room;
            rest -= room;
            if rest <= 0.0 {
                break;
            }
        }
        sum
    }
}

impl WeightPolytope {
    /// Weights from a programme's answer in w − lower: within the bounds, and with the sum 1 as far as those allow.
    pub(super) fn settle(&self, above: &[f64], weights: &mut [f64]) {
        let bounds = self.lower().iter().zip(self.upper());
        for ((weight, above), (lower, upper)) in weights.iter_mut().zip(above).zip(bounds) {
            *weight = (lower + above).clamp(*lower, *upper);
        }
        self.complete(weights);
    }

    /// Weights in the middle: between the bounds in proportion to their width; with further conditions the mean of the vertices that are extreme for one weight.
    pub(crate) fn middle(&self) -> Result<Vec<f64>, PolytopeError> {
        let count = self.criteria();
        let mut middle = vec![0.0; count];
        if self.rows().is_empty() {
            let width: f64 = self.lower().iter().zip(self.upper()).map(|(lower, upper)| upper - lower).sum();
            let part = if width > 0.0 { (self.remainder() / width).min(1.0) } else { 0.0 };
            for (at, middle) in middle.iter_mut().enumerate() {
                *middle = self.lower()[at] + part * (self.upper()[at] - self.lower()[at]);
            }
            self.complete(&mut middle);
            return Ok(middle);
        }
        let mut extremes = Extremes::new(self)?;
        let (mut axis, mut vertex) = (vec![0.0; count], vec![0.0; count]);
        for at in 0..count {
            axis[at] = 1.0;
            for sign in [1.0, -1.0] {
                axis[at] *= sign;
                extremes.lowest(&axis, &mut vertex)?;
                middle.iter_mut().zip(&vertex).for_each(|(sum, weight)| *sum += weight / (2 * count) as f64);
            }
            axis[at] = 0.0;
        }
        Ok(middle)
    }

    /// Takes the rounding of the sum up where there is most room.
    pub(crate) fn complete(&self, weights: &mut [f64]) {
        let missing = 1.0 - weights.iter().sum::<f64>();
        let room = |at: usize| {
            if missing > 0.0 { self.upper()[at] - weights[at] } else { weights[at] - self.lower()[at] }
        };
        let widest = (0..weights.len()).max_by(|a, b| room(*a).total_cmp(&room(*b)).then(b.cmp(a)));
        if let Some(at) = widest {
            weights[at] = (weights[at] + missing).clamp(self.lower()[at], self.upper()[at]);
        }
    }
}
