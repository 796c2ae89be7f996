//! VIKOR: a compromise between the whole group's gain and the largest single regret.
//!
//! d = (best − x) / (best − worst) by criterion; S = Σ w·d, R = max w·d, Q = v·(S − S*) / (S⁻ − S*) + (1 − v)·(R − R*) / (R⁻ − R*),
//! with * the lowest and ⁻ the highest of all units; lower is better. Opricovic & Tzeng 2004,
//! <https://doi.org/10.1016/S0377-2217(03)00020-1>. When: one very bad side should count against a unit. When not: across years, as the ends
//! are those of the sample; and never as "rank 1" alone, as the method may name several.

use super::decision::{Block, Criterion, Decision};
use super::steps::Labels;
use super::{Ranked, RankingError};
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

/// VIKOR with its intermediate values, in the order of the units.
#[derive(Clone, Debug, PartialEq)]
pub struct Vikor {
    /// S: weighted sum of the distances; 0 to 1, lower is better.
    pub group: Vec<f64>,
    /// R: the largest weighted distance; 0 to 1, lower is better.
    pub regret: Vec<f64>,
    /// Q: the compromise of both; 0 to 1, lower is better. Where all units have the same S (or R), that half is 0 for all.
    pub compromise: Vec<f64>,
    /// The compromise solution after the two conditions of acceptance.
    pub accepted: Compromise,
}

/// Who may call itself first. Both conditions hold: `units` is the one with the lowest Q. Otherwise `units` are all that stand equal with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compromise {
    /// The compromise set, by rising Q; units by their place from 0.
    pub units: Vec<usize>,
    /// Q of the second minus Q of the first: the acceptable advantage needs at least [`Compromise::needed`].
    pub advantage: f64,
    /// 1 / (units − 1).
    pub needed: f64,
    /// Whether the first also has the lowest S or the lowest R.
    pub stable: bool,
}

impl Vikor {
    /// S, R, Q and the compromise for `strategy` v, the weight of the group's gain: 0 to 1, usually 0.5. Values may have any sign.
    ///
    /// # Errors
    /// [`RankingError::Parameter`] for v outside 0 to 1.
    pub fn of(decision: &Decision<'_>, strategy: f64) -> Result<Vikor, RankingError> {
        if !(0.0..=1.0).contains(&strategy) {
            return Err(RankingError::Parameter {
                name: "strategy",
                given: strategy,
                allowed: "a number from 0 to 1",
            });
        }
        let gathered =
            decision.gather([0.0; 2], |_, criterion, values, so_far| add(criterion, values, so_far));
        let (group, regret): (Vec<f64>, Vec<f64>) =
            gathered.iter().map(|[sum, largest]| (*sum, *largest)).unzip();
        let (of_group, of_regret) = (position(&group), position(&regret));
        let compromise: Vec<f64> = group
            .iter()
            .zip(&regret)
            .map(|(s, r)| strategy * of_group(*s) + (1.0 - strategy) * of_regret(*r))
            .collect();
        let accepted = accept(&group, &regret, &compromise);
        Ok(Vikor { group, regret, compromise, accepted })
    }

    /// By Q.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::lower(self.compromise.clone())
    }
}

#[inline(always)]
fn add(criterion: &Criterion<'_>, values: &[f64], [sum, largest]: &mut [Block; 2]) {
    let (weight, best, scale) = (criterion.weight, criterion.best(), criterion.profile.scale);
    let width = best - criterion.worst();
    for ((value, sum), largest) in values.iter().zip(sum).zip(largest) {
        let distance = weight * ((best - value * scale) / width);
        *sum += distance;
        *largest = if distance > *largest { distance } else { *largest };
    }
}

/// Where a value lies between the lowest and the highest; 0 where they coincide.
fn position(values: &[f64]) -> impl Fn(f64) -> f64 + use<> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    move |value| if high > low { (value - low) / (high - low) } else { 0.0 }
}

