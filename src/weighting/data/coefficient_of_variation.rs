//! Coefficient-of-variation weights (变异系数法), also known as information weights (信息量权重): spread relative to the mean.

use super::columns::{DataWeights, Domain, NoWeights, each, weigh};
use super::standard_deviation::spread;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Weights by w ∝ s / m, the standard deviation over the mean of the values as they are. A column must not be negative anywhere: around a
/// mean near zero the ratio says nothing.
///
/// # Errors
/// [`NoWeights`] for bad columns, negative values, one unit, or when no column varies.
pub fn coefficient_of_variation(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::NonNegative, |columns| {
        Ok(each(columns, |column| {
            let mean = column.scaled().sum::<f64>() / column.values.len() as f64;
            // Both relative to the same power of two: the spread of min–max values times the width.
            let (low, high) = column.scaled().fold((f64::MAX, 0.0_f64), |(l, h), v| (l.min(v), h.max(v)));
            spread(column.min_max()) * (high - low) / mean
        }))
    })
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "coefficient-of-variation",
    name: Said {
        zh: "变异系数法（信息量权重）", en: "Coefficient of variation (information weights)"
    },
    formula: "wⱼ ∝ sⱼ / v̄ⱼ",
    letters: Said {
        zh: "v：得分减去最低分；s：其标准差；v̄：其均值",
        en: "v: scores less the lowest of the scale; s: their standard deviation; v̄: their mean",
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "均值接近最低分：比值会很大而没有意义",
        en: "A mean is near the lowest of the scale: the ratio is then large and says nothing",
    },
    edge: Said {
        zh: "负数不通过；常数列权重正好是 0；权重在基期上冻结",
        en: "Negatives are refused; a constant column weighs exactly 0; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("weighting = { method = \"coefficient-of-variation\", min_units = 10 }"),
};
