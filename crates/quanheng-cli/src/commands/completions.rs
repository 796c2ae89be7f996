use clap_complete::Shell;
use quanheng::vocab::Language;

use super::{Ended, Exit};

/// `quanheng completions SHELL`.
pub(crate) fn run(shell: Shell) -> Ended {
    let mut command = crate::args::command(Language::En);
    clap_complete::generate(shell, &mut command, "quanheng", &mut std::io::stdout());
    Ok(Exit::Fine)
}
