//! Tables with everything, for programs; a page shows a part of them.

use super::super::document::{Cell, Table};
use super::columns::Reader;
use crate::diagnosis::{
    Coherence, Diagnosis, Flag, IndicatorFacts, Items, Pair, Relation, Tested, ValueStep,
};

/// Facts of every indicator, sample and step.
pub(super) fn indicators(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let columns = vec![
        reader.node_column("node", "指标", "Indicator"),
        reader.words("sample", "样本", "Sample"),
        reader.words("step", "步骤", "Step"),
        reader.counts("applicable", "适用", "Applicable"),
        reader.counts("available", "有值", "Available"),
        reader.counts("missing", "缺失", "Missing"),
        reader.counts("imputed", "插补", "Imputed"),
        reader.numbers("availability", "有值占比", "Available share", 3),
        reader.numbers("min", "最小", "Min", 3),
        reader.numbers("lower_quartile", "下四分位", "Lower quartile", 3),
        reader.numbers("median", "中位数", "Median", 3),
        reader.numbers("mean", "均值", "Mean", 3),
        reader.numbers("upper_quartile", "上四分位", "Upper quartile", 3),
        reader.numbers("max", "最大", "Max", 3),
        reader.numbers("deviation", "标准差", "Deviation", 3),
        reader.numbers("skew", "偏度", "Skewness", 2),
        reader.numbers("kurtosis", "超额峰度", "Excess kurtosis", 2),
        reader.numbers("zero_share", "零值占比", "Zero share", 3),
        reader.counts("unique", "不同值", "Different values"),
        reader.numbers("unique_share", "不同值占比", "Share of different values", 3),
        reader.numbers("most_common", "最常见值", "Most common value", 3),
        reader.counts("most_common_count", "出现次数", "How often"),
        reader.numbers("at_bottom", "最低分占比", "At the bottom", 3),
        reader.numbers("at_top", "最高分占比", "At the top", 3),
        reader.numbers("below_anchors", "低于锚点", "Below the anchors", 3),
        reader.numbers("above_anchors", "高于锚点", "Above the anchors", 3),
        reader.words("flags", "提示", "Flags"),
    ];
    let mut table = reader.table("indicators", "指标统计", "Facts of the indicators", columns);
    for facts in &diagnosis.indicators {
        table.push(indicator(reader, facts));
    }
    table
}

fn indicator(reader: Reader<'_>, one: &IndicatorFacts) -> Vec<Cell> {
    let facts = &one.facts;
    let saturation =
        |of: fn(&crate::diagnosis::Saturation) -> f64| Cell::number(one.saturation.as_ref().map(of));
    vec![
        reader.node(&one.node),
        one.period
            .map_or_else(|| reader.word("base", "基期", "base"), |period| Cell::text(period.to_string())),
        step(reader, one.step),
        Cell::count(facts.applicable),
        Cell::count(facts.available),
        Cell::count(facts.missing),
        Cell::count(one.imputed),
        Cell::number(facts.availability),
        Cell::number(facts.min),
        Cell::number(facts.lower),
        Cell::number(facts.median),
        Cell::number(facts.mean),
        Cell::number(facts.upper),
        Cell::number(facts.max),
        Cell::number(facts.deviation),
        Cell::number(facts.skew),
        Cell::number(facts.kurtosis),
        Cell::number(facts.zeros),
        Cell::count(facts.unique),
        Cell::number(facts.unique_share),
        Cell::number(facts.most_common),
        Cell::count(facts.most_common_count),
        saturation(|s| s.bottom),
        saturation(|s| s.top),
        saturation(|s| s.below),
        saturation(|s| s.above),
        flags(reader, &one.flags),
    ]
}

pub(super) fn step(reader: Reader<'_>, step: ValueStep) -> Cell {
    match step {
        ValueStep::Raw => reader.word("raw", "原值", "raw"),
        ValueStep::Treated => reader.word("treated", "处理后", "treated"),
        ValueStep::Normalised => reader.word("normalised", "归一化后", "normalised"),
    }
}

pub(super) fn flags(reader: Reader<'_>, flags: &[Flag]) -> Cell {
    let words = flags.iter().map(|flag| {
        let (id, zh, en) = match flag {
            Flag::NoData => ("no-data", "无数据", "no data"),
            Flag::Constant => ("constant", "全相同", "constant"),
            Flag::Outliers => ("outliers", "极端值", "outliers"),
            Flag::Availability => ("availability", "缺失多", "many gaps"),
            Flag::Zeros => ("zeros", "零多", "many zeros"),
            Flag::Unique => ("unique", "并列多", "many ties"),
        };
        if reader.is_program() { id } else { reader.r.say(zh, en) }
    });
    let between = if reader.is_program() { " " } else { reader.r.say("、", ", ") };
    Cell::text(words.collect::<Vec<_>>().join(between))
}

