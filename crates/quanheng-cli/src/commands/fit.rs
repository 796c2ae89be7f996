use std::path::Path;

use quanheng::study::Step;

use super::{Ended, Exit, load, read};
use crate::args::Invocation;
use crate::print;
use crate::progress::Progress;

/// `quanheng fit STUDY`.
pub(crate) fn run(invocation: &Invocation, study: &Path, out: Option<&Path>) -> Ended {
    let study = load(invocation, study)?;
    let progress = Progress::new(invocation);
    let loaded = read(invocation, study, &progress)?;
    progress.step(Step::Fit);
    let fitted = loaded.fit()?;
    drop(progress);
    print::findings(invocation, fitted.scorecard.definition(), &fitted.findings);
    print::file_or_stdout(out, fitted.scorecard.to_json().as_bytes())?;
    Ok(Exit::Fine)
}
