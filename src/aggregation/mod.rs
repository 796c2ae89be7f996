//! Aggregation: how the scores of the children become the score of their aggregate.
//!
//! [`Aggregation`] is the choice as written, [`Aggregator`] the same at its place: with the scale, the number of children and what the
//! base froze. [`Aggregator::mean`] is the kernel for one row, [`Aggregator::contributions`] takes a score apart again.

mod aggregator;
mod arithmetic;
mod benefit_of_the_doubt;
mod contribution;
mod coverage;
mod geometric;
mod harmonic;
mod mazziotta_pareto;
mod mean_min;
mod ordered_weighted;
mod power_mean;
mod weighted_median;
mod working;

pub(crate) use aggregator::Row;
pub use aggregator::{Aggregator, Mean, NoMean};
pub(crate) use arithmetic::{Column, means, means_within};
pub use benefit_of_the_doubt::{BaseFrontier, Beyond, UnknownFrontier};
pub use coverage::{Coverage, MissingChildren};
pub use mazziotta_pareto::{Deviation, Penalty};
pub use ordered_weighted::{MissingPlaces, Positions};
pub use weighted_median::MedianForm;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::optimisation::WeightBounds;
use crate::vocab::{MethodNote, Share, Text};

/// What the method reference says of each aggregation.
pub const NOTES: &[&MethodNote] = &[
    &arithmetic::NOTE,
    &geometric::NOTE,
    &harmonic::NOTE,
    &power_mean::NOTE,
    &weighted_median::NOTE,
    &ordered_weighted::NOTE,
    &mean_min::NOTE,
    &mazziotta_pareto::NOTE,
    &mazziotta_pareto::ADJUSTED,
    &benefit_of_the_doubt::NOTE,
];

/// Aggregation as written in a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Aggregation {
    /// Σ w·x: full compensation.
    Arithmetic {},
    /// Π x^w: partial compensation; needs positive scores.
    Geometric {
        /// What a score of zero does; together with `floor` it is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zero: Option<ZeroRule>,
        /// Scores below it count as it; each use is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
    },
    /// Σ w / Σ (w/x): low scores cost more than under the geometric mean; needs positive scores.
    Harmonic {
        /// What a score of zero does; together with `floor` it is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zero: Option<ZeroRule>,
        /// Scores below it count as it; each use is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
    },
    /// (Σ w·x^p)^(1/p), p ≠ 0; p = 1 is the arithmetic mean, p = −1 the harmonic one.
    PowerMean {
        /// The power p.
        power: f64,
        /// What a score of zero does where p < 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zero: Option<ZeroRule>,
        /// Scores below it count as it; each use is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
    },
    /// The weighted median: half of the weight lies at or below it.
    WeightedMedian {
        /// Which number between the two middle scores.
        form: MedianForm,
    },
    /// An ordered weighted average: weights belong to places in the order of the scores.
    Owa {
        /// How the places get their weights.
        positions: Positions,
    },
    /// M − α·(√((M − min)² + β²) − β): between the mean and the lowest score.
    MeanMin {
        /// 0 is the mean; 1 with β = 0 is the lowest score.
        alpha: Share,
        /// In points of the scale, 0 or more; the larger, the later the penalty sets in.
        #[serde(default)]
        #[schemars(range(min = 0))]
        beta: f64,
    },
    /// The Mazziotta–Pareto index M ∓ S·cv: imbalance costs.
    MazziottaPareto {
        /// Which way imbalance moves the score.
        penalty: Penalty,
        /// By what squares are divided.
        #[serde(default)]
        deviation: Deviation,
        /// The scale is carried onto it before and back after; left out: scores as they are, which must lie above 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        range: Option<[f64; 2]>,
    },
    /// The adjusted Mazziotta–Pareto index: the scale is carried onto a range far from 0, S is divided by n.
    AdjustedMazziottaPareto {
        /// Which way imbalance moves the score.
        penalty: Penalty,
        /// The range; default 70 to 130.
        #[serde(default = "seventy_to_130")]
        range: [f64; 2],
    },
    /// Benefit of the doubt: the share of the base's frontier that the weights which show the unit best reach.
    BenefitOfTheDoubt {
        /// Limits to the choice of weights.
        weights: WeightBounds,
        /// What becomes of a unit beyond the frontier of the base.
        #[serde(default)]
        beyond: Beyond,
        /// What the worst score does where each child must contribute.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zero: Option<ZeroRule>,
        /// Scores below it count as it; each use is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
    },
}

