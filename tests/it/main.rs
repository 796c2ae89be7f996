//! The one integration-test binary; a module a topic.

mod architecture;
mod definition;
