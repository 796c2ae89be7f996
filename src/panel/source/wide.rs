use super::fault::{Fault, Faults};
use super::heading::Plan;
use super::keys::{Keys, Units, column_number};
use super::number::Gauge;
use super::raw::Record;
use super::table::Rows;
use crate::panel::Status;
use crate::vocab::Period;

/// Rows of a part of a wide table: a row a unit and period, a column a variable.
pub(super) struct WideRows<'p> {
    keys: Keys<'p>,
    columns: &'p [(usize, Gauge<'p>)],
    block: Block,
}

/// Cells of some rows, unit numbers being those of the part.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) rows: Vec<(u32, Period)>,
    /// The row each was read from.
    pub(super) lines: Vec<u32>,
    pub(super) columns: Vec<Cells>,
}

/// Cells of a variable, one for each row of a block.
#[derive(Debug)]
pub(super) struct Cells {
    /// Number of the variable.
    pub(super) variable: usize,
    /// 1-based column.
    pub(super) column: u16,
    pub(super) values: Vec<f64>,
    pub(super) statuses: Vec<Status>,
}

impl<'p> WideRows<'p> {
    /// `numbers` are the numbers of the variables of `columns`.
    pub(super) fn new(
        plan: &'p Plan<'p>,
        columns: &'p [(usize, Gauge<'p>)],
        numbers: &[usize],
        width: usize,
        rows: usize,
    ) -> Self {
        let cells = columns.iter().zip(numbers).map(|((column, _), &variable)| Cells {
            variable,
            column: column_number(*column),
            values: Vec::with_capacity(rows),
            statuses: Vec::with_capacity(rows),
        });
        let block = Block {
            rows: Vec::with_capacity(rows),
            lines: Vec::with_capacity(rows),
            columns: cells.collect(),
        };
        WideRows { keys: Keys::new(plan, width), columns, block }
    }

    pub(super) fn finish(self) -> (Units, Faults, Vec<Block>) {
        let (units, faults) = self.keys.finish();
        (units, faults, vec![self.block])
    }
}

impl Rows for WideRows<'_> {
    fn row<R: Record>(&mut self, row: u32, record: &R) {
        let Some(key) = self.keys.key(row, record) else { return };
        self.block.rows.push(key);
        self.block.lines.push(row);
        for ((column, gauge), cells) in self.columns.iter().zip(&mut self.block.columns) {
            let raw = record.get(*column);
            let cell = gauge.read(&raw);
            if let Some(fault) = cell.fault {
                report(&mut self.keys.faults, fault, gauge, row, cells.column, &raw.text());
            }
            cells.values.push(cell.value);
            cells.statuses.push(cell.status);
        }
    }
}

#[cold]
fn report(faults: &mut Faults, fault: Fault, gauge: &Gauge<'_>, row: u32, column: u16, text: &str) {
    faults.add(fault, gauge.variable().id.as_str(), row, column, text);
}
