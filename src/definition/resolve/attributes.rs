//! Peer groups: attributes that exist, values that are in their closed lists, groups large enough to mean something.

use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::panel::{AttributeSpec, Variables};
use crate::vocab::Id;

/// Checks `by` and `min_group` of the table at `spot`.
pub(super) fn groups(
    by: &[Id],
    min_group: u32,
    variables: Option<&Variables>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let list = spot.key("by");
    for (at, id) in by.iter().enumerate() {
        if by[..at].contains(id) {
            let diagnostic = Diagnostic::error(
                "def064",
                format!("属性 `{id}` 在 by 里写了两次"),
                format!("the attribute `{id}` is written twice in `by`"),
            );
            found.push(diagnostic.at(list.entry(at).place()));
        }
        if let Some(variables) = variables {
            known(id.as_str(), variables, list.entry(at), found);
        }
    }
    if min_group == 0 {
        let diagnostic = Diagnostic::error(
            "def059",
            "min_group 是 0，至少是 1",
            "`min_group` is 0, at least 1 is expected",
        );
        found.push(diagnostic.at(spot.key("min_group").place()));
    }
}

/// The declared attribute, or a problem that says which are declared.
pub(super) fn known<'a>(
    id: &str,
    variables: &'a Variables,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<&'a AttributeSpec> {
    if let Some(attribute) = variables.attribute(id) {
        return Some(attribute);
    }
    let names: Vec<&str> = variables.attributes().iter().map(|a| a.id.as_str()).collect();
    let diagnostic = if variables.variable(id).is_some() {
        Diagnostic::error(
            "def060",
            format!("`{id}` 是变量，分组要用属性"),
            format!("`{id}` is a variable; peer groups are made by attributes"),
        )
    } else {
        Diagnostic::error("def060", format!("没有属性 `{id}`"), format!("there is no attribute `{id}`"))
    };
    let (zh, en) = match nearest(id, names.iter().copied()) {
        Some(near) => (format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")),
        None if names.is_empty() => (
            "先在变量文件里写 [[attribute]]".to_owned(),
            "declare it as [[attribute]] in the variables file".to_owned(),
        ),
        None => (format!("已声明：{}", names.join("、")), format!("declared: {}", names.join(", "))),
    };
    found.push(diagnostic.hint(zh, en).at(spot.place()));
    None
}

/// Checks the values that a group is for.
pub(super) fn values(
    attribute: &AttributeSpec,
    given: &[String],
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let id = &attribute.id;
    if given.is_empty() {
        let diagnostic = Diagnostic::error(
            "def061",
            format!("属性 `{id}` 没有列出取值，这一组永远没有成员"),
            format!("no value of attribute `{id}` is listed: the group can have no member"),
        );
        found.push(diagnostic.at(spot.place()));
    }
    let Some(allowed) = &attribute.values else { return };
    for (at, value) in given.iter().enumerate() {
        if allowed.iter().any(|(known, _)| known == value) {
            continue;
        }
        found.push(no_such_value(attribute, value).at(spot.entry(at).place()));
    }
}

/// A value that the closed list of an attribute lacks.
pub(in crate::definition) fn no_such_value(attribute: &AttributeSpec, value: &str) -> Diagnostic {
    let id = &attribute.id;
    let allowed = attribute.values.as_deref().unwrap_or_default();
    let names: Vec<&str> = allowed.iter().map(|(known, _)| known.as_str()).collect();
    let by_name = attribute.value(value).or_else(|| nearest(value, names.iter().copied()));
    let (zh, en) = match by_name {
        Some(near) => (format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")),
        None => (format!("可选：{}", first_of(&names, "、")), format!("allowed: {}", first_of(&names, ", "))),
    };
    let diagnostic = Diagnostic::error(
        "def061",
        format!("属性 `{id}` 没有取值 `{value}`"),
        format!("the attribute `{id}` has no value `{value}`"),
    );
    diagnostic.hint(zh, en)
}

fn first_of(names: &[&str], separator: &str) -> String {
    let more = if names.len() > 12 { format!("{separator}…") } else { String::new() };
    names.iter().take(12).copied().collect::<Vec<_>>().join(separator) + &more
}
