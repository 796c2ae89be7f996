//! Results by period.

use super::super::document::{Block, Cell, Column, Level, NumberFormat, Table};
use super::super::facts::Facts;
use super::super::figure::FigureError;
use super::super::results::Results;
use super::picture;

pub(super) fn write(r: &Results<'_>, _: &mut Facts) -> Result<Vec<Block>, FigureError> {
    let mut blocks = vec![
        Block::heading(Level::Chapter, "periods", r.say("分年度结果", "Results by period")),
        Block::paragraph(r.say(
            "现样本指当期全部有得分的对象；同样本指各期均有得分的对象。两者之差反映样本进出的影响。",
            "The current sample is all units with a score in the period; the matched sample is the units scored in every period. Their difference shows what entries and exits do.",
        )),
        Block::Table(table(r)),
    ];
    if r.order.periods.len() > 1 {
        blocks.push(Block::Figure(picture::trend(r)?));
    }
    Ok(blocks)
}

fn table(r: &Results<'_>) -> Table {
    let root = r.framework().root();
    let score = r.format();
    let current = r.say("现样本", "Current sample");
    let same = r.say("同样本", "Matched sample");
    let columns = vec![
        Column::text(r.say("期", "Period")),
        Column::number(r.say("对象", "Units"), NumberFormat::Integer).grouped(current),
        Column::number(r.say("有得分", "Scored"), NumberFormat::Integer).grouped(current),
        Column::number(r.say("均值", "Mean"), score).grouped(current),
        Column::number(r.say("标准差", "Std dev."), score).grouped(current),
        Column::number(r.say("下四分位", "Lower quartile"), score).grouped(current),
        Column::number(r.say("中位数", "Median"), score).grouped(current),
        Column::number(r.say("上四分位", "Upper quartile"), score).grouped(current),
        Column::number(r.say("对象", "Units"), NumberFormat::Integer).grouped(same),
        Column::number(r.say("均值", "Mean"), score).grouped(same),
    ];
    let mut table = Table::new("by-period", r.say("综合得分分年度", "Index scores by period"), columns);
    let matched = r.matched_units();
    for &period in &r.order.periods {
        let rows = r.rows(period);
        let spread = r.spread(root, &rows);
        let number = |pick: fn(&super::super::results::Spread) -> f64| spread.as_ref().map_or(Cell::Empty, |s| Cell::Number(pick(s)));
        let same = r.spread(root, &r.rows_of(&matched, period));
        table.push(vec![
            Cell::text(period.to_string()),
            Cell::count(rows.len()),
            Cell::count(spread.map_or(0, |s| s.count)),
            number(|s| s.mean),
            number(|s| s.deviation),
            number(|s| s.lower),
            number(|s| s.median),
            number(|s| s.upper),
            Cell::count(same.map_or(0, |s| s.count)),
            same.map_or(Cell::Empty, |s| Cell::Number(s.mean)),
        ]);
    }
    table
}
