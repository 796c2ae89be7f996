//! WASPAS: a weighted sum and a weighted product of the same ratios, mixed.
//!
//! z = x / max, min / x where less is better; score = λ·Σ w·z + (1 − λ)·Π z^w. Zavadskas et al. 2012, <https://doi.org/10.5755/j01.eee.122.6.1810>.
//! λ = 1 is the weighted sum of ratios, λ = 0 the weighted product. When: ratio scales above 0. When not: values that can be 0 or negative.

use super::decision::{Decision, Lowest};
use super::{Ranked, RankingError};

/// The WASPAS score of every unit; 0 to 1, higher is better. `sum_share` is λ: 0 to 1, usually 0.5.
///
/// # Errors
/// [`RankingError::Parameter`] for λ outside 0 to 1; [`RankingError::NotPositive`] for a value of 0 or below.
pub fn waspas(decision: &Decision<'_>, sum_share: f64) -> Result<Ranked, RankingError> {
    if !(0.0..=1.0).contains(&sum_share) {
        return Err(RankingError::Parameter {
            name: "sum-share",
            given: sum_share,
            allowed: "a number from 0 to 1",
        });
    }
    decision.criteria().iter().try_for_each(|criterion| criterion.require(Lowest::AboveZero))?;
    let gathered = decision.gather([0.0; 2], |_, criterion, values, [sum, logarithm]| {
        let (weight, min, max) = (criterion.weight, criterion.profile.min, criterion.profile.max);
        for ((value, sum), logarithm) in values.iter().zip(sum).zip(logarithm) {
            let ratio = if criterion.cost { min / value } else { value / max };
            *sum += weight * ratio;
            // A ratio below the smallest number would have no logarithm: take the difference of logarithms there.
            let exact = if ratio > 0.0 {
                libm::log(ratio)
            } else if criterion.cost {
                libm::log(min) - libm::log(*value)
            } else {
                libm::log(*value) - libm::log(max)
            };
            *logarithm += weight * exact;
        }
    });
    let mixed = |[sum, logarithm]: [f64; 2]| sum_share * sum + (1.0 - sum_share) * libm::exp(logarithm);
    Ok(Ranked::higher(gathered.into_iter().map(mixed).collect()))
}
