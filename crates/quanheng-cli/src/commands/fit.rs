use std::path::Path;

use quanheng::study::{Step, only_a_scorecard};

use super::{Ended, Exit, load, read};
use crate::args::Invocation;
use crate::print;
use crate::progress::Progress;

/// `quanheng fit STUDY`.
pub(crate) fn run(invocation: &Invocation, study: &Path, out: Option<&Path>) -> Ended {
    let study = load(invocation, study)?;
    if let Some(out) = out {
        study.refuse_input(out, &[]).and_then(|()| only_a_scorecard(out)).map_err(|problem| vec![problem])?;
    }
    let progress = Progress::new(invocation);
    let loaded = read(invocation, study, &progress)?;
    progress.step(Step::Fit);
    let fitted = loaded.fit()?;
    drop(progress);
    print::findings(invocation, fitted.scorecard.definition(), &fitted.findings);
    print::file_or_stdout(out, fitted.scorecard.to_json().as_bytes())?;
    Ok(Exit::Fine)
}
