//! Sobol' indices: the shares of an output's variance that come from each factor alone, with all its interactions, and from pairs.
//!
//! With the output centred and divided by its deviation, and V the variance over the rows A and B:
//! first order Sᵢ = mean(B·(ABᵢ − A)) / V (Saltelli et al. 2010, <https://doi.org/10.1016/j.cpc.2009.09.018>, table 2 (b)); total order
//! Tᵢ = mean((A − ABᵢ)²) / 2V (Jansen 1999, <https://doi.org/10.1016/S0010-4655(98)00154-4>); second order Sᵢⱼ = mean(BAᵢ·ABⱼ − A·B) / V − Sᵢ − Sⱼ, i < j (Saltelli 2002,
//! <https://doi.org/10.1016/S0010-4655(02)00280-1>): the estimators of SALib. True indices lie in [0, 1] with Sᵢ ≤ Tᵢ; first orders add up to at most 1; estimates may
//! leave these ranges and then say so by their interval.

use rayon::prelude::*;

use super::runs::mean;
use super::{Analysis, Bootstrap, Estimate, IndexError, Output, Runs};
use crate::sensitivity::design::Orders;
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "sobol-indices",
    name: Said { zh: "Sobol′ 指数", en: "Sobol' indices" },
    formula: "Sᵢ = mean(B·(ABᵢ − A)) / V\nTᵢ = mean((A − ABᵢ)²) / 2V\nSᵢⱼ = mean(BAᵢ·ABⱼ − A·B) / V − Sᵢ − Sⱼ",
    letters: Said {
        zh: "A、B、ABᵢ、BAᵢ：方案各行的结果（已中心化）；V：A 与 B 各行的方差；Sᵢ：单独作用；Tᵢ：连同全部交互作用；Sᵢⱼ：两两交互",
        en: "A, B, ABᵢ, BAᵢ: the centred output in the rows of the plan; V: its variance over A and B; Sᵢ: alone; Tᵢ: with all interactions; Sᵢⱼ: a pair's interaction",
    },
    use_when: Said {
        zh: "要说明结果的不确定性各有多少来自哪个选择",
        en: "To say how much of the result's uncertainty comes from which choice",
    },
    not_when: Said {
        zh: "运行次数很少（少于几百个基点）；或方差不能代表人们关心的不确定性",
        en: "Runs are few (less than some hundred base points), or variance is not what one cares about",
    },
    edge: Said {
        zh: "不起作用的因素 T 恰为 0；负的估计值附区间，并注明“与 0 无法区分”；结果不变时报错；失败的运行连同整个基点去掉并计数；二阶按因素次序取 i < j",
        en: "A factor that cannot matter has T of exactly 0; a negative estimate has its interval and says that it is not distinguishable from 0; a constant output is an error; a failed run takes its base point along, which is counted; pairs are taken in the order of factors",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Saltelli et al. 2010, https://doi.org/10.1016/j.cpc.2009.09.018",
        "Jansen 1999, https://doi.org/10.1016/S0010-4655(98)00154-4",
        "Saltelli 2002, https://doi.org/10.1016/S0010-4655(02)00280-1",
    ],
    example: None,
};

/// The indices of one output.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolIndices {
    /// The name of the output.
    pub output: String,
    /// The mean of the output over the rows A and B.
    pub mean: f64,
    /// Its standard deviation over these rows, whose square the shares are of; above 0.
    pub deviation: f64,
    /// By factor: the share of the variance that comes from the factor alone.
    pub first: Vec<Estimate>,
    /// By factor: the share that comes from the factor with all its interactions. Exactly 0 for a factor that changes nothing; otherwise the estimate is
    /// above 0 by construction.
    pub total: Vec<Estimate>,
    /// By pair, where second order was asked for: the share that comes from their interaction.
    pub second: Vec<SecondOrder>,
}

/// The interaction of two factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecondOrder {
    /// The first factor.
    pub one: usize,
    /// The second factor, after the first.
    pub other: usize,
    /// The share of the variance.
    pub share: Estimate,
}

