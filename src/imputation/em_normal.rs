//! The expected value of an indicator given the unit's others, under a multivariate normal distribution fitted by EM.
//!
//! Dempster, Laird & Rubin 1977, <https://doi.org/10.1111/j.2517-6161.1977.tb01600.x>; Schafer, Analysis of Incomplete Multivariate Data,
//! ISBN 978-0-412-04061-0, chapter 5. The covariance has the divisor n.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::statistics::symmetric;
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "em-normal",
    name: Said { zh: "EM 插补（多元正态）", en: "EM, multivariate normal" },
    formula: "x̂ = μ_m + Σ_mo·Σ_oo⁻¹·(x_o − μ_o)\nE: z_i = E[x_i | x_io; μ, Σ], C_i = Cov[x_i | x_io; μ, Σ]\nM: μ = Σ_i z_i/n, Σ = Σ_i ((z_i − μ)(z_i − μ)ᵀ + C_i)/n",
    letters: Said {
        zh: "o、m：有观测值、缺失的指标；μ、Σ：基期各行（n 行）上 EM 收敛的均值和协方差（冻结）；ridge 使每步的相关系数除以 1 + ridge",
        en: "o, m: the indicators observed and missing; μ, Σ: mean and covariance on which EM settles over the n rows of the base, frozen; `ridge` divides correlations by 1 + ridge at every step",
    },
    use_when: Said {
        zh: "指标大致呈（多元）正态、线性相关，基期行数远多于指标数",
        en: "Indicators are about normal and linearly related, and the base has many more rows than indicators",
    },
    not_when: Said {
        zh: "严重偏斜（先变换，或用近邻），指标多而行少，或有指标可由其他指标算出",
        en: "Strong skew (transform first, or take neighbours), many indicators and few rows, or an indicator that follows from others",
    },
    edge: Said {
        zh: "协方差奇异（常数列、可由其他列算出的列、行数不多于指标数）时拒绝并说明原因，可用 ridge；max_iterations 次内不收敛也拒绝；基期没有观测值的其他指标不参加；该单位没有任何其他观测值时不补；估计值可能超出观测范围；标记 C",
        en: "A singular covariance (a constant column, one that follows from others, no more rows than indicators) is refused with the reason, or take `ridge`; no convergence within max_iterations is refused too; another indicator without values in the base takes no part; a unit without any other observed value gets no answer; values may lie outside what was observed; mark C",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Dempster, Laird & Rubin 1977, https://doi.org/10.1111/j.2517-6161.1977.tb01600.x",
        "Schafer, Analysis of Incomplete Multivariate Data, ISBN 978-0-412-04061-0, ch. 5",
    ],
    example: Some(
        r#"missing = [ { method = "em-normal", within = "index", tolerance = 1e-11, max_iterations = 1000 } ]"#,
    ),
};

/// A pivot below this share of its diagonal entry: the other indicators predict one to ten digits, and what is left is rounding.
const LEAST_PIVOT: f64 = 1e-10;

/// A frozen distribution: means, standard deviations and correlations, which say the same as the covariance and survive any unit of measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NormalModel {
    /// The indicators, in the order of the tree.
    pub indicators: Vec<Id>,
    /// The mean of each.
    pub means: Vec<f64>,
    /// The standard deviation (divisor n) of each; above 0.
    pub deviations: Vec<f64>,
    /// Row by row, symmetric, 1 on the diagonal.
    pub correlations: Vec<f64>,
}

/// What a fit came to.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalFit {
    /// What is frozen.
    pub model: NormalModel,
    /// Rows with at least one value.
    pub rows: usize,
    /// Iterations until it settled.
    pub iterations: u32,
}

/// How EM is to settle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Settling {
    pub(super) tolerance: f64,
    pub(super) max_iterations: u32,
    pub(super) ridge: f64,
}

impl NormalModel {
    /// The expected value of an indicator given the observed ones, and the places it rests on. `observed` answers for each of
    /// `indicators`; `None` when nothing else is observed.
    #[must_use]
    pub fn expect(
        &self,
        target: usize,
        observed: impl Fn(usize) -> Option<f64>,
    ) -> Option<(f64, Vec<usize>)> {
        let side = self.indicators.len();
        let known: Vec<(usize, f64)> = (0..side)
            .filter(|at| *at != target)
            .filter_map(|at| Some((at, (observed(at)? - self.means[at]) / self.deviations[at])))
            .filter(|(_, value)| value.is_finite())
            .collect();
        if known.is_empty() {
            return None;
        }
        let places: Vec<usize> = known.iter().map(|(at, _)| *at).collect();
        let weights = regression(&self.correlations, side, &places, target)?;
        let standardised: f64 = weights.iter().zip(&known).map(|(weight, (_, value))| weight * value).sum();
        let value = self.means[target] + self.deviations[target] * standardised;
        value.is_finite().then_some((value, places))
    }

