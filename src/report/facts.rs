//! Named numbers with their provenance. Running text is filled from facts only, so that no number appears in a sentence that cannot
//! be looked up.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document::NumberFormat;

/// The facts of one report, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Facts {
    entries: BTreeMap<String, Fact>,
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// What it is.
    pub value: Value,
    /// How it stands in the text.
    pub printed: String,
    /// What it was computed from, in the report's language.
    pub from: String,
}

/// The value of a fact, unrounded.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A finite number.
    Number(f64),
    /// A word: a name, a period, a grade.
    Word(String),
}

impl Facts {
    /// Adds a number. One that is not finite is left out: a sentence that needs it is then not written.
    pub fn number(
        &mut self,
        id: impl Into<String>,
        value: f64,
        format: NumberFormat,
        from: impl Into<String>,
    ) {
        if let Some(printed) = format.print(value) {
            self.entries.insert(id.into(), Fact { value: Value::Number(value), printed, from: from.into() });
        }
    }

    /// Adds a number in words of its own, such as “over 99%”. One that is not finite is left out.
    pub fn worded(
        &mut self,
        id: impl Into<String>,
        value: f64,
        printed: impl Into<String>,
        from: impl Into<String>,
    ) {
        if value.is_finite() {
            let fact = Fact { value: Value::Number(value), printed: printed.into(), from: from.into() };
            self.entries.insert(id.into(), fact);
        }
    }

    /// Adds a count.
    pub fn count(&mut self, id: impl Into<String>, value: usize, from: impl Into<String>) {
        #[expect(clippy::cast_precision_loss, reason = "counts of units stay far below 2^53")]
        self.number(id, value as f64, NumberFormat::Integer, from);
    }

    /// Adds a word.
    pub fn word(&mut self, id: impl Into<String>, value: impl Into<String>, from: impl Into<String>) {
        let value = value.into();
        self.entries
            .insert(id.into(), Fact { printed: value.clone(), value: Value::Word(value), from: from.into() });
    }

    /// A fact by name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.entries.get(id)
    }

    /// All facts in order of name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.entries.iter().map(|(id, fact)| (id.as_str(), fact))
    }

    /// A sentence with each `{name}` replaced by the fact; `None` when one of them is not known, so that nobody reads half a sentence.
    ///
    /// ```
    /// use quanheng::report::{Facts, document::NumberFormat};
    /// let mut facts = Facts::default();
    /// facts.number("index.mean", 61.234, NumberFormat::Decimals(1), "mean of 3 scores");
    /// assert_eq!(facts.fill("均值{index.mean}。").as_deref(), Some("均值61.2。"));
    /// assert_eq!(facts.fill("中位数{index.median}。"), None);
    /// ```
    #[must_use]
    pub fn fill(&self, template: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let close = open + rest[open..].find('}')?;
            out += &rest[..open];
            out += &self.get(&rest[open + 1..close])?.printed;
            rest = &rest[close + 1..];
        }
        Some(out + rest)
    }
}
