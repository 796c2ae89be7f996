//! Ordered weighted averages: weights belong to places in the order of the scores, from the best to the worst, not to children. Yager
//! 1988, <https://doi.org/10.1109/21.87068>; quantifiers with importance: Yager 1996,
//! <https://doi.org/10.1002/(SICI)1098-111X(199601)11:1%3C49::AID-INT3%3E3.0.CO;2-Z>; weights by orness: O'Hagan 1988, Filev & Yager 1995.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{AcrossYears, MethodNote, Said, Share};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "owa, positions.by = \"weights\" | \"at-least\" | \"orness\" | \"quantifier\" | \"power\"",
    name: Said { zh: "有序加权平均（OWA）", en: "Ordered weighted average (OWA)" },
    formula: "F = Σ v_i·x_(i),  x_(1) ≥ … ≥ x_(n),  Σ v_i = 1\n\
              at-least j: v_j = 1\n\
              orness ω: v_i ∝ t^(n−i) with Σ v_i·(n − i)/(n − 1) = ω\n\
              quantifier: v_i = Q(S_i) − Q(S_{i−1}),  S_i = Σ_{k≤i} w_(k) / Σ w,  Q(r) = min(1, max(0, (r − from)/(to − from)))\n\
              power a: the same with Q(r) = r^a",
    letters: Said {
        zh: "x_(i)：第 i 高的下级得分；v：名次的权重；w：下级的权重（只有 quantifier、power 用到）；t：由 ω 解出；Q：模糊量词",
        en: "x_(i): the i-th highest score; v: weights of the places; w: weights of the children (used by quantifier and power only); t: what ω asks for; Q: a linguistic quantifier",
    },
    use_when: Said {
        zh: "规则本身按名次说话：“至少两项达到”“多数项”“去掉最好的”；或用 orness 在最好与最差之间选乐观程度",
        en: "The rule speaks of places: at least two of them, most of them, without the best; or optimism is to be chosen between the worst (0) and the best (1)",
    },
    not_when: Said {
        zh: "下级的重要性不同而规则按名次给权时（请用 quantifier，或换别的合成）",
        en: "The children differ in importance and the weights belong to places (take `quantifier`, or another aggregation)",
    },
    edge: Said {
        zh: "零和负分没有问题；得分相同的下级平分名次权重；weights、at-least、orness 要求下级等权；下级缺失时 weights 与 at-least 按 missing 处理：spread（名次按比例伸缩）、keep-best（从最好的名次排起，余下的名次连同权重去掉）、keep-worst（从最差的排起）；orness、quantifier、power 按实有个数重算；去掉后没有权重则不计分",
        en: "Zeros and negatives are no matter; children with the same score share the weights of their places; `weights`, `at-least` and `orness` need children of equal weight; where children are missing `weights` and `at-least` do what `missing` says: `spread` (places are stretched over those present), `keep-best` (places are filled from the best, the last ones and their weights fall away) or `keep-worst` (from the worst); the others are worked out anew for those present; without any weight left there is no score",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Yager 1988, https://doi.org/10.1109/21.87068",
        "Yager 1996, https://doi.org/10.1002/(SICI)1098-111X(199601)11:1<49::AID-INT3>3.0.CO;2-Z",
        "Filev & Yager 1995, https://doi.org/10.1016/0020-0255(94)00078-K",
    ],
    example: Some(
        r#"aggregation = { method = "owa", positions = { by = "weights", weights = [0.2, 0.3, 0.5], missing = "spread" } }"#,
    ),
};

