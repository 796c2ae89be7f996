//! CRITIC: spread times conflict with the other columns. Diakoulaki, Mavrotas & Papayannakis 1995,
//! <https://doi.org/10.1016/0305-0548(94)00059-H>.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{Column, DataWeights, Domain, NoWeights, each, power_of_two, weigh};
use super::standard_deviation::{Scaling, spread, widths};
use crate::statistics::correlation::{average_ranks, pearson, standardised};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// How CRITIC measures the conflict of two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Conflict {
    /// 1 − r, Pearson's r, as in the paper.
    Pearson,
    /// 1 − ρ, Spearman's ρ with mean ranks for ties.
    Spearman,
    /// 1 − |r|: a strong negative correlation counts as agreement.
    AbsolutePearson,
}

/// Weights by w ∝ s·Σ conflict, s the standard deviation of the min–max values, as in the paper, or of the values as they are. The columns are directed: give a cost negated, or the
/// correlations have the wrong sign, as in several libraries.
///
/// ```
/// use quanheng::weighting::{Conflict, Scaling, critic};
/// let columns: [&[f64]; 3] = [&[1.0, 2.0, 3.0, 4.0], &[1.0, 2.0, 3.0, 5.0], &[4.0, 1.0, 3.0, 2.0]];
/// let weights = critic(&columns, Conflict::Pearson, Scaling::MinMax).unwrap();
/// assert!(weights.shares[2] > 0.4, "the third goes against the other two");
/// ```
///
/// # Errors
/// [`NoWeights`] for bad columns, one unit, when no column varies, and when all columns are perfectly correlated.
pub fn critic(columns: &[&[f64]], conflict: Conflict, scaling: Scaling) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        let (correlations, spreads) = correlations(columns, conflict);
        let spreads = spreads.into_iter().zip(widths(columns, scaling)).map(|(spread, width)| spread * width);
        let side = columns.len();
        // A conflict of 10⁻¹² and less is what rounding leaves of columns that agree.
        let conflicts = (0..side).map(|row| {
            let of = |r: f64| if conflict == Conflict::AbsolutePearson { 1.0 - r.abs() } else { 1.0 - r };
            correlations[row * side..][..side].iter().map(|r| of(*r)).filter(|c| *c > 1e-12).sum::<f64>()
        });
        Ok(conflicts.zip(spreads).map(|(conflict, spread)| conflict * spread).collect())
    })
}

/// Correlations, and the standard deviations (with n) of the min–max values.
pub(super) fn correlations(columns: &[Column<'_>], conflict: Conflict) -> (Vec<f64>, Vec<f64>) {
    if conflict == Conflict::Spearman {
        let ranks: Vec<Vec<f64>> = columns.par_iter().map(|column| average_ranks(column.values)).collect();
        let spreads = each(columns, |column| spread(column.min_max()));
        return (pearson(&ranks.iter().map(Vec::as_slice).collect::<Vec<_>>()), spreads);
    }
    let frame = |column: &Column<'_>| {
        let width = column.max - column.min;
        let scale = power_of_two(width);
        (column.min + column.mean_above(column.min, scale) / scale, width)
    };
    let values: Vec<&[f64]> = columns.iter().map(|column| column.values).collect();
    standardised(&values, &columns.iter().map(frame).collect::<Vec<_>>())
}

pub(in crate::weighting) const PEARSON: MethodNote = MethodNote {
    id: "critic, conflict = \"pearson\"",
    name: Said { zh: "CRITIC 法（Pearson 相关）", en: "CRITIC, Pearson" },
    formula: "Cⱼ = sⱼ·Σₖ (1 − rⱼₖ)\nwⱼ = Cⱼ / Σ C",
    letters: Said {
        zh: "s：标准差，scaling = \"min-max\"（默认）时按极差标准化值，\"as-is\" 时按得分；r：皮尔逊相关系数",
        en: "s: standard deviation, of min–max values with scaling = \"min-max\" (default), of the scores with \"as-is\"; r: Pearson’s correlation",
    },
    use_when: Said {
        zh: "既看差距又看重复：与别的下级说同样话的少给",
        en: "Both spread and repetition count: a child that says what others say gets less",
    },
    not_when: Said {
        zh: "下级少于 3 个，或相关主要来自少数极端值（改用秩相关）",
        en: "There are fewer than 3 children, or correlations come from a few extreme values (use ranks)",
    },
    edge: Said {
        zh: "常数列权重正好是 0；全部完全相关时没有权重，不通过；下级得分已按方向转正；权重在基期上冻结",
        en: "A constant column weighs exactly 0; perfectly correlated children give no weights, which is refused; scores are directed; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Diakoulaki, Mavrotas & Papayannakis 1995, https://doi.org/10.1016/0305-0548(94)00059-H"],
    example: Some("weighting = { method = \"critic\", conflict = \"pearson\", min_units = 10 }"),
};

