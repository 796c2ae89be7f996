//! Entropy weights: a column whose values are spread unevenly over the units tells them apart better. Shannon 1948,
//! <https://doi.org/10.1002/j.1538-7305.1948.tb01338.x>; Hwang & Yoon 1981, <https://doi.org/10.1007/978-3-642-48318-9>.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{Column, DataWeights, Domain, NoWeights, each, power_of_two, weigh};
use super::divergence::{Reading, divergence};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// What the shares of the entropy are taken of. The forms give different weights: measured distances are up to half of all weight.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "form", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum EntropyForm {
    /// The values as they are, all above zero; zeros are refused.
    Positive {},
    /// The values as they are, with 0·ln 0 = 0; negative values are refused.
    ZeroTimesLog {},
    /// The values as they are; each column with a value of zero or below is raised by the magnitude of its lowest value plus `by`.
    /// `by` is in the unit of measure of the column, so the weights depend on that unit.
    Shifted {
        /// What the lowest value becomes; above 0.
        by: f64,
    },
    /// Min–max values from 0 to 1, with 0·ln 0 = 0.
    MinMax {},
    /// Min–max values, all raised by `by`.
    MinMaxShifted {
        /// Above 0; 0.01, 0.001 and 0.0001 are in use.
        by: f64,
    },
    /// Min–max values mapped to an interval above zero.
    Rescaled {
        /// What the lowest value becomes, as 0.002; above 0.
        low: f64,
        /// What the highest value becomes, as 0.998; above `low`.
        high: f64,
    },
}

/// Weights by w ∝ 1 − e, e = −Σ p·ln p / ln n over the n units, p = v / Σ v. Each column is on its own; more is better.
///
/// 1 − e is summed as Σ (p·ln(n·p) − p + 1/n) / ln n, whose terms are never negative: near-even columns keep their digits, which the plain
/// form loses.
///
/// ```
/// use quanheng::weighting::{EntropyForm, entropy};
/// let even_and_uneven: [&[f64]; 2] = [&[4.0, 5.0, 6.0], &[1.0, 5.0, 9.0]];
/// let weights = entropy(&even_and_uneven, EntropyForm::Positive {}).unwrap();
/// assert!(weights.shares[0] < 0.1 && weights.constant.is_empty());
/// ```
///
/// # Errors
/// [`NoWeights`] for values the form does not take, parameters out of range, one unit, or when no column varies.
pub fn entropy(columns: &[&[f64]], form: EntropyForm) -> Result<DataWeights, NoWeights> {
    let domain = match form {
        EntropyForm::Positive {} => Domain::Positive,
        EntropyForm::ZeroTimesLog {} => Domain::NonNegative,
        EntropyForm::Shifted { by } | EntropyForm::MinMaxShifted { by } => above_zero("by", by)?,
        EntropyForm::Rescaled { low, high } => {
            above_zero("low", low)?;
            if !high.is_finite() || high <= low {
                return Err(NoWeights::Parameter {
                    name: "high",
                    given: high,
                    allowed: "a number above `low`",
                });
            }
            Domain::Any
        }
        EntropyForm::MinMax {} => Domain::Any,
    };
    weigh(columns, domain, |columns| {
        Ok(each(columns, |column| divergence(column.values, reading(column, form))))
    })
}

fn above_zero(name: &'static str, given: f64) -> Result<Domain, NoWeights> {
    if given.is_finite() && given > 0.0 {
        Ok(Domain::Any)
    } else {
        Err(NoWeights::Parameter { name, given, allowed: "a number above 0" })
    }
}

/// How a form reads the values of a column, up to a common factor.
pub(super) fn reading(column: Column<'_>, form: EntropyForm) -> Reading {
    let width = column.max - column.min;
    let (base, above) = match form {
        EntropyForm::Shifted { by } if column.min <= 0.0 => (column.min, by),
        EntropyForm::Positive {} | EntropyForm::ZeroTimesLog {} | EntropyForm::Shifted { .. } => (0.0, 0.0),
        EntropyForm::MinMax {} => (column.min, 0.0),
        EntropyForm::MinMaxShifted { by } => (column.min, by * width),
        EntropyForm::Rescaled { low, high } => (column.min, low / (high - low) * width),
    };
    let scale = power_of_two((column.max - base) + above);
    let mean = column.mean_above(base, scale) + above * scale;
    Reading { base, above, scale, mean }
}

