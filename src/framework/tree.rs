use std::collections::BTreeMap;

use super::{About, Adjusting, Adjustment, BaseValues, Formula, Gate, Grade, Lifecycle, Scale};
use crate::aggregation::{Aggregation, Coverage};
use crate::imputation::Imputation;
use crate::normalisation::{Aim, Normalisation};
use crate::panel::Variables;
use crate::screening::Screening;
use crate::treatment::Treatment;
use crate::vocab::{Direction, Id, Period, Text, UnitOfMeasure};
use crate::weighting::Weighting;

/// The number of a node in its framework: an index into [`Framework::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

/// A checked definition.
#[derive(Clone, Debug)]
pub struct Framework {
    parts: FrameworkParts,
    by_id: BTreeMap<Id, NodeId>,
    /// Indicators, each after those its formula refers to.
    order: Vec<NodeId>,
}

/// What a framework is made of; [`crate::definition`] checks it before it becomes a [`Framework`].
#[derive(Clone, Debug)]
pub struct FrameworkParts {
    /// The indicator set, such as `shuangqian`.
    pub set: Id,
    /// The edition, such as `2024`.
    pub edition: String,
    /// The version of the edition.
    pub version: String,
    /// What people read.
    pub name: Text,
    /// What it is for.
    pub description: Option<Text>,
    /// Who published it.
    pub source: Option<Text>,
    /// The range of every score.
    pub scale: Scale,
    /// The periods whose data freeze the scale; never empty.
    pub base: Vec<Period>,
    /// What of the base treatment and normalisation are frozen on.
    pub base_values: BaseValues,
    /// What people call the levels of the tree, the root's first; may be shorter than the tree is deep.
    pub levels: Vec<Text>,
    /// All nodes in depth-first order as written: the root first, each parent before its children.
    pub nodes: Vec<Node>,
    /// Which units and indicators have too little behind them.
    pub screening: Screening,
    /// From best to worst; may be empty.
    pub grades: Vec<Grade>,
    /// Outside the score.
    pub gates: Vec<Gate>,
    /// Bonuses and penalties, outside the base score.
    pub adjustments: Vec<Adjustment>,
    /// What becomes of them together.
    pub adjusting: Adjusting,
    /// Declared variables, attributes and measures.
    pub variables: Variables,
}

/// A node of the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its stable name.
    pub id: Id,
    /// The short code people use, such as `I01`.
    pub code: Option<String>,
    /// What people read.
    pub name: Text,
    /// The aggregate it belongs to; `None` for the root.
    pub parent: Option<NodeId>,
    /// Steps from the root, 0 for the root.
    pub depth: usize,
    /// Its share of its parent's weight, 0 to 1; the children of an aggregate add up to 1. 1 for the root. `None` where the data of the base
    /// decide: then the scorecard knows.
    pub weight: Option<f64>,
    /// The weight as written, before it was divided by the sum.
    pub given_weight: Option<f64>,
    /// Aggregate or indicator.
    pub kind: NodeKind,
}

/// Aggregate or indicator.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// An inner node.
    Aggregate(Aggregate),
    /// A leaf.
    Indicator(Box<Indicator>),
}

/// The rules of an inner node.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// Its children in the order written.
    pub children: Vec<NodeId>,
    /// What it means.
    pub concept: Option<Text>,
    /// How the children's weights came about.
    pub weighting: Box<Weighting>,
    /// How they become one score.
    pub aggregation: Aggregation,
    /// What missing children do.
    pub coverage: Coverage,
}

/// The rules of a leaf.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// The value, over declared variables.
    pub formula: Formula,
    /// The unit of measure as written.
    pub measure: String,
    /// The same, checked.
    pub unit_of_measure: UnitOfMeasure,
    /// Decimals for display.
    pub decimals: u8,
    /// Which way is good.
    pub direction: Direction,
    /// The ends of the best interval, the same value twice for one best value; the distance to it is normalised.
    pub best: Option<[f64; 2]>,
    /// Where it is in its life.
    pub status: Lifecycle,
    /// Where it does not hold the cell is not applicable, for the reason given.
    pub applicable: Option<(Formula, Text)>,
    /// The numerator of a ratio, for reports.
    pub numerator: Option<Formula>,
    /// The denominator of a ratio, for reports.
    pub denominator: Option<Formula>,
    /// Values outside are invalid.
    pub valid: ValidRange,
    /// Tried in order where the value is missing.
    pub missing: Vec<Imputation>,
    /// For each step of `missing` what it is related to; `None` where it is related to nothing.
    pub related: Vec<Option<Formula>>,
    /// What is done about outliers.
    pub treatment: Treatment,
    /// How the value becomes a score.
    pub normalisation: Normalisation,
    /// What the card says for people.
    pub about: About,
}

