//! The one integration-test binary; a module a topic.

mod data;
mod definition;
mod figures;
mod rendering;
