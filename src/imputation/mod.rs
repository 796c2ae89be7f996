//! Imputation: what stands in for a missing value. Constants come from the base and are frozen; carrying forward looks only at
//! earlier periods of the same unit. An imputed value never counts as observed.
//!
//! [`Imputation`] is a step as written, [`Imputer`] what it freezes to.

mod carry_forward;
mod group_median;
mod imputer;

pub use carry_forward::latest;
pub use imputer::{Imputer, ImputerFit};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::Id;

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
    /// The median of the observed values of the unit's group in the base.
    GroupMedian {
        /// Attributes whose values make the groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
}

fn default_min_group() -> u32 {
    10
}
