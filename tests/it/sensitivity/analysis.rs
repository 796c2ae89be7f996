use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use quanheng::definition::Definition;
use quanheng::panel::{Column, Index, Panel, UnitEntry};
use quanheng::sensitivity::{
    AttributionMethod, Robustness, SensitivityDocument, Subject, Watch, run,
};
use quanheng::vocab::Period;

use super::{data, definition, document};
use crate::fixture::{card, framework, id, variables};

fn answer(document: &SensitivityDocument, definition: &Definition, panel: &Panel, years: &[i32]) -> Robustness {
    let periods: Vec<Period> = years.iter().map(|year| Period::year(*year)).collect();
    let subject = Subject {
        document,
        definition,
        editions: &[],
        panel,
        periods: &periods,
        focus: *periods.last().unwrap(),
    };
    let stop = AtomicBool::new(false);
    run(subject, Watch { done: &|_, _| {}, stop: &stop }).unwrap_or_else(|found| panic!("{found:#?}")).unwrap()
}

fn of(text: &str) -> Robustness {
    answer(&document(text), &definition(), &data(), &[2023, 2024])
}

#[test]
fn everything_asked_is_answered() {
    let found = of(super::replicates::EVERYTHING);
    assert_eq!(found.run.draws, 64);
    assert_eq!(found.run.factors.len(), 10);
    assert!(found.run.scored > 32, "{:?}", found.run.failures);
    assert_eq!(found.uncertainty.len(), 4);
    assert_eq!(found.changes.len(), 2);
    let attribution = found.attribution.unwrap();
    assert_eq!((attribution.method, attribution.outputs.len()), (AttributionMethod::Sobol, 4));
    assert_eq!(attribution.runs, 64 * 12);
    // Seven indicators, three aggregates, three units.
    assert_eq!(found.left_out.len(), 13);
    let reversal = found.reversal.unwrap();
    assert_eq!((reversal.removed, reversal.reversed_frozen, reversal.copied), (5, 0, 2));
    assert!(!found.exact.unwrap().limits.is_empty());
    let acceptability = found.acceptability.unwrap();
    for (unit, ranks) in acceptability.units.iter().zip(&acceptability.ranks) {
        let sum: f64 = ranks.iter().map(|(_, share)| share).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{unit}: {sum}");
    }
}

#[test]
fn the_same_bits_on_one_thread_and_on_three() {
    let text = super::replicates::EVERYTHING;
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| of(text));
    assert_eq!(on(1), on(3));
}

/// Units with complete data; the scores of each indicator lie on fixed goalposts or on the range of the base.
fn complete(units: u32, criteria: usize, normalisation: &str) -> (Definition, Panel) {
    let names: Vec<String> = (0..criteria).map(|at| format!("v{at}")).collect();
    let cards: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| card(&format!("i{at}"), "index", name, (at + 1) as f64, normalisation, ""))
        .collect();
    let top = framework("[\"2023\"]", "{ method = \"arithmetic\" }", "{ missing = \"withhold\" }", "");
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let definition = crate::fixture::definition(&top, &cards.join("\n"), &variables(&names, &[]));
    let entries = (0..units).map(|at| UnitEntry { id: format!("u{at}"), name: format!("单位{at}") }).collect();
    let pairs = (0..units).map(|unit| (unit, Period::year(2023))).collect();
    let mut panel = Panel::new(Arc::new(Index::new(entries, pairs)));
    let mut state = 7_u64;
    for name in names {
        let mut value = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            Some((state >> 40) as f64 / f64::from(1 << 24) * 10.0)
        };
        let cells: Vec<Option<f64>> = (0..units).map(|_| value()).collect();
        panel.insert(id(name), Column::of(&cells));
    }
    (definition, panel)
}

const POSTS: &str = "{ method = \"goalposts\", low = 0.0, high = 10.0 }";
const RANGE: &str = "{ method = \"min-max\", min_group = 1 }";
const Z: &str = "{ method = \"z-score\", centre = 50.0, spread = 10.0, min_group = 1 }";

