//! `variables.toml` → the declared variables, attributes and units of measure.

use std::collections::BTreeSet;

use super::indicator::measure;
use crate::definition::shape::Spot;
use crate::definition::{AttributeEntry, VariableEntry, VariablesDocument};
use crate::diagnostic::Diagnostic;
use crate::panel::{AttributeSpec, Declared, Misdeclared, Variable, Variables};
use crate::vocab::Measures;

/// The units that may be named, and the variables where they are in order.
pub(super) fn declare(
    document: &VariablesDocument,
    top: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> (Measures, Option<Variables>) {
    let measures = measures(&document.measures, top.key("measures"), found);
    let attributes = document.attribute.iter().map(attribute).collect();
    let list = top.key("variable");
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
