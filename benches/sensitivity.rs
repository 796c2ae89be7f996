//! Sensitivity: replicates a second. The floor of weight draws, a matrix product and one sort a draw, is measured beside them.
//!
//! `QUANHENG_BENCH_DRAWS` sets how many draws; `benches/peers/sensitivity_numpy.py` does the same in NumPy.

mod counter;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use counter::uniform;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quanheng::aggregation::Aggregation;
use quanheng::definition::{Definition, from_texts};
use quanheng::panel::{Column, Index, Panel, UnitEntry};
use quanheng::scorecard::Scorecard;
use quanheng::sensitivity::{Engine, Moved, Perturbation, Plan, Variant};
use quanheng::treatment::Treatment;
use quanheng::vocab::{Id, Period, Text};

/// Data of a number of units: an index of four dimensions.
fn panel(units: usize, indicators: usize) -> Panel {
    let entries = (0..units).map(|at| UnitEntry { id: format!("{at:05}"), name: String::new() }).collect();
    let pairs = (0..u32::try_from(units).unwrap_or(0)).map(|unit| (unit, Period::year(2023))).collect();
    let mut panel = Panel::new(Arc::new(Index::new(entries, pairs)));
    for column in 0..indicators {
        let common = |row: usize| uniform(row as u64 + 9_000_000);
        let value =
            |row: usize| 30.0 + 40.0 * common(row) + 30.0 * uniform((row * indicators + column) as u64);
        let id = Id::new(format!("x{column}")).expect("a letter and digits make an id");
        panel.insert(id, Column::of(&(0..units).map(|row| Some(value(row))).collect::<Vec<_>>()));
    }
    panel
}

fn definition(indicators: usize, normalisation: &str) -> Definition {
    let level = |name: &str| {
        format!(
            "[[level]]\nname = {{ zh = \"{name}\", en = \"{name}\" }}\nweighting = {{ method = \"given\", origin = \"default\" }}\naggregation = {{ method = \"arithmetic\" }}\ncoverage = {{ missing = \"renormalise\" }}\n"
        )
    };
    let mut head = format!(
        "format = 1\nset = \"bench\"\nedition = \"1\"\nversion = \"1.0.0\"\nname = {{ zh = \"测\", en = \"b\" }}\nscale = {{ low = 0.0, high = 100.0 }}\nbase = [\"2023\"]\nparts = [\"part.toml\"]\n{}{}[[aggregate]]\nid = \"index\"\nname = {{ zh = \"综\", en = \"i\" }}\n",
        level("a"),
        level("b")
    );
    let (mut part, mut variables) = (String::new(), String::new());
    for dimension in 0..4 {
        head += &format!(
            "[[aggregate]]\nid = \"d{dimension}\"\nparent = \"index\"\nname = {{ zh = \"维\", en = \"d\" }}\nweight = 1.0\n"
        );
    }
    for at in 0..indicators {
        let dimension = at * 4 / indicators;
        part += &format!(
            "[[indicator]]\nid = \"i{at}\"\ncode = \"I{at}\"\nparent = \"d{dimension}\"\nname = {{ zh = \"指\", en = \"i\" }}\nformula = \"x{at}\"\nmeasure = \"1\"\nweight = 1.0\nstatus = \"core\"\ndirection = \"positive\"\nnormalisation = {normalisation}\n"
        );
        variables += &format!(
            "[[variable]]\nid = \"x{at}\"\nname = {{ zh = \"变{at}\", en = \"x{at}\" }}\ntype = \"level\"\norigin = \"public\"\n"
        );
    }
    let texts = [
        ("framework.toml", head.as_str()),
        ("part.toml", part.as_str()),
        ("variables.toml", variables.as_str()),
    ];
    from_texts(&texts).0.expect("the text above is a sound definition")
}

/// Weights ± 25 %, and where asked for finite alternatives or a sample of its own.
struct Trial {
    definition: Definition,
    alternatives: bool,
    bootstrap: bool,
}

impl Perturbation for Trial {
    fn choices(&self, replicate: u32) -> Vec<u32> {
        let pick = |place, of: f64| (uniform(u64::from(replicate) << 20 | place) * of) as u32;
        if self.alternatives {
            vec![pick(1, 3.0), pick(2, 2.0), pick(3, 3.0), pick(4, 2.0)]
        } else {
            Vec::new()
        }
    }

    fn combination(&self, choices: &[u32]) -> Vec<String> {
        choices.iter().map(ToString::to_string).collect()
    }

    fn chosen(&self, choices: &[u32], _: &Panel) -> Result<Variant, Text> {
        let mut documents = self.definition.documents().clone();
        if let [normalisation, treatment, mean, imputation] = choices {
            for card in &mut documents.parts[0].indicator {
                if *normalisation > 0 {
                    let text =
                        ["{ method = \"percent-rank\" }", "{ method = \"z-score\", to = [50.0, 10.0] }"];
                    let text = text[*normalisation as usize - 1];
                    card.normalisation = parsed(text).unwrap_or_else(|| card.normalisation.clone());
                }
                if *treatment > 0 {
                    card.treatment =
                        parsed::<Treatment>("{ method = \"quantile\", low = 0.02, high = 0.98 }")
                            .unwrap_or_else(|| card.treatment.clone());
                }
                if *imputation > 0 {
                    card.missing = parsed("[{ method = \"base-median\" }]").unwrap_or_default();
                }
            }
            if *mean > 0 {
                let mean = [
                    Aggregation::Geometric { zero: None, floor: Some(1.0) },
                    Aggregation::Harmonic { zero: None, floor: Some(1.0) },
                ][*mean as usize - 1]
                    .clone();
                documents.framework.aggregate[0].aggregation = Some(mean);
            }
        }
        Ok(Variant { documents, base: None, scored: None })
    }

