use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quanheng::aggregation::Aggregation;
use quanheng::cross_comparison::check;
use quanheng::definition::from_texts;
use quanheng::definition::shape::{self, schema_of};
use quanheng::diagnostic::Diagnostic;
use quanheng::imputation::Imputation;
use quanheng::normalisation::Normalisation;
use quanheng::ranking::RankingMethod;
use quanheng::study::StudyDocument;
use quanheng::treatment::Treatment;
use quanheng::weighting::Weighting;
use schemars::JsonSchema;

use super::page::anchor;
use super::pages;
use super::stages::stages;

#[test]
fn the_pages_are_up_to_date() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    for (name, text) in pages() {
        let written = fs::read_to_string(docs.join(name)).unwrap_or_default();
        assert!(written == text, "docs/{name} is out of date: run `cargo xtask methods`");
    }
}

#[test]
fn every_section_has_a_name_of_its_own_and_nothing_is_left_blank() {
    let mut anchors = BTreeSet::new();
    for stage in stages() {
        for note in stage.notes {
            assert!(anchors.insert(anchor(&stage, note)), "two sections are called {}", anchor(&stage, note));
            let texts = [note.name, note.letters, note.use_when, note.not_when, note.edge];
            for said in texts {
                assert!(!said.zh.trim().is_empty() && !said.en.trim().is_empty(), "{}", note.id);
            }
            assert!(!note.formula.trim().is_empty(), "{}", note.id);
        }
    }
}

/// The names by which a tagged enum is chosen in a file.
fn names<T: JsonSchema>() -> BTreeSet<String> {
    let schema = schema_of::<T>();
    let variants = schema["oneOf"].as_array().cloned().unwrap_or_default();
    let name =
        |variant: &serde_json::Value| variant["properties"]["method"]["const"].as_str().map(str::to_owned);
    variants.iter().filter_map(name).collect()
}

#[test]
fn every_method_of_a_file_has_a_note() {
    let chosen = [
        ("imputation", names::<Imputation>()),
        ("treatment", names::<Treatment>()),
        ("normalisation", names::<Normalisation>()),
        ("weighting", names::<Weighting>()),
        ("aggregation", names::<Aggregation>()),
        ("ranking", names::<RankingMethod>()),
    ];
    for (stage, names) in chosen {
        assert!(names.len() > 1, "the schema of {stage} names its methods");
        let stages = stages();
        let notes = stages.iter().find(|known| known.id == stage).map_or(&[][..], |stage| stage.notes);
        let head = |id: &str| id.split([',', ' ', '=']).next().unwrap_or_default().to_owned();
        let noted: BTreeSet<String> = notes.iter().map(|note| head(note.id)).collect();
        let missing: Vec<&String> = names.difference(&noted).collect();
        assert!(missing.is_empty(), "{stage} has no note for {missing:?}");
    }
}

#[test]
fn every_example_is_read() {
    let mut problems = Vec::new();
    for stage in stages() {
        for note in stage.notes {
            if let Some(why) = note.example.and_then(refused) {
                problems.push(format!("{} {}: {why}", stage.id, note.id));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Why an example cannot stand in a definition; `None` when it can in one of the places where it may.
fn refused(example: &str) -> Option<String> {
    if example.starts_with("[[ranking]]") {
        return refused_in_a_study(example);
    }
    let mut last = String::new();
    for direction in ["positive", "negative", "interval", "tiers"] {
        for weight in ["", "weight = 1.0\n"] {
            let files = definition(example, direction, weight);
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let (definition, found) = from_texts(&files);
            if definition.is_some() {
                return None;
            }
            last = found.iter().map(|found| found.message.en.clone()).collect::<Vec<_>>().join("; ");
        }
    }
    Some(last)
}

/// The same for the rankings of a study.
fn refused_in_a_study(example: &str) -> Option<String> {
    let told =
        |found: &[Diagnostic]| found.iter().map(|f| f.message.en.clone()).collect::<Vec<_>>().join("; ");
    let study = format!(
        "format = 1\nname = {{ zh = \"测试\", en = \"test\" }}\ndefinition = \"d\"\ndata = [{{ path = \"x.csv\" }}]\n{example}\n"
    );
    let (read, found) = shape::read::<StudyDocument>("study.toml", &study);
    let Some((study, positions)) = read else { return Some(told(&found)) };
    let files = definition("", "positive", "");
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (definition, found) = from_texts(&files);
    let Some(definition) = definition else { return Some(told(&found)) };
    let rankings = positions.root().key("ranking");
    let found = check(&study.ranking, definition.framework(), &study.periods, rankings);
    (!found.is_empty()).then(|| told(&found))
}

/// A small definition with the example in its place: an indicator `a` with siblings `b` and `c`.
fn definition(example: &str, direction: &str, weight: &str) -> Vec<(&'static str, String)> {
    let key = example.split(['=', ' ']).next().unwrap_or_default();
    let given = |keys: &[&str], default: &str| {
        if keys.contains(&key) { example.to_owned() } else { default.to_owned() }
    };
    let weighting = given(
        &["weighting"],
        if weight.is_empty() {
            "weighting = { method = \"equal\" }"
        } else {
            "weighting = { method = \"given\", origin = \"default\" }"
        },
    );
    let aggregation = given(&["aggregation"], "aggregation = { method = \"arithmetic\" }");
    let table = if example.starts_with('[') { example } else { "" };
    let framework = format!(
        "format = 1\nset = \"test\"\nedition = \"1\"\nversion = \"1\"\nname = {{ zh = \"测试\", en = \"test\" }}\n\
         scale = {{ low = 1.0, high = 100.0 }}\nbase = [\"2023\"]\nparts = [\"part.toml\"]\n\n[[aggregate]]\nid = \"index\"\n\
         name = {{ zh = \"总\", en = \"index\" }}\n{weighting}\n{aggregation}\n\n{table}\n"
    );
    let card = |id: &str, lines: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\ncode = \"{id}\"\nparent = \"index\"\nname = {{ zh = \"{id}\", en = \"{id}\" }}\n\
             formula = \"x / y\"\nmeasure = \"1\"\nstatus = \"core\"\n{weight}{lines}\n\n"
        )
    };
    let plain = "direction = \"positive\"\nnormalisation = { method = \"goalposts\", low = 0.0, high = 1.0 }";
    let normalisation = match (key, direction) {
        ("normalisation", _) => example.to_owned(),
        (_, "interval") => {
            "normalisation = { method = \"trapezoid\", full_from = 1.0, full_to = 2.0, zero_above = 3.0 }"
                .to_owned()
        }
        (_, "tiers") => {
            "normalisation = { method = \"tiers\", tiers = [{ at = 1.0, score = 50.0 }] }".to_owned()
        }
        // A transformed value goes with limits of the base only.
        _ if key == "treatment" => "normalisation = { method = \"min-max\" }".to_owned(),
        _ => "normalisation = { method = \"goalposts\", low = 0.0, high = 1.0 }".to_owned(),
    };
    let line = given(&["treatment", "missing", "denominate", "denominator"], "");
    let own = format!("direction = \"{direction}\"\n{normalisation}\n{line}");
    let part = card("a", &own) + &card("b", plain) + &card("c", plain);
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
