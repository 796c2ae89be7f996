//! An indicator on a block of rows: imputation, treatment, normalisation. The raw value comes from `raw`, what stands in for a missing one
//! from `stand_in`.
//!
//! Every row is worked out by itself, so its bits do not depend on the block. Where nothing has to change a column it stays borrowed from
//! the panel.

use std::borrow::Cow;

use super::block::Block;
use super::lookup::{Lookup, Peer};
use super::plan::{Frozen, LeafPlan};
use super::raw::Raw;
use super::scores::Standing;
use super::stand_in::{StandInRemark, StandIns};
use super::tally::{Event, STEPS, Tally};
use crate::framework::Cells;
use crate::panel::Status;
use crate::treatment::{Cut, Treater};

/// An indicator on a block, step by step.
pub(super) struct LeafCells<'a> {
    pub(super) raw: Cells<'a>,
    /// `None`: nothing was imputed.
    pub(super) stand_ins: Option<StandIns>,
    /// Raw or imputed, after treatment.
    pub(super) treated: Cow<'a, [f64]>,
    /// 0 without score.
    pub(super) scores: Vec<f64>,
    /// `None`: all observed and scored.
    pub(super) standings: Option<Vec<Standing>>,
}

/// Works out one indicator on a block; `stand_ins` has what stands in for its gaps.
pub(super) fn score<'a>(
    plan: &LeafPlan<'_>,
    at: usize,
    raw: Raw<'a>,
    stand_ins: Option<StandIns>,
    block: &Block<'_>,
    tally: &mut Tally,
) -> LeafCells<'a> {
    count_raw(plan, at, &raw, block, tally);
    let cells = raw.cells;
    let mut values = cells.values.clone();
    let mut standings = standings(&cells.statuses);
    if let (Some(standings), Some(stand_ins)) = (standings.as_mut(), &stand_ins) {
        impute(stand_ins, at, values.to_mut(), standings, block, tally);
    }
    let idle = |treaters: &&Lookup<'_, Treater>| treaters.uniform().is_some_and(Treater::is_idle);
    if let Some(treaters) = plan.treatment.as_ref().filter(|treaters| !idle(treaters)) {
        treat(treaters, at, values.to_mut(), &mut standings, block, tally);
    }
    let mut scores = vec![0.0; block.len()];
    if let Some(normaliser) = &plan.normaliser {
        let job = Job { plan, at, block };
        normalise(&job, normaliser, &values, &mut scores, &mut standings, tally);
    }
    if let Some(standings) = &standings {
        for (score, standing) in scores.iter_mut().zip(standings) {
            *score = if standing.has_value() { *score } else { 0.0 };
        }
        count_equal(at, Event::Unscored as usize, standings, Standing::Missing, block, tally);
    }
    LeafCells { raw: cells, stand_ins, treated: values, scores, standings }
}

/// `None` when every cell is observed.
fn standings(statuses: &[Status]) -> Option<Vec<Standing>> {
    if all_observed(statuses) {
        return None;
    }
    let standing = |status: &Status| match status {
        Status::Observed => Standing::Observed,
        Status::NotApplicable => Standing::NotApplicable,
        _ => Standing::Missing,
    };
    Some(statuses.iter().map(standing).collect())
}

/// Adds up the bytes of eight rows at a time without a branch: a column without gaps is the common case.
pub(super) fn all_observed(statuses: &[Status]) -> bool {
    statuses.chunks(64).all(|chunk| chunk.iter().fold(0_u8, |any, status| any | *status as u8) == 0)
}

fn count_raw(plan: &LeafPlan<'_>, at: usize, raw: &Raw<'_>, block: &Block<'_>, tally: &mut Tally) {
    for &(row, value) in &raw.out_of_range {
        tally.leaf(block, at, Event::OutOfRange as usize, row, value);
    }
    for &(row, value) in &raw.bad_denominator {
        tally.leaf(block, at, Event::BadDenominator as usize, row, value);
    }
    tally.rows(block, at);
    if !all_observed(&raw.cells.statuses) {
        for status in Status::ALL.into_iter().filter(|status| !status.is_observed()) {
            count_equal(at, status as usize, &raw.cells.statuses, status, block, tally);
        }
    }
    let Some(limit) = plan.indicator.valid.max_change else { return };
    for row in 0..block.len() {
        let observed = |row: usize| raw.cells.statuses[row].is_observed().then(|| raw.cells.values[row]);
        if let (Some(now), Some(before)) = (observed(row), block.years_back(row, 1).and_then(observed))
            && before != 0.0
        {
            let factor = now / before;
            if factor > limit || factor < 1.0 / limit {
                tally.leaf(block, at, Event::Jump as usize, row, factor);
            }
        }
    }
}

