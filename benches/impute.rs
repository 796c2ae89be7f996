//! Nearest neighbours: 20,000 units × 40 indicators, 5 % missing, distances over all others; what a scorecard keeps and what the process takes.
//! `QUANHENG_BENCH_UNITS` sets the number of units.

mod generated;

use std::fmt::Write as _;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generated::{panel, units};
use quanheng::definition::{Definition, from_texts};
use quanheng::scorecard::fit;

const COLUMNS: usize = 40;
const STEP: &str = r#"{ method = "nearest-neighbours", k = 5 }"#;

/// All indicators below the root, so that each is compared on the 39 others.
fn definition() -> Definition {
    let framework = r#"format = 1
set = "bench"
edition = "1"
version = "1.0.0"
name = { zh = "测速", en = "Bench" }
scale = { low = 0.0, high = 100.0 }
base = ["2023"]
parts = ["part.toml"]
[[level]]
name = { zh = "综合", en = "Index" }
weighting = { method = "equal" }
aggregation = { method = "arithmetic" }
coverage = { missing = "renormalise" }
[[aggregate]]
id = "index"
name = { zh = "综合", en = "Index" }
"#;
    let (mut part, mut variables) = (String::new(), String::new());
    for column in 0..COLUMNS {
        let _ = write!(
            part,
            "[[indicator]]\nid = \"i{column}\"\ncode = \"I{column}\"\nparent = \"index\"\nname = {{ zh = \"指\", en = \"i\" }}\n\
             formula = \"x{column}\"\nmeasure = \"1\"\nstatus = \"core\"\ndirection = \"positive\"\n\
             missing = [ {STEP} ]\nnormalisation = {{ method = \"goalposts\", low = 0.0, high = 100.0 }}\n"
        );
        let _ = write!(
            variables,
            "[[variable]]\nid = \"x{column}\"\nname = {{ zh = \"变{column}\", en = \"x{column}\" }}\ntype = \"level\"\norigin = \"public\"\n"
        );
    }
    let texts =
        [("framework.toml", framework), ("part.toml", part.as_str()), ("variables.toml", variables.as_str())];
    from_texts(&texts).0.expect("the text above is a sound definition")
}

fn impute(c: &mut Criterion) {
    let units = units().min(20_000);
    let (definition, panel) = (definition(), panel(units, 0.05));
    report_memory("panel made");
    let mut group = c.benchmark_group("impute");
    group.sample_size(10);
    group.throughput(Throughput::Elements((units * COLUMNS) as u64));
    let size = format!("{units} units × {COLUMNS} indicators");
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
