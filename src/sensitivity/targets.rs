//! Which nodes something acts on: the words of a study file, resolved against a framework. What is unknown is left out here and reported by
//! `check`.

use super::Targets;
use crate::framework::{Framework, Lifecycle, NodeId, NodeKind};
use crate::vocab::Id;

/// What a node has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// An aggregate.
    Aggregates,
    /// An indicator that is not retired.
    Indicators,
    /// Anything but the root.
    Parts,
}

impl Wanted {
    pub(super) fn fits(self, framework: &Framework, node: NodeId) -> bool {
        match (self, &framework.node(node).kind) {
            (Wanted::Aggregates, kind) => matches!(kind, NodeKind::Aggregate(_)),
            (Wanted::Indicators, kind) => {
                matches!(kind, NodeKind::Indicator(indicator) if indicator.status != Lifecycle::Retired)
            }
            (Wanted::Parts, NodeKind::Aggregate(_)) => node != framework.root(),
            (Wanted::Parts, NodeKind::Indicator(indicator)) => indicator.status == Lifecycle::Core,
        }
    }
}

/// The nodes that targets name and that are what is wanted, in the order of the tree, or as written.
pub(super) fn nodes(targets: &Targets, wanted: Wanted, framework: &Framework) -> Vec<NodeId> {
    let all = (0..framework.nodes().len()).map(NodeId).filter(|node| wanted.fits(framework, *node));
    match targets {
        Targets::All => all.collect(),
        Targets::Level { level } => {
            all.filter(|node| framework.node(*node).depth == *level as usize).collect()
        }
        Targets::Below { below } => match framework.find(below.as_str()) {
            Some(top) => all.filter(|node| is_below(framework, *node, top)).collect(),
            None => Vec::new(),
        },
        Targets::Nodes(ids) => {
            let known = ids.iter().filter_map(|id| framework.find(id.as_str()));
            known.filter(|node| wanted.fits(framework, *node)).collect()
        }
    }
}

/// Whether a node is another or lies below it.
pub(super) fn is_below(framework: &Framework, node: NodeId, top: NodeId) -> bool {
    std::iter::successors(Some(node), |at| framework.node(*at).parent).any(|at| at == top)
}

/// The same by ids.
pub(super) fn ids(nodes: &[NodeId], framework: &Framework) -> Vec<Id> {
    nodes.iter().map(|node| framework.node(*node).id.clone()).collect()
}

/// The children of an aggregate that count, by the definition alone: indicators that are `core`, and aggregates.
pub(super) fn counting(framework: &Framework, aggregate: NodeId) -> Vec<NodeId> {
    let NodeKind::Aggregate(inner) = &framework.node(aggregate).kind else { return Vec::new() };
    let counts = |node: &&NodeId| framework.node(**node).weight != Some(0.0);
    inner.children.iter().filter(counts).copied().collect()
}
