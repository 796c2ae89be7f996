//! Whole-sample rankings against numbers computed elsewhere; `tests/references/mcdm/README.md` says where.

use std::fs;
use std::path::Path;

use quanheng::ranking::{
    Copras, Decision, Edas, GreyForm, Ranked, RankingError, Topsis, TopsisNorm, Vikor, WeightPlace,
    grey_relational_grade, waspas,
};
use quanheng::vocab::Direction::{self, Negative, Positive};

pub(crate) struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(name: &str) -> Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references/mcdm").join(name);
        let text = fs::read_to_string(path).unwrap();
        let mut lines = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let headings = lines.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = lines.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Table { headings, rows }
    }

    pub(crate) fn numbers(&self, heading: &str) -> Vec<f64> {
        let at = self.headings.iter().position(|h| h == heading).unwrap();
        self.rows.iter().map(|row| row[at].parse().unwrap()).collect()
    }

    pub(crate) fn words(&self, heading: &str) -> Vec<String> {
        let at = self.headings.iter().position(|h| h == heading).unwrap();
        self.rows.iter().map(|row| row[at].clone()).collect()
    }
}

/// One of the reference matrices.
pub(crate) struct Matrix {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) directions: Vec<Direction>,
    pub(crate) weights: Vec<f64>,
}

impl Matrix {
    pub(crate) fn read(name: &'static str) -> Matrix {
        let criteria = Table::read(&format!("{name}__criteria.csv"));
        let values = Table::read(&format!("{name}__matrix.csv"));
        let kinds = criteria.words("type");
        Matrix {
            name,
            columns: criteria.words("criterion").iter().map(|criterion| values.numbers(criterion)).collect(),
            directions: kinds.iter().map(|kind| if kind == "cost" { Negative } else { Positive }).collect(),
            weights: criteria.numbers("weight"),
        }
    }

    pub(crate) fn with<T>(&self, use_it: impl FnOnce(&Decision<'_>) -> T) -> T {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        use_it(&Decision::new(&columns, &self.directions, &self.weights).unwrap())
    }

    /// The same with equal weights.
    pub(crate) fn equal(&self) -> Matrix {
        Matrix {
            columns: self.columns.clone(),
            directions: self.directions.clone(),
            weights: vec![1.0; self.weights.len()],
            name: self.name,
        }
    }
}

pub(crate) const MATRICES: [&str; 3] = ["hy4x6", "r50x8", "r200x20"];

fn close(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: {got} is not {expected}");
}

fn all_close(got: &[f64], expected: &[f64], what: &str) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        close(*got, *expected, &format!("{what}, row {at}"));
    }
}

/// Every method that has a column in the reference files, by the name of that column.
fn named(decision: &Decision<'_>) -> Vec<(&'static str, Ranked)> {
    use GreyForm::{MinMax, Ratio};
    use TopsisNorm::{ReflectedVector, Vector};
    use WeightPlace::{Inside, Outside};
    let topsis = |norm, place| Topsis::of(decision, norm, place).ranked();
    let vikor = Vikor::of(decision, 0.5).unwrap();
    let lower = |scores: &[f64]| Ranked { scores: scores.to_vec(), better: quanheng::ranking::Better::Lower };
    vec![
        ("topsis:vector", topsis(Vector, Outside)),
        ("topsis:minmax", topsis(TopsisNorm::MinMax, Outside)),
        ("topsis:vector_weights_inside", topsis(Vector, Inside)),
        ("topsis:minmax_weights_inside", topsis(TopsisNorm::MinMax, Inside)),
        ("topsis:cn_maxminus_vector_inside", topsis(ReflectedVector, Inside)),
        ("vikor_S", lower(&vikor.group)),
        ("vikor_R", lower(&vikor.regret)),
        ("vikor_Q:0.5", vikor.ranked()),
        ("gra:minmax_rho0.5", grey_relational_grade(decision, MinMax, 0.5).unwrap()),
        ("gra:max_inv_rho0.5", grey_relational_grade(decision, Ratio, 0.5).unwrap()),
        ("copras", Copras::of(decision).unwrap().ranked()),
        ("waspas:max_inv_0.5", waspas(decision, 0.5).unwrap()),
        ("wpm:max_inv", waspas(decision, 0.0).unwrap()),
        ("saw:max_inv", waspas(decision, 1.0).unwrap()),
        ("edas", Edas::of(decision).unwrap().ranked()),
    ]
}

#[test]
fn scores_and_ranks_of_three_matrices() {
    let mut compared = 0;
    for name in MATRICES {
        let matrix = Matrix::read(name);
        let scores = Table::read(&format!("{name}__scores_ref.csv"));
        let ranks = Table::read(&format!("{name}__ranks_ref.csv"));
        for (method, ranked) in matrix.with(named) {
            all_close(&ranked.scores, &scores.numbers(method), &format!("{name} {method}"));
            let got: Vec<f64> = ranked.ranks().into_iter().map(f64::from).collect();
            assert_eq!(got, ranks.numbers(method), "{name} {method}");
            compared += 1;
        }
    }
    assert_eq!(compared, 3 * 15);
}

#[test]
fn costs_lower_the_copras_score_and_no_cost_leaves_the_benefits() {
    // pymcdm and the Rust crate mcdm simplify the fraction to S+ + S-, which makes a1 of the aircraft example the winner.
    Matrix::read("hy4x6").with(|decision| {
        assert_eq!(Copras::of(decision).unwrap().ranked().ranks(), [2, 4, 1, 3]);
    });
    // pyrepo-mcda returns NaN without a cost criterion, others refuse.
    Matrix::read("r50x8").with(|decision| {
        let copras = Copras::of(decision).unwrap();
        let highest = copras.benefits.iter().copied().fold(0.0, f64::max);
        let expected: Vec<f64> = copras.benefits.iter().map(|b| b / highest).collect();
        assert_eq!(copras.utility, expected);
    });
}

#[test]
fn ratios_refuse_what_they_cannot_divide() {
    let (a, b) = ([1.0, 0.0, 3.0], [2.0, 1.0, -1.0]);
    let decision = Decision::new(&[&a, &b], &[Positive; 2], &[1.0; 2]).unwrap();
    let zero = RankingError::NotPositive { criterion: 0, unit: 1, given: 0.0 };
    assert_eq!(waspas(&decision, 0.5).unwrap_err(), zero);
    assert_eq!(grey_relational_grade(&decision, GreyForm::Ratio, 0.5).unwrap_err(), zero);
    let negative = RankingError::Negative { criterion: 1, unit: 2, given: -1.0 };
    assert_eq!(Copras::of(&decision).unwrap_err(), negative);
    assert_eq!(Edas::of(&decision).unwrap_err(), negative);
    let costs = Decision::new(&[&a], &[Negative], &[1.0]).unwrap();
    assert!(matches!(Copras::of(&costs).unwrap_err(), RankingError::ZeroSum { unit: 1, .. }));
    assert!(matches!(Vikor::of(&decision, 1.5).unwrap_err(), RankingError::Parameter { .. }));
    assert!(matches!(waspas(&decision, f64::NAN).unwrap_err(), RankingError::Parameter { .. }));
    let refused = grey_relational_grade(&decision, GreyForm::MinMax, 0.0).unwrap_err();
    assert!(matches!(refused, RankingError::Parameter { .. }));
}
