//! Results by the attributes of units: type, industry, district.

use super::super::document::{Block, Cell, Column, Level, NumberFormat, Table};
use super::super::results::Results;
use super::draft::Draft;
use super::picture;
use crate::vocab::{Id, Language};

/// A mean of fewer units is not shown: it would say more about one unit than about the group.
pub(super) const SMALLEST_GROUP: usize = 3;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    if r.order.by.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::heading(Level::Chapter, "groups", r.say("分组结果", "Results by group")),
        Block::paragraph(r.say(
            "组内各对象权重相同；有得分对象少于3个的组不列示均值。",
            "Within a group every unit counts the same; means of groups with fewer than three scored units are not shown.",
        )),
    ];
    for attribute in &r.order.by {
        let name = r.attribute_name(attribute);
        let heading =
            if r.order.language == Language::Zh { format!("按{name}") } else { format!("By {name}") };
        blocks.push(Block::heading(Level::Section, format!("by-{attribute}"), heading));
        let groups = r.groups(attribute, &r.rows(r.order.focus));
        gather(r, draft, attribute, &groups);
        blocks.extend(sentences(r, draft, attribute));
        blocks.push(Block::Table(table(r, attribute, &name)));
        blocks.extend(picture::groups(r, draft, attribute, &name));
        if r.order.periods.len() > 1 && r.has_common_scale() {
            blocks.push(Block::Table(trend(r, attribute, &name)));
        }
    }
    blocks
}

/// The groups with the highest and the lowest mean.
fn gather(r: &Results<'_>, draft: &mut Draft, attribute: &Id, groups: &[(String, Vec<usize>)]) {
    let root = r.framework().root();
    let mean = |(name, rows): &(String, Vec<usize>)| {
        let spread = r.spread(root, rows).filter(|s| s.count >= SMALLEST_GROUP)?;
        Some((name.clone(), spread.count, spread.mean))
    };
    let mut means: Vec<(String, usize, f64)> = groups.iter().filter_map(mean).collect();
    means.sort_by(|a, b| a.2.total_cmp(&b.2));
    let [low, .., high] = &means[..] else { return };
    let from = format!("{} {}", r.say("综合得分均值", "mean index scores"), r.order.focus);
    for (end, (name, count, mean)) in [("high", high), ("low", low)] {
        let id = format!("group.{attribute}.{end}");
        draft.facts.word(&*id, name, &*from);
        draft.facts.count(format!("{id}.units"), *count, &*from);
        draft.facts.number(format!("{id}.mean"), *mean, r.format(), &*from);
    }
    draft.facts.count(format!("group.{attribute}.groups"), means.len(), from);
}

fn sentences(r: &Results<'_>, draft: &Draft, attribute: &Id) -> Option<Block> {
    let template = r.say(
        "{focus}年度列示均值的{@.groups}组中，综合得分均值最高的是{@.high}（{@.high.mean}，{@.high.units}个对象），最低的是{@.low}（{@.low.mean}，{@.low.units}个对象）。",
        "Of the {@.groups} groups with a mean in {focus}, the highest mean index score is that of {@.high} ({@.high.mean}, {@.high.units} units), the lowest that of {@.low} ({@.low.mean}, {@.low.units} units).",
    );
    draft.sentence(&template.replace('@', &format!("group.{attribute}")))
}

