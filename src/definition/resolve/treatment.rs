//! What a card says about outliers: numbers in order, no option without effect, a normalisation that goes with it.

use super::attributes;
use super::indicator::shares_upside_down;
use crate::definition::IndicatorCard;
use crate::definition::shape::Spot;
use crate::diagnostic::Diagnostic;
use crate::normalisation::Normalisation;
use crate::panel::Variables;
use crate::treatment::{LEAST, MOST, Transform, Treatment};

pub(super) fn check(
    card: &IndicatorCard,
    variables: Option<&Variables>,
    card_spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let spot = card_spot.key("treatment");
    match &card.treatment {
        Treatment::WinsoriseQuantiles { low, high, by, min_group } => {
            if low.get() >= high.get() {
                found
                    .push(shares_upside_down("treatment", low.get(), high.get()).at(spot.key("low").place()));
            }
            attributes::groups(by, *min_group, variables, spot, found);
        }
        Treatment::WinsoriseToPass { skew, then, by, min_group, .. } => {
            idle(&card.treatment, spot, found);
            if let Some(skew) = skew.filter(|skew| *skew <= 0.0) {
                found.push(out_of_range("skew", skew, "大于 0 的数", "a number above 0", spot));
            }
            if then.is_some() && !by.is_empty() {
                found.push(second_step_by_group().at(spot.key("by").place()));
            }
            attributes::groups(by, *min_group, variables, spot, found);
        }
        _ => {}
    }
    if let Some(transform) = card.treatment.last_transform() {
        let nested = matches!(card.treatment, Treatment::WinsoriseToPass { .. });
        numbers(&transform, if nested { spot.key("then") } else { spot }, found);
        normalised(card, &transform, card_spot, found);
    }
}

/// Options of winsorising until it passes that cannot have an effect.
fn idle(treatment: &Treatment, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let Treatment::WinsoriseToPass { points, skew, kurtosis, force, then, of, .. } = treatment else {
        return;
    };
    if *points == 0 {
        let diagnostic = Diagnostic::error(
            "def136",
            "points 是 0，一个点也不会改动",
            "`points` is 0, so that no value can ever be changed",
        )
        .hint(
            "写至少 1；只想变换就直接写变换，如 { method = \"log-shift-range\" }",
            "write at least 1; to transform only, write the transformation itself, such as { method = \"log-shift-range\" }",
        );
        found.push(diagnostic.at(spot.key("points").place()));
    }
    if *force && then.is_none() {
        for (key, given) in [("skew", skew), ("kurtosis", kurtosis)] {
            if given.is_some() {
                let diagnostic = Diagnostic::error(
                    "def136",
                    format!("force = true 时不看检验，{key} 没有作用"),
                    format!("with force = true the test is not looked at, so `{key}` has no effect"),
                )
                .hint(format!("删去 {key} 或 force"), format!("remove `{key}` or `force`"));
                found.push(diagnostic.at(spot.key(key).place()));
            }
        }
    }
    if of.is_some() && then.is_none() {
        let diagnostic = Diagnostic::error(
            "def136",
            "写了 of，但没有 then，of 没有作用",
            "`of` is given without `then`, so it has no effect",
        )
        .hint(
            "删去 of，或写 then = { method = \"log-shift-range\" }",
            "remove `of`, or write then = { method = \"log-shift-range\" }",
        );
        found.push(diagnostic.at(spot.key("of").place()));
    }
}

fn second_step_by_group() -> Diagnostic {
    Diagnostic::error(
        "def137",
        "写了 by，就不能写 then：各组变换后的数不在同一尺度上，不能一起归一化",
        "with `by` there can be no `then`: values transformed by each group's own parameters lie on no common scale",
    )
    .hint("删去 then 或 by", "remove `then` or `by`")
}

