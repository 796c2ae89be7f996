//! Obstacle degree (障碍度): which indicators keep a unit from a full score.
//!
//! O = w·(1 − z) / Σ w·(1 − z) with z in [0, 1] the directed, normalised value. A share of what is missing, not a cause.

use super::decision::checked_shares;
use super::steps::Labels;
use super::{Appraisal, Matrix, Ranked, RankingError, Shown};
use crate::vocab::{AcrossYears, MethodNote, Said, Text, Working};

/// Obstacle degrees by unit, one share an indicator that add up to 1; `None` for a unit that lacks nothing. One column of normalised values an
/// indicator; weights are divided by their sum.
///
/// # Errors
/// [`RankingError`] for lists that do not fit, bad weights, and a value outside 0 to 1.
pub fn obstacle_degrees(
    normalised: &[&[f64]],
    weights: &[f64],
) -> Result<Vec<Option<Vec<f64>>>, RankingError> {
    let weights = checked_shares(weights)?;
    if normalised.len() != weights.len() {
        return Err(RankingError::ListLength { given: normalised.len(), expected: weights.len() });
    }
    let units = normalised[0].len();
    for (criterion, column) in normalised.iter().enumerate() {
        if column.len() != units {
            return Err(RankingError::ColumnLength { criterion, given: column.len(), expected: units });
        }
        if let Some(unit) = column.iter().position(|value| !(0.0..=1.0).contains(value)) {
            return Err(RankingError::NotAShare { what: "a normalised value", unit, given: column[unit] });
        }
    }
    let of_unit = |unit: usize| {
        let gaps: Vec<f64> =
            normalised.iter().zip(&weights).map(|(column, weight)| weight * (1.0 - column[unit])).collect();
        let total: f64 = gaps.iter().sum();
        (total > 0.0).then(|| gaps.iter().map(|gap| gap / total).collect())
    };
    Ok((0..units).map(of_unit).collect())
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "obstacle",
    name: Said { zh: "障碍度", en: "Obstacle degree" },
    formula: "O = w·(1 − z) / Σ w·(1 − z)",
    letters: Said {
        zh: "z：准则得分，折成 0–1；O：该准则占全部差距的份额",
        en: "z: score of a criterion as a share, 0 to 1; O: its share of all that is missing",
    },
    use_when: Said { zh: "找出主要短板", en: "To find what holds a unit back most" },
    not_when: Said {
        zh: "当作原因；得满分的对象没有障碍度",
        en: "As a cause; a unit with full scores has none",
    },
    edge: Said {
        zh: "满分对象为空；0–1 之外的值被拒绝",
        en: "Empty for a unit that lacks nothing; values outside 0 to 1 are refused",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &["通行于国内区域研究，出处不一 (common in Chinese regional studies; no single origin)"],
    example: Some("[[ranking]]\nid = \"obstacle\"\nmethod = { method = \"obstacle\" }"),
};

/// One column of degrees a criterion; units are ordered by what they lack in all.
pub(super) fn appraisal(matrix: &Matrix<'_>) -> Result<Appraisal, RankingError> {
    let columns = matrix.forwards()?;
    let degrees = obstacle_degrees(&columns, matrix.weights)?;
    let weights = checked_shares(matrix.weights)?;
    let lacks = |unit: usize| {
        columns.iter().zip(&weights).map(|(column, weight)| weight * (1.0 - column[unit])).sum()
    };
    let mut appraisal = Appraisal::of(Ranked::lower((0..degrees.len()).map(lacks).collect()));
    appraisal.columns = (0..columns.len())
        .map(|at| {
            let name = matrix.name(at);
            let name = Text::new(format!("{}的障碍度", name.zh), format!("obstacle degree of {}", name.en));
            let degree = |unit: &Option<Vec<f64>>| unit.as_ref().map(|shares| shares[at]);
            Shown {
                id: format!("obstacle_{}", matrix.id(at)),
                name,
                values: degrees.iter().map(degree).collect(),
            }
        })
        .collect();
    Ok(appraisal)
}

pub(super) fn working(labels: &Labels<'_>) -> Vec<Working> {
    let Ok(weights) = checked_shares(labels.matrix.weights) else { return Vec::new() };
    let gap = |at: usize, column: &[f64]| column.iter().map(|z| weights[at] * (1.0 - z)).collect();
    let columns = labels.matrix.columns.iter().enumerate();
    let columns = columns.map(|(at, column)| (labels.matrix.name(at), gap(at, column))).collect();
    vec![labels.by_unit(("加权差距", "Weighted gaps"), "w·(1 − z)", columns)]
}
