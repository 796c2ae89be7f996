use std::path::Path;

use super::{Ended, Exit, load, read};
use crate::args::Invocation;
use crate::print;

/// `quanheng fit STUDY`.
pub(crate) fn run(invocation: &Invocation, study: &Path, out: Option<&Path>) -> Ended {
    let loaded = read(invocation, load(invocation, study)?)?;
    let fitted = loaded.fit()?;
    print::findings(invocation, &fitted.findings);
    print::file_or_stdout(out, fitted.scorecard.to_json().as_bytes())?;
    Ok(Exit::Fine)
}
