use std::collections::{BTreeMap, HashMap};

use super::fault::{Fault, Faults, Spot, grouped, with_places};
use super::format::{IdKind, RegisterFile};
use super::heading::{NAME_WORDS, UNIT_WORDS, column_of, missing_column};
use super::keys::column_number;
use super::raw::{Raw, Record};
use super::table::{Rows, Table};
use super::uscc;
use crate::diagnostic::{Diagnostic, nearest};
use crate::panel::folding::{fold, half_width};
use crate::panel::{Attribute, AttributeSpec, Index, UnitEntry, Variables};
use crate::vocab::{Id, Period, Text};

/// The units there are, and their attributes.
#[derive(Debug, Default)]
pub(super) struct Register {
    pub(super) units: Vec<UnitEntry>,
    pub(super) numbers: HashMap<String, u32>,
    kind: IdKind,
    attributes: Vec<Values>,
}

/// The values of an attribute as read.
#[derive(Debug)]
struct Values {
    id: Id,
    /// Unit, period (`None`: at all times), value; a value of `None` is unknown.
    cells: Vec<(u32, Option<Period>, Option<String>)>,
}

/// What is read of a register: a column of ids, perhaps of names and periods, and of attributes.
struct Columns<'v> {
    id: usize,
    name: Option<usize>,
    period: Option<usize>,
    attributes: Vec<(usize, &'v AttributeSpec)>,
}

/// The id as it is compared: surplus spaces gone, a 统一社会信用代码 half-width and in capitals.
pub(super) fn normalised(kind: IdKind, id: &str) -> String {
    match kind {
        IdKind::Text => id.trim().to_owned(),
        IdKind::Uscc => half_width(id).split_whitespace().collect::<String>().to_ascii_uppercase(),
    }
}

impl Register {
    pub(super) fn kind(&self) -> IdKind {
        self.kind
    }

