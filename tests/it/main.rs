//! The one integration-test binary; a module a topic.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what is shared between tests fails like a test")]

mod architecture;
mod bundled;
mod data;
mod definition;
mod explaining;
mod figures;
mod fixture;
mod judgements;
mod laws;
mod published;
mod references;
mod rendering;
mod report;
mod scoring;
mod study;
mod weighting;
