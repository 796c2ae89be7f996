//! Bonuses and penalties on a block of rows: points beside the base score, which they never enter.
//!
//! Each item: condition → points → decay → its cap; then the caps of groups, then those of all bonuses and of all penalties; then the
//! adjusted score, on the scale or not as declared. Each step that acts is counted.

use super::block::Block;
use super::scores::{Adjusted, AdjustmentColumn, AdjustmentState};
use super::tally::{
    ADJUSTED_LIMITED, BONUS_CAPPED, ITEM_CAPPED, ITEM_GIVEN, ITEM_NO_ANSWER, ITEM_SHORT, PENALTY_CAPPED,
    Tally,
};
use crate::framework::{AdjustedLimit, Adjusting, Adjustment, AdjustmentKind, Cells, FrameworkParts, Inputs};
use crate::panel::Status;

/// The rows of a block in the results.
#[derive(Default)]
pub(super) struct AdjustmentPart<'a> {
    /// One for each item of the framework.
    pub(super) items: Vec<(&'a mut [f64], &'a mut [AdjustmentState])>,
    pub(super) adjusted: &'a mut [Adjusted],
}

impl AdjustmentColumn {
    pub(super) fn empty(rows: usize) -> Self {
        AdjustmentColumn { points: vec![0.0; rows], states: vec![AdjustmentState::NoPoints; rows] }
    }
}

/// Works out all items and what becomes of them; `base` is the base score of each row, `None` where it is withheld.
pub(super) fn adjust(
    parts: &FrameworkParts,
    inputs: &Inputs<'_>,
    block: &Block<'_>,
    base: impl Fn(usize) -> Option<f64>,
    part: &mut AdjustmentPart<'_>,
    tally: &mut Tally,
) {
    for (at, (item, (points, states))) in parts.adjustments.iter().zip(&mut part.items).enumerate() {
        one(item, at, inputs, block, (points, states), tally);
    }
    let scale = parts.scale;
    for row in 0..part.adjusted.len() {
        let points = |at: usize| part.items[at].0[row];
        let (bonus, cut) = total(parts, AdjustmentKind::Bonus, points);
        if cut > 0.0 {
            tally.adjusted(block, BONUS_CAPPED, row, cut);
        }
        let (penalty, cut) = total(parts, AdjustmentKind::Penalty, points);
        if cut > 0.0 {
            tally.adjusted(block, PENALTY_CAPPED, row, cut);
        }
        let open = base(row).map(|base| base + (bonus - penalty)).filter(|score| score.is_finite());
        let score = match parts.adjusting.limit {
            AdjustedLimit::None => open,
            // A base score that lies off the scale by itself stays where it is.
            AdjustedLimit::Scale => {
                base(row).zip(open).map(|(base, open)| open.clamp(scale.low.min(base), scale.high.max(base)))
            }
        };
        if let (Some(open), Some(score)) = (open, score)
            && open != score
        {
            tally.adjusted(block, ADJUSTED_LIMITED, row, open);
        }
        part.adjusted[row] = Adjusted { bonus, penalty, score };
    }
}

/// The points of all items of a kind after the caps, and what the caps cut off.
fn total(parts: &FrameworkParts, kind: AdjustmentKind, points: impl Fn(usize) -> f64) -> (f64, f64) {
    let Adjusting { bonus_cap, penalty_cap, groups, .. } = &parts.adjusting;
    let items = || parts.adjustments.iter().enumerate().filter(|(_, item)| item.kind == kind);
    let before: f64 = items().map(|(at, _)| points(at)).sum();
    let mut sum: f64 = items().filter(|(_, item)| item.group.is_none()).map(|(at, _)| points(at)).sum();
    for (number, group) in groups.iter().enumerate() {
        let own: f64 = items().filter(|(_, item)| item.group == Some(number)).map(|(at, _)| points(at)).sum();
        sum += own.min(group.cap);
    }
    let cap = match kind {
        AdjustmentKind::Bonus => bonus_cap,
        AdjustmentKind::Penalty => penalty_cap,
    };
    let after = cap.map_or(sum, |cap| sum.min(cap)).min(f64::MAX);
    // Points that were added in another order differ in the last digits, which is no cap.
    let cut = if before - after > 1e-12 * before { before - after } else { 0.0 };
    (after, cut)
}

