use std::collections::BTreeMap;

use super::fault::Fault;
use super::format::{Binding, DataFile, Layout};
use super::number::Gauge;
use super::table::Table;
use crate::diagnostic::{Diagnostic, nearest};
use crate::panel::Variables;
use crate::panel::folding::{fold, half_width};
use crate::vocab::{Period, Text};

/// Headings a column of ids is known by.
pub(super) const UNIT_WORDS: &[&str] = &["id", "unit", "单位", "标识", "统一社会信用代码"];
/// Headings a column of names is known by.
pub(super) const NAME_WORDS: &[&str] = &["name", "名称", "单位名称", "企业名称"];
const PERIOD_WORDS: &[&str] = &["period", "year", "期间", "时期", "年", "年份", "年度"];
const VARIABLE_WORDS: &[&str] = &["variable", "变量", "指标"];
const VALUE_WORDS: &[&str] = &["value", "数值", "值"];
const STATUS_WORDS: &[&str] = &["status", "状态"];
const MEASURE_WORDS: &[&str] = &["measure", "计量单位"];

/// What the columns of a data file hold. Columns count from 0.
pub(super) struct Plan<'a> {
    pub(super) unit: usize,
    pub(super) period: PeriodFrom,
    pub(super) values: Values<'a>,
    /// Columns without a heading, which must be empty.
    pub(super) unheaded: Vec<usize>,
}

pub(super) enum PeriodFrom {
    Column(usize),
    Fixed(Period),
}

pub(super) enum Values<'a> {
    Wide(Vec<(usize, Gauge<'a>)>),
    Long { variable: usize, value: usize, status: Option<usize>, measure: Option<usize> },
}

/// Names variables are known by.
pub(super) struct Names<'a> {
    variables: &'a Variables,
    by_name: BTreeMap<String, Vec<usize>>,
}

/// What a heading, or a text in the column of variables, means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A variable by number, and the unit in brackets behind its name.
    Variable(usize, Option<String>),
    /// Left alone on purpose.
    Ignored,
    /// A name of several variables.
    Several(Vec<usize>),
    /// A binding to a variable nobody declared.
    Undeclared(String),
    Unknown,
}

impl<'a> Names<'a> {
    pub(super) fn new(variables: &'a Variables) -> Self {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, variable) in variables.variables().iter().enumerate() {
            let names = [variable.id.as_str(), &variable.name.zh, &variable.name.en];
            for name in names.into_iter().chain(variable.aliases.iter().map(String::as_str)) {
                let numbers = by_name.entry(fold(name)).or_default();
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
        }
        by_name.remove("");
        Names { variables, by_name }
    }

    /// The meaning of a text: by the bindings of the file, then as a name, then as a name with a unit in brackets.
    pub(super) fn meaning(&self, text: &str, file: &DataFile) -> Meaning {
        let folded = fold(text);
        if file.ignore.iter().any(|ignored| fold(ignored) == folded) {
            return Meaning::Ignored;
        }
        if let Some((_, binding)) = file.columns.iter().find(|(key, _)| fold(key) == folded) {
            return self.bound(binding, text);
        }
        if let Some(numbers) = self.by_name.get(&folded) {
            return one_of(numbers, None);
        }
        if let Some((name, measure)) = split_measure(text)
            && let Some(numbers) = self.by_name.get(&fold(&name))
        {
            return one_of(numbers, Some(measure));
        }
        Meaning::Unknown
    }

    fn bound(&self, binding: &Binding, text: &str) -> Meaning {
        let Some(number) = self.variables.number(&binding.variable) else {
            return Meaning::Undeclared(binding.variable.clone());
        };
        let in_brackets = || {
            let (_, measure) = split_measure(text)?;
            let known = self.variables.measures().parse(&measure).is_ok();
            let wanted = self.variables.variables()[number].measure.is_some();
            (known && wanted).then_some(measure)
        };
        Meaning::Variable(number, binding.measure.clone().or_else(in_brackets))
    }

    /// A known name near to a text.
    pub(super) fn near(&self, text: &str) -> Option<&str> {
        let name = split_measure(text).map_or_else(|| fold(text), |(name, _)| fold(&name));
        nearest(&name, self.by_name.keys().map(String::as_str))
    }
}

