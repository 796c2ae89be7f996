//! Normalisation: the method fits the direction, its numbers are in order, its scores are on the scale.

use super::indicator::shares_upside_down;
use super::{aim, attributes, curve, numbers};
use crate::definition::IndicatorCard;
use crate::definition::shape::Spot;
use crate::diagnostic::Diagnostic;
use crate::framework::Scale;
use crate::normalisation::{Aim, Axis, Hurdle, Normalisation};
use crate::panel::Variables;
use crate::vocab::Direction;

/// Everything that can be said of the normalisation of a card without its neighbours.
pub(super) fn check(
    card: &IndicatorCard,
    scale: Scale,
    variables: Option<&Variables>,
    card_spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let spot = card_spot.key("normalisation");
    aim::check(card, card_spot, found);
    let fits = direction(card, card_spot, found);
    if let Some(peers) = card.normalisation.peers() {
        attributes::groups(peers.by, peers.min_group, variables, spot, found);
        numbers::idle_groups(&card.normalisation, spot, found);
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
                curve::members(&group.when, variables, group_spot.key("when"), found);
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
        other => numbers::check(card, other, (scale, fits), variables, spot, found),
    }
}

/// The best interval of a card, the same value twice for one best value.
pub(super) fn best(card: &IndicatorCard) -> Option<[f64; 2]> {
    match card.direction {
        Direction::Target => card.best.map(|best| [best, best]),
        Direction::Interval => card.best_range,
        _ => None,
    }
}

pub(super) fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Positive => "positive",
        Direction::Negative => "negative",
        Direction::Target => "target",
        Direction::Interval => "interval",
        Direction::Tiers => "tiers",
    }
}

/// Whether the method goes with the direction.
pub(super) fn fits(card: &IndicatorCard) -> curve::Fits {
    let aim = Aim { direction: card.direction, best: best(card) };
    if card.normalisation.goes_with(aim) { curve::Fits::Yes } else { curve::Fits::No }
}

/// The same, with a report.
fn direction(card: &IndicatorCard, spot: Spot<'_>, found: &mut Vec<Diagnostic>) -> curve::Fits {
    let (direction, method) = (word(card.direction), card.normalisation.id());
    let aim = Aim { direction: card.direction, best: best(card) };
    if fits(card) == curve::Fits::Yes {
        return curve::Fits::Yes;
    }
    let in_the_middle = matches!(card.direction, Direction::Target | Direction::Interval);
    // Whether the best value is missing, or one that the method cannot use.
    let with_best = Aim { direction: card.direction, best: Some([0.0, 0.0]) };
    let lacks_best = in_the_middle && aim.best.is_none() && card.normalisation.goes_with(with_best);
    let key = if card.direction == Direction::Target { "best = 5.0" } else { "best_range = [3.0, 5.0]" };
    let (zh, en) = if lacks_best {
        (
            format!("`{}` 的 direction 是 `{direction}`，用 `{method}` 时要写最优值", card.id),
            format!(
                "the direction of `{}` is `{direction}`; `{method}` then needs to know the best value",
                card.id
            ),
        )
    } else {
        let (zh_why, en_why) = aim.best.map_or(("", ""), |_| no_distance(&card.normalisation));
        (
            format!("`{}` 的 direction 是 `{direction}`，不能用 `{method}`{zh_why}", card.id),
            format!(
                "the direction of `{}` is `{direction}`, which does not go with `{method}`{en_why}",
                card.id
            ),
        )
    };
    let (zh_hint, en_hint) = match card.direction {
        _ if lacks_best => (
            format!("在指标卡上写 {key}，按到它的距离计分；或改用 anchors、trapezoid"),
            format!("write {key} on the card, then the distance to it is scored; or take anchors, trapezoid"),
        ),
        Direction::Tiers => (
            "`tiers` 可用：tiers；或改 direction".to_owned(),
            "`tiers` goes with tiers; or change the direction".to_owned(),
        ),
        Direction::Target | Direction::Interval => (
            format!(
                "`{direction}` 可用：anchors、trapezoid；写了最优值（{key}）时还可用 min-max、base-goalposts、z-score 等按距离计分的方法"
            ),
            format!(
                "`{direction}` goes with anchors, trapezoid; with a best value ({key}) also with min-max, base-goalposts, z-score and others that can score a distance"
            ),
        ),
        Direction::Positive | Direction::Negative => (
            format!("`{direction}` 可用除 trapezoid、tiers 以外的方法；或改 direction"),
            format!("`{direction}` goes with every method but trapezoid and tiers; or change the direction"),
        ),
    };
    let diagnostic = Diagnostic::error("def050", zh, en)
        .hint(zh_hint, en_hint)
        .at(spot.key("normalisation").key("method").place())
        .related(spot.key("direction").place(), "方向在这里", "the direction");
    found.push(diagnostic);
    curve::Fits::No
}

/// Why a method cannot score the distance to a best value.
fn no_distance(normalisation: &Normalisation) -> (&'static str, &'static str) {
    match normalisation {
        Normalisation::Goalposts { .. }
        | Normalisation::BaseGoalposts { .. }
        | Normalisation::Logarithmic { .. }
        | Normalisation::LogarithmicEfficacy { .. } => (
            "：到最优值的距离可以是 0，没有对数",
            ": the distance to the best value can be 0, which has no logarithm",
        ),
        Normalisation::RatioToMean { .. }
        | Normalisation::Index { .. }
        | Normalisation::RatioToTarget { .. }
        | Normalisation::ZavadskasTurskis { .. } => (
            "：到最优值的距离可以是 0，不能作除数",
            ": the distance to the best value can be 0, which nothing can be divided by",
        ),
        _ => ("：它的参照是指标值，不是距离", ": what it refers to is the value itself, not a distance"),
    }
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
