//! Whether an aggregation can work where it is written: its parameters, the scale, the children it is for.

use super::cards::Card;
use super::tree::Tree;
use crate::aggregation::{Aggregation, Positions, ZeroRule};
use crate::definition::shape::Spot;
use crate::diagnostic::Diagnostic;
use crate::framework::Scale;
use crate::optimisation::WeightBounds;
use crate::vocab::Id;
use crate::weighting::Weighting;

pub(super) fn check_mean(
    aggregation: &Aggregation,
    scale: Scale,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    if scale.low >= scale.high {
        return;
    }
    let Some((power, zero, floor)) = zero_rules(aggregation) else {
        return check_parameters(aggregation, scale, spot, found);
    };
    if let Some(power) = power.filter(|p| *p == 0.0 || !p.is_finite()) {
        let diagnostic = Diagnostic::error(
            "def044",
            format!("幂 power 是 {power}，应为不等于 0 的数"),
            format!("`power` is {power}, a number other than 0 is expected"),
        )
        .hint(
            "幂为 0 就是几何平均：{ method = \"geometric\" }",
            "power 0 is the geometric mean: { method = \"geometric\" }",
        );
        found.push(diagnostic.at(spot.key("power").place()));
        return;
    }
    if let Some(floor) = floor {
        if zero.is_some() {
            let diagnostic = Diagnostic::error(
                "def043",
                "zero 和 floor 不能同时写",
                "`zero` and `floor` cannot both be given",
            )
            .hint("有下限 floor 就不会有零分：删去 zero", "with a floor no score is zero: remove `zero`");
            found.push(diagnostic.at(spot.key("zero").place()));
        }
        if !(floor > 0.0 && floor < scale.high) {
            let diagnostic = Diagnostic::error(
                "def043",
                format!("floor 是 {floor}，应大于 0、小于 {}", scale.high),
                format!("`floor` is {floor}, a number above 0 and below {} is expected", scale.high),
            );
            found.push(diagnostic.at(spot.key("floor").place()));
        }
        return;
    }
    let reaches_zero = scale.low == 0.0 && power.is_none_or(|p| p < 0.0) && zero != Some(ZeroRule::Zero);
    if scale.low < 0.0 || reaches_zero {
        let low = scale.low;
        let diagnostic = Diagnostic::error(
            "def042",
            format!("得分最低是 {low}，这种平均在那里没有答案"),
            format!("scores begin at {low}, where this mean has no answer"),
        );
        let diagnostic = if low < 0.0 {
            diagnostic.hint("写下限，如 floor = 1.0", "declare a floor, such as floor = 1.0")
        } else {
            diagnostic.hint(
                "写 zero = \"zero\"（一个零分使均值为 0），或写下限，如 floor = 1.0",
                "write zero = \"zero\" (one zero makes the mean 0), or declare a floor, such as floor = 1.0",
            )
        };
        found.push(diagnostic.at(spot.place()));
    }
}

/// Parameters of the methods that need no rule for zero.
fn check_parameters(aggregation: &Aggregation, scale: Scale, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    match aggregation {
        Aggregation::MeanMin { beta, .. } if !(beta.is_finite() && *beta >= 0.0) => {
            let diagnostic = Diagnostic::error(
                "def163",
                format!("beta 是 {beta}，应为 0 或以上的数"),
                format!("`beta` is {beta}, a number from 0 up is expected"),
            );
            found.push(diagnostic.at(spot.key("beta").place()));
        }
        Aggregation::MazziottaPareto { range: Some(range), .. }
        | Aggregation::AdjustedMazziottaPareto { range, .. } => {
            let [low, high] = *range;
            if !(low > 0.0 && low < high && high.is_finite()) {
                let diagnostic = Diagnostic::error(
                    "def164",
                    format!("range 是 {low} 到 {high}：应大于 0，且由低到高"),
                    format!(
                        "`range` runs from {low} to {high}: both ends above 0 and ascending are expected"
                    ),
                )
                .hint("通常写 range = [70.0, 130.0]", "usually range = [70.0, 130.0]");
                found.push(diagnostic.at(spot.key("range").place()));
            }
        }
        Aggregation::MazziottaPareto { range: None, .. } if scale.low <= 0.0 => {
            let low = scale.low;
            let diagnostic = Diagnostic::error(
                "def164",
                format!("得分最低是 {low}：变异系数 S/M 要求得分大于 0"),
                format!("scores begin at {low}: the coefficient of variation S/M needs scores above 0"),
            )
            .hint(
                "写 range = [70.0, 130.0]，先换到这个范围、算完换回；或用 adjusted-mazziotta-pareto",
                "write range = [70.0, 130.0], onto which scores are carried and back, or take adjusted-mazziotta-pareto",
            );
            found.push(diagnostic.at(spot.place()));
        }
        Aggregation::Owa { positions } => check_positions(positions, spot.key("positions"), found),
        Aggregation::BenefitOfTheDoubt { weights, zero, floor, .. } => {
            check_worst(*weights, *zero, *floor, scale, spot, found);
        }
        _ => {}
    }
}

