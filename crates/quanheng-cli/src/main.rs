//! The command line of Quanheng: reads arguments, makes one library call, prints.
//!
//! Data goes to stdout, everything else to stderr. Exit code 0: fine; 1: it ran and found errors; 2: it could not run.

mod args;
mod commands;
mod language;
mod print;
mod progress;
mod usage;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let language = language::choose(&words, |name| std::env::var(name).ok());
    match args::read(&words, language) {
        Ok(invocation) => commands::run(&invocation).into(),
        Err(error) => usage::explain(&error, language).into(),
    }
}
