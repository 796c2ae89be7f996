//! The numbers of a normalisation that is no curve written by hand: costs, caps, cuts, standard values, efficacy limits.

use super::curve;
use super::normalisation::{best, not_positive, on_scale};
use crate::definition::IndicatorCard;
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, Place};
use crate::framework::Scale;
use crate::normalisation::{Centre, CostForm, Normalisation, Standards};
use crate::panel::Variables;
use crate::vocab::{Direction, Share};

pub(super) fn check(
    card: &IndicatorCard,
    normalisation: &Normalisation,
    (scale, fits): (Scale, curve::Fits),
    variables: Option<&Variables>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    match normalisation {
        Normalisation::MinMax { to: Some([worst, top]), .. } => {
            target_scores(*worst, *top, scale, spot, found)
        }
        Normalisation::TScore { .. } => holds(50.0, "50", scale, spot, found),
        Normalisation::Vector { cost, .. }
        | Normalisation::Sum { cost, .. }
        | Normalisation::ShareOfMax { cost, .. } => costs(card, *cost, spot, found),
        Normalisation::RatioToMean { cost, cap, .. } => {
            costs(card, *cost, spot, found);
            above_zero("cap", *cap, spot, found);
            if *cost == Some(CostForm::Reflected) {
                found.push(no_reflection().at(spot.key("cost").place()));
            }
        }
        Normalisation::Index { of, value, cap, .. } => {
            holds(100.0, "100", scale, spot, found);
            above_zero("value", *value, spot, found);
            above_zero("cap", *cap, spot, found);
            one_reference(*of, *value, spot, found);
        }
        Normalisation::ReferenceGoalposts { of, value, .. } => one_reference(*of, *value, spot, found),
        Normalisation::RatioToTarget { target, cap } => {
            above_zero("target", Some(*target), spot, found);
            above_zero("cap", *cap, spot, found);
        }
        Normalisation::Categories { cuts, scores, .. } => categories(cuts, scores, scale, spot, found),
        Normalisation::LinearEfficacy { low, high, floor, .. }
        | Normalisation::ExponentialEfficacy { low, high, floor, .. }
        | Normalisation::LogarithmicEfficacy { low, high, floor, .. } => {
            efficacy(normalisation, (*low, *high, *floor), scale, spot, found);
        }
        Normalisation::FiveBand { standards, coefficients, groups } => {
            let written = |standards: &Standards, spot: Spot<'_>, found: &mut Vec<Diagnostic>| {
                let place = |key: Option<&str>| key.map_or(spot, |key| spot.key(key)).place();
                // Without a direction that goes with the method there is no order to keep.
                if fits == curve::Fits::Yes {
                    in_order(standards, card.direction, &place, found);
                }
            };
            match standards {
                Some(standards) => written(standards, spot.key("standards"), found),
                // A table may hold them.
                None if groups.file().is_some() => {}
                None => found.push(none_for_all(spot.key("method").place())),
            }
            falling(coefficients, spot.key("coefficients"), found);
            for (at, group) in groups.here().iter().enumerate() {
                let spot = spot.key("groups").entry(at);
                written(&group.standards, spot.key("standards"), found);
                curve::members(&group.when, variables, spot.key("when"), found);
            }
        }
        _ => {}
    }
}

/// Peer groups or periods of a method whose limits are given: they would have no effect.
pub(super) fn idle_groups(normalisation: &Normalisation, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let Some(peers) = normalisation.peers().filter(|_| !normalisation.needs_base()) else { return };
    let is_each = peers.periods != crate::normalisation::Periods::Pooled;
    for (key, is_given) in [("by", !peers.by.is_empty()), ("periods", is_each)] {
        if is_given {
            let diagnostic = Diagnostic::error(
                "def130",
                format!("low 和 high 已给出，{key} 不起作用"),
                format!("`low` and `high` are given, so `{key}` has no effect"),
            )
            .hint(
                format!("删去 {key}；或删去 low 和 high，由基期决定"),
                format!("remove `{key}`; or remove `low` and `high`, which the base then sets"),
            );
            found.push(diagnostic.at(spot.key(key).place()));
        }
    }
}

