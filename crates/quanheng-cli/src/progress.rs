//! Progress on stderr, when it is a terminal.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use quanheng::sensitivity::Stage;
use quanheng::study::{Heard, Step};
use quanheng::vocab::Language;

use crate::args::{Format, Invocation, Verbosity};

/// A bar over the steps of a run, or nothing. It vanishes when dropped.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    language: Language,
    runs: Mutex<Runs>,
}

/// How far a sensitivity analysis is.
#[derive(Debug, Default)]
struct Runs {
    work: Vec<(Stage, u32)>,
    stage: Option<Stage>,
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
        Progress { bar, language: invocation.language, runs: Mutex::default() }
    }

    pub(crate) fn step(&self, step: Step) {
        if let Some(bar) = &self.bar {
            bar.set_position(Step::ALL.iter().position(|s| *s == step).unwrap_or(0) as u64);
            bar.set_message(step.name().get(self.language).to_owned());
        }
    }

    /// Runs of a sensitivity analysis, stage by stage, with the time that is left.
    pub(crate) fn heard(&self, heard: Heard) {
        let Some(bar) = &self.bar else { return };
        let Ok(mut runs) = self.runs.lock() else { return };
        match heard {
            Heard::Work(work) => {
                if let Ok(style) = ProgressStyle::with_template(
                    "{spinner} [{bar:30}] {human_pos}/{human_len} {msg} ({elapsed}, {eta})",
                ) {
                    bar.set_style(style.progress_chars("━━╌"));
                }
                runs.work = work;
            }
            Heard::Done(stage, more) => {
                if runs.stage != Some(stage) {
                    runs.stage = Some(stage);
                    let of = runs.work.iter().find(|(known, _)| *known == stage);
                    bar.reset();
                    bar.set_length(of.map_or(1, |(_, runs)| u64::from(*runs)));
                    bar.set_message(stage.name().get(self.language).to_owned());
                }
                bar.inc(u64::from(more));
            }
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