/// Numbers of a transformation.
fn numbers(transform: &Transform, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    match *transform {
        Transform::LogShiftRange { share } | Transform::LogShiftRangeBySkew { share }
            if !(share > 0.0 && share.is_finite()) =>
        {
            found.push(out_of_range(
                "share",
                share,
                "大于 0 的数，如 0.01",
                "a number above 0, such as 0.01",
                spot,
            ));
        }
        Transform::LogGii { factor } if !(factor > 0.0 && factor.is_finite()) => {
            found.push(out_of_range("factor", factor, "大于 0 的数", "a number above 0", spot));
        }
        Transform::BoxCox { lambda: Some(lambda), .. } | Transform::YeoJohnson { lambda: Some(lambda) }
            if !(LEAST..=MOST).contains(&lambda) =>
        {
            let (zh, en) = (format!("{LEAST} 到 {MOST} 的数"), format!("a number from {LEAST} to {MOST}"));
            found.push(out_of_range("lambda", lambda, &zh, &en, spot));
        }
        Transform::BoxCox { lambda: Some(1.0), .. } | Transform::YeoJohnson { lambda: Some(1.0) } => {
            let diagnostic = Diagnostic::error(
                "def136",
                "lambda 是 1：只平移，没有作用",
                "`lambda` is 1: values are only shifted, which has no effect",
            )
            .hint(
                "不写 lambda 则由基期数据定，或写 { method = \"none\" }",
                "leave `lambda` out to have it determined from the base, or write { method = \"none\" }",
            );
            found.push(diagnostic.at(spot.key("lambda").place()));
        }
        _ => {}
    }
}

fn out_of_range(key: &str, given: f64, zh: &str, en: &str, spot: Spot<'_>) -> Diagnostic {
    Diagnostic::error(
        "def138",
        format!("{key} 是 {given}，应为{zh}"),
        format!("`{key}` is {given}, {en} is expected"),
    )
    .at(spot.key(key).place())
}

/// After a transformation the value is no longer in the card's measure, and only its order is unchanged.
fn normalised(card: &IndicatorCard, transform: &Transform, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let method = transform.note().id;
    let has_numbers =
        card.normalisation.has_numbers_in_the_measure() || super::normalisation::best(card).is_some();
    let by_order = matches!(
        card.normalisation,
        Normalisation::Percentile { .. } | Normalisation::Rank { .. } | Normalisation::Borda { .. }
    );
    let by_class = matches!(card.normalisation, Normalisation::Categories { .. });
    let diagnostic = if by_class && !has_numbers {
        Diagnostic::error(
            "def139",
            format!("`{}` 按基期分位数分类，`{method}` 不改变次序，基期各对象的类不变", card.id),
            format!(
                "`{}` has classes cut at quantiles of the base; `{method}` does not change the order, so no unit of the base changes its class",
                card.id
            ),
        )
        .hint("删去这个变换，或换一种归一化", "remove the transformation, or choose another normalisation")
    } else if by_order && !has_numbers {
        Diagnostic::error(
            "def139",
            format!("`{}` 的归一化只看次序，`{method}` 不改变次序，没有作用", card.id),
            format!(
                "the normalisation of `{}` looks at the order only, which `{method}` does not change: it has no effect",
                card.id
            ),
        )
        .hint("删去这个变换，或换一种归一化", "remove the transformation, or choose another normalisation")
    } else if has_numbers {
        Diagnostic::error(
            "def135",
            format!("`{}` 的归一化按卡片的计量单位写数，而 `{method}` 之后的值没有计量单位", card.id),
            format!(
                "the normalisation of `{}` has numbers in the card's measure, but after `{method}` a value has none",
                card.id
            ),
        )
        .hint(
            "用由基期定标的归一化（如 min-max、z-score），或用 axis = \"log\" 代替变换",
            "use a normalisation that is fitted to the base (such as min-max, z-score), or `axis = \"log\"` in place of the transformation",
        )
    } else {
        return;
    };
    let place = spot.key("treatment").place();
    let other = spot.key("normalisation").place();
    found.push(diagnostic.at(place).related(other, "归一化在这里", "the normalisation"));
}
