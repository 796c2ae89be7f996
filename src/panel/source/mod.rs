//! Files into a panel: CSV in any encoding Chinese offices use, Excel workbooks, wide and long tables, the register of units.
//!
//! [`read`] is the one entry. A cell is read by [`number`], a heading by [`heading`]; what is wrong is gathered by [`fault`], so
//! that a column with a thousand bad cells is one diagnostic that counts them. Nothing here knows indicators or studies.
//! Read next: [`crate::panel`] for what comes out.

mod delimited;
mod encoding;
mod fault;
mod file;
mod format;
mod grid;
mod heading;
mod keys;
mod long;
mod merge;
mod number;
mod raw;
mod register;
mod table;
mod uscc;
mod wide;
mod wording;
mod workbook;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

pub use format::{Binding, DataFile, Delimiter, Encoding, IdKind, Layout, RegisterFile};
pub use grid::{Grid, grids};
pub(crate) use number::number_in;

use self::fault::{Faults, LISTED, Spot, Subject, grouped, place, with_places};
use self::file::Refusal;
use self::heading::{Names, Plan, Values};
use self::keys::Units;
use self::long::{LongColumns, LongReader, LongRows};
use self::merge::{Contribution, Files, merge};
use self::register::{Register, no_rows, normalised};
use self::table::Table;
use self::wide::{Block, WideRows};
use super::folding::fold;
use super::{Panel, Source, UnitEntry, Variables};
use crate::diagnostic::{Diagnostic, Severity, any_error};
use crate::vocab::Text;

/// What reading gave.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The data; `None` when any diagnostic is an error.
    pub panel: Option<Panel>,
    /// Every problem found, in order of file.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that could be opened, the register first, each with its SHA-256.
    pub files: Vec<Source>,
}

/// Reads a register and data files into one panel. Relative paths are relative to `folder`; messages show them as written.
///
/// All problems of all files are reported at once. Files are merged: each may hold other units, periods or variables. The rows of
/// the panel are the units and periods that occur in data; its units are those of the register, else those in data. The result is
/// the same for any number of threads.
#[must_use]
pub fn read(
    folder: &Path,
    variables: &Variables,
    register: Option<&RegisterFile>,
    files: &[DataFile],
) -> Reading {
    let mut reader = Reader::new(variables, register.is_some());
    if let Some(register) = register {
        reader.register(folder, register);
    }
    for file in files {
        reader.data(folder, file);
    }
    reader.finish()
}

/// Gathers what the files give, one after another.
struct Reader<'a> {
    variables: &'a Variables,
    names: Names<'a>,
    register: Register,
    /// Whether units must be in the register.
    closed: bool,
    /// Whether the register was read: without it nothing can be said about units.
    register_read: bool,
    sources: Vec<Source>,
    headings: Vec<Vec<String>>,
    contributions: Vec<Contribution>,
    diagnostics: Vec<Diagnostic>,
    unknown: Vec<Unknown>,
    /// Where each unit that no register names came first: source, row, column.
    first: Vec<(usize, u32, u16)>,
}

/// A unit that the register has not.
struct Unknown {
    id: String,
    source: usize,
    row: u32,
    column: u16,
}

impl<'a> Reader<'a> {
    fn new(variables: &'a Variables, closed: bool) -> Self {
        Reader {
            variables,
            names: Names::new(variables),
            register: Register::default(),
            closed,
            register_read: false,
            sources: Vec::new(),
            headings: Vec::new(),
            contributions: Vec::new(),
            diagnostics: Vec::new(),
            unknown: Vec::new(),
            first: Vec::new(),
        }
    }

    fn open(&mut self, folder: &Path, opening: format::Opening<'_>) -> Option<Table> {
        if self.sources.len() >= usize::from(u16::MAX) {
            self.diagnostics.push(Diagnostic::error(
                "dat012",
                "文件太多：一个评价项目最多 65,535 个",
                "there are too many files: a study reads at most 65,535",
            ));
            return None;
        }
        match Table::open(folder, opening) {
            Ok((table, note)) => {
                self.diagnostics.extend(note);
                Some(table)
            }
            Err(refusal) => {
                self.diagnostics.push(*refusal);
                None
            }
        }
    }

    /// Remembers a file that was read.
    fn remember(&mut self, table: Table) {
        self.sources.push(table.source());
        self.headings.push(table.headings);
    }

    fn register(&mut self, folder: &Path, file: &RegisterFile) {
        let Some(table) = self.open(folder, file.reading()) else { return };
        if let Some(register) = Register::of(&table, file, self.variables, &mut self.diagnostics) {
            self.register = register;
            self.register_read = true;
        }
        self.remember(table);
    }

