//! What a Delphi panel says about each item, and whether it agrees. Legendre 2005, <https://doi.org/10.1198/108571105X46642> (Kendall's W
//! with ties).

use super::NoJudgement;
use crate::statistics::chi_squared::upper_tail;
use crate::statistics::correlation::average_ranks;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// What the experts say of one item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DelphiItem {
    /// The mean score.
    pub mean: f64,
    /// The standard deviation (n − 1) over the experts; `None` with one expert.
    pub deviation: Option<f64>,
    /// The deviation over the mean (变异系数), commonly below 0.25 to keep an item; `None` with one expert or a mean that is not positive.
    pub variation: Option<f64>,
    /// The share of the experts who give the highest mark (满分率), 0 to 1.
    pub full_mark_rate: f64,
}

/// How far the experts agree on the order of the items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Kendall's W: 0 no agreement, 1 the same order from all.
    pub w: f64,
    /// m·(n − 1)·W for m experts and n items.
    pub chi_squared: f64,
    /// n − 1.
    pub degrees_of_freedom: usize,
    /// How likely a χ² as high is without any agreement; an approximation that needs about 7 items or 20 experts.
    pub p_value: f64,
}

/// Mean, deviation, variation and full-mark rate of each item. `scores` has a row an expert; `full_mark` is the highest mark one can give.
///
/// # Errors
/// [`NoJudgement`] without experts or items, for rows of different length, and for scores that are no finite numbers or above the mark.
pub fn delphi_items(scores: &[Vec<f64>], full_mark: f64) -> Result<Vec<DelphiItem>, NoJudgement> {
    let items = check(scores)?;
    for (row, given) in scores.iter().enumerate() {
        if let Some(column) = given.iter().position(|score| *score > full_mark || full_mark.is_nan()) {
            let allowed = "no more than the full mark";
            return Err(NoJudgement::Entry { row, column, given: given[column], allowed });
        }
    }
    let count = scores.len() as f64;
    let item = |column: usize| {
        let given = || scores.iter().map(move |row| row[column]);
        let mean = given().sum::<f64>() / count;
        let squares: f64 = given().map(|score| (score - mean) * (score - mean)).sum();
        let deviation = (scores.len() > 1).then(|| (squares / (count - 1.0)).sqrt());
        DelphiItem {
            mean,
            deviation,
            variation: deviation.filter(|_| mean > 0.0).map(|deviation| deviation / mean),
            full_mark_rate: given().filter(|score| *score == full_mark).count() as f64 / count,
        }
    };
    Ok((0..items).map(item).collect())
}

/// The authority of an expert (权威系数), (Ca + Cs) / 2 of what the judgement rests on (判断依据, Ca) and familiarity (熟悉程度, Cs), each from 0 to
/// 1; 0.7 and above is commonly asked for.
///
/// # Errors
/// [`NoJudgement::Contradiction`] for a coefficient outside 0 to 1.
pub fn authority(basis: f64, familiarity: f64) -> Result<f64, NoJudgement> {
    for (at, given) in [basis, familiarity].into_iter().enumerate() {
        if !(0.0..=1.0).contains(&given) {
            return Err(NoJudgement::Contradiction { at, given, allowed: "a number from 0 to 1" });
        }
    }
    Ok((basis + familiarity) / 2.0)
}

/// Kendall's W with mean ranks for ties, W = 12·S / (m²·(n³ − n) − m·Σ T), T = Σ (t³ − t) over the ties of an expert, and its χ².
///
/// # Errors
/// [`NoJudgement`] as [`delphi_items`]; with fewer than two experts or items; and when no expert tells any items apart.
pub fn kendall_w(scores: &[Vec<f64>]) -> Result<Agreement, NoJudgement> {
    let items = check(scores)?;
    if scores.len() < 2 || items < 2 {
        return Err(NoJudgement::Shape { given: scores.len().min(items), expected: 2 });
    }
    let (experts, count) = (scores.len() as f64, items as f64);
    let mut sums = vec![0.0; items];
    let mut ties = 0.0;
    for row in scores {
        let ranks = average_ranks(row);
        sums.iter_mut().zip(&ranks).for_each(|(sum, rank)| *sum += rank);
        // Each item of a tie of t brings t² − 1; together they bring t³ − t.
        for rank in &ranks {
            let tied = ranks.iter().filter(|other| *other == rank).count() as f64;
            ties += tied * tied - 1.0;
        }
    }
    let centre = experts * (count + 1.0) / 2.0;
    let spread: f64 = sums.iter().map(|sum| (sum - centre) * (sum - centre)).sum();
    let most = experts * experts * (count * count * count - count) - experts * ties;
    if most <= 0.0 {
        return Err(NoJudgement::NoDifference);
    }
    let w = 12.0 * spread / most;
    let chi_squared = experts * (count - 1.0) * w;
    let degrees_of_freedom = items - 1;
    Ok(Agreement { w, chi_squared, degrees_of_freedom, p_value: upper_tail(chi_squared, degrees_of_freedom) })
}

fn check(scores: &[Vec<f64>]) -> Result<usize, NoJudgement> {
    let items = scores.first().ok_or(NoJudgement::NoExpert)?.len();
    if items == 0 {
        return Err(NoJudgement::NoItem);
    }
    for (row, given) in scores.iter().enumerate() {
        if given.len() != items {
            return Err(NoJudgement::Shape { given: given.len(), expected: items });
        }
        if let Some(column) = given.iter().position(|score| !score.is_finite()) {
            let allowed = "a finite number";
            return Err(NoJudgement::Entry { row, column, given: given[column], allowed });
        }
    }
    Ok(items)
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "delphi",
    name: Said {
        zh: "德尔菲法（均值定权，附统计量）", en: "Delphi means, with their statistics"
    },
    formula: "w̄ⱼ = x̄ⱼ / Σ x̄\nCVⱼ = sⱼ / x̄ⱼ\nKⱼ = n(full mark) / n\nW = 12·S / (n²·(m³ − m) − n·ΣT)\nχ² = n·(m − 1)·W",
    letters: Said {
        zh: "x：专家评分；s：标准差（n − 1）；K：满分率；W：肯德尔协调系数，T = Σ(t³ − t) 修正并列；S：秩和的离差平方和",
        en: "x: the scores of the experts; s: standard deviation (n − 1); K: full-mark rate; W: Kendall’s coefficient, T = Σ(t³ − t) for ties; S: squared deviations of the rank sums",
    },
    use_when: Said {
        zh: "多轮专家咨询，要报告意见是否集中、协调",
        en: "Experts are asked in rounds, and it must be shown how far they agree",
    },
    not_when: Said {
        zh: "专家少于 10 人左右：χ² 近似不可靠",
        en: "There are fewer than about ten experts: the χ² approximation is poor",
    },
    edge: Said {
        zh: "所有专家全部并列时没有 W；一位专家没有变异系数",
        en: "There is no W when no expert tells anything apart, and no variation with one expert",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Kendall & Babington Smith 1939, https://doi.org/10.1214/aoms/1177732186",
        "Legendre 2005, https://doi.org/10.1198/108571105X46642",
    ],
    example: Some(
        "weighting = { method = \"delphi\", full_mark = 5, experts = [{ scores = { a = 5, b = 3, c = 4 } }, { scores = { a = 4, b = 4, c = 2 } }] }",
    ),
};
