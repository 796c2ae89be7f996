//! Laws of every step of a missing policy. A new method is one more line in [`steps`].

use std::collections::BTreeMap;
use std::sync::Arc;

use quanheng::panel::{Attribute, Column, Index, Panel, UnitEntry};
use quanheng::scorecard::{Leaves, Scorecard, Summary, fit, freeze, summarise};

use super::{fitted, flat};
use crate::fixture::{panel, with_attribute};

/// Every method, in forms that look at groups and at other indicators.
pub(super) fn steps() -> Vec<&'static str> {
    vec![
        r#"{ method = "carry-forward", max_age = 2 }"#,
        r#"{ method = "linear-interpolation" }"#,
        r#"{ method = "linear-interpolation", later = "allowed", max_gap = 3 }"#,
        r#"{ method = "mean" }"#,
        r#"{ method = "median" }"#,
        r#"{ method = "group-mean", by = ["industry"], min_group = 5 }"#,
        r#"{ method = "group-median", by = ["industry"], min_group = 5 }"#,
        r#"{ method = "ratio", to = "z", by = ["industry"], min_group = 5 }"#,
        r#"{ method = "by-row" }"#,
        r#"{ method = "by-row", centre = "median", min_others = 2 }"#,
        r#"{ method = "nearest-neighbours", k = 4, by = ["industry"], min_group = 5 }"#,
        r#"{ method = "nearest-neighbours", k = 3, value = "median", min_shared = 2 }"#,
        r#"{ method = "nearest-neighbours", k = 3, value = "inverse-distance" }"#,
        r#"{ method = "em-normal", within = "index" }"#,
        r#"{ method = "em-normal", ridge = 0.05 }"#,
    ]
}

const YEARS: [i32; 3] = [2020, 2021, 2022];

/// 120 units in three years, four related indicators with gaps, in two groups and a few units of none; values are multiplied by `factor`.
pub(super) fn data(factor: f64) -> Panel {
    let rows = 120 * YEARS.len();
    let mut state = 20_261_125_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(1_u32 << 31)
    };
    let mut columns: Vec<(&str, Vec<Option<f64>>)> =
        ["v1", "v2", "v3", "v4", "z"].map(|name| (name, Vec::new())).to_vec();
    for _ in 0..rows {
        let common = next();
        for (name, cells) in &mut columns {
            let (value, gap) = (0.2 + common + next(), next() < 0.2);
            cells.push((*name == "z" || !gap).then_some(value * factor));
        }
    }
    let groups: Vec<Option<&str>> = (0..rows)
        .map(|row| ["C", "D", "C", "D", ""].get(row / 3 % 5).copied().filter(|g| !g.is_empty()))
        .collect();
    with_attribute(panel(120, &YEARS, &columns), "industry", &groups)
}

fn definition(step: &str) -> quanheng::definition::Definition {
    flat(4, "[\"2020\", \"2021\"]", |_| step.to_owned())
}

/// What stands in each cell, by unit and period.
fn values(panel: &Panel, leaves: &Leaves) -> BTreeMap<String, Option<f64>> {
    let index = panel.index();
    let mut all = BTreeMap::new();
    for column in leaves.columns() {
        for row in 0..index.len() {
            let name = format!("{} {} {}", column.id, index.unit(row).id, index.row(row).period);
            all.insert(name, column.treated(row));
        }
    }
    all
}

fn bits(values: &BTreeMap<String, Option<f64>>) -> Vec<(&String, Option<u64>)> {
    values.iter().map(|(name, value)| (name, value.map(f64::to_bits))).collect()
}