fn seventy_to_130() -> [f64; 2] {
    [70.0, 130.0]
}

impl Aggregation {
    /// Whether something of it is determined by the children's scores in the base, so that the fit needs whole rows.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        matches!(self, Aggregation::BenefitOfTheDoubt { .. })
    }
}

/// What a mean that has no answer at zero does with a score of zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ZeroRule {
    /// The definition is refused when the scale reaches zero.
    #[default]
    Refuse,
    /// One zero makes the mean zero: the limit of the formula.
    Zero,
}

impl Aggregation {
    /// What the method reference says of it.
    #[must_use]
    pub fn note(&self) -> &'static MethodNote {
        match self {
            Aggregation::Arithmetic {} => &arithmetic::NOTE,
            Aggregation::Geometric { .. } => &geometric::NOTE,
            Aggregation::Harmonic { .. } => &harmonic::NOTE,
            Aggregation::PowerMean { .. } => &power_mean::NOTE,
            Aggregation::WeightedMedian { .. } => &weighted_median::NOTE,
            Aggregation::Owa { .. } => &ordered_weighted::NOTE,
            Aggregation::MeanMin { .. } => &mean_min::NOTE,
            Aggregation::MazziottaPareto { .. } => &mazziotta_pareto::NOTE,
            Aggregation::AdjustedMazziottaPareto { .. } => &mazziotta_pareto::ADJUSTED,
            Aggregation::BenefitOfTheDoubt { .. } => &benefit_of_the_doubt::NOTE,
        }
    }

    /// Its name with its parameters, for tables and explanations.
    #[must_use]
    pub fn name(&self) -> Text {
        let name = self.note().name;
        let (zh, en) = match self {
            Aggregation::Arithmetic {} | Aggregation::Geometric { .. } | Aggregation::Harmonic { .. } => {
                return Text::new(name.zh, lowered(name.en));
            }
            Aggregation::PowerMean { power, .. } => (format!("p = {power}"), format!("p = {power}")),
            Aggregation::WeightedMedian { form } => form.said(),
            Aggregation::Owa { positions } => positions.said(),
            Aggregation::MeanMin { alpha, beta } => {
                let said = format!("α = {}, β = {beta}", alpha.get());
                (said.clone(), said)
            }
            Aggregation::MazziottaPareto { penalty, deviation, range } => {
                let (zh, en) = mazziotta_pareto::said(*penalty, *deviation);
                let range = range.map(|[low, high]| format!(", {low}–{high}")).unwrap_or_default();
                (format!("{zh}{range}"), format!("{en}{range}"))
            }
            Aggregation::AdjustedMazziottaPareto { penalty, range: [low, high] } => {
                let (zh, en) = mazziotta_pareto::said(*penalty, Deviation::Population);
                (format!("{zh}, {low}–{high}"), format!("{en}, {low}–{high}"))
            }
            Aggregation::BenefitOfTheDoubt { weights, .. } => benefit_of_the_doubt::said(*weights),
        };
        Text::new(format!("{}（{zh}）", name.zh), format!("{} ({en})", lowered(name.en)))
    }

    /// Whether the score always lies between the lowest and the highest of the scores that enter it.
    #[must_use]
    pub fn is_mean(&self) -> bool {
        !matches!(
            self,
            Aggregation::MazziottaPareto { .. }
                | Aggregation::AdjustedMazziottaPareto { .. }
                | Aggregation::BenefitOfTheDoubt { .. }
        )
    }

    /// Whether a child that rises never lowers the score. Mazziotta–Pareto indices do not promise it: a child far above the others
    /// makes the row less balanced. Nor does the interpolated median where weights differ.
    #[must_use]
    pub fn is_monotone(&self) -> bool {
        matches!(self, Aggregation::BenefitOfTheDoubt { .. })
            || self.is_mean()
                && !matches!(self, Aggregation::WeightedMedian { form: MedianForm::Interpolated })
    }

    /// Whether the weights of the children do not count, so that weights that differ would mislead.
    #[must_use]
    pub fn ignores_weights(&self) -> bool {
        match self {
            Aggregation::Owa { positions } => positions.needs_equal_weights(),
            Aggregation::BenefitOfTheDoubt { .. } => true,
            _ => false,
        }
    }
}

/// With a small first letter, unless it is a name.
fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !name.starts_with("Mazziotta") => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}
