//! Bonuses and penalties: the rules, and whom they met. They stand beside the base score.

use super::super::document::{Block, Cell, Column, NumberFormat, Table};
use super::super::results::Results;
use crate::framework::{Adjustment, AdjustmentKind};

/// Nothing where the framework has none.
pub(super) fn write(r: &Results<'_>) -> Option<Block> {
    let parts = r.framework().parts();
    if parts.adjustments.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(r.say("项目", "Item")),
        Column::text(r.say("性质", "Kind")).centred(),
        Column::text(r.say("规则", "Rule")),
        Column::text(r.say("依据", "Basis")),
        Column::number(r.say("涉及对象", "Units"), NumberFormat::Integer),
        Column::number(r.say("平均分值", "Mean points"), r.format()),
    ];
    let caption = r.say("加分与扣分（不进入基础得分）", "Bonuses and penalties (outside the base score)");
    let mut table = Table::new("adjustments", caption, columns);
    let rows = r.rows(r.order.focus);
    for (at, item) in parts.adjustments.iter().enumerate() {
        let points: Vec<f64> = rows
            .iter()
            .filter_map(|row| r.scores.adjustments(*row).nth(at))
            .map(|(points, _)| points)
            .filter(|points| *points > 0.0)
            .collect();
        let mean = points.iter().sum::<f64>() / points.len() as f64;
        table.push(vec![
            Cell::text(r.text(&item.name)),
            Cell::text(match item.kind {
                AdjustmentKind::Bonus => r.say("加分", "bonus"),
                AdjustmentKind::Penalty => r.say("扣分", "penalty"),
            }),
            Cell::text(rule(r, item)),
            item.basis.as_ref().map_or(Cell::Empty, |basis| Cell::text(r.text(basis))),
            Cell::count(points.len()),
            if points.is_empty() { Cell::Empty } else { Cell::Number(mean) },
        ]);
    }
    table.note = Some(note(r));
    Some(Block::Table(table))
}

/// Points, condition, decay and cap in one line.
fn rule(r: &Results<'_>, item: &Adjustment) -> String {
    let mut rule = super::super::words::formula(r, &item.points);
    if let Some(when) = &item.when {
        rule += &format!("{}{}", r.say("；条件：", "; where "), super::super::words::formula(r, when));
    }
    if let Some(decay) = &item.decay {
        let factors: Vec<String> =
            decay.factors.iter().filter_map(|f| NumberFormat::Text.print(*f)).collect();
        rule += &format!("{}{}", r.say("；逐年系数：", "; by year × "), factors.join(r.say("、", ", ")));
    }
    if let Some(cap) = item.cap.and_then(|cap| NumberFormat::Text.print(cap)) {
        rule += &format!("{}{cap}", r.say("；封顶 ", "; at most "));
    }
    rule
}

/// The caps of groups and of all, and what becomes of the adjusted score.
fn note(r: &Results<'_>) -> String {
    let parts = r.framework().parts();
    let together = &parts.adjusting;
    let number = |cap: f64| NumberFormat::Text.print(cap).unwrap_or_default();
    let mut said: Vec<String> = Vec::new();
    for group in &together.groups {
        said.push(format!(
            "{}{}{}",
            r.text(&group.name),
            r.say("合计封顶 ", " together at most "),
            number(group.cap)
        ));
    }
    if let Some(cap) = together.bonus_cap {
        said.push(format!("{}{}", r.say("加分总封顶 ", "all bonuses at most "), number(cap)));
    }
    if let Some(cap) = together.penalty_cap {
        said.push(format!("{}{}", r.say("扣分总封顶 ", "all penalties at most "), number(cap)));
    }
    said.push(
        match together.limit {
            crate::framework::AdjustedLimit::Scale => {
                r.say("调整后得分限于得分范围", "the adjusted score stays on the scale")
            }
            crate::framework::AdjustedLimit::None => {
                r.say("调整后得分可超出得分范围", "the adjusted score may leave the scale")
            }
        }
        .to_owned(),
    );
    said.push(
        match together.grade {
            crate::framework::GradedScore::Base => r.say("等级按基础得分确定", "grades go by the base score"),
            crate::framework::GradedScore::Adjusted => {
                r.say("等级按调整后得分确定", "grades go by the adjusted score")
            }
        }
        .to_owned(),
    );
    format!("{}{}", said.join(r.say("；", "; ")), r.say("。", "."))
}
