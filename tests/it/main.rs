//! The one integration-test binary; a module a topic.

mod architecture;
mod data;
mod definition;
mod figures;
mod rendering;
