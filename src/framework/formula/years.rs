//! Functions over years: rows of a unit lie together in order of period, so that an earlier year is a short walk upwards. A year without
//! a row is [`Status::NotCollected`]. In a panel of quarters or months a year back is the same quarter or month of the year before.

use std::borrow::Cow;

use super::Cells;
use super::evaluate::{Step, Window, WindowKind};
use super::units::Ratio;
use crate::panel::{Row, Status};

/// Applies a step that looks at earlier years; `rows` are the rows that the cells are about, whole units.
pub(super) fn apply<'a>(step: &Step, cells: &Cells<'_>, rows: &[Row]) -> Cells<'a> {
    let mut values = Vec::with_capacity(rows.len());
    let mut statuses = Vec::with_capacity(rows.len());
    for at in 0..rows.len() {
        let (value, status) = match step {
            Step::Lag(years) => cell(cells, Walk::from(rows, at).back(*years)),
            Step::Change(years) => since(cells, rows, at, *years, |now, before| Some(now - before)),
            Step::Growth(years, ratio) => {
                since(cells, rows, at, *years, |now, before| growth(now, before, *years, *ratio))
            }
            Step::Window(window) => over(cells, Walk::from(rows, at), *window),
            _ => (0.0, Status::Invalid),
        };
        let answered = status.is_observed() && value.is_finite();
        values.push(if answered { value } else { 0.0 });
        statuses.push(if status.is_observed() && !answered { Status::Invalid } else { status });
    }
    Cells { values: Cow::Owned(values), statuses: Cow::Owned(statuses) }
}

fn cell(cells: &Cells<'_>, row: Option<usize>) -> (f64, Status) {
    row.map_or((0.0, Status::NotCollected), |row| (cells.values[row], cells.statuses[row]))
}

fn since(
    cells: &Cells<'_>,
    rows: &[Row],
    at: usize,
    years: u32,
    f: impl Fn(f64, f64) -> Option<f64>,
) -> (f64, Status) {
    let (now, status) = cell(cells, Some(at));
    let (before, earlier) = cell(cells, Walk::from(rows, at).back(years));
    match status.and(earlier) {
        Status::Observed => f(now, before).map_or((0.0, Status::Invalid), |value| (value, Status::Observed)),
        status => (0.0, status),
    }
}

/// Compound growth a year; none from a base that is not positive, nor over several years to a negative value.
fn growth(now: f64, before: f64, years: u32, (over, under): Ratio) -> Option<f64> {
    if before <= 0.0 {
        return None;
    }
    // One year needs no root: the difference first, as `now / before - 1` loses digits.
    if years == 1 {
        return Some(((now - before) * over) / (before * under));
    }
    let factor = now / before;
    let yearly = match years {
        _ if factor < 0.0 => return None,
        2 => libm::sqrt(factor),
        3 => libm::cbrt(factor),
        _ => libm::pow(factor, 1.0 / f64::from(years)),
    };
    Some((yearly - 1.0) * over / under)
}

fn over(cells: &Cells<'_>, mut walk: Walk<'_>, window: Window) -> (f64, Status) {
    let (mut sum, mut observed, mut missing) = (0.0, 0_u32, Status::Observed);
    for years in 0..window.years {
        let (value, status) = cell(cells, walk.back(years));
        match status {
            Status::Observed => {
                sum += value;
                observed += 1;
            }
            // An error in one year must not vanish in a mean of the others.
            Status::Invalid if window.at_least < window.years => return (0.0, Status::Invalid),
            status => missing = missing.and(status),
        }
    }
    if observed < window.at_least {
        return (0.0, missing);
    }
    match window.kind {
        WindowKind::Sum => (sum, Status::Observed),
        WindowKind::Mean => (sum / f64::from(observed), Status::Observed),
    }
}

/// From a row upwards through the earlier rows of its unit.
struct Walk<'r> {
    rows: &'r [Row],
    start: usize,
    at: usize,
}

impl<'r> Walk<'r> {
    fn from(rows: &'r [Row], start: usize) -> Self {
        Walk { rows, start, at: start }
    }

    /// The row so many years before the start; must not be asked for fewer years than the time before.
    fn back(&mut self, years: u32) -> Option<usize> {
        let Row { unit, period } = self.rows[self.start];
        let wanted = period.years_back(i32::try_from(years).unwrap_or(i32::MAX / 12));
        while self.at > 0 {
            let earlier = self.rows[self.at - 1];
            if earlier.unit != unit || earlier.period < wanted {
                break;
            }
            self.at -= 1;
        }
        (self.rows[self.at].period == wanted).then_some(self.at)
    }
}