    /// Reads a register from its table, reporting every problem. `None` when its rows cannot be told apart.
    pub(super) fn of(
        table: &Table,
        file: &RegisterFile,
        variables: &Variables,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Register> {
        let columns = columns(table, file, variables, diagnostics)?;
        let parts = match table.read(|_| Lines {
            columns: &columns,
            width: table.headings.len(),
            lines: Vec::new(),
            faults: Faults::default(),
        }) {
            Ok(parts) => parts,
            Err(refusal) => {
                diagnostics.push(*refusal);
                return None;
            }
        };
        let mut faults = Faults::default();
        let mut lines = Vec::new();
        for part in parts {
            faults.append(part.faults);
            lines.extend(part.lines);
        }
        if lines.is_empty() && faults.is_empty() {
            diagnostics.push(no_rows(table));
        }
        let mut builder = Builder::new(table, &columns, file.id_kind);
        for line in &lines {
            builder.add(line);
        }
        diagnostics.extend(faults.diagnostics(&table.place(), |column| table.heading(column), |_| None));
        Some(builder.finish(diagnostics))
    }

    /// The attributes for the rows of an index.
    pub(super) fn attributes(&self, index: &Index) -> Vec<(Id, Attribute)> {
        self.attributes.iter().map(|values| (values.id.clone(), values.over(index))).collect()
    }
}

impl Values {
    fn over(&self, index: &Index) -> Attribute {
        let mut values: Vec<String> = self.cells.iter().filter_map(|(.., value)| value.clone()).collect();
        values.sort_unstable();
        values.dedup();
        let code = |value: &Option<String>| {
            let at = value.as_ref().and_then(|value| values.binary_search(value).ok());
            at.and_then(|at| u32::try_from(at).ok()).unwrap_or(Attribute::UNKNOWN)
        };
        let mut always = vec![Attribute::UNKNOWN; index.units().len()];
        let mut dated: BTreeMap<(u32, Period), u32> = BTreeMap::new();
        for (unit, period, value) in &self.cells {
            match period {
                Some(period) => {
                    dated.insert((*unit, *period), code(value));
                }
                None => always[*unit as usize] = code(value),
            }
        }
        let of_row = |row: &crate::panel::Row| match dated.get(&(row.unit, row.period)) {
            Some(code) => *code,
            None => always.get(row.unit as usize).copied().unwrap_or(Attribute::UNKNOWN),
        };
        let codes = index.rows().iter().map(of_row).collect();
        Attribute { values, codes }
    }
}

fn columns<'v>(
    table: &Table,
    file: &RegisterFile,
    variables: &'v Variables,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Columns<'v>> {
    let headings = &table.headings;
    let id = column_of(headings, file.id.as_deref(), UNIT_WORDS);
    if id.is_none() {
        diagnostics.push(missing_column(table, "id", file.id.as_deref(), UNIT_WORDS));
    }
    let mut optional = |key, written: Option<&str>, words: &[&str]| {
        let found = column_of(headings, written, words);
        if found.is_none() && written.is_some() {
            diagnostics.push(missing_column(table, key, written, words));
        }
        found
    };
    let name = optional("name", file.name.as_deref(), NAME_WORDS);
    let period = match &file.period {
        Some(period) => optional("period", Some(period), &[]),
        None => None,
    };
    let mut attributes = Vec::new();
    for spec in variables.attributes() {
        let written = file.attributes.get(spec.id.as_str()).map(String::as_str);
        let words = [spec.id.as_str(), &spec.name.zh, &spec.name.en];
        match column_of(headings, written, &words) {
            Some(column) => attributes.push((column, spec)),
            None => diagnostics.push(missing_attribute(table, spec, written)),
        }
    }
    for id in file.attributes.keys().filter(|id| variables.attribute(id).is_none()) {
        let diagnostic = Diagnostic::error(
            "dat085",
            format!("attributes 里写了 `{id}`，变量表里没有这个属性"),
            format!("`attributes` names `{id}`, which is no declared attribute"),
        )
        .at(table.at_header());
        let near = nearest(id, variables.attributes().iter().map(|a| a.id.as_str()));
        diagnostics.push(match near {
            Some(near) => diagnostic.hint(format!("是不是 `{near}`？"), format!("did you mean `{near}`?")),
            None => diagnostic.hint(
                "在变量表里用 [[attribute]] 声明它",
                "declare it as [[attribute]] in the variables file",
            ),
        });
    }
    Some(Columns { id: id?, name, period, attributes })
}

fn missing_attribute(table: &Table, spec: &AttributeSpec, written: Option<&str>) -> Diagnostic {
    let (id, name) = (&spec.id, &spec.name);
    let severity = if written.is_some() {
        crate::diagnostic::Severity::Error
    } else {
        crate::diagnostic::Severity::Warning
    };
    let (zh, en) = match written {
        Some(heading) => (
            format!("attributes 说属性 `{id}` 在“{heading}”列，名录没有这一列"),
            format!("`attributes` has attribute `{id}` in column `{heading}`, which the register has not"),
        ),
        None => (
            format!("名录没有属性“{}”这一列，它对所有单元都是未知", name.zh),
            format!("the register has no column for attribute `{id}`; it is unknown for every unit"),
        ),
    };
    Diagnostic::new(severity, "dat083", zh, en).at(table.at_header()).hint(
        format!("写 attributes = {{ {id} = \"标题\" }}"),
        format!("write attributes = {{ {id} = \"heading\" }}"),
    )
}

/// A row of a register, as text.
struct Line {
    row: u32,
    id: String,
    name: String,
    period: Option<Period>,
    attributes: Vec<String>,
}

struct Lines<'c> {
    columns: &'c Columns<'c>,
    width: usize,
    lines: Vec<Line>,
    faults: Faults,
}

