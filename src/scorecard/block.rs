use std::ops::Range;

use crate::panel::Index;

/// Rows of a block: enough to make loops over columns worth it, few enough that all columns of a block stay in the cache.
const ROWS: usize = 1024;

/// Rows of the panel that are worked on together: whole units, so that a look at earlier years stays inside.
pub(super) struct Block<'a> {
    pub(super) index: &'a Index,
    pub(super) rows: Range<usize>,
    /// The number of each row's period among those of the panel.
    pub(super) periods: Vec<u32>,
    /// Rows of each period of the panel.
    pub(super) rows_by_period: Vec<u64>,
}

impl<'a> Block<'a> {
    pub(super) fn new(index: &'a Index, rows: Range<usize>) -> Self {
        let known = index.periods();
        let number = |row: &crate::panel::Row| known.binary_search(&row.period).unwrap_or(0);
        let mut rows_by_period = vec![0_u64; known.len()];
        let mut last = 0;
        let mut periods = Vec::with_capacity(rows.len());
        for row in &index.rows()[rows.clone()] {
            if known.get(last) != Some(&row.period) {
                last = number(row);
            }
            rows_by_period[last] += 1;
            periods.push(u32::try_from(last).unwrap_or(u32::MAX));
        }
        Block { index, rows, periods, rows_by_period }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The number of the period that all rows are of.
    pub(super) fn only_period(&self) -> Option<usize> {
        let first = *self.periods.first()? as usize;
        (self.rows_by_period[first] == self.rows.len() as u64).then_some(first)
    }

    /// The row of the same unit some years earlier, counted inside the block.
    pub(super) fn years_back(&self, row: usize, years: u32) -> Option<usize> {
        let years = i32::try_from(years).ok()?;
        let earlier = self.index.lag(self.rows.start + row, years)?;
        earlier.checked_sub(self.rows.start)
    }

    /// The rows of the same unit, counted inside the block.
    pub(super) fn rows_of_unit(&self, row: usize) -> Range<usize> {
        let unit = self.index.rows_of(self.index.row(self.rows.start + row).unit);
        unit.start.saturating_sub(self.rows.start)..(unit.end - self.rows.start).min(self.len())
    }
}

/// Cuts a panel into blocks of whole units, in order.
pub(super) fn blocks(index: &Index) -> Vec<Range<usize>> {
    let mut blocks = Vec::with_capacity(index.len() / ROWS + 1);
    let mut start = 0;
    for unit in 0..u32::try_from(index.units().len()).unwrap_or(u32::MAX) {
        let end = index.rows_of(unit).end;
        if end - start >= ROWS {
            blocks.push(start..end);
            start = end;
        }
    }
    if start < index.len() {
        blocks.push(start..index.len());
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::UnitEntry;
    use crate::vocab::Period;

    #[test]
    fn blocks_hold_whole_units_and_all_rows() {
        let units: Vec<UnitEntry> =
            (0..1000).map(|at| UnitEntry { id: at.to_string(), name: String::new() }).collect();
        let pairs =
            (0..1000).flat_map(|unit| (2019..2019 + (unit as i32 % 5)).map(move |y| (unit, Period::year(y))));
        let index = Index::new(units, pairs.collect());
        let blocks = blocks(&index);
        assert_eq!(blocks.first().map(|b| b.start), Some(0));
        assert_eq!(blocks.last().map(|b| b.end), Some(index.len()));
        for pair in blocks.windows(2) {
            assert_eq!(pair[0].end, pair[1].start);
            assert_ne!(index.row(pair[0].end - 1).unit, index.row(pair[1].start).unit);
        }
        let first = Block::new(&index, blocks[0].clone());
        assert_eq!(first.rows_by_period.iter().sum::<u64>(), first.len() as u64);
    }
}
