//! Facts about the indicators in the cross-section.

use super::super::document::{Block, Cell, Column, Interaction, Table};
use super::columns::Reader;
use super::details;
use crate::diagnosis::{Diagnosis, Flag, IndicatorFacts, Saturation, ValueStep};

/// Facts of the indicators in the cross-section.
pub(super) fn data(reader: Reader<'_>, diagnosis: &Diagnosis) -> Vec<Block> {
    let r = reader.r;
    let now = |step: ValueStep| {
        diagnosis
            .indicators
            .iter()
            .filter(move |one| one.period == Some(diagnosis.period) && one.step == step)
    };
    vec![
        Block::Table(raw_facts(reader, now(ValueStep::Raw))),
        Block::Table(shapes(reader, now(ValueStep::Raw), now(ValueStep::Treated))),
        Block::Table(ends(reader, now(ValueStep::Normalised))),
        Block::paragraph(r.say(
            "基期和各期的原值、处理后、归一化后的全部统计在 indicators.csv。",
            "All facts of the base and every period, raw, treated and normalised, are in indicators.csv.",
        )),
    ]
}

fn raw_facts<'a>(reader: Reader<'_>, all: impl Iterator<Item = &'a IndicatorFacts>) -> Table {
    let mut columns = vec![
        reader.words("node", "指标", "Indicator"),
        reader.counts("available", "有值", "Available"),
        reader.counts("missing", "缺失", "Missing"),
    ];
    let names =
        [("最小", "Min"), ("中位数", "Median"), ("均值", "Mean"), ("最大", "Max"), ("标准差", "Deviation")];
    columns.extend(names.map(|(zh, en)| reader.numbers("", zh, en, 2)));
    columns.push(reader.shares("zeros", "零值", "Zeros"));
    columns.push(reader.shares("unique", "不同值", "Different"));
    columns.push(reader.words("flags", "提示", "Flags"));
    let mut table = reader.table("facts", "指标原值的统计", "Values of the indicators", columns);
    table.interaction = Interaction::Browsable;
    for one in all {
        let facts = &one.facts;
        let mut cells =
            vec![reader.node(&one.node), Cell::count(facts.available), Cell::count(facts.missing)];
        let numbers = [facts.min, facts.median, facts.mean, facts.max, facts.deviation];
        cells.extend(numbers.map(Cell::number));
        cells.extend([Cell::number(facts.zeros), Cell::number(facts.unique_share)]);
        // Outliers of raw values are treated; whether that was enough stands in the next table.
        let shown: Vec<Flag> = one.flags.iter().copied().filter(|flag| *flag != Flag::Outliers).collect();
        cells.push(details::flags(reader, &shown));
        table.push(cells);
    }
    table
}

fn shapes<'a>(
    reader: Reader<'_>,
    raw: impl Iterator<Item = &'a IndicatorFacts>,
    treated: impl Iterator<Item = &'a IndicatorFacts>,
) -> Table {
    let r = reader.r;
    let (before, after) = (r.say("处理前", "Before"), r.say("处理后", "After"));
    let columns = vec![
        reader.words("node", "指标", "Indicator"),
        reader.numbers("", "偏度", "Skewness", 2).grouped(before),
        reader.numbers("", "超额峰度", "Excess kurtosis", 2).grouped(before),
        reader.numbers("", "偏度", "Skewness", 2).grouped(after),
        reader.numbers("", "超额峰度", "Excess kurtosis", 2).grouped(after),
        reader.counts("", "插补", "Imputed"),
        reader.words("", "提示", "Flags"),
    ];
    let mut table = reader.table(
        "shapes",
        "偏度与峰度：处理前后",
        "Skewness and kurtosis before and after treatment",
        columns,
    );
    table.interaction = Interaction::Sortable;
    for (raw, treated) in raw.zip(treated) {
        let outliers: Vec<Flag> =
            treated.flags.iter().copied().filter(|flag| *flag == Flag::Outliers).collect();
        table.push(vec![
            reader.node(&raw.node),
            Cell::number(raw.facts.skew),
            Cell::number(raw.facts.kurtosis),
            Cell::number(treated.facts.skew),
            Cell::number(treated.facts.kurtosis),
            Cell::count(treated.imputed),
            details::flags(reader, &outliers),
        ]);
    }
    table.note = Some(r.say(
        "偏度、峰度为第 2 型（同 Excel）；偏度绝对值与超额峰度同时越限（默认 2 和 3.5）为极端值。",
        "Type 2, as in Excel; outliers are flagged where |skewness| and excess kurtosis are both beyond their limits (2 and 3.5 unless the study says otherwise).",
    ).to_owned());
    table
}

fn ends<'a>(reader: Reader<'_>, all: impl Iterator<Item = &'a IndicatorFacts>) -> Table {
    let columns = vec![
        reader.words("node", "指标", "Indicator"),
        Column::number(reader.r.say("平均得分", "Mean score"), reader.r.format()),
        Column::number(reader.r.say("标准差", "Deviation"), reader.r.format()),
        reader.shares("", "得最低分", "At the bottom"),
        reader.shares("", "得最高分", "At the top"),
        reader.shares("", "低于锚点", "Below the anchors"),
        reader.shares("", "高于锚点", "Above the anchors"),
    ];
    let mut table =
        reader.table("ends", "得分的分布与锚点饱和", "Scores and saturation of the anchors", columns);
    table.interaction = Interaction::Sortable;
    for one in all {
        let share = |of: fn(&Saturation) -> f64| {
            one.saturation.as_ref().map_or(Cell::Empty, |saturation| Cell::Number(of(saturation)))
        };
        table.push(vec![
            reader.node(&one.node),
            Cell::number(one.facts.mean),
            Cell::number(one.facts.deviation),
            share(|s| s.bottom),
            share(|s| s.top),
            share(|s| s.below),
            share(|s| s.above),
        ]);
    }
    table
}
