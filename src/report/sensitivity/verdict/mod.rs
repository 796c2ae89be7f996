//! The verdict: sentences that follow from the numbers by stated rules.
//!
//! Each sentence names its rule; the rules stand in `docs/sensitivity.md`. A sentence is filled from facts only, says what was found and nothing of
//! causes, and is left out where its numbers are missing. Read next: [`ranks`] for what most readers look at.

mod exact;
mod factors;
mod ranks;

use serde::Serialize;

use super::super::facts::Facts;
use super::view::View;

/// A sentence of the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// The rule it follows, a heading of `docs/sensitivity.md`.
    pub rule: &'static str,
    /// How it is to be taken.
    pub tone: Tone,
    /// The words.
    pub text: String,
}

/// How a sentence is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// A finding.
    Finding,
    /// A reason to take the findings with care.
    Caution,
}

/// All sentences, cautions first, then in the order of the chapter.
pub(in crate::report) fn verdict(view: View<'_>, facts: &mut Facts) -> Vec<Sentence> {
    let mut told = Told { view, facts, sentences: Vec::new() };
    ranks::write(&mut told);
    factors::write(&mut told);
    exact::write(&mut told);
    let mut sentences = told.sentences;
    sentences.sort_by_key(|sentence| sentence.tone == Tone::Finding);
    sentences
}

/// Sentences under way.
struct Told<'a, 'f> {
    view: View<'a>,
    facts: &'f mut Facts,
    sentences: Vec<Sentence>,
}

impl Told<'_, '_> {
    fn tell(&mut self, rule: &'static str, templates: &[&str]) {
        self.tell_as(rule, Tone::Finding, templates);
    }

    /// One sentence from several templates, of which those are left out that lack a fact.
    fn tell_as(&mut self, rule: &'static str, tone: Tone, templates: &[&str]) {
        let filled: Vec<String> = templates.iter().filter_map(|template| self.facts.fill(template)).collect();
        if !filled.is_empty() {
            self.sentences.push(Sentence { rule, tone, text: filled.join(self.view.say("", " ")) });
        }
    }

    fn from(&self) -> &'static str {
        self.view.say("稳健性重算", "replicates of the sensitivity analysis")
    }

    fn count(&mut self, id: &str, count: usize) {
        let from = self.from();
        self.facts.count(id, count, from);
    }

    fn word(&mut self, id: &str, word: impl Into<String>) {
        let from = self.from();
        self.facts.word(id, word, from);
    }

    fn worded(&mut self, id: &str, value: f64, printed: String) {
        let from = self.from();
        self.facts.worded(id, value, printed, from);
    }

    /// A share as whole percent; what is not quite all or not quite nothing does not look like it.
    fn share(&mut self, id: &str, share: f64) {
        let printed = match share {
            share if (0.995..1.0).contains(&share) => self.view.say("99%以上", "over 99%").to_owned(),
            share if share > 0.0 && share < 0.005 => self.view.say("不到1%", "under 1%").to_owned(),
            share => format!("{:.0}%", share * 100.0),
        };
        self.worded(id, share, printed);
    }

    /// The same, all in a word.
    fn share_or_all(&mut self, id: &str, share: f64) {
        if share >= 1.0 {
            self.worded(id, share, self.view.say("全部", "all").to_owned());
        } else {
            self.share(id, share);
        }
    }

    /// A chance with its sign: `= 0.83`, `> 0.99`.
    fn chance(&mut self, id: &str, share: f64) {
        let printed = match share {
            share if (0.995..1.0).contains(&share) => "> 0.99".to_owned(),
            share if share > 0.0 && share < 0.005 => "< 0.01".to_owned(),
            share => format!("= {share:.2}"),
        };
        self.worded(id, share, printed);
    }

    fn names(&self, units: impl Iterator<Item = u32>) -> String {
        let names: Vec<&str> = units.map(|unit| self.view.unit_name(unit)).collect();
        names.join(self.view.say("、", ", "))
    }
}
