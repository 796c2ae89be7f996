use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which way an indicator is good. A property of the definition, never of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More is better (正向, benefit).
    Positive,
    /// Less is better (逆向, cost).
    Negative,
    /// Best at one value, worse on both sides (居中型).
    Target,
    /// Best inside an interval, worse on both sides (区间型).
    Interval,
    /// Ordered classes, each with its own score (分档).
    Tiers,
}