/// The same data with units in another order and under other names.
fn turned(whole: &Panel, name: impl Fn(&str) -> String) -> Panel {
    let index = whole.index();
    let count = u32::try_from(index.units().len()).unwrap();
    let other = |unit: u32| (unit * 53 + 7) % count;
    let mut entries = vec![UnitEntry { id: String::new(), name: String::new() }; count as usize];
    for unit in 0..count {
        let known = &index.units()[unit as usize];
        entries[other(unit) as usize] = UnitEntry { id: name(&known.id), name: String::new() };
    }
    let pairs = index.rows().iter().map(|row| (other(row.unit), row.period)).collect();
    let turned = Index::new(entries, pairs);
    let from: Vec<usize> = turned
        .rows()
        .iter()
        .map(|row| {
            let unit = (0..count).find(|unit| other(*unit) == row.unit).unwrap();
            index.find(unit, row.period).unwrap()
        })
        .collect();
    let mut panel = Panel::new(Arc::new(turned));
    for (id, column) in whole.variables() {
        panel.insert(id.clone(), Column::of(&from.iter().map(|row| column.get(*row)).collect::<Vec<_>>()));
    }
    for (id, attribute) in whole.attributes() {
        let cells: Vec<Option<&str>> = from.iter().map(|row| attribute.get(*row)).collect();
        panel.insert_attribute(id.clone(), Attribute::of(&cells));
    }
    panel
}

#[test]
fn every_step_acts_and_never_leaves_a_number_that_is_not_finite() {
    let panel = data(1.0);
    for step in steps() {
        let (_, leaves) = fitted(&definition(step), &panel);
        let imputed = leaves.columns().iter().flat_map(|column| {
            (0..panel.index().len())
                .filter(|row| column.imputed_by(*row).is_some())
                .map(|row| column.treated(row))
        });
        let imputed: Vec<f64> = imputed.flatten().collect();
        assert!(imputed.len() > 100, "{step}: {}", imputed.len());
        assert!(imputed.iter().all(|value| value.is_finite()), "{step}");
    }
}

#[test]
fn blind_to_the_order_of_units() {
    let panel = data(1.0);
    for step in steps() {
        let (card, leaves) = fitted(&definition(step), &panel);
        let other = turned(&panel, str::to_owned);
        let (again, turned) = fitted(&definition(step), &other);
        assert_eq!(again.fingerprint(), card.fingerprint(), "{step}");
        assert_eq!(bits(&values(&other, &turned)), bits(&values(&panel, &leaves)), "{step}");
    }
}

#[test]
fn blind_to_names_but_for_equal_distances() {
    let panel = data(1.0);
    for step in steps() {
        let (_, leaves) = fitted(&definition(step), &panel);
        let other = turned(&panel, |id| format!("unit-{:03}", 500 - id[1..].parse::<usize>().unwrap()));
        let (_, turned) = fitted(&definition(step), &other);
        let mut one: Vec<Option<u64>> =
            values(&panel, &leaves).into_values().map(|v| v.map(f64::to_bits)).collect();
        let mut two: Vec<Option<u64>> =
            values(&other, &turned).into_values().map(|v| v.map(f64::to_bits)).collect();
        one.sort_unstable();
        two.sort_unstable();
        assert_eq!(one, two, "{step}");
    }
}

#[test]
fn blind_to_the_unit_of_measure() {
    let panel = data(1.0);
    for step in steps() {
        let (_, leaves) = fitted(&definition(step), &panel);
        let plain = values(&panel, &leaves);
        for factor in [1e-10, 1e-3, 1e10] {
            let scaled = data(factor);
            let (_, leaves) = fitted(&definition(step), &scaled);
            for ((name, one), (_, other)) in plain.iter().zip(values(&scaled, &leaves)) {
                match (one, other) {
                    // EM stops when nothing moves by more than 1e-8, after as many iterations here as there.
                    (Some(one), Some(other)) => {
                        assert!(
                            (one - other / factor).abs() <= 1e-9 * one.abs(),
                            "{step} {name}: {one} {other}"
                        );
                    }
                    (one, other) => assert_eq!(*one, other, "{step} {name}"),
                }
            }
        }
    }
}

#[test]
fn parts_make_the_whole() {
    let panel = data(1.0);
    for step in steps() {
        let definition = definition(step);
        let (card, leaves) = fitted(&definition, &panel);
        let number = |unit: &str| unit[1..].parse::<usize>().unwrap() % 3;
        let parts: Vec<Panel> = (0..3).map(|part| panel.partition(|unit| number(&unit.id) == part)).collect();
        let summary = |order: [usize; 3]| {
            let parts = order.map(|at| summarise(&definition, &parts[at]));
            parts.into_iter().reduce(|a, b| a.merge(b).unwrap()).unwrap()
        };
        let sent: Summary =
            serde_json::from_str(&serde_json::to_string(&summary([0, 1, 2])).unwrap()).unwrap();
        for summary in [summary([0, 1, 2]), summary([2, 0, 1]), sent] {
            let merged = freeze(&definition, &summary).unwrap().scorecard;
            assert_eq!(merged.to_json(), card.to_json(), "{step}");
        }
        let mut joined = BTreeMap::new();
        for part in &parts {
            joined.extend(values(part, &card.score_with_leaves(part).1));
        }
        assert_eq!(bits(&joined), bits(&values(&panel, &leaves)), "{step}");
        for threads in [1, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let again = pool.install(|| card.score_with_leaves(&panel).1);
            assert_eq!(again, leaves, "{step}");
        }
    }
}

