//! Walks a TOML tree beside a schema and says everything that does not fit.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::forms::{Fields, Form, Limits, allowed};
use super::words::{self, Named};
use crate::diagnostic::{Diagnostic, Place};
use crate::vocab::{Id, Period};

/// Everything in `tree` that `schema` does not allow, and texts that say nothing.
pub(super) fn check(file: &str, text: &str, schema: &Value, tree: &Spanned<DeTable<'_>>) -> Vec<Diagnostic> {
    let mut walk = Walk { file, text, root: schema, found: Vec::new() };
    if let Form::Table(fields) = allowed(schema, schema).form {
        walk.table(&fields, None, tree.get_ref(), 0..0, &Named::File);
    }
    walk.found
}

struct Walk<'a> {
    file: &'a str,
    text: &'a str,
    root: &'a Value,
    found: Vec<Diagnostic>,
}

type Range = std::ops::Range<usize>;

impl<'a> Walk<'a> {
    fn report(&mut self, diagnostic: Diagnostic, range: Range) {
        self.found.push(diagnostic.at(Place::in_text(self.file, self.text, range)));
    }

    fn value(&mut self, schema: &'a Value, given: &Spanned<DeValue<'_>>, named: &Named) {
        let place = allowed(self.root, schema);
        let span = given.span();
        match (&place.form, given.get_ref()) {
            (Form::Any, _) | (Form::Boolean, DeValue::Boolean(_)) => {}
            (Form::Text { least }, DeValue::String(text)) => {
                self.text(place.definition, *least, text, span, named);
            }
            (Form::Words(known), DeValue::String(text)) => {
                if !known.contains(&text.as_ref()) {
                    self.report(words::not_allowed(named, text, known), span);
                }
            }
            (Form::Number(limits), DeValue::Integer(_) | DeValue::Float(_))
            | (Form::Integer(limits), DeValue::Integer(_)) => {
                self.number(*limits, given.get_ref(), span, named);
            }
            (Form::List { item, least, most }, DeValue::Array(list)) => {
                let count = list.len() as u64;
                if count < *least || most.is_some_and(|most| count > most) {
                    self.report(words::length(named, count, *least, *most), span);
                }
                for entry in list.iter() {
                    self.value(item, entry, &named.entry(entry.get_ref()));
                }
            }
            (Form::Table(fields), DeValue::Table(table)) => {
                self.table(fields, None, table, span.clone(), named);
                if place.definition == Some("Text") {
                    self.silent_text(table, span, named);
                }
            }
            (Form::Map { item }, DeValue::Table(table)) => {
                for (key, value) in table {
                    self.value(item, value, &Named::Key(key.get_ref().to_string()));
                }
            }
            (Form::ListOrTable { list, .. }, DeValue::Array(_)) => self.value(list, given, named),
            (Form::ListOrTable { table, .. }, DeValue::Table(_)) => self.value(table, given, named),
            (Form::Choice { words: known, .. }, DeValue::String(text)) if !known.is_empty() => {
                if !known.contains(&text.as_ref()) {
                    self.report(words::no_choice(named, &place.form, Some(text)), span);
                }
            }
            (Form::Choice { list: Some(list), .. }, DeValue::Array(_)) => self.value(list, given, named),
            (Form::Choice { keys, .. }, DeValue::Table(table)) => {
                self.choice(&place.form, keys, table, span, named);
            }
            (Form::Tagged { tag, variants }, DeValue::Table(table)) => {
                self.tagged(tag, variants, table, span, named);
            }
            (form, other) => self.report(words::wrong_type(named, form, other, place.definition), span),
        }
    }

    fn text(&mut self, definition: Option<&str>, least: u64, text: &str, span: Range, named: &Named) {
        match definition {
            Some("Id") if Id::new(text).is_err() => self.report(words::not_an_id(named, text), span),
            Some("Period") if text.parse::<Period>().is_err() => {
                self.report(words::not_a_period(named, text), span);
            }
            _ if (text.trim().chars().count() as u64) < least => self.report(words::empty(named), span),
            _ => {}
        }
    }

