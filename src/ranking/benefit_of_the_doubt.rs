//! Benefit of the doubt: every unit is scored with the weights that show it best, as long as nobody exceeds 1 with them.
//!
//! score(o) = max Σ w·y(o) with Σ w·y(i) ≤ 1 for every unit i and w ≥ 0; optionally each w_j between two shares of Σ w, or each w_j·y(o)_j between two
//! shares of the score (pie shares). Melyn & Moesen 1991; Cherchye et al. 2007, <https://doi.org/10.1007/s11205-006-9029-7>; OECD/JRC Handbook 2008, step 6. When: weights are
//! disputed. When not: across years, or unrestricted with many indicators, where nearly everybody reaches 1.

use rayon::prelude::*;

use super::{Appraisal, Matrix, Ranked, RankingError, Shown};
use crate::optimisation::{Frontier, WeightBounds};
use crate::vocab::{AcrossYears, MethodNote, Said, Text};

/// Scores with the weights that give them, in the order of the units.
#[derive(Clone, Debug, PartialEq)]
pub struct BenefitOfTheDoubt {
    /// 0 to 1; 1 is the frontier.
    pub scores: Vec<f64>,
    /// By unit, one weight a criterion, 0 or more; other weights may give the same score.
    pub weights: Vec<Vec<f64>>,
}

/// A score and its weights.
type Solved = Option<(f64, Vec<f64>)>;

/// Units that are solved one after the other.
const RUN: usize = 64;

impl BenefitOfTheDoubt {
    /// Scores of every unit. One column a criterion, more is better, values from 0 up, normalised or at least all turned the same way.
    ///
    /// # Errors
    /// [`RankingError`] for columns that do not fit, fewer than two units, a value that is not finite or below 0, a criterion that is 0 for all, bounds that no weights meet, and a
    /// value of 0 where each criterion must contribute.
    pub fn of(columns: &[&[f64]], bounds: WeightBounds) -> Result<BenefitOfTheDoubt, RankingError> {
        check(columns, bounds)?;
        let frontier = Frontier::new(columns, bounds);
        let units: Vec<usize> = (0..columns[0].len()).collect();
        // Neighbours start from what bound their neighbour; runs of fixed length give the same bits for any number of threads.
        let runs: Vec<Vec<Solved>> =
            units.par_chunks(RUN).map(|run| one_by_one(&frontier, columns, run)).collect();
        let (mut scores, mut weights) = (Vec::new(), Vec::new());
        for solved in runs.into_iter().flatten() {
            let (score, own) = solved.ok_or(RankingError::TooHard {
                units: units.len(),
                budget: 200,
                reason: "a linear programme found no end",
            })?;
            scores.push(score);
            weights.push(own);
        }
        Ok(BenefitOfTheDoubt { scores, weights })
    }

    /// By score.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::higher(self.scores.clone())
    }
}

fn check(columns: &[&[f64]], bounds: WeightBounds) -> Result<(), RankingError> {
    let Some(first) = columns.first() else { return Err(RankingError::NoCriteria) };
    if first.len() < 2 {
        return Err(RankingError::TooFewUnits { given: first.len() });
    }
    let low = check_bounds(columns.len(), bounds)?;
    for (criterion, column) in columns.iter().enumerate() {
        if column.len() != first.len() {
            return Err(RankingError::ColumnLength { criterion, given: column.len(), expected: first.len() });
        }
        if let Some(unit) = column.iter().position(|value| !value.is_finite()) {
            return Err(RankingError::NotFinite { criterion, unit });
        }
        if let Some(unit) = column.iter().position(|value| *value < 0.0) {
            return Err(RankingError::Negative { criterion, unit, given: column[unit] });
        }
        let zero = column.iter().position(|value| *value == 0.0);
        if let Some(unit) = zero.filter(|_| low > 0.0 || column.iter().all(|value| *value == 0.0)) {
            return Err(RankingError::NotPositive { criterion, unit, given: 0.0 });
        }
    }
    Ok(())
}

