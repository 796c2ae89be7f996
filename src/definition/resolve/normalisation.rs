//! Normalisation: the method fits the direction, its numbers are in order, its scores are on the scale.

use super::indicator::shares_upside_down;
use super::{attributes, curve};
use crate::definition::IndicatorCard;
use crate::definition::shape::Spot;
use crate::diagnostic::Diagnostic;
use crate::framework::Scale;
use crate::normalisation::{Axis, Hurdle, Normalisation};
use crate::panel::Variables;
use crate::vocab::Direction;

pub(super) fn check(
    card: &IndicatorCard,
    scale: Scale,
    variables: Option<&Variables>,
    card_spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let spot = card_spot.key("normalisation");
    let fits = direction(card, card_spot, found);
    if let Some((by, min_group)) = peer_groups(&card.normalisation) {
        attributes::groups(by, min_group, variables, spot, found);
    }
    match &card.normalisation {
        Normalisation::Goalposts { low, high, axis, .. } => goalposts(*low, *high, *axis, spot, found),
        Normalisation::BaseGoalposts { low, high, hurdle, .. } => {
            if low.get() >= high.get() {
                found.push(
                    shares_upside_down("normalisation", low.get(), high.get()).at(spot.key("low").place()),
                );
            }
            if let Some(Hurdle { score, .. }) = hurdle {
                on_scale(*score, scale, spot.key("hurdle").key("score"), found);
            }
        }
        Normalisation::Anchors { anchors, axis, groups, .. } => {
            let rules = curve::Rules { direction: card.direction, axis: *axis, scale, fits };
            curve::anchors(anchors, rules, spot.key("anchors"), found);
            for (at, group) in groups.iter().enumerate() {
                let group_spot = spot.key("groups").entry(at);
                curve::anchors(&group.anchors, rules, group_spot.key("anchors"), found);
                curve::members(group, variables, group_spot.key("when"), found);
            }
        }
        Normalisation::Trapezoid { .. } => curve::trapezoid(&card.normalisation, spot, found),
        Normalisation::Tiers { tiers } => curve::tiers(tiers, scale, spot.key("tiers"), found),
        Normalisation::ZScore { centre, spread, .. } => {
            on_scale(*centre, scale, spot.key("centre"), found);
            if *spread <= 0.0 {
                let diagnostic = Diagnostic::error(
                    "def058",
                    format!("spread 是 {spread}，应大于 0"),
                    format!("`spread` is {spread}, a number above 0 is expected"),
                )
                .hint(
                    "方向由 direction 决定，不用负数",
                    "the direction is set by `direction`, not by a negative number",
                );
                found.push(diagnostic.at(spot.key("spread").place()));
            }
        }
        Normalisation::MinMax { .. } | Normalisation::Percentile { .. } => {}
    }
}

fn peer_groups(normalisation: &Normalisation) -> Option<(&[crate::vocab::Id], u32)> {
    match normalisation {
        Normalisation::BaseGoalposts { by, min_group, .. }
        | Normalisation::MinMax { by, min_group, .. }
        | Normalisation::ZScore { by, min_group, .. }
        | Normalisation::Percentile { by, min_group } => Some((by, *min_group)),
        _ => None,
    }
}

/// The methods that a direction allows.
fn allowed(direction: Direction) -> &'static [&'static str] {
    match direction {
        Direction::Positive | Direction::Negative => {
            &["goalposts", "base-goalposts", "min-max", "anchors", "z-score", "percentile"]
        }
        Direction::Interval => &["anchors", "trapezoid"],
        Direction::Tiers => &["tiers"],
    }
}

fn method(normalisation: &Normalisation) -> &'static str {
    match normalisation {
        Normalisation::Goalposts { .. } => "goalposts",
        Normalisation::BaseGoalposts { .. } => "base-goalposts",
        Normalisation::MinMax { .. } => "min-max",
        Normalisation::Anchors { .. } => "anchors",
        Normalisation::Trapezoid { .. } => "trapezoid",
        Normalisation::Tiers { .. } => "tiers",
        Normalisation::ZScore { .. } => "z-score",
        Normalisation::Percentile { .. } => "percentile",
    }
}

pub(super) fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Positive => "positive",
        Direction::Negative => "negative",
        Direction::Interval => "interval",
        Direction::Tiers => "tiers",
    }
}

/// Whether the method fits the direction.
fn direction(card: &IndicatorCard, spot: Spot<'_>, found: &mut Vec<Diagnostic>) -> curve::Fits {
    let (direction, method) = (word(card.direction), method(&card.normalisation));
    let allowed = allowed(card.direction);
    if allowed.contains(&method) {
        return curve::Fits::Yes;
    }
    let diagnostic = Diagnostic::error(
        "def050",
        format!("`{}` 的 direction 是 `{direction}`，不能用 `{method}`", card.id),
        format!("the direction of `{}` is `{direction}`, which does not go with `{method}`", card.id),
    )
    .hint(
        format!("`{direction}` 可用：{}；或改 direction", allowed.join("、")),
        format!("`{direction}` goes with {}; or change the direction", allowed.join(", ")),
    )
    .at(spot.key("normalisation").key("method").place())
    .related(spot.key("direction").place(), "方向在这里", "the direction");
    found.push(diagnostic);
    curve::Fits::No
}

fn goalposts(low: f64, high: f64, axis: Axis, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if low >= high {
        let diagnostic = Diagnostic::error(
            "def051",
            format!("low 是 {low}，high 是 {high}：low 要小于 high"),
            format!("low is {low} and high is {high}: low must be below high"),
        )
        .hint(
            "哪一端好由 direction 决定，数总是从小到大",
            "`direction` says which end is best; numbers always rise",
        );
        found.push(diagnostic.at(spot.key("low").place()));
    }
    if axis == Axis::Log && low <= 0.0 {
        found.push(not_positive(low).at(spot.key("low").place()));
    }
}

/// A value that has no logarithm.
pub(super) fn not_positive(value: f64) -> Diagnostic {
    Diagnostic::error(
        "def053",
        format!("axis 是 `log`，但 {value} 不大于 0，没有对数"),
        format!("the axis is `log`, but {value} is not above 0 and has no logarithm"),
    )
    .hint("改用大于 0 的数，或删去 axis", "use numbers above 0, or remove `axis`")
}

/// Says when a score is not on the framework's scale.
pub(super) fn on_scale(score: f64, scale: Scale, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    // A scale that is upside down has been reported; no score lies on it.
    if scale.low < scale.high && !(scale.low..=scale.high).contains(&score) {
        let diagnostic = Diagnostic::error(
            "def054",
            format!("得分 {score} 在 {} 到 {} 之外", scale.low, scale.high),
            format!("the score {score} is outside the scale from {} to {}", scale.low, scale.high),
        );
        found.push(diagnostic.at(spot.place()));
    }
}
