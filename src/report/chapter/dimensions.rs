//! Results by dimension and what lies below.

use super::super::document::{Block, Cell, Column, Emphasis, Level, NumberFormat, Table};
use super::super::results::Results;
use super::draft::Draft;
use super::picture;
use crate::framework::NodeId;
use crate::statistics::correlation::pearson;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading(Level::Chapter, "dimensions", r.say("分维度结果", "Results by dimension")),
        Block::paragraph(r.say(
            "维度得分反映达到该维度自身评分标准的程度；各维度的标准来源不同，维度之间的高低不宜直接解读为强弱。",
            "A dimension's score says how far its own standards are met; as these come from different sources, a higher score in one dimension than in another is not by itself a strength.",
        )),
        Block::Table(table(r)),
    ];
    gather(r, draft);
    let templates = [
        r.say(
            "与{previous}年度相比，同样本均值变化最大的一升一降是：{dimension.rise}（{dimension.rise.change}）和{dimension.fall}（{dimension.fall.change}）。",
            "Against {previous}, the largest rise of a matched mean was that of {dimension.rise} ({dimension.rise.change}), the largest fall that of {dimension.fall} ({dimension.fall.change}).",
        ),
        r.say(
            "与{previous}年度相比，各维度同样本均值均未下降，升幅最大的是{dimension.rise.only}（{dimension.rise.change}）。",
            "Against {previous}, no matched mean of a dimension fell; {dimension.rise.only} rose most ({dimension.rise.change}).",
        ),
        r.say(
            "与{previous}年度相比，各维度同样本均值均未上升，降幅最大的是{dimension.fall.only}（{dimension.fall.change}）。",
            "Against {previous}, no matched mean of a dimension rose; {dimension.fall.only} fell most ({dimension.fall.change}).",
        ),
        r.say(
            "对象之间差距最大的维度是{dimension.wide}，标准差为{dimension.wide.deviation}；差距最小的是{dimension.narrow}，标准差为{dimension.narrow.deviation}。",
            "Units differ most in {dimension.wide} (standard deviation {dimension.wide.deviation}) and least in {dimension.narrow} ({dimension.narrow.deviation}).",
        ),
    ];
    blocks.extend(draft.sentences(&templates, r.say("", " ")));
    blocks.extend([picture::dimensions(r, draft)]);
    if r.dimensions().len() > 1 {
        blocks.push(Block::Table(correlations(r)));
    }
    blocks
}

/// Which dimension moved most, and in which units differ most.
fn gather(r: &Results<'_>, draft: &mut Draft) {
    let facts = &mut draft.facts;
    let from = format!("{} {}", r.say("维度得分", "scores by dimension"), r.order.focus);
    let mut changes: Vec<(NodeId, f64)> =
        r.dimensions().into_iter().filter_map(|d| Some((d, matched_change(r, d)?))).collect();
    changes.sort_by(|a, b| a.1.total_cmp(&b.1));
    let fall = changes.first().filter(|(_, by)| *by < 0.0);
    let rise = changes.last().filter(|(_, by)| *by > 0.0);
    for (name, found, other) in [("rise", rise, fall), ("fall", fall, rise)] {
        if let Some((d, by)) = found {
            let only = if other.is_some() { "" } else { ".only" };
            facts.word(format!("dimension.{name}{only}"), r.name(*d), from.clone());
            facts.number(format!("dimension.{name}.change"), *by, r.signed(), from.clone());
        }
    }
    let rows = r.rows(r.order.focus);
    let spread = |d: NodeId| Some((d, r.spread(d, &rows).filter(|s| s.count > 2)?.deviation));
    let mut spreads: Vec<(NodeId, f64)> = r.dimensions().into_iter().filter_map(spread).collect();
    spreads.sort_by(|a, b| a.1.total_cmp(&b.1));
    if let [narrow, .., wide] = &spreads[..] {
        for (name, (d, deviation)) in [("wide", wide), ("narrow", narrow)] {
            facts.word(format!("dimension.{name}"), r.name(*d), from.clone());
            facts.number(format!("dimension.{name}.deviation"), *deviation, r.format(), from.clone());
        }
    }
}

