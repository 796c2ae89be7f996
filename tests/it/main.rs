//! The one integration-test binary; a module a topic.

mod architecture;
mod bundled;
mod data;
mod definition;
mod explaining;
mod figures;
mod fixture;
mod laws;
mod published;
mod references;
mod rendering;
mod scoring;
mod weighting;