fn one_of(numbers: &[usize], measure: Option<String>) -> Meaning {
    match numbers {
        [number] => Meaning::Variable(*number, measure),
        several => Meaning::Several(several.to_vec()),
    }
}

/// `营业收入（万元）`, `营业收入[万元]`, `营业收入（单位：万元）` → name and unit.
fn split_measure(heading: &str) -> Option<(String, String)> {
    let heading = half_width(heading);
    let heading = heading.trim();
    let (opening, rest) = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')]
        .iter()
        .find_map(|&(open, close)| heading.strip_suffix(close).map(|rest| (open, rest)))?;
    let (name, measure) = rest.rsplit_once(opening)?;
    let measure = measure.trim();
    let measure = ["单位:", "计量单位:", "unit:"]
        .iter()
        .find_map(|p| measure.strip_prefix(p))
        .unwrap_or(measure)
        .trim();
    let name = name.trim();
    (!name.is_empty() && !measure.is_empty()).then(|| (name.to_owned(), measure.to_owned()))
}

/// The column with one of the words, or with the heading written in the study.
pub(super) fn column_of(headings: &[String], written: Option<&str>, words: &[&str]) -> Option<usize> {
    let find = |word: &str| headings.iter().position(|heading| fold(heading) == fold(word));
    match written {
        Some(written) => find(written),
        None => words.iter().find_map(|word| find(word)),
    }
}

impl<'a> Plan<'a> {
    /// Finds out what every column holds. All problems are reported; there is no plan when rows cannot be told apart.
    pub(super) fn of(
        table: &Table,
        file: &DataFile,
        names: &Names<'a>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Plan<'a>> {
        let mut planner = Planner { table, file, names, used: BTreeMap::new(), diagnostics };
        planner.check_options();
        let unit = planner.role("unit", file.unit.as_deref(), UNIT_WORDS, true);
        let period = planner.period();
        let values = match file.layout {
            Layout::Wide => Some(Values::Wide(planner.wide())),
            Layout::Long => planner.long(),
        };
        let unheaded = (0..table.headings.len()).filter(|&at| table.headings[at].trim().is_empty()).collect();
        Some(Plan { unit: unit?, period: period?, values: values?, unheaded })
    }
}

struct Planner<'t, 'a> {
    table: &'t Table,
    file: &'t DataFile,
    names: &'t Names<'a>,
    /// Columns with a role that is not a variable's.
    used: BTreeMap<usize, &'static str>,
    diagnostics: &'t mut Vec<Diagnostic>,
}

impl<'a> Planner<'_, 'a> {
    fn role(
        &mut self,
        key: &'static str,
        written: Option<&str>,
        words: &[&str],
        required: bool,
    ) -> Option<usize> {
        let headings = &self.table.headings;
        let column = column_of(headings, written, words).filter(|at| !self.used.contains_key(at));
        let Some(column) = column else {
            if required || written.is_some() {
                self.diagnostics.push(missing_column(self.table, key, written, words));
            }
            return None;
        };
        let twin = (column + 1..headings.len()).find(|&at| fold(&headings[at]) == fold(&headings[column]));
        if let Some(twin) = twin {
            self.used.insert(twin, key);
            self.diagnostics.push(twice(self.table, column, twin, &headings[column]));
        }
        self.used.insert(column, key);
        Some(column)
    }

    fn period(&mut self) -> Option<PeriodFrom> {
        if let Some(period) = self.file.fixed_period {
            // Both keys at once were reported; the column is not to be taken for a variable on top.
            if let Some(column) = column_of(&self.table.headings, self.file.period.as_deref(), &[]) {
                self.used.insert(column, "period");
            }
            return Some(PeriodFrom::Fixed(period));
        }
        self.role("period", self.file.period.as_deref(), PERIOD_WORDS, true).map(PeriodFrom::Column)
    }

