//! Nominal against effective weights: how much of an aggregate's variance each part explains, beside what its weight says.

use rayon::prelude::*;
use serde::Serialize;

use super::coherence::{Items, item_sets};
use super::finding::{Finding, percent};
use super::view::View;
use crate::diagnostic::Severity;
use crate::framework::NodeId;
use crate::statistics::{CorrelationRatio, correlation_ratio};
use crate::vocab::{Id, Text};

/// The parts of an aggregate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Importance {
    /// The aggregate.
    pub aggregate: Id,
    /// Its children; or all indicators, for the root.
    pub items: Items,
    /// One for each part that weighs something.
    pub of: Vec<PartImportance>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartImportance {
    /// The child or indicator.
    pub node: Id,
    /// Its weight: the frozen share in the aggregate, 0 to 1; those of all parts add up to 1.
    pub nominal: f64,
    /// The correlation ratio of the aggregate's score on the part's. `None` with fewer than three units, or when one of the two is the
    /// same everywhere.
    pub ratio: Option<CorrelationRatio>,
    /// The effective weight: its correlation ratio as a share of the sum of all parts'. `None` without one.
    pub effective: Option<f64>,
}

pub(super) fn importance(view: &View<'_>) -> Vec<Importance> {
    let root = view.framework().root();
    let sets = item_sets(view).into_iter().filter(|(aggregate, items, nodes)| {
        *items == Items::Children || *aggregate == root || *nodes == view.children(*aggregate)
    });
    let sets: Vec<(NodeId, Items, Vec<NodeId>)> = sets.collect();
    sets.into_par_iter()
        .map(|(aggregate, items, nodes)| of_aggregate(view, aggregate, items, &nodes))
        .collect()
}

fn of_aggregate(view: &View<'_>, aggregate: NodeId, items: Items, nodes: &[NodeId]) -> Importance {
    let ratio = |node: &NodeId| {
        let pairs = view.scores(*node).iter().zip(view.scores(aggregate)).filter_map(|(x, y)| (*x).zip(*y));
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.unzip();
        correlation_ratio(&x, &y)
    };
    let ratios: Vec<Option<CorrelationRatio>> = nodes.par_iter().map(ratio).collect();
    let sum: f64 = ratios.iter().flatten().map(|found| found.ratio).sum();
    let nominal: Vec<f64> = nodes.iter().map(|node| view.share_in(*node, aggregate)).collect();
    let whole: f64 = nominal.iter().sum();
    let of = nodes.iter().zip(nominal).zip(ratios).map(|((node, nominal), ratio)| PartImportance {
        node: view.id(*node),
        nominal: nominal / whole,
        ratio,
        effective: ratio.filter(|_| sum > 0.0).map(|found| found.ratio / sum),
    });
    Importance { aggregate: view.id(aggregate), items, of: of.collect() }
}

pub(super) fn findings(view: &View<'_>, all: &[Importance], out: &mut Vec<Finding>) {
    let factor = view.settings().importance;
    for one in all {
        let Some(aggregate) = view.framework().find(one.aggregate.as_str()) else { continue };
        // What holds of the children of each aggregate need not be said again of the indicators of all.
        if one.items == Items::Indicators && one.of.len() != view.children(aggregate).len() {
            continue;
        }
        for part in &one.of {
            let Some(effective) = part.effective else { continue };
            let beyond = effective > part.nominal * factor || effective * factor < part.nominal;
            if let Some(node) = view.framework().find(part.node.as_str()).filter(|_| beyond) {
                let (name, group) = (view.name(node), view.name(aggregate));
                let (nominal, real) = (percent(part.nominal), percent(effective));
                let message = Text::new(
                    format!("“{}”在“{}”里名义权重 {nominal}，实际影响 {real}", name.zh, group.zh),
                    format!(
                        "`{}` weighs {nominal} in `{}` but has {real} of the influence",
                        name.en, group.en
                    ),
                );
                let hint = Text::new(
                    "实际影响由离散程度和相关性决定；想让影响接近名义权重，调整归一化范围或权重",
                    "influence comes from spread and correlation; to bring it near the weight, change the goalposts or the weights",
                );
                let finding = Finding::new("dia024", Severity::Note, message, hint);
                out.push(finding.about(part.node.clone()).about(one.aggregate.clone()).valued(effective));
            }
        }
    }
}
