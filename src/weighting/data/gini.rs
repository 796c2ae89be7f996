//! Gini weights: what is shared out more unequally weighs more. Gini 1912; computed by Dixon et al. 1987,
//! <https://doi.org/10.2307/1938238>.

use super::columns::{DataWeights, Domain, NoWeights, each, weigh};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Weights by w ∝ G, the Gini coefficient Σᵢ Σₖ |xᵢ − xₖ| / (2·n²·m) of each column, m its mean; not negative anywhere.
///
/// # Errors
/// [`NoWeights`] for bad columns, negative values, one unit, or when no column varies.
pub fn gini(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::NonNegative, |columns| {
        Ok(each(columns, |column| {
            let values: Vec<f64> = column.scaled().collect();
            let sum: f64 = values.iter().sum();
            total_difference(values) / sum
        }))
    })
}

/// Σ over pairs of |a − b|, from the sorted values.
pub(super) fn total_difference(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let count = values.len();
    // The gap between neighbours counts once for each pair it separates; gaps are never negative, so nothing cancels.
    values
        .windows(2)
        .enumerate()
        .map(|(at, pair)| {
            let pairs = (at as f64 + 1.0) * (count as f64 - at as f64 - 1.0);
            (pair[1] - pair[0]) * pairs
        })
        .sum()
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "gini",
    name: Said { zh: "基尼系数法", en: "Gini coefficient" },
    formula: "Gⱼ = Σᵢ Σₖ |vᵢ − vₖ| / (2·n²·v̄)\nwⱼ = Gⱼ / Σ G",
    letters: Said {
        zh: "v：得分减去最低分；n：行数",
        en: "v: scores less the lowest of the scale; n: the number of rows",
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "均值接近最低分；要少受极端值影响时用 CRITIC 秩相关",
        en: "A mean is near the lowest of the scale; for less influence of extremes use CRITIC with ranks",
    },
    edge: Said {
        zh: "负数不通过；常数列权重正好是 0；权重在基期上冻结",
        en: "Negatives are refused; a constant column weighs exactly 0; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Dixon et al. 1987, https://doi.org/10.2307/1938238"],
    example: Some("weighting = { method = \"gini\", min_units = 10 }"),
};
