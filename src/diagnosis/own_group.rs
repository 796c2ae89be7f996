//! Whether an indicator goes with its own group more than with any other.

use serde::Serialize;

use super::correlations::Matrix;
use super::finding::{Finding, places};
use super::view::View;
use crate::diagnostic::Severity;
use crate::framework::NodeId;
use crate::statistics::{CorrelationKind, Gapped, associate};
use crate::vocab::{Id, Text};

/// An indicator and the groups of its level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnGroup {
    /// The indicator.
    pub node: Id,
    /// Its parent.
    pub own: Id,
    /// Pearson's r with its parent, of which it is a part.
    pub with_own: Option<f64>,
    /// The same with the weighted mean of its siblings alone, so that it is not compared with itself.
    pub with_siblings: Option<f64>,
    /// The other aggregate of the parent's depth that it correlates most with.
    pub other: Option<Id>,
    /// Pearson's r with that.
    pub with_other: Option<f64>,
}

impl OwnGroup {
    /// Whether it goes with another group more than with its own, itself included.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.with_own.zip(self.with_other).is_some_and(|(own, other)| other > own)
    }
}

pub(super) fn own_groups(view: &View<'_>, matrix: &Matrix) -> Vec<OwnGroup> {
    let weighing = view.indicators().filter(|node| view.share(*node) > 0.0);
    weighing.filter_map(|node| own_group(view, matrix, node)).collect()
}

fn own_group(view: &View<'_>, matrix: &Matrix, node: NodeId) -> Option<OwnGroup> {
    let framework = view.framework();
    let own = framework.node(node).parent?;
    let depth = framework.node(own).depth;
    let others = view.aggregates().filter(|at| framework.node(*at).depth == depth && *at != own);
    let with = |at: NodeId| matrix.pearson(at, node).map(|r| (r, at));
    let mut best: Option<(f64, NodeId)> = None;
    for found in others.filter_map(with) {
        // The first of equals stays.
        if best.is_none_or(|(highest, _)| found.0 > highest) {
            best = Some(found);
        }
    }
    (depth > 0).then(|| OwnGroup {
        node: view.id(node),
        own: view.id(own),
        with_own: matrix.pearson(own, node),
        with_siblings: with_siblings(view, own, node),
        other: best.map(|(_, at)| view.id(at)),
        with_other: best.map(|(r, _)| r),
    })
}

fn with_siblings(view: &View<'_>, own: NodeId, node: NodeId) -> Option<f64> {
    let siblings: Vec<NodeId> = view.children(own).into_iter().filter(|at| *at != node).collect();
    let mean = |row: usize| {
        let (mut sum, mut weight) = (0.0, 0.0);
        for at in &siblings {
            if let Some(score) = view.scores(*at).get(row).copied().flatten() {
                sum += view.share(*at) * score;
                weight += view.share(*at);
            }
        }
        (weight > 0.0).then(|| sum / weight)
    };
    let rest: Vec<Option<f64>> = (0..view.rows.len()).map(mean).collect();
    associate(&Gapped::new(view.scores(node)), &Gapped::new(&rest), CorrelationKind::Pearson).value
}

pub(super) fn findings(view: &View<'_>, all: &[OwnGroup], out: &mut Vec<Finding>) {
    for one in all.iter().filter(|one| one.is_elsewhere()) {
        let find = |id: &Id| view.framework().find(id.as_str()).map(|node| view.name(node));
        let (Some(name), Some(own), Some(other)) =
            (find(&one.node), find(&one.own), one.other.as_ref().and_then(find))
        else {
            continue;
        };
        let (with_own, with_other) = (one.with_own.unwrap_or(0.0), one.with_other.unwrap_or(0.0));
        let message = Text::new(
            format!(
                "“{}”与“{}”的相关（{}）高于与所属“{}”的（{}）",
                name.zh,
                other.zh,
                places(with_other, 2),
                own.zh,
                places(with_own, 2)
            ),
            format!(
                "`{}` goes with `{}` (r = {}) more than with its own `{}` (r = {})",
                name.en,
                other.en,
                places(with_other, 2),
                own.en,
                places(with_own, 2)
            ),
        );
        let hint = Text::new(
            "想一想它该放在哪一组；概念上无误时保留",
            "ask which group it belongs to; keep it where the concept says so",
        );
        out.push(
            Finding::new("dia017", Severity::Note, message, hint).about(one.node.clone()).valued(with_other),
        );
    }
}
