//! Results by period.

use super::super::document::{Block, Cell, Column, Level, NumberFormat, Table};
use super::super::results::Results;
use super::draft::Draft;
use super::picture;
use crate::vocab::Period;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading(Level::Chapter, "periods", r.say("分年度结果", "Results by period")),
        Block::paragraph(r.say(
            "现样本指当期全部有得分的对象；同样本指各期均有得分的对象。两者之差反映样本进出的影响。",
            "The current sample is all units with a score in the period; the matched sample is the units scored in every period. Their difference shows what entries and exits do.",
        )),
        Block::Table(table(r)),
    ];
    gather(r, draft);
    let template = r.say(
        "同样本{trend.units}个对象的综合得分均值，{trend.first}年度为{trend.first.mean}，{trend.last}年度为{trend.last.mean}，变化{trend.change}；各期中最高的是{trend.high}年度（{trend.high.mean}）。",
        "The mean index score of the {trend.units} units of the matched sample was {trend.first.mean} in {trend.first} and {trend.last.mean} in {trend.last}, a change of {trend.change}; it was highest in {trend.high} ({trend.high.mean}).",
    );
    blocks.extend(draft.sentence(template));
    if r.order.periods.len() > 1 && r.has_common_scale() {
        blocks.push(picture::trend(r, draft));
    }
    blocks
}

fn gather(r: &Results<'_>, draft: &mut Draft) {
    if !r.has_common_scale() {
        return;
    }
    let matched = r.matched_units();
    let root = r.framework().root();
    let mean = |&period: &Period| Some((period, r.spread(root, &r.rows_of(&matched, period))?.mean));
    let means: Vec<(Period, f64)> = r.order.periods.iter().filter_map(mean).collect();
    let (Some((first, old)), Some((last, new))) = (means.first(), means.last()) else { return };
    if first == last {
        return;
    }
    let from = r.say("各期均有得分的对象", "units scored in every period");
    let facts = &mut draft.facts;
    facts.count("trend.units", matched.len(), from);
    facts.number("trend.change", new - old, r.signed(), from);
    let high = means.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    for (name, (period, mean)) in [("first", (first, old)), ("last", (last, new))]
        .into_iter()
        .chain(high.map(|(period, mean)| ("high", (period, mean))))
    {
        facts.word(format!("trend.{name}"), period.to_string(), "study.toml");
        facts.number(format!("trend.{name}.mean"), *mean, r.format(), from);
    }
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
        let number = |pick: fn(&super::super::results::Spread) -> f64| {
            spread.as_ref().map_or(Cell::Empty, |s| Cell::Number(pick(s)))
        };
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
