//! The gamma distribution: its distribution function and its inverse, for Dirichlet weights as a map of uniform numbers.

/// The value with the chance `share` below it, for a shape of 0.01 or more and a share between 0 and 1: the distribution function P(a, x) is inverted by Newton's method
/// between bounds that close in. Relative error about 1e-12; values below 1e-300 are 1e-300.
pub(super) fn quantile(shape: f64, share: f64) -> f64 {
    // In logarithms: for small shapes the values span hundreds of orders of magnitude. P(a, x) ≤ xᵃ / Γ(a + 1).
    let mut low = (libm::log(share) + libm::lgamma(shape + 1.0)) / shape;
    if low < SMALLEST {
        return libm::exp(SMALLEST);
    }
    let mut high = low.max(0.0) + 1.0;
    while below(shape, libm::exp(high)) < share && high < 700.0 {
        high += 1.0;
    }
    let mut at = low;
    for _ in 0..200 {
        let x = libm::exp(at);
        let error = below(shape, x) - share;
        if error > 0.0 {
            high = at;
        } else {
            low = at;
        }
        // dP/d(ln x) = xᵃ·e⁻ˣ / Γ(a).
        let slope = libm::exp(shape * at - x - libm::lgamma(shape));
        let next = at - error / slope;
        let next = if next > low && next < high { next } else { (low + high) / 2.0 };
        if (next - at).abs() <= 1e-14 * at.abs().max(1.0) || next <= low || next >= high {
            return libm::exp(next);
        }
        at = next;
    }
    libm::exp(at)
}

/// The logarithm of the smallest value.
const SMALLEST: f64 = -690.0;

/// P(a, x): series below a + 1, continued fraction above (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31).
fn below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut at) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * 1e-17 {
            at += 1.0;
            term *= x / at;
            sum += term;
        }
        return (front * sum).min(1.0);
    }
    // Lentz's method.
    let tiny = 1e-300;
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut fraction = d;
    for i in 1..10_000 {
        let i = f64::from(i);
        let a = -i * (i - shape);
        b += 2.0;
        d = a * d + b;
        d = if d.abs() < tiny { 1.0 / tiny } else { 1.0 / d };
        c = b + a / c;
        c = if c.abs() < tiny { tiny } else { c };
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (1.0 - front * fraction).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_as_they_are_known() {
        // Shape 1 is exponential; shape ½ is half a squared normal value: Φ⁻¹(0.975)² / 2 at 0.95; shape 2 solves 1 − e⁻ˣ(1 + x).
        for (shape, share, expected) in [
            (1.0, 0.3, -libm::log1p(-0.3)),
            (1.0, 1e-9, 1.000_000_000_5e-9),
            (0.5, 0.95, 1.959_963_984_540_054 * 1.959_963_984_540_054 / 2.0),
            (2.0, 1.0 - 6.0 * libm::exp(-5.0), 5.0),
        ] {
            let found = quantile(shape, share);
            // The share itself is rounded: at 0.96 that is 1e-15 of it and ten times that of the value.
            assert!((found - expected).abs() <= 1e-12 * expected, "{shape} {share}: {found} {expected}");
        }
        for shape in [0.01, 0.1, 0.7, 3.0, 40.0, 1000.0] {
            for share in [1e-12, 1e-3, 0.2, 0.5, 0.9, 0.999_999] {
                let x = quantile(shape, share);
                assert!(x > 0.0 && x.is_finite());
                if x > 1e-290 {
                    assert!((below(shape, x) - share).abs() <= 1e-11 * share, "{shape} {share} {x}");
                }
            }
        }
    }
}
