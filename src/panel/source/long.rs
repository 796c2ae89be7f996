use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::fault::{Fault, Faults};
use super::format::DataFile;
use super::heading::{Meaning, Names, Plan};
use super::keys::{Keys, Units, column_number};
use super::number::{Cell, Commas, Gauge};
use super::raw::{Raw, Record};
use super::table::Rows;
use super::wide::{Block, Cells};
use crate::panel::folding::fold;
use crate::panel::{Status, Variables};

/// The columns of a long table, counted from 0.
#[derive(Clone, Copy)]
pub(super) struct LongColumns {
    pub(super) variable: usize,
    pub(super) value: usize,
    pub(super) status: Option<usize>,
    pub(super) measure: Option<usize>,
}

/// Rows of a part of a long table: a row a value.
pub(super) struct LongRows<'p> {
    keys: Keys<'p>,
    columns: LongColumns,
    reader: &'p LongReader<'p>,
    /// By text of the variable and its unit of measure.
    gauges: HashMap<(String, String), Known<'p>>,
    last: Option<((String, String), Known<'p>)>,
    blocks: BTreeMap<usize, Block>,
}

/// What it takes to read the variables of a long table.
pub(super) struct LongReader<'p> {
    pub(super) names: &'p Names<'p>,
    pub(super) file: &'p DataFile,
    pub(super) variables: &'p Variables,
    pub(super) commas: Commas,
}

#[derive(Clone)]
enum Known<'p> {
    Gauge(usize, Gauge<'p>),
    /// The variable is known, its unit is not or does not fit.
    Unfit(usize, Fault),
    Ignored,
    Unknown,
    Several,
}

impl<'p> LongReader<'p> {
    fn known(&self, name: &str, measure: &str) -> Known<'p> {
        match self.names.meaning(name, self.file) {
            Meaning::Ignored => Known::Ignored,
            Meaning::Variable(number, bracket) => {
                let written = Some(measure).filter(|m| !m.is_empty()).or(bracket.as_deref());
                let variable = &self.variables.variables()[number];
                match Gauge::new(variable, self.variables.measures(), written, self.commas) {
                    Ok(gauge) => Known::Gauge(number, gauge),
                    Err(fault) => Known::Unfit(number, fault),
                }
            }
            Meaning::Several(_) => Known::Several,
            Meaning::Undeclared(_) | Meaning::Unknown => Known::Unknown,
        }
    }
}

impl<'p> LongRows<'p> {
    pub(super) fn new(
        plan: &'p Plan<'p>,
        columns: LongColumns,
        reader: &'p LongReader<'p>,
        width: usize,
    ) -> Self {
        let (gauges, last, blocks) = (HashMap::new(), None, BTreeMap::new());
        LongRows { keys: Keys::new(plan, width), columns, reader, gauges, last, blocks }
    }

    pub(super) fn finish(self) -> (Units, Faults, Vec<Block>) {
        let (units, faults) = self.keys.finish();
        (units, faults, self.blocks.into_values().collect())
    }

    fn known(&mut self, name: &str, measure: &str) -> Known<'p> {
        if let Some(((last_name, last_measure), known)) = &self.last
            && last_name == name
            && last_measure == measure
        {
            return known.clone();
        }
        let key = (name.to_owned(), measure.to_owned());
        let known =
            self.gauges.entry(key.clone()).or_insert_with(|| self.reader.known(name, measure)).clone();
        self.last = Some((key, known.clone()));
        known
    }

    /// The cell that value and status make together.
    fn cell(&mut self, row: u32, gauge: &Gauge<'p>, raw: &Raw<'_>, status: Option<&Raw<'_>>) -> Option<Cell> {
        let cell = gauge.read(raw);
        let text = status.map_or(Cow::Borrowed(""), Raw::text);
        let (id, value_column) = (gauge.variable().id.as_str(), column_number(self.columns.value));
        let declared = match text.trim() {
            "" => None,
            text if matches!(fold(text).as_str(), "observed" | "有值" | "正常") => Some(Status::Observed),
            text => match Status::from_text(text) {
                Some(status) => Some(status),
                None => {
                    let column = self.columns.status.map_or(0, column_number);
                    self.keys.faults.add(Fault::UnknownStatus, text, row, column, text);
                    return None;
                }
            },
        };
        let fault = match declared {
            Some(Status::Observed) if cell.fault.is_none() && !cell.status.is_observed() => {
                Some(Fault::ObservedWithoutValue)
            }
            // A reason beside an empty cell or a dash is the better reason; beside another reason it contradicts it.
            Some(status) if !status.is_observed() => {
                let contradicts = cell.fault.is_some()
                    || cell.status.is_observed()
                    || (cell.status != Status::NotReported && cell.status != status);
                if !contradicts {
                    return Some(Cell { value: 0.0, status, fault: None });
                }
                Some(Fault::StatusAndValue)
            }
            _ => cell.fault,
        };
        if let Some(fault) = fault {
            self.keys.faults.add(fault, id, row, value_column, &raw.text());
        }
        Some(cell)
    }
}

impl Rows for LongRows<'_> {
    fn row<R: Record>(&mut self, row: u32, record: &R) {
        let Some(key) = self.keys.key(row, record) else { return };
        let name = record.get(self.columns.variable).text();
        let measure = self.columns.measure.map(|column| record.get(column));
        let measure = measure.as_ref().map_or(Cow::Borrowed(""), Raw::text);
        let raw = record.get(self.columns.value);
        let status = self.columns.status.map(|column| record.get(column));
        let (number, cell) = match self.known(name.trim(), measure.trim()) {
            Known::Ignored => return,
            known @ (Known::Unknown | Known::Several) => {
                let unknown = matches!(known, Known::Unknown);
                let fault = if unknown { Fault::UnknownVariable } else { Fault::SeveralVariables };
                let column = column_number(self.columns.variable);
                self.keys.faults.add(fault, name.trim(), row, column, name.trim());
                return;
            }
            Known::Unfit(number, fault) => {
                let column = column_number(self.columns.measure.unwrap_or(self.columns.variable));
                let text = if measure.trim().is_empty() { name.trim() } else { measure.trim() };
                let id = self.reader.variables.variables()[number].id.as_str();
                self.keys.faults.add(fault, id, row, column, text);
                return;
            }
            Known::Gauge(number, gauge) => match self.cell(row, &gauge, &raw, status.as_ref()) {
                Some(cell) => (number, cell),
                None => return,
            },
        };
        let column = column_number(self.columns.value);
        let block = self.blocks.entry(number).or_insert_with(|| Block {
            columns: vec![Cells { variable: number, column, values: Vec::new(), statuses: Vec::new() }],
            ..Block::default()
        });
        block.rows.push(key);
        block.lines.push(row);
        if let Some(cells) = block.columns.first_mut() {
            cells.values.push(cell.value);
            cells.statuses.push(cell.status);
        }
    }
}
