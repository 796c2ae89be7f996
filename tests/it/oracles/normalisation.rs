//! The normalisations of COINr on the 2018 ASEM data, with and without gaps; where it divides by zero or turns good and bad round we refuse.

use std::ops::RangeInclusive;
use std::path::Path;

use quanheng::normalisation::{Normalisation, Normaliser};
use quanheng::statistics::{GroupedSample, Sample, Undetermined};
use quanheng::vocab::Direction::{self, Negative, Positive};
use quanheng::vocab::Id;

use super::{Table, folder};
use crate::normalisations::method;

/// The data, and what the table of parameters says of each indicator.
struct Asem {
    data: Table,
    parameters: Table,
}

impl Asem {
    fn read(oracles: &Path, data: &str) -> Asem {
        Asem {
            data: Table::read(oracles, &format!("coinr/asem/{data}.csv")),
            parameters: Table::read(oracles, "coinr/norm/params_target_goalposts.csv"),
        }
    }

    fn direction(&self, indicator: &str) -> Direction {
        if self.number(indicator, "Direction") < 0.0 { Negative } else { Positive }
    }

    fn number(&self, indicator: &str, what: &str) -> f64 {
        self.parameters.get(indicator, what).unwrap()
    }

    fn values(&self, indicator: &str) -> Vec<f64> {
        self.data.column(indicator, &self.data.rows).into_iter().flatten().collect()
    }

    /// Fits on the column; the reference unit is CZE, the tenth row of the peer.
    fn fit(
        &self,
        indicator: &str,
        method: &Normalisation,
        scale: &RangeInclusive<f64>,
    ) -> Result<Normaliser, Undetermined> {
        let group = |is_reference: bool| {
            let of = |row: &&String| (row.as_str() == "CZE") == is_reference;
            let values = self.data.rows.iter().filter(of).filter_map(|row| self.data.get(row, indicator));
            (vec![Some(u8::from(is_reference).to_string())], Sample::new(values.collect()))
        };
        let base =
            GroupedSample::new(vec![Id::new("reference-unit").unwrap()], vec![group(false), group(true)]);
        method.fit(self.direction(indicator), scale, &base).map(|fit| fit.grouped.pooled)
    }

    /// Compares every cell of a file of shares, which the peer takes from 1: what is left near 0 has lost its last digits.
    fn compare_shares(&self, file: &Table, indicator: &str, fitted: &Normaliser) {
        for unit in &file.rows {
            let got = fitted.apply(self.data.get(unit, indicator).unwrap()).unwrap();
            let expected = file.get(unit, indicator).unwrap();
            let near = (got - expected).abs() <= super::TOLERANCE * expected.abs().max(1.0);
            assert!(near, "{}, row {unit}, column {indicator}: {got} is not {expected}", file.name);
        }
    }

    /// Compares every cell of a file; missing cells stay missing.
    fn compare(&self, file: &Table, indicator: &str, fitted: &Normaliser) {
        for unit in &file.rows {
            let got = self.data.get(unit, indicator).map(|value| fitted.apply(value).unwrap());
            file.agree(unit, indicator, got);
        }
    }
}

