//! Weights under which each child matters as much as it is meant to: nominal weights are not importance, since children vary and correlate
//! differently. Becker, Saisana, Paruolo & Vandecasteele 2017, <https://doi.org/10.1016/j.ecolind.2017.03.056>.
//!
//! For a weighted arithmetic mean and correlations the answer is a linear system; for squares of correlations one for each choice of their signs,
//! of which the first without negative weights counts. In all other cases, and where no answer is free of negative weights, a search goes on from several starts: weights are raised where importance falls short, then Nelder & Mead 1965,
//! <https://doi.org/10.1093/comjnl/7.4.308>, from the best. No random number enters, and the best of all trials is the result.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{Column, DataWeights, Domain, NoWeights, varying};
use crate::statistics::correlation::pearson;
use crate::statistics::symmetric::solve;
use crate::statistics::{association, correlation_ratio};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// How the importance of a child is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Importance {
    /// Pearson's r of the child with its aggregate.
    Correlation,
    /// r²: the share of the aggregate's variance that a straight line in the child explains.
    SquaredCorrelation,
    /// The share of the aggregate's variance that a smooth curve in the child explains.
    CorrelationRatio,
}

/// What weights reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Importances {
    /// What each child is meant to have of all importance; the sum is 1.
    pub target: Vec<f64>,
    /// What each child has; the sum is 1.
    pub reached: Vec<f64>,
    /// The importance of each child before division by the sum: r, r² or the correlation ratio.
    pub raw: Vec<f64>,
    /// Σ (reached − target)².
    pub objective: f64,
    /// How many weights were tried.
    pub trials: u32,
}

impl Importances {
    /// The largest distance between what is reached and what is meant.
    #[must_use]
    pub fn distance(&self) -> f64 {
        self.reached.iter().zip(&self.target).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}

/// The scores of an aggregate by weights of its children, row by row; `None` where a row has no answer.
#[derive(Clone, Copy)]
pub struct Scorer<'a>(pub &'a (dyn Fn(&[f64]) -> Option<Vec<f64>> + Sync));

impl std::fmt::Debug for Scorer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scorer")
    }
}

/// The weights whose importances come nearest to the targets, and what they reach; whether that is near enough is for the caller to say.
/// `targets` has a number from 0 up for each column, divided by their sum. A constant column gets the share 0, and its target goes to
/// the others in proportion.
///
/// # Errors
/// [`NoWeights`] for bad columns and targets, when no column varies, and when no weights give scores that vary.
pub fn optimised(
    columns: &[&[f64]],
    scorer: Scorer<'_>,
    importance: Importance,
    targets: &[f64],
) -> Result<(DataWeights, Importances), NoWeights> {
    let (places, own) = varying(columns, Domain::Any)?;
    let sum: f64 = places.iter().filter_map(|at| targets.get(*at)).sum();
    if own.is_empty() {
        return Err(NoWeights::AllConstant);
    }
    if targets.len() != columns.len() || !sum.is_finite() || sum <= 0.0 {
        let allowed = "numbers from 0 up, one above 0 for a column that varies";
        return Err(NoWeights::Parameter { name: "targets", given: sum, allowed });
    }
    let target: Vec<f64> = places.iter().map(|at| targets[*at] / sum).collect();
    let mut search = Search {
        columns: &own,
        places: &places,
        count: columns.len(),
        scorer,
        importance,
        target,
        trials: 0,
        best: None,
    };
    search.run();
    let Some(best) = search.best else { return Err(NoWeights::NoConflict) };
    let whole = |values: &[f64]| {
        let mut all = vec![0.0; columns.len()];
        places.iter().zip(values).for_each(|(at, value)| all[*at] = *value);
        all
    };
    let constant = (0..columns.len()).filter(|at| !places.contains(at)).collect();
    let importances = Importances {
        target: whole(&search.target),
        reached: whole(&best.reached),
        raw: whole(&best.raw),
        objective: best.objective,
        trials: search.trials,
    };
    Ok((DataWeights { shares: whole(&best.weights), constant }, importances))
}

/// Objectives below it are rounding, or, where a curve is chosen from a grid, jumps from one curve to the next.
const ROUNDING: f64 = 1e-24;
const JUMPS: f64 = 1e-8;
/// Rounds of raising and lowering weights from one start.
const ROUNDS: usize = 100;
/// Nelder–Mead: trials for each column, and how often it starts again from its best.
const TRIALS: u32 = 80;
const RESTARTS: usize = 3;

