//! The sections of the chapter; each is there only where there is something to show.

use super::super::super::document::{Block, Cell, Inline, Interaction, Level, OnPaper, Row, Table};
use super::super::super::sensitivity::Sentence;
use super::super::super::sensitivity::view::View;
use super::super::super::sensitivity::{attribution, changes, exact, figures, left_out, made, ranks};
use super::super::draft::Draft;
use super::told;

pub(super) fn write(view: View<'_>, draft: &mut Draft, sentences: &[Sentence]) -> Vec<Block> {
    let mut blocks = intervals(view, draft);
    blocks.extend(order(view, draft));
    blocks.extend(change(view));
    blocks.extend(factors(view, draft));
    blocks.extend(without(view, sentences));
    blocks.extend(weights(view, draft, sentences));
    blocks.extend(any_weights(view, draft, sentences));
    blocks.extend(how(view));
    blocks
}

fn section(view: View<'_>, id: &str, zh: &'static str, en: &'static str) -> Block {
    Block::heading(Level::Section, id, view.say(zh, en))
}

/// The table, and where the rest of it is.
fn first_of(view: View<'_>, mut table: Table, whole: usize, file: &str) -> Block {
    if whole > ranks::SHOWN {
        let rest = view
            .say("其余见 sensitivity 文件夹的 FILE。", "The others are in FILE of the folder `sensitivity`.");
        let rest = rest.replace("FILE", file);
        table.note = Some(match table.note {
            Some(note) => format!("{note}{}{rest}", view.say("", " ")),
            None => rest,
        });
    }
    Block::Table(table)
}

fn intervals(view: View<'_>, draft: &mut Draft) -> Vec<Block> {
    let Some(main) = view.main() else { return Vec::new() };
    let mut blocks = vec![section(view, "sensitivity-ranks", "位次区间", "Rank intervals")];
    blocks.push(figures::intervals(view, main, draft));
    let table = ranks::ranks(view);
    blocks.push(first_of(view, table, main.units.len(), "ranks.csv"));
    if view.all.uncertainty.len() > 1 {
        blocks.push(Block::Table(ranks::nodes(view)));
    }
    blocks
}

fn order(view: View<'_>, draft: &mut Draft) -> Vec<Block> {
    let Some(main) = view.main() else { return Vec::new() };
    let mut blocks = vec![section(view, "sensitivity-tiers", "梯队与两两比较", "Tiers and pairs")];
    blocks.push(Block::paragraph(view.say(
        "梯队从最好的对象排起：凡不能以约定的把握分出高下的，与梯队之首同属一队；第一个被队首在足够多的重算中超过的对象，另起一队。",
        "Tiers are formed from the top: a unit that the first of a tier does not beat in enough replicates belongs to it; the first one that it does beat begins the next tier.",
    )));
    if main.tiers.len() < main.units.len() {
        let mut table = ranks::tiers(view, main);
        if main.tiers.iter().any(|tier| tier.cut) {
            let note = view.say(
                "有的梯队在未计数的远距离对象处截断。",
                "Some tiers were cut where pairs that far apart were not counted.",
            );
            table.note = Some(note.to_owned());
        }
        blocks.push(Block::Table(table));
    }
    blocks.extend(figures::taken(view, main, draft));
    blocks.extend(figures::wins(view, main, draft));
    blocks
}

fn change(view: View<'_>) -> Vec<Block> {
    let Some(main) = changes::main(view) else { return Vec::new() };
    let mut blocks =
        vec![section(view, "sensitivity-changes", "变化是否可区分", "Which changes can be told")];
    blocks.push(Block::paragraph(view.say(
        "同一次重算里两期用同一套做法，再比较两期得分。只有在足够多的重算中都上升，才写“升幅可区分”；写“区间内”的，不能说升，也不能说降。",
        "Within one replicate both periods are scored with the same choices. A rise is told only where the score rises in enough replicates; a change “within its interval” is neither rise nor fall.",
    )));
    let table = changes::changes(view);
    blocks.push(first_of(view, table, main.units.len(), "changes.csv"));
    blocks
}

fn factors(view: View<'_>, draft: &mut Draft) -> Vec<Block> {
    let Some(all) = &view.all.attribution else { return Vec::new() };
    let mut blocks = vec![section(
        view,
        "sensitivity-attribution",
        "差异与哪些因素相关",
        "Which factors the differences go with",
    )];
    blocks.push(Block::Paragraph(vec![
        Inline::text(view.say("方法：", "Method: ")),
        Inline::strong(attribution::method_name(view, all.method)),
        Inline::text(view.say(
            "。“单独”是只知道这个因素时方差减少的份额，“连同交互”是其余因素都知道时还剩的份额。估计值小于 0 或区间碰到 0 的，与 0 不可区分。",
            ". “Alone” is the share by which the variance falls when that factor is known, “with interactions” the share that remains when all others are. An estimate below 0, or an interval that reaches it, cannot be told from 0.",
        )),
    ]));
    for output in &all.outputs {
        blocks.extend(figures::indices(view, all, output, draft));
        if !output.constant {
            blocks.push(Block::Table(attribution::of_output(view, all, output)));
        }
    }
    blocks
}

