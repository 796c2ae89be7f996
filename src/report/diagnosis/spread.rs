//! Size bias, and the inequality of scores.

use super::super::document::{Block, Cell, Emphasis, Interaction, Table};
use super::columns::Reader;
use super::details;
use crate::diagnosis::{Diagnosis, Inequality};
use crate::statistics::NoInequality;

pub(super) fn size_bias(reader: Reader<'_>, diagnosis: &Diagnosis) -> Vec<Block> {
    let r = reader.r;
    if diagnosis.size.is_empty() {
        return vec![Block::paragraph(r.say(
            "没有声明规模变量。在 study.toml 写 [diagnosis] size = [\"…\"] 后，这里列出各指标和得分与规模的相关。",
            "No size variable is declared. With [diagnosis] size = [\"…\"] in study.toml the correlations of indicators and scores with size are listed here.",
        ))];
    }
    let mut table = size(reader, diagnosis);
    table.interaction = Interaction::Browsable;
    vec![
        Block::paragraph(r.say(
            "得分若随收入、人数等规模变量走（默认 |r| 或 |ρ| 大于 0.6），评的多半是大小。Spearman 不受个别巨头影响。",
            "Scores that follow a size variable such as revenue or employees (|r| or |ρ| above 0.6 unless the study says otherwise) largely measure size. A few giants do not move Spearman's ρ.",
        )),
        Block::Table(table),
    ]
}

pub(super) fn size(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let columns = vec![
        reader.node_column("node", "指标或汇总项", "Indicator or aggregate"),
        reader.words("step", "步骤", "Step"),
        reader.words("size", "规模变量", "Size variable"),
        reader.counts("units", "对象数", "Units"),
        reader.numbers("pearson", "Pearson r", "Pearson r", 2),
        reader.numbers("pearson_p", "p", "p", 3),
        reader.numbers("spearman", "Spearman ρ", "Spearman ρ", 2),
        reader.numbers("spearman_p", "p", "p", 3),
    ];
    let mut table = reader.table("size", "与规模变量的相关", "Correlations with size", columns);
    let variables = &reader.r.framework().parts().variables;
    for one in &diagnosis.size {
        let size = match variables.variable(one.size.as_str()).filter(|_| !reader.is_program()) {
            Some(variable) => reader.r.text(&variable.name).to_owned(),
            None => one.size.to_string(),
        };
        table.push(vec![
            reader.node(&one.node),
            details::step(reader, one.step),
            Cell::text(size),
            Cell::count(one.pearson.pairs),
            Cell::number(one.pearson.value),
            reader.p(one.pearson.p),
            Cell::number(one.spearman.value),
            reader.p(one.spearman.p),
        ]);
    }
    table
}

pub(super) fn unevenness(reader: Reader<'_>, diagnosis: &Diagnosis) -> Vec<Block> {
    let r = reader.r;
    vec![
        Block::paragraph(r.say(
            "基尼系数 0 表示人人相同；泰尔指数可分解为组内与组间两部分，组间占比高说明差距主要来自分组本身。",
            "A Gini of 0 means that all are the same. Theil's T splits into a part within and a part between groups; a large part between them means that the differences come from the grouping.",
        )),
        Block::Table(inequality(reader, diagnosis)),
    ]
}

pub(super) fn inequality(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let columns = vec![
        reader.words("by", "按", "By"),
        reader.words("group", "组", "Group"),
        reader.counts("units", "对象数", "Units"),
        reader.numbers("mean", "平均得分", "Mean score", 2),
        reader.numbers("gini", "基尼", "Gini", 4),
        reader.numbers("theil", "泰尔 T", "Theil T", 4),
        reader.numbers("within", "组内", "Within", 4),
        reader.numbers("between", "组间", "Between", 4),
        reader.shares("between_share", "组间占比", "Share between"),
    ];
    let mut table = reader.table("inequality", "综合得分的不均等", "Inequality of index scores", columns);
    for one in &diagnosis.inequality {
        push(reader, one, &mut table);
    }
    let refused = diagnosis.inequality.first().and_then(|one| one.refused);
    table.note = refused.map(|why| {
        let r = reader.r;
        match why {
            NoInequality::Negative => {
                r.say("有负分，不计算。", "Not computed, as there are negative scores.")
            }
            NoInequality::Zero => r.say("全部为零，不计算。", "Not computed, as all scores are zero."),
            _ => r.say("没有得分。", "There are no scores."),
        }
        .to_owned()
    });
    table
}

fn push(reader: Reader<'_>, one: &Inequality, table: &mut Table) {
    let name = match &one.by {
        Some(by) if reader.is_program() => by.to_string(),
        Some(by) => reader.r.attribute_name(by),
        None => String::new(),
    };
    let parts = one.theil.as_ref();
    let split = |value: Option<f64>| if one.by.is_some() { Cell::number(value) } else { Cell::Empty };
    let between = parts.filter(|parts| parts.total > 0.0).map(|parts| parts.between / parts.total);
    let whole = vec![
        Cell::text(&*name),
        reader.word("", "全部", "all"),
        Cell::count(one.units),
        Cell::Empty,
        Cell::number(one.gini),
        Cell::number(parts.map(|parts| parts.total)),
        split(parts.map(|parts| parts.within)),
        split(parts.map(|parts| parts.between)),
        split(between),
    ];
    table.push_emphasised(Emphasis::Total, whole);
    for group in &one.groups {
        let value = one.by.as_ref().map_or(Cell::Empty, |attribute| reader.value(attribute, &group.value));
        let mut cells = vec![Cell::text(&*name), value, Cell::count(group.units)];
        cells.extend([group.mean, group.gini, group.theil].map(Cell::number));
        table.push(cells);
    }
}
