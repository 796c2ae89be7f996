//! Scoring: variables in memory to scores of every aggregate. `QUANHENG_BENCH_UNITS` sets the number of units.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

mod generated;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generated::{GOALPOSTS, INDICATORS, definition, panel, units};
use quanheng::scorecard::fit;

fn score(c: &mut Criterion) {
    let units = units();
    let card = fit(&definition(GOALPOSTS), &panel(units.min(1_000), 0.0))
        .expect("fixed goalposts need no base")
        .scorecard;
    let mut group = c.benchmark_group("score");
    group.sample_size(10);
    group.throughput(Throughput::Bytes((units * INDICATORS * size_of::<f64>()) as u64));
    for (name, share) in [("complete", 0.0), ("5 % missing", 0.05)] {
        let panel = panel(units, share);
        group.bench_function(format!("{units} units × {INDICATORS} indicators, {name}"), |b| {
            b.iter(|| card.score(&panel));
        });
    }
    group.finish();
    std::io::Write::flush(&mut std::io::stdout()).expect("standard output takes the report");
    #[cfg(target_os = "linux")]
    report_memory();
}

/// The peak of the whole process: the panel, its index, and the scores of one run with those of the run before.
#[cfg(target_os = "linux")]
#[expect(clippy::print_stderr, reason = "a bench reports to people")]
fn report_memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")) {
        eprintln!("{line}");
    }
}

criterion_group!(benches, score);
criterion_main!(benches);