impl Rows for Lines<'_> {
    fn row<R: Record>(&mut self, row: u32, record: &R) {
        let width = record.width().unwrap_or(self.width);
        if (0..width.max(self.width)).all(|column| record.get(column).is_blank()) {
            return;
        }
        let surplus = (self.width..width).any(|column| !record.get(column).is_blank());
        if width < self.width || surplus {
            self.faults.add(Fault::RowWidth, "", row, 0, &format!("{width} / {}", self.width));
            return;
        }
        let id = record.get(self.columns.id);
        if id.is_blank() || id.lost_digits() {
            let fault = if id.is_blank() { Fault::NoUnit } else { Fault::LostDigits };
            self.faults.add(fault, "", row, column_number(self.columns.id), &id.text());
            return;
        }
        let period = match self.columns.period {
            None => None,
            Some(column) => match record.get(column).text().parse::<Period>() {
                Ok(period) => Some(period),
                Err(error) => {
                    self.faults.add(Fault::BadPeriod, "", row, column_number(column), &error.given);
                    return;
                }
            },
        };
        let text = |raw: Raw<'_>| raw.text().trim().to_owned();
        let name = self.columns.name.map_or_else(String::new, |column| text(record.get(column)));
        let attributes =
            self.columns.attributes.iter().map(|(column, _)| text(record.get(*column))).collect();
        self.lines.push(Line { row, id: text(id), name, period, attributes });
    }
}

struct Builder<'t> {
    table: &'t Table,
    columns: &'t Columns<'t>,
    register: Register,
    /// First row of each unit, or of each unit and period.
    rows: HashMap<(u32, Option<Period>), u32>,
    duplicates: Vec<(String, u32, u32)>,
    wrong_ids: Vec<(Spot, Text)>,
    /// Column and unlisted value.
    unlisted: BTreeMap<(usize, String), Vec<Spot>>,
}

impl<'t> Builder<'t> {
    fn new(table: &'t Table, columns: &'t Columns<'t>, kind: IdKind) -> Self {
        let attributes =
            columns.attributes.iter().map(|(_, spec)| Values { id: spec.id.clone(), cells: Vec::new() });
        let register = Register { kind, attributes: attributes.collect(), ..Register::default() };
        let (rows, duplicates) = (HashMap::new(), Vec::new());
        Builder {
            table,
            columns,
            register,
            rows,
            duplicates,
            wrong_ids: Vec::new(),
            unlisted: BTreeMap::new(),
        }
    }

    fn add(&mut self, line: &Line) {
        let id = normalised(self.register.kind, &line.id);
        if self.register.kind == IdKind::Uscc
            && let Err(why) = uscc::check(&id)
        {
            let spot = Spot { row: line.row, column: column_number(self.columns.id), text: line.id.clone() };
            self.wrong_ids.push((spot, why));
        }
        let number = self.unit(&id, &line.name);
        if let Some(&first) = self.rows.get(&(number, line.period)) {
            self.duplicates.push((id, first, line.row));
            return;
        }
        self.rows.insert((number, line.period), line.row);
        for (at, (column, spec)) in self.columns.attributes.iter().enumerate() {
            let text = line.attributes[at].as_str();
            let value = if text.is_empty() { None } else { spec.value(text).map(str::to_owned) };
            if value.is_none() && !text.is_empty() {
                let spot = Spot { row: line.row, column: column_number(*column), text: text.to_owned() };
                self.unlisted.entry((at, text.to_owned())).or_default().push(spot);
            }
            self.register.attributes[at].cells.push((number, line.period, value));
        }
    }

    /// The number of a unit; the last name given counts, as rows run from old to new.
    fn unit(&mut self, id: &str, name: &str) -> u32 {
        if let Some(&number) = self.register.numbers.get(id) {
            if !name.is_empty() {
                name.clone_into(&mut self.register.units[number as usize].name);
            }
            return number;
        }
        let number = u32::try_from(self.register.units.len()).unwrap_or(u32::MAX);
        self.register.numbers.insert(id.to_owned(), number);
        let name = if name.is_empty() { id } else { name };
        self.register.units.push(UnitEntry { id: id.to_owned(), name: name.to_owned() });
        number
    }

