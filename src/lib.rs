//! Quanheng (权衡) builds, scores and defends evaluation indicator systems.

pub mod aggregation;
pub mod definition;
pub mod diagnostic;
pub mod framework;
pub mod imputation;
pub mod normalisation;
pub mod panel;
pub mod ranking;
pub mod report;
pub mod scorecard;
pub mod statistics;
pub mod study;
pub mod treatment;
pub mod vocab;
pub mod weighting;
