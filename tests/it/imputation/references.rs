//! The r50x8 matrix with gaps against brute force in 50-digit arithmetic (`tests/references/imputation/imputation.py`).

use std::fs;
use std::path::Path;
use std::sync::Arc;

use quanheng::imputation::Imputer;
use quanheng::panel::{Attribute, Column, Index, Panel, UnitEntry};
use quanheng::scorecard::{ImputedBasis, Leaves, Scorecard, fit};
use quanheng::vocab::Period;

use super::{fitted, flat, imputed};
use crate::fixture::id;

const SIDE: usize = 8;

fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references").join(name);
    let text = fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The matrix with the gaps and groups that the script makes.
fn gappy() -> Panel {
    let rows = table("mcdm/r50x8__matrix.csv");
    let entries = rows.iter().map(|row| UnitEntry { id: row[0].clone(), name: String::new() });
    let pairs = (0..u32::try_from(rows.len()).unwrap()).map(|unit| (unit, Period::year(2020)));
    let mut panel = Panel::new(Arc::new(Index::new(entries.collect(), pairs.collect())));
    for column in 1..=SIDE {
        let cell = |(at, row): (usize, &Vec<String>)| {
            let is_gap = (7 * (at + 1) + 11 * column).is_multiple_of(13);
            (!is_gap).then(|| row[column].parse().unwrap())
        };
        let cells: Vec<Option<f64>> = rows.iter().enumerate().map(cell).collect();
        if column == 1 {
            panel.insert(id("z"), Column::of(&cells));
        }
        panel.insert(id(&format!("v{column}")), Column::of(&cells));
    }
    let group = |unit: usize| if unit % 10 == 9 { "D" } else { ["A", "B", "C"][unit % 3] };
    let groups: Vec<Option<&str>> = (1..=rows.len()).map(|unit| Some(group(unit))).collect();
    panel.insert_attribute(id("industry"), Attribute::of(&groups));
    panel
}

fn scored(missing: impl Fn(usize) -> String) -> (Scorecard, Leaves, Panel) {
    let panel = gappy();
    let (card, leaves) = fitted(&flat(SIDE, "[\"2020\"]", missing), &panel);
    (card, leaves, panel)
}

fn close(got: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((got - expected).abs() <= tolerance * expected.abs(), "{what}: {got} is not {expected}");
}

fn value(leaves: &Leaves, panel: &Panel, unit: &str, node: &str) -> Option<f64> {
    let row = panel.index().rows_of(panel.index().unit_by_id(unit).unwrap()).start;
    let column = leaves.find(node).unwrap();
    assert!(column.raw(row).is_none(), "{unit} {node} is a gap");
    column.treated(row)
}

#[test]
fn nearest_neighbours_against_brute_force() {
    let variants = [
        ("k5-mean", r#"{ method = "nearest-neighbours", k = 5 }"#),
        (
            "k3-median-by-group",
            r#"{ method = "nearest-neighbours", k = 3, value = "median", by = ["industry"], min_group = 10 }"#,
        ),
        (
            "k4-inverse-distance-on-three",
            r#"{ method = "nearest-neighbours", k = 4, value = "inverse-distance", on = ["c1", "c2", "c3"], min_shared = 2 }"#,
        ),
    ];
    let expected = table("imputation/neighbours.csv");
    let mut compared = 0;
    for (variant, missing) in variants {
        let on_three = variant.ends_with("three");
        let (card, leaves, panel) =
            scored(|at| if on_three && at <= 3 { String::new() } else { missing.to_owned() });
        for row in expected.iter().filter(|row| row[0] == variant) {
            let what = format!("{variant} {} {}", row[1], row[2]);
            let got = value(&leaves, &panel, &row[1], &row[2]).unwrap();
            close(got, row[3].parse().unwrap(), 1e-12, &what);
            let told = imputed(&card, &panel, &row[1], 2020, &row[2]);
            let ImputedBasis::NearestNeighbours { neighbours, .. } = told.basis else { panic!("{what}") };
            let names: Vec<&str> = neighbours.iter().map(|n| n.unit.as_str()).collect();
            assert_eq!(names.join(" "), row[4], "{what}");
            close(neighbours[0].distance, row[5].parse().unwrap(), 1e-12, &what);
            close(neighbours.last().unwrap().distance, row[6].parse().unwrap(), 1e-12, &what);
            compared += 1;
        }
    }
    assert_eq!(compared, expected.len());
}

#[test]
fn by_row_and_ratio_against_their_formulas() {
    let variants = [
        ("by-row-mean", r#"{ method = "by-row" }"#),
        ("by-row-median", r#"{ method = "by-row", centre = "median" }"#),
        ("ratio", r#"{ method = "ratio", to = "z", by = ["industry"], min_group = 10 }"#),
    ];
    let expected = table("imputation/simple.csv");
    let mut compared = 0;
    for (variant, missing) in variants {
        let (_, leaves, panel) = scored(|_| missing.to_owned());
        for row in expected.iter().filter(|row| row[0] == variant) {
            let got = value(&leaves, &panel, &row[1], &row[2]).unwrap();
            close(got, row[3].parse().unwrap(), 1e-12, &format!("{variant} {} {}", row[1], row[2]));
            compared += 1;
        }
    }
    assert_eq!(compared, expected.len());
}

#[test]
fn em_against_its_fixed_point_in_fifty_digits() {
    let missing = r#"{ method = "em-normal", tolerance = 1e-14, max_iterations = 5000 }"#;
    let (card, leaves, panel) = scored(|_| missing.to_owned());
    let Imputer::EmNormal(model) = &card.indicator("c1").unwrap().imputation[0] else {
        panic!("c1 has the model")
    };
    let place = |name: &str| model.indicators.iter().position(|id| id.as_str() == name).unwrap();
    let mut compared = 0;
    // An iteration moves by 1e-14 at the end and closes a third of the rest: 1e-10 leaves room for the rounding of fifty rows.
    for row in table("imputation/em.csv") {
        let expected: f64 = row[3].parse().unwrap();
        let (at, what) = (row[1].as_str(), row.join(" "));
        match row[0].as_str() {
            "mean" => close(model.means[place(at)], expected, 1e-10, &what),
            "covariance" => {
                let (a, b) = (place(at), place(&row[2]));
                let unit = model.deviations[a] * model.deviations[b];
                let got = model.correlations[a * SIDE + b] * unit;
                assert!((got - expected).abs() <= 1e-10 * unit, "{what}: {got}");
            }
            _ => close(value(&leaves, &panel, at, &row[2]).unwrap(), expected, 1e-10, &what),
        }
        compared += 1;
    }
    assert_eq!(compared, SIDE + SIDE * (SIDE + 1) / 2 + 31);
}

#[test]
fn the_group_shares_one_model() {
    let missing = r#"{ method = "em-normal" }"#;
    let (card, _, _) = scored(|_| missing.to_owned());
    let models: Vec<_> = card.indicators().iter().map(|frozen| &frozen.imputation[0]).collect();
    assert!(models.iter().all(|model| *model == models[0]));
    let hurried = flat(SIDE, "[\"2020\"]", |_| r#"{ method = "em-normal", max_iterations = 2 }"#.to_owned());
    let refused = fit(&hurried, &gappy()).unwrap_err();
    assert!(refused.iter().all(|problem| problem.code.0 == "fit133") && refused.len() == SIDE, "{refused:?}");
}
