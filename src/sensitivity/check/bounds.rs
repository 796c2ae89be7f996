//! Bounds of weights for exact answers: the nodes cover the index once, and the bounds leave something.

use super::Check;
use crate::definition::shape::Spot;
use crate::framework::{Lifecycle, NodeId, NodeKind};
use crate::sensitivity::targets::is_below;
use crate::sensitivity::{Targets, exact};
use crate::vocab::Id;

impl Check<'_> {
    pub(super) fn bounds(&mut self) {
        let Some(bounds) = &self.document.bounds else { return };
        let spot = self.at.key("bounds");
        if let Some(within) = bounds.within.filter(|within| !(*within > 0.0 && *within <= 1.0)) {
            self.say(
                "std064",
                (
                    format!("`within` 是 {within}，应大于 0、不大于 1"),
                    format!("`within` is {within}, a number above 0 and up to 1 is expected"),
                ),
                spot.key("within"),
                ("", ""),
            );
        }
        let before = self.found.len();
        let nodes = if bounds.of.is_all() {
            Some(exact::weighing_indicators(self.framework))
        } else {
            self.cover(&bounds.of, spot.key("of"))
        };
        let Some(nodes) = nodes else { return };
        self.between(&bounds.lower, &bounds.upper, &nodes, spot);
        self.order(&bounds.order, &nodes, spot.key("order"));
        if self.found.len() > before {
            return;
        }
        let weights: Option<Vec<f64>> =
            nodes.iter().map(|node| self.framework.effective_weight(*node)).collect();
        // Where data decide a weight the fit tells.
        let Some(weights) = weights else { return };
        let (mut lower, mut upper) = exact::bounds_of(bounds, &nodes, &weights, self.framework);
        exact::tighten(bounds, &nodes, self.framework, &mut lower, &mut upper);
        if let Some(at) = (0..nodes.len()).find(|at| lower[*at] > upper[*at] + 1e-12) {
            let id = &self.framework.node(nodes[at]).id;
            let (low, high) = (lower[at], upper[at]);
            self.say(
                "std065",
                (
                    format!("各种界限合起来，“{id}”的下限 {low} 大于上限 {high}"),
                    format!("all bounds together leave nothing for `{id}`: at least {low}, at most {high}"),
                ),
                spot,
                ("放宽 within、lower、upper 或 order", "relax `within`, `lower`, `upper` or `order`"),
            );
            return;
        }
        self.feasible(lower.iter().sum(), upper.iter().sum(), spot);
    }

    fn order(&mut self, order: &[Id], nodes: &[NodeId], spot: Spot<'_>) {
        for (number, id) in order.iter().enumerate() {
            let own = spot.entry(number);
            if !nodes.iter().any(|node| self.framework.node(*node).id == *id) {
                self.say(
                    "std065",
                    (
                        format!("`order` 里的“{id}”不在变动的节点里"),
                        format!("`order` names `{id}`, whose weight does not move here"),
                    ),
                    own,
                    ("", ""),
                );
            } else if order[..number].contains(id) {
                self.say(
                    "std060",
                    (format!("`order` 里“{id}”写了两次"), format!("`order` lists `{id}` twice")),
                    own,
                    ("删去一个", "remove one of them"),
                );
            }
        }
    }

    /// Nodes of which every indicator that counts lies under exactly one.
    pub(super) fn cover(&mut self, of: &Targets, spot: Spot<'_>) -> Option<Vec<NodeId>> {
        let before = self.found.len();
        if let Targets::Nodes(ids) = of {
            for (number, id) in ids.iter().enumerate() {
                self.known(id, spot.entry(number), crate::sensitivity::targets::Wanted::Parts);
            }
        }
        if self.found.len() > before {
            return None;
        }
        let nodes = exact::weight_nodes(of, self.framework);
        let framework = self.framework;
        for (node, known, indicator) in framework.indicators() {
            let counts = indicator.status == Lifecycle::Core;
            let above = nodes.iter().filter(|top| is_below(framework, node, **top)).count();
            if !counts || above == 1 {
                continue;
            }
            let id = &known.id;
            let message = if above == 0 {
                (
                    format!("变动的节点没有覆盖指标“{id}”"),
                    format!("the nodes whose weights move leave out the indicator `{id}`"),
                )
            } else {
                (
                    format!("变动的节点把指标“{id}”算了 {above} 次"),
                    format!("the nodes whose weights move hold the indicator `{id}` {above} times"),
                )
            };
            self.say(
                "std078",
                message,
                spot,
                (
                    "每个计分的指标须在且只在一个节点之下（或就是它）",
                    "each indicator that counts must lie below, or be, exactly one of the nodes",
                ),
            );
            return None;
        }
        let is_part = |node: &NodeId| {
            *node != framework.root() || matches!(framework.node(*node).kind, NodeKind::Indicator(_))
        };
        (nodes.len() > 1 && nodes.iter().all(is_part)).then_some(nodes)
    }
}