fn target_scores(worst: f64, top: f64, scale: Scale, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let spot = spot.key("to");
    on_scale(worst, scale, spot.entry(0), found);
    on_scale(top, scale, spot.entry(1), found);
    if worst >= top {
        let diagnostic = Diagnostic::error(
            "def128",
            format!("to 是 [{worst}, {top}]：先写最差值的得分，再写最好值的，前者要小"),
            format!("`to` is [{worst}, {top}]: the score of the worst value comes first and must be below that of the best"),
        )
        .hint("哪一端好由 direction 决定", "`direction` says which value is best");
        found.push(diagnostic.at(spot.place()));
    }
}

/// A method whose scores have a centre of their own: it has to lie on the scale.
fn holds(centre: f64, shown: &str, scale: Scale, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if scale.low < scale.high && !(scale.low..=scale.high).contains(&centre) {
        let (low, high) = (scale.low, scale.high);
        let diagnostic = Diagnostic::error(
            "def124",
            format!("这种方法以 {shown} 分为中心，但得分范围是 {low} 到 {high}"),
            format!("the scores of this method lie around {shown}, but the scale runs from {low} to {high}"),
        )
        .hint(
            "改用 z-score（自定 centre 和 spread）或 ratio-to-mean",
            "take z-score with a centre and spread of your own, or ratio-to-mean",
        );
        found.push(diagnostic.at(spot.key("method").place()));
    }
}

/// How less becomes better is named where it is needed, and only there.
fn costs(card: &IndicatorCard, cost: Option<CostForm>, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let is_distance = best(card).is_some();
    let is_cost = is_distance || card.direction == Direction::Negative;
    let only_inverse = matches!(card.normalisation, Normalisation::RatioToMean { .. });
    let method = card.normalisation.id();
    match cost {
        None if is_cost => {
            let (zh, en) = match (is_distance, only_inverse) {
                (_, true) => (
                    "写 cost = \"inverse\"（均值 ÷ 值）",
                    "write cost = \"inverse\" (the mean over the value)",
                ),
                (true, false) => (
                    "写 cost = \"reflected\"（1 减去比值）",
                    "write cost = \"reflected\" (one minus the share)",
                ),
                (false, false) => (
                    "写 cost = \"reflected\"（1 减去比值）或 cost = \"inverse\"（取倒数），两者得分不同",
                    "write cost = \"reflected\" (one minus the share) or cost = \"inverse\" (the reciprocal): they give different scores",
                ),
            };
            let diagnostic = Diagnostic::error(
                "def123",
                format!("`{method}` 用于越小越好的指标时要写 cost"),
                format!("`{method}` has to know `cost` where less is better"),
            );
            found.push(diagnostic.hint(zh, en).at(spot.key("method").place()));
        }
        Some(_) if !is_cost => {
            let diagnostic = Diagnostic::error(
                "def123",
                format!("`{}` 越大越好，cost 不起作用", card.id),
                format!("more of `{}` is better: `cost` has no effect", card.id),
            )
            .hint("删去 cost，或改 direction", "remove `cost`, or change the direction");
            found.push(diagnostic.at(spot.key("cost").place()));
        }
        Some(CostForm::Inverse) if is_distance => {
            let diagnostic = Diagnostic::error(
                "def123",
                "到最优值的距离可以是 0，没有倒数",
                "the distance to the best value can be 0, which has no reciprocal",
            )
            .hint("写 cost = \"reflected\"", "write cost = \"reflected\"");
            found.push(diagnostic.at(spot.key("cost").place()));
        }
        _ => {}
    }
}

fn no_reflection() -> Diagnostic {
    Diagnostic::error(
        "def123",
        "均值的倍数没有上限，不能用 1 去减",
        "multiples of the mean have no upper end to be subtracted from",
    )
    .hint("写 cost = \"inverse\"（均值 ÷ 值）", "write cost = \"inverse\" (the mean over the value)")
}

