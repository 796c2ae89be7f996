//! How well what an aggregate adds up hangs together: reliability, components, adequacy, inflation of variance.

use rayon::prelude::*;
use serde::Serialize;

use super::finding::{Finding, percent, places};
use super::view::View;
use super::{NoStructure, Reliability, Structure, reliability, structure};
use crate::diagnostic::Severity;
use crate::framework::NodeId;
use crate::vocab::{Id, Text};

/// The coherence of an aggregate's children, or of all indicators below it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coherence {
    /// The aggregate.
    pub aggregate: Id,
    /// Which of what lies below it.
    pub items: Items,
    /// They, in the order of the tree; places in `reliability.of`, `structure.used` and `structure.aside` count in this list.
    pub nodes: Vec<Id>,
    /// Over the units that have two at a time.
    pub reliability: Reliability,
    /// Over the units that have all of them. `None` for the reason in `no_structure`.
    pub structure: Option<Structure>,
    /// Why there is none.
    pub no_structure: Option<NoStructure>,
}

/// Which nodes below an aggregate are taken together. Those that weigh nothing are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Items {
    /// Its children.
    Children,
    /// All indicators below it.
    Indicators,
}

/// Every aggregate with what is taken together below it: its children, and its indicators where they are not the same.
pub(super) fn item_sets(view: &View<'_>) -> Vec<(NodeId, Items, Vec<NodeId>)> {
    let mut sets = Vec::new();
    for aggregate in view.aggregates() {
        let (children, leaves) = (view.children(aggregate), view.weighing_leaves(aggregate));
        if children != leaves {
            sets.push((aggregate, Items::Children, children));
        }
        sets.push((aggregate, Items::Indicators, leaves));
    }
    sets.retain(|(_, _, nodes)| nodes.len() > 1);
    sets
}

pub(super) fn coherence(view: &View<'_>) -> Vec<Coherence> {
    let one = |(aggregate, items, nodes): (NodeId, Items, Vec<NodeId>)| {
        let columns: Vec<&[Option<f64>]> = nodes.iter().map(|node| view.scores(*node)).collect();
        let found = structure(&columns);
        Coherence {
            aggregate: view.id(aggregate),
            items,
            nodes: nodes.iter().map(|node| view.id(*node)).collect(),
            reliability: reliability(&columns),
            no_structure: found.as_ref().err().copied(),
            structure: found.ok(),
        }
    };
    item_sets(view).into_par_iter().map(one).collect()
}

pub(super) fn findings(view: &View<'_>, all: &[Coherence], out: &mut Vec<Finding>) {
    for one in all {
        let Some(aggregate) = view.framework().find(one.aggregate.as_str()) else { continue };
        let direct = one.items == Items::Children || one.nodes.len() == view.children(aggregate).len();
        let mut found = Vec::new();
        if direct {
            found.extend(unreliable(view, aggregate, one));
            found.extend(inadequate(view, aggregate, one));
            found.extend(inflated(view, aggregate, one));
            found.extend(several(view, aggregate, one));
        }
        found.extend(incomplete(view, aggregate, one));
        out.extend(found.into_iter().map(|finding| {
            let has_nodes = !finding.nodes.is_empty();
            if has_nodes { finding } else { finding.about(one.aggregate.clone()) }
        }));
    }
}

fn unreliable(view: &View<'_>, aggregate: NodeId, one: &Coherence) -> Option<Finding> {
    let alpha = one.reliability.standardised.filter(|alpha| *alpha < view.settings().alpha.get())?;
    let name = view.name(aggregate);
    let message = Text::new(
        format!("“{}”的各项一致性偏低（标准化 α = {}）", name.zh, places(alpha, 2)),
        format!("the parts of `{}` hang together little (standardised α = {})", name.en, places(alpha, 2)),
    );
    let hint = Text::new(
        "若各项本就是不同侧面（形成型指标），在报告里说明即可；否则看“删去后 α”表",
        "fine where the parts are meant to be different sides of a thing; otherwise see the table of α if deleted",
    );
    Some(Finding::new("dia018", Severity::Note, message, hint).valued(alpha))
}

fn inadequate(view: &View<'_>, aggregate: NodeId, one: &Coherence) -> Option<Finding> {
    let inverse = one.structure.as_ref()?.inverse.as_ref()?;
    let adequacy = inverse.adequacy.filter(|adequacy| *adequacy < view.settings().adequacy.get())?;
    // KMO of two columns is a half whatever they are.
    if one.nodes.len() < 3 {
        return None;
    }
    let name = view.name(aggregate);
    let message = Text::new(
        format!("“{}”各项的 KMO 只有 {}，不适合做主成分或因子赋权", name.zh, places(adequacy, 2)),
        format!(
            "the KMO of `{}` is only {}: no ground for weights from components or factors",
            name.en,
            places(adequacy, 2)
        ),
    );
    let hint = Text::new("不用主成分、因子赋权；用给定或专家权重", "give weights or ask experts instead");
    Some(Finding::new("dia019", Severity::Note, message, hint).valued(adequacy))
}

