//! VIKOR: a compromise between the whole group's gain and the largest single regret.
//!
//! d = (best − x) / (best − worst) by criterion; S = Σ w·d, R = max w·d, Q = v·(S − S*) / (S⁻ − S*) + (1 − v)·(R − R*) / (R⁻ − R*),
//! with * the lowest and ⁻ the highest of all units; lower is better. Opricovic & Tzeng 2004,
//! <https://doi.org/10.1016/S0377-2217(03)00020-1>. When: one very bad side should count against a unit. When not: across years, as the ends
//! are those of the sample; and never as "rank 1" alone, as the method may name several.

use rayon::prelude::*;

use super::decision::{Criterion, Decision};
use super::profile::Profile;
use super::steps::Labels;
use super::{Ranked, RankingError};
use crate::statistics::vectorised::{Kernel, vectorised};
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
        let [group, regret] = decision.gather([0.0; 2], |_, criterion, values, [sum, largest]| {
            let (weight, best, scale) = (criterion.weight, criterion.best(), criterion.profile.scale);
            let width = best - criterion.worst();
            vectorised(Distances { weight, best, width, scale, values, sum, largest });
        });
        let ends = Profile::of_all(&[&group, &regret]);
        let compromise: Vec<f64> = group
            .par_iter()
            .zip(&regret)
            .map(|(s, r)| strategy * position(&ends[0], *s) + (1.0 - strategy) * position(&ends[1], *r))
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

/// Adds what one criterion has to say to S and R.
struct Distances<'v> {
    weight: f64,
    best: f64,
    width: f64,
    scale: f64,
    values: &'v [f64],
    sum: &'v mut [f64],
    largest: &'v mut [f64],
}

impl Kernel for Distances<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Distances { weight, best, width, scale, .. } = self;
        for ((value, sum), largest) in self.values.iter().zip(self.sum).zip(self.largest) {
            let distance = weight * ((best - value * scale) / width);
            *sum += distance;
            *largest = if distance > *largest { distance } else { *largest };
        }
    }
}

/// Where a value lies between the lowest and the highest; 0 where they coincide.
fn position(ends: &Profile, value: f64) -> f64 {
    if ends.max > ends.min { (value - ends.min) / (ends.max - ends.min) } else { 0.0 }
}

fn accept(group: &[f64], regret: &[f64], compromise: &[f64]) -> Compromise {
    let [first, second] = lowest_two(compromise);
    let leads = |values: &[f64]| !values.iter().any(|value| *value < values[first]);
    let (lead, next) = (compromise[first], compromise[second]);
    let needed = 1.0 / (compromise.len() - 1) as f64;
    let advantage = next - lead;
    let stable = leads(group) || leads(regret);
    let units = if advantage < needed {
        rising(compromise, |value| value - lead < needed)
    } else if stable {
        vec![first]
    } else {
        rising(compromise, |value| value <= next)
    };
    Compromise { units, advantage, needed, stable }
}

/// The places of the two lowest of two values and more; of equal ones the first.
fn lowest_two(values: &[f64]) -> [usize; 2] {
    let [mut first, mut second] = if values[1] < values[0] { [1, 0] } else { [0, 1] };
    for (at, value) in values.iter().enumerate().skip(2) {
        if *value < values[second] {
            (first, second) = if *value < values[first] { (at, first) } else { (first, at) };
        }
    }
    [first, second]
}

/// The places of the values where something holds, the lowest first; few of many.
fn rising(values: &[f64], holds: impl Fn(f64) -> bool) -> Vec<usize> {
    let mut places: Vec<usize> = (0..values.len()).filter(|at| holds(values[*at])).collect();
    places.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    places
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
    fn wider_instructions_give_the_same_bits() {
        let values: Vec<f64> = (0..1003).map(|at| f64::from(at * at % 977) * 0.37).collect();
        let run = |wide: bool| {
            let (mut sum, mut largest) = (vec![0.1; 1003], vec![0.2; 1003]);
            let (values, sum_of, largest_of) = (&values[..], &mut sum[..], &mut largest[..]);
            let (weight, best, width, scale) = (0.3, 350.0, 349.1, 0.5);
            let kernel = Distances { weight, best, width, scale, values, sum: sum_of, largest: largest_of };
            if wide {
                vectorised(kernel)
            } else {
                kernel.run()
            }
            [sum, largest].concat().iter().map(|value| value.to_bits()).collect::<Vec<_>>()
        };
        assert_eq!(run(true), run(false));
    }

    #[test]
    fn the_two_lowest_are_the_first_of_equal_ones() {
        assert_eq!(lowest_two(&[3.0, 1.0, 2.0, 1.0, 1.0]), [1, 3]);
        assert_eq!(lowest_two(&[2.0, 2.0]), [0, 1]);
        assert_eq!(lowest_two(&[5.0, 4.0, 3.0, 3.0]), [2, 3]);
    }

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
