//! Pictures of a sensitivity analysis: rank intervals, chances of each rank, pairs, indices, ranges of weights.

use super::super::chapter::draft::Draft;
use super::super::chapter::picture;
use super::super::document::Block;
use super::super::figure::{
    Axis, BarGroup, Emphasis, Figure, GroupedBars, HeatMap, IntervalPlot, IntervalRow, Shading,
};
use super::attribution::{factor, index_names, is_share};
use super::view::View;
use crate::sensitivity::{
    AttributedOutput, Attribution, ExactAnswers, NodeUncertainty, UnitAcceptability, UnitUncertainty,
};

/// Units in the picture of rank intervals.
const INTERVALS: usize = 30;
/// Rows and columns of a picture of squares.
const SQUARES: usize = 20;

/// Rank as defined, interval and median of the first units; with the attainable ranks where there are any.
pub(in crate::report) fn intervals(view: View<'_>, node: &NodeUncertainty, draft: &mut Draft) -> Block {
    let exact = view.all.exact.as_ref().filter(|exact| exact.period == node.period && is_root(view, node));
    let reach = |unit: u32| {
        let found = exact.and_then(|exact| exact.units.iter().find(|one| one.unit == unit));
        found.map(|one| (f64::from(one.best), f64::from(one.worst)))
    };
    let row = |unit: &UnitUncertainty| IntervalRow {
        label: view.unit_name(unit.unit).to_owned(),
        point: Some(f64::from(unit.rank)),
        bar: (unit.scored > 0).then_some((unit.ranks.low, unit.ranks.high)),
        tick: (unit.scored > 0).then_some(unit.ranks.median),
        reach: reach(unit.unit),
        emphasis: Emphasis::Normal,
    };
    let rows: Vec<IntervalRow> = node.units.iter().take(INTERVALS).map(row).collect();
    let last = rows.iter().flat_map(|row| {
        [row.bar.map(|bar| bar.1), row.reach.map(|reach| reach.1), row.point].into_iter().flatten()
    });
    let last = last.fold(1.0, f64::max);
    let title = format!("{} {}", view.say("位次区间", "Rank intervals"), view.scene(node));
    let bar = format!("{} {}", view.ends(), view.say("的重算", "of replicates"));
    let has_reach = rows.iter().any(|row| row.reach.is_some());
    let figure = Figure::IntervalPlot(IntervalPlot {
        labels: picture::labels(
            view.r,
            title.clone(),
            view.say(
                "每行一个对象：圆点为按定义的位次，横条为重算的位次区间，竖线为中位数",
                "a row a unit: the dot is the rank as defined, the bar the interval of ranks over the replicates, the tick the median",
            )
            .to_owned(),
        ),
        item_heading: view.say("对象", "Unit").to_owned(),
        axis: Axis {
            title: view.say("位次", "Rank").to_owned(),
            range: Some((0.5, last + 0.5)),
            decimals: 0,
            ..Axis::default()
        },
        point_name: view.say("按定义", "as defined").to_owned(),
        bar_name: bar,
        tick_name: view.say("中位数", "median").to_owned(),
        reach_name: if has_reach { view.say("权重范围内可达", "attainable within weight bounds").to_owned() } else { String::new() },
        rows,
    });
    picture::block(view.r, draft, "figure-rank-intervals", title, figure)
}

fn is_root(view: View<'_>, node: &NodeUncertainty) -> bool {
    let framework = view.r.framework();
    framework.node(framework.root()).id == node.node
}

/// How often each of the first units takes each of the first ranks.
pub(in crate::report) fn taken(view: View<'_>, node: &NodeUncertainty, draft: &mut Draft) -> Option<Block> {
    let of = |unit: &UnitUncertainty| -> Vec<(u32, f64)> {
        let whole = f64::from(unit.scored.max(1));
        unit.taken.iter().map(|(rank, count)| (*rank, f64::from(*count) / whole)).collect()
    };
    let rows: Vec<(String, Vec<(u32, f64)>)> = node
        .units
        .iter()
        .take(SQUARES)
        .map(|unit| (view.unit_name(unit.unit).to_owned(), of(unit)))
        .collect();
    let title = format!(
        "{} {}",
        view.say("各位次出现的占比（%）", "How often each rank, in per cent"),
        view.scene(node)
    );
    let said = view.say(
        "每行一个对象，每列一个位次；颜色越深，重算中越常取得这个位次",
        "a row a unit, a column a rank; the darker, the more replicates give it that rank",
    );
    ranks_map(view, draft, "figure-rank-acceptability", title, said, &rows)
}

