//! Judgements in a definition become shares, and everything wrong with them is said by name.

use quanheng::definition::from_texts;
use quanheng::diagnostic::{Diagnostic, Style, any_error, render_all};
use quanheng::scorecard::Scorecard;
use quanheng::vocab::Language;

const VARIABLES: &str = r#"
variable = [
    { id = "x", name = { zh = "量", en = "Quantity" }, measure = "1", type = "flow", origin = "statistical-survey" },
]
"#;

const FRAMEWORK: &str = r#"
format = 1
set = "demo"
edition = "1"
version = "1.0.0"
name = { zh = "示例", en = "Demo" }
scale = { low = 0.0, high = 100.0 }
base = ["2023"]
parts = ["cards.toml"]
level = [{ name = { zh = "指数", en = "Index" }, aggregation = { method = "arithmetic" } }]

[[aggregate]]
id = "index"
name = { zh = "指数", en = "Index" }
"#;

fn card(id: &str, status: &str, more: &str) -> String {
    format!(
        "[[indicator]]\nid = \"{id}\"\ncode = \"{id}\"\nparent = \"index\"\nname = {{ zh = \"{id}\", en = \"{id}\" }}\nformula = \"x\"\n\
         measure = \"1\"\ndirection = \"positive\"\nnormalisation = {{ method = \"goalposts\", low = 0.0, high = 6.0 }}\n\
         status = \"{status}\"\n{more}\n"
    )
}

fn cards() -> String {
    card("a", "core", "") + &card("b", "core", "") + &card("p", "pilot", "") + &card("c", "core", "")
}

/// The shares of a, b, p, c, and all diagnostics.
fn resolved(weighting: &str, cards: &str) -> (Option<Vec<f64>>, Vec<Diagnostic>) {
    let framework = format!("{FRAMEWORK}weighting = {weighting}\n");
    let files =
        [("framework.toml", framework.as_str()), ("cards.toml", cards), ("variables.toml", VARIABLES)];
    let (definition, found) = from_texts(&files);
    assert_eq!(definition.is_some(), !any_error(&found));
    (definition.map(|d| d.framework().nodes()[1..].iter().filter_map(|node| node.weight).collect()), found)
}

fn shares(weighting: &str) -> Vec<f64> {
    let (shares, found) = resolved(weighting, &cards());
    assert_eq!(found, [], "{weighting}");
    shares.unwrap()
}

fn near(got: &[f64], expected: [f64; 4]) {
    for (got, expected) in got.iter().zip(expected) {
        assert!((got - expected).abs() <= 1e-12, "{got} is not {expected}");
    }
}

const AHP: &str = r#"{ method = "ahp", priority = "eigenvector", random_index = "saaty-1980", experts = [{ pairs = [{ item = "a", over = "b", times = 2 }, { item = "c", over = "b", times = 0.333 }, { item = "a", over = "c", times = 6 }] }] }"#;

