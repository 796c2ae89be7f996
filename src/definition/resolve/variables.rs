//! `variables.toml` → the declared variables, attributes and units of measure.

use std::collections::BTreeSet;

use super::indicator::measure;
use crate::definition::shape::Spot;
use crate::definition::{AttributeEntry, VariableEntry, VariablesDocument};
use crate::diagnostic::Diagnostic;
use crate::framework::RESERVED_WORDS;
use crate::panel::{AttributeSpec, Declared, Misdeclared, Variable, Variables};
use crate::vocab::{Id, Measures};

/// The units that may be named, and the variables where they are in order.
pub(super) fn declare(
    document: &VariablesDocument,
    top: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> (Measures, Option<Variables>) {
    let measures = measures(&document.measures, top.key("measures"), found);
    let attributes = document.attribute.iter().map(attribute).collect();
    let (attribute_list, list) = (top.key("attribute"), top.key("variable"));
    let ids = document.attribute.iter().enumerate().map(|(at, a)| (&a.id, attribute_list.entry(at)));
    for (id, spot) in ids.chain(document.variable.iter().enumerate().map(|(at, v)| (&v.id, list.entry(at)))) {
        reserved(id, spot, found);
    }
    let variables = document
        .variable
        .iter()
        .enumerate()
        .map(|(at, entry)| variable(entry, &measures, list.entry(at), found))
        .collect();
    match Variables::new(measures.clone(), attributes, variables) {
        Ok(variables) => (measures, Some(variables)),
        Err(problems) => {
            found.extend(problems.into_iter().map(|problem| placed(problem, top)));
            (measures, None)
        }
    }
}

/// A name that means something else in a formula could never be used.
fn reserved(id: &Id, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if RESERVED_WORDS.contains(&id.as_str()) {
        let diagnostic = Diagnostic::error(
            "def075",
            format!("`{id}` 在公式里另有意义，不能作变量或属性的标识"),
            format!(
                "`{id}` has a meaning of its own in formulas and cannot be the id of a variable or attribute"
            ),
        )
        .hint("另取标识", "choose another id");
        found.push(diagnostic.at(spot.key("id").place()));
    }
}

fn measures(names: &[String], spot: Spot<'_>, found: &mut Vec<Diagnostic>) -> Measures {
    let mut measures = Measures::standard();
    let mut declared = BTreeSet::new();
    for (at, name) in names.iter().enumerate() {
        let known = measures.parse(name).is_ok();
        let diagnostic = if name.trim().is_empty() || name.trim() != name {
            Diagnostic::error(
                "def073",
                format!("计量单位 `{name}` 是空的，或首尾有空格"),
                format!("the unit of measure `{name}` is empty, or has blanks around it"),
            )
        } else if !declared.insert(name) {
            Diagnostic::error(
                "def073",
                format!("计量单位 `{name}` 写了两次"),
                format!("the unit of measure `{name}` is written twice"),
            )
        } else if known {
            Diagnostic::warning(
                "def073",
                format!("计量单位 `{name}` 本来就有"),
                format!("the unit of measure `{name}` is known anyway"),
            )
            .hint("从 measures 里删去", "remove it from `measures`")
        } else {
            measures.declare(name);
            continue;
        };
        found.push(diagnostic.at(spot.entry(at).place()));
    }
    measures
}

fn attribute(entry: &AttributeEntry) -> AttributeSpec {
    let values = entry.values.as_ref();
    AttributeSpec {
        id: entry.id.clone(),
        name: entry.name.clone(),
        values: values.map(|list| list.iter().map(|v| (v.id.clone(), v.name.clone())).collect()),
    }
}

fn variable(
    entry: &VariableEntry,
    measures: &Measures,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Variable {
    let mut variable = Variable::new(entry.id.clone(), entry.name.clone(), entry.kind, entry.origin);
    // An unknown unit is reported once; without it formulas are not checked against it, so nothing follows from it.
    let read = |text: &String| Some((text.clone(), measure(text, measures, spot.key("measure"), found)?));
    variable.measure = entry.measure.as_ref().and_then(read);
    variable.range = entry.range.unwrap_or_default();
    variable.aliases.clone_from(&entry.aliases);
    variable.codes.clone_from(&entry.codes);
    variable.note.clone_from(&entry.note);
    variable
}

fn placed(problem: Misdeclared, top: Spot<'_>) -> Diagnostic {
    let spot = |declared: Declared| match declared {
        Declared::Attribute(at) => top.key("attribute").entry(at),
        Declared::Variable(at) => top.key("variable").entry(at),
    };
    let diagnostic = problem.diagnostic.at(spot(problem.at).key(problem.key).place());
    match problem.first {
        Some(first) => {
            diagnostic.related(spot(first).key(problem.key).place(), "第一次在这里", "first declared here")
        }
        None => diagnostic,
    }
}
