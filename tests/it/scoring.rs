//! From values to scores, on panels small enough to check by hand.

use quanheng::framework::NodeId;
use quanheng::panel::Status;
use quanheng::scorecard::{FinalGrade, GateState, Scorecard, Scores, Standing, Withheld, fit};
use quanheng::vocab::{Language, Period};

use crate::fixture::{card, definition, framework, panel, variables, with_attribute};

const ARITHMETIC: &str = r#"{ method = "arithmetic" }"#;
const RENORMALISE: &str = r#"{ missing = "renormalise" }"#;
const ZERO_TO_TEN: &str = r#"{ method = "goalposts", low = 0.0, high = 10.0 }"#;

fn codes(scores: &Scores) -> Vec<String> {
    let said = scores.findings().iter().map(|f| {
        let node = f.node.as_ref().map_or("-", |id| id.as_str());
        let period = f.period.map_or_else(|| "-".to_owned(), |p| p.to_string());
        format!("{} {node} {period} ×{} {}", f.code.0, f.count, f.message.en)
    });
    said.collect()
}

/// Two indicators under one dimension, one beside it.
fn tree(coverage: &str, missing: &str) -> String {
    let parts = [
        format!(
            "[[aggregate]]\nid = \"left\"\nparent = \"index\"\nname = {{ zh = \"左\", en = \"left\" }}\nweight = 3\n\
             weighting = {{ method = \"given\", origin = \"default\" }}\naggregation = {ARITHMETIC}\ncoverage = {coverage}\n"
        ),
        card("a", "left", "x", 1.0, ZERO_TO_TEN, missing),
        card("b", "left", "y", 3.0, ZERO_TO_TEN, missing),
        card("c", "index", "z", 1.0, ZERO_TO_TEN, missing),
    ];
    parts.join("\n")
}

fn score(part: &str, columns: &[(&str, Vec<Option<f64>>)]) -> (Scorecard, Scores) {
    let units = u32::try_from(columns[0].1.len()).unwrap();
    let panel = panel(units, &[2023], columns);
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, "");
    let fitted = fit(&definition(&top, part, &variables(&["x", "y", "z"], &[])), &panel).unwrap();
    let scores = fitted.scorecard.score(&panel);
    (fitted.scorecard, scores)
}

