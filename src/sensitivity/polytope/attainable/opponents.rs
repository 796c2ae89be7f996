use super::super::preference::Relation;
use super::super::{CriterionScores, Relations};

/// Which end is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Best,
    Worst,
}

/// The units whose place depends on the weights, for one end of one unit: a linear form each that is above 0 where the unit is on the wrong side.
///
/// For the best rank the wrong side is ahead, for the worst it is behind.
pub(super) struct Opponents {
    pub(super) side: Side,
    pub(super) criteria: usize,
    /// Units on the wrong side with all weights.
    pub(super) always: usize,
    /// A row an opponent.
    forms: Vec<f64>,
    /// Below this a form is rounding.
    pub(super) negligible: Vec<f64>,
}

impl Opponents {
    pub(super) fn new(scores: &CriterionScores, relations: &Relations, unit: usize, side: Side) -> Opponents {
        let criteria = scores.criteria();
        let mut opponents =
            Opponents { side, criteria, always: 0, forms: Vec::new(), negligible: Vec::new() };
        let mut form = vec![0.0; criteria];
        for (other, relation) in relations.row(unit).iter().enumerate().filter(|(other, _)| *other != unit) {
            match (side, relation) {
                (_, Relation::Open | Relation::NeverAhead) => {
                    match side {
                        Side::Best => scores.gap(other, unit, &mut form),
                        Side::Worst => scores.gap(unit, other, &mut form),
                    }
                    opponents.forms.extend_from_slice(&form);
                    opponents.negligible.push(scores.negligible(unit, other));
                }
                (Side::Best, Relation::Behind) => opponents.always += 1,
                (Side::Worst, Relation::Ahead | Relation::NeverBehind | Relation::Level) => {
                    opponents.always += 1;
                }
                _ => {}
            }
        }
        opponents
    }

    pub(super) fn len(&self) -> usize {
        self.negligible.len()
    }

    pub(super) fn form(&self, at: usize) -> &[f64] {
        &self.forms[at * self.criteria..(at + 1) * self.criteria]
    }

    pub(super) fn forms(&self) -> impl Iterator<Item = &[f64]> {
        self.forms.chunks_exact(self.criteria)
    }

    /// The value of every form.
    pub(super) fn values(&self, weights: &[f64], into: &mut Vec<f64>) {
        into.clear();
        into.extend(self.forms().map(|form| quick_dot(form, weights)));
    }
}

/// A sum of products in four lanes, so that the processor can add in parallel.
pub(super) fn quick_dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (left, right) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in left.zip(right) {
        for lane in 0..4 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest
}
