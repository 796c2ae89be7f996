//! Missing policies from the definition to the cell: numbers computed elsewhere, the laws, and what is said about them.

use quanheng::definition::Definition;
use quanheng::imputation::Reliability;
use quanheng::panel::Panel;
use quanheng::scorecard::{
    Finding, ImputedBasis, ImputedFrom, Leaves, NodeStep, Scorecard, explain, fit, touches,
};
use quanheng::vocab::{Language, Period};

use crate::fixture::{card, definition, framework, panel, variables, with_attribute};

mod bad;
mod completed;
mod laws;
mod references;
mod time;

/// Indicators `c1`, `c2`, ... over variables `v1`, `v2`, ..., below the root, with what `missing` says of each (numbered from 1).
/// `c2` and `c5` are negative. The attribute is `industry`, a further variable `z`.
pub(crate) fn flat(count: usize, base: &str, missing: impl Fn(usize) -> String) -> Definition {
    let mut part = String::new();
    for at in 1..=count {
        let direction = if at == 2 || at == 5 { "negative" } else { "positive" };
        let more = format!("direction = \"{direction}\"\nmissing = [ {} ]", missing(at));
        let wide = r#"{ method = "goalposts", low = -1e15, high = 1e15 }"#;
        part += &card(&format!("c{at}"), "index", &format!("v{at}"), 1.0, wide, &more);
    }
    let mut names: Vec<String> = (1..=count).map(|at| format!("v{at}")).collect();
    names.push("z".to_owned());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let top = framework(base, r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, "");
    definition(&top, &part, &variables(&names, &["industry"]))
}

pub(crate) fn fitted(definition: &Definition, panel: &Panel) -> (Scorecard, Leaves) {
    let card = fit(definition, panel).unwrap().scorecard;
    let leaves = card.score_with_leaves(panel).1;
    (card, leaves)
}

fn codes(findings: &[Finding]) -> Vec<(&str, u64)> {
    findings.iter().map(|finding| (finding.code.0, finding.count)).collect()
}

fn imputed(card: &Scorecard, panel: &Panel, unit: &str, year: i32, node: &str) -> ImputedFrom {
    let explanation = explain(card, panel, unit, Period::year(year), node).unwrap();
    let NodeStep::Indicator(step) = explanation.node else { panic!("{node} is an indicator") };
    step.imputed.unwrap()
}

/// Five indicators of six units in one year; `u5` lacks `c3`.
fn six(missing: &str) -> (Definition, Panel) {
    let definition = flat(5, "[\"2020\"]", |at| if at == 3 { missing.to_owned() } else { String::new() });
    let columns: Vec<(&str, Vec<Option<f64>>)> = vec![
        ("v1", [1.0, 2.0, 3.0, 4.0, 5.0, 3.5].map(Some).to_vec()),
        ("v2", [9.0, 7.0, 8.0, 3.0, 1.0, 4.0].map(Some).to_vec()),
        ("v3", vec![Some(10.0), Some(20.0), Some(60.0), Some(40.0), Some(50.0), None]),
        ("v4", [7.0; 6].map(Some).to_vec()),
        ("v5", [2.0, 1.0, 4.0, 3.0, 6.0, 5.0].map(Some).to_vec()),
        ("z", [2.0, 4.0, 5.0, 8.0, 17.0, 3.0].map(Some).to_vec()),
    ];
    let panel = panel(6, &[2020], &columns);
    let groups = [Some("C"), Some("C"), Some("D"), Some("D"), None, Some("D")];
    (definition, with_attribute(panel, "industry", &groups))
}

