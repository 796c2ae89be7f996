//! Imputation: what stands in for a missing value. Constants, limits, donors and models come from the base and are frozen; what looks at
//! other years looks at the same unit only, and not into the future of the base. An imputed value never counts as observed, and only
//! observed values serve as sources, so that neither the order of indicators nor that of units matters.
//!
//! [`Imputation`] is a step as written, [`Imputer`] what it freezes to, [`Reliability`] how far its values can be relied on. This module
//! sees numbers only: which row of which file they come from is known to [`crate::scorecard`].

mod by_row;
mod carry_forward;
mod donors;
mod em_normal;
mod group_mean;
mod group_median;
mod imputer;
mod interpolation;
mod mean;
mod median;
mod nearest_neighbours;
mod ratio;
mod reliability;

pub use by_row::{ByRow, Place};
pub use carry_forward::latest;
pub use donors::{DonorAttribute, DonorColumn, DonorRow, Donors};
pub use em_normal::{NormalFit, NormalModel};
pub use imputer::{Given, Imputer, ImputerFit, Models, Other, Remark, Side};
pub use interpolation::{Interpolated, Near, interpolate};
pub use nearest_neighbours::{Feature, NearestNeighbours, Neighbour, Neighbourhood, Wanted};
pub use reliability::Reliability;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{Id, MethodNote};

/// What the method reference says of each step.
pub const NOTES: &[&MethodNote] = &[
    &carry_forward::NOTE,
    &interpolation::NOTE,
    &mean::NOTE,
    &median::NOTE,
    &group_mean::NOTE,
    &group_median::NOTE,
    &ratio::NOTE,
    &by_row::NOTE,
    &nearest_neighbours::NOTE,
    &em_normal::NOTE,
];

/// One step of a missing policy as written in a definition; the steps are tried in order. No step: the cell stays missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Imputation {
    /// The unit's latest observed value, at most `max_age` years old.
    CarryForward {
        /// Years, at least 1.
        max_age: u32,
    },
    /// On the straight line between the unit's observed values before and after; constant before the first and after the last.
    LinearInterpolation {
        /// What stands before the first and after the last observed value.
        #[serde(default, skip_serializing_if = "is_default")]
        ends: Ends,
        /// The longest gap that is filled, in years from observed value to observed value, at the ends from value to cell; left out: any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_gap: Option<u32>,
        /// Whether values of later years may be used beyond the base.
        #[serde(default, skip_serializing_if = "is_default")]
        later: Later,
    },
    /// The mean of the observed values of the whole base.
    Mean {},
    /// The median of the observed values of the whole base.
    Median {},
    /// The mean of the observed values of the unit's group in the base.
    GroupMean {
        /// Attributes whose values make the groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
    /// The median of the observed values of the unit's group in the base.
    GroupMedian {
        /// Attributes whose values make the groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
    /// The unit's own value of something related, times the ratio of the two sums in the base.
    Ratio {
        /// What it is related to: a formula over declared variables.
        to: String,
        /// Attributes whose values make the groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer rows in the base that have both values uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
    /// Where the unit stands among the extremes of the base on its other indicators of a group, put on this indicator's own.
    ByRow {
        /// Mean or median of the other indicators.
        #[serde(default, skip_serializing_if = "is_default")]
        centre: Centre,
        /// The aggregate whose indicators serve; left out: the parent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Id>,
        /// Fewer observed other indicators give no answer; at least 1.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        min_others: u32,
    },
    /// The value of the `k` most similar units of the base, by Gower's distance over other indicators.
    NearestNeighbours {
        /// How many, at least 1.
        k: u32,
        /// How their values become one.
        #[serde(default, skip_serializing_if = "is_default")]
        value: NeighbourValue,
        /// The indicators that tell how similar units are; left out: those of `within`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        on: Vec<Id>,
        /// The aggregate whose indicators tell it; left out: the parent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Id>,
        /// A unit of the base with fewer indicators in common is passed over; at least 1.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        min_shared: u32,
        /// Attributes whose values make the groups within which neighbours are looked for; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base looks in the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
    /// The expected value given the unit's other indicators, under a multivariate normal distribution fitted by EM.
    EmNormal {
        /// The other indicators; left out: those of `within`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        on: Vec<Id>,
        /// The aggregate whose indicators are the others; left out: the parent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Id>,
        /// The iteration ends when no mean or covariance of the standardised values moves more; above 0.
        #[serde(default = "default_tolerance")]
        tolerance: f64,
        /// The fit is refused when it takes more.
        #[serde(default = "default_iterations")]
        max_iterations: u32,
        /// At every iteration correlations are divided by 1 + ridge; 0, the default, leaves them.
        #[serde(default, skip_serializing_if = "is_default")]
        ridge: f64,
    },
}

/// What stands before the first and after the last observed value of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// The nearest observed value.
    #[default]
    Constant,
    /// Nothing: the cell stays missing.
    Missing,
}

/// Whether values of later years may be used for a row after the base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Later {
    /// No: a row up to the last base period uses values up to that period, a later row earlier values only. A score never changes when
    /// data of later years come.
    #[default]
    Refused,
    /// Yes: scores may change when data of later years come.
    Allowed,
}

/// The centre of some values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Centre {
    /// Their mean.
    #[default]
    Mean,
    /// Their median.
    Median,
}