    fn wide(&mut self) -> Vec<(usize, Gauge<'a>)> {
        let mut columns: Vec<(usize, Gauge<'a>)> = Vec::new();
        let mut first: BTreeMap<usize, usize> = BTreeMap::new();
        for at in 0..self.table.headings.len() {
            let heading = &self.table.headings[at];
            if heading.trim().is_empty() || self.used.contains_key(&at) {
                continue;
            }
            match self.names.meaning(heading, self.file) {
                Meaning::Ignored => {}
                Meaning::Variable(number, measure) => {
                    if let Some(&earlier) = first.get(&number) {
                        let id = self.names.variables.variables()[number].id.as_str();
                        self.diagnostics.push(twice(self.table, earlier, at, id));
                        continue;
                    }
                    first.insert(number, at);
                    if let Some(gauge) = self.gauge(at, number, measure.as_deref()) {
                        columns.push((at, gauge));
                    }
                }
                other => self.diagnostics.push(self.not_understood(at, heading, &other)),
            }
        }
        self.check_bindings();
        if first.is_empty() && self.diagnostics.is_empty() {
            let diagnostic = Diagnostic::error("dat040", "没有一列是变量", "no column holds a variable");
            self.diagnostics.push(diagnostic.at(self.table.at_header()).hint(
                "标题写变量的标识、名称或别名；一行一个数的表，写 layout = \"long\"",
                "head columns by a variable's id, name or alias; for a table with a value a row write layout = \"long\"",
            ));
        }
        columns
    }

    fn gauge(&mut self, at: usize, number: usize, measure: Option<&str>) -> Option<Gauge<'a>> {
        let variables = self.names.variables;
        let variable = &variables.variables()[number];
        match Gauge::new(variable, variables.measures(), measure, self.table.commas()) {
            Ok(gauge) => Some(gauge),
            Err(fault) => {
                let written = measure.unwrap_or_default();
                let diagnostic = unfit_measure(fault, written, variables, number);
                self.diagnostics.push(diagnostic.at(self.table.at_heading(at)));
                None
            }
        }
    }

    fn long(&mut self) -> Option<Values<'a>> {
        let file = self.file;
        let variable = self.role("variable", file.variable.as_deref(), VARIABLE_WORDS, true);
        let value = self.role("value", file.value.as_deref(), VALUE_WORDS, true);
        let status = self.role("status", file.status.as_deref(), STATUS_WORDS, false);
        let measure = self.role("measure", file.measure.as_deref(), MEASURE_WORDS, false);
        for at in 0..self.table.headings.len() {
            let heading = &self.table.headings[at];
            let ignored = || file.ignore.iter().any(|name| fold(name) == fold(heading));
            if heading.trim().is_empty() || self.used.contains_key(&at) || ignored() {
                continue;
            }
            self.diagnostics.push(self.not_understood(at, heading, &Meaning::Unknown));
        }
        for binding in file.columns.values() {
            if self.names.variables.number(&binding.variable).is_none() {
                let diagnostic = undeclared(&binding.variable, self.names.variables);
                self.diagnostics.push(diagnostic.at(self.table.at_header()));
            }
        }
        Some(Values::Long { variable: variable?, value: value?, status, measure })
    }

    /// Keys that have no meaning in the layout, and bindings to headings that are not there.
    fn check_options(&mut self) {
        let file = self.file;
        let long_only = [
            ("variable", &file.variable),
            ("value", &file.value),
            ("status", &file.status),
            ("measure", &file.measure),
        ];
        for (key, _) in
            long_only.iter().filter(|(_, written)| file.layout == Layout::Wide && written.is_some())
        {
            let diagnostic = Diagnostic::error(
                "dat038",
                format!("`{key}` 只用于 layout = \"long\"，这个文件是 wide"),
                format!("`{key}` is for layout = \"long\" only, and this file is wide"),
            )
            .hint(
                "删去它，或改 layout；一列的单位写在 columns 里",
                "remove it, or change `layout`; the unit of a column goes under `columns`",
            );
            self.diagnostics.push(diagnostic.at(self.table.at_header()));
        }
        if file.period.is_some() && file.fixed_period.is_some() {
            let diagnostic = Diagnostic::error(
                "dat038",
                "period 和 fixed_period 只能写一个",
                "`period` and `fixed_period` exclude each other",
            );
            self.diagnostics.push(
                diagnostic
                    .at(self.table.at_header())
                    .hint("文件有期间这一列就写 period", "write `period` where the file has a column for it"),
            );
        }
    }

    fn check_bindings(&mut self) {
        let headings = &self.table.headings;
        for key in self.file.columns.keys() {
            if !headings.iter().any(|heading| fold(heading) == fold(key)) {
                let diagnostic = Diagnostic::error(
                    "dat038",
                    format!("columns 里写了“{key}”，文件没有这一列"),
                    format!("`columns` names `{key}`, but the file has no such heading"),
                );
                self.diagnostics.push(hint_heading(diagnostic, key, headings).at(self.table.at_header()));
            }
        }
    }

    fn not_understood(&self, at: usize, heading: &str, meaning: &Meaning) -> Diagnostic {
        let variables = self.names.variables;
        let diagnostic = match meaning {
            Meaning::Several(numbers) => {
                let ids: Vec<&str> = numbers.iter().map(|&n| variables.variables()[n].id.as_str()).collect();
                Diagnostic::error(
                    "dat033",
                    format!("“{heading}”是几个变量的名称：{}", ids.join("、")),
                    format!("`{heading}` is a name of several variables: {}", ids.join(", ")),
                )
                .hint(
                    "在 study.toml 的 columns 里指明是哪一个",
                    "bind it to one of them under `columns` in the study",
                )
            }
            Meaning::Undeclared(id) => undeclared(id, variables),
            _ => self.unknown(heading),
        };
        diagnostic.at(self.table.at_heading(at))
    }

    fn unknown(&self, heading: &str) -> Diagnostic {
        let folded = fold(heading);
        let attribute = self
            .names
            .variables
            .attributes()
            .iter()
            .find(|a| [a.id.as_str(), &a.name.zh, &a.name.en].iter().any(|name| fold(name) == folded));
        if let Some(attribute) = attribute {
            let id = attribute.id.as_str();
            return Diagnostic::error(
                "dat037",
                format!("“{heading}”是属性 `{id}`；属性只从名录（[register]）读"),
                format!("`{heading}` is the attribute `{id}`; attributes come from the register only"),
            )
            .hint(
                "把这一列放进名录，并在这里列入 ignore",
                "move the column to the register, and list it under `ignore` here",
            );
        }
        let diagnostic = Diagnostic::error(
            "dat032",
            format!("标题“{heading}”不是任何变量的标识、名称或别名"),
            format!("heading `{heading}` is no variable's id, name or alias"),
        );
        match self.names.near(heading) {
            Some(near) => diagnostic.hint(
                format!("是不是“{near}”？用不上的列，写 ignore = [\"{heading}\"]"),
                format!("did you mean `{near}`? leave a column alone with ignore = [\"{heading}\"]"),
            ),
            None => diagnostic.hint(
                format!("在 columns 里指明是哪个变量；用不上的列，写 ignore = [\"{heading}\"]"),
                format!(
                    "bind it to a variable under `columns`, or leave it alone with ignore = [\"{heading}\"]"
                ),
            ),
        }
    }
}

