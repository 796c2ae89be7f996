//! Published indices, recomputed from their published inputs.

use std::path::Path;
use std::sync::Arc;

use quanheng::definition::{self, Definition};
use quanheng::panel::{Column, Index, Panel, UnitEntry};
use quanheng::scorecard::{Scores, fit};
use quanheng::vocab::{Id, Period};

fn load(folder: &str) -> Definition {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("indicators").join(folder);
    let (definition, diagnostics) = definition::load(&path);
    definition.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

/// One period of units; a column for each variable after the first.
fn panel(year: i32, variables: &[&str], rows: &[(&str, Vec<f64>)]) -> Panel {
    let units = rows.iter().map(|(id, _)| UnitEntry { id: (*id).to_owned(), name: String::new() }).collect();
    let pairs = (0..u32::try_from(rows.len()).unwrap()).map(|unit| (unit, Period::year(year))).collect();
    let mut panel = Panel::new(Arc::new(Index::new(units, pairs)));
    for (at, variable) in variables.iter().enumerate() {
        let cells: Vec<Option<f64>> = rows.iter().map(|(_, values)| Some(values[at])).collect();
        panel.insert(Id::new(*variable).unwrap(), Column::of(&cells));
    }
    panel
}

/// The countries of the worked example in the order of its equal-weight ranks.
const COUNTRIES: [&str; 23] = [
    "FIN", "USA", "SWE", "JPN", "KOR", "NLD", "GBR", "SGP", "CAN", "AUS", "DEU", "NOR", "IRL", "BEL", "NZL",
    "AUT", "FRA", "ISR", "ESP", "ITA", "CZE", "HUN", "SVN",
];

/// Tables A.1 and A.2 of the OECD/JRC Handbook on Constructing Composite Indicators, 2008, ISBN 978-92-64-04345-9.
fn technology() -> Panel {
    let text = include_str!("../../datasets/tai/2001/tai.csv");
    let mut lines = text.lines();
    let variables: Vec<&str> = lines.next().unwrap().split(',').skip(1).collect();
    let row = |line: &'static str| {
        let mut cells = line.split(',');
        (cells.next().unwrap(), cells.map(|cell| cell.parse().unwrap()).collect())
    };
    panel(2001, &variables, &lines.map(row).collect::<Vec<_>>())
}

fn ranks(folder: &str) -> Vec<u32> {
    let definition = load(folder);
    let panel = technology();
    let scores: Scores = fit(&definition, &panel).unwrap().scorecard.score(&panel);
    let ranks = scores.ranks(definition.framework().root(), Period::year(2001));
    let rank_of = |country: &&str| ranks[panel.index().unit_by_id(country).unwrap() as usize].unwrap();
    COUNTRIES.iter().map(rank_of).collect()
}

#[test]
fn the_technology_achievement_index_ranks_as_published() {
    // Handbook, Table 23 (linear, equal weights): the countries stand in the order of `COUNTRIES`.
    assert_eq!(ranks("tai/2001"), (1..=23).collect::<Vec<_>>());
}

#[test]
fn with_the_weights_of_the_budget_allocation_too() {
    // Handbook, Table 22 (weights) and Table 23 (ranks), column BAP.
    let published = [1, 2, 3, 5, 4, 8, 7, 6, 10, 11, 9, 13, 12, 14, 17, 15, 16, 18, 19, 21, 22, 20, 23];
    assert_eq!(ranks("tai/2001-bap"), published);
}

#[test]
fn the_human_development_index_of_some_countries() {
    // UNDP, Human Development Report 2023/24, Table 1, year 2022: life expectancy, expected and mean years of schooling, national
    // income per person in 2017 PPP$, and the index. CC BY 3.0 IGO.
    let countries = [
        ("CHE", [84.255, 16.584, 13.904, 69_432.787], 0.967),
        ("NOR", [83.393, 18.638, 13.062, 69_189.762], 0.966),
        ("HKG", [84.315, 17.850, 12.348, 62_485.505], 0.956),
        ("USA", [78.203, 16.413, 13.575, 65_564.938], 0.927),
        ("CHN", [78.587, 15.218, 8.107, 18_024.887], 0.788),
        ("BRA", [73.425, 15.579, 8.278, 14_615.892], 0.760),
        ("IND", [67.744, 12.584, 6.571, 6_950.527], 0.644),
        ("SOM", [56.107, 7.647, 1.900, 1_072.201], 0.380),
    ];
    let variables = ["life_expectancy", "expected_schooling", "mean_schooling", "national_income"];
    let rows: Vec<(&str, Vec<f64>)> =
        countries.iter().map(|(id, values, _)| (*id, values.to_vec())).collect();
    let panel = panel(2022, &variables, &rows);
    let definition = load("hdi/2024");
    let base = definition.framework().parts().base.clone();
    assert!(base.contains(&Period::year(2022)), "{base:?}");
    let scores = fit(&definition, &panel).unwrap().scorecard.score(&panel);
    for (row, (country, _, published)) in countries.iter().enumerate() {
        let got = scores.root().unwrap().get(row).unwrap();
        // The published index has three decimals.
        assert!((got - published).abs() <= 5e-4, "{country}: {got} is not {published}");
    }
}
