//! Factor weights as in the OECD/JRC Handbook 2008, <https://doi.org/10.1787/9789264043466-en>, step 6 (Nicoletti, Scarpetta & Boylaud
//! 2000, <https://doi.org/10.1787/215182844604>): squared loadings after a varimax rotation (Kaiser 1958,
//! <https://doi.org/10.1007/BF02289233>).

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{DataWeights, Domain, NoWeights, weigh};
use super::principal_components::components;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// How many components are kept and rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "keep", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Factors {
    /// Those with an eigenvalue above 1.
    EigenvalueAboveOne {},
    /// So many, from the highest eigenvalue on.
    Count {
        /// 1 or more, at most the number of columns.
        count: usize,
    },
}

/// Components after a varimax rotation. Columns that are the same everywhere are not among them.
#[derive(Clone, Debug, PartialEq)]
pub struct RotatedFactors {
    /// The loading of each varying column on each factor, factor by factor; −1 to 1, each factor with a sum that is not negative.
    pub loadings: Vec<Vec<f64>>,
    /// The variance that each factor explains, in numbers of columns; falling.
    pub explained: Vec<f64>,
    /// The share of each column's variance that all factors explain together.
    pub communalities: Vec<f64>,
}

/// Weights by w ∝ maxₖ ℓ²ⱼₖ: the squared loading of a column on its own factor, over what the factor explains, times the share of the
/// factor in what all explain.
///
/// # Errors
/// [`NoWeights`] for bad columns, when no component is kept or the last kept one cannot be told from the next.
pub fn factor(columns: &[&[f64]], factors: Factors) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        let rotated = rotated(components(columns), factors)?;
        let own = |column: usize| {
            rotated.loadings.iter().map(|loadings| loadings[column] * loadings[column]).fold(0.0, f64::max)
        };
        Ok((0..columns.len()).map(own).collect())
    })
}

/// The rotated factors behind [`factor`].
///
/// # Errors
/// As [`factor`].
pub fn varimax_factors(columns: &[&[f64]], factors: Factors) -> Result<RotatedFactors, NoWeights> {
    let mut found = None;
    weigh(columns, Domain::Any, |columns| {
        found = Some(rotated(components(columns), factors)?);
        Ok(vec![1.0; columns.len()])
    })?;
    found.ok_or(NoWeights::NoComponent)
}

fn rotated(
    components: crate::statistics::symmetric::Eigen,
    factors: Factors,
) -> Result<RotatedFactors, NoWeights> {
    let values = &components.values;
    let kept = match factors {
        Factors::EigenvalueAboveOne {} => values.iter().take_while(|value| **value > 1.0 + 1e-12).count(),
        Factors::Count { count } if count > values.len() => {
            let allowed = "no more than the columns that vary";
            return Err(NoWeights::Parameter { name: "count", given: count as f64, allowed });
        }
        Factors::Count { count } => count,
    };
    let last = kept.checked_sub(1).ok_or(NoWeights::NoComponent)?;
    // Rotation mixes the kept vectors anyway; only the border must be a real one.
    if values.get(kept).is_some_and(|next| values[last] - next <= 1e-10 * values[last]) {
        return Err(NoWeights::TiedEigenvalues);
    }
    let mut loadings: Vec<Vec<f64>> = components.vectors[..kept]
        .iter()
        .zip(values)
        .map(|(vector, value)| vector.iter().map(|entry| entry * value.max(0.0).sqrt()).collect())
        .collect();
    let communalities: Vec<f64> =
        (0..values.len()).map(|column| loadings.iter().map(|l| l[column] * l[column]).sum()).collect();
    varimax(&mut loadings, &communalities)?;
    let explains = |loadings: &Vec<f64>| loadings.iter().map(|l| l * l).sum::<f64>();
    loadings.sort_by(|a, b| explains(b).total_cmp(&explains(a)));
    for factor in &mut loadings {
        if factor.iter().sum::<f64>() < 0.0 {
            factor.iter_mut().for_each(|loading| *loading = -*loading);
        }
    }
    Ok(RotatedFactors { explained: loadings.iter().map(explains).collect(), loadings, communalities })
}

/// Starts of the rotation. The criterion has several local optima on real data, and a single start ends in whichever is near: with three
/// in reach, a third of random starts missed the best; sixteen leave less than one case in ten million.
const STARTS: usize = 16;