/// The least share that each criterion must contribute; 0 when none must.
fn check_bounds(count: usize, bounds: WeightBounds) -> Result<f64, RankingError> {
    let (low, high, least) = match bounds {
        WeightBounds::None {} => return Ok(0.0),
        WeightBounds::Weights { low, high } => (low.get(), high.get(), 0.0),
        WeightBounds::Contributions { low, high } => (low.get(), high.get(), low.get()),
    };
    // Eight times an eighth may miss 1 by a rounding.
    let count = count as f64;
    if count * low > 1.0 + 1e-12 {
        return Err(RankingError::Parameter { name: "low", given: low, allowed: "at most 1 / criteria" });
    }
    if count * high < 1.0 - 1e-12 {
        return Err(RankingError::Parameter { name: "high", given: high, allowed: "at least 1 / criteria" });
    }
    Ok(least)
}

/// Who reaches the frontier has exactly 1, so that all who do tie: a programme ends within rounding of it.
pub(super) fn on_the_frontier(score: f64) -> f64 {
    if score >= 1.0 - 1e-10 { 1.0 } else { score }
}

fn one_by_one(frontier: &Frontier, columns: &[&[f64]], run: &[usize]) -> Vec<Solved> {
    let mut start = Vec::new();
    let one = |unit: &usize| {
        let own: Vec<f64> = columns.iter().map(|column| column[*unit]).collect();
        let best = frontier.best(&own, &start)?;
        start = best.binding;
        Some((on_the_frontier(best.score), best.weights))
    };
    run.iter().map(one).collect()
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "benefit-of-the-doubt, limits.bounds = \"none\" | \"weights\" | \"contributions\"",
    name: Said { zh: "疑点利益法（BoD）", en: "Benefit of the doubt" },
    formula: "score(o) = max Σ w·y(o)\nΣ w·y(i) ≤ 1 for every i, w ≥ 0\nweights: low ≤ w / Σw ≤ high\ncontributions: low ≤ w·y(o) / score(o) ≤ high",
    letters: Said {
        zh: "每个对象用对自己最有利的权重，但任何对象都不得超过 1；越大越好",
        en: "each unit has the weights that show it best, as long as nobody exceeds 1; higher is better",
    },
    use_when: Said {
        zh: "权重有争议时；宜给出份额上下限",
        en: "Weights are disputed; better with bounds on shares",
    },
    not_when: Said {
        zh: "跨年比较；指标多而不设界限（几乎人人得 1）",
        en: "Across years; or many criteria without bounds, where nearly everybody reaches 1",
    },
    edge: Said {
        zh: "负值被拒绝；要求每项都有份额时，0 被拒绝；界限无解时拒绝",
        en: "Negative values are refused; so is a 0 where each criterion must contribute, and bounds that no weights meet",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Melyn & Moesen 1991", "Cherchye et al. 2007, https://doi.org/10.1007/s11205-006-9029-7"],
    example: Some(
        "[[ranking]]\nid = \"bod\"\nmethod = { method = \"benefit-of-the-doubt\", limits = { bounds = \"weights\", low = 0.05, high = 0.9 } }",
    ),
};

/// Scores with the share that each criterion has in them.
pub(super) fn appraisal(best: &BenefitOfTheDoubt, matrix: &Matrix<'_>) -> Appraisal {
    let mut appraisal = Appraisal::of(best.ranked());
    appraisal.columns = (0..matrix.columns.len())
        .map(|at| {
            let name = matrix.name(at);
            let name = Text::new(format!("{}所占份额", name.zh), format!("share of {}", name.en));
            let share = |(unit, weights): (usize, &Vec<f64>)| {
                let score = best.scores[unit];
                (score > 0.0).then(|| weights[at] * matrix.columns[at][unit] / score)
            };
            let values = best.weights.iter().enumerate().map(share).collect();
            Shown { id: format!("share_{}", matrix.id(at)), name, values }
        })
        .collect();
    appraisal
}
