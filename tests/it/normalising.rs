//! Normalisations through a whole definition: best values, each period apart, a reference unit, and what is said about them.

use quanheng::panel::Panel;
use quanheng::report::render::markdown;
use quanheng::report::{Evaluated, Order, Results, compose};
use quanheng::scorecard::{Fitted, Scorecard, explain, fit};
use quanheng::vocab::{Language, Period, Text};

use crate::fixture::{card, definition, framework, panel, variables, with_attribute};

/// One indicator `x` under the index, with further lines on its card.
fn one(base: &str, normalisation: &str, more: &str) -> quanheng::definition::Definition {
    let top = framework(base, r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, "");
    definition(&top, &card("a", "index", "x", 1.0, normalisation, more), &variables(&["x"], &["kind"]))
}

fn values(years: &[i32], cells: &[f64]) -> Panel {
    let units = u32::try_from(cells.len() / years.len()).unwrap();
    panel(units, years, &[("x", cells.iter().map(|value| Some(*value)).collect())])
}

fn scores(card: &Scorecard, panel: &Panel) -> Vec<Option<f64>> {
    let (scores, _) = card.score_with_leaves(panel);
    (0..panel.index().len()).map(|row| scores.root().unwrap().get(row)).collect()
}

fn codes(card: &Scorecard, panel: &Panel) -> Vec<(String, u64)> {
    card.score(panel).findings().iter().map(|finding| (finding.code.0.to_owned(), finding.count)).collect()
}

fn fitted(base: &str, normalisation: &str, more: &str, panel: &Panel) -> Scorecard {
    let Fitted { scorecard, .. } = fit(&one(base, normalisation, more), panel).unwrap();
    let read = Scorecard::from_json(&scorecard.to_json()).unwrap();
    assert_eq!(read.fingerprint(), scorecard.fingerprint());
    assert_eq!(read.score(panel), scorecard.score(panel));
    scorecard
}

