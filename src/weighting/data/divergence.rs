//! How far shares are from even: (ln n + Σ p·ln p) / ln n, in one pass without a copy.
//!
//! With u = n·p and d = u − 1 every value adds u·ln u − d, which is never negative, so that near-even columns keep their digits: the plain form loses them. The
//! logarithm is worked out here in plain arithmetic, several values at a time and with the same bits on every platform: u = 2ᵏ·(1 + f) with √½ ≤ 1 + f < √2, and
//! with s = f / (2 + f) ln(1 + f) = 2s + 2s³·(1/3 + s²/5 + s⁴/7 + …).

use std::f64::consts::LN_2;

use rayon::prelude::*;

use crate::statistics::vectorised::{Kernel, vectorised};

/// Values that are read as (x − `base`) + `above`, times `scale`; not negative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) base: f64,
    pub(super) above: f64,
    /// A power of two that keeps numbers near 1.
    pub(super) scale: f64,
    /// The mean of the values as they are read; above 0.
    pub(super) mean: f64,
}

/// Values summed in one go. Fixed, so that sums have the same bits for any number of threads.
const PART: usize = 16_384;

/// Values that the processor works on at once.
const LANES: usize = 8;

/// (ln n + Σ p·ln p) / ln n of the shares of the values as they are read; 0 when they are even, at most 1.
pub(super) fn divergence(values: &[f64], reading: Reading) -> f64 {
    let parts: Vec<f64> =
        values.par_chunks(PART).map(|values| vectorised(Terms { values, reading })).collect();
    let count = values.len() as f64;
    parts.iter().sum::<f64>() / count / libm::log(count)
}

/// The sum of the terms of some values.
#[derive(Clone, Copy)]
struct Terms<'v> {
    values: &'v [f64],
    reading: Reading,
}

impl Kernel for Terms<'_> {
    type Output = f64;

    #[inline(always)]
    fn run(self) -> f64 {
        let inverse = 1.0 / self.reading.mean;
        let mut sums = [0.0; LANES];
        let (chunks, rest) = self.values.as_chunks::<LANES>();
        for chunk in chunks {
            let terms: [f64; LANES] = std::array::from_fn(|lane| term(chunk[lane], self.reading, inverse));
            for lane in 0..LANES {
                sums[lane] += terms[lane];
            }
        }
        let rest: f64 = rest.iter().map(|value| term(*value, self.reading, inverse)).sum();
        sums.iter().sum::<f64>() + rest
    }
}

/// u·ln u − (u − 1); 1 for u = 0. `inverse` is 1 / mean: one division less for every value.
#[inline(always)]
fn term(value: f64, reading: Reading, inverse: f64) -> f64 {
    let read = ((value - reading.base) + reading.above) * reading.scale;
    let u = read * inverse;
    let d = (read - reading.mean) * inverse;
    let bits = (if u > f64::MIN_POSITIVE { u } else { f64::MIN_POSITIVE }).to_bits();
    let shifted = bits + (ONE - ROOT_OF_HALF);
    // A whole number below 2¹¹ in the low bits of 2⁵².
    let power = f64::from_bits((shifted >> 52) | TWO_52) - (4_503_599_627_370_496.0 + 1023.0);
    let near = power == 0.0;
    let f = if near { d } else { f64::from_bits((shifted & MANTISSA) + ROOT_OF_HALF) - 1.0 };
    let s = f / (2.0 + f);
    let series = series(s * s);
    // (1 + f)·ln(1 + f) − f without its cancellation, as 1 + f = (1 + s) / (1 − s).
    let close = s * f * (1.0 + s * (1.0 + s) * series);
    let far = u * (power * LN_2 + (2.0 * s + 2.0 * s * (s * s) * series)) - d;
    if near { close } else { far }
}

const ONE: u64 = 0x3ff0_0000_0000_0000;
/// The bits of √½.
const ROOT_OF_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
/// The bits of 2⁵².
const TWO_52: u64 = 0x4330_0000_0000_0000;

/// 1/3 + z/5 + z²/7 + … for z from 0 to (3 − 2·√2)², to the last digit: the polynomial that meets it at the eight Chebyshev points of that range.
#[inline(always)]
fn series(z: f64) -> f64 {
    let mut sum = 0.06543665238301859;
    for coefficient in [
        0.06634352886485036,
        0.07693121109439696,
        0.09090897796931605,
        0.11111111196073517,
        0.1428571428540085,
        0.2000000000000044,
        0.3333333333333333,
    ] {
        sum = sum * z + coefficient;
    }
    sum
}

#[cfg(test)]
mod tests {
    use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

    use super::*;

    fn plain(u: f64) -> f64 {
        let d = u - 1.0;
        u * libm::log1p(d) - d
    }

    fn of(u: f64) -> f64 {
        term(u, Reading { base: 0.0, above: 0.0, scale: 1.0, mean: 1.0 }, 1.0)
    }

    #[test]
    fn a_term_is_what_the_logarithm_gives() {
        for at in 1..4000 {
            let u = f64::from(at) * 1e-3;
            // Near 1 the plain form loses digits: its error is that of d.
            let rounding = 1e-15 * plain(u).abs().max((u - 1.0).abs());
            assert!((of(u) - plain(u)).abs() <= rounding, "{u}: {} {}", of(u), plain(u));
        }
        let borders = [FRAC_1_SQRT_2, SQRT_2].into_iter().flat_map(|u| [u.next_down(), u, u.next_up()]);
        for u in [1e-300, 1e-17, 0.5, 2.0, 1e6, 1e12].into_iter().chain(borders) {
            assert!((of(u) - plain(u)).abs() <= 2e-15 * plain(u).abs(), "{u}: {} {}", of(u), plain(u));
        }
        assert_eq!((of(0.0), of(1.0)), (1.0, 0.0));
    }

    #[test]
    fn near_one_the_digits_stay() {
        for d in [1e-3_f64, -1e-5, 1e-8, 1e-12] {
            let u = 1.0 + d;
            let d = u - 1.0;
            // d²/2 − d³/6 + d⁴/12 − d⁵/20 + d⁶/30
            let expected = d * d * (0.5 - d / 6.0 + d * d / 12.0 - d * d * d / 20.0 + d * d * d * d / 30.0);
            assert!((of(u) - expected).abs() <= 1e-14 * expected, "{d}: {} {expected}", of(u));
        }
    }

    #[test]
    fn wider_instructions_give_the_same_bits() {
        let values: Vec<f64> = (0..1003).map(|at| f64::from(at * at % 977) * 0.37).collect();
        for reading in [
            Reading { base: 0.0, above: 0.0, scale: 1.0, mean: 180.3 },
            Reading { base: -3.0, above: 0.01, scale: 0.125, mean: 22.9 },
        ] {
            for count in [0, 5, 8, 1003] {
                let terms = Terms { values: &values[..count], reading };
                assert_eq!(vectorised(terms).to_bits(), terms.run().to_bits(), "{count}");
            }
        }
    }
}
