//! The weighted geometric mean exp(Σ w·ln x / Σ w): a low score costs more than a high one makes up. HDI since 2010; OECD/JRC
//! Handbook 2008, step 6.

use super::NoMean;
use super::arithmetic::Total;

/// The mean of one row. With `zero_allowed` one zero makes it zero, the limit of the formula.
pub(super) fn mean(scores: &[f64], weights: &[f64], total: f64, zero_allowed: bool) -> Result<f64, NoMean> {
    let mut sum = Total::default();
    let mut zero = false;
    for (&score, &weight) in scores.iter().zip(weights) {
        if weight > 0.0 {
            if score < 0.0 || score == 0.0 && !zero_allowed {
                return Err(NoMean::OutsideDomain);
            }
            zero |= score == 0.0;
            sum.add(weight * libm::log(score));
        }
    }
    Ok(if zero { 0.0 } else { libm::exp(sum.value() / total) })
}
