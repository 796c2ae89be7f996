//! Exact answers of a study: its tree flattened to effective weights, and bounds on them.

use super::targets::{self, Wanted};
use super::{BoundsDocument, Targets};
use crate::framework::{Framework, Lifecycle, NodeId};

/// The indicators that weigh something, by the definition alone.
pub(super) fn weighing_indicators(framework: &Framework) -> Vec<NodeId> {
    let counts = framework.indicators().filter(|(_, _, indicator)| indicator.status == Lifecycle::Core);
    counts.map(|(node, _, _)| node).filter(|node| framework.effective_weight(*node) != Some(0.0)).collect()
}

/// The nodes whose weights move; indicators where nobody says.
pub(super) fn weight_nodes(of: &Targets, framework: &Framework) -> Vec<NodeId> {
    match of {
        Targets::All => weighing_indicators(framework),
        of => targets::nodes(of, Wanted::Parts, framework),
    }
}

/// Least and greatest weight of each node: within a share of what it is, and within its own bounds.
pub(super) fn bounds_of(
    bounds: &BoundsDocument,
    nodes: &[NodeId],
    weights: &[f64],
    framework: &Framework,
) -> (Vec<f64>, Vec<f64>) {
    let of = |(node, weight): (&NodeId, &f64)| {
        let id = &framework.node(*node).id;
        let (mut low, mut high) =
            (bounds.lower.get(id).copied().unwrap_or(0.0), bounds.upper.get(id).copied().unwrap_or(1.0));
        if let Some(within) = bounds.within {
            low = low.max(weight * (1.0 - within));
            high = high.min(weight * (1.0 + within));
        }
        (low, high)
    };
    nodes.iter().zip(weights).map(of).unzip()
}

/// Carries bounds along the order of importance: none weighs less than the next.
pub(super) fn tighten(
    bounds: &BoundsDocument,
    nodes: &[NodeId],
    framework: &Framework,
    lower: &mut [f64],
    upper: &mut [f64],
) {
    let place = |id: &crate::vocab::Id| nodes.iter().position(|node| framework.node(*node).id == *id);
    let order: Vec<usize> = bounds.order.iter().filter_map(place).collect();
    for pair in order.windows(2) {
        upper[pair[1]] = upper[pair[1]].min(upper[pair[0]]);
    }
    for pair in order.windows(2).rev() {
        lower[pair[0]] = lower[pair[0]].max(lower[pair[1]]);
    }
}
