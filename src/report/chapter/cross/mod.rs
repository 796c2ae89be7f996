//! Methods side by side: what other ways of ranking the same units say, and how alike they are.

mod findings;
mod tables;

use super::super::cross_tables::comparison;
use super::super::document::{Block, Callout, Inline, Level, NumberFormat};
use super::super::results::Results;
use super::draft::Draft;
use super::picture;
use crate::cross_comparison::Comparison;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    if r.rankings.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::heading(Level::Chapter, "cross", r.say("方法交叉比较", "Methods side by side")),
        Block::callout(
            Callout::Note,
            r.say(
                "本章用其他方法给同一批对象排序，看名次是否经得起换方法。综合得分仍是正式结果：整样本排序随样本而变，一个对象的进出可能使另外两个易位，因此不同方法不跨年比较，各方法的数值彼此也不比较。",
                "This chapter ranks the same units by other methods, to see whether ranks survive a change of method. The index stays the result: a whole-sample ranking moves with the sample, and a unit that enters or leaves may turn two others round. Methods are therefore not compared across years, nor their numbers with each other.",
            ),
        ),
        Block::Table(tables::methods(r)),
    ];
    if let Some(comparison) = comparison(r, r.order.focus) {
        gather(r, draft, &comparison);
        blocks.extend(sentences(r, draft));
        blocks.push(Block::Table(tables::ranks(r, &comparison)));
        blocks.push(Block::heading(
            Level::Section,
            "cross-agreement",
            r.say("次序有多像", "How alike the orders are"),
        ));
        blocks.push(Block::Table(tables::against_index(r, &comparison)));
        blocks.push(picture::agreement(r, draft, &comparison));
        blocks.push(Block::Table(tables::pairs(r, &comparison)));
    }
    blocks.extend(findings::write(r, draft));
    blocks
}

/// Which ranking is most and least like the index, and which unit moves most.
fn gather(r: &Results<'_>, draft: &mut Draft, comparison: &Comparison) {
    let from = format!("{} {}", r.say("排序比较", "comparison of rankings"), r.order.focus);
    let facts = &mut draft.facts;
    facts.count("cross.units", comparison.rows.len(), &*from);
    facts.count("cross.methods", comparison.names.len() - 1, &*from);
    let with_index = comparison.cells[0].iter().zip(&comparison.names).skip(1);
    let mut by_likeness: Vec<(f64, &str)> =
        with_index.filter_map(|(cell, name)| Some((cell.as_ref()?.spearman, r.text_of(name)))).collect();
    by_likeness.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let [farthest, .., nearest] = by_likeness[..] {
        for (id, (rho, name)) in [("nearest", nearest), ("farthest", farthest)] {
            facts.word(format!("cross.{id}"), name, &*from);
            facts.number(format!("cross.{id}.rho"), rho, NumberFormat::Decimals(3), &*from);
        }
    }
    let mut spreads: Vec<(u32, usize)> =
        (0..comparison.rows.len()).map(|at| (tables::spread(comparison, at), at)).collect();
    spreads.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    if let Some((places, at)) = spreads.first().filter(|(places, _)| *places > 0) {
        let all = || comparison.ranks.iter().map(|ranks| ranks[*at]);
        facts.word("cross.mover", r.unit_name(comparison.rows[*at]), &*from);
        facts.count("cross.mover.places", *places as usize, &*from);
        facts.count("cross.mover.best", all().min().unwrap_or(0) as usize, &*from);
        facts.count("cross.mover.worst", all().max().unwrap_or(0) as usize, &*from);
    }
    let first = (0..comparison.rows.len()).filter(|at| comparison.ranks.iter().all(|ranks| ranks[*at] == 1));
    let first: Vec<&str> = first.map(|at| r.unit_name(comparison.rows[at])).collect();
    if !first.is_empty() {
        facts.word("cross.first", first.join(r.say("、", ", ")), &*from);
    }
}

fn sentences(r: &Results<'_>, draft: &Draft) -> Option<Block> {
    draft.sentences(
        &[
            r.say(
                "{cross.methods}种排序共有{cross.units}个对象。",
                "The rankings, {cross.methods} in number, have {cross.units} units in common.",
            ),
            r.say("在所有排序中都居首位的是{cross.first}。", "First in all of them: {cross.first}."),
            r.say(
                "与综合得分次序最接近的是{cross.nearest}（斯皮尔曼相关{cross.nearest.rho}），差别最大的是{cross.farthest}（{cross.farthest.rho}）。",
                "The order nearest to the index is that of {cross.nearest} (Spearman {cross.nearest.rho}), the one farthest from it that of {cross.farthest} ({cross.farthest.rho}).",
            ),
            r.say(
                "名次随方法变动最大的是{cross.mover}：最好第{cross.mover.best}，最差第{cross.mover.worst}。",
                "The unit whose rank depends most on the method is {cross.mover}: from {cross.mover.best} at best to {cross.mover.worst} at worst.",
            ),
        ],
        r.say("", " "),
    )
}

/// A paragraph that begins with the name of a ranking.
fn named(name: &str, between: &str, text: String) -> Block {
    Block::Paragraph(vec![Inline::strong(name), Inline::text(format!("{between}{text}"))])
}
