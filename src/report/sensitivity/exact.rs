//! Exact answers within bounds of weights, and what each weight vector supports.

use super::super::document::{Align, Cell, Column, Interaction, NumberFormat, Table};
use super::ranks::SHOWN;
use super::view::View;
use crate::sensitivity::{ExactAnswers, UnitExact};

const SHARE: NumberFormat = NumberFormat::Percent(1);

/// The nodes whose weights move, and within which bounds.
pub(in crate::report) fn weights(view: View<'_>, exact: &ExactAnswers) -> Table {
    let columns = vec![
        Column::text(view.say("节点", "Node")),
        Column::number(view.say("权重", "Weight"), SHARE),
        Column::number(view.say("最小", "Least"), SHARE),
        Column::number(view.say("最大", "Greatest"), SHARE),
    ];
    let mut table =
        Table::new("table-sensitivity-bounds", view.say("权重的范围", "Bounds of the weights"), columns);
    for (node, nominal, least, greatest) in &exact.weights {
        let mut cells = vec![view.reader.node(node)];
        cells.extend([nominal, least, greatest].map(|share| Cell::Number(*share)));
        table.push(cells);
    }
    table
}

/// Best and worst attainable rank of every unit; a page has the sampled interval beside them.
pub(in crate::report) fn attainable(view: View<'_>) -> Table {
    let reader = view.reader;
    let is_page = view.is_page();
    let mut columns = Vec::new();
    if !is_page {
        columns.push(reader.words("period", "期", "Period"));
    }
    columns.push(reader.counts("rank", "位次", "Rank"));
    columns.extend(view.unit_columns());
    if is_page {
        let centre = |text| Column { align: Align::Centre, ..Column::text(text) };
        columns.push(centre(view.say("最好可达", "Best attainable")));
        columns.push(centre(view.say("最差可达", "Worst attainable")));
        columns.push(centre(view.say("重算的位次区间", "Sampled interval")));
    } else {
        columns.push(reader.counts("best", "最好不过", "No better than"));
        columns.push(reader.counts("best_reached", "已达到的最好", "Best reached"));
        columns.push(reader.counts("worst", "最差不过", "No worse than"));
        columns.push(reader.counts("worst_reached", "已达到的最差", "Worst reached"));
    }
    columns.push(score(view, reader.words("score_low", "最低得分", "Least score")));
    columns.push(score(view, reader.words("score_high", "最高得分", "Greatest score")));
    columns.push(reader.counts("always_above", "始终高于", "Always above"));
    columns.push(reader.counts("always_below", "始终低于", "Always below"));
    let mut table = reader.table("attainable", "可达到的位次", "Attainable ranks", columns);
    table.interaction = Interaction::Browsable;
    let Some(exact) = &view.all.exact else { return table };
    for unit in exact.units.iter().take(if is_page { SHOWN } else { usize::MAX }) {
        let mut cells = Vec::new();
        if !is_page {
            cells.push(Cell::text(exact.period.to_string()));
        }
        cells.push(Cell::Number(f64::from(unit.rank)));
        cells.extend(view.unit_cells(unit.unit));
        if is_page {
            cells.extend(in_words(view, unit));
        } else {
            let ranks = [unit.best, unit.best_reached, unit.worst, unit.worst_reached];
            cells.extend(ranks.map(|rank| Cell::Number(f64::from(rank))));
        }
        cells.extend([unit.scores.0, unit.scores.1].map(Cell::Number));
        cells.extend([unit.always_above, unit.always_below].map(|count| Cell::Number(f64::from(count))));
        table.push(cells);
    }
    if is_page {
        let note = view.say(
            "可达位次是权重在所列范围内取任何值时的确定结论，不是抽样；写成“4（5）”的，表示不会好于（差于）第4名、已找到权重使其到第5名，两者之间未能判定。“始终高于”是不论权重怎样取都排在其下的对象数。重算的位次区间还包括权重以外的因素，口径不同。",
            "Attainable ranks hold for all weights within the bounds; nothing is drawn. “4 (5)” says: no better (worse) than 4, weights are known that give 5, what lies between is not decided. “Always above” counts the units that stay below it whatever the weights. The sampled interval also covers factors other than weights.",
        );
        table.note = Some(note.to_owned());
    }
    table
}

