//! What stood in for missing values: counts by method and reliability for the report, every cell for the workbook.

use super::super::document::{Cell, Column, Interaction, NumberFormat, Table};
use super::super::results::Results;
use crate::framework::{Indicator, Lifecycle, NodeId};
use crate::imputation::Reliability;
use crate::vocab::Language;

/// More cells than this are counted, but not listed one by one.
const MOST_LISTED: usize = 100_000;

/// Imputed values of some rows by indicator, method and reliability; `None` where there are none.
pub(in crate::report) fn counts(r: &Results<'_>, rows: &[usize], caption: &str) -> Option<Table> {
    let units = r.say("个数", "Values");
    let mut columns = vec![
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("指标", "Indicator")),
        Column::text(r.say("方法", "Method")),
    ];
    let marks = Reliability::ALL.iter().map(|mark| mark.letter());
    columns.extend(marks.map(|letter| Column::number(letter, NumberFormat::Integer).grouped(units)));
    columns.push(Column::number(r.say("合计", "Total"), NumberFormat::Integer).grouped(units));
    let mut table = Table::new("imputed-by-method", caption, columns);
    table.interaction = Interaction::Browsable;
    for (node, indicator) in imputing(r) {
        for step in 0..indicator.missing.len() {
            let of_step: Vec<Reliability> = rows
                .iter()
                .filter(|row| step_of(r, node, **row) == Some(step))
                .filter_map(|row| r.leaves.column(node)?.reliability(*row))
                .collect();
            if of_step.is_empty() {
                continue;
            }
            let found = r.framework().node(node);
            let mut cells = vec![
                Cell::text(found.code.clone().unwrap_or_default()),
                Cell::text(r.name(node)),
                Cell::text(method(r, indicator, step)),
            ];
            let of_mark = |mark: &Reliability| of_step.iter().filter(|known| *known == mark).count();
            cells.extend(Reliability::ALL.iter().map(|mark| Cell::count(of_mark(mark))));
            cells.push(Cell::count(of_step.len()));
            table.push(cells);
        }
    }
    let note = r.say(
        "可靠性：A 本单位其他年份的值，B 同组的基期值，C 全体基期或多指标模型。插补值不计入覆盖率。",
        "Reliability: A the unit's own value of another year, B its own group in the base, C the whole base or a model over several indicators. Imputed values do not count as coverage.",
    );
    table.note = Some(note.to_owned());
    (!table.rows.is_empty()).then_some(table)
}

/// Every imputed value of all periods: the cell, why it was missing, what stands in and how far to rely on it.
pub(in crate::report) fn cells(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("标识", "Id")),
        Column::text(r.say("名称", "Name")),
        Column::text(r.say("期", "Period")),
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("指标", "Indicator")),
        Column::text(r.say("原状态", "Was")),
        Column::text(r.say("方法", "Method")),
        Column::text(r.say("可靠性", "Reliability")).centred(),
        Column::number(r.say("插补值", "Imputed value"), NumberFormat::Decimals(4)),
        Column::text(r.say("计量单位", "Measure")),
    ];
    let mut table = Table::new("imputed-values", r.say("插补的值", "Imputed values"), columns);
    table.interaction = Interaction::Browsable;
    let index = r.scores.index();
    let mut count = 0;
    for &period in &r.order.periods {
        for row in r.rows(period) {
            for (node, indicator) in imputing(r) {
                let Some(step) = step_of(r, node, row) else { continue };
                count += 1;
                if count > MOST_LISTED {
                    continue;
                }
                let unit = index.unit(row);
                let column = r.leaves.column(node);
                let mark = column.and_then(|column| column.reliability(row)).map_or("", Reliability::letter);
                let value = column.and_then(|column| column.imputed(row));
                table.push(vec![
                    Cell::text(&*unit.id),
                    Cell::text(&*unit.name),
                    Cell::text(period.to_string()),
                    Cell::text(r.framework().node(node).code.clone().unwrap_or_default()),
                    Cell::text(r.name(node)),
                    Cell::text(r.leaf_status(node, row).name().get(r.order.language)),
                    Cell::text(method(r, indicator, step)),
                    Cell::text(mark),
                    value.map_or(Cell::Empty, Cell::Number),
                    Cell::text(if indicator.measure == "1" { "" } else { &*indicator.measure }),
                ]);
            }
        }
    }
    if count > MOST_LISTED {
        let note = match r.order.language {
            Language::Zh => format!("共 {count} 个，只列出前 {MOST_LISTED} 个。"),
            Language::En => format!("The first {MOST_LISTED} of {count}."),
        };
        table.note = Some(note);
    }
    table
}

fn imputing<'r>(r: &Results<'r>) -> impl Iterator<Item = (NodeId, &'r Indicator)> {
    let all = r.framework().indicators();
    all.filter(|(_, _, i)| i.status != Lifecycle::Retired && !i.missing.is_empty())
        .map(|(node, _, i)| (node, i))
}

fn step_of(r: &Results<'_>, node: NodeId, row: usize) -> Option<usize> {
    r.leaves.column(node)?.imputed_by(row)
}

/// What people call a step of the missing policy.
fn method(r: &Results<'_>, indicator: &Indicator, step: usize) -> &'static str {
    indicator.missing.get(step).map_or("", |step| {
        let name = step.note().name;
        r.say(name.zh, name.en)
    })
}