/// With more columns than this the signs of correlations are too many to try.
const MOST_SIGNS: usize = 12;

struct Trial {
    weights: Vec<f64>,
    reached: Vec<f64>,
    raw: Vec<f64>,
    objective: f64,
}

struct Search<'s> {
    columns: &'s [Column<'s>],
    places: &'s [usize],
    count: usize,
    scorer: Scorer<'s>,
    importance: Importance,
    target: Vec<f64>,
    trials: u32,
    best: Option<Trial>,
}

impl Search<'_> {
    fn run(&mut self) {
        let equal = vec![1.0; self.columns.len()];
        let mut starts = vec![self.target.clone(), equal];
        if let Some(exact) = self.linear() {
            self.objective(&exact);
            if self.is_exact() {
                return;
            }
            starts.insert(0, exact);
        }
        for start in starts {
            self.balance(start);
            if self.is_exact() {
                return;
            }
        }
        for _ in 0..RESTARTS {
            let Some(best) = &self.best else { return };
            let from: Vec<f64> = best.weights.iter().map(|weight| weight.sqrt()).collect();
            let before = best.objective;
            self.simplex(&from);
            let after = self.best.as_ref().map_or(before, |best| best.objective);
            // Another start from where it stands still gains nothing.
            if after > 0.99 * before || self.is_exact() {
                return;
            }
        }
    }

    fn is_exact(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.objective <= self.exact())
    }

    fn exact(&self) -> f64 {
        if self.importance == Importance::CorrelationRatio { JUMPS } else { ROUNDING }
    }

    /// The weights of an arithmetic mean with these correlations: R·(w·s) ∝ r. A square does not say the sign of its correlation: of all signs
    /// the first without negative weights counts, those with the fewest negative correlations first. Where there is none the negative
    /// weights of the first count as 0.
    fn linear(&self) -> Option<Vec<f64>> {
        let slices: Vec<&[f64]> = self.columns.iter().map(|column| column.values).collect();
        let correlations = pearson(&slices);
        let count = self.columns.len();
        let right: Vec<f64> = match self.importance {
            Importance::Correlation => self.target.clone(),
            Importance::SquaredCorrelation | Importance::CorrelationRatio => {
                self.target.iter().map(|target| target.sqrt()).collect()
            }
        };
        let has_signs = self.importance == Importance::SquaredCorrelation && count <= MOST_SIGNS;
        let mut signs: Vec<u32> = if has_signs { (0..1 << count).collect() } else { vec![0] };
        signs.sort_by_key(|signs| (signs.count_ones(), *signs));
        let spread = |column: &Column<'_>| {
            super::standard_deviation::spread(column.min_max()) * (column.max - column.min)
        };
        let largest = self.columns.iter().map(spread).fold(0.0, f64::max);
        let mut first = None;
        for signs in signs {
            let signed = |(at, root): (usize, &f64)| if signs >> at & 1 == 1 { -root } else { *root };
            let signed: Vec<f64> = right.iter().enumerate().map(signed).collect();
            let solution = solve(&correlations, &signed, 1e-12)?;
            let weight = |(solved, column): (&f64, &Column<'_>)| solved / (spread(column) / largest);
            let weights: Vec<f64> = solution.iter().zip(self.columns).map(weight).collect();
            let most = weights.iter().fold(0.0, |most, weight| f64::max(most, *weight));
            let is_free = most > 0.0 && weights.iter().all(|weight| *weight >= -1e-12 * most);
            let kept: Vec<f64> = weights.iter().map(|weight| weight.max(0.0)).collect();
            if is_free {
                return Some(kept);
            }
            first.get_or_insert(kept);
        }
        first
    }

    /// The objective of some weights, which need not add up to 1; infinite where they give nothing.
    fn objective(&mut self, weights: &[f64]) -> f64 {
        self.trials += 1;
        let Some(trial) = self.trial(weights) else { return f64::INFINITY };
        let objective = trial.objective;
        if self.best.as_ref().is_none_or(|best| objective < best.objective) {
            self.best = Some(trial);
        }
        objective
    }

    fn trial(&self, weights: &[f64]) -> Option<Trial> {
        let sum: f64 = weights.iter().sum();
        if !sum.is_finite() || sum <= 0.0 {
            return None;
        }
        let weights: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
        let mut all = vec![0.0; self.count];
        self.places.iter().zip(&weights).for_each(|(at, weight)| all[*at] = *weight);
        let scores = (self.scorer.0)(&all)?;
        let raw: Vec<f64> = self.importances(&scores)?;
        let sum: f64 = raw.iter().sum();
        if sum <= 0.0 {
            return None;
        }
        let reached: Vec<f64> = raw.iter().map(|raw| raw / sum).collect();
        let objective = reached.iter().zip(&self.target).map(|(a, b)| (a - b) * (a - b)).sum();
        Some(Trial { weights, reached, raw, objective })
    }

    fn importances(&self, scores: &[f64]) -> Option<Vec<f64>> {
        let r = |column: &Column<'_>| association::pearson(column.values, scores);
        let one = |column: &Column<'_>| match self.importance {
            Importance::Correlation => r(column),
            Importance::SquaredCorrelation => r(column).map(|r| r * r),
            Importance::CorrelationRatio => correlation_ratio(column.values, scores).map(|found| found.ratio),
        };
        self.columns.iter().map(one).collect()
    }

    /// Weights are multiplied by what is meant over what is reached, more carefully when that overshoots.
    fn balance(&mut self, mut weights: Vec<f64>) {
        let mut last = self.objective(&weights);
        let mut power = 1.0;
        for _ in 0..ROUNDS {
            let Some(now) = self.trial(&weights) else { return };
            let factor = |(reached, target): (&f64, &f64)| {
                if *reached > 0.0 {
                    libm::pow((target / reached).clamp(0.2, 5.0), power)
                } else {
                    libm::pow(5.0, power)
                }
            };
            let factors = now.reached.iter().zip(&self.target).map(factor);
            let next: Vec<f64> =
                now.weights.iter().zip(factors).map(|(weight, factor)| weight * factor).collect();
            let objective = self.objective(&next);
            if objective < last {
                let gained = last - objective;
                (weights, last) = (next, objective);
                power = f64::min(1.5 * power, 2.0);
                if objective <= self.exact() || gained <= 1e-9 * objective {
                    return;
                }
            } else {
                power /= 2.0;
                if power < 1e-3 {
                    return;
                }
            }
        }
    }

    /// Nelder–Mead on the roots of the weights, so that none is negative and 0 is within reach.
    fn simplex(&mut self, from: &[f64]) {
        let side = from.len();
        let mut points: Vec<(f64, Vec<f64>)> = Vec::with_capacity(side + 1);
        points.push((self.objective(&squares(from)), from.to_vec()));
        for at in 0..side {
            let mut moved = from.to_vec();
            moved[at] += f64::max(0.1 * moved[at], 0.02);
            points.push((self.objective(&squares(&moved)), moved));
        }
        let most = self.trials + TRIALS * u32::try_from(side).unwrap_or(u32::MAX);
        while self.trials < most && !self.is_exact() {
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            if points[side].0 - points[0].0 <= 1e-14 * points[0].0 {
                return;
            }
            let centre: Vec<f64> = (0..side)
                .map(|at| points[..side].iter().map(|(_, point)| point[at]).sum::<f64>() / side as f64)
                .collect();
            let worst = points[side].1.clone();
            let along = |step: f64| -> Vec<f64> {
                centre.iter().zip(&worst).map(|(centre, worst)| centre + step * (centre - worst)).collect()
            };
            let reflected = along(1.0);
            let value = self.objective(&squares(&reflected));
            let replaced = if value < points[0].0 {
                let expanded = along(2.0);
                let further = self.objective(&squares(&expanded));
                Some(if further < value { (further, expanded) } else { (value, reflected) })
            } else if value < points[side - 1].0 {
                Some((value, reflected))
            } else {
                let inner = along(if value < points[side].0 { 0.5 } else { -0.5 });
                let closer = self.objective(&squares(&inner));
                (closer < f64::min(value, points[side].0)).then_some((closer, inner))
            };
            if let Some(replaced) = replaced {
                points[side] = replaced;
                continue;
            }
            let best = points[0].1.clone();
            for (value, point) in &mut points[1..] {
                point.iter_mut().zip(&best).for_each(|(own, best)| *own = best + 0.5 * (*own - best));
                *value = self.objective(&squares(point));
            }
        }
    }
}

