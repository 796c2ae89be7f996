use std::fmt::Write as _;

use super::{Diagnostic, Place, Severity};
use crate::vocab::Language;

/// Whether the text carries terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No escape codes: for files, pipes and tests.
    Plain,
    /// ANSI colours.
    Colour,
}

/// The text of one diagnostic, with the line it is about when `source` (the text of its file) is given.
///
/// ```text
/// error[def003]: `aggregation` is `arithmatic`; allowed: arithmetic, geometric, power-mean
///   --> framework.toml:12:18
///    |
/// 12 | aggregation = { method = "arithmatic" }
///    |                          ^^^^^^^^^^^^
///   hint: did you mean `arithmetic`?
/// ```
#[must_use]
pub fn render(diagnostic: &Diagnostic, language: Language, source: Option<&str>, style: Style) -> String {
    let mut out = String::new();
    let word = severity_word(diagnostic.severity, language);
    let paint = Paint { style, severity: diagnostic.severity };
    let message = diagnostic.message.get(language);
    let colon = if language == Language::Zh { "：" } else { ": " };
    let head = format!("{word}[{}]", diagnostic.code.0);
    let _ = writeln!(out, "{}{colon}{}", paint.strong(&head), paint.bold(message));
    if let Some(place) = &diagnostic.place {
        let _ = writeln!(out, "  {} {}", paint.faint("-->"), place.describe(language));
        if let (Some(source), Place::Text { line, column, start, end, .. }) = (source, place) {
            snippet(&mut out, source, Span { line: *line, column: *column, start: *start, end: *end }, paint);
        }
    }
    for (place, word) in &diagnostic.related {
        let place = place.describe(language);
        let _ = writeln!(out, "  {} {place}{colon}{}", paint.faint("-->"), word.get(language));
    }
    if let Some(hint) = &diagnostic.hint {
        let word = if language == Language::Zh { "建议" } else { "hint" };
        let _ = writeln!(out, "  {}{colon}{}", paint.bold(word), hint.get(language));
    }
    out
}

/// All diagnostics, one after another, and a last line that counts them. `source_of` gives the text of a file, if it has any.
pub fn render_all(
    diagnostics: &[Diagnostic],
    language: Language,
    style: Style,
    mut source_of: impl FnMut(&str) -> Option<String>,
) -> String {
    let mut out = String::new();
    let mut cached: Option<(String, Option<String>)> = None;
    for diagnostic in diagnostics {
        let text_place = diagnostic.place.as_ref().filter(|p| matches!(p, Place::Text { .. }));
        let source = text_place.and_then(|place| {
            if cached.as_ref().is_none_or(|(file, _)| file != place.file()) {
                cached = Some((place.file().to_owned(), source_of(place.file())));
            }
            cached.as_ref().and_then(|(_, text)| text.as_deref())
        });
        out += &render(diagnostic, language, source, style);
        out.push('\n');
    }
    let count = |s| diagnostics.iter().filter(|d| d.severity == s).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    match language {
        Language::Zh => {
            let _ = writeln!(out, "共 {errors} 个错误，{warnings} 个警告，{notes} 条提示");
        }
        Language::En => {
            let s = |n| if n == 1 { "" } else { "s" };
            let _ = writeln!(
                out,
                "{errors} error{}, {warnings} warning{}, {notes} note{}",
                s(errors),
                s(warnings),
                s(notes)
            );
        }
    }
    out
}

struct Span {
    line: u32,
    column: u32,
    start: usize,
    end: usize,
}

const LONGEST: usize = 160;

fn snippet(out: &mut String, source: &str, span: Span, paint: Paint) {
    let Some(before) = source.get(..span.start) else { return };
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = source[span.start..].find('\n').map_or(source.len(), |at| span.start + at);
    let text = source[line_start..line_end].trim_end_matches('\r');
    if text.chars().count() > LONGEST {
        return;
    }
    let number = span.line.to_string();
    let gutter = " ".repeat(number.len());
    let bar = paint.faint("|");
    let lead: String = text.chars().take(span.column as usize - 1).map(blank_of).collect();
    let end = span.end.clamp(span.start, line_start + text.len());
    let width: usize = source.get(span.start..end).map_or(0, |t| t.chars().map(columns_of).sum());
    let _ = writeln!(out, " {gutter} {bar}");
    let _ = writeln!(out, " {number} {bar} {}", text.replace('\t', "    "));
    let _ = writeln!(out, " {gutter} {bar} {lead}{}", paint.strong(&"^".repeat(width.max(1))));
}

/// Blanks as wide as the character, so that the caret stands under its place.
fn blank_of(character: char) -> &'static str {
    match columns_of(character) {
        4 => "    ",
        2 => "  ",
        _ => " ",
    }
}

/// Terminal columns of a character: wide for CJK and full-width forms.
fn columns_of(character: char) -> usize {
    match character {
        '\t' => 4,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

fn severity_word(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Zh) => "错误",
        (Severity::Warning, Language::Zh) => "警告",
        (Severity::Note, Language::Zh) => "提示",
        (Severity::Error, Language::En) => "error",
        (Severity::Warning, Language::En) => "warning",
        (Severity::Note, Language::En) => "note",
    }
}

#[derive(Clone, Copy)]
struct Paint {
    style: Style,
    severity: Severity,
}

impl Paint {
    fn wrap(self, codes: &str, text: &str) -> String {
        match self.style {
            Style::Plain => text.to_owned(),
            Style::Colour => format!("\u{1b}[{codes}m{text}\u{1b}[0m"),
        }
    }

    fn strong(self, text: &str) -> String {
        let codes = match self.severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.wrap(codes, text)
    }

    fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    fn faint(self, text: &str) -> String {
        self.wrap("34", text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_wide_characters() {
        let source = "a = 1\nname = \"研发\" + bad\n";
        let at = source.find("bad").unwrap();
        let diagnostic =
            Diagnostic::error("def001", "错", "wrong").at(Place::in_text("f.toml", source, at..at + 3));
        let text = render(&diagnostic, Language::En, Some(source), Style::Plain);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "  --> f.toml:2:15");
        assert_eq!(lines[3], " 2 | name = \"研发\" + bad");
        assert_eq!(lines[4], "   |                 ^^^");
    }
}
