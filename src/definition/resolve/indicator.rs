//! What an indicator card says about missing values, outliers and valid values.

use super::{imputation, normalisation, treatment};
use crate::definition::IndicatorCard;
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::{Scale, ValidRange};
use crate::panel::Variables;
use crate::vocab::{InvalidMeasure, Measures, UnitOfMeasure};

/// All that can be said of a card without its neighbours, formulas apart.
pub(super) fn check(
    card: &IndicatorCard,
    scale: Scale,
    variables: Option<&Variables>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    imputation::check(&card.missing, variables, spot.key("missing"), found);
    treatment::check(card, variables, spot, found);
    valid(valid_range(card), spot.key("valid"), found);
    normalisation::check(card, scale, variables, spot, found);
}

/// The range of valid values as the framework keeps it.
pub(super) fn valid_range(card: &IndicatorCard) -> ValidRange {
    let valid = card.valid.unwrap_or_default();
    ValidRange { min: valid.min, max: valid.max, max_change: valid.max_change }
}

/// Two shares of the base of which the lower is not below the higher.
pub(super) fn shares_upside_down(key: &str, low: f64, high: f64) -> Diagnostic {
    Diagnostic::error(
        "def062",
        format!("{key} 的 low 是 {low}，high 是 {high}：low 要小于 high"),
        format!("in `{key}` low is {low} and high is {high}: low must be below high"),
    )
    .hint(
        "它们是基期样本的份额：1% 写 0.01，99% 写 0.99",
        "they are shares of the base: write 0.01 for 1 %, 0.99 for 99 %",
    )
}

fn valid(valid: ValidRange, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if let (Some(min), Some(max)) = (valid.min, valid.max)
        && min >= max
    {
        let diagnostic = Diagnostic::error(
            "def065",
            format!("有效范围是 {min} 到 {max}：min 要小于 max"),
            format!("valid values run from {min} to {max}: min must be below max"),
        );
        found.push(diagnostic.at(spot.key("min").place()));
    }
    if let Some(factor) = valid.max_change.filter(|factor| *factor <= 1.0) {
        let diagnostic = Diagnostic::error(
            "def065",
            format!("max_change 是 {factor}，应大于 1"),
            format!("`max_change` is {factor}, a number above 1 is expected"),
        )
        .hint(
            "它是年际倍数：5.0 表示今年不到去年的 5 倍，也不低于去年的五分之一",
            "it is a factor from year to year: 5.0 means at most five times, and at least a fifth of, the year before",
        );
        found.push(diagnostic.at(spot.key("max_change").place()));
    }
}

/// Reads a unit of measure, or says what part of it is not known.
pub(super) fn measure(
    text: &str,
    measures: &Measures,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<UnitOfMeasure> {
    match measures.parse(text) {
        Ok(unit) => Some(unit),
        Err(error) => {
            found.push(unknown_measure(&error, measures).at(spot.place()));
            None
        }
    }
}

fn unknown_measure(error: &InvalidMeasure, measures: &Measures) -> Diagnostic {
    let InvalidMeasure { given, part, .. } = error;
    let (zh, en) = if given == part {
        (format!("不认识计量单位 `{part}`"), format!("the unit of measure `{part}` is not known"))
    } else {
        (
            format!("不认识计量单位 `{given}` 里的 `{part}`"),
            format!("`{part}` in the unit of measure `{given}` is not known"),
        )
    };
    let near = error.nearest.as_deref().or_else(|| nearest(part, measures.names()));
    let declare_zh = format!("自定义的单位写进变量文件的 measures = [\"{part}\"]");
    let declare_en = format!("a unit of your own goes into the variables file: measures = [\"{part}\"]");
    Diagnostic::error("def071", zh, en).hint(
        near.map_or(declare_zh.clone(), |near| format!("是不是要写 `{near}`？{declare_zh}")),
        near.map_or(declare_en.clone(), |near| format!("did you mean `{near}`? {declare_en}")),
    )
}
