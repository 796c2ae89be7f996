//! The one integration-test binary; a module a topic.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what is shared between tests fails like a test")]

mod aggregations;
mod architecture;
mod bundled;
mod data;
mod definition;
mod diagnosis;
mod experts;
mod explaining;
mod figures;
mod fixture;
mod following;
mod golden;
mod judgements;
mod laws;
mod oracles;
mod published;
mod ranking_laws;
mod rankings;
mod references;
mod rendering;
mod report;
mod rounding;
mod scoring;
mod social_choice;
mod steps;
mod study;
mod tai;
mod treatment;
mod treatment_cards;
mod weighting;
