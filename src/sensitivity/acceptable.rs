//! SMAA on a study: weight vectors of some nodes drawn, and what each of them supports. Counted by [`super::acceptability`].

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::acceptability::{Pairs, Tally};
use super::design::Stream;
use super::exact::weight_nodes;
use super::flattened::Flattened;
use super::perturbation::weights::{Child, drawn};
use super::run::{Analysis, Stage, Watch};
use super::{AcceptabilityDocument, Targets, UnitAcceptability};
use crate::scorecard::Scorecard;
use crate::vocab::Id;

/// Draws after which it is told how far the work is.
const BLOCK: u32 = 256;
/// The count of ranks has a cell for each unit and rank: with more units than this there is one for all threads.
const MANY_UNITS: usize = 2000;

/// What each weight vector supports. `None` where the index is no mean of the nodes, or where it was stopped.
pub(super) fn acceptability(
    analysis: &Analysis<'_>,
    asked: &AcceptabilityDocument,
    card: &Scorecard,
    watch: Watch<'_>,
) -> Option<UnitAcceptability> {
    let framework = card.definition().framework();
    let of = if asked.of.is_all() { Targets::Level { level: 1 } } else { asked.of.clone() };
    let flat = Flattened::of(analysis, card, weight_nodes(&of, framework)).ok()?;
    let ids: Vec<Id> = flat.nodes.iter().map(|node| framework.node(*node).id.clone()).collect();
    let document = analysis.subject.document;
    let sampler = document.design.sampler(document.seed, ids.len()).ok()?;
    let weights = |draw: u32| -> Option<Vec<f64>> {
        let children = ids.iter().enumerate().zip(&flat.weights);
        let children: Vec<Child<'_>> = children
            .map(|((at, id), share)| Child { id, share: *share, u: sampler.coordinate(draw, at) })
            .collect();
        let mut stream = Stream::new(document.seed, draw, "acceptability");
        let weights = drawn(&asked.law, &children, &mut stream).ok()?;
        crate::weighting::shares(&weights).ok()
    };
    let empty = || Tally::new(flat.units.len(), ids.len(), Pairs::Left);
    let threads = if flat.units.len() > MANY_UNITS { 1 } else { rayon::current_num_threads() };
    let each = asked.draws.div_ceil(u32::try_from(threads).unwrap_or(1)).max(1);
    let starts: Vec<u32> = (0..asked.draws).step_by(each as usize).collect();
    let parts: Option<Vec<Tally>> = starts
        .into_par_iter()
        .map(|start| {
            let mut tally = empty();
            for draw in start..start.saturating_add(each).min(asked.draws) {
                if draw % BLOCK == 0 {
                    if watch.stop.load(Ordering::Relaxed) {
                        return None;
                    }
                    (watch.done)(Stage::Acceptability, BLOCK.min(asked.draws - draw));
                }
                tally.add(&flat.scores, &weights(draw)?).ok()?;
            }
            Some(tally)
        })
        .collect();
    let mut all = empty();
    for part in parts? {
        all.merge(&part).ok()?;
    }
    Some(answer(analysis, &flat, ids, &all))
}

fn answer(analysis: &Analysis<'_>, flat: &Flattened, nodes: Vec<Id>, tally: &Tally) -> UnitAcceptability {
    let units = 0..flat.units.len();
    let draws = tally.draws().max(1) as f64;
    let ranks = |unit: usize| -> Vec<(u32, f64)> {
        let counts = (1_u32..).zip(tally.rank_counts(unit));
        counts.filter(|(_, count)| **count > 0).map(|(rank, count)| (rank, *count as f64 / draws)).collect()
    };
    let central: Vec<Option<Vec<f64>>> = units.clone().map(|unit| tally.central_weights(unit)).collect();
    // Scores are certain here, so that with its central weights a unit is first or not.
    let confidence = central.iter().enumerate().map(|(unit, central)| {
        let ranks = flat.scores.ranks(central.as_ref()?);
        Some(if ranks.get(unit).copied().flatten() == Some(1) { 1.0 } else { 0.0 })
    });
    UnitAcceptability {
        period: analysis.period(),
        nodes,
        draws: u32::try_from(tally.draws()).unwrap_or(u32::MAX),
        units: flat.units.clone(),
        ranks: units.map(ranks).collect(),
        confidence: confidence.collect(),
        central,
    }
}
