//! Whole-sample rankings of a matrix in memory. `QUANHENG_BENCH_UNITS` and `QUANHENG_BENCH_CRITERIA` set its size (100000 and 40);
//! the benefit of the doubt has 2000 units.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quanheng::ranking::{BenefitOfTheDoubt, Decision, Topsis, TopsisNorm, Vikor, WeightBounds, WeightPlace};
use quanheng::vocab::{Direction, Share};

mod matrix;

fn ranking(c: &mut Criterion) {
    let (units, criteria) = matrix::size();
    let columns = matrix::columns(units, criteria);
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

fn benefit_of_the_doubt(c: &mut Criterion) {
    let (units, criteria) = (2000, 40);
    let columns = matrix::columns(units, criteria);
    let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let share = |value| Share::new(value).expect("a share");
    let (low, high) = (share(0.01), share(0.10));
    let mut group = c.benchmark_group(format!("{units} units × {criteria} criteria"));
    group.sample_size(10);
    for (name, bounds) in [
        ("benefit of the doubt, shares of weight", WeightBounds::Weights { low, high }),
        ("benefit of the doubt, shares of score", WeightBounds::Contributions { low, high }),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| {
                black_box(BenefitOfTheDoubt::of(&views, bounds).expect("the bounds can be met").scores)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, ranking, benefit_of_the_doubt);
criterion_main!(benches);