fn without(view: View<'_>, sentences: &[Sentence]) -> Vec<Block> {
    let found = [told(view, sentences, "left-out"), told(view, sentences, "reversal")];
    if view.all.left_out.is_empty() && found.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut blocks = vec![section(view, "sensitivity-left-out", "逐一剔除", "Leave-one-out")];
    blocks.extend(found.into_iter().flatten());
    if view.all.left_out.is_empty() {
        return blocks;
    }
    let mut table = left_out::left_out(view);
    // The largest shift first; what could not be scored comes last.
    let shift = |row: &Row| match row.cells.get(2) {
        Some(Cell::Number(shift)) => *shift,
        _ => f64::NEG_INFINITY,
    };
    table.rows.sort_by(|a, b| shift(b).total_cmp(&shift(a)));
    let whole = table.rows.len();
    table.rows.truncate(ranks::SHOWN);
    blocks.push(first_of(view, table, whole, "left-out.csv"));
    blocks
}

fn weights(view: View<'_>, draft: &mut Draft, sentences: &[Sentence]) -> Vec<Block> {
    let Some(found) = &view.all.exact else { return Vec::new() };
    let mut blocks = vec![section(
        view,
        "sensitivity-exact",
        "权重范围内的确定结论",
        "What holds for all weights within bounds",
    )];
    blocks.push(Block::paragraph(view.say(
        "以下结论由计算得出，不靠抽样：只动权重，其余做法不变，权重在所列范围内取任何值都成立。",
        "What follows is computed, not drawn: only weights move, all else stays, and it holds for any weights within the bounds.",
    )));
    if !found.limits.is_empty() {
        blocks.push(Block::bullets(found.limits.iter().map(|limit| view.r.text_of(limit).to_owned())));
    }
    blocks.push(folded(view, "权重的范围", "Bounds of the weights", exact::weights(view, found)));
    if !found.units.is_empty() {
        let table = exact::attainable(view);
        blocks.push(first_of(view, table, found.units.len(), "attainable.csv"));
    }
    if !found.overtaking.is_empty() {
        blocks.push(Block::Table(exact::overtaking(view)));
    }
    blocks.extend(told(view, sentences, "stability"));
    blocks.extend(figures::stability(view, found, draft));
    if !found.stability.is_empty() {
        blocks.push(Block::Table(exact::stability(view)));
    }
    blocks
}

fn any_weights(view: View<'_>, draft: &mut Draft, sentences: &[Sentence]) -> Vec<Block> {
    let Some(all) = &view.all.acceptability else { return Vec::new() };
    let mut blocks = vec![section(
        view,
        "sensitivity-acceptability",
        "什么样的权重支持谁（SMAA）",
        "Which weights support whom (SMAA)",
    )];
    blocks.push(Block::paragraph(view.say(
        "反过来问：不预设权重，把权重整个抽一遍，看多大份额的权重把谁排在第几。中心权重是使其居首的权重的平均；置信因子是权重恰为中心权重时，在其余不确定之下居首的可能。",
        "The question turned round: weights are not set but drawn, and the share of them that puts a unit at a rank is told. Central weights are the mean of those that put it first; the confidence factor says how likely it is first when these hold.",
    )));
    blocks.extend(told(view, sentences, "acceptability"));
    blocks.extend(figures::acceptability(view, all, draft));
    let mut table = exact::central(view);
    if !table.rows.is_empty() {
        let whole = table.rows.len();
        table.rows.truncate(ranks::SHOWN);
        blocks.push(first_of(view, table, whole, "central-weights.csv"));
    }
    blocks
}

fn how(view: View<'_>) -> Vec<Block> {
    let mut blocks = vec![section(view, "sensitivity-run", "怎样重算", "How it was drawn")];
    blocks.push(Block::Table(made::run(view)));
    blocks.push(Block::Table(made::factors(view)));
    let failures = made::failures(view);
    if !failures.rows.is_empty() {
        blocks.push(Block::Table(failures));
    }
    let convergence = made::convergence(view);
    if convergence.rows.len() > 1 {
        blocks.push(folded(view, "结果随重算次数的变化", "How the answers settled", convergence));
    }
    blocks.push(Block::Paragraph(vec![
        Inline::text(view.say("任何一次重算都可以单独复核：", "Any replicate can be run alone: ")),
        Inline::Code("quanheng sensitivity study.toml --replicate N --out DIR".to_owned()),
        Inline::text(view.say(
            " 把第 N 次的定义写成文件，再用 quanheng run 运行，得分逐位相同。各次抽到的做法见 sensitivity 文件夹的 replicates.csv。",
            " writes the definition of replicate N as files; run with `quanheng run` it gives the same scores, bit for bit. What each replicate drew is in replicates.csv of the folder `sensitivity`.",
        )),
    ]));
    blocks
}

/// A table that a page shows on a click; paper shows it at once.
fn folded(view: View<'_>, zh: &'static str, en: &'static str, mut table: Table) -> Block {
    table.interaction = Interaction::Static;
    Block::Collapsible {
        summary: view.say(zh, en).to_owned(),
        blocks: vec![Block::Table(table)],
        on_paper: OnPaper::Shown,
    }
}
