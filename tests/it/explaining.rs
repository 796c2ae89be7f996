//! Where a score comes from, and what a cell touches.

use quanheng::panel::Panel;
use quanheng::scorecard::{Explanation, NodeStep, Scorecard, explain, fit, touches};
use quanheng::vocab::{Language, Period};

use crate::fixture::{card, definition, framework, panel, variables, with_attribute};

fn study() -> (Scorecard, Panel) {
    let missing = r#"missing = [ { method = "carry-forward", max_age = 1 }, { method = "group-median", by = ["kind"], min_group = 2 } ]
treatment = { method = "winsorise-quantiles", low = 0.1, high = 0.9 }"#;
    let part = [
        "[[aggregate]]\nid = \"left\"\nparent = \"index\"\nname = { zh = \"创新\", en = \"innovation\" }\nweight = 3\nweighting = { method = \"given\", origin = \"default\" }\naggregation = { method = \"geometric\", floor = 1.0 }\ncoverage = { missing = \"renormalise\" }\n".to_owned(),
        card("a", "left", "x / y", 1.0, r#"{ method = "base-goalposts", low = 0.1, high = 0.9, by = ["kind"], min_group = 3 }"#, missing),
        card("b", "left", "coalesce(lag(y, 1), y)", 1.0, r#"{ method = "min-max" }"#, "direction = \"negative\""),
        card("c", "index", "indicator('a') + z", 2.0, r#"{ method = "goalposts", low = 0.0, high = 5.0 }"#, ""),
        card("t", "index", "z", 0.5, r#"{ method = "tiers", tiers = [ { at = 0.0, score = 10.0 }, { at = 2.0, score = 80.0 } ] }"#, "direction = \"tiers\""),
        card("p", "index", "z", 0.0, r#"{ method = "percentile" }"#, "status = \"pilot\""),
    ];
    let more = "[[grade]]\nid = \"A\"\nname = { zh = \"优秀\", en = \"excellent\" }\nfrom = 50.0\n[[grade]]\nid = \"B\"\nname = { zh = \"合格\", en = \"fair\" }\n[[gate]]\nid = \"stop\"\nname = { zh = \"重大事故\", en = \"fatal accident\" }\nwhen = \"z > 2.4\"\nceiling = \"B\"\n";
    let top = framework("[\"2022\"]", r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, more);
    let definition = definition(&top, &part.join("\n"), &variables(&["x", "y", "z"], &["kind"]));
    let wave = |step: usize, gap: usize| {
        (0..24).map(|row| (row % gap != 3).then(|| (row * step % 11) as f64 / 4.0 + 0.25)).collect::<Vec<_>>()
    };
    let panel = panel(12, &[2022, 2023], &[("x", wave(3, 8)), ("y", wave(5, 100)), ("z", wave(7, 9))]);
    let kinds: Vec<Option<&str>> = (0..24).map(|row| Some(["p", "q"][row / 2 % 2])).collect();
    let panel = with_attribute(panel, "kind", &kinds);
    (fit(&definition, &panel).unwrap().scorecard, panel)
}

/// Checks that the contributions of every aggregate add up to its score.
fn adds_up(node: &NodeStep) -> u32 {
    let NodeStep::Aggregate(step) = node else { return 0 };
    let mut checked = 0;
    if let Some(score) = step.score {
        let sum: f64 = step.children.iter().map(|child| child.points).sum();
        assert!((sum - score).abs() <= 1e-12 * score.abs().max(1.0), "{}: {sum} is not {score}", step.id);
        let shares: f64 = step.children.iter().map(|child| child.share).sum();
        assert!((shares - 1.0).abs() <= 1e-12, "{}", step.id);
        checked += 1;
    }
    checked + step.children.iter().map(|child| adds_up(&child.node)).sum::<u32>()
}

#[test]
fn contributions_add_up_for_every_unit() {
    let (card, panel) = study();
    let scores = card.score(&panel);
    let root = scores.root().unwrap();
    let mut checked = 0;
    for row in 0..panel.index().len() {
        let (unit, period) = (panel.index().unit(row).id.clone(), panel.index().row(row).period);
        let explanation = explain(&card, &panel, &unit, period, "index").unwrap();
        assert_eq!(explanation.node.score().map(f64::to_bits), root.get(row).map(f64::to_bits));
        checked += adds_up(&explanation.node);
    }
    assert_eq!(checked, 48);
}

fn shown(unit: &str, year: i32, node: &str) -> Explanation {
    let (card, panel) = study();
    explain(&card, &panel, unit, Period::year(year), node).unwrap()
}

/// The fingerprint is another test's business.
fn text(explanation: &Explanation, language: Language) -> String {
    explanation.render(language).replace(&explanation.fingerprint[..12], "0123456789ab")
}

#[test]
fn the_tree_reads_in_both_languages() {
    let explanation = shown("u5", 2023, "index");
    insta::assert_snapshot!("explanation-zh", text(&explanation, Language::Zh));
    insta::assert_snapshot!("explanation-en", text(&explanation, Language::En));
}

#[test]
fn the_chain_leads_to_cells_of_files() {
    let explanation = shown("u1", 2023, "a");
    let json = serde_json::to_value(&explanation).unwrap();
    assert_eq!(json["node"]["kind"], "indicator");
    assert_eq!(json["node"]["imputed"]["method"], "carry-forward");
    let cells = json["node"]["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 4, "two of the year, two of the year before");
    assert_eq!(cells[1]["file"], "data.csv");
    assert_eq!(cells[1]["row"], 5);
    assert_eq!(cells[1]["column"], 4);
}

#[test]
fn a_cell_knows_what_it_touches() {
    let (card, panel) = study();
    let touched = |variable: &str| {
        let all = touches(&card, &panel, "u5", Period::year(2022), variable).unwrap();
        all.iter().map(|touch| format!("{} {}", touch.period, touch.node)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(touched("x"), "2022 index, 2022 left, 2022 a, 2022 c, 2023 index, 2023 left, 2023 a");
    assert_eq!(
        touched("y"),
        "2022 index, 2022 left, 2022 a, 2022 b, 2022 c, 2023 index, 2023 left, 2023 a, 2023 b"
    );
    assert_eq!(touched("z"), "2022 index, 2022 c, 2022 t, 2022 p");
    assert_eq!(touched("nothing"), "");
}

#[test]
fn what_is_not_there_is_named_with_the_nearest() {
    let (card, panel) = study();
    let problems = explain(&card, &panel, "单位13", Period::year(2023), "indx").unwrap_err();
    let said: Vec<_> = problems.iter().map(|p| (p.code.0, p.hint.clone().unwrap().en)).collect();
    assert_eq!(said[0], ("scr010", "did you mean `index`?".to_owned()));
    assert_eq!(said[1].0, "scr011");
    let problems = explain(&card, &panel, "u1", Period::year(1999), "index").unwrap_err();
    assert_eq!(problems[0].message.en, "unit `u1` has no row in 1999; it has 2022, 2023");
}