fn accept(group: &[f64], regret: &[f64], compromise: &[f64]) -> Compromise {
    let mut order: Vec<usize> = (0..compromise.len()).collect();
    order.sort_by(|a, b| compromise[*a].total_cmp(&compromise[*b]));
    let lowest = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
    let first = compromise[order[0]];
    let needed = 1.0 / (compromise.len() - 1) as f64;
    let advantage = compromise[order[1]] - first;
    let stable = group[order[0]] == lowest(group) || regret[order[0]] == lowest(regret);
    let among = |count: usize| order[..count].to_vec();
    let units = if advantage < needed {
        among(order.iter().take_while(|unit| compromise[**unit] - first < needed).count())
    } else if stable {
        among(1)
    } else {
        let second = compromise[order[1]];
        among(order.iter().take_while(|unit| compromise[**unit] <= second).count())
    };
    Compromise { units, advantage, needed, stable }
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "vikor",
    name: Said { zh: "多准则妥协解排序法（VIKOR）", en: "VIKOR" },
    formula: "d = (best − x) / (best − worst)\nS = Σ w·d, R = max w·d\nQ = v·(S − S*) / (S⁻ − S*) + (1 − v)·(R − R*) / (R⁻ − R*)\n(1) Q₂ − Q₁ ≥ 1 / (n − 1); (2) S₁ = S* ∨ R₁ = R*",
    letters: Said {
        zh: "S：群体损失；R：最大单项遗憾；*、⁻：全体的最低值和最高值；v：群体效用的权重；Q 越小越好。条件（1）优势足够，（2）排序稳定；不满足时，第一名与其后若干对象并为妥协解",
        en: "S: loss of the group; R: largest single regret; *, ⁻: lowest and highest of all; v: weight of the group; lower Q is better. (1) enough advantage, (2) stable; where one fails, the first shares the compromise with those behind it",
    },
    use_when: Said {
        zh: "某一项特别差应当拉低总体时",
        en: "When one very bad side should count against a unit",
    },
    not_when: Said {
        zh: "跨年比较；不看两个接受条件就宣布“第一名”",
        en: "Across years; or to call one unit first without looking at both conditions",
    },
    edge: Said {
        zh: "常数列权重恰为 0 并说明；所有对象的 S（或 R）相同时该半边为 0；负值可用",
        en: "A constant column weighs exactly 0 and is named; where all have the same S (or R) that half is 0; negative values are fine",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Opricovic & Tzeng 2004, https://doi.org/10.1016/S0377-2217(03)00020-1"],
    example: Some("[[ranking]]\nid = \"vikor\"\nmethod = { method = \"vikor\", strategy = 0.5 }"),
};

pub(super) fn working(decision: &Decision<'_>, labels: &Labels<'_>) -> Vec<Working> {
    let ends = |criterion: &Criterion<'_>| {
        let (best, worst) = criterion.ends();
        vec![best, worst]
    };
    let distances = |criterion: &Criterion<'_>| {
        let distance = criterion.distance();
        criterion.values.iter().map(|value| criterion.weight * distance(*value)).collect()
    };
    vec![
        labels.of_criteria(
            decision,
            ("最优与最劣", "Best and worst"),
            "best, worst",
            &[("最优", "best"), ("最劣", "worst")],
            ends,
        ),
        labels.by_criterion(
            decision,
            ("加权距离", "Weighted distances"),
            "w·(best − x) / (best − worst)",
            distances,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_first_stands_alone() {
        let accepted = accept(&[0.1, 0.5, 0.9], &[0.1, 0.3, 0.4], &[0.0, 0.6, 1.0]);
        assert_eq!(accepted.units, [0]);
        assert!(accepted.stable);
    }

    #[test]
    fn a_near_second_shares_the_compromise() {
        let accepted = accept(&[0.1, 0.2, 0.9], &[0.1, 0.3, 0.4], &[0.0, 0.2, 1.0]);
        assert_eq!((accepted.units, accepted.needed), (vec![0, 1], 0.5));
    }

    #[test]
    fn a_first_that_is_best_in_neither_shares_with_the_second() {
        let accepted = accept(&[0.2, 0.1, 0.9], &[0.2, 0.4, 0.1], &[0.0, 0.6, 1.0]);
        assert_eq!(accepted.units, [0, 1]);
        assert!(!accepted.stable);
    }
}