    fn data(&mut self, folder: &Path, file: &DataFile) {
        let Some(table) = self.open(folder, file.reading()) else { return };
        let mut problems = Vec::new();
        if let Some(plan) = Plan::of(&table, file, &self.names, &mut problems) {
            match read_rows(&table, file, &plan, &self.names, self.variables) {
                Ok(parts) => self.take(&table, file, &plan, parts, &mut problems),
                Err(refusal) => problems.push(*refusal),
            }
        }
        self.diagnostics.append(&mut problems);
        self.remember(table);
    }

    /// Takes the parts of a table in order: numbers their units, gathers their faults.
    fn take(
        &mut self,
        table: &Table,
        file: &DataFile,
        plan: &Plan<'_>,
        parts: Vec<Part>,
        problems: &mut Vec<Diagnostic>,
    ) {
        let mut faults = Faults::default();
        let mut blocks = Vec::new();
        let column = keys::column_number(plan.unit);
        for (units, part_faults, part) in parts {
            faults.append(part_faults);
            let numbers: Vec<u32> =
                units.first.iter().map(|(id, row)| self.unit(id, *row, column, problems, table)).collect();
            for mut block in part {
                for (unit, _) in &mut block.rows {
                    *unit = numbers.get(*unit as usize).copied().unwrap_or(u32::MAX);
                }
                blocks.push(block);
            }
        }
        if blocks.iter().all(|block| block.rows.is_empty()) && problems.is_empty() && faults.is_empty() {
            problems.push(no_rows(table));
        }
        let about = |id: &str| self.subject(id, plan);
        problems.extend(faults.diagnostics(&table.place(), |column| table.heading(column), about));
        let source = u16::try_from(self.sources.len()).unwrap_or(u16::MAX);
        self.contributions.push(Contribution { source, wide: file.layout == Layout::Wide, blocks });
    }

    /// The number of a unit in the panel; [`u32::MAX`] when the register has not got it.
    fn unit(
        &mut self,
        id: &str,
        row: u32,
        column: u16,
        problems: &mut Vec<Diagnostic>,
        table: &Table,
    ) -> u32 {
        let id = normalised(self.register.kind(), id);
        if let Some(&number) = self.register.numbers.get(&id) {
            return number;
        }
        if self.closed {
            let source = self.sources.len();
            if self.register_read {
                self.unknown.push(Unknown { id, source, row, column });
            }
            return u32::MAX;
        }
        if TOTALS.contains(&id.to_lowercase().as_str()) {
            problems.push(total(table, &id, row, column));
        }
        let number = u32::try_from(self.register.units.len()).unwrap_or(u32::MAX);
        self.first.push((self.sources.len(), row, column));
        self.register.units.push(UnitEntry { id: id.clone(), name: id.clone() });
        self.register.numbers.insert(id, number);
        number
    }

    fn subject(&self, about: &str, plan: &Plan<'_>) -> Option<Subject> {
        let Some(variable) = self.variables.variable(about) else {
            let near =
                self.names.near(about).filter(|near| !about.is_empty() && *near != about).map(str::to_owned);
            return near.map(|near| Subject { near: Some(near), ..Subject::default() });
        };
        let gauge = match &plan.values {
            Values::Wide(columns) => {
                columns.iter().map(|(_, gauge)| gauge).find(|g| g.variable().id.as_str() == about)
            }
            Values::Long { .. } => None,
        };
        let measure = gauge.map_or_else(|| variable.measure_text(), |gauge| gauge.measure());
        Some(Subject::of(variable, measure))
    }