/// The mean index score of each group in each period.
fn trend(r: &Results<'_>, attribute: &Id, name: &str) -> Table {
    let root = r.framework().root();
    let means = r.say("综合得分均值", "Mean index score");
    let mut columns = vec![Column::text(name)];
    columns.extend(r.order.periods.iter().map(|p| Column::number(p.to_string(), r.format()).grouped(means)));
    columns.push(Column::number(r.say("首末期变化", "First to last"), r.signed()));
    let caption = match r.order.language {
        Language::Zh => format!("各期综合得分均值按{name}"),
        Language::En => format!("Mean index score by period and {name}"),
    };
    let mut table = Table::new(format!("trend-{attribute}"), caption, columns);
    let by_period: Vec<_> = r.order.periods.iter().map(|p| r.groups(attribute, &r.rows(*p))).collect();
    // The groups of the focus, then those that only other periods have.
    let mut names: Vec<String> =
        r.groups(attribute, &r.rows(r.order.focus)).into_iter().map(|g| g.0).collect();
    for (group, _) in by_period.iter().flatten() {
        if !names.contains(group) {
            names.push(group.clone());
        }
    }
    for group in names {
        let mean = |groups: &Vec<(String, Vec<usize>)>| {
            let (_, rows) = groups.iter().find(|(name, _)| *name == group)?;
            Some(r.spread(root, rows).filter(|s| s.count >= SMALLEST_GROUP)?.mean)
        };
        let means: Vec<Option<f64>> = by_period.iter().map(mean).collect();
        let ends = means.first().copied().flatten().zip(means.last().copied().flatten());
        let mut cells = vec![Cell::text(&*group)];
        cells.extend(means.iter().map(|mean| mean.map_or(Cell::Empty, Cell::Number)));
        cells.push(ends.map_or(Cell::Empty, |(first, last)| Cell::Number(last - first)));
        table.push(cells);
    }
    table.note = Some(r.say(
        "现样本均值；组的构成随样本进出和归类变化而变，变化不等于组内对象的升降。",
        "Means of the current sample; who belongs to a group changes over time, so a change is not that of the same units.",
    ).to_owned());
    table
}

fn table(r: &Results<'_>, attribute: &Id, name: &str) -> Table {
    let root = r.framework().root();
    let dimensions = r.dimensions();
    let score = r.format();
    let mut columns = vec![
        Column::text(name),
        Column::number(r.say("对象", "Units"), NumberFormat::Integer),
        Column::number(r.say("有得分", "Scored"), NumberFormat::Integer),
        Column::number(r.say("综合均值", "Mean index"), score),
        Column::number(r.say("综合中位数", "Median index"), score),
    ];
    let means = r.say("维度均值", "Mean by dimension");
    columns.extend(dimensions.iter().map(|&d| Column::number(r.name(d), score).grouped(means)));
    if let Some(previous) = r.previous() {
        columns
            .push(Column::number(format!("{} {previous}", r.say("综合均值较", "Mean index vs")), r.signed()));
    }
    let caption = match r.order.language {
        Language::Zh => format!("{}年度得分按{name}", r.order.focus),
        Language::En => format!("Scores by {name} {}", r.order.focus),
    };
    let mut table = Table::new(format!("table-{attribute}"), caption, columns);
    let before = r.previous().map(|p| r.groups(attribute, &r.rows(p)));
    for (group, rows) in r.groups(attribute, &r.rows(r.order.focus)) {
        let spread = r.spread(root, &rows);
        let scored = spread.map_or(0, |s| s.count);
        let shown =
            |value: Option<f64>| value.filter(|_| scored >= SMALLEST_GROUP).map_or(Cell::Empty, Cell::Number);
        let mut cells = vec![
            Cell::text(&*group),
            Cell::count(rows.len()),
            Cell::count(scored),
            shown(spread.map(|s| s.mean)),
            shown(spread.map(|s| s.median)),
        ];
        cells.extend(dimensions.iter().map(|&d| {
            let spread = r.spread(d, &rows).filter(|s| s.count >= SMALLEST_GROUP);
            spread.map_or(Cell::Empty, |s| Cell::Number(s.mean))
        }));
        if let Some(before) = &before {
            let old = before.iter().find(|(g, _)| *g == group).and_then(|(_, rows)| r.spread(root, rows));
            let old = old.filter(|s| s.count >= SMALLEST_GROUP);
            cells.push(shown(spread.zip(old).map(|(now, old)| now.mean - old.mean)));
        }
        table.push(cells);
    }
    table
}
