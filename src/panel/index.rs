use std::collections::HashMap;

use crate::vocab::Period;

/// A unit: what is scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEntry {
    /// The identifier, unique in the panel: a 统一社会信用代码, an ISO code, any declared id.
    pub id: String,
    /// The name people read.
    pub name: String,
}

/// One row of a panel: a unit in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index into [`Index::units`].
    pub unit: u32,
    /// The period.
    pub period: Period,
}

/// Which unit and period each row is about. Rows of a unit lie together, in order of period, so that a lag is a look upwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    units: Vec<UnitEntry>,
    rows: Vec<Row>,
    /// First row of each unit, and the end.
    starts: Vec<u32>,
    periods: Vec<Period>,
}

impl Index {
    /// Builds an index from (unit, period) pairs; pairs are sorted and duplicates dropped.
    #[must_use]
    pub fn new(units: Vec<UnitEntry>, mut pairs: Vec<(u32, Period)>) -> Self {
        if !pairs.is_sorted() {
            pairs.sort_unstable();
        }
        pairs.dedup();
        pairs.retain(|(unit, _)| (*unit as usize) < units.len());
        let rows: Vec<Row> = pairs.iter().map(|&(unit, period)| Row { unit, period }).collect();
        let mut starts = vec![0_u32; units.len() + 1];
        for row in &rows {
            starts[row.unit as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut periods: Vec<Period> = Vec::new();
        for row in &rows {
            if let Err(at) = periods.binary_search(&row.period) {
                periods.insert(at, row.period);
            }
        }
        Index { units, rows, starts, periods }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The units, in the order of the register.
    #[must_use]
    pub fn units(&self) -> &[UnitEntry] {
        &self.units
    }

    /// The periods that occur, in order.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// A row.
    ///
    /// # Panics
    /// When `row` is not below [`Index::len`].
    #[must_use]
    pub fn row(&self, row: usize) -> Row {
        self.rows[row]
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The unit of a row.
    #[must_use]
    pub fn unit(&self, row: usize) -> &UnitEntry {
        &self.units[self.rows[row].unit as usize]
    }

    /// The rows of a unit; none for a number that is no unit's.
    #[must_use]
    pub fn rows_of(&self, unit: u32) -> std::ops::Range<usize> {
        match self.starts.get(unit as usize..).unwrap_or_default() {
            [start, end, ..] => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// The row of a unit in a period.
    #[must_use]
    pub fn find(&self, unit: u32, period: Period) -> Option<usize> {
        let range = self.rows_of(unit);
        let found = self.rows[range.clone()].binary_search_by(|row| row.period.cmp(&period));
        found.ok().map(|at| range.start + at)
    }

    /// The row of the same unit this many years earlier.
    #[must_use]
    pub fn lag(&self, row: usize, years: i32) -> Option<usize> {
        let Row { unit, period } = self.rows[row];
        self.find(unit, period.years_back(years))
    }

    /// The rows of a period, in order of unit.
    pub fn rows_in(&self, period: Period) -> impl Iterator<Item = usize> + '_ {
        self.rows.iter().enumerate().filter(move |(_, row)| row.period == period).map(|(at, _)| at)
    }

    /// The number of a unit by its id.
    #[must_use]
    pub fn unit_by_id(&self, id: &str) -> Option<u32> {
        self.units.iter().position(|u| u.id == id).and_then(|at| u32::try_from(at).ok())
    }

    /// The numbers of all units by id, for many look-ups.
    #[must_use]
    pub fn unit_numbers(&self) -> HashMap<&str, u32> {
        self.units.iter().zip(0..).map(|(u, at)| (u.id.as_str(), at)).collect()
    }

    pub(super) fn select(&self, kept: &[bool]) -> Index {
        let mut number = Vec::with_capacity(kept.len());
        let mut units = Vec::new();
        for (unit, keep) in self.units.iter().zip(kept) {
            number.push(u32::try_from(units.len()).unwrap_or(u32::MAX));
            if *keep {
                units.push(unit.clone());
            }
        }
        let rows = self.rows.iter().filter(|r| kept[r.unit as usize]);
        let pairs = rows.map(|r| (number[r.unit as usize], r.period)).collect();
        Index::new(units, pairs)
    }
}
