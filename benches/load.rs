//! Reading a wide CSV file into a panel: statuses, an origin for every cell, units and periods.
//!
//! The file is generated from a fixed seed: units of 18 characters in five years each, 18 variables, one cell in twenty empty.
//! `QUANHENG_BENCH_FILE=/path/load.csv` keeps the largest one for `benches/peers/load_polars.py`. Run as a test
//! (`cargo test --benches`) only the smallest size is read.

use std::fmt::Write as _;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quanheng::panel::{DataFile, Layout, OriginClass, Variable, VariableKind, Variables, read};
use quanheng::vocab::{Id, Measures, Text};

const VARIABLES: usize = 18;
const YEARS: usize = 5;

/// The generator SplitMix64.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

fn table(rows: usize) -> String {
    let mut numbers = Numbers(20_240_701);
    let mut text = String::from("unit,year");
    (0..VARIABLES).for_each(|at| text += &format!(",v{at}"));
    text.push('\n');
    for row in 0..rows {
        write!(text, "9142{:014},{}", row / YEARS, 2020 + row % YEARS)
            .expect("writing to a string cannot fail");
        for _ in 0..VARIABLES {
            let number = numbers.next();
            text.push(',');
            if !number.is_multiple_of(20) {
                let (whole, part) = ((number >> 8) % 100_000, (number >> 40) % 10_000);
                write!(text, "{whole}.{part:04}").expect("writing to a string cannot fail");
            }
        }
        text.push('\n');
    }
    text
}

fn variables() -> Variables {
    let variable = |at| {
        let id = format!("v{at}");
        let name = Text::same(id.clone());
        let id = Id::new(id).expect("a letter and digits");
        Variable::new(id, name, VariableKind::Flow, OriginClass::StatisticalSurvey)
    };
    Variables::new(Measures::standard(), Vec::new(), (0..VARIABLES).map(variable).collect())
        .expect("ids are unique")
}

fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    let testing = std::env::args().any(|argument| argument == "--test") || cfg!(debug_assertions);
    let sizes: &[usize] = if testing { &[1_000] } else { &[1_000, 100_000, 1_000_000] };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = variables();
    for &rows in sizes {
        let text = table(rows);
        let name = format!("load-{rows}.csv");
        std::fs::write(folder.path().join(&name), &text).expect("room in the temporary folder");
        if let Some(kept) = std::env::var_os("QUANHENG_BENCH_FILE") {
            std::fs::write(Path::new(&kept), &text).expect("the file of QUANHENG_BENCH_FILE can be written");
        }
        group.throughput(Throughput::Bytes(text.len() as u64));
        drop(text);
        let files = [DataFile::new(name, Layout::Wide)];
        let label = format!("{rows} rows x {} columns", VARIABLES + 2);
        group.sample_size(10).bench_with_input(BenchmarkId::new("csv", label), &files, |bencher, files| {
            bencher.iter(|| {
                let reading = read(folder.path(), &variables, None, files);
                let panel = reading.panel.expect("the generated file is sound");
                assert_eq!(panel.index().len(), rows);
                panel
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    // The library draws with fonts of its own only; criterion's charts would find none.
    config = Criterion::default().without_plots();
    targets = load
}
criterion_main!(benches);
