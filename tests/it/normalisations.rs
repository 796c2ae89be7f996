//! Every form of normalisation against numbers in 50-digit arithmetic; `tests/references/README.md` says where they come from.

use std::collections::BTreeMap;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use quanheng::normalisation::{Normalisation, Normaliser};
use quanheng::statistics::{GroupedSample, Sample, Undetermined};
use quanheng::vocab::Direction::{self, Negative, Positive};

/// A normalisation as it stands on a card.
pub(crate) fn method(text: &str) -> Normalisation {
    let table: BTreeMap<String, Normalisation> = toml::from_str(&format!("m = {{ {text} }}")).unwrap();
    table.into_values().next().unwrap()
}

/// Fits one column without gaps.
pub(crate) fn fit(
    method: &Normalisation,
    direction: Direction,
    scale: RangeInclusive<f64>,
    values: &[f64],
) -> Result<Normaliser, Undetermined> {
    let base = GroupedSample::new(vec![], vec![(vec![], Sample::new(values.to_vec()))]);
    method.fit(direction, &scale, &base).map(|fit| fit.grouped.pooled)
}

/// Columns by name.
fn columns(name: &str) -> Vec<(String, Vec<f64>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references/mcdm").join(name);
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').skip(1).collect::<Vec<_>>());
    let headings = lines.next().unwrap();
    let rows: Vec<Vec<f64>> =
        lines.map(|line| line.iter().map(|cell| cell.parse().unwrap()).collect()).collect();
    let column = |at: usize| rows.iter().map(|row| row[at]).collect();
    headings.iter().enumerate().map(|(at, heading)| ((*heading).to_owned(), column(at))).collect()
}

fn costs(matrix: &str) -> Vec<bool> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/references/mcdm/{matrix}__criteria.csv"));
    let text = fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').nth(1) == Some("cost")).collect()
}

/// File, method for benefits, method for costs where it differs (`-`: the file ignores the direction), scale.
const FORMS: &[(&str, &str, &str, RangeInclusive<f64>)] = &[
    ("minmax", r#"method = "min-max""#, "", 0.0..=1.0),
    ("minmax_nodir", r#"method = "min-max""#, "-", 0.0..=1.0),
    ("max_inv", r#"method = "share-of-max""#, r#"method = "share-of-max", cost = "inverse""#, 0.0..=1.0),
    ("max_refl", r#"method = "share-of-max""#, r#"method = "share-of-max", cost = "reflected""#, 0.0..=1.0),
    ("sum_nodir", r#"method = "sum""#, "-", 0.0..=1.0),
    ("sum_inv", r#"method = "sum""#, r#"method = "sum", cost = "inverse""#, 0.0..=1.0),
    ("vector_nodir", r#"method = "vector""#, "-", 0.0..=1.0),
    ("vector_refl", r#"method = "vector""#, r#"method = "vector", cost = "reflected""#, 0.0..=1.0),
    (
        "zscore_pop",
        r#"method = "z-score", centre = 0.0, spread = 1.0, deviation = "population""#,
        "",
        0.0..=1.0,
    ),
    ("zscore_sample", r#"method = "z-score", centre = 0.0, spread = 1.0"#, "", 0.0..=1.0),
    ("mean_ratio", r#"method = "ratio-to-mean""#, r#"method = "ratio-to-mean", cost = "inverse""#, 0.0..=1.0),
    ("efficacy_60_40", r#"method = "linear-efficacy""#, "", 0.0..=100.0),
    ("rescale_0p01_0p99", r#"method = "min-max", to = [0.01, 0.99]"#, "", 0.0..=1.0),
    ("rescale_0p002_0p998", r#"method = "min-max", to = [0.002, 0.998]"#, "", 0.0..=1.0),
    ("enhanced_accuracy", r#"method = "enhanced-accuracy""#, "", 0.0..=1.0),
    ("zavadskas_turskis", r#"method = "zavadskas-turskis", outside = "extend""#, "", 0.0..=1.0),
];

fn close(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: {got} is not {expected}");
}

const MATRICES: [(&str, usize); 3] = [("hy4x6", 24), ("r50x8", 400), ("r200x20", 4000)];

#[test]
fn every_form_of_three_matrices() {
    for (matrix, cells) in MATRICES {
        let values = columns(&format!("{matrix}__matrix.csv"));
        for (file, benefit, cost, scale) in FORMS {
            let expected = columns(&format!("{matrix}__norm__{file}.csv"));
            let mut compared = 0;
            for (((name, values), (_, expected)), is_cost) in values.iter().zip(&expected).zip(costs(matrix))
            {
                let direction = if is_cost && *cost != "-" { Negative } else { Positive };
                let text = if direction == Negative && !cost.is_empty() { cost } else { benefit };
                let fitted = fit(&method(text), direction, scale.clone(), values).unwrap();
                for (value, expected) in values.iter().zip(expected) {
                    close(fitted.apply(*value).unwrap(), *expected, &format!("{matrix} {file} {name}"));
                    compared += 1;
                }
            }
            assert_eq!(compared, cells, "{matrix} {file}");
        }
    }
}

#[test]
fn average_ranks_of_three_matrices() {
    for (matrix, _) in MATRICES {
        let expected = columns(&format!("{matrix}__norm__avgrank.csv"));
        let values = columns(&format!("{matrix}__matrix.csv"));
        for (((name, values), (_, expected)), is_cost) in values.iter().zip(&expected).zip(costs(matrix)) {
            let direction = if is_cost { Negative } else { Positive };
            let count = values.len() as f64;
            // rank ÷ n and (rank − 1) ÷ (n − 1), so scales of n and of 1 to n give the rank itself.
            let ranks = fit(&method(r#"method = "rank""#), direction, 0.0..=count, values).unwrap();
            let points = fit(&method(r#"method = "borda""#), direction, 1.0..=count, values).unwrap();
            for (value, expected) in values.iter().zip(expected) {
                close(ranks.apply(*value).unwrap(), *expected, &format!("{matrix} {name}"));
                close(points.apply(*value).unwrap(), *expected, &format!("{matrix} {name}"));
            }
        }
    }
}

/// The share in a sum of logarithms turns good and bad round where that sum is negative: there it is refused, and the reference shows why.
#[test]
fn logarithmic_shares_where_they_keep_the_order() {
    let (mut compared, mut refused) = (0, 0);
    for (matrix, _) in MATRICES {
        let expected = columns(&format!("{matrix}__norm__logarithmic.csv"));
        let values = columns(&format!("{matrix}__matrix.csv"));
        for (((name, values), (_, expected)), is_cost) in values.iter().zip(&expected).zip(costs(matrix)) {
            let direction = if is_cost { Negative } else { Positive };
            let order = |a: usize, b: usize| {
                let better = if is_cost { values[a] < values[b] } else { values[a] > values[b] };
                values[a] != values[b] && better != (expected[a] > expected[b])
            };
            let is_turned = (1..values.len()).any(|at| order(at, 0));
            match fit(&method(r#"method = "logarithmic""#), direction, 0.0..=1.0, values) {
                Ok(fitted) => {
                    assert!(!is_turned, "{matrix} {name}");
                    for (value, expected) in values.iter().zip(expected) {
                        close(fitted.apply(*value).unwrap(), *expected, &format!("{matrix} {name}"));
                    }
                    compared += 1;
                }
                Err(why) => {
                    assert!(matches!(why, Undetermined::OutOfDomain { value } if value < 0.0), "{why:?}");
                    assert!(is_turned, "{matrix} {name}");
                    refused += 1;
                }
            }
        }
    }
    assert_eq!((compared, refused), (23, 11));
}
