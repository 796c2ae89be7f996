//! MEREC: a column weighs what its removal changes. Keshavarz-Ghorabaee et al. 2021, <https://doi.org/10.3390/sym13040525>.

use rayon::prelude::*;

use super::columns::{DataWeights, Domain, NoWeights, weigh};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Weights by w ∝ Σᵢ |S′ᵢⱼ − Sᵢ|, S = ln(1 + Σ |ln n| / m) over the m columns, S′ without column j, n = min x / x. Values above zero; give a
/// cost as its reciprocal, for which n is x / max x of the cost.
///
/// # Errors
/// [`NoWeights`] for bad columns, values not above zero, one unit, or when no column varies.
pub fn merec(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Positive, |columns| {
        let rows = columns[0].values.len();
        let count = columns.len() as f64;
        let logs: Vec<Vec<f64>> = columns
            .par_iter()
            .map(|column| {
                // A quotient of extremes may leave the range of numbers; a difference of logarithms does not.
                let lowest = libm::log(column.min);
                let far = column.max / column.min > 1e300;
                let log = |value: f64| {
                    if far { libm::log(value) - lowest } else { libm::log(value / column.min) }
                };
                column.values.iter().map(|value| log(*value)).collect()
            })
            .collect();
        let sums: Vec<f64> =
            (0..rows).into_par_iter().map(|row| logs.iter().map(|column| column[row]).sum()).collect();
        let effect = |column: &Vec<f64>| {
            // ln a − ln b as ln(1 + (a − b)/b), which keeps the digits of small effects.
            let change =
                |(log, sum): (&f64, &f64)| libm::log1p((log / count) / (1.0 + (sum - log).max(0.0) / count));
            column.iter().zip(&sums).map(change).sum::<f64>()
        };
        Ok(logs.par_iter().map(effect).collect())
    })
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "merec",
    name: Said { zh: "MEREC 去除影响法", en: "MEREC" },
    formula: "nᵢⱼ = min vⱼ / vᵢⱼ\nSᵢ = ln(1 + Σⱼ |ln nᵢⱼ| / m)\nSᵢⱼ = ln(1 + Σ_(k≠j) |ln nᵢₖ| / m)\nEⱼ = Σᵢ |Sᵢⱼ − Sᵢ|\nwⱼ = Eⱼ / Σ E",
    letters: Said {
        zh: "v：得分减去最低分，大于 0；m：下级个数",
        en: "v: scores less the lowest of the scale, above 0; m: the number of children",
    },
    use_when: Said {
        zh: "看去掉一个下级后总体表现改变多少",
        en: "It matters how much the whole changes when a child is left out",
    },
    not_when: Said {
        zh: "最低值接近 0：对数把它放到最大",
        en: "The lowest value is near 0: the logarithm makes the most of it",
    },
    edge: Said {
        zh: "零和负数不通过；常数列权重正好是 0；权重在基期上冻结",
        en: "Zeros and negatives are refused; a constant column weighs exactly 0; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Keshavarz-Ghorabaee et al. 2021, https://doi.org/10.3390/sym13040525"],
    example: Some("weighting = { method = \"merec\", min_units = 10 }"),
};
