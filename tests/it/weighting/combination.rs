//! Combinations of finished weights.

use quanheng::weighting::{Combination, NoCombination, combined, game_combination};

use super::reading::{Table, assert_close};

const EXACT: f64 = 1e-12;

fn weightings() -> (Table, [Vec<f64>; 3]) {
    let table = Table::read("combination_weights_r50x8.csv");
    let weightings = ["subjective", "entropy_minmax", "critic_minmax"].map(|name| table.numbers(name));
    (table, weightings)
}

#[test]
fn sums_and_products() {
    let (table, [subjective, entropy, critic]) = weightings();
    let linear = Combination::Linear { coefficients: vec![] };
    let geometric = Combination::Geometric { coefficients: vec![] };
    let pair = [subjective.clone(), entropy.clone()];
    let all = [subjective, entropy, critic];
    let mut compared = 0;
    for (column, rule) in [
        ("linear_0.5", &linear),
        ("multiplicative", &Combination::Multiplicative {}),
        ("geometric", &geometric),
    ] {
        let expected = table.numbers(column);
        // The file does not say which weightings each used: either two or all three reproduce it.
        let near = |weightings: &[Vec<f64>]| {
            let got = combined(weightings, rule).unwrap();
            got.iter().zip(&expected).all(|(a, b)| (a - b).abs() <= EXACT * b)
        };
        assert!(near(&pair) || near(&all), "{column}");
        compared += 1;
    }
    assert_eq!(compared, 3);
}

#[test]
fn game_theory_with_its_raw_coefficients() {
    let (table, [subjective, entropy, critic]) = weightings();
    let alpha = Table::read("combination_alpha_r50x8.csv").numbers("alpha_raw");
    let two = game_combination(&[subjective.clone(), entropy.clone()]).unwrap();
    assert_close(&two.raw, &alpha[..2], EXACT, "two");
    assert_close(&two.weights, &table.numbers("game2_plain"), EXACT, "two");
    // Three: the raw coefficients reproduce, one is negative, and the two ways to divide them by a sum that are in use give
    // unrelated weights, one of them with a negative weight. Ours are not negative.
    let three = game_combination(&[subjective, entropy, critic]).unwrap();
    // The matrix is nearly singular, which costs three digits.
    assert_close(&three.raw, &alpha[2..], 1e-9, "three");
    assert!(three.raw[2] < -4.0);
    assert!(three.coefficients.iter().all(|a| *a >= 0.0));
    assert_close(&[three.weights.iter().sum()], &[1.0], EXACT, "sum");
    assert!(table.numbers("game3_plain").iter().any(|weight| *weight < 0.0));
    assert!(three.weights.iter().all(|weight| *weight > 0.0));
}

#[test]
fn of_two_weightings_a_uniform_one_is_dropped() {
    let (_, [subjective, ..]) = weightings();
    let game = game_combination(&[vec![1.0; 8], subjective.clone()]).unwrap();
    assert_eq!(game.uniform, [0]);
    assert!(game.coefficients[0].abs() < 1e-13, "{:?}", game.coefficients);
    assert_close(&game.weights, &subjective, EXACT, "the other one is left");
}

#[test]
fn what_cannot_be_combined_is_refused() {
    let linear = Combination::Linear { coefficients: vec![] };
    assert_eq!(combined(&[], &linear), Err(NoCombination::Empty));
    let shape = NoCombination::Shape { at: 1, given: 1, expected: 2 };
    assert_eq!(combined(&[vec![1.0, 1.0], vec![1.0]], &linear), Err(shape));
    assert!(matches!(combined(&[vec![0.0, 0.0]], &linear), Err(NoCombination::Weights { at: 0, .. })));
    let apart = [vec![1.0, 0.0], vec![0.0, 1.0]];
    assert_eq!(combined(&apart, &Combination::Multiplicative {}), Err(NoCombination::NothingLeft));
    let three = Combination::Linear { coefficients: vec![1.0, 1.0, 1.0] };
    assert!(matches!(combined(&apart, &three), Err(NoCombination::Shape { at: 2, given: 3, expected: 2 })));
    let twice = [vec![1.0, 2.0], vec![1.0, 2.0]];
    assert_eq!(game_combination(&twice), Err(NoCombination::Dependent));
    assert!(matches!(game_combination(&vec![vec![1.0]; 13]), Err(NoCombination::TooMany { given: 13, .. })));
    // A weighting with the coefficient 0 has no last word.
    let ignored = Combination::Geometric { coefficients: vec![1.0, 0.0] };
    let got = combined(&[vec![1.0, 3.0], vec![0.0, 1.0]], &ignored).unwrap();
    assert_close(&got, &[0.25, 0.75], EXACT, "the first alone");
}
