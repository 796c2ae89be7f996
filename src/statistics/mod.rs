//! Facts about a base sample: order statistics, moments, and constants that differ by peer group.
//!
//! A [`Sample`] keeps its values sorted, so that every number taken from it is the same however the sample was put together.
//! Nothing here knows what the values mean. Read next: [`crate::normalisation`], which fits its curves to samples.

pub(crate) mod chi_squared;
pub(crate) mod correlation;
mod grouped;
mod sample;
mod sums;
pub(crate) mod symmetric;

pub use grouped::{Fallback, FallbackReason, Group, Grouped, GroupedFit, GroupedSample, PeerGroup};
pub use sample::{Sample, Undetermined};
