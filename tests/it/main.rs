//! The one integration-test binary; a module a topic.

mod bundled;
mod data;
mod definition;
mod rendering;
