//! Search curves of the extended Fourier amplitude sensitivity test: one curve a factor, on which it swings fast and the others slowly.
//!
//! Saltelli, Tarantola & Chan 1999, <https://doi.org/10.1080/00401706.1999.10485594>: x = ½ + asin(sin(ω·s + φ))/π, a triangle wave, so that each
//! dimension passes through (0, 1) evenly. The curve's own factor has the frequency ⌊(N − 1)/(2M)⌋, the others those up to 1/(2M) of it; phases are random
//! by dimension and curve. M = 4 overtones are kept apart.

use super::{DesignError, Factors, Stream};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "efast-curves",
    name: Said { zh: "eFAST 搜索曲线", en: "Search curves of eFAST" },
    formula: "x_j(s) = ½ + asin(sin(ω_j s + φ_j)) / π, s = 2πk/N",
    letters: Said {
        zh: "N：每条曲线的点数；ω：频率；φ：随机相位；每个因素一条曲线",
        en: "N: the points of a curve; ω: frequencies; φ: random phases; one curve a factor",
    },
    use_when: Said {
        zh: "只要一阶和总效应，运行次数有限",
        en: "First and total order are wanted with few runs",
    },
    not_when: Said {
        zh: "结果有跳跃（名次、离散备选方案）：高频成分会混叠",
        en: "The result jumps (ranks, finite alternatives): high frequencies fold back into low ones",
    },
    edge: Said {
        zh: "每条曲线至少 65 个点；因素很多时低频重复使用",
        en: "At least 65 points a curve; with many factors the low frequencies are used more than once",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Saltelli, Tarantola & Chan 1999, https://doi.org/10.1080/00401706.1999.10485594"],
    example: None,
};

/// How many overtones of a frequency are read: M.
pub(in crate::sensitivity) const OVERTONES: u32 = 4;
/// More than 4·M² points are needed.
const LEAST: u32 = 4 * OVERTONES * OVERTONES + 1;

/// The curves of eFAST; row k of curve i is addressed by both.
///
/// ```
/// use quanheng::sensitivity::design::{Factors, SearchCurves};
/// let curves = SearchCurves::new(42, Factors::single(3)?, 257)?;
/// let mut point = [0.0; 3];
/// curves.point(1, 100, &mut point);
/// assert!(point.iter().all(|u| 0.0 < *u && *u < 1.0));
/// # Ok::<(), quanheng::sensitivity::design::DesignError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SearchCurves {
    seed: u64,
    factors: Factors,
    points: u32,
}

impl SearchCurves {
    /// Curves of some points each; an odd number wastes none.
    ///
    /// # Errors
    /// With fewer than 65 points.
    pub fn new(seed: u64, factors: Factors, points: u32) -> Result<Self, DesignError> {
        if points < LEAST {
            return Err(DesignError::ShortCurve { given: points, least: LEAST });
        }
        Ok(SearchCurves { seed, factors, points })
    }

    /// Which factor owns which dimension.
    #[must_use]
    pub fn factors(&self) -> &Factors {
        &self.factors
    }

    /// How many points a curve has.
    #[must_use]
    pub fn points(&self) -> u32 {
        self.points
    }

    /// How many runs all curves have: points × factors. Curves follow each other.
    #[must_use]
    pub fn runs(&self) -> u64 {
        u64::from(self.points) * self.factors.count() as u64
    }

    /// One point of a factor's curve; each number above 0 and below 1.
    pub fn point(&self, curve: usize, number: u32, out: &mut [f64]) {
        let mut stream = Stream::new(self.seed, curve as u32, "efast phases");
        for (u, factor) in out.iter_mut().zip(self.factors.of()) {
            let turns =
                u64::from(self.frequency(curve, *factor)) * u64::from(number) % u64::from(self.points);
            let angle = turns as f64 / f64::from(self.points) + stream.uniform() + 0.25;
            let place = angle - angle.floor();
            let wave = if place < 0.5 { 2.0 * place } else { 2.0 - 2.0 * place };
            *u = wave.clamp(f64::EPSILON / 2.0, 1.0 - f64::EPSILON / 2.0);
        }
    }

    /// The frequency of a factor on a curve.
    #[must_use]
    pub fn frequency(&self, curve: usize, factor: usize) -> u32 {
        let own = own_frequency(self.points);
        if factor == curve {
            return own;
        }
        let others = self.factors.count() as u64 - 1;
        let largest = u64::from(own / (2 * OVERTONES)).max(1);
        let place = if factor < curve { factor } else { factor - 1 } as u64;
        let frequency = if others <= 1 {
            1
        } else if largest >= others {
            // Spread evenly from 1 to the largest.
            1 + place * (largest - 1) / (others - 1)
        } else {
            place % largest + 1
        };
        frequency as u32
    }
}

/// The frequency of a curve's own factor.
pub(in crate::sensitivity) fn own_frequency(points: u32) -> u32 {
    points.saturating_sub(1) / (2 * OVERTONES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_those_of_salib() {
        // SALib 1.6.0, sample.fast_sampler: omega of N = 257 and of N = 1025, D = 3 and 8.
        let all = |points, factors| {
            let curves = SearchCurves::new(1, Factors::single(factors).unwrap(), points).unwrap();
            (0..factors).map(|factor| curves.frequency(0, factor)).collect::<Vec<u32>>()
        };
        assert_eq!(all(257, 3), [32, 1, 4]);
        assert_eq!(all(257, 8), [32, 1, 2, 3, 4, 1, 2, 3]);
        assert_eq!(all(1025, 8), [128, 1, 3, 6, 8, 11, 13, 16]);
        assert_eq!(all(65, 1), [8]);
        assert_eq!(all(65, 2), [8, 1]);
    }

    #[test]
    fn a_curve_covers_each_dimension_evenly() {
        let curves = SearchCurves::new(1, Factors::single(2).unwrap(), 257).unwrap();
        for dimension in 0..2 {
            let mut point = [0.0; 2];
            let all: Vec<f64> = (0..257)
                .map(|number| {
                    curves.point(1, number, &mut point);
                    point[dimension]
                })
                .collect();
            let mean = all.iter().sum::<f64>() / 257.0;
            let below = all.iter().filter(|u| **u < 0.25).count();
            assert!((mean - 0.5).abs() < 0.01, "{mean}");
            assert!((60..=68).contains(&below), "{below}");
        }
    }

    #[test]
    fn short_curves_are_refused() {
        let refused = SearchCurves::new(1, Factors::single(2).unwrap(), 64).unwrap_err();
        assert_eq!(refused, DesignError::ShortCurve { given: 64, least: 65 });
    }
}