/// Every pair.
pub(super) fn correlations(reader: Reader<'_>, id: &str, pairs: &[Pair]) -> Table {
    let mut columns = vec![
        reader.node_column("first", "前者", "First"),
        reader.node_column("second", "后者", "Second"),
        reader.words("relation", "关系", "Relation"),
        reader.counts("units", "对象数", "Units"),
    ];
    for (kind, zh, en) in [
        ("pearson", "Pearson r", "Pearson r"),
        ("spearman", "Spearman ρ", "Spearman ρ"),
        ("kendall", "Kendall τ", "Kendall τ"),
    ] {
        columns.push(reader.numbers(kind, zh, en, 3));
        columns.push(reader.numbers(&format!("{kind}_p"), "p", "p", 3));
        columns.push(reader.numbers(&format!("{kind}_p_adjusted"), "校正后 p", "Adjusted p", 3));
    }
    let mut table = reader.table(id, "相关系数", "Correlations", columns);
    for pair in pairs {
        let mut cells = vec![
            reader.node(&pair.first),
            reader.node(&pair.second),
            relation(reader, pair.relation),
            Cell::count(pair.units),
        ];
        for Tested { value, p, adjusted } in [pair.pearson, pair.spearman, pair.kendall] {
            cells.extend([Cell::number(value), reader.p(p), reader.p(adjusted)]);
        }
        table.push(cells);
    }
    table
}

pub(super) fn relation(reader: Reader<'_>, relation: Relation) -> Cell {
    match relation {
        Relation::Parent => reader.word("parent", "上级", "parent"),
        Relation::Ancestor => reader.word("ancestor", "更上级", "ancestor"),
        Relation::Siblings => reader.word("siblings", "同组", "same group"),
        Relation::SameLevel => reader.word("same-level", "同级不同组", "same level"),
        Relation::Across => reader.word("across", "跨级跨组", "across"),
    }
}

pub(super) fn which(reader: Reader<'_>, items: Items) -> Cell {
    match items {
        Items::Children => reader.word("children", "下级", "children"),
        Items::Indicators => reader.word("indicators", "全部指标", "indicators"),
    }
}

/// What each part does to α, and what the structure says of it.
pub(super) fn items(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let columns = vec![
        reader.node_column("aggregate", "汇总项", "Aggregate"),
        reader.words("items", "范围", "Parts"),
        reader.node_column("node", "组成", "Part"),
        reader.numbers("item_rest", "与其余的相关", "Correlation with the rest", 3),
        reader.numbers("alpha_if_deleted", "删去后 α", "α if deleted", 3),
        reader.numbers("standardised_alpha_if_deleted", "删去后标准化 α", "Standardised α if deleted", 3),
        reader.numbers("inflation", "VIF", "VIF", 2),
        reader.numbers("adequacy", "KMO", "KMO", 3),
        reader.numbers("loading_1", "第一载荷", "First loading", 3),
        reader.numbers("loading_2", "第二载荷", "Second loading", 3),
    ];
    let mut table = reader.table("items", "各组成部分的一致性", "Coherence of each part", columns);
    for one in &diagnosis.coherence {
        for (at, node) in one.nodes.iter().enumerate() {
            table.push(item(reader, one, at, node));
        }
    }
    table
}

fn item(reader: Reader<'_>, one: &Coherence, at: usize, node: &crate::vocab::Id) -> Vec<Cell> {
    let of = one.reliability.of.get(at).copied().unwrap_or_default();
    let structure = one.structure.as_ref();
    let place = structure.and_then(|structure| structure.used.iter().position(|used| *used == at));
    let inverse = structure.and_then(|structure| structure.inverse.as_ref());
    let loading = |component: usize| {
        let loadings = structure.map(|structure| structure.loadings(component))?;
        loadings.get(place?).copied()
    };
    vec![
        reader.node(&one.aggregate),
        which(reader, one.items),
        reader.node(node),
        Cell::number(of.item_rest),
        Cell::number(of.if_deleted),
        Cell::number(of.standardised_if_deleted),
        Cell::number(inverse.and_then(|inverse| inverse.inflation.get(place?).copied())),
        Cell::number(inverse.and_then(|inverse| inverse.adequacy_of.get(place?).copied().flatten())),
        Cell::number(loading(0)),
        Cell::number(loading(1)),
    ]
}

/// Eigenvalues, shares and all loadings: one row a component and part.
pub(super) fn components(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let columns = vec![
        reader.node_column("aggregate", "汇总项", "Aggregate"),
        reader.words("items", "范围", "Parts"),
        reader.counts("component", "主成分", "Component"),
        reader.numbers("eigenvalue", "特征值", "Eigenvalue", 3),
        reader.numbers("share", "方差占比", "Share of variance", 3),
        reader.node_column("node", "组成", "Part"),
        reader.numbers("loading", "载荷", "Loading", 3),
    ];
    let mut table = reader.table("components", "主成分", "Principal components", columns);
    for one in &diagnosis.coherence {
        let Some(structure) = &one.structure else { continue };
        for (component, (value, share)) in structure.eigenvalues.iter().zip(structure.shares()).enumerate() {
            for (at, loading) in structure.used.iter().zip(structure.loadings(component)) {
                table.push(vec![
                    reader.node(&one.aggregate),
                    which(reader, one.items),
                    Cell::count(component + 1),
                    Cell::Number(*value),
                    Cell::Number(share),
                    one.nodes.get(*at).map_or(Cell::Empty, |node| reader.node(node)),
                    Cell::Number(loading),
                ]);
            }
        }
    }
    table
}
