//! One list of all methods that a definition can choose, and every law on each of them, from the file to the score.
//!
//! The list is made of the examples in the method reference; that every variant has one there is held by a test of the generator. Laws of single
//! kernels, over random numbers, stand in `laws`, `ranking_laws`, `treatment`, `imputation` and `weighting`.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use quanheng::definition::{Definition, from_texts};
use quanheng::panel::{Attribute, Column, Index, Panel, UnitEntry};
use quanheng::scorecard::{Scorecard, Scores, Summary, fit, freeze, summarise};
use quanheng::vocab::{Id, MethodNote, Period};
use quanheng::{aggregation, imputation, normalisation, treatment, weighting};

/// Every example of a definition's methods.
fn examples() -> Vec<(&'static str, &'static str)> {
    let stages: [&[&MethodNote]; 5] =
        [imputation::NOTES, treatment::NOTES, normalisation::NOTES, weighting::NOTES, aggregation::NOTES];
    let all = stages.into_iter().flatten();
    all.filter_map(|note| Some((note.id, note.example.filter(|example| !example.starts_with('['))?)))
        .collect()
}

/// Each example with the definitions it makes; reading them takes longer than most laws.
static LIST: LazyLock<Vec<(&str, Vec<Definition>)>> =
    LazyLock::new(|| examples().into_iter().map(|(id, example)| (id, definitions(example))).collect());

/// The definitions an example makes: one for each direction and way of carrying weights that goes with it.
fn definitions(example: &str) -> Vec<Definition> {
    let mut all = Vec::new();
    for direction in [
        "positive",
        "negative",
        "target\"\nbest = 1.2\n#\"",
        "interval\"\nbest_range = [1.0, 1.5]\n#\"",
        "interval",
        "tiers",
    ] {
        let read = |weight: &&str| {
            let files = texts(example, direction, weight);
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            from_texts(&files).0
        };
        all.extend(["", "weight = 1.0\n"].iter().find_map(read));
    }
    all
}

/// Children `a`, `b`, `c` of the variables `x`, `y`, `z`; the example stands where it belongs.
fn texts(example: &str, direction: &str, weight: &str) -> Vec<(&'static str, String)> {
    let key = example.split(['=', ' ']).next().unwrap_or_default();
    let or = |own: &str, default: &str| if key == own { example.to_owned() } else { default.to_owned() };
    let shared = if weight.is_empty() {
        "weighting = { method = \"equal\" }"
    } else {
        "weighting = { method = \"given\", origin = \"default\" }"
    };
    let (weighting, aggregation) =
        (or("weighting", shared), or("aggregation", "aggregation = { method = \"arithmetic\" }"));
    let framework = format!(
        "format = 1\nset = \"test\"\nedition = \"1\"\nversion = \"1\"\nname = {{ zh = \"测试\", en = \"test\" }}\n\
         scale = {{ low = 1.0, high = 100.0 }}\nbase = [\"2023\"]\nparts = [\"part.toml\"]\n\n[[aggregate]]\nid = \"index\"\n\
         name = {{ zh = \"总\", en = \"index\" }}\n{weighting}\n{aggregation}\n"
    );
    let card = |id: &str, formula: &str, lines: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\ncode = \"{id}\"\nparent = \"index\"\nname = {{ zh = \"{id}\", en = \"{id}\" }}\n\
             formula = \"{formula}\"\nmeasure = \"1\"\nstatus = \"core\"\n{weight}{lines}\n\n"
        )
    };
    let plain = "direction = \"positive\"\nnormalisation = { method = \"goalposts\", low = 0.0, high = 4.0 }";
    let normalisation = match key {
        "normalisation" => example,
        "treatment" => "normalisation = { method = \"min-max\", min_group = 1 }",
        _ => "normalisation = { method = \"goalposts\", low = 0.0, high = 4.0 }",
    };
    let line = if matches!(key, "treatment" | "missing") { example } else { "" };
    let own = format!("direction = \"{direction}\"\n{normalisation}\n{line}");
    let part = card("a", "x", &own) + &card("b", "y", plain) + &card("c", "z", plain);
    let variable = |id: &str| {
        format!(
            "[[variable]]\nid = \"{id}\"\nname = {{ zh = \"{id}\", en = \"{id}\" }}\ntype = \"level\"\norigin = \"public\"\n\n"
        )
    };
    let attribute =
        "[[attribute]]\nid = \"industry\"\nname = { zh = \"行业\", en = \"industry\" }\n\n".to_owned();
    let variables = attribute + &["x", "y", "z"].map(variable).concat();
    vec![("framework.toml", framework), ("part.toml", part), ("variables.toml", variables)]
}

