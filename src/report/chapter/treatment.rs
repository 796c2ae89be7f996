//! What the treatment of outliers did to the base, indicator by indicator.

use super::super::document::{Cell, Column, Interaction, NumberFormat, Table};
use super::super::results::Results;
use crate::statistics::ShapeOfSample;

/// Before and after; `None` where no indicator is treated. Also a sheet of the workbook.
pub(in crate::report) fn table(r: &Results<'_>) -> Option<Table> {
    let (skew, kurtosis) = (r.say("偏度", "Skewness"), r.say("超额峰度", "Excess kurtosis"));
    let (before, after) = (r.say("前", "before"), r.say("后", "after"));
    let points = r.say("缩尾的点", "Points winsorised");
    let columns = vec![
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("指标", "Indicator")).wide(24),
        Column::text(r.say("方法", "Method")).wide(24),
        Column::number(r.say("下端", "low"), NumberFormat::Integer).grouped(points),
        Column::number(r.say("上端", "high"), NumberFormat::Integer).grouped(points),
        Column::number(before, NumberFormat::Decimals(3)).grouped(skew),
        Column::number(after, NumberFormat::Decimals(3)).grouped(skew),
        Column::number(before, NumberFormat::Decimals(3)).grouped(kurtosis),
        Column::number(after, NumberFormat::Decimals(3)).grouped(kurtosis),
        Column::text(r.say("参数", "Parameters")).wide(40),
    ];
    let caption = r.say("异常值处理前后（基期）", "Treatment of outliers, before and after (base)");
    let mut table = Table::new("treatment", caption, columns);
    table.interaction = Interaction::Browsable;
    for ((node, known, indicator), frozen) in r.framework().indicators().zip(r.scorecard.indicators()) {
        let (Some(treaters), Some(facts)) = (&frozen.treatment, &frozen.treated) else { continue };
        let method = match treaters.pooled.transformation {
            Some(_) => {
                indicator.treatment.last_transform().map_or(indicator.treatment.note(), |then| then.note())
            }
            None => indicator.treatment.note(),
        };
        let number = |shape: Option<ShapeOfSample>, pick: fn(ShapeOfSample) -> f64| {
            shape.map_or(Cell::Empty, |shape| Cell::Number(pick(shape)))
        };
        let count = |of: u64| Cell::count(usize::try_from(of).unwrap_or(usize::MAX));
        table.push(vec![
            Cell::text(known.code.clone().unwrap_or_default()),
            Cell::text(r.name(node)),
            Cell::text(r.say(method.name.zh, method.name.en)),
            count(facts.low),
            count(facts.high),
            number(facts.before, |shape| shape.skew),
            number(facts.after, |shape| shape.skew),
            number(facts.before, |shape| shape.kurtosis),
            number(facts.after, |shape| shape.kurtosis),
            Cell::text(parameters(r, treaters)),
        ]);
    }
    table.note = Some(
        r.say(
            "偏度、超额峰度为第 2 型（Excel 的 SKEW、KURT）；参数在基期冻结，以后各期照用。分组处理的只列全体的参数。",
            "Skewness and excess kurtosis of type 2 (Excel's SKEW and KURT). Parameters are frozen on the base and serve every later period; of those by peer group only the parameters for all units are listed.",
        )
        .to_owned(),
    );
    (!table.rows.is_empty()).then_some(table)
}

fn parameters(r: &Results<'_>, treaters: &crate::statistics::Grouped<crate::treatment::Treater>) -> String {
    let number = |value: f64| {
        let (magnitude, short) = (value.abs(), format!("{value:.4}"));
        if magnitude != 0.0 && !(1e-3..1e12).contains(&magnitude) {
            return format!("{value:.4e}");
        }
        short.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let treater = &treaters.pooled;
    let mut said = Vec::new();
    if let Some(low) = treater.limits.low {
        said.push(format!("{} {}", r.say("下限", "lower limit"), number(low)));
    }
    if let Some(high) = treater.limits.high {
        said.push(format!("{} {}", r.say("上限", "upper limit"), number(high)));
    }
    if let Some(transformation) = &treater.transformation {
        said.push(transformation.in_numbers(number));
    }
    if said.is_empty() {
        said.push(r.say("不改动", "nothing changed").to_owned());
    }
    if !treaters.groups.is_empty() {
        let groups = treaters.groups.len();
        said.push(match r.order.language {
            crate::vocab::Language::Zh => format!("另有 {groups} 组各有参数"),
            crate::vocab::Language::En => format!("{groups} groups have their own"),
        });
    }
    said.join(r.say("，", ", "))
}
