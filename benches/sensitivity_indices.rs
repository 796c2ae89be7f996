//! Sampling of Saltelli's plan and Sobol' indices with bootstrap intervals, without scoring. `QUANHENG_BENCH_BASE_POINTS` and
//! `QUANHENG_BENCH_FACTORS` set the size (8192 and 50).

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use quanheng::sensitivity::design::{Design, Factors, Orders, Saltelli};
use quanheng::sensitivity::indices::{Bootstrap, Output, Runs, sobol_indices};

/// Base points that are sampled at a time, as a run would.
const BLOCK: u32 = 64;

fn number(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Goes through all points in blocks and gives each to `of`.
fn sample(plan: &Saltelli, base_points: u32, mut of: impl FnMut(&[f64])) {
    let dimensions = plan.factors().dimensions();
    let mut points = vec![0.0; plan.rows(BLOCK) as usize * dimensions];
    for first in (0..base_points).step_by(BLOCK as usize) {
        let block = BLOCK.min(base_points - first);
        let points = &mut points[..plan.rows(block) as usize * dimensions];
        plan.fill(first..first + block, points);
        points.chunks_exact(dimensions).for_each(&mut of);
    }
}

fn indices(c: &mut Criterion) {
    let base_points = number("QUANHENG_BENCH_BASE_POINTS", 8192);
    let factors = number("QUANHENG_BENCH_FACTORS", 50) as usize;
    let mut group = c.benchmark_group(format!("{base_points} base points × {factors} factors"));
    group.sample_size(10);
    for (name, orders) in
        [("first and total", Orders::FirstAndTotal), ("first, second and total", Orders::Second)]
    {
        let of_each = || Factors::single(factors).expect("there are factors");
        let plan = || Saltelli::new(Design::Sobol, 42, of_each(), orders).expect("the table is long enough");
        group.bench_function(format!("sampling, {name}"), |b| {
            b.iter(|| {
                let mut sum = 0.0;
                sample(&plan(), base_points, |point| sum += point[0]);
                black_box(sum)
            });
        });
        let mut values = Vec::new();
        sample(&plan(), base_points, |point| {
            let sum: f64 = point.iter().enumerate().map(|(at, u)| u / (at + 1) as f64).sum();
            values.push(sum + point[0] * point[factors - 1]);
        });
        let outputs = [Output { name: "y", values: &values }];
        let runs = Runs { outputs: &outputs, failed: &[] };
        group.bench_function(format!("indices, 100 resamples, {name}"), |b| {
            b.iter(|| {
                black_box(sobol_indices(&runs, factors, orders, &Bootstrap::default()).expect("it varies"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, indices);
criterion_main!(benches);