const UNITS: u32 = 24;

/// A number from 0 to 1 that looks random and depends on its place alone.
fn noise(unit: u32, year: i32, variable: u32) -> f64 {
    let mixed = (u64::from(unit) * 1_000_003
        + u64::from(year.unsigned_abs()) * 7_919
        + u64::from(variable) * 104_729)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    f64::from(u32::try_from(mixed >> 40).unwrap()) / f64::from(1_u32 << 24)
}

/// The first unit is the one that the example of a reference unit names.
fn name_of(unit: u32) -> String {
    if unit == 0 { "CZE".to_owned() } else { format!("u{unit:02}") }
}

/// Units in the order given, each with all years; `value` gives a cell.
fn panel(order: &[u32], years: &[i32], value: impl Fn(u32, i32, u32) -> Option<f64>) -> Panel {
    let units = order.iter().map(|unit| UnitEntry { id: name_of(*unit), name: String::new() }).collect();
    let pairs = (0..order.len())
        .flat_map(|at| years.iter().map(move |year| (u32::try_from(at).unwrap(), Period::year(*year))));
    let mut panel = Panel::new(Arc::new(Index::new(units, pairs.collect())));
    for (number, name) in (0..).zip(["x", "y", "z"]) {
        let cells = order
            .iter()
            .flat_map(|unit| years.iter().map(|year| value(*unit, *year, number)).collect::<Vec<_>>());
        panel.insert(Id::new(name).unwrap(), Column::of(&cells.collect::<Vec<_>>()));
    }
    let industries: Vec<Option<&str>> = order
        .iter()
        .flat_map(|unit| years.iter().map(move |_| ["C39", "I65"].get(*unit as usize / 2 % 2).copied()))
        .collect();
    panel.insert_attribute(Id::new("industry").unwrap(), Attribute::of(&industries));
    panel
}

fn ordinary(unit: u32, year: i32, variable: u32) -> Option<f64> {
    let is_gap = variable == 0 && noise(unit, year, 9) < 0.1;
    (!is_gap).then(|| 0.2 + 3.0 * noise(unit, year, variable))
}

fn all() -> Vec<u32> {
    (0..UNITS).collect()
}

/// Scores of every node by unit and period, bit for bit; those of some years.
fn bits(scores: &Scores, years: &[i32]) -> BTreeMap<String, Option<u64>> {
    let index = scores.index();
    let mut all = BTreeMap::new();
    for node in scores.nodes() {
        for row in 0..index.len() {
            let period = index.row(row).period;
            if years.contains(&period.calendar_year()) {
                let name = format!("{} {} {period}", node.id, index.unit(row).id);
                all.insert(name, node.get(row).map(f64::to_bits));
            }
        }
    }
    all
}

fn finite(card: &Scorecard, panel: &Panel, what: &str) {
    let (scores, leaves) = card.score_with_leaves(panel);
    for row in 0..panel.index().len() {
        for node in scores.nodes() {
            assert!(node.get(row).is_none_or(f64::is_finite), "{what}");
            assert!(node.coverage(row).is_finite() && node.imputed_share(row).is_finite(), "{what}");
        }
        for column in leaves.columns() {
            assert!(column.score(row).is_none_or(f64::is_finite), "{what}");
            assert!(column.treated(row).is_none_or(f64::is_finite), "{what}");
        }
    }
}

/// Runs a law on every definition of every example that the base of a panel determines.
fn every(panel: &Panel, mut law: impl FnMut(&str, &Definition, &Scorecard)) -> Vec<&'static str> {
    let mut undetermined = Vec::new();
    for (id, definitions) in LIST.iter() {
        let mut known = false;
        for definition in definitions {
            if let Ok(fitted) = fit(definition, panel) {
                known = true;
                law(id, definition, &fitted.scorecard);
            }
        }
        if !known {
            undetermined.push(*id);
        }
    }
    undetermined
}

const YEARS: [i32; 3] = [2021, 2022, 2023];

#[test]
fn every_method_is_on_the_list_and_scores_an_ordinary_base() {
    assert!(examples().len() > 90, "{}", examples().len());
    for (id, definitions) in LIST.iter() {
        assert!(!definitions.is_empty(), "{id} is not read");
    }
    let panel = panel(&all(), &YEARS, ordinary);
    let undetermined = every(&panel, |id, _, card| {
        finite(card, &panel, id);
        let scores = card.score(&panel);
        let has = |row: usize| scores.root().unwrap().get(row).is_some();
        assert!((0..panel.index().len()).any(has), "{id} scores nobody");
    });
    assert_eq!(undetermined, Vec::<&str>::new());
}

