//! Every scored node with every other: within and between groups on one level, with the group and all above it.

use serde::Serialize;

use super::finding::{Finding, places};
use super::view::View;
use crate::diagnostic::Severity;
use crate::framework::NodeId;
use crate::statistics::{Association, CorrelationKind, Gapped, adjusted, associations};
use crate::vocab::{Id, Text};

/// The correlations of all pairs of nodes over the units of the cross-section.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Correlations {
    /// Of scores: indicators and aggregates, in the order of the tree.
    pub scores: Vec<Pair>,
    /// Of indicators' values by formula, before treatment and direction.
    pub raw: Vec<Pair>,
}

/// The correlations of two nodes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The one that stands first in the tree: of two on one branch the upper.
    pub first: Id,
    /// The other.
    pub second: Id,
    /// How they stand to each other.
    pub relation: Relation,
    /// Units that have both.
    pub units: usize,
    /// Pearson's r.
    pub pearson: Tested,
    /// Spearman's ρ.
    pub spearman: Tested,
    /// Kendall's τ-b.
    pub kendall: Tested,
}

/// A correlation and its test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Tested {
    /// From −1 to 1. `None` with fewer than two units, or when a column is the same everywhere.
    pub value: Option<f64>,
    /// Its p-value.
    pub p: Option<f64>,
    /// The p-value adjusted for all pairs of the same relation and level (Benjamini–Hochberg).
    pub adjusted: Option<f64>,
}

/// How two nodes stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The first is the parent of the second.
    Parent,
    /// The first is further up on the way from the second to the root.
    Ancestor,
    /// Both have the same parent.
    Siblings,
    /// Both are indicators, or both aggregates of the same depth, of different parents.
    SameLevel,
    /// Neither: an indicator and an aggregate of another branch, for example.
    Across,
}

/// Correlations with their places, for other topics.
pub(super) struct Matrix {
    nodes: Vec<NodeId>,
    pearson: Vec<Association>,
}

impl Matrix {
    /// Pearson's r of two nodes.
    pub(super) fn pearson(&self, a: NodeId, b: NodeId) -> Option<f64> {
        let place = |node: NodeId| self.nodes.iter().position(|at| *at == node);
        let (a, b) = (place(a)?, place(b)?);
        let (low, high) = (a.min(b), a.max(b));
        if low == high { None } else { self.pearson[high * (high - 1) / 2 + low].value }
    }
}

pub(super) fn correlations(view: &View<'_>) -> (Correlations, Matrix) {
    let scored: Vec<Gapped> = view.nodes.iter().map(|node| Gapped::new(view.scores(*node))).collect();
    let (scores, pearson) = pairs(view, &view.nodes, &scored);
    let indicators: Vec<NodeId> = view.indicators().collect();
    let values = |node: &NodeId| {
        let cells: Vec<Option<f64>> = match view.leaf(*node) {
            Some(column) => view.rows.iter().map(|row| column.raw(*row)).collect(),
            None => vec![None; view.rows.len()],
        };
        Gapped::new(&cells)
    };
    let by_formula: Vec<Gapped> = indicators.iter().map(values).collect();
    let (raw, _) = pairs(view, &indicators, &by_formula);
    (Correlations { scores, raw }, Matrix { nodes: view.nodes.clone(), pearson })
}

fn pairs(view: &View<'_>, nodes: &[NodeId], columns: &[Gapped]) -> (Vec<Pair>, Vec<Association>) {
    let relations: Vec<(Relation, usize)> = (0..nodes.len())
        .flat_map(|i| (0..i).map(move |j| (j, i)))
        .map(|(j, i)| relation(view, nodes[j], nodes[i]))
        .collect();
    let tested = |found: &[Association]| {
        let p: Vec<Option<f64>> = found.iter().map(|one| one.p).collect();
        let adjusted = adjusted_by_family(&relations, &p);
        let all = found.iter().zip(adjusted);
        all.map(|(one, adjusted)| Tested { value: one.value, p: one.p, adjusted }).collect::<Vec<_>>()
    };
    let [pearson, spearman, kendall] = CorrelationKind::ALL.map(|kind| associations(columns, kind));
    let (r, rho, tau) = (tested(&pearson), tested(&spearman), tested(&kendall));
    let mut all = Vec::with_capacity(relations.len());
    let mut at = 0;
    for i in 0..nodes.len() {
        for j in 0..i {
            all.push(Pair {
                first: view.id(nodes[j]),
                second: view.id(nodes[i]),
                relation: relations[at].0,
                units: pearson[at].pairs,
                pearson: r[at],
                spearman: rho[at],
                kendall: tau[at],
            });
            at += 1;
        }
    }
    (all, pearson)
}