fn check_positions(positions: &Positions, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    match positions {
        Positions::Weights { weights, .. } => {
            let wrong = weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0));
            let spot = spot.key("weights");
            if let Some(at) = wrong {
                let given = weights[at];
                let diagnostic = Diagnostic::error(
                    "def161",
                    format!("名次权重是 {given}，应为 0 或以上的数"),
                    format!("the weight of a place is {given}, a number from 0 up is expected"),
                );
                found.push(diagnostic.at(spot.entry(at).place()));
            } else if !weights.iter().any(|weight| *weight > 0.0) {
                let diagnostic =
                    Diagnostic::error("def161", "名次权重全是 0", "all weights of the places are 0").hint(
                        "由最好的名次写起，如 [0.5, 0.3, 0.2]",
                        "write them from the best place on: [0.5, 0.3, 0.2]",
                    );
                found.push(diagnostic.at(spot.place()));
            }
        }
        Positions::Quantifier { from, to } if from >= to => {
            let (from, to) = (from.get(), to.get());
            let diagnostic = Diagnostic::error(
                "def162",
                format!("量词从 {from} 到 {to}：from 要小于 to"),
                format!("the quantifier runs from {from} to {to}: `from` must be below `to`"),
            )
            .hint(
                "“多数”写 from = 0.3, to = 0.8；“至少一半”写 from = 0.0, to = 0.5",
                "for `most` write from = 0.3, to = 0.8; for `at least half` from = 0.0, to = 0.5",
            );
            found.push(diagnostic.at(spot.key("from").place()));
        }
        Positions::Power { power } if !(power.is_finite() && *power > 0.0) => {
            let diagnostic = Diagnostic::error(
                "def162",
                format!("power 是 {power}，应为大于 0 的数"),
                format!("`power` is {power}, a number above 0 is expected"),
            );
            found.push(diagnostic.at(spot.key("power").place()));
        }
        _ => {}
    }
}

