//! Who leads, who trails, and who moved.

use super::super::document::{Block, Cell, Column, Interaction, Level, NumberFormat, OnPaper, Table};
use super::super::results::{Results, Spread};
use super::super::sensitivity::ranks::of_focus as rank_ranges;
use super::draft::Draft;
use crate::vocab::Id;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    let ranked = r.ranked();
    let mut blocks = vec![Block::heading(Level::Chapter, "movers", r.say("位次与变动", "Ranks and movers"))];
    let movers = r.order.movers;
    let caption = format!("{} {}", r.say("综合得分居前的对象", "Highest index scores"), r.order.focus);
    let leaders: Vec<usize> = ranked.iter().take(movers).map(|(_, row)| *row).collect();
    blocks.push(Block::Table(listing(
        r,
        "leaders",
        caption,
        &leaders,
        &r.order.by[..r.order.by.len().min(1)],
    )));
    let caption = format!("{} {}", r.say("综合得分居后的对象", "Lowest index scores"), r.order.focus);
    let trailing: Vec<usize> = ranked.iter().rev().take(movers).map(|(_, row)| *row).collect();
    blocks.push(Block::Table(listing(
        r,
        "trailing",
        caption,
        &trailing,
        &r.order.by[..r.order.by.len().min(1)],
    )));
    if let Some(previous) = r.previous() {
        blocks.push(Block::heading(
            Level::Section,
            "changes",
            r.say("较上期变动", "Changes since the period before"),
        ));
        blocks.push(Block::paragraph(r.say(
            "下表只列两期均有综合得分的对象，按得分变化排序；“变化最大的维度”按“权重×得分变化”比较（几何合成时为近似）。位次变化受样本进出影响，得分变化不受影响。",
            "Only units with an index score in both periods, by change of score; the dimension that moved it most is by weight × change (approximate under geometric aggregation). Changes of rank are affected by entries and exits, changes of score are not.",
        )));
        let mut changes: Vec<Change> = r
            .scored_in_both(previous, r.order.focus)
            .into_iter()
            .filter_map(|(before, now)| {
                Some(Change { before, now, by: r.index_score(now)? - r.index_score(before)? })
            })
            .collect();
        gather(r, draft, &changes);
        changes.sort_by(|a, b| b.by.total_cmp(&a.by).then(a.now.cmp(&b.now)));
        let template = r.say(
            "两期均有得分的{changes.units}个对象中，{changes.rose}个上升，{changes.fell}个下降；变化的中位数为{changes.median}。",
            "Of the {changes.units} units scored in both periods, {changes.rose} rose and {changes.fell} fell; the median change is {changes.median}.",
        );
        blocks.extend(draft.sentence(template));
        let rises: Vec<&Change> = changes.iter().filter(|c| c.by > 0.0).take(movers).collect();
        let falls: Vec<&Change> = changes.iter().rev().filter(|c| c.by < 0.0).take(movers).collect();
        blocks.push(Block::Table(moves(r, "rises", r.say("得分上升最多的对象", "Largest rises"), &rises)));
        blocks.push(Block::Table(moves(r, "falls", r.say("得分下降最多的对象", "Largest falls"), &falls)));
    }
    if !r.has_common_scale() && r.order.periods.len() > 1 {
        blocks.push(Block::paragraph(r.say(
            "各期得分不在同一把尺子上（见方法说明），本报告不列示得分的升降。",
            "Scores of different periods do not lie on one scale (see the method note): this report tells no rises or falls.",
        )));
    }
    let rows: Vec<usize> = ranked.iter().map(|(_, row)| *row).collect();
    let caption = format!("{} {}", r.say("全部有得分对象", "All scored units"), r.order.focus);
    let mut all = listing(r, "all-units", caption, &rows, &r.order.by);
    all.interaction = Interaction::Browsable;
    let summary = r.say("展开全部对象的得分与位次", "Show scores and ranks of all units").to_owned();
    let instead = r.say(
        "全部对象的得分与位次见 scores.xlsx 的“得分与位次”表，网页版报告中可查找和排序。",
        "Scores and ranks of all units are in the sheet “Scores” of scores.xlsx; the page version of this report lets you search and sort them.",
    );
    let on_paper = OnPaper::LeftOut(instead.to_owned());
    blocks.push(Block::Collapsible { summary, blocks: vec![Block::Table(all)], on_paper });
    blocks
}

fn gather(r: &Results<'_>, draft: &mut Draft, changes: &[Change]) {
    let from = r.say("两期均有综合得分的对象", "units with an index score in both periods");
    let facts = &mut draft.facts;
    facts.count("changes.units", changes.len(), from);
    facts.count("changes.rose", changes.iter().filter(|c| c.by > 0.0).count(), from);
    facts.count("changes.fell", changes.iter().filter(|c| c.by < 0.0).count(), from);
    if let Some(spread) = Spread::of(changes.iter().map(|c| c.by).collect()) {
        facts.number("changes.median", spread.median, r.signed(), from);
    }
}

