//! Facts about samples: order statistics, moments, correlations and their tests, and constants that differ by peer group.
//!
//! A [`Sample`] keeps its values sorted, so that every number taken from it is the same however the sample was put together.
//! Nothing here knows what the values mean. Read next: [`crate::normalisation`], which fits its curves to samples.

pub(crate) mod ascending;
pub(crate) mod association;
pub(crate) mod chi_squared;
pub(crate) mod correlation;
pub(crate) mod distribution;
mod grouped;
mod inequality;
pub(crate) mod kendall;
pub(crate) mod moments;
mod normal;
mod sample;
mod smooth;
mod sums;
pub(crate) mod symmetric;
pub(crate) mod vectorised;

pub use association::{Association, CorrelationKind, Gapped, adjusted, associate, associations};
pub use grouped::{Fallback, FallbackReason, Group, Grouped, GroupedFit, GroupedSample, PeerGroup};
pub use inequality::{NoInequality, Theil, gini, theil};
pub use moments::ShapeOfSample;
pub(crate) use normal::normal_quantile;
pub use sample::{Sample, Undetermined};
pub use smooth::{CorrelationRatio, RatioBy, correlation_ratio};
