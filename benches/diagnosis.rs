//! Diagnosing a scored panel of 50 indicators in memory. `QUANHENG_BENCH_UNITS` sets the number of units (2,000).

#[expect(dead_code, reason = "other benches need the rest")]
mod generated;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use generated::{INDICATORS, definition, panel};
use quanheng::diagnosis::{Settings, Subject, diagnose};
use quanheng::scorecard::fit;
use quanheng::vocab::{Id, Period};

fn diagnosis(c: &mut Criterion) {
    let asked = std::env::var("QUANHENG_BENCH_UNITS").ok().and_then(|text| text.parse().ok());
    let test = std::env::args().any(|argument| argument == "--test");
    let units: usize = asked.unwrap_or(if test { 200 } else { 2_000 });
    let panel = panel(units, 0.001);
    let goalposts = r#"{ method = "goalposts", low = 0.0, high = 100.0 }"#;
    let scorecard = fit(&definition(goalposts), &panel).expect("fixed goalposts need no base").scorecard;
    let (scores, leaves) = scorecard.score_with_leaves(&panel);
    let size = Id::new("x0").expect("a letter and a digit make an id");
    let settings = Settings { size: vec![size], ..Settings::default() };
    let period = Period::year(2023);
    let mut group = c.benchmark_group("diagnosis");
    group.sample_size(10);
    group.bench_function(format!("{units} units × {INDICATORS} indicators"), |b| {
        b.iter(|| {
            black_box(diagnose(Subject {
                panel: &panel,
                scorecard: &scorecard,
                scores: &scores,
                leaves: &leaves,
                settings: &settings,
                periods: &[period],
                period,
                by: &[],
                undetermined: &[],
            }))
        });
    });
    group.finish();
}

criterion_group!(benches, diagnosis);
criterion_main!(benches);
