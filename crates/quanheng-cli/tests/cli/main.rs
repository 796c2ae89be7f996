//! The command line as people meet it: what is typed, what is printed where, how it ends.
#![expect(clippy::unwrap_used, reason = "what is shared between tests fails like a test")]

mod commands;
mod desk;
mod diagnosis;
mod help;
mod outputs;
mod sensitivity;
mod usage;