pub(in crate::weighting) const POSITIVE: MethodNote = MethodNote {
    id: "entropy, values = { form = \"positive\" }",
    name: Said { zh: "熵权法（原值，须为正）", en: "Entropy, values as they are, all positive" },
    formula: "p = v / Σ v\ne = −Σ pᵢ·ln pᵢ / ln n\nwⱼ ∝ 1 − eⱼ",
    letters: Said {
        zh: "v：得分减去最低分；p：各行占合计的份额；n：行数",
        en: "v: scores less the lowest of the scale; p: the share of each row in the sum; n: the number of rows",
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "差距大不等于重要；少数极端值会吃掉大部分权重",
        en: "Spread is not importance; a few extreme values can take most of the weight",
    },
    edge: Said {
        zh: "常数列权重正好是 0；零和负数不通过；权重在基期上冻结",
        en: "A constant column weighs exactly 0; zeros and negatives are refused; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
        "Hwang & Yoon 1981, https://doi.org/10.1007/978-3-642-48318-9",
    ],
    example: Some("weighting = { method = \"entropy\", values = { form = \"positive\" }, min_units = 10 }"),
};

pub(in crate::weighting) const ZERO_TIMES_LOG: MethodNote = MethodNote {
    id: "entropy, values = { form = \"zero-times-log\" }",
    name: Said { zh: "熵权法（原值，0·ln 0 = 0）", en: "Entropy, values as they are, 0·ln 0 = 0" },
    formula: "p = v / Σ v, 0·ln 0 = 0\ne = −Σ pᵢ·ln pᵢ / ln n\nwⱼ ∝ 1 − eⱼ",
    letters: Said {
        zh: "v：得分减去最低分；p：各行占合计的份额；n：行数",
        en: "v: scores less the lowest of the scale; p: the share of each row in the sum; n: the number of rows",
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "差距大不等于重要；少数极端值会吃掉大部分权重",
        en: "Spread is not importance; a few extreme values can take most of the weight",
    },
    edge: Said {
        zh: "常数列权重正好是 0；零按极限计；负数不通过；权重在基期上冻结",
        en: "A constant column weighs exactly 0; zeros count by the limit; negatives are refused; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
        "Hwang & Yoon 1981, https://doi.org/10.1007/978-3-642-48318-9",
    ],
    example: Some(
        "weighting = { method = \"entropy\", values = { form = \"zero-times-log\" }, min_units = 10 }",
    ),
};

pub(in crate::weighting) const SHIFTED: MethodNote = MethodNote {
    id: "entropy, values = { form = \"shifted\" }",
    name: Said {
        zh: "熵权法（有零负值的列平移）", en: "Entropy, columns with zeros or negatives raised"
    },
    formula: "v′ = v + |min v| + by\np = v′ / Σ v′\ne = −Σ pᵢ·ln pᵢ / ln n\nwⱼ ∝ 1 − eⱼ",
    letters: Said {
        zh: "v：得分减去最低分；by：平移量；p：各行占合计的份额；n：行数",
        en: "v: scores less the lowest of the scale; by: what the lowest becomes; p: the share of each row in the sum; n: the number of rows",
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "差距大不等于重要；少数极端值会吃掉大部分权重",
        en: "Spread is not importance; a few extreme values can take most of the weight",
    },
    edge: Said {
        zh: "常数列权重正好是 0；平移量的大小影响权重：0.01 与不平移可差两成权重；权重在基期上冻结",
        en: "A constant column weighs exactly 0; the weights depend on `by`: 0.01 against none can move a fifth of all weight; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
        "Hwang & Yoon 1981, https://doi.org/10.1007/978-3-642-48318-9",
    ],
    example: Some(
        "weighting = { method = \"entropy\", values = { form = \"shifted\", by = 0.01 }, min_units = 10 }",
    ),
};

