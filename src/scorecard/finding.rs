use serde::Serialize;

use crate::diagnostic::{Code, Severity};
use crate::vocab::{Id, Period, Text};

/// Something a reader of the result must know: what was imputed, cut, clamped, floored, left out. It carries a count, so that nothing
/// is repaired silently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Its stable kind, `fit...`, `scr...` or, of a ranking, `std...`.
    pub code: Code,
    /// How bad it is; never an error, as there is a result.
    pub severity: Severity,
    /// What happened, in one sentence.
    pub message: Text,
    /// The indicator or aggregate it is about; `None`: the whole.
    pub node: Option<Id>,
    /// The period it is about; `None`: all.
    pub period: Option<Period>,
    /// How often.
    pub count: u64,
    /// A few of the cells, in order of row: the unit and what it had.
    pub examples: Vec<String>,
}

impl Finding {
    pub(super) fn new(code: &'static str, severity: Severity, message: Text) -> Self {
        Finding {
            code: Code(code),
            severity,
            message,
            node: None,
            period: None,
            count: 1,
            examples: Vec::new(),
        }
    }

    pub(super) fn about(mut self, node: &Id) -> Self {
        self.node = Some(node.clone());
        self
    }

    pub(super) fn counted(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    pub(super) fn examples(mut self, examples: Vec<String>) -> Self {
        self.examples = examples;
        self
    }
}

/// A number as messages show it: as short as it can be read back, or with an exponent when very large or small.
pub(super) fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-4..1e15).contains(&magnitude) {
        return format!("{value:e}");
    }
    let short = format!("{value:.6}");
    let short = short.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// A number with its unit of measure behind; a plain number has none.
pub(super) fn measured(value: f64, measure: &str) -> String {
    match measure {
        "" | "1" => number(value),
        "%" | "‰" | "×" => format!("{}{measure}", number(value)),
        _ => format!("{} {measure}", number(value)),
    }
}
