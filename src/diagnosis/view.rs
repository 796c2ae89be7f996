//! What is diagnosed, laid out for the topics: columns of scores over the units of one period, and who belongs to whom.

use crate::diagnostic::Diagnostic;
use crate::framework::{Framework, Lifecycle, NodeId, NodeKind};
use crate::panel::Panel;
use crate::scorecard::{LeafColumn, Leaves, Scorecard, Scores};
use crate::vocab::{Id, Period, Text};

use super::Settings;

/// What [`super::diagnose`] looks at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The data that were scored.
    pub panel: &'a Panel,
    /// What they were scored with.
    pub scorecard: &'a Scorecard,
    /// Scores of aggregates.
    pub scores: &'a Scores,
    /// Values and scores of indicators.
    pub leaves: &'a Leaves,
    /// Limits and choices.
    pub settings: &'a Settings,
    /// Scored periods, in order.
    pub periods: &'a [Period],
    /// The period whose units are compared with each other.
    pub period: Period,
    /// Attributes by which inequality is split.
    pub by: &'a [Id],
    /// Indicators that the base does not determine, with the reason: they are diagnosed as if they weighed nothing.
    pub undetermined: &'a [(Id, Diagnostic)],
}

/// A subject with the columns of its cross-section.
pub(super) struct View<'a> {
    pub(super) subject: Subject<'a>,
    /// The rows of the cross-section.
    pub(super) rows: Vec<usize>,
    /// Nodes that can have scores, in the order of the tree: the root first, retired indicators left out.
    pub(super) nodes: Vec<NodeId>,
    /// Scores of each node of the framework over `rows`; empty for retired indicators.
    columns: Vec<Vec<Option<f64>>>,
}

impl<'a> View<'a> {
    pub(super) fn new(subject: Subject<'a>) -> Self {
        let rows: Vec<usize> = subject.scores.index().rows_in(subject.period).collect();
        let framework = subject.scorecard.definition().framework();
        let all = (0..framework.nodes().len()).map(NodeId);
        let nodes = all.clone().filter(|node| match &framework.node(*node).kind {
            NodeKind::Aggregate(_) => true,
            NodeKind::Indicator(indicator) => indicator.status != Lifecycle::Retired,
        });
        let columns = all.clone().map(|node| {
            let score: Box<dyn Fn(usize) -> Option<f64>> = match subject.scores.node(node) {
                Some(scores) => Box::new(|row| scores.get(row)),
                None => match subject.leaves.column(node) {
                    Some(column) => Box::new(|row| column.score(row)),
                    None => return Vec::new(),
                },
            };
            rows.iter().map(|&row| score(row)).collect()
        });
        let (nodes, columns) = (nodes.collect(), columns.collect());
        View { subject, rows, nodes, columns }
    }

    pub(super) fn framework(&self) -> &'a Framework {
        self.subject.scorecard.definition().framework()
    }

    pub(super) fn settings(&self) -> &'a Settings {
        self.subject.settings
    }

    pub(super) fn id(&self, node: NodeId) -> Id {
        self.framework().node(node).id.clone()
    }

    /// The scores of a node over the cross-section.
    pub(super) fn scores(&self, node: NodeId) -> &[Option<f64>] {
        self.columns.get(node.0).map_or(&[], Vec::as_slice)
    }

    /// The indicator's values step by step; `None` for aggregates and retired indicators.
    pub(super) fn leaf(&self, node: NodeId) -> Option<&'a LeafColumn> {
        self.subject.leaves.column(node)
    }

    pub(super) fn is_indicator(&self, node: NodeId) -> bool {
        matches!(self.framework().node(node).kind, NodeKind::Indicator(_))
    }

    /// All indicators that have values.
    pub(super) fn indicators(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.nodes.iter().copied().filter(|node| self.is_indicator(*node))
    }

    /// All aggregates, each before its children.
    pub(super) fn aggregates(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.nodes.iter().copied().filter(|node| !self.is_indicator(*node))
    }

    /// The frozen share of a node in its parent.
    pub(super) fn share(&self, node: NodeId) -> f64 {
        self.subject.scorecard.weights().get(node.0).map_or(0.0, |weight| weight.share)
    }

    /// The product of the frozen shares on the way up from a node to an ancestor.
    pub(super) fn share_in(&self, node: NodeId, ancestor: NodeId) -> f64 {
        let up = std::iter::successors(Some(node), |at| self.framework().node(*at).parent);
        up.take_while(|at| *at != ancestor).map(|at| self.share(at)).product()
    }

    /// The children of an aggregate that weigh something.
    pub(super) fn children(&self, aggregate: NodeId) -> Vec<NodeId> {
        match &self.framework().node(aggregate).kind {
            NodeKind::Aggregate(rules) => {
                rules.children.iter().copied().filter(|child| self.share(*child) > 0.0).collect()
            }
            NodeKind::Indicator(_) => Vec::new(),
        }
    }

    /// The indicators below an aggregate that weigh something in it, in the order of the tree.
    pub(super) fn weighing_leaves(&self, aggregate: NodeId) -> Vec<NodeId> {
        let inside =
            |node: &NodeId| self.is_ancestor(aggregate, *node) && self.share_in(*node, aggregate) > 0.0;
        self.indicators().filter(inside).collect()
    }

    /// Whether the first is a proper ancestor of the second.
    pub(super) fn is_ancestor(&self, above: NodeId, below: NodeId) -> bool {
        let parent = |at: &NodeId| self.framework().node(*at).parent;
        std::iter::successors(parent(&below), parent).any(|at| at == above)
    }

    /// Code and name, as people know a node.
    pub(super) fn name(&self, node: NodeId) -> Text {
        let found = self.framework().node(node);
        let coded =
            |name: &str| found.code.as_ref().map_or_else(|| name.to_owned(), |code| format!("{code} {name}"));
        Text::new(coded(&found.name.zh), coded(&found.name.en))
    }
}
