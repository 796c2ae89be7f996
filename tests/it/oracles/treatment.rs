//! COINr's treatment of the ASEM data: each variant, each cell, and the moments before and after.

use quanheng::statistics::{GroupedSample, Sample, ShapeOfSample};
use quanheng::treatment::{Treater, Treatment};

use super::{Table, agree, folder};

fn treatment(text: &str) -> Treatment {
    let card: std::collections::BTreeMap<String, Treatment> =
        toml::from_str(&format!("treatment = {text}")).unwrap();
    card["treatment"].clone()
}

fn base(values: &[f64]) -> GroupedSample {
    GroupedSample::new(vec![], vec![(vec![], Sample::new(values.to_vec()))])
}

/// The variants: name of the file, and what a card writes for it.
const VARIANTS: [(&str, &str); 9] = [
    ("winmax1", r#"points = 1, then = { method = "log-shift-range" }"#),
    ("winmax2", r#"points = 2, then = { method = "log-shift-range" }"#),
    ("winmax3", r#"points = 3, then = { method = "log-shift-range" }"#),
    ("winmax4", r#"points = 4, then = { method = "log-shift-range" }"#),
    ("winmax5", r#"points = 5, then = { method = "log-shift-range" }"#),
    ("winmax1_combine", r#"points = 1, then = { method = "log-shift-range" }, of = "winsorised""#),
    ("winmax1_logCTplus", r#"points = 1, then = { method = "log-shift-range-by-skew" }"#),
    ("winmax1_logCTorig", r#"points = 1, then = { method = "log-shift-one" }"#),
    ("thresh_1.5_3", r#"points = 5, skew = 1.5, kurtosis = 3.0, then = { method = "log-shift-range" }"#),
];

#[test]
fn every_variant_is_that_of_coinr() {
    let Some(oracles) = folder() else { return };
    let raw = Table::read(&oracles, "coinr/asem/data_screened.csv");
    for (name, options) in VARIANTS {
        let treated = Table::read(&oracles, &format!("coinr/treat/{name}.csv"));
        let points = Table::read(&oracles, &format!("coinr/treat/{name}_points.csv"));
        let details = Table::read(&oracles, &format!("coinr/treat/{name}_details.csv"));
        let treatment = treatment(&format!(r#"{{ method = "winsorise-to-pass", {options} }}"#));
        for indicator in &raw.columns {
            let values: Vec<f64> = raw.column(indicator, &raw.rows).into_iter().flatten().collect();
            let base = base(&values);
            let frozen = treatment.fit(&base).unwrap().unwrap().grouped;
            let treater = frozen.pooled;
            for (unit, value) in raw.rows.iter().zip(&values) {
                treated.agree(unit, indicator, treater.apply(*value));
                same_point(points.text(unit, indicator), &treater, *value);
            }
            let facts = treatment.facts(&base, &frozen);
            let compare = |stage: &str, shape: Option<ShapeOfSample>| {
                let column = |what: &str| format!("check_SkewKurt{stage}.{what}");
                details.agree(indicator, &column("Skew"), shape.map(|shape| shape.skew));
                details.agree(indicator, &column("Kurt"), shape.map(|shape| shape.kurtosis));
            };
            compare("0", facts.before);
            let passed = details.text(indicator, "check_SkewKurt0.Pass") == "TRUE";
            assert_eq!(passed, treater.is_idle(), "{name} {indicator}");
            if !passed {
                compare(if treater.transformation.is_some() { "2" } else { "1" }, facts.after);
                let last = if treater.transformation.is_some() { "2" } else { "1" };
                let passes = details.text(indicator, &format!("check_SkewKurt{last}.Pass")) == "TRUE";
                assert_eq!(passes, facts.failing == 0, "{name} {indicator}");
            }
        }
    }
}

/// COINr marks the points it winsorised even where the logarithm of the original takes their place.
fn same_point(mark: &str, treater: &Treater, value: f64) {
    let transformed = mark.contains("log_CT");
    assert_eq!(transformed, treater.transformation.is_some(), "{mark}");
    if !transformed {
        let expected = match treater.treat(value).cut {
            Some(quanheng::treatment::Cut::High) => "winhi",
            Some(quanheng::treatment::Cut::Low) => "winlo",
            None => "",
        };
        assert_eq!(mark, expected);
    }
}

#[test]
fn the_functions_are_those_of_coinr() {
    let Some(oracles) = folder() else { return };
    let table = Table::read(&oracles, "coinr/treat/functions_on_Gas.csv");
    let functions = [
        ("lambda_0", r#"{ method = "box-cox", lambda = 0.0, shift = "to-one" }"#),
        ("lambda_0.5", r#"{ method = "box-cox", lambda = 0.5, shift = "to-one" }"#),
        ("lambda_-0.5", r#"{ method = "box-cox", lambda = -0.5, shift = "to-one" }"#),
        ("lambda_1", r#"{ method = "box-cox", lambda = 1.0, shift = "to-one" }"#),
        ("lambda_2", r#"{ method = "box-cox", lambda = 2.0, shift = "to-one" }"#),
        ("log_CT", r#"{ method = "log-shift-range" }"#),
        ("log_CT_plus", r#"{ method = "log-shift-range-by-skew" }"#),
        ("log_CT_orig", r#"{ method = "log-shift-one" }"#),
    ];
    compare(&table, "Gas", &functions);
    let negative = Table::read(&oracles, "coinr/treat/log_CT_plus_on_FemLab_negskew.csv");
    compare(&negative, "FemLab", &[("log_CT_plus", r#"{ method = "log-shift-range-by-skew" }"#)]);
    // METHODS D1 #4: as shipped the column is the input; ours is the formula.
    let values: Vec<f64> = table.column("Gas", &table.rows).into_iter().flatten().collect();
    let gii = treatment(r#"{ method = "log-gii" }"#).fit(&base(&values)).unwrap().unwrap().grouped.pooled;
    let (low, high) =
        (values.iter().copied().fold(f64::MAX, f64::min), values.iter().copied().fold(0.0, f64::max));
    for (unit, value) in table.rows.iter().zip(&values) {
        let formula = libm::log((high - 1.0) * (value - low) / (high - low) + 1.0);
        agree(gii.apply(*value), Some(formula), unit);
        assert_eq!(table.get(unit, "log_GII_as_shipped"), Some(*value));
    }
}

fn compare(table: &Table, column: &str, functions: &[(&str, &str)]) {
    let values: Vec<f64> = table.column(column, &table.rows).into_iter().flatten().collect();
    for (name, text) in functions {
        let treater = treatment(text).fit(&base(&values)).unwrap().unwrap().grouped.pooled;
        for (unit, value) in table.rows.iter().zip(&values) {
            table.agree(unit, name, treater.apply(*value));
        }
    }
}
