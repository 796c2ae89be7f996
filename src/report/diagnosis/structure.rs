//! Reliability, components, own groups.

use super::super::chapter::draft::Draft;
use super::super::document::{Block, Cell, Interaction, Level, OnPaper, Table};
use super::columns::Reader;
use super::{details, figures};
use crate::diagnosis::{Coherence, Diagnosis, NoStructure};

/// Reliability, components, own groups.
pub(super) fn structure(reader: Reader<'_>, diagnosis: &Diagnosis, draft: &mut Draft) -> Vec<Block> {
    let r = reader.r;
    let mut blocks = vec![
        Block::heading(Level::Section, "coherence", r.say("一致性与主成分", "Coherence and components")),
        Block::paragraph(r.say(
            "一个汇总项的各部分若测同一件事，标准化 α 在 0.7 以上、只有一个特征值大于 1；若本就是不同侧面，α 低也无妨，但要说明。KMO 低于 0.6 时不宜用主成分或因子赋权。",
            "Where the parts of an aggregate measure one thing, the standardised α is above 0.7 and one eigenvalue above 1; where they are meant to be different sides, a low α does no harm, but should be said. Below a KMO of 0.6 weights from components or factors have no ground.",
        )),
        Block::Table(coherence(reader, diagnosis)),
    ];
    blocks.extend(figures::scree(reader, diagnosis, draft));
    let summary = r.say("展开每个部分的 α、VIF 和载荷", "Show α, VIF and loadings of each part").to_owned();
    let instead = r
        .say(
            "每个部分的数字见 items.csv 和 components.csv。",
            "The numbers of each part are in items.csv and components.csv.",
        )
        .to_owned();
    let mut items = details::items(reader, diagnosis);
    items.interaction = Interaction::Browsable;
    blocks.push(Block::Collapsible {
        summary,
        blocks: vec![Block::Table(items)],
        on_paper: OnPaper::LeftOut(instead),
    });
    if !diagnosis.own_groups.is_empty() {
        blocks.push(Block::heading(Level::Section, "own-groups", r.say("归组检验", "Own-group test")));
        blocks.push(Block::paragraph(r.say(
            "指标应当与自己的组最相关。“与同组其余的相关”不含该指标本身，更严格。",
            "An indicator should go with its own group most. Its correlation with the rest of the group leaves itself out and is the stricter test.",
        )));
        blocks.push(Block::Table(own_groups(reader, diagnosis)));
    }
    blocks
}

pub(super) fn coherence(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let mut columns = vec![
        reader.node_column("aggregate", "汇总项", "Aggregate"),
        reader.words("items", "范围", "Parts"),
        reader.counts("count", "项数", "Number"),
        reader.numbers("alpha", "α", "α", 2),
        reader.numbers("standardised_alpha", "标准化 α", "Standardised α", 2),
        reader.counts("complete_units", "齐全对象", "Complete units"),
        reader.numbers("adequacy", "KMO", "KMO", 2),
    ];
    if reader.is_program() {
        columns.push(reader.numbers("bartlett", "", "", 1));
        columns.push(reader.counts("bartlett_freedom", "", ""));
    }
    columns.extend([
        reader.numbers("bartlett_p", "Bartlett p", "Bartlett p", 3),
        reader.counts("components_above_one", "特征值>1", "Eigenvalues > 1"),
        reader.shares("first_share", "第一主成分", "First component"),
        reader.words("remark", "说明", "Remark"),
    ]);
    let mut table =
        reader.table("coherence", "各汇总项的一致性与主成分", "Coherence of each aggregate", columns);
    for one in &diagnosis.coherence {
        table.push(of_aggregate(reader, one));
    }
    table
}

pub(super) fn own_groups(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let columns = vec![
        reader.node_column("node", "指标", "Indicator"),
        reader.node_column("own", "所属组", "Own group"),
        reader.numbers("with_own", "与所属组 r", "r with it", 3),
        reader.numbers("with_siblings", "与同组其余 r", "r with the rest of it", 3),
        reader.node_column("other", "最相关的别组", "Nearest other group"),
        reader.numbers("with_other", "与别组 r", "r with that", 3),
        reader.words("elsewhere", "提示", "Flag"),
    ];
    let mut table = reader.table("own-groups", "归组检验", "Own-group test", columns);
    table.interaction = Interaction::Browsable;
    for one in &diagnosis.own_groups {
        table.push(vec![
            reader.node(&one.node),
            reader.node(&one.own),
            Cell::number(one.with_own),
            Cell::number(one.with_siblings),
            one.other.as_ref().map_or(Cell::Empty, |other| reader.node(other)),
            Cell::number(one.with_other),
            if one.is_elsewhere() {
                reader.word("yes", "更像别组", "nearer elsewhere")
            } else {
                Cell::Empty
            },
        ]);
    }
    table
}

fn of_aggregate(reader: Reader<'_>, one: &Coherence) -> Vec<Cell> {
    let structure = one.structure.as_ref();
    let inverse = structure.and_then(|structure| structure.inverse.as_ref());
    let bartlett = inverse.map(|inverse| inverse.bartlett);
    let remark = match (one.no_structure, structure) {
        (Some(NoStructure::TooFewColumns { .. }), _) => {
            reader.word("too-few-columns", "有差异的不足两项", "fewer than two vary")
        }
        (Some(NoStructure::TooFewRows { .. }), _) => {
            reader.word("too-few-units", "齐全对象不足三个", "fewer than three complete units")
        }
        (None, Some(_)) if inverse.is_none() => {
            reader.word("no-inverse", "相关矩阵不可逆，无 KMO、VIF", "no inverse, so neither KMO nor VIF")
        }
        _ => Cell::Empty,
    };
    let mut cells = vec![
        reader.node(&one.aggregate),
        details::which(reader, one.items),
        Cell::count(one.nodes.len()),
        Cell::number(one.reliability.alpha),
        Cell::number(one.reliability.standardised),
        structure.map_or(Cell::Empty, |structure| Cell::count(structure.rows)),
        Cell::number(inverse.and_then(|inverse| inverse.adequacy)),
    ];
    if reader.is_program() {
        cells.push(Cell::number(bartlett.map(|test| test.statistic)));
        cells.push(bartlett.map_or(Cell::Empty, |test| Cell::count(test.freedom)));
    }
    cells.extend([
        reader.p(bartlett.map(|test| test.p)),
        structure.map_or(Cell::Empty, |structure| Cell::count(structure.kaiser())),
        Cell::number(structure.and_then(|structure| structure.shares().first().copied())),
        remark,
    ]);
    cells
}
