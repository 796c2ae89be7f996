//! TOPSIS: how near a unit is to the best that any unit reaches, and how far from the worst.
//!
//! v = normalised value; D⁺, D⁻ = Euclidean distances to the best and the worst column ends; closeness = D⁻ / (D⁺ + D⁻).
//! Hwang & Yoon 1981, Multiple Attribute Decision Making, <https://doi.org/10.1007/978-3-642-48318-9>. When: a compact sample, few outliers.
//! When not: across years or versions, as every new unit moves the ends (removing one of 200 units reordered others in 199 cases).

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Ranked;
use super::decision::{Criterion, Decision};
use super::profile::sum;
use super::steps::Labels;
use crate::statistics::vectorised::{Kernel, vectorised};
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

/// TOPSIS with its intermediate values, in the order of the units.
#[derive(Clone, Debug, PartialEq)]
pub struct Topsis {
    /// D⁺: distance to the best; 0 or more.
    pub to_best: Vec<f64>,
    /// D⁻: distance to the worst; 0 or more.
    pub to_worst: Vec<f64>,
    /// D⁻ / (D⁺ + D⁻); 0 to 1, higher is better.
    pub closeness: Vec<f64>,
}

/// What a value is divided by before distances are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TopsisNorm {
    /// x / √Σx²: the textbook form.
    Vector,
    /// (x − min) / (max − min), turned round where less is better.
    MinMax,
    /// As `vector`, but a column where less is better first becomes max − x (common in Chinese course material).
    ReflectedVector,
}

/// Where the weights enter the distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WeightPlace {
    /// √Σ w·d²: the weight counts once.
    Inside,
    /// √Σ (w·d)²: values are weighted first, as in the textbook.
    Outside,
}

impl Topsis {
    /// Distances and closeness of every unit. Values may have any sign.
    #[must_use]
    pub fn of(decision: &Decision<'_>, norm: TopsisNorm, place: WeightPlace) -> Topsis {
        let factors: Vec<f64> =
            decision.criteria().iter().map(|criterion| factor(criterion, norm, place)).collect();
        let [mut to_best, mut to_worst] =
            decision.gather([0.0; 2], |place, criterion, values, [to_best, to_worst]| {
                let [best, worst] = [criterion.best(), criterion.worst()];
                let (scale, factor) = (criterion.profile.scale, factors[place]);
                vectorised(Squares { best, worst, scale, factor, values, to_best, to_worst });
            });
        to_best.par_iter_mut().chain(&mut to_worst).for_each(|square| *square = square.sqrt());
        // The ends of a criterion that counts differ, so that the two distances are never both zero.
        let pairs = to_best.par_iter().zip(&to_worst);
        let closeness = pairs.map(|(best, worst)| worst / (best + worst)).collect();
        Topsis { to_best, to_worst, closeness }
    }

    /// By closeness.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::higher(self.closeness.clone())
    }
}

/// What a scaled difference of values is multiplied by.
fn factor(criterion: &Criterion<'_>, norm: TopsisNorm, place: WeightPlace) -> f64 {
    let weight = match place {
        WeightPlace::Inside => criterion.weight.sqrt(),
        WeightPlace::Outside => criterion.weight,
    };
    let profile = &criterion.profile;
    weight
        / match norm {
            TopsisNorm::MinMax => (criterion.best() - criterion.worst()).abs(),
            TopsisNorm::ReflectedVector if criterion.cost => {
                let worst = criterion.worst();
                let reflected = |value: f64| worst - value * profile.scale;
                sum(criterion.values, |value| reflected(value) * reflected(value)).sqrt()
            }
            TopsisNorm::Vector | TopsisNorm::ReflectedVector => profile.scaled_norm(criterion.values),
        }
}

/// Adds what one criterion has to say to the squares of the distances.
struct Squares<'v> {
    best: f64,
    worst: f64,
    scale: f64,
    factor: f64,
    values: &'v [f64],
    to_best: &'v mut [f64],
    to_worst: &'v mut [f64],
}