/// How the places get their weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Positions {
    /// Given, for the best score first; any non-negative numbers, divided by their sum. The children weigh the same.
    Weights {
        /// As many as there are children.
        #[schemars(length(min = 1))]
        weights: Vec<f64>,
        /// What becomes of the places of missing children.
        missing: MissingPlaces,
    },
    /// What at least so many children reach: the score of that place. The children weigh the same.
    AtLeast {
        /// 1 is the best score, the number of children the worst.
        #[schemars(range(min = 1))]
        count: u32,
        /// What becomes of the places of missing children.
        missing: MissingPlaces,
    },
    /// The most even weights with this degree of optimism: 0 the worst score, 0.5 the mean, 1 the best. The children weigh the same.
    Orness {
        /// 0 to 1.
        orness: Share,
    },
    /// A linguistic quantifier that rises from 0 to 1 between two shares: 0.3 and 0.8 for "most", 0 and 0.5 for "at least half",
    /// 0.5 and 1 for "as many as possible". The children's weights count.
    Quantifier {
        /// Share of the best children that counts nothing yet.
        from: Share,
        /// Share from which on nothing is added.
        to: Share,
    },
    /// The quantifier r^a: a above 1 leans to the worst scores, below 1 to the best. The children's weights count.
    Power {
        /// Above 0.
        power: f64,
    },
}

/// What becomes of the places of missing children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingPlaces {
    /// Places are stretched over the children present: the first third stays the first third.
    Spread,
    /// Places are filled from the best; the last ones and their weights fall away, and the rest is divided by its sum.
    KeepBest,
    /// Places are filled from the worst; the first ones and their weights fall away, and the rest is divided by its sum.
    KeepWorst,
}

impl Positions {
    pub(super) fn said(&self) -> (String, String) {
        match self {
            Positions::Weights { weights, .. } => {
                let listed: Vec<String> = weights.iter().map(ToString::to_string).collect();
                (format!("由高到低 {}", listed.join("、")), format!("best first: {}", listed.join(", ")))
            }
            Positions::AtLeast { count, .. } => (format!("至少 {count} 项"), format!("at least {count}")),
            Positions::Orness { orness } => {
                let orness = orness.get();
                (format!("乐观度 {orness}"), format!("orness {orness}"))
            }
            Positions::Quantifier { from, to } => {
                let said = format!("Q {}–{}", from.get(), to.get());
                (said.clone(), said)
            }
            Positions::Power { power } => (format!("Q = r^{power}"), format!("Q = r^{power}")),
        }
    }

    /// Whether the weights of the children do not count.
    #[must_use]
    pub fn needs_equal_weights(&self) -> bool {
        match self {
            Positions::Weights { .. } | Positions::AtLeast { .. } | Positions::Orness { .. } => true,
            Positions::Quantifier { .. } | Positions::Power { .. } => false,
        }
    }

    /// Weights of the places for 1, 2, … and so many children present; adding up to 1, or empty where none is left. Empty for the
    /// forms that depend on the children's weights.
    pub(super) fn table(&self, children: usize) -> Vec<Vec<f64>> {
        let whole = match self {
            Positions::Weights { weights, .. } => divided(weights),
            // Empty, and so without score, where there is no such place.
            Positions::AtLeast { count, .. } => {
                divided(&(1..=children).map(|place| unit(place == *count as usize)).collect::<Vec<_>>())
            }
            Positions::Orness { orness } => {
                return (1..=children).map(|present| of_orness(orness.get(), present)).collect();
            }
            Positions::Quantifier { .. } | Positions::Power { .. } => return Vec::new(),
        };
        (1..=children).map(|present| self.fitted(&whole, present)).collect()
    }

    fn fitted(&self, whole: &[f64], present: usize) -> Vec<f64> {
        let all = whole.len();
        let (Positions::Weights { missing, .. } | Positions::AtLeast { missing, .. }) = self else {
            return Vec::new();
        };
        if present >= all {
            return whole.to_vec();
        }
        match (missing, self) {
            (MissingPlaces::KeepBest, _) => divided(&whole[..present]),
            (MissingPlaces::KeepWorst, _) => divided(&whole[all - present..]),
            (MissingPlaces::Spread, Positions::AtLeast { count, .. }) => {
                let place = (*count as usize * present).div_ceil(all);
                (1..=present).map(|at| unit(at == place)).collect()
            }
            (MissingPlaces::Spread, _) => {
                let cumulated = |share: f64| {
                    let place = share * all as f64;
                    let below = (place as usize).min(all);
                    let next = whole.get(below).map_or(0.0, |weight| weight * (place - below as f64));
                    whole[..below].iter().sum::<f64>() + next
                };
                let share = |place: usize| cumulated(place as f64 / present as f64);
                (1..=present).map(|place| (share(place) - share(place - 1)).max(0.0)).collect()
            }
        }
    }