    /// One note for all ids that differ only in letters, width or leading zeros: without a register each is a unit of its own.
    fn alike(&self) -> Option<Diagnostic> {
        let ids = self.register.units.iter().take(self.first.len()).map(|unit| unit.id.as_str());
        let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, id) in ids.enumerate() {
            let folded = fold(id);
            let numeric = folded.bytes().all(|byte| byte.is_ascii_digit());
            let key = if numeric { folded.trim_start_matches('0').to_owned() } else { folded };
            kinds.entry(key).or_default().push(at);
        }
        let mut alike: Vec<Vec<usize>> = kinds.into_values().filter(|units| units.len() > 1).collect();
        alike.sort();
        let shown = |units: &[usize], comma: &str| {
            units.iter().map(|&at| self.register.units[at].id.as_str()).collect::<Vec<_>>().join(comma)
        };
        let first = alike.first()?;
        let count = alike.len() as u64;
        let (mut zh, mut en) = (
            format!("标识 {} 只差大小写、全半角或前导零，却算作不同单元", shown(first, "、")),
            format!(
                "the ids {} differ only in case, width or leading zeros, but count as different units",
                shown(first, ", ")
            ),
        );
        if count > 1 {
            zh += &format!("（这样的标识共 {} 组）", grouped(count));
            en += &format!(" ({} such groups)", grouped(count));
        }
        let note = Diagnostic::new(Severity::Note, "dat075", zh, en).hint(
            "若是同一单元，统一写法；Excel 会去掉前导零，标识列要存为文本",
            "if they are one unit, write it in one way; Excel drops leading zeros, so store ids as text",
        );
        let places = alike.iter().take(LISTED).map(|units| {
            let (source, row, column) = self.first[units[units.len() - 1]];
            let spot = Spot { row, column, text: String::new() };
            let heading =
                |column: u16| self.headings.get(source)?.get(usize::from(column).checked_sub(1)?).cloned();
            (place(&self.sources[source], &spot, heading), Text::new(shown(units, "、"), shown(units, ", ")))
        });
        Some(with_places(note, count, places))
    }

    fn finish(mut self) -> Reading {
        self.diagnostics.extend(unregistered(&self.unknown, &self.sources, &self.headings));
        self.diagnostics.extend(self.alike());
        if self.contributions.is_empty() || any_error(&self.diagnostics) {
            // Repetitions and mixed periods can be told all the same.
            let mut problems = Vec::new();
            let files = Files { sources: &self.sources, headings: &self.headings };
            merge(self.register.units, self.variables, self.contributions, &files, &mut problems);
            self.diagnostics.append(&mut problems);
            return Reading { panel: None, diagnostics: self.diagnostics, files: self.sources };
        }
        let units = std::mem::take(&mut self.register.units);
        let files = Files { sources: &self.sources, headings: &self.headings };
        let mut panel = merge(units, self.variables, self.contributions, &files, &mut self.diagnostics);
        let index = panel.index().clone();
        for (id, attribute) in self.register.attributes(&index) {
            panel.insert_attribute(id, attribute);
        }
        panel.set_sources(self.sources.clone());
        let panel = (!any_error(&self.diagnostics)).then_some(panel);
        Reading { panel, diagnostics: self.diagnostics, files: self.sources }
    }
}

/// Words that head the last row of a table people add up.
const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "total", "sum"];

fn total(table: &Table, id: &str, row: u32, column: u16) -> Diagnostic {
    let spot = Spot { row, column, text: String::new() };
    Diagnostic::warning(
        "dat074",
        format!("“{id}”像是合计行，却会当作一个单元"),
        format!("`{id}` looks like a row of totals, but counts as a unit"),
    )
    .at(table.at(&spot))
    .hint("删去合计行", "delete rows of totals")
}

/// Units, faults and blocks of a part.
type Part = (Units, Faults, Vec<Block>);

fn read_rows(
    table: &Table,
    file: &DataFile,
    plan: &Plan<'_>,
    names: &Names<'_>,
    variables: &Variables,
) -> Result<Vec<Part>, Refusal> {
    let width = table.headings.len();
    match &plan.values {
        Values::Wide(columns) => {
            let number = |id: &str| variables.number(id).unwrap_or(usize::MAX);
            let numbers: Vec<usize> = columns.iter().map(|(_, g)| number(g.variable().id.as_str())).collect();
            let parts = table.read(|rows| WideRows::new(plan, columns, &numbers, width, rows))?;
            Ok(parts.into_iter().map(WideRows::finish).collect())
        }
        &Values::Long { variable, value, status, measure } => {
            let columns = LongColumns { variable, value, status, measure };
            let reader = LongReader { names, file, variables, commas: table.commas() };
            let parts = table.read(|_| LongRows::new(plan, columns, &reader, width))?;
            Ok(parts.into_iter().map(LongRows::finish).collect())
        }
    }
}

/// One diagnostic for all units that the register has not got.
fn unregistered(unknown: &[Unknown], sources: &[Source], headings: &[Vec<String>]) -> Option<Diagnostic> {
    let mut seen: HashSet<&str> = HashSet::new();
    let first: Vec<&Unknown> = unknown.iter().filter(|u| seen.insert(u.id.as_str())).collect();
    let id = &first.first()?.id;
    let count = first.len() as u64;
    let (mut zh, mut en) = (format!("名录里没有 {id}"), format!("{id} is not in the register"));
    if count > 1 {
        zh += &format!("（数据里这样的单元共 {} 个）", grouped(count));
        en += &format!(" ({} such units in the data)", grouped(count));
    }
    let diagnostic = Diagnostic::error("dat073", zh, en).hint(
        "核对标识；确实要评价的，补进名录",
        "check the id; if the unit is to be scored, add it to the register",
    );
    let places = first.iter().take(LISTED).map(|unit| {
        let spot = Spot { row: unit.row, column: unit.column, text: String::new() };
        let heading = |column: u16| {
            let columns = headings.get(unit.source)?;
            columns.get(usize::from(column).checked_sub(1)?).cloned()
        };
        (place(&sources[unit.source], &spot, heading), Text::same(unit.id.clone()))
    });
    Some(with_places(diagnostic, count, places))
}