#[test]
fn forms_that_every_column_has() {
    let Some(oracles) = folder() else { return };
    let treated = Asem::read(&oracles, "data_treated");
    let gaps = Asem::read(&oracles, "data_denominated");
    let (whole, less) = (51.0, 50.0);
    let z =
        |centre: f64, spread: f64| format!("method = \"z-score\", centre = {centre:?}, spread = {spread:?}");
    let rank = |name: &str, ties: &str| format!("method = \"{name}\", ties = \"{ties}\"");
    let min_max = || "method = \"min-max\"".to_owned();
    let forms = [
        ("minmax_0_1", min_max(), 0.0..=1.0),
        ("minmax_0_100", min_max(), 0.0..=100.0),
        ("minmax_1_100", min_max(), 1.0..=100.0),
        ("dist2max", "method = \"distance-to-max\"".to_owned(), 0.0..=1.0),
        ("zscore_0_1", z(0.0, 1.0), 0.0..=1.0),
        ("zscore_100_10", z(100.0, 10.0), 0.0..=1.0),
        ("zscore_10_2", z(10.0, 2.0), 0.0..=1.0),
        ("rank_average", rank("rank", "average"), 0.0..=whole),
        ("rank_min", rank("rank", "min"), 0.0..=whole),
        ("borda_average", rank("borda", "average"), 0.0..=less),
        ("borda_min", rank("borda", "min"), 0.0..=less),
        ("prank_average", rank("borda", "average"), 0.0..=1.0),
        ("prank_min", rank("borda", "min"), 0.0..=1.0),
        ("denominated_withNA_minmax_1_100", min_max(), 1.0..=100.0),
        ("denominated_withNA_zscore_0_1", z(0.0, 1.0), 0.0..=1.0),
        ("denominated_withNA_prank", rank("borda", "min"), 0.0..=1.0),
    ];
    for (name, text, scale) in forms {
        let asem = if name.contains("withNA") { &gaps } else { &treated };
        let file = Table::read(&oracles, &format!("coinr/norm/{name}.csv"));
        for indicator in &file.columns {
            let fitted = asem.fit(indicator, &method(&text), &scale).unwrap();
            if name == "dist2max" {
                asem.compare_shares(&file, indicator, &fitted);
            } else {
                asem.compare(&file, indicator, &fitted);
            }
        }
        assert_eq!((file.rows.len(), file.columns.len()), (51, 49), "{name}");
    }
}

