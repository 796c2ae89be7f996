//! The long tables: every unit and period, for `scores.csv` and the workbook.

use super::document::{Cell, Column, Interaction, NumberFormat, Table};
use super::results::Results;
use crate::framework::{Lifecycle, NodeId};
use crate::vocab::Language;

/// Who calls the columns what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Headings {
    /// Names in the report's language, for people.
    Names,
    /// Ids, for programs.
    Ids,
}

/// Score, rank, grade, coverage and imputed share of every unit in every period, dimensions beside them.
pub(super) fn scores(r: &Results<'_>, headings: Headings) -> Table {
    let nodes: Vec<NodeId> = r.framework().aggregates().map(|(id, _, _)| id).collect();
    let root = r.framework().root();
    let mut columns = unit_columns(r, headings);
    let head = |name: &str, id: &str| if headings == Headings::Ids { id.to_owned() } else { name.to_owned() };
    columns.push(Column::number(head(r.say("综合得分", "Index"), "score"), r.format()));
    columns.push(Column::number(head(r.say("位次", "Rank"), "rank"), NumberFormat::Integer));
    let adjusts = !r.framework().parts().adjustments.is_empty();
    if adjusts {
        columns.push(Column::number(head(r.say("加分", "Bonus"), "bonus"), r.format()));
        columns.push(Column::number(head(r.say("扣分", "Penalty"), "penalty"), r.format()));
        columns
            .push(Column::number(head(r.say("调整后得分", "Adjusted score"), "adjusted_score"), r.format()));
    }
    columns.push(Column::text(head(r.say("基础等级", "Grade by score"), "base_grade")).centred());
    columns.push(Column::text(head(r.say("否决情形", "Gates closed"), "gates")));
    columns.push(Column::text(head(r.say("最终等级", "Final grade"), "grade")).centred());
    columns.push(Column::number(head(r.say("覆盖率", "Coverage"), "coverage"), NumberFormat::Percent(1)));
    columns
        .push(Column::number(head(r.say("插补占比", "Imputed share"), "imputed"), NumberFormat::Percent(1)));
    for &node in nodes.iter().filter(|n| **n != root) {
        let id = r.framework().node(node).id.as_str();
        columns.push(Column::number(head(r.name(node), id), r.format()));
    }
    for node in r.dimensions() {
        let id = r.framework().node(node).id.as_str();
        let name = format!("{}{}", r.name(node), r.say("位次", " rank"));
        columns.push(Column::number(head(&name, &format!("{id}_rank")), NumberFormat::Integer));
    }
    let mut table = Table::new("scores", r.say("得分与位次", "Scores and ranks"), columns);
    table.interaction = Interaction::Browsable;
    for row in all_rows(r) {
        let mut cells = unit_cells(r, row, headings);
        let rank = |node| r.rank(node, row).map_or_else(|| Cell::missing(""), |n| Cell::Number(f64::from(n)));
        cells.push(r.score(root, row).map_or_else(|| Cell::missing(r.why_withheld(root, row)), Cell::Number));
        cells.push(rank(root));
        if let Some(adjusted) = r.scores.adjusted(row).filter(|_| adjusts) {
            cells.extend([Cell::Number(adjusted.bonus), Cell::Number(adjusted.penalty)]);
            cells.push(adjusted.score.map_or_else(|| Cell::missing(r.why_withheld(root, row)), Cell::Number));
        }
        let verdict = r.verdict(row);
        cells.extend([Cell::text(verdict.by_score), Cell::text(verdict.gates), Cell::text(verdict.grade)]);
        cells.push(Cell::Number(r.coverage(root, row)));
        cells.push(Cell::Number(r.imputed(root, row)));
        for &node in nodes.iter().filter(|n| **n != root) {
            cells.push(
                r.score(node, row).map_or_else(|| Cell::missing(r.why_withheld(node, row)), Cell::Number),
            );
        }
        cells.extend(r.dimensions().into_iter().map(rank));
        table.push(cells);
    }
    table
}

/// The score of every indicator.
pub(super) fn normalised(r: &Results<'_>) -> Table {
    let mut table = leaves(r, "normalised", r.say("指标得分", "Indicator scores"), |_| r.format());
    for row in all_rows(r) {
        let mut cells = unit_cells(r, row, Headings::Names);
        cells.extend(computed(r).map(|node| match r.score(node, row) {
            Some(score) if r.is_imputed(node, row) => Cell::Imputed(score),
            Some(score) => Cell::Number(score),
            None => Cell::missing(r.leaf_status(node, row).name().get(r.order.language)),
        }));
        table.push(cells);
    }
    table.note = Some(
        r.say(
            "灰色斜体的得分由插补值得到；原状态见“指标值”表。",
            "Scores in grey italics rest on imputed values; the sheet of values tells what was missing.",
        )
        .to_owned(),
    );
    table
}

