//! A value divided by a declared variable: the unit of measure that comes out, and the formula that is evaluated.

use super::formulas::{self, CardFormulas};
use crate::definition::shape::Spot;
use crate::definition::{Denomination, IndicatorCard};
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::{Formula, Names, Shape};
use crate::vocab::UnitOfMeasure;

/// A factor may differ from the scale by the rounding of its own division, no more.
const ROUNDING: f64 = 1e-12;

/// The formulas of a card that is denominated: its numerator is the formula as written, its denominator the variable.
pub(super) fn of_card(
    card: &IndicatorCard,
    unit: &UnitOfMeasure,
    names: Names<'_>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<CardFormulas> {
    let denomination = card.denominate.as_ref()?;
    let own = spot.key("denominate");
    twice(card, spot, found);
    let numerator = formulas::parse(&card.formula, names, &Shape::AnyNumber, spot.key("formula"), found);
    let applicable = formulas::applicable(card, names, spot, found);
    let related = formulas::related(card, names, spot.key("missing"), found);
    let by = denomination.by.as_str();
    if !(denomination.scale > 0.0 && denomination.scale.is_finite()) {
        let given = denomination.scale;
        let diagnostic = Diagnostic::error(
            "def141",
            format!("scale 是 {given}，应为大于 0 的数"),
            format!("`scale` is {given}, a number above 0 is expected"),
        )
        .hint("每千人写 scale = 1000", "write scale = 1000 for \"per thousand\"");
        found.push(diagnostic.at(own.key("scale").place()));
        return None;
    }
    let Some(variable) = names.variables.variable(by) else {
        found.push(unknown(by, names).at(own.key("by").place()));
        return None;
    };
    let numerator = numerator?;
    let denominator = formulas::parse(by, names, &Shape::AnyNumber, own.key("by"), found)?;
    let (known, scale) = (numerator.unit_of_measure(), denomination.scale);
    let per = known.zip(variable.measure.as_ref()).map(|(above, (_, below))| above.per(below));
    let quotient = match per {
        Some(result) => {
            measured(card, denomination, &result, unit, own, found)?;
            format!("({}) / {by}", card.formula)
        }
        None if scale == 1.0 => format!("({}) / {by}", card.formula),
        None => format!("({}) / ({by} / {scale})", card.formula),
    };
    let shape = Shape::Number(unit.clone());
    // Whatever can be wrong with it has been said above; a guard makes a denominator that is not positive invalid.
    let shown = Formula::parse(&quotient, names, &shape).ok()?;
    let guarded = Formula::parse(&format!("if({by} > 0, {quotient}, invalid)"), names, &shape).ok()?;
    Some(CardFormulas {
        formula: guarded.shown_as(&shown),
        related: related?,
        applicable: applicable?,
        numerator: Some(numerator),
        denominator: Some(denominator),
    })
}

/// Says when numerator and denominator are written beside it.
fn twice(card: &IndicatorCard, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    for (key, given) in [("numerator", &card.numerator), ("denominator", &card.denominator)] {
        if given.is_some() {
            let diagnostic = Diagnostic::error(
                "def142",
                format!("写了 denominate，就不能再写 {key}：分子是 formula，分母是 denominate.by"),
                format!("beside `denominate` there is no `{key}`: the numerator is `formula`, the denominator `denominate.by`"),
            )
            .hint(format!("删去 {key}"), format!("remove `{key}`"));
            found.push(diagnostic.at(spot.key(key).place()));
        }
    }
}

fn unknown(by: &str, names: Names<'_>) -> Diagnostic {
    let known: Vec<&str> = names.variables.variables().iter().map(|variable| variable.id.as_str()).collect();
    let diagnostic = Diagnostic::error(
        "def140",
        format!("denominate 的 by 是 `{by}`，没有这个变量"),
        format!("`by` of `denominate` is `{by}`, which is no declared variable"),
    );
    match nearest(by, known) {
        Some(near) => diagnostic.hint(format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")),
        None => diagnostic.hint(
            "先在变量文件里写 [[variable]]；要除以公式，就写进 formula",
            "declare it as [[variable]] in the variables file; to divide by a formula, write it into `formula`",
        ),
    }
}

/// Whether the card's measure is that of the result: the numerator's per so many of the denominator's.
fn measured(
    card: &IndicatorCard,
    denomination: &Denomination,
    result: &UnitOfMeasure,
    unit: &UnitOfMeasure,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<()> {
    let scale = denomination.scale;
    let factor = result.factor_to(unit);
    if factor.is_some_and(|factor| (factor / scale - 1.0).abs() <= ROUNDING) {
        return Some(());
    }
    let measure = &card.measure;
    let diagnostic = Diagnostic::error(
        "def143",
        format!("`{}` 相除得到 {result}，scale = {scale}，与 measure = \"{measure}\" 不符", card.id),
        format!(
            "dividing `{}` gives {result} with scale = {scale}, which is not measure = \"{measure}\"",
            card.id
        ),
    );
    found.push(
        match factor {
            Some(factor) => diagnostic.hint(
                format!("按 measure 应写 scale = {factor}；或改 measure"),
                format!("for this measure write scale = {factor}, or change the measure"),
            ),
            None => diagnostic.hint(
                "measure 要是分子的单位除以分母的单位，如 件/1000人",
                "the measure is the numerator's unit per the denominator's, such as 件/1000人",
            ),
        }
        .at(spot.place()),
    );
    None
}
