//! `xtask schema`: the JSON Schemas from which editors complete and check the TOML files.

use std::fs;
use std::path::PathBuf;

use quanheng::definition::schemas;

/// What `xtask schema` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail when a file differs
    #[arg(long)]
    check: bool,
    /// The folder
    #[arg(long, default_value = "schema")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    for (name, text) in schemas().into_iter().chain([quanheng::study::schema()]) {
        let path = arguments.out.join(name);
        let shown = path.display();
        if arguments.check {
            let written = fs::read_to_string(&path).map_err(|error| format!("{shown}: {error}"))?;
            if written != text {
                return Err(format!("{shown} is out of date: run `cargo run -p xtask -- schema`"));
            }
            continue;
        }
        fs::create_dir_all(&arguments.out).map_err(|error| format!("{shown}: {error}"))?;
        fs::write(&path, text).map_err(|error| format!("{shown}: {error}"))?;
    }
    Ok(())
}
