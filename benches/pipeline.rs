//! Treatment, imputation, normalisation and aggregation of 2,000 units × 40 indicators × 5 years: fit on one year or on all five, and score.
//!
//! One thread, so that the time is CPU time, as in the 4.9 seconds that COINr takes for it.

use std::fmt::Write as _;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quanheng::definition::{Definition, from_texts};
use quanheng::panel::{Column, Index, Panel, Status, UnitEntry};
use quanheng::scorecard::fit;
use quanheng::vocab::{Id, Period};

const UNITS: u32 = 2_000;
const INDICATORS: u64 = 40;
const YEARS: [i32; 5] = [2018, 2019, 2020, 2021, 2022];

/// The finaliser of SplitMix64 (<https://doi.org/10.1145/2714064.2660195>) of a counter, as a number from 0 to 1.
fn uniform(counter: u64) -> f64 {
    let mut z = counter.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

/// Every third column has a long upper tail; one cell in twenty is missing.
fn panel() -> Panel {
    let entries = (0..UNITS).map(|at| UnitEntry { id: format!("{at:05}"), name: String::new() }).collect();
    let pairs: Vec<(u32, Period)> =
        (0..UNITS).flat_map(|unit| YEARS.map(|year| (unit, Period::year(year)))).collect();
    let rows = pairs.len() as u64;
    let mut panel = Panel::new(Arc::new(Index::new(entries, pairs)));
    for column in 0..INDICATORS {
        let value = |row: u64| {
            let x = uniform(row * INDICATORS + column);
            if column % 3 == 0 { 1.0 / (1.001 - x) } else { 10.0 + x }
        };
        let gap = |row: u64| uniform((row * INDICATORS + column) ^ 0x5555_5555_5555_5555) < 0.05;
        let status = |row: u64| if gap(row) { Status::NotReported } else { Status::Observed };
        let id = Id::new(format!("x{column}")).expect("a letter and digits make an id");
        panel.insert(id, Column::new((0..rows).map(value).collect(), (0..rows).map(status).collect()));
    }
    panel
}

fn definition(base: &str) -> Definition {
    let mut top = format!(
        "format = 1\nset = \"bench\"\nedition = \"1\"\nversion = \"1\"\nname = {{ zh = \"测速\", en = \"Bench\" }}\n\
         scale = {{ low = 0.0, high = 100.0 }}\nbase = {base}\nparts = [\"part.toml\"]\n"
    );
    for _ in 0..2 {
        top += "[[level]]\nname = { zh = \"层\", en = \"level\" }\nweighting = { method = \"equal\" }\naggregation = { method = \"arithmetic\" }\n";
    }
    top += "[[aggregate]]\nid = \"index\"\nname = { zh = \"综合\", en = \"Index\" }\n";
    let (mut part, mut variables) = (String::new(), String::new());
    for group in 0..4 {
        let _ = write!(
            top,
            "[[aggregate]]\nid = \"d{group}\"\nparent = \"index\"\nname = {{ zh = \"维\", en = \"d\" }}\n"
        );
    }
    for column in 0..INDICATORS {
        let group = column / 10;
        let _ = write!(
            part,
            "[[indicator]]\nid = \"i{column}\"\ncode = \"I{column}\"\nparent = \"d{group}\"\nname = {{ zh = \"指\", en = \"i\" }}\n\
             formula = \"x{column}\"\nmeasure = \"1\"\nstatus = \"core\"\ndirection = \"positive\"\nmissing = [{{ method = \"group-median\" }}]\n\
             treatment = {{ method = \"winsorise-to-pass\", then = {{ method = \"log-shift-range\" }} }}\nnormalisation = {{ method = \"min-max\" }}\n"
        );
        let _ = write!(
            variables,
            "[[variable]]\nid = \"x{column}\"\nname = {{ zh = \"变{column}\", en = \"x{column}\" }}\ntype = \"level\"\norigin = \"public\"\n"
        );
    }
    let files = [("framework.toml", top.as_str()), ("part.toml", &part), ("variables.toml", &variables)];
    from_texts(&files).0.expect("the text above is a sound definition")
}

fn pipeline(c: &mut Criterion) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    let panel = panel();
    let mut group = c.benchmark_group("pipeline");
    group.throughput(Throughput::Elements(u64::from(UNITS) * INDICATORS * YEARS.len() as u64));
    let all = "[\"2018\", \"2019\", \"2020\", \"2021\", \"2022\"]";
    for (name, base) in [("base of one year", "[\"2018\"]"), ("base of five years", all)] {
        let definition = definition(base);
        group.bench_function(format!("fit and score, {name}"), |b| {
            b.iter_with_large_drop(|| {
                pool.install(|| fit(&definition, &panel).map(|fitted| fitted.scorecard.score(&panel)))
            });
        });
        group.bench_function(format!("fit, {name}"), |b| {
            b.iter_with_large_drop(|| pool.install(|| fit(&definition, &panel)));
        });
    }
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
