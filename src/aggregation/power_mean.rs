//! The weighted power mean (Σ w·x^p / Σ w)^(1/p): p below 1 punishes imbalance, p above 1 rewards it. Bullen, Handbook of Means and
//! Their Inequalities, ISBN 978-1-4020-1522-9, chapter 3.

use super::NoMean;
use super::arithmetic::Total;

/// The mean of one row for p ≠ 0, relative to the largest score so that no power overflows. With `zero_allowed` and p < 0 one zero
/// makes it zero, the limit of the formula; for p > 0 zeros need no rule.
pub(super) fn mean(
    scores: &[f64],
    weights: &[f64],
    total: f64,
    power: f64,
    zero_allowed: bool,
) -> Result<f64, NoMean> {
    let counted = || scores.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    let zero = counted().any(|(score, _)| *score == 0.0);
    if counted().any(|(score, _)| *score < 0.0) || zero && power < 0.0 && !zero_allowed {
        return Err(NoMean::OutsideDomain);
    }
    let largest = counted().map(|(score, _)| *score).fold(0.0, f64::max);
    if largest == 0.0 || zero && power < 0.0 {
        return Ok(0.0);
    }
    let sum = Total::of(counted().map(|(score, weight)| weight * libm::pow(score / largest, power)));
    Ok(largest * libm::pow(sum / total, 1.0 / power))
}