fn hint_heading(diagnostic: Diagnostic, wanted: &str, headings: &[String]) -> Diagnostic {
    let headings: Vec<&str> = headings.iter().map(|h| h.trim()).filter(|h| !h.is_empty()).collect();
    match nearest(wanted, headings.iter().copied()) {
        Some(near) => diagnostic.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => {
            let more = headings.len().saturating_sub(12);
            let shown = &headings[..headings.len() - more];
            let (zh_more, en_more) = if more > 0 {
                (format!("等 {} 列", headings.len()), format!(" and {more} more"))
            } else {
                Default::default()
            };
            diagnostic.hint(
                format!("文件的标题有：{}{zh_more}；标题不在这一行的，写 header_row", shown.join("、")),
                format!(
                    "its headings are: {}{en_more}; if they stand in another row, write `header_row`",
                    shown.join(", ")
                ),
            )
        }
    }
}

/// A column the file must have.
pub(super) fn missing_column(table: &Table, key: &str, written: Option<&str>, words: &[&str]) -> Diagnostic {
    let code = if key == "period" { "dat031" } else { "dat030" };
    let meant = match key {
        "period" => Text::new("期间", "periods"),
        "variable" => Text::new("变量名", "variables"),
        "value" => Text::new("数值", "values"),
        "status" => Text::new("状态", "statuses"),
        "measure" => Text::new("计量单位", "units of measure"),
        "name" => Text::new("名称", "names"),
        _ => Text::new("评价单元标识", "unit ids"),
    };
    let Text { zh, en } = meant;
    match written {
        Some(written) => {
            let diagnostic = Diagnostic::error(
                code,
                format!("{key} = \"{written}\"，文件没有这一列（{zh}）"),
                format!("{key} = \"{written}\", but the file has no such column (for {en})"),
            );
            hint_heading(diagnostic, written, &table.headings).at(table.at_header())
        }
        None => {
            let diagnostic = Diagnostic::error(
                code,
                format!("找不到{zh}这一列；默认认得：{}", words.join("、")),
                format!("there is no column of {en}; known headings: {}", words.join(", ")),
            )
            .at(table.at_header());
            let fixed = key == "period";
            diagnostic.hint(
                format!(
                    "写 {key} = \"标题\"{}",
                    if fixed { "，整个文件同属一期的写 fixed_period = \"2023\"" } else { "" }
                ),
                format!(
                    "write {key} = \"heading\"{}",
                    if fixed {
                        ", or fixed_period = \"2023\" when the whole file is about one period"
                    } else {
                        ""
                    }
                ),
            )
        }
    }
}