    /// Whether it can be computed with: a file may come from anywhere.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let side = self.indicators.len();
        let entry = |row: usize, column: usize| self.correlations[row * side + column];
        self.means.len() == side
            && self.deviations.len() == side
            && self.correlations.len() == side * side
            && self.means.iter().all(|mean| mean.is_finite())
            && self.deviations.iter().all(|deviation| *deviation > 0.0 && deviation.is_finite())
            && (0..side).all(|row| {
                entry(row, row) == 1.0
                    && (0..row).all(|column| {
                        entry(row, column).to_bits() == entry(column, row).to_bits()
                            && entry(row, column).abs() <= 1.0
                    })
            })
    }
}

/// What each of some indicators counts in the expectation of another.
fn regression(covariance: &[f64], side: usize, places: &[usize], target: usize) -> Option<Vec<f64>> {
    let cells: Vec<f64> =
        places.iter().flat_map(|&i| places.iter().map(move |&j| covariance[i * side + j])).collect();
    let right: Vec<f64> = places.iter().map(|&i| covariance[i * side + target]).collect();
    symmetric::solve(&cells, &right, LEAST_PIVOT)
}

/// Fits the distribution to rows of the base; each row has a value or a gap for each indicator. Rows are sorted by their values first, so
/// that neither the order of units nor their names matter.
pub(super) fn fit(
    indicators: &[Id],
    rows: &[Vec<Option<f64>>],
    settling: Settling,
) -> Result<NormalFit, Undetermined> {
    let side = indicators.len();
    let scales: Vec<(f64, f64)> = (0..side)
        .map(|at| {
            let sample = Sample::new(rows.iter().filter_map(|row| row[at]).collect());
            match (sample.mean(), sample.deviation()) {
                (Some(mean), Some(deviation)) if deviation > 0.0 && deviation.is_finite() => {
                    Ok((mean, deviation))
                }
                (Some(value), _) => Err(Undetermined::Constant { value }),
                _ => Err(Undetermined::Empty),
            }
        })
        .collect::<Result<_, _>>()?;
    let patterns = patterns(rows, &scales);
    let count: usize = patterns.values().map(Vec::len).sum();
    if count <= side {
        return Err(Undetermined::TooFew { given: count, needed: side + 1 });
    }
    let mut state = State::start(side);
    for iteration in 1..=settling.max_iterations {
        let moved = state.step(&patterns, count, settling.ridge).ok_or(Undetermined::Singular)?;
        if moved <= settling.tolerance {
            return Ok(NormalFit {
                model: state.model(indicators, &scales)?,
                rows: count,
                iterations: iteration,
            });
        }
    }
    Err(Undetermined::NoConvergence { iterations: settling.max_iterations })
}

/// Rows by which indicators they have, each row its observed values only, standardised, in ascending order.
type Patterns = BTreeMap<Vec<usize>, Vec<Vec<f64>>>;

fn patterns(rows: &[Vec<Option<f64>>], scales: &[(f64, f64)]) -> Patterns {
    let mut patterns: Patterns = BTreeMap::new();
    for row in rows {
        let known: Vec<usize> = (0..scales.len()).filter(|at| row[*at].is_some()).collect();
        if known.is_empty() {
            continue;
        }
        let standardised = |&at: &usize| {
            let (mean, deviation) = scales[at];
            (row[at].unwrap_or(mean) - mean) / deviation
        };
        let values = known.iter().map(standardised).collect();
        patterns.entry(known).or_default().push(values);
    }
    for rows in patterns.values_mut() {
        rows.sort_unstable_by(|a: &Vec<f64>, b| {
            let differing = a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|order| order.is_ne());
            differing.unwrap_or(std::cmp::Ordering::Equal)
        });
    }
    patterns
}

/// Mean and covariance of the standardised values.
struct State {
    side: usize,
    mean: Vec<f64>,
    covariance: Vec<f64>,
}

impl State {
    fn start(side: usize) -> Self {
        let mut covariance = vec![0.0; side * side];
        (0..side).for_each(|at| covariance[at * side + at] = 1.0);
        State { side, mean: vec![0.0; side], covariance }
    }

