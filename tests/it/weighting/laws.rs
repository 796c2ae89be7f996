//! Laws that every way to weigh by data keeps. A new method is one more line in the list.

use proptest::prelude::*;
use quanheng::weighting::{
    Conflict, DataWeights, EntropyForm, Factors, NegativeEntries, NoWeights, Scaling, ScatterScale, Signs,
    coefficient_of_variation, critic, entropy, factor, first_component, gini, independence,
    kaiser_components, maximising_deviation, merec, scatter_degree, standard_deviation,
};

use super::reading::slices;

type Weigh = fn(&[&[f64]]) -> Result<DataWeights, NoWeights>;

/// What a method takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Any,
    NonNegative,
    Positive,
}

struct Method {
    name: &'static str,
    weigh: Weigh,
    takes: Takes,
    /// Whether each column may have its own unit of measure.
    unit_blind: bool,
    /// How closely a sum in another order must agree: eigenvectors amplify rounding.
    tolerance: f64,
}

const ROUNDING: f64 = 1e-11;
const DECOMPOSED: f64 = 1e-6;

fn methods() -> Vec<Method> {
    use Takes::{Any, NonNegative, Positive};
    let line =
        |name, takes, unit_blind, tolerance, weigh| Method { name, weigh, takes, unit_blind, tolerance };
    vec![
        line("entropy, positive", Positive, true, ROUNDING, |c| entropy(c, EntropyForm::Positive {})),
        line("entropy, zeros", NonNegative, true, ROUNDING, |c| entropy(c, EntropyForm::ZeroTimesLog {})),
        // The shift is in the unit of measure of the column, as its documentation says.
        line("entropy, shifted", Any, false, ROUNDING, |c| entropy(c, EntropyForm::Shifted { by: 0.01 })),
        line("entropy, min-max", Any, true, ROUNDING, |c| entropy(c, EntropyForm::MinMax {})),
        line("entropy, min-max shifted", Any, true, ROUNDING, |c| {
            entropy(c, EntropyForm::MinMaxShifted { by: 0.0001 })
        }),
        line("entropy, rescaled", Any, true, ROUNDING, |c| {
            entropy(c, EntropyForm::Rescaled { low: 0.002, high: 0.998 })
        }),
        line("CRITIC, Pearson", Any, true, ROUNDING, |c| critic(c, Conflict::Pearson, Scaling::MinMax)),
        line("CRITIC, Spearman", Any, true, ROUNDING, |c| critic(c, Conflict::Spearman, Scaling::MinMax)),
        line("CRITIC, absolute", Any, true, ROUNDING, |c| {
            critic(c, Conflict::AbsolutePearson, Scaling::MinMax)
        }),
        line("standard deviation, min-max", Any, true, ROUNDING, |c| standard_deviation(c, Scaling::MinMax)),
        line("standard deviation, as is", Any, false, ROUNDING, |c| standard_deviation(c, Scaling::AsIs)),
        line("coefficient of variation", NonNegative, true, ROUNDING, coefficient_of_variation),
        line("Gini", NonNegative, true, ROUNDING, gini),
        line("MEREC", Positive, true, ROUNDING, merec),
        line("maximising deviation", Any, true, ROUNDING, maximising_deviation),
        line("independence", Any, true, DECOMPOSED, independence),
        line("first component", Any, true, DECOMPOSED, |c| first_component(c, Signs::Refuse)),
        line("first component, absolute", Any, true, DECOMPOSED, |c| first_component(c, Signs::Absolute)),
        line("Kaiser components", Any, true, DECOMPOSED, |c| kaiser_components(c, Signs::Absolute)),
        line("factors", Any, true, DECOMPOSED, |c| factor(c, Factors::Count { count: 2 })),
        line("scatter degree", Any, true, DECOMPOSED, |c| {
            scatter_degree(c, ScatterScale::ZScore, NegativeEntries::Refuse)
        }),
        line("scatter degree, non-negative", Any, true, DECOMPOSED, |c| {
            scatter_degree(c, ScatterScale::ZScore, NegativeEntries::NonNegative)
        }),
        line("scatter degree, min-max", Any, true, DECOMPOSED, |c| {
            scatter_degree(c, ScatterScale::MinMax, NegativeEntries::Refuse)
        }),
    ]
}

fn every(mut law: impl FnMut(&Method)) {
    methods().iter().for_each(&mut law);
}

/// Four columns, positive, correlated but not by much.
fn ordinary() -> Vec<Vec<f64>> {
    let row = |at: u32, step: u32, turn: u32| f64::from(at * step % turn) + 1.0;
    let common: Vec<f64> = (0..60).map(|at| row(at, 37, 61)).collect();
    let column = |step, turn, share: f64| {
        (0..60).map(|at| share * common[at as usize] + row(at, step, turn)).collect::<Vec<f64>>()
    };
    vec![column(53, 47, 0.9), column(29, 59, 0.4), column(17, 43, 0.7), column(41, 53, 0.1)]
}