    fn quantified(&self, share: f64) -> f64 {
        match self {
            Positions::Quantifier { from, to } => {
                ((share - from.get()) / (to.get() - from.get())).clamp(0.0, 1.0)
            }
            Positions::Power { power } => libm::pow(share.clamp(0.0, 1.0), *power),
            Positions::Weights { .. } | Positions::AtLeast { .. } | Positions::Orness { .. } => share,
        }
    }

    /// What part of each score the average is: non-negative, adding up to 1; children with the same score share alike. `None` where no
    /// place with a weight is left.
    pub(super) fn parts(&self, table: &[Vec<f64>], scores: &[f64], weights: &[f64]) -> Option<Vec<f64>> {
        let mut order: Vec<usize> = (0..scores.len()).filter(|at| weights[*at] > 0.0).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        let places =
            if self.needs_equal_weights() { Some(table.get(order.len().checked_sub(1)?)?) } else { None };
        if places.is_some_and(Vec::is_empty) {
            return None;
        }
        let total: f64 = order.iter().map(|at| weights[*at]).sum();
        let mut parts = vec![0.0; scores.len()];
        let (mut done, mut weight_done, mut before) = (0, 0.0, self.quantified(0.0));
        for alike in order.chunk_by(|a, b| scores[*a] == scores[*b]) {
            let weight: f64 = alike.iter().map(|at| weights[*at]).sum();
            weight_done += weight;
            let end = done + alike.len();
            let part = match places {
                Some(places) => places.get(done..end)?.iter().sum(),
                None => {
                    let share = if end == order.len() { 1.0 } else { weight_done / total };
                    let after = self.quantified(share);
                    let part = after - before;
                    before = after;
                    part.max(0.0)
                }
            };
            for &at in alike {
                parts[at] = part * (weights[at] / weight);
            }
            done = end;
        }
        Some(parts)
    }
}

fn unit(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// Divided by their sum; empty where that is 0.
fn divided(weights: &[f64]) -> Vec<f64> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest.is_nan() || largest <= 0.0 || !largest.is_finite() {
        return Vec::new();
    }
    let total: f64 = weights.iter().map(|weight| weight / largest).sum();
    weights.iter().map(|weight| weight / largest / total).collect()
}

