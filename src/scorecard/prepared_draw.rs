//! Other weights and means for a [`Prepared`] scorecard: from weights as written on cards to what the means use, by the rules of a definition.

use super::Prepared;
use super::plan::{AggregatePlan, ChildWeight, Slot, child_plans};
use super::screening;
use crate::aggregation::{Aggregation, Aggregator};
use crate::framework::{Framework, Lifecycle, NodeId, NodeKind};
use crate::weighting;

/// The weights and means of one draw. It may be drawn again.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub(super) plans: Vec<AggregatePlan>,
    /// Whether an aggregate has the children that it has in the scorecard.
    all_children: Vec<bool>,
    /// Places of aggregates that differ from the scorecard.
    changed: Vec<usize>,
    /// The weight written for each node; NaN: none.
    given: Vec<f64>,
}

/// The scorecard cannot have these weights without a new fit: something in it that the base determines depends on them, or the definition that
/// has them is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these weights need a fit of their own")]
pub struct NeedsFit;

impl Drawn {
    pub(super) fn has_all_children(&self, at: usize) -> bool {
        self.all_children[at]
    }
}

impl Prepared {
    /// The weights and means of the scorecard.
    #[must_use]
    pub fn as_defined(&self) -> Drawn {
        Drawn {
            plans: self.plans.clone(),
            all_children: vec![true; self.plans.len()],
            changed: Vec::new(),
            given: vec![f64::NAN; self.slots.len()],
        }
    }

    /// Puts other weights and means in the place of those of the scorecard: weights as they would be written on cards, all children that count of
    /// each aggregate; and aggregations. `drawn` comes from [`Prepared::as_defined`]; what it held before is forgotten.
    ///
    /// # Errors
    /// [`NeedsFit`]; then `drawn` holds nothing of use.
    pub fn draw(
        &self,
        weights: &[(NodeId, f64)],
        aggregations: &[(NodeId, Aggregation)],
        drawn: &mut Drawn,
    ) -> Result<(), NeedsFit> {
        for at in drawn.changed.drain(..) {
            drawn.plans[at].clone_from(&self.plans[at]);
            drawn.all_children[at] = true;
        }
        let framework = self.card.definition().framework();
        drawn.given.fill(f64::NAN);
        let mut parents: Vec<NodeId> = Vec::new();
        for &(node, weight) in weights {
            let parent = framework.nodes().get(node.0).and_then(|node| node.parent).ok_or(NeedsFit)?;
            drawn.given[node.0] = weight;
            if !parents.contains(&parent) {
                parents.push(parent);
            }
        }
        for (node, aggregation) in aggregations {
            let at = self.place(*node)?;
            let plan = &mut drawn.plans[at];
            plan.aggregator = aggregator(framework, aggregation, plan.children.len());
            drawn.changed.push(at);
        }
        for parent in &parents {
            self.weigh(framework, *parent, drawn)?;
        }
        let replaced = |node: NodeId| aggregations.iter().any(|(other, _)| *other == node);
        let touched = parents.iter().chain(aggregations.iter().map(|(node, _)| node));
        for node in touched {
            if self.is_looked_at(framework, *node, &parents, replaced) {
                return Err(NeedsFit);
            }
        }
        Ok(())
    }

    fn place(&self, node: NodeId) -> Result<usize, NeedsFit> {
        match self.slots.get(node.0).copied().flatten() {
            Some(Slot::Aggregate(at)) => Ok(at),
            _ => Err(NeedsFit),
        }
    }

    /// The weights of the children of one aggregate.
    fn weigh(&self, framework: &Framework, parent: NodeId, drawn: &mut Drawn) -> Result<(), NeedsFit> {
        let at = self.place(parent)?;
        let NodeKind::Aggregate(aggregate) = &framework.node(parent).kind else { return Err(NeedsFit) };
        let mut given = Vec::with_capacity(aggregate.children.len());
        for child in &aggregate.children {
            let counts = match &framework.node(*child).kind {
                NodeKind::Indicator(indicator) => indicator.status == Lifecycle::Core,
                NodeKind::Aggregate(_) => true,
            };
            let weight = drawn.given[child.0];
            if counts && weight.is_nan() {
                return Err(NeedsFit);
            }
            given.push(if counts { weight } else { 0.0 });
        }
        let defined = weighting::shares(&given).map_err(|_| NeedsFit)?;
        let mut shares = defined.clone();
        screening::without(&aggregate.children, &mut shares, &self.excluded);
        let children = aggregate.children.iter().zip(given).zip(defined.iter().zip(shares));
        let weighed: Vec<_> = children
            .map(|((child, given), (defined, share))| {
                let slot = self.slots[child.0];
                (ChildWeight { given, defined: Some(*defined), share }, slot)
            })
            .collect();
        // Screening counts what weighs something, and an indicator that was not worked out has no scores.
        for (child, (weight, slot)) in aggregate.children.iter().zip(&weighed) {
            let weighed_before = self.card.share(*child) > 0.0;
            if (weight.share > 0.0) != weighed_before && (self.screens || slot.is_none()) {
                return Err(NeedsFit);
            }
        }
        let plan = &mut drawn.plans[at];
        if plan.aggregator.method().ignores_weights() {
            return Err(NeedsFit);
        }
        let before = plan.children.len();
        child_plans(&weighed, &mut plan.children);
        drawn.all_children[at] = weighed
            .iter()
            .zip(&aggregate.children)
            .all(|((weight, _), child)| (weight.share > 0.0) == (self.card.share(*child) > 0.0));
        if plan.children.len() != before {
            let method = plan.aggregator.method().clone();
            if method.needs_rows() {
                return Err(NeedsFit);
            }
            plan.aggregator = aggregator(framework, &method, plan.children.len());
        }
        drawn.changed.push(at);
        Ok(())
    }

    /// Whether the base determines something above from the scores of an aggregate.
    fn is_looked_at(
        &self,
        framework: &Framework,
        node: NodeId,
        weighed: &[NodeId],
        replaced: impl Fn(NodeId) -> bool,
    ) -> bool {
        let mut at = framework.node(node).parent;
        while let Some(above) = at {
            let NodeKind::Aggregate(aggregate) = &framework.node(above).kind else { return true };
            let by_data = aggregate.children.iter().any(|child| framework.node(*child).weight.is_none());
            if by_data && !weighed.contains(&above) || aggregate.aggregation.needs_rows() && !replaced(above)
            {
                return true;
            }
            at = framework.node(above).parent;
        }
        false
    }
}

fn aggregator(framework: &Framework, method: &Aggregation, children: usize) -> Aggregator {
    let scale = framework.parts().scale;
    Aggregator::new(method, &(scale.low..=scale.high), children)
}
