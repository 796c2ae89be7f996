//! COPRAS: benefits add up, costs count by how small they are against everybody's.
//!
//! d = w·x / Σx; S⁺ = Σ d over benefits, S⁻ = Σ d over costs; Q = S⁺ + Σ S⁻ / (S⁻ · Σ 1/S⁻); utility = Q / max Q. Without a cost criterion
//! Q = S⁺. Zavadskas, Kaklauskas & Šarka 1994, The new method of multicriteria complex proportional assessment of projects. Some libraries
//! simplify the fraction to S⁺ + S⁻, which rewards costs. When: ratio scales of positive values. When not: values that can be negative.

use super::decision::{Criterion, Decision, Lowest};
use super::steps::Labels;
use super::{Ranked, RankingError};
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

/// COPRAS with its intermediate values, in the order of the units.
#[derive(Clone, Debug, PartialEq)]
pub struct Copras {
    /// S⁺: the sum over benefits; 0 or more.
    pub benefits: Vec<f64>,
    /// S⁻: the sum over costs; all 0 without a cost criterion, else above 0.
    pub costs: Vec<f64>,
    /// Q / max Q; 0 to 1, higher is better.
    pub utility: Vec<f64>,
}

impl Copras {
    /// S⁺, S⁻ and utility of every unit.
    ///
    /// # Errors
    /// [`RankingError::Negative`] for a value below 0; [`RankingError::ZeroSum`] for a unit whose costs are all 0.
    pub fn of(decision: &Decision<'_>) -> Result<Copras, RankingError> {
        decision.criteria().iter().try_for_each(|criterion| criterion.require(Lowest::Zero))?;
        let sums: Vec<f64> = decision.criteria().iter().map(|c| c.profile.scaled_sum(c.values)).collect();
        let [benefits, costs] = decision.gather([0.0; 2], |place, criterion, values, [benefits, costs]| {
            let (weight, scale, sum) = (criterion.weight, criterion.profile.scale, sums[place]);
            let side = if criterion.cost { costs } else { benefits };
            for (value, side) in values.iter().zip(side.iter_mut()) {
                *side += weight * (value * scale / sum);
            }
        });
        let shares = cost_shares(decision, &costs)?;
        let priority: Vec<f64> =
            benefits.iter().zip(shares).map(|(benefit, share)| benefit + share).collect();
        let highest = priority.iter().copied().fold(0.0, f64::max);
        let utility = priority.iter().map(|q| q / highest).collect();
        Ok(Copras { benefits, costs, utility })
    }

    /// By utility.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::higher(self.utility.clone())
    }
}

/// Σ S⁻ / (S⁻ · Σ 1/S⁻) by unit; 0 for all without a cost criterion.
fn cost_shares(decision: &Decision<'_>, costs: &[f64]) -> Result<Vec<f64>, RankingError> {
    if decision.criteria().iter().all(|criterion| !criterion.cost) {
        return Ok(vec![0.0; costs.len()]);
    }
    if let Some(unit) = costs.iter().position(|cost| *cost <= 0.0) {
        return Err(RankingError::ZeroSum { what: "cost criteria", unit });
    }
    let lowest = costs.iter().copied().fold(f64::INFINITY, f64::min);
    let total: f64 = costs.iter().sum();
    let inverse: f64 = costs.iter().map(|cost| lowest / cost).sum();
    Ok(costs.iter().map(|cost| total * (lowest / cost) / inverse).collect())
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "copras",
    name: Said { zh: "复杂比例评价法（COPRAS）", en: "COPRAS" },
    formula: "d = w·x / Σx\nS⁺ = Σ d (benefits), S⁻ = Σ d (costs)\nQ = S⁺ + ΣS⁻ / (S⁻·Σ(1 / S⁻)), U = Q / max Q",
    letters: Said {
        zh: "没有成本准则时 Q = S⁺；U 越大越好",
        en: "without a cost criterion Q = S⁺; higher U is better",
    },
    use_when: Said {
        zh: "各准则都是非负的比率尺度，且成本应按“小于众人多少”计",
        en: "Ratio scales from 0 up, where a cost should count by how small it is against everybody's",
    },
    not_when: Said {
        zh: "有负值；跨年比较。有的程序把分式化简成 S⁺ + S⁻，那是在奖励成本",
        en: "Negative values; across years. Some programs simplify the fraction to S⁺ + S⁻, which rewards costs",
    },
    edge: Said {
        zh: "负值被拒绝；某对象成本全为 0 时被拒绝；常数列权重恰为 0 并说明",
        en: "Negative values are refused, and a unit whose costs are all 0; a constant column weighs exactly 0 and is named",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Zavadskas, Kaklauskas & Šarka 1994, Technological and Economic Development of Economy 1(3), 131–139",
    ],
    example: Some("[[ranking]]\nid = \"copras\"\nmethod = { method = \"copras\" }"),
};

pub(super) fn working(decision: &Decision<'_>, labels: &Labels<'_>) -> Vec<Working> {
    let shares = |criterion: &Criterion<'_>| {
        let (scale, sum) = (criterion.profile.scale, criterion.profile.scaled_sum(criterion.values));
        criterion.values.iter().map(|value| criterion.weight * (value * scale / sum)).collect()
    };
    vec![labels.by_criterion(decision, ("加权份额", "Weighted shares"), "d = w·x / Σx", shares)]
}
