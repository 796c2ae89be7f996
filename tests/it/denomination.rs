//! A value divided by a declared variable: units of measure, what is refused, what a denominator that is not positive does.

use quanheng::definition::from_texts;
use quanheng::diagnostic::{Style, render_all};
use quanheng::panel::Status;
use quanheng::scorecard::{explain, fit};
use quanheng::vocab::{Language, Period};

use crate::fixture::{definition, framework, panel};

const VARIABLES: &str = r#"
[[variable]]
id = "flights"
name = { zh = "航班座位", en = "Seats on flights" }
measure = "万件"
type = "flow"
origin = "public"

[[variable]]
id = "population"
name = { zh = "人口", en = "Population" }
measure = "万人"
type = "stock"
origin = "public"

[[variable]]
id = "goods"
name = { zh = "货物", en = "Goods" }
type = "flow"
origin = "public"
"#;

fn card(id: &str, formula: &str, measure: &str, more: &str) -> String {
    format!(
        "[[indicator]]\nid = \"{id}\"\ncode = \"{id}\"\nparent = \"index\"\nname = {{ zh = \"{id}\", en = \"{id}\" }}\nformula = \"{formula}\"\n\
         measure = \"{measure}\"\ndirection = \"positive\"\nstatus = \"core\"\nweight = 1\nnormalisation = {{ method = \"goalposts\", low = 0.0, high = 100.0 }}\n{more}\n"
    )
}

fn top() -> String {
    framework(r#"["2022"]"#, r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, "")
}

#[test]
fn a_value_is_divided_and_explained_with_both_sides() {
    let part = [
        card("a", "flights", "件/1000人", "denominate = { by = \"population\", scale = 1000 }"),
        card("b", "goods * 2", "1", "denominate = { by = \"population\", scale = 1000 }"),
        card("c", "flights + flights", "件/人", "denominate = { by = \"population\" }"),
        card("d", "flights / population", "件/1000人", ""),
    ];
    let definition = definition(&top(), &part.concat(), VARIABLES);
    let some = |values: [f64; 4]| values.map(Some).to_vec();
    let mut people = some([7.0, 0.0, -2.0, 0.0]);
    people[3] = None;
    let columns =
        [("flights", some([3.0, 1.0, 1.0, 1.0])), ("population", people), ("goods", some([5.0; 4]))];
    let panel = panel(4, &[2022], &columns);
    let card = fit(&definition, &panel).unwrap().scorecard;
    let (_, leaves) = card.score_with_leaves(&panel);
    let (a, b, c, d) = (
        leaves.find("a").unwrap(),
        leaves.find("b").unwrap(),
        leaves.find("c").unwrap(),
        leaves.find("d").unwrap(),
    );
    assert_eq!(
        a.raw(0),
        d.raw(0),
        "the same as the ratio written as a formula, converted to the same measure"
    );
    assert!((a.raw(0).unwrap() - 3000.0 / 7.0).abs() < 1e-12 * 3000.0 / 7.0);
    assert!((b.raw(0).unwrap() - 10.0 / (7.0 / 1000.0)).abs() < 1e-12 * 10_000.0 / 7.0);
    assert!((c.raw(0).unwrap() - 6.0 / 7.0).abs() < 1e-15);
    for leaf in [a, b, c] {
        assert_eq!(leaf.status(1), Status::Invalid, "divided by zero");
        assert_eq!(leaf.status(2), Status::Invalid, "a population below zero");
        assert_eq!(leaf.status(3), Status::NotReported);
    }
    let pages: String = [Language::Zh, Language::En]
        .map(|language| {
            let text =
                |node| explain(&card, &panel, "u0", Period::year(2022), node).unwrap().render(language);
            text("a") + &text("b")
        })
        .concat();
    let fingerprint = &card.fingerprint()[..12];
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(pages.replace(fingerprint, "(fingerprint)")) });
}

#[test]
fn what_does_not_fit_is_refused() {
    let cases = [
        card("a", "flights", "件/人", "denominate = { by = \"population\", scale = 1000 }"),
        card("a", "flights", "件/亿元", "denominate = { by = \"population\" }"),
        card("a", "flights", "件/人", "denominate = { by = \"populations\" }"),
        card("a", "flights", "件/人", "denominate = { by = \"population\", scale = 0 }"),
        card("a", "flights", "件/人", "denominate = { by = \"population\" }\nnumerator = \"flights\""),
        card("a", "flightz", "件/人", "denominate = { by = \"population\" }"),
    ];
    let mut said = String::new();
    for part in cases {
        let top = top();
        let files = [("framework.toml", top.as_str()), ("part.toml", &part), ("variables.toml", VARIABLES)];
        let (found, problems) = from_texts(&files);
        assert!(found.is_none(), "{part} is taken");
        let source = |name: &str| files.iter().find(|file| file.0 == name).map(|file| file.1.to_owned());
        for language in [Language::Zh, Language::En] {
            said += &render_all(&problems, language, Style::Plain, source);
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(said) });
}
