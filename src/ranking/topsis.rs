//! TOPSIS: how near a unit is to the best that any unit reaches, and how far from the worst.
//!
//! v = normalised value; D⁺, D⁻ = Euclidean distances to the best and the worst column ends; closeness = D⁻ / (D⁺ + D⁻).
//! Hwang & Yoon 1981, Multiple Attribute Decision Making, <https://doi.org/10.1007/978-3-642-48318-9>. When: a compact sample, few outliers.
//! When not: across years or versions, as every new unit moves the ends (removing one of 200 units reordered others in 199 cases).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Ranked;
use super::decision::{Block, Criterion, Decision};
use super::profile::sum;

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
        let squares = decision.gather([0.0; 2], |place, criterion, values, so_far| {
            add(criterion, factors[place], values, so_far);
        });
        let (to_best, to_worst): (Vec<f64>, Vec<f64>) =
            squares.iter().map(|[best, worst]| (best.sqrt(), worst.sqrt())).unzip();
        // The ends of a criterion that counts differ, so that the two distances are never both zero.
        let closeness = to_best.iter().zip(&to_worst).map(|(best, worst)| worst / (best + worst)).collect();
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

#[inline(always)]
fn add(criterion: &Criterion<'_>, factor: f64, values: &[f64], [to_best, to_worst]: &mut [Block; 2]) {
    let (best, worst, scale) = (criterion.best(), criterion.worst(), criterion.profile.scale);
    for ((value, to_best), to_worst) in values.iter().zip(to_best).zip(to_worst) {
        let value = value * scale;
        let (above, below) = ((value - best) * factor, (value - worst) * factor);
        *to_best += above * above;
        *to_worst += below * below;
    }
}