/// The value of every indicator before imputation and treatment, in the measure of its card.
pub(super) fn raw(r: &Results<'_>) -> Table {
    let decimals = |node: NodeId| NumberFormat::Decimals(r.decimals_of(node));
    let mut table = leaves(r, "raw", r.say("指标值", "Indicator values"), decimals);
    for row in all_rows(r) {
        let mut cells = unit_cells(r, row, Headings::Names);
        cells.extend(computed(r).map(|node| match r.raw(node, row) {
            Ok(value) => Cell::Number(value),
            Err(status) if r.is_imputed(node, row) => {
                let mark = r.leaves.column(node).and_then(|column| column.reliability(row));
                let mark = mark.map_or("", crate::imputation::Reliability::letter);
                let status = status.name();
                let status = status.get(r.order.language);
                let imputed = match r.order.language {
                    Language::Zh => format!("{status}，已插补（{mark}）"),
                    Language::En => format!("{status}, imputed ({mark})"),
                };
                Cell::missing(imputed)
            }
            Err(status) => Cell::missing(status.name().get(r.order.language)),
        }));
        table.push(cells);
    }
    table.note = Some(r.say(
        "插补和异常值处理之前的值；没有值的单元格写明原因，“已插补”者另有插补得分，括号里是可靠性（A 本单位其他年份，B 同组，C 全体或模型）。",
        "Values before imputation and treatment; a cell without value says why, and whether a score was imputed, with its reliability (A same unit, other year; B same group; C whole base or model).",
    ).to_owned());
    table
}

/// What each of the sheets named holds, and what the numbers of the workbook rest on.
pub(super) fn about(r: &Results<'_>, named: &[&str]) -> Vec<Table> {
    let columns =
        vec![Column::text(r.say("工作表", "Sheet")), Column::text(r.say("内容", "Content")).wide(80)];
    let mut sheets = Table::new("about-sheets", r.say("各工作表的内容", "What the sheets hold"), columns);
    let contents = [
        (r.say("得分与位次", "Scores"), r.say(
            "每个对象每期一行：综合得分、位次、等级、否决情形、覆盖率、插补占比、各级得分、各维度位次",
            "a row for each unit and period: index, rank, grades, gates, coverage, imputed share, scores of all levels, ranks by dimension",
        )),
        (r.say("指标得分", "Indicator scores"), r.say(
            "各指标无量纲化后的得分；灰色斜体为插补得到",
            "the normalised score of each indicator; grey italics rest on imputed values",
        )),
        (r.say("指标值", "Indicator values"), r.say(
            "各指标按公式算出的值，插补和异常值处理之前；没有值的写明原因",
            "the value of each indicator by its formula, before imputation and treatment; a cell without value says why",
        )),
        (r.say("插补值", "Imputed values"), r.say(
            "每个插补值：原状态、方法、可靠性和数值；按方法和可靠性计数",
            "each imputed value: why it was missing, method, reliability, value; counted by method and reliability",
        )),
        (r.say("方法比较", "Methods"), r.say(
            "各整样本排序方法的得分、位次和中间值，与综合得分并列；只在同一期内有意义",
            "scores, ranks and intermediate values of the whole-sample rankings beside the index; they mean something within a period only",
        )),
        (r.say("方法相关", "Agreement"), r.say(
            "两种排序有多像：斯皮尔曼、肯德尔 τ-b、加权斯皮尔曼、WS",
            "how alike two rankings are: Spearman, Kendall τ-b, weighted Spearman, WS",
        )),
        (r.say("位次区间", "Rank intervals"), r.say(
            "稳健性重算下每个对象的位次、得分区间，进入前列的概率，梯队",
            "ranks and scores with intervals over the replicates of the sensitivity analysis, chances of a place at the top, tiers",
        )),
        (r.say("变化区间", "Changes"), r.say(
            "得分和位次的变化及其区间，升降是否可区分",
            "changes of score and rank with intervals, and whether a rise or fall can be told",
        )),
        (r.say("归因", "Attribution"), r.say(
            "差异与哪些因素相关：各因素的指数及区间",
            "which factors the differences go with: indices with intervals",
        )),
        (r.say("逐一剔除", "Leave-one-out"), r.say(
            "剔除每个指标、汇总项或对象后名次的移动",
            "how ranks move without each indicator, aggregate or unit",
        )),
        (r.say("可达位次", "Attainable ranks"), r.say(
            "权重在所列范围内任意取值时可达到的最好和最差位次，不靠抽样",
            "best and worst rank attainable for any weights within the bounds, not drawn",
        )),
        (r.say("权重稳定区间", "Weight stability"), r.say(
            "每个权重单独变动、其余按比例时，第一名、前列名单、全部次序不变的范围",
            "per weight, the others in proportion, the range in which first place, top set and whole order stay",
        )),
        (r.say("中心权重", "Central weights"), r.say(
            "使各对象居首的权重的平均（SMAA）",
            "the mean of the weights that put a unit first (SMAA)",
        )),
        (r.say("指标体系", "Definition"), r.say(
            "各指标的解释、公式、计量单位、来源、评分标准和权重",
            "meaning, formula, measure, source, scoring rule and weight of each indicator",
        )),
        (r.say("发现", "Findings"), r.say(
            "定标与计分中截断、插补、改用全样本参数等情形，逐指标、逐期计数",
            "what was clamped, imputed or replaced in fit and score, counted by indicator and period",
        )),
        (r.say("异常值处理", "Treatment"), r.say(
            "各指标基期异常值处理的方法、改动的点、处理前后的偏度和峰度、冻结的参数",
            "how each indicator was treated on the base: method, points changed, skewness and kurtosis before and after, frozen parameters",
        )),
    ];
    for name in named {
        let content = contents.iter().find(|(sheet, _)| sheet == name).map_or("", |(_, content)| content);
        sheets.push(vec![Cell::text(*name), Cell::text(content)]);
    }
    let columns = vec![Column::text(r.say("项目", "Item")), Column::text(r.say("内容", "Content")).wide(80)];
    let mut basis = Table::new("about-basis", r.say("数字的依据", "What the numbers rest on"), columns);
    let parts = r.framework().parts();
    let base: Vec<String> = r.scorecard.base().periods.iter().map(|p| p.period.to_string()).collect();
    let periods: Vec<String> = r.order.periods.iter().map(ToString::to_string).collect();
    let comma = r.say("、", ", ");
    let items = [
        (r.say("评价项目", "Study"), r.text(&r.order.study).to_owned()),
        (r.say("指标体系", "Definition"), format!("{} {} {}", parts.set, parts.edition, parts.version)),
        (r.say("基期", "Base"), base.join(comma)),
        (r.say("计分的期", "Scored periods"), periods.join(comma)),
        (r.say("报告期", "Period of the report"), r.order.focus.to_string()),
        (r.say("评分卡指纹", "Scorecard fingerprint"), r.scorecard.fingerprint().to_owned()),
        (r.say("编制工具", "Made with"), super::chapter::PROGRAM.to_owned()),
    ];
    for (name, content) in items {
        basis.push(vec![Cell::text(name), Cell::text(content)]);
    }
    vec![sheets, basis]
}

