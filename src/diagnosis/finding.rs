use serde::Serialize;

use crate::diagnostic::{Code, Severity};
use crate::vocab::{Id, Text};

/// Something a diagnosis asks its reader to look at: what is seen, and what can be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Its stable kind, `dia...`.
    pub code: Code,
    /// An error means that scores must not be trusted before it is settled.
    pub severity: Severity,
    /// The indicators and aggregates it is about; none: the whole.
    pub nodes: Vec<Id>,
    /// What is seen, in one sentence.
    pub message: Text,
    /// What to do.
    pub hint: Text,
    /// The number that was beyond its limit.
    pub value: Option<f64>,
}

impl Finding {
    pub(super) fn new(code: &'static str, severity: Severity, message: Text, hint: Text) -> Self {
        Finding { code: Code(code), severity, nodes: Vec::new(), message, hint, value: None }
    }

    pub(super) fn about(mut self, node: Id) -> Self {
        self.nodes.push(node);
        self
    }

    pub(super) fn valued(mut self, value: f64) -> Self {
        self.value = value.is_finite().then_some(value);
        self
    }
}

/// A share as messages show it.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", places(share * 100.0, 0))
}

/// A number with so many decimals; a rounded zero has no sign.
pub(super) fn places(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { text } else { text.replace('-', "") }
}