#[test]
fn weights_are_renormalised_and_coverage_counts_what_was_observed() {
    let (_, scores) = score(
        &tree(RENORMALISE, ""),
        &[
            ("x", vec![Some(2.0), None, None]),
            ("y", vec![Some(6.0), Some(6.0), None]),
            ("z", vec![Some(10.0), Some(10.0), Some(10.0)]),
        ],
    );
    let (left, root) = (scores.find("left").unwrap(), scores.root().unwrap());
    assert_eq!(left.get(0), Some(50.0));
    assert_eq!(root.get(0), Some(62.5));
    assert_eq!(left.get(1), Some(60.0));
    assert_eq!(left.coverage(1), 0.75);
    assert_eq!(root.coverage(1), 0.75 * 0.75 + 0.25);
    assert_eq!((left.get(2), left.withheld(2)), (None, Withheld::NoData));
    assert_eq!((root.get(2), root.coverage(2)), (Some(100.0), 0.25));
    insta::assert_snapshot!(codes(&scores).join("\n"), @r"
    scr106 a 2023 ×2 units without value and without anything to stand in for it, hence without score: 2
    scr106 b 2023 ×1 units without value and without anything to stand in for it, hence without score: 1
    scr120 left 2023 ×1 withheld, as no child has a score: 1
    ");
}

#[test]
fn coverage_rules_withhold_with_their_reason() {
    let columns = [
        ("x", vec![Some(2.0), None, Some(1.0), None]),
        ("y", vec![Some(6.0), Some(6.0), None, None]),
        ("z", vec![Some(1.0); 4]),
    ];
    let withheld = |coverage: &str| {
        let (_, scores) = score(&tree(coverage, ""), &columns);
        let left = scores.find("left").unwrap();
        (0..4).map(|row| left.withheld(row)).collect::<Vec<_>>()
    };
    use Withheld::{LowCoverage, MissingChild, NoData, Scored, TooFewChildren};
    assert_eq!(
        withheld(r#"{ missing = "renormalise", min_weight = 0.75 }"#),
        [Scored, Scored, LowCoverage, NoData]
    );
    assert_eq!(
        withheld(r#"{ missing = "renormalise", min_children = 2 }"#),
        [Scored, TooFewChildren, TooFewChildren, NoData]
    );
    assert_eq!(withheld(r#"{ missing = "withhold" }"#), [Scored, MissingChild, MissingChild, NoData]);
}

#[test]
fn not_applicable_leaves_the_denominator() {
    let parts = [
        card(
            "a",
            "index",
            "x",
            1.0,
            ZERO_TO_TEN,
            "applicable = { when = \"kind != 'shop'\", reason = { zh = \"商店不适用\", en = \"not for shops\" } }",
        ),
        card("b", "index", "y", 1.0, ZERO_TO_TEN, ""),
    ];
    let panel = panel(
        3,
        &[2023],
        &[("x", vec![Some(9.0), Some(9.0), None]), ("y", vec![Some(5.0), Some(5.0), Some(5.0)])],
    );
    let panel = with_attribute(panel, "kind", &[Some("shop"), Some("plant"), None]);
    let top = framework("[\"2023\"]", ARITHMETIC, r#"{ missing = "withhold", min_weight = 1.0 }"#, "");
    let definition = definition(&top, &parts.join("\n"), &variables(&["x", "y"], &["kind"]));
    let card = fit(&definition, &panel).unwrap().scorecard;
    let (scores, leaves) = card.score_with_leaves(&panel);
    let root = scores.root().unwrap();
    assert_eq!((root.get(0), root.coverage(0)), (Some(50.0), 1.0));
    assert_eq!((root.get(1), root.coverage(1)), (Some(70.0), 1.0));
    assert_eq!((root.get(2), root.withheld(2)), (None, Withheld::MissingChild));
    let a = leaves.find("a").unwrap();
    assert_eq!((a.status(0), a.standing(0)), (Status::NotApplicable, Standing::NotApplicable));
}

#[test]
fn missing_values_are_carried_forward_then_replaced_by_the_group_median() {
    let missing = r#"missing = [ { method = "carry-forward", max_age = 1 }, { method = "group-median", by = ["kind"], min_group = 2 } ]"#;
    let part = card("a", "index", "x", 1.0, ZERO_TO_TEN, missing);
    let x = vec![
        Some(1.0),
        None,
        None, // u0: 2021 2022 2023
        Some(2.0),
        Some(2.0),
        Some(2.0),
        Some(4.0),
        Some(4.0),
        Some(4.0),
        None,
        None,
        None,
    ];
    let panel = panel(4, &[2021, 2022, 2023], &[("x", x)]);
    let kinds = ["p", "p", "p", "p", "p", "p", "p", "p", "p", "q", "q", "q"].map(Some);
    let panel = with_attribute(panel, "kind", &kinds);
    let top = framework("[\"2021\"]", ARITHMETIC, RENORMALISE, "");
    let card = fit(&definition(&top, &part, &variables(&["x"], &["kind"])), &panel).unwrap().scorecard;
    let (scores, leaves) = card.score_with_leaves(&panel);
    let a = leaves.find("a").unwrap();
    let by: Vec<Option<usize>> = (0..12).map(|row| a.imputed_by(row)).collect();
    assert_eq!(by[..3], [None, Some(0), Some(1)]);
    assert_eq!(by[9..], [Some(1); 3]);
    assert_eq!((a.treated(1), a.treated(2), a.treated(9)), (Some(1.0), Some(2.0), Some(2.0)));
    let root = scores.root().unwrap();
    assert_eq!((root.coverage(1), root.imputed_share(1)), (0.0, 1.0));
    assert_eq!(a.raw(1), None);
}

#[test]
fn gates_limit_the_grade_and_leave_the_score() {
    let more = r#"
[[grade]]
id = "A"
name = { zh = "优", en = "good" }
from = 60.0
[[grade]]
id = "B"
name = { zh = "中", en = "fair" }
from = 30.0
[[grade]]
id = "C"
name = { zh = "差", en = "poor" }
[[gate]]
id = "accident"
name = { zh = "事故", en = "accident" }
when = "deaths > 0"
ceiling = "B"
[[gate]]
id = "fraud"
name = { zh = "造假", en = "fraud" }
when = "fraud > 0"
"#;
    let columns = [
        ("x", [8.0, 8.0, 8.0, 2.0, 6.0].map(Some).to_vec()),
        ("deaths", vec![Some(0.0), Some(1.0), Some(0.0), Some(1.0), None]),
        ("fraud", [0.0, 0.0, 1.0, 0.0, 0.0].map(Some).to_vec()),
    ];
    let panel = panel(5, &[2023], &columns);
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, more);
    let part = card("a", "index", "x", 1.0, ZERO_TO_TEN, "");
    let card =
        fit(&definition(&top, &part, &variables(&["x", "deaths", "fraud"], &[])), &panel).unwrap().scorecard;
    let scores = card.score(&panel);
    let last: Vec<FinalGrade> = (0..5).map(|row| scores.grading(row).last).collect();
    use FinalGrade::{Grade, NotGraded};
    assert_eq!(last, [Grade(0), Grade(1), NotGraded, Grade(2), Grade(0)]);
    assert_eq!(scores.grading(1).base, Some(0));
    assert_eq!(scores.root().unwrap().get(1), Some(80.0));
    assert_eq!(scores.gates(4).collect::<Vec<_>>(), [GateState::NoAnswer, GateState::Open]);
    assert_eq!(scores.ranks(NodeId(0), Period::year(2023)), [1, 1, 1, 5, 4].map(Some));
    insta::assert_snapshot!(codes(&scores).join("\n"), @r"
    scr130 index 2023 ×2 gate `accident` is closed and limits the grade, not the score: 2
    scr131 index 2023 ×1 gate `accident` has no answer and stays open: 1
    scr130 index 2023 ×1 gate `fraud` is closed and limits the grade, not the score: 1
    ");
}

#[test]
fn the_base_must_determine_core_indicators() {
    let part = [
        card("a", "index", "x", 1.0, r#"{ method = "min-max" }"#, ""),
        card("b", "index", "y", 1.0, r#"{ method = "z-score", centre = 50.0, spread = 10.0 }"#, ""),
        card("c", "index", "z", 1.0, r#"{ method = "base-goalposts", low = 0.1, high = 0.9 }"#, ""),
    ];
    let columns = [("x", vec![Some(4.0); 3]), ("y", vec![Some(1.0), None, None]), ("z", vec![None; 3])];
    let panel = panel(3, &[2023], &columns);
    let variables = variables(&["x", "y", "z"], &[]);
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, "");
    let problems = fit(&definition(&top, &part.join("\n"), &variables), &panel).unwrap_err();
    let text = |language| {
        problems
            .iter()
            .map(|p| format!("{} {}", p.code.0, p.message.get(language)))
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(text(Language::En), @r"
    fit004 normalisation of indicator `a` (indicator a): the 3 observed values of the base 2023 put both limits at 4, so they tell no units apart
    fit005 normalisation of indicator `b` (indicator b): the base 2023 gives too few observed values: 1, where 2 are needed
    fit003 normalisation of indicator `c` (indicator c): the base 2023 has no usable value (0 observed)
    ");
    insta::assert_snapshot!(text(Language::Zh), @r"
    fit004 指标 `a`（指标a）的无量纲化：基期 2023 的 3 个观测值把上下限都定在 4，拉不开差距
    fit005 指标 `b`（指标b）的无量纲化：基期 2023 只有 1 个观测值，至少要 2 个
    fit003 指标 `c`（指标c）的无量纲化：基期 2023 没有可用的观测值（共 0 个观测值）
    ");
    let top = framework("[\"2022\"]", ARITHMETIC, RENORMALISE, "");
    let problems = fit(&definition(&top, &part.join("\n"), &variables), &panel).unwrap_err();
    assert_eq!(problems.iter().map(|p| p.code.0).collect::<Vec<_>>(), ["fit002"]);
}

#[test]
fn a_pilot_that_the_base_does_not_determine_stops_nothing() {
    let part = [
        card("a", "index", "x", 1.0, ZERO_TO_TEN, ""),
        card("p", "index", "y", 0.0, r#"{ method = "min-max" }"#, "status = \"pilot\""),
    ];
    let panel = panel(2, &[2023], &[("x", vec![Some(4.0), Some(5.0)]), ("y", vec![None, None])]);
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, "");
    let fitted = fit(&definition(&top, &part.join("\n"), &variables(&["x", "y"], &[])), &panel).unwrap();
    assert_eq!(fitted.findings.iter().map(|f| f.code.0).collect::<Vec<_>>(), ["fit100", "fit103"]);
    let (scores, leaves) = fitted.scorecard.score_with_leaves(&panel);
    assert_eq!(scores.root().unwrap().get(1), Some(50.0));
    assert_eq!(scores.root().unwrap().coverage(1), 1.0);
    assert_eq!(leaves.find("p").unwrap().score(0), None);
}

#[test]
fn values_beyond_the_anchors_are_counted() {
    let x: Vec<Option<f64>> = (0..20).map(|at| Some(f64::from(at) - 2.0)).collect();
    let part = card("a", "index", "x", 1.0, ZERO_TO_TEN, "valid = { min = -2.0, max = 16.0 }");
    let panel = panel(20, &[2023], &[("x", x)]);
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, "");
    let card = fit(&definition(&top, &part, &variables(&["x"], &[])), &panel).unwrap().scorecard;
    let scores = card.score(&panel);
    insta::assert_snapshot!(codes(&scores).join("\n"), @r"
    scr101 a 2023 ×1 values outside the valid range, taken as invalid: 1
    scr108 a 2023 ×2 values below the lowest anchor: 2
    scr109 a 2023 ×6 values above the highest anchor: 6
    scr110 a 2023 ×3 anchor saturation: 15.8% of the units have the lowest score, which tells them no longer apart: 3
    scr110 a 2023 ×7 anchor saturation: 36.8% of the units have the full score, which tells them no longer apart: 7
    scr106 a 2023 ×1 units without value and without anything to stand in for it, hence without score: 1
    scr120 index 2023 ×1 withheld, as no child has a score: 1
    ");
    assert_eq!(scores.findings()[0].examples, ["单位19 (u19): 17"]);
}

#[test]
fn a_logarithmic_axis_and_a_geometric_mean_say_where_they_have_no_answer() {
    let log = r#"{ method = "goalposts", low = 1.0, high = 100.0, axis = "log" }"#;
    let part = [card("a", "index", "x", 1.0, log, ""), card("b", "index", "y", 1.0, ZERO_TO_TEN, "")];
    let panel =
        panel(3, &[2023], &[("x", vec![Some(10.0), Some(0.0), Some(1.0)]), ("y", vec![Some(5.0); 3])]);
    let top = framework("[\"2023\"]", r#"{ method = "geometric", floor = 1.0 }"#, RENORMALISE, "");
    let card =
        fit(&definition(&top, &part.join("\n"), &variables(&["x", "y"], &[])), &panel).unwrap().scorecard;
    let scores = card.score(&panel);
    let root = scores.root().unwrap();
    assert!((root.get(0).unwrap() - 50.0).abs() < 1e-12);
    assert!((root.get(1).unwrap() - 50.0).abs() < 1e-12);
    assert_eq!(root.coverage(1), 0.5);
    assert!((root.get(2).unwrap() - 50.0_f64.sqrt()).abs() < 1e-12);
    insta::assert_snapshot!(codes(&scores).join("\n"), @r"
    scr103 a 2023 ×1 values without score (a logarithm takes positive values only, a ratio none below 0, or the result is no finite number): 1
    scr106 a 2023 ×1 units without value and without anything to stand in for it, hence without score: 1
    scr121 index 2023 ×1 units with a child below the declared floor, which counts as the floor: 1
    ");
}

#[test]
fn a_scorecard_file_reads_back_bit_for_bit_and_guards_itself() {
    let part = [
        card("a", "index", "x", 1.0, r#"{ method = "min-max" }"#, ""),
        card("b", "index", "y", 0.1, r#"{ method = "z-score", centre = 50.0, spread = 10.0 }"#, ""),
        card("c", "index", "x + y", 0.7, r#"{ method = "percentile" }"#, "direction = \"negative\""),
    ];
    let numbers = |seed: f64| (0..40).map(|at| Some((f64::from(at) * seed).sqrt() / 3.0)).collect::<Vec<_>>();
    let panel = panel(40, &[2023], &[("x", numbers(0.7)), ("y", numbers(1e-9))]);
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, "");
    let card =
        fit(&definition(&top, &part.join("\n"), &variables(&["x", "y"], &[])), &panel).unwrap().scorecard;
    let text = card.to_json();
    let read = Scorecard::from_json(&text).unwrap();
    assert_eq!(read.to_json(), text);
    assert_eq!(read.fingerprint(), card.fingerprint());
    assert_eq!(read.indicators(), card.indicators());
    assert_eq!(read.score(&panel), card.score(&panel));

    let share = format!("{:?}", card.weights()[1].share);
    let changed = text.replacen(&share, "0.5", 1);
    assert_ne!(changed, text);
    let messages: Vec<String> = [
        changed,
        text.replacen("\"format\": 1", "\"format\": 2", 1),
        text[..text.len() / 2].to_owned(),
        String::new(),
    ]
    .iter()
    .map(|text| Scorecard::from_json(text).unwrap_err().diagnostics()[0].code.0.to_owned())
    .collect();
    assert_eq!(messages, ["scr004", "scr002", "scr001", "scr001"]);
}

#[test]
fn a_card_edited_under_a_right_fingerprint_does_not_fit_its_definition() {
    let missing = r#"missing = [{ method = "group-median", by = ["foo"] }]"#;
    let treated = "treatment = { method = \"winsorise-quantiles\", low = 0.1, high = 0.9 }";
    let part = [
        card("a", "index", "x", 1.0, r#"{ method = "min-max" }"#, &format!("{missing}\n{treated}")),
        card("b", "index", "y", 1.0, ZERO_TO_TEN, ""),
    ];
    let numbers = (0..40).map(|at| Some(f64::from(at))).collect::<Vec<_>>();
    let panel = panel(40, &[2023], &[("x", numbers.clone()), ("y", numbers)]);
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, "");
    let card = fit(&definition(&top, &part.join("\n"), &variables(&["x", "y"], &["foo"])), &panel)
        .unwrap()
        .scorecard;
    let said = |edit: &dyn Fn(&mut serde_json::Value)| {
        let mut file: serde_json::Value = serde_json::from_str(&card.to_json()).unwrap();
        edit(&mut file);
        signed(&card, file)
    };
    assert_eq!(said(&|_| {}), "fine");
    let grouped = serde_json::json!([{ "when": [[], ["b"]], "observed": 3, "fitted": 1.0 }]);
    let edits: [&dyn Fn(&mut serde_json::Value); 7] = [
        &|file| file["weights"][1]["share"] = 0.25.into(),
        &|file| drop(file["indicators"][0].as_object_mut().unwrap().remove("normaliser")),
        &|file| drop(file["indicators"][0].as_object_mut().unwrap().remove("treatment")),
        &|file| drop(file["indicators"][0].as_object_mut().unwrap().remove("imputation")),
        &|file| file["indicators"][1]["treatment"] = file["indicators"][0]["treatment"].clone(),
        &|file| file["indicators"][1]["normaliser"] = file["indicators"][0]["normaliser"].clone(),
        // As many conditions as attributes: one.
        &|file| file["indicators"][0]["imputation"][0]["groups"] = grouped.clone(),
    ];
    assert_eq!(edits.map(said), ["scr003"; 7]);
}

/// What reading says of an edited file whose fingerprint was made anew.
fn signed(card: &Scorecard, mut file: serde_json::Value) -> String {
    use sha2::Digest as _;
    let hash = |text: &str| {
        sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let definition = hash(&card.definition().documents().canonical_json());
    let content = format!(
        "{{\"format\":1,\"definition\":\"{definition}\",\"periods\":{},\"weights\":{},\"indicators\":{}}}",
        retyped::<Vec<quanheng::scorecard::BasePeriod>>(&file["base"]["periods"]),
        retyped::<Vec<quanheng::scorecard::FrozenWeight>>(&file["weights"]),
        retyped::<Vec<quanheng::scorecard::FrozenIndicator>>(&file["indicators"]),
    );
    file["fingerprint"] = hash(&content).into();
    match Scorecard::from_json(&file.to_string()) {
        Ok(_) => "fine".to_owned(),
        Err(why) => why.diagnostics()[0].code.0.to_owned(),
    }
}

fn retyped<T: serde::Serialize + serde::de::DeserializeOwned>(value: &serde_json::Value) -> String {
    serde_json::to_string(&serde_json::from_value::<T>(value.clone()).unwrap()).unwrap()
}

#[test]
fn a_period_without_any_index_score_is_said() {
    let nowhere = "applicable = { when = \"x > 5\", reason = { zh = \"不适用\", en = \"small\" } }";
    let part = card("a", "index", "x", 1.0, ZERO_TO_TEN, nowhere);
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, "");
    let panel = panel(3, &[2022, 2023], &[("x", [Some(1.0), Some(9.0)].repeat(3))]);
    let card = fit(&definition(&top, &part, &variables(&["x"], &[])), &panel).unwrap().scorecard;
    let said = codes(&card.score(&panel)).into_iter().filter(|line| line.starts_with("scr122"));
    assert_eq!(
        said.collect::<Vec<_>>(),
        ["scr122 index 2022 ×3 no unit has an index score in this period: 3"]
    );
}
