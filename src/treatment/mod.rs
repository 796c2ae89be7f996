//! Treatment of outliers: what is done to a value before it is normalised. Limits come from the base and are frozen.
//!
//! [`Treatment`] is the choice as written, [`Limits`] what it freezes to.

mod winsorise;

pub(crate) use winsorise::treated;
pub use winsorise::{Cut, Limits};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{Id, Share};

/// Treatment as written in a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Treatment {
    /// Values are used as they are.
    #[serde(rename = "none")]
    Untreated {},
    /// Values beyond two quantiles (type 7) of the base are set to them.
    WinsoriseQuantiles {
        /// Share of the base below the lower limit.
        low: Share,
        /// Share of the base below the upper limit.
        high: Share,
        /// Attributes whose values make the peer groups; empty: the whole base.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<Id>,
        /// A group with fewer observed values in the base uses the whole base.
        #[serde(default = "default_min_group")]
        min_group: u32,
    },
}

impl Default for Treatment {
    fn default() -> Self {
        Treatment::Untreated {}
    }
}

fn default_min_group() -> u32 {
    30
}
