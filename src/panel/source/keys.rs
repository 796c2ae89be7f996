use std::collections::HashMap;

use super::fault::{Fault, Faults};
use super::heading::{PeriodFrom, Plan};
use super::raw::{Raw, Record};
use crate::vocab::Period;

/// Reads which unit and period the rows of a part are about.
pub(super) struct Keys<'p> {
    plan: &'p Plan<'p>,
    /// Columns of the heading row.
    width: usize,
    units: Units,
    periods: Vec<(String, Period)>,
    pub(super) faults: Faults,
}

/// The units of a part, numbered as they come, each with the row it comes first in.
#[derive(Debug, Default)]
pub(super) struct Units {
    numbers: HashMap<String, u32>,
    pub(super) first: Vec<(String, u32)>,
    last: u32,
}

impl Units {
    fn number(&mut self, text: &str, row: u32) -> u32 {
        // Rows of a unit often lie together.
        if self.first.get(self.last as usize).is_some_and(|(last, _)| last == text) {
            return self.last;
        }
        self.last = match self.numbers.get(text) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.first.len()).unwrap_or(u32::MAX);
                self.numbers.insert(text.to_owned(), number);
                self.first.push((text.to_owned(), row));
                number
            }
        };
        self.last
    }
}

impl<'p> Keys<'p> {
    pub(super) fn new(plan: &'p Plan<'p>, width: usize) -> Self {
        Keys { plan, width, units: Units::default(), periods: Vec::new(), faults: Faults::default() }
    }

    pub(super) fn finish(self) -> (Units, Faults) {
        (self.units, self.faults)
    }

    /// Unit (as numbered here) and period of a row; `None` when it is blank or something is wrong with it.
    pub(super) fn key<R: Record>(&mut self, row: u32, record: &R) -> Option<(u32, Period)> {
        if record.width().is_some_and(|width| width != self.width) && !self.fits(row, record) {
            return None;
        }
        for &column in &self.plan.unheaded {
            let raw = record.get(column);
            if !raw.is_blank() {
                self.faults.add(Fault::Unheaded, "", row, column_number(column), &raw.text());
            }
        }
        let unit = self.unit(row, record);
        let period = match self.plan.period {
            PeriodFrom::Fixed(period) => Some(period),
            // A blank row was dealt with above, and its period is not worth a word.
            PeriodFrom::Column(_) if unit.is_none() && self.is_blank(record) => None,
            PeriodFrom::Column(column) => self.period(row, column, &record.get(column)),
        };
        Some((unit?, period?))
    }

    /// Whether a row of another length than the heading row has nothing more than blanks too many or is blank altogether.
    #[cold]
    fn fits<R: Record>(&mut self, row: u32, record: &R) -> bool {
        let width = record.width().unwrap_or(self.width);
        let surplus_is_blank = (self.width..width).all(|column| record.get(column).is_blank());
        if width > self.width && surplus_is_blank {
            return true;
        }
        if !(0..width).all(|column| record.get(column).is_blank()) {
            let text = format!("{width} / {}", self.width);
            self.faults.add(Fault::RowWidth, "", row, 0, &text);
        }
        false
    }

    fn is_blank<R: Record>(&self, record: &R) -> bool {
        (0..self.width).all(|column| record.get(column).is_blank())
    }

    fn unit<R: Record>(&mut self, row: u32, record: &R) -> Option<u32> {
        let raw = record.get(self.plan.unit);
        if let Raw::Text(text) = raw {
            let text = text.trim();
            if !text.is_empty() {
                return Some(self.units.number(text, row));
            }
        }
        if raw.is_blank() {
            if !self.is_blank(record) {
                self.faults.add(Fault::NoUnit, "", row, column_number(self.plan.unit), "");
            }
            return None;
        }
        let text = raw.text();
        if raw.lost_digits() {
            self.faults.add(Fault::LostDigits, "", row, column_number(self.plan.unit), &text);
            return None;
        }
        Some(self.units.number(text.trim(), row))
    }

    fn period(&mut self, row: u32, column: usize, raw: &Raw<'_>) -> Option<Period> {
        let text = raw.text();
        if let Some((_, period)) = self.periods.iter().find(|(known, _)| *known == text) {
            return Some(*period);
        }
        match text.parse::<Period>() {
            Ok(period) => {
                if self.periods.len() < 256 {
                    self.periods.push((text.into_owned(), period));
                }
                Some(period)
            }
            Err(_) => {
                self.faults.add(Fault::BadPeriod, "", row, column_number(column), &text);
                None
            }
        }
    }
}

/// The 1-based number of a 0-based column.
pub(super) fn column_number(column: usize) -> u16 {
    u16::try_from(column + 1).unwrap_or(u16::MAX)
}
