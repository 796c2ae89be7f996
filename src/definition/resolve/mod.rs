//! Documents → [`Framework`]: what the values mean together. Every problem is reported, not only the first.
//!
//! The form of the files has been checked before, in [`super::shape`]. One file a topic; each adds what it finds, and the framework is
//! assembled only when nothing is an error.

mod adjustments;
mod aim;
mod attributes;
mod cards;
mod curve;
mod denomination;
mod formulas;
mod from_data;
mod imputation;
mod indicator;
mod judgements;
mod means;
mod methods;
mod normalisation;
mod numbers;
mod rules;
mod screening;
mod standards;
mod treatment;
mod tree;
mod variables;
mod weights;

pub(super) use attributes::no_such_value;
pub(super) use rules::wrong_format;

use std::collections::BTreeMap;

use self::cards::Card;
use self::formulas::CardFormulas;
use self::methods::Methods;
use self::tree::Tree;
use super::document::{AggregateCard, Documents, IndicatorCard};
use super::shape::Positions;
use crate::diagnostic::{Diagnostic, any_error};
use crate::framework::{
    About, Aggregate, Framework, FrameworkParts, Gate, Grade, Indicator, Names, Node, NodeId, NodeKind,
};
use crate::normalisation::Normalisation;
use crate::panel::Variables;
use crate::vocab::{Id, Measures, UnitOfMeasure};

/// Where everything stands.
pub(super) struct Places {
    pub(super) framework: Positions,
    pub(super) parts: Vec<Positions>,
    pub(super) variables: Positions,
    /// The files of tables of judgements by the names definitions give them, as people know them.
    pub(super) tables: BTreeMap<String, String>,
}

/// The framework, when there is no error; and everything there is to say.
pub(super) fn resolve(documents: &Documents, places: &Places) -> (Option<Framework>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let top = places.framework.root();
    rules::head(&documents.framework, top, &mut found);
    rules::base_values(documents, top, &mut found);
    let (measures, variables) = variables::declare(&documents.variables, places.variables.root(), &mut found);
    let cards = cards::collect(documents, places);
    let index = cards::index(&cards, &mut found);
    let tree = tree::build(&cards, &index, top, &mut found);
    let mut methods = methods::choose(&documents.framework, &cards, &tree, top, &mut found);
    let experts = judgements::written_out(documents, places, &cards, &tree, &mut methods, top, &mut found);
    let weightings: Vec<_> = methods.iter().map(|m| m.weighting.clone()).collect();
    let shares = weights::shares(&cards, &tree, &weightings, &experts, top, &mut found);
    for card in &cards {
        if let Some(indicator) = card.indicator() {
            indicator::check(indicator, documents.framework.scale, variables.as_ref(), card.spot, &mut found);
        }
    }
    let standards = standards::written_out(documents, places, &cards, variables.as_ref(), &mut found);
    imputation::others(&cards, &index, &tree, &mut found);
    let leaves = leaves(&cards, &measures, variables.as_ref(), &mut found);
    let depth_first = tree.depth_first();
    let order = formulas::order(&cards, &index, &leaves.formulas, &depth_first, &mut found);
    let grades = rules::grades(&documents.framework, top, &mut found);
    let gates = rules::gates(&documents.framework, top, variables.as_ref(), &mut found);
    let adjustments = adjustments::adjustments(&documents.framework, top, variables.as_ref(), &mut found);
    rules::levels(&documents.framework, &tree, top, &mut found);
    screening::check(&documents.framework, &cards, top, &mut found);
    let Some(variables) = variables.filter(|_| !any_error(&found)) else { return (None, found) };
    let assembly = Assembly {
        documents,
        cards: &cards,
        tree: &tree,
        shares: &shares,
        depth_first,
        order,
        standards: &standards,
    };
    let rules = Rules { grades, gates, adjustments };
    (assembly.build(methods, leaves, rules, variables), found)
}

/// Units of measure and formulas of the indicators, by card number.
struct Leaves {
    units: Vec<Option<UnitOfMeasure>>,
    formulas: Vec<Option<CardFormulas>>,
}

fn leaves(
    cards: &[Card<'_>],
    measures: &Measures,
    variables: Option<&Variables>,
    found: &mut Vec<Diagnostic>,
) -> Leaves {
    let units: Vec<Option<UnitOfMeasure>> = cards
        .iter()
        .map(|card| {
            let indicator = card.indicator()?;
            indicator::measure(&indicator.measure, measures, card.spot.key("measure"), found)
        })
        .collect();
    let known: BTreeMap<Id, UnitOfMeasure> = cards
        .iter()
        .zip(&units)
        .filter_map(|(card, unit)| Some((card.id().clone(), unit.clone()?)))
        .collect();
    let formulas = cards
        .iter()
        .zip(&units)
        .map(|(card, unit)| {
            let names = Names { variables: variables?, indicators: &known };
            formulas::of_card(card.indicator()?, unit.as_ref()?, names, card.spot, found)
        })
        .collect();
    Leaves { units, formulas }
}

/// What stands beside the tree.
struct Rules {
    grades: Vec<Grade>,
    gates: Vec<Gate>,
    adjustments: adjustments::Adjustments,
}

/// Everything that has been checked, on its way into a framework.
struct Assembly<'a> {
    documents: &'a Documents,
    cards: &'a [Card<'a>],
    tree: &'a Tree,
    shares: &'a [Option<f64>],
    depth_first: Vec<usize>,
    order: Vec<usize>,
    /// Normalisations whose standard values stand in a table, by card number.
    standards: &'a [Option<Normalisation>],
}

