//! The one integration-test binary; a module a topic.

mod bundled;
mod data;
mod architecture;
mod definition;
mod rendering;
