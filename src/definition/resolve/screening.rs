//! Screening: thresholds that can act, names that exist, decisions that have an effect.

use super::cards::Card;
use crate::definition::FrameworkDocument;
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::screening::{Decision, Screening};

pub(super) fn check(
    document: &FrameworkDocument,
    cards: &[Card<'_>],
    top: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let (screening, spot) = (&document.screening, top.key("screening"));
    rules(screening, spot, found);
    units(screening, spot, found);
    indicators(screening, cards, spot, found);
}

fn rules(screening: &Screening, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let none = |key: &str| {
        Diagnostic::error(
            "def144",
            format!("{key} 没有写阈值，什么也筛不出"),
            format!("`{key}` has no threshold, so that nothing can fail it"),
        )
        .hint(
            "写 availability、non_zero（指标还可写 unique），或删去它",
            "write `availability` or `non_zero` (for indicators also `unique`), or remove it",
        )
    };
    if let Some(rule) = screening.units {
        let own = spot.key("units");
        match (rule.availability, rule.non_zero, rule.fails) {
            (None, None, _) => found.push(none("units").at(own.place())),
            (Some(_), Some(_), _) | (_, _, None) => {}
            _ => {
                let diagnostic = Diagnostic::error(
                    "def145",
                    "只有一个阈值，fails 没有作用",
                    "there is one threshold only, so `fails` has no effect",
                )
                .hint("删去 fails，或再写一个阈值", "remove `fails`, or write the other threshold");
                found.push(diagnostic.at(own.key("fails").place()));
            }
        }
    }
    if let Some(rule) = screening.indicators
        && rule.availability.is_none()
        && rule.non_zero.is_none()
        && rule.unique.is_none()
    {
        found.push(none("indicators").at(spot.key("indicators").place()));
    }
}

fn units(screening: &Screening, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let list = spot.key("unit");
    for (at, forced) in screening.unit.iter().enumerate() {
        if screening.unit[..at].iter().any(|other| other.id == forced.id) {
            found.push(twice(&forced.id).at(list.entry(at).key("id").place()));
        }
        if forced.decision == Decision::Include && screening.units.is_none() {
            found.push(no_rule("units").at(list.entry(at).key("decision").place()));
        }
    }
}

fn indicators(screening: &Screening, cards: &[Card<'_>], spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let list = spot.key("indicator");
    for (at, forced) in screening.indicator.iter().enumerate() {
        let (id, place) = (&forced.id, list.entry(at).key("id").place());
        if screening.indicator[..at].iter().any(|other| other.id == *id) {
            found.push(twice(id.as_str()).at(place.clone()));
        }
        let known = cards.iter().find(|card| card.id() == id && card.indicator().is_some());
        match known {
            None => found.push(unknown(id.as_str(), cards).at(place)),
            Some(card) if !card.counts() => {
                let diagnostic = Diagnostic::error(
                    "def148",
                    format!("指标 `{id}` 不是正式指标，本来就不计权重，筛选没有作用"),
                    format!("the indicator `{id}` is not `core` and weighs nothing anyway, so screening has no effect"),
                )
                .hint("删去这一条", "remove the entry")
                .related(card.spot.key("status").place(), "状态在这里", "its status");
                found.push(diagnostic.at(place));
            }
            Some(_) => {}
        }
        if forced.decision == Decision::Include && screening.indicators.is_none() {
            found.push(no_rule("indicators").at(list.entry(at).key("decision").place()));
        }
    }
}

fn twice(id: &str) -> Diagnostic {
    Diagnostic::error("def146", format!("`{id}` 指定了两次"), format!("`{id}` is named twice"))
        .hint("只留一条", "keep one entry")
}

fn no_rule(key: &str) -> Diagnostic {
    Diagnostic::error(
        "def148",
        format!("没有写 {key} 的筛选规则，include 没有作用"),
        format!("there is no rule `{key}` to be kept from, so `include` has no effect"),
    )
    .hint(
        format!("删去这一条，或写 {key} = {{ … }}"),
        format!("remove the entry, or write {key} = {{ ... }}"),
    )
}

fn unknown(id: &str, cards: &[Card<'_>]) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("def147", format!("没有指标 `{id}`"), format!("there is no indicator `{id}`"));
    let known = cards.iter().filter(|card| card.indicator().is_some()).map(|card| card.id().as_str());
    match nearest(id, known) {
        Some(near) => diagnostic.hint(format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}
