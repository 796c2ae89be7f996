//! Weights from data.

use quanheng::weighting::{
    Conflict, DataWeights, EntropyForm, Factors, NegativeEntries, NoWeights, Scaling, ScatterScale, Signs,
    coefficient_of_variation, critic, entropy, factor, first_component, gini, independence,
    kaiser_components, maximising_deviation, merec, scatter_degree, scatter_degree_panel, standard_deviation,
    varimax_factors,
};

use super::reading::{Matrix, Table, assert_close, slices};

const EXACT: f64 = 1e-12;
/// Eigenvectors and inverses amplify rounding by the distance of eigenvalues.
const DECOMPOSED: f64 = 1e-10;

type Method = fn(&[&[f64]]) -> Result<DataWeights, NoWeights>;

/// How costs are given to a method.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cost {
    AsBenefit,
    Negated,
    Inverted,
}

/// Each reference column with the method that must give it.
fn methods() -> Vec<(&'static str, Cost, f64, Method)> {
    use Cost::{AsBenefit, Inverted, Negated};
    vec![
        ("entropy:sum_nodir", AsBenefit, EXACT, |c| entropy(c, EntropyForm::Positive {})),
        ("entropy:sum_nodir", AsBenefit, EXACT, |c| entropy(c, EntropyForm::ZeroTimesLog {})),
        // Nothing is zero or below, so that nothing is shifted.
        ("entropy:sum_nodir", AsBenefit, EXACT, |c| entropy(c, EntropyForm::Shifted { by: 0.01 })),
        ("entropy:sum_inv", Inverted, EXACT, |c| entropy(c, EntropyForm::Positive {})),
        ("entropy:minmax_0log0", Negated, EXACT, |c| entropy(c, EntropyForm::MinMax {})),
        ("entropy:minmax_shift0.01", Negated, EXACT, |c| entropy(c, EntropyForm::MinMaxShifted { by: 0.01 })),
        ("entropy:minmax_shift0.001", Negated, EXACT, |c| {
            entropy(c, EntropyForm::MinMaxShifted { by: 0.001 })
        }),
        ("entropy:minmax_shift0.0001", Negated, EXACT, |c| {
            entropy(c, EntropyForm::MinMaxShifted { by: 0.0001 })
        }),
        ("entropy:rescale_0.002_0.998", Negated, EXACT, |c| {
            entropy(c, EntropyForm::Rescaled { low: 0.002, high: 0.998 })
        }),
        ("critic:minmax_pearson", Negated, EXACT, |c| critic(c, Conflict::Pearson, Scaling::MinMax)),
        // What several libraries call CRITIC: costs are not turned round first.
        ("critic:minmax_nodir_pearson", AsBenefit, EXACT, |c| critic(c, Conflict::Pearson, Scaling::MinMax)),
        ("critic:minmax_spearman", Negated, EXACT, |c| critic(c, Conflict::Spearman, Scaling::MinMax)),
        ("critic:minmax_abs_pearson", Negated, EXACT, |c| {
            critic(c, Conflict::AbsolutePearson, Scaling::MinMax)
        }),
        ("std:raw", AsBenefit, EXACT, |c| standard_deviation(c, Scaling::AsIs)),
        ("std:minmax", Negated, EXACT, |c| standard_deviation(c, Scaling::MinMax)),
        ("cv:raw", AsBenefit, EXACT, coefficient_of_variation),
        ("gini:raw", AsBenefit, EXACT, gini),
        ("merec", Inverted, EXACT, merec),
        ("maxdev:minmax", Negated, EXACT, maximising_deviation),
        ("independence:raw", AsBenefit, DECOMPOSED, independence),
        ("scatter_degree:zscore", Negated, DECOMPOSED, |c| {
            scatter_degree(c, ScatterScale::ZScore, NegativeEntries::Refuse)
        }),
        // The leading vector of Z′Z of z-scores is that of their correlations.
        ("scatter_degree:zscore", Negated, DECOMPOSED, |c| first_component(c, Signs::Refuse)),
        ("pca:kaiser_signed", Negated, DECOMPOSED, |c| kaiser_components(c, Signs::Refuse)),
        ("pca:kaiser_abs", Negated, DECOMPOSED, |c| kaiser_components(c, Signs::Absolute)),
    ]
}

