//! What unit of measure a part of a formula has, and how two parts come to share one.

use super::evaluate::Step;
use crate::vocab::{Text, UnitOfMeasure};

/// What is known of a number before any data.
#[derive(Clone, Debug)]
pub(super) struct Quantity {
    pub(super) measured: Measured,
    /// Made of plain numbers in the formula only, so that a forgotten unit is likely.
    pub(super) bare: bool,
    /// The unit as someone wrote it, when the number is in exactly that unit.
    pub(super) written: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) enum Measured {
    /// Fits every unit: zero, and results that are missing.
    Free,
    /// Contains a variable without declared measure: nothing is checked or converted.
    Unchecked,
    In(UnitOfMeasure),
}

/// Why two parts cannot share a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// Their dimensions differ.
    Dimension,
    /// A plain number stands next to something in %, and may be meant as a percentage or as a share.
    Percentage,
}

/// What a number is multiplied by and divided by.
pub(super) type Ratio = (f64, f64);

impl Quantity {
    pub(super) fn plain() -> Self {
        Quantity { measured: Measured::In(UnitOfMeasure::one()), bare: false, written: None }
    }

    pub(super) fn literal(value: f64) -> Self {
        if value == 0.0 { Quantity::free() } else { Quantity { bare: true, ..Quantity::plain() } }
    }

    pub(super) fn free() -> Self {
        Quantity { measured: Measured::Free, bare: true, written: None }
    }

    pub(super) fn unchecked() -> Self {
        Quantity { measured: Measured::Unchecked, bare: false, written: None }
    }

    pub(super) fn of(unit: UnitOfMeasure, written: String) -> Self {
        Quantity { measured: Measured::In(unit), bare: false, written: Some(written) }
    }

    /// Whether it was declared as %, ‰ or another ratio that is not a plain number.
    fn is_percentage(&self) -> bool {
        let Measured::In(unit) = &self.measured else { return false };
        self.written.is_some() && unit.is_ratio() && unit.factor() != 1.0
    }

    /// The unit in a product or quotient, where zero counts as a plain number.
    fn factor(&self) -> Option<UnitOfMeasure> {
        match &self.measured {
            Measured::Free => Some(UnitOfMeasure::one()),
            Measured::Unchecked => None,
            Measured::In(unit) => Some(unit.clone()),
        }
    }

    /// The unit of a product (`divided` false) or quotient.
    pub(super) fn combined(&self, other: &Quantity, operation: Combination) -> Quantity {
        let (Some(left), Some(right)) = (self.factor(), other.factor()) else { return Quantity::unchecked() };
        let unit = match operation {
            Combination::Product => left.times(&right),
            Combination::Quotient => left.per(&right),
        };
        let bare = self.bare && other.bare;
        let written = match operation {
            _ if other.bare => self.written.clone(),
            Combination::Product if self.bare => other.written.clone(),
            // A share of a share is still written in hundredths of something.
            Combination::Product if self.is_percentage() || other.is_percentage() => {
                (left.is_ratio() && right.is_ratio() && unit.factor() < 1.0).then(|| unit.to_string())
            }
            _ => None,
        };
        Quantity { measured: Measured::In(unit), bare, written }
    }

    /// The unit both share, and how the second is converted to it.
    pub(super) fn join(&self, second: &Quantity) -> Result<(Quantity, Ratio), Mismatch> {
        const SAME: Ratio = (1.0, 1.0);
        match (&self.measured, &second.measured) {
            (Measured::Unchecked, _) | (_, Measured::Unchecked) => Ok((Quantity::unchecked(), SAME)),
            (_, Measured::Free) => Ok((self.clone(), SAME)),
            (Measured::Free, _) => Ok((second.clone(), SAME)),
            (Measured::In(to), Measured::In(from)) => {
                let ratio = from.ratio_to(to).ok_or(Mismatch::Dimension)?;
                if self.is_percentage() && second.bare || second.is_percentage() && self.bare {
                    return Err(Mismatch::Percentage);
                }
                let bare = self.bare && second.bare;
                Ok((Quantity { bare, ..self.clone() }, ratio))
            }
        }
    }

    /// How it is converted to a unit; `None` when it measures something else.
    pub(super) fn ratio_to(&self, unit: &UnitOfMeasure) -> Option<Ratio> {
        match &self.measured {
            Measured::Free | Measured::Unchecked => Some((1.0, 1.0)),
            Measured::In(from) => from.ratio_to(unit),
        }
    }

    /// `is in 亿元`, or `is a plain number`.
    pub(super) fn stated(&self) -> Text {
        let Text { zh, en } = self.label();
        match (&self.written, &self.measured) {
            (None, Measured::In(unit)) if unit.is_ratio() => Text::new("是纯数", "is a plain number"),
            _ if zh.is_ascii() => Text::new(format!("以 {zh} 计"), format!("is in {en}")),
            _ => Text::new(format!("以{zh}计"), format!("is in {en}")),
        }
    }

    /// Its unit for messages.
    pub(super) fn label(&self) -> Text {
        let plain = || Text::new("纯数", "a plain number");
        match (&self.written, &self.measured) {
            (Some(written), _) => Text::same(written.clone()),
            (None, Measured::In(unit)) if !unit.is_ratio() => Text::same(unit.to_string()),
            _ => plain(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Combination {
    Product,
    Quotient,
}

/// Converts what the steps compute. A quotient takes the factor in, so that it is rounded as little as possible: `(a × over) / (b × under)`.
pub(super) fn convert(steps: &mut Vec<Step>, ratio: Ratio) {
    if ratio == (1.0, 1.0) {
        return;
    }
    match steps.last_mut() {
        Some(Step::Divide(old) | Step::Growth(_, old) | Step::Scale(old)) => {
            let (over, under) = (old.0 * ratio.0, old.1 * ratio.1);
            *old = lowest(over, under);
        }
        Some(Step::Constant(value)) if (*value * ratio.0 / ratio.1).is_finite() => {
            *value = *value * ratio.0 / ratio.1;
        }
        _ => steps.push(Step::Scale(ratio)),
    }
}

fn lowest(over: f64, under: f64) -> Ratio {
    if over == under {
        return (1.0, 1.0);
    }
    let whole = |large: f64, small: f64| (large % small == 0.0).then(|| large / small);
    match (whole(over, under), whole(under, over)) {
        (Some(over), _) => (over, 1.0),
        (None, Some(under)) => (1.0, under),
        (None, None) => (over, under),
    }
}
