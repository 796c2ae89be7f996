//! Methods and rules in words, for tables that people read.

use super::document::NumberFormat;
use super::results::Results;
use crate::aggregation::{Aggregation, Coverage, MissingChildren};
use crate::framework::{Formula, NodeId, NodeKind, Wording};
use crate::normalisation::{Axis, Normalisation, Normaliser, Outside};
use crate::vocab::Direction;

/// How children become one score.
pub(super) fn mean(r: &Results<'_>, aggregation: &Aggregation) -> String {
    aggregation.name().get(r.order.language).to_owned()
}

/// What a missing child does, and how much must have been observed.
pub(super) fn coverage(r: &Results<'_>, coverage: &Coverage) -> String {
    let missing = match coverage.missing {
        MissingChildren::Renormalise => {
            r.say("缺失者的权重由同级其他项分担", "the others share the weight of a missing one")
        }
        MissingChildren::Withhold => r.say("有缺失即不计分", "withheld when one is missing"),
    };
    let mut text = missing.to_owned();
    let mut rule = |share: f64, words: &str| {
        if let Some(least) = NumberFormat::Percent(0).print(share).filter(|_| share > 0.0) {
            text += &format!("{words}{least}");
        }
    };
    rule(coverage.min_weight, r.say("，覆盖率不低于", ", coverage at least "));
    rule(coverage.min_share, r.say("，有得分的下级不少于", ", children with a score at least "));
    if coverage.min_children > 1 {
        let least = coverage.min_children;
        text += &r
            .say("，有得分的下级至少{n}个", ", at least {n} children with a score")
            .replace("{n}", &least.to_string());
    }
    text
}

/// The name of a normalisation.
pub(super) fn normalisation_name(r: &Results<'_>, normalisation: &Normalisation) -> String {
    let (zh, en) = match normalisation {
        Normalisation::Goalposts { .. } => ("固定阈值", "goalposts"),
        Normalisation::BaseGoalposts { .. } => ("基期分位阈值", "goalposts from the base"),
        Normalisation::MinMax { .. } => ("基期极差", "min–max of the base"),
        Normalisation::Anchors { .. } => ("锚点曲线", "anchor curve"),
        Normalisation::Trapezoid { .. } => ("适度区间", "trapezoid"),
        Normalisation::Tiers { .. } => ("分档", "tiers"),
        Normalisation::ZScore { .. } => ("标准分", "z-score"),
        Normalisation::Percentile { .. } => ("基期百分位", "percentile of the base"),
        other => (other.note().name.zh, other.note().name.en),
    };
    let name = r.say(zh, en).to_owned();
    if normalisation.is_by_period() {
        name + r.say("（各期分别定标）", " (each period apart)")
    } else {
        name
    }
}

