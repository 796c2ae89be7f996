//! How each aggregate makes one score of its children: its own choice or that of its level, and whether the choice can work.

use super::cards::Card;
use super::means::{check_children, check_mean};
use super::tree::Tree;
use super::weights::where_written;
use crate::aggregation::{Aggregation, Coverage};
use crate::definition::shape::Spot;
use crate::definition::{AggregateCard, FrameworkDocument};
use crate::diagnostic::Diagnostic;
use crate::framework::Scale;
use crate::weighting::Weighting;

/// The choices for one card; all `None` for an indicator, or where nobody chose.
#[derive(Clone, Default)]
pub(super) struct Methods {
    pub(super) weighting: Option<Weighting>,
    pub(super) aggregation: Option<Aggregation>,
    pub(super) coverage: Coverage,
}

/// The methods of each card.
pub(super) fn choose(
    document: &FrameworkDocument,
    cards: &[Card<'_>],
    tree: &Tree,
    top: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Methods> {
    let scale = document.scale;
    let levels = top.key("level");
    for (at, level) in document.level.iter().enumerate() {
        let spot = levels.entry(at);
        written(level.aggregation.as_ref(), level.coverage, scale, spot, found);
    }
    for card in cards {
        if let Some(aggregate) = card.aggregate() {
            written(aggregate.aggregation.as_ref(), aggregate.coverage, scale, card.spot, found);
        }
    }
    (0..cards.len())
        .map(|at| match cards[at].aggregate() {
            Some(aggregate) => of_aggregate((aggregate, at), document, cards, (tree, top), found),
            None => Methods::default(),
        })
        .collect()
}

fn of_aggregate(
    (aggregate, at): (&AggregateCard, usize),
    document: &FrameworkDocument,
    cards: &[Card<'_>],
    (tree, top): (&Tree, Spot<'_>),
    found: &mut Vec<Diagnostic>,
) -> Methods {
    let card = &cards[at];
    let Some(depth) = tree.depth[at] else { return Methods::default() };
    let level = document.level.get(depth);
    let weighting = aggregate.weighting.clone().or_else(|| level.and_then(|l| l.weighting.clone()));
    let aggregation = aggregate.aggregation.clone().or_else(|| level.and_then(|l| l.aggregation.clone()));
    if weighting.is_none() {
        found.push(undecided(card, depth, "def035", "weighting", "{ method = \"equal\" }"));
    }
    if aggregation.is_none() {
        found.push(undecided(card, depth, "def048", "aggregation", "{ method = \"arithmetic\" }"));
    }
    let coverage = aggregate.coverage.or_else(|| level.and_then(|l| l.coverage)).unwrap_or_default();
    let children = tree.children[at].len();
    if children > 0 && coverage.min_children as usize > children {
        let spot = where_written(card, "coverage", Some(depth), top).key("min_children");
        let (id, least) = (&aggregate.id, coverage.min_children);
        let diagnostic = Diagnostic::error(
            "def045",
            format!("`{id}` 有 {children} 个下级，但 min_children 是 {least}：永远没有得分"),
            format!(
                "`{id}` has {children} children, but `min_children` is {least}: it can never have a score"
            ),
        );
        found.push(diagnostic.at(spot.place()));
    }
    if let Some(aggregation) = &aggregation {
        let spot = where_written(card, "aggregation", Some(depth), top);
        check_children(aggregation, weighting.as_ref(), document.scale, (at, cards, tree), spot, found);
    }
    Methods { weighting, aggregation, coverage }
}

fn undecided(card: &Card<'_>, depth: usize, code: &'static str, key: &str, example: &str) -> Diagnostic {
    let (id, number) = (card.id(), depth + 1);
    Diagnostic::error(
        code,
        format!("`{id}` 没有 {key}：它自己没写，第 {number} 个 [[level]] 也没写"),
        format!("`{id}` has no {key}: neither it nor [[level]] number {number} says"),
    )
    .hint(format!("写 {key} = {example}"), format!("write {key} = {example}"))
    .at(card.spot.key("id").place())
}

/// Problems of the choice itself, said once where it is written.
fn written(
    aggregation: Option<&Aggregation>,
    coverage: Option<Coverage>,
    scale: Scale,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    if let Some(aggregation) = aggregation {
        check_mean(aggregation, scale, spot.key("aggregation"), found);
    }
    let Some(coverage) = coverage else { return };
    let spot = spot.key("coverage");
    for (key, given) in [("min_weight", coverage.min_weight), ("min_share", coverage.min_share)] {
        if (0.0..=1.0).contains(&given) {
            continue;
        }
        let diagnostic = Diagnostic::error(
            "def045",
            format!("{key} 是 {given}，应为 0 到 1 的数"),
            format!("`{key}` is {given}, a number from 0 to 1 is expected"),
        )
        .hint("它是份额：三分之二写 0.6667", "it is a share: write 0.6667 for two thirds");
        found.push(diagnostic.at(spot.key(key).place()));
    }
    if coverage.min_children == 0 {
        let diagnostic = Diagnostic::error(
            "def045",
            "min_children 是 0，至少是 1",
            "`min_children` is 0, at least 1 is expected",
        );
        found.push(diagnostic.at(spot.key("min_children").place()));
    }
}
