//! Curves written by hand: anchors, trapezoids, tiers.

use std::collections::BTreeMap;

use super::attributes;
use super::normalisation::{not_positive, on_scale, word};
use crate::definition::shape::Spot;
use crate::diagnostic::Diagnostic;
use crate::framework::Scale;
use crate::normalisation::{Axis, Normalisation, Tier};
use crate::panel::Variables;
use crate::vocab::{Direction, Id};

/// Whether the method goes with the direction; where it does not, the shape of the curve is not judged.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Fits {
    Yes,
    No,
}

/// What a curve must keep to.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    pub(super) direction: Direction,
    pub(super) axis: Axis,
    pub(super) scale: Scale,
    pub(super) fits: Fits,
}

pub(super) fn anchors(anchors: &[[f64; 2]], rules: Rules, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if anchors.len() < 2 {
        let count = anchors.len();
        let diagnostic = Diagnostic::error(
            "def052",
            format!("anchors 有 {count} 个点，至少要有 2 个"),
            format!("`anchors` has too few points ({count}), at least 2 are expected"),
        )
        .hint("写成 [[值, 得分], [值, 得分]]", "write [[value, score], [value, score]]");
        found.push(diagnostic.at(spot.place()));
    }
    for (at, [value, score]) in anchors.iter().enumerate() {
        let point = spot.entry(at);
        if rules.axis == Axis::Log && *value <= 0.0 {
            found.push(not_positive(*value).at(point.entry(0).place()));
        }
        on_scale(*score, rules.scale, point.entry(1), found);
    }
    for (at, pair) in anchors.windows(2).enumerate() {
        let ([before, _], [value, _]) = (pair[0], pair[1]);
        if before >= value {
            let diagnostic = Diagnostic::error(
                "def052",
                format!("anchors 的值要递增：{before} 后面是 {value}"),
                format!("the values of `anchors` must rise: {value} follows {before}"),
            )
            .hint(
                "按值从小到大写，每个值只写一次",
                "write them from the lowest value to the highest, each once",
            );
            found.push(diagnostic.at(spot.entry(at + 1).entry(0).place()));
        }
    }
    if rules.fits == Fits::Yes {
        shape(anchors, rules.direction, spot, found);
    }
}

/// The first point that goes the wrong way.
fn shape(anchors: &[[f64; 2]], direction: Direction, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let mut falling = direction == Direction::Negative;
    let mut moves = false;
    for (at, pair) in anchors.windows(2).enumerate() {
        let ([_, before], [_, score]) = (pair[0], pair[1]);
        moves |= before != score;
        if direction == Direction::Interval && score < before {
            falling = true;
        }
        let wrong = if falling { score > before } else { score < before };
        if wrong {
            let (zh, en) = match direction {
                Direction::Positive => ("得分要随值上升", "scores must rise with the value"),
                Direction::Negative => ("得分要随值下降", "scores must fall with the value"),
                _ => ("得分要先升后降", "scores must first rise, then fall"),
            };
            let word = word(direction);
            let diagnostic = Diagnostic::error(
                "def052",
                format!("direction 是 `{word}`，{zh}：{before} 后面是 {score}"),
                format!("the direction is `{word}`, {en}: {score} follows {before}"),
            )
            .hint("改正得分，或改 direction", "correct the scores, or change the direction");
            found.push(diagnostic.at(spot.entry(at + 1).entry(1).place()));
            return;
        }
    }
    if anchors.len() >= 2 && !moves {
        let diagnostic = Diagnostic::error(
            "def052",
            "各点得分都一样，谁都得同样的分",
            "all points have the same score: everyone would score the same",
        );
        found.push(diagnostic.at(spot.place()));
    }
}

