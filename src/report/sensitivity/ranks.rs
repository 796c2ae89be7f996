//! Ranks with their intervals, ranks taken, pairs, tiers.

use std::collections::BTreeMap;

use super::super::document::{Align, Cell, Column, Interaction, Table};
use super::super::results::Results;
use super::view::View;
use crate::sensitivity::{NodeUncertainty, UnitUncertainty};

/// Units that a table on a page shows; workbook and files have them all.
pub(in crate::report) const SHOWN: usize = 40;

/// Every unit's rank with its interval, chances of a place among the first, tier.
pub(in crate::report) fn ranks(view: View<'_>) -> Table {
    let reader = view.reader;
    let is_page = view.is_page();
    let mut columns = view.scene_columns();
    columns.push(reader.counts("rank", "位次", "Rank"));
    columns.extend(view.unit_columns());
    columns.push(score(view, reader.words("score", "得分", "Score")));
    columns.push(reader.numbers("median", "位次中位数", "Median rank", 1));
    if is_page {
        let range = format!("{}{}", view.say("位次区间 ", "Interval "), view.ends());
        columns.push(Column { align: Align::Centre, ..Column::text(range) });
    } else {
        columns.push(reader.numbers("low", "位次区间下限", "Interval, lower", 1));
        columns.push(reader.numbers("high", "位次区间上限", "Interval, upper", 1));
    }
    for k in &view.all.run.top {
        let (zh, en) = (format!("P(前{k})"), format!("P(top {k})"));
        columns.push(reader.numbers(&format!("p_top_{k}"), &zh, &en, 2));
    }
    columns.push(reader.counts("tier", "梯队", "Tier"));
    columns.push(reader.numbers("rank_shift", "平均移动", "Mean shift", 1));
    if !is_page {
        columns.push(reader.counts("scored", "得到结果的重算", "Replicates with a score"));
        columns.push(score(view, reader.words("score_low", "得分区间下限", "Score, lower")));
        columns.push(score(view, reader.words("score_median", "得分中位数", "Score, median")));
        columns.push(score(view, reader.words("score_high", "得分区间上限", "Score, upper")));
        columns.push(score(view, reader.words("score_mean", "得分均值", "Score, mean")));
        columns.push(score(view, reader.words("score_deviation", "得分标准差", "Score, standard deviation")));
        for grade in &view.r.framework().parts().grades {
            let (zh, en) = (format!("P({})", grade.id), format!("P({})", grade.id));
            columns.push(reader.numbers(&format!("p_grade_{}", grade.id), &zh, &en, 2));
        }
    }
    let mut table = reader.table("ranks", "位次与区间", "Ranks with intervals", columns);
    if let Some(main) = view.main().filter(|_| is_page) {
        table.caption = format!("{} {}", table.caption, view.scene(main));
    }
    table.interaction = Interaction::Browsable;
    for node in view.nodes() {
        let shown = if is_page { SHOWN } else { usize::MAX };
        for unit in node.units.iter().take(shown) {
            table.push(row(view, node, unit));
        }
    }
    table
}

fn row(view: View<'_>, node: &NodeUncertainty, unit: &UnitUncertainty) -> Vec<Cell> {
    let mut cells = view.scene_cells(node);
    cells.push(Cell::Number(f64::from(unit.rank)));
    cells.extend(view.unit_cells(unit.unit));
    cells.push(Cell::Number(unit.score));
    let seen = |value: f64| if unit.scored == 0 { Cell::missing("") } else { Cell::Number(value) };
    cells.push(seen(unit.ranks.median));
    if view.is_page() {
        cells.push(if unit.scored == 0 { Cell::missing("") } else { Cell::text(range(unit)) });
    } else {
        cells.extend([seen(unit.ranks.low), seen(unit.ranks.high)]);
    }
    cells.extend((0..view.all.run.top.len()).map(|at| chance(unit, unit.top.get(at).copied())));
    cells.push(Cell::count(unit.tier as usize + 1));
    cells.push(seen(unit.rank_shift));
    if !view.is_page() {
        cells.push(Cell::Number(f64::from(unit.scored)));
        cells.extend([unit.scores.low, unit.scores.median, unit.scores.high, unit.mean].map(seen));
        cells.push(seen(unit.deviation));
        let grades = view.r.framework().parts().grades.len();
        cells.extend((0..grades).map(|at| chance(unit, unit.grades.get(at).copied())));
    }
    cells
}

fn chance(unit: &UnitUncertainty, share: Option<f64>) -> Cell {
    match share {
        Some(share) if unit.scored > 0 => Cell::Heat { value: share, shade: share },
        _ => Cell::missing(""),
    }
}

/// `2–9`, or `3` where both ends are the same; ends between two ranks go outward.
pub(in crate::report) fn range(unit: &UnitUncertainty) -> String {
    let (low, high) = (unit.ranks.low.floor(), unit.ranks.high.ceil());
    if low == high { format!("{low}") } else { format!("{low}–{high}") }
}

fn score(view: View<'_>, column: Column) -> Column {
    Column { align: Align::Right, format: view.r.format(), ..column }
}

