//! Nearest neighbours: 20,000 units × 50 indicators, 5 % missing, each compared on the 49 others; how long it takes, and that memory grows with
//! rows × indicators.
//! `QUANHENG_BENCH_UNITS` sets the number of units.

mod generated;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generated::{INDICATORS, definition, panel, units};
use quanheng::scorecard::fit;

/// The end of a card: its normalisation, then its missing policy.
const CARD: &str = r#"{ method = "goalposts", low = 0.0, high = 100.0 }
missing = [ { method = "nearest-neighbours", k = 5, within = "index" } ]"#;

fn impute(c: &mut Criterion) {
    let units = units().min(20_000);
    let (definition, panel) = (definition(CARD), panel(units, 0.05));
    report_memory("panel made");
    let mut group = c.benchmark_group("impute");
    group.sample_size(10);
    group.throughput(Throughput::Elements((units * INDICATORS) as u64));
    let size = format!("{units} units × {INDICATORS} indicators");
    group.bench_function(format!("{size}, donors frozen"), |b| {
        b.iter_with_large_drop(|| fit(&definition, &panel))
    });
    let card = fit(&definition, &panel).expect("values differ").scorecard;
    report_memory("donors frozen");
    group.bench_function(format!("{size}, 5 % missing, 5 nearest of all"), |b| b.iter(|| card.score(&panel)));
    group.finish();
    report_memory("imputed and scored");
}

/// The memory of the whole process, now and at its peak, where the system tells it.
#[expect(clippy::print_stderr, reason = "a bench reports to people")]
fn report_memory(when: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")) {
        eprintln!("{when}: {line}");
    }
}

criterion_group!(benches, impute);
criterion_main!(benches);