pub(in crate::weighting) const MIN_MAX: MethodNote = MethodNote {
    id: "entropy, values = { form = \"min-max\" }",
    name: Said {
        zh: "熵权法（极差标准化，0·ln 0 = 0）", en: "Entropy of min–max values, 0·ln 0 = 0"
    },
    formula: "z = (v − min v) / (max v − min v)\np = z / Σ z, 0·ln 0 = 0\ne = −Σ pᵢ·ln pᵢ / ln n\nwⱼ ∝ 1 − eⱼ",
    letters: Said {
        zh: "v：下级得分；z：极差标准化值；p：各行占合计的份额；n：行数",
        en: "v: scores; z: min–max values; p: the share of each row in the sum; n: the number of rows",
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "差距大不等于重要；少数极端值会吃掉大部分权重",
        en: "Spread is not importance; a few extreme values can take most of the weight",
    },
    edge: Said {
        zh: "常数列权重正好是 0；零按极限计，任何取值都可用；权重在基期上冻结",
        en: "A constant column weighs exactly 0; zeros count by the limit; any values will do; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
        "Hwang & Yoon 1981, https://doi.org/10.1007/978-3-642-48318-9",
    ],
    example: Some("weighting = { method = \"entropy\", values = { form = \"min-max\" }, min_units = 10 }"),
};

pub(in crate::weighting) const MIN_MAX_SHIFTED: MethodNote = MethodNote {
    id: "entropy, values = { form = \"min-max-shifted\" }",
    name: Said {
        zh: "熵权法（极差标准化后平移）", en: "Entropy of min–max values, all raised"
    },
    formula: "z = (v − min v) / (max v − min v) + by\np = z / Σ z\ne = −Σ pᵢ·ln pᵢ / ln n\nwⱼ ∝ 1 − eⱼ",
    letters: Said {
        zh: "v：下级得分；by：平移量；p：各行占合计的份额；n：行数",
        en: "v: scores; by: what is added; p: the share of each row in the sum; n: the number of rows",
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "差距大不等于重要；少数极端值会吃掉大部分权重",
        en: "Spread is not importance; a few extreme values can take most of the weight",
    },
    edge: Said {
        zh: "常数列权重正好是 0；平移量的大小影响权重，须写明；权重在基期上冻结",
        en: "A constant column weighs exactly 0; the weights depend on `by`, so it is written; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
        "Hwang & Yoon 1981, https://doi.org/10.1007/978-3-642-48318-9",
    ],
    example: Some(
        "weighting = { method = \"entropy\", values = { form = \"min-max-shifted\", by = 0.0001 }, min_units = 10 }",
    ),
};

pub(in crate::weighting) const RESCALED: MethodNote = MethodNote {
    id: "entropy, values = { form = \"rescaled\" }",
    name: Said { zh: "熵权法（映射到 [low, high]）", en: "Entropy of values mapped to an interval" },
    formula: "z = low + (high − low)·(v − min v) / (max v − min v)\np = z / Σ z\ne = −Σ pᵢ·ln pᵢ / ln n\nwⱼ ∝ 1 − eⱼ",
    letters: Said {
        zh: "v：下级得分；low、high：区间，如 0.002 到 0.998；p：各行占合计的份额；n：行数",
        en: "v: scores; low, high: the interval, such as 0.002 to 0.998; p: the share of each row in the sum; n: the number of rows",
    },
    use_when: Said {
        zh: "要让拉开差距的下级权重更大，且没有专家判断",
        en: "Children that tell units apart should weigh more, and there is no judgement",
    },
    not_when: Said {
        zh: "差距大不等于重要；少数极端值会吃掉大部分权重",
        en: "Spread is not importance; a few extreme values can take most of the weight",
    },
    edge: Said {
        zh: "常数列权重正好是 0；low 大于 0，没有零；权重在基期上冻结",
        en: "A constant column weighs exactly 0; `low` is above 0, so that nothing is zero; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
        "Hwang & Yoon 1981, https://doi.org/10.1007/978-3-642-48318-9",
    ],
    example: Some(
        "weighting = { method = \"entropy\", values = { form = \"rescaled\", low = 0.002, high = 0.998 }, min_units = 10 }",
    ),
};