fn twice(table: &Table, first: usize, second: usize, what: &str) -> Diagnostic {
    Diagnostic::error("dat034", format!("“{what}”有两列"), format!("two columns hold `{what}`"))
        .at(table.at_heading(second))
        .related(table.at_heading(first), "第一列", "the first")
        .hint(
            "删去一列；标题不同的，可用 ignore 略去一列",
            "remove one; where headings differ, one can be listed under `ignore`",
        )
}

fn undeclared(id: &str, variables: &Variables) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "dat038",
        format!("columns 指向变量 `{id}`，变量表里没有"),
        format!("`columns` binds to variable `{id}`, which is not declared"),
    );
    match nearest(id, variables.variables().iter().map(|v| v.id.as_str())) {
        Some(near) => diagnostic.hint(format!("是不是 `{near}`？"), format!("did you mean `{near}`?")),
        None => diagnostic.hint("在变量表里声明它", "declare it in the variables file"),
    }
}

fn unfit_measure(fault: Fault, written: &str, variables: &Variables, number: usize) -> Diagnostic {
    let variable = &variables.variables()[number];
    let (name, id) = (&variable.name, &variable.id);
    let own = variable.measure_text().unwrap_or_default();
    match fault {
        Fault::OtherDimension => Diagnostic::error(
            "dat035",
            format!("这一列的单位是“{written}”，变量“{}”的单位是“{own}”，不能换算", name.zh),
            format!("the column is in `{written}`, variable `{id}` in `{own}`: the units do not mix"),
        )
        .hint(
            "核对是不是指错了变量或写错了单位",
            "check that the column is bound to the right variable and its unit is right",
        ),
        Fault::NoMeasure => Diagnostic::error(
            "dat039",
            format!("这一列的单位是“{written}”，但变量“{}”没有声明计量单位", name.zh),
            format!("the column is in `{written}`, but variable `{id}` declares no measure"),
        )
        .hint(
            format!("在变量表里写 measure = \"{written}\"，或把整个标题列入 aliases"),
            format!("write measure = \"{written}\" in the variables file, or list the whole heading under `aliases`"),
        ),
        _ => {
            let near = variables.measures().parse(written).err().and_then(|error| error.nearest);
            let diagnostic = Diagnostic::error(
                "dat036",
                format!("“{written}”不是认得的计量单位；变量“{}”的单位是“{own}”", name.zh),
                format!("`{written}` is no known unit of measure; variable `{id}` is in `{own}`"),
            );
            match near {
                Some(near) => diagnostic.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => diagnostic.hint(
                    "在 columns 里指明变量和 measure；括号里不是单位的，可把整个标题列入 aliases",
                    "bind the heading under `columns` with its `measure`; where the brackets hold no unit, list it under `aliases`",
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_in_brackets_is_told_from_the_name() {
        for (heading, name, measure) in [
            ("营业收入（万元）", "营业收入", "万元"),
            ("营业收入 (万元) ", "营业收入", "万元"),
            ("营业收入[万元]", "营业收入", "万元"),
            ("营业收入【单位：万元】", "营业收入", "万元"),
            ("Net sales (EUR million)", "Net sales", "EUR million"),
            ("利润(合并)(亿元)", "利润(合并)", "亿元"),
        ] {
            assert_eq!(split_measure(heading), Some((name.to_owned(), measure.to_owned())), "{heading}");
        }
        for heading in ["营业收入", "(万元)", "营业收入()", "a)b"] {
            assert_eq!(split_measure(heading), None, "{heading}");
        }
    }
}
