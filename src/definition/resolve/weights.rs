//! Weights: who must carry one, who must not, and the share of each child.

use super::cards::Card;
use super::tree::Tree;
use super::{from_data, judgements};
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, Place};
use crate::weighting::{self, Weighting};

/// The share of each card in its parent, 0 to 1; 1 for the root, `None` where data decide. `weightings` has an entry for each card, and
/// so has `experts`: where each expert stands whose judgements come from a file.
pub(super) fn shares(
    cards: &[Card<'_>],
    tree: &Tree,
    weightings: &[Option<Weighting>],
    experts: &[Vec<Place>],
    top: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Option<f64>> {
    let mut shares = vec![Some(0.0); cards.len()];
    if let Some(root) = tree.root {
        shares[root] = Some(1.0);
        if cards[root].weight().is_some() {
            found.push(needless(&cards[root], "它是根节点，没有同级", "it is the root and has no siblings"));
        }
    }
    for (at, weighting) in weightings.iter().enumerate() {
        let children = &tree.children[at];
        let (Some(weighting), false) = (weighting, children.is_empty()) else { continue };
        if !children.iter().any(|&child| cards[child].counts()) {
            found.push(nothing_counts(&cards[at]));
            continue;
        }
        let weights = match weighting {
            Weighting::Equal {} => equal(&cards[at], cards, children, found),
            Weighting::Given { .. } => given(&cards[at], cards, children, found),
            data if data.needs_rows() || matches!(data, Weighting::Combination { .. }) => {
                let spot = where_written(&cards[at], "weighting", tree.depth[at], top);
                from_data::weights(data, (&cards[at], spot), cards, children, found)
            }
            table => {
                let spot = where_written(&cards[at], "weighting", tree.depth[at], top);
                judgements::weights(table, (&cards[at], spot), &experts[at], cards, children, found)
            }
        };
        // What cannot be divided has been reported above.
        let Ok(divided) = weighting::shares(&weights) else { continue };
        let counting = children.iter().filter(|child| cards[**child].counts()).count();
        for (&child, share) in children.iter().zip(divided) {
            // A single child has all the weight, whatever the data say.
            let by_data = weighting.needs_rows() && cards[child].counts() && counting > 1;
            shares[child] = (!by_data).then_some(share);
        }
    }
    shares
}

/// Where a choice of an aggregate stands: on its card, else in its level.
pub(super) fn where_written<'a>(card: &Card<'a>, key: &str, depth: Option<usize>, top: Spot<'a>) -> Spot<'a> {
    let own = card.spot.key(key);
    match depth {
        Some(depth) if !own.is_written() => {
            let level = top.key("level").entry(depth).key(key);
            if level.is_written() { level } else { own }
        }
        _ => own,
    }
}

fn equal(parent: &Card<'_>, cards: &[Card<'_>], children: &[usize], found: &mut Vec<Diagnostic>) -> Vec<f64> {
    let id = parent.id();
    let zh = format!("上级 `{id}` 的 weighting 是 `equal`，下级同权");
    let en = format!("the weighting of its parent `{id}` is `equal`");
    none_written(cards, children, &zh, &en, found);
    children.iter().map(|&child| if cards[child].counts() { 1.0 } else { 0.0 }).collect()
}

pub(super) fn given(
    parent: &Card<'_>,
    cards: &[Card<'_>],
    children: &[usize],
    found: &mut Vec<Diagnostic>,
) -> Vec<f64> {
    let before = found.len();
    let weights: Vec<f64> = children.iter().map(|&child| given_one(parent, &cards[child], found)).collect();
    let has_error = found[before..].iter().any(|d| d.severity == crate::diagnostic::Severity::Error);
    if !has_error && weights.iter().sum::<f64>() <= 0.0 {
        let id = parent.id();
        let diagnostic = Diagnostic::error(
            "def033",
            format!("`{id}` 的下级权重全是 0"),
            format!("all children of `{id}` weigh 0"),
        )
        .hint(
            "至少给一个大于 0 的权重，或用 weighting = { method = \"equal\" }",
            "give at least one a weight above 0, or use weighting = { method = \"equal\" }",
        );
        found.push(diagnostic.at(parent.spot.key("id").place()));
    } else if !has_error {
        for (&child, _) in
            children.iter().zip(&weights).filter(|(child, w)| **w == 0.0 && cards[**child].counts())
        {
            found.push(weighs_nothing(&cards[child]));
        }
    }
    weights
}

fn given_one(parent: &Card<'_>, child: &Card<'_>, found: &mut Vec<Diagnostic>) -> f64 {
    let (id, above) = (child.id(), parent.id());
    let place = child.spot.key("weight").place();
    match child.weight() {
        None if !child.counts() => 0.0,
        None => {
            let diagnostic = Diagnostic::error(
                "def030",
                format!("`{id}` 没有权重，而上级 `{above}` 的 weighting 是 `given`"),
                format!("`{id}` has no weight, but the weighting of its parent `{above}` is `given`"),
            )
            .hint("写 weight = 数", "write weight = a number");
            found.push(diagnostic.at(place));
            0.0
        }
        Some(weight) if !weight.is_finite() || weight < 0.0 => {
            let diagnostic = Diagnostic::error(
                "def032",
                format!("`{id}` 的权重是 {weight}，应为不小于 0 的数"),
                format!("the weight of `{id}` is {weight}, a number not below 0 is expected"),
            );
            found.push(diagnostic.at(place));
            0.0
        }
        Some(weight) if weight > 0.0 && !child.counts() => {
            let diagnostic = Diagnostic::warning(
                "def034",
                format!("`{id}` 不是 `core`，权重 {weight} 不起作用，按 0 计"),
                format!("`{id}` is not `core`: its weight {weight} does not count, it weighs 0"),
            )
            .hint(
                "转为 core 后才计入；也可删去 weight",
                "it counts once the status is `core`; or remove `weight`",
            );
            found.push(diagnostic.at(place));
            0.0
        }
        Some(weight) => weight,
    }
}

/// Children whose weights come from elsewhere carry none.
pub(super) fn none_written(
    cards: &[Card<'_>],
    children: &[usize],
    why_zh: &str,
    why_en: &str,
    found: &mut Vec<Diagnostic>,
) {
    for &child in children {
        if cards[child].weight().is_some() {
            found.push(needless(&cards[child], why_zh, why_en));
        }
    }
}

fn needless(card: &Card<'_>, why_zh: &str, why_en: &str) -> Diagnostic {
    let id = card.id();
    Diagnostic::error(
        "def031",
        format!("`{id}` 写了权重，但{why_zh}"),
        format!("`{id}` has a weight, but {why_en}"),
    )
    .hint("删去 weight", "remove `weight`")
    .at(card.spot.key("weight").place())
}

fn weighs_nothing(card: &Card<'_>) -> Diagnostic {
    let id = card.id();
    let diagnostic = Diagnostic::warning(
        "def036",
        format!("`{id}` 计入得分但权重是 0"),
        format!("`{id}` counts but weighs 0"),
    )
    .at(card.spot.key("weight").place());
    match card.indicator() {
        Some(_) => diagnostic.hint("若是有意，可改 status 为 pilot", "if meant, make its status `pilot`"),
        None => diagnostic,
    }
}

fn nothing_counts(card: &Card<'_>) -> Diagnostic {
    let id = card.id();
    Diagnostic::error(
        "def037",
        format!("`{id}` 的下级没有一个是 `core`，得不出分"),
        format!("no child of `{id}` is `core`: it can have no score"),
    )
    .hint(
        "至少要有一个 core 指标；或把这些指标移到别的上级",
        "at least one must be `core`; or move these indicators to another parent",
    )
    .at(card.spot.key("id").place())
}