#[test]
fn written_and_read_bit_for_bit() {
    let panel = data(1.0);
    for step in steps() {
        let (card, leaves) = fitted(&definition(step), &panel);
        let text = card.to_json();
        let read = Scorecard::from_json(&text).unwrap();
        assert_eq!(read.to_json(), text, "{step}");
        assert_eq!(read.score_with_leaves(&panel).1, leaves, "{step}");
    }
}

#[test]
fn hard_bases_give_a_reason_or_finite_values() {
    let some = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
    let bases: Vec<(u32, Vec<Option<f64>>)> = vec![
        (1, some(&[5.0])),
        (2, some(&[1.0, 2.0])),
        (3, some(&[5.0, 5.0, 5.0])),
        (3, vec![None; 3]),
        (4, some(&[1e-300, 2e-300, 3e-300, 5e-300])),
        (4, some(&[1e300, 2e300, 3e300, 5e300])),
        (4, some(&[-1e300, 1e300, 2.0, 3.0])),
        (4, some(&[-f64::MAX, f64::MAX, 0.0, 1.0])),
        (5, some(&[1e-300, 1e300, 1.0, 2.0, 3.0])),
        (4, vec![None, Some(1.0), None, Some(3.0)]),
    ];
    let mut answered = 0;
    for (units, cells) in &bases {
        let turned = |by: usize| {
            let mut cells = cells.clone();
            let turns = by % cells.len();
            cells.rotate_left(turns);
            if let Some(cell) = cells.get_mut(by) {
                *cell = None;
            }
            cells
        };
        let columns = vec![
            ("v1", cells.clone()),
            ("v2", turned(1)),
            ("v3", turned(2)),
            ("v4", cells.clone()),
            ("z", turned(3)),
        ];
        let panel =
            with_attribute(panel(*units, &[2020], &columns), "industry", &vec![Some("C"); *units as usize]);
        for step in steps() {
            let Ok(found) = fit(&flat(4, "[\"2020\"]", |_| step.to_owned()), &panel) else { continue };
            let (scores, leaves) = found.scorecard.score_with_leaves(&panel);
            for column in leaves.columns() {
                for row in 0..panel.index().len() {
                    assert!(column.treated(row).is_none_or(f64::is_finite), "{step} {cells:?}");
                    answered += usize::from(column.imputed_by(row).is_some());
                }
            }
            assert!(
                scores.root().unwrap().values().iter().all(|score| score.is_finite()),
                "{step} {cells:?}"
            );
            let read = Scorecard::from_json(&found.scorecard.to_json()).unwrap();
            assert_eq!(read.score_with_leaves(&panel).1, leaves, "{step} {cells:?}");
        }
    }
    assert!(answered > 100, "{answered}");
}

#[test]
fn equal_units_get_equal_values() {
    let values =
        |at: usize| vec![Some(1.0 + at as f64), Some(4.0), Some(4.0), Some(9.0), Some(2.0), Some(7.5)];
    let mut columns =
        vec![("v1", values(0)), ("v2", values(1)), ("v3", values(2)), ("v4", values(3)), ("z", values(4))];
    (columns[0].1[1], columns[0].1[2]) = (None, None);
    let panel = with_attribute(panel(6, &[2020], &columns), "industry", &[Some("C"); 6]);
    for step in steps() {
        let Ok(found) = fit(&flat(4, "[\"2020\"]", |_| step.to_owned()), &panel) else { continue };
        let leaves = found.scorecard.score_with_leaves(&panel).1;
        let column = leaves.find("c1").unwrap();
        assert_eq!(column.treated(1).map(f64::to_bits), column.treated(2).map(f64::to_bits), "{step}");
    }
}
