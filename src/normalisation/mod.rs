//! Normalisation: from a value in its own unit of measure to a score on the framework's scale.
//!
//! [`Normalisation`] is the choice as written; fitting it to the base gives a [`Normaliser`]: frozen parameters that apply to one
//! value at a time. A few frozen forms serve all methods, and the direction is folded in on fit; an indicator that is best at one value
//! or inside an interval ([`Aim`]) is normalised by its distance to it, as a cost. One file a method; the frozen forms are in `curve`,
//! `steps`, `affine`, `ecdf`, `ratio`, `exponential`, `logarithm`, `placed`, `bands` and `distance`. Nothing here sees a panel or a
//! framework: numbers in, numbers out.

mod above_below_mean;
mod affine;
mod aim;
mod anchors;
mod bands;
mod base_goalposts;
mod borda;
mod categories;
mod curve;
mod distance;
mod distance_to_max;
mod distance_to_target;
mod distance_to_unit;
mod each_period;
mod ecdf;
mod efficacy;
mod enhanced_accuracy;
mod exponential;
mod facts;
mod fit;
mod five_band;
mod goalposts;
mod index;
mod logarithm;
mod logarithmic;
mod min_max;
mod normaliser;
mod note;
mod parameters;
mod percentile;
mod placed;
mod rank;
mod ratio;
mod ratio_to_mean;
mod ratio_to_target;
mod reference_goalposts;
mod share_of_max;
mod steps;
mod sum;
mod t_score;
mod tiers;
mod trapezoid;
mod vector;
mod working;
mod z_score;
mod zavadskas_turskis;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use affine::Affine;
pub use aim::Aim;
pub use bands::Bands;
pub use curve::{Curve, Segment};
pub use distance::Distance;
pub(crate) use each_period::{PERIOD, REFERENCE};
pub use ecdf::Ecdf;
pub use exponential::Exponential;
pub(crate) use facts::Peers;
pub use logarithm::Logarithm;
pub(crate) use normaliser::Kernel;
pub use normaliser::{Normaliser, Side};
pub use note::NOTES;
pub use parameters::{
    AnchorGroup, Axis, Centre, CostForm, Deviation, Hurdle, Outside, Periods, RankShare, StandardGroup,
    StandardGroups, Standards, Tier, Ties,
};
pub use placed::Placed;
pub use ratio::Ratio;
pub use steps::{Edge, Steps};
pub use working::NormalisedRow;

use crate::vocab::{Id, Share};

