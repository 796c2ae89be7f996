//! Counts of what happened while scoring: kept apart for each thread and added up in order, so that they are the same for any number
//! of threads.

use super::block::Block;
use crate::panel::Status;

/// What is counted for an indicator and period. The first eight are the statuses; the place of observed cells counts all rows, as
/// most cells are observed and the others are few to subtract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Event {
    OutOfRange = 8,
    /// Zero or negative, so that a ratio has no value.
    BadDenominator,
    NoAnswer,
    NoPeriod,
    Unscored,
    CutLow,
    CutHigh,
    /// Beyond the end of the base that a shifted logarithm starts from.
    BeyondOrigin,
    Below,
    Above,
    AtWorst,
    AtBest,
    FellBack,
    UnknownGroup,
    Jump,
    /// A stand-in rests on values of later periods.
    UsedLater,
    /// A stand-in rests on the whole base, as the unit's group has nothing of its own.
    WholeBase,
    /// A stand-in rests on fewer neighbours than asked for.
    FewNeighbours,
    /// The first step of the missing policy; further steps follow.
    Imputed,
}

/// Steps of a missing policy that are counted apart; later ones count with the last.
pub(super) const STEPS: usize = 4;
/// All rows, in the place of the observed ones.
const ROWS: usize = Status::Observed as usize;
const EVENTS: usize = Event::Imputed as usize + STEPS;
/// What is counted for an aggregate and period: the reasons of [`super::Withheld`], then floors, then scores off the scale, then rows beyond the frontier.
pub(super) const FLOORED: usize = 8;
pub(super) const BEYOND: usize = 9;
pub(super) const PAST_FRONTIER: usize = 10;
const AGGREGATE_EVENTS: usize = 11;
/// Closed, no answer.
const GATE_EVENTS: usize = 2;
/// What is counted for a bonus or penalty and period; all of them together have a place behind the last, with events of their own.
pub(super) const ITEM_GIVEN: usize = 0;
pub(super) const ITEM_NO_ANSWER: usize = 1;
pub(super) const ITEM_SHORT: usize = 2;
pub(super) const ITEM_CAPPED: usize = 3;
pub(super) const BONUS_CAPPED: usize = 0;
pub(super) const PENALTY_CAPPED: usize = 1;
pub(super) const ADJUSTED_LIMITED: usize = 2;
const ADJUSTMENT_EVENTS: usize = 4;
const EXAMPLES: usize = 3;

/// How often, and the first rows with the value there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub(super) count: u64,
    shown: u8,
    examples: [(u32, f64); EXAMPLES],
}

impl Count {
    /// So many, none of them shown.
    pub(super) fn of(count: u64) -> Self {
        Count { count, ..Count::default() }
    }

    fn add(&mut self, row: usize, value: f64) {
        self.show((u32::try_from(row).unwrap_or(u32::MAX), value));
        self.count += 1;
    }

    fn show(&mut self, example: (u32, f64)) {
        if let Some(free) = self.examples.get_mut(usize::from(self.shown)) {
            *free = example;
            self.shown += 1;
        }
    }

    fn merge(&mut self, next: &Count) {
        for example in next.examples() {
            self.show(*example);
        }
        self.count += next.count;
    }

    /// The same without those of another, which counts some of the same rows.
    pub(super) fn without(&self, other: &Count) -> Count {
        let mut rest = Count::of(self.count.saturating_sub(other.count));
        let is_other = |row: u32| other.examples().iter().any(|(known, _)| *known == row);
        self.examples().iter().filter(|(row, _)| !is_other(*row)).for_each(|example| rest.show(*example));
        rest
    }

    pub(super) fn examples(&self) -> &[(u32, f64)] {
        &self.examples[..usize::from(self.shown)]
    }
}

/// All counts of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    periods: usize,
    leaves: Vec<Count>,
    aggregates: Vec<Count>,
    gates: Vec<Count>,
    adjustments: Vec<Count>,
}

impl Tally {
    pub(super) fn new(leaves: usize, aggregates: usize, gates: usize, periods: usize) -> Self {
        Tally {
            periods,
            leaves: vec![Count::default(); leaves * periods * EVENTS],
            aggregates: vec![Count::default(); aggregates * periods * AGGREGATE_EVENTS],
            gates: vec![Count::default(); gates * periods * GATE_EVENTS],
            adjustments: Vec::new(),
        }
    }

    /// The same, which also counts so many bonuses and penalties.
    pub(super) fn with_adjustments(mut self, items: usize) -> Self {
        let places = if items > 0 { items + 1 } else { 0 };
        self.adjustments = vec![Count::default(); places * self.periods * ADJUSTMENT_EVENTS];
        self
    }