fn in_words(view: View<'_>, unit: &UnitExact) -> [Cell; 3] {
    let rank = |bound: u32, reached: u32| {
        Cell::text(if bound == reached { bound.to_string() } else { format!("{bound} ({reached})") })
    };
    let sampled = view.main().and_then(|node| node.units.iter().find(|one| one.unit == unit.unit));
    let sampled = sampled.map_or(Cell::missing(""), |one| Cell::text(super::ranks::range(one)));
    [rank(unit.best, unit.best_reached), rank(unit.worst, unit.worst_reached), sampled]
}

fn score(view: View<'_>, column: Column) -> Column {
    Column { align: Align::Right, format: view.r.format(), ..column }
}

/// When the second of a pair overtakes the first: one row a pair on a page, one a threshold in a file.
pub(in crate::report) fn overtaking(view: View<'_>) -> Table {
    let reader = view.reader;
    let mut columns = vec![
        reader.words("ahead", "按定义在前", "Ahead as defined"),
        reader.words("behind", "在后", "Behind"),
        reader.numbers("least_l1", "最小改动 Σ|Δw|", "Least change Σ|Δw|", 4),
        reader.numbers("least_l2", "最小改动 √Σ Δw²", "Least change √Σ Δw²", 4),
    ];
    if view.is_page() {
        columns.push(
            Column::text(view.say("超过的条件（只动一个权重）", "It overtakes when (one weight alone)"))
                .wide(50),
        );
    } else {
        columns.push(reader.node_column("node", "节点", "Node"));
        columns.push(reader.numbers("weight", "现权重", "Weight", 4));
        columns.push(reader.numbers("threshold", "临界权重", "Threshold", 4));
    }
    let mut table = reader.table("overtaking", "谁在什么条件下超过谁", "Who overtakes whom when", columns);
    let Some(exact) = &view.all.exact else { return table };
    for pair in &exact.overtaking {
        let head = vec![
            view.unit_cell(pair.ahead),
            view.unit_cell(pair.behind),
            pair.least_l1
                .map_or_else(|| Cell::missing(view.say("范围内不超过", "never within bounds")), Cell::Number),
            Cell::number(pair.least_l2),
        ];
        if view.is_page() {
            let conditions = conditions(view, exact, &pair.thresholds);
            let mut cells = head;
            cells.push(Cell::text(conditions.join(view.say("；", "; "))));
            table.push(cells);
            continue;
        }
        let mut any = false;
        for ((node, nominal, _, _), thresholds) in exact.weights.iter().zip(&pair.thresholds) {
            for threshold in thresholds {
                let mut cells = head.clone();
                cells.extend([reader.node(node), Cell::Number(*nominal), Cell::Number(*threshold)]);
                table.push(cells);
                any = true;
            }
        }
        if !any {
            let mut cells = head;
            cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
            table.push(cells);
        }
    }
    table
}

fn conditions(view: View<'_>, exact: &ExactAnswers, thresholds: &[Vec<f64>]) -> Vec<String> {
    let mut all = Vec::new();
    for ((node, nominal, _, _), thresholds) in exact.weights.iter().zip(thresholds) {
        let turns = || thresholds.iter().copied().filter(|threshold| is_within(*threshold));
        let above = turns().find(|threshold| threshold > nominal);
        let below = turns().rfind(|threshold| threshold <= nominal);
        let name = view.node_name(node);
        all.extend(below.map(|at| format!("{name} ≤ {}", outward(at, Side::Below))));
        all.extend(above.map(|at| format!("{name} ≥ {}", outward(at, Side::Above))));
    }
    all
}

/// Whether some weight lies beyond a threshold: at 0 and 1 nothing does.
pub(in crate::report) fn is_within(threshold: f64) -> bool {
    threshold > 0.0005 && threshold < 0.9995
}

/// On which side of a threshold the order is turned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Side {
    Below,
    Above,
}

/// A threshold in percent, rounded to where the order is turned for certain.
pub(in crate::report) fn outward(threshold: f64, side: Side) -> String {
    let tenths = threshold * 1000.0;
    // Away from the nominal weight, but a number that is a tenth already stays.
    let near = tenths.round();
    let rounded = match side {
        _ if (tenths - near).abs() < 1e-9 => near,
        Side::Above => tenths.ceil(),
        Side::Below => tenths.floor(),
    };
    SHARE.print(rounded / 1000.0).unwrap_or_default()
}

