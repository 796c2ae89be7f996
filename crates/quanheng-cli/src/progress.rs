//! Progress on stderr, when it is a terminal.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use quanheng::study::Step;
use quanheng::vocab::Language;

use crate::args::{Format, Invocation, Verbosity};

/// A bar over the steps of a run, or nothing. It vanishes when dropped.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    language: Language,
}

impl Progress {
    pub(crate) fn new(invocation: &Invocation) -> Self {
        let wanted = invocation.verbosity == Verbosity::Normal && invocation.format == Format::Text;
        let bar = (wanted && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(Step::ALL.len() as u64);
            if let Ok(style) =
                ProgressStyle::with_template("{spinner} [{bar:30}] {pos}/{len} {msg} ({elapsed})")
            {
                bar.set_style(style.progress_chars("━━╌"));
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Progress { bar, language: invocation.language }
    }

    pub(crate) fn step(&self, step: Step) {
        if let Some(bar) = &self.bar {
            bar.set_position(Step::ALL.iter().position(|s| *s == step).unwrap_or(0) as u64);
            bar.set_message(step.name().get(self.language).to_owned());
        }
    }

    /// Takes the bar away while something is printed.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