/// Normalisation as written in a definition. Values are in the card's unit of measure, scores on the framework's scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Normalisation {
    /// Two fixed values between which the score runs from one end of the scale to the other.
    Goalposts {
        /// The lower value.
        low: f64,
        /// The higher value.
        high: f64,
        /// Linear, or linear in the logarithm.
        #[serde(default)]
        axis: Axis,
        /// What happens beyond them.
        #[serde(default)]
        outside: Outside,
    },
    /// The same with two quantiles (type 7) of the base.
    BaseGoalposts {
        /// Share of the base below the lower value.
        low: Share,
        /// Share of the base below the higher value.
        high: Share,
        /// Linear, or linear in the logarithm.
        #[serde(default)]
        axis: Axis,
        /// What happens beyond them.
        #[serde(default)]
        outside: Outside,
        /// A class of its own at the bottom, usually zero.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hurdle: Option<Hurdle>,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer values in the base that enter the quantiles uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// The lowest and highest value of the base.
    MinMax {
        /// The scores of the worst and the best value; left out: the ends of the scale.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<[f64; 2]>,
        /// What happens beyond them.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// A piecewise linear curve from value to score.
    Anchors {
        /// Pairs of value and score, values strictly increasing.
        anchors: Vec<[f64; 2]>,
        /// Linear, or linear in the logarithm.
        #[serde(default)]
        axis: Axis,
        /// What happens beyond the first and last.
        #[serde(default)]
        outside: Outside,
        /// Other curves for some peer groups; the first that fits counts.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<AnchorGroup>,
    },
    /// Full score inside an interval, falling to the bottom on each side.
    Trapezoid {
        /// At or below it the score is at the bottom; left out: the low side stays full.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zero_below: Option<f64>,
        /// From here the score is full.
        full_from: f64,
        /// Up to here the score is full.
        full_to: f64,
        /// At or above it the score is at the bottom; left out: the high side stays full.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zero_above: Option<f64>,
    },
    /// Ordered classes, each with its own score: the score of the highest class that the value reaches.
    Tiers {
        /// The classes, in any order.
        tiers: Vec<Tier>,
    },
    /// Centre + spread × (x − mean) / standard deviation of the base; the direction is folded in.
    ZScore {
        /// Score of the mean of the base.
        centre: f64,
        /// Points for one standard deviation.
        spread: f64,
        /// Which standard deviation.
        #[serde(default, skip_serializing_if = "Deviation::is_sample")]
        deviation: Deviation,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// 50 + 10 × (x − mean) / standard deviation of the base.
    TScore {
        /// Which standard deviation.
        #[serde(default, skip_serializing_if = "Deviation::is_sample")]
        deviation: Deviation,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// Share of the base below the value, ties half, over the scale: always relative to the base's sample.
    Percentile {
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// The share in the Euclidean norm of the base.
    Vector {
        /// How less becomes better; required where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cost: Option<CostForm>,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// The share in the sum of the base.
    Sum {
        /// How less becomes better; required where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cost: Option<CostForm>,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// The share of the largest value of the base, or the smallest over the value.
    ShareOfMax {
        /// How less becomes better; required where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cost: Option<CostForm>,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// Multiples of the mean of the base; the mean gets the best score of the scale.
    RatioToMean {
        /// How less becomes better; required where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cost: Option<CostForm>,
        /// The greatest ratio that counts; left out: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<f64>,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// An index: 100 × the value over a reference of the base, or the reverse where less is better.
    Index {
        /// Which number of the base is the reference; left out: the mean.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Centre>,
        /// A given reference in its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<f64>,
        /// The greatest ratio that counts; left out: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<f64>,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// The proportion of a given target that is reached; the target gets the best score of the scale.
    RatioToTarget {
        /// The target, above 0.
        target: f64,
        /// The greatest ratio that counts; left out: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<f64>,
    },
    /// From the worst value of the base to its best: the scores of min–max.
    DistanceToMax {
        /// What happens beyond the ends.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// From the worst value of the base to what a reference unit had there.
    DistanceToUnit {
        /// The id of the unit in the data.
        #[schemars(length(min = 1))]
        unit: String,
        /// What happens beyond the ends.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// From the worst value of the base to a given target.
    DistanceToTarget {
        /// The target.
        target: f64,
        /// What happens beyond the ends.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// The rank among the base ÷ its number of values.
    Rank {
        /// Which rank equal values get.
        #[serde(default)]
        ties: Ties,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// Borda points: (rank − 1) ÷ (n − 1).
    Borda {
        /// Which rank equal values get.
        #[serde(default)]
        ties: Ties,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// Classes cut at quantiles (type 7) of the base.
    Categories {
        /// Shares of the base below each cut, ascending.
        cuts: Vec<Share>,
        /// The scores from the worst class to the best: one more than cuts.
        scores: Vec<f64>,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// Best, middle or worst score above, near or below the mean of the base.
    AboveBelowMean {
        /// Nearer to the mean than this share of it is near.
        threshold: Share,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// A reference in the middle of the scale, half the range of the base on each side: the goalposts of the adjusted MPI.
    ReferenceGoalposts {
        /// Which number of the base is the reference; left out: the mean.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Centre>,
        /// A given reference in its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<f64>,
        /// What happens beyond the ends.
        #[serde(default = "extend")]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// The share of the logarithm in the sum of logarithms of the base.
    Logarithmic {
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// One minus the share of the distance to the best in the sum of distances of the base.
    EnhancedAccuracy {
        /// What happens beyond the ends.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// One minus the distance to the best value of the base relative to it.
    ZavadskasTurskis {
        /// What happens beyond the ends.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// 60–100 efficacy along a line.
    LinearEfficacy {
        /// The lower value; left out, as `high` then is: the lowest of the base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low: Option<f64>,
        /// The higher value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        high: Option<f64>,
        /// The score of the value that is not acceptable; left out: 60 % up the scale.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
        /// What happens beyond the ends.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// 60–100 efficacy along a geometric curve.
    ExponentialEfficacy {
        /// The lower value; left out, as `high` then is: the lowest of the base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low: Option<f64>,
        /// The higher value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        high: Option<f64>,
        /// The score of the value that is not acceptable; left out: 60 % up the scale.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
        /// What happens beyond the ends.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// 60–100 efficacy along a line over the logarithm.
    LogarithmicEfficacy {
        /// The lower value; left out, as `high` then is: the lowest of the base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low: Option<f64>,
        /// The higher value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        high: Option<f64>,
        /// The score of the value that is not acceptable; left out: 60 % up the scale.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<f64>,
        /// What happens beyond the ends.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
        /// Whether the base periods are put together or each is fitted apart.
        #[serde(default, skip_serializing_if = "Periods::is_pooled")]
        periods: Periods,
    },
    /// Five bands of standard values: basic points of the band plus an adjustment for the place in it.
    FiveBand {
        /// The standard values for all; may be left out where the table of `groups` has a row for all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standards: Option<Standards>,
        /// The shares of the scale at the five values, from excellent to poor.
        #[serde(default = "standard_coefficients", skip_serializing_if = "are_standard")]
        coefficients: [f64; 5],
        /// Other standard values for some peer groups, a list or a table; the first that fits counts.
        #[serde(default, skip_serializing_if = "StandardGroups::is_empty")]
        groups: StandardGroups,
    },
}

fn default_min_group() -> u32 {
    30
}

fn extend() -> Outside {
    Outside::Extend
}

fn standard_coefficients() -> [f64; 5] {
    [1.0, 0.8, 0.6, 0.4, 0.2]
}

fn are_standard(coefficients: &[f64; 5]) -> bool {
    *coefficients == standard_coefficients()
}
