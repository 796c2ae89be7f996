//! A scorecard bound to a panel: what a thread needs to score a block, worked out once.

use std::ops::RangeInclusive;

use super::imputer_plan::{self, ImputationPlan, ImputerPlan};
use super::lookup::Lookup;
use super::raw::RawSource;
use super::{FrozenAggregate, FrozenIndicator, FrozenWeight, Scorecard};
use crate::aggregation::{Aggregator, Coverage};
use crate::framework::{Aggregate, Framework, Gate, Indicator, Lifecycle, NodeId, Scale};
use crate::imputation::{Donors, Imputer};
use crate::normalisation::{Kernel, Normaliser};
use crate::panel::Panel;
use crate::treatment::Treater;
use crate::vocab::{lowered, raised};

/// Weights whose sums neither overflow nor lose digits.
const MODERATE: RangeInclusive<f64> = 1e-100..=1e100;

pub(super) struct Plan<'a> {
    pub(super) framework: &'a Framework,
    pub(super) panel: &'a Panel,
    pub(super) raw: RawSource,
    /// In the order of the tree.
    pub(super) leaves: Vec<LeafPlan<'a>>,
    pub(super) imputation: ImputationPlan<'a>,
    /// Parents before children, as the framework lists them.
    pub(super) aggregates: Vec<AggregatePlan>,
    /// Where the scores of each node are found.
    pub(super) slots: Vec<Option<Slot>>,
    pub(super) gates: &'a [Gate],
}

pub(super) struct LeafPlan<'a> {
    pub(super) node: NodeId,
    pub(super) indicator: &'a Indicator,
    /// Whether it has a share of its parent's weight.
    pub(super) weighs: bool,
    pub(super) imputers: Vec<ImputerPlan<'a>>,
    pub(super) treatment: Option<Lookup<'a, Treater>>,
    pub(super) normaliser: Option<Lookup<'a, Frozen>>,
    /// Whether groups came from the base, so that falling back is worth saying.
    pub(super) fitted_groups: bool,
    /// Whether each base period has parameters of its own, and other periods none.
    pub(super) by_period: bool,
    pub(super) scale: Scale,
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

#[derive(Clone, Debug)]
pub(super) struct AggregatePlan {
    pub(super) node: NodeId,
    pub(super) aggregator: Aggregator,
    pub(super) coverage: Coverage,
    /// In the order written; those that weigh nothing are left out.
    pub(super) children: Vec<ChildPlan>,
}

#[derive(Clone, Copy, Debug)]
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

/// What the base has determined: all of it in a scorecard, a part of it on the way there.
#[derive(Clone, Copy)]
pub(super) struct Parameters<'a> {
    pub(super) framework: &'a Framework,
    /// One for each indicator, in the order of the tree.
    pub(super) indicators: &'a [FrozenIndicator],
    /// One for each node.
    pub(super) weights: &'a [FrozenWeight],
    /// Of the aggregates of which the base determined something.
    pub(super) aggregates: &'a [FrozenAggregate],
    pub(super) donors: &'a Donors,
}

impl<'a> Parameters<'a> {
    pub(super) fn of(card: &'a Scorecard) -> Self {
        Parameters {
            framework: card.definition().framework(),
            indicators: card.indicators(),
            weights: card.weights(),
            aggregates: card.aggregates(),
            donors: card.donors(),
        }
    }

    /// The aggregation of an aggregate at its place.
    pub(super) fn aggregator(&self, node: NodeId, aggregate: &Aggregate) -> Aggregator {
        let scale = self.framework.parts().scale;
        let counted = aggregate.children.iter().filter(|child| self.share(**child) > 0.0).count();
        let id = &self.framework.node(node).id;
        let frozen = self.aggregates.iter().find(|frozen| frozen.id == *id);
        Aggregator::new(&aggregate.aggregation, &(scale.low..=scale.high), counted)
            .with_frontier(frozen.and_then(|frozen| frozen.frontier.as_ref()))
    }

    fn share(&self, node: NodeId) -> f64 {
        self.weights.get(node.0).map_or(0.0, |weight| weight.share)
    }
}

/// Which indicators are worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Those that weigh something.
    Weighted,
    /// Those that may weigh something: weights are yet to be determined.
    Core,
    /// All but retired ones.
    All,
}

impl<'a> Plan<'a> {
    /// For a panel of variables.
    pub(super) fn new(card: &'a Scorecard, panel: &'a Panel, extent: Extent) -> Self {
        let parameters = Parameters::of(card);
        let framework = parameters.framework;
        let (leaves, imputation, slots) = leaves(&parameters, panel, extent);
        let aggregates = framework
            .aggregates()
            .map(|(node, _, aggregate)| AggregatePlan::new(node, aggregate, &parameters, &slots))
            .collect();
        Plan {
            framework,
            panel,
            raw: RawSource::formulas(framework),
            aggregates,
            slots,
            leaves,
            imputation,
            gates: &framework.parts().gates,
        }
    }

    /// For the rows of the base, whose raw values are known: indicators only, as the weights of aggregates are yet to be determined.
    pub(super) fn of_base(parameters: &Parameters<'a>, rows: &'a Panel) -> (Self, Vec<Option<Slot>>) {
        Plan::of_base_rows(parameters, rows, Extent::Core)
    }

