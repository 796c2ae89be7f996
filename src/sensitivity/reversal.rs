//! Rank reversal: whether two units change order because a third leaves the base, or a copy of one joins it.

use super::cases::{Case, Cases};
use super::replicates::{Draws, Engine, View};
use super::run::{Analysis, Stage, Watch};
use super::{Reversal, ReversalDocument};
use crate::diagnostic::Diagnostic;
use crate::panel::Panel;
use crate::scorecard::Scorecard;
use crate::vocab::{Id, Period};

/// How many units leave where nobody says.
const MOST_REMOVED: u32 = 200;

/// How many runs it takes at most.
pub(super) fn runs(analysis: &Analysis<'_>) -> u32 {
    let Some(asked) = &analysis.subject.document.reversal else { return 0 };
    let units = u32::try_from(analysis.subject.panel.index().units().len()).unwrap_or(u32::MAX);
    asked.remove.unwrap_or(MOST_REMOVED).min(units).saturating_add(asked.copy.min(units))
}

/// The first units as defined leave one at a time, or are copied one at a time, and the rest is fitted and scored anew.
pub(super) fn reversal(
    analysis: &Analysis<'_>,
    asked: &ReversalDocument,
    watch: Watch<'_>,
) -> Result<Reversal, Vec<Diagnostic>> {
    let subject = analysis.subject;
    let panel = subject.panel;
    let plan = analysis.foremost();
    let as_defined = Cases { documents: &plan.documents, cases: &[] };
    let first = Engine::new(&plan, panel, &as_defined)?;
    let nothing =
        Reversal { removed: 0, reversed: 0, reversed_frozen: 0, copied: 0, reversed_by_copy: 0, worst: None };
    let Some(view) = first.as_defined().views.first() else { return Ok(nothing) };
    let taken = |count: u32| view.units.iter().copied().take(count as usize).collect::<Vec<u32>>();
    let (leaving, copied) = (taken(asked.remove.unwrap_or(MOST_REMOVED)), taken(asked.copy));
    let all: Vec<u32> = (0..u32::try_from(panel.index().units().len()).unwrap_or(u32::MAX)).collect();
    let without = |gone: &u32| Case::Base(all.iter().copied().filter(|unit| unit != gone).collect());
    let with = |twice: &u32| {
        let mut units = all.clone();
        units.insert(*twice as usize, *twice);
        Case::Base(units)
    };
    let cases: Vec<Case> = leaving.iter().map(without).chain(copied.iter().map(with)).collect();
    let perturbation = Cases { documents: &plan.documents, cases: &cases };
    let engine = Engine::new(&plan, panel, &perturbation)?;
    let scores =
        |draws: &[Draws], draw: usize| draws.first().map(|d| d.scores(draw).to_vec()).unwrap_or_default();
    let done = |more| (watch.done)(Stage::Reversal, more);
    let count = u32::try_from(cases.len()).unwrap_or(u32::MAX);
    let Some(values) = engine.values(0..count, &scores, &done, watch.stop) else { return Ok(nothing) };
    let mut result = nothing;
    let node = plan.nodes.first();
    for (at, value) in values.into_iter().enumerate() {
        // A base that determines nothing without the unit says nothing of order.
        let Ok(now) = value else { continue };
        if let Some(gone) = leaving.get(at) {
            result.removed += 1;
            let changed = changed_pairs(view, &now, Some(*gone));
            result.reversed += u32::from(changed > 0);
            if changed > result.worst.map_or(0, |(_, most)| most) {
                result.worst = Some((*gone, changed));
            }
            let frozen = node.is_some_and(|node| {
                let part = scored_without(first.scorecard(), panel, *gone, node, analysis.period(), view);
                changed_pairs(view, &part, Some(*gone)) > 0
            });
            result.reversed_frozen += u32::from(frozen);
        } else {
            result.copied += 1;
            result.reversed_by_copy += u32::from(changed_pairs(view, &now, None) > 0);
        }
    }
    Ok(result)
}

/// Scores by the frozen scorecard of a panel that lacks a unit, in the order of the view; NaN where there is none.
fn scored_without(
    card: &Scorecard,
    panel: &Panel,
    gone: u32,
    node: &Id,
    period: Period,
    view: &View,
) -> Vec<f64> {
    let index = panel.index();
    let id = &index.units()[gone as usize].id;
    let part = panel.partition(|unit| unit.id != *id);
    let scores = card.score(&part);
    let Some(column) = scores.find(node.as_str()) else { return Vec::new() };
    let of = |unit: &u32| {
        if *unit == gone {
            return f64::NAN;
        }
        // Units after the one that is gone move up by one.
        let number = if *unit > gone { unit - 1 } else { *unit };
        let row = part.index().find(number, period);
        row.and_then(|row| column.get(row)).unwrap_or(f64::NAN)
    };
    view.units.iter().map(of).collect()
}

/// How many pairs of units stand in another order than as defined: one ahead is behind, or level, or two level are not.
fn changed_pairs(view: &View, now: &[f64], gone: Option<u32>) -> u64 {
    let places: Vec<usize> = (0..view.units.len())
        .filter(|at| Some(view.units[*at]) != gone && now.get(*at).is_some_and(|score| !score.is_nan()))
        .collect();
    let mut changed = 0;
    for (at, one) in places.iter().enumerate() {
        for other in &places[at + 1..] {
            let before = view.scores[*one].total_cmp(&view.scores[*other]);
            changed += u64::from(before != now[*one].total_cmp(&now[*other]));
        }
    }
    changed
}