impl Kernel for Squares<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Squares { best, worst, scale, factor, .. } = self;
        for ((value, to_best), to_worst) in self.values.iter().zip(self.to_best).zip(self.to_worst) {
            let value = value * scale;
            let (above, below) = ((value - best) * factor, (value - worst) * factor);
            *to_best += above * above;
            *to_worst += below * below;
        }
    }
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "topsis, norm = \"vector\" | \"min-max\" | \"reflected-vector\", weights = \"inside\" | \"outside\"",
    name: Said { zh: "逼近理想解排序法（TOPSIS）", en: "TOPSIS" },
    formula: "vector: z = x / √Σx²\nmin-max: z = (x − min) / (max − min); cost: z = (max − x) / (max − min)\nreflected-vector: x′ = max − x (cost), z = x′ / √Σx′²\noutside: D⁺ = √Σ (w·(z − z⁺))², D⁻ = √Σ (w·(z − z⁻))²\ninside: D⁺ = √Σ w·(z − z⁺)², D⁻ = √Σ w·(z − z⁻)²\nC = D⁻ / (D⁺ + D⁻)",
    letters: Said {
        zh: "z：无量纲值；z⁺、z⁻：各准则在样本中的最优值和最劣值；w：权重，和为 1；C：贴近度，越大越好",
        en: "z: normalised value; z⁺, z⁻: the best and the worst of a criterion in the sample; w: weights, sum 1; C: closeness, higher is better",
    },
    use_when: Said {
        zh: "样本固定、极端值少，想按“离最好多近、离最差多远”排序",
        en: "A fixed sample with few extreme values, to be ordered by how near the best and how far from the worst it is",
    },
    not_when: Said {
        zh: "跨年或跨版本比较：进出一个对象就会移动两端（去掉200个对象中的任何一个，199次改变了其他对象的次序）",
        en: "Across years or versions: every new unit moves the ends (removing one of 200 units reordered others in 199 cases)",
    },
    edge: Said {
        zh: "常数列权重恰为 0 并说明；负值可用；缺失须先说明怎样处理；至少两个对象；并列同位次",
        en: "A constant column weighs exactly 0 and is named; negative values are fine; gaps need a rule; at least two units; ties share a rank",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Hwang & Yoon 1981, https://doi.org/10.1007/978-3-642-48318-9"],
    example: Some(
        "[[ranking]]\nid = \"topsis\"\nmethod = { method = \"topsis\", norm = \"vector\", weights = \"outside\" }",
    ),
};

pub(super) fn working(
    decision: &Decision<'_>,
    norm: TopsisNorm,
    place: WeightPlace,
    labels: &Labels<'_>,
) -> Vec<Working> {
    let unweighted = |criterion: &Criterion<'_>| {
        let weight = if place == WeightPlace::Inside { criterion.weight.sqrt() } else { criterion.weight };
        factor(criterion, norm, place) / weight
    };
    let shifted = |criterion: &Criterion<'_>, value: f64| {
        let (scale, worst) = (criterion.profile.scale, criterion.worst());
        match norm {
            TopsisNorm::Vector => value * scale,
            TopsisNorm::ReflectedVector if criterion.cost => worst - value * scale,
            TopsisNorm::ReflectedVector => value * scale,
            TopsisNorm::MinMax => (value * scale - worst).abs(),
        }
    };
    let normalised = |criterion: &Criterion<'_>| -> Vec<f64> {
        criterion.values.iter().map(|value| shifted(criterion, *value) * unweighted(criterion)).collect()
    };
    let ideals = |criterion: &Criterion<'_>| {
        let (best, worst) = criterion.ends();
        let z = |value| shifted(criterion, value) * unweighted(criterion);
        vec![z(best), z(worst)]
    };
    let weight = |criterion: &Criterion<'_>| {
        if place == WeightPlace::Inside { criterion.weight.sqrt() } else { criterion.weight }
    };
    let weighted = |criterion: &Criterion<'_>| {
        normalised(criterion).iter().map(|value| value * weight(criterion)).collect()
    };
    let by = if place == WeightPlace::Inside { "√w·z" } else { "w·z" };
    vec![
        labels.by_criterion(decision, ("无量纲值", "Normalised values"), "z", normalised),
        labels.of_criteria(
            decision,
            ("正负理想解", "Best and worst"),
            "z⁺, z⁻",
            &[("最优 z⁺", "best z⁺"), ("最劣 z⁻", "worst z⁻")],
            ideals,
        ),
        labels.by_criterion(decision, ("加权无量纲值", "Weighted normalised values"), by, weighted),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_instructions_give_the_same_bits() {
        let values: Vec<f64> = (0..1003).map(|at| f64::from(at * at % 977) * 0.37).collect();
        let run = |wide: bool| {
            let (mut to_best, mut to_worst) = (vec![0.1; 1003], vec![0.2; 1003]);
            let kernel = Squares {
                best: 350.0,
                worst: 0.9,
                scale: 0.5,
                factor: 0.031,
                values: &values,
                to_best: &mut to_best,
                to_worst: &mut to_worst,
            };
            if wide {
                vectorised(kernel)
            } else {
                kernel.run()
            }
            [to_best, to_worst].concat().iter().map(|value| value.to_bits()).collect::<Vec<_>>()
        };
        assert_eq!(run(true), run(false));
    }
}
