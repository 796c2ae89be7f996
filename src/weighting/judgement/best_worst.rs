//! The best–worst method in its linear form. Rezaei 2016, <https://doi.org/10.1016/j.omega.2015.12.001>: only comparisons with the most and
//! the least important item.

use super::NoJudgement;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Comparisons above it are no judgements any more, and the programme would lose digits.
const MOST: f64 = 100.0;

/// Weights of the best–worst method.
#[derive(Clone, Debug, PartialEq)]
pub struct BestWorst {
    /// The weights of the items, with the sum 1.
    pub weights: Vec<f64>,
    /// ξ, the largest distance between a weight and what a comparison says it should be: 0 without contradiction.
    pub deviation: f64,
}

/// Minimises ξ with |w_B − a_Bj·w_j| ≤ ξ, |w_j − a_jW·w_W| ≤ ξ, Σ w = 1, w ≥ 0: a linear programme with a single solution.
///
/// `best_to_others` has how many times as important the best item is as each item (1 for itself), `others_to_worst` how many times as important each
/// item is as the worst (1 for itself); from 1 to 100, usually to 9.
///
/// # Errors
/// [`NoJudgement`] for fewer than two items, lists of different length, an entry below 1 or above 100, another value than 1 for the best against itself
/// or the worst against itself, and two different answers for the best against the worst.
pub fn best_worst_linear(
    best: usize,
    worst: usize,
    best_to_others: &[f64],
    others_to_worst: &[f64],
) -> Result<BestWorst, NoJudgement> {
    check(best, worst, best_to_others, others_to_worst)?;
    let items = best_to_others.len();
    let mut comparisons = Vec::new();
    for item in 0..items {
        if item != best {
            comparisons.push((best, best_to_others[item], item));
        }
        if item != best && item != worst {
            comparisons.push((item, others_to_worst[item], worst));
        }
    }
    let weights = Simplex::new(items, &comparisons).solve().ok_or(NoJudgement::Unsolved)?;
    let sum: f64 = weights.iter().sum();
    let weights: Vec<f64> = weights.into_iter().map(|weight| weight / sum).collect();
    let distance = |(larger, factor, smaller): &(usize, f64, usize)| {
        (weights[*larger] - factor * weights[*smaller]).abs()
    };
    let deviation = comparisons.iter().map(distance).fold(0.0, f64::max);
    Ok(BestWorst { weights, deviation })
}

/// The programme as a table: a row for each side of each comparison and one for the sum; columns for the weights, ξ, the slack of each
/// row and the right side; the last row is the objective. Small and dense, so that the plain method does.
struct Simplex {
    items: usize,
    rows: Vec<Vec<f64>>,
    /// The column that each row is solved for.
    basis: Vec<usize>,
}

impl Simplex {
    fn new(items: usize, comparisons: &[(usize, f64, usize)]) -> Self {
        let bounds = 2 * comparisons.len();
        let (slack, width) = (items + 1, items + bounds + 2);
        let mut rows = Vec::with_capacity(bounds + 2);
        for (at, (larger, factor, smaller)) in comparisons.iter().enumerate() {
            for (side, sign) in [1.0, -1.0].into_iter().enumerate() {
                let mut row = vec![0.0; width];
                (row[*larger], row[*smaller], row[items]) = (sign, -sign * factor, -1.0);
                row[slack + 2 * at + side] = 1.0;
                rows.push(row);
            }
        }
        let mut sum = vec![0.0; width];
        sum[..items].fill(1.0);
        sum[width - 1] = 1.0;
        rows.push(sum);
        let mut objective = vec![0.0; width];
        objective[items] = 1.0;
        rows.push(objective);
        let basis = (slack..slack + bounds).chain([0]).collect();
        let mut simplex = Simplex { items, rows, basis };
        // All weight on one item and ξ as large as the worst comparison makes it: a place to start from.
        simplex.pivot(bounds, 0);
        let lowest = (0..bounds).min_by(|a, b| simplex.right(*a).total_cmp(&simplex.right(*b)));
        simplex.pivot(lowest.unwrap_or_default(), items);
        simplex
    }

