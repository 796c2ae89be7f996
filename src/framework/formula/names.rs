//! Names and texts: variables, attributes and the values of attributes, each with its nearest known name when it is unknown.

use std::collections::BTreeSet;
use std::ops::Range;

use super::check::{Checker, Part, Read, Sort};
use super::evaluate::Step;
use super::functions::{WORDS, signature};
use super::problem::FormulaProblem;
use super::syntax::{At, Kind};
use super::units::Quantity;
use crate::diagnostic::nearest;
use crate::panel::{Status, Variable};
use crate::vocab::Id;

impl Checker<'_> {
    pub(super) fn name(&mut self, at: At, name: &str) -> Part {
        let absent =
            |status| Part { sort: Sort::Absent, steps: vec![Step::Absent(status)], reads: BTreeSet::new() };
        match name {
            "true" => return Part::condition(vec![Step::Constant(1.0)], BTreeSet::new()),
            "false" => return Part::condition(vec![Step::Constant(0.0)], BTreeSet::new()),
            "missing" => return absent(Status::NotReported),
            "not_applicable" => return absent(Status::NotApplicable),
            "invalid" => return absent(Status::Invalid),
            _ => {}
        }
        if let Some(variable) = self.names.variables.variable(name) {
            let number = place_of(&mut self.program.variables, &variable.id);
            let quantity = match &variable.measure {
                Some((text, unit)) => Quantity::of(unit.clone(), text.clone()),
                None => Quantity::unchecked(),
            };
            let reads = BTreeSet::from([Read::Variable(number, 0)]);
            return Part::number(quantity, vec![Step::Variable(number)], reads);
        }
        if let Some(attribute) = self.names.variables.attribute(name) {
            let number = place_of(&mut self.program.attributes, &attribute.id);
            return Part { sort: Sort::Attribute(number), ..Part::default() };
        }
        self.unknown_name(at, name);
        Part::default()
    }

    fn unknown_name(&mut self, at: At, name: &str) {
        let range = self.range(at);
        if let Some(signature) = signature(name) {
            let problem = FormulaProblem::new(
                "frm014",
                range,
                format!("函数 `{name}` 后面缺少括号"),
                format!("the function `{name}` needs parentheses"),
            );
            let usage = signature.usage;
            return self.report(problem.hint(format!("写成 {usage}"), format!("write {usage}")));
        }
        let problem = FormulaProblem::new(
            "frm011",
            range,
            format!("没有名为 `{name}` 的变量或属性"),
            format!("there is no variable or attribute `{name}`"),
        );
        let attribute = self.compared[at].and_then(|other| self.names.variables.attribute(other));
        let problem = match attribute {
            Some(_) => {
                problem.hint(format!("文字要加引号：'{name}'"), format!("texts stand in quotes: '{name}'"))
            }
            None => self.hint_for(problem, name),
        };
        self.report(problem);
    }

    fn hint_for(&self, problem: FormulaProblem, name: &str) -> FormulaProblem {
        let variables = self.names.variables;
        if let Some(whole) = self.hyphenated(&problem.range) {
            if self.names.indicators.keys().any(|id| id.as_str() == whole) {
                let usage = format!("indicator('{whole}')");
                return problem
                    .hint(format!("引用另一个指标写成 {usage}"), format!("another card is {usage}"));
            }
            let id = whole.replace('-', "_");
            if variables.variable(&id).is_some() || variables.attribute(&id).is_some() {
                return problem.hint(format!("是不是 `{id}`？"), format!("did you mean `{id}`?"));
            }
        }
        let ids = variables.variables().iter().map(|variable| variable.id.as_str());
        let ids = ids.chain(variables.attributes().iter().map(|attribute| attribute.id.as_str()));
        let known: Vec<&str> = ids.chain(WORDS.iter().copied()).collect();
        // A Chinese name or another heading says exactly what is meant; likeness of spelling comes second.
        let means = |v: &&Variable| {
            v.name.zh == name
                || v.name.en.eq_ignore_ascii_case(name)
                || v.aliases.iter().any(|alias| alias == name)
        };
        let meant = variables.variables().iter().find(means).map(|variable| variable.id.as_str());
        if let Some(id) = meant.or_else(|| nearest(name, known.iter().copied())) {
            return problem.hint(format!("是不是 `{id}`？"), format!("did you mean `{id}`?"));
        }
        if self.names.indicators.keys().any(|id| id.as_str() == name) {
            let usage = format!("indicator('{name}')");
            return problem.hint(format!("引用另一个指标写成 {usage}"), format!("another card is {usage}"));
        }
        problem.hint(
            "在 variables.toml 里声明它，或改正拼写",
            "declare it in variables.toml, or correct the spelling",
        )
    }

    /// The word with hyphens that a name is part of: `rd-intensity` reads as a difference.
    fn hyphenated(&self, range: &Range<usize>) -> Option<&str> {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let before = self.text[..range.start].trim_end_matches(part).len();
        let rest = &self.text[range.end..];
        let behind = self.text.len() - rest.trim_start_matches(part).len();
        ((before..behind) != *range).then(|| &self.text[before..behind])
    }

    /// The id of the attribute's value that a text means.
    pub(super) fn value_of(&mut self, attribute: usize, at: At) -> Option<String> {
        let Kind::Text(text) = &self.syntax.nodes[at].kind else { return None };
        let spec = self.names.variables.attribute(self.program.attributes[attribute].as_str())?;
        if let Some(value) = spec.value(text) {
            return Some(value.to_owned());
        }
        let values = spec.values.as_deref().unwrap_or_default();
        let ids = || values.iter().map(|(id, _)| id.as_str());
        let problem = FormulaProblem::new(
            "frm015",
            self.range(at),
            format!("属性 `{}` 没有取值 `{text}`", spec.id),
            format!("attribute `{}` has no value `{text}`", spec.id),
        );
        let names = values.iter().flat_map(|(_, name)| [name.zh.as_str(), name.en.as_str()]);
        let problem = match nearest(text, ids().chain(names)) {
            Some(near) => problem.hint(format!("是不是 '{near}'？"), format!("did you mean '{near}'?")),
            None => {
                let some: Vec<&str> = ids().take(12).collect();
                let more = if values.len() > some.len() { " …" } else { "" };
                let listed = some.join(", ");
                problem.hint(format!("可用的取值：{listed}{more}"), format!("its values are {listed}{more}"))
            }
        };
        self.report(problem);
        None
    }
}

/// The number of a name in a list, added when it is new.
pub(super) fn place_of(ids: &mut Vec<Id>, id: &Id) -> usize {
    ids.iter().position(|known| known == id).unwrap_or_else(|| {
        ids.push(id.clone());
        ids.len() - 1
    })
}