fn assert_near(got: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    for (got, expected) in got.iter().zip(expected) {
        assert!((got - expected).abs() <= tolerance, "{what}: {got} is not {expected}");
    }
}

fn bits(weights: &DataWeights) -> Vec<u64> {
    weights.shares.iter().map(|share| share.to_bits()).collect()
}

#[test]
fn every_method_weighs_ordinary_columns() {
    let columns = ordinary();
    every(|method| {
        let weights =
            (method.weigh)(&slices(&columns)).unwrap_or_else(|why| panic!("{}: {why}", method.name));
        assert!(weights.shares.iter().all(|share| (0.0..=1.0).contains(share)), "{}", method.name);
        assert!((weights.shares.iter().sum::<f64>() - 1.0).abs() < 1e-15 * 4.0, "{}", method.name);
    });
}

#[test]
fn a_constant_column_weighs_nothing_and_moves_nothing() {
    let columns = ordinary();
    every(|method| {
        let without = (method.weigh)(&slices(&columns)).unwrap();
        for constant in [5.0, 0.1 + 0.2] {
            let mut with = columns.clone();
            with.insert(1, vec![constant; 60]);
            // The last bit of a constant that was computed: still a constant.
            with[1][7] = constant.next_up();
            let weights = (method.weigh)(&slices(&with)).unwrap();
            assert_eq!(weights.constant, [1], "{}", method.name);
            assert_eq!(weights.shares[1].to_bits(), 0, "{}", method.name);
            let mut rest = weights.clone();
            rest.shares.remove(1);
            assert_eq!(bits(&rest), bits(&without), "{}", method.name);
        }
        let lone = [columns[0].clone(), vec![3.0; 60]];
        assert_eq!((method.weigh)(&slices(&lone)).unwrap().shares, [1.0, 0.0], "{}", method.name);
        let none = [vec![2.0; 60], vec![3.0; 60]];
        assert_eq!((method.weigh)(&slices(&none)), Err(NoWeights::AllConstant), "{}", method.name);
    });
}

#[test]
fn bad_columns_are_named() {
    every(|method| {
        let name = method.name;
        assert_eq!((method.weigh)(&[]), Err(NoWeights::NoColumn), "{name}");
        assert_eq!(
            (method.weigh)(&[&[1.0], &[2.0]]),
            Err(NoWeights::TooFewUnits { given: 1, needed: 2 }),
            "{name}"
        );
        assert_eq!(
            (method.weigh)(&[&[], &[]]),
            Err(NoWeights::TooFewUnits { given: 0, needed: 2 }),
            "{name}"
        );
        let ragged = NoWeights::Ragged { column: 1, given: 1, expected: 2 };
        assert_eq!((method.weigh)(&[&[1.0, 2.0], &[1.0]]), Err(ragged), "{name}");
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let refused = (method.weigh)(&[&[1.0, 2.0, 3.0], &[1.0, bad, 2.0]]);
            assert_eq!(refused, Err(NoWeights::NotFinite { column: 1, row: 1 }), "{name}");
        }
        let mut columns = ordinary();
        columns[2][3] = 0.0;
        let zero = (method.weigh)(&slices(&columns));
        columns[2][3] = -1.0;
        let negative = (method.weigh)(&slices(&columns));
        let outside =
            |given, zero_allowed| Err(NoWeights::OutsideDomain { column: 2, row: 3, given, zero_allowed });
        match method.takes {
            Takes::Any => assert!(zero.is_ok() && negative.is_ok(), "{name}"),
            Takes::NonNegative => assert_eq!((zero.is_ok(), negative), (true, outside(-1.0, true)), "{name}"),
            Takes::Positive => {
                assert_eq!((zero, negative), (outside(0.0, false), outside(-1.0, false)), "{name}")
            }
        }
    });
}

#[test]
fn extremes_give_weights_or_a_reason() {
    let columns = ordinary();
    let magnitudes = [1e-310, 1e-300, 1e300, 1e305];
    every(|method| {
        for (at, factor) in magnitudes.into_iter().enumerate() {
            let mut scaled = columns.clone();
            scaled[at % 4].iter_mut().for_each(|value| *value *= factor);
            if let Ok(weights) = (method.weigh)(&slices(&scaled)) {
                assert!(weights.shares.iter().all(|share| share.is_finite()), "{} {factor}", method.name);
            }
        }
        let mut mixed = columns.clone();
        (mixed[0][0], mixed[0][1], mixed[1][0], mixed[1][1]) = (1e-300, 1e300, 1e300, 1e-300);
        if let Ok(weights) = (method.weigh)(&slices(&mixed)) {
            assert!(weights.shares.iter().all(|share| share.is_finite()), "{}", method.name);
        }
        let wide = [vec![-f64::MAX, f64::MAX, 0.0], vec![1.0, 2.0, 4.0]];
        assert!((method.weigh)(&slices(&wide)).is_err(), "{}", method.name);
        // Two units, and columns that say the same: whatever comes is a weight or a reason.
        for small in [vec![vec![1.0, 2.0], vec![5.0, 3.0]], vec![columns[0].clone(), columns[0].clone()]] {
            if let Ok(weights) = (method.weigh)(&slices(&small)) {
                assert!(weights.shares.iter().all(|share| (0.0..=1.0).contains(share)), "{}", method.name);
            }
        }
    });
}

