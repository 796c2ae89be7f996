//! Inputs on which other libraries return NaN, drop a criterion, or give a negative weight: what happens here instead.

use quanheng::ranking::{
    GreyForm, Matrix, Preference, RankForm, Ranked, RankingError, RankingMethod, TopsisNorm, WeightPlace,
};
use quanheng::vocab::Direction::{self, Negative, Positive};
use quanheng::weighting::{
    Conflict, DataWeights, EntropyForm, NoWeights, Scaling, coefficient_of_variation, critic, entropy, gini,
    merec, standard_deviation,
};

type Columns = Vec<Vec<f64>>;
type Weigh = fn(&[&[f64]]) -> Result<DataWeights, NoWeights>;

/// Weights from data, and the least value each takes: −∞, 0, or above 0.
const WEIGHTS: [(&str, Weigh, f64); 11] = [
    ("entropy, positive", |c| entropy(c, EntropyForm::Positive {}), f64::MIN_POSITIVE),
    ("entropy, zero-times-log", |c| entropy(c, EntropyForm::ZeroTimesLog {}), 0.0),
    ("entropy, shifted", |c| entropy(c, EntropyForm::Shifted { by: 0.01 }), f64::NEG_INFINITY),
    ("entropy, min-max", |c| entropy(c, EntropyForm::MinMax {}), f64::NEG_INFINITY),
    (
        "entropy, rescaled",
        |c| entropy(c, EntropyForm::Rescaled { low: 0.002, high: 0.998 }),
        f64::NEG_INFINITY,
    ),
    ("critic, pearson", |c| critic(c, Conflict::Pearson, Scaling::MinMax), f64::NEG_INFINITY),
    ("critic, absolute", |c| critic(c, Conflict::AbsolutePearson, Scaling::MinMax), f64::NEG_INFINITY),
    ("standard deviation", |c| standard_deviation(c, Scaling::MinMax), f64::NEG_INFINITY),
    ("coefficient of variation", coefficient_of_variation, 0.0),
    ("gini", gini, 0.0),
    ("merec", merec, f64::MIN_POSITIVE),
];

/// Rankings, and the least value each takes.
fn rankings() -> Vec<(RankingMethod, f64)> {
    use RankingMethod::{
        Borda, Copeland, Copras, Edas, Grey, KemenyYoung, Promethee, RankSumRatio, Topsis, Vikor, Waspas,
    };
    let any = f64::NEG_INFINITY;
    vec![
        (Topsis { norm: TopsisNorm::Vector, weights: WeightPlace::Outside }, any),
        (Topsis { norm: TopsisNorm::MinMax, weights: WeightPlace::Inside }, any),
        (Topsis { norm: TopsisNorm::ReflectedVector, weights: WeightPlace::Outside }, any),
        (Vikor { strategy: 0.5 }, any),
        (Grey { form: GreyForm::MinMax, distinguishing: 0.5 }, any),
        (Grey { form: GreyForm::Ratio, distinguishing: 0.5 }, f64::MIN_POSITIVE),
        (Copras {}, 0.0),
        (Waspas { sum_share: 0.5 }, f64::MIN_POSITIVE),
        (Edas {}, 0.0),
        (Promethee { preference: Preference::Usual {} }, any),
        (Promethee { preference: Preference::VShape { full: 1.0 } }, any),
        (Promethee { preference: Preference::Linear { indifference: 0.1, full: 0.5 } }, any),
        (Copeland {}, any),
        (Borda {}, any),
        (KemenyYoung {}, any),
        (RankSumRatio { form: RankForm::Integer, bands: 3 }, any),
        (RankSumRatio { form: RankForm::NonInteger, bands: 3 }, any),
    ]
}

/// Four criteria of six units; the third counts against a unit in rankings.
fn plain() -> Columns {
    vec![
        vec![7.0, 5.0, 9.0, 4.0, 6.0, 8.0],
        vec![120.0, 300.0, 250.0, 90.0, 400.0, 180.0],
        vec![3.0, 6.0, 2.0, 8.0, 5.0, 4.0],
        vec![0.2, 0.5, 0.1, 0.9, 0.4, 0.7],
    ]
}

const DIRECTIONS: [Direction; 4] = [Positive, Positive, Negative, Positive];

