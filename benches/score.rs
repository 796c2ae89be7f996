//! Scoring: variables in memory to scores of every aggregate. `QUANHENG_BENCH_UNITS` sets the number of units.

mod generated;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generated::{INDICATORS, definition, panel, units};
use quanheng::scorecard::fit;

/// Every value has a score, some beyond the ends.
const GOALPOSTS: &str = r#"{ method = "goalposts", low = 0.0, high = 100.0 }"#;

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
        report_memory("panel made");
        group.bench_function(format!("{units} units × {INDICATORS} indicators, {name}"), |b| {
            b.iter(|| card.score(&panel));
        });
    }
    group.finish();
    report_memory("scored");
}

/// The memory of the whole process, now and at its peak, where the system tells it.
#[expect(clippy::print_stderr, reason = "a bench reports to people")]
fn report_memory(when: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")) {
        eprintln!("{when}: {line}");
    }
}

criterion_group!(benches, score);
criterion_main!(benches);