pub(in crate::weighting) const SPEARMAN: MethodNote = MethodNote {
    id: "critic, conflict = \"spearman\"",
    name: Said { zh: "CRITIC 法（Spearman 秩相关）", en: "CRITIC, Spearman" },
    formula: "Cⱼ = sⱼ·Σₖ (1 − ρⱼₖ)\nwⱼ = Cⱼ / Σ C",
    letters: Said {
        zh: "s：标准差，scaling = \"min-max\"（默认）时按极差标准化值，\"as-is\" 时按得分；ρ：斯皮尔曼秩相关系数，并列取平均秩",
        en: "s: standard deviation, of min–max values with scaling = \"min-max\" (default), of the scores with \"as-is\"; ρ: Spearman’s correlation, mean ranks for ties",
    },
    use_when: Said {
        zh: "既看差距又看重复：与别的下级说同样话的少给",
        en: "Both spread and repetition count: a child that says what others say gets less",
    },
    not_when: Said {
        zh: "下级少于 3 个，或相关主要来自少数极端值（改用秩相关）",
        en: "There are fewer than 3 children, or correlations come from a few extreme values (use ranks)",
    },
    edge: Said {
        zh: "常数列权重正好是 0；全部完全相关时没有权重，不通过；下级得分已按方向转正；权重在基期上冻结",
        en: "A constant column weighs exactly 0; perfectly correlated children give no weights, which is refused; scores are directed; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Diakoulaki, Mavrotas & Papayannakis 1995, https://doi.org/10.1016/0305-0548(94)00059-H"],
    example: Some("weighting = { method = \"critic\", conflict = \"spearman\", min_units = 10 }"),
};

pub(in crate::weighting) const ABSOLUTE_PEARSON: MethodNote = MethodNote {
    id: "critic, conflict = \"absolute-pearson\"",
    name: Said { zh: "CRITIC 法（相关系数取绝对值）", en: "CRITIC, absolute Pearson" },
    formula: "Cⱼ = sⱼ·Σₖ (1 − |rⱼₖ|)\nwⱼ = Cⱼ / Σ C",
    letters: Said {
        zh: "s：标准差，scaling = \"min-max\"（默认）时按极差标准化值，\"as-is\" 时按得分；r：皮尔逊相关系数，强负相关也算一致",
        en: "s: standard deviation, of min–max values with scaling = \"min-max\" (default), of the scores with \"as-is\"; r: Pearson’s correlation; a strong negative one counts as agreement",
    },
    use_when: Said {
        zh: "既看差距又看重复：与别的下级说同样话的少给",
        en: "Both spread and repetition count: a child that says what others say gets less",
    },
    not_when: Said {
        zh: "下级少于 3 个，或相关主要来自少数极端值（改用秩相关）",
        en: "There are fewer than 3 children, or correlations come from a few extreme values (use ranks)",
    },
    edge: Said {
        zh: "常数列权重正好是 0；全部完全相关时没有权重，不通过；下级得分已按方向转正；权重在基期上冻结",
        en: "A constant column weighs exactly 0; perfectly correlated children give no weights, which is refused; scores are directed; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Diakoulaki, Mavrotas & Papayannakis 1995, https://doi.org/10.1016/0305-0548(94)00059-H"],
    example: Some("weighting = { method = \"critic\", conflict = \"absolute-pearson\", min_units = 10 }"),
};
