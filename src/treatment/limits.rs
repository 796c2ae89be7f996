//! Limits that values are cut at; either end may have none.

use serde::{Deserialize, Serialize};

/// The limits values are cut at, finite and in the card's unit of measure; `low` is not above `high`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Values below it become it; `None`: that end is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Values above it become it; `None`: that end is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

/// At which limit a value was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// It was below the lower limit.
    Low,
    /// It was above the upper limit.
    High,
}

impl Limits {
    /// Both ends; infinite where open.
    #[must_use]
    pub fn span(&self) -> (f64, f64) {
        (self.low.unwrap_or(f64::NEG_INFINITY), self.high.unwrap_or(f64::INFINITY))
    }

    /// Whether nothing is ever cut.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.low.is_none() && self.high.is_none()
    }

    /// The value inside the limits.
    #[must_use]
    pub fn apply(&self, value: f64) -> f64 {
        let (low, high) = self.span();
        let value = if value < low { low } else { value };
        if value > high { high } else { value }
    }

    /// At which limit a value is cut, if at any.
    #[must_use]
    pub fn cut(&self, value: f64) -> Option<Cut> {
        let (low, high) = self.span();
        if value < low {
            Some(Cut::Low)
        } else if value > high {
            Some(Cut::High)
        } else {
            None
        }
    }
}