struct Change {
    before: usize,
    now: usize,
    by: f64,
}

fn listing(r: &Results<'_>, id: &str, caption: String, rows: &[usize], by: &[Id]) -> Table {
    let root = r.framework().root();
    let score = r.format();
    let mut columns = vec![
        Column::number(r.say("位次", "Rank"), NumberFormat::Integer),
        Column::text(r.say("对象", "Unit")),
    ];
    let ranges = rank_ranges(r);
    if ranges.is_some() {
        columns.insert(1, Column::text(r.say("位次区间", "Interval")).centred());
    }
    columns.extend(by.iter().map(|a| Column::text(r.attribute_name(a))));
    columns.push(Column::number(r.say("综合得分", "Index"), score));
    columns.extend(r.dimensions().iter().map(|&d| Column::number(r.name(d), score)));
    let graded = !r.framework().parts().grades.is_empty();
    if graded {
        columns.push(Column::text(r.say("等级", "Grade")).centred());
    }
    columns.push(Column::number(r.say("覆盖率", "Coverage"), NumberFormat::Percent(0)));
    columns.push(Column::number(r.say("插补占比", "Imputed"), NumberFormat::Percent(0)));
    let mut table = Table::new(id, caption, columns);
    for &row in rows {
        let mut cells = vec![
            r.rank(root, row).map_or(Cell::Empty, |n| Cell::Number(f64::from(n))),
            Cell::text(r.unit_name(row)),
        ];
        if let Some(ranges) = &ranges {
            let range = ranges.get(&r.scores.index().row(row).unit);
            cells.insert(1, range.map_or_else(|| Cell::missing(""), |range| Cell::text(&**range)));
        }
        cells.extend(by.iter().map(|a| Cell::text(r.group_of(a, row))));
        cells.push(r.index_score(row).map_or(Cell::Empty, Cell::Number));
        cells.extend(r.dimensions().iter().map(|&d| r.score(d, row).map_or(Cell::Empty, Cell::Number)));
        if graded {
            cells.push(Cell::text(r.grade_name(row)));
        }
        cells.push(Cell::Number(r.coverage(root, row)));
        cells.push(Cell::Number(r.imputed(root, row)));
        table.push(cells);
    }
    table
}

fn moves(r: &Results<'_>, id: &str, caption: &str, changes: &[&Change]) -> Table {
    let root = r.framework().root();
    let score = r.format();
    let before = r.previous().map(|p| p.to_string()).unwrap_or_default();
    let now = r.order.focus.to_string();
    let columns = vec![
        Column::text(r.say("对象", "Unit")),
        Column::number(before.clone(), score).grouped(r.say("综合得分", "Index")),
        Column::number(now.clone(), score).grouped(r.say("综合得分", "Index")),
        Column::number(r.say("变化", "Change"), r.signed()).grouped(r.say("综合得分", "Index")),
        Column::number(before, NumberFormat::Integer).grouped(r.say("位次", "Rank")),
        Column::number(now, NumberFormat::Integer).grouped(r.say("位次", "Rank")),
        Column::text(r.say("变化最大的维度", "Dimension that moved it most")),
    ];
    let mut table = Table::new(id, caption, columns);
    for change in changes {
        let rank = |row| r.rank(root, row).map_or(Cell::Empty, |n| Cell::Number(f64::from(n)));
        let number = |row| r.index_score(row).map_or(Cell::Empty, Cell::Number);
        table.push(vec![
            Cell::text(r.unit_name(change.now)),
            number(change.before),
            number(change.now),
            Cell::Number(change.by),
            rank(change.before),
            rank(change.now),
            Cell::text(driver(r, change)),
        ]);
    }
    table
}

/// The dimension with the largest weighted change in the direction of the whole.
fn driver(r: &Results<'_>, change: &Change) -> String {
    let parts = r.dimensions().into_iter().filter_map(|d| {
        let by = r.score(d, change.now)? - r.score(d, change.before)?;
        Some((r.scorecard.share(d) * by, d, by))
    });
    let signed = parts.map(|(weighted, d, by)| (weighted * change.by.signum(), d, by));
    let largest = signed.max_by(|a, b| a.0.total_cmp(&b.0));
    largest.filter(|l| l.0 > 0.0).map_or_else(String::new, |(_, d, by)| {
        format!("{} {}", r.name(d), r.signed().print(by).unwrap_or_default())
    })
}
