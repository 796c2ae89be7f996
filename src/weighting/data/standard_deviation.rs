//! Standard-deviation weights: what spreads more weighs more. Diakoulaki et al. 1995, <https://doi.org/10.1016/0305-0548(94)00059-H>.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{Column, DataWeights, Domain, NoWeights, each, weigh};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// On which scale spreads are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scaling {
    /// Each column from its lowest to its highest value.
    #[default]
    MinMax,
    /// As they are: only where all columns are on one scale, such as scores.
    AsIs,
}

/// Weights by w ∝ s, the standard deviation; n or n − 1 drops out.
///
/// # Errors
/// [`NoWeights`] for bad columns, one unit, or when no column varies.
pub fn standard_deviation(columns: &[&[f64]], scaling: Scaling) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        let spreads = each(columns, |column| spread(column.min_max()));
        Ok(spreads.into_iter().zip(widths(columns, scaling)).map(|(spread, width)| spread * width).collect())
    })
}

/// What the spread of a column's min–max values is multiplied by: 1, or its width relative to the widest, so that nothing overflows.
pub(super) fn widths(columns: &[Column<'_>], scaling: Scaling) -> Vec<f64> {
    let width = |column: &Column<'_>| column.max - column.min;
    let largest = columns.iter().map(width).fold(0.0, f64::max);
    let factor = |column| if scaling == Scaling::AsIs { width(column) / largest } else { 1.0 };
    columns.iter().map(factor).collect()
}

/// The standard deviation with n of values between 0 and 1.
pub(super) fn spread(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let (mut count, mut sum) = (0.0, 0.0);
    for value in values.clone() {
        count += 1.0;
        sum += value;
    }
    let mean = sum / count;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    (squares / count).sqrt()
}

pub(in crate::weighting) const MIN_MAX: MethodNote = MethodNote {
    id: "standard-deviation, scaling = \"min-max\"",
    name: Said { zh: "标准差法（极差标准化后）", en: "Standard deviation, of min–max values" },
    formula: "wⱼ ∝ sⱼ",
    letters: Said {
        zh: "s：极差标准化值的标准差", en: "s: the standard deviation of min–max values"
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "离散大是数据差错或极端值造成的", en: "Spread comes from errors or extreme values"
    },
    edge: Said {
        zh: "常数列权重正好是 0；自由度用 n 或 n − 1 结果相同；权重在基期上冻结",
        en: "A constant column weighs exactly 0; n or n − 1 makes no difference; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("weighting = { method = \"standard-deviation\", scaling = \"min-max\", min_units = 10 }"),
};

pub(in crate::weighting) const AS_IS: MethodNote = MethodNote {
    id: "standard-deviation, scaling = \"as-is\"",
    name: Said { zh: "标准差法（按得分）", en: "Standard deviation, of the scores" },
    formula: "wⱼ ∝ sⱼ",
    letters: Said { zh: "s：得分的标准差", en: "s: the standard deviation of the scores" },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "离散大是数据差错或极端值造成的", en: "Spread comes from errors or extreme values"
    },
    edge: Said {
        zh: "常数列权重正好是 0；自由度用 n 或 n − 1 结果相同；权重在基期上冻结",
        en: "A constant column weighs exactly 0; n or n − 1 makes no difference; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("weighting = { method = \"standard-deviation\", scaling = \"as-is\", min_units = 10 }"),
};
