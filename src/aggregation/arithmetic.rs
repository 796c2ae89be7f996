//! The weighted arithmetic mean Σ w·x / Σ w: full compensation, weights are trade-off rates. OECD/JRC Handbook 2008, step 6.

/// The mean of one row, children in order.
pub(super) fn mean(scores: &[f64], weights: &[f64], total: f64) -> f64 {
    let sum: f64 = scores.iter().zip(weights).map(|(score, weight)| weight * score).sum();
    sum / total
}

/// Adds one child to the sums of many rows: `sums` += weight · score and `totals` += weight, where `has` is 1 for a row with a score
/// and 0 without (its score is then 0). Children added in order give the bits of [`mean`].
pub(crate) fn weighted_sums(scores: &[f64], has: &[f64], weight: f64, sums: &mut [f64], totals: &mut [f64]) {
    for (((sum, total), &score), &has) in sums.iter_mut().zip(totals).zip(scores).zip(has) {
        *sum += weight * score;
        *total += weight * has;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_give_the_same_bits() {
        let scores = [[33.3, 0.1, 99.9], [66.6, 12.3, 0.7], [1e-3, 50.0, 10.0]];
        let weights = [0.2, 0.5, 0.3];
        let (mut sums, mut totals) = ([0.0; 3], [0.0; 3]);
        for (child, weight) in scores.iter().zip(weights) {
            weighted_sums(child, &[1.0; 3], weight, &mut sums, &mut totals);
        }
        for row in 0..3 {
            let one: Vec<f64> = scores.iter().map(|child| child[row]).collect();
            let total: f64 = weights.iter().sum();
            assert_eq!((sums[row] / totals[row]).to_bits(), mean(&one, &weights, total).to_bits());
        }
    }
}
