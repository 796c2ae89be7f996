use serde::{Deserialize, Serialize};

use super::{Centre, CostForm};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::Direction;

/// A value as a share of a frozen number, from the score of nothing to the score of the whole.
///
/// r = x / divisor, or divisor / x where less is better and the form is `inverse`; the score is zero + (one − zero) · r, with 1 − r in
/// the place of r where the form is `reflected`. Values below 0 have no answer, nor has 0 under `inverse` without a cap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// What the value is divided by, or what is divided by it; in the card's unit of measure, above 0.
    pub divisor: f64,
    /// The score of the share 0.
    pub zero: f64,
    /// The score of the share 1.
    pub one: f64,
    /// How less becomes better; `None`: more is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<CostForm>,
    /// The greatest share that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<f64>,
}

/// Which number of the base a method divides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    Sum,
    Norm,
    Extreme,
    Mean,
}

impl Ratio {
    /// The share of a value, before a reflection; not finite or NaN where there is none.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        if value < 0.0 {
            return f64::NAN;
        }
        let share = if self.cost == Some(CostForm::Inverse) {
            if value == 0.0 { f64::INFINITY } else { self.divisor / value }
        } else {
            value / self.divisor
        };
        self.cap.map_or(share, |cap| if share > cap { cap } else { share })
    }

    pub(super) fn apply(&self, value: f64) -> f64 {
        let share = self.share(value);
        let share = if self.cost == Some(CostForm::Reflected) { 1.0 - share } else { share };
        self.zero + (self.one - self.zero) * share
    }

    pub(super) fn span(&self) -> (f64, f64) {
        let Some(cap) = self.cap else { return (f64::NEG_INFINITY, f64::INFINITY) };
        if self.cost == Some(CostForm::Inverse) {
            (self.divisor / cap, f64::INFINITY)
        } else {
            (f64::NEG_INFINITY, self.divisor * cap)
        }
    }

    pub(super) fn check(&self) -> Result<(), Undetermined> {
        let numbers = [self.divisor, self.zero, self.one, self.cap.unwrap_or(1.0)];
        let sound =
            numbers.iter().all(|n| n.is_finite()) && self.divisor > 0.0 && self.cap.is_none_or(|c| c > 0.0);
        if sound { Ok(()) } else { Err(Undetermined::OutOfDomain { value: self.divisor }) }
    }
}

/// A share of a number of the base. The base may hold no negative value, and nothing but positive ones where it is inverted.
pub(super) fn fit(
    sample: &Sample,
    whole: Whole,
    direction: Direction,
    cost: Option<CostForm>,
    (zero, one): (f64, f64),
    cap: Option<f64>,
) -> Result<Ratio, Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else { return Err(Undetermined::Empty) };
    let cost = cost.filter(|_| direction == Direction::Negative);
    let inverse = cost == Some(CostForm::Inverse);
    if low < 0.0 || inverse && low == 0.0 {
        return Err(Undetermined::OutOfDomain { value: low });
    }
    if sample.is_constant() {
        return Err(Undetermined::Constant { value: low });
    }
    let too_wide = Undetermined::TooWide { low, high };
    let divisor = match (whole, inverse) {
        (Whole::Mean, _) => sample.mean(),
        (Whole::Extreme, true) => Some(low),
        (Whole::Extreme, false) => Some(high),
        (Whole::Sum, false) => sample.sum(),
        (Whole::Norm, false) => sample.norm(),
        (Whole::Sum | Whole::Norm, true) => {
            let inverted = sample.mapped(|value| 1.0 / value);
            let whole = if whole == Whole::Sum { inverted.sum() } else { inverted.norm() };
            whole.filter(|_| inverted.len() == sample.len()).map(|whole| 1.0 / whole)
        }
    };
    let divisor = divisor.filter(|d| d.is_finite()).ok_or(too_wide)?;
    if divisor <= 0.0 {
        return Err(Undetermined::OutOfDomain { value: divisor });
    }
    Ok(Ratio { divisor, zero, one, cost, cap })
}

/// A share of a reference: given, or the centre of the base.
pub(super) fn fit_index(
    sample: &Sample,
    direction: Direction,
    (of, given): (Centre, Option<f64>),
    (zero, one): (f64, f64),
    cap: Option<f64>,
) -> Result<Ratio, Undetermined> {
    let cost = (direction == Direction::Negative).then_some(CostForm::Inverse);
    let ratio = fit(sample, Whole::Mean, direction, cost, (zero, one), cap)?;
    let divisor = given.or_else(|| of.in_sample(sample)).ok_or(Undetermined::Empty)?;
    let ratio = Ratio { divisor, ..ratio };
    ratio.check().map(|()| ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Sample {
        Sample::new(vec![1.0, 2.0, 5.0])
    }

    fn of(whole: Whole, cost: Option<CostForm>) -> Ratio {
        let direction = if cost.is_some() { Direction::Negative } else { Direction::Positive };
        fit(&sample(), whole, direction, cost, (0.0, 1.0), Some(1.0)).unwrap()
    }

    #[test]
    fn a_cost_is_turned_round_as_named_and_never_upside_down() {
        // A peer divides values with their sign changed by their largest: the worst gets the most.
        let reflected = of(Whole::Extreme, Some(CostForm::Reflected));
        assert_eq!([1.0, 2.0, 5.0].map(|x| reflected.apply(x)), [0.8, 0.6, 0.0]);
        let inverse = of(Whole::Extreme, Some(CostForm::Inverse));
        assert_eq!([1.0, 2.0, 5.0].map(|x| inverse.apply(x)), [1.0, 0.5, 0.2]);
        assert_eq!(inverse.apply(0.5), 1.0, "later and better than the best of the base: the cap");
        assert_eq!(inverse.span(), (1.0, f64::INFINITY));
        assert_eq!(reflected.apply(9.0), 0.0);
    }

    #[test]
    fn a_column_without_anything_positive_has_no_share() {
        let fit = |values: &[f64], cost| {
            let direction =
                if cost == Some(CostForm::Inverse) { Direction::Negative } else { Direction::Positive };
            fit(&Sample::new(values.to_vec()), Whole::Extreme, direction, cost, (0.0, 1.0), None).unwrap_err()
        };
        assert_eq!(fit(&[-3.0, -2.0, 0.0], None), Undetermined::OutOfDomain { value: -3.0 });
        assert_eq!(fit(&[0.0, 0.0], None), Undetermined::Constant { value: 0.0 });
        assert_eq!(fit(&[0.0, 2.0], Some(CostForm::Inverse)), Undetermined::OutOfDomain { value: 0.0 });
        assert!(of(Whole::Sum, None).apply(-1.0).is_nan());
    }

    #[test]
    fn extremes_stay_finite_or_are_refused() {
        for factor in [1e-300, 1e300] {
            let sample = Sample::new(vec![factor, 2.0 * factor]);
            for whole in [Whole::Sum, Whole::Norm, Whole::Mean, Whole::Extreme] {
                for cost in [CostForm::Reflected, CostForm::Inverse] {
                    let fitted =
                        fit(&sample, whole, Direction::Negative, Some(cost), (0.0, 100.0), None).unwrap();
                    assert!(fitted.apply(factor).is_finite(), "{whole:?} {cost:?} {factor}");
                }
            }
        }
        let huge = Sample::new(vec![1.0, f64::MAX, f64::MAX]);
        let refused = fit(&huge, Whole::Sum, Direction::Positive, None, (0.0, 1.0), None);
        assert_eq!(refused, Err(Undetermined::TooWide { low: 1.0, high: f64::MAX }));
    }
}
