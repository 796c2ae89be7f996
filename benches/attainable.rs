//! Exact answers over weights: 2,000 units on 40 criteria, each weight within ±25 %. `QUANHENG_BENCH_UNITS` and `QUANHENG_BENCH_CRITERIA` set the size; a
//! test run is small.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use quanheng::sensitivity::polytope::{
    CriterionScores, Distance, Effort, Holds, RankEnd, Relations, WeightPolytope, attainable_ranks,
    score_ranges, stable_interval, top_change,
};

/// Scores from 0 to 100 with a general level, five dimensions and noise of their own, a fixed seed.
fn columns(units: usize, criteria: usize) -> Vec<Vec<f64>> {
    let mut state = 7_u64;
    let mut uniform = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    // Twelve uniform numbers are nearly normal.
    let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
    let general: Vec<f64> = (0..units).map(|_| normal()).collect();
    let dimensions: Vec<Vec<f64>> = (0..5).map(|_| (0..units).map(|_| normal()).collect()).collect();
    let mut score = |criterion: usize, unit: usize| {
        let level = 0.45 * general[unit] + 0.45 * dimensions[criterion % 5][unit] + 0.77 * normal();
        (50.0 + 20.0 * level).clamp(0.0, 100.0)
    };
    (0..criteria).map(|criterion| (0..units).map(|unit| score(criterion, unit)).collect()).collect()
}

fn size() -> (usize, usize) {
    let test = std::env::args().any(|argument| argument == "--test");
    let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let units = asked("QUANHENG_BENCH_UNITS").unwrap_or(if test { 60 } else { 2_000 });
    (units, asked("QUANHENG_BENCH_CRITERIA").unwrap_or(40))
}

fn exact(c: &mut Criterion) {
    let (units, criteria) = size();
    let columns = columns(units, criteria);
    let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let scores = CriterionScores::complete(&views).expect("the scores are finite");
    let parts: Vec<f64> = (0..criteria).map(|at| (at % 4 + 1) as f64).collect();
    let whole: f64 = parts.iter().sum();
    let weights: Vec<f64> = parts.iter().map(|part| part / whole).collect();
    let around = WeightPolytope::around(&weights, 0.25).expect("the weights add up to 1");
    let relations = Relations::of(&scores, &around).expect("the sizes fit");
    let rank = || attainable_ranks(&scores, &around, &relations, Effort::default()).expect("the sizes fit");
    say(&rank());
    let mut group = c.benchmark_group(format!("{units} units × {criteria} criteria, ±25 %"));
    group.sample_size(10);
    group.bench_function("ranges of scores", |b| {
        b.iter(|| black_box(score_ranges(&scores, &around).expect("the sizes fit")));
    });
    group.bench_function("all pairs", |b| {
        b.iter(|| black_box(Relations::of(&scores, &around).expect("the sizes fit")));
    });
    for (name, distance) in [("L1", Distance::Total), ("L2", Distance::Euclidean)] {
        group.bench_function(format!("smallest change of the first tenth, {name}"), |b| {
            b.iter(|| black_box(top_change(&scores, &around, &weights, units / 10, distance)));
        });
    }
    group.bench_function("range of a weight in which the order stays", |b| {
        b.iter(|| black_box(stable_interval(&scores, &around, &weights, 3, Holds::Order)));
    });
    group.bench_function("attainable ranks", |b| b.iter(|| black_box(rank())));
    group.finish();
}

/// How much of the answer is exact: a figure for the notes beside the times.
#[expect(clippy::print_stderr, reason = "a bench reports")]
fn say(ranks: &[quanheng::sensitivity::polytope::AttainableRanks]) {
    let ends: Vec<&RankEnd> = ranks.iter().flat_map(|ranks| [&ranks.best, &ranks.worst]).collect();
    let exact = ends.iter().filter(|end| end.is_exact()).count();
    let mut gaps: Vec<usize> = ends.iter().map(|end| end.bound.abs_diff(end.attained)).collect();
    gaps.sort_unstable();
    eprintln!(
        "exact ends: {exact} of {}; between bound and attained: median {}, nine tenths {}, most {}",
        ends.len(),
        gaps[gaps.len() / 2],
        gaps[gaps.len() * 9 / 10],
        gaps[gaps.len() - 1]
    );
}

criterion_group!(benches, exact);
criterion_main!(benches);