#[test]
fn methods_of_three_matrices() {
    let mut refused = Vec::new();
    for name in ["hy4x6", "r50x8", "r200x20"] {
        let matrix = Matrix::read(name);
        let expected = Table::read(&format!("{name}__weights_ref.csv"));
        for (column, cost, tolerance, method) in methods() {
            let columns = match cost {
                Cost::AsBenefit => matrix.columns.clone(),
                Cost::Negated => matrix.negated(),
                Cost::Inverted => matrix.inverted(),
            };
            let expected = expected.numbers(column);
            let what = format!("{name} {column}");
            match method(&slices(&columns)) {
                Ok(weights) => {
                    assert_close(&weights.shares, &expected, tolerance, &what);
                    assert!(weights.constant.is_empty(), "{what}");
                }
                // The reference shows what the formula gives; as weights they are refused, with the columns.
                Err(NoWeights::MixedSigns { negative, raw }) => {
                    assert_close(&raw, &expected, tolerance, &what);
                    let below: Vec<usize> = (0..expected.len()).filter(|at| expected[*at] < 0.0).collect();
                    assert_eq!(negative, below, "{what}");
                    refused.push(what);
                }
                // Four units and six columns: every column is predicted without error, and the weights would be equal by construction.
                Err(NoWeights::TooFewUnits { given: 4, needed: 7 }) if what == "hy4x6 independence:raw" => {
                    refused.push(what);
                }
                Err(other) => panic!("{what}: {other}"),
            }
        }
    }
    assert_eq!(refused.len(), 10, "{refused:?}");
}

fn panel() -> Vec<Vec<Vec<f64>>> {
    let table = Table::read("panel__matrix.csv");
    let of_year = |year: &str| {
        let rows: Vec<&Vec<String>> = table.rows.iter().filter(|row| row[0] == year).collect();
        let column = |at: usize| {
            let sign = if at == 3 { -1.0 } else { 1.0 };
            rows.iter().map(|row| sign * row[at + 2].parse::<f64>().unwrap()).collect()
        };
        (0..5).map(column).collect()
    };
    ["2020", "2021", "2022", "2023"].map(of_year).to_vec()
}

#[test]
fn scatter_degree_of_a_panel() {
    let years = panel();
    let slices: Vec<Vec<&[f64]>> = years.iter().map(|year| slices(year)).collect();
    let periods: Vec<&[&[f64]]> = slices.iter().map(Vec::as_slice).collect();
    let expected = Table::read("panel__weights_ref.csv");
    for (column, scale) in [
        ("vhsd_zscore_within_year", ScatterScale::ZScoreWithinPeriod),
        ("vhsd_zscore_pooled", ScatterScale::ZScore),
        ("vhsd_minmax_pooled", ScatterScale::MinMax),
    ] {
        let expected = expected.numbers(column);
        match scatter_degree_panel(&periods, scale, NegativeEntries::Refuse) {
            Ok(weights) => assert_close(&weights.shares, &expected, DECOMPOSED, column),
            Err(NoWeights::MixedSigns { raw, .. }) => assert_close(&raw, &expected, DECOMPOSED, column),
            Err(other) => panic!("{column}: {other}"),
        }
        let weights = scatter_degree_panel(&periods, scale, NegativeEntries::NonNegative).unwrap();
        assert!(weights.shares.iter().all(|share| *share >= 0.0), "{column}");
    }
    let pooled: Vec<Vec<f64>> =
        (0..5).map(|at| years.iter().flat_map(|year| year[at].iter().copied()).collect()).collect();
    let pooled = pooled.iter().map(Vec::as_slice).collect::<Vec<_>>();
    let got = entropy(&pooled, EntropyForm::MinMax {}).unwrap();
    assert_close(&got.shares, &expected.numbers("entropy_pooled_minmax_0log0"), EXACT, "entropy, pooled");
    let got = critic(&pooled, Conflict::Pearson, Scaling::MinMax).unwrap();
    assert_close(&got.shares, &expected.numbers("critic_pooled_minmax"), EXACT, "CRITIC, pooled");
}