fn above_zero(key: &str, value: Option<f64>, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if let Some(value) = value.filter(|value| *value <= 0.0) {
        let diagnostic = Diagnostic::error(
            "def125",
            format!("{key} 是 {value}，应大于 0"),
            format!("`{key}` is {value}, a number above 0 is expected"),
        );
        found.push(diagnostic.at(spot.key(key).place()));
    }
}

fn one_reference(of: Option<Centre>, value: Option<f64>, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if of.is_some() && value.is_some() {
        let diagnostic = Diagnostic::error(
            "def131",
            "of 和 value 不能同时写：参照值要么取自基期，要么给定",
            "`of` and `value` cannot both be given: the reference comes from the base or is given",
        )
        .hint("删去一个", "remove one of them");
        found.push(diagnostic.at(spot.key("of").place()));
    }
}

fn categories(cuts: &[Share], scores: &[f64], scale: Scale, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    for (at, pair) in cuts.windows(2).enumerate() {
        if pair[0] >= pair[1] {
            let diagnostic = Diagnostic::error(
                "def126",
                format!("cuts 要递增：{} 后面是 {}", pair[0].get(), pair[1].get()),
                format!("`cuts` must rise: {} follows {}", pair[1].get(), pair[0].get()),
            );
            found.push(diagnostic.at(spot.key("cuts").entry(at + 1).place()));
        }
    }
    if cuts.is_empty() || scores.len() != cuts.len() + 1 {
        let diagnostic = Diagnostic::error(
            "def126",
            format!("{} 个切点分出 {} 类，scores 有 {} 个得分", cuts.len(), cuts.len() + 1, scores.len()),
            format!("the classes cut by `cuts` are {}, but `scores` has {}", cuts.len() + 1, scores.len()),
        )
        .hint(
            "从最差一类到最好一类，每类写一个得分；至少一个切点",
            "write one score for each class, from the worst to the best; at least one cut",
        );
        found.push(diagnostic.at(spot.key("scores").place()));
    }
    for (at, score) in scores.iter().enumerate() {
        on_scale(*score, scale, spot.key("scores").entry(at), found);
        if at > 0 && scores[at - 1] > *score {
            let diagnostic = Diagnostic::error(
                "def126",
                format!("scores 从最差一类写到最好一类，不能下降：{} 后面是 {score}", scores[at - 1]),
                format!(
                    "`scores` run from the worst class to the best and cannot fall: {score} follows {}",
                    scores[at - 1]
                ),
            )
            .hint("哪一端好由 direction 决定", "`direction` says which values are best");
            found.push(diagnostic.at(spot.key("scores").entry(at).place()));
        }
    }
}

fn efficacy(
    normalisation: &Normalisation,
    (low, high, floor): (Option<f64>, Option<f64>, Option<f64>),
    scale: Scale,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    match (low, high) {
        (Some(low), Some(high)) if low >= high => {
            let diagnostic = Diagnostic::error(
                "def051",
                format!("low 是 {low}，high 是 {high}：low 要小于 high"),
                format!("low is {low} and high is {high}: low must be below high"),
            )
            .hint(
                "哪一端是不允许值由 direction 决定，数总是从小到大",
                "`direction` says which end is not acceptable; numbers always rise",
            );
            found.push(diagnostic.at(spot.key("low").place()));
        }
        (Some(_), None) | (None, Some(_)) => {
            let key = if low.is_some() { "low" } else { "high" };
            let diagnostic = Diagnostic::error(
                "def129",
                "low 和 high 要么都写，要么都不写",
                "`low` and `high` are given both or not at all",
            )
            .hint("都不写时取基期的最小值和最大值", "left out, they are the lowest and highest of the base");
            found.push(diagnostic.at(spot.key(key).place()));
        }
        _ => {}
    }
    if let (Normalisation::LogarithmicEfficacy { .. }, Some(low)) =
        (normalisation, low.filter(|low| *low <= 0.0))
    {
        found.push(not_positive(low).at(spot.key("low").place()));
    }
    let default = scale.low + 0.6 * (scale.high - scale.low);
    let given = floor.unwrap_or(default);
    let needs_positive = matches!(normalisation, Normalisation::ExponentialEfficacy { .. });
    let place = if floor.is_some() { spot.key("floor").place() } else { spot.key("method").place() };
    if floor.is_some_and(|floor| !(scale.low..scale.high).contains(&floor)) {
        let (low, high) = (scale.low, scale.high);
        let diagnostic = Diagnostic::error(
            "def129",
            format!("floor 是 {given}，应不小于 {low}、小于 {high}"),
            format!("`floor` is {given}, a number from {low} to below {high} is expected"),
        );
        found.push(diagnostic.at(place));
    } else if needs_positive && given <= 0.0 {
        let diagnostic = Diagnostic::error(
            "def129",
            format!("指数型功效系数的 floor 要大于 0，现在是 {given}"),
            format!("the floor of an exponential efficacy score must be above 0, it is {given}"),
        )
        .hint(
            "写 floor = 60.0 一类的数，或改用 linear-efficacy",
            "write a floor such as 60.0, or take linear-efficacy",
        );
        found.push(diagnostic.at(place));
    }
}

