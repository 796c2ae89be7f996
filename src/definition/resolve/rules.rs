//! What stands in `framework.toml` beside the tree: scale, base periods, grades, gates, names of levels.

use std::collections::BTreeMap;

use super::formulas;
use super::tree::Tree;
use crate::definition::shape::Spot;
use crate::definition::{Documents, FORMAT, FrameworkDocument, GateEntry};
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::{BaseValues, Formula, Gate, Grade, GradeLimit, Names, Shape};
use crate::panel::Variables;
use crate::vocab::{Id, Text};

/// The version of the file format, the scale and the base.
pub(super) fn head(document: &FrameworkDocument, top: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if document.format != FORMAT {
        found.push(wrong_format(u64::from(document.format)).at(top.key("format").place()));
    }
    let scale = document.scale;
    if !(scale.low.is_finite() && scale.high.is_finite() && scale.low < scale.high) {
        let diagnostic = Diagnostic::error(
            "def040",
            format!("得分范围是 {} 到 {}：low 要小于 high", scale.low, scale.high),
            format!("the scale runs from {} to {}: `low` must be below `high`", scale.low, scale.high),
        );
        found.push(diagnostic.at(top.key("scale").place()));
    }
    base(document, top.key("base"), found);
}

/// Says when a completed base is asked for and nothing can complete it.
pub(super) fn base_values(documents: &Documents, top: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let mut cards = documents.parts.iter().flat_map(|part| &part.indicator);
    if documents.framework.base_values == BaseValues::Completed && cards.all(|card| card.missing.is_empty()) {
        let diagnostic = Diagnostic::warning(
            "def200",
            "base_values 是 `completed`，但没有一张指标卡写了 missing，没有可补的值",
            "`base_values` is `completed`, but no card has `missing`: nothing completes the base",
        )
        .hint("删去 base_values，或在卡片上写 missing", "remove `base_values`, or give cards `missing`");
        found.push(diagnostic.at(top.key("base_values").place()));
    }
}

/// What to say about a file of another format version.
pub(in crate::definition) fn wrong_format(given: u64) -> Diagnostic {
    Diagnostic::error(
        "def014",
        format!("文件格式版本是 {given}，本程序只认 {FORMAT}"),
        format!("the file format is version {given}; this program reads version {FORMAT}"),
    )
    .hint(
        "换用较新的程序，或把文件改为 format = 1 的写法",
        "use a newer program, or write the file for format = 1",
    )
}

fn base(document: &FrameworkDocument, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let base = &document.base;
    if base.is_empty() {
        let diagnostic = Diagnostic::error("def041", "没有基期", "there is no base period")
            .hint("写 base = [\"2023\"]", "write base = [\"2023\"]");
        found.push(diagnostic.at(spot.place()));
    }
    for (at, period) in base.iter().enumerate() {
        let first = base[0];
        let diagnostic = if period.per_year() != first.per_year() {
            Diagnostic::error(
                "def041",
                format!("基期里年、季、月混用：`{first}` 和 `{period}`"),
                format!("the base mixes years, quarters and months: `{first}` and `{period}`"),
            )
            .hint("只用一种", "use one kind only")
        } else if base[..at].contains(period) {
            Diagnostic::error(
                "def041",
                format!("基期 `{period}` 写了两次"),
                format!("the base period `{period}` is written twice"),
            )
        } else {
            continue;
        };
        found.push(diagnostic.at(spot.entry(at).place()));
    }
}

/// Grades from best to worst; the last has no lower end, all others have one, and they fall.
pub(super) fn grades(document: &FrameworkDocument, top: Spot<'_>, found: &mut Vec<Diagnostic>) -> Vec<Grade> {
    let list = top.key("grade");
    let last = document.grade.len().saturating_sub(1);
    let mut above = document.scale.high;
    for (at, grade) in document.grade.iter().enumerate() {
        let (id, spot) = (&grade.id, list.entry(at));
        if let Some(first) = document.grade[..at].iter().position(|g| g.id == *id) {
            found.push(twice("等级", "grade", id, spot, list.entry(first)));
        }
        match grade.from {
            Some(from) if at == last => {
                let diagnostic = Diagnostic::error(
                    "def046",
                    format!("最后一个等级 `{id}` 写了 from = {from}，更低的得分就没有等级了"),
                    format!("the last grade `{id}` has `from` = {from}: lower scores would have no grade"),
                )
                .hint(
                    "删去它的 from，或在后面再加一个等级",
                    "remove its `from`, or add one more grade behind it",
                );
                found.push(diagnostic.at(spot.key("from").place()));
            }
            None if at != last => {
                let diagnostic = Diagnostic::error(
                    "def046",
                    format!("等级 `{id}` 没有 from，后面的等级永远用不上"),
                    format!("the grade `{id}` has no `from`: the grades behind it can never be reached"),
                )
                .hint(
                    "写上它的下限；只有最后一个等级没有 from",
                    "write its lower end; only the last grade has no `from`",
                );
                found.push(diagnostic.at(spot.key("id").place()));
            }
            Some(from) if at == 0 && from > above && document.scale.low < above => {
                let diagnostic = Diagnostic::error(
                    "def046",
                    format!("等级 `{id}` 从 {from} 起，但得分最高是 {above}"),
                    format!("the grade `{id}` begins at {from}, but no score is above {above}"),
                );
                found.push(diagnostic.at(spot.key("from").place()));
            }
            Some(from) if at > 0 && from >= above => {
                let diagnostic = Diagnostic::error(
                    "def046",
                    format!("等级 `{id}` 从 {from} 起，不低于前一个等级的 {above}"),
                    format!("the grade `{id}` begins at {from}, which is not below the {above} of the grade before it"),
                )
                .hint("等级从优到劣排列", "list grades from best to worst");
                found.push(diagnostic.at(spot.key("from").place()));
            }
            _ => {}
        }
        above = grade.from.unwrap_or(above);
    }
    let grade =
        |g: &crate::definition::GradeEntry| Grade { id: g.id.clone(), name: g.name.clone(), from: g.from };
    document.grade.iter().map(grade).collect()
}

