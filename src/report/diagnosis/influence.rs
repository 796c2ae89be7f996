//! Weights beside influence.

use super::super::chapter::draft::Draft;
use super::super::document::{Block, Cell, Interaction, Table};
use super::columns::Reader;
use super::{details, figures};
use crate::diagnosis::Diagnosis;
use crate::statistics::RatioBy;

/// Nominal against effective weights.
pub(super) fn influence(reader: Reader<'_>, diagnosis: &Diagnosis, draft: &mut Draft) -> Vec<Block> {
    let r = reader.r;
    let mut blocks = vec![Block::paragraph(r.say(
        "权重说的是“愿意用多少此换多少彼”，不等于影响。实际影响用相关比 S = Var(E[y|x]) / Var(y) 衡量：只知道这一项时，能解释汇总得分方差的多少；再换算成占比与名义权重比较。各项相关时 S 之和可大于 1。",
        "A weight says how much of one part is traded for another, not how much influence it has. Influence is measured by the correlation ratio S = Var(E[y|x]) / Var(y): how much of the variance of the aggregate's score is explained by knowing that part alone, turned into a share to compare with the weight. Where parts are correlated the ratios add up to more than 1.",
    ))];
    blocks.extend(figures::influence(reader, diagnosis, draft));
    let mut table = importance(reader, diagnosis);
    table.interaction = Interaction::Browsable;
    blocks.push(Block::Table(table));
    blocks
}

pub(super) fn importance(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let columns = vec![
        reader.node_column("aggregate", "汇总项", "Aggregate"),
        reader.words("items", "范围", "Parts"),
        reader.node_column("node", "组成", "Part"),
        reader.shares("nominal", "名义权重", "Weight"),
        reader.shares("effective", "实际影响占比", "Share of influence"),
        reader.numbers("ratio", "相关比 S", "Ratio S", 3),
        reader.numbers("linear", "线性 r²", "Linear r²", 3),
        reader.words("by", "估计方法", "Estimated by"),
        reader.counts("units", "对象数", "Units"),
    ];
    let mut table = reader.table("importance", "名义权重与实际影响", "Weights and influence", columns);
    for one in &diagnosis.importance {
        for part in &one.of {
            let by = match part.ratio.map(|found| found.by) {
                Some(RatioBy::Spline) => reader.word("spline", "惩罚样条", "penalised spline"),
                Some(RatioBy::Means) => reader.word("means", "分值均值", "means by value"),
                Some(RatioBy::Line) => reader.word("line", "直线（对象少）", "line, as units are few"),
                None => Cell::Empty,
            };
            table.push(vec![
                reader.node(&one.aggregate),
                details::which(reader, one.items),
                reader.node(&part.node),
                Cell::Number(part.nominal),
                Cell::number(part.effective),
                Cell::number(part.ratio.map(|found| found.ratio)),
                Cell::number(part.ratio.map(|found| found.linear)),
                by,
                part.ratio.map_or(Cell::Empty, |found| Cell::count(found.rows)),
            ]);
        }
    }
    table
}
