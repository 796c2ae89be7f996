//! Acceptability by sampling: against numbers computed elsewhere, against exact areas, and the laws of counting and of drawing.

use quanheng::sensitivity::acceptability::{
    Confidence, LawError, MetaWeights, Pairs, Tally, WeightLaw, WithinPolytope,
};
use quanheng::sensitivity::polytope::{
    Compared, CriterionScores, WeightPolytope, WeightRow, exact_acceptability,
};

use crate::polytopes::{Dice, scores};
use crate::references::Table;

fn close(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1e-3), "{what}: {got} is not {expected}");
}

fn row(table: &Table, at: usize) -> Vec<f64> {
    table.rows[at][1..].iter().map(|cell| cell.parse().unwrap()).collect()
}

#[test]
fn five_hundred_weights_on_fifty_units() {
    let form = Table::read("mcdm/r50x8__norm__minmax.csv");
    let criteria: Vec<String> = (1..=8).map(|at| format!("c{at}")).collect();
    let columns: Vec<Vec<f64>> = criteria.iter().map(|name| form.numbers(name)).collect();
    let scores = scores(&columns);
    let weights = Table::read("mcdm/smaa_weights_500x8.csv");
    let mut parts: Vec<Tally> = (0..3).map(|_| Tally::new(50, 8, Pairs::Counted)).collect();
    for at in 0..500 {
        parts[at % 3].add(&scores, &row(&weights, at)).unwrap();
    }
    let mut tally = parts[1].clone();
    tally.merge(&parts[0]).unwrap();
    tally.merge(&parts[2]).unwrap();
    assert_eq!(tally.draws(), 500);
    let ranks = Table::read("mcdm/smaa_saw_minmax_rai_r50x8.csv");
    let central = Table::read("mcdm/smaa_central_weights_r50x8.csv");
    let wins = Table::read("mcdm/smaa_pairwise_win_r50x8.csv");
    for unit in 0..50 {
        for (got, expected) in tally.acceptability(unit).iter().zip(row(&ranks, unit)) {
            close(*got, expected, "rank acceptability");
        }
        // The reference writes 0 where the unit is never first.
        let got = tally.central_weights(unit).unwrap_or(vec![0.0; 8]);
        got.iter()
            .zip(row(&central, unit))
            .for_each(|(got, expected)| close(*got, expected, "central weight"));
        for (other, expected) in row(&wins, unit).into_iter().enumerate() {
            close(tally.wins(unit, other).unwrap(), expected, "wins");
        }
    }
    // Integers: any split and order, the same bits; and so through a file.
    let mut other = parts[2].clone();
    other.merge(&parts[1]).unwrap();
    other.merge(&parts[0]).unwrap();
    assert_eq!(other, tally);
    let read: Tally = serde_json::from_str(&serde_json::to_string(&tally).unwrap()).unwrap();
    assert_eq!(read, tally);
    let holistic = tally.holistic(MetaWeights::Top(50));
    holistic.iter().for_each(|share| close(*share, 1.0, "all ranks together"));
    let mut confidence = Confidence::of(&tally);
    confidence.add(&scores).unwrap();
    for (unit, factor) in confidence.factors().into_iter().enumerate() {
        let expected = tally
            .central_weights(unit)
            .map(|weights| f64::from(u8::from(scores.ranks(&weights)[unit] == Some(1))));
        assert_eq!(factor, expected);
    }
}

#[test]
fn a_million_draws_agree_with_the_exact_areas() {
    let mut dice = Dice(3);
    for criteria in [2, 3] {
        let mut columns = dice.columns(5, criteria);
        columns.iter_mut().flatten().for_each(|score| *score += dice.next());
        let scores = scores(&columns);
        let exact = exact_acceptability(&scores, &WeightPolytope::simplex(criteria).unwrap()).unwrap();
        let law = WeightLaw::flat(criteria).unwrap();
        let mut tally = Tally::new(5, criteria, Pairs::Left);
        let (mut uniform, mut weights) = (vec![0.0; criteria], vec![0.0; criteria]);
        for _ in 0..1_000_000 {
            uniform.iter_mut().for_each(|uniform| *uniform = dice.next());
            law.weights(&uniform, &mut weights);
            tally.add(&scores, &weights).unwrap();
        }
        for (unit, exact) in exact.iter().enumerate() {
            for (drawn, exact) in tally.acceptability(unit).iter().zip(exact) {
                // Five standard errors of a share: 50 such shares stay within them in all but one seed of 30,000.
                let error = 5.0 * (exact * (1.0 - exact) / 1e6).sqrt();
                assert!((drawn - exact).abs() <= error + 1e-9, "{criteria}: {drawn} {exact}");
            }
        }
    }
}