/// The same over weight vectors.
pub(in crate::report) fn acceptability(
    view: View<'_>,
    all: &UnitAcceptability,
    draft: &mut Draft,
) -> Option<Block> {
    let rows: Vec<(String, Vec<(u32, f64)>)> = all
        .units
        .iter()
        .zip(&all.ranks)
        .take(SQUARES)
        .map(|(unit, ranks)| (view.unit_name(*unit).to_owned(), ranks.clone()))
        .collect();
    let title = format!(
        "{} {}",
        view.say("支持各位次的权重占比（%）", "Weights that support each rank, in per cent"),
        all.period
    );
    let said = view.say(
        "每行一个对象，每列一个位次；颜色越深，支持这个位次的权重越多",
        "a row a unit, a column a rank; the darker, the more weight vectors give it that rank",
    );
    ranks_map(view, draft, "figure-acceptability", title, said, &rows)
}

fn ranks_map(
    view: View<'_>,
    draft: &mut Draft,
    id: &str,
    title: String,
    said: &str,
    rows: &[(String, Vec<(u32, f64)>)],
) -> Option<Block> {
    if rows.len() < 2 {
        return None;
    }
    let taken = rows.iter().flat_map(|(_, ranks)| ranks.iter().map(|(rank, _)| *rank));
    let last = taken.max().unwrap_or(1);
    let shown = last.min(u32::try_from(SQUARES).unwrap_or(20));
    let mut columns: Vec<String> = (1..=shown).map(|rank| rank.to_string()).collect();
    if last > shown {
        columns.push(view.say("其后", "later").to_owned());
    }
    let values = rows.iter().map(|(_, ranks)| {
        let share = |wanted: &dyn Fn(u32) -> bool| -> Option<f64> {
            let sum: f64 = ranks.iter().filter(|(rank, _)| wanted(*rank)).map(|(_, share)| share).sum();
            Some(sum * 100.0)
        };
        let mut row: Vec<Option<f64>> = (1..=shown).map(|rank| share(&|found| found == rank)).collect();
        if last > shown {
            row.push(share(&|found| found > shown));
        }
        row
    });
    let figure = Figure::HeatMap(HeatMap {
        labels: picture::labels(view.r, title.clone(), said.to_owned()),
        row_heading: view.say("对象", "Unit").to_owned(),
        axis: Axis { title: "%".to_owned(), range: Some((0.0, 100.0)), decimals: 0, ..Axis::default() },
        values: values.collect(),
        rows: rows.iter().map(|(name, _)| name.clone()).collect(),
        columns,
        shading: Shading::Whole,
    });
    Some(picture::block(view.r, draft, id, title, figure))
}

/// In which share of replicates the row's unit is above the column's, for the first units.
pub(in crate::report) fn wins(view: View<'_>, node: &NodeUncertainty, draft: &mut Draft) -> Option<Block> {
    let wins = node.wins.as_ref()?;
    let count = wins.units.len().min(SQUARES);
    if count < 2 {
        return None;
    }
    let rank = |unit: u32| node.units.iter().find(|one| one.unit == unit).map_or(0, |one| one.rank);
    let value = |a: usize, b: usize| {
        let share = wins.share.get(a * wins.units.len() + b).copied();
        share.filter(|_| a != b).map(|share| share * 100.0)
    };
    let title = format!(
        "{} {}",
        view.say(
            "两两比较：行在列之上的占比（%）",
            "Pairs: how often the row is above the column, in per cent"
        ),
        view.scene(node)
    );
    let figure = Figure::HeatMap(HeatMap {
        labels: picture::labels(
            view.r,
            title.clone(),
            view.say(
                "行与列都按定义的次序；颜色越深，行的对象在越多的重算中高于列的对象",
                "rows and columns in the order as defined; the darker, the more replicates put the row's unit above the column's",
            )
            .to_owned(),
        ),
        row_heading: view.say("对象", "Unit").to_owned(),
        axis: Axis { title: "%".to_owned(), range: Some((0.0, 100.0)), decimals: 0, ..Axis::default() },
        rows: wins.units[..count].iter().map(|unit| format!("{} {}", rank(*unit), view.unit_name(*unit))).collect(),
        columns: wins.units[..count].iter().map(|unit| rank(*unit).to_string()).collect(),
        values: (0..count).map(|a| (0..count).map(|b| value(a, b)).collect()).collect(),
        shading: Shading::Whole,
    });
    Some(picture::block(view.r, draft, "figure-pairs", title, figure))
}