#[test]
fn a_best_value_or_interval_turns_any_method_round_it() {
    let panel = values(&[2023], &[1.0, 4.0, 5.0, 7.0, 13.0]);
    let target = "direction = \"target\"\nbest = 5.0";
    let interval = "direction = \"interval\"\nbest_range = [4.0, 7.0]";
    let of = |normalisation: &str, more: &str| {
        scores(&fitted("[\"2023\"]", normalisation, more, &panel), &panel)
            .into_iter()
            .map(Option::unwrap)
            .collect::<Vec<_>>()
    };
    // Distances 4 1 0 2 8 and 3 0 0 0 6: the textbook 1 − d / max d.
    assert_eq!(of(r#"{ method = "min-max", min_group = 1 }"#, target), [50.0, 87.5, 100.0, 75.0, 0.0]);
    assert_eq!(
        of(r#"{ method = "share-of-max", cost = "reflected", min_group = 1 }"#, interval),
        [50.0, 100.0, 100.0, 100.0, 0.0]
    );
    assert_eq!(
        of(r#"{ method = "goalposts", low = 0.0, high = 4.0 }"#, target),
        [0.0, 75.0, 100.0, 50.0, 0.0]
    );
    assert_eq!(of(r#"{ method = "borda", min_group = 1 }"#, target), [25.0, 75.0, 100.0, 50.0, 0.0]);
    let card = fitted("[\"2023\"]", r#"{ method = "goalposts", low = 0.0, high = 4.0 }"#, target, &panel);
    let farther = card.score(&panel);
    let finding = farther.findings().iter().find(|finding| finding.code.0 == "scr109").unwrap();
    assert_eq!(finding.message.en, "values farther from the best than the highest distance covered: 1");
    let text = explain(&card, &panel, "u0", Period::year(2023), "a").unwrap().render(Language::En);
    assert!(text.contains("anchor curve of the distance to the best"), "{text}");
    assert!(text.contains("best 5, distance 4; 0 → 100, 4 → 0"), "{text}");
}

#[test]
fn each_period_apart_has_its_own_scale_and_no_other_period_a_score() {
    // Rows by unit: 2021, 2022, 2023.
    let panel = values(&[2021, 2022, 2023], &[0.0, 0.0, 5.0, 5.0, 10.0, 5.0, 10.0, 40.0, 5.0]);
    let each = r#"{ method = "min-max", periods = "each", min_group = 1 }"#;
    let card = fitted("[\"2021\", \"2022\"]", each, "", &panel);
    let expected = [Some(0.0), Some(0.0), None, Some(50.0), Some(25.0), None, Some(100.0), Some(100.0), None];
    assert_eq!(scores(&card, &panel), expected);
    let found = codes(&card, &panel);
    assert!(found.contains(&("scr146".to_owned(), 3)), "{found:?}");
    assert!(found.contains(&("scr147".to_owned(), 3)), "{found:?}");
    let text = |year| explain(&card, &panel, "u1", Period::year(year), "a").unwrap().render(Language::En);
    assert!(text(2022).contains("group 2022"), "{}", text(2022));
    assert!(!text(2023).contains("→"), "{}", text(2023));
    // Together they lie on one scale, and nothing has to be said.
    let pooled = fitted("[\"2021\", \"2022\"]", r#"{ method = "min-max", min_group = 1 }"#, "", &panel);
    assert_eq!(scores(&pooled, &panel)[..6], [0.0, 0.0, 12.5, 12.5, 25.0, 12.5].map(Some));
    assert!(codes(&pooled, &panel).iter().all(|(code, _)| code != "scr145" && code != "scr146"));
}

#[test]
fn each_period_apart_and_by_group_falls_back_on_the_period() {
    let panel = values(&[2021, 2022], &[0.0, 0.0, 10.0, 20.0, 30.0, 20.0]);
    let kinds = [Some("p"), Some("p"), Some("p"), Some("p"), Some("q"), Some("q")];
    let panel = with_attribute(panel, "kind", &kinds);
    let each = r#"{ method = "min-max", periods = "each", by = ["kind"], min_group = 2 }"#;
    let card = fitted("[\"2021\", \"2022\"]", each, "", &panel);
    assert_eq!(scores(&card, &panel), [0.0, 0.0, 100.0, 100.0, 100.0, 100.0].map(Some));
    let found = codes(&card, &panel);
    assert_eq!(
        found.iter().filter(|(code, _)| code == "scr111").map(|(_, n)| n).sum::<u64>(),
        2,
        "{found:?}"
    );
}

#[test]
fn a_reference_unit_is_found_in_the_base_alone() {
    let panel = values(&[2022, 2023], &[1.0, 1.0, 3.0, 9.0, 5.0, 5.0]);
    let method = r#"{ method = "distance-to-unit", unit = "u1", outside = "extend", min_group = 1 }"#;
    let card = fitted("[\"2022\"]", method, "", &panel);
    // From 1 to 3, whatever the reference does later.
    assert_eq!(scores(&card, &panel), [0.0, 0.0, 100.0, 400.0, 200.0, 200.0].map(Some));
    let absent = one("[\"2022\"]", &method.replace("u1", "u9"), "");
    let problems = fit(&absent, &panel).unwrap_err();
    assert_eq!(problems.iter().map(|p| p.code.0).collect::<Vec<_>>(), ["fit121"]);
    let worst = one("[\"2022\"]", &method.replace("u1", "u0"), "");
    assert_eq!(fit(&worst, &panel).unwrap_err()[0].code.0, "fit004");
}

#[test]
fn relative_scores_of_several_periods_say_so_and_negative_values_are_refused() {
    let panel = values(&[2022, 2023], &[1.0, 2.0, 3.0, 9.0, 6.0, -4.0]);
    let card = fitted("[\"2022\"]", r#"{ method = "share-of-max", min_group = 1 }"#, "", &panel);
    let all = scores(&card, &panel);
    assert_eq!(
        all[2..],
        [Some(50.0), Some(100.0), Some(100.0), None],
        "beyond the best counts as the best; below 0 has no score"
    );
    let found = codes(&card, &panel);
    for code in [("scr145", 2), ("scr109", 1), ("scr103", 1)] {
        assert!(found.contains(&(code.0.to_owned(), code.1)), "{code:?} {found:?}");
    }
    let refused =
        fit(&one("[\"2023\"]", r#"{ method = "share-of-max", min_group = 1 }"#, ""), &panel).unwrap_err();
    assert_eq!(refused[0].code.0, "fit120");
    assert!(refused[0].message.en.contains("no answer for -4"), "{}", refused[0].message.en);
}

#[test]
fn standard_values_by_industry_and_size() {
    let five = r#"{ method = "five-band", standards = { excellent = 15.0, good = 10.0, average = 6.0, low = 2.0, poor = -3.0 },
        groups = [{ when = { kind = ["p"] }, standards = { excellent = 30.0, good = 20.0, average = 12.0, low = 4.0, poor = 0.0 } }] }"#
        .replace('\n', "");
    let panel = values(&[2023], &[8.0, 8.0, -3.0, -4.0]);
    let panel = with_attribute(panel, "kind", &[Some("p"), Some("q"), None, Some("q")]);
    let card = fitted("[\"2023\"]", &five, "", &panel);
    // The worked example on ten points is 7.0; here on a hundred. In group p 8 is half way from low to average.
    assert_eq!(scores(&card, &panel), [50.0, 70.0, 20.0, 0.0].map(Some));
    let text = explain(&card, &panel, "u3", Period::year(2023), "a").unwrap().render(Language::Zh);
    assert!(text.contains("低于 -3 得 0"), "{text}");
}

#[test]
fn a_report_tells_no_rises_where_each_period_has_its_own_scale() {
    let panel = values(&[2021, 2022], &[0.0, 0.0, 5.0, 10.0, 10.0, 40.0]);
    let report = |periods: &str, language: Language| {
        let method = format!(r#"{{ method = "borda", {periods} min_group = 1 }}"#);
        let card = fitted("[\"2021\", \"2022\"]", &method, "", &panel);
        let (scores, leaves) = card.score_with_leaves(&panel);
        let text = |zh: &str, en: &str| Text::new(zh, en);
        let order = Order {
            title: text("报告", "Report"),
            study: text("研究", "Study"),
            client: None,
            author: None,
            notice: None,
            language,
            periods: vec![Period::year(2021), Period::year(2022)],
            focus: Period::year(2022),
            by: vec![],
            movers: 3,
        };
        let findings = scores.findings().to_vec();
        let evaluated = Evaluated {
            panel: &panel,
            scorecard: &card,
            scores: &scores,
            leaves: &leaves,
            findings: &findings,
            sources: panel.sources(),
            rankings: &[],
            robustness: None,
        };
        markdown::render(&compose(&Results::new(&order, evaluated)).unwrap().document)
    };
    let apart = report(r#"periods = "each","#, Language::En);
    assert!(apart.contains("this report tells no rises or falls"), "{apart}");
    assert!(apart.contains("may not be compared between periods: indicator a."), "{apart}");
    assert!(!apart.contains("Changes since") && !apart.contains("all periods lie on one scale"), "{apart}");
    let chinese = report(r#"periods = "each","#, Language::Zh);
    assert!(!chinese.contains("上升") && !chinese.contains("下降"), "{chinese}");
    let pooled = report("", Language::En);
    assert!(pooled.contains("Changes since the period before"), "{pooled}");
    assert!(pooled.contains("they do not measure how far a unit rose or fell: indicator a."), "{pooled}");
}