/// Sobol' indices of the runs of a plan of [`Saltelli`](crate::sensitivity::design::Saltelli), for each output, with bootstrap intervals.
///
/// ```
/// use quanheng::sensitivity::design::{Design, Factors, Orders, Saltelli};
/// use quanheng::sensitivity::indices::{Bootstrap, Output, Runs, sobol_indices};
/// let plan = Saltelli::new(Design::Sobol, 42, Factors::single(2)?, Orders::FirstAndTotal)?;
/// let mut points = vec![0.0; plan.rows(1024) as usize * 2];
/// plan.fill(0..1024, &mut points);
/// let scores: Vec<f64> = points.chunks(2).map(|u| 2.0 * u[0] + u[1]).collect();
///
/// let outputs = [Output { name: "score", values: &scores }];
/// let runs = Runs { outputs: &outputs, failed: &[] };
/// let analysis = sobol_indices(&runs, 2, Orders::FirstAndTotal, &Bootstrap::default())?;
/// let indices = analysis.outputs[0].as_ref().unwrap();
/// assert!((indices.first[0].value - 0.8).abs() < 0.01); // 4 / (4 + 1)
/// assert!((indices.total[1].value - 0.2).abs() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When there is no factor, the rows are no whole number of base points, fewer than two of these are complete, or intervals cannot be made as asked. An output that is
/// constant or not finite has its own error.
pub fn sobol_indices(
    runs: &Runs<'_>,
    factors: usize,
    orders: Orders,
    bootstrap: &Bootstrap,
) -> Result<Analysis<SobolIndices>, IndexError> {
    let block = block(factors, orders, bootstrap)?;
    let base_points = runs.rows(block)? / block;
    up_to(runs, factors, orders, bootstrap, base_points)
}

pub(super) fn block(factors: usize, orders: Orders, bootstrap: &Bootstrap) -> Result<usize, IndexError> {
    bootstrap.checked()?;
    if factors == 0 { Err(IndexError::NoFactors) } else { Ok(orders.rows(factors)) }
}

/// The indices from the first base points of a plan.
pub(super) fn up_to(
    runs: &Runs<'_>,
    factors: usize,
    orders: Orders,
    bootstrap: &Bootstrap,
    base_points: usize,
) -> Result<Analysis<SobolIndices>, IndexError> {
    let block = block(factors, orders, bootstrap)?;
    let complete = runs.complete(base_points * block, block);
    if complete.len() < 2 {
        return Err(IndexError::TooFew { left: complete.len(), least: 2 });
    }
    let counts = bootstrap.counts(complete.len());
    let of = |output: &Output<'_>| {
        let scaled = output.scaled(&complete, block)?;
        let terms = Terms::of(scaled.values, factors, orders);
        let mut indices = terms.indices(bootstrap, &counts).ok_or_else(|| output.constant())?;
        indices.output = output.name.to_owned();
        for number in [&mut indices.mean, &mut indices.deviation] {
            *number = libm::scalbn(*number, scaled.exponent);
        }
        Ok(indices)
    };
    let outputs = runs.outputs.iter().map(of).collect();
    Ok(Analysis { used: complete.len(), dropped: base_points - complete.len(), outputs })
}

/// What the estimators add up, by base point.
struct Terms {
    factors: usize,
    /// In rows: B·(ABᵢ − A) by factor, (A − ABᵢ)² by factor, A² + B², A + B.
    terms: Vec<f64>,
    width: usize,
    /// The centred output in rows, where second order is asked for.
    values: Option<Vec<f64>>,
    /// What the output was centred by and divided by.
    centre: f64,
    deviation: f64,
}

/// The shares, with the mean and variance of the centred output over the rows A and B.
struct Shares {
    mean: f64,
    variance: f64,
    first: Vec<f64>,
    total: Vec<f64>,
    second: Vec<f64>,
}

