//! The demonstration data: about a thousand invented enterprises over five years, from a fixed seed.
//!
//! [`population`] draws the firms and their paths, one module a topic draws what their forms say, [`typing`] types it the way people
//! do and [`files`] writes it the way departments send it. Nothing in it is a statistic: figures are plausible, no more. The formulas
//! and goalposts the data are meant for are in `indicators/shuangqian`.

mod administration;
mod cell;
mod credit;
mod files;
mod finance;
mod governance;
mod honours;
mod identity;
mod industry;
mod innovation;
mod market;
mod origin;
mod population;
mod random;
mod register;
mod typing;

use std::path::{Path, PathBuf};

use files::File;

/// Writes the demonstration data, or checks that what is there is what would be written.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; fail when a file is missing or differs
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let files = generate()?;
    let folder = folder();
    if arguments.check {
        return check(&folder, &files);
    }
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for file in &files {
        let path = folder.join(file.name);
        std::fs::write(&path, &file.bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// All files that the generator owns; the README beside them is written by hand.
fn generate() -> Result<Vec<File>, String> {
    let firms = population::simulate();
    let mut files = files::all(&firms)?;
    let origin = origin::text(&files);
    files.push(File { name: "origin.toml", bytes: origin.into_bytes() });
    Ok(files)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/shuangqian-demo/2025")
}

fn check(folder: &Path, files: &[File]) -> Result<(), String> {
    let stale: Vec<&str> = files
        .iter()
        .filter(|file| std::fs::read(folder.join(file.name)).ok().as_deref() != Some(&file.bytes[..]))
        .map(|file| file.name)
        .collect();
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("stale: {}\nhint: run `cargo xtask demo-data`", stale.join(", ")))
    }
}

#[cfg(test)]
mod tests;