    fn number(&mut self, limits: Limits, given: &DeValue<'_>, span: Range, named: &Named) {
        let written = self.text.get(span.clone()).unwrap_or_default().trim().to_owned();
        let number = match given {
            DeValue::Integer(whole) => {
                i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|whole| whole as f64)
            }
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => None,
        };
        let inside = number.filter(|n: &f64| n.is_finite()).is_some_and(|n| {
            limits.least.is_none_or(|least| n >= least) && limits.most.is_none_or(|most| n <= most)
        });
        if !inside {
            self.report(words::out_of_range(named, &written, limits), span);
        }
    }

    fn table(
        &mut self,
        fields: &Fields<'a>,
        elsewhere: Option<&BTreeMap<&str, Vec<&str>>>,
        table: &DeTable<'_>,
        span: Range,
        named: &Named,
    ) {
        let is_given = |key: &str| table.iter().any(|(k, _)| k.get_ref() == key);
        let missing: Vec<&str> = fields.required.iter().copied().filter(|key| !is_given(key)).collect();
        if !missing.is_empty() {
            self.report(words::missing(named, &missing), span);
        }
        let free: Vec<&str> =
            fields.properties.keys().map(String::as_str).filter(|key| !is_given(key)).collect();
        for (key, value) in table {
            match fields.properties.get(key.get_ref().as_ref()) {
                Some(schema) => self.value(schema, value, &Named::Key(key.get_ref().to_string())),
                None => {
                    let owners = elsewhere.and_then(|all| all.get(key.get_ref().as_ref()));
                    self.report(words::unknown_key(named, key.get_ref(), &free, fields, owners), key.span());
                }
            }
        }
    }

    /// A table with exactly one of some keys.
    fn choice(
        &mut self,
        form: &Form<'a>,
        keys: &[(&'a str, &'a Value)],
        table: &DeTable<'_>,
        span: Range,
        named: &Named,
    ) {
        if table.iter().count() != 1 {
            self.report(words::no_choice(named, form, None), span);
        }
        for (key, value) in table {
            match keys.iter().find(|(known, _)| key.get_ref() == known) {
                Some((_, schema)) => self.value(schema, value, &Named::Key(key.get_ref().to_string())),
                None => self.report(words::no_choice(named, form, Some(key.get_ref())), key.span()),
            }
        }
    }

    fn tagged(
        &mut self,
        tag: &str,
        variants: &[(&'a str, Fields<'a>)],
        table: &DeTable<'_>,
        span: Range,
        named: &Named,
    ) {
        let known: Vec<&str> = variants.iter().map(|(word, _)| *word).collect();
        let Some((_, chosen)) = table.iter().find(|(key, _)| key.get_ref() == tag) else {
            return self.report(words::no_tag(named, tag, &known), span);
        };
        let tag_name = Named::Key(tag.to_owned());
        let DeValue::String(word) = chosen.get_ref() else {
            let form = Form::Words(known);
            return self.report(words::wrong_type(&tag_name, &form, chosen.get_ref(), None), chosen.span());
        };
        let Some((word, fields)) = variants.iter().find(|(known, _)| known == word) else {
            return self.report(words::not_allowed(&tag_name, word, &known), chosen.span());
        };
        let mut elsewhere: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (other, fields) in variants {
            for key in fields.properties.keys() {
                elsewhere.entry(key.as_str()).or_default().push(other);
            }
        }
        let name = Named::Method { key: Box::new(named.clone()), word: (*word).to_owned() };
        self.table(fields, Some(&elsewhere), table, span, &name);
    }

    /// A text that says nothing in one of its languages: a report would show a hole.
    fn silent_text(&mut self, table: &DeTable<'_>, span: Range, named: &Named) {
        let is_silent =
            |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().is_some_and(|t| t.trim().is_empty());
        let silent: Vec<String> =
            table.iter().filter(|(_, v)| is_silent(v)).map(|(key, _)| key.get_ref().to_string()).collect();
        if !silent.is_empty() {
            self.report(words::silent(named, &silent), span);
        }
    }
}