#[test]
fn blind_to_the_order_of_units_and_to_how_the_base_was_split() {
    let straight = panel(&all(), &YEARS, ordinary);
    let turned: Vec<u32> = all().into_iter().rev().collect();
    let turned = panel(&turned, &YEARS, ordinary);
    every(&straight, |id, definition, card| {
        let other = fit(definition, &turned).unwrap().scorecard;
        assert_eq!(other.fingerprint(), card.fingerprint(), "{id}");
        assert_eq!(bits(&card.score(&turned), &YEARS), bits(&card.score(&straight), &YEARS), "{id}");
        let part = |odd: bool| {
            let keep = |unit: &UnitEntry| (unit.id.ends_with(['1', '3', '5', '7', '9'])) == odd;
            summarise(definition, &straight.partition(keep))
        };
        let merged = part(true).merge(part(false)).unwrap();
        let sent: Summary = serde_json::from_str(&serde_json::to_string(&merged).unwrap()).unwrap();
        assert_eq!(freeze(definition, &sent).unwrap().scorecard.to_json(), card.to_json(), "{id}");
    });
}

#[test]
fn unmoved_by_later_data_and_written_and_read_bit_for_bit() {
    let early = panel(&all(), &YEARS, ordinary);
    let longer = panel(&all(), &[2021, 2022, 2023, 2024], |unit, year, variable| {
        if year == 2024 { Some(50.0 * noise(unit, year, variable)) } else { ordinary(unit, year, variable) }
    });
    every(&early, |id, definition, card| {
        let other = fit(definition, &longer).unwrap().scorecard;
        assert_eq!(other.fingerprint(), card.fingerprint(), "{id}");
        let before = bits(&card.score(&early), &YEARS);
        assert_eq!(bits(&card.score(&longer), &YEARS), before, "{id}");
        finite(card, &longer, id);
        let read = Scorecard::from_json(&card.to_json()).unwrap();
        assert_eq!(read.to_json(), card.to_json(), "{id}");
        assert_eq!(bits(&read.score(&longer), &[2024]), bits(&card.score(&longer), &[2024]), "{id}");
    });
}

#[test]
fn equal_units_tie() {
    // Each unit has a twin, in the same industry.
    let twins = panel(&all(), &YEARS, |unit, year, variable| ordinary(unit / 2, year, variable));
    every(&twins, |id, _, card| {
        let (scores, leaves) = card.score_with_leaves(&twins);
        for row in 0..12 {
            let at = twins.index().row(row);
            let twin = twins.index().find(at.unit ^ 1, at.period).unwrap();
            let observed =
                |row: usize| leaves.columns().iter().all(|column| column.imputed_by(row).is_none());
            if observed(row) && observed(twin) {
                let score = |row: usize| scores.root().unwrap().get(row).map(f64::to_bits);
                assert_eq!(score(row), score(twin), "{id}");
            }
        }
    });
}

#[test]
fn hard_panels_give_a_reason_or_finite_scores() {
    type Cell = fn(u32, i32, u32) -> Option<f64>;
    let hard: [(&str, u32, Cell); 9] = [
        ("a constant column", UNITS, |u, y, v| if v == 0 { Some(1.2) } else { ordinary(u, y, v) }),
        ("all constant", UNITS, |_, _, _| Some(1.2)),
        ("a missing column", UNITS, |u, y, v| if v == 0 { None } else { ordinary(u, y, v) }),
        ("nothing at all", UNITS, |_, _, _| None),
        ("one unit", 1, ordinary),
        ("two units", 2, ordinary),
        ("1e-300", UNITS, |u, y, v| ordinary(u, y, v).map(|value| value * 1e-300)),
        ("1e300", UNITS, |u, y, v| ordinary(u, y, v).map(|value| value * 1e300)),
        ("both signs of 1e300", UNITS, |u, y, v| ordinary(u, y, v).map(|x| (x - 1.5) * 1e300)),
    ];
    let usual = panel(&all(), &YEARS, ordinary);
    let own = |units: u32, cell: Cell| panel(&(0..units).collect::<Vec<_>>(), &YEARS, cell);
    let panels: Vec<(&str, Panel)> =
        hard.into_iter().map(|(name, units, cell)| (name, own(units, cell))).collect();
    for (name, own) in &panels {
        every(own, |id, _, card| {
            finite(card, own, &format!("{id} on {name}"));
            finite(card, &usual, &format!("{id} frozen on {name}"));
        });
    }
    every(&usual, |id, _, card| {
        for (name, own) in &panels {
            finite(card, own, &format!("{id} applied to {name}"));
        }
    });
}
