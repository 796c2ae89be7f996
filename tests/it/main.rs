//! The one integration-test binary; a module a topic.

mod architecture;
mod bundled;
mod data;
mod definition;
mod figures;
mod rendering;
