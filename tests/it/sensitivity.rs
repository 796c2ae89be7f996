//! `[sensitivity]`: each thing that can be wrong with it, in both languages; and replicates against the same definitions written by hand.

mod messages;
mod replicates;

use quanheng::definition::{Definition, from_texts, shape};
use quanheng::diagnostic::{Diagnostic, Style, render_all};
use quanheng::panel::Panel;
use quanheng::sensitivity::{self, SensitivityDocument};
use quanheng::vocab::{Language, Period};

use crate::fixture::{card, panel, variables, with_attribute};

const FRAMEWORK: &str = r#"
format = 1
set = "test"
edition = "1"
version = "1.0.0"
name = { zh = "测试", en = "Test" }
scale = { low = 0.0, high = 100.0 }
base = ["2023"]
parts = ["part.toml"]

[[level]]
name = { zh = "综合", en = "Index" }
weighting = { method = "given", origin = "default" }
aggregation = { method = "arithmetic" }
coverage = { missing = "renormalise", min_weight = 0.3 }

[[level]]
name = { zh = "维度", en = "Dimension" }
weighting = { method = "given", origin = "default" }
aggregation = { method = "arithmetic" }
coverage = { missing = "renormalise", min_weight = 0.3 }

[[aggregate]]
id = "index"
name = { zh = "综合指数", en = "Index" }

[[aggregate]]
id = "growth"
parent = "index"
weight = 50.0
name = { zh = "成长", en = "Growth" }

[[aggregate]]
id = "quality"
parent = "index"
weight = 30.0
name = { zh = "质量", en = "Quality" }
weighting = { method = "budget-allocation", budget = 100, experts = [
    { points = { d = 50, e = 30, f = 20 } },
    { points = { d = 20, e = 40, f = 40 } },
    { points = { d = 30, e = 30, f = 40 } },
] }

[[aggregate]]
id = "alone"
parent = "index"
weight = 20.0
name = { zh = "单项", en = "Alone" }
"#;

/// An index of three dimensions: given weights; weights by three experts; one indicator only.
fn texts() -> [(&'static str, String); 3] {
    let posts = "{ method = \"goalposts\", low = 0.0, high = 10.0 }";
    let range = "{ method = \"min-max\", min_group = 1 }";
    let unweighed = |text: String| text.replace("weight = 0.0\n", "");
    let cards = [
        card("a", "growth", "va", 5.0, posts, ""),
        card("b", "growth", "vb", 3.0, range, ""),
        card("c", "growth", "vc", 2.0, posts, ""),
        unweighed(card("d", "quality", "vd", 0.0, posts, "")),
        unweighed(card("e", "quality", "ve", 0.0, range, "")),
        unweighed(card("f", "quality", "vf", 0.0, posts, "")),
        card("g", "alone", "vg", 1.0, range, ""),
    ];
    let names = ["va", "vb", "vc", "vd", "ve", "vf", "vg"];
    [
        ("framework.toml", FRAMEWORK.to_owned()),
        ("part.toml", cards.join("\n")),
        ("variables.toml", variables(&names, &["industry"])),
    ]
}

fn definition() -> Definition {
    let texts = texts();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (definition, problems) = from_texts(&texts);
    definition
        .unwrap_or_else(|| panic!("{}", render_all(&problems, Language::En, Style::Plain, |_: &str| None)))
}

/// Twelve units in two years, with a gap here and there.
fn data() -> Panel {
    let names = ["va", "vb", "vc", "vd", "ve", "vf", "vg"];
    let column = |number: usize| -> Vec<Option<f64>> {
        let value = |row: usize| ((row * 37 + number * 101 + row * row * 13) % 97) as f64 / 9.7;
        (0..24).map(|row| ((row + number) % 11 != 3).then(|| value(row))).collect()
    };
    let columns: Vec<(&str, Vec<Option<f64>>)> =
        names.iter().enumerate().map(|(at, name)| (*name, column(at + 1))).collect();
    let industries: Vec<Option<&str>> = (0..24).map(|row| Some(["c", "d", "e"][row / 2 % 3])).collect();
    with_attribute(panel(12, &[2023, 2024], &columns), "industry", &industries)
}

fn read(text: &str) -> (Option<(SensitivityDocument, shape::Positions)>, Vec<Diagnostic>) {
    shape::read::<SensitivityDocument>("study.toml", text)
}

/// Everything that is said of a table, in both languages; nothing where nothing is.
fn said(text: &str) -> String {
    let (document, mut found) = read(text);
    if let Some((document, positions)) = document {
        let years = [Period::year(2023), Period::year(2024)];
        found.extend(sensitivity::check(&document, &definition(), &[], &years, positions.root()));
        if found.is_empty() {
            let (base, last) = (&years[..1], years[1]);
            found.extend(sensitivity::check_data(&document, &data(), base, last, positions.root()));
        }
    }
    if found.is_empty() {
        return String::new();
    }
    let source = |_: &str| Some(text.to_owned());
    let said = |language| render_all(&found, language, Style::Plain, source);
    said(Language::Zh) + "---\n" + &said(Language::En)
}

fn document(text: &str) -> SensitivityDocument {
    let problems = said(text);
    assert!(problems.is_empty(), "{problems}");
    read(text).0.unwrap().0
}
