//! Numbers of peers that are too many to keep here: read from the folder `QUANHENG_ORACLES` (it holds `coinr/` and `mcdm/`).
//!
//! Without that variable these tests do nothing but say so. A topic is one file beside this one; it opens with
//! `let Some(oracles) = folder() else { return };`, reads with [`Table::read`], joins BY NAME (orders of rows and columns differ
//! between the files) and compares with [`Table::agree`] or [`agree`].

mod aggregation;
mod diagnosis;
mod imputation;
mod normalisation;
mod pipeline;
mod ranking;
mod treatment;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The relative difference allowed against the peers: they add in other orders than we do.
pub(crate) const TOLERANCE: f64 = 1e-10;

/// The folder of the peers' numbers, or a line that says the test did not run.
#[expect(clippy::print_stderr, reason = "a test that does not run must not look like one that passed")]
pub(crate) fn folder() -> Option<PathBuf> {
    let found = std::env::var_os("QUANHENG_ORACLES").filter(|path| !path.is_empty()).map(PathBuf::from);
    if found.is_none() {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        eprintln!(
            "{test}: did not run, QUANHENG_ORACLES is not set (the folder that holds coinr/ and mcdm/)"
        );
    }
    found
}

/// A CSV file: the name of a row stands in its first columns, as many as [`Table::read_keyed`] was told.
pub(crate) struct Table {
    /// File name within the folder, for messages.
    pub(crate) name: String,
    /// Headings of the columns that are no part of the key, in the order of the file.
    pub(crate) columns: Vec<String>,
    /// Row keys in the order of the file; the parts of a key of several columns are joined by `/`.
    pub(crate) rows: Vec<String>,
    cells: BTreeMap<(String, String), String>,
}

impl Table {
    /// A table whose rows are named by the first column.
    pub(crate) fn read(folder: &Path, name: &str) -> Table {
        Table::read_keyed(folder, name, 1)
    }

    /// A table whose rows are named by the first `key` columns together.
    pub(crate) fn read_keyed(folder: &Path, name: &str, key: usize) -> Table {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut records = text.trim_start_matches('\u{feff}').lines().map(fields);
        let columns = records.next().unwrap_or_default().split_off(key);
        let mut rows = Vec::new();
        let mut cells = BTreeMap::new();
        for mut record in records.filter(|record| record.len() > key) {
            let values = record.split_off(key);
            let row = record.join("/");
            for (column, value) in columns.iter().zip(values) {
                let twice = cells.insert((row.clone(), column.clone()), value);
                assert!(twice.is_none(), "{name}: {row}/{column} stands there twice");
            }
            rows.push(row);
        }
        Table { name: name.to_owned(), columns, rows, cells }
    }

    /// Names the rows anew; the parts of the old name that are left over become columns.
    pub(crate) fn rename_rows(&mut self, rename: impl Fn(&str) -> (String, Vec<(String, String)>)) {
        let old = std::mem::take(&mut self.cells);
        let mut names = BTreeMap::new();
        for row in &mut self.rows {
            let (name, more) = rename(row);
            for (column, value) in more {
                self.cells.insert((name.clone(), column), value);
            }
            names.insert(std::mem::replace(row, name.clone()), name);
        }
        self.cells
            .extend(old.into_iter().map(|((row, column), value)| ((names[&row].clone(), column), value)));
    }

    /// The cell as it stands in the file.
    pub(crate) fn text(&self, row: &str, column: &str) -> &str {
        let cell = self.cells.get(&(row.to_owned(), column.to_owned()));
        cell.unwrap_or_else(|| panic!("{}: there is no row {row} with a column {column}", self.name))
    }

    /// The number of a cell; an empty cell is `None`. `NaN`, `Inf` and `-Inf` are what they say.
    pub(crate) fn get(&self, row: &str, column: &str) -> Option<f64> {
        match self.text(row, column) {
            "" | "NA" => None,
            text => Some(text.parse().unwrap_or_else(|_| panic!("{}: {row}/{column}: {text}", self.name))),
        }
    }

    /// A column in the order of `rows`, which may be another table's.
    pub(crate) fn column(&self, column: &str, rows: &[String]) -> Vec<Option<f64>> {
        rows.iter().map(|row| self.get(row, column)).collect()
    }

    /// Fails unless `got` is what the cell says: both missing, or equal up to [`TOLERANCE`] of the larger.
    pub(crate) fn agree(&self, row: &str, column: &str, got: Option<f64>) {
        agree(got, self.get(row, column), &format!("{}, row {row}, column {column}", self.name));
    }
}

/// Fails unless both are missing or they differ by at most [`TOLERANCE`] of the larger; `place` says which file, row and column.
pub(crate) fn agree(got: Option<f64>, expected: Option<f64>, place: &str) {
    let same = match (got, expected) {
        (Some(a), Some(b)) => a == b || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()),
        (None, None) => true,
        _ => false,
    };
    assert!(same, "{place}: {got:?} is not {expected:?}");
}

/// One line of a CSV file with quoted fields; no field of these files holds a line break.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    fields
}

#[test]
fn the_peers_numbers_can_be_read() {
    let Some(oracles) = folder() else { return };
    for peer in ["coinr", "mcdm"] {
        let text = fs::read_to_string(oracles.join(peer).join("README.txt")).unwrap();
        assert!(text.lines().count() > 10, "{peer}");
    }
    let raw = Table::read(&oracles, "coinr/asem/data_raw.csv");
    let facts = Table::read(&oracles, "coinr/asem/stats_raw.csv");
    let units = Table::read(&oracles, "coinr/asem/data_treated.csv").rows;
    assert_eq!((raw.rows.len(), raw.columns.len()), (51, 49));
    for indicator in &facts.rows {
        let values = raw.column(indicator, &units).into_iter().flatten();
        facts.agree(indicator, "Max", values.reduce(f64::max));
    }
}

#[test]
#[should_panic(expected = "file, row r, column c: Some(1.0) is not Some(1.000000001)")]
fn a_difference_names_its_place() {
    agree(Some(1.0), Some(1.000_000_001), "file, row r, column c");
}
