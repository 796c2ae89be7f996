//! Fitting: variables in memory to a frozen scorecard, every unit in the base. `QUANHENG_BENCH_UNITS` sets the number of units.

mod generated;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generated::{INDICATORS, definition, panel, units};
use quanheng::scorecard::fit;

fn freeze(c: &mut Criterion) {
    let mut group = c.benchmark_group("fit");
    group.sample_size(10);
    for units in [1_000, units().min(100_000)] {
        let panel = panel(units, 0.05);
        let definition = definition(r#"{ method = "base-goalposts", low = 0.1, high = 0.9 }"#);
        group.throughput(Throughput::Elements((units * INDICATORS) as u64));
        group.bench_function(
            format!("{units} units × {INDICATORS} indicators, goalposts at quantiles"),
            |b| {
                b.iter_with_large_drop(|| fit(&definition, &panel));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, freeze);
criterion_main!(benches);
