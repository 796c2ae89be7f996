//! Everything that is printed: data on stdout, the rest on stderr.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use quanheng::diagnostic::{Diagnostic, Place, Severity, Style, render_all};
use quanheng::scorecard::Finding;
use serde::Serialize;

use crate::args::{Format, Invocation, Verbosity};

/// A result for reading.
pub(crate) fn line(text: &str) {
    // A closed pipe is the reader's choice, not an error.
    let _ = writeln!(std::io::stdout().lock(), "{}", text.trim_end());
}

/// A result for programs.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) {
    line(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// Diagnostics on stderr, as text or as JSON; notes only when asked for more than quiet.
pub(crate) fn diagnostics(invocation: &Invocation, all: &[Diagnostic]) {
    let quiet = invocation.verbosity == Verbosity::Quiet;
    let shown: Vec<Diagnostic> = all.iter().filter(|d| !quiet || d.severity > Severity::Note).cloned().collect();
    if shown.is_empty() {
        return;
    }
    let mut stderr = std::io::stderr().lock();
    if invocation.format == Format::Json {
        let _ = writeln!(stderr, "{}", serde_json::to_string_pretty(&shown).unwrap_or_default());
        return;
    }
    let colour = stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let style = if colour { Style::Colour } else { Style::Plain };
    let text = render_all(&shown, invocation.language, style, |file| std::fs::read_to_string(file).ok());
    let _ = write!(stderr, "{text}");
}

/// Findings of a fit or a score on stderr, one line each.
pub(crate) fn findings(invocation: &Invocation, findings: &[Finding]) {
    let least = if invocation.verbosity == Verbosity::Quiet { Severity::Error } else { Severity::Warning };
    let mut stderr = std::io::stderr().lock();
    for finding in findings.iter().filter(|f| f.severity >= least) {
        let text = finding.message.get(invocation.language);
        let _ = writeln!(stderr, "[{}] {text}", finding.code.0);
    }
}

/// Writes a file, or stdout when none is named.
pub(crate) fn file_or_stdout(path: Option<&Path>, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    let Some(path) = path else {
        let _ = std::io::stdout().lock().write_all(bytes);
        return Ok(());
    };
    write_whole(path, bytes).map_err(|error| {
        let shown = path.display();
        let zh = format!("写不了文件（{error}）");
        let problem = Diagnostic::error("out007", zh, format!("the file cannot be written ({error})"));
        vec![problem.at(Place::File { file: shown.to_string() })]
    })
}

/// Beside its place first, so that a full disk leaves the old file whole.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".partial");
    let aside = Path::new(&aside);
    let written = std::fs::write(aside, bytes).and_then(|()| std::fs::rename(aside, path));
    if written.is_err() {
        // What is left of an attempt that failed is of no use.
        let _ = std::fs::remove_file(aside);
    }
    written
}
