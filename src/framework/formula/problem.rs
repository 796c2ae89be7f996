use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::vocab::Text;

/// What is wrong in a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaProblem {
    /// Stable code, `frm...`.
    pub code: &'static str,
    /// Bytes of the formula's text it is about.
    pub range: Range<usize>,
    /// What was given and what is allowed.
    pub message: Text,
    /// What to do.
    pub hint: Option<Text>,
}

impl FormulaProblem {
    pub(super) fn new(
        code: &'static str,
        range: Range<usize>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        FormulaProblem { code, range, message: Text::new(zh, en), hint: None }
    }

    #[must_use]
    pub(super) fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Text::new(zh, en));
        self
    }

    /// The same as an error without a place; who knows where the formula stands adds it.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let Text { zh, en } = self.message.clone();
        let mut diagnostic = Diagnostic::error(self.code, zh, en);
        diagnostic.hint = self.hint.clone();
        diagnostic
    }
}
