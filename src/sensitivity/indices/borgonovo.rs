//! Borgonovo's δ: how much of the output's density moves, on average, when a factor becomes known.
//!
//! Borgonovo 2007, <https://doi.org/10.1016/j.ress.2006.04.015>, from a given sample after Plischke, Borgonovo & Smith 2013, <https://doi.org/10.1016/j.ejor.2012.11.047>:
//! δ = Σₘ nₘ/(2N) ∫ |f(y) − f(y | x in slice m)| dy over equally large slices. Densities are Gaussian kernels with Scott's bandwidth on 100 places from the smallest to the
//! largest output, at least one step wide; integrals are trapezoids. The true δ lies in [0, 1] and is 0 only for independence. Noise makes the plain estimate too large; what
//! the bootstrap shows of that is taken off: 2·d − mean(d*). The bandwidths stay those of the sample in resamples. What is left of the noise is told by a factor without
//! effect: the same slices over runs in random order.

use rayon::prelude::*;

use super::runs::mean;
use super::slices::{Slices, column};
use super::{Analysis, Bootstrap, Estimate, IndexError, Output, Runs};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// How many places a density is computed at.
const PLACES: usize = 100;

pub(super) const NOTE: MethodNote = MethodNote {
    id: "borgonovo-delta",
    name: Said { zh: "Borgonovo δ", en: "Borgonovo's δ" },
    formula: "δ = Σₘ nₘ/(2N) · ∫ |f(y) − f(y | x ∈ m)| dy",
    letters: Said {
        zh: "f：结果的密度；m：按该因素等分的各组；n、N：组内与全部的运行次数",
        en: "f: the density of the output; m: the slices of the factor; n, N: the runs of a slice and all runs",
    },
    use_when: Said {
        zh: "想用整个分布而不是方差来衡量影响；用已有的样本",
        en: "Influence is to be seen on the whole distribution, not on variance; from a sample that is there already",
    },
    not_when: Said {
        zh: "运行少于几百次；或结果只有少数取值（用 PAWN）",
        en: "Runs are less than some hundred, or the output has few values (use PAWN)",
    },
    edge: Said {
        zh: "已做偏差修正，可能略小于 0；离散因素按取值分组；失败的运行去掉并计数；结果不变时报错",
        en: "Bias is taken off, so that it may be a little below 0; a discrete factor has a slice for each value; failed runs are left out and counted; a constant output is an error",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Borgonovo 2007, https://doi.org/10.1016/j.ress.2006.04.015",
        "Plischke, Borgonovo & Smith 2013, https://doi.org/10.1016/j.ejor.2012.11.047",
    ],
    example: None,
};

/// δ of all factors on one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Borgonovo {
    /// The name of the output.
    pub output: String,
    /// By factor.
    pub factors: Vec<DeltaOfFactor>,
}

/// δ of a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeltaOfFactor {
    /// δ with its bias taken off.
    pub delta: Estimate,
    /// The plain estimate; from 0 to 1, too large with few runs.
    pub uncorrected: f64,
    /// What the plain estimate of a factor without effect stays below, with the chance of [`Bootstrap::level`].
    pub dummy: f64,
}