/// How often a unit took a rank; ranks it never took are left out.
pub(in crate::report) fn taken(view: View<'_>) -> Table {
    let reader = view.reader;
    let mut columns = view.scene_columns();
    columns.extend(view.unit_columns());
    columns.push(reader.counts("rank", "位次", "Rank"));
    columns.push(reader.counts("replicates", "重算次数", "Replicates"));
    columns.push(reader.numbers("share", "占比", "Share", 3));
    let mut table = reader.table("rank-acceptability", "各位次出现的次数", "How often each rank", columns);
    for node in view.nodes() {
        for unit in &node.units {
            for (rank, replicates) in &unit.taken {
                let mut cells = view.scene_cells(node);
                cells.extend(view.unit_cells(unit.unit));
                let (rank, replicates) = (f64::from(*rank), f64::from(*replicates));
                cells.extend([Cell::Number(rank), Cell::Number(replicates)]);
                cells.push(Cell::Number(replicates / f64::from(unit.scored.max(1))));
                table.push(cells);
            }
        }
    }
    table
}

/// Pairs of units neither of which is above the other in all replicates, the better one as defined first.
pub(in crate::report) fn pairs(view: View<'_>) -> Table {
    let reader = view.reader;
    let mut columns = view.scene_columns();
    columns.push(reader.words("unit", "对象", "Unit"));
    columns.push(reader.words("other", "另一对象", "Other"));
    columns.push(reader.numbers("share", "前者在上的占比", "Share above", 3));
    let mut table = reader.table("pairs", "两两比较", "Pairs", columns);
    for node in view.nodes() {
        let Some(wins) = &node.wins else { continue };
        for (a, one) in wins.units.iter().enumerate() {
            for (b, other) in wins.units.iter().enumerate().skip(a + 1) {
                let share = wins.share.get(a * wins.units.len() + b).copied();
                if let Some(share) = share.filter(|share| *share > 0.0 && *share < 1.0) {
                    let mut cells = view.scene_cells(node);
                    cells.extend([view.unit_cell(*one), view.unit_cell(*other), Cell::Number(share)]);
                    table.push(cells);
                }
            }
        }
    }
    table
}

/// Tiers of the main node, best first.
pub(in crate::report) fn tiers(view: View<'_>, node: &NodeUncertainty) -> Table {
    const NAMED: usize = 8;
    let reader = view.reader;
    let columns = vec![
        reader.counts("tier", "梯队", "Tier"),
        Column::text(view.say("位次", "Ranks")).centred().wide(10),
        reader.counts("units", "对象数", "Units"),
        reader.words("names", "对象", "Units").wide(80),
    ];
    let mut table = reader.table("tiers", "分不出高下的梯队", "Tiers of units not told apart", columns);
    let comma = view.say("、", ", ");
    for (at, tier) in node.tiers.iter().enumerate().take(SHOWN) {
        let ranks = ranks_of(node, &tier.units);
        let named = tier.units.iter().take(NAMED).map(|unit| view.unit_name(*unit));
        let mut names = named.collect::<Vec<_>>().join(comma);
        if tier.units.len() > NAMED {
            names += view.say("等", " and others");
        }
        table.push(vec![Cell::count(at + 1), Cell::text(ranks), Cell::count(tier.units.len()), names.into()]);
    }
    table
}

/// The ranks as defined of a tier: `4–9`.
pub(in crate::report) fn ranks_of(node: &NodeUncertainty, units: &[u32]) -> String {
    let rank = |unit: &u32| node.units.iter().find(|one| one.unit == *unit).map_or(0, |one| one.rank);
    let (first, last) = (units.first().map_or(0, rank), units.last().map_or(0, rank));
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// One line a node and period.
pub(in crate::report) fn nodes(view: View<'_>) -> Table {
    let reader = view.reader;
    let mut columns = vec![
        reader.node_column("node", "节点", "Node"),
        reader.words("period", "期", "Period"),
        reader.counts("units", "对象数", "Units"),
        reader.counts("tiers", "梯队数", "Tiers"),
        reader.numbers("mean_rank_shift", "位次平均移动", "Mean rank shift", 2),
        reader.numbers("mean_rank_correlation", "秩相关均值", "Mean rank correlation", 3),
    ];
    for k in &view.all.run.top {
        let (zh, en) = (format!("前{k}名留存"), format!("First {k} kept"));
        columns.push(reader.shares(&format!("kept_{k}"), &zh, &en));
    }
    let mut table = reader.table("nodes", "各节点各期", "By node and period", columns);
    for node in &view.all.uncertainty {
        let mut cells = vec![
            reader.node(&node.node),
            Cell::text(node.period.to_string()),
            Cell::count(node.units.len()),
            Cell::count(node.tiers.len()),
            Cell::Number(node.mean_rank_shift),
            Cell::number(node.mean_rank_correlation),
        ];
        cells.extend((0..view.all.run.top.len()).map(|at| Cell::number(node.kept.get(at).copied())));
        table.push(cells);
    }
    table
}

/// The rank interval of each unit for the index in the period of the report, by the unit's number; `None` where the study asks for none.
pub(in crate::report) fn of_focus(r: &Results<'_>) -> Option<BTreeMap<u32, String>> {
    let root = &r.framework().node(r.framework().root()).id;
    let is_it = |node: &&NodeUncertainty| node.node == *root && node.period == r.order.focus;
    let found = r.robustness?.uncertainty.iter().find(is_it)?;
    let seen = found.units.iter().filter(|unit| unit.scored > 0);
    Some(seen.map(|unit| (unit.unit, range(unit))).collect())
}
