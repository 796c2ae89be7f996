//! `xtask methods`: the method reference in English and Chinese, from the notes that stand beside the methods.
//!
//! Which stages there are says [`stages`]; how a page is written, [`page`].

mod page;
mod stages;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::PathBuf;

use quanheng::vocab::Language;

use self::page::page;
use self::stages::stages;

/// What `xtask methods` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail when a file differs
    #[arg(long)]
    check: bool,
    /// The folder
    #[arg(long, default_value = "docs")]
    out: PathBuf,
}

/// The two pages by their names.
fn pages() -> [(&'static str, String); 2] {
    let stages = stages();
    [("methods.md", page(&stages, Language::En)), ("methods.zh-CN.md", page(&stages, Language::Zh))]
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    for (name, text) in pages() {
        let path = arguments.out.join(name);
        let shown = path.display();
        if arguments.check {
            let written = fs::read_to_string(&path).map_err(|error| format!("{shown}: {error}"))?;
            if written != text {
                return Err(format!("{shown} is out of date: run `cargo xtask methods`"));
            }
            continue;
        }
        fs::write(&path, text).map_err(|error| format!("{shown}: {error}"))?;
    }
    Ok(())
}
