//! Data and definitions for benches, the same in `peers/score_polars.py`: numbers from a counter, so that any cell can be made alone.

#[path = "counter.rs"]
mod counter;

use std::fmt::Write as _;
use std::sync::Arc;

use counter::uniform;
use quanheng::definition::{Definition, from_texts};
use quanheng::panel::{Column, Index, Panel, Status, UnitEntry};
use quanheng::vocab::{Id, Period};

/// Indicators; ten to a dimension.
pub(crate) const INDICATORS: usize = 50;

/// Units: one million, unless the environment says otherwise or the benches only run as tests.
pub(crate) fn units() -> usize {
    let asked = std::env::var("QUANHENG_BENCH_UNITS").ok().and_then(|text| text.parse().ok());
    let test = std::env::args().any(|argument| argument == "--test");
    asked.unwrap_or(if test { 3_000 } else { 1_000_000 })
}

/// A value of a column: −5 to 105, against goalposts of 0 and 100.
pub(crate) fn value(row: usize, column: usize) -> f64 {
    uniform((row * INDICATORS + column + 1) as u64) * 110.0 - 5.0
}

/// Whether a cell is missing where a share of all cells is.
pub(crate) fn missing(row: usize, column: usize, share: f64) -> bool {
    share > 0.0 && uniform((row * INDICATORS + column + 1) as u64 ^ 0x5555_5555_5555_5555) < share
}

/// One period of units with all indicators as variables.
pub(crate) fn panel(units: usize, share_missing: f64) -> Panel {
    let entries: Vec<UnitEntry> =
        (0..units).map(|at| UnitEntry { id: format!("{at:07}"), name: String::new() }).collect();
    let pairs =
        (0..u32::try_from(units).unwrap_or(u32::MAX)).map(|unit| (unit, Period::year(2023))).collect();
    let mut panel = Panel::new(Arc::new(Index::new(entries, pairs)));
    for column in 0..INDICATORS {
        let values = (0..units).map(|row| value(row, column)).collect();
        let status =
            |row| if missing(row, column, share_missing) { Status::NotReported } else { Status::Observed };
        panel.insert(
            Id::new(format!("x{column}")).expect("a letter and digits make an id"),
            Column::new(values, (0..units).map(status).collect()),
        );
    }
    panel
}

/// Five dimensions of ten indicators with unequal weights.
pub(crate) fn definition(normalisation: &str) -> Definition {
    let mut framework = String::from(
        r#"format = 1
set = "bench"
edition = "1"
version = "1.0.0"
name = { zh = "测速", en = "Bench" }
scale = { low = 0.0, high = 100.0 }
base = ["2023"]
parts = ["part.toml"]
[[level]]
name = { zh = "综合", en = "Index" }
weighting = { method = "given", origin = "default" }
aggregation = { method = "arithmetic" }
coverage = { missing = "renormalise" }
[[level]]
name = { zh = "维度", en = "Dimension" }
weighting = { method = "given", origin = "default" }
aggregation = { method = "arithmetic" }
coverage = { missing = "renormalise", min_weight = 0.5 }
[[aggregate]]
id = "index"
name = { zh = "综合", en = "Index" }
"#,
    );
    let (mut part, mut variables) = (String::new(), String::new());
    for dimension in 0..INDICATORS / 10 {
        let weight = dimension + 1;
        let _ = write!(
            framework,
            "[[aggregate]]\nid = \"d{dimension}\"\nparent = \"index\"\nname = {{ zh = \"维\", en = \"d\" }}\nweight = {weight}\n"
        );
    }
    for column in 0..INDICATORS {
        let (dimension, weight) = (column / 10, column % 10 + 1);
        let direction = if column % 4 == 3 { "negative" } else { "positive" };
        let _ = write!(
            part,
            "[[indicator]]\nid = \"i{column}\"\ncode = \"I{column}\"\nparent = \"d{dimension}\"\nname = {{ zh = \"指\", en = \"i\" }}\n\
             formula = \"x{column}\"\nmeasure = \"1\"\nweight = {weight}\nstatus = \"core\"\ndirection = \"{direction}\"\n\
             normalisation = {normalisation}\n"
        );
        let _ = write!(
            variables,
            "[[variable]]\nid = \"x{column}\"\nname = {{ zh = \"变{column}\", en = \"x{column}\" }}\ntype = \"level\"\norigin = \"public\"\n"
        );
    }
    let texts = [
        ("framework.toml", framework.as_str()),
        ("part.toml", part.as_str()),
        ("variables.toml", variables.as_str()),
    ];
    from_texts(&texts).0.expect("the text above is a sound definition")
}
