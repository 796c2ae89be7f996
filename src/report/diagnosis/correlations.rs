//! Correlations: heat maps, each node with what is above it, pairs within groups.

use super::super::chapter::draft::Draft;
use super::super::document::{Block, Cell, Column, Interaction, OnPaper, Table};
use super::columns::Reader;
use super::figures;
use crate::diagnosis::{Diagnosis, Pair, Relation};

/// Heat maps, and tables of what matters.
pub(super) fn correlations(reader: Reader<'_>, diagnosis: &Diagnosis, draft: &mut Draft) -> Vec<Block> {
    let r = reader.r;
    let mut blocks = vec![Block::paragraph(r.say(
        "以下为得分之间的相关（已按方向统一，越高越好）。同组相关过高是重复，明显为负会互相抵消；与所属汇总项几乎无关的指标没有实际影响。p 值已按同级、同类全部配对校正（Benjamini–Hochberg）。",
        "These are correlations of scores, where more is better. Within a group a very high one means repetition and a clearly negative one cancellation; an indicator that hardly goes with its aggregate has no influence. p-values are adjusted for all pairs of the same kind and level (Benjamini–Hochberg).",
    ))];
    blocks.extend(figures::aggregates(reader, diagnosis, draft));
    let maps = figures::dimensions(reader, diagnosis, draft);
    blocks.extend(maps);
    blocks.push(Block::Table(with_parents(reader, diagnosis)));
    let within: Vec<&Pair> =
        diagnosis.correlations.scores.iter().filter(|pair| pair.relation == Relation::Siblings).collect();
    let table = strongest(reader, within);
    let summary = r.say("展开同组内的全部配对", "Show all pairs within groups").to_owned();
    let instead = r.say("全部配对见 correlations.csv。", "All pairs are in correlations.csv.").to_owned();
    blocks.push(Block::Collapsible {
        summary,
        blocks: vec![Block::Table(table)],
        on_paper: OnPaper::LeftOut(instead),
    });
    blocks
}

fn tested_columns(reader: Reader<'_>) -> Vec<Column> {
    vec![
        reader.numbers("", "Pearson r", "Pearson r", 2),
        reader.numbers("", "校正后 p", "Adjusted p", 3),
        reader.numbers("", "Spearman ρ", "Spearman ρ", 2),
        reader.numbers("", "Kendall τ", "Kendall τ", 2),
    ]
}

fn tested_cells(reader: Reader<'_>, pair: &Pair) -> [Cell; 4] {
    [
        Cell::number(pair.pearson.value),
        reader.p(pair.pearson.adjusted),
        Cell::number(pair.spearman.value),
        Cell::number(pair.kendall.value),
    ]
}

/// Each node with its parent and with the root.
fn with_parents(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let mut columns =
        vec![reader.words("", "指标或汇总项", "Indicator or aggregate"), reader.words("", "所属", "Part of")];
    columns.extend(tested_columns(reader));
    columns.push(reader.numbers("", "与总指数 r", "r with the index", 2));
    let mut table =
        reader.table("parents", "与所属汇总项的相关", "Correlations with the aggregate above", columns);
    table.interaction = Interaction::Browsable;
    let root = &reader.r.framework().node(reader.r.framework().root()).id;
    let all = &diagnosis.correlations.scores;
    for pair in all.iter().filter(|pair| pair.relation == Relation::Parent) {
        let with_root = all.iter().find(|other| other.first == *root && other.second == pair.second);
        let mut cells = vec![reader.node(&pair.second), reader.node(&pair.first)];
        cells.extend(tested_cells(reader, pair));
        cells.push(Cell::number(with_root.and_then(|pair| pair.pearson.value)));
        table.push(cells);
    }
    table
}

fn strongest(reader: Reader<'_>, mut pairs: Vec<&Pair>) -> Table {
    let mut columns = vec![
        reader.words("", "前者", "First"),
        reader.words("", "后者", "Second"),
        reader.counts("", "对象数", "Units"),
    ];
    columns.extend(tested_columns(reader));
    let mut table = reader.table("pairs", "同组内的相关", "Correlations within groups", columns);
    table.interaction = Interaction::Browsable;
    let strength = |pair: &Pair| pair.pearson.value.map_or(-1.0, f64::abs);
    pairs.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    for pair in pairs {
        let mut cells = vec![reader.node(&pair.first), reader.node(&pair.second), Cell::count(pair.units)];
        cells.extend(tested_cells(reader, pair));
        table.push(cells);
    }
    table
}
