//! Which factors differences come with: indices as tables.

use super::super::document::{Align, Cell, Column, NumberFormat, Table};
use super::view::View;
use crate::sensitivity::{AttributedOutput, Attribution, AttributionMethod, FactorIndex, Interval};

/// What the indices of a method are called: the first one, the second one if there is one.
pub(in crate::report) fn index_names(
    view: View<'_>,
    method: AttributionMethod,
) -> (&'static str, Option<&'static str>) {
    let say = |zh, en| view.say(zh, en);
    match method {
        AttributionMethod::Auto | AttributionMethod::Sobol | AttributionMethod::Factorial => (
            say("单独（一阶）", "Alone (first order)"),
            Some(say("连同交互（总）", "With interactions (total)")),
        ),
        AttributionMethod::Morris => {
            (say("平均效应 μ", "Mean effect μ"), Some(say("平均绝对效应 μ*", "Mean absolute effect μ*")))
        }
        AttributionMethod::Pawn => {
            (say("KS 距离中位数", "KS distance, median"), Some(say("KS 距离最大值", "KS distance, largest")))
        }
        AttributionMethod::Delta => ("δ", None),
    }
}

/// Whether the indices are shares of a variance.
pub(in crate::report) fn is_share(method: AttributionMethod) -> bool {
    matches!(method, AttributionMethod::Auto | AttributionMethod::Sobol | AttributionMethod::Factorial)
}

