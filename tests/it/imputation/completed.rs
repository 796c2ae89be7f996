//! A base completed by its own imputed values: the same parameters as from data in which these stand as observed.

use quanheng::definition::{Definition, from_texts};
use quanheng::panel::{Column, Panel};
use quanheng::scorecard::{Scorecard, freeze, summarise};
use quanheng::vocab::Id;

use super::fitted;
use super::laws::{data, steps};
use crate::fixture::{card, definition, framework, variables};

const SCALED: &str = r#"{ method = "min-max", outside = "extend", by = ["industry"], min_group = 5 }"#;

fn texts(values: &str, missing: &str, more: &str) -> (String, String, String) {
    let top = framework(
        "[\"2020\", \"2021\"]",
        r#"{ method = "arithmetic" }"#,
        r#"{ missing = "renormalise" }"#,
        "",
    );
    let top = top.replace("parts = [", &format!("{values}parts = ["));
    let mut part = String::new();
    for at in 1..=4 {
        let direction = if at == 2 { "negative" } else { "positive" };
        let status = if at == 4 { "pilot" } else { "core" };
        let more =
            format!("direction = \"{direction}\"\nmissing = [ {missing} ]\nstatus = \"{status}\"\n{more}");
        part += &card(&format!("c{at}"), "index", &format!("v{at}"), 1.0, SCALED, &more);
    }
    (top, part, variables(&["v1", "v2", "v3", "v4", "z"], &["industry"]))
}

fn written(values: &str, missing: &str, more: &str) -> Definition {
    let (top, part, variables) = texts(values, missing, more);
    definition(&top, &part, &variables)
}

const COMPLETED: &str = "base_values = \"completed\"\n";

/// The data with the values that stand in for missing ones in their places.
fn filled(panel: &Panel, definition: &Definition) -> Panel {
    let leaves = fitted(definition, panel).1;
    let mut filled = panel.clone();
    for column in leaves.columns() {
        let cells: Vec<Option<f64>> = (0..panel.index().len()).map(|row| column.treated(row)).collect();
        let name = column.id.as_str().replace('c', "v");
        filled.insert(Id::new(name).unwrap(), Column::of(&cells));
    }
    filled
}

#[test]
fn parameters_are_those_of_data_in_which_the_gaps_are_filled() {
    let panel = data(1.0);
    for step in steps() {
        for treatment in [
            "",
            "treatment = { method = \"winsorise-quantiles\", low = 0.05, high = 0.9, by = [\"industry\"], min_group = 5 }",
        ] {
            let completed = fitted(&written(COMPLETED, step, treatment), &panel).0;
            // Without treatment, as filled cells are raw ones.
            let filled = filled(&panel, &written(COMPLETED, step, ""));
            let plain = fitted(&written("", "", treatment), &filled).0;
            for (one, other) in completed.indicators().iter().zip(plain.indicators()) {
                assert_eq!(one.normaliser, other.normaliser, "{step} {}", one.id);
                assert_eq!(one.treatment, other.treatment, "{step} {}", one.id);
            }
            let observed = fitted(&written("", step, treatment), &panel).0;
            assert_eq!(completed.indicators()[0].imputation, observed.indicators()[0].imputation, "{step}");
        }
    }
}

#[test]
fn parts_make_the_whole_and_the_file_is_read_back() {
    let panel = data(1.0);
    for step in steps() {
        let definition = written(COMPLETED, step, "");
        let card = fitted(&definition, &panel).0;
        let number = |unit: &str| unit[1..].parse::<usize>().unwrap() % 3;
        let parts =
            [2, 0, 1].map(|part| summarise(&definition, &panel.partition(|unit| number(&unit.id) == part)));
        let whole = parts.into_iter().reduce(|a, b| a.merge(b).unwrap()).unwrap();
        assert_eq!(freeze(&definition, &whole).unwrap().scorecard.to_json(), card.to_json(), "{step}");
        assert_eq!(Scorecard::from_json(&card.to_json()).unwrap().to_json(), card.to_json(), "{step}");
    }
}

#[test]
fn it_is_said_how_many_values_are_imputed_and_when_there_are_none_to_be() {
    let panel = data(1.0);
    let fitted = quanheng::scorecard::fit(&written(COMPLETED, r#"{ method = "mean" }"#, ""), &panel).unwrap();
    let said = fitted.findings.iter().find(|finding| finding.code.0 == "fit147").unwrap();
    let gaps = |name: &str| {
        let column = panel.variable(name).unwrap();
        let index = panel.index();
        (0..index.len())
            .filter(|row| index.row(*row).period.to_string() != "2022" && column.get(*row).is_none())
            .count()
    };
    assert_eq!(said.count, ["v1", "v2", "v3", "v4"].map(gaps).iter().sum::<usize>() as u64);
    let (top, part, variables) = texts(COMPLETED, "", "");
    let all = [("framework.toml", top.as_str()), ("part.toml", &part), ("variables.toml", &variables)];
    let found = from_texts(&all).1;
    assert!(found.iter().any(|diagnostic| diagnostic.code.0 == "def200"), "{found:?}");
}