fn weigh(with: Weigh, columns: &Columns) -> Result<DataWeights, NoWeights> {
    with(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn rank(method: &RankingMethod, columns: &Columns) -> Result<Ranked, RankingError> {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let weights = [0.4, 0.3, 0.2, 0.1];
    method.rank(&Matrix {
        columns: &columns,
        directions: &DIRECTIONS,
        weights: &weights,
        ..Matrix::default()
    })
}

fn sound(weights: &DataWeights) -> bool {
    let sum: f64 = weights.shares.iter().sum();
    (sum - 1.0).abs() < 1e-12 && weights.shares.iter().all(|share| share.is_finite() && *share >= 0.0)
}

/// With one value replaced: refused with its place where the method cannot take it, else a sound answer.
fn with_value(value: f64) {
    let mut columns = plain();
    columns[1][2] = value;
    for (name, with, least) in WEIGHTS {
        match weigh(with, &columns) {
            Ok(weights) => assert!(value >= least && sound(&weights), "{name} {value}"),
            Err(error) => {
                let here = matches!(error, NoWeights::OutsideDomain { column: 1, row: 2, given, .. } if given == value);
                assert!(value < least && here, "{name} {value}: {error}");
            }
        }
    }
    for (method, least) in rankings() {
        match rank(&method, &columns) {
            Ok(ranked) => {
                assert!(
                    value >= least && ranked.scores.iter().all(|score| score.is_finite()),
                    "{method:?} {value}"
                );
            }
            Err(
                RankingError::Negative { criterion: 1, unit: 2, given }
                | RankingError::NotPositive { criterion: 1, unit: 2, given },
            ) => {
                assert!(value < least && given == value, "{method:?} {value}");
            }
            Err(error) => panic!("{method:?} {value}: {error}"),
        }
    }
}

#[test]
fn a_zero_is_refused_by_name_or_answered() {
    with_value(0.0);
}

#[test]
fn a_negative_value_is_refused_by_name_or_answered_and_stays_in_its_column() {
    with_value(-5.0);
    // A library shifts every column by the lowest value of all: one −5000 then takes nearly all weight.
    let mut columns = plain();
    columns[1][2] = -5000.0;
    let shares = entropy(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>(), EntropyForm::MinMax {})
        .unwrap()
        .shares;
    assert!(shares[1] < 0.5, "{shares:?}");
}

#[test]
fn a_missing_value_is_an_error_that_names_its_place() {
    let mut columns = plain();
    columns[3][5] = f64::NAN;
    for (name, with, _) in WEIGHTS {
        assert_eq!(weigh(with, &columns), Err(NoWeights::NotFinite { column: 3, row: 5 }), "{name}");
    }
    for (method, _) in rankings() {
        assert_eq!(
            rank(&method, &columns),
            Err(RankingError::NotFinite { criterion: 3, unit: 5 }),
            "{method:?}"
        );
    }
}

#[test]
fn a_constant_column_weighs_exactly_nothing_and_is_named() {
    let mut columns = plain();
    columns[1] = vec![0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2, 0.3, 0.3];
    let without: Columns = [0, 2, 3].map(|at| columns[at].clone()).to_vec();
    for (name, with, _) in WEIGHTS {
        let weights = weigh(with, &columns).unwrap();
        assert_eq!((weights.shares[1], &weights.constant[..]), (0.0, &[1][..]), "{name}");
        let others = weigh(with, &without).unwrap().shares;
        for (at, other) in [0, 2, 3].into_iter().zip(others) {
            assert!((weights.shares[at] - other).abs() < 1e-12, "{name}");
        }
    }
    for (method, _) in rankings() {
        let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let matrix =
            Matrix { columns: &views, directions: &DIRECTIONS, weights: &[1.0; 4], ..Matrix::default() };
        let appraisal = method.appraise(&matrix).unwrap();
        assert_eq!(appraisal.constant, [1], "{method:?}");
        assert!(appraisal.ranked.scores.iter().all(|score| score.is_finite()), "{method:?}");
    }
}

#[test]
fn equal_units_share_a_rank_wherever_they_stand() {
    let mut columns = plain();
    columns.iter_mut().for_each(|column| column.push(column[1]));
    for (method, _) in rankings() {
        let ranked = rank(&method, &columns).unwrap();
        let apart = (ranked.scores[1] - ranked.scores[6]).abs();
        assert!(apart <= 1e-15 * ranked.scores[1].abs(), "{method:?} {ranked:?}");
    }
    for (name, with, _) in WEIGHTS {
        assert!(sound(&weigh(with, &columns).unwrap()), "{name}");
    }
}

#[test]
fn a_tiny_unit_of_measure_changes_nothing() {
    let columns = plain();
    let mut tiny = plain();
    tiny[0].iter_mut().for_each(|value| *value *= 1e-10);
    for (name, with, _) in WEIGHTS {
        let (a, b) = (weigh(with, &columns).unwrap().shares, weigh(with, &tiny).unwrap().shares);
        // A shift in the column's own unit of measure is raised only where a value is zero or below.
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-12), "{name} {a:?} {b:?}");
    }
    for (method, _) in rankings() {
        let (a, b) = (rank(&method, &columns).unwrap(), rank(&method, &tiny).unwrap());
        assert!(a.scores.iter().zip(&b.scores).all(|(a, b)| (a - b).abs() < 1e-12), "{method:?}");
    }
}