    /// One iteration, and how far the mean or covariance that moved most has moved. `None`: the covariance is singular.
    fn step(&mut self, patterns: &Patterns, count: usize, ridge: f64) -> Option<f64> {
        let side = self.side;
        let mut sums = vec![0.0; side];
        let mut squares = vec![0.0; side * side];
        for (known, rows) in patterns {
            self.gather(known, rows, &mut sums, &mut squares)?;
        }
        let n = count as f64;
        let shift: Vec<f64> = sums.iter().map(|sum| sum / n).collect();
        let mut moved = shift.iter().fold(0.0_f64, |most, shift| most.max(shift.abs()));
        for row in 0..side {
            for column in 0..=row {
                let mut entry = squares[row * side + column] / n - shift[row] * shift[column];
                if row != column {
                    entry /= 1.0 + ridge;
                }
                moved = moved.max((entry - self.covariance[row * side + column]).abs());
                self.covariance[row * side + column] = entry;
                self.covariance[column * side + row] = entry;
            }
        }
        self.mean.iter_mut().zip(&shift).for_each(|(mean, shift)| *mean += shift);
        let positive = (0..side).all(|at| self.covariance[at * side + at] > 0.0);
        (positive && moved.is_finite()).then_some(moved)
    }

    /// Adds the expected deviations from the mean and their expected products over the rows of one pattern.
    fn gather(
        &self,
        known: &[usize],
        rows: &[Vec<f64>],
        sums: &mut [f64],
        squares: &mut [f64],
    ) -> Option<()> {
        let side = self.side;
        let missing: Vec<usize> = (0..side).filter(|at| !known.contains(at)).collect();
        let weights: Vec<Vec<f64>> = missing
            .iter()
            .map(|target| regression(&self.covariance, side, known, *target))
            .collect::<Option<_>>()?;
        let n = rows.len() as f64;
        for (a, weights) in missing.iter().zip(&weights) {
            for b in &missing {
                let explained: f64 =
                    weights.iter().zip(known).map(|(w, at)| w * self.covariance[at * side + b]).sum();
                squares[a * side + b] += n * (self.covariance[a * side + b] - explained);
            }
        }
        let mut row = vec![0.0; side];
        for values in rows {
            for (at, value) in known.iter().zip(values) {
                row[*at] = value - self.mean[*at];
            }
            for (at, weights) in missing.iter().zip(&weights) {
                row[*at] = weights.iter().zip(known).map(|(weight, at)| weight * row[*at]).sum();
            }
            for a in 0..side {
                sums[a] += row[a];
                for b in 0..=a {
                    squares[a * side + b] += row[a] * row[b];
                }
            }
        }
        Some(())
    }

