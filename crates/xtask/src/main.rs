//! What is generated: `cargo xtask <command>`.

mod demo;
mod methods;
mod schema;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generators of this repository.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The demonstration data of datasets/shuangqian-demo
    DemoData(demo::Arguments),
    /// The method reference docs/methods.md and docs/methods.zh-CN.md
    Methods(methods::Arguments),
    /// The JSON Schemas of the files people write, in schema/
    Schema(schema::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::DemoData(arguments) => demo::run(&arguments),
        Command::Methods(arguments) => methods::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            complain(&message);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "a command says on stderr why it failed")]
fn complain(message: &str) {
    eprintln!("{message}");
}
