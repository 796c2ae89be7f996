use super::fingerprint;
use super::frozen::{Base, FrozenIndicator, FrozenWeight};
use crate::aggregation::Aggregator;
use crate::definition::Definition;
use crate::framework::{Aggregate, NodeId};

/// A frozen definition: applying it needs nothing else, and nothing in it ever changes.
///
/// Two results may be compared when they come from scorecards of the same [`Scorecard::fingerprint`].
#[derive(Clone, Debug)]
pub struct Scorecard {
    definition: Definition,
    base: Base,
    /// One for each indicator, in the order of the tree.
    indicators: Vec<FrozenIndicator>,
    /// One for each node.
    weights: Vec<FrozenWeight>,
    fingerprint: String,
}

impl Scorecard {
    pub(super) fn new(
        definition: Definition,
        base: Base,
        indicators: Vec<FrozenIndicator>,
        weights: Vec<FrozenWeight>,
    ) -> Self {
        let mut card = Scorecard { definition, base, indicators, weights, fingerprint: String::new() };
        card.fingerprint = fingerprint::of_text(&card.canonical_json());
        card
    }

    /// The definition it was frozen from.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The data it was frozen on.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// What the base determined of each indicator, in the order of the tree.
    #[must_use]
    pub fn indicators(&self) -> &[FrozenIndicator] {
        &self.indicators
    }

    /// What the base determined of one indicator.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<&FrozenIndicator> {
        self.indicators.iter().find(|frozen| frozen.id.as_str() == id)
    }

    /// The share of every node in its parent, in the order of the framework's nodes.
    #[must_use]
    pub fn weights(&self) -> &[FrozenWeight] {
        &self.weights
    }

    /// SHA-256 over the definition, the frozen numbers and the base periods, hexadecimal. Comments and layout of the files, their
    /// paths, and the order of rows in the data make no difference.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The aggregation of an aggregate at its place.
    pub(super) fn aggregator(&self, aggregate: &Aggregate) -> Aggregator {
        let scale = self.definition.framework().parts().scale;
        let counted = aggregate.children.iter().filter(|child| self.share(**child) > 0.0).count();
        Aggregator::new(&aggregate.aggregation, &(scale.low..=scale.high), counted)
    }

    pub(super) fn share(&self, node: NodeId) -> f64 {
        self.weights.get(node.0).map_or(0.0, |weight| weight.share)
    }
}