impl Assembly<'_> {
    fn build(
        self,
        mut methods: Vec<Methods>,
        mut leaves: Leaves,
        rules: Rules,
        variables: Variables,
    ) -> Option<Framework> {
        let mut number = vec![None; self.cards.len()];
        for (position, &at) in self.depth_first.iter().enumerate() {
            number[at] = Some(NodeId(position));
        }
        let mut nodes: Vec<Node> = Vec::with_capacity(self.depth_first.len());
        for &at in &self.depth_first {
            let card = &self.cards[at];
            let (name, kind) = if let Some(aggregate) = card.aggregate() {
                let children = self.tree.children[at].iter().map(|&c| number[c]).collect::<Option<_>>()?;
                let methods = std::mem::take(&mut methods[at]);
                (&aggregate.name, NodeKind::Aggregate(inner(aggregate, children, methods)?))
            } else {
                let card = card.indicator()?;
                let mut leaf = leaf(card, leaves.units[at].take()?, leaves.formulas[at].take()?);
                if let Some(normalisation) = &self.standards[at] {
                    leaf.normalisation.clone_from(normalisation);
                }
                (&card.name, NodeKind::Indicator(Box::new(leaf)))
            };
            let parent = card.parent().and_then(|p| nodes.iter().position(|n| n.id == *p)).map(NodeId);
            nodes.push(Node {
                id: card.id().clone(),
                code: card.code().map(str::to_owned),
                name: name.clone(),
                parent,
                depth: self.tree.depth[at]?,
                weight: self.shares[at],
                given_weight: card.weight(),
                kind,
            });
        }
        let is_leaf = |at: &&usize| self.cards[**at].indicator().is_some();
        let order = self.order.iter().filter(is_leaf).map(|&at| number[at]).collect::<Option<_>>()?;
        Some(Framework::from_checked(self.parts(nodes, rules, variables), order))
    }

    fn parts(&self, nodes: Vec<Node>, rules: Rules, variables: Variables) -> FrameworkParts {
        let Rules { grades, gates, adjustments } = rules;
        let head = &self.documents.framework;
        FrameworkParts {
            set: head.set.clone(),
            edition: head.edition.clone(),
            version: head.version.clone(),
            name: head.name.clone(),
            description: head.description.clone(),
            source: head.source.clone(),
            scale: head.scale,
            base: head.base.clone(),
            base_values: head.base_values,
            levels: head.level.iter().map(|level| level.name.clone()).collect(),
            nodes,
            screening: head.screening.clone(),
            grades,
            gates,
            adjustments: adjustments.list,
            adjusting: adjustments.together,
            variables,
        }
    }
}

fn inner(card: &AggregateCard, children: Vec<NodeId>, methods: Methods) -> Option<Aggregate> {
    Some(Aggregate {
        children,
        concept: card.concept.clone(),
        weighting: Box::new(methods.weighting?),
        aggregation: methods.aggregation?,
        coverage: methods.coverage,
    })
}

fn leaf(card: &IndicatorCard, unit_of_measure: UnitOfMeasure, formulas: CardFormulas) -> Indicator {
    Indicator {
        formula: formulas.formula,
        measure: card.measure.clone(),
        unit_of_measure,
        decimals: card.decimals,
        direction: card.direction,
        best: normalisation::best(card),
        status: card.status,
        applicable: formulas.applicable,
        numerator: formulas.numerator,
        denominator: formulas.denominator,
        valid: indicator::valid_range(card),
        missing: card.missing.clone(),
        related: formulas.related,
        treatment: card.treatment.clone(),
        normalisation: card.normalisation.clone(),
        about: about(card),
    }
}

fn about(card: &IndicatorCard) -> About {
    About {
        concept: card.concept.clone(),
        kind: card.kind,
        basis: card.basis.clone(),
        source: card.source.clone(),
        anchors_from: card.anchors_from.clone(),
        standards: card.standards.clone(),
        special: card.special.clone(),
        pitfalls: card.pitfalls.clone(),
        note: card.note.clone(),
        approved_by: card.approved_by.clone(),
        changes: card.changes.clone(),
        tags: card.tags.clone(),
        version: card.version.clone(),
    }
}
