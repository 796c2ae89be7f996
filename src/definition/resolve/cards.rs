//! All cards of all files in one list, with the place of each; ids and codes that clash.

use std::collections::BTreeMap;

use super::Places;
use crate::definition::shape::Spot;
use crate::definition::{AggregateCard, Documents, IndicatorCard};
use crate::diagnostic::Diagnostic;
use crate::framework::Lifecycle;
use crate::vocab::{Id, Text};

/// A card of either kind, as written.
pub(super) struct Card<'a> {
    pub(super) kind: CardKind<'a>,
    pub(super) spot: Spot<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum CardKind<'a> {
    Aggregate(&'a AggregateCard),
    Indicator(&'a IndicatorCard),
}

impl<'a> Card<'a> {
    pub(super) fn id(&self) -> &'a Id {
        match self.kind {
            CardKind::Aggregate(card) => &card.id,
            CardKind::Indicator(card) => &card.id,
        }
    }

    pub(super) fn name(&self) -> &'a Text {
        match self.kind {
            CardKind::Aggregate(card) => &card.name,
            CardKind::Indicator(card) => &card.name,
        }
    }

    pub(super) fn parent(&self) -> Option<&'a Id> {
        match self.kind {
            CardKind::Aggregate(card) => card.parent.as_ref(),
            CardKind::Indicator(card) => Some(&card.parent),
        }
    }

    pub(super) fn code(&self) -> Option<&'a str> {
        match self.kind {
            CardKind::Aggregate(card) => card.code.as_deref(),
            CardKind::Indicator(card) => Some(&card.code),
        }
    }

    pub(super) fn weight(&self) -> Option<f64> {
        match self.kind {
            CardKind::Aggregate(card) => card.weight,
            CardKind::Indicator(card) => card.weight,
        }
    }

    pub(super) fn aggregate(&self) -> Option<&'a AggregateCard> {
        match self.kind {
            CardKind::Aggregate(card) => Some(card),
            CardKind::Indicator(_) => None,
        }
    }

    pub(super) fn indicator(&self) -> Option<&'a IndicatorCard> {
        match self.kind {
            CardKind::Indicator(card) => Some(card),
            CardKind::Aggregate(_) => None,
        }
    }

    /// Whether it can weigh anything: candidates, pilots and retired indicators never do.
    pub(super) fn counts(&self) -> bool {
        self.indicator().is_none_or(|card| card.status == Lifecycle::Core)
    }

    fn is_retired(&self) -> bool {
        self.indicator().is_some_and(|card| card.status == Lifecycle::Retired)
    }
}

/// The cards of `framework.toml`, then those of each part; in a file the aggregates come first.
pub(super) fn collect<'a>(documents: &'a Documents, places: &'a Places) -> Vec<Card<'a>> {
    let mut cards = Vec::new();
    let mut add = |aggregates: &'a [AggregateCard], indicators: &'a [IndicatorCard], root: Spot<'a>| {
        let (aggregate_list, indicator_list) = (root.key("aggregate"), root.key("indicator"));
        cards.extend(
            aggregates
                .iter()
                .enumerate()
                .map(|(at, card)| Card { kind: CardKind::Aggregate(card), spot: aggregate_list.entry(at) }),
        );
        cards.extend(
            indicators
                .iter()
                .enumerate()
                .map(|(at, card)| Card { kind: CardKind::Indicator(card), spot: indicator_list.entry(at) }),
        );
    };
    add(&documents.framework.aggregate, &[], places.framework.root());
    for (part, positions) in documents.parts.iter().zip(&places.parts) {
        add(&part.aggregate, &part.indicator, positions.root());
    }
    cards
}

/// The first card of each id; says which ids and codes are used twice.
pub(super) fn index<'a>(cards: &[Card<'a>], found: &mut Vec<Diagnostic>) -> BTreeMap<&'a Id, usize> {
    let mut by_id: BTreeMap<&Id, usize> = BTreeMap::new();
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, card) in cards.iter().enumerate() {
        match by_id.get(card.id()) {
            Some(first) => found.push(same_id(&cards[*first], card)),
            None => {
                by_id.insert(card.id(), at);
            }
        }
        let Some(code) = card.code() else { continue };
        match by_code.get(code) {
            Some(first) if cards[*first].id() != card.id() => {
                found.push(same_code(code, &cards[*first], card))
            }
            Some(_) => {}
            None => {
                by_code.insert(code, at);
            }
        }
    }
    by_id
}

fn same_id(first: &Card<'_>, second: &Card<'_>) -> Diagnostic {
    let id = second.id();
    let diagnostic = if first.is_retired() || second.is_retired() {
        Diagnostic::error(
            "def021",
            format!("标识 `{id}` 属于已退出的指标，不能再用"),
            format!("the id `{id}` belongs to a retired indicator and cannot be used again"),
        )
        .hint("给新指标另取标识", "give the new indicator an id of its own")
    } else {
        Diagnostic::error("def020", format!("标识 `{id}` 用了两次"), format!("the id `{id}` is used twice"))
            .hint("给其中一个另取标识", "give one of them another id")
    };
    let first_place = first.spot.key("id").place();
    diagnostic.at(second.spot.key("id").place()).related(first_place, "第一次在这里", "first used here")
}

fn same_code(code: &str, first: &Card<'_>, second: &Card<'_>) -> Diagnostic {
    Diagnostic::warning(
        "def027",
        format!("编号 `{code}` 用了两次：`{}` 和 `{}`", first.id(), second.id()),
        format!("the code `{code}` is used twice: by `{}` and `{}`", first.id(), second.id()),
    )
    .hint("读者会分不清；给其中一个另编号", "readers cannot tell them apart; give one another code")
    .at(second.spot.key("code").place())
    .related(first.spot.key("code").place(), "第一次在这里", "first used here")
}
