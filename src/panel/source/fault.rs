use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::panel::{Source, Variable};
use crate::vocab::Text;

/// What can be wrong with a cell or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    // Rows.
    RowWidth,
    NoUnit,
    LostDigits,
    BadPeriod,
    // Cells of values.
    NotANumber,
    DecimalComma,
    Word,
    UnknownMeasure,
    OtherDimension,
    NoMeasure,
    TooLarge,
    Date,
    Flag,
    Formula,
    OutOfRange,
    // The long layout.
    UnknownVariable,
    UnknownStatus,
    StatusAndValue,
    ObservedWithoutValue,
    // Columns without a heading.
    Unheaded,
}

/// How many places of a kind are listed; the rest is counted.
pub(super) const LISTED: usize = 20;

/// From here on problems of one kind and column are one, whatever they are about.
const MOST_KINDS: usize = 200;

/// A cell, and what stood there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) row: u32,
    /// 1-based; 0 for the whole row.
    pub(super) column: u16,
    pub(super) text: String,
}

/// The places of one kind of problem: all are counted, the first are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Spots {
    pub(super) count: u64,
    pub(super) first: Vec<Spot>,
}

impl Spots {
    pub(super) fn add(&mut self, row: u32, column: u16, text: &str) {
        self.count += 1;
        if self.first.len() < LISTED {
            self.first.push(Spot { row, column, text: excerpt(text) });
        }
    }

    fn append(&mut self, later: Spots) {
        self.count += later.count;
        let room = LISTED.saturating_sub(self.first.len());
        self.first.extend(later.first.into_iter().take(room));
    }
}

/// All problems of the cells of a table, by kind, column and what they are about: a variable's id, or an unknown name.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    kinds: BTreeMap<(Fault, u16, String), Spots>,
}

/// What a column holds, for messages.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) name: Text,
    /// What was expected: a number in 亿元, or one of the codes.
    pub(super) expected: Text,
    /// The range declared, for [`Fault::OutOfRange`].
    pub(super) range: Text,
    /// A known name near to an unknown one.
    pub(super) near: Option<String>,
}

impl Default for Subject {
    fn default() -> Self {
        let expected = Text::new("数值", "a number");
        Subject { name: Text::default(), expected, range: Text::default(), near: None }
    }
}

impl Subject {
    /// A variable whose column is in the unit `measure`.
    pub(super) fn of(variable: &Variable, measure: Option<&str>) -> Self {
        let own = variable.measure_text().unwrap_or_default();
        let (mut zh, mut en) = match measure.filter(|measure| *measure != "1") {
            Some(measure) => (format!("以“{measure}”计的数值"), format!("a number in `{measure}`")),
            None => ("数值".to_owned(), "a number".to_owned()),
        };
        if !variable.codes.is_empty() {
            let codes: Vec<&str> = variable.codes.keys().take(12).map(String::as_str).collect();
            let dots = if variable.codes.len() > codes.len() { ", …" } else { "" };
            zh += &format!("，也不是代码 {}{dots}", codes.join("、"));
            en += &format!(", or one of the codes {}{dots}", codes.join(", "));
        }
        let end = |end: Option<f64>| end.map_or_else(|| "…".to_owned(), |end| end.to_string());
        let range = format!("{} – {} {own}", end(variable.range.min), end(variable.range.max));
        Subject {
            name: Text::new(variable.name.zh.clone(), variable.id.as_str()),
            expected: Text::new(zh, en),
            range: Text::same(range.trim()),
            near: None,
        }
    }
}

impl Faults {
    /// Adds a place; `column` is 1-based, 0 for the whole row.
    pub(super) fn add(&mut self, fault: Fault, about: &str, row: u32, column: u16, text: &str) {
        // A column of prose would make a kind of every cell.
        let about = if self.kinds.len() < MOST_KINDS { excerpt(about) } else { String::new() };
        self.kinds.entry((fault, column, about)).or_default().add(row, column, text);
    }