/// δ from any sample in which the factors are independent; `factors` holds one number a run for each.
///
/// ```
/// use quanheng::sensitivity::design::Design;
/// use quanheng::sensitivity::indices::{Bootstrap, Output, Runs, borgonovo};
/// let sampler = Design::Sobol.sampler(42, 2)?;
/// let column = |dimension| (0..500).map(|r| sampler.coordinate(r, dimension)).collect::<Vec<f64>>();
/// let (strong, weak) = (column(0), column(1));
/// let scores: Vec<f64> = strong.iter().zip(&weak).map(|(a, b)| a + 0.1 * b).collect();
///
/// let outputs = [Output { name: "score", values: &scores }];
/// let factors = [Output { name: "strong", values: &strong }, Output { name: "weak", values: &weak }];
/// let runs = Runs { outputs: &outputs, failed: &[] };
/// let analysis = borgonovo(&runs, &factors, &Bootstrap::default())?;
/// let of = &analysis.outputs[0].as_ref().unwrap().factors;
/// assert!(of[0].delta.value > 0.5 && of[1].delta.value < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When factors and rows do not fit, fewer than 20 runs are left, or intervals cannot be made as asked.
pub fn borgonovo(
    runs: &Runs<'_>,
    factors: &[Output<'_>],
    bootstrap: &Bootstrap,
) -> Result<Analysis<Borgonovo>, IndexError> {
    bootstrap.checked()?;
    if factors.is_empty() {
        return Err(IndexError::NoFactors);
    }
    let rows = runs.rows(1)?;
    let complete = runs.complete(rows, 1);
    if complete.len() < 20 {
        return Err(IndexError::TooFew { left: complete.len(), least: 20 });
    }
    let most = slices_for(complete.len());
    let sliced = |factor: &Output<'_>| Ok(Slices::of(&column(factor, rows, &complete)?, most));
    let sliced: Vec<Slices> = factors.iter().map(sliced).collect::<Result<_, IndexError>>()?;
    let mut counts = vec![vec![1; complete.len()]];
    counts.extend(bootstrap.counts(complete.len()));
    let of = |output: &Output<'_>| {
        let factors = deltas(&output.scaled(&complete, 1)?.values, &sliced, &counts, bootstrap);
        let factors = factors.ok_or_else(|| IndexError::TooLarge { output: output.name.to_owned() })?;
        Ok(Borgonovo { output: output.name.to_owned(), factors })
    };
    let outputs = runs.outputs.iter().map(of).collect();
    Ok(Analysis { used: complete.len(), dropped: rows - complete.len(), outputs })
}

/// δ by factor. The first entry of `counts` is that of the sample itself.
fn deltas(
    values: &[f64],
    sliced: &[Slices],
    counts: &[Vec<u32>],
    bootstrap: &Bootstrap,
) -> Option<Vec<DeltaOfFactor>> {
    let grid = Grid::of(values);
    let whole = Slices { of: vec![0; values.len()], count: 1 };
    let whole = Kernels::of(values, &whole, &grid);
    let all: Vec<Vec<f64>> = counts.par_iter().map(|counts| whole.densities(counts).0).collect();
    let dummy = |slices: &Slices| {
        let one = |number| {
            let shuffled = slices.shuffled(bootstrap.seed, number);
            Kernels::of(values, &shuffled, &grid).delta(&grid, &all[0], &counts[0])
        };
        let dummies: Vec<f64> = (0..bootstrap.resamples).into_par_iter().map(one).collect();
        bootstrap.threshold(dummies.into_iter())
    };
    // Factors with slices of the same sizes have the same dummy.
    let mut dummies: Vec<(Vec<usize>, f64)> = Vec::new();
    let each = sliced.iter().map(|slices| {
        let sizes = slices.sizes();
        let known = dummies.iter().find(|(known, _)| *known == sizes).map(|(_, dummy)| *dummy);
        let dummy = known.unwrap_or_else(|| {
            let dummy = dummy(slices);
            dummies.push((sizes, dummy));
            dummy
        });
        of_factor(&Kernels::of(values, slices, &grid), &grid, &all, counts, bootstrap, dummy)
    });
    each.collect()
}

/// How many slices N runs are cut into: min(⌈N^(2/(7 + tanh((1500 − N)/500)))⌉, 48), Plischke et al. 2013.
fn slices_for(runs: usize) -> usize {
    let n = runs as f64;
    let exponent = 2.0 / (7.0 + libm::tanh((1500.0 - n) / 500.0));
    (libm::pow(n, exponent).ceil() as usize).clamp(2, 48)
}

