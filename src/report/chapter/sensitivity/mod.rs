//! 稳健性: would the ranking hold? The verdict first, then what it rests on.

mod sections;

use super::super::document::{Block, Callout, Document, Inline, Level};
use super::super::figure::FigureError;
use super::super::results::Results;
use super::super::sensitivity::verdict::{Tone, verdict};
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
    blocks.extend(key(view, draft));
    blocks.push(Block::paragraph(view.say(
        "指标体系里有不少做法本可以另作选择：权重、无量纲化、异常值处理、缺失插补、合成方法。本章把这些选择一起换过许多次，每次重新计分，看名次还剩多少把握。综合得分和位次仍以前文为准，这里不改变任何得分。梯队之内不宜再论先后；区间重叠不等于分不出高下，两两比较以梯队和占比为准。",
        "Much in a definition could have been decided otherwise: weights, normalisation, treatment, imputation, aggregation. This chapter changes these choices together many times, scores each time again, and tells how much of the ranking remains. Scores and ranks stay those of the chapters before; nothing here changes one. Within a tier there is no order to speak of; intervals that overlap do not mean that two units cannot be told apart, tiers and pairs do.",
    )));
    blocks.extend(sections::write(view, draft));
    blocks
}

/// The verdict in a box, cautions in one of their own.
fn key(view: View<'_>, draft: &mut Draft) -> Vec<Block> {
    let sentences = verdict(view, &mut draft.facts);
    let of = |tone: Tone| -> Vec<Vec<Inline>> {
        let of_tone = sentences.iter().filter(|sentence| sentence.tone == tone);
        of_tone.map(|sentence| vec![Inline::text(&*sentence.text)]).collect()
    };
    let boxed = |kind: Callout, items: Vec<Vec<Inline>>| {
        (!items.is_empty()).then(|| Block::Callout { kind, blocks: vec![Block::Bullets(items)] })
    };
    let cautions = boxed(Callout::Warning, of(Tone::Caution));
    cautions.into_iter().chain(boxed(Callout::Key, of(Tone::Finding))).collect()
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