/// What the choice asks of the children it is for: their number, equal weights, scores that stay on the scale.
pub(super) fn check_children(
    aggregation: &Aggregation,
    weighting: Option<&Weighting>,
    scale: Scale,
    (at, cards, tree): (usize, &[Card<'_>], &Tree),
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let children: Vec<&Card<'_>> =
        tree.children[at].iter().map(|&child| &cards[child]).filter(|child| child.counts()).collect();
    check_places(aggregation, cards[at].id(), children.len(), spot, found);
    check_bounds(aggregation, children.len(), spot, found);
    if aggregation.ignores_weights() {
        check_equal(weighting, cards[at].id(), &children, spot, found);
    }
    // Where the method ends: at the worst score, or at zero.
    let end = if matches!(aggregation, Aggregation::BenefitOfTheDoubt { .. }) { scale.low } else { 0.0 };
    let floored = match aggregation {
        Aggregation::BenefitOfTheDoubt { floor, .. } => floor.is_some(),
        _ => scale.low < 0.0 || zero_rules(aggregation).is_none_or(|(_, _, floor)| floor.is_some()),
    };
    if floored {
        return;
    }
    for child in children {
        let Some(indicator) = child.indicator() else { continue };
        if indicator.normalisation.can_fall_below() {
            let id = &indicator.id;
            let diagnostic = Diagnostic::error(
                "def042",
                format!("下级 `{id}` 的得分可能小于 {end}，这种平均在那里没有答案"),
                format!("the score of its child `{id}` can fall below {end}, where this mean has no answer"),
            )
            .hint(
                "写下限，如 floor = 1.0，或换用不越界的 normalisation",
                "declare a floor, such as floor = 1.0, or a normalisation that stays on the scale",
            );
            let child_place = child.spot.key("normalisation").place();
            found.push(diagnostic.at(spot.place()).related(
                child_place,
                "下级的做法",
                "the child's normalisation",
            ));
        }
    }
}

/// A child that must contribute and has the worst score leaves nothing but the worst score.
fn check_worst(
    bounds: WeightBounds,
    zero: Option<ZeroRule>,
    floor: Option<f64>,
    scale: Scale,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let must = matches!(bounds, WeightBounds::Contributions { low, .. } if low.get() > 0.0);
    if let Some(floor) = floor.filter(|floor| !(*floor > scale.low && *floor < scale.high)) {
        let (low, high) = (scale.low, scale.high);
        let diagnostic = Diagnostic::error(
            "def043",
            format!("floor 是 {floor}，应大于 {low}、小于 {high}"),
            format!("`floor` is {floor}, a number above {low} and below {high} is expected"),
        );
        found.push(diagnostic.at(spot.key("floor").place()));
    } else if must && floor.is_none() && zero != Some(ZeroRule::Zero) {
        let diagnostic = Diagnostic::error(
            "def166",
            "每个下级都必须有贡献，而得分最低的下级没有贡献可言",
            "every child must contribute, and one with the worst score has nothing to contribute",
        )
        .hint(
            "写 zero = \"zero\"（一个最低分使总分为最低分），或写下限，如 floor = 1.0",
            "write zero = \"zero\" (one worst score makes the whole the worst), or declare a floor, such as floor = 1.0",
        );
        found.push(diagnostic.at(spot.place()));
    }
}

/// Whether some weights meet the bounds of a benefit of the doubt.
fn check_bounds(aggregation: &Aggregation, children: usize, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let Aggregation::BenefitOfTheDoubt { weights, .. } = aggregation else { return };
    let (WeightBounds::Weights { low, high } | WeightBounds::Contributions { low, high }) = weights else {
        return;
    };
    let (low, high, count) = (low.get(), high.get(), children as f64);
    // Eight times an eighth may miss 1 by a rounding.
    let (key, given, zh, en) = if count * low > 1.0 + 1e-12 {
        ("low", low, "之和超过 1", "add up to more than 1")
    } else if count * high < 1.0 - 1e-12 && children > 0 {
        ("high", high, "之和不到 1", "add up to less than 1")
    } else {
        return;
    };
    let diagnostic = Diagnostic::error(
        "def166",
        format!("{key} 是 {given}，{children} 个下级{zh}"),
        format!("`{key}` is {given}, and {children} such shares {en}"),
    );
    found.push(diagnostic.at(spot.key("weights").key(key).place()));
}

/// Whether the places of an ordered average are as many as the children.
fn check_places(
    aggregation: &Aggregation,
    id: &Id,
    children: usize,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let Aggregation::Owa { positions } = aggregation else { return };
    let (key, given, fits) = match positions {
        Positions::Weights { weights, .. } => ("weights", weights.len(), weights.len() == children),
        Positions::AtLeast { count, .. } => {
            ("count", *count as usize, (1..=children).contains(&(*count as usize)))
        }
        _ => return,
    };
    if fits || children == 0 {
        return;
    }
    let diagnostic = if key == "weights" {
        Diagnostic::error(
            "def160",
            format!("`{id}` 有 {children} 个计分的下级，名次权重却有 {given} 个"),
            format!("`{id}` has {children} children that count, but there are {given} weights of places"),
        )
        .hint("每个下级一个，由最好的名次写起", "write one for each child, from the best place on")
    } else {
        Diagnostic::error(
            "def160",
            format!("`{id}` 有 {children} 个计分的下级，count 却是 {given}"),
            format!("`{id}` has {children} children that count, but `count` is {given}"),
        )
        .hint(format!("写 1 到 {children}"), format!("write 1 to {children}"))
    };
    found.push(diagnostic.at(spot.key("positions").key(key).place()));
}

/// Weights that differ would be shown and never used.
fn check_equal(
    weighting: Option<&Weighting>,
    id: &Id,
    children: &[&Card<'_>],
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let equal = match weighting {
        None | Some(Weighting::Equal {}) => true,
        Some(Weighting::Given { .. }) => {
            let first = children.first().and_then(|child| child.weight());
            children.iter().all(|child| child.weight() == first)
        }
        Some(_) => false,
    };
    if equal {
        return;
    }
    let diagnostic = Diagnostic::error(
        "def165",
        format!("`{id}` 的下级权重不等，而这种合成不用下级的权重"),
        format!("the children of `{id}` differ in weight, which this aggregation does not use"),
    )
    .hint(
        "写 weighting = { method = \"equal\" }，或换用看权重的合成",
        "write weighting = { method = \"equal\" }, or take an aggregation that looks at weights",
    );
    found.push(diagnostic.at(spot.place()));
}

/// The power and the rules for zero of a mean that needs them.
fn zero_rules(aggregation: &Aggregation) -> Option<(Option<f64>, Option<ZeroRule>, Option<f64>)> {
    match aggregation {
        Aggregation::Geometric { zero, floor } | Aggregation::Harmonic { zero, floor } => {
            Some((None, *zero, *floor))
        }
        Aggregation::PowerMean { power, zero, floor } => Some((Some(*power), *zero, *floor)),
        _ => None,
    }
}