    /// Steps by Bland's rule (1977, <https://doi.org/10.1287/moor.2.2.103>), which never returns to where it was. The weights.
    fn solve(mut self) -> Option<Vec<f64>> {
        const ROUNDING: f64 = 1e-11;
        let (bounds, width) = (self.basis.len(), self.rows[0].len());
        // More steps than any programme of this size takes.
        for _ in 0..100 * width * width {
            let objective = &self.rows[bounds];
            let Some(enters) = (0..width - 1).find(|column| objective[*column] < -ROUNDING) else {
                return Some(self.weights());
            };
            let candidates = (0..bounds).filter(|row| self.rows[*row][enters] > ROUNDING);
            let ratio = |row: usize| self.right(row).max(0.0) / self.rows[row][enters];
            let leaves = candidates
                .min_by(|a, b| ratio(*a).total_cmp(&ratio(*b)).then(self.basis[*a].cmp(&self.basis[*b])))?;
            self.pivot(leaves, enters);
        }
        None
    }

    fn right(&self, row: usize) -> f64 {
        self.rows[row][self.rows[row].len() - 1]
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let factor = self.rows[row][column];
        let solved: Vec<f64> = self.rows[row].iter().map(|cell| cell / factor).collect();
        for (at, other) in self.rows.iter_mut().enumerate() {
            let times = other[column];
            if at != row && times != 0.0 {
                other.iter_mut().zip(&solved).for_each(|(cell, solved)| *cell -= times * solved);
                other[column] = 0.0;
            }
        }
        self.rows[row] = solved;
        self.rows[row][column] = 1.0;
        self.basis[row] = column;
    }

    fn weights(&self) -> Vec<f64> {
        let mut weights = vec![0.0; self.items];
        for (row, column) in self.basis.iter().enumerate() {
            if *column < self.items {
                weights[*column] = self.right(row).max(0.0);
            }
        }
        weights
    }
}

fn check(
    best: usize,
    worst: usize,
    best_to_others: &[f64],
    others_to_worst: &[f64],
) -> Result<(), NoJudgement> {
    let items = best_to_others.len();
    if items < 2 {
        return Err(NoJudgement::Shape { given: items, expected: 2 });
    }
    if others_to_worst.len() != items {
        return Err(NoJudgement::Shape { given: others_to_worst.len(), expected: items });
    }
    for at in [best, worst] {
        if at >= items || best == worst {
            let allowed = "two different items, counted from 0";
            return Err(NoJudgement::Contradiction { at, given: at as f64, allowed });
        }
    }
    for (row, (given, own)) in [(best_to_others, best), (others_to_worst, worst)].into_iter().enumerate() {
        for (column, &given) in given.iter().enumerate() {
            if !(given.is_finite() && given >= 1.0) {
                return Err(NoJudgement::Entry { row, column, given, allowed: "a number from 1 up" });
            }
            if given > MOST {
                return Err(NoJudgement::Entry { row, column, given, allowed: "no more than 100" });
            }
            if column == own && given != 1.0 {
                return Err(NoJudgement::Entry { row, column, given, allowed: "1 against itself" });
            }
        }
    }
    let (given, mirror) = (best_to_others[worst], others_to_worst[best]);
    if given != mirror {
        return Err(NoJudgement::NotReciprocal { row: best, column: worst, given, mirror });
    }
    Ok(())
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "best-worst",
    name: Said { zh: "最优最劣法（线性）", en: "Best–worst method, linear" },
    formula: "min ξ\n|w_B − a_Bⱼ·wⱼ| ≤ ξ\n|wⱼ − a_jW·w_W| ≤ ξ\nΣ w = 1, w ≥ 0",
    letters: Said {
        zh: "B、W：最重要、最不重要的下级；a：重要性倍数",
        en: "B, W: the most and the least important child; a: how many times as important",
    },
    use_when: Said {
        zh: "下级较多，只问 2m − 3 个比较，比层次分析法少",
        en: "There are many children: it asks 2m − 3 comparisons, fewer than AHP",
    },
    not_when: Said {
        zh: "专家说不清哪个最重要、哪个最不重要",
        en: "Experts cannot say which is most and which is least important",
    },
    edge: Said {
        zh: "线性规划有唯一解；比较值从 1 到 100；同一比较两个答案不通过",
        en: "A linear programme with one solution; comparisons from 1 to 100; two answers to one comparison are refused",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Rezaei 2016, https://doi.org/10.1016/j.omega.2015.12.001"],
    example: Some(
        "weighting = { method = \"best-worst\", best = \"a\", worst = \"c\", best_over = { b = 2, c = 6 }, over_worst = { b = 3 } }",
    ),
};
