//! What varies: each factor of a study, resolved against its definition, as a map from a point of the design to a replicate.
//!
//! A replicate is an ordinary definition with ordinary data. Choices come first ([`FactorSet::documents`]): another edition, edits of cards, nodes left out, a
//! group that leaves the base. Then what a replicate has of its own: errors of measurement, moved anchors, a sample drawn again. After its fit the weights
//! and exponents move, around what the base determined. Within each step factors act in the order in which they are written.
//!
//! Everything a factor does follows from its coordinates alone; what needs more random numbers than it has coordinates takes a stream that hangs on the
//! bits of its first. So a factor can be drawn anew by itself, which attribution needs. One file a kind. Read next: `weights`.

mod alternatives;
pub(super) mod anchors;
mod drawn;
pub(super) mod edits;
mod errors;
pub(super) mod experts;
pub(super) mod leave_out;
mod names;
pub(super) mod units;
pub(super) mod weights;

use std::ops::Range;

pub(super) use alternatives::State;
pub use drawn::Drawn;

use super::targets::{self, Wanted};
use super::{ErrorLaw, FactorDocument, FactorKind, Resampling, SensitivityDocument, WeightLaw};
use crate::definition::Definition;
use crate::framework::{Framework, NodeId, NodeKind};
use crate::panel::Panel;
use crate::vocab::{Id, Text};

/// The factors of a study with the definitions they act on.
#[derive(Clone, Debug)]
pub struct FactorSet {
    definition: Definition,
    editions: Vec<Definition>,
    factors: Vec<Factor>,
    dimensions: usize,
}

/// One factor.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Its id.
    pub id: Id,
    /// What people call it.
    pub name: Text,
    /// In a few words what varies.
    pub said: Text,
    /// Its coordinates among those of a point; at least one.
    pub dimensions: Range<usize>,
    pub(super) kind: Kind,
}

/// What it does.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Weights {
        of: Vec<MovedWeights>,
        law: WeightLaw,
    },
    /// One of finitely many states.
    Choice {
        states: Vec<State>,
        /// Relative frequencies of the states.
        shares: Vec<f64>,
    },
    Power {
        of: Vec<Id>,
        from: f64,
        to: f64,
    },
    Anchors {
        of: Vec<Id>,
        spread: f64,
    },
    Bootstrap {
        within: Option<Id>,
    },
    Error {
        of: Vec<Id>,
        law: ErrorLaw,
        correlated: f64,
    },
}

/// An aggregate whose children's weights move, with the coordinate of each child where the law has one a child.
#[derive(Clone, Debug)]
pub(super) struct MovedWeights {
    pub(super) aggregate: Id,
    pub(super) children: Vec<(Id, usize)>,
}

impl FactorSet {
    /// The factors of a document that has been checked. `editions` are the definitions that its alternatives name by path, in order; `panel` says which
    /// groups there are.
    #[must_use]
    pub fn new(
        document: &SensitivityDocument,
        definition: &Definition,
        editions: &[Definition],
        panel: Option<&Panel>,
    ) -> FactorSet {
        let mut set = FactorSet {
            definition: definition.clone(),
            editions: editions.to_vec(),
            factors: Vec::with_capacity(document.factor.len()),
            dimensions: 0,
        };
        let mut editions = 0..editions.len();
        for written in &document.factor {
            let (kind, count) = set.kind(written, &mut editions, panel);
            let dimensions = set.dimensions..set.dimensions + count.max(1);
            set.dimensions = dimensions.end;
            let (name, said) = names::of(written, &kind, definition.framework());
            set.factors.push(Factor { id: written.id.clone(), name, said, dimensions, kind });
        }
        set
    }

    /// The factors in the order written.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// How many coordinates a point has.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The factor that owns each coordinate.
    #[must_use]
    pub fn owners(&self) -> Vec<usize> {
        let owned = self.factors.iter().enumerate();
        owned.flat_map(|(at, factor)| factor.dimensions.clone().map(move |_| at)).collect()
    }

    /// The definition as it is.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The factors with finitely many states: their numbers, and the relative frequency of each state; the first is the definition as it is.
    pub fn finite(&self) -> impl Iterator<Item = (usize, &[f64])> {
        self.factors.iter().enumerate().filter_map(|(at, factor)| match &factor.kind {
            Kind::Choice { shares, .. } => Some((at, shares.as_slice())),
            _ => None,
        })
    }

