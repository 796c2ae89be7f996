//! Whole-sample rankings of a matrix in memory. `QUANHENG_BENCH_UNITS` and `QUANHENG_BENCH_CRITERIA` set its size (100000 and 40).

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quanheng::ranking::{Decision, Topsis, TopsisNorm, Vikor, WeightPlace};
use quanheng::vocab::Direction;

/// A size from the environment.
fn size(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Values above 0 from a fixed generator (xorshift, seed 7).
fn columns(units: usize, criteria: usize) -> Vec<Vec<f64>> {
    let mut state = 7_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64 + 0.01
    };
    (0..criteria).map(|_| (0..units).map(|_| next()).collect()).collect()
}

fn ranking(c: &mut Criterion) {
    let (units, criteria) = (size("QUANHENG_BENCH_UNITS", 100_000), size("QUANHENG_BENCH_CRITERIA", 40));
    let columns = columns(units, criteria);
    let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let turn = |at: usize| if at % 3 == 2 { Direction::Negative } else { Direction::Positive };
    let directions: Vec<Direction> = (0..criteria).map(turn).collect();
    let weights: Vec<f64> = (0..criteria).map(|at| (at % 7 + 1) as f64).collect();
    let decide = || Decision::new(&views, &directions, &weights).expect("the columns differ");
    let mut group = c.benchmark_group(format!("{units} units × {criteria} criteria"));
    group.sample_size(10);
    group.throughput(Throughput::Bytes((units * criteria * size_of::<f64>()) as u64));
    group.bench_function("topsis, vector", |b| {
        b.iter(|| black_box(Topsis::of(&decide(), TopsisNorm::Vector, WeightPlace::Outside).closeness));
    });
    group.bench_function("vikor", |b| {
        b.iter(|| black_box(Vikor::of(&decide(), 0.5).expect("a half is a share").compromise));
    });
    group.finish();
}

criterion_group!(benches, ranking);
criterion_main!(benches);
