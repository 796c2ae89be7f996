//! Everything that is printed: data on stdout, the rest on stderr.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use quanheng::diagnostic::{Diagnostic, Severity, Style, render_all};
use quanheng::framework::Framework;
use quanheng::scorecard::Finding;
use quanheng::vocab::Language;
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

/// Diagnostics on stderr, as text or as one line of JSON each; notes only without `--quiet`.
pub(crate) fn diagnostics(invocation: &Invocation, all: &[Diagnostic]) {
    let quiet = invocation.verbosity == Verbosity::Quiet;
    let shown: Vec<Diagnostic> =
        all.iter().filter(|d| !quiet || d.severity > Severity::Note).cloned().collect();
    if shown.is_empty() {
        return;
    }
    if invocation.format == Format::Json {
        return json_lines(&shown);
    }
    let mut stderr = std::io::stderr().lock();
    let colour = stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let style = if colour { Style::Colour } else { Style::Plain };
    let text = render_all(&shown, invocation.language, style, |file| std::fs::read_to_string(file).ok());
    let _ = write!(stderr, "{text}");
}

/// Findings of a fit or a score on stderr: as text one line a kind, with the first of the kind and how many more there are.
pub(crate) fn findings(invocation: &Invocation, framework: &Framework, findings: &[Finding]) {
    let shown: Vec<&Finding> = findings.iter().filter(|f| f.severity >= Severity::Warning).collect();
    if invocation.format == Format::Json {
        return json_lines(&shown);
    }
    let mut kinds: Vec<(&Finding, usize)> = Vec::new();
    for finding in shown {
        match kinds.iter_mut().find(|(first, _)| first.code == finding.code) {
            Some((_, count)) => *count += 1,
            None => kinds.push((finding, 1)),
        }
    }
    let zh = invocation.language == Language::Zh;
    let mut stderr = std::io::stderr().lock();
    for (first, count) in kinds {
        let word = match (first.severity, zh) {
            (Severity::Error, true) => "错误",
            (Severity::Error, false) => "error",
            (_, true) => "警告",
            (_, false) => "warning",
        };
        let scene = scene(invocation.language, framework, first);
        let text = first.message.get(invocation.language);
        let more = match (count - 1, zh) {
            (0, _) => String::new(),
            (more, true) => format!("（同类还有 {more} 项）"),
            (more, false) => format!(" (and {more} more of this kind)"),
        };
        let _ =
            writeln!(stderr, "{word}[{}]{}{scene}{text}{more}", first.code.0, if zh { "：" } else { ": " });
    }
}

/// Which indicator and period a finding is about.
fn scene(language: Language, framework: &Framework, finding: &Finding) -> String {
    let node = finding.node.as_ref().map(|id| {
        let node = framework.find(id.as_str()).map(|at| framework.node(at).name.get(language));
        node.unwrap_or(id.as_str()).to_owned()
    });
    let parts: Vec<String> =
        node.into_iter().chain(finding.period.map(|period| period.to_string())).collect();
    match (parts.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::Zh) => format!("{}：", parts.join(" ")),
        (false, Language::En) => format!("{}: ", parts.join(" ")),
    }
}

fn json_lines<T: Serialize>(all: &[T]) {
    let mut stderr = std::io::stderr().lock();
    for one in all {
        let _ = writeln!(stderr, "{}", serde_json::to_string(one).unwrap_or_default());
    }
}

/// Writes a file, or stdout when none is named.
pub(crate) fn file_or_stdout(path: Option<&Path>, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    match path {
        Some(path) => quanheng::study::write_file(path, bytes).map_err(|problem| vec![problem]),
        None => {
            let _ = std::io::stdout().lock().write_all(bytes);
            Ok(())
        }
    }
}
