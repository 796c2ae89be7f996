use quanheng::definition::{Definition, Documents, from_documents, from_texts};
use quanheng::panel::Panel;
use quanheng::scorecard::{Scores, fit};
use quanheng::sensitivity::{Drawn, FactorSet, Moved, Perturbation, SensitivityDocument, Variant, written};
use quanheng::vocab::Period;

use super::{data, definition, document, texts};

/// Every kind of factor at once.
pub(super) const EVERYTHING: &str = r#"
draws = 64
top = [3]
periods = ["2023", "2024"]
nodes = ["index", "growth"]

[[factor]]
id = "weights"
kind = "weights"
of = ["index", "growth"]
law = { spread = 0.25 }

[[factor]]
id = "experts"
kind = "weights"
of = ["quality"]
law = "experts"

[[factor]]
id = "normalisation"
kind = "alternatives"
alternative = [
    { id = "z", share = 2.0, set = [{ of = ["b", "e", "g"], normalisation = { method = "z-score", centre = 50.0, spread = 15.0, min_group = 1 } }] },
    { id = "ranks", set = [{ of = ["b", "e", "g"], normalisation = { method = "percentile", min_group = 1 } }] },
]

[[factor]]
id = "gaps"
kind = "alternatives"
alternative = [{ id = "median", set = [{ missing = [{ method = "median" }] }] }]

[[factor]]
id = "power"
kind = "power"
of = ["index"]
from = -1.0
to = 1.0

[[factor]]
id = "anchors"
kind = "anchors"
spread = 0.1

[[factor]]
id = "without"
kind = "leave-out"
of = ["c", "f", "alone"]

[[factor]]
id = "group"
kind = "units"
resample = { drop-group = { by = "industry" } }

[[factor]]
id = "sample"
kind = "units"
resample = { bootstrap = { within = "industry" } }

[[factor]]
id = "error"
kind = "error"
of = ["a", "b"]
law = { relative-uniform = 0.05 }
correlated = 0.5

[attribution]
method = "sobol"
base = 64
outputs = ["mean-rank-shift", { rank = "u3" }, { score = "u3" }, { top-members = 3 }]

[bounds]
within = 0.25
pairs = [["u1", "u2"]]

[acceptability]

[leave_one_out]
units = 3

[reversal]
remove = 5
copy = 2
"#;

/// A set of factors drawn at one point of its own.
fn set(document: &SensitivityDocument) -> FactorSet {
    FactorSet::new(document, &definition(), &[], Some(&data()))
}

/// The replicate at a point: its definition with everything written on the cards, and its scores.
fn replicate(set: &FactorSet, point: &(dyn Fn(u32, usize) -> f64 + Sync)) -> (Documents, Scores) {
    let panel = data();
    let drawn = Drawn { set, point };
    let choices = drawn.choices(0);
    let chosen = drawn.chosen(&choices, &panel).unwrap();
    let resolve = |documents: &Documents| -> Definition {
        let (definition, problems) = from_documents(documents.clone());
        definition.unwrap_or_else(|| panic!("{problems:#?}"))
    };
    let own = drawn.own(0, &chosen, &resolve(&chosen.documents), &panel).unwrap().unwrap_or(chosen);
    let Variant { documents, base, scored } = own;
    let own = resolve(&documents);
    let base = base.unwrap_or_else(|| panel.clone());
    let card = fit(&own, &base).unwrap().scorecard;
    let mut moved = Moved::default();
    drawn.moved(0, &card, &mut moved).unwrap();
    let documents = written(&documents, own.framework(), &moved);
    let scores = fit(&resolve(&documents), &base).unwrap().scorecard.score(&scored.unwrap_or(panel));
    (documents, scores)
}

