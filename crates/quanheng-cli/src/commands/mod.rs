//! One file a command.

mod check;
mod completions;
mod diagnose;
mod explain;
mod fit;
mod new;
mod run;
mod score;
mod sensitivity;
mod verify;

use std::process::ExitCode;

use quanheng::diagnostic::{Diagnostic, any_error};
use quanheng::study::{Loaded, Step, Study};

use crate::args::{Invocation, Request};
use crate::print;
use crate::progress::Progress;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did what was asked, and found no error.
    Fine,
    /// It did what was asked, and found errors.
    Findings,
    /// It could not do what was asked.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::CouldNotRun => 2,
        })
    }
}

/// Does what is asked.
pub(crate) fn run(invocation: &Invocation) -> Exit {
    if let Some(threads) = invocation.threads {
        // Fails only when a pool exists already, which this is too early for.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let done = match &invocation.request {
        Request::Run { study, out, steps } => run::run(invocation, study, out.as_deref(), *steps),
        Request::Check { path } => check::run(invocation, path),
        Request::Fit { study, out } => fit::run(invocation, study, out.as_deref()),
        Request::Score { study, scorecard, out, steps } => {
            score::run(invocation, study, scorecard, out.as_deref(), *steps)
        }
        Request::Explain { study, unit, period, node, touches } => explain::run(
            invocation,
            study,
            &explain::Question {
                unit,
                period: period.as_deref(),
                node: node.as_deref(),
                touches: touches.as_deref(),
            },
        ),
        Request::Diagnose { study, out } => diagnose::run(invocation, study, out.as_deref()),
        Request::Sensitivity { study, out, draws, seed, replicate } => sensitivity::run(
            invocation,
            study,
            sensitivity::Words { out: out.as_deref(), draws: *draws, seed: *seed, replicate: *replicate },
        ),
        Request::New { folder } => new::run(invocation, folder),
        Request::Verify { study, out } => verify::run(invocation, study, out.as_deref()),
        Request::Completions { shell } => completions::run(invocation.language, *shell),
    };
    done.unwrap_or_else(|problems| {
        print::diagnostics(invocation, &problems);
        Exit::CouldNotRun
    })
}

/// What a command ends with: an exit, or what stopped it.
pub(crate) type Ended = Result<Exit, Vec<Diagnostic>>;

/// Reads a study, printing what is not an error; errors stop.
fn load(invocation: &Invocation, path: &std::path::Path) -> Result<Study, Vec<Diagnostic>> {
    let (study, found) = Study::load(path);
    settle(invocation, study, found)
}

/// Reads a study's data in the same way.
fn read(invocation: &Invocation, study: Study, progress: &Progress) -> Result<Loaded, Vec<Diagnostic>> {
    progress.step(Step::Read);
    let (loaded, found) = study.read();
    progress.aside(|| settle(invocation, loaded, found))
}

fn settle<T>(
    invocation: &Invocation,
    value: Option<T>,
    found: Vec<Diagnostic>,
) -> Result<T, Vec<Diagnostic>> {
    match value {
        Some(value) if !any_error(&found) => {
            print::diagnostics(invocation, &found);
            Ok(value)
        }
        _ => Err(found),
    }
}
