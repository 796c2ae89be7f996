//! Rank-sum ratio (秩和比, RSR): weighted mean of ranks over n, its distribution in probits, a line through it, and bands.
//!
//! RSR = Σ w·R / n; R = rank from 1 for the worst, ties at their mean (integer form), or 1 + (n − 1)·z with z the min–max form (non-integer form).
//! The distinct RSR in rising order have the downward frequency p = mean rank / n, the last one 1 − 1/(4n); probit = 5 + Φ⁻¹(p); RSR is fitted on
//! probit by least squares. Bands of k cut the probit at 2 + 6·i/k (k = 3: 4 and 6). Tian Fengtiao 1993, 实用秩和比法 (田凤调). When: order and bands are the
//! purpose. When not: as a distance between units, or across years.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decision::{Criterion, Decision};
use super::steps::Labels;
use super::{Ranked, RankingError, average_ranks};
use crate::statistics::normal_quantile;
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

/// How a value becomes a rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RankForm {
    /// Whole ranks, ties at their mean.
    Integer,
    /// 1 + (n − 1)·(x − min) / (max − min), turned round where less is better.
    NonInteger,
}

/// The rank-sum ratio of every unit, in the order of the units; and the line through the distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct RankSumRatio {
    /// RSR: above 0 up to 1, higher is better.
    pub ratio: Vec<f64>,
    /// R̄: mean rank among the ratios, from 1 for the lowest.
    pub mean_rank: Vec<f64>,
    /// p: above 0, below 1.
    pub downward_frequency: Vec<f64>,
    /// 5 + Φ⁻¹(p).
    pub probit: Vec<f64>,
    /// The RSR that the line gives for the probit.
    pub fitted: Vec<f64>,
    /// The line RSR = intercept + slope · probit.
    pub line: Line,
}

/// A straight line and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The RSR at probit 0.
    pub intercept: f64,
    /// RSR for one probit; above 0.
    pub slope: f64,
    /// The share of variance that the line explains; 0 to 1.
    pub r_squared: f64,
}

/// Ratios that differ by no more than this share are the same: sums of the same ranks in another order.
const SAME: f64 = 1e-12;

impl RankSumRatio {
    /// Ratios, distribution and line. Values may have any sign.
    ///
    /// # Errors
    /// [`RankingError::AllConstant`] when all units have the same ratio, so that there is no line.
    pub fn of(decision: &Decision<'_>, form: RankForm) -> Result<RankSumRatio, RankingError> {
        let ratio = merge_equal(ratios(decision, form));
        let mean_rank = average_ranks(&ratio);
        let count = ratio.len() as f64;
        let highest = ratio.iter().copied().fold(0.0, f64::max);
        let frequency = |(ratio, rank): (&f64, &f64)| {
            if *ratio == highest { 1.0 - 1.0 / (4.0 * count) } else { rank / count }
        };
        let downward_frequency: Vec<f64> = ratio.iter().zip(&mean_rank).map(frequency).collect();
        let probit: Vec<f64> = downward_frequency.iter().map(|p| 5.0 + normal_quantile(*p)).collect();
        let line = line(&probit, &ratio).ok_or(RankingError::AllConstant)?;
        let fitted = probit.iter().map(|probit| line.intercept + line.slope * probit).collect();
        Ok(RankSumRatio { ratio, mean_rank, downward_frequency, probit, fitted, line })
    }

    /// By the ratio.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::higher(self.ratio.clone())
    }

    /// The band of every unit among `count`; 1 is the best. A probit on a cut belongs to the better band.
    ///
    /// # Errors
    /// [`RankingError::Parameter`] for fewer than 2 or more than 20 bands.
    pub fn bands(&self, count: u32) -> Result<Vec<u32>, RankingError> {
        if !(2..=20).contains(&count) {
            return Err(RankingError::Parameter {
                name: "bands",
                given: f64::from(count),
                allowed: "a whole number from 2 to 20",
            });
        }
        let reached = |probit: &f64| {
            let cuts = (1..count).map(|i| 2.0 + 6.0 * f64::from(i) / f64::from(count));
            cuts.filter(|cut| probit >= cut).count() as u32
        };
        Ok(self.probit.iter().map(|probit| count - reached(probit)).collect())
    }
}

