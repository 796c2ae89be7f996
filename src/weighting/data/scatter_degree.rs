//! Scatter degree (拉开档次法): the weights, of length 1, under which the scores of the units spread most; its panel form (纵横向拉开档次法)
//! spreads them over all periods at once. Guo Yajun, 综合评价理论、方法及拓展, 科学出版社 2012, ISBN 978-7-03-034184-0.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{Column, DataWeights, Domain, NoWeights, non_negative, weigh};
use crate::statistics::correlation::products;
use crate::statistics::symmetric::{eigen, non_negative_direction};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// What becomes of a leading vector with negative entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NegativeEntries {
    /// The weights are refused; the message names the columns.
    #[default]
    Refuse,
    /// The best vector without negative entries is found by an exact search over which columns stay.
    NonNegative,
}

/// How the columns are brought to one scale first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScatterScale {
    /// z-scores over all rows (n − 1). For one period this is the first principal component.
    #[default]
    ZScore,
    /// z-scores within each period (n − 1); a column that is the same everywhere in a period adds nothing there.
    ZScoreWithinPeriod,
    /// Min–max values from 0 to 1 over all rows; not centred, so that all products are positive and so are the weights.
    MinMax,
}

/// Weights along the leading eigenvector of Z′Z, Z the standardised columns, divided by their sum.
///
/// # Errors
/// As [`scatter_degree_panel`].
pub fn scatter_degree(
    columns: &[&[f64]],
    scale: ScatterScale,
    negative: NegativeEntries,
) -> Result<DataWeights, NoWeights> {
    scatter_degree_panel(&[columns], scale, negative)
}

/// Weights along the leading eigenvector of Σ Zₜ′Zₜ over the periods, divided by their sum. Periods may have different units.
///
/// # Errors
/// [`NoWeights`] for bad columns, a period of fewer than two units, when two eigenvalues lead, and for negative entries unless the best
/// vector without them is asked for.
pub fn scatter_degree_panel(
    periods: &[&[&[f64]]],
    scale: ScatterScale,
    negative: NegativeEntries,
) -> Result<DataWeights, NoWeights> {
    let count = periods.first().ok_or(NoWeights::NoColumn)?.len();
    let lengths = lengths(periods, count)?;
    let pooled: Vec<Vec<f64>> = (0..count)
        .map(|column| periods.iter().flat_map(|period| period[column].iter().copied()).collect())
        .collect();
    let slices: Vec<&[f64]> = pooled.iter().map(Vec::as_slice).collect();
    weigh(&slices, Domain::Any, |columns| {
        let standard: Vec<Vec<f64>> =
            columns.iter().map(|column| standardised(*column, scale, &lengths)).collect();
        let products = products(&standard.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let side = columns.len();
        let leading = eigen(&products, side);
        let vector = leading.leading().ok_or(NoWeights::TiedEigenvalues)?;
        match (non_negative(vector), negative) {
            (Ok(weights), _) => Ok(weights),
            (Err(refused), NegativeEntries::Refuse) => Err(refused),
            (Err(_), NegativeEntries::NonNegative) => {
                non_negative_direction(&products, side).ok_or(NoWeights::TooManyColumns { columns: side })
            }
        }
    })
}

fn lengths(periods: &[&[&[f64]]], count: usize) -> Result<Vec<usize>, NoWeights> {
    let mut lengths = Vec::with_capacity(periods.len());
    for period in periods {
        if period.len() != count || count == 0 {
            return Err(NoWeights::NoColumn);
        }
        let rows = period[0].len();
        if let Some(column) = period.iter().position(|values| values.len() != rows) {
            return Err(NoWeights::Ragged { column, given: period[column].len(), expected: rows });
        }
        if rows < 2 {
            return Err(NoWeights::TooFewUnits { given: rows, needed: 2 });
        }
        lengths.push(rows);
    }
    Ok(lengths)
}

pub(super) fn standardised(column: Column<'_>, scale: ScatterScale, lengths: &[usize]) -> Vec<f64> {
    let mut values: Vec<f64> = column.min_max().collect();
    match scale {
        ScatterScale::MinMax => {}
        ScatterScale::ZScore => z_score(&mut values),
        ScatterScale::ZScoreWithinPeriod => {
            let mut rest = values.as_mut_slice();
            for length in lengths {
                let (period, after) = rest.split_at_mut(*length);
                z_score(period);
                rest = after;
            }
        }
    }
    values
}

/// z-scores of values between 0 and 1; zeros where they are all the same.
fn z_score(values: &mut [f64]) {
    let count = values.len() as f64;
    if values.iter().all(|value| *value == values[0]) {
        values.fill(0.0);
        return;
    }
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let deviation = (squares / (count - 1.0)).sqrt();
    values.iter_mut().for_each(|value| *value = (*value - mean) / deviation);
}

pub(in crate::weighting) const POOLED: MethodNote = MethodNote {
    id: "scatter-degree",
    name: Said { zh: "拉开档次法", en: "Scatter degree" },
    formula: "max w′·Z′Z·w, |w| = 1\nZ′Z·w = λmax·w",
    letters: Said { zh: "Z：标准化后的得分，按 scale", en: "Z: standardised scores, by `scale`" },
    use_when: Said {
        zh: "要让对象的总分差距最大",
        en: "The scores of the units should spread as much as possible",
    },
    not_when: Said {
        zh: "下级之间有负相关：特征向量会有负分量",
        en: "Children are negatively correlated: the vector has negative entries",
    },
    edge: Said {
        zh: "有负分量时不通过，除非写 negative = \"non-negative\" 求非负最优解；常数列权重正好是 0；权重按合计归一并在基期上冻结",
        en: "Negative entries are refused unless negative = \"non-negative\" asks for the best vector without them; a constant column weighs exactly 0; weights are divided by their sum and frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["郭亚军 2012, ISBN 978-7-03-034184-0"],
    example: Some("weighting = { method = \"scatter-degree\", min_units = 10 }"),
};

pub(in crate::weighting) const PANEL: MethodNote = MethodNote {
    id: "scatter-degree-panel",
    name: Said { zh: "纵横向拉开档次法", en: "Scatter degree of a panel" },
    formula: "H = Σₜ Zₜ′Zₜ\nH·w = λmax·w",
    letters: Said {
        zh: "Zₜ：基期第 t 期的标准化得分，按 scale",
        en: "Zₜ: the standardised scores of period t of the base, by `scale`",
    },
    use_when: Said {
        zh: "基期有几期，要让各期差距一起最大",
        en: "The base has several periods whose scores should spread together",
    },
    not_when: Said {
        zh: "下级之间有负相关：特征向量会有负分量",
        en: "Children are negatively correlated: the vector has negative entries",
    },
    edge: Said {
        zh: "有负分量时不通过，除非写 negative = \"non-negative\" 求非负最优解；常数列权重正好是 0；权重按合计归一并在基期上冻结",
        en: "Negative entries are refused unless negative = \"non-negative\" asks for the best vector without them; a constant column weighs exactly 0; weights are divided by their sum and frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["郭亚军 2012, ISBN 978-7-03-034184-0"],
    example: Some("weighting = { method = \"scatter-degree-panel\", min_units = 10 }"),
};