/// The scores of a definition that is written by hand: the fixture with texts replaced.
fn by_hand(changes: &[(&str, &str)], base: &Panel, panel: &Panel) -> Scores {
    let mut texts = texts();
    for (old, new) in changes {
        let mut count = 0;
        for (_, text) in &mut texts {
            count += text.matches(old).count();
            *text = text.replace(old, new);
        }
        assert_eq!(count, 1, "{old}");
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (definition, problems) = from_texts(&texts);
    fit(&definition.unwrap_or_else(|| panic!("{problems:#?}")), base).unwrap().scorecard.score(panel)
}

fn same(one: &Scores, other: &Scores) {
    let bits = |scores: &Scores| -> Vec<Option<u64>> {
        let rows = 0..scores.index().len();
        rows.map(|row| scores.root().unwrap().get(row).map(f64::to_bits)).collect()
    };
    assert_eq!(bits(one), bits(other));
    assert!(bits(one).iter().flatten().count() > 12);
}

#[test]
fn an_alternative_is_the_definition_with_its_cards_changed() {
    let text = r#"
[[factor]]
id = "alt"
kind = "alternatives"
as_defined = 0.0
[[factor.alternative]]
id = "x"
set = [
    { of = ["b"], normalisation = { method = "z-score", centre = 50.0, spread = 15.0, min_group = 1 }, treatment = { method = "none" } },
    { of = ["index"], aggregation = { method = "geometric", zero = "zero" } },
    { of = ["a"], weight = 2.5, formula = "va * 2" },
    { of = ["quality"], weighting = { method = "equal" } },
]
"#;
    let text = text.replace(", treatment = { method = \"none\" }", "").replace("weight = 2.5, ", "");
    let (_, scores) = replicate(&set(&document(&text)), &|_, _| 0.5);
    let posts = "formula = \"vb\"\nmeasure = \"1\"\nweight = 3.0\nnormalisation = { method = \"min-max\", min_group = 1 }";
    let z = "formula = \"vb\"\nmeasure = \"1\"\nweight = 3.0\nnormalisation = { method = \"z-score\", centre = 50.0, spread = 15.0, min_group = 1 }";
    let experts = &super::FRAMEWORK[super::FRAMEWORK.find("weighting = { method = \"budget").unwrap()
        ..super::FRAMEWORK.find("] }\n").unwrap() + 3];
    let panel = data();
    let hand = by_hand(
        &[
            (posts, z),
            (
                "name = { zh = \"综合指数\", en = \"Index\" }",
                "name = { zh = \"综合指数\", en = \"Index\" }\naggregation = { method = \"geometric\", zero = \"zero\" }",
            ),
            ("formula = \"va\"", "formula = \"va * 2\""),
            (experts, "weighting = { method = \"equal\" }"),
        ],
        &panel,
        &panel,
    );
    same(&scores, &hand);
}

#[test]
fn what_is_left_out_becomes_a_pilot_and_siblings_share_its_weight() {
    let text = |node: &str| format!("[[factor]]\nid = \"l\"\nkind = \"leave-out\"\nof = [\"{node}\"]\n");
    let panel = data();
    let drop = |node: &str| replicate(&set(&document(&text(node))), &|_, _| 0.9).1;
    let pilot = |id: &str, parent: &str| {
        let from = format!("code = \"{id}\"\nparent = \"{parent}\"");
        (from.clone(), format!("{from}\ntags = [\"out\"]"))
    };
    // An indicator with a given weight.
    let _ = pilot;
    let card_c = "formula = \"vc\"\nmeasure = \"1\"\nweight = 2.0\nnormalisation = { method = \"goalposts\", low = 0.0, high = 10.0 }\nstatus = \"core\"";
    let hand = by_hand(&[(card_c, &card_c.replace("core", "pilot"))], &panel, &panel);
    same(&drop("c"), &hand);
    // An aggregate with all that is below it; the only child of an aggregate takes it along.
    let g = "formula = \"vg\"\nmeasure = \"1\"\nweight = 1.0\nnormalisation = { method = \"min-max\", min_group = 1 }\nstatus = \"core\"";
    let pilot_g = g.replace("core", "pilot").replace("weight = 1.0\n", "");
    let alone = "[[aggregate]]\nid = \"alone\"\nparent = \"index\"\nweight = 20.0\nname = { zh = \"单项\", en = \"Alone\" }\n";
    let hand =
        by_hand(&[(g, &pilot_g), ("parent = \"alone\"", "parent = \"index\""), (alone, "")], &panel, &panel);
    same(&drop("alone"), &hand);
    same(&drop("g"), &hand);
}

#[test]
fn weights_and_exponents_are_written_on_the_cards() {
    let text = r#"
[[factor]]
id = "w"
kind = "weights"
of = ["growth"]
law = { spread = 0.5 }
[[factor]]
id = "p"
kind = "power"
of = ["growth"]
from = -1.0
to = 2.0
"#;
    let point = |_: u32, dimension: usize| [0.25, 0.5, 0.75, 0.2][dimension];
    let (documents, scores) = replicate(&set(&document(text)), &point);
    let panel = data();
    let growth = "weight = 50.0\nname = { zh = \"成长\", en = \"Growth\" }";
    let power = -1.0 + 0.2 * 3.0;
    let mean =
        format!("{growth}\naggregation = {{ method = \"power-mean\", power = {power:?}, zero = \"zero\" }}");
    let weight = |share: f64, u: f64| format!("{:?}", share * (1.0 + 0.5 * (2.0 * u - 1.0)));
    let hand = by_hand(
        &[
            (growth, &mean),
            ("weight = 5.0\n", &format!("weight = {}\n", weight(0.5, 0.25))),
            ("weight = 3.0\n", &format!("weight = {}\n", weight(0.3, 0.5))),
            ("weight = 2.0\n", &format!("weight = {}\n", weight(0.2, 0.75))),
        ],
        &panel,
        &panel,
    );
    same(&scores, &hand);
    // What is written can be read again.
    assert!(from_documents(documents).0.is_some());
}

#[test]
fn anchors_move_as_if_written_by_hand() {
    let text = "[[factor]]\nid = \"n\"\nkind = \"anchors\"\nof = [\"a\"]\nspread = 0.2\n";
    let (_, scores) = replicate(&set(&document(text)), &|_, dimension| [0.25, 0.75][dimension]);
    let panel = data();
    let a = "formula = \"va\"\nmeasure = \"1\"\nweight = 5.0\nnormalisation = { method = \"goalposts\", low = 0.0, high = 10.0 }";
    let hand =
        by_hand(&[(a, &a.replace("low = 0.0, high = 10.0", "low = -1.0, high = 11.0"))], &panel, &panel);
    same(&scores, &hand);
}

#[test]
fn a_group_leaves_the_base_and_not_the_ranking() {
    let text =
        "[[factor]]\nid = \"s\"\nkind = \"units\"\nresample = { drop-group = { by = \"industry\" } }\n";
    let panel = data();
    // The third of three groups.
    let (_, scores) = replicate(&set(&document(text)), &|_, _| 0.9);
    let industry = panel.attribute("industry").unwrap().clone();
    let unit = |id: &str| panel.index().unit_by_id(id).unwrap();
    let keeps = |id: &str| industry.get(panel.index().rows_of(unit(id)).start) != Some("e");
    let base = panel.partition(|entry| keeps(&entry.id));
    same(&scores, &by_hand(&[], &base, &panel));
    // The first state is the definition as it is.
    same(&replicate(&set(&document(text)), &|_, _| 0.1).1, &by_hand(&[], &panel, &panel));
}

#[test]
fn everything_together_is_an_ordinary_definition() {
    let set = set(&document(EVERYTHING));
    let mut seen = std::collections::BTreeSet::new();
    for replicate_number in 0..24_u32 {
        let point = move |_: u32, dimension: usize| {
            let number = f64::from(replicate_number) * 0.618_034 + dimension as f64 * 0.414_214 + 0.05;
            (number - number.floor()).clamp(1e-6, 1.0 - 1e-6)
        };
        let (documents, scores) = replicate(&set, &point);
        assert!(from_documents(documents).0.is_some());
        let drawn = Drawn { set: &set, point: &point };
        seen.insert(set.combination(&drawn.choices(0)));
        let finite = (0..scores.index().len()).filter_map(|row| scores.root().unwrap().get(row));
        assert!(finite.clone().count() > 6 && finite.into_iter().all(f64::is_finite));
    }
    assert!(seen.len() > 8, "{seen:?}");
}

#[test]
fn errors_act_on_observed_cells_only_and_are_the_same_wherever_the_unit_stands() {
    let text = "[[factor]]\nid = \"e\"\nkind = \"error\"\nof = [\"a\"]\nlaw = { normal = 1.0 }\n";
    let set = set(&document(text));
    let drawn = Drawn { set: &set, point: &|_, _| 0.3 };
    let panel = data();
    let chosen = drawn.chosen(&[], &panel).unwrap();
    let own = drawn.own(0, &chosen, &definition(), &panel).unwrap().unwrap();
    let (scored, name) = (own.scored.unwrap(), "a_measured");
    let (before, after) = (panel.variable("va").unwrap(), scored.variable(name).unwrap());
    for row in 0..panel.index().len() {
        assert_eq!(before.status(row), after.status(row));
        assert_eq!(
            before.get(row).is_some(),
            after.get(row).is_some_and(|value| Some(value) != before.get(row))
        );
    }
    let part = panel.partition(|unit| unit.id == "u5" || unit.id == "u7");
    let own = drawn.own(0, &chosen, &definition(), &part).unwrap().unwrap().scored.unwrap();
    let row = own.index().find(1, Period::year(2024)).unwrap();
    let whole = panel.index().find(7, Period::year(2024)).unwrap();
    assert_eq!(own.variable(name).unwrap().get(row), after.get(whole));
}
