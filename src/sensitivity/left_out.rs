//! Scored again without each indicator, aggregate or unit.

use super::cases::{Case, Cases};
use super::perturbation::leave_out;
use super::replicates::{Draws, Engine, Failed, View};
use super::run::{Analysis, Stage, Watch};
use super::targets::counting;
use super::{LeaveOneOutDocument, LeftOut};
use crate::diagnostic::Diagnostic;
use crate::framework::{Framework, Lifecycle, NodeId, NodeKind};
use crate::ranking::{RankComparison, competition_ranks};
use crate::scorecard::Scorecard;
use crate::vocab::{Id, Text};

/// How many runs it takes, but for units that have no score.
pub(super) fn runs(analysis: &Analysis<'_>) -> u32 {
    let Some(asked) = &analysis.subject.document.leave_one_out else { return 0 };
    let nodes = nodes(analysis.subject.definition.framework(), asked).len();
    u32::try_from(nodes).unwrap_or(u32::MAX).saturating_add(asked.units)
}

/// The ranking without each: indicators, then aggregates, in the order of the tree, then units in the order of their rank. Empty when it was stopped.
pub(super) fn left_out(
    analysis: &Analysis<'_>,
    asked: &LeaveOneOutDocument,
    watch: Watch<'_>,
) -> Result<Vec<LeftOut>, Vec<Diagnostic>> {
    let subject = analysis.subject;
    let definition = subject.definition;
    let framework = definition.framework();
    let nodes = nodes(framework, asked);
    let plan = analysis.foremost();
    let as_defined = Cases { documents: &plan.documents, cases: &[] };
    let first = Engine::new(&plan, subject.panel, &as_defined)?;
    let Some(view) = first.as_defined().views.first() else { return Ok(Vec::new()) };
    let mut cases: Vec<Case> = nodes
        .iter()
        .map(|node| of_node(asked, framework, *node, &plan.documents, first.scorecard()))
        .collect();
    let units: Vec<u32> = view.units.iter().copied().take(asked.units as usize).collect();
    let all: Vec<u32> = (0..u32::try_from(subject.panel.index().units().len()).unwrap_or(u32::MAX)).collect();
    // Without a new fit the others stay as they are.
    cases.extend(units.iter().map(|gone| {
        let rest = || all.iter().copied().filter(|unit| unit != gone).collect();
        if asked.refit { Case::Base(rest()) } else { Case::Weights(Vec::new()) }
    }));
    let perturbation = Cases { documents: &plan.documents, cases: &cases };
    let engine = Engine::new(&plan, subject.panel, &perturbation)?;
    let count = u32::try_from(cases.len()).unwrap_or(u32::MAX);
    let scores =
        |draws: &[Draws], draw: usize| draws.first().map(|d| d.scores(draw).to_vec()).unwrap_or_default();
    let done = |more| (watch.done)(Stage::LeftOut, more);
    let Some(values) = engine.values(0..count, &scores, &done, watch.stop) else { return Ok(Vec::new()) };
    let top = subject.document.top.first().copied().unwrap_or(10);
    let of_nodes = nodes.iter().map(|node| {
        let node = framework.node(*node);
        (node.id.to_string(), node.name.clone(), None)
    });
    let of_units = units.iter().map(|unit| {
        let entry = &subject.panel.index().units()[*unit as usize];
        (entry.id.clone(), Text::same(entry.name.clone()), Some(*unit))
    });
    let named = of_nodes.chain(of_units).zip(values);
    Ok(named
        .map(|((what, name, unit), value)| compared(what, name, unit, asked.refit, value, view, top))
        .collect())
}

/// The nodes that are left out: indicators that weigh something, then aggregates but the root.
fn nodes(framework: &Framework, asked: &LeaveOneOutDocument) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    if asked.indicators {
        let core = framework.indicators().filter(|(_, _, indicator)| indicator.status == Lifecycle::Core);
        nodes.extend(
            core.map(|(node, _, _)| node).filter(|node| framework.effective_weight(*node) != Some(0.0)),
        );
    }
    if asked.aggregates {
        nodes
            .extend(framework.aggregates().map(|(node, _, _)| node).filter(|node| *node != framework.root()));
    }
    nodes
}