/// What the method is called.
pub(in crate::report) fn method_name(view: View<'_>, method: AttributionMethod) -> &'static str {
    match method {
        AttributionMethod::Auto => view.say("自动", "automatic"),
        AttributionMethod::Sobol => view.say("Sobol' 指数", "Sobol' indices"),
        AttributionMethod::Factorial => {
            view.say("全析因方差分解", "full factorial, exact variance decomposition")
        }
        AttributionMethod::Morris => view.say("Morris 基本效应", "elementary effects (Morris)"),
        AttributionMethod::Pawn => view.say("PAWN", "PAWN"),
        AttributionMethod::Delta => view.say("Borgonovo δ", "Borgonovo's δ"),
    }
}

/// Whether an index cannot be told from 0: not above it, or an interval that reaches it.
pub(in crate::report) fn is_zero(value: f64, interval: Option<Interval>) -> bool {
    value <= 0.0 || interval.is_some_and(|interval| interval.low <= 0.0)
}

/// The indices of one output, a factor a row, in the order of the study.
pub(in crate::report) fn of_output(view: View<'_>, all: &Attribution, output: &AttributedOutput) -> Table {
    let number = if is_share(all.method) { NumberFormat::Percent(1) } else { NumberFormat::Decimals(3) };
    let (first, total) = index_names(view, all.method);
    let interval = |name: &str| Column {
        align: Align::Centre,
        ..Column::text(format!("{name} {}", view.say("区间", "interval")))
    };
    let mut columns =
        vec![Column::text(view.say("因素", "Factor")), Column::number(first, number), interval(first)];
    if let Some(total) = total {
        columns.extend([Column::number(total, number), interval(total)]);
    }
    if all.method == AttributionMethod::Morris {
        columns.push(Column::number("σ", number));
    }
    let caption = format!("{}{}", view.say("归因：", "Attribution: "), view.r.text_of(&output.name));
    let mut table = Table::new(
        format!("table-sensitivity-attribution-{}", output.id.replace(':', "-")),
        caption,
        columns,
    );
    for (at, index) in output.factors.iter().enumerate() {
        let mut cells = vec![Cell::text(factor(view, at)), Cell::Number(index.first)];
        cells.push(ends(view, number, index.first, index.first_interval));
        if total.is_some() {
            cells.push(Cell::number(index.total));
            cells.push(
                index.total.map_or(Cell::Empty, |value| ends(view, number, value, index.total_interval)),
            );
        }
        if all.method == AttributionMethod::Morris {
            cells.push(Cell::number(index.spread));
        }
        table.push(cells);
    }
    table
}

/// The interval in words, with a remark where the index cannot be told from 0.
fn ends(view: View<'_>, format: NumberFormat, value: f64, interval: Option<Interval>) -> Cell {
    let zero = if is_zero(value, interval) { view.say("与 0 不可区分", "not told from 0") } else { "" };
    let Some(interval) = interval else { return Cell::text(zero) };
    let print = |value: f64| format.print(value).unwrap_or_default();
    let range = format!("{} {} {}", print(interval.low), view.say("至", "to"), print(interval.high));
    Cell::text(if zero.is_empty() { range } else { format!("{range}{}{zero}", view.say("，", ", ")) })
}

/// The name of a factor.
pub(in crate::report) fn factor(view: View<'_>, at: usize) -> String {
    view.all.run.factors.get(at).map_or_else(String::new, |(_, name, _)| view.r.text_of(name).to_owned())
}

/// All indices of all outputs, one a row.
pub(in crate::report) fn long(view: View<'_>) -> Table {
    let reader = view.reader;
    let columns = vec![
        reader.words("output", "解释的量", "Output"),
        reader.words("method", "方法", "Method"),
        reader.words("factor", "因素", "Factor"),
        reader.words("with", "另一因素", "With"),
        reader.words("index", "指数", "Index"),
        reader.numbers("value", "数值", "Value", 4),
        reader.numbers("low", "区间下限", "Lower", 4),
        reader.numbers("high", "区间上限", "Upper", 4),
    ];
    let mut table = reader.table("attribution", "归因", "Attribution", columns);
    let Some(all) = &view.all.attribution else { return table };
    let method = if reader.is_program() {
        serde_json::to_value(all.method)
            .ok()
            .and_then(|name| name.as_str().map(str::to_owned))
            .unwrap_or_default()
    } else {
        method_name(view, all.method).to_owned()
    };
    let name = |at: usize| match view.all.run.factors.get(at) {
        Some((id, _, _)) if reader.is_program() => id.to_string(),
        _ => factor(view, at),
    };
    for output in &all.outputs {
        let what =
            if reader.is_program() { output.id.clone() } else { view.r.text_of(&output.name).to_owned() };
        let mut push = |factor: String, with: String, index: &str, value: f64, interval: Option<Interval>| {
            let end = |end: fn(Interval) -> f64| {
                interval.map_or(Cell::Empty, |interval| Cell::Number(end(interval)))
            };
            let words = [what.clone(), method.clone(), factor, with, index.to_owned()];
            let mut cells: Vec<Cell> = words.into_iter().map(Cell::text).collect();
            cells.extend([Cell::Number(value), end(|i| i.low), end(|i| i.high)]);
            table.push(cells);
        };
        for (at, found) in output.factors.iter().enumerate() {
            for (index, value, interval) in indices(view, all.method, found) {
                push(name(at), String::new(), &index, value, interval);
            }
        }
        for (a, b, value, interval) in &output.pairs {
            let index = if reader.is_program() { "second" } else { view.say("二阶", "Second order") };
            push(name(*a), name(*b), index, *value, *interval);
        }
    }
    table
}

/// The indices of a factor with their names, ids for a program.
fn indices(
    view: View<'_>,
    method: AttributionMethod,
    found: &FactorIndex,
) -> Vec<(String, f64, Option<Interval>)> {
    let (first, total) = index_names(view, method);
    let ids = match method {
        AttributionMethod::Morris => ("mu", "mu-star"),
        AttributionMethod::Pawn => ("median", "max"),
        AttributionMethod::Delta => ("delta", ""),
        _ => ("first", "total"),
    };
    let pick = |id: &str, name: &str| if view.reader.is_program() { id.to_owned() } else { name.to_owned() };
    let mut all = vec![(pick(ids.0, first), found.first, found.first_interval)];
    if let (Some(value), Some(name)) = (found.total, total) {
        all.push((pick(ids.1, name), value, found.total_interval));
    }
    all.extend(found.spread.map(|spread| (pick("sigma", "σ"), spread, None)));
    all
}