    /// The same for all indicators but retired ones, pilots included.
    pub(super) fn of_whole_base(parameters: &Parameters<'a>, rows: &'a Panel) -> (Self, Vec<Option<Slot>>) {
        Plan::of_base_rows(parameters, rows, Extent::All)
    }

    fn of_base_rows(
        parameters: &Parameters<'a>,
        rows: &'a Panel,
        extent: Extent,
    ) -> (Self, Vec<Option<Slot>>) {
        let (leaves, imputation, slots) = leaves(parameters, rows, extent);
        let framework = parameters.framework;
        let plan = Plan {
            framework,
            panel: rows,
            raw: RawSource::Given,
            aggregates: Vec::new(),
            slots: Vec::new(),
            leaves,
            imputation,
            gates: &[],
        };
        (plan, slots)
    }
}

/// The indicators that are worked out, and where the scores of each node are found.
fn leaves<'a>(
    parameters: &Parameters<'a>,
    panel: &'a Panel,
    extent: Extent,
) -> (Vec<LeafPlan<'a>>, ImputationPlan<'a>, Vec<Option<Slot>>) {
    let framework = parameters.framework;
    let mut leaves: Vec<LeafPlan<'a>> = Vec::new();
    let mut steps: Vec<&'a [Imputer]> = Vec::new();
    let mut slots = vec![None; framework.nodes().len()];
    for ((node, _, indicator), frozen) in framework.indicators().zip(parameters.indicators) {
        let wanted = match extent {
            Extent::Weighted => parameters.share(node) > 0.0,
            Extent::Core => indicator.status == Lifecycle::Core,
            Extent::All => indicator.status != Lifecycle::Retired,
        };
        if wanted {
            slots[node.0] = Some(Slot::Leaf(leaves.len()));
            let mut leaf = LeafPlan::new(node, indicator, frozen, framework.parts().scale, panel);
            leaf.weighs = parameters.share(node) > 0.0;
            leaves.push(leaf);
            steps.push(&frozen.imputation);
        }
    }
    for (at, (node, _, _)) in framework.aggregates().enumerate() {
        slots[node.0] = Some(Slot::Aggregate(at));
    }
    let imputation = imputer_plan::bind(framework, parameters.donors, panel, &mut leaves, &steps);
    (leaves, imputation, slots)
}

impl AggregatePlan {
    /// With the shares as they are in `parameters`.
    pub(super) fn new(
        node: NodeId,
        aggregate: &Aggregate,
        parameters: &Parameters<'_>,
        slots: &[Option<Slot>],
    ) -> Self {
        let child = |&child: &NodeId| {
            let node = parameters.framework.node(child);
            // Where the parent's children are equal none has a weight of its own.
            let given = node.given_weight.unwrap_or(1.0);
            (ChildWeight { given, defined: node.weight, share: parameters.share(child) }, slots[child.0])
        };
        let weighed: Vec<_> = aggregate.children.iter().map(child).collect();
        let mut children = Vec::with_capacity(weighed.len());
        child_plans(&weighed, &mut children);
        let (aggregator, coverage) = (parameters.aggregator(node, aggregate), aggregate.coverage);
        AggregatePlan { node, aggregator, coverage, children }
    }
}

/// What a child weighs.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChildWeight {
    /// As written.
    pub(super) given: f64,
    /// Its share by what is written; `None` where data decide.
    pub(super) defined: Option<f64>,
    /// Its share, frozen.
    pub(super) share: f64,
}

/// The plans of the children that weigh something and are worked out.
pub(super) fn child_plans(weighed: &[(ChildWeight, Option<Slot>)], children: &mut Vec<ChildPlan>) {
    // The mean can use the weights as written where the frozen shares are theirs, and no sum can overflow or vanish.
    let written = weighed.iter().all(|(child, _)| {
        Some(child.share) == child.defined && (child.share == 0.0 || MODERATE.contains(&child.given))
    });
    children.clear();
    children.extend(weighed.iter().filter_map(|(child, slot)| {
        let weight = if written { child.given } else { child.share };
        Some(ChildPlan { weight, share: child.share, slot: (*slot)? }).filter(|plan| plan.share > 0.0)
    }));
}

impl<'a> LeafPlan<'a> {
    fn new(
        node: NodeId,
        indicator: &'a Indicator,
        frozen: &'a super::FrozenIndicator,
        scale: Scale,
        panel: &'a Panel,
    ) -> Self {
        let prepare = |normaliser: &Normaliser| {
            let (low, high) = normaliser.span();
            let (normaliser, kernel) = (normaliser.clone(), Kernel::new(normaliser));
            Frozen { normaliser, kernel, span: (lowered(low), raised(high)) }
        };
        LeafPlan {
            node,
            indicator,
            weighs: false,
            imputers: Vec::new(),
            treatment: frozen.treatment.as_ref().map(|treaters| Lookup::new(treaters, panel, |t| *t)),
            normaliser: frozen.normaliser.as_ref().map(|n| Lookup::new(n, panel, prepare)),
            fitted_groups: indicator.normalisation.needs_base(),
            by_period: indicator.normalisation.is_by_period(),
            scale,
        }
    }
}