/// The relation, and the level that its tests belong to: the depth, and for indicators one level of their own.
fn relation(view: &View<'_>, upper: NodeId, lower: NodeId) -> (Relation, usize) {
    let node = |at: NodeId| view.framework().node(at);
    let level = |at: NodeId| if view.is_indicator(at) { usize::MAX } else { node(at).depth };
    let relation = if node(lower).parent == Some(upper) {
        Relation::Parent
    } else if view.is_ancestor(upper, lower) {
        Relation::Ancestor
    } else if node(lower).parent == node(upper).parent {
        Relation::Siblings
    } else if level(lower) == level(upper) {
        Relation::SameLevel
    } else {
        Relation::Across
    };
    (relation, level(lower))
}

/// Siblings and others of one level are one family of tests, a level's pairs with what is above them another, the rest a third.
fn adjusted_by_family(relations: &[(Relation, usize)], p: &[Option<f64>]) -> Vec<Option<f64>> {
    let family = |(relation, level): (Relation, usize)| match relation {
        Relation::Siblings | Relation::SameLevel => (0, level),
        Relation::Parent | Relation::Ancestor => (1, level),
        Relation::Across => (2, 0),
    };
    let mut families: Vec<(u8, usize)> = relations.iter().map(|relation| family(*relation)).collect();
    let of = families.clone();
    families.sort_unstable();
    families.dedup();
    let mut out = vec![None; p.len()];
    for one in families {
        let members: Vec<usize> = (0..p.len()).filter(|at| of[*at] == one).collect();
        let own: Vec<Option<f64>> = members.iter().map(|at| p[*at]).collect();
        members.iter().zip(adjusted(&own)).for_each(|(at, adjusted)| out[*at] = adjusted);
    }
    out
}

/// Two that are the same, contradict each other, are not heard in their group or decide it.
pub(super) fn findings(view: &View<'_>, found: &Correlations, out: &mut Vec<Finding>) {
    for pair in &found.scores {
        let (Some(first), Some(second)) =
            (view.framework().find(pair.first.as_str()), view.framework().find(pair.second.as_str()))
        else {
            continue;
        };
        let Some(r) = pair.pearson.value else { continue };
        let significant = pair.pearson.adjusted.is_some_and(|p| p < view.settings().significance.get());
        let both_count = view.share(second) > 0.0 && view.share(first) > 0.0;
        let finding = match pair.relation {
            Relation::Siblings if both_count => of_siblings(view, first, second, r, significant),
            Relation::SameLevel if both_count && view.is_indicator(first) => {
                twice(view, first, second, r, pair.units)
            }
            Relation::Parent if view.share(second) > 0.0 => of_parent(view, first, second, r, significant),
            _ => None,
        };
        let finding = match pair.relation {
            Relation::Siblings if both_count => twice(view, first, second, r, pair.units).or(finding),
            _ => finding,
        };
        out.extend(
            finding.map(|finding| finding.about(pair.first.clone()).about(pair.second.clone()).valued(r)),
        );
    }
}

