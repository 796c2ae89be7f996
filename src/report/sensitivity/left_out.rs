//! The ranking without each indicator, aggregate or unit.

use super::super::document::{Cell, Interaction, Table};
use super::view::View;

/// What was left out, and what became of the ranking.
pub(in crate::report) fn left_out(view: View<'_>) -> Table {
    let reader = view.reader;
    let is_page = view.is_page();
    let mut columns = vec![reader.words("what", "剔除", "Left out")];
    if !is_page {
        columns.push(reader.words("name", "名称", "Name"));
    }
    columns.push(reader.words("kind", "种类", "Kind"));
    if !is_page {
        columns.push(reader.words("refitted", "重新定标", "Fitted again"));
    }
    columns.push(reader.numbers("mean_rank_shift", "位次平均移动", "Mean rank shift", 2));
    columns.push(reader.words("largest_unit", "移动最多者", "Moved most"));
    columns.push(reader.counts("largest_shift", "移动位数", "By places"));
    columns.push(reader.numbers("rank_correlation", "秩相关", "Rank correlation", 3));
    columns.push(reader.words("first", "居首", "First"));
    columns.push(reader.counts("kept", "前列留存", "Kept at the top"));
    if !is_page {
        columns.push(reader.words("why", "未能计分的原因", "Why not scored"));
    }
    let mut table = reader.table("left-out", "逐一剔除", "Leave-one-out", columns);
    table.interaction = Interaction::Browsable;
    for one in &view.all.left_out {
        let mut cells = Vec::new();
        if is_page {
            cells.push(Cell::text(view.r.text_of(&one.name)));
        } else {
            cells.extend([Cell::text(&*one.what), Cell::text(view.r.text_of(&one.name))]);
        }
        let node = || view.r.framework().find(&one.what).map(|node| view.r.framework().node(node));
        cells.push(if one.is_unit {
            reader.word("unit", "对象", "unit")
        } else if node().is_some_and(|node| matches!(node.kind, crate::framework::NodeKind::Aggregate(_))) {
            reader.word("aggregate", "汇总项", "aggregate")
        } else {
            reader.word("indicator", "指标", "indicator")
        });
        if !is_page {
            cells.push(if one.refitted {
                reader.word("yes", "是", "yes")
            } else {
                reader.word("no", "否", "no")
            });
        }
        let why = one.why.as_ref().map(|why| view.r.text_of(why).to_owned());
        cells.push(match (&one.mean_rank_shift, &why) {
            (Some(shift), _) => Cell::Number(*shift),
            (None, why) => Cell::missing(why.clone().filter(|_| is_page).unwrap_or_default()),
        });
        cells.push(one.largest.map_or(Cell::Empty, |(unit, _)| view.unit_cell(unit)));
        cells.push(one.largest.map_or(Cell::Empty, |(_, shift)| Cell::Number(f64::from(shift))));
        cells.push(Cell::number(one.rank_correlation));
        cells.push(one.first.map_or(Cell::Empty, |unit| view.unit_cell(unit)));
        cells.push(Cell::number(one.kept.map(f64::from)));
        if !is_page {
            cells.push(why.map_or(Cell::Empty, Cell::text));
        }
        table.push(cells);
    }
    if let Some(k) = view.all.run.top.first().filter(|_| !reader.is_program()) {
        let (zh, en) = (
            format!("“前列留存”是按定义的前{k}名里仍在前{k}名的个数。"),
            format!(
                "“Kept at the top” counts those of the first {k} as defined that are still among the first {k}."
            ),
        );
        table.note = Some(if view.r.order.language == crate::vocab::Language::Zh { zh } else { en });
    }
    table
}