fn ratios(decision: &Decision<'_>, form: RankForm) -> Vec<f64> {
    let count = decision.units() as f64;
    let mut ratios = vec![0.0; decision.units()];
    for criterion in decision.criteria() {
        let ranks = ranks(criterion, form);
        for (ratio, rank) in ratios.iter_mut().zip(ranks) {
            *ratio += criterion.weight * rank;
        }
    }
    ratios.into_iter().map(|sum| sum / count).collect()
}

/// From 1 for the worst.
fn ranks(criterion: &Criterion<'_>, form: RankForm) -> Vec<f64> {
    let count = criterion.values.len() as f64;
    match form {
        RankForm::Integer => {
            let turn = |rank: f64| if criterion.cost { count + 1.0 - rank } else { rank };
            average_ranks(criterion.values).into_iter().map(turn).collect()
        }
        RankForm::NonInteger => {
            let distance = criterion.distance();
            criterion.values.iter().map(|value| 1.0 + (count - 1.0) * (1.0 - distance(*value))).collect()
        }
    }
}

/// Gives ratios that are the same but for rounding the same number, the lowest of them.
fn merge_equal(mut ratios: Vec<f64>) -> Vec<f64> {
    let mut order: Vec<usize> = (0..ratios.len()).collect();
    order.sort_by(|a, b| ratios[*a].total_cmp(&ratios[*b]));
    let mut lowest = f64::NEG_INFINITY;
    for unit in order {
        if ratios[unit] - lowest <= SAME * ratios[unit] {
            ratios[unit] = lowest;
        }
        lowest = ratios[unit];
    }
    ratios
}

/// Least squares over the distinct ratios; `None` when there is only one.
fn line(probits: &[f64], ratios: &[f64]) -> Option<Line> {
    let mut points: Vec<(f64, f64)> = probits.iter().copied().zip(ratios.iter().copied()).collect();
    points.sort_by(|a, b| a.1.total_cmp(&b.1));
    points.dedup_by(|a, b| a.1 == b.1);
    if points.len() < 2 {
        return None;
    }
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x_mean, y_mean) = (mean(|p| p.0), mean(|p| p.1));
    let sum =
        |of: &dyn Fn(f64, f64) -> f64| points.iter().map(|(x, y)| of(x - x_mean, y - y_mean)).sum::<f64>();
    let (xx, xy, yy) = (sum(&|x, _| x * x), sum(&|x, y| x * y), sum(&|_, y| y * y));
    let slope = xy / xx;
    Some(Line { intercept: y_mean - slope * x_mean, slope, r_squared: (slope * xy / yy).min(1.0) })
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "rank-sum-ratio, form = \"integer\" | \"non-integer\"",
    name: Said { zh: "秩和比法（RSR）", en: "Rank-sum ratio" },
    formula: "integer: R = rank, 1 the worst; non-integer: R = 1 + (n − 1)·(x − min) / (max − min)\nRSR = Σ w·R / n\np = R̄ / n (last: 1 − 1 / (4n)), probit = 5 + Φ⁻¹(p)\nRSR = a + b·probit; cuts at probit 2 + 6·i / k",
    letters: Said {
        zh: "R̄：RSR 值的平均秩；a、b：最小二乘；k：档数，第1档最好",
        en: "R̄: mean rank of a ratio; a, b: least squares; k: number of bands, band 1 the best",
    },
    use_when: Said { zh: "要的是次序和分档", en: "Order and bands are the purpose" },
    not_when: Said {
        zh: "把两个 RSR 之差当作差距；跨年比较",
        en: "Reading the difference of two ratios as a distance; across years",
    },
    edge: Said {
        zh: "并列取平均秩；全部相同时没有回归直线，拒绝；常数列权重恰为 0",
        en: "Ties at their mean rank; refused when all ratios are the same, as there is no line; a constant column weighs exactly 0",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["田凤调 1993，实用秩和比法"],
    example: Some(
        "[[ranking]]\nid = \"rsr\"\nmethod = { method = \"rank-sum-ratio\", form = \"integer\", bands = 3 }",
    ),
};

pub(super) fn working(decision: &Decision<'_>, form: RankForm, labels: &Labels<'_>) -> Vec<Working> {
    vec![labels.by_criterion(decision, ("各准则的秩", "Ranks by criterion"), "R, 1 the worst", |c| {
        ranks(c, form)
    })]
}
