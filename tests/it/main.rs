//! The one integration-test binary; a module a topic.

mod architecture;
mod definition;
mod explaining;
mod fixture;
mod laws;
mod references;
mod scoring;