/// Per weight, the range in which something stays as it is.
pub(in crate::report) fn stability(view: View<'_>) -> Table {
    let reader = view.reader;
    let mut columns =
        vec![reader.node_column("node", "节点", "Node"), reader.shares("weight", "权重", "Weight")];
    let k = view.all.run.top.first().copied().unwrap_or(1);
    let (top_zh, top_en) = (format!("前{k}名"), format!("First {k}"));
    let ranges = [
        ("first", "第一名", "First place"),
        ("top", &*top_zh, &*top_en),
        ("order", "全部次序", "Whole order"),
    ];
    for (id, zh, en) in ranges {
        let (low, high) = (format!("{id}_low"), format!("{id}_high"));
        let group = view.say("不变的范围", "Stays within");
        let ends = [
            reader.shares(&low, &format!("{zh}下限"), &format!("{en}, from")),
            reader.shares(&high, &format!("{zh}上限"), &format!("{en}, to")),
        ];
        columns.extend(ends.map(|column| if reader.is_program() { column } else { column.grouped(group) }));
    }
    let mut table = reader.table("stability", "权重稳定区间", "Stability intervals of the weights", columns);
    let stability = view.all.exact.as_ref().map_or(&[][..], |exact| &exact.stability);
    for one in stability {
        let mut cells = vec![reader.node(&one.node), Cell::Number(one.weight)];
        cells.extend(
            [one.first, one.top, one.order].iter().flat_map(|range| [range.0, range.1].map(Cell::Number)),
        );
        table.push(cells);
    }
    table
}

/// Shares of weight vectors that give a unit a rank.
pub(in crate::report) fn acceptability(view: View<'_>) -> Table {
    let reader = view.reader;
    let mut columns = vec![reader.words("period", "期", "Period")];
    columns.extend(view.unit_columns());
    columns.push(reader.counts("rank", "位次", "Rank"));
    columns.push(reader.numbers("share", "权重向量占比", "Share of weight vectors", 4));
    let mut table = reader.table("acceptability", "各位次的可接受度", "Rank acceptability", columns);
    let Some(all) = &view.all.acceptability else { return table };
    for (unit, ranks) in all.units.iter().zip(&all.ranks) {
        for (rank, share) in ranks {
            let mut cells = vec![Cell::text(all.period.to_string())];
            cells.extend(view.unit_cells(*unit));
            cells.extend([Cell::Number(f64::from(*rank)), Cell::Number(*share)]);
            table.push(cells);
        }
    }
    table
}

/// The central weights of the units that are first for some weights.
pub(in crate::report) fn central(view: View<'_>) -> Table {
    let reader = view.reader;
    let mut columns = view.unit_columns();
    columns.push(reader.numbers("first", "居首的占比", "Share first", 3));
    columns.push(reader.numbers("confidence", "置信因子", "Confidence factor", 3));
    let all = view.all.acceptability.as_ref();
    let nodes = all.map_or(&[][..], |all| &all.nodes);
    columns.extend(nodes.iter().map(|node| {
        let name = view.node_name(node);
        reader.shares(node.as_str(), &name, &name)
    }));
    let caption = ("居首时的中心权重", "Central weights where a unit is first");
    let mut table = reader.table("central-weights", caption.0, caption.1, columns);
    let Some(all) = all else { return table };
    for (at, unit) in all.units.iter().enumerate() {
        let Some(weights) = all.central.get(at).and_then(Option::as_ref) else { continue };
        let mut cells = view.unit_cells(*unit);
        let first = all.ranks.get(at).and_then(|ranks| ranks.iter().find(|(rank, _)| *rank == 1));
        cells.push(Cell::number(first.map(|(_, share)| *share)));
        cells.push(Cell::number(all.confidence.get(at).copied().flatten()));
        cells.extend(weights.iter().map(|weight| Cell::Number(*weight)));
        table.push(cells);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_rounded_to_where_the_order_is_turned() {
        assert_eq!(outward(0.3074, Side::Above), "30.8%");
        assert_eq!(outward(0.3074, Side::Below), "30.7%");
        assert_eq!(outward(0.31, Side::Above), "31.0%");
        assert_eq!(outward(0.31, Side::Below), "31.0%");
    }
}