#[test]
fn the_best_direction_without_negative_entries_is_the_best_of_all_faces() {
    // Each face by itself: the best vector on it is the leading one where that is positive.
    let columns = Matrix::read("r50x8").negated();
    let best = scatter_degree(&slices(&columns), ScatterScale::ZScore, NegativeEntries::NonNegative).unwrap();
    let spread = |weights: &[f64]| {
        let length = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        let z: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| {
                let mean = column.iter().sum::<f64>() / column.len() as f64;
                let squares: f64 = column.iter().map(|x| (x - mean) * (x - mean)).sum();
                column.iter().map(|x| (x - mean) / squares.sqrt()).collect()
            })
            .collect();
        let score = |row: usize| weights.iter().zip(&z).map(|(w, z)| w / length * z[row]).sum::<f64>();
        (0..50).map(|row| score(row) * score(row)).sum::<f64>()
    };
    let reached = spread(&best.shares);
    let mut positive = 0;
    for face in 1_u32..256 {
        let kept: Vec<usize> = (0..8).filter(|at| face & (1 << at) != 0).collect();
        let part: Vec<&[f64]> = kept.iter().map(|at| columns[*at].as_slice()).collect();
        let Ok(found) = scatter_degree(&part, ScatterScale::ZScore, NegativeEntries::Refuse) else {
            continue;
        };
        positive += 1;
        let mut whole = vec![0.0; 8];
        kept.iter().zip(&found.shares).for_each(|(at, share)| whole[*at] = *share);
        assert!(spread(&whole) <= reached * (1.0 + 1e-12), "{kept:?}");
    }
    assert!(positive > 20);
}

/// The sum over factors of the variance of squared loadings, each divided by the communality.
fn varimax_criterion(loadings: &[Vec<f64>], communalities: &[f64]) -> f64 {
    let count = communalities.len() as f64;
    let variance = |factor: &Vec<f64>| {
        let squares: Vec<f64> = factor.iter().zip(communalities).map(|(l, c)| l * l / c).collect();
        let mean = squares.iter().sum::<f64>() / count;
        squares.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>() / count
    };
    loadings.iter().map(variance).sum()
}

#[test]
fn varimax_finds_a_better_optimum_than_a_single_start() {
    let columns = Matrix::read("r200x20").negated();
    let found = varimax_factors(&slices(&columns), Factors::EigenvalueAboveOne {}).unwrap();
    let table = Table::read("factor_r200x20_varimax.csv");
    assert_close(&found.communalities, &table.numbers("communality"), 1e-10, "communalities");
    let of_r: Vec<Vec<f64>> = (1..=6).map(|at| table.numbers(&format!("F{at}"))).collect();
    let (ours, theirs) = (
        varimax_criterion(&found.loadings, &found.communalities),
        varimax_criterion(&of_r, &found.communalities),
    );
    // R's `varimax` starts once, from the unrotated components, and ends in a local optimum here.
    assert!((theirs - 0.393_885_164).abs() < 1e-9, "{theirs}");
    assert!((ours - 0.394_917_798).abs() < 1e-9, "{ours}");
}

#[test]
fn factor_weights_follow_the_squared_loadings() {
    let columns = Matrix::read("r50x8").negated();
    let columns = slices(&columns);
    for factors in [Factors::EigenvalueAboveOne {}, Factors::Count { count: 4 }, Factors::Count { count: 1 }]
    {
        let rotated = varimax_factors(&columns, factors).unwrap();
        let weights = factor(&columns, factors).unwrap();
        let own = |at: usize| rotated.loadings.iter().map(|l| l[at] * l[at]).fold(0.0, f64::max);
        let sum: f64 = (0..8).map(own).sum();
        let expected: Vec<f64> = (0..8).map(|at| own(at) / sum).collect();
        assert_close(&weights.shares, &expected, EXACT, &format!("{factors:?}"));
    }
}

#[test]
fn factor_weights_of_the_technology_achievement_index() {
    // OECD/JRC Handbook 2008, ISBN 978-92-64-04345-9, Table 18: four principal components, varimax.
    let text = include_str!("../../../datasets/tai/2001/tai.csv");
    let column = |at: usize| -> Vec<f64> {
        text.lines().skip(1).map(|line| line.split(',').nth(at).unwrap().parse().unwrap()).collect()
    };
    let columns: Vec<Vec<f64>> = (1..=8).map(column).collect();
    let weights = factor(&slices(&columns), Factors::Count { count: 4 }).unwrap();
    let published = [0.17, 0.15, 0.11, 0.07, 0.08, 0.12, 0.14, 0.16];
    for (got, published) in weights.shares.iter().zip(published) {
        // Two decimals, and data that the book prints with fewer digits than it used.
        assert!((got - published).abs() <= 0.0075, "{got} {published}");
    }
    // Table 17, what the factors explain: 2.64 1.39 1.19 1.76.
    let rotated = varimax_factors(&slices(&columns), Factors::Count { count: 4 }).unwrap();
    for (got, published) in rotated.explained.iter().zip([2.64, 1.76, 1.39, 1.19]) {
        assert!((got - published).abs() <= 0.025, "{got} {published}");
    }
}