    fn kind(
        &self,
        written: &FactorDocument,
        editions: &mut Range<usize>,
        panel: Option<&Panel>,
    ) -> (Kind, usize) {
        let framework = self.definition.framework();
        let ids = |of, wanted| targets::ids(&targets::nodes(of, wanted, framework), framework);
        match &written.kind {
            FactorKind::Weights { of, law } => self.weights(of, law),
            FactorKind::Alternatives { alternative, as_defined } => {
                let mut states = vec![State::AsDefined];
                states.extend(alternative.iter().map(|alternative| State::of(alternative, editions)));
                let shares = std::iter::once(*as_defined).chain(alternative.iter().map(|a| a.share));
                (Kind::Choice { states, shares: shares.collect() }, 1)
            }
            FactorKind::LeaveOut { of } => {
                let left_out = ids(of, Wanted::Parts).into_iter().map(State::LeftOut);
                choice(std::iter::once(State::AsDefined).chain(left_out).collect())
            }
            FactorKind::Units { resample: Resampling::DropGroup { by } } => {
                let base = &framework.parts().base;
                let values = panel.map(|panel| units::groups(panel, base, by)).unwrap_or_default();
                let dropped = values.into_iter().map(|value| State::Dropped { by: by.clone(), value });
                choice(std::iter::once(State::AsDefined).chain(dropped).collect())
            }
            FactorKind::Units { resample: Resampling::Bootstrap { within } } => {
                (Kind::Bootstrap { within: within.clone() }, 1)
            }
            FactorKind::Power { of, from, to } => {
                (Kind::Power { of: ids(of, Wanted::Aggregates), from: *from, to: *to }, 1)
            }
            FactorKind::Anchors { of, spread } => {
                let mut nodes = targets::nodes(of, Wanted::Indicators, framework);
                nodes.retain(|node| has_anchors(framework, *node));
                let of = targets::ids(&nodes, framework);
                let count = 2 * of.len();
                (Kind::Anchors { of, spread: *spread }, count)
            }
            FactorKind::Error { of, law, correlated } => {
                let of = ids(of, Wanted::Indicators);
                (Kind::Error { of, law: *law, correlated: *correlated }, 1)
            }
        }
    }

    fn weights(&self, of: &super::Targets, law: &WeightLaw) -> (Kind, usize) {
        let framework = self.definition.framework();
        let nodes = moving(of, law, framework);
        let each = matches!(law, WeightLaw::Spread(_) | WeightLaw::Simplex);
        let mut count = usize::from(!each);
        let of = nodes.into_iter().map(|node| MovedWeights {
            aggregate: framework.node(node).id.clone(),
            children: if each {
                let children = targets::counting(framework, node);
                let numbered = children.iter().zip(self.dimensions + count..);
                let numbered = numbered.map(|(child, at)| (framework.node(*child).id.clone(), at)).collect();
                count += children.len();
                numbered
            } else {
                Vec::new()
            },
        });
        let of = of.collect();
        (Kind::Weights { of, law: law.clone() }, count)
    }
}

fn choice(states: Vec<State>) -> (Kind, usize) {
    let shares = vec![1.0; states.len()];
    (Kind::Choice { states, shares }, 1)
}

/// The aggregates whose weights a law can move.
pub(super) fn moving(of: &super::Targets, law: &WeightLaw, framework: &Framework) -> Vec<NodeId> {
    let mut nodes = targets::nodes(of, Wanted::Aggregates, framework);
    nodes.retain(|node| can_move(framework, *node, law));
    nodes
}

/// Whether a law can move the weights of an aggregate's children.
pub(super) fn can_move(framework: &Framework, node: NodeId, law: &WeightLaw) -> bool {
    let NodeKind::Aggregate(aggregate) = &framework.node(node).kind else { return false };
    let has_table = || experts::count(&aggregate.weighting).is_some();
    targets::counting(framework, node).len() > 1
        && !aggregate.aggregation.ignores_weights()
        && (*law != WeightLaw::Experts || has_table())
}

/// Whether an indicator has anchors on its card.
pub(super) fn has_anchors(framework: &Framework, node: NodeId) -> bool {
    match &framework.node(node).kind {
        NodeKind::Indicator(indicator) => anchors::has(&indicator.normalisation),
        NodeKind::Aggregate(_) => false,
    }
}