fn leaves(r: &Results<'_>, id: &str, caption: &str, format: impl Fn(NodeId) -> NumberFormat) -> Table {
    let mut columns = unit_columns(r, Headings::Names);
    for node in computed(r) {
        let found = r.framework().node(node);
        let code = found.code.as_ref().map(|c| format!("{c} ")).unwrap_or_default();
        let measure = if id == "raw" { r.measure_of(node) } else { String::new() };
        columns.push(Column::number(format!("{code}{}{measure}", r.name(node)), format(node)));
    }
    let mut table = Table::new(id, caption, columns);
    table.interaction = Interaction::Browsable;
    table
}

/// Indicators that have values: all but the retired.
fn computed<'a>(r: &Results<'a>) -> impl Iterator<Item = NodeId> + 'a {
    r.framework().indicators().filter(|(_, _, i)| i.status != Lifecycle::Retired).map(|(id, _, _)| id)
}

pub(super) fn unit_columns(r: &Results<'_>, headings: Headings) -> Vec<Column> {
    let head = |name: &str, id: &str| if headings == Headings::Ids { id.to_owned() } else { name.to_owned() };
    let mut columns = vec![
        Column::text(head(r.say("代码", "Id"), "unit")),
        Column::text(head(r.say("名称", "Name"), "name")),
        Column::text(head(r.say("期", "Period"), "period")),
    ];
    columns.extend(r.order.by.iter().map(|a| Column::text(head(&r.attribute_name(a), a.as_str()))));
    columns
}

pub(super) fn unit_cells(r: &Results<'_>, row: usize, headings: Headings) -> Vec<Cell> {
    let index = r.scores.index();
    let unit = index.unit(row);
    let mut cells =
        vec![Cell::text(&*unit.id), Cell::text(&*unit.name), Cell::text(index.row(row).period.to_string())];
    cells.extend(r.order.by.iter().map(|a| match headings {
        Headings::Names => Cell::text(r.group_of(a, row)),
        Headings::Ids => {
            Cell::text(r.panel.attribute(a.as_str()).and_then(|c| c.get(row)).unwrap_or_default())
        }
    }));
    cells
}

/// Rows of the scored periods: by period, then in the order of units.
fn all_rows(r: &Results<'_>) -> Vec<usize> {
    r.order.periods.iter().flat_map(|p| r.rows(*p)).collect()
}