fn table(r: &Results<'_>) -> Table {
    let score = r.format();
    let mut columns = vec![
        Column::text(r.say("节点", "Node")),
        Column::number(r.say("名义权重", "Nominal weight"), NumberFormat::Percent(1)),
        Column::number(r.say("有得分", "Scored"), NumberFormat::Integer),
        Column::number(r.say("均值", "Mean"), score),
        Column::number(r.say("标准差", "Std dev."), score),
        Column::number(r.say("中位数", "Median"), score),
    ];
    if let Some(previous) = r.previous() {
        let heading = format!("{} {previous}", r.say("同样本均值较", "Matched mean vs"));
        columns.push(Column::number(heading, r.signed()));
    }
    let caption = format!("{} {}", r.say("各级得分", "Scores by level"), r.order.focus);
    let mut table = Table::new("by-dimension", caption, columns);
    let rows = r.rows(r.order.focus);
    for (node, found, _) in r.framework().aggregates() {
        let spread = r.spread(node, &rows);
        let indent = "　".repeat(found.depth);
        let mut cells = vec![
            Cell::text(format!("{indent}{}", r.name(node))),
            Cell::Number(r.scorecard.effective_weight(node)),
            Cell::count(spread.map_or(0, |s| s.count)),
            spread.map_or(Cell::Empty, |s| Cell::Number(s.mean)),
            spread.map_or(Cell::Empty, |s| Cell::Number(s.deviation)),
            spread.map_or(Cell::Empty, |s| Cell::Number(s.median)),
        ];
        if r.previous().is_some() {
            cells.push(matched_change(r, node).map_or(Cell::Empty, Cell::Number));
        }
        let emphasis = if found.depth <= 1 { Emphasis::Total } else { Emphasis::None };
        table.push_emphasised(emphasis, cells);
    }
    table
}

/// Change of the mean among units that have a score of the node in both periods.
fn matched_change(r: &Results<'_>, node: NodeId) -> Option<f64> {
    let previous = r.previous()?;
    let index = r.scores.index();
    let mut sums = (0.0, 0.0, 0.0);
    for row in r.rows(r.order.focus) {
        let before = index.find(index.row(row).unit, previous).and_then(|b| r.score(node, b));
        if let (Some(before), Some(now)) = (before, r.score(node, row)) {
            sums = (sums.0 + before, sums.1 + now, sums.2 + 1.0);
        }
    }
    (sums.2 > 0.0).then(|| (sums.1 - sums.0) / sums.2)
}

fn correlations(r: &Results<'_>) -> Table {
    let mut nodes = r.dimensions();
    nodes.push(r.framework().root());
    let mut columns = vec![Column::text("")];
    columns.extend(nodes.iter().map(|&n| Column::number(r.name(n), NumberFormat::Decimals(2))));
    columns.push(Column::number(r.say("名义权重", "Nominal weight"), NumberFormat::Percent(1)));
    let caption = r.say("维度得分之间的相关系数", "Correlations between dimension scores");
    let mut table = Table::new("correlations", format!("{caption} {}", r.order.focus), columns);
    let rows = r.rows(r.order.focus);
    for &one in &nodes {
        let mut cells = vec![Cell::text(r.name(one))];
        for &other in &nodes {
            let found = correlation(r, one, other, &rows);
            cells.push(found.map_or(Cell::Empty, |c| Cell::Heat { value: c, shade: c.abs().min(1.0) }));
        }
        let weight = r.scorecard.effective_weight(one);
        let is_root = r.framework().node(one).parent.is_none();
        cells.push(if is_root { Cell::Empty } else { Cell::Number(weight) });
        table.push(cells);
    }
    table.note = Some(r.say(
        "皮尔逊相关系数，按两者均有得分的对象计算。与综合得分相关很低的维度，名义权重再大也难以影响位次。",
        "Pearson, over units with both scores. A dimension that hardly correlates with the index hardly moves the ranks, whatever its nominal weight.",
    ).to_owned());
    table
}

/// Over the rows with both scores; `None` of fewer than three, or where one of the two never differs.
fn correlation(r: &Results<'_>, one: NodeId, other: NodeId, rows: &[usize]) -> Option<f64> {
    let pairs = rows.iter().filter_map(|&row| Some((r.score(one, row)?, r.score(other, row)?)));
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.unzip();
    let differs = |values: &[f64]| values.iter().any(|value| *value != values[0]);
    (x.len() > 2 && differs(&x) && differs(&y)).then(|| pearson(&[&x, &y])[1])
}