#[test]
fn given_limits_on_both_directions() {
    let Some(oracles) = folder() else { return };
    let asem = Asem::read(&oracles, "data_treated");
    let limits = |indicator: &str, outside: &str| {
        let (low, high) =
            (asem.number(indicator, "goalpost_lower"), asem.number(indicator, "goalpost_upper"));
        format!("method = \"goalposts\", low = {low:?}, high = {high:?}, outside = \"{outside}\"")
    };
    // The peer multiplies by the direction first and then scales from 0 to 100: of a negative indicator that is from −100 to 0.
    let plain = |indicator: &str, width: f64| {
        let (low, high) = if asem.direction(indicator) == Positive { (0.0, width) } else { (-width, 0.0) };
        format!("method = \"goalposts\", low = {low:?}, high = {high:?}, outside = \"extend\"")
    };
    type Written<'a> = Box<dyn Fn(&str) -> String + 'a>;
    let forms: [(&str, Written<'_>, RangeInclusive<f64>); 5] = [
        ("goalposts_notrunc", Box::new(|i| limits(i, "extend")), 0.0..=100.0),
        ("goalposts_trunc", Box::new(|i| limits(i, "clamp")), 0.0..=100.0),
        ("scaled_iMeta", Box::new(|i| limits(i, "extend")), 0.0..=100.0),
        ("scaled_0_100", Box::new(|i| plain(i, 100.0)), 0.0..=100.0),
        ("none_directed", Box::new(|i| plain(i, 1.0)), 0.0..=1.0),
    ];
    for (name, written, scale) in forms {
        let file = Table::read(&oracles, &format!("coinr/norm/{name}.csv"));
        for indicator in &file.columns {
            let fitted = asem.fit(indicator, &method(&written(indicator)), &scale).unwrap();
            asem.compare(&file, indicator, &fitted);
        }
    }
}

#[test]
fn distances_to_a_unit_and_to_targets() {
    let Some(oracles) = folder() else { return };
    let asem = Asem::read(&oracles, "data_treated");
    for (name, outside) in [("dist2ref_iref10", "extend"), ("dist2ref_iref10_cap", "clamp")] {
        let file = Table::read(&oracles, &format!("coinr/norm/{name}.csv"));
        let text = format!("method = \"distance-to-unit\", unit = \"CZE\", outside = \"{outside}\"");
        let mut refused = 0;
        for indicator in &file.columns {
            let is_worst = asem.data.get("CZE", indicator) == worst(&asem, indicator);
            match asem.fit(indicator, &method(&text), &(0.0..=1.0)) {
                Ok(fitted) => {
                    assert!(!is_worst, "{indicator}");
                    asem.compare_shares(&file, indicator, &fitted);
                }
                Err(why) => {
                    // The peer divides by zero where its reference unit is the worst, and returns NaN for it.
                    assert!(is_worst && matches!(why, Undetermined::Constant { .. }), "{indicator} {why:?}");
                    assert!(file.get("CZE", indicator).unwrap().is_nan(), "{indicator}");
                    refused += 1;
                }
            }
        }
        assert!((1..10).contains(&refused), "{refused}");
    }
    for (name, outside) in [("dist2targ_nocap", "extend"), ("dist2targ_cap", "clamp")] {
        let file = Table::read(&oracles, &format!("coinr/norm/{name}.csv"));
        let mut compared = 0;
        for indicator in &file.columns {
            let target = asem.number(indicator, "Target");
            let text =
                format!("method = \"distance-to-target\", target = {target:?}, outside = \"{outside}\"");
            if let Ok(fitted) = asem.fit(indicator, &method(&text), &(0.0..=1.0)) {
                asem.compare(&file, indicator, &fitted);
                compared += 1;
            } else {
                let worst = worst(&asem, indicator).unwrap();
                let is_better =
                    if asem.direction(indicator) == Positive { target > worst } else { target < worst };
                assert!(!is_better, "{indicator}: {target} is better than {worst}");
            }
        }
        assert!(compared > 40, "{compared}");
    }
}

fn worst(asem: &Asem, indicator: &str) -> Option<f64> {
    let values = asem.values(indicator).into_iter();
    if asem.direction(indicator) == Positive { values.reduce(f64::min) } else { values.reduce(f64::max) }
}

/// Defect 1 of the peer: it divides values with their sign changed by the largest of them, so that of indicators where less is better
/// the worst unit comes out best, and divides by zero where the least is 0.
#[test]
fn shares_of_the_maximum_are_not_upside_down() {
    let Some(oracles) = folder() else { return };
    let asem = Asem::read(&oracles, "data_treated");
    let file = Table::read(&oracles, "coinr/norm/fracmax_as_shipped.csv");
    let (mut compared, mut turned, mut refused) = (0, 0, 0);
    for indicator in &file.columns {
        if asem.direction(indicator) == Positive {
            match asem.fit(indicator, &method("method = \"share-of-max\""), &(0.0..=1.0)) {
                Ok(fitted) => {
                    asem.compare(&file, indicator, &fitted);
                    compared += 1;
                }
                Err(why) => {
                    assert!(matches!(why, Undetermined::OutOfDomain { value } if value < 0.0), "{indicator}");
                    refused += 1;
                }
            }
            continue;
        }
        let ours = asem
            .fit(indicator, &method("method = \"share-of-max\", cost = \"reflected\""), &(0.0..=1.0))
            .unwrap();
        let theirs: Vec<(f64, f64)> = file
            .rows
            .iter()
            .map(|unit| (asem.data.get(unit, indicator).unwrap(), file.get(unit, indicator).unwrap()))
            .collect();
        if theirs.iter().any(|(_, score)| !score.is_finite()) {
            continue;
        }
        turned += 1;
        for (a, b) in
            theirs.iter().flat_map(|a| theirs.iter().map(move |b| (a, b))).filter(|(a, b)| b.0 - a.0 > 1e-9)
        {
            assert!(ours.apply(a.0) > ours.apply(b.0), "{indicator}: less is better");
            assert!(a.1 < b.1, "{indicator}: the peer has it upside down");
        }
    }
    assert_eq!((compared, turned, refused), (34, 11, 1));
}
