//! The χ² distribution for whole degrees of freedom, where its tail is a finite sum (Abramowitz & Stegun 1964, 26.4.4 and 26.4.5).

/// The chance of a value above `x`, from 0 to 1.
pub(crate) fn upper_tail(x: f64, degrees_of_freedom: usize) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let half = x / 2.0;
    // The terms (x/2)^k / Γ(k + 1) for k = 0, 1, … or ½, 1½, …, in logarithms: each factor alone may leave the range of numbers.
    let odd = degrees_of_freedom % 2 == 1;
    let first = if odd { 0.5 } else { 0.0 };
    let mut tail = if odd { libm::erfc(half.sqrt()) } else { 0.0 };
    for term in 0..degrees_of_freedom / 2 {
        let power = term as f64 + first;
        tail += libm::exp(power * libm::log(half) - half - libm::lgamma(power + 1.0));
    }
    tail.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_as_r_gives_them() {
        // R: pchisq(c(3.841459, 11.0705, 18.30704, 100), c(1, 5, 10, 100), lower.tail = FALSE)
        let expected = [
            (3.841_458_820_694_124, 1, 0.05),
            (11.070_497_693_516_351, 5, 0.05),
            (18.307_038_053_275_146, 10, 0.05),
            (25.679_824_561_403_51, 5, 0.000_102_941_828_161_558_46),
        ];
        for (x, degrees, p) in expected {
            // The logarithms round at magnitude 20 or so.
            assert!(
                (upper_tail(x, degrees) - p).abs() <= 1e-12 * p,
                "{x} {degrees} {}",
                upper_tail(x, degrees)
            );
        }
        assert_eq!(upper_tail(0.0, 3), 1.0);
        assert_eq!(upper_tail(1e6, 4), 0.0);
    }
}
