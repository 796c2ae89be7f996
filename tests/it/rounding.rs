//! Rounding decides no grade and no rank: means, curves and limits give the numbers that a person works out by hand.

use quanheng::scorecard::{Scores, fit};

use crate::fixture::{card, definition, framework, panel, variables};

const AS_IT_IS: &str = r#"{ method = "goalposts", low = 0.0, high = 100.0 }"#;
const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Root scores of units whose indicators are scores already; `weighting` and `aggregation` are the root's.
fn roots(equal: bool, aggregation: &str, weights: &[f64], rows: &[&[Option<f64>]]) -> Vec<Option<f64>> {
    let names = &NAMES[..weights.len()];
    let root = if equal { r#"weighting = { method = "equal" }"# } else { "" };
    let cards = names.iter().zip(weights).map(|(name, weight)| {
        let text = card(name, "index", name, *weight, AS_IT_IS, "");
        let lines = text.lines().filter(|line| !(equal && line.starts_with("weight =")));
        lines.collect::<Vec<_>>().join("\n")
    });
    let part = cards.collect::<Vec<_>>().join("\n");
    let columns: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, rows.iter().map(|row| row[at]).collect()))
        .collect();
    let panel = panel(u32::try_from(rows.len()).unwrap(), &[2023], &columns);
    let top = framework("[\"2023\"]", aggregation, r#"{ missing = "renormalise" }"#, root);
    let card = fit(&definition(&top, &part, &variables(names, &[])), &panel).unwrap().scorecard;
    of_root(&card.score(&panel), rows.len())
}

fn of_root(scores: &Scores, rows: usize) -> Vec<Option<f64>> {
    (0..rows).map(|row| scores.root().unwrap().get(row)).collect()
}

#[test]
fn equal_weights_over_three_children_add_up() {
    let rows: [&[Option<f64>]; 3] = [
        &[Some(50.0), Some(50.0), Some(50.0)],
        &[Some(45.0), Some(55.0), Some(50.0)],
        &[Some(20.0), Some(80.0), None],
    ];
    let arithmetic = r#"{ method = "arithmetic" }"#;
    assert_eq!(roots(true, arithmetic, &[1.0; 3], &rows), [Some(50.0); 3]);
    assert_eq!(roots(false, arithmetic, &[1.0; 3], &rows), [Some(50.0); 3]);
    // Without the gap, which lets the weights add up to one number for all rows.
    assert_eq!(roots(true, arithmetic, &[1.0; 3], &rows[..2]), [Some(50.0); 2]);
}

#[test]
fn the_same_values_in_another_order_give_the_same_score() {
    let values = [0.1, 33.3, 66.7, 99.9, 12.34, 56.78];
    let mut rows: Vec<Vec<Option<f64>>> = Vec::new();
    for from in 0..6 {
        for step in [1, 5] {
            rows.push((0..6).map(|at| Some(values[(from + at * step) % 6])).collect());
        }
    }
    rows.push([5, 2, 0, 3, 1, 4].map(|at| Some(values[at])).to_vec());
    let rows: Vec<&[Option<f64>]> = rows.iter().map(Vec::as_slice).collect();
    let found = roots(true, r#"{ method = "arithmetic" }"#, &[1.0; 6], &rows);
    assert!(found.iter().all(|score| *score == found[0]), "{found:?}");
}

#[test]
fn a_mean_of_equal_scores_is_that_score() {
    for aggregation in [
        r#"{ method = "arithmetic" }"#,
        r#"{ method = "geometric", zero = "zero" }"#,
        r#"{ method = "power-mean", power = 0.5 }"#,
        r#"{ method = "power-mean", power = -2.0, zero = "zero" }"#,
        r#"{ method = "power-mean", power = 1e-9 }"#,
    ] {
        for value in [70.0, 58.0, 33.3] {
            let row: &[Option<f64>] = &[Some(value); 3];
            let found = roots(false, aggregation, &[0.1, 0.2, 0.4], &[row]);
            assert_eq!(found, [Some(value)], "{aggregation}");
        }
    }
}

#[test]
fn huge_weights_count_by_their_proportion() {
    let row: &[Option<f64>] = &[Some(40.0), Some(60.0)];
    let found = roots(false, r#"{ method = "arithmetic" }"#, &[1e308, 1e308], &[row]);
    assert_eq!(found, [Some(50.0)]);
}

/// The root score of one unit: a formula over `x` in one unit of measure, on a card in another.
fn converted(
    kept_in: &str,
    shown_in: &str,
    normalisation: &str,
    more: &str,
    values: &[f64],
) -> Vec<Option<f64>> {
    let text = card("a", "index", "x", 1.0, normalisation, more)
        .replace("measure = \"1\"", &format!("measure = \"{shown_in}\""));
    let declared = variables(&["x"], &[]).replace("type =", &format!("measure = \"{kept_in}\"\ntype ="));
    let cells: Vec<_> = values.iter().copied().map(Some).collect();
    let panel = panel(u32::try_from(values.len()).unwrap(), &[2023], &[("x", cells)]);
    let top = framework("[\"2023\"]", r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, "");
    let card = fit(&definition(&top, &text, &declared), &panel).unwrap().scorecard;
    of_root(&card.score(&panel), values.len())
}

#[test]
fn a_value_that_was_converted_reaches_its_class() {
    let tiers = "{ method = \"tiers\", tiers = [{ at = 12.0, score = 100.0 }] }";
    let direction = "direction = \"tiers\"";
    // What 12 万元 is when it is kept in 亿元; a value that is truly below stays below.
    let found = converted("亿元", "万元", tiers, direction, &[12.0 / 1e4, 11.999_999_999 / 1e4]);
    assert_eq!(found, [Some(100.0), Some(0.0)]);
    let tiers = "{ method = \"tiers\", tiers = [{ at = 29.0, score = 100.0 }] }";
    assert_eq!(converted("1", "%", tiers, direction, &[0.29]), [Some(100.0)]);
    let valid = "valid = { min = 12.0, max = 20.0 }";
    let found = converted("亿元", "万元", AS_IT_IS, valid, &[12.0 / 1e4, 11.9 / 1e4]);
    assert!(found[0].is_some() && found[1].is_none(), "{found:?}");
}

#[test]
fn below_falling_tiers_is_better_still() {
    let tiers = "{ method = \"tiers\", tiers = [{ at = 1.0, score = 100.0 }, { at = 3.0, score = 40.0 }, { at = 6.0, score = 0.0 }] }";
    let found = converted("1", "1", tiers, "direction = \"tiers\"", &[0.5, 1.0, 4.0, 9.0]);
    assert_eq!(found, [Some(100.0), Some(100.0), Some(40.0), Some(0.0)]);
}

#[test]
fn goalposts_from_0_to_100_leave_whole_numbers_as_they_are() {
    let values: Vec<f64> = (0..=100_u32).map(f64::from).collect();
    let found = converted("1", "1", AS_IT_IS, "", &values);
    assert!(found.iter().zip(&values).all(|(score, value)| *score == Some(*value)), "{found:?}");
}
