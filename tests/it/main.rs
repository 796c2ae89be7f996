//! The one integration-test binary; a module a topic.

mod rendering;
mod data;
mod definition;
