//! Treatments on cards: what is refused, what a fit and a score say, what an explanation shows.

use quanheng::definition::from_texts;
use quanheng::diagnostic::{Style, render_all};
use quanheng::scorecard::{Scorecard, Standing, explain, fit};
use quanheng::vocab::{Language, Period};

use crate::fixture::{card, definition, framework, panel, variables};

const MIN_MAX: &str = r#"{ method = "min-max" }"#;

fn top() -> String {
    framework(r#"["2022"]"#, r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, "")
}

/// What people get for a treatment on an otherwise good card.
fn refused(treatment: &str, normalisation: &str) -> String {
    let part = card("a", "index", "x", 1.0, normalisation, &format!("treatment = {treatment}"));
    let (top, variables) = (top(), variables(&["x"], &["kind"]));
    let files =
        [("framework.toml", top.as_str()), ("part.toml", part.as_str()), ("variables.toml", &variables)];
    let (found, problems) = from_texts(&files);
    assert!(found.is_none(), "{treatment} is taken");
    let source = |name: &str| files.iter().find(|file| file.0 == name).map(|file| file.1.to_owned());
    let said = |language| render_all(&problems, language, Style::Plain, source);
    format!("########## {treatment}\n{}\n{}\n", said(Language::Zh), said(Language::En))
}

#[test]
fn what_cannot_work_is_refused() {
    let cases = [
        (r#"{ method = "winsorise-to-pass", points = 0 }"#, MIN_MAX),
        (r#"{ method = "winsorise-to-pass", force = true, skew = 1.0 }"#, MIN_MAX),
        (r#"{ method = "winsorise-to-pass", of = "winsorised" }"#, MIN_MAX),
        (
            r#"{ method = "winsorise-to-pass", skew = -1.0, then = { method = "log" }, by = ["kind"] }"#,
            MIN_MAX,
        ),
        (r#"{ method = "winsorise-to-pass", then = { method = "log-shift-range", share = 0.0 } }"#, MIN_MAX),
        (r#"{ method = "log", share = 0.5 }"#, MIN_MAX),
        (r#"{ method = "log-gii", factor = -1.0 }"#, MIN_MAX),
        (r#"{ method = "box-cox", lambda = 7.0 }"#, MIN_MAX),
        (r#"{ method = "yeo-johnson", lambda = 1.0 }"#, MIN_MAX),
        (r#"{ method = "log" }"#, r#"{ method = "goalposts", low = 0.0, high = 9.0 }"#),
        (
            r#"{ method = "log" }"#,
            r#"{ method = "base-goalposts", low = 0.1, high = 0.9, hurdle = { at = 0.0, score = 0.0 } }"#,
        ),
        (r#"{ method = "log" }"#, r#"{ method = "percentile" }"#),
        (r#"{ method = "log" }"#, r#"{ method = "categories", cuts = [0.5], scores = [0.0, 100.0] }"#),
        (r#"{ method = "log" }"#, r#"{ method = "distance-to-target", target = 5.0 }"#),
        (r#"{ method = "winsorize-to-pass" }"#, MIN_MAX),
    ];
    let said: String =
        cases.iter().map(|(treatment, normalisation)| refused(treatment, normalisation)).collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(said) });
}

/// Forty units in two years: skewed in the base, beyond it on both ends in the year after.
fn skewed() -> Vec<Option<f64>> {
    let both = |at: u32| {
        let x = f64::from(at);
        let base = 1.0 + x * x * x * x;
        let later = match at {
            0 => -5.0,
            1 => 0.5,
            39 => 1e9,
            _ => base,
        };
        [Some(base), Some(later)]
    };
    (0..40).flat_map(both).collect()
}

#[test]
fn a_fit_and_a_score_say_what_was_done() {
    let treatments = [
        ("a", r#"{ method = "winsorise-to-pass", points = 3, skew = 1.0, kurtosis = 0.0 }"#),
        ("b", r#"{ method = "log" }"#),
        ("c", r#"{ method = "log-shift-range" }"#),
        ("d", r#"{ method = "winsorise-to-pass" }"#),
        ("e", r#"{ method = "yeo-johnson" }"#),
        (
            "f",
            r#"{ method = "winsorise-to-pass", points = 2, skew = 0.2, kurtosis = -1.5, then = { method = "box-cox", shift = "to-one" }, of = "winsorised" }"#,
        ),
    ];
    let part: Vec<String> = treatments
        .iter()
        .map(|(id, treatment)| card(id, "index", "x", 1.0, MIN_MAX, &format!("treatment = {treatment}")))
        .collect();
    let definition = definition(&top(), &part.join("\n"), &variables(&["x"], &[]));
    let panel = panel(40, &[2022, 2023], &[("x", skewed())]);
    let fitted = fit(&definition, &panel).unwrap();
    let (scores, leaves) = fitted.scorecard.score_with_leaves(&panel);
    let mut said: Vec<String> = Vec::new();
    for finding in fitted.findings.iter().chain(scores.findings()) {
        let node = finding.node.as_ref().map_or("", |node| node.as_str());
        let period = finding.period.map(|period| period.to_string()).unwrap_or_default();
        said.push(format!(
            "{} {node} {period} ×{} {} | {}",
            finding.code.0, finding.count, finding.message.en, finding.message.zh
        ));
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("findings_of_treatments", said.join("\n")) });

    // The plain logarithm has no answer at −5; the shifted one counts it as its origin.
    let (plain, shifted) = (leaves.find("b").unwrap(), leaves.find("c").unwrap());
    assert_eq!((plain.standing(1), plain.score(1), plain.treated(1)), (Standing::Missing, None, None));
    assert_eq!(shifted.treated(1), shifted.treated(0));
    assert_eq!(shifted.score(1), Some(0.0));
    // Frozen: a later year is cut where the base was.
    let cut = leaves.find("a").unwrap();
    assert_eq!(cut.treated(79), cut.treated(78));

    let pages: String = ["a", "b", "c", "d", "f"]
        .iter()
        .map(|node| {
            let explanation = explain(&fitted.scorecard, &panel, "u0", Period::year(2023), node).unwrap();
            explanation.render(Language::Zh) + &explanation.render(Language::En)
        })
        .collect();
    let fingerprint = &fitted.scorecard.fingerprint()[..12];
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("explanations_of_treatments", pages.replace(fingerprint, "(fingerprint)")) });

    let read = Scorecard::from_json(&fitted.scorecard.to_json()).unwrap();
    assert_eq!(read.score(&panel), scores);
    let changed = fitted.scorecard.to_json().replacen("\"slope\": 1.0", "\"slope\": 2.0", 1);
    assert!(Scorecard::from_json(&changed).is_err());
}

#[test]
fn a_base_that_a_transformation_cannot_take_is_an_error() {
    let errors = |treatment: &str, values: Vec<Option<f64>>| {
        let part = card("a", "index", "x", 1.0, MIN_MAX, &format!("treatment = {treatment}"));
        let definition = definition(&top(), &part, &variables(&["x"], &[]));
        let units = u32::try_from(values.len()).unwrap();
        let problems = fit(&definition, &panel(units, &[2022], &[("x", values)])).unwrap_err();
        render_all(&problems, Language::En, Style::Plain, |_: &str| None)
    };
    let zero = vec![Some(0.0), Some(3.0), Some(5.0)];
    let said = [
        errors(r#"{ method = "log" }"#, zero.clone()),
        errors(r#"{ method = "box-cox" }"#, zero),
        errors(r#"{ method = "log-gii" }"#, vec![Some(0.1), Some(0.9)]),
        errors(r#"{ method = "log-shift-range" }"#, vec![Some(7.0), Some(7.0)]),
        errors(r#"{ method = "yeo-johnson" }"#, vec![None, None]),
    ]
    .concat();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(said) });
}
