use super::fingerprint;
use super::frozen::{Base, FrozenAggregate, FrozenIndicator, FrozenWeight};
use super::plan::Parameters;
use crate::aggregation::Aggregator;
use crate::definition::Definition;
use crate::framework::{NodeId, NodeKind};
use crate::imputation::Donors;

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
    /// Of those aggregates of which the base determined something, in the order of the tree.
    aggregates: Vec<FrozenAggregate>,
    donors: Donors,
    fingerprint: String,
}

impl Scorecard {
    pub(super) fn new(
        definition: Definition,
        base: Base,
        indicators: Vec<FrozenIndicator>,
        weights: Vec<FrozenWeight>,
        aggregates: Vec<FrozenAggregate>,
        donors: Donors,
    ) -> Self {
        let fingerprint = String::new();
        let mut card = Scorecard { definition, base, indicators, weights, aggregates, donors, fingerprint };
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

    /// What the base determined of aggregates beside the shares, in the order of the tree; those of which it determined nothing are not
    /// among them.
    #[must_use]
    pub fn aggregates(&self) -> &[FrozenAggregate] {
        &self.aggregates
    }

    /// What the base determined of one aggregate beside the shares; `None`: nothing.
    #[must_use]
    pub fn aggregate(&self, id: &str) -> Option<&FrozenAggregate> {
        self.aggregates.iter().find(|frozen| frozen.id.as_str() == id)
    }

    /// Rows of the base that lend their values where a missing policy looks for neighbours; empty where none does.
    #[must_use]
    pub fn donors(&self) -> &Donors {
        &self.donors
    }

    /// SHA-256 over the definition, the frozen numbers and the base periods, hexadecimal. Comments and layout of the files, their
    /// paths, and the order of rows in the data make no difference.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The aggregation of an aggregate at its place, with what the base froze; `None` for an indicator.
    #[must_use]
    pub fn aggregator(&self, node: NodeId) -> Option<Aggregator> {
        match &self.definition.framework().nodes().get(node.0)?.kind {
            NodeKind::Aggregate(aggregate) => Some(Parameters::of(self).aggregator(node, aggregate)),
            NodeKind::Indicator(_) => None,
        }
    }

    /// The share of a node in its parent, 0 to 1, written or determined by the base; 1 for the root, 0 for a number that is no node's.
    #[must_use]
    pub fn share(&self, node: NodeId) -> f64 {
        self.weights.get(node.0).map_or(0.0, |weight| weight.share)
    }

    /// The nominal weight of a node in the root, 0 to 1: the product of the frozen shares on the way up.
    #[must_use]
    pub fn effective_weight(&self, node: NodeId) -> f64 {
        let nodes = self.definition.framework().nodes();
        let mut weight = 1.0;
        let mut at = Some(node);
        while let Some(node) = at {
            weight *= self.share(node);
            at = nodes.get(node.0).and_then(|node| node.parent);
        }
        weight
    }
}