#[test]
fn with_fixed_goalposts_nobody_changes_order_and_with_the_range_of_the_base_some_do() {
    let asked: SensitivityDocument = serde_json::from_str(r#"{ "reversal": { "copy": 5 } }"#).unwrap();
    let reversed = |normalisation: &str| {
        let (definition, panel) = complete(50, 8, normalisation);
        answer(&asked, &definition, &panel, &[2023]).reversal.unwrap()
    };
    let posts = reversed(POSTS);
    assert_eq!((posts.removed, posts.reversed, posts.reversed_frozen), (50, 0, 0));
    assert_eq!((posts.copied, posts.reversed_by_copy, posts.worst), (5, 0, None));
    let (range, z) = (reversed(RANGE), reversed(Z));
    // Only a unit at an end of some range moves it: at most two for each of eight indicators.
    assert!(range.reversed > 3 && range.reversed <= 16 && range.reversed_frozen == 0, "{range:?}");
    assert!(range.reversed_by_copy == 0, "{range:?}");
    assert!(z.reversed > 40 && z.reversed_by_copy > 0 && z.reversed_frozen == 0, "{z:?}");
}

#[test]
fn no_sampled_rank_lies_outside_what_can_be_attained() {
    let text = r#"{
        "draws": 2000, "top": [5],
        "factor": [{ "id": "w", "kind": "weights", "law": { "within": 0.25 } }],
        "bounds": { "within": 0.25 },
        "acceptability": { "law": { "within": 0.25 }, "draws": 2000 }
    }"#;
    let asked: SensitivityDocument = serde_json::from_str(text).unwrap();
    let (definition, panel) = complete(30, 5, POSTS);
    let found = answer(&asked, &definition, &panel, &[2023]);
    let exact = found.exact.unwrap();
    assert!(exact.limits.is_empty(), "{:?}", exact.limits);
    let sampled = &found.uncertainty[0].units;
    assert_eq!(exact.units.len(), sampled.len());
    for (exact, sampled) in exact.units.iter().zip(sampled) {
        assert_eq!((exact.unit, exact.rank), (sampled.unit, sampled.rank));
        for (rank, _) in &sampled.taken {
            assert!((exact.best..=exact.worst).contains(rank), "{exact:?} {sampled:?}");
        }
        assert!(exact.best <= exact.best_reached && exact.worst_reached <= exact.worst);
        assert!(exact.scores.0 <= sampled.scores.low + 1e-9 && sampled.scores.high <= exact.scores.1 + 0.05);
    }
    let acceptability = found.acceptability.unwrap();
    for (at, ranks) in acceptability.ranks.iter().enumerate() {
        let exact = exact.units.iter().find(|exact| exact.unit == acceptability.units[at]).unwrap();
        assert!(ranks.iter().all(|(rank, _)| (exact.best..=exact.worst).contains(rank)));
    }
    // The first stays first as long as no threshold is passed.
    let first = exact.stability.iter().all(|interval| interval.first.0 <= interval.weight && interval.weight <= interval.first.1);
    assert!(first && exact.overtaking.len() == 5);
}

#[test]
fn finite_factors_are_decomposed_exactly_and_one_that_cannot_matter_has_exactly_nothing() {
    let text = r#"
top = [3]
[[factor]]
id = "idle"
kind = "alternatives"
alternative = [{ id = "share", set = [{ of = ["alone"], coverage = { missing = "renormalise", min_weight = 0.5 } }] }]
[[factor]]
id = "normalisation"
kind = "alternatives"
alternative = [{ id = "z", set = [{ of = ["b", "e", "g"], normalisation = { method = "z-score", centre = 50.0, spread = 15.0, min_group = 1 } }] }]
[[factor]]
id = "without"
kind = "leave-out"
of = ["a", "d"]
[attribution]
second_order = true
outputs = [{ score = "u2" }, "mean-rank-shift"]
"#;
    let attribution = of(text).attribution.unwrap();
    assert_eq!((attribution.method, attribution.runs, attribution.failed), (AttributionMethod::Factorial, 12, 0));
    for output in &attribution.outputs {
        assert!(!output.constant);
        let shares: f64 = output.factors.iter().map(|factor| factor.first).sum();
        let pairs: f64 = output.pairs.iter().map(|(_, _, share, _)| share).sum();
        // Of three factors one does nothing: there is no interaction of all three.
        assert!((shares + pairs - 1.0).abs() < 1e-12, "{output:?}");
        assert_eq!((output.factors[0].first, output.factors[0].total), (0.0, Some(0.0)));
        assert!(output.factors[1].total.unwrap() > 0.0 && output.factors[2].total.unwrap() > 0.0);
    }
}