    fn own(
        &self,
        replicate: u32,
        chosen: &Variant,
        _: &Definition,
        panel: &Panel,
    ) -> Result<Option<Variant>, Text> {
        let keep = |unit: &UnitEntry| {
            uniform(u64::from(replicate) << 20 | unit.id.parse::<u64>().unwrap_or(0)) > 0.3
        };
        Ok(self.bootstrap.then(|| Variant { base: Some(panel.partition(keep)), ..chosen.clone() }))
    }

    fn moved(&self, replicate: u32, card: &Scorecard, into: &mut Moved) -> Result<(), Text> {
        let framework = card.definition().framework();
        for (_, _, aggregate) in framework.aggregates() {
            let u = |node: usize| uniform(u64::from(replicate) << 16 | node as u64);
            into.weights.extend(aggregate.children.iter().map(|child| (*child, 0.75 + 0.5 * u(child.0))));
        }
        Ok(())
    }
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    let mut table: BTreeMap<String, T> = toml::from_str(&format!("value = {text}")).ok()?;
    table.remove("value")
}

fn plan(definition: &Definition, draws: u32) -> Plan {
    Plan {
        documents: definition.documents().clone(),
        editions: BTreeMap::default(),
        sensitivity: toml::from_str(&format!("draws = {draws}")).expect("the draws are a number"),
        nodes: vec![Id::new("index").expect("a word is an id")],
        periods: vec![Period::year(2023)],
    }
}

fn run(c: &mut Criterion) {
    let test = std::env::args().any(|argument| argument == "--test");
    let asked = std::env::var("QUANHENG_BENCH_DRAWS").ok().and_then(|text| text.parse().ok());
    let draws = asked.unwrap_or(if test { 64 } else { 10_000 });
    let min_max = r#"{ method = "min-max" }"#;
    let cases = [
        ("weights, 2,000 × 40", 2_000, 40, false, false, draws),
        ("full design, 51 × 49", 51, 49, true, false, draws),
        ("weights, 51 × 49", 51, 49, false, false, draws),
        ("a fit each, 51 × 49", 51, 49, true, true, draws / 10),
    ];
    let mut group = c.benchmark_group("sensitivity");
    group.sample_size(10);
    for (name, units, indicators, alternatives, bootstrap, draws) in cases {
        let panel = panel(units, indicators);
        let trial = Trial { definition: definition(indicators, min_max), alternatives, bootstrap };
        let plan = plan(&trial.definition, draws);
        let engine = Engine::new(&plan, &panel, &trial).expect("the study can be scored");
        group.throughput(Throughput::Elements(u64::from(draws)));
        group.bench_function(name, |b| {
            b.iter(|| {
                let summary =
                    engine.run(0..draws, &|_| {}, &AtomicBool::new(false)).expect("nobody stops it");
                assert_eq!(summary.scored(), draws, "{:?}", summary.failed());
                summary
            });
        });
    }
    floor(&mut group, draws as usize);
    group.finish();
}

/// A product of weights and scores, and one sort a draw, on one thread: what nobody can do without.
fn floor(group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>, draws: usize) {
    let (units, indicators) = (2_000, 40);
    let scores: Vec<f64> = (0..units * indicators).map(|at| 100.0 * uniform(at as u64)).collect();
    let weights: Vec<f64> = (0..draws * indicators).map(|at| 0.75 + 0.5 * uniform(at as u64)).collect();
    let mut product = vec![0.0; units];
    group.throughput(Throughput::Elements(draws as u64));
    group.bench_function("floor: product", |b| {
        b.iter(|| {
            for weights in weights.chunks_exact(indicators) {
                multiply(&scores, weights, &mut product);
            }
            product[0]
        });
    });
    multiply(&scores, &weights[..indicators], &mut product);
    // Order-preserving whole numbers, as scores are positive; the place in the low bits.
    let keys: Vec<u64> = product.iter().zip(0..).map(|(score, at)| score.to_bits() & !2047 | at).collect();
    group.bench_function("floor: sorts", |b| {
        b.iter(|| {
            let mut last = 0;
            for _ in 0..draws {
                let mut keys = keys.clone();
                keys.sort_unstable();
                last ^= keys[0];
            }
            last
        });
    });
}

fn multiply(scores: &[f64], weights: &[f64], product: &mut [f64]) {
    let units = product.len();
    product.fill(0.0);
    for (column, weight) in scores.chunks_exact(units).zip(weights) {
        product.iter_mut().zip(column).for_each(|(sum, score)| *sum += weight * score);
    }
}

criterion_group!(benches, run);
criterion_main!(benches);
