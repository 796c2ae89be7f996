//! Results by the attributes of units: type, industry, district.

use super::super::document::{Block, Cell, Column, Level, NumberFormat, Table};
use super::super::facts::Facts;
use super::super::figure::FigureError;
use super::super::results::Results;
use super::picture;
use crate::vocab::Id;

/// A mean of fewer units is not shown: it would say more about one unit than about the group.
pub(super) const SMALLEST_GROUP: usize = 3;

pub(super) fn write(r: &Results<'_>, _: &mut Facts) -> Result<Vec<Block>, FigureError> {
    if r.order.by.is_empty() {
        return Ok(Vec::new());
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
        let heading = if r.order.language == crate::vocab::Language::Zh { format!("按{name}") } else { format!("By {name}") };
        blocks.push(Block::heading(Level::Section, format!("by-{attribute}"), heading));
        blocks.push(Block::Table(table(r, attribute, &name)));
        if let Some(figure) = picture::groups(r, attribute, &name)? {
            blocks.push(Block::Figure(figure));
        }
    }
    Ok(blocks)
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
        columns.push(Column::number(format!("{} {previous}", r.say("综合均值较", "Mean index vs")), r.signed()));
    }
    let caption = format!("{}{name} {}", r.say("得分按", "Scores by "), r.order.focus);
    let mut table = Table::new(format!("table-{attribute}"), caption, columns);
    let before = r.previous().map(|p| r.groups(attribute, &r.rows(p)));
    for (group, rows) in r.groups(attribute, &r.rows(r.order.focus)) {
        let spread = r.spread(root, &rows);
        let scored = spread.map_or(0, |s| s.count);
        let shown = |value: Option<f64>| value.filter(|_| scored >= SMALLEST_GROUP).map_or(Cell::Empty, Cell::Number);
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