#[test]
fn a_walk_within_bounds_agrees_with_the_exact_areas() {
    let mut dice = Dice(8);
    let mut columns = dice.columns(5, 3);
    columns.iter_mut().flatten().for_each(|score| *score += dice.next());
    let scores = scores(&columns);
    let bounds = WeightPolytope::bounded(&[0.1, 0.2, 0.0], &[0.6, 0.9, 0.4]).unwrap();
    let row = WeightRow { terms: vec![1.0, -1.0, 0.0], relation: Compared::AtMost, limit: 0.0 };
    for polytope in [bounds.clone(), bounds.with(row).unwrap()] {
        let exact = exact_acceptability(&scores, &polytope).unwrap();
        let within = WithinPolytope::new(&polytope, 60).unwrap();
        let mut tally = Tally::new(5, 3, Pairs::Left);
        let mut weights = vec![0.0; 3];
        for _ in 0..20_000 {
            within.draw(&mut || dice.next(), &mut weights);
            assert!(polytope.excess(&weights) <= 1e-15, "{weights:?}");
            tally.add(&scores, &weights).unwrap();
        }
        for (unit, exact) in exact.iter().enumerate() {
            for (drawn, exact) in tally.acceptability(unit).iter().zip(exact) {
                let error = 5.0 * (exact * (1.0 - exact) / 2e4).sqrt();
                assert!((drawn - exact).abs() <= error + 1e-9, "{drawn} {exact}");
            }
        }
    }
}

#[test]
fn forty_weights_stay_within_their_bounds_in_every_draw() {
    let mut dice = Dice(4);
    let polytope = WeightPolytope::around(&dice.weights(40), 0.25).unwrap();
    let within = WithinPolytope::new(&polytope, WithinPolytope::usual_steps(40)).unwrap();
    let mut weights = vec![0.0; 40];
    let mut mean = vec![0.0; 40];
    for _ in 0..2_000 {
        within.draw(&mut || dice.next(), &mut weights);
        assert!(polytope.excess(&weights) <= 0.0);
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        mean.iter_mut().zip(&weights).for_each(|(mean, weight)| *mean += weight / 2e3);
    }
    // All of a small width about their middle: the mean is the middle, to the sampling error of 2,000 draws (and what little the sum skews).
    for (at, mean) in mean.iter().enumerate() {
        let (low, high) = (polytope.lower()[at], polytope.upper()[at]);
        assert!((mean - (low + high) / 2.0).abs() < 0.05 * (high - low), "{mean} in {low} to {high}");
    }
}

/// Means and variances of draws.
fn moments(criteria: usize, draws: usize, mut draw: impl FnMut(&mut [f64])) -> (Vec<f64>, Vec<f64>) {
    let (mut sums, mut squares, mut weights) =
        (vec![0.0; criteria], vec![0.0; criteria], vec![0.0; criteria]);
    for _ in 0..draws {
        draw(&mut weights);
        assert!(
            (weights.iter().sum::<f64>() - 1.0).abs() < 1e-14 && weights.iter().all(|weight| *weight >= 0.0)
        );
        for (at, weight) in weights.iter().enumerate() {
            sums[at] += weight / draws as f64;
            squares[at] += weight * weight / draws as f64;
        }
    }
    let variances = sums.iter().zip(squares).map(|(mean, square)| square - mean * mean).collect();
    (sums, variances)
}

#[test]
fn laws_have_the_means_and_variances_they_should() {
    let mut dice = Dice(6);
    let draws = 40_000;
    let alphas = [0.5, 1.0, 4.0, 2.5];
    let whole: f64 = alphas.iter().sum();
    let flat = WeightPolytope::simplex(4).unwrap();
    let within = WithinPolytope::new(&flat, 80).unwrap();
    let mut uniform = [0.0; 4];
    let mut by_law = |law: &WeightLaw, weights: &mut [f64]| {
        uniform.iter_mut().for_each(|uniform| *uniform = dice.next());
        law.weights(&uniform, weights);
    };
    let dirichlet = WeightLaw::dirichlet(&alphas).unwrap();
    let (means, variances) = moments(4, draws, |weights| by_law(&dirichlet, weights));
    for (at, alpha) in alphas.iter().enumerate() {
        let mean = alpha / whole;
        let variance = mean * (1.0 - mean) / (whole + 1.0);
        // Five standard errors; of a variance about 1.5 % each here.
        assert!((means[at] - mean).abs() < 5.0 * (variance / draws as f64).sqrt(), "{means:?}");
        assert!((variances[at] / variance - 1.0).abs() < 0.08, "{variances:?}");
    }
    let law = WeightLaw::flat(4).unwrap();
    let flat_moments = moments(4, draws, |weights| by_law(&law, weights));
    let mut walk = Dice(9);
    let walked = moments(4, draws, |weights| within.draw(&mut || walk.next(), weights));
    for (means, variances) in [flat_moments, walked] {
        for (mean, variance) in means.iter().zip(&variances) {
            // Mean ¼, variance 3 / (16 · 5).
            assert!((mean - 0.25).abs() < 5.0 * (0.0375_f64 / draws as f64).sqrt(), "{means:?}");
            assert!((variance / 0.0375 - 1.0).abs() < 0.06, "{variances:?}");
        }
    }
    let order = WeightLaw::ordered(&[2, 0, 3, 1]).unwrap();
    let (means, _) = moments(4, draws, |weights| {
        by_law(&order, weights);
        assert!(weights[2] >= weights[0] && weights[0] >= weights[3] && weights[3] >= weights[1]);
    });
    // Rank-order centroid weights: ¼ · Σ 1/i.
    for (at, expected) in [(2, 25.0 / 48.0), (0, 13.0 / 48.0), (3, 7.0 / 48.0), (1, 3.0 / 48.0)] {
        assert!((means[at] - expected).abs() < 0.004, "{means:?}");
    }
}

