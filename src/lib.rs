//! Quanheng (权衡) builds, scores and defends evaluation indicator systems.

pub mod diagnostic;
pub mod panel;
pub mod report;
pub mod vocab;