fn inflated(view: &View<'_>, aggregate: NodeId, one: &Coherence) -> Vec<Finding> {
    // Of two parts that are alike their correlation says so already.
    let Some(structure) = one.structure.as_ref().filter(|structure| structure.used.len() > 2) else {
        return Vec::new();
    };
    let name = view.name(aggregate);
    let Some(inverse) = &structure.inverse else {
        let singular = structure.rows > structure.used.len();
        let message = Text::new(
            format!("“{}”的某项可由其他各项完全算出", name.zh),
            format!("a part of `{}` is fully determined by the others", name.en),
        );
        let hint = Text::new(
            "查重复的公式或互补的占比，删去一个",
            "look for formulas that repeat or shares that add up to one, and drop one",
        );
        return if singular {
            vec![Finding::new("dia020", Severity::Warning, message, hint)]
        } else {
            Vec::new()
        };
    };
    let beyond = structure.used.iter().zip(&inverse.inflation);
    beyond
        .filter(|(_, inflation)| **inflation > view.settings().inflation)
        .filter_map(|(at, inflation)| {
            let id = one.nodes.get(*at)?.clone();
            let item = view.name(view.framework().find(id.as_str())?);
            let message = Text::new(
                format!(
                    "“{}”可由“{}”的其他各项推出大半（VIF = {}）",
                    item.zh,
                    name.zh,
                    places(*inflation, 1)
                ),
                format!(
                    "`{}` follows largely from the other parts of `{}` (VIF = {})",
                    item.en,
                    name.en,
                    places(*inflation, 1)
                ),
            );
            let hint =
                Text::new("信息重复，考虑删去或合并", "it repeats what the others say: drop or merge it");
            Some(Finding::new("dia020", Severity::Warning, message, hint).about(id).valued(*inflation))
        })
        .collect()
}

fn several(view: &View<'_>, aggregate: NodeId, one: &Coherence) -> Option<Finding> {
    let structure = one.structure.as_ref().filter(|structure| structure.kaiser() > 1)?;
    let name = view.name(aggregate);
    let (count, first) = (structure.kaiser(), structure.shares().first().copied().unwrap_or(0.0));
    let message = Text::new(
        format!("“{}”里有 {count} 个主成分的特征值大于 1，第一个只解释 {}", name.zh, percent(first)),
        format!(
            "`{}` has {count} components with an eigenvalue above 1; the first explains only {}",
            name.en,
            percent(first)
        ),
    );
    let hint = Text::new(
        "它测的不止一件事；看载荷表，考虑拆成几组",
        "it measures more than one thing: see the loadings, and consider splitting it",
    );
    Some(Finding::new("dia021", Severity::Note, message, hint).valued(first))
}

fn incomplete(view: &View<'_>, aggregate: NodeId, one: &Coherence) -> Option<Finding> {
    let name = view.name(aggregate);
    let which = match one.items {
        Items::Children => Text::new("下级", "children"),
        Items::Indicators => Text::new("指标", "indicators"),
    };
    let hint = Text::new("补数据，或先看较小的组", "add data, or look at smaller groups first");
    let units = view.rows.len();
    match (&one.structure, one.no_structure) {
        (None, Some(NoStructure::TooFewColumns { varying })) => {
            let message = Text::new(
                format!("“{}”的{}里只有 {varying} 个有差异，无从分析结构", name.zh, which.zh),
                format!(
                    "only {varying} of the {} of `{}` vary, which leaves no structure",
                    which.en, name.en
                ),
            );
            Some(Finding::new("dia026", Severity::Note, message, hint))
        }
        (None, Some(NoStructure::TooFewRows { complete })) => {
            let message = Text::new(
                format!("只有 {complete} 个对象有“{}”的全部{}，无从分析结构", name.zh, which.zh),
                format!(
                    "only {complete} units have all {} of `{}`, which leaves no structure",
                    which.en, name.en
                ),
            );
            Some(Finding::new("dia026", Severity::Note, message, hint))
        }
        (Some(structure), _) if structure.rows * 2 < units => {
            let message = Text::new(
                format!(
                    "“{}”{}的结构只依据 {} 个齐全的对象，共 {units} 个",
                    name.zh, which.zh, structure.rows
                ),
                format!(
                    "the structure of the {} of `{}` rests on {} complete units of {units}",
                    which.en, name.en, structure.rows
                ),
            );
            Some(Finding::new("dia026", Severity::Note, message, hint))
        }
        _ => None,
    }
}