/// The weights v_i ∝ t^(n−i) with the degree of optimism asked for, which are those of largest entropy.
fn of_orness(orness: f64, present: usize) -> Vec<f64> {
    let last = present - 1;
    if present == 1 || orness == 0.5 {
        return vec![1.0 / present as f64; present];
    }
    if orness == 0.0 || orness == 1.0 {
        let chosen = if orness == 0.0 { last } else { 0 };
        return (0..present).map(|place| unit(place == chosen)).collect();
    }
    // With t = e^s the degree rises with s: bisection to the last bit. Powers count from the larger end, so that none overflows.
    let weights = |slope: f64| {
        let power = |place: usize| {
            let steps = if slope > 0.0 { -(place as f64) } else { (last - place) as f64 };
            libm::exp(slope * steps)
        };
        divided(&(0..present).map(power).collect::<Vec<_>>())
    };
    let degree = |slope: f64| -> f64 {
        let each = weights(slope).into_iter().enumerate();
        each.map(|(place, weight)| weight * (last - place) as f64 / last as f64).sum()
    };
    let (mut low, mut high) = (-750.0, 750.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if degree(middle) < orness { low = middle } else { high = middle }
    }
    weights(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregation::{Aggregation, Aggregator, NoMean};

    fn average(positions: Positions, scores: &[f64]) -> Result<f64, NoMean> {
        let method = Aggregation::Owa { positions };
        method.mean(scores, &vec![1.0; scores.len()]).map(|mean| mean.value)
    }

    fn given(weights: &[f64], missing: MissingPlaces) -> Positions {
        Positions::Weights { weights: weights.to_vec(), missing }
    }

    fn share(share: f64) -> Share {
        Share::new(share).unwrap()
    }

    #[test]
    fn weights_belong_to_places() {
        let positions = || given(&[0.5, 0.3, 0.2], MissingPlaces::Spread);
        assert!((average(positions(), &[10.0, 90.0, 50.0]).unwrap() - 62.0).abs() < 1e-13);
        assert_eq!(average(positions(), &[40.0; 3]).unwrap(), 40.0);
        let two = Positions::AtLeast { count: 2, missing: MissingPlaces::Spread };
        assert_eq!(average(two, &[10.0, 90.0, 50.0]).unwrap(), 50.0);
    }

    #[test]
    fn missing_places_do_what_was_declared() {
        let at = |missing, scores: &[f64]| {
            let method = Aggregation::Owa { positions: given(&[6.0, 3.0, 1.0], missing) };
            let places = Aggregator::new(&method, &(0.0..=100.0), 3);
            places.mean(scores, &vec![1.0; scores.len()]).unwrap().value
        };
        // Two present: cumulated 0.6, 0.9, 1 at thirds; one half of the way is 0.75.
        assert!((at(MissingPlaces::Spread, &[100.0, 0.0]) - 75.0).abs() < 1e-12);
        assert!((at(MissingPlaces::KeepBest, &[100.0, 0.0]) - 200.0 / 3.0).abs() < 1e-12);
        assert!((at(MissingPlaces::KeepWorst, &[100.0, 0.0]) - 75.0).abs() < 1e-12);
        let least = |missing, count| {
            let method = Aggregation::Owa { positions: Positions::AtLeast { count, missing } };
            Aggregator::new(&method, &(0.0..=100.0), 4).mean(&[80.0, 20.0], &[1.0; 2]).map(|mean| mean.value)
        };
        assert_eq!(least(MissingPlaces::Spread, 2), Ok(80.0));
        assert_eq!(least(MissingPlaces::Spread, 3), Ok(20.0));
        assert_eq!(least(MissingPlaces::KeepBest, 2), Ok(20.0));
        assert_eq!(least(MissingPlaces::KeepBest, 3), Err(NoMean::Empty));
        assert_eq!(least(MissingPlaces::KeepWorst, 3), Ok(80.0));
        assert_eq!(least(MissingPlaces::Spread, 5), Err(NoMean::Empty), "there is no fifth place");
    }

    #[test]
    fn the_degree_of_optimism_is_met() {
        for orness in [0.0, 1e-6, 0.1, 0.3, 0.5, 0.77, 1.0 - 1e-6, 1.0] {
            for present in 1..9 {
                let weights = of_orness(orness, present);
                assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-14);
                let last = (present as f64 - 1.0).max(1.0);
                let degree: f64 =
                    weights.iter().enumerate().map(|(i, w)| w * (present - 1 - i) as f64 / last).sum();
                let expected = if present == 1 { 0.0 } else { orness };
                assert!((degree - expected).abs() < 1e-13, "{orness} of {present}: {degree}");
            }
        }
        // Filev & Yager 1995 for n = 3: v₂ = √(v₁·v₃).
        let weights = of_orness(0.7, 3);
        assert!((weights[1] * weights[1] - weights[0] * weights[2]).abs() < 1e-15);
    }

    #[test]
    fn quantifiers_count_the_weights_of_children() {
        let most = Positions::Quantifier { from: share(0.3), to: share(0.8) };
        let method = Aggregation::Owa { positions: most };
        // Best 90 has 0.2 of the weight, then 50 with 0.5: Q(0.2) = 0, Q(0.7) = 0.8, Q(1) = 1.
        let mean = method.mean(&[50.0, 90.0, 10.0], &[0.5, 0.2, 0.3]).unwrap().value;
        assert!((mean - (0.8 * 50.0 + 0.2 * 10.0)).abs() < 1e-12);
        let even = Aggregation::Owa { positions: Positions::Power { power: 1.0 } };
        let mean = even.mean(&[50.0, 90.0, 10.0], &[0.5, 0.2, 0.3]).unwrap().value;
        assert!((mean - 46.0).abs() < 1e-13);
    }
}
