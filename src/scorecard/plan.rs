//! A scorecard bound to a panel: what a thread needs to score a block, worked out once.

use std::ops::RangeInclusive;

use super::lookup::Lookup;
use super::{Scorecard, raw};
use crate::aggregation::{Aggregation, Coverage};
use crate::framework::{Framework, Gate, Indicator, Lifecycle, NodeId, Scale};
use crate::imputation::Imputer;
use crate::normalisation::{Kernel, Normaliser};
use crate::panel::Panel;
use crate::treatment::Limits;
use crate::vocab::{lowered, raised};

/// Weights whose sums neither overflow nor lose digits.
const MODERATE: RangeInclusive<f64> = 1e-100..=1e100;

pub(super) struct Plan<'a> {
    pub(super) framework: &'a Framework,
    pub(super) panel: &'a Panel,
    pub(super) referenced: Vec<NodeId>,
    /// In the order of the tree.
    pub(super) leaves: Vec<LeafPlan<'a>>,
    /// Parents before children, as the framework lists them.
    pub(super) aggregates: Vec<AggregatePlan>,
    pub(super) gates: &'a [Gate],
}

pub(super) struct LeafPlan<'a> {
    pub(super) node: NodeId,
    pub(super) indicator: &'a Indicator,
    pub(super) imputers: Vec<ImputerPlan<'a>>,
    pub(super) limits: Option<Lookup<'a, Limits>>,
    pub(super) normaliser: Option<Lookup<'a, Frozen>>,
    /// Whether groups came from the base, so that falling back is worth saying.
    pub(super) fitted_groups: bool,
    /// Whether each base period has parameters of its own, and other periods none.
    pub(super) by_period: bool,
    pub(super) scale: Scale,
}

pub(super) enum ImputerPlan<'a> {
    CarryForward(u32),
    Constant(Lookup<'a, f64>),
}

/// A normaliser made ready, and the ends of what it covers, less what rounding may be.
pub(super) struct Frozen {
    pub(super) normaliser: Normaliser,
    pub(super) kernel: Kernel,
    pub(super) span: (f64, f64),
}

impl Frozen {
    /// Whether the ends of what it covers are not enough to say where a value lies: some values below the first anchor are a class of
    /// their own, or its distance counts.
    pub(super) fn is_looked_up(&self) -> bool {
        match &self.normaliser {
            Normaliser::Curve(curve) => curve.hurdle().is_some(),
            Normaliser::Distance(_) => true,
            _ => false,
        }
    }
}

pub(super) struct AggregatePlan {
    pub(super) node: NodeId,
    pub(super) aggregation: Aggregation,
    pub(super) coverage: Coverage,
    /// In the order written; those that weigh nothing are left out.
    pub(super) children: Vec<ChildPlan>,
}

pub(super) struct ChildPlan {
    /// In the mean, where only the proportions of the weights matter: as written where possible, since 1, 1, 1 add up without
    /// rounding and thirds do not.
    pub(super) weight: f64,
    /// Of the aggregate's weight, for coverage.
    pub(super) share: f64,
    pub(super) slot: Slot,
}

/// Where the scores of a node are found in a block.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    Leaf(usize),
    Aggregate(usize),
}

/// Which indicators are worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Those that weigh something.
    Weighted,
    /// All but retired ones.
    All,
}

impl<'a> Plan<'a> {
    pub(super) fn new(card: &'a Scorecard, panel: &'a Panel, extent: Extent) -> Self {
        let framework = card.definition().framework();
        let mut leaves: Vec<LeafPlan<'a>> = Vec::new();
        let mut slots = vec![None; framework.nodes().len()];
        for ((node, _, indicator), frozen) in framework.indicators().zip(card.indicators()) {
            let wanted = match extent {
                Extent::Weighted => card.share(node) > 0.0,
                Extent::All => indicator.status != Lifecycle::Retired,
            };
            if wanted {
                slots[node.0] = Some(Slot::Leaf(leaves.len()));
                leaves.push(LeafPlan::new(node, indicator, frozen, framework.parts().scale, panel));
            }
        }
        for (at, (node, _, _)) in framework.aggregates().enumerate() {
            slots[node.0] = Some(Slot::Aggregate(at));
        }
        let aggregates = framework.aggregates().map(|(node, _, aggregate)| {
            let written = has_written(card, &aggregate.children);
            let children = aggregate.children.iter().filter_map(|&child| {
                let share = card.share(child);
                let slot = slots[child.0]?;
                let weight = if written { as_written(framework, child) } else { share };
                (share > 0.0).then_some(ChildPlan { weight, share, slot })
            });
            let children = children.collect();
            AggregatePlan {
                node,
                aggregation: aggregate.aggregation.clone(),
                coverage: aggregate.coverage,
                children,
            }
        });
        Plan {
            framework,
            panel,
            referenced: raw::referenced(framework),
            aggregates: aggregates.collect(),
            leaves,
            gates: &framework.parts().gates,
        }
    }
}

/// Whether the mean can use the weights as written: the frozen shares are theirs, and no sum can overflow or vanish.
fn has_written(card: &Scorecard, children: &[NodeId]) -> bool {
    let framework = card.definition().framework();
    children.iter().all(|&child| {
        let share = card.share(child);
        share == framework.node(child).weight
            && (share == 0.0 || MODERATE.contains(&as_written(framework, child)))
    })
}

/// Where the parent's children are equal none has a weight of its own.
fn as_written(framework: &Framework, child: NodeId) -> f64 {
    framework.node(child).given_weight.unwrap_or(1.0)
}

impl<'a> LeafPlan<'a> {
    fn new(
        node: NodeId,
        indicator: &'a Indicator,
        frozen: &'a super::FrozenIndicator,
        scale: Scale,
        panel: &'a Panel,
    ) -> Self {
        let imputer = |imputer: &Imputer| match imputer {
            Imputer::CarryForward { max_age } => ImputerPlan::CarryForward(*max_age),
            Imputer::GroupMedian(medians) => ImputerPlan::Constant(Lookup::new(medians, panel, |m| *m)),
        };
        let prepare = |normaliser: &Normaliser| {
            let (low, high) = normaliser.span();
            let (normaliser, kernel) = (normaliser.clone(), Kernel::new(normaliser));
            Frozen { normaliser, kernel, span: (lowered(low), raised(high)) }
        };
        LeafPlan {
            node,
            indicator,
            imputers: frozen.imputation.iter().map(imputer).collect(),
            limits: frozen.limits.as_ref().map(|limits| Lookup::new(limits, panel, |l| *l)),
            normaliser: frozen.normaliser.as_ref().map(|n| Lookup::new(n, panel, prepare)),
            fitted_groups: indicator.normalisation.needs_base(),
            by_period: indicator.normalisation.is_by_period(),
            scale,
        }
    }
}
