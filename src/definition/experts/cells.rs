//! Cells, headings and names of a sheet, and what can be wrong with one of them.

use std::ops::Range;

use crate::definition::document::ExpertTable;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::panel::{fold, half_width};
use crate::vocab::Id;

/// A child that is weighed, with everything people call it.
pub(in crate::definition) struct Child<'a> {
    pub(in crate::definition) id: &'a Id,
    /// Code, Chinese and English name.
    pub(in crate::definition) names: Vec<&'a str>,
}

/// The children by what people call them.
pub(super) struct Children<'a> {
    list: &'a [Child<'a>],
    folded: Vec<Vec<String>>,
}

impl<'a> Children<'a> {
    pub(super) fn new(list: &'a [Child<'a>]) -> Self {
        let names = |child: &Child<'a>| {
            let mut names = vec![fold(child.id.as_str())];
            names.extend(child.names.iter().map(|name| fold(name)));
            names
        };
        Children { list, folded: list.iter().map(names).collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn id(&self, at: usize) -> &'a Id {
        self.list[at].id
    }

    /// The child that a text names; an id comes before other names.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let text = fold(text);
        let by_id = self.folded.iter().position(|names| names.first() == Some(&text));
        by_id.or_else(|| self.folded.iter().position(|names| !text.is_empty() && names.contains(&text)))
    }

    /// The name nearest to a text, as written.
    fn near(&self, text: &str) -> Option<&'a str> {
        let names = self.list.iter().flat_map(|c| c.names.iter().copied().chain([c.id.as_str()]));
        nearest(text, names)
    }

    pub(super) fn listed(&self) -> String {
        self.list.iter().map(|child| format!("`{}`", child.id)).collect::<Vec<_>>().join(", ")
    }
}

/// One sheet, and the name of its file as people know it.
pub(in crate::definition) struct Sheet<'a> {
    pub(in crate::definition) table: &'a ExpertTable,
    pub(in crate::definition) shown: String,
}

impl Sheet<'_> {
    pub(in crate::definition) fn rows(&self) -> usize {
        self.table.rows.len()
    }

    /// The text of a cell, counted from 0; empty where there is none.
    pub(in crate::definition) fn cell(&self, row: usize, column: usize) -> &str {
        self.table.rows.get(row).and_then(|row| row.cells.get(column)).map_or("", String::as_str)
    }

    pub(in crate::definition) fn width(&self, row: usize) -> usize {
        self.table.rows.get(row).map_or(0, |row| row.cells.len())
    }

    /// A cell as messages show it; without a column the row.
    pub(in crate::definition) fn place(&self, row: usize, column: Option<usize>) -> Place {
        Place::Cell {
            file: self.shown.clone(),
            sheet: self.table.sheet.clone(),
            row: self.table.rows.get(row).map_or(1, |row| row.row),
            column: column.map_or(0, |column| u32::try_from(column + 1).unwrap_or(u32::MAX)),
            heading: None,
        }
    }

    /// The first row from `from` on that names at least two children (one where there is only one): the headings.
    pub(super) fn heading(&self, from: usize, children: &Children<'_>) -> Option<usize> {
        let least = children.len().min(2);
        let named = |row: usize, columns: Range<usize>| {
            columns.filter(|column| children.find(self.cell(row, *column)).is_some()).count()
        };
        (from..self.rows()).find(|row| named(*row, 0..self.width(*row)) >= least)
    }
}

/// A column with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    Expert,
    Weight,
    Item,
    Over,
    Value,
    Ratio,
    Comparison,
    Basis,
    Familiarity,
}

impl Head {
    /// What a heading means, where it is one of the words for `among`.
    pub(super) fn of(text: &str, among: &[Head]) -> Option<Head> {
        let text = fold(text);
        among.iter().copied().find(|head| head.words().contains(&text.as_str()))
    }

    fn words(self) -> &'static [&'static str] {
        match self {
            Head::Expert => &["expert", "专家", "专家编号", "专家姓名", "姓名"],
            Head::Weight => &["weight", "专家权重", "权重"],
            Head::Item => &["item", "指标", "项目"],
            Head::Over => &["over", "相对于", "比较对象", "对比指标"],
            Head::Value => &["value", "times", "判断", "判断值", "倍数", "比值"],
            Head::Ratio => &["ratio", "比值", "与下一项之比", "重要性之比"],
            Head::Comparison => &["comparison", "比较", "比较类型"],
            Head::Basis => &["basis", "ca", "判断依据", "判断系数"],
            Head::Familiarity => &["familiarity", "cs", "熟悉程度", "熟悉系数"],
        }
    }

    /// The word to write in each language.
    pub(super) fn word(self) -> (&'static str, &'static str) {
        let words = self.words();
        let zh = words.iter().find(|word| !word.is_ascii()).copied().unwrap_or(words[0]);
        (zh, words[0])
    }
}

/// A number as an expert writes it: `3`, `１／３`, `1:3`, `0.5`, `12.5%`. `None` for a blank or a dash.
///
/// # Errors
/// Reported at the cell: no number, or a date that Excel has made of `1/3`.
pub(super) fn number(
    sheet: &Sheet<'_>,
    (row, column): (usize, usize),
    found: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let written = sheet.cell(row, column);
    let text = half_width(written);
    let text = text.trim();
    if matches!(text, "" | "-" | "--" | "—" | "——" | "/") {
        return None;
    }
    match value(text) {
        Some(value) => Some(value),
        None => {
            found.push(not_a_number(text).at(sheet.place(row, Some(column))));
            None
        }
    }
}