impl Indicator {
    /// Which way it is good, and around which value or interval.
    #[must_use]
    pub fn aim(&self) -> Aim {
        Aim { direction: self.direction, best: self.best }
    }
}

/// What a value may be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ValidRange {
    /// Least valid value.
    pub min: Option<f64>,
    /// Greatest valid value.
    pub max: Option<f64>,
    /// A year-on-year factor above it, or below its inverse, is a finding.
    pub max_change: Option<f64>,
}

impl Framework {
    /// Wraps parts that have been checked. `order` lists every indicator after those its formula refers to.
    pub(crate) fn from_checked(parts: FrameworkParts, order: Vec<NodeId>) -> Self {
        let by_id = parts.nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), NodeId(at))).collect();
        Framework { parts, by_id, order }
    }

    /// Everything it is made of.
    #[must_use]
    pub fn parts(&self) -> &FrameworkParts {
        &self.parts
    }

    /// All nodes: the root first, each parent before its children.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.parts.nodes
    }

    /// A node by number.
    ///
    /// # Panics
    /// When the number is of another framework.
    #[must_use]
    pub fn node(&self, node: NodeId) -> &Node {
        &self.parts.nodes[node.0]
    }

    /// The number of a node by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<NodeId> {
        self.by_id.get(id).copied()
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// All aggregates, each before its children.
    pub fn aggregates(&self) -> impl DoubleEndedIterator<Item = (NodeId, &Node, &Aggregate)> {
        self.parts.nodes.iter().enumerate().filter_map(|(at, node)| match &node.kind {
            NodeKind::Aggregate(aggregate) => Some((NodeId(at), node, aggregate)),
            NodeKind::Indicator(_) => None,
        })
    }

    /// All indicators in the order of the tree.
    pub fn indicators(&self) -> impl DoubleEndedIterator<Item = (NodeId, &Node, &Indicator)> {
        self.parts.nodes.iter().enumerate().filter_map(|(at, node)| match &node.kind {
            NodeKind::Indicator(indicator) => Some((NodeId(at), node, &**indicator)),
            NodeKind::Aggregate(_) => None,
        })
    }

    /// Indicators in an order in which each comes after those its formula refers to.
    #[must_use]
    pub fn evaluation_order(&self) -> &[NodeId] {
        &self.order
    }

    /// The nominal weight of a node in the root: the product of the shares on the way up. `None` where the data of the base decide one of
    /// them; a scorecard knows all.
    #[must_use]
    pub fn effective_weight(&self, node: NodeId) -> Option<f64> {
        let mut weight = 1.0;
        let mut at = Some(node);
        while let Some(node) = at {
            weight *= self.node(node).weight?;
            at = self.node(node).parent;
        }
        Some(weight)
    }

    /// Whether anything that the base determines looks at several indicators together, so that a fit needs whole rows of the base.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        let of_aggregate =
            |aggregate: &Aggregate| aggregate.weighting.needs_rows() || aggregate.aggregation.needs_rows();
        let of_indicator = |indicator: &Indicator| {
            indicator.status != Lifecycle::Retired && indicator.missing.iter().any(Imputation::needs_rows)
        };
        let of_node = |node: &Node| match &node.kind {
            NodeKind::Aggregate(aggregate) => of_aggregate(aggregate),
            NodeKind::Indicator(indicator) => of_indicator(indicator),
        };
        self.parts.base_values == BaseValues::Completed || self.parts.nodes.iter().any(of_node)
    }

    /// The aggregate of depth 1 a node lies in (its dimension); the node itself at depth 0 or 1.
    #[must_use]
    pub fn dimension_of(&self, node: NodeId) -> NodeId {
        let mut at = node;
        while self.node(at).depth > 1 {
            match self.node(at).parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
        at
    }
}