fn squares(roots: &[f64]) -> Vec<f64> {
    roots.iter().map(|root| root * root).collect()
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "optimised",
    name: Said { zh: "按实际重要性优化的权重", en: "Weights optimised to meet importance" },
    formula: "min_w Σⱼ (Sⱼ(w) / Σ S − tⱼ)², w ≥ 0, Σ w = 1\nS = r, r² or Var(E[y|xⱼ]) / Var(y)",
    letters: Said {
        zh: "y：上级在基期的得分；xⱼ：下级的得分；S：重要性，按 importance；t：targets 除以合计，默认相等",
        en: "y: the scores of the aggregate in the base; xⱼ: those of the child; S: importance, by `importance`; t: `targets` divided by their sum, equal by default",
    },
    use_when: Said {
        zh: "权重要说明每个下级实际起多大作用，而不只是名义上的系数",
        en: "Weights are to say how much each child really matters, not only what its coefficient is",
    },
    not_when: Said {
        zh: "下级之间有强负相关：没有非负权重能达到目标",
        en: "Children are strongly negatively correlated: no weights from 0 up reach the targets",
    },
    edge: Said {
        zh: "与目标的最大距离超过 tolerance（默认 0.01）时不通过，并列出试过的最好一组；常数列权重正好是 0，其目标分给其余；算术平均加相关系数时是线性方程组的解；权重在基期上冻结",
        en: "Refused with the best of all trials when the largest distance from a target exceeds `tolerance` (default 0.01); a constant column weighs exactly 0 and its target goes to the others; for the arithmetic mean and correlations it is the solution of a linear system; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Becker, Saisana, Paruolo & Vandecasteele 2017, https://doi.org/10.1016/j.ecolind.2017.03.056",
    ],
    example: Some(
        "weighting = { method = \"optimised\", importance = \"squared-correlation\", targets = { a = 2, b = 1, c = 1 }, min_units = 10 }",
    ),
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns that share two influences, in part with opposite signs.
    fn columns(count: usize, seed: u64) -> Vec<Vec<f64>> {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(1_u32 << 31) - 0.5
        };
        let loadings: Vec<[f64; 2]> = (0..count).map(|_| [next() + 0.3, next()]).collect();
        let mut columns = vec![Vec::new(); count];
        for _ in 0..40 {
            let shared = [next(), next()];
            for (column, [a, b]) in columns.iter_mut().zip(&loadings) {
                column.push(50.0 + 20.0 * (a * shared[0] + b * shared[1] + 0.4 * next()));
            }
        }
        columns
    }

    /// Importances that some weights have can be reached again, whichever sign the correlations have.
    #[test]
    fn what_some_weights_reach_is_reached() {
        let mut negative = 0;
        for seed in 1..40_u64 {
            let count = 3 + usize::try_from(seed % 4).unwrap();
            let columns = columns(count, seed);
            let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let mean = |weights: &[f64]| {
                let row = |row: usize| weights.iter().zip(&columns).map(|(w, column)| w * column[row]).sum();
                Some((0..40).map(row).collect::<Vec<f64>>())
            };
            let weights: Vec<f64> =
                (0..count).map(|at| 0.2 + ((seed as usize + at * 7) % 5) as f64).collect();
            let scores = mean(&weights).unwrap();
            let r: Vec<f64> =
                slices.iter().map(|column| association::pearson(column, &scores).unwrap()).collect();
            negative += usize::from(r.iter().any(|r| *r < 0.0));
            let squares: Vec<f64> = r.iter().map(|r| r * r).collect();
            let (_, found) =
                optimised(&slices, Scorer(&mean), Importance::SquaredCorrelation, &squares).unwrap();
            assert!(found.distance() <= 1e-10, "{seed}: {found:?}");
            if r.iter().all(|r| *r > 0.0) {
                let (shares, found) = optimised(&slices, Scorer(&mean), Importance::Correlation, &r).unwrap();
                assert!(found.distance() <= 1e-10, "{seed}: {found:?}");
                let sum: f64 = weights.iter().sum();
                for (share, weight) in shares.shares.iter().zip(&weights) {
                    assert!((share - weight / sum).abs() <= 1e-9, "{seed}: {share} {weight}");
                }
            }
        }
        assert!(negative > 5, "{negative}");
    }
}
