//! 稳健性: would the ranking hold? The verdict first, then what it rests on.

mod sections;

use super::super::document::{Block, Callout, Document, Inline, Level};
use super::super::figure::FigureError;
use super::super::results::Results;
use super::super::sensitivity::verdict::{Sentence, Tone, verdict};
use super::super::sensitivity::view::View;
use super::draft::Draft;
use super::{Report, cover};

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    let Some(all) = r.robustness else { return Vec::new() };
    let view = View::page(r, all);
    let mut blocks = vec![Block::heading(
        Level::Chapter,
        "sensitivity",
        view.say("稳健性：位次站得住吗", "Would the ranking hold?"),
    )];
    let sentences = verdict(view, &mut draft.facts);
    blocks.extend(key(view, &sentences));
    blocks.push(Block::paragraph(view.say(
        "指标体系里有不少做法本可以另作选择：权重、无量纲化、异常值处理、缺失插补、合成方法。本章把这些选择一起换过许多次，每次重新计分，看名次还剩多少把握。综合得分和位次仍以前文为准，这里不改变任何得分。梯队之内不宜再论先后；区间重叠不等于分不出高下，两两比较以梯队和占比为准。",
        "Much in a definition could have been decided otherwise: weights, normalisation, treatment, imputation, aggregation. This chapter changes these choices together many times, scores each time again, and tells how much of the ranking remains. Scores and ranks stay those of the chapters before; nothing here changes one. Within a tier there is no order to speak of; intervals that overlap do not mean that two units cannot be told apart, tiers and pairs do.",
    )));
    blocks.extend(sections::write(view, draft, &sentences));
    blocks
}

/// What is told where its numbers stand, not in the box at the top.
const TOLD_LATER: [&str; 4] = ["left-out", "reversal", "stability", "acceptability"];

/// The verdict in a box, cautions in one of their own; the sentences of a rule are one entry.
fn key(view: View<'_>, sentences: &[Sentence]) -> Vec<Block> {
    let of = |tone: Tone| -> Vec<Vec<Inline>> {
        let wanted = |one: &&Sentence| one.tone == tone && !TOLD_LATER.contains(&one.rule);
        let of_tone: Vec<&Sentence> = sentences.iter().filter(wanted).collect();
        let together = of_tone.chunk_by(|a, b| a.rule == b.rule);
        together.map(|some| vec![Inline::text(joined(view, some.iter().copied()))]).collect()
    };
    let boxed = |kind: Callout, items: Vec<Vec<Inline>>| {
        (!items.is_empty()).then(|| Block::Callout { kind, blocks: vec![Block::Bullets(items)] })
    };
    let cautions = boxed(Callout::Warning, of(Tone::Caution));
    cautions.into_iter().chain(boxed(Callout::Key, of(Tone::Finding))).collect()
}

/// The sentences of a rule as one paragraph.
fn told(view: View<'_>, sentences: &[Sentence], rule: &str) -> Option<Block> {
    let text = joined(view, sentences.iter().filter(|one| one.rule == rule));
    (!text.is_empty()).then(|| Block::paragraph(text))
}

fn joined<'s>(view: View<'_>, sentences: impl Iterator<Item = &'s Sentence>) -> String {
    sentences.map(|one| one.text.as_str()).collect::<Vec<_>>().join(view.say("", " "))
}

/// The chapter as a document of its own.
pub(in crate::report) fn alone(r: &Results<'_>) -> Result<Report, FigureError> {
    let language = r.order.language;
    let mut document = Document::new(r.say("稳健性分析", "Robustness of the ranking"), language);
    document.subtitle = Some(r.text(&r.order.study).to_owned());
    document.notice = r.order.notice.as_ref().map(|notice| notice.get(language).to_owned());
    document.meta = cover(r);
    let mut draft = Draft::default();
    document.blocks = write(r, &mut draft);
    let facts = draft.draw(&mut document.blocks)?;
    Ok(Report { document, facts })
}
