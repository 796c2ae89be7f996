//! Kernels against numbers computed elsewhere; `tests/references/README.md` says where.

use std::fs;
use std::path::Path;

use quanheng::aggregation::Aggregation;
use quanheng::ranking::competition_ranks;

/// A CSV file of this folder, as text.
pub(crate) struct Table {
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(name: &str) -> Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references").join(name);
        let text = fs::read_to_string(path).unwrap();
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let headings = lines.next().unwrap();
        Table { headings, rows: lines.collect() }
    }

    fn place(&self, heading: &str) -> usize {
        self.headings.iter().position(|h| h == heading).unwrap()
    }

    pub(crate) fn numbers(&self, heading: &str) -> Vec<f64> {
        let at = self.place(heading);
        self.rows.iter().map(|row| row[at].parse().unwrap()).collect()
    }
}

fn close(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: {got} is not {expected}");
}

#[test]
fn the_weighted_sum_of_a_min_max_form() {
    let criteria = Table::read("r50x8__criteria.csv");
    let weights = criteria.numbers("weight");
    let form = Table::read("r50x8__norm__minmax.csv");
    let columns: Vec<Vec<f64>> = criteria.rows.iter().map(|criterion| form.numbers(&criterion[0])).collect();
    for (row, expected) in Table::read("r50x8__saw_minmax.csv").numbers("saw:minmax").into_iter().enumerate()
    {
        let scores: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        close(Aggregation::Arithmetic {}.mean(&scores, &weights).unwrap().value, expected, "weighted sum");
    }
}

fn means() -> Vec<(&'static str, Aggregation)> {
    let power = |power| Aggregation::PowerMean { power, zero: None, floor: None };
    vec![
        ("amean", Aggregation::Arithmetic {}),
        ("gmean", Aggregation::Geometric { zero: None, floor: None }),
        ("hmean", power(-1.0)),
        ("genmean_p0.5", power(0.5)),
    ]
}

/// Scores and weights of the children that have a value in a row.
fn children(table: &Table, row: &[String], until: usize) -> (Vec<f64>, Vec<f64>) {
    let given = (1..until).filter(|at| !row[*at].is_empty());
    given.map(|at| (row[at].parse::<f64>().unwrap(), table.rows[0][at].parse::<f64>().unwrap())).unzip()
}

#[test]
fn means_of_real_indicators() {
    let table = Table::read("asem_physical.csv");
    let until = table.place("amean");
    for row in &table.rows[1..] {
        let (scores, weights) = children(&table, row, until);
        for (name, method) in means() {
            let expected: f64 = row[table.place(name)].parse().unwrap();
            close(method.mean(&scores, &weights).unwrap().value, expected, &format!("{name} of {}", row[0]));
        }
    }
}

#[test]
fn means_with_gaps_rescale_the_other_weights() {
    let table = Table::read("asem_gaps.csv");
    let until = table.place("amean");
    let mut gaps = 0;
    for row in &table.rows[1..] {
        let (scores, weights) = children(&table, row, until);
        gaps += until - 1 - scores.len();
        for (name, method) in means().into_iter().filter(|(name, _)| table.headings.iter().any(|h| h == name))
        {
            let expected: f64 = row[table.place(name)].parse().unwrap();
            close(method.mean(&scores, &weights).unwrap().value, expected, &format!("{name} of {}", row[0]));
        }
    }
    assert!(gaps > 20, "the table has {gaps} gaps");
}

#[test]
fn ranks_follow_the_competition_convention() {
    let table = Table::read("rank_conventions.csv");
    let values: Vec<Option<f64>> = table.numbers("value").into_iter().map(Some).collect();
    let ranks: Vec<f64> =
        competition_ranks(&values).into_iter().map(|rank| f64::from(rank.unwrap())).collect();
    assert_eq!(ranks, table.numbers("min"));
}
