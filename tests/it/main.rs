//! The one integration-test binary; a module a topic.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what is shared between tests fails like a test")]

mod adjustments;
mod aggregations;
mod architecture;
mod bundled;
mod crossing;
mod data;
mod definition;
mod diagnosis;
mod explaining;
mod figures;
mod fixture;
mod golden;
mod imputation;
mod judgements;
mod laws;
mod normalisations;
mod normalising;
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
mod traps;
mod treatment;
mod treatment_cards;
mod weighting;