/// Counts the rows of one kind; most blocks have none of most kinds, which takes a pass over bytes to see.
fn count_equal<T: Copy + PartialEq>(
    at: usize,
    event: usize,
    kinds: &[T],
    kind: T,
    block: &Block<'_>,
    tally: &mut Tally,
) {
    // Sums of bytes, as the compiler then compares sixteen rows at a time; 128 of them cannot overflow.
    let in_chunk = |chunk: &[T]| chunk.iter().map(|k| u8::from(*k == kind)).sum::<u8>();
    let found: usize = kinds.chunks(128).map(|chunk| usize::from(in_chunk(chunk))).sum();
    if found > 0 {
        let cells = kinds.iter().enumerate().filter(|(_, k)| **k == kind).map(|(row, _)| (row, 0.0));
        tally.leaves(block, at, event, found as u64, cells);
    }
}

/// Puts what stands in into its places, and counts it.
fn impute(
    stand_ins: &StandIns,
    at: usize,
    values: &mut [f64],
    standings: &mut [Standing],
    block: &Block<'_>,
    tally: &mut Tally,
) {
    for (row, by) in stand_ins.by.iter().enumerate() {
        let Some(step) = by.checked_sub(1).map(usize::from) else { continue };
        values[row] = stand_ins.values[row];
        standings[row] = Standing::Imputed;
        tally.leaf(block, at, Event::Imputed as usize + step.min(STEPS - 1), row, values[row]);
    }
    for &(row, remark) in &stand_ins.remarks {
        let event = match remark {
            StandInRemark::UsedLater => Event::UsedLater,
            StandInRemark::WholeBase => Event::WholeBase,
            StandInRemark::FewNeighbours => Event::FewNeighbours,
        };
        tally.leaf(block, at, event as usize, row, values[row]);
    }
}

fn treat(
    treaters: &Lookup<'_, Treater>,
    at: usize,
    values: &mut [f64],
    standings: &mut Option<Vec<Standing>>,
    block: &Block<'_>,
    tally: &mut Tally,
) {
    let rows = values.len();
    for (row, value) in values.iter_mut().enumerate() {
        if standings.as_ref().is_some_and(|standings| !standings[row].has_value()) {
            continue;
        }
        let treater = match treaters.uniform() {
            Some(treater) => treater,
            None => treaters.of(treaters.peer(block.rows.start + row)),
        };
        let treated = treater.treat(*value);
        if let Some(cut) = treated.cut {
            let event = if cut == Cut::Low { Event::CutLow } else { Event::CutHigh };
            tally.leaf(block, at, event as usize, row, *value);
        }
        if treated.beyond {
            tally.leaf(block, at, Event::BeyondOrigin as usize, row, *value);
        }
        *value = treated.value.unwrap_or_else(|| {
            let known = standings.get_or_insert_with(|| vec![Standing::Observed; rows]);
            known[row] = Standing::Missing;
            tally.leaf(block, at, Event::NoAnswer as usize, row, *value);
            0.0
        });
    }
}

/// What the steps of one indicator on one block have in common.
struct Job<'p> {
    plan: &'p LeafPlan<'p>,
    at: usize,
    block: &'p Block<'p>,
}

impl Job<'_> {
    fn peer(&self, row: usize) -> Peer {
        self.plan.normaliser.as_ref().map_or(Peer::Pooled, |n| n.peer(self.block.rows.start + row))
    }
}

fn normalise(
    job: &Job<'_>,
    lookup: &Lookup<'_, Frozen>,
    values: &[f64],
    scores: &mut [f64],
    standings: &mut Option<Vec<Standing>>,
    tally: &mut Tally,
) {
    let is_total = match lookup.uniform() {
        Some(frozen) => {
            frozen.kernel.apply_all(values, scores);
            frozen.kernel.is_total()
        }
        None => {
            by_group(job, lookup, values, scores, standings.as_deref(), tally);
            false
        }
    };
    if !is_total {
        no_answer(job, values, scores, standings, tally);
    }
    match lookup.uniform() {
        Some(frozen) if !frozen.is_looked_up() => {
            count_ends(job, frozen, (values, scores), standings.as_deref(), tally);
        }
        uniform => {
            for row in 0..scores.len() {
                if standings.as_deref().is_none_or(|standings| standings[row].has_value()) {
                    let frozen =
                        uniform.unwrap_or_else(|| lookup.of(lookup.peer(job.block.rows.start + row)));
                    count_ends_of_row(job, frozen, row, values[row], scores[row], tally);
                }
            }
        }
    }
}

