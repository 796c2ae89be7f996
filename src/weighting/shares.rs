/// Why weights cannot be divided by their sum.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidWeights {
    /// A weight is negative or no finite number.
    #[error("weight {at} is {given}: a number from 0 up is expected")]
    OutOfRange {
        /// Which one, from 0.
        at: usize,
        /// What was given.
        given: f64,
    },
    /// All are zero, or there are none.
    #[error("no weight is above 0")]
    AllZero,
}

/// Weights divided by their sum, so that they add up to 1. Any factor common to all of them drops out.
///
/// ```
/// use quanheng::weighting::shares;
/// assert_eq!(shares(&[25.0, 75.0]), Ok(vec![0.25, 0.75]));
/// ```
///
/// # Errors
/// [`InvalidWeights`] for a weight that is negative or not finite, and when no weight is above zero.
pub fn shares(weights: &[f64]) -> Result<Vec<f64>, InvalidWeights> {
    if let Some(at) = weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        return Err(InvalidWeights::OutOfRange { at, given: weights[at] });
    }
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(InvalidWeights::AllZero);
    }
    // The sum of huge weights may overflow; relative to the largest it cannot. Whole numbers stay exact without the division.
    let direct: f64 = weights.iter().sum();
    if direct.is_finite() {
        return Ok(weights.iter().map(|weight| weight / direct).collect());
    }
    let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
    Ok(weights.iter().map(|weight| weight / largest / sum).collect())
}

/// The same share for each of `count` children that count; none when there are none.
#[must_use]
pub fn equal_shares(count: usize) -> Vec<f64> {
    vec![1.0 / count.max(1) as f64; count]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_become_shares() {
        // OECD Better Life Index: ratings 5, 5 and nine 3s.
        let mut ratings = vec![5.0, 5.0];
        ratings.extend([3.0; 9]);
        let got = shares(&ratings).unwrap();
        assert!((got[0] - 0.1351).abs() < 5e-5, "four decimals are published");
        assert!((got[10] - 0.0811).abs() < 5e-5, "four decimals are published");
    }

    #[test]
    fn bad_weights_are_named() {
        assert_eq!(shares(&[1.0, -2.0]), Err(InvalidWeights::OutOfRange { at: 1, given: -2.0 }));
        assert!(matches!(shares(&[f64::NAN]), Err(InvalidWeights::OutOfRange { at: 0, .. })));
        assert_eq!(shares(&[0.0, 0.0]), Err(InvalidWeights::AllZero));
        assert_eq!(shares(&[]), Err(InvalidWeights::AllZero));
        assert_eq!(shares(&[f64::MAX, f64::MAX]), Ok(vec![0.5, 0.5]));
    }
}