/// The direction of an indicator.
pub(super) fn direction(r: &Results<'_>, direction: Direction) -> &'static str {
    let zh = r.order.language == crate::vocab::Language::Zh;
    match (direction, zh) {
        (Direction::Positive, true) => "正向",
        (Direction::Positive, false) => "positive",
        (Direction::Negative, true) => "逆向",
        (Direction::Negative, false) => "negative",
        (Direction::Target, true) => "居中",
        (Direction::Target, false) => "target",
        (Direction::Interval, true) => "区间",
        (Direction::Interval, false) => "interval",
        (Direction::Tiers, true) => "分档",
        (Direction::Tiers, false) => "tiers",
    }
}

/// A formula with the names of its variables.
pub(super) fn formula(r: &Results<'_>, formula: &Formula) -> String {
    let indicators =
        r.framework().indicators().map(|(_, node, _)| (node.id.clone(), node.name.clone())).collect();
    let wording = Wording { variables: &r.framework().parts().variables, indicators: &indicators };
    formula.in_words(r.order.language, wording)
}

/// The scoring rule of an indicator, with the frozen numbers where there are any.
pub(super) fn scoring(r: &Results<'_>, node: NodeId) -> String {
    let NodeKind::Indicator(indicator) = &r.framework().node(node).kind else { return String::new() };
    let measure = &indicator.measure;
    match &indicator.normalisation {
        Normalisation::Tiers { tiers } => {
            let mut tiers: Vec<_> = tiers.iter().collect();
            tiers.sort_by(|a, b| b.at.total_cmp(&a.at));
            let parts = tiers.iter().map(|tier| {
                let name = tier.name.as_ref().map(|n| r.text(n)).unwrap_or_default();
                format!("≥{}{} {}{}", tier.at, bracketed(name), tier.score, r.say("分", ""))
            });
            parts.collect::<Vec<_>>().join(r.say("；", "; "))
        }
        Normalisation::Trapezoid { zero_below, full_from, full_to, zero_above } => {
            let mut text = format!("{full_from}–{full_to}{measure} {}", r.say("得满分", "scores full"));
            if let Some(low) = zero_below {
                text += &format!("{}≤{low} {}", r.say("；", "; "), r.say("得零分", "scores nothing"));
            }
            if let Some(high) = zero_above {
                text += &format!("{}≥{high} {}", r.say("；", "; "), r.say("得零分", "scores nothing"));
            }
            text
        }
        other => {
            let rule = format!("{}{}", normalisation_name(r, other), ends(r, node, other, measure));
            match indicator.best {
                Some([from, to]) => format!("{}{rule}", distance_to(r, from, to, measure)),
                None => rule,
            }
        }
    }
}

/// What is scored where an indicator is best in the middle.
fn distance_to(r: &Results<'_>, from: f64, to: f64, measure: &str) -> String {
    let best = if from == to { format!("{from}{measure}") } else { format!("{from}–{to}{measure}") };
    format!("{}{best}{}", r.say("到最优值 ", "distance to the best "), r.say(" 的距离，", ", "))
}

fn bracketed(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("（{name}）") }
}

/// The ends of a frozen curve, and what lies beyond.
fn ends(r: &Results<'_>, node: NodeId, normalisation: &Normalisation, measure: &str) -> String {
    if normalisation.is_by_period() {
        return String::new();
    }
    let frozen =
        r.scorecard.indicator(r.framework().node(node).id.as_str()).and_then(|f| f.normaliser.as_ref());
    let (points, axis) = match frozen.map(|grouped| &grouped.pooled) {
        Some(Normaliser::Curve(curve)) => (curve.anchors(), curve.axis()),
        Some(Normaliser::Distance(distance)) => match distance.of() {
            Normaliser::Curve(curve) => (curve.anchors(), curve.axis()),
            _ => (&[][..], Axis::Linear),
        },
        _ => (&[][..], Axis::Linear),
    };
    let mut text = String::new();
    if let (Some([first, _]), Some([last, _])) = (points.first(), points.last()) {
        let number = |x: f64| format!("{:.*}", decimals_for(*first, *last), x);
        let parts: Vec<String> =
            points.iter().map(|[x, y]| format!("{}{measure}→{}", number(*x), shortest(*y))).collect();
        text += &format!("{}{}", r.say("：", ": "), parts.join(r.say("，", ", ")));
    }
    if axis == Axis::Log {
        text += r.say("，对数轴", ", log axis");
    }
    if frozen.is_some_and(|grouped| !grouped.is_uniform()) {
        text += r.say("（全样本值；部分组另有阈值）", " (pooled; some groups have their own)");
    }
    text += match normalisation.outside() {
        Some(Outside::Clamp) => r.say("，超出者截断", ", clamped beyond"),
        Some(Outside::Extend) => r.say("，超出者外推", ", extended beyond"),
        None => "",
    };
    text
}

/// Enough decimals to tell the two ends apart by about three digits.
fn decimals_for(low: f64, high: f64) -> usize {
    let width = (high - low).abs();
    match width {
        w if w >= 100.0 => 0,
        w if w >= 10.0 => 1,
        w if w >= 1.0 => 2,
        w if w >= 0.1 => 3,
        _ => 4,
    }
}

fn shortest(score: f64) -> String {
    super::document::NumberFormat::Text.print((score * 100.0).round() / 100.0).unwrap_or_default()
}
