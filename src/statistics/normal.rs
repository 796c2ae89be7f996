use std::f64::consts::{PI, SQRT_2};

/// Φ⁻¹(p) of the standard normal distribution for p in (0, 1): a rough start, then Halley's iteration on `libm::erfc`.
///
/// The tail on p's own side is solved, so that small p keep their relative precision. Same bits on every platform, which a library on the
/// standard logarithm would not give.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    // Abramowitz & Stegun 26.2.22, off by less than 0.003.
    let t = (-2.0 * libm::log(p)).sqrt();
    let mut x = -(t - (2.30753 + 0.27061 * t) / (1.0 + 0.99229 * t + 0.04481 * t * t));
    for _ in 0..3 {
        let error = 0.5 * libm::erfc(-x / SQRT_2) - p;
        let step = error * (2.0 * PI).sqrt() * libm::exp(x * x / 2.0);
        x -= step / (1.0 + x * step / 2.0);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_quantiles() {
        // R: qnorm(c(1e-10, 0.001, 0.025, 0.25, 0.5, 0.9, 0.995), to 16 digits.
        for (p, expected) in [
            (1e-10, -6.361340902404056),
            (0.001, -3.090232306167813),
            (0.025, -1.9599639845400545),
            (0.25, -0.6744897501960817),
            (0.9, 1.2815515655446004),
            (0.995, 2.5758293035489004),
        ] {
            let got = normal_quantile(p);
            assert!((got - expected).abs() <= 1e-14 * expected.abs(), "{p}: {got}");
        }
        // Half of erfc(0) is exactly a half, but for the last bit of the start.
        assert!(normal_quantile(0.5).abs() < 1e-15);
    }
}
