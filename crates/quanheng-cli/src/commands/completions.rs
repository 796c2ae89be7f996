use std::io::Write as _;

use clap_complete::Shell;
use quanheng::vocab::Language;

use super::{Ended, Exit};

/// `quanheng completions SHELL`.
pub(crate) fn run(language: Language, shell: Shell) -> Ended {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut crate::args::command(language), "quanheng", &mut script);
    // A closed pipe is the reader's choice, not an error.
    let _ = std::io::stdout().lock().write_all(&script);
    Ok(Exit::Fine)
}