    fn finish(self, diagnostics: &mut Vec<Diagnostic>) -> Register {
        let table = self.table;
        if let Some((spot, why)) = self.wrong_ids.first() {
            let count = self.wrong_ids.len() as u64;
            let (mut zh, mut en) = (
                format!("统一社会信用代码 {} 不对：{}", spot.text, why.zh),
                format!("{} is no valid unified social credit code: {}", spot.text, why.en),
            );
            if count > 1 {
                zh += &format!("（同类共 {} 处）", grouped(count));
                en += &format!(" ({} such places)", grouped(count));
            }
            let places = self.wrong_ids.iter().take(super::fault::LISTED).map(|(spot, why)| {
                let word =
                    Text::new(format!("{}：{}", spot.text, why.zh), format!("{}: {}", spot.text, why.en));
                (table.at(spot), word)
            });
            let diagnostic = Diagnostic::error("dat080", zh, en).hint(
                "到登记机关的公示系统核对代码；不是这种代码的，写 id_kind = \"text\"",
                "look the code up with the registration authority; if ids are of another kind, write id_kind = \"text\"",
            );
            diagnostics.push(with_places(diagnostic, count, places));
        }
        if let Some(diagnostic) = self.duplicate_units() {
            diagnostics.push(diagnostic);
        }
        for ((at, text), spots) in &self.unlisted {
            diagnostics.push(unlisted(table, self.columns.attributes[*at].1, text, spots));
        }
        self.register
    }

    fn duplicate_units(&self) -> Option<Diagnostic> {
        let (id, ..) = self.duplicates.first()?;
        let count = self.duplicates.len() as u64;
        let (mut zh, mut en) =
            (format!("{id} 在名录里出现了两次"), format!("{id} stands in the register twice"));
        if count > 1 {
            zh += &format!("（同类共 {} 处）", grouped(count));
            en += &format!(" ({} such places)", grouped(count));
        }
        let column = column_number(self.columns.id);
        let spot = |row: u32| Spot { row, column, text: String::new() };
        let places = self.duplicates.iter().take(super::fault::LISTED / 2).flat_map(|(id, first, second)| {
            let word = Text::new(format!("{id} 第一次在这里"), format!("{id} stands here first"));
            let again = Text::new(format!("{id} 又一次"), format!("{id} once more"));
            [(self.table.at(&spot(*second)), again), (self.table.at(&spot(*first)), word)]
        });
        let diagnostic = Diagnostic::error("dat081", zh, en).hint(
            "删去多余的一行；属性随年份变化的，用 period 指明期间列",
            "delete one of the rows; when attributes change by period, name the column of periods with `period`",
        );
        let rest = count.saturating_sub(super::fault::LISTED as u64 / 2);
        let listed = 2 * (count - rest);
        Some(with_places(diagnostic, listed + rest, places))
    }
}

fn unlisted(table: &Table, spec: &AttributeSpec, text: &str, spots: &[Spot]) -> Diagnostic {
    let values = spec.values.as_deref().unwrap_or_default();
    let known = values.iter().flat_map(|(id, name)| [id.as_str(), &name.zh, &name.en]);
    let near = nearest(text, known.clone()).or_else(|| {
        let folded = fold(text);
        known.clone().find(|name| fold(name) == folded)
    });
    let count = spots.len() as u64;
    let (zh_count, en_count) = if count > 1 {
        (format!("（共 {} 处）", grouped(count)), format!(" ({} places)", grouped(count)))
    } else {
        Default::default()
    };
    let diagnostic = Diagnostic::error(
        "dat082",
        format!("“{text}”不是属性“{}”的取值{zh_count}", spec.name.zh),
        format!("`{text}` is no value of attribute `{}`{en_count}", spec.id),
    );
    let diagnostic = match near {
        Some(near) => diagnostic.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => {
            let ids: Vec<&str> = values.iter().take(20).map(|(id, _)| id.as_str()).collect();
            let dots = if values.len() > ids.len() { ", …" } else { "" };
            diagnostic
                .hint(format!("可用：{}{dots}", ids.join("、")), format!("allowed: {}{dots}", ids.join(", ")))
        }
    };
    let places = spots
        .iter()
        .take(super::fault::LISTED)
        .map(|spot| (table.at(spot), Text::new(format!("“{text}”"), format!("`{text}`"))));
    with_places(diagnostic, count, places)
}

pub(super) fn no_rows(table: &Table) -> Diagnostic {
    Diagnostic::error("dat014", "只有标题，没有数据行", "there are headings, but no rows below them")
        .at(table.at_header())
        .hint("核对是不是导出了空表", "check whether an empty table was exported")
}
