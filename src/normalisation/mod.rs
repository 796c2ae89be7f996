//! Normalisation: from a value in its own unit of measure to a score on the framework's scale.
//!
//! [`Normalisation`] is the choice as written; fitting it to the base gives a [`Normaliser`]: frozen parameters that apply to one
//! value at a time. Four frozen forms serve all methods, and the direction is folded in on fit. One file a method; the frozen forms
//! are in `curve`, `steps`, `affine` and `ecdf`. Nothing here sees a panel or a framework: numbers in, numbers out.

mod affine;
mod anchors;
mod base_goalposts;
mod curve;
mod ecdf;
mod fit;
mod goalposts;
mod min_max;
mod normaliser;
mod percentile;
mod steps;
mod tiers;
mod trapezoid;
mod z_score;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use affine::Affine;
pub use curve::{Curve, Segment};
pub use ecdf::Ecdf;
pub(crate) use normaliser::Kernel;
pub use normaliser::{Normaliser, Side};
pub use steps::Steps;

use crate::vocab::{Id, Share, Text};

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
    },
    /// The lowest and highest value of the base.
    MinMax {
        /// What happens beyond them.
        #[serde(default)]
        outside: Outside,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
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
    /// Centre + spread × (x − mean) / standard deviation (n − 1) of the base; the direction is folded in.
    ZScore {
        /// Score of the mean of the base.
        centre: f64,
        /// Points for one standard deviation.
        spread: f64,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
    /// Share of the base below the value, ties half, over the scale: always relative to the base's sample.
    Percentile {
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
}

/// How distances between values are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// As they are.
    #[default]
    Linear,
    /// By the natural logarithm; values must be positive.
    Log,
}

/// What a value beyond the ends of a curve scores. Both are counted as findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outside {
    /// The score of the end.
    #[default]
    Clamp,
    /// The line goes on, beyond the scale.
    Extend,
}

/// A class of its own at the bottom: values at or below `at` get `score` and stay out of the quantiles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hurdle {
    /// In the card's unit of measure.
    pub at: f64,
    /// On the framework's scale.
    pub score: f64,
}

/// A curve for some peer groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnchorGroup {
    /// Attribute → the values it is for; all attributes must fit.
    pub when: BTreeMap<Id, Vec<String>>,
    /// Pairs of value and score, values strictly increasing.
    pub anchors: Vec<[f64; 2]>,
}

/// One class of [`Normalisation::Tiers`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The least value of the class.
    pub at: f64,
    /// Its score.
    pub score: f64,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

fn default_min_group() -> u32 {
    30
}