#[test]
fn one_unit_and_nothing_but_constant_columns_are_refused() {
    let one: Columns = plain().into_iter().map(|column| vec![column[0]]).collect();
    let constant: Columns = plain().into_iter().map(|column| vec![column[0]; 6]).collect();
    for (name, with, _) in WEIGHTS {
        assert!(matches!(weigh(with, &one), Err(NoWeights::TooFewUnits { given: 1, .. })), "{name}");
        assert_eq!(weigh(with, &constant), Err(NoWeights::AllConstant), "{name}");
    }
    for (method, _) in rankings() {
        assert_eq!(rank(&method, &one), Err(RankingError::TooFewUnits { given: 1 }), "{method:?}");
        assert_eq!(rank(&method, &constant), Err(RankingError::AllConstant), "{method:?}");
    }
}

#[test]
fn perfectly_correlated_columns_weigh_the_same_or_have_no_conflict() {
    let first = plain()[0].clone();
    let columns: Columns =
        [1.0, 10.0, 100.0, 0.001].map(|by| first.iter().map(|v| v * by).collect()).to_vec();
    for (name, with, _) in WEIGHTS {
        match weigh(with, &columns) {
            Ok(weights) => assert!(weights.shares.iter().all(|share| (share - 0.25).abs() < 1e-12), "{name}"),
            Err(error) => {
                assert!(error == NoWeights::NoConflict && name.starts_with("critic"), "{name}: {error}")
            }
        }
    }
    for (method, _) in rankings() {
        assert!(rank(&method, &columns).unwrap().scores.iter().all(|score| score.is_finite()), "{method:?}");
    }
}

#[test]
fn the_same_call_twice_gives_the_same_bits() {
    // A library consumes its preference functions: the second call fails.
    for (method, _) in rankings() {
        assert_eq!(rank(&method, &plain()), rank(&method, &plain()), "{method:?}");
    }
}

#[test]
fn weights_are_never_used_as_they_are_when_they_make_no_sense() {
    let columns = plain();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for (method, _) in rankings() {
        let of = |weights: [f64; 4]| {
            method.rank(&Matrix {
                columns: &columns,
                directions: &DIRECTIONS,
                weights: &weights,
                ..Matrix::default()
            })
        };
        assert!(
            matches!(of([1.0, -1.0, 1.0, 1.0]), Err(RankingError::Weight { criterion: 1, .. })),
            "{method:?}"
        );
        // NaN passes a check of the form |sum − 1| > tolerance.
        assert!(
            matches!(of([1.0, 1.0, f64::NAN, 1.0]), Err(RankingError::Weight { criterion: 2, .. })),
            "{method:?}"
        );
        assert_eq!(of([0.0; 4]), Err(RankingError::NoWeight), "{method:?}");
        let (once, twice) = (of([4.0, 3.0, 2.0, 1.0]).unwrap(), of([0.4, 0.3, 0.2, 0.1]).unwrap());
        assert!(once.scores.iter().zip(&twice.scores).all(|(a, b)| (a - b).abs() < 1e-12), "{method:?}");
    }
}
