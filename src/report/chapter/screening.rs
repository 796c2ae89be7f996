//! Which units and indicators screening found wanting.

use super::super::document::{Cell, Column, Interaction, NumberFormat, Table};
use super::super::results::Results;
use crate::scorecard::Verdict;

/// Units of the focus period that fail or are named, and indicators that are taken out; only what there is.
pub(super) fn tables(r: &Results<'_>) -> Vec<Table> {
    [units(r), indicators(r)].into_iter().flatten().filter(|table| !table.rows.is_empty()).collect()
}

fn units(r: &Results<'_>) -> Option<Table> {
    let screening = &r.framework().parts().screening;
    if !screening.looks_at_units() {
        return None;
    }
    let columns = vec![
        Column::text(r.say("代码", "Id")),
        Column::text(r.say("名称", "Name")).wide(24),
        Column::number(r.say("适用指标", "Applicable"), NumberFormat::Integer),
        Column::number(r.say("有数据", "Observed"), NumberFormat::Integer),
        Column::number(r.say("数据可得率", "Availability"), NumberFormat::Percent(1)),
        Column::number(r.say("非零份额", "Not zero"), NumberFormat::Percent(1)),
        Column::text(r.say("处理", "Decision")),
        Column::text(r.say("理由", "Reason")).wide(40),
    ];
    let caption = format!("{} {}", r.say("对象筛选", "Screening of units"), r.order.focus);
    let mut table = Table::new("screened-units", caption, columns);
    table.interaction = Interaction::Browsable;
    for row in r.rows(r.order.focus) {
        let Some(found) = r.scores.screened(row) else { continue };
        let unit = r.scores.index().unit(row);
        let (decision, reason) = match found.verdict {
            Verdict::Passes => continue,
            Verdict::Fails => {
                let low = match (found.low.availability, found.low.non_zero) {
                    (true, true) => r.say("数据可得率不足，零值过多", "too few observed, too many zeros"),
                    (true, false) => r.say("数据可得率不足", "too few observed"),
                    _ => r.say("零值过多", "too many zeros"),
                };
                (r.say("不计分", "withheld"), low.to_owned())
            }
            Verdict::Kept => (r.say("保留", "kept"), reason(r, &unit.id)),
            Verdict::LeftOut => (r.say("剔除", "left out"), reason(r, &unit.id)),
        };
        let share = |share: Option<f64>| share.map_or(Cell::Empty, Cell::Number);
        let count = |of: u64| Cell::count(usize::try_from(of).unwrap_or(usize::MAX));
        table.push(vec![
            Cell::text(&*unit.id),
            Cell::text(&*unit.name),
            count(found.counts.applicable),
            count(found.counts.observed),
            share(found.counts.availability()),
            share(found.counts.non_zero_share()),
            Cell::text(decision),
            Cell::text(reason),
        ]);
    }
    table.note = Some(
        r.say(
            "按计分指标插补之前的值计；恰好等于阈值的通过。",
            "Counted over the indicators that weigh something, before imputation; a share equal to the threshold passes.",
        )
        .to_owned(),
    );
    Some(table)
}

fn reason(r: &Results<'_>, unit: &str) -> String {
    let screening = &r.framework().parts().screening;
    screening.unit(unit).map_or_else(String::new, |forced| r.text(&forced.reason).to_owned())
}

fn indicators(r: &Results<'_>) -> Option<Table> {
    let screening = &r.framework().parts().screening;
    let columns = vec![
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("指标", "Indicator")).wide(24),
        Column::number(r.say("数据可得率", "Availability"), NumberFormat::Percent(1)),
        Column::number(r.say("非零份额", "Not zero"), NumberFormat::Percent(1)),
        Column::number(r.say("不同值份额", "Different"), NumberFormat::Percent(1)),
        Column::text(r.say("理由", "Reason")).wide(40),
    ];
    let mut table = Table::new(
        "screened-indicators",
        r.say("剔除的指标（基期）", "Indicators taken out (base)"),
        columns,
    );
    for ((node, known, _), frozen) in r.framework().indicators().zip(r.scorecard.indicators()) {
        let Some(excluded) = &frozen.excluded else { continue };
        let share = |share: Option<f64>| share.map_or(Cell::Empty, Cell::Number);
        let reason = match screening.indicator(&known.id).filter(|_| excluded.by_name) {
            Some(forced) => r.text(&forced.reason).to_owned(),
            None => r.say("未通过指标筛选", "fails the screening of indicators").to_owned(),
        };
        table.push(vec![
            Cell::text(known.code.clone().unwrap_or_default()),
            Cell::text(r.name(node)),
            share(excluded.counts.availability()),
            share(excluded.counts.non_zero_share()),
            share(excluded.counts.unique_share()),
            Cell::text(reason),
        ]);
    }
    table.note = Some(
        r.say(
            "不计权重，由同级其余指标按比例分担。",
            "They weigh nothing; their siblings share their weight.",
        )
        .to_owned(),
    );
    Some(table)
}