    /// Adds those of a later part of the same table.
    pub(super) fn append(&mut self, later: Faults) {
        for (key, spots) in later.kinds {
            self.kinds.entry(key).or_default().append(spots);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// One diagnostic a kind and column, in order of kind.
    pub(super) fn diagnostics(
        self,
        source: &Source,
        heading: impl Fn(u16) -> Option<String>,
        subject: impl Fn(&str) -> Option<Subject>,
    ) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for ((fault, _, about), spots) in self.kinds {
            let places: Vec<Place> = spots.first.iter().map(|spot| place(source, spot, &heading)).collect();
            diagnostics.push(diagnostic(fault, &spots, places, subject(&about)));
        }
        diagnostics
    }
}

pub(super) fn place(source: &Source, spot: &Spot, heading: impl Fn(u16) -> Option<String>) -> Place {
    Place::Cell {
        file: source.file.clone(),
        sheet: source.sheet.clone(),
        row: spot.row,
        column: u32::from(spot.column),
        heading: heading(spot.column),
    }
}

/// At most 40 characters of a text, on one line.
pub(super) fn excerpt(text: &str) -> String {
    let mut short: String =
        text.chars().take(40).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

/// `1234567` as `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Lists further places under a diagnostic, each with what stood there, and says how many are not listed.
pub(super) fn with_places(
    mut diagnostic: Diagnostic,
    count: u64,
    places: impl IntoIterator<Item = (Place, Text)>,
) -> Diagnostic {
    let mut places = places.into_iter();
    let Some((first, _)) = places.next() else { return diagnostic };
    diagnostic = diagnostic.at(first);
    diagnostic.related.extend(places);
    let listed = diagnostic.related.len() as u64 + 1;
    if count > listed
        && let Some((_, last)) = diagnostic.related.last_mut()
    {
        let rest = grouped(count - listed);
        last.zh += &format!("；另有 {rest} 处未列出");
        last.en += &format!("; and {rest} more");
    }
    diagnostic
}

fn diagnostic(fault: Fault, spots: &Spots, places: Vec<Place>, subject: Option<Subject>) -> Diagnostic {
    let subject = subject.unwrap_or_default();
    let first = spots.first.first().map_or("", |spot| spot.text.as_str());
    let Wording { severity, code, zh, en, mut hint } = wording(fault, first, &subject);
    if let Some(near) = &subject.near {
        let said = hint.take().unwrap_or_default();
        hint = Some(Text::new(
            format!("是不是“{near}”？否则{}", said.zh),
            format!("did you mean `{near}`? if not, {}", said.en),
        ));
    }
    let (mut zh, mut en) = (zh, en);
    if spots.count > 1 {
        let count = grouped(spots.count);
        zh += &format!("（同类共 {count} 处）");
        en += &format!(" ({count} such places)");
    }
    let diagnostic = Diagnostic { hint, ..Diagnostic::new(severity, code, zh, en) };
    let words = spots.first.iter().map(|spot| {
        if spot.text.is_empty() {
            Text::new("空", "empty")
        } else {
            Text::new(format!("“{}”", spot.text), format!("`{}`", spot.text))
        }
    });
    with_places(diagnostic, spots.count, places.into_iter().zip(words))
}

struct Wording {
    severity: Severity,
    code: &'static str,
    zh: String,
    en: String,
    hint: Option<Text>,
}

fn wording(fault: Fault, first: &str, subject: &Subject) -> Wording {
    let about_row = matches!(
        fault,
        Fault::RowWidth
            | Fault::NoUnit
            | Fault::LostDigits
            | Fault::BadPeriod
            | Fault::UnknownVariable
            | Fault::UnknownStatus
            | Fault::Unheaded
    );
    let (code, zh, en, hint) = if about_row { of_row(fault, first) } else { of_cell(fault, first, subject) };
    let warning = matches!(fault, Fault::Formula | Fault::OutOfRange);
    let severity = if warning { Severity::Warning } else { Severity::Error };
    Wording { severity, code, zh, en, hint: Some(hint) }
}

type Words = (&'static str, String, String, Text);

fn of_row(fault: Fault, first: &str) -> Words {
    match fault {
        Fault::RowWidth => (
            "dat061",
            format!("这一行的单元格数与标题行不一致：{first}"),
            format!("the row has not as many cells as there are headings: {first}"),
            Text::new(
                "数值里有分隔符（如 1,234）的要加英文双引号，或去掉千分位",
                "put numbers that contain the delimiter (such as 1,234) in double quotes, or leave out thousands separators",
            ),
        ),
        Fault::NoUnit => (
            "dat062",
            "这一行没有填评价单元".to_owned(),
            "the row names no unit".to_owned(),
            Text::new("补上标识，或删去这一行", "fill in the id, or delete the row"),
        ),
        Fault::LostDigits => (
            "dat068",
            format!("标识 `{first}` 存成了数字，Excel 只保留前 15 位，后几位已经丢失"),
            format!(
                "the id `{first}` is stored as a number, of which Excel keeps 15 digits: the last ones are lost"
            ),
            Text::new(
                "先把这一列设为“文本”格式，再重新填入标识",
                "format the column as text, then enter the ids again",
            ),
        ),
        Fault::BadPeriod => (
            "dat063",
            format!("“{first}”不是期间；应为年（2023）、季（2023-Q1）或月（2023-05）"),
            format!(
                "`{first}` is no period; a year (2023), a quarter (2023-Q1) or a month (2023-05) is expected"
            ),
            Text::new(
                "改正这一格；整个文件同属一期的，可在研究文件里写 fixed_period",
                "correct the cell; when the whole file is about one period, write `fixed_period` in the study",
            ),
        ),
        Fault::UnknownVariable => (
            "dat064",
            format!("“{first}”不是任何变量的标识、名称或别名"),
            format!("`{first}` is no variable's id, name or alias"),
            Text::new(
                "改成变量表里的名称，或在研究文件的 columns 里指明，或列入 ignore",
                "use a name from the variables file, bind it under `columns` in the study, or list it under `ignore`",
            ),
        ),
        Fault::UnknownStatus => (
            "dat065",
            format!("“{first}”不是状态；可用：有值、不适用、未填报、未采集、缺失待补、保密、查无、无效"),
            format!(
                "`{first}` is no status; allowed: observed, not applicable, not reported, not collected, pending, suppressed, not found, invalid"
            ),
            Text::new("改正这一格，或留空", "correct the cell, or leave it empty"),
        ),
        _ => (
            "dat036",
            format!("这一列没有标题，却有内容：“{first}”"),
            format!("the column has no heading but is not empty: `{first}`"),
            Text::new("补上标题，或清空这一列", "give it a heading, or clear it"),
        ),
    }
}

fn of_cell(fault: Fault, first: &str, subject: &Subject) -> Words {
    let Subject { name, expected, range, .. } = subject;
    let statuses = Text::new(
        "没有数就留空，或写 未填报、不适用、未采集、待补、保密、查无",
        "where there is no number leave the cell empty, or write not reported, not applicable, not collected, pending, suppressed, not found",
    );
    let say =
        |code, zh: &str, en: &str, hint| (code, format!("“{first}”{zh}"), format!("`{first}` {en}"), hint);
    match fault {
        Fault::DecimalComma => say(
            "dat051",
            "里的逗号或句点看不出是小数点还是千分位",
            "may be a decimal comma or a thousands separator",
            Text::new(
                "小数点写“.”，千分位的“,”每三位一个，或不写：1234.5",
                "write a point before decimals, and `,` before each group of three digits or not at all: 1234.5",
            ),
        ),
        Fault::Word => say(
            "dat052",
            &format!("不是{}：“无”可能是 0，也可能是没有数据", expected.zh),
            &format!("is not {}: it may mean 0, or that nothing is known", expected.en),
            Text::new(
                "是 0 就写 0，没有数据就写 未填报、不适用 或 查无；是/否可在变量的 codes 里声明",
                "write 0 where it is 0, else not reported, not applicable or not found; yes and no can be declared under `codes` of the variable",
            ),
        ),
        Fault::UnknownMeasure => say(
            "dat053",
            &format!("带有不认识的计量单位；应为{}", expected.zh),
            &format!("has a unit of measure nobody declared; {} is expected", expected.en),
            Text::new(
                "改正单位，或在变量表的 measures 里声明",
                "correct the unit, or declare it under `measures` in the variables file",
            ),
        ),
        Fault::OtherDimension => say(
            "dat054",
            &format!("的计量单位与变量“{}”不能换算；应为{}", name.zh, expected.zh),
            &format!("is in a unit that cannot be converted for `{}`; {} is expected", name.en, expected.en),
            Text::new(
                "核对是不是填错了列；百分数（包括百分比格式的单元格）只用于比率变量",
                "check whether it stands in the right column; percentages (also cells in percent format) suit ratios only",
            ),
        ),
        Fault::NoMeasure => say(
            "dat055",
            &format!("带有单位，但变量“{}”没有声明计量单位，无法换算", name.zh),
            &format!("has a unit, but variable `{}` declares no measure to convert it to", name.en),
            Text::new("在变量表里给它写 measure", "give the variable a `measure` in the variables file"),
        ),
        Fault::TooLarge => say(
            "dat058",
            "太大，存不下",
            "is too large for a number",
            Text::new("核对这个数", "check the number"),
        ),
        Fault::Date => say(
            "dat056",
            &format!("是日期；应为{}", expected.zh),
            &format!("is a date; {} is expected", expected.en),
            Text::new(
                "Excel 可能把数自动变成了日期：把单元格格式改为“数值”，再重新填入",
                "Excel may have turned a number into a date: format the cell as a number and enter it again",
            ),
        ),
        Fault::Flag => say(
            "dat057",
            &format!("是逻辑值；应为{}", expected.zh),
            &format!("is a truth value; {} is expected", expected.en),
            Text::new("写成 1 或 0", "write 1 or 0"),
        ),
        Fault::Formula => say(
            "dat059",
            "是出错的公式，按“无效”处理",
            "is a formula that failed; the cell counts as invalid",
            Text::new("改正公式，或填入数值", "repair the formula, or enter the number"),
        ),
        Fault::OutOfRange => say(
            "dat060",
            &format!("超出变量“{}”的范围（{}），按“无效”处理", name.zh, range.zh),
            &format!("is outside the range of `{}` ({}); the cell counts as invalid", name.en, range.en),
            Text::new(
                "核对数值和单位；范围本身不对的，改变量表里的 range",
                "check the number and its unit; if the range is wrong, correct `range` in the variables file",
            ),
        ),
        Fault::StatusAndValue => say(
            "dat066",
            "：这一行既写了缺失状态，又写了值",
            "stands beside a status that says the value is missing",
            Text::new("二者留一个", "keep one of the two"),
        ),
        Fault::ObservedWithoutValue => say(
            "dat067",
            "：这一行的状态是有值，却没有数值",
            "is no value, but the status says there is one",
            Text::new("补上数值，或改状态", "fill in the value, or correct the status"),
        ),
        _ => say("dat050", &format!("不是{}", expected.zh), &format!("is not {}", expected.en), statuses),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_counted_and_the_first_are_listed() {
        let mut parts = [Faults::default(), Faults::default()];
        for row in 0..1_254 {
            parts[usize::from(row >= 10)].add(Fault::NotANumber, "x", row + 2, 3, "abc");
        }
        let [mut all, later] = parts;
        all.append(later);
        let source = Source { file: "f.csv".into(), sheet: None, sha256: String::new() };
        let diagnostics = all.diagnostics(&source, |_| Some("x".into()), |_| None);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].message.en, "`abc` is not a number (1,254 such places)");
        assert_eq!(diagnostics[0].related.len(), LISTED - 1);
        assert_eq!(diagnostics[0].related[18].1.en, "`abc`; and 1,234 more");
    }

    #[test]
    fn numbers_in_messages_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
