//! Years: what may be looked at, and what later data change.

use quanheng::panel::{Column, Index, Panel};
use quanheng::scorecard::{ImputedBasis, OwnValue, fit};
use quanheng::vocab::Period;

use super::{codes, fitted, flat, imputed};
use crate::fixture::panel;

const YEARS: [i32; 7] = [2016, 2017, 2018, 2019, 2020, 2021, 2022];

/// One indicator of one unit in seven years.
fn series(cells: [Option<f64>; 7]) -> Panel {
    panel(1, &YEARS, &[("v1", cells.to_vec())])
}

fn filled(missing: &str, base: &str, cells: [Option<f64>; 7]) -> [Option<f64>; 7] {
    let panel = series(cells);
    let (_, leaves) = fitted(&flat(1, base, |_| missing.to_owned()), &panel);
    std::array::from_fn(|row| leaves.find("c1").unwrap().treated(row))
}

const ALL: &str = r#"["2016", "2017", "2018", "2019", "2020", "2021", "2022"]"#;

/// COINr's `impute_panel`: `latest`, `constant` (forward, then backward), `linear` with nearest ends, each over all years of the data.
#[test]
fn the_panel_methods_of_coinr() {
    let gaps = [None, Some(2.0), None, None, Some(8.0), None, None];
    let some = |values: [f64; 7]| values.map(Some);
    let latest = r#"{ method = "carry-forward", max_age = 9 }"#;
    let linear = r#"{ method = "linear-interpolation" }"#;
    let constant = format!("{latest}, {linear}");
    assert_eq!(
        filled(latest, ALL, gaps),
        [None, Some(2.0), Some(2.0), Some(2.0), Some(8.0), Some(8.0), Some(8.0)]
    );
    assert_eq!(filled(&constant, ALL, gaps), some([2.0, 2.0, 2.0, 2.0, 8.0, 8.0, 8.0]));
    assert_eq!(filled(linear, ALL, gaps), some([2.0, 2.0, 4.0, 6.0, 8.0, 8.0, 8.0]));
    // COINr's `linear` stops on a series with one observation.
    let one = [None, None, None, Some(5.0), None, None, None];
    assert_eq!(filled(linear, ALL, one), some([5.0; 7]));
    assert_eq!(filled(r#"{ method = "linear-interpolation", ends = "missing" }"#, ALL, one), one);
    let near = r#"{ method = "linear-interpolation", max_gap = 2 }"#;
    assert_eq!(filled(near, ALL, gaps), [Some(2.0), Some(2.0), None, None, Some(8.0), Some(8.0), Some(8.0)]);
}

#[test]
fn the_future_of_the_base_is_not_looked_at_unless_the_card_says_so() {
    let gaps = [Some(1.0), None, Some(5.0), None, Some(9.0), None, Some(21.0)];
    let base = r#"["2016", "2018"]"#;
    let linear = r#"{ method = "linear-interpolation" }"#;
    let expected = [Some(1.0), Some(3.0), Some(5.0), Some(5.0), Some(9.0), Some(9.0), Some(21.0)];
    assert_eq!(filled(linear, base, gaps), expected);
    // A row of the base uses no value after the base.
    let late = [Some(1.0), None, None, None, Some(9.0), None, None];
    assert_eq!(filled(linear, base, late), [1.0, 1.0, 1.0, 1.0, 9.0, 9.0, 9.0].map(Some));
    let allowed = r#"{ method = "linear-interpolation", later = "allowed" }"#;
    let expected = [1.0, 3.0, 5.0, 7.0, 9.0, 15.0, 21.0];
    assert_eq!(filled(allowed, base, gaps), expected.map(Some));
    let panel = series(gaps);
    let definition = flat(1, base, |_| allowed.to_owned());
    let card = fit(&definition, &panel).unwrap().scorecard;
    let scores = card.score(&panel);
    let found = codes(scores.findings());
    assert_eq!(found.iter().filter(|(code, _)| *code == "scr160").map(|(_, count)| count).sum::<u64>(), 2);
    let told = imputed(&card, &panel, "u0", 2021, "c1");
    let own = |year, value| Some(OwnValue { period: Period::year(year), value });
    let line = ImputedBasis::LinearInterpolation { before: own(2020, 9.0), after: own(2022, 21.0) };
    assert_eq!(told.basis, line);
}

/// The same panel with its first years only.
fn until(whole: &Panel, last: i32) -> Panel {
    let index = whole.index();
    let kept: Vec<usize> =
        (0..index.len()).filter(|row| index.row(*row).period.calendar_year() <= last).collect();
    let pairs = kept.iter().map(|row| (index.row(*row).unit, index.row(*row).period)).collect();
    let mut shorter = Panel::new(std::sync::Arc::new(Index::new(index.units().to_vec(), pairs)));
    for (id, column) in whole.variables() {
        shorter.insert(id.clone(), Column::of(&kept.iter().map(|row| column.get(*row)).collect::<Vec<_>>()));
    }
    shorter
}

#[test]
fn later_data_change_nothing_unless_allowed() {
    let cells = |at: usize| (!at.is_multiple_of(3)).then(|| ((at * 7919) % 101) as f64);
    let whole = panel(40, &YEARS, &[("v1", (0..40 * 7).map(cells).collect())]);
    let base = r#"["2017", "2018"]"#;
    let same = |missing: &str| {
        let definition = flat(1, base, |_| missing.to_owned());
        let (card, leaves) = fitted(&definition, &whole);
        let column = leaves.find("c1").unwrap();
        let at = |unit: u32, year: i32| whole.index().find(unit, Period::year(year)).unwrap();
        (2018..=2021).all(|last| {
            let shorter = until(&whole, last);
            let (again, leaves) = fitted(&definition, &shorter);
            assert_eq!(again.fingerprint(), card.fingerprint());
            let early = leaves.find("c1").unwrap();
            (0..shorter.index().len()).all(|row| {
                let known = shorter.index().row(row);
                let whole = column.treated(at(known.unit, known.period.calendar_year()));
                early.treated(row).map(f64::to_bits) == whole.map(f64::to_bits)
            })
        })
    };
    assert!(same(r#"{ method = "linear-interpolation" }"#));
    assert!(same(
        r#"{ method = "linear-interpolation", max_gap = 2 }, { method = "carry-forward", max_age = 3 }"#
    ));
    assert!(!same(r#"{ method = "linear-interpolation", later = "allowed" }"#));
}
