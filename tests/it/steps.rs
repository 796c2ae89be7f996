//! The steps of a row one by one, each where doing a little less or a little more would show.

use quanheng::panel::Status;
use quanheng::scorecard::{Fitted, Leaves, Scores, Standing, Withheld, fit};

use crate::fixture::{card, definition, framework, panel, variables, with_attribute};

const ARITHMETIC: &str = r#"{ method = "arithmetic" }"#;
const RENORMALISE: &str = r#"{ missing = "renormalise" }"#;
const ZERO_TO_TEN: &str = r#"{ method = "goalposts", low = 0.0, high = 10.0 }"#;

/// Fits indicators under the root on the year 2023 and scores every row; `kinds` is an attribute of each unit.
fn run(
    parts: &[String],
    years: &[i32],
    columns: &[(&str, Vec<Option<f64>>)],
    kinds: &[&str],
) -> (Fitted, Scores, Leaves) {
    let rows = columns[0].1.len();
    let units = u32::try_from(rows / years.len()).unwrap();
    let kinds: Vec<Option<&str>> =
        (0..rows).map(|row| kinds.get(row / years.len()).copied().filter(|kind| !kind.is_empty())).collect();
    let panel = with_attribute(panel(units, years, columns), "kind", &kinds);
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let top = framework("[\"2023\"]", ARITHMETIC, RENORMALISE, "");
    let fitted = fit(&definition(&top, &parts.join("\n"), &variables(&names, &["kind"])), &panel).unwrap();
    let (scores, leaves) = fitted.scorecard.score_with_leaves(&panel);
    (fitted, scores, leaves)
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn found(scores: &Scores, code: &str) -> Vec<(u64, Vec<String>)> {
    let of_code = scores.findings().iter().filter(|finding| finding.code.0 == code);
    of_code.map(|finding| (finding.count, finding.examples.clone())).collect()
}

#[test]
fn what_does_not_apply_is_never_imputed() {
    let missing = r#"missing = [ { method = "carry-forward", max_age = 1 }, { method = "group-median", by = [], min_group = 1 } ]"#;
    let applicable = "applicable = { when = \"kind != 'shop'\", reason = { zh = \"商店不适用\", en = \"not for shops\" } }";
    let parts = [
        // By the condition of the card, whatever the data say.
        card("a", "index", "x", 1.0, ZERO_TO_TEN, &format!("{missing}\n{applicable}")),
        // By the formula, in the later year only: the year before could be carried forward.
        card("b", "index", "if(y > 5, not_applicable, y)", 1.0, ZERO_TO_TEN, missing),
        card("c", "index", "z", 2.0, ZERO_TO_TEN, ""),
    ];
    let columns = [
        // u0 has values, u1 has none, u2 is another kind.
        ("x", vec![Some(9.0), Some(9.0), None, None, Some(3.0), Some(3.0)]),
        ("y", some(&[1.0, 6.0, 1.0, 6.0, 2.0, 2.0])),
        ("z", some(&[5.0; 6])),
    ];
    let (_, scores, leaves) = run(&parts, &[2022, 2023], &columns, &["shop", "shop", "plant"]);
    let (a, b, root) = (leaves.find("a").unwrap(), leaves.find("b").unwrap(), scores.root().unwrap());
    for (leaf, rows) in [(a, &[0_usize, 1, 2, 3][..]), (b, &[1, 3][..])] {
        for &row in rows {
            assert_eq!(
                (leaf.status(row), leaf.standing(row)),
                (Status::NotApplicable, Standing::NotApplicable)
            );
            assert_eq!((leaf.imputed_by(row), leaf.score(row)), (None, None), "row {row}");
        }
    }
    for row in [1, 3] {
        assert_eq!((root.get(row), root.coverage(row), root.imputed_share(row)), (Some(50.0), 1.0, 0.0));
    }
    assert_eq!(found(&scores, "scr105"), []);
}

#[test]
fn a_missing_value_gets_the_median_of_its_own_group() {
    let missing = r#"missing = [ { method = "group-median", by = ["kind"], min_group = 2 } ]"#;
    let parts = [card("a", "index", "x", 1.0, ZERO_TO_TEN, missing)];
    let x = [Some(1.0), Some(2.0), None, Some(7.0), Some(9.0), None, None, Some(4.0), None];
    let kinds = ["p", "p", "p", "q", "q", "q", "", "r", "r"];
    let (_, _, leaves) = run(&parts, &[2023], &[("x", x.to_vec())], &kinds);
    let a = leaves.find("a").unwrap();
    // The last two: no kind, and a group too small; both use the median of 1, 2, 4, 7, 9.
    let medians: Vec<Option<f64>> = [2, 5, 6, 8].into_iter().map(|row| a.treated(row)).collect();
    assert_eq!(medians, some(&[1.5, 8.0, 4.0, 4.0]));
}

#[test]
fn limits_are_those_of_the_group_and_cut_imputed_values_too() {
    let treatment = r#"treatment = { method = "winsorise-quantiles", low = 0.25, high = 0.75, by = ["kind"], min_group = 5 }"#;
    let missing = r#"missing = [ { method = "carry-forward", max_age = 1 } ]"#;
    let parts = [card("a", "index", "x", 1.0, ZERO_TO_TEN, &format!("{treatment}\n{missing}"))];
    let group = |first: f64| (0..5).flat_map(move |at| [None, Some(first + f64::from(at))]);
    // Of each kind five units with a value in the base, and one with a value of the year before.
    let x: Vec<Option<f64>> =
        group(1.0).chain([Some(100.0), None]).chain(group(11.0)).chain([Some(-100.0), None]).collect();
    let kinds = ["p", "p", "p", "p", "p", "p", "q", "q", "q", "q", "q", "q"];
    let (_, scores, leaves) = run(&parts, &[2022, 2023], &[("x", x)], &kinds);
    let a = leaves.find("a").unwrap();
    let treated: Vec<Option<f64>> = (0..12).map(|unit| a.treated(unit * 2 + 1)).collect();
    assert_eq!(treated[..6], some(&[2.0, 2.0, 3.0, 4.0, 4.0, 4.0]));
    assert_eq!(treated[6..], some(&[12.0, 12.0, 13.0, 14.0, 14.0, 12.0]));
    assert_eq!(a.imputed_by(11), Some(0));
    assert_eq!(a.score(11), Some(40.0), "the treated value is what is scored");
    // In 2022 the two values carried into the base year, then in 2023 two cuts at each end and the carried ones.
    assert_eq!(found(&scores, "scr107").iter().map(|f| f.0).collect::<Vec<_>>(), [1, 1, 3, 3]);
}

#[test]
fn an_invalid_year_is_not_carried_forward() {
    let more = |age: u32| {
        format!(
            "valid = {{ min = 0.0, max = 10.0 }}\nmissing = [ {{ method = \"carry-forward\", max_age = {age} }} ]"
        )
    };
    let parts = [
        card("a", "index", "x", 1.0, ZERO_TO_TEN, &more(2)),
        card("b", "index", "x", 1.0, ZERO_TO_TEN, &more(1)),
        // Invalid by the formula.
        card("c", "index", "1 / y", 1.0, ZERO_TO_TEN, &more(2)),
    ];
    let columns = [("x", vec![Some(4.0), Some(99.0), None]), ("y", vec![Some(0.5), Some(0.0), None])];
    let (_, _, leaves) = run(&parts, &[2021, 2022, 2023], &columns, &[]);
    let of = |id: &str| leaves.find(id).unwrap();
    assert_eq!(of("a").status(1), Status::Invalid);
    assert_eq!((of("a").treated(2), of("a").imputed_by(2)), (Some(4.0), Some(0)));
    assert_eq!(
        (of("b").treated(2), of("b").imputed_by(2), of("b").standing(2)),
        (None, None, Standing::Missing)
    );
    assert_eq!((of("c").treated(2), of("c").imputed_by(2)), (Some(2.0), Some(0)));
    // An invalid value itself is replaced like a missing one.
    assert_eq!((of("b").treated(1), of("b").imputed_by(1)), (Some(4.0), Some(0)));
}

#[test]
fn growth_over_many_years_is_the_yearly_rate() {
    let parts = [
        card("a", "index", "growth(x, 4)", 1.0, ZERO_TO_TEN, ""),
        card("b", "index", "growth(y, 5)", 1.0, ZERO_TO_TEN, ""),
        card("c", "index", "growth(z, 10)", 1.0, ZERO_TO_TEN, ""),
    ];
    let years: Vec<i32> = (2013..=2023).collect();
    let ends = |back: usize, first: f64, last: f64| {
        let mut cells = vec![None; 11];
        (cells[10 - back], cells[10]) = (Some(first), Some(last));
        cells
    };
    // 1.5 to the power of 4 and 5, 2 to the power of 10.
    let columns = [("x", ends(4, 16.0, 81.0)), ("y", ends(5, 32.0, 243.0)), ("z", ends(10, 1.0, 1024.0))];
    let (_, _, leaves) = run(&parts, &years, &columns, &[]);
    for (id, rate) in [("a", 0.5), ("b", 0.5), ("c", 1.0)] {
        let raw = leaves.find(id).unwrap().raw(10).unwrap();
        assert!((raw - rate).abs() <= 1e-12 * rate, "{id}: {raw}");
    }
}

#[test]
fn max_change_counts_falls_as_well_as_rises() {
    let parts =
        [card("a", "index", "x", 1.0, ZERO_TO_TEN, "valid = { min = 0.0, max = 1000.0, max_change = 4.0 }")];
    // Factors: just at the limit, beyond it, just at it downwards, beyond it downwards, and a fall to nothing.
    let pairs = [[2.0, 8.0], [2.0, 9.0], [8.0, 2.0], [8.0, 1.0], [8.0, 0.0], [0.0, 8.0]];
    let x = some(pairs.as_flattened());
    let (_, scores, _) = run(&parts, &[2022, 2023], &[("x", x)], &[]);
    let (count, examples) = found(&scores, "scr113").remove(0);
    assert_eq!(count, 3);
    let units: Vec<&str> = examples.iter().map(|e| e.split_once(' ').map_or("", |(name, _)| name)).collect();
    assert_eq!(units, ["单位1", "单位3", "单位4"]);
}

#[test]
fn a_value_at_an_anchor_is_not_beyond_it() {
    let one = r#"{ method = "anchors", anchors = [[0.0, 0.0], [10.0, 100.0]] }"#;
    // By group and with a hurdle the ends are looked up row by row.
    let groups = r#"{ method = "anchors", anchors = [[0.0, 0.0], [10.0, 100.0]], groups = [ { when = { kind = ["q"] }, anchors = [[2.0, 0.0], [8.0, 100.0]] } ] }"#;
    let hurdle =
        r#"{ method = "base-goalposts", low = 0.0, high = 1.0, hurdle = { at = -1.0, score = 0.0 } }"#;
    for normalisation in [one, groups, hurdle] {
        let parts = [card("a", "index", "x", 1.0, normalisation, "")];
        let (_, scores, _) = run(&parts, &[2023], &[("x", some(&[0.0, 5.0, 10.0]))], &["p"; 3]);
        assert_eq!(found(&scores, "scr108"), [], "{normalisation}");
        assert_eq!(found(&scores, "scr109"), [], "{normalisation}");
    }
    let parts = [card("a", "index", "x", 1.0, groups, "")];
    let (_, scores, _) =
        run(&parts, &[2023], &[("x", some(&[2.0, 8.0, 1.0, 9.0, 1.0]))], &["q", "q", "q", "q", "p"]);
    assert_eq!(found(&scores, "scr108"), [(1, vec!["单位2 (u2): 1".to_owned()])]);
    assert_eq!(found(&scores, "scr109"), [(1, vec!["单位3 (u3): 9".to_owned()])]);
}

#[test]
fn rounding_of_the_weights_withholds_no_score() {
    // 0.2 + 0.5 + 0.2 is a little less than 0.9 in binary numbers.
    let parts = [(1.0, "w"), (2.0, "x"), (5.0, "y"), (2.0, "z")]
        .map(|(weight, name)| card(&format!("i{name}"), "index", name, weight, ZERO_TO_TEN, ""));
    let full = some(&[5.0, 5.0]);
    let columns = [("w", vec![None, None]), ("x", full.clone()), ("y", full), ("z", vec![Some(5.0), None])];
    let panel = panel(2, &[2023], &columns);
    let top = framework("[\"2023\"]", ARITHMETIC, r#"{ missing = "renormalise", min_weight = 0.9 }"#, "");
    let definition = definition(&top, &parts.join("\n"), &variables(&["w", "x", "y", "z"], &[]));
    let scores = fit(&definition, &panel).unwrap().scorecard.score(&panel);
    let root = scores.root().unwrap();
    assert!(root.coverage(0) < 0.9, "the case is one of rounding");
    assert_eq!((root.withheld(0), root.withheld(1)), (Withheld::Scored, Withheld::LowCoverage));
}

#[test]
fn a_logarithmic_axis_says_nothing_of_zeros_that_a_hurdle_takes() {
    let said = |hurdle: &str| {
        let method =
            format!("{{ method = \"base-goalposts\", low = 0.0, high = 1.0, axis = \"log\"{hurdle} }}");
        let parts = [card("a", "index", "x", 1.0, &method, "")];
        let (fitted, scores, _) = run(&parts, &[2023], &[("x", some(&[-1.0, 0.0, 0.0, 1.0, 10.0]))], &[]);
        let of_fit = fitted.findings.iter().find(|finding| finding.code.0 == "fit104");
        let unscored = found(&scores, "scr103").iter().map(|f| f.0).sum();
        (of_fit.map_or(0, |finding| finding.count), unscored)
    };
    assert_eq!(said(""), (3_u64, 3_u64));
    assert_eq!(said(", hurdle = { at = 0.0, score = 0.0 }"), (0, 0));
    // A hurdle below zero leaves the zeros without an answer.
    assert_eq!(said(", hurdle = { at = -0.5, score = 0.0 }"), (2, 2));
}