    /// Counts one row (of the block) of an indicator.
    pub(super) fn leaf(&mut self, block: &Block<'_>, leaf: usize, event: usize, row: usize, value: f64) {
        let place = (leaf * self.periods + block.periods[row] as usize) * EVENTS + event;
        self.leaves[place].add(block.rows.start + row, value);
    }

    /// Counts `found` rows of an indicator, which `cells` lists in order. Where all rows are of one period and the examples are
    /// full the list is not looked at.
    pub(super) fn leaves(
        &mut self,
        block: &Block<'_>,
        leaf: usize,
        event: usize,
        found: u64,
        cells: impl Iterator<Item = (usize, f64)>,
    ) {
        let Some(period) = block.only_period() else {
            cells.for_each(|(row, value)| self.leaf(block, leaf, event, row, value));
            return;
        };
        let count = &mut self.leaves[(leaf * self.periods + period) * EVENTS + event];
        let free = EXAMPLES - usize::from(count.shown);
        for (row, value) in cells.take(free) {
            count.show((u32::try_from(block.rows.start + row).unwrap_or(u32::MAX), value));
        }
        count.count += found;
    }

    /// Counts every row of the block.
    pub(super) fn rows(&mut self, block: &Block<'_>, leaf: usize) {
        for (period, rows) in block.rows_by_period.iter().enumerate() {
            self.leaves[(leaf * self.periods + period) * EVENTS + ROWS].count += rows;
        }
    }

    pub(super) fn aggregate(
        &mut self,
        block: &Block<'_>,
        aggregate: usize,
        event: usize,
        row: usize,
        value: f64,
    ) {
        let place = (aggregate * self.periods + block.periods[row] as usize) * AGGREGATE_EVENTS + event;
        self.aggregates[place].add(block.rows.start + row, value);
    }

    pub(super) fn gate(&mut self, block: &Block<'_>, gate: usize, event: usize, row: usize) {
        let place = (gate * self.periods + block.periods[row] as usize) * GATE_EVENTS + event;
        self.gates[place].add(block.rows.start + row, 0.0);
    }

    /// Counts a row of a bonus or penalty.
    pub(super) fn item(&mut self, block: &Block<'_>, item: usize, event: usize, row: usize, value: f64) {
        let place = (item * self.periods + block.periods[row] as usize) * ADJUSTMENT_EVENTS + event;
        self.adjustments[place].add(block.rows.start + row, value);
    }

    /// Counts a row of all bonuses and penalties together.
    pub(super) fn adjusted(&mut self, block: &Block<'_>, event: usize, row: usize, value: f64) {
        let together = self.adjustments.len() / (self.periods * ADJUSTMENT_EVENTS).max(1);
        if let Some(last) = together.checked_sub(1) {
            self.item(block, last, event, row, value);
        }
    }

    /// Adds what was counted on later rows.
    pub(super) fn merge(mut self, next: Tally) -> Tally {
        if self.periods == 0 {
            return next;
        }
        let pairs = self.leaves.iter_mut().zip(&next.leaves);
        let pairs = pairs.chain(self.aggregates.iter_mut().zip(&next.aggregates));
        let pairs = pairs.chain(self.adjustments.iter_mut().zip(&next.adjustments));
        for (count, more) in pairs.chain(self.gates.iter_mut().zip(&next.gates)) {
            count.merge(more);
        }
        self
    }

    pub(super) fn of_leaf(&self, leaf: usize, period: usize, event: usize) -> &Count {
        &self.leaves[(leaf * self.periods + period) * EVENTS + event]
    }

    pub(super) fn of_aggregate(&self, aggregate: usize, period: usize, event: usize) -> &Count {
        &self.aggregates[(aggregate * self.periods + period) * AGGREGATE_EVENTS + event]
    }

    pub(super) fn of_gate(&self, gate: usize, period: usize, event: usize) -> &Count {
        &self.gates[(gate * self.periods + period) * GATE_EVENTS + event]
    }

    /// Of a bonus or penalty, or, one behind the last, of all together.
    pub(super) fn of_adjustment(&self, item: usize, period: usize, event: usize) -> &Count {
        &self.adjustments[(item * self.periods + period) * ADJUSTMENT_EVENTS + event]
    }

    /// All rows of a period.
    pub(super) fn rows_of(&self, leaf: usize, period: usize) -> u64 {
        self.of_leaf(leaf, period, ROWS).count
    }

    /// Cells of an indicator in a period that were not observed, for this reason.
    pub(super) fn status(&self, leaf: usize, period: usize, status: Status) -> &Count {
        self.of_leaf(leaf, period, status as usize)
    }

    /// Observed cells of an indicator in a period.
    pub(super) fn observed(&self, leaf: usize, period: usize) -> u64 {
        let other = Status::ALL.iter().filter(|status| !status.is_observed());
        let others: u64 = other.map(|status| self.status(leaf, period, *status).count).sum();
        self.rows_of(leaf, period).saturating_sub(others)
    }
}