#[test]
fn judgements_become_shares() {
    // 0.333 for one third leaves a trace of a contradiction.
    let got = shares(AHP);
    assert!((got[0] - 0.6).abs() < 1e-3 && got[2] == 0.0 && (got[3] - 0.1).abs() < 1e-3, "{got:?}");
    near(
        &shares(
            r#"{ method = "best-worst", best = "a", worst = "c", best_over = { b = 2, c = 6 }, over_worst = { b = 3 } }"#,
        ),
        [0.6, 0.3, 0.0, 0.1],
    );
    near(
        &shares(r#"{ method = "order-relation", order = ["a", "b", "c"], ratios = [2, 3.0] }"#),
        [0.6, 0.3, 0.0, 0.1],
    );
    near(
        &shares(
            r#"{ method = "budget-allocation", budget = 100, experts = [{ points = { a = 70, b = 20, c = 10 } }, { points = { a = 50, b = 40, c = 10 } }] }"#,
        ),
        [0.6, 0.3, 0.0, 0.1],
    );
    // A pair left out follows from the others.
    near(
        &shares(
            r#"{ method = "ahp", priority = "eigenvector", random_index = "chinese-textbook", experts = [{ pairs = [{ item = "a", over = "b", times = 2 }, { item = "b", over = "c", times = 3 }] }] }"#,
        ),
        [0.6, 0.3, 0.0, 0.1],
    );
}

#[test]
fn several_experts_are_joined() {
    let expert = |times: f64, weight: &str| {
        format!(
            r#"{{ {weight}pairs = [{{ item = "a", over = "b", times = {times} }}, {{ item = "b", over = "c", times = 1 }}, {{ item = "a", over = "c", times = {times} }}] }}"#
        )
    };
    let of = |joining: &str, one: &str, other: &str| {
        shares(&format!(
            r#"{{ method = "ahp", priority = "row-geometric-mean", random_index = "saaty-1980", joining = "{joining}", experts = [{one}, {other}] }}"#
        ))
    };
    near(&of("judgements", &expert(2.0, ""), &expert(8.0, "")), [4.0 / 6.0, 1.0 / 6.0, 0.0, 1.0 / 6.0]);
    near(&of("priorities", &expert(2.0, ""), &expert(8.0, "")), [0.65, 0.175, 0.0, 0.175]);
    near(&of("priorities", &expert(2.0, "weight = 3.0, "), &expert(8.0, "")), [0.575, 0.2125, 0.0, 0.2125]);
}

#[test]
fn contradictions_go_back_to_the_expert() {
    let weighting = AHP.replace("times = 6", "times = 1");
    let (shares, found) = resolved(&weighting, &cards());
    assert!(shares.is_some(), "a warning, not an error");
    let text = render_all(&found, Language::En, Style::Plain, |_| None);
    assert!(
        text.contains("def049") && text.contains("CR is 0.3") && text.contains("`a` over `c` is 1"),
        "{text}"
    );
    let text = render_all(&found, Language::Zh, Style::Plain, |_| None);
    assert!(text.contains("第 1 位专家判断矛盾较大") && text.contains("请专家复核"), "{text}");
}

#[test]
fn what_gives_no_weights_is_said_by_name() {
    let wrong = [
        (r#"{ method = "order-relation", order = ["a", "b"], ratios = [2.0] }"#, "says nothing about `c`"),
        (
            r#"{ method = "order-relation", order = ["a", "b", "p"], ratios = [2.0, 2.0] }"#,
            "names `p`, which is no core child",
        ),
        (
            r#"{ method = "order-relation", order = ["a", "b", "c"], ratios = [2.0] }"#,
            "1 numbers are given, 2 are expected",
        ),
        (
            r#"{ method = "order-relation", order = ["a", "b", "c"], ratios = [2.0, 0.5] }"#,
            "number 2, 0.5, contradicts the order",
        ),
        (
            r#"{ method = "budget-allocation", budget = 100, experts = [{ points = { a = 70, b = 20, c = 5 } }] }"#,
            "the points of expert 1 add up to 95 instead of 100",
        ),
        (r#"{ method = "budget-allocation", budget = 100, experts = [] }"#, "there is no expert"),
        (
            r#"{ method = "budget-allocation", budget = 100, experts = [{ points = { a = 70, b = 40, c = -10 } }] }"#,
            "the number -10 for `c` cannot be used",
        ),
        (
            r#"{ method = "best-worst", best = "a", worst = "c", best_over = { b = 2, c = 6 }, over_worst = { a = 5, b = 3 } }"#,
            "one pair has two different answers: 6 and 5",
        ),
        (
            r#"{ method = "best-worst", best = "a", worst = "a", best_over = { b = 2, c = 6 }, over_worst = { b = 3, c = 1 } }"#,
            "two different items",
        ),
        (
            r#"{ method = "ahp", priority = "eigenvector", random_index = "saaty-1980", experts = [{ pairs = [{ item = "a", over = "b", times = 2 }, { item = "b", over = "a", times = 2 }] }] }"#,
            "compare `b` and `a` twice",
        ),
        (
            r#"{ method = "ahp", priority = "eigenvector", random_index = "saaty-1980", experts = [{ pairs = [{ item = "a", over = "b", times = 2 }] }] }"#,
            "no judgement connects `c` with the others",
        ),
        (
            r#"{ method = "ahp", priority = "row-geometric-mean", random_index = "saaty-1980", experts = [{ pairs = [{ item = "a", over = "b", times = 2 }, { item = "b", over = "c", times = 2 }] }] }"#,
            "expert 1 leaves out 1 pairs",
        ),
        (
            r#"{ method = "ahp", priority = "eigenvector", random_index = "saaty-1980", experts = [{ pairs = [{ item = "a", over = "b", times = 0 }] }] }"#,
            "the number 0 for `b` cannot be used",
        ),
    ];
    for (weighting, expected) in wrong {
        let (shares, found) = resolved(weighting, &cards());
        let text = render_all(&found, Language::En, Style::Plain, |_| None);
        assert!(shares.is_none() && text.contains(expected) && found.len() == 1, "{weighting}\n{text}");
        assert!(text.contains("framework.toml:"), "{text}");
    }
    let with_weight = card("a", "core", "weight = 1") + &card("b", "core", "") + &card("c", "core", "");
    let (_, found) = resolved(
        r#"{ method = "order-relation", order = ["a", "b", "c"], ratios = [2, 3.0] }"#,
        &with_weight,
    );
    let text = render_all(&found, Language::En, Style::Plain, |_| None);
    assert!(
        text.contains(
            "`a` has a weight, but the weighting of its parent `index` takes the weights from judgements"
        ),
        "{text}"
    );
}

#[test]
fn a_scorecard_carries_the_judgements() {
    let framework = format!("{FRAMEWORK}weighting = {AHP}\n");
    let cards = cards();
    let files = [
        ("framework.toml", framework.as_str()),
        ("cards.toml", cards.as_str()),
        ("variables.toml", VARIABLES),
    ];
    let definition = from_texts(&files).0.unwrap();
    let panel = crate::fixture::panel(3, &[2023], &[("x", vec![Some(1.0), Some(2.0), Some(3.0)])]);
    let scorecard = quanheng::scorecard::fit(&definition, &panel).unwrap().scorecard;
    let read = Scorecard::from_json(&scorecard.to_json()).unwrap();
    assert_eq!(read.weights(), scorecard.weights());
    assert_eq!(read.score(&panel), scorecard.score(&panel));
}