/// Two indicators with the same scores count one thing twice. Two units always lie on a line.
fn twice(view: &View<'_>, first: NodeId, second: NodeId, r: f64, units: usize) -> Option<Finding> {
    if r < 1.0 - 1e-9 || units < 4 || !view.is_indicator(first) || !view.is_indicator(second) {
        return None;
    }
    let (a, b) = (view.name(first), view.name(second));
    let message = Text::new(
        format!("“{}”与“{}”的得分完全一致：同一件事计了两次", a.zh, b.zh),
        format!("the scores of `{}` and `{}` go together perfectly: one thing counts twice", a.en, b.en),
    );
    let hint = Text::new(
        "核对公式和数据列是否重复，删去一个",
        "see whether formulas or data columns repeat, and drop one",
    );
    Some(Finding::new("dia016", Severity::Error, message, hint))
}

fn of_siblings(view: &View<'_>, first: NodeId, second: NodeId, r: f64, significant: bool) -> Option<Finding> {
    let (a, b) = (view.name(first), view.name(second));
    let settings = view.settings();
    if r > settings.high.get() {
        let message = Text::new(
            format!("同组的“{}”与“{}”高度相关（r = {}），说的几乎是同一件事", a.zh, b.zh, places(r, 2)),
            format!(
                "`{}` and `{}` of one group are highly correlated (r = {}): they say nearly the same",
                a.en,
                b.en,
                places(r, 2)
            ),
        );
        let hint =
            Text::new("合并、删去一个，或各计一半权重", "merge them, drop one, or give each half the weight");
        return Some(Finding::new("dia011", Severity::Warning, message, hint));
    }
    if r < settings.negative && significant {
        let message = Text::new(
            format!("同组的“{}”与“{}”负相关（r = {}），在均值里互相抵消", a.zh, b.zh, places(r, 2)),
            format!(
                "`{}` and `{}` of one group are negatively correlated (r = {}): they cancel in the mean",
                a.en,
                b.en,
                places(r, 2)
            ),
        );
        let hint = Text::new(
            "核对方向；方向无误时考虑分到不同的组，或用几何平均",
            "check their directions; if those are right, put them into different groups or take a geometric mean",
        );
        return Some(Finding::new("dia012", Severity::Warning, message, hint));
    }
    None
}

fn of_parent(view: &View<'_>, above: NodeId, below: NodeId, r: f64, significant: bool) -> Option<Finding> {
    let (group, name) = (view.name(above), view.name(below));
    let settings = view.settings();
    let children = view.children(above).len();
    if children < 2 {
        return None;
    }
    if r < 0.0 && significant {
        let message = Text::new(
            format!("“{}”与所属的“{}”负相关（r = {}）：它高的，总分反而低", name.zh, group.zh, places(r, 2)),
            format!(
                "`{}` is negatively correlated with its `{}` (r = {}): who does well on it scores low there",
                name.en,
                group.en,
                places(r, 2)
            ),
        );
        let hint =
            Text::new("多半是方向写反，或放错了组", "most likely its direction is wrong, or its group");
        return Some(Finding::new("dia013", Severity::Warning, message, hint));
    }
    if r.abs() < settings.weak.get() {
        let message = Text::new(
            format!(
                "“{}”与所属的“{}”几乎无关（r = {}），对得分没有实际影响",
                name.zh,
                group.zh,
                places(r, 2)
            ),
            format!(
                "`{}` hardly goes with its `{}` (r = {}): it has little say in the score",
                name.en,
                group.en,
                places(r, 2)
            ),
        );
        let hint = Text::new(
            "看它是否放错了组，或离散程度太小；有意保留时在报告里说明",
            "see whether it is in the wrong group or varies too little; if it is meant so, say it in the report",
        );
        return Some(Finding::new("dia014", Severity::Note, message, hint));
    }
    if r > settings.dominant.get() {
        let message = Text::new(
            format!("“{}”几乎决定了所属的“{}”（r = {}）", name.zh, group.zh, places(r, 2)),
            format!("`{}` all but decides its `{}` (r = {})", name.en, group.en, places(r, 2)),
        );
        let hint = Text::new(
            "其他指标形同虚设；核对权重和离散程度",
            "the others hardly matter; check weights and spreads",
        );
        return Some(Finding::new("dia015", Severity::Note, message, hint));
    }
    None
}