    fn model(&self, indicators: &[Id], scales: &[(f64, f64)]) -> Result<NormalModel, Undetermined> {
        let side = self.side;
        // The model must answer for any row: not only the patterns that occurred.
        let whole: Vec<usize> = (0..side).collect();
        regression(&self.covariance, side, &whole, 0).ok_or(Undetermined::Singular)?;
        let deviation = |at: usize| self.covariance[at * side + at].sqrt();
        let mut correlations = vec![1.0; side * side];
        for row in 0..side {
            for column in 0..row {
                let entry = self.covariance[row * side + column] / (deviation(row) * deviation(column));
                correlations[row * side + column] = entry.clamp(-1.0, 1.0);
                correlations[column * side + row] = entry.clamp(-1.0, 1.0);
            }
        }
        let model = NormalModel {
            indicators: indicators.to_vec(),
            means: (0..side).map(|at| scales[at].0 + scales[at].1 * self.mean[at]).collect(),
            deviations: (0..side).map(|at| scales[at].1 * deviation(at)).collect(),
            correlations,
        };
        if model.is_sound() { Ok(model) } else { Err(Undetermined::Singular) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLING: Settling = Settling { tolerance: 1e-13, max_iterations: 10_000, ridge: 0.0 };

    fn ids(count: usize) -> Vec<Id> {
        (0..count).map(|at| Id::new(format!("x{at}")).unwrap()).collect()
    }

    fn rows(columns: &[&[Option<f64>]]) -> Vec<Vec<Option<f64>>> {
        (0..columns[0].len()).map(|row| columns.iter().map(|column| column[row]).collect()).collect()
    }

    #[test]
    fn without_gaps_it_is_the_ordinary_mean_and_covariance() {
        let x: Vec<Option<f64>> = [1.0, 2.0, 4.0, 7.0].map(Some).to_vec();
        let y: Vec<Option<f64>> = [3.0, 1.0, 2.0, 8.0].map(Some).to_vec();
        let fit = fit(&ids(2), &rows(&[&x, &y]), SETTLING).unwrap();
        assert!((fit.model.means[0] - 3.5).abs() < 1e-14 && (fit.model.means[1] - 3.5).abs() < 1e-14);
        // Variances 5.25 and 7.25, covariance 5.
        assert!((fit.model.deviations[0] - 5.25_f64.sqrt()).abs() < 1e-14);
        assert!((fit.model.correlations[1] - 5.0 / (5.25_f64 * 7.25).sqrt()).abs() < 1e-14);
        let (value, places) = fit.model.expect(1, |at| (at == 0).then_some(5.5)).unwrap();
        assert!((value - (3.5 + 5.0 / 5.25 * 2.0)).abs() < 1e-13, "{value}");
        assert_eq!(places, [0]);
        assert_eq!(fit.model.expect(1, |_| None), None);
    }

    #[test]
    fn a_gap_in_one_column_has_the_closed_form_of_regression() {
        // Anderson 1957: with y missing in some rows the mean of y is that of the complete rows moved along their regression line.
        let x = [1.0, 2.0, 3.0, 4.0, 10.0].map(Some);
        let y = [Some(2.0), Some(3.0), Some(5.0), Some(6.0), None];
        let fit = fit(&ids(2), &rows(&[&x, &y]), SETTLING).unwrap();
        let slope = 1.4;
        let expected = 4.0 + slope * (4.0 - 2.5);
        assert!((fit.model.means[1] - expected).abs() < 1e-11, "{}", fit.model.means[1]);
        let (value, _) = fit.model.expect(1, |at| (at == 0).then_some(10.0)).unwrap();
        assert!((value - (4.0 + slope * 7.5)).abs() < 1e-10, "{value}");
    }

    #[test]
    fn what_determines_nothing_is_refused() {
        let line = [1.0, 2.0, 3.0, 4.0].map(Some);
        let double = [2.0, 4.0, 6.0, 8.0].map(Some);
        let constant = [7.0; 4].map(Some);
        let empty = [None; 4];
        let refused = |columns: &[&[Option<f64>]], ridge| {
            fit(&ids(columns.len()), &rows(columns), Settling { ridge, ..SETTLING }).map(|fit| fit.rows)
        };
        assert_eq!(refused(&[&line, &double], 0.0), Err(Undetermined::Singular));
        assert_eq!(refused(&[&line, &double], 0.01), Ok(4));
        assert_eq!(refused(&[&line, &constant], 0.0), Err(Undetermined::Constant { value: 7.0 }));
        assert_eq!(refused(&[&line, &empty], 0.0), Err(Undetermined::Empty));
        assert_eq!(
            refused(&[&line[..2], &[Some(1.0), Some(5.0)]], 0.0),
            Err(Undetermined::TooFew { given: 2, needed: 3 })
        );
        let other = [1.0, 5.0, 2.0, 4.0].map(Some);
        let hurried = Settling { tolerance: 1e-300, max_iterations: 1, ridge: 0.0 };
        let gappy = [Some(1.0), Some(5.0), Some(3.0), None];
        assert_eq!(
            fit(&ids(2), &rows(&[&other, &gappy]), hurried),
            Err(Undetermined::NoConvergence { iterations: 1 })
        );
    }

    #[test]
    fn order_and_unit_of_measure_make_no_difference() {
        let x: Vec<Option<f64>> = (0..30).map(|at| (at % 7 != 3).then(|| f64::from(at * 17 % 23))).collect();
        let y: Vec<Option<f64>> =
            (0..30).map(|at| (at % 5 != 1).then(|| f64::from(at * 5 % 13 + at))).collect();
        let forward = fit(&ids(2), &rows(&[&x, &y]), SETTLING).unwrap();
        let mut turned = rows(&[&x, &y]);
        turned.reverse();
        assert_eq!(fit(&ids(2), &turned, SETTLING).unwrap(), forward);
        for factor in [1e-290, 1e290] {
            let scaled: Vec<Option<f64>> = x.iter().map(|x| x.map(|x| x * factor)).collect();
            let other = fit(&ids(2), &rows(&[&scaled, &y]), SETTLING).unwrap().model;
            assert!((other.means[0] / factor - forward.model.means[0]).abs() < 1e-9);
            let ask = |model: &NormalModel, x: f64| model.expect(1, |at| (at == 0).then_some(x)).unwrap().0;
            assert!((ask(&other, 3.0 * factor) - ask(&forward.model, 3.0)).abs() < 1e-9);
        }
    }
}
