//! The best value or interval of a card: written where its direction uses it, and in order.

use crate::definition::IndicatorCard;
use crate::definition::shape::Spot;
use crate::diagnostic::Diagnostic;
use crate::normalisation::Normalisation;
use crate::vocab::Direction;

pub(super) fn check(card: &IndicatorCard, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let is_drawn = matches!(
        card.normalisation,
        Normalisation::Anchors { .. } | Normalisation::Trapezoid { .. } | Normalisation::Tiers { .. }
    );
    let keys = [
        ("best", Direction::Target, card.best.is_some()),
        ("best_range", Direction::Interval, card.best_range.is_some()),
    ];
    for (key, direction, is_given) in keys {
        if is_given && card.direction != direction {
            found.push(other_direction(card, key, direction).at(spot.key(key).place()));
        } else if is_given && is_drawn {
            found.push(drawn(card, key).at(spot.key(key).place()));
        }
    }
    if let Some([from, to]) = card.best_range.filter(|[from, to]| from >= to) {
        let diagnostic = Diagnostic::error(
            "def121",
            format!("best_range 是 {from} 到 {to}：前一个数要小于后一个"),
            format!("`best_range` runs from {from} to {to}: the first number must be below the second"),
        )
        .hint(
            "只有一个最优值时用 direction = \"target\" 和 best",
            "for a single best value write direction = \"target\" and `best`",
        );
        found.push(diagnostic.at(spot.key("best_range").place()));
    }
    distances(card, spot, found);
}

fn other_direction(card: &IndicatorCard, key: &str, direction: Direction) -> Diagnostic {
    let (needed, given) = (super::normalisation::word(direction), super::normalisation::word(card.direction));
    let (zh, en) = match card.direction {
        Direction::Target => ("改写 best = 一个数", "write best = one number"),
        Direction::Interval => ("改写 best_range = [下限, 上限]", "write best_range = [lower, upper]"),
        _ => ("删去它，或改 direction", "remove it, or change the direction"),
    };
    Diagnostic::error(
        "def120",
        format!("`{}` 的 direction 是 `{given}`，不用 {key}（只用于 `{needed}`）", card.id),
        format!(
            "the direction of `{}` is `{given}`, which has no `{key}` (it goes with `{needed}`)",
            card.id
        ),
    )
    .hint(zh, en)
}

fn drawn(card: &IndicatorCard, key: &str) -> Diagnostic {
    let method = card.normalisation.id();
    Diagnostic::error(
        "def120",
        format!("`{method}` 自己说明哪里最优，{key} 不起作用"),
        format!("`{method}` says itself where the best values are: `{key}` has no effect"),
    )
    .hint(
        format!("删去 {key}，或换用按距离计分的方法，如 min-max"),
        format!("remove `{key}`, or take a method that can score a distance, such as min-max"),
    )
}

/// Limits of a distance: it is never below 0.
fn distances(card: &IndicatorCard, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if super::normalisation::best(card).is_none() {
        return;
    }
    let low = match &card.normalisation {
        Normalisation::Goalposts { low, .. } => Some(*low),
        Normalisation::LinearEfficacy { low, .. } | Normalisation::ExponentialEfficacy { low, .. } => *low,
        _ => None,
    };
    if let Some(low) = low.filter(|low| *low < 0.0) {
        let diagnostic = Diagnostic::error(
            "def122",
            format!("low 是 {low}，但按到最优值的距离计分，距离不小于 0"),
            format!("low is {low}, but the distance to the best value is scored, which is never below 0"),
        )
        .hint(
            "low 和 high 是距离：最优处写 low = 0.0，得零分处写 high",
            "low and high are distances: low = 0.0 at the best value, high where the score is at the bottom",
        );
        found.push(diagnostic.at(spot.key("normalisation").key("low").place()));
    }
}
