//! Extended Fourier amplitude sensitivity test: how much of the swing of an output follows a factor's own frequency, and how much is left to the slow others.
//!
//! Saltelli, Tarantola & Chan 1999, <https://doi.org/10.1080/00401706.1999.10485594>; M = 4 overtones. With the spectrum S(f) = |Σ y·e^(−2πifk/N)|² / N² and V = 2·Σ S(f)
//! over 1 ≤ f < N/2: first order 2·Σₚ S(p·ω) / V for p = 1 … M, total order 1 − 2·Σ S(f) / V over f ≤ ω/2. From 0 to 1. There is no interval: runs of one curve are not
//! independent, and a bootstrap of them is wrong; curves of other seeds tell how far to trust the numbers.

use super::runs::mean;
use super::{Analysis, IndexError, Output, Runs};
use crate::sensitivity::design::{OVERTONES, own_frequency};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "efast",
    name: Said {
        zh: "扩展傅里叶幅度检验（eFAST）", en: "Extended Fourier amplitude test (eFAST)"
    },
    formula: "Sᵢ = 2·Σₚ S(p·ω) / V, p = 1 … 4; Tᵢ = 1 − 2·Σ_{f ≤ ω/2} S(f) / V",
    letters: Said {
        zh: "S(f)：该因素曲线上结果的频谱；ω：该因素的频率；V：曲线上的方差",
        en: "S(f): the spectrum of the output on the factor's curve; ω: its frequency; V: the variance on the curve",
    },
    use_when: Said { zh: "结果平滑，运行次数有限", en: "The output is smooth and runs are few" },
    not_when: Said {
        zh: "结果有跳跃，或需要区间：用 Sobol′ 指数",
        en: "The output jumps, or intervals are wanted: use Sobol' indices",
    },
    edge: Said {
        zh: "需要全部运行；不起作用的因素的总效应接近 0 而不恰为 0；没有区间；结果不变时报错",
        en: "Every run is needed; the total order of a factor that cannot matter is near 0, not exactly 0; there are no intervals; a constant output is an error",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Saltelli, Tarantola & Chan 1999, https://doi.org/10.1080/00401706.1999.10485594"],
    example: None,
};

/// The indices of one output; one entry a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Efast {
    /// The name of the output.
    pub output: String,
    /// The share of the variance that comes from the factor alone; from 0 to 1.
    pub first: Vec<f64>,
    /// The share with all its interactions; from 0 to 1, but for rounding.
    pub total: Vec<f64>,
}

/// First and total order from the runs along [`SearchCurves`](crate::sensitivity::design::SearchCurves), curve after curve.
///
/// ```
/// use quanheng::sensitivity::design::{Factors, SearchCurves};
/// use quanheng::sensitivity::indices::{Output, Runs, efast};
/// let curves = SearchCurves::new(42, Factors::single(2)?, 257)?;
/// let mut point = [0.0; 2];
/// let mut scores = Vec::new();
/// for curve in 0..2 {
///     for number in 0..257 {
///         curves.point(curve, number, &mut point);
///         scores.push(2.0 * point[0] + point[1]);
///     }
/// }
/// let outputs = [Output { name: "score", values: &scores }];
/// let analysis = efast(&Runs { outputs: &outputs, failed: &[] }, 2)?;
/// assert!((analysis.outputs[0].as_ref().unwrap().first[0] - 0.8).abs() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When there is no factor, the rows are no whole number of curves, these are shorter than 65 points, or a run has failed.
pub fn efast(runs: &Runs<'_>, factors: usize) -> Result<Analysis<Efast>, IndexError> {
    if factors == 0 {
        return Err(IndexError::NoFactors);
    }
    let rows = runs.rows(factors)?;
    let points = rows / factors;
    let least = 4 * (OVERTONES * OVERTONES) as usize + 1;
    if points < least {
        return Err(IndexError::TooFew { left: points, least });
    }
    if let Some(row) = runs.failed.iter().min().filter(|row| **row < rows) {
        return Err(IndexError::Failed { row: *row });
    }
    let circle = Circle::new(points);
    let curves: Vec<usize> = (0..factors).collect();
    let of = |output: &Output<'_>| {
        let scaled = output.scaled(&curves, points)?;
        let shares = scaled.values.chunks_exact(points).map(|curve| circle.shares(curve));
        let shares: Option<Vec<(f64, f64)>> = shares.collect();
        let (first, total) = shares.ok_or_else(|| output.constant())?.into_iter().unzip();
        Ok(Efast { output: output.name.to_owned(), first, total })
    };
    Ok(Analysis { used: factors, dropped: 0, outputs: runs.outputs.iter().map(of).collect() })
}

/// The N-th parts of the unit circle.
struct Circle {
    places: Vec<(f64, f64)>,
}

impl Circle {
    fn new(points: usize) -> Circle {
        let place = |at: usize| {
            let angle = std::f64::consts::TAU * (at as f64 / points as f64);
            (libm::cos(angle), libm::sin(angle))
        };
        Circle { places: (0..points).map(place).collect() }
    }

    /// First and total order of a curve; `None` where it does not vary.
    fn shares(&self, curve: &[f64]) -> Option<(f64, f64)> {
        let n = curve.len();
        let centre = mean(curve);
        let centred: Vec<f64> = curve.iter().map(|value| value - centre).collect();
        let mut variance = centred.iter().map(|value| value * value).sum::<f64>() / n as f64;
        if n.is_multiple_of(2) {
            // The highest frequency has no partner and belongs to nothing.
            variance -= self.power(&centred, n / 2);
        }
        if variance.is_nan() || variance <= 0.0 {
            return None;
        }
        let own = own_frequency(u32::try_from(n).unwrap_or(u32::MAX)) as usize;
        let first: f64 = (1..=OVERTONES as usize).map(|p| self.power(&centred, p * own)).sum();
        let slow: f64 = (1..=own / 2).map(|frequency| self.power(&centred, frequency)).sum();
        Some((2.0 * first / variance, 1.0 - 2.0 * slow / variance))
    }

    fn power(&self, centred: &[f64], frequency: usize) -> f64 {
        let n = centred.len();
        let (mut real, mut imaginary, mut at) = (0.0, 0.0, 0);
        for value in centred {
            let (cosine, sine) = self.places[at];
            real += value * cosine;
            imaginary += value * sine;
            at += frequency;
            if at >= n {
                at -= n;
            }
        }
        let n = n as f64;
        (real * real + imaginary * imaginary) / (n * n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_cannot_use_is_refused() {
        let values = vec![1.0; 130];
        let outputs = [Output { name: "y", values: &values }];
        let runs = Runs { outputs: &outputs, failed: &[] };
        assert!(matches!(efast(&runs, 2).unwrap().outputs[0], Err(IndexError::Constant { .. })));
        assert_eq!(efast(&runs, 0).unwrap_err(), IndexError::NoFactors);
        assert_eq!(efast(&runs, 10).unwrap_err(), IndexError::TooFew { left: 13, least: 65 });
        assert_eq!(efast(&runs, 3).unwrap_err(), IndexError::Blocks { given: 130, block: 3 });
        let failed = Runs { outputs: &outputs, failed: &[7, 3] };
        assert_eq!(efast(&failed, 2).unwrap_err(), IndexError::Failed { row: 3 });
    }
}
