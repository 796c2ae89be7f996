use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A part of a whole, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "f64", into = "f64")]
#[schemars(with = "f64", extend("minimum" = 0.0, "maximum" = 1.0))]
pub struct Share(f64);

impl Share {
    /// Nothing of it.
    pub const ZERO: Share = Share(0.0);
    /// All of it.
    pub const ONE: Share = Share(1.0);

    /// Checks that a number is a share.
    ///
    /// # Errors
    /// [`OutOfRange`] when the number is below 0, above 1 or not a number.
    pub fn new(share: f64) -> Result<Self, OutOfRange> {
        if (0.0..=1.0).contains(&share) { Ok(Share(share)) } else { Err(OutOfRange { given: share }) }
    }

    /// The number, from 0 to 1.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Share {
    type Error = OutOfRange;
    fn try_from(share: f64) -> Result<Self, OutOfRange> {
        Share::new(share)
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> f64 {
        share.0
    }
}

/// A number that cannot be a [`Share`].
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{given} is not a share: a number from 0 to 1 is expected")]
pub struct OutOfRange {
    /// What was given.
    pub given: f64,
}