/// What an event gives before decay, or why nothing is known.
#[derive(Clone, Copy)]
enum Event {
    Points(f64),
    NoAnswer,
}

fn one(
    item: &Adjustment,
    at: usize,
    inputs: &Inputs<'_>,
    block: &Block<'_>,
    (points, states): (&mut [f64], &mut [AdjustmentState]),
    tally: &mut Tally,
) {
    let events = events(item, inputs);
    let since =
        item.decay.as_ref().and_then(|decay| decay.since.as_ref()).map(|since| since.evaluate(inputs));
    for row in 0..points.len() {
        let Faded { mut sum, mut unknown, short } = match (&item.decay, &since) {
            (None, _) => Faded::of(events[row], 1.0),
            (Some(decay), Some(since)) => since_event(&decay.factors, events[row], since, row),
            (Some(decay), None) => looked_up(&decay.factors, &events, block, row),
        };
        if !sum.is_finite() {
            (sum, unknown) = (0.0, true);
        }
        if let Some(cap) = item.cap.filter(|cap| sum > *cap) {
            tally.item(block, at, ITEM_CAPPED, row, sum);
            sum = cap;
        }
        points[row] = sum;
        states[row] = if unknown {
            AdjustmentState::NoAnswer
        } else if sum > 0.0 {
            AdjustmentState::Given
        } else {
            AdjustmentState::NoPoints
        };
        if sum > 0.0 {
            tally.item(block, at, ITEM_GIVEN, row, sum);
        }
        if unknown {
            tally.item(block, at, ITEM_NO_ANSWER, row, 0.0);
        }
        if short {
            tally.item(block, at, ITEM_SHORT, row, 0.0);
        }
    }
}

/// The points of each row's own period.
fn events(item: &Adjustment, inputs: &Inputs<'_>) -> Vec<Event> {
    let holds = item.when.as_ref().map(|when| when.holds(inputs));
    let cells = item.points.evaluate(inputs);
    let event = |row: usize| match holds.as_ref().map_or(Some(true), |holds| holds[row]) {
        Some(false) => Event::Points(0.0),
        None => Event::NoAnswer,
        Some(true) => match cells.statuses[row] {
            Status::Observed if cells.values[row] >= 0.0 => Event::Points(cells.values[row]),
            // Where the item does not apply there are no points, and that is an answer.
            Status::NotApplicable => Event::Points(0.0),
            _ => Event::NoAnswer,
        },
    };
    (0..cells.statuses.len()).map(event).collect()
}

/// Points after decay.
struct Faded {
    sum: f64,
    /// Something had no answer and gave nothing.
    unknown: bool,
    /// An earlier period that would count has no row.
    short: bool,
}

impl Faded {
    fn of(event: Event, factor: f64) -> Faded {
        match event {
            Event::Points(points) => Faded { sum: points * factor, unknown: false, short: false },
            Event::NoAnswer => Faded { sum: 0.0, unknown: true, short: false },
        }
    }
}

/// The row's own points, faded by the years since the event.
fn since_event(factors: &[f64], event: Event, since: &Cells<'_>, row: usize) -> Faded {
    if matches!(event, Event::Points(0.0)) {
        return Faded::of(event, 0.0);
    }
    let years = since.values[row];
    if !since.statuses[row].is_observed() || years < 0.0 {
        return Faded::of(Event::NoAnswer, 0.0);
    }
    // A number of years beyond the list, however large, is past its end.
    let factor = factors.get(years as usize).copied().unwrap_or(0.0);
    Faded::of(event, factor)
}

/// The points of the row's own period and of the unit's earlier ones, each faded by its age.
fn looked_up(factors: &[f64], events: &[Event], block: &Block<'_>, row: usize) -> Faded {
    let mut faded = Faded { sum: 0.0, unknown: false, short: false };
    for (years, factor) in (0_u32..).zip(factors).filter(|(_, factor)| **factor > 0.0) {
        let Some(earlier) = (if years == 0 { Some(row) } else { block.years_back(row, years) }) else {
            faded.short = true;
            continue;
        };
        let of_year = Faded::of(events[earlier], *factor);
        faded.sum += of_year.sum;
        faded.unknown |= of_year.unknown;
    }
    faded
}