/// The first entries of `all` and `counts` are those of the sample itself.
fn of_factor(
    kernels: &Kernels<'_>,
    grid: &Grid,
    all: &[Vec<f64>],
    counts: &[Vec<u32>],
    bootstrap: &Bootstrap,
    dummy: f64,
) -> Option<DeltaOfFactor> {
    let each = all.par_iter().zip(counts);
    let deltas: Vec<f64> = each.map(|(all, counts)| kernels.delta(grid, all, counts)).collect();
    let (own, again) = deltas.split_first()?;
    let corrected = 2.0 * own - mean(again);
    let delta = bootstrap.estimate(corrected, again.iter().map(|delta| 2.0 * own - delta))?;
    let delta = Estimate { above_zero: *own > dummy, ..delta };
    Some(DeltaOfFactor { delta, uncorrected: *own, dummy })
}

/// Places evenly from the smallest to the largest output.
struct Grid {
    places: Vec<f64>,
    step: f64,
}

impl Grid {
    fn of(values: &[f64]) -> Grid {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let step = (high - low) / (PLACES - 1) as f64;
        Grid { places: (0..PLACES).map(|at| low + at as f64 * step).collect(), step }
    }

    /// ∫ |f − g|, as a trapezoid.
    fn distance(&self, f: &[f64], g: &[f64]) -> f64 {
        let gaps: Vec<f64> = f.iter().zip(g).map(|(f, g)| (f - g).abs()).collect();
        let ends = (gaps[0] + gaps[PLACES - 1]) / 2.0;
        (gaps[1..PLACES - 1].iter().sum::<f64>() + ends) * self.step
    }
}

/// What each run adds to the density of its slice.
struct Kernels<'a> {
    slices: &'a Slices,
    rows: Vec<f64>,
}

impl<'a> Kernels<'a> {
    fn of(values: &[f64], slices: &'a Slices, grid: &Grid) -> Kernels<'a> {
        let mut members = vec![Vec::new(); slices.count];
        for (value, slice) in values.iter().zip(&slices.of) {
            members[*slice].push(*value);
        }
        let bandwidths: Vec<f64> = members.iter().map(|values| bandwidth(values).max(grid.step)).collect();
        let mut rows = Vec::with_capacity(values.len() * PLACES);
        for (value, slice) in values.iter().zip(&slices.of) {
            let width = bandwidths[*slice];
            let height = 1.0 / (width * (2.0 * std::f64::consts::PI).sqrt());
            rows.extend(grid.places.iter().map(|place| {
                let z = (place - value) / width;
                // Beyond nine bandwidths it is below the last digit of the sum.
                if z.abs() > 9.0 { 0.0 } else { height * libm::exp(-0.5 * z * z) }
            }));
        }
        Kernels { slices, rows }
    }

    /// δ against the density of the whole, where each run counts so many times.
    fn delta(&self, grid: &Grid, all: &[f64], counts: &[u32]) -> f64 {
        let (densities, sizes) = self.densities(counts);
        let n: f64 = sizes.iter().sum();
        let parts = densities.chunks_exact(PLACES).zip(&sizes).filter(|(_, size)| **size > 0.0);
        parts.map(|(density, size)| size / (2.0 * n) * grid.distance(all, density)).sum()
    }

    /// The density of each slice, one after the other, and how many runs each has, where each run counts so many times.
    fn densities(&self, counts: &[u32]) -> (Vec<f64>, Vec<f64>) {
        let mut densities = vec![0.0; self.slices.count * PLACES];
        let mut sizes = vec![0.0; self.slices.count];
        let runs = self.rows.chunks_exact(PLACES).zip(counts).zip(&self.slices.of);
        for ((row, count), slice) in runs.filter(|((_, count), _)| **count > 0) {
            let count = f64::from(*count);
            sizes[*slice] += count;
            for (density, kernel) in densities[slice * PLACES..(slice + 1) * PLACES].iter_mut().zip(row) {
                *density += count * kernel;
            }
        }
        for (density, size) in densities.chunks_exact_mut(PLACES).zip(&sizes).filter(|(_, size)| **size > 0.0)
        {
            for density in density {
                *density /= size;
            }
        }
        (densities, sizes)
    }
}

/// Scott's bandwidth n^(−1/5)·s with the standard deviation of n − 1; 0 for fewer than two values.
fn bandwidth(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    if values.len() < 2 {
        return 0.0;
    }
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
    libm::pow(n, -0.2) * (squares / (n - 1.0)).sqrt()
}
