//! Steps that make no sense: each refused with its place, in both languages.

use quanheng::definition::from_texts;
use quanheng::diagnostic::{Style, any_error, render_all};
use quanheng::vocab::Language;

use crate::fixture::{card, framework, variables};

/// The messages about a definition whose indicator `a` has these steps; beside it stand `b`, the tiered `t`, the retired `old`, and `other`
/// alone below `side`.
fn told(missing: &str) -> String {
    let linear = r#"{ method = "goalposts", low = 0.0, high = 1.0 }"#;
    let tiers = r#"{ method = "tiers", tiers = [ { at = 0.0, score = 10.0 }, { at = 2.0, score = 80.0 } ] }"#;
    let aggregate = |id: &str| {
        format!(
            "[[aggregate]]\nid = \"{id}\"\nparent = \"index\"\nname = {{ zh = \"{id}\", en = \"{id}\" }}\nweight = 1\n\
             weighting = {{ method = \"given\", origin = \"default\" }}\naggregation = {{ method = \"arithmetic\" }}\ncoverage = {{ missing = \"renormalise\" }}\n"
        )
    };
    let part = [
        aggregate("main"),
        aggregate("side"),
        card("a", "main", "x", 1.0, linear, &format!("missing = [ {missing} ]")),
        card("b", "main", "y", 1.0, linear, ""),
        card("t", "main", "y", 1.0, tiers, "direction = \"tiers\"\nmissing = [ { method = \"median\" } ]"),
        card("old", "main", "y", 0.0, linear, "status = \"retired\""),
        card("other", "side", "y", 1.0, linear, ""),
    ];
    let top = framework("[\"2020\"]", r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, "");
    show(&top, &part.join("\n"))
}

fn show(top: &str, part: &str) -> String {
    let variables = variables(&["x", "y"], &["industry"]);
    let texts = [("framework.toml", top), ("part.toml", part), ("variables.toml", variables.as_str())];
    let (definition, found) = from_texts(&texts);
    assert_eq!(definition.is_some(), !any_error(&found));
    if found.is_empty() {
        return String::new();
    }
    let text = |language| render_all(&found, language, Style::Plain, |_: &str| None);
    format!("{}\n{}", text(Language::Zh), text(Language::En))
}

fn all(cases: &[&str]) -> String {
    cases.iter().map(|missing| format!("########## {missing}\n\n{}\n", told(missing))).collect()
}

/// The source of the cases would only repeat what stands above each text.
macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($text) })
    };
}

#[test]
fn steps_that_make_sense_have_nothing_to_say() {
    for missing in [
        r#"{ method = "linear-interpolation", ends = "missing", max_gap = 2 }, { method = "mean" }"#,
        r#"{ method = "ratio", to = "lag(y, 1)" }, { method = "by-row", within = "index", min_others = 2 }"#,
        r#"{ method = "nearest-neighbours", k = 3, on = ["b", "other"] }, { method = "em-normal" }"#,
    ] {
        assert_eq!(told(missing), "", "{missing}");
    }
}

#[test]
fn numbers_that_mean_nothing() {
    snapshot!(all(&[
        r#"{ method = "linear-interpolation", max_gap = 0, later = "allowed" }"#,
        r#"{ method = "nearest-neighbours", k = 0, min_shared = 0, min_group = 0 }"#,
        r#"{ method = "nearest-neighbours", k = 5000 }"#,
        r#"{ method = "em-normal", tolerance = 0.0, max_iterations = 0, ridge = 2.0 }"#,
        r#"{ method = "by-row", min_others = 0 }"#,
    ]));
}

#[test]
fn other_indicators_that_cannot_serve() {
    snapshot!(all(&[
        r#"{ method = "nearest-neighbours", k = 1, on = ["oter", "main", "a", "old", "b", "b"] }"#,
        r#"{ method = "by-row", within = "side" }"#,
        r#"{ method = "em-normal", on = ["b"], within = "main" }"#,
        r#"{ method = "ratio", to = "indicator('b') / x" }"#,
        r#"{ method = "ratio", to = "x +" }"#,
        r#"{ method = "nearest-neighbors", k = 1 }"#,
    ]));
}

#[test]
fn steps_that_can_never_act() {
    snapshot!(all(&[
        r#"{ method = "linear-interpolation" }, { method = "carry-forward", max_age = 1 }"#,
        r#"{ method = "group-mean" }, { method = "by-row" }"#,
    ]));
}

#[test]
fn a_card_without_company_or_direction() {
    let linear = r#"{ method = "goalposts", low = 0.0, high = 1.0 }"#;
    let alone = card("a", "index", "x", 1.0, linear, "missing = [ { method = \"by-row\" } ]");
    let top = framework("[\"2020\"]", r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, "");
    let interval = r#"{ method = "trapezoid", full_from = 0.2, full_to = 0.4, zero_above = 1.0 }"#;
    let pair = [
        card(
            "a",
            "index",
            "x",
            1.0,
            interval,
            "direction = \"interval\"\nmissing = [ { method = \"by-row\" } ]",
        ),
        card("b", "index", "y", 1.0, linear, ""),
    ];
    snapshot!(format!("{}\n{}", show(&top, &alone), show(&top, &pair.join("\n"))));
}