#[test]
fn all_ways_of_attribution_agree_on_what_matters() {
    let text = |method: &str| {
        format!(
            r#"{{ "draws": 512, "factor": [
                {{ "id": "large", "kind": "weights", "of": ["index"], "law": {{ "spread": 0.8 }} }},
                {{ "id": "small", "kind": "anchors", "of": ["i0"], "spread": 0.001 }}
            ], "attribution": {{ "method": "{method}", "base": 64, "outputs": [{{ "score": "u3" }}] }} }}"#
        )
    };
    let (definition, panel) = complete(10, 4, POSTS);
    for method in ["auto", "sobol", "morris", "pawn", "delta"] {
        let asked: SensitivityDocument = serde_json::from_str(&text(method)).unwrap();
        let found = answer(&asked, &definition, &panel, &[2023]).attribution.unwrap();
        let [large, small] = found.outputs[0].factors.as_slice() else { panic!("{found:?}") };
        let size = |index: &quanheng::sensitivity::FactorIndex| index.total.unwrap_or(index.first);
        assert!(size(large) > 2.0 * size(small), "{method}: {found:?}");
        assert_ne!(found.method, AttributionMethod::Auto);
    }
}

#[test]
fn what_is_the_same_in_all_runs_is_said_to_be() {
    let text = r#"{ "draws": 8, "top": [2], "factor": [{ "id": "small", "kind": "anchors", "of": ["i0"], "spread": 1e-9 }],
        "attribution": { "method": "sobol", "base": 8, "resamples": 10, "outputs": [{ "rank": "u1" }, { "top-members": 2 }] } }"#;
    let asked: SensitivityDocument = serde_json::from_str(text).unwrap();
    let (definition, panel) = complete(6, 3, POSTS);
    let found = answer(&asked, &definition, &panel, &[2023]).attribution.unwrap();
    assert!(found.outputs.iter().all(|output| output.constant && output.factors.is_empty() && output.variance == 0.0));
}

#[test]
fn leaving_out_with_and_without_a_new_fit_is_the_same_on_fixed_goalposts() {
    let asked = |refit: bool| -> SensitivityDocument {
        serde_json::from_str(&format!(r#"{{ "leave_one_out": {{ "units": 4, "refit": {refit} }} }}"#)).unwrap()
    };
    let (definition, panel) = complete(20, 4, POSTS);
    let all = |refit| answer(&asked(refit), &definition, &panel, &[2023]).left_out;
    let (with, without) = (all(true), all(false));
    assert_eq!(with.len(), 8);
    for (one, other) in with.iter().zip(&without) {
        assert_eq!((&one.what, one.mean_rank_shift, one.largest), (&other.what, other.mean_rank_shift, other.largest));
        assert_eq!((one.first, one.kept, &one.why), (other.first, other.kept, &None));
    }
    // Units leave without moving the others; the heaviest indicator moves them most.
    assert!(with[4..].iter().all(|unit| unit.is_unit && unit.mean_rank_shift == Some(0.0)));
    assert!(with[..4].iter().all(|node| !node.is_unit && node.mean_rank_shift > Some(0.0)));
    let (definition, panel) = complete(20, 4, Z);
    let asked = asked(true);
    let moved = answer(&asked, &definition, &panel, &[2023]).left_out;
    assert!(moved[4..].iter().any(|unit| unit.mean_rank_shift > Some(0.0)));
}