/// How the values of neighbours become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NeighbourValue {
    /// Their mean.
    #[default]
    Mean,
    /// Their median.
    Median,
    /// Their mean with one over the distance as weight; neighbours at distance 0 count alone.
    InverseDistance,
}

impl Imputation {
    /// What the method reference says of it.
    #[must_use]
    pub fn note(&self) -> &'static MethodNote {
        match self {
            Imputation::CarryForward { .. } => &carry_forward::NOTE,
            Imputation::LinearInterpolation { .. } => &interpolation::NOTE,
            Imputation::Mean {} => &mean::NOTE,
            Imputation::Median {} => &median::NOTE,
            Imputation::GroupMean { .. } => &group_mean::NOTE,
            Imputation::GroupMedian { .. } => &group_median::NOTE,
            Imputation::Ratio { .. } => &ratio::NOTE,
            Imputation::ByRow { .. } => &by_row::NOTE,
            Imputation::NearestNeighbours { .. } => &nearest_neighbours::NOTE,
            Imputation::EmNormal { .. } => &em_normal::NOTE,
        }
    }

    /// The attributes whose values choose between parameters.
    #[must_use]
    pub fn attributes(&self) -> &[Id] {
        match self {
            Imputation::GroupMean { by, .. }
            | Imputation::GroupMedian { by, .. }
            | Imputation::Ratio { by, .. }
            | Imputation::NearestNeighbours { by, .. } => by,
            Imputation::CarryForward { .. }
            | Imputation::LinearInterpolation { .. }
            | Imputation::Mean {}
            | Imputation::Median {}
            | Imputation::ByRow { .. }
            | Imputation::EmNormal { .. } => &[],
        }
    }

    /// The other indicators it asks for: those named, else those of an aggregate (`None`: the parent). `None` where it asks for none.
    #[must_use]
    pub fn others(&self) -> Option<(&[Id], Option<&Id>)> {
        match self {
            Imputation::ByRow { within, .. } => Some((&[], within.as_ref())),
            Imputation::NearestNeighbours { on, within, .. } | Imputation::EmNormal { on, within, .. } => {
                Some((on, within.as_ref()))
            }
            _ => None,
        }
    }

    /// Whether its fit looks at whole rows of the base, not at one indicator at a time.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        matches!(
            self,
            Imputation::Ratio { .. } | Imputation::NearestNeighbours { .. } | Imputation::EmNormal { .. }
        )
    }
}

impl Imputation {
    /// Whether it looks at earlier periods of the unit.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        matches!(self, Imputation::CarryForward { .. } | Imputation::LinearInterpolation { .. })
    }

    /// Whether the card allows it to look at periods after the last one of the base; then the fit keeps them, too.
    #[must_use]
    pub fn looks_ahead(&self) -> bool {
        matches!(self, Imputation::LinearInterpolation { later: Later::Allowed, .. })
    }
}

fn default_min_group() -> u32 {
    10
}

fn default_tolerance() -> f64 {
    1e-11
}

fn default_iterations() -> u32 {
    1000
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(number: &u32) -> bool {
    *number == 1
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
