//! The reference files, and how close is close.

use std::path::Path;

pub(super) struct Table {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn read(name: &str) -> Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references/mcdm").join(name);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
        let headings = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Table { headings, rows }
    }

    pub(super) fn numbers(&self, heading: &str) -> Vec<f64> {
        let at = self.headings.iter().position(|h| h == heading).unwrap();
        self.rows.iter().map(|row| row[at].parse().unwrap()).collect()
    }
}

/// A matrix and which of its columns are costs.
pub(super) struct Matrix {
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) costs: Vec<bool>,
}

impl Matrix {
    pub(super) fn read(name: &str) -> Matrix {
        let criteria = Table::read(&format!("{name}__criteria.csv"));
        let values = Table::read(&format!("{name}__matrix.csv"));
        Matrix {
            columns: criteria.rows.iter().map(|criterion| values.numbers(&criterion[0])).collect(),
            costs: criteria.rows.iter().map(|criterion| criterion[1] == "cost").collect(),
        }
    }

    fn costs_as(&self, turned: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
        let turn = |(column, cost): (&Vec<f64>, &bool)| {
            column.iter().map(|x| if *cost { turned(*x) } else { *x }).collect()
        };
        self.columns.iter().zip(&self.costs).map(turn).collect()
    }

    /// Directed for methods of differences.
    pub(super) fn negated(&self) -> Vec<Vec<f64>> {
        self.costs_as(|x| -x)
    }

    /// Directed for methods of ratios.
    pub(super) fn inverted(&self) -> Vec<Vec<f64>> {
        self.costs_as(|x| 1.0 / x)
    }
}

pub(super) fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

pub(super) fn assert_close(got: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        let distance = (got - expected).abs();
        assert!(distance <= tolerance * expected.abs(), "{what}, {at}: {got} is not {expected}");
    }
}
