//! Replicates: each is an ordinary definition that anyone can run alone, and what they come to does not depend on how they were run.

use std::sync::atomic::AtomicBool;

use quanheng::aggregation::Aggregation;
use quanheng::definition::{Definition, Documents, from_documents, from_texts};
use quanheng::framework::NodeKind;
use quanheng::normalisation::Normalisation;
use quanheng::panel::{Index, Panel};
use quanheng::scorecard::{Scorecard, fit};
use quanheng::sensitivity::{
    CannotMerge, Engine, Moved, Perturbation, Plan, SensitivityDocument, Summary, Variant, run_replicates,
};
use quanheng::vocab::{Period, Text};

use super::fixture::{card, definition, framework, id, panel, variables};

const NAMES: [&str; 6] = ["x0", "x1", "x2", "x3", "x4", "x5"];
const YEARS: [i32; 3] = [2022, 2023, 2024];

/// A number from 0 to 1 that looks random.
fn uniform(replicate: u32, place: u32) -> f64 {
    let mut z = (u64::from(replicate) << 32 | u64::from(place)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Two dimensions of three indicators each, normalised on the base; the root's weights from data where asked for.
fn two_dimensions(root_weighting: &str) -> Definition {
    let weight = if root_weighting.contains("given") { ["weight = 2.0", "weight = 3.0"] } else { ["", ""] };
    let more = format!(
        r#"weighting = {root_weighting}
[[level]]
name = {{ zh = "维度", en = "Dimension" }}
weighting = {{ method = "given", origin = "default" }}
aggregation = {{ method = "arithmetic" }}
coverage = {{ missing = "renormalise", min_weight = 0.5 }}
[[aggregate]]
id = "a"
parent = "index"
name = {{ zh = "甲", en = "A" }}
{}
[[aggregate]]
id = "b"
parent = "index"
name = {{ zh = "乙", en = "B" }}
{}
[[grade]]
id = "high"
name = {{ zh = "高", en = "High" }}
from = 60.0
[[grade]]
id = "low"
name = {{ zh = "低", en = "Low" }}
"#,
        weight[0], weight[1]
    );
    let head = framework(
        r#"["2022", "2023"]"#,
        r#"{ method = "arithmetic" }"#,
        r#"{ missing = "renormalise" }"#,
        &more,
    );
    let cards: Vec<String> = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let parent = if at < 3 { "a" } else { "b" };
            let more = if at == 4 { "direction = \"negative\"" } else { "" };
            card(&format!("i{at}"), parent, name, 1.0 + at as f64, r#"{ method = "min-max" }"#, more)
        })
        .collect();
    definition(&head, &cards.join(""), &variables(&NAMES, &[]))
}

fn data(units: u32, gaps: bool) -> Panel {
    let columns: Vec<(&str, Vec<Option<f64>>)> = NAMES
        .iter()
        .zip(0..)
        .map(|(name, at)| {
            let cell = |row: u32| {
                let value = 10.0 * uniform(row, 100 + at) + 3.0 * uniform(row / 3, 99);
                (!gaps || uniform(row, 200 + at) > 0.1).then_some(value)
            };
            (*name, (0..units * 3).map(cell).collect())
        })
        .collect();
    panel(units, &YEARS, &columns)
}

/// Everything that a replicate can have, on and off.
#[derive(Clone, Copy, Default)]
struct Trial {
    documents: Option<&'static Documents>,
    weights: bool,
    exponents: bool,
    alternatives: bool,
    own: bool,
}

impl Trial {
    fn of(definition: &Definition) -> Trial {
        Trial { documents: Some(Box::leak(Box::new(definition.documents().clone()))), ..Trial::default() }
    }

    fn documents(&self) -> Documents {
        self.documents.unwrap().clone()
    }
}

impl Perturbation for Trial {
    fn choices(&self, replicate: u32) -> Vec<u32> {
        let pick = |place, of: u32| (uniform(replicate, place) * f64::from(of)) as u32;
        if self.alternatives { vec![pick(1, 3), pick(2, 4)] } else { Vec::new() }
    }

    fn combination(&self, choices: &[u32]) -> Vec<String> {
        choices
            .iter()
            .zip(["normalisation", "mean"])
            .map(|(choice, name)| format!("{name} = {choice}"))
            .collect()
    }

    fn chosen(&self, choices: &[u32], _: &Panel) -> Result<Variant, Text> {
        let mut documents = self.documents();
        if choices.first() == Some(&1) {
            for card in &mut documents.parts[0].indicator {
                card.normalisation = toml_value(r#"{ method = "goalposts", low = 0.0, high = 13.0 }"#);
            }
        }
        if choices.first() == Some(&2) {
            documents.parts[0].indicator.retain(|card| card.id.as_str() != "i1");
        }
        match choices.get(1) {
            Some(1) => {
                documents.framework.aggregate[1].aggregation =
                    Some(Aggregation::Geometric { zero: None, floor: Some(1.0) })
            }
            // No answer at zero: refused.
            Some(2) => {
                documents.framework.aggregate[1].aggregation =
                    Some(Aggregation::Geometric { zero: None, floor: None })
            }
            Some(3) => return Err(Text::new("没有这种版本", "there is no such edition")),
            _ => {}
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
        if !self.own || replicate % 2 == 1 {
            return Ok(None);
        }
        let mut own = chosen.clone();
        if replicate.is_multiple_of(4) {
            own.base = Some(panel.partition(|unit| {
                uniform(replicate, 7 + unit.id.len() as u32 + u32::from(unit.id.as_bytes()[1])) > 0.4
            }));
        } else {
            let mut scored = panel.clone();
            let column = panel.variable("x2").unwrap();
            let cells: Vec<Option<f64>> = (0..column.len())
                .map(|row| column.get(row).map(|v| v * (0.9 + 0.2 * uniform(replicate, 500 + row as u32))))
                .collect();
            scored.insert(id("x2"), quanheng::panel::Column::of(&cells));
            own.scored = Some(scored);
        }
        Ok(Some(own))
    }

    fn moved(&self, replicate: u32, card: &Scorecard, into: &mut Moved) -> Result<(), Text> {
        let framework = card.definition().framework();
        for (node, known, aggregate) in framework.aggregates() {
            let power = uniform(replicate, 90 + node.0 as u32);
            if self.exponents && known.id.as_str() != "b" {
                into.exponents.push((node, if power > 0.9 { 1.0 } else { 3.0 * power }));
            }
            if self.weights {
                let moved = |child: &quanheng::framework::NodeId| {
                    (*child, card.share(*child) * (0.7 + 0.6 * uniform(replicate, 10 + child.0 as u32)))
                };
                into.weights.extend(aggregate.children.iter().map(moved));
            }
        }
        Ok(())
    }
}

fn toml_value(text: &str) -> Normalisation {
    #[derive(serde::Deserialize)]
    struct Holder {
        value: Normalisation,
    }
    toml::from_str::<Holder>(&format!("value = {text}")).unwrap().value
}

fn plan(definition: &Definition, draws: u32) -> Plan {
    let sensitivity: SensitivityDocument = toml::from_str(&format!("draws = {draws}")).unwrap();
    Plan {
        documents: definition.documents().clone(),
        editions: std::collections::BTreeMap::default(),
        sensitivity,
        nodes: vec![id("index"), id("b")],
        periods: vec![Period::year(2023), Period::year(2024)],
    }
}

/// A definition written to files and read again.
fn by_hand(definition: &Definition) -> Definition {
    let documents = definition.documents();
    let texts = [
        ("framework.toml", toml::to_string(&documents.framework).unwrap()),
        ("part.toml", toml::to_string(&documents.parts[0]).unwrap()),
        ("variables.toml", toml::to_string(&documents.variables).unwrap()),
    ];
    let (read, found) = from_texts(&texts.each_ref().map(|(name, text)| (*name, text.as_str())));
    read.unwrap_or_else(|| panic!("{found:?}"))
}

#[test]
fn a_replicate_is_the_study_written_by_hand_and_run_alone() {
    let kinds: [fn(&mut Trial); 5] = [
        |t| t.weights = true,
        |t| (t.weights, t.exponents) = (true, true),
        |t| (t.weights, t.alternatives) = (true, true),
        |t| (t.weights, t.own) = (true, true),
        |t| (t.weights, t.exponents, t.alternatives, t.own) = (true, true, true, true),
    ];
    for gaps in [false, true] {
        for weighting in [
            r#"{ method = "given", origin = "default" }"#,
            r#"{ method = "entropy", values = { form = "min-max" } }"#,
        ] {
            let definition = two_dimensions(weighting);
            let panel = data(40, gaps);
            for set in kinds {
                let mut trial = Trial::of(&definition);
                set(&mut trial);
                compare(&plan(&definition, 64), &panel, &trial);
            }
        }
    }
}

/// Every replicate of a plan alone and in the engine.
fn compare(plan: &Plan, panel: &Panel, trial: &Trial) {
    let engine = Engine::new(plan, panel, trial).unwrap();
    let views = &engine.as_defined().views;
    let take = |draws: &[quanheng::sensitivity::Draws], draw: usize| -> Vec<(Vec<f64>, Vec<u32>)> {
        draws.iter().map(|view| (view.scores(draw).to_vec(), view.ranks(draw).to_vec())).collect()
    };
    let found = engine.values(0..16, &take, &|_| {}, &AtomicBool::new(false)).unwrap();
    let mut scored = 0;
    for (replicate, found) in (0..).zip(found) {
        let (found, alone) = match (found, engine.replicate(replicate)) {
            (Ok(found), Ok(alone)) => (found, alone),
            (Err(a), Err(b)) => {
                assert_eq!(a, b);
                continue;
            }
            (found, alone) => panic!("{replicate}: {found:?} {:?}", alone.map(|alone| alone.setting)),
        };
        scored += 1;
        let definition = by_hand(&alone.definition);
        let data = alone.scored.as_ref().unwrap_or(panel);
        let scores = fit(&definition, alone.base.as_ref().unwrap_or(data)).unwrap().scorecard.score(data);
        for (view, (found, found_ranks)) in views.iter().zip(&found) {
            let node = definition.framework().find(view.node.as_str()).unwrap();
            let ranks = scores.ranks(node, view.period);
            let index: &Index = data.index();
            for ((unit, found), found_rank) in view.units.iter().zip(found).zip(found_ranks) {
                let row = index.find(*unit, view.period).unwrap();
                let expected = scores.node(node).unwrap().get(row).unwrap_or(f64::NAN);
                assert_eq!(
                    found.to_bits(),
                    expected.to_bits(),
                    "{replicate} {} {found} {expected}",
                    view.node
                );
                assert_eq!(*found_rank, ranks[row].unwrap_or(0), "{replicate}");
            }
        }
    }
    assert!(scored > 3);
}

fn run(plan: &Plan, panel: &Panel, trial: &Trial, range: std::ops::Range<u32>) -> Summary {
    run_replicates(plan, panel, trial, range, &|_| {}, &AtomicBool::new(false)).unwrap().unwrap()
}

#[test]
fn ranges_merge_in_any_order_to_the_same_bits() {
    let definition = two_dimensions(r#"{ method = "given", origin = "default" }"#);
    let panel = data(30, true);
    let trial = Trial { weights: true, alternatives: true, own: true, ..Trial::of(&definition) };
    let plan = plan(&definition, 200);
    let whole = run(&plan, &panel, &trial, 0..200);
    assert_eq!(
        whole.scored.iter().sum::<u32>() + whole.failures.iter().map(|f| f.replicates).sum::<u32>(),
        200
    );
    assert!(whole.failures.len() > 2);
    for cuts in [vec![0, 1, 77, 130, 200], vec![0, 64, 128, 200], vec![0, 25, 50, 100, 200]] {
        let mut parts: Vec<Summary> =
            cuts.windows(2).map(|cut| run(&plan, &panel, &trial, cut[0]..cut[1])).collect();
        for _ in 0..parts.len() {
            parts.rotate_left(1);
            let mut merged = parts[0].clone();
            for part in &parts[1..] {
                // Through JSON, as parts that were sent.
                let sent: Summary = serde_json::from_str(&serde_json::to_string(part).unwrap()).unwrap();
                assert_eq!(sent, *part);
                merged = sent.merge(&merged).unwrap();
            }
            assert_eq!(merged, whole);
        }
        assert_eq!(parts[0].clone().merge(&whole), Err(CannotMerge::Twice(parts[0].ranges[0].0)));
    }
}

#[test]
fn threads_do_not_show() {
    let definition = two_dimensions(r#"{ method = "given", origin = "default" }"#);
    let panel = data(25, true);
    let trial =
        Trial { weights: true, exponents: true, alternatives: true, own: true, ..Trial::of(&definition) };
    let plan = plan(&definition, 300);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run(&plan, &panel, &trial, 0..300))
    };
    let one = with(1);
    assert_eq!(with(2), one);
    assert_eq!(with(16), one);
}

#[test]
fn more_draws_change_no_earlier_one_and_a_stopped_run_says_so() {
    let definition = two_dimensions(r#"{ method = "given", origin = "default" }"#);
    let panel = data(20, false);
    let trial = Trial { weights: true, ..Trial::of(&definition) };
    let of = |draws| {
        let plan = plan(&definition, draws);
        let engine = Engine::new(&plan, &panel, &trial).unwrap();
        let take = |draws: &[quanheng::sensitivity::Draws], draw: usize| draws[0].scores(draw).to_vec();
        engine.values(0..50, &take, &|_| {}, &AtomicBool::new(false)).unwrap()
    };
    assert_eq!(of(50), of(5000));
    let plan = plan(&definition, 50);
    assert_eq!(run_replicates(&plan, &panel, &trial, 0..50, &|_| {}, &AtomicBool::new(true)).unwrap(), None);
}

#[test]
fn what_moves_stands_on_the_cards() {
    let definition = two_dimensions(r#"{ method = "entropy", values = { form = "min-max" } }"#);
    let panel = data(20, false);
    let trial = Trial { weights: true, exponents: true, ..Trial::of(&definition) };
    let plan = plan(&definition, 10);
    let replicate = Engine::new(&plan, &panel, &trial).unwrap().replicate(3).unwrap();
    let framework = replicate.definition.framework();
    for (node, weight) in &replicate.setting.weights {
        assert_eq!(framework.node(framework.find(node.as_str()).unwrap()).given_weight, Some(*weight));
    }
    let NodeKind::Aggregate(root) = &framework.node(framework.root()).kind else { panic!() };
    let power = replicate.setting.exponents[0].1;
    assert!(matches!(root.aggregation, Aggregation::PowerMean { power: p, .. } if p == power));
    let plan_text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&plan_text).unwrap(), plan);
    assert!(from_documents(replicate.definition.documents().clone()).0.is_some());
}
