//! Maximising deviation (离差最大化法): the weights under which units differ most. Wang Yingming 1998, 系统工程与电子技术 20(7); in the form
//! that is divided by the sum.

use super::columns::{DataWeights, Domain, NoWeights, each, weigh};
use super::gini::total_difference;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Weights by w ∝ Σᵢ Σₖ |zᵢ − zₖ| of the min–max values z.
///
/// # Errors
/// [`NoWeights`] for bad columns, one unit, or when no column varies.
pub fn maximising_deviation(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        Ok(each(columns, |column| total_difference(column.min_max().collect())))
    })
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "maximising-deviation",
    name: Said { zh: "离差最大化法", en: "Maximising deviation" },
    formula: "wⱼ ∝ Σᵢ Σₖ |zᵢⱼ − zₖⱼ|",
    letters: Said { zh: "z：极差标准化值", en: "z: min–max values" },
    use_when: Said {
        zh: "要让对象之间的总差距最大",
        en: "The units should differ as much as possible in total",
    },
    not_when: Said {
        zh: "差距大不等于重要；少数极端值会吃掉大部分权重",
        en: "Spread is not importance; a few extreme values can take most of the weight",
    },
    edge: Said {
        zh: "常数列权重正好是 0；按合计归一；权重在基期上冻结",
        en: "A constant column weighs exactly 0; divided by the sum; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["王应明 1998, 系统工程与电子技术 20(7)"],
    example: Some("weighting = { method = \"maximising-deviation\", min_units = 10 }"),
};
