//! COINr's ASEM data through a real definition and panel: denomination, screening, and the default pipeline step by step.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use quanheng::definition::Definition;
use quanheng::panel::{Attribute, Column, Index, Panel, UnitEntry};
use quanheng::ranking::competition_ranks;
use quanheng::scorecard::{Leaves, Scores, fit};
use quanheng::vocab::{Id, Period};

use super::{Table, agree, folder};
use crate::fixture::{definition, variables};

const YEAR: &str = "2018";

/// A definition with the tree, directions and equal weights of iMeta; `lines` says what else stands on the card of an indicator.
fn asem(meta: &Table, screening: &str, names: &[String], lines: impl Fn(&str) -> String) -> Definition {
    let mut top = format!(
        "format = 1\nset = \"asem\"\nedition = \"1\"\nversion = \"1\"\nname = {{ zh = \"亚欧\", en = \"ASEM\" }}\n\
         scale = {{ low = 0.0, high = 100.0 }}\nbase = [\"{YEAR}\"]\nparts = [\"part.toml\"]\n{screening}\n"
    );
    for _ in 0..3 {
        top += "[[level]]\nname = { zh = \"层\", en = \"level\" }\nweighting = { method = \"equal\" }\naggregation = { method = \"arithmetic\" }\n\
                coverage = { missing = \"renormalise\" }\n";
    }
    let mut part = String::new();
    for level in ["4", "3", "2", "1"] {
        for code in meta.rows.iter().filter(|code| meta.text(code, "Level") == level) {
            let parent = meta.text(code, "Parent");
            let name = format!("id = \"{code}\"\nname = {{ zh = \"{code}\", en = \"{code}\" }}\n");
            match (level, parent) {
                ("4", _) => write!(top, "[[aggregate]]\n{name}").unwrap(),
                ("1", _) => {
                    let direction =
                        if meta.get(code, "Direction") == Some(1.0) { "positive" } else { "negative" };
                    write!(
                        part,
                        "[[indicator]]\n{name}code = \"{code}\"\nparent = \"{parent}\"\nformula = \"{code}\"\nmeasure = \"1\"\n\
                         direction = \"{direction}\"\nstatus = \"core\"\n{}\n",
                        lines(code)
                    )
                    .unwrap();
                }
                _ => write!(part, "[[aggregate]]\n{name}parent = \"{parent}\"\n").unwrap(),
            }
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    definition(&top, &part, &variables(&names, &["EurAsia_group"]))
}

/// A table as a panel of one year, its columns as variables.
fn panel(table: &Table, names: &[String], groups: Option<&Table>) -> Panel {
    let units = table.rows.iter().map(|id| UnitEntry { id: id.clone(), name: String::new() }).collect();
    let count = u32::try_from(table.rows.len()).unwrap();
    let rows = (0..count).map(|unit| (unit, Period::year(2018))).collect();
    let mut panel = Panel::new(Arc::new(Index::new(units, rows)));
    for name in names {
        panel.insert(Id::new(name.as_str()).unwrap(), Column::of(&table.column(name, &table.rows)));
    }
    if let Some(groups) = groups {
        let of = |unit: &String| Some(groups.text(unit, "EurAsia_group"));
        let column: Vec<Option<&str>> = table.rows.iter().map(of).collect();
        panel.insert_attribute(Id::new("EurAsia_group").unwrap(), Attribute::of(&column));
    }
    panel
}

/// iData by unit code, which is its second column.
fn raw_data(oracles: &Path) -> (Table, Vec<String>) {
    let data = Table::read_keyed(oracles, "coinr/asem/iData.csv", 2);
    let columns = data.columns.iter().filter(|name| !name.ends_with("_group") && *name != "Time").cloned();
    let columns: Vec<String> = columns.collect();
    (data, columns)
}

fn code(row: &str) -> &str {
    row.split_once('/').unwrap().1
}

const FIXED: &str = "normalisation = { method = \"goalposts\", low = 0.0, high = 1e9 }";

#[test]
fn denominators_divide_as_in_coinr() {
    let Some(oracles) = folder() else { return };
    let by_code = codes_of(&oracles);
    let (data, names) = raw_data(&oracles);
    let panel = panel(&data, &names, None);
    let definition = asem(&by_code, "", &names, |code| match by_code.text(code, "Denominator") {
        "" => FIXED.to_owned(),
        by => format!("{FIXED}\ndenominate = {{ by = \"{by}\" }}"),
    });
    let leaves = fit(&definition, &panel).unwrap().scorecard.score_with_leaves(&panel).1;
    let expected = Table::read(&oracles, "coinr/asem/data_denominated.csv");
    for leaf in leaves.columns() {
        for (row, unit) in data.rows.iter().enumerate() {
            expected.agree(code(unit), leaf.id.as_str(), leaf.raw(row));
        }
    }
    let scaled = asem(&by_code, "", &names, |code| match code {
        "Goods" => format!("{FIXED}\ndenominate = {{ by = \"GDP\" }}"),
        "Flights" => format!("{FIXED}\ndenominate = {{ by = \"Population\", scale = 1000 }}"),
        _ => FIXED.to_owned(),
    });
    let leaves = fit(&scaled, &panel).unwrap().scorecard.score_with_leaves(&panel).1;
    let expected = Table::read(&oracles, "coinr/denominate/goods_gdp_flights_pop1000.csv");
    for name in ["Goods", "Flights"] {
        for (row, unit) in data.rows.iter().enumerate() {
            expected.agree(code(unit), name, leaves.find(name).unwrap().raw(row));
        }
    }
}

/// iMeta with its rows named by the code, its second column.
fn codes_of(oracles: &Path) -> Table {
    let mut table = Table::read_keyed(oracles, "coinr/asem/iMeta.csv", 2);
    table.rename_rows(|row| {
        let (level, code) = row.split_once('/').unwrap();
        (code.to_owned(), vec![("Level".to_owned(), level.to_owned())])
    });
    table
}

#[test]
fn units_are_screened_as_in_coinr() {
    let Some(oracles) = folder() else { return };
    let (by_code, raw) = (codes_of(&oracles), Table::read(&oracles, "coinr/asem/data_raw.csv"));
    let panel = panel(&raw, &raw.columns, None);
    for (file, rule) in [
        ("raw_byNA_dat0.95_nz0.9", "availability = 0.95"),
        ("raw_byzeros_dat0.95_nz0.9", "non_zero = 0.9"),
        ("raw_byNAandzeros_dat0.95_nz0.9", "availability = 0.95, non_zero = 0.9, fails = \"either\""),
    ] {
        let expected = Table::read(&oracles, &format!("coinr/screen/{file}.csv"));
        let screening = format!("[screening]\nunits = {{ {rule} }}");
        let definition = asem(&by_code, &screening, &raw.columns, |_| FIXED.to_owned());
        let fitted = fit(&definition, &panel).unwrap();
        let scores = fitted.scorecard.score(&panel);
        for (row, unit) in raw.rows.iter().enumerate() {
            let found = scores.screened(row).unwrap();
            expected.agree(unit, "Dat_Avail", found.counts.availability());
            expected.agree(unit, "Non_Zero", found.counts.non_zero_share());
            assert_eq!(expected.text(unit, "Included") == "TRUE", !found.verdict.is_out(), "{file} {unit}");
            assert_eq!(scores.root().unwrap().get(row).is_none(), found.verdict.is_out(), "{file} {unit}");
        }
    }
}

#[test]
fn the_default_pipeline_is_that_of_coinr() {
    let Some(oracles) = folder() else { return };
    let (by_code, imputed) = (codes_of(&oracles), Table::read(&oracles, "coinr/asem/data_imputed.csv"));
    let panel = panel(&imputed, &imputed.columns, None);
    let definition = asem(&by_code, "[screening]\nunits = { availability = 0.9 }", &imputed.columns, |_| {
        "treatment = { method = \"winsorise-to-pass\", points = 5, then = { method = \"log-shift-range\" } }\n\
         normalisation = { method = \"min-max\" }"
            .to_owned()
    });
    let (scores, leaves) = fit(&definition, &panel).unwrap().scorecard.score_with_leaves(&panel);
    compare(&oracles, &imputed.rows, &scores, &leaves);
}

#[test]
fn the_default_pipeline_from_raw_data_is_that_of_coinr() {
    let Some(oracles) = folder() else { return };
    let by_code = codes_of(&oracles);
    let (data, names) = raw_data(&oracles);
    let panel = panel(&data, &names, Some(&data));
    // COINr screens after imputation, where nobody has gaps; ours counts what was observed, of which everybody has three quarters. Treatment
    // and normalisation rest on the imputed values too: for PubDebt one stand-in decides whether it passes.
    let screening = "base_values = \"completed\"\n\n[screening]\nunits = { availability = 0.75 }";
    let definition = asem(&by_code, screening, &names, |code| {
        let denominate = match by_code.text(code, "Denominator") {
            "" => String::new(),
            by => format!("denominate = {{ by = \"{by}\" }}\n"),
        };
        format!(
            "{denominate}missing = [{{ method = \"group-mean\", by = [\"EurAsia_group\"], min_group = 1 }}]\n\
             treatment = {{ method = \"winsorise-to-pass\", points = 5, then = {{ method = \"log-shift-range\" }} }}\n\
             normalisation = {{ method = \"min-max\" }}"
        )
    });
    let (scores, leaves) = fit(&definition, &panel).unwrap().scorecard.score_with_leaves(&panel);
    let units: Vec<String> = data.rows.iter().map(|row| code(row).to_owned()).collect();
    compare(&oracles, &units, &scores, &leaves);
}

/// Every cell of the treated, normalised and aggregated data, and every rank.
fn compare(oracles: &Path, units: &[String], scores: &Scores, leaves: &Leaves) {
    let read = |name: &str| Table::read(oracles, &format!("coinr/asem/{name}.csv"));
    let (treated, normalised) = (read("data_treated"), read("data_normalised"));
    let (aggregated, ranks) = (read("data_aggregated"), read("ranks"));
    let same_ranks = |name: &str, found: &[Option<f64>]| {
        for (unit, rank) in units.iter().zip(competition_ranks(found)) {
            ranks.agree(unit, name, rank.map(f64::from));
        }
    };
    let mut compared = 0;
    for leaf in leaves.columns() {
        let name = leaf.id.as_str();
        let own: Vec<Option<f64>> = (0..units.len()).map(|row| leaf.score(row)).collect();
        for (row, unit) in units.iter().enumerate() {
            treated.agree(unit, name, leaf.treated(row));
            // A score near 0 is the difference of two numbers near each other: 1e-10 of the scale.
            let expected = normalised.get(unit, name).unwrap();
            agree(own[row].map(|score| score + 100.0), Some(expected + 100.0), &format!("{name} {unit}"));
            compared += 1;
        }
        same_ranks(name, &own);
    }
    for node in scores.nodes() {
        let own: Vec<Option<f64>> = (0..units.len()).map(|row| node.get(row)).collect();
        for (unit, score) in units.iter().zip(&own) {
            aggregated.agree(unit, node.id.as_str(), *score);
            compared += 1;
        }
        same_ranks(node.id.as_str(), &own);
    }
    assert_eq!(compared, 51 * 60);
}
