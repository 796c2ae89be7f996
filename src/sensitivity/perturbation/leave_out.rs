//! Nodes left out of a definition, as one would do it by hand: an indicator becomes a pilot, which weighs nothing and can still be referred to; the card
//! of an aggregate goes, and what is below it becomes pilots of the aggregate above. Siblings share the weight.

use super::edits::{aggregate_card, indicator_card, set_weight};
use crate::definition::Documents;
use crate::framework::{Aggregate, Framework, Lifecycle, NodeId};
use crate::sensitivity::targets::{counting, is_below};
use crate::vocab::{Id, Text};
use crate::weighting::{WeightOrigin, Weighting};

/// Leaves nodes out. An aggregate of which nothing that counts would be left goes as well. Weights from judgements become those that the judgements
/// give, without what is left out; where too few children are left for `min_children`, it is lowered to their number.
///
/// # Errors
/// When nothing would be left, and for weights that judgement and data decide together.
pub(in crate::sensitivity) fn apply(
    documents: &mut Documents,
    framework: &Framework,
    nodes: &[NodeId],
) -> Result<(), Text> {
    let out = left_out(framework, nodes);
    if out[framework.root().0] {
        return Err(Text::new("剔除后什么也不剩", "nothing would be left"));
    }
    for (node, _, aggregate) in framework.aggregates() {
        let lost = counting(framework, node).iter().any(|child| out[child.0]);
        if !out[node.0] && lost {
            share_anew(documents, framework, node, aggregate, &out)?;
        }
    }
    for (at, known) in framework.nodes().iter().enumerate().filter(|(at, _)| out[*at]) {
        if let Some(card) = indicator_card(documents, &known.id) {
            let above = std::iter::successors(known.parent, |node| framework.node(*node).parent);
            if let Some(stays) = above.into_iter().find(|node| !out[node.0]) {
                card.parent = framework.node(stays).id.clone();
            }
            if card.status == Lifecycle::Core {
                card.status = Lifecycle::Pilot;
            }
            card.weight = None;
        } else {
            remove(documents, &framework.node(NodeId(at)).id);
        }
    }
    Ok(())
}

/// Which nodes go with these: all below, and aggregates that are left with nothing that counts.
fn left_out(framework: &Framework, nodes: &[NodeId]) -> Vec<bool> {
    let all = (0..framework.nodes().len()).map(NodeId);
    let mut out: Vec<bool> =
        all.map(|node| nodes.iter().any(|gone| is_below(framework, node, *gone))).collect();
    for (node, _, _) in framework.aggregates().rev() {
        let counts = counting(framework, node);
        if !counts.is_empty() && counts.iter().all(|child| out[child.0]) {
            out[node.0] = true;
        }
    }
    // What never counted goes along with the aggregate it is in.
    for (at, known) in framework.nodes().iter().enumerate() {
        out[at] = out[at] || known.parent.is_some_and(|parent| out[parent.0]);
    }
    out
}

fn remove(documents: &mut Documents, id: &Id) {
    documents.framework.aggregate.retain(|card| card.id != *id);
    documents.parts.iter_mut().for_each(|part| part.aggregate.retain(|card| card.id != *id));
}

fn share_anew(
    documents: &mut Documents,
    framework: &Framework,
    node: NodeId,
    aggregate: &Aggregate,
    out: &[bool],
) -> Result<(), Text> {
    let id = &framework.node(node).id;
    let stay: Vec<NodeId> = counting(framework, node).into_iter().filter(|child| !out[child.0]).collect();
    let weighting = without(framework, node, aggregate, &stay, documents)?;
    let Some(card) = aggregate_card(documents, id) else { return Ok(()) };
    if let Some(weighting) = weighting {
        card.weighting = Some(weighting);
    }
    let left = u32::try_from(stay.len()).unwrap_or(u32::MAX);
    if aggregate.coverage.min_children > left {
        card.coverage = Some(crate::aggregation::Coverage { min_children: left, ..aggregate.coverage });
    }
    Ok(())
}

/// The weighting of an aggregate that lost children; `None` where it can stay as it is.
fn without(
    framework: &Framework,
    node: NodeId,
    aggregate: &Aggregate,
    stay: &[NodeId],
    documents: &mut Documents,
) -> Result<Option<Weighting>, Text> {
    let given = Weighting::Given { origin: WeightOrigin::ExpertPanel, note: None };
    match aggregate.weighting.as_ref() {
        judged if judged.is_judged() => {
            for child in stay {
                let known = framework.node(*child);
                set_weight(documents, &known.id, known.weight);
            }
            Ok(Some(given))
        }
        Weighting::Combination { rule, shares, of, cap } => {
            let judged = of.iter().filter(|part| part.is_judged()).count();
            let is_given = |part: &Weighting| matches!(part, Weighting::Given { .. });
            if judged == 0 {
                return Ok(None);
            }
            if judged > 1 || of.iter().any(is_given) {
                let id = &framework.node(node).id;
                return Err(Text::new(
                    format!("`{id}` 的组合赋权含不止一种主观判断，不能剔除它的下级"),
                    format!(
                        "the combined weighting of `{id}` has more than one part from judgement, so none of its children can be left out"
                    ),
                ));
            }
            let items: Vec<&Id> =
                counting(framework, node).iter().map(|child| &framework.node(*child).id).collect();
            for part in of.iter().filter(|part| part.is_judged()) {
                let Some(Ok(known)) = part.judged(&items) else { continue };
                for (id, share) in items.iter().zip(known.shares) {
                    let stays = stay.iter().any(|child| framework.node(*child).id == **id);
                    set_weight(documents, id, stays.then_some(share));
                }
            }
            let of = of.iter().map(|part| if part.is_judged() { given.clone() } else { part.clone() });
            let (rule, shares, cap) = (*rule, shares.clone(), *cap);
            Ok(Some(Weighting::Combination { rule, shares, of: of.collect(), cap }))
        }
        Weighting::Optimised { targets, .. } if !targets.is_empty() => {
            let mut weighting = aggregate.weighting.as_ref().clone();
            if let Weighting::Optimised { targets, .. } = &mut weighting {
                let stays = |id: &String| stay.iter().any(|child| framework.node(*child).id.as_str() == id);
                targets.retain(|id, _| stays(id));
            }
            Ok(Some(weighting))
        }
        _ => Ok(None),
    }
}
