//! The precedence chart (优序图法): who wins against whom. Moody 1983, Decision Making, ISBN 978-0-07-042868-3.

use super::{NoJudgement, pairwise::side_of};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Weights from a chart, row by row: 1 where the item of the row is more important, 0 where it is less, 0.5 where neither is and on the
/// diagonal. w ∝ the sum of a row; the diagonal keeps the last item from weighing nothing. Several experts: add up their charts' weights
/// with [`super::joined_priorities`].
///
/// # Errors
/// [`NoJudgement`] for a chart that is no square, an entry other than 0, 0.5 and 1, a diagonal other than 0.5, and mirrored entries that do
/// not add up to 1.
pub fn precedence_of_judgements(cells: &[f64]) -> Result<Vec<f64>, NoJudgement> {
    let side = side_of(cells.len())?;
    for (at, &given) in cells.iter().enumerate() {
        let (row, column) = (at / side, at % side);
        if given != 0.0 && given != 0.5 && given != 1.0 {
            return Err(NoJudgement::Entry { row, column, given, allowed: "0, 0.5 or 1" });
        }
        if row == column && given != 0.5 {
            return Err(NoJudgement::Entry { row, column, given, allowed: "0.5 on the diagonal" });
        }
        let mirror = cells[column * side + row];
        if row < column && given + mirror != 1.0 {
            return Err(NoJudgement::NotReciprocal { row, column, given, mirror });
        }
    }
    // All rows together add up to half the number of entries, exactly.
    let total = cells.len() as f64 / 2.0;
    Ok(cells.chunks(side).map(|row| row.iter().sum::<f64>() / total).collect())
}

/// Weights from importance scores, such as means over experts: the higher score wins, equal scores share.
///
/// # Errors
/// [`NoJudgement`] without scores and for a score that is no finite number.
pub fn precedence_of_scores(scores: &[f64]) -> Result<Vec<f64>, NoJudgement> {
    if let Some(column) = scores.iter().position(|score| !score.is_finite()) {
        let given = scores[column];
        return Err(NoJudgement::Entry { row: 0, column, given, allowed: "a finite number" });
    }
    let wins = |a: f64, b: f64| {
        if a > b {
            1.0
        } else if a < b {
            0.0
        } else {
            0.5
        }
    };
    let chart: Vec<f64> = scores.iter().flat_map(|a| scores.iter().map(move |b| wins(*a, *b))).collect();
    precedence_of_judgements(&chart)
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "precedence-chart",
    name: Said { zh: "优序图法", en: "Precedence chart" },
    formula: "wⱼ = Σₖ pⱼₖ / Σ p\npⱼₖ = 1 if j matters more than k, 0.5 if equal, 0 if less",
    letters: Said { zh: "p：优序图，对角线为 0.5", en: "p: the chart, 0.5 on the diagonal" },
    use_when: Said {
        zh: "专家只能说谁更重要，不愿给倍数；下级较多",
        en: "Experts can only say which matters more, and there are many children",
    },
    not_when: Said {
        zh: "重要性差距很大：只计胜负，差距压平",
        en: "Importance differs widely: only wins are counted, which flattens it",
    },
    edge: Said {
        zh: "对角线记 0.5，排在最后的下级也有权重；p 与反向之和须为 1",
        en: "The diagonal counts 0.5, so that the last child weighs something; an entry and its mirror add up to 1",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Moody 1983, ISBN 978-0-07-042868-3"],
    example: Some(
        "weighting = { method = \"precedence-chart\", experts = [{ scores = { a = 5, b = 3, c = 4 } }, { scores = { a = 4, b = 4, c = 2 } }] }",
    ),
};
