//! Tails of the normal distribution and of Student's t, built on `libm`: the same bits on every platform.
//!
//! The χ² distribution is in [`super::chi_squared`]. Libraries for distributions use the standard logarithm, whose last bits depend on the
//! platform.

use std::f64::consts::{PI, SQRT_2};

/// The chance that a standard normal value lies at least as far from 0 as `z`.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / SQRT_2)
}

/// The chance of a correlation at least as far from 0 as `r` among `n` independent pairs of normal values whose true correlation is 0:
/// Student's t with n − 2 degrees of freedom, t = r·√((n − 2)/(1 − r²)). `None` with fewer than three pairs.
///
/// It is the incomplete beta function I(1 − r²; (n − 2)/2, 1/2), so that t itself, which is infinite at r = 1, is not needed.
pub(crate) fn correlation_two_sided(r: f64, n: usize) -> Option<f64> {
    let freedom = n.checked_sub(2).filter(|freedom| *freedom > 0)? as f64;
    Some(beta_half(freedom / 2.0, (1.0 - r) * (1.0 + r), r * r))
}

/// I(x; a, 1/2), the regularised incomplete beta function; `complement` is 1 − x, given apart as it may be tiny.
fn beta_half(a: f64, x: f64, complement: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if complement <= 0.0 {
        return 1.0;
    }
    let logarithm = if complement < 0.5 { libm::log1p(-complement) } else { libm::log(x) };
    // xᵃ·(1 − x)^½ / B(a, ½); B(a, ½) = √π·Γ(a)/Γ(a + ½).
    let front = libm::exp(a * logarithm) * complement.sqrt() * gamma_ratio(a) / PI.sqrt();
    if x < (a + 1.0) / (a + 2.5) {
        (front * continued_fraction(a, 0.5, x) / a).clamp(0.0, 1.0)
    } else {
        (1.0 - front * continued_fraction(0.5, a, complement) / 0.5).clamp(0.0, 1.0)
    }
}

/// Γ(a + ½)/Γ(a). From 100 on by its series in 1/a, as the difference of two large logarithms would cost digits.
fn gamma_ratio(a: f64) -> f64 {
    if a < 100.0 {
        return libm::exp(libm::lgamma(a + 0.5) - libm::lgamma(a));
    }
    let b = 1.0 / a;
    let terms = [-1.0 / 8.0, 1.0 / 128.0, 5.0 / 1024.0, -21.0 / 32768.0, -399.0 / 262_144.0];
    let series = terms.iter().rev().fold(0.0, |sum, term| (sum + term) * b);
    a.sqrt() * (1.0 + series)
}

/// The continued fraction of the incomplete beta function (NIST DLMF 8.17.22) by Lentz's method.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    // It takes about √a steps.
    for step in 1..100_000_u32 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let change = d * c;
        h *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance * expected.abs(), "{got:e} is not {expected:e}");
    }

    #[test]
    fn tails_of_the_normal_distribution() {
        // mpmath: erfc(z/√2) with 40 digits.
        for (z, p) in NORMAL {
            near(normal_two_sided(z), p, 1e-14);
            near(normal_two_sided(-z), p, 1e-14);
        }
    }

    #[test]
    fn tails_of_a_correlation() {
        // mpmath.betainc((n - 2)/2, 1/2, 0, 1 - r^2, regularized=True) with 40 digits.
        for (r, n, p) in CORRELATION {
            near(correlation_two_sided(r, n).unwrap(), p, 1e-12);
            near(correlation_two_sided(-r, n).unwrap(), p, 1e-12);
        }
        assert_eq!(correlation_two_sided(0.5, 2), None);
        assert_eq!(correlation_two_sided(1.0, 9), Some(0.0));
        assert_eq!(correlation_two_sided(0.0, 9), Some(1.0));
    }

    const NORMAL: [(f64, f64); 4] = [
        (0.1, 0.920_344_325_445_942),
        (1.0, 0.317_310_507_862_914_1),
        (1.96, 0.049_995_790_296_440_87),
        (8.5, 1.895_906_964_440_663_7e-17),
    ];
    const CORRELATION: [(f64, usize, f64); 8] = [
        (0.01, 5, 0.987_267_816_762_422_4),
        (0.5, 3, 0.666_666_666_666_666_7),
        (0.3, 51, 0.032_447_778_616_748_225),
        (0.95, 51, 2.025_818_384_268_524_8e-26),
        (0.999, 12, 7.861_883_435_039_37e-15),
        (0.2, 400, 5.619_277_043_532_545e-5),
        (0.05, 20_000, 1.493_937_955_899_505_3e-12),
        (0.6, 2000, 7.028_223_301_292_635e-196),
    ];
}
