//! Weights from a matrix in memory. `QUANHENG_BENCH_UNITS` and `QUANHENG_BENCH_CRITERIA` set its size (100000 and 40).

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quanheng::weighting::{Conflict, EntropyForm, Scaling, critic, entropy};

mod matrix;

fn weighting(c: &mut Criterion) {
    let (units, criteria) = matrix::size();
    let columns = matrix::columns(units, criteria);
    let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut group = c.benchmark_group(format!("{units} units × {criteria} criteria"));
    group.sample_size(10);
    group.throughput(Throughput::Bytes((units * criteria * size_of::<f64>()) as u64));
    for (name, form) in [("entropy", EntropyForm::Positive {}), ("entropy, min-max", EntropyForm::MinMax {})]
    {
        group.bench_function(name, |b| {
            b.iter(|| black_box(entropy(&views, form).expect("the values are above 0").shares));
        });
    }
    group.bench_function("critic", |b| {
        b.iter(|| {
            black_box(critic(&views, Conflict::Pearson, Scaling::MinMax).expect("the columns differ").shares)
        });
    });
    group.finish();
}

criterion_group!(benches, weighting);
criterion_main!(benches);