/// Both indices of each factor, the largest first.
pub(in crate::report) fn indices(
    view: View<'_>,
    all: &Attribution,
    output: &AttributedOutput,
    draft: &mut Draft,
) -> Option<Block> {
    if output.constant || output.factors.is_empty() {
        return None;
    }
    let (first, total) = index_names(view, all.method);
    let scale = if is_share(all.method) { 100.0 } else { 1.0 };
    let mut order: Vec<usize> = (0..output.factors.len()).collect();
    let strength = |at: usize| output.factors[at].total.unwrap_or(output.factors[at].first);
    order.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)).then(a.cmp(b)));
    let group = |at: usize| {
        let index = &output.factors[at];
        let ends = |interval: Option<crate::sensitivity::Interval>| {
            interval.map(|i| (i.low * scale, i.high * scale))
        };
        let mut values = vec![Some(index.first * scale)];
        let mut intervals = vec![ends(index.first_interval)];
        if total.is_some() {
            values.push(index.total.map(|value| value * scale));
            intervals.push(ends(index.total_interval));
        }
        BarGroup { label: factor(view, at), values, intervals }
    };
    let name = view.r.text_of(&output.name);
    let title = format!("{}{name}", view.say("各因素的份额：", "What goes with each factor: "));
    let figure = Figure::GroupedBars(GroupedBars {
        labels: picture::labels(
            view.r,
            title.clone(),
            view.say(
                "每个因素的指数及其自助法区间；小于 0 的估计与 0 不可区分",
                "the indices of each factor with their bootstrap intervals; an estimate below 0 cannot be told from 0",
            )
            .to_owned(),
        ),
        item_heading: view.say("因素", "Factor").to_owned(),
        axis: Axis {
            title: if is_share(all.method) { view.say("占方差（%）", "share of variance (%)").to_owned() } else { String::new() },
            decimals: if is_share(all.method) { 1 } else { 3 },
            ..Axis::default()
        },
        series: std::iter::once(first).chain(total).map(str::to_owned).collect(),
        groups: order.into_iter().map(group).collect(),
    });
    Some(picture::block(
        view.r,
        draft,
        &format!("figure-attribution-{}", output.id.replace(':', "-")),
        title,
        figure,
    ))
}

/// Per weight, how far it may move before the first place changes, and before the first k do.
pub(in crate::report) fn stability(view: View<'_>, exact: &ExactAnswers, draft: &mut Draft) -> Option<Block> {
    if exact.stability.is_empty() {
        return None;
    }
    let percent = |range: (f64, f64)| (range.0 * 100.0, range.1 * 100.0);
    let row = |one: &crate::sensitivity::StabilityInterval| IntervalRow {
        label: view.node_name(&one.node),
        point: Some(one.weight * 100.0),
        bar: Some(percent(one.top)),
        tick: None,
        reach: Some(percent(one.first)),
        emphasis: Emphasis::Normal,
    };
    let k = view.all.run.top.first().copied().unwrap_or(1);
    let title = view.say("权重稳定区间（%）", "Stability intervals of the weights (%)").to_owned();
    let bar = if view.r.order.language == crate::vocab::Language::Zh {
        format!("前{k}名不变")
    } else {
        format!("the first {k} stay")
    };
    let figure = Figure::IntervalPlot(IntervalPlot {
        labels: picture::labels(
            view.r,
            title.clone(),
            view.say(
                "每行一个权重，其余按比例；圆点为现权重，横条内前列名单不变，细线内第一名不变",
                "a row a weight, the others in proportion; the dot is the weight as defined, within the bar the set at the top stays, within the thin line the first place",
            )
            .to_owned(),
        ),
        item_heading: view.say("节点", "Node").to_owned(),
        axis: Axis { title: view.say("权重（%）", "Weight (%)").to_owned(), decimals: 1, ..Axis::default() },
        point_name: view.say("现权重", "as defined").to_owned(),
        bar_name: bar,
        tick_name: String::new(),
        reach_name: view.say("第一名不变", "the first place stays").to_owned(),
        rows: exact.stability.iter().map(row).collect(),
    });
    Some(picture::block(view.r, draft, "figure-stability", title, figure))
}