const BANDS: [&str; 5] = ["excellent", "good", "average", "low", "poor"];

/// The standard values from excellent to poor go one way: down where more is better, up where less is.
pub(super) fn in_order(
    standards: &Standards,
    direction: Direction,
    place: &dyn Fn(Option<&str>) -> Place,
    found: &mut Vec<Diagnostic>,
) {
    let values = standards.from_best();
    let less_is_better = direction == Direction::Negative;
    for (at, pair) in values.windows(2).enumerate() {
        let wrong = if less_is_better { pair[0] > pair[1] } else { pair[0] < pair[1] };
        if wrong {
            let (before, after) = (BANDS[at], BANDS[at + 1]);
            let word = super::normalisation::word(direction);
            let diagnostic = Diagnostic::error(
                "def127",
                format!(
                    "direction 是 `{word}`，但 {before} 是 {}，{after} 是 {}：次序反了",
                    pair[0], pair[1]
                ),
                format!(
                    "the direction is `{word}`, but {before} is {} and {after} is {}: the wrong way round",
                    pair[0], pair[1]
                ),
            )
            .hint("核对标准值，或改 direction", "check the standard values, or change the direction");
            found.push(diagnostic.at(place(Some(after))));
            return;
        }
    }
    if values[0] == values[4] {
        let diagnostic = Diagnostic::error(
            "def127",
            "五档标准值都一样，拉不开差距",
            "the five standard values are the same and tell no units apart",
        );
        found.push(diagnostic.at(place(None)));
    }
}

/// Neither the card nor a table says which values count for units without values of their own.
pub(super) fn none_for_all(place: Place) -> Diagnostic {
    Diagnostic::error(
        "def197",
        "没有给全体的标准值",
        "there are no standard values for all",
    )
    .hint(
        "写 standards = { excellent = …, good = …, average = …, low = …, poor = … }；或在表里加一行，各属性都写“全部”",
        "write standards = { excellent = …, good = …, average = …, low = …, poor = … }; or add a row to the table that has `all` for every attribute",
    )
    .at(place)
}

/// The card has values for all, and the table has others.
pub(super) fn twice_for_all(row: &Place, card: Place) -> Diagnostic {
    Diagnostic::error(
        "def197",
        "卡片上写了全体的标准值，表里又有一行",
        "the card has standard values for all, and so has the table",
    )
    .hint("删去一个", "remove one of them")
    .at(row.clone())
    .related(card, "卡片上的", "those of the card")
}

fn falling(coefficients: &[f64; 5], spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let shares = coefficients.iter().all(|coefficient| (0.0..=1.0).contains(coefficient));
    if !shares || coefficients.windows(2).any(|pair| pair[0] <= pair[1]) {
        let diagnostic = Diagnostic::error(
            "def127",
            format!("coefficients 是 {coefficients:?}，应为从优秀到较差递减的 0 到 1 的数"),
            format!("`coefficients` are {coefficients:?}; numbers from 0 to 1 that fall from excellent to poor are expected"),
        )
        .hint("通常是 [1.0, 0.8, 0.6, 0.4, 0.2]", "usually [1.0, 0.8, 0.6, 0.4, 0.2]");
        found.push(diagnostic.at(spot.place()));
    }
}
