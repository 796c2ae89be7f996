//! Edits of cards: an alternative as it would be written by hand.

use crate::definition::{AggregateCard, Documents, IndicatorCard};
use crate::framework::{Framework, NodeId, NodeKind};
use crate::sensitivity::targets::{self, Wanted};
use crate::sensitivity::{Edit, Targets};
use crate::vocab::{Direction, Id, Text};
use crate::weighting::Weighting;

use super::leave_out;

/// Does what an edit says. `framework` is that of the documents.
///
/// # Errors
/// A node that the documents do not have, and what [`leave_out::apply`] refuses.
pub(super) fn apply(documents: &mut Documents, framework: &Framework, edit: &Edit) -> Result<(), Text> {
    if let Targets::Nodes(ids) = &edit.of
        && let Some(unknown) = ids.iter().find(|id| framework.find(id.as_str()).is_none())
    {
        return Err(Text::new(
            format!("指标体系里没有 `{unknown}`"),
            format!("the definition has no node `{unknown}`"),
        ));
    }
    for node in aggregates(edit, framework) {
        if let Some(weighting) = &edit.weighting {
            weigh(documents, framework, node, weighting);
        }
        let Some(card) = aggregate_card(documents, &framework.node(node).id) else { continue };
        if let Some(aggregation) = &edit.aggregation {
            card.aggregation = Some(aggregation.clone());
        }
        if let Some(coverage) = &edit.coverage {
            card.coverage = Some(*coverage);
        }
    }
    for node in indicators(edit, framework) {
        let id = &framework.node(node).id;
        if let Some(card) = indicator_card(documents, id) {
            of_indicator(card, edit);
        }
    }
    if let (Some(weight), Targets::Nodes(ids)) = (edit.weight, &edit.of) {
        ids.iter().for_each(|id| set_weight(documents, id, Some(weight)));
    }
    if edit.leave_out {
        leave_out::apply(documents, framework, &targets::nodes(&edit.of, Wanted::Parts, framework))?;
    }
    Ok(())
}

/// Whether an edit says something of aggregates.
pub(in crate::sensitivity) fn is_about_aggregates(edit: &Edit) -> bool {
    edit.weighting.is_some() || edit.aggregation.is_some() || edit.coverage.is_some()
}

/// Whether an edit says something of indicators.
pub(in crate::sensitivity) fn is_about_indicators(edit: &Edit) -> bool {
    edit.formula.is_some()
        || edit.denominate.is_some()
        || edit.missing.is_some()
        || edit.treatment.is_some()
        || edit.normalisation.is_some()
}

/// The aggregates that an edit acts on.
pub(in crate::sensitivity) fn aggregates(edit: &Edit, framework: &Framework) -> Vec<NodeId> {
    if is_about_aggregates(edit) {
        targets::nodes(&edit.of, Wanted::Aggregates, framework)
    } else {
        Vec::new()
    }
}

/// The indicators that an edit acts on. Where nobody names them, a normalisation is for those of which more, or less, is better.
pub(in crate::sensitivity) fn indicators(edit: &Edit, framework: &Framework) -> Vec<NodeId> {
    if !is_about_indicators(edit) {
        return Vec::new();
    }
    let mut nodes = targets::nodes(&edit.of, Wanted::Indicators, framework);
    if edit.normalisation.is_some() && !matches!(edit.of, Targets::Nodes(_)) {
        nodes.retain(|node| match &framework.node(*node).kind {
            NodeKind::Indicator(indicator) => {
                matches!(indicator.direction, Direction::Positive | Direction::Negative)
            }
            NodeKind::Aggregate(_) => false,
        });
    }
    nodes
}

fn of_indicator(card: &mut IndicatorCard, edit: &Edit) {
    if let Some(formula) = &edit.formula {
        card.formula.clone_from(formula);
    }
    if let Some(denominate) = &edit.denominate {
        card.denominate = Some(denominate.clone());
    }
    if let Some(missing) = &edit.missing {
        card.missing.clone_from(missing);
    }
    if let Some(treatment) = &edit.treatment {
        card.treatment = treatment.clone();
    }
    if let Some(normalisation) = &edit.normalisation {
        card.normalisation = normalisation.clone();
    }
}

/// Writes a weighting on a card; weights of children that it has no use for go.
fn weigh(documents: &mut Documents, framework: &Framework, node: NodeId, weighting: &Weighting) {
    let known = framework.node(node);
    if let Some(card) = aggregate_card(documents, &known.id) {
        card.weighting = Some(weighting.clone());
    }
    let uses_cards = match weighting {
        Weighting::Given { .. } => true,
        Weighting::Combination { of, .. } => of.iter().any(|part| matches!(part, Weighting::Given { .. })),
        _ => false,
    };
    if let (NodeKind::Aggregate(aggregate), false) = (&known.kind, uses_cards) {
        aggregate.children.iter().for_each(|child| set_weight(documents, &framework.node(*child).id, None));
    }
}

/// The card of an aggregate.
pub(super) fn aggregate_card<'d>(documents: &'d mut Documents, id: &Id) -> Option<&'d mut AggregateCard> {
    let parts = documents.parts.iter_mut().flat_map(|part| &mut part.aggregate);
    documents.framework.aggregate.iter_mut().chain(parts).find(|card| card.id == *id)
}

/// The card of an indicator.
pub(super) fn indicator_card<'d>(documents: &'d mut Documents, id: &Id) -> Option<&'d mut IndicatorCard> {
    documents.parts.iter_mut().flat_map(|part| &mut part.indicator).find(|card| card.id == *id)
}

/// Writes a weight on a card, or takes it away.
pub(super) fn set_weight(documents: &mut Documents, id: &Id, weight: Option<f64>) {
    if let Some(card) = aggregate_card(documents, id) {
        card.weight = weight;
    } else if let Some(card) = indicator_card(documents, id) {
        card.weight = weight;
    }
}
