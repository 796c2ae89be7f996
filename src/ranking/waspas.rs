//! WASPAS: a weighted sum and a weighted product of the same ratios, mixed.
//!
//! z = x / max, min / x where less is better; score = λ·Σ w·z + (1 − λ)·Π z^w. Zavadskas et al. 2012, <https://doi.org/10.5755/j01.eee.122.6.1810>.
//! λ = 1 is the weighted sum of ratios, λ = 0 the weighted product. When: ratio scales above 0. When not: values that can be 0 or negative.

use super::decision::{Criterion, Decision, Lowest};
use super::steps::Labels;
use super::{Ranked, RankingError};
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

/// The WASPAS score of every unit; 0 to 1, higher is better. `sum_share` is λ: 0 to 1, usually 0.5.
///
/// # Errors
/// [`RankingError::Parameter`] for λ outside 0 to 1; [`RankingError::NotPositive`] for a value of 0 or below.
pub fn waspas(decision: &Decision<'_>, sum_share: f64) -> Result<Ranked, RankingError> {
    if !(0.0..=1.0).contains(&sum_share) {
        return Err(RankingError::Parameter {
            name: "sum-share",
            given: sum_share,
            allowed: "a number from 0 to 1",
        });
    }
    decision.criteria().iter().try_for_each(|criterion| criterion.require(Lowest::AboveZero))?;
    let [sums, logarithms] = decision.gather([0.0; 2], |_, criterion, values, [sum, logarithm]| {
        let (weight, min, max) = (criterion.weight, criterion.profile.min, criterion.profile.max);
        for ((value, sum), logarithm) in values.iter().zip(sum.iter_mut()).zip(logarithm.iter_mut()) {
            let ratio = if criterion.cost { min / value } else { value / max };
            *sum += weight * ratio;
            // A ratio below the smallest number would have no logarithm: take the difference of logarithms there.
            let exact = if ratio > 0.0 {
                libm::log(ratio)
            } else if criterion.cost {
                libm::log(min) - libm::log(*value)
            } else {
                libm::log(*value) - libm::log(max)
            };
            *logarithm += weight * exact;
        }
    });
    let mixed = |(sum, logarithm)| sum_share * sum + (1.0 - sum_share) * libm::exp(logarithm);
    Ok(Ranked::higher(sums.into_iter().zip(logarithms).map(mixed).collect()))
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "waspas",
    name: Said { zh: "加权集结和积评价法（WASPAS）", en: "WASPAS" },
    formula: "z = x / max (benefit), min / x (cost)\nscore = λ·Σ w·z + (1 − λ)·Π z^w",
    letters: Said {
        zh: "λ：加权和所占的份额；1 为加权和，0 为加权积；越大越好",
        en: "λ: share of the weighted sum; 1 is the sum, 0 the product; higher is better",
    },
    use_when: Said {
        zh: "数值大于 0 的比率尺度，想在可补偿与不可补偿之间折中",
        en: "Ratio scales above 0, for a middle way between compensating and not",
    },
    not_when: Said {
        zh: "有 0 或负值；跨年比较", en: "Values that can be 0 or negative; across years"
    },
    edge: Said {
        zh: "0 和负值被拒绝；常数列权重恰为 0 并说明",
        en: "Values of 0 or below are refused; a constant column weighs exactly 0 and is named",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Zavadskas et al. 2012, https://doi.org/10.5755/j01.eee.122.6.1810"],
    example: Some("[[ranking]]\nid = \"waspas\"\nmethod = { method = \"waspas\", sum_share = 0.5 }"),
};

pub(super) fn working(decision: &Decision<'_>, labels: &Labels<'_>) -> Vec<Working> {
    let ratios = |criterion: &Criterion<'_>| -> Vec<f64> {
        let (min, max) = (criterion.profile.min, criterion.profile.max);
        let ratio = |value: &f64| if criterion.cost { min / value } else { value / max };
        criterion.values.iter().map(ratio).collect()
    };
    let of_sum = |criterion: &Criterion<'_>| ratios(criterion).iter().map(|z| criterion.weight * z).collect();
    let of_product = |criterion: &Criterion<'_>| {
        ratios(criterion).iter().map(|z| libm::pow(*z, criterion.weight)).collect()
    };
    vec![
        labels.by_criterion(decision, ("比值", "Ratios"), "z", ratios),
        labels.by_criterion(decision, ("加权和的各项", "Terms of the sum"), "w·z", of_sum),
        labels.by_criterion(decision, ("加权积的各因子", "Factors of the product"), "z^w", of_product),
    ]
}
