//! SMAA on a study: weight vectors of some nodes drawn, and what each of them supports.
//!
//! Lahdelma, Hokkanen & Salminen 1998, <https://doi.org/10.1016/S0377-2217(97)00163-X>. Counts are whole numbers and sums of weights are kept in parts of 2⁻⁶⁰, so that the
//! answer has the same bits on any number of threads.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::design::Stream;
use super::exact::weight_nodes;
use super::flattened::Flattened;
use super::perturbation::weights::{Child, drawn};
use super::run::{Analysis, Stage, Watch};
use super::{AcceptabilityDocument, Targets, UnitAcceptability};
use crate::scorecard::Scorecard;
use crate::vocab::Id;

/// Draws that a thread takes at a time.
const BLOCK: u32 = 256;
/// A weight is kept in parts of this size.
const FINENESS: f64 = (1_u64 << 60) as f64;

/// What some weight vectors support.
#[derive(Default)]
struct Tally {
    draws: u32,
    /// For each unit how often it has each rank.
    ranks: Vec<BTreeMap<u32, u32>>,
    /// For each unit the sum of the weight vectors that put it first, and how many.
    first: Vec<(u32, Vec<i128>)>,
}

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
    let blocks: Vec<u32> = (0..asked.draws).step_by(BLOCK as usize).collect();
    let tally = blocks
        .into_par_iter()
        .fold(Tally::default, |mut tally, start| {
            if !watch.stop.load(Ordering::Relaxed) {
                let end = start.saturating_add(BLOCK).min(asked.draws);
                (start..end).filter_map(weights).for_each(|weights| tally.count(&flat, &weights));
                (watch.done)(Stage::Acceptability, end - start);
            }
            tally
        })
        .reduce(Tally::default, Tally::merge);
    if watch.stop.load(Ordering::Relaxed) {
        return None;
    }
    Some(tally.answer(analysis, &flat, ids))
}

impl Tally {
    fn sized(&mut self, units: usize, nodes: usize) {
        self.ranks.resize_with(units, BTreeMap::new);
        self.first.resize_with(units, || (0, vec![0; nodes]));
    }

    fn count(&mut self, flat: &Flattened, weights: &[f64]) {
        self.sized(flat.units.len(), weights.len());
        self.draws += 1;
        for (unit, rank) in flat.scores.ranks(weights).into_iter().enumerate() {
            let Some(rank) = rank.and_then(|rank| u32::try_from(rank).ok()) else { continue };
            *self.ranks[unit].entry(rank).or_insert(0) += 1;
            if rank == 1 {
                let (count, sums) = &mut self.first[unit];
                *count += 1;
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += (weight * FINENESS) as i128);
            }
        }
    }

    fn merge(mut self, other: Tally) -> Tally {
        self.sized(
            other.ranks.len().max(self.ranks.len()),
            other.first.first().map_or(0, |(_, sums)| sums.len()),
        );
        self.draws += other.draws;
        for (own, more) in self.ranks.iter_mut().zip(other.ranks) {
            more.into_iter().for_each(|(rank, count)| *own.entry(rank).or_insert(0) += count);
        }
        for ((count, sums), (more, of_more)) in self.first.iter_mut().zip(other.first) {
            *count += more;
            sums.iter_mut().zip(of_more).for_each(|(sum, more)| *sum += more);
        }
        self
    }

    fn answer(mut self, analysis: &Analysis<'_>, flat: &Flattened, nodes: Vec<Id>) -> UnitAcceptability {
        self.sized(flat.units.len(), nodes.len());
        let share = |count: u32| f64::from(count) / f64::from(self.draws.max(1));
        let ranks =
            self.ranks.iter().map(|ranks| ranks.iter().map(|(rank, count)| (*rank, share(*count))).collect());
        let central: Vec<Option<Vec<f64>>> = self
            .first
            .iter()
            .map(|(count, sums)| {
                let mean = |sum: &i128| *sum as f64 / FINENESS / f64::from(*count);
                (*count > 0).then(|| sums.iter().map(mean).collect())
            })
            .collect();
        // Scores are certain here, so that with its central weights a unit is first or not.
        let confidence = central.iter().enumerate().map(|(unit, central)| {
            let ranks = flat.scores.ranks(central.as_ref()?);
            Some(if ranks.get(unit).copied().flatten() == Some(1) { 1.0 } else { 0.0 })
        });
        UnitAcceptability {
            period: analysis.period(),
            nodes,
            draws: self.draws,
            units: flat.units.clone(),
            ranks: ranks.collect(),
            confidence: confidence.collect(),
            central,
        }
    }
}