/// The members of a group with a curve of its own.
pub(super) fn members(
    when: &BTreeMap<Id, Vec<String>>,
    variables: Option<&Variables>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    if when.is_empty() {
        let diagnostic = Diagnostic::error(
            "def061",
            "when 是空的，说不出这一组是谁",
            "`when` is empty: it does not say whom the group is for",
        )
        .hint("写成 when = { 属性 = [\"取值\"] }", "write when = { attribute = [\"value\"] }");
        found.push(diagnostic.at(spot.place()));
    }
    let Some(variables) = variables else { return };
    for (id, given) in when {
        let value_spot = spot.key(id.as_str());
        if let Some(attribute) = attributes::known(id.as_str(), variables, value_spot, found) {
            attributes::values(attribute, given, value_spot, found);
        }
    }
}

/// `zero_below < full_from ≤ full_to < zero_above`, with at least one of the outer two.
pub(super) fn trapezoid(normalisation: &Normalisation, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let Normalisation::Trapezoid { zero_below, full_from, full_to, zero_above } = normalisation else {
        return;
    };
    let mut corners: Vec<(&str, f64)> = Vec::new();
    corners.extend(zero_below.map(|value| ("zero_below", value)));
    corners.extend([("full_from", *full_from), ("full_to", *full_to)]);
    corners.extend(zero_above.map(|value| ("zero_above", value)));
    for pair in corners.windows(2) {
        let [(first, before), (second, value)] = [pair[0], pair[1]];
        let flat = second == "full_to";
        let in_order = if flat { before <= value } else { before < value };
        if !in_order {
            let (zh, en) = if flat { ("不能大于", "not be above") } else { ("要小于", "be below") };
            let diagnostic = Diagnostic::error(
                "def055",
                format!("{first} 是 {before}，{second} 是 {value}：{first} {zh} {second}"),
                format!("{first} is {before} and {second} is {value}: {first} must {en} {second}"),
            );
            found.push(diagnostic.at(spot.key(first).place()));
        }
    }
    if corners.len() == 2 {
        let diagnostic = Diagnostic::error(
            "def055",
            "zero_below 和 zero_above 都没写，谁都得满分",
            "neither `zero_below` nor `zero_above` is given: everyone would have the full score",
        )
        .hint("至少写一个", "give at least one");
        found.push(diagnostic.at(spot.place()));
    }
}

pub(super) fn tiers(tiers: &[Tier], scale: Scale, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if tiers.is_empty() {
        let diagnostic = Diagnostic::error("def056", "tiers 是空的", "`tiers` is empty")
            .hint("写成 [{ at = 值, score = 得分 }, ...]", "write [{ at = value, score = score }, ...]");
        found.push(diagnostic.at(spot.place()));
    }
    for (at, tier) in tiers.iter().enumerate() {
        on_scale(tier.score, scale, spot.entry(at).key("score"), found);
        if let Some(first) = tiers[..at].iter().position(|t| t.at == tier.at) {
            let diagnostic = Diagnostic::error(
                "def056",
                format!("两档都从 {} 起", tier.at),
                format!("two tiers begin at {}", tier.at),
            );
            let first_place = spot.entry(first).key("at").place();
            found.push(diagnostic.at(spot.entry(at).key("at").place()).related(
                first_place,
                "另一档",
                "the other",
            ));
        }
    }
    let mut sorted: Vec<(usize, &Tier)> = tiers.iter().enumerate().collect();
    sorted.sort_by(|a, b| a.1.at.total_cmp(&b.1.at));
    let rises = sorted.windows(2).any(|pair| pair[0].1.score < pair[1].1.score);
    let falls = sorted.windows(2).find(|pair| pair[0].1.score > pair[1].1.score);
    if let (true, Some(pair)) = (rises, falls) {
        let (lower, (at, higher)) = (pair[0].1, pair[1]);
        let diagnostic = Diagnostic::error(
            "def056",
            format!("各档得分有升有降：{} 得 {}，{} 得 {}", lower.at, lower.score, higher.at, higher.score),
            format!(
                "the scores of the tiers rise and fall: {} scores {}, {} scores {}",
                lower.at, lower.score, higher.at, higher.score
            ),
        )
        .hint("值越高的档，得分要一路升或一路降", "from tier to tier scores must only rise, or only fall");
        found.push(diagnostic.at(spot.entry(at).key("score").place()));
    }
}