/// How much an expert counts, where the table says so.
pub(super) fn expert_weight(
    sheet: &Sheet<'_>,
    row: usize,
    column: Option<usize>,
    found: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let column = column?;
    let weight = number(sheet, (row, column), found)?;
    if weight < 0.0 {
        let diagnostic = Diagnostic::error(
            "def198",
            format!("专家的权重是 {weight}，应为不小于 0 的数"),
            format!("the weight of the expert is {weight}, a number not below 0 is expected"),
        );
        found.push(diagnostic.at(sheet.place(row, Some(column))));
        return None;
    }
    Some(weight)
}

fn value(text: &str) -> Option<f64> {
    if let Some((over, under)) = text.split_once(['/', ':']) {
        return plain(over.trim()).zip(plain(under.trim())).map(|(a, b)| a / b).filter(|v| v.is_finite());
    }
    match text.strip_suffix('%') {
        Some(share) => plain(share.trim()).map(|share| share / 100.0),
        None => plain(text),
    }
}

fn plain(text: &str) -> Option<f64> {
    let starts = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    text.parse().ok().filter(|value: &f64| starts && value.is_finite())
}

/// A number, or a report that one is missing.
pub(super) fn needed(
    sheet: &Sheet<'_>,
    (row, column): (usize, usize),
    (zh, en): (&str, &str),
    found: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let before = found.len();
    let given = number(sheet, (row, column), found);
    if given.is_none() && found.len() == before {
        let diagnostic = Diagnostic::error("def185", format!("没有填写{zh}"), format!("{en} is missing"));
        found.push(
            diagnostic
                .hint(
                    "补上一个数；不参加的专家，整行删去",
                    "write a number; remove the row of an expert who took no part",
                )
                .at(sheet.place(row, Some(column))),
        );
    }
    given
}

fn not_a_number(text: &str) -> Diagnostic {
    let date =
        text.len() >= 10 && text.is_ascii() && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let excerpt: String = text.chars().take(40).collect();
    if date {
        return Diagnostic::error(
            "def184",
            format!("这里是日期 {excerpt}：Excel 把 1/3 这样的分数变成了日期"),
            format!("this is the date {excerpt}: Excel has made one of a fraction such as 1/3"),
        )
        .hint(
            "先把单元格格式设为“文本”再输入 1/3，或输入 =1/3",
            "format the cell as text and type 1/3 again, or type =1/3",
        );
    }
    Diagnostic::error("def183", format!("“{excerpt}”不是数"), format!("`{excerpt}` is not a number"))
        .hint("写数，如 3、1/3、0.5", "write a number, such as 3, 1/3 or 0.5")
}

/// A heading or label that names no child which is weighed.
pub(super) fn unknown(text: &str, children: &Children<'_>, place: Place) -> Diagnostic {
    let excerpt: String = text.chars().take(40).collect();
    let diagnostic = Diagnostic::error(
        "def181",
        format!("“{excerpt}”不是要定权的下级"),
        format!("`{excerpt}` names no child that is weighed"),
    );
    let list = children.listed();
    match children.near(text) {
        Some(near) => diagnostic.hint(format!("是不是 `{near}`？"), format!("did you mean `{near}`?")),
        None => diagnostic.hint(
            format!("写标识、编号或名称；下级有：{list}；其他的列请删去"),
            format!("write an id, a code or a name; the children are {list}; remove other columns"),
        ),
    }
    .at(place)
}

/// A child of which the table says nothing.
pub(super) fn left_out(id: &Id, place: Place) -> Diagnostic {
    Diagnostic::error("def182", format!("表里没有 `{id}`"), format!("the table says nothing about `{id}`"))
        .hint("每个 core 下级都要有", "every core child needs its place")
        .at(place)
}

/// A sheet in which no headings are found.
pub(super) fn no_headings(sheet: &Sheet<'_>, children: &Children<'_>) -> Diagnostic {
    let list = children.listed();
    Diagnostic::error(
        "def180",
        "找不到表头：没有一行写着下级的名称",
        "there are no headings: no row names the children",
    )
    .hint(
        format!("表头写下级的标识、编号或名称：{list}；这张表若不是专家表，用 sheet 指明工作表"),
        format!("the headings name the children by id, code or name: {list}; if this is no table of experts, name the sheet with `sheet`"),
    )
    .at(sheet.place(0, None))
}

/// The same thing twice.
pub(super) fn twice(what: &str, place: Place) -> Diagnostic {
    Diagnostic::error("def186", format!("{what} 出现了两次"), format!("{what} is there twice"))
        .hint("删去一个", "remove one of them")
        .at(place)
}

/// Words that head a row people add up.
pub(super) fn is_total(text: &str) -> bool {
    const WORDS: &[&str] =
        &["合计", "总计", "小计", "共计", "平均", "均值", "平均值", "total", "sum", "mean", "average"];
    WORDS.contains(&fold(text).as_str())
}

pub(super) fn total(text: &str, place: Place) -> Diagnostic {
    Diagnostic::error(
        "def189",
        format!("“{text}”像是合计或平均行，会被当作一位专家"),
        format!("`{text}` looks like a row of totals or means, which would count as an expert"),
    )
    .hint("删去这一行", "remove the row")
    .at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_experts_write_them() {
        for (text, expected) in [
            ("3", Some(3.0)),
            ("1/3", Some(1.0 / 3.0)),
            ("1:3", Some(1.0 / 3.0)),
            ("12.5%", Some(0.125)),
            (".5", Some(0.5)),
            ("1/0", None),
            ("x", None),
            ("inf", None),
            ("NaN", None),
            ("1/2/3", None),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
        assert_eq!(value(half_width("１／３").trim()), Some(1.0 / 3.0));
    }
}