/// The rotation with the highest criterion, on loadings divided by the root of the communality.
fn varimax(loadings: &mut Vec<Vec<f64>>, communalities: &[f64]) -> Result<(), NoWeights> {
    let roots: Vec<f64> = communalities.iter().map(|c| if *c > 0.0 { c.sqrt() } else { 1.0 }).collect();
    for factor in loadings.iter_mut() {
        factor.iter_mut().zip(&roots).for_each(|(loading, root)| *loading /= root);
    }
    let tries: Vec<Option<Vec<Vec<f64>>>> =
        (0..STARTS).into_par_iter().map(|start| settled(turned(loadings.clone(), start))).collect();
    let mut best: Option<(f64, Vec<Vec<f64>>)> = None;
    for found in tries.into_iter().flatten() {
        let reached = criterion(&found);
        // What differs by rounding only is the same optimum: the first start stays.
        if best.as_ref().is_none_or(|(highest, _)| reached > highest * (1.0 + 1e-9)) {
            best = Some((reached, found));
        }
    }
    *loadings = best.ok_or(NoWeights::NoRotation)?.1;
    for factor in loadings.iter_mut() {
        factor.iter_mut().zip(&roots).for_each(|(loading, root)| *loading *= root);
    }
    Ok(())
}

/// A start: every plane turned by its own multiple of the golden angle, which repeats none; the first start is not turned.
fn turned(mut loadings: Vec<Vec<f64>>, start: usize) -> Vec<Vec<f64>> {
    let mut angle = 0.0;
    for p in 0..loadings.len() {
        for q in p + 1..loadings.len() {
            angle += start as f64 * 2.399_963_229_728_653;
            let (before, after) = loadings.split_at_mut(q);
            rotate(&mut before[p], &mut after[0], angle);
        }
    }
    loadings
}

/// Kaiser's rotation plane by plane until no angle moves. Convergence is linear and takes a few hundred rounds at most; what takes
/// thousands has no clear optimum.
fn settled(mut loadings: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for _ in 0..5000 {
        let mut widest = 0.0_f64;
        for p in 0..loadings.len() {
            for q in p + 1..loadings.len() {
                let (before, after) = loadings.split_at_mut(q);
                let angle = best_angle(&before[p], &after[0]);
                rotate(&mut before[p], &mut after[0], angle);
                widest = widest.max(angle.abs());
            }
        }
        if widest < 1e-13 {
            return Some(loadings);
        }
    }
    None
}

/// The sum over factors of the variance of the squared loadings.
fn criterion(loadings: &[Vec<f64>]) -> f64 {
    let variance = |factor: &Vec<f64>| {
        let mean = factor.iter().map(|l| l * l).sum::<f64>() / factor.len() as f64;
        factor.iter().map(|l| (l * l - mean) * (l * l - mean)).sum::<f64>() / factor.len() as f64
    };
    loadings.iter().map(variance).sum()
}

/// The angle of the highest variance of squared loadings in the plane of two factors.
fn best_angle(x: &[f64], y: &[f64]) -> f64 {
    let count = x.len() as f64;
    let (mut a, mut b, mut c, mut d) = (0.0, 0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let (u, v) = (x * x - y * y, 2.0 * x * y);
        a += u;
        b += v;
        c += u * u - v * v;
        d += 2.0 * u * v;
    }
    libm::atan2(d - 2.0 * a * b / count, c - (a * a - b * b) / count) / 4.0
}

fn rotate(x: &mut [f64], y: &mut [f64], angle: f64) {
    let (sine, cosine) = libm::sincos(angle);
    for (x, y) in x.iter_mut().zip(y) {
        (*x, *y) = (*x * cosine + *y * sine, *y * cosine - *x * sine);
    }
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "factor",
    name: Said {
        zh: "因子分析法（最大方差旋转，载荷平方）",
        en: "Factor analysis, varimax, squared loadings",
    },
    formula: "wⱼ ∝ maxₖ (ℓⱼₖ² / Eₖ)·(Eₖ / ΣE) = maxₖ ℓⱼₖ² / ΣE",
    letters: Said {
        zh: "ℓ：旋转后的载荷；Eₖ：因子 k 解释的方差",
        en: "ℓ: loadings after rotation; Eₖ: the variance that factor k explains",
    },
    use_when: Said {
        zh: "下级背后有几个共同因子，按经合组织手册的做法赋权",
        en: "A few factors stand behind the children; weights as in the OECD/JRC Handbook",
    },
    not_when: Said {
        zh: "样本少或下级相关弱（先看 KMO）",
        en: "There are few rows or weak correlations (look at KMO first)",
    },
    edge: Said {
        zh: "没有特征值大于 1 时不通过；旋转取多个起点中的最优；常数列权重正好是 0",
        en: "Refused when no eigenvalue is above 1; the rotation is the best of several starts; a constant column weighs exactly 0",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
        "Nicoletti, Scarpetta & Boylaud 2000, https://doi.org/10.1787/215182844604",
        "Kaiser 1958, https://doi.org/10.1007/BF02289233",
    ],
    example: Some(
        "weighting = { method = \"factor\", factors = { keep = \"eigenvalue-above-one\" }, min_units = 10 }",
    ),
};