impl Terms {
    fn of(mut values: Vec<f64>, factors: usize, orders: Orders) -> Terms {
        let centre = mean(&values);
        for value in &mut values {
            *value -= centre;
        }
        let squares: f64 = values.iter().map(|value| value * value).sum();
        let deviation = (squares / values.len() as f64).sqrt();
        for value in &mut values {
            *value /= deviation;
        }
        let (block, width) = (orders.rows(factors), 2 * factors + 2);
        let mut terms = Vec::with_capacity(values.len() / block * width);
        for row in values.chunks_exact(block) {
            let (a, b, swapped) = (row[0], row[block - 1], &row[1..=factors]);
            terms.extend(swapped.iter().map(|ab| b * (ab - a)));
            terms.extend(swapped.iter().map(|ab| (a - ab) * (a - ab)));
            terms.extend([a * a + b * b, a + b]);
        }
        let values = (orders == Orders::Second).then_some(values);
        Terms { factors, terms, width, values, centre, deviation }
    }

    /// `None` where the rows A and B do not vary.
    fn indices(&self, bootstrap: &Bootstrap, counts: &[Vec<u32>]) -> Option<SobolIndices> {
        let once = vec![1; self.terms.len() / self.width];
        let estimated = self.shares(&once)?;
        let resampled: Vec<Option<Shares>> = counts.par_iter().map(|counts| self.shares(counts)).collect();
        let estimates = |of: &(dyn Fn(&Shares) -> &[f64] + Sync)| -> Option<Vec<Estimate>> {
            let each = of(&estimated).iter().enumerate().map(|(at, value)| {
                let others = resampled.iter().flatten().map(|shares| of(shares)[at]);
                bootstrap.estimate(*value, others)
            });
            each.collect()
        };
        let second = estimates(&|shares| &shares.second)?;
        let second = pairs(self.factors).zip(second);
        Some(SobolIndices {
            output: String::new(),
            mean: self.centre + self.deviation * estimated.mean,
            deviation: self.deviation * estimated.variance.sqrt(),
            first: estimates(&|shares| &shares.first)?,
            total: estimates(&|shares| &shares.total)?,
            second: second.map(|((one, other), share)| SecondOrder { one, other, share }).collect(),
        })
    }

    /// The shares when each base point counts so many times.
    fn shares(&self, counts: &[u32]) -> Option<Shares> {
        let mut sums = vec![0.0; self.width];
        for (row, count) in self.terms.chunks_exact(self.width).zip(counts).filter(|(_, count)| **count > 0) {
            let count = f64::from(*count);
            for (sum, term) in sums.iter_mut().zip(row) {
                *sum += count * term;
            }
        }
        let n = counts.iter().map(|count| f64::from(*count)).sum::<f64>();
        let centre = sums[self.width - 1] / (2.0 * n);
        let variance = sums[self.width - 2] / (2.0 * n) - centre * centre;
        // Terms are of the size of 1: below this, all is rounding.
        if variance.is_nan() || variance <= 1e-28 {
            return None;
        }
        let first: Vec<f64> = sums[..self.factors].iter().map(|sum| sum / n / variance).collect();
        let total =
            sums[self.factors..2 * self.factors].iter().map(|sum| 0.5 * (sum / n) / variance).collect();
        let second = match &self.values {
            Some(values) => self.second(values, counts, n * variance, &first),
            None => Vec::new(),
        };
        Some(Shares { mean: centre, variance, first, total, second })
    }

    /// Second order by pair.
    fn second(&self, values: &[f64], counts: &[u32], scale: f64, first: &[f64]) -> Vec<f64> {
        let (factors, block) = (self.factors, Orders::Second.rows(self.factors));
        let mut sums = vec![0.0; factors * factors];
        let mut product = 0.0;
        for (row, count) in values.chunks_exact(block).zip(counts).filter(|(_, count)| **count > 0) {
            let count = f64::from(*count);
            product += count * row[0] * row[block - 1];
            let (ab, ba) = (&row[1..=factors], &row[1 + factors..=2 * factors]);
            for (one, (sums, ba)) in sums.chunks_exact_mut(factors).zip(ba).enumerate() {
                let ba = count * ba;
                for (sum, ab) in sums[one + 1..].iter_mut().zip(&ab[one + 1..]) {
                    *sum += ba * ab;
                }
            }
        }
        let share = |(one, other): (usize, usize)| {
            (sums[one * factors + other] - product) / scale - first[one] - first[other]
        };
        pairs(factors).map(share).collect()
    }
}

fn pairs(factors: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..factors).flat_map(move |one| (one + 1..factors).map(move |other| (one, other)))
}
