//! Small definitions and panels written in the test itself.

use std::sync::Arc;

use quanheng::definition::{Definition, from_texts};
use quanheng::diagnostic::{Style, render_all};
use quanheng::panel::{Attribute, Column, Index, Origin, Panel, Source, UnitEntry};
use quanheng::vocab::{Id, Language, Period};

pub(crate) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// A definition of `framework.toml`, one part and `variables.toml`; panics with the whole messages.
pub(crate) fn definition(framework: &str, part: &str, variables: &str) -> Definition {
    let texts = [("framework.toml", framework), ("part.toml", part), ("variables.toml", variables)];
    let (definition, problems) = from_texts(&texts);
    definition
        .unwrap_or_else(|| panic!("{}", render_all(&problems, Language::En, Style::Plain, |_: &str| None)))
}

/// The top of a framework with a scale of 0 to 100 and one part; `more` is appended.
pub(crate) fn framework(base: &str, aggregation: &str, coverage: &str, more: &str) -> String {
    format!(
        r#"
format = 1
set = "test"
edition = "1"
version = "1.0.0"
name = {{ zh = "测试", en = "Test" }}
scale = {{ low = 0.0, high = 100.0 }}
base = {base}
parts = ["part.toml"]

[[level]]
name = {{ zh = "综合", en = "Index" }}
weighting = {{ method = "given", origin = "default" }}
aggregation = {aggregation}
coverage = {coverage}

[[aggregate]]
id = "index"
name = {{ zh = "综合指数", en = "Index" }}
{more}
"#
    )
}

/// An indicator card; `more` are further lines.
pub(crate) fn card(
    id: &str,
    parent: &str,
    formula: &str,
    weight: f64,
    normalisation: &str,
    more: &str,
) -> String {
    let more = if more.contains("direction") {
        more.to_owned()
    } else {
        format!("direction = \"positive\"\n{more}")
    };
    let status = if more.contains("status") { "" } else { "status = \"core\"\n" };
    format!(
        r#"
[[indicator]]
id = "{id}"
code = "{id}"
parent = "{parent}"
name = {{ zh = "指标{id}", en = "indicator {id}" }}
formula = "{formula}"
measure = "1"
weight = {weight:?}
normalisation = {normalisation}
{status}{more}
"#
    )
}

/// Variables without unit of measure, and open attributes.
pub(crate) fn variables(names: &[&str], attributes: &[&str]) -> String {
    let variable = |name: &&str| {
        format!(
            "[[variable]]\nid = \"{name}\"\nname = {{ zh = \"变量{name}\", en = \"variable {name}\" }}\ntype = \"level\"\norigin = \"public\"\n"
        )
    };
    let attribute = |name: &&str| {
        format!(
            "[[attribute]]\nid = \"{name}\"\nname = {{ zh = \"属性{name}\", en = \"attribute {name}\" }}\n"
        )
    };
    let all = attributes.iter().map(attribute).chain(names.iter().map(variable));
    all.collect::<Vec<_>>().join("\n")
}

/// A panel of units `u0`, `u1`, ... each with all years; columns list the rows of `u0` first.
pub(crate) fn panel(units: u32, years: &[i32], columns: &[(&str, Vec<Option<f64>>)]) -> Panel {
    let entries =
        (0..units).map(|at| UnitEntry { id: format!("u{at}"), name: format!("单位{at}") }).collect();
    let pairs = (0..units).flat_map(|unit| years.iter().map(move |year| (unit, Period::year(*year))));
    let mut panel = Panel::new(Arc::new(Index::new(entries, pairs.collect())));
    for (number, (name, cells)) in (1_u16..).zip(columns) {
        let origins =
            (2..).zip(cells).map(|(row, _)| Origin { row, column: number + 2, source: 0 }).collect();
        panel.insert(id(name), Column::of(cells).with_origins(origins));
    }
    panel.set_sources(vec![Source { file: "data.csv".into(), sheet: None, sha256: "00".into() }]);
    panel
}

pub(crate) fn with_attribute(mut panel: Panel, name: &str, values: &[Option<&str>]) -> Panel {
    panel.insert_attribute(id(name), Attribute::of(values));
    panel
}