fn of_node(
    asked: &LeaveOneOutDocument,
    framework: &Framework,
    node: NodeId,
    documents: &crate::definition::Documents,
    card: &Scorecard,
) -> Case {
    if asked.refit {
        let mut documents = documents.clone();
        Case::Definition(leave_out::apply(&mut documents, framework, &[node]).map(|()| Box::new(documents)))
    } else {
        match weights_without(framework, node, card) {
            Some(weights) => Case::Weights(weights),
            None => Case::Definition(Err(Text::new("剔除后什么也不剩", "nothing would be left"))),
        }
    }
}

/// The weights of a node's siblings, its own being 0; where nothing of an aggregate would be left, of the aggregate's siblings.
fn weights_without(framework: &Framework, node: NodeId, card: &Scorecard) -> Option<Vec<(Id, f64)>> {
    let mut gone = node;
    loop {
        let parent = framework.node(gone).parent?;
        if !matches!(framework.node(parent).kind, NodeKind::Aggregate(_)) {
            return None;
        }
        let children = counting(framework, parent);
        let weight = |child: &NodeId| if *child == gone { 0.0 } else { card.share(*child) };
        if children.iter().any(|child| weight(child) > 0.0) {
            let named = |child: &NodeId| (framework.node(*child).id.clone(), weight(child));
            return Some(children.iter().map(named).collect());
        }
        gone = parent;
    }
}

/// The ranking of a run against the one as defined, over the units other than `gone` that have a score in both.
fn compared(
    what: String,
    name: Text,
    gone: Option<u32>,
    refitted: bool,
    value: Result<Vec<f64>, Failed>,
    view: &View,
    top: u32,
) -> LeftOut {
    let mut result = LeftOut {
        what,
        name,
        is_unit: gone.is_some(),
        refitted,
        mean_rank_shift: None,
        largest: None,
        rank_correlation: None,
        first: None,
        kept: None,
        why: None,
    };
    let scores = match value {
        Ok(scores) => scores,
        Err(failed) => {
            result.why = Some(failed.why);
            return result;
        }
    };
    let stays =
        |at: &usize| Some(view.units[*at]) != gone && !scores.get(*at).is_none_or(|score| score.is_nan());
    let places: Vec<usize> = (0..view.units.len()).filter(stays).collect();
    let ranks = |scores: &[f64]| -> Vec<u32> {
        let of_places: Vec<Option<f64>> = places.iter().map(|at| scores.get(*at).copied()).collect();
        competition_ranks(&of_places).into_iter().flatten().collect()
    };
    let (before, after) = (ranks(&view.scores), ranks(&scores));
    if before.is_empty() || before.len() != after.len() {
        result.why = Some(Text::new("没有一个对象有得分", "no unit has a score"));
        return result;
    }
    let shifts: Vec<u32> = before.iter().zip(&after).map(|(before, after)| before.abs_diff(*after)).collect();
    let sum: u64 = shifts.iter().map(|shift| u64::from(*shift)).sum();
    result.mean_rank_shift = Some(sum as f64 / shifts.len() as f64);
    // Of equal shifts that of the unit which ranks higher as defined.
    let largest = shifts.iter().zip(&places).rev().max_by_key(|(shift, _)| **shift);
    result.largest = largest.map(|(shift, at)| (view.units[*at], *shift));
    let numbers = |ranks: &[u32]| ranks.iter().map(|rank| f64::from(*rank)).collect::<Vec<f64>>();
    result.rank_correlation =
        RankComparison::of(&numbers(&before), &numbers(&after)).ok().map(|alike| alike.spearman);
    result.first = after.iter().position(|rank| *rank == 1).map(|at| view.units[places[at]]);
    let kept = before.iter().zip(&after).filter(|(before, after)| **before <= top && **after <= top).count();
    result.kept = u32::try_from(kept).ok();
    result
}