#[test]
fn ties_gaps_and_means_of_other_powers() {
    // Equal scores share the better rank, so that shares of the first place add up to more than 1.
    let tied = CriterionScores::complete(&[&[5.0, 5.0, 1.0]]).unwrap();
    let mut tally = Tally::new(3, 1, Pairs::Counted);
    tally.add(&tied, &[1.0]).unwrap();
    assert_eq!((tally.acceptability(0), tally.acceptability(1)), (vec![1.0, 0.0, 0.0], vec![1.0, 0.0, 0.0]));
    assert_eq!((tally.wins(0, 1), tally.wins(0, 2), tally.wins(2, 0)), (Some(0.0), Some(1.0), Some(0.0)));
    assert_eq!(tally.acceptability(2), [0.0, 0.0, 1.0]);
    assert_eq!(tally.central_weights(2), None);
    // A unit whose only criterion weighs nothing has no rank.
    let gapped = CriterionScores::gapped(&[&[Some(1.0), None], &[Some(2.0), Some(9.0)]]).unwrap();
    let mut tally = Tally::new(2, 2, Pairs::Left);
    tally.add(&gapped, &[1.0, 0.0]).unwrap();
    tally.add(&gapped, &[0.5, 0.5]).unwrap();
    assert_eq!(tally.acceptability(1), [0.5, 0.0]);
    // The order of the power mean itself, for every power.
    let mut dice = Dice(2);
    let columns: Vec<Vec<f64>> = (0..3).map(|_| (0..6).map(|_| 1.0 + 9.0 * dice.next()).collect()).collect();
    let plain = scores(&columns);
    for power in [-2.0, -1.0, 0.0, 0.5, 1.0, 3.0] {
        let changed = plain.for_power_mean(power).unwrap();
        for _ in 0..50 {
            let weights = dice.weights(3);
            let mean = |unit: usize| -> f64 {
                let terms = columns.iter().zip(&weights);
                if power == 0.0 {
                    return libm::exp(terms.map(|(column, weight)| weight * libm::log(column[unit])).sum());
                }
                let sum = terms.map(|(column, weight)| weight * libm::pow(column[unit], power)).sum();
                libm::pow(sum, 1.0 / power)
            };
            let ranks = changed.ranks(&weights);
            for (unit, rank) in ranks.into_iter().enumerate() {
                let ahead = (0..6).filter(|other| mean(*other) > mean(unit)).count();
                assert_eq!(rank, Some(1 + ahead), "{power}");
            }
        }
    }
}

#[test]
fn laws_that_cannot_be_are_refused() {
    assert_eq!(WeightLaw::flat(0), Err(LawError::Empty));
    assert_eq!(WeightLaw::ordered(&[0, 2]), Err(LawError::Order { criterion: 2, count: 2 }));
    assert_eq!(WeightLaw::ordered(&[1, 1]), Err(LawError::Order { criterion: 1, count: 2 }));
    assert!(matches!(
        WeightLaw::dirichlet(&[1.0, f64::NAN]),
        Err(LawError::Concentration { criterion: 1, .. })
    ));
    // Numbers at the edge still give weights.
    let mut weights = [0.0; 3];
    for law in [WeightLaw::flat(3).unwrap(), WeightLaw::dirichlet(&[0.01, 1.0, 5.0]).unwrap()] {
        for uniform in [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.5, 1.0]] {
            law.weights(&uniform, &mut weights);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-14, "{weights:?}");
        }
    }
    let mut tally = Tally::new(2, 1, Pairs::Left);
    let three = CriterionScores::complete(&[&[1.0, 2.0, 3.0]]).unwrap();
    assert!(tally.add(&three, &[1.0]).is_err() && tally.merge(&Tally::new(2, 1, Pairs::Counted)).is_err());
    let one = CriterionScores::complete(&[&[1.0, 2.0]]).unwrap();
    assert!(tally.add(&one, &[f64::NAN]).is_err() && tally.add(&one, &[0.9]).is_err());
    assert_eq!(tally.draws(), 0);
}