#[test]
fn each_method_says_what_it_rests_on_and_how_far_to_rely_on_it() {
    let groups = r#"by = ["industry"], min_group = 2"#;
    let cases = [
        (r#"{ method = "mean" }"#.to_owned(), 36.0, Reliability::C),
        (r#"{ method = "median" }"#.to_owned(), 40.0, Reliability::C),
        (format!("{{ method = \"group-mean\", {groups} }}"), 50.0, Reliability::B),
        (format!("{{ method = \"group-median\", {groups} }}"), 50.0, Reliability::B),
        // (60 + 40) / (5 + 8) × 3 in group D.
        (format!("{{ method = \"ratio\", to = \"z\", {groups} }}"), 300.0 / 13.0, Reliability::B),
        // 180 / 36 × 3.
        (r#"{ method = "ratio", to = "z" }"#.to_owned(), 15.0, Reliability::C),
        // Places 0.625, 0.625 and 0.2 (v4 is constant): their mean on 10 ... 60.
        (r#"{ method = "by-row" }"#.to_owned(), 10.0 + 50.0 * (1.45 / 3.0), Reliability::C),
        (r#"{ method = "by-row", centre = "median" }"#.to_owned(), 41.25, Reliability::C),
        // u3 is (0.125 + 0.125 + 0.4) / 3 away, u4 (0.375 + 0.375 + 0.2) / 3, u2 (0.125 + 0.5 + 0.2) / 3.
        (r#"{ method = "nearest-neighbours", k = 2 }"#.to_owned(), 50.0, Reliability::C),
        (format!("{{ method = \"nearest-neighbours\", k = 1, {groups} }}"), 40.0, Reliability::B),
        (r#"{ method = "nearest-neighbours", k = 1, on = ["c5"] }"#.to_owned(), 60.0, Reliability::C),
    ];
    for (missing, expected, mark) in cases {
        let (definition, panel) = six(&missing);
        let (card, leaves) = fitted(&definition, &panel);
        let column = leaves.find("c3").unwrap();
        let got = column.treated(5).unwrap();
        assert!((got - expected).abs() <= 1e-12 * expected, "{missing}: {got} is not {expected}");
        assert_eq!(column.reliability(5), Some(mark), "{missing}");
        assert_eq!(column.reliability(4), None, "{missing}");
        let told = imputed(&card, &panel, "u5", 2020, "c3");
        assert_eq!(
            (told.value.to_bits(), told.reliability, told.step),
            (got.to_bits(), mark, 1),
            "{missing}"
        );
        let read = Scorecard::from_json(&card.to_json()).unwrap();
        assert_eq!(read.score_with_leaves(&panel).1, leaves, "{missing}");
    }
}

#[test]
fn an_explanation_names_donors_distances_and_cells() {
    let (definition, panel) = six(r#"{ method = "nearest-neighbours", k = 2, value = "inverse-distance" }"#);
    let (card, _) = fitted(&definition, &panel);
    let told = imputed(&card, &panel, "u5", 2020, "c3");
    let ImputedBasis::NearestNeighbours { neighbours, others, .. } = &told.basis else { panic!("{told:?}") };
    let used: Vec<(&str, f64, u32)> =
        neighbours.iter().map(|n| (n.unit.as_str(), n.value, n.shared)).collect();
    assert_eq!(used, [("u3", 40.0, 3), ("u2", 60.0, 3)]);
    assert_eq!(others.iter().map(|other| other.id.as_str()).collect::<Vec<_>>(), ["c1", "c2", "c5"]);
    assert_eq!(told.working().unwrap().rows.len(), 2);
    let text = |language| explain(&card, &panel, "u5", Period::year(2020), "c3").unwrap().render(language);
    insta::assert_snapshot!("neighbours-zh", text(Language::Zh));
    insta::assert_snapshot!("neighbours-en", text(Language::En));
    let (definition, panel) = six(r#"{ method = "by-row" }"#);
    let (card, _) = fitted(&definition, &panel);
    let text = explain(&card, &panel, "u5", Period::year(2020), "c3").unwrap().render(Language::En);
    insta::assert_snapshot!("by-row-en", text);
}

#[test]
fn what_stands_in_is_counted_and_what_cannot_is_said() {
    let missing = r#"{ method = "nearest-neighbours", k = 9, by = ["industry"], min_group = 2 }"#;
    let (definition, panel) = six(missing);
    let found = fit(&definition, &panel).unwrap();
    let all = codes(&found.findings);
    assert!(all.contains(&("fit134", 1)), "the constant c4 tells no distance: {all:?}");
    let scores = found.scorecard.score(&panel);
    let all = codes(scores.findings());
    assert!(all.contains(&("scr105", 1)) && all.contains(&("scr162", 1)), "{all:?}");

    let small = r#"{ method = "group-mean", by = ["industry"], min_group = 3 }"#;
    let (definition, panel) = six(small);
    let card = fit(&definition, &panel).unwrap().scorecard;
    let all = card.score(&panel);
    assert!(codes(all.findings()).contains(&("scr161", 1)), "{:?}", codes(all.findings()));
    assert_eq!(card.score_with_leaves(&panel).1.find("c3").unwrap().reliability(5), Some(Reliability::C));
}

/// COINr's `i_mean_grp` gives NaN for a group without data, and NaN for a constant indicator, which is later dropped with its weight.
#[test]
fn a_group_without_data_and_a_constant_indicator_never_make_nan() {
    let definition = flat(3, "[\"2020\"]", |at| match at {
        1 => r#"{ method = "group-mean", by = ["industry"], min_group = 1 }"#.to_owned(),
        _ => r#"{ method = "by-row" }"#.to_owned(),
    });
    let columns = vec![
        ("v1", vec![Some(1.0), Some(3.0), None, None]),
        ("v2", vec![Some(5.0), Some(5.0), Some(5.0), None]),
        ("v3", vec![Some(1.0), Some(2.0), Some(3.0), None]),
    ];
    let panel =
        with_attribute(panel(4, &[2020], &columns), "industry", &[Some("C"), Some("C"), Some("D"), None]);
    let found = fit(&definition, &panel).unwrap();
    assert!(codes(&found.findings).contains(&("fit130", 1)), "{:?}", codes(&found.findings));
    let leaves = found.scorecard.score_with_leaves(&panel).1;
    assert_eq!(leaves.find("c1").unwrap().treated(2), Some(2.0), "the whole base stands in for the group");
    assert_eq!(leaves.find("c2").unwrap().treated(3), None, "a constant has no places to take over");
    assert_eq!(leaves.find("c3").unwrap().treated(3), None, "the unit has no other indicator");
}

#[test]
fn only_observed_values_serve_so_that_the_order_of_indicators_makes_no_difference() {
    let definition = flat(5, "[\"2020\"]", |_| r#"{ method = "by-row" }"#.to_owned());
    let columns = vec![
        ("v1", vec![Some(0.0), Some(10.0), None]),
        ("v2", vec![Some(0.0), Some(10.0), None]),
        ("v3", vec![Some(0.0), Some(10.0), Some(10.0)]),
        ("v4", vec![Some(0.0), Some(10.0), Some(0.0)]),
        ("v5", vec![Some(0.0), Some(10.0), Some(10.0)]),
    ];
    let (_, leaves) = fitted(&definition, &panel(3, &[2020], &columns));
    // Places 1, 0 and 0 (c5 is negative) of the three that were observed.
    let third = 10.0 / 3.0;
    assert!((leaves.find("c1").unwrap().treated(2).unwrap() - third).abs() < 1e-12);
    assert!((leaves.find("c2").unwrap().treated(2).unwrap() - (10.0 - third)).abs() < 1e-12);
}

#[test]
fn a_cell_touches_what_it_can_stand_in_for() {
    let touched = |missing: &str, variable: &str| {
        let (definition, panel) = six(missing);
        let card = fit(&definition, &panel).unwrap().scorecard;
        let found = touches(&card, &panel, "u5", Period::year(2020), variable).unwrap();
        found.iter().map(|touch| touch.node.as_str().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(touched(r#"{ method = "by-row" }"#, "v1"), "index c1 c3");
    assert_eq!(touched(r#"{ method = "nearest-neighbours", k = 2, on = ["c4"] }"#, "v1"), "index c1");
    assert_eq!(touched(r#"{ method = "ratio", to = "z" }"#, "z"), "index c3");
    assert_eq!(touched(r#"{ method = "mean" }"#, "v1"), "index c1");
}

#[test]
fn the_tables_of_steps_say_what_stands_in_for_each_missing_value_and_from_what() {
    let (definition, panel) = six(r#"{ method = "nearest-neighbours", k = 2 }"#);
    let card = fit(&definition, &panel).unwrap().scorecard;
    let (scores, leaves) = card.score_with_leaves(&panel);
    let rows: Vec<usize> = (0..panel.index().len()).collect();
    let tables = quanheng::scorecard::steps(&card, &panel, &scores, &leaves, &rows);
    let table = tables.iter().find(|table| !table.words.is_empty()).unwrap();
    assert_eq!(table.node.as_str(), "c3");
    assert_eq!(tables.iter().filter(|table| !table.words.is_empty()).count(), 1);
    let value = leaves.find("c3").unwrap().treated(5);
    assert_eq!(table.working.rows.len(), 1);
    assert_eq!(table.working.rows[0].1, [Some(1.0), value]);
    let from = imputed(&card, &panel, "u5", 2020, "c3");
    let words: Vec<&str> = table.words.iter().map(|(_, texts)| texts[0].en.as_str()).collect();
    assert_eq!(words[0], from.told("1").en);
    let ImputedBasis::NearestNeighbours { neighbours, .. } = &from.basis else { panic!("{from:?}") };
    let used: Vec<String> = neighbours.iter().map(|n| format!("{} {}", n.unit, n.period)).collect();
    assert_eq!(words[1..], [used.join(", ").as_str(), "C"]);
}
