use serde::{Deserialize, Serialize};

use crate::statistics::Undetermined;
use crate::vocab::{at_least, at_most};

/// Constant from step to step: the score of the highest step that the value reaches, to a rounding of 1e-12 of the step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// Pairs of least value and score, ascending by value.
    steps: Vec<[f64; 2]>,
    /// The score below the first step.
    below: f64,
    #[serde(default, skip_serializing_if = "Edge::is_reached")]
    edge: Edge,
}

/// Whether a value at a step belongs to the class above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edge {
    /// It does.
    #[default]
    Reached,
    /// It belongs to the class below: a value has to exceed the step.
    Exceeded,
}

impl Edge {
    fn is_reached(&self) -> bool {
        *self == Edge::Reached
    }
}

impl Steps {
    /// Steps in any order.
    ///
    /// # Errors
    /// [`Undetermined::Empty`] without steps; [`Undetermined::Constant`] when two begin at the same value.
    pub fn new(mut steps: Vec<[f64; 2]>, below: f64) -> Result<Steps, Undetermined> {
        steps.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let steps = Steps { steps, below, edge: Edge::Reached };
        steps.check()?;
        Ok(steps)
    }

    /// The same steps with another rule for a value at a step.
    #[must_use]
    pub fn with_edge(mut self, edge: Edge) -> Self {
        self.edge = edge;
        self
    }

    /// Whether a value at a step belongs to the class above it.
    #[must_use]
    pub fn edge(&self) -> Edge {
        self.edge
    }

    /// Pairs of least value and score, ascending by value.
    #[must_use]
    pub fn steps(&self) -> &[[f64; 2]] {
        &self.steps
    }

    /// How many steps a value reaches.
    pub(super) fn reached(&self, value: f64) -> usize {
        match self.edge {
            Edge::Reached => self.steps.partition_point(|step| at_least(value, step[0])),
            Edge::Exceeded => self.steps.partition_point(|step| !at_most(value, step[0])),
        }
    }

    /// The score below the first step.
    #[must_use]
    pub fn below(&self) -> f64 {
        self.below
    }

    pub(super) fn first(&self) -> f64 {
        self.steps.first().map_or(f64::NEG_INFINITY, |step| step[0])
    }

    pub(super) fn apply(&self, value: f64) -> f64 {
        self.reached(value).checked_sub(1).map_or(self.below, |at| self.steps[at][1])
    }

    pub(crate) fn check(&self) -> Result<(), Undetermined> {
        if self.steps.is_empty() {
            return Err(Undetermined::Empty);
        }
        let finite = self.steps.iter().flatten().chain([&self.below]).all(|number| number.is_finite());
        let ascending = self.steps.windows(2).find(|pair| pair[0][0] >= pair[1][0]);
        match ascending {
            Some(pair) => Err(Undetermined::Constant { value: pair[0][0] }),
            None if !finite => Err(Undetermined::Empty),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_step_reached_counts() {
        let steps = Steps::new(vec![[5.0, 100.0], [1.0, 20.0], [3.0, 60.0]], 0.0).unwrap();
        for (value, score) in [(0.9, 0.0), (1.0, 20.0), (2.999, 20.0), (3.0, 60.0), (1e300, 100.0)] {
            assert_eq!(steps.apply(value), score, "{value}");
        }
        assert_eq!(steps.apply(3.0_f64.next_down()), 60.0);
        assert!(Steps::new(vec![[1.0, 0.0], [1.0, 2.0]], 0.0).is_err());
        assert!(Steps::new(vec![], 0.0).is_err());
    }
}