#[test]
fn what_cannot_be_told_apart_is_refused() {
    let column: Vec<f64> = (0..30).map(|at| f64::from(at * 7 % 31)).collect();
    let same = [column.clone(), column.iter().map(|x| 3.0 * x + 1.0).collect()];
    assert_eq!(critic(&slices(&same), Conflict::Pearson, Scaling::MinMax), Err(NoWeights::NoConflict));
    assert_eq!(independence(&slices(&same)), Err(NoWeights::Collinear));
    // Orthogonal columns: no direction leads, nothing is predicted, and no eigenvalue is above 1.
    let crossed = [vec![1.0, 1.0, 2.0, 2.0], vec![1.0, 2.0, 1.0, 2.0]];
    let crossed = slices(&crossed);
    assert_eq!(first_component(&crossed, Signs::Refuse), Err(NoWeights::TiedEigenvalues));
    assert_eq!(
        scatter_degree(&crossed, ScatterScale::ZScore, NegativeEntries::Refuse),
        Err(NoWeights::TiedEigenvalues)
    );
    assert_eq!(independence(&crossed), Err(NoWeights::Uncorrelated { column: 0 }));
    assert_eq!(kaiser_components(&crossed, Signs::Refuse), Err(NoWeights::NoComponent));
    assert!(matches!(
        entropy(&crossed, EntropyForm::Rescaled { low: 0.5, high: 0.5 }),
        Err(NoWeights::Parameter { name: "high", .. })
    ));
    assert!(matches!(
        entropy(&crossed, EntropyForm::MinMaxShifted { by: 0.0 }),
        Err(NoWeights::Parameter { name: "by", .. })
    ));
    assert!(matches!(
        factor(&crossed, Factors::Count { count: 3 }),
        Err(NoWeights::Parameter { name: "count", .. })
    ));
}

#[test]
fn one_extreme_value_stays_in_its_own_column() {
    // A library that shifts every column by the lowest value of all gave this column 99.99996 % of the weight.
    let mut columns = ordinary();
    columns[0][0] = -5000.0;
    let others =
        |weights: &DataWeights| weights.shares[1..].iter().map(|w| w / weights.shares[1]).collect::<Vec<_>>();
    let form = EntropyForm::Shifted { by: 0.01 };
    let with = entropy(&slices(&columns), form).unwrap();
    let without = entropy(&slices(&ordinary()), form).unwrap();
    assert_near(&others(&with), &others(&without), 1e-12, "the others keep their proportions");
    assert!(with.shares[0] < 0.9, "{:?}", with.shares);
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let columns: Vec<Vec<f64>> = (0..6_u64)
        .map(|column| {
            (0..5000_u64).map(|row| ((row * (column * 2 + 7919) + 13) % 10_007) as f64 + 1.0).collect()
        })
        .collect();
    let of = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let all = methods().into_iter().map(|method| (method.weigh)(&slices(&columns)).map(|w| bits(&w)));
            all.collect::<Vec<_>>()
        })
    };
    assert_eq!(of(1), of(8));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn weights_are_blind_to_order_and_to_units_of_measure(
        noise in prop::collection::vec(0.5_f64..60.0, 240),
        turn in 1_usize..59,
        factors in prop::collection::vec(prop::sample::select(vec![1e-10, 1e-3, 7.0, 1e10]), 4),
    ) {
        let columns: Vec<Vec<f64>> = ordinary()
            .into_iter()
            .enumerate()
            .map(|(at, column)| column.iter().zip(&noise[at * 60..]).map(|(x, n)| x + n).collect())
            .collect();
        every(|method| {
            // Where no direction leads by much, rounding may decide between a weight and a refusal.
            let Ok(weights) = (method.weigh)(&slices(&columns)) else { return };
            let mut rows_turned = columns.clone();
            rows_turned.iter_mut().for_each(|column| column.rotate_left(turn));
            if let Ok(other) = (method.weigh)(&slices(&rows_turned)) {
                assert_near(&other.shares, &weights.shares, method.tolerance, method.name);
            }
            let mut columns_turned = columns.clone();
            columns_turned.rotate_left(1);
            if let Ok(mut other) = (method.weigh)(&slices(&columns_turned)) {
                other.shares.rotate_right(1);
                assert_near(&other.shares, &weights.shares, method.tolerance, method.name);
            }
            if method.unit_blind {
                let scale = |(column, factor): (&Vec<f64>, &f64)| column.iter().map(|x| x * factor).collect();
                let scaled: Vec<Vec<f64>> = columns.iter().zip(&factors).map(scale).collect();
                if let Ok(other) = (method.weigh)(&slices(&scaled)) {
                    assert_near(&other.shares, &weights.shares, method.tolerance, method.name);
                }
            }
        });
    }
}