fn by_group(
    job: &Job<'_>,
    lookup: &Lookup<'_, Frozen>,
    values: &[f64],
    scores: &mut [f64],
    standings: Option<&[Standing]>,
    tally: &mut Tally,
) {
    for (row, &value) in values.iter().enumerate() {
        if standings.is_some_and(|standings| !standings[row].has_value()) {
            continue;
        }
        let peer = lookup.peer(job.block.rows.start + row);
        match peer {
            Peer::Group(at) if job.plan.by_period && lookup.is_general(at) => {
                tally.leaf(job.block, job.at, Event::FellBack as usize, row, value);
            }
            Peer::Group(_) => {}
            Peer::Pooled | Peer::Unknown if job.plan.by_period => {
                scores[row] = f64::NAN;
                continue;
            }
            Peer::Unknown => tally.leaf(job.block, job.at, Event::UnknownGroup as usize, row, value),
            Peer::Pooled if job.plan.fitted_groups => {
                tally.leaf(job.block, job.at, Event::FellBack as usize, row, value);
            }
            Peer::Pooled => {}
        }
        scores[row] = lookup.of(peer).kernel.apply(value);
    }
}

/// Rows whose score is no finite number have none: their value is invalid here.
fn no_answer(
    job: &Job<'_>,
    values: &[f64],
    scores: &mut [f64],
    standings: &mut Option<Vec<Standing>>,
    tally: &mut Tally,
) {
    for row in 0..scores.len() {
        if scores[row].is_finite() {
            continue;
        }
        scores[row] = 0.0;
        let known = standings.get_or_insert_with(|| vec![Standing::Observed; values.len()]);
        if known[row].has_value() {
            known[row] = Standing::Missing;
            let has_none = job.plan.by_period && !matches!(job.peer(row), Peer::Group(_));
            let event = if has_none { Event::NoPeriod } else { Event::NoAnswer };
            tally.leaf(job.block, job.at, event as usize, row, values[row]);
        }
    }
}

/// Counts the rows at or beyond each end. Many are, so they are counted without branches and looked up only for the few examples.
fn count_ends(
    job: &Job<'_>,
    frozen: &Frozen,
    (values, scores): (&[f64], &[f64]),
    standings: Option<&[Standing]>,
    tally: &mut Tally,
) {
    let (worst, best) = (job.plan.scale.low, job.plan.scale.high);
    let (low, high) = frozen.span;
    // Rows without value have none to lie anywhere.
    let none: Vec<usize> = standings.map_or_else(Vec::new, |standings| {
        standings.iter().enumerate().filter(|(_, s)| !s.has_value()).map(|(row, _)| row).collect()
    });
    count_where(job, Event::Below, values, &none, tally, |row| values[row] < low);
    count_where(job, Event::Above, values, &none, tally, |row| values[row] > high);
    count_where(job, Event::AtWorst, values, &none, tally, |row| scores[row] <= worst);
    count_where(job, Event::AtBest, values, &none, tally, |row| scores[row] >= best);
}

/// Counts the rows where something holds, but those in `none`.
#[inline(always)]
fn count_where(
    job: &Job<'_>,
    event: Event,
    values: &[f64],
    none: &[usize],
    tally: &mut Tally,
    holds: impl Fn(usize) -> bool,
) {
    let rows = job.block.len();
    let all: u64 = (0..rows).map(|row| u64::from(holds(row))).sum();
    let found = all - none.iter().map(|row| u64::from(holds(*row))).sum::<u64>();
    if found > 0 {
        let counts = |row: &usize| holds(*row) && none.binary_search(row).is_err();
        let cells = (0..rows).filter(counts).map(|row| (row, values[row]));
        tally.leaves(job.block, job.at, event as usize, found, cells);
    }
}

fn count_ends_of_row(job: &Job<'_>, frozen: &Frozen, row: usize, value: f64, score: f64, tally: &mut Tally) {
    if let Some(side) = frozen.normaliser.side(value) {
        let event = match side {
            crate::normalisation::Side::Below => Event::Below,
            crate::normalisation::Side::Above => Event::Above,
        };
        tally.leaf(job.block, job.at, event as usize, row, value);
    }
    if score <= job.plan.scale.low {
        tally.leaf(job.block, job.at, Event::AtWorst as usize, row, value);
    }
    if score >= job.plan.scale.high {
        tally.leaf(job.block, job.at, Event::AtBest as usize, row, value);
    }
}
