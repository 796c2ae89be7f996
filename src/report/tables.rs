//! The long tables: every unit and period, for `scores.csv` and the workbook.

use super::document::{Cell, Column, Interaction, NumberFormat, Table};
use super::results::Results;
use crate::framework::{Lifecycle, NodeId};

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
    columns.push(Column::text(head(r.say("基础等级", "Grade by score"), "base_grade")).centred());
    columns.push(Column::text(head(r.say("否决情形", "Gates closed"), "gates")));
    columns.push(Column::text(head(r.say("最终等级", "Final grade"), "grade")).centred());
    columns.push(Column::number(head(r.say("覆盖率", "Coverage"), "coverage"), NumberFormat::Percent(1)));
    columns.push(Column::number(head(r.say("插补占比", "Imputed share"), "imputed"), NumberFormat::Percent(1)));
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
        let verdict = r.verdict(row);
        cells.extend([Cell::text(verdict.by_score), Cell::text(verdict.gates), Cell::text(verdict.grade)]);
        cells.push(Cell::Number(r.coverage(root, row)));
        cells.push(Cell::Number(r.imputed(root, row)));
        for &node in nodes.iter().filter(|n| **n != root) {
            cells.push(r.score(node, row).map_or_else(|| Cell::missing(r.why_withheld(node, row)), Cell::Number));
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
            Some(score) => Cell::Number(score),
            None => Cell::missing(r.leaf_status(node, row).name().get(r.order.language)),
        }));
        table.push(cells);
    }
    table.note = Some(r.say("含插补得到的得分；插补与否见“指标值”表。", "Imputed scores included; the sheet of values tells which.").to_owned());
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
            Err(status) => Cell::missing(status.name().get(r.order.language)),
        }));
        table.push(cells);
    }
    table
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

fn unit_columns(r: &Results<'_>, headings: Headings) -> Vec<Column> {
    let head = |name: &str, id: &str| if headings == Headings::Ids { id.to_owned() } else { name.to_owned() };
    let mut columns = vec![
        Column::text(head(r.say("代码", "Id"), "unit")),
        Column::text(head(r.say("名称", "Name"), "name")),
        Column::text(head(r.say("期", "Period"), "period")),
    ];
    columns.extend(r.order.by.iter().map(|a| Column::text(head(&r.attribute_name(a), a.as_str()))));
    columns
}

fn unit_cells(r: &Results<'_>, row: usize, headings: Headings) -> Vec<Cell> {
    let index = r.scores.index();
    let unit = index.unit(row);
    let mut cells =
        vec![Cell::text(&*unit.id), Cell::text(&*unit.name), Cell::text(index.row(row).period.to_string())];
    cells.extend(r.order.by.iter().map(|a| match headings {
        Headings::Names => Cell::text(r.group_of(a, row)),
        Headings::Ids => Cell::text(r.panel.attribute(a.as_str()).and_then(|c| c.get(row)).unwrap_or_default()),
    }));
    cells
}

/// Rows of the scored periods: by period, then in the order of units.
fn all_rows(r: &Results<'_>) -> Vec<usize> {
    r.order.periods.iter().flat_map(|p| r.rows(*p)).collect()
}
