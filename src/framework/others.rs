//! Which other indicators a step of a missing policy goes by.

use super::{Framework, Lifecycle, NodeId, NodeKind};
use crate::imputation::Imputation;
use crate::vocab::Direction;

impl Framework {
    /// The indicators other than `node` that a step looks at, in the order of the tree: those it names, else the core ones below the
    /// aggregate it names or, without one, below the parent. By row only those with a direction. Empty where the step looks at none.
    #[must_use]
    pub fn imputation_others(&self, node: NodeId, step: &Imputation) -> Vec<NodeId> {
        let Some((on, within)) = step.others() else { return Vec::new() };
        if !on.is_empty() {
            let mut named: Vec<NodeId> = on.iter().filter_map(|id| self.find(id.as_str())).collect();
            named.retain(|other| *other != node);
            named.sort_unstable();
            named.dedup();
            return named;
        }
        let top = match within {
            Some(id) => self.find(id.as_str()),
            None => self.node(node).parent,
        };
        let directed = matches!(step, Imputation::ByRow { .. });
        top.map_or_else(Vec::new, |top| {
            let serves = |at: &NodeId| *at != node && self.is_below(*at, top) && self.serves(*at, directed);
            (0..self.nodes().len()).map(NodeId).filter(serves).collect()
        })
    }

    fn is_below(&self, node: NodeId, top: NodeId) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if node == top {
                return true;
            }
            at = self.node(node).parent;
        }
        false
    }

    fn serves(&self, node: NodeId, directed: bool) -> bool {
        match &self.node(node).kind {
            NodeKind::Indicator(indicator) => {
                let has_direction = matches!(indicator.direction, Direction::Positive | Direction::Negative);
                indicator.status == Lifecycle::Core && (has_direction || !directed)
            }
            NodeKind::Aggregate(_) => false,
        }
    }
}