/// The gates that are in order. Conditions are over variables and attributes only.
pub(super) fn gates(
    document: &FrameworkDocument,
    top: Spot<'_>,
    variables: Option<&Variables>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Gate> {
    let list = top.key("gate");
    let no_indicators = BTreeMap::new();
    let mut gates = Vec::new();
    for (at, entry) in document.gate.iter().enumerate() {
        let spot = list.entry(at);
        if let Some(first) = document.gate[..at].iter().position(|g| g.id == entry.id) {
            found.push(twice("门槛", "gate", &entry.id, spot, list.entry(first)));
        }
        let limit = limit(entry, document, spot, found);
        let names = variables.map(|variables| Names { variables, indicators: &no_indicators });
        let when = names.and_then(|names| condition(&entry.when, names, spot.key("when"), found));
        if let (Some(limit), Some(when)) = (limit, when) {
            let GateEntry { id, name, basis, .. } = entry.clone();
            gates.push(Gate { id, name, when, limit, basis });
        }
    }
    gates
}

fn condition(text: &str, names: Names<'_>, spot: Spot<'_>, found: &mut Vec<Diagnostic>) -> Option<Formula> {
    let before = found.len();
    let formula = formulas::parse(text, names, &Shape::Condition, spot, found);
    without_indicators(
        &mut found[before..],
        "门槛条件只能用变量和属性，不能引用指标",
        "the condition of a gate is over variables and attributes; it cannot refer to an indicator",
    );
    formula
}

/// Rules beside the tree know no indicator at all; to say that this one does not exist would send people looking for it.
pub(super) fn without_indicators(found: &mut [Diagnostic], zh: &str, en: &str) {
    for problem in found.iter_mut().filter(|problem| problem.code.0 == "frm016") {
        problem.message = Text::new(zh, en);
        problem.hint =
            Some(Text::new("写出指标公式里的变量", "write the variables of the indicator's formula"));
    }
}

fn limit(
    entry: &GateEntry,
    document: &FrameworkDocument,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<GradeLimit> {
    let Some(ceiling) = &entry.ceiling else { return Some(GradeLimit::NotGraded) };
    let known: Vec<&str> = document.grade.iter().map(|g| g.id.as_str()).collect();
    if let Some(at) = known.iter().position(|id| *id == ceiling.as_str()) {
        return Some(GradeLimit::Ceiling(at));
    }
    let diagnostic = Diagnostic::error(
        "def047",
        format!("门槛 `{}` 的 ceiling 是 `{ceiling}`，没有这个等级", entry.id),
        format!("the ceiling of gate `{}` is `{ceiling}`, which is no grade", entry.id),
    );
    let (zh, en) = match nearest(ceiling.as_str(), known.iter().copied()) {
        Some(near) => (format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")),
        None if known.is_empty() => {
            ("先写 [[grade]]".to_owned(), "write the [[grade]] entries first".to_owned())
        }
        None => (format!("可选：{}", known.join("、")), format!("allowed: {}", known.join(", "))),
    };
    found.push(diagnostic.hint(zh, en).at(spot.key("ceiling").place()));
    None
}

pub(super) fn twice(zh: &str, en: &str, id: &Id, second: Spot<'_>, first: Spot<'_>) -> Diagnostic {
    Diagnostic::error("def020", format!("{zh} `{id}` 写了两次"), format!("the {en} `{id}` is written twice"))
        .hint("给其中一个另取标识，或删去一个", "give one another id, or remove one")
        .at(second.key("id").place())
        .related(first.key("id").place(), "第一次在这里", "first written here")
}

/// Says which `[[level]]` no node reaches.
pub(super) fn levels(document: &FrameworkDocument, tree: &Tree, top: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let Some(deepest) = tree.depth.iter().flatten().max() else { return };
    for (at, level) in document.level.iter().enumerate().skip(deepest + 1) {
        let (zh, en) = (&level.name.zh, &level.name.en);
        let diagnostic = Diagnostic::warning(
            "def028",
            format!("第 {} 层“{zh}”没有节点：树只有 {} 层", at + 1, deepest + 1),
            format!("level {} ({en}) has no nodes: the tree has {} levels", at + 1, deepest + 1),
        )
        .hint("删去多余的 [[level]]", "remove the [[level]] that is too much");
        found.push(diagnostic.at(top.key("level").entry(at).place()));
    }
}
