//! What each child contributes to a score: numbers that add up to it.
//!
//! Arithmetic, geometric, harmonic and power means are φ⁻¹(Σ w·φ(x)) with w adding up to 1: φ(x) = x for the arithmetic mean, ln x for
//! the geometric one, x^p for the others. Against the best score b the child j loses
//!
//! loss_j = (b − mean) · w_j·(φ(b) − φ(x_j)) / (φ(b) − φ(mean)),
//!
//! and contributes w_j·b − loss_j. The losses add up to b − mean, so the contributions add up to the mean. For the arithmetic mean
//! this is w_j·x_j; for the geometric one the factor in front is the logarithmic mean of b and the mean, the weight of the
//! logarithmic mean Divisia decomposition (Ang 2005, <https://doi.org/10.1016/j.enpol.2003.10.010>). A child far below the others may
//! contribute less than nothing there: it takes away from what the others brought.
//!
//! The other methods are sums already, and the contributions are their terms. Weighted median and OWA: the part of each score that the
//! result is made of. Mean–min: (1 − g)·w_j·x_j, and g times the lowest score for the child that has it (in equal parts for several),
//! g = α·(√(d² + β²) − β)/d with d = M − min. Mazziotta–Pareto: w_j·x_j ∓ the child's own part of the penalty, c·w_j·(x_j − M)²/M.
//! Benefit of the doubt: the terms v_j·y_j of the best weights, on the scale.

use super::{Aggregation, Aggregator, harmonic, mean_min};

impl Aggregator {
    /// What each child contributes to `mean`, which must be the mean of these scores and weights. The contributions add up to the mean
    /// to 1e-12 of the scale.
    #[must_use]
    pub fn contributions(&self, scores: &[f64], weights: &[f64], mean: f64) -> Vec<f64> {
        let count = scores.len().min(weights.len());
        let places: Vec<usize> = (0..count).collect();
        self.contributions_of(&scores[..count], &weights[..count], &places, mean)
    }

    /// The same where some children have no score: `places` are those of the others among the children that weigh something.
    pub(crate) fn contributions_of(
        &self,
        scores: &[f64],
        weights: &[f64],
        places: &[usize],
        mean: f64,
    ) -> Vec<f64> {
        let total: f64 = weights.iter().sum();
        if total.is_nan() || total <= 0.0 {
            return vec![0.0; scores.len()];
        }
        let share = |at: usize| weights[at] / total;
        let children = 0..scores.len();
        let terms = match self.method() {
            Aggregation::Arithmetic {} => Some(children.map(|at| share(at) * scores[at]).collect()),
            Aggregation::Geometric { .. } | Aggregation::Harmonic { .. } | Aggregation::PowerMean { .. } => {
                Some(self.by_losses(scores, weights, total, mean))
            }
            Aggregation::WeightedMedian { .. } | Aggregation::Owa { .. } => self
                .parts(scores, weights)
                .map(|parts| parts.iter().zip(scores).map(|(part, score)| part * score).collect()),
            Aggregation::MeanMin { alpha, beta } => {
                let (_, give) = mean_min::terms(scores, weights, total, alpha.get(), *beta);
                let lowest = mean_min::lowest(scores, weights);
                let is_lowest = |at: usize| weights[at] > 0.0 && scores[at] == lowest;
                let alike = children.clone().filter(|at| is_lowest(*at)).count().max(1) as f64;
                let own = |at: usize| if is_lowest(at) { give * lowest / alike } else { 0.0 };
                Some(children.map(|at| (1.0 - give) * share(at) * scores[at] + own(at)).collect())
            }
            Aggregation::MazziottaPareto { .. } | Aggregation::AdjustedMazziottaPareto { .. } => {
                let terms = self.form().and_then(|form| form.terms(scores, weights, total).ok());
                terms
                    .map(|(_, penalties)| children.map(|at| share(at) * scores[at] + penalties[at]).collect())
            }
            Aggregation::BenefitOfTheDoubt { .. } => {
                let shares: Vec<f64> = children.map(share).collect();
                self.solved(scores, &shares, places).map(|(_, parts)| parts)
            }
        };
        terms.unwrap_or_else(|| (0..scores.len()).map(|at| share(at) * mean).collect())
    }

    fn by_losses(&self, scores: &[f64], weights: &[f64], total: f64, mean: f64) -> Vec<f64> {
        let share = |at: usize| weights[at] / total;
        let floor = self.method().floor();
        let raised: Vec<f64> = scores.iter().map(|s| floor.map_or(*s, |floor| s.max(floor))).collect();
        let best = self.best();
        let lost = self.losses(&raised, weights, best);
        let all: f64 = lost.iter().sum();
        // At the best score nothing is lost; where nothing tells the children apart their shares do.
        if !all.is_finite() || all.abs() < f64::MIN_POSITIVE || !mean.is_finite() {
            return (0..scores.len()).map(|at| share(at) * mean).collect();
        }
        (0..scores.len()).map(|at| share(at) * best - (best - mean) * (lost[at] / all)).collect()
    }

    /// w·(φ(b) − φ(x)) of each child; where some φ(x) is infinite (a zero that makes the mean zero) those children bear the loss.
    fn losses(&self, scores: &[f64], weights: &[f64], best: f64) -> Vec<f64> {
        let power = match self.method() {
            Aggregation::Geometric { .. } => 0.0,
            Aggregation::Harmonic { .. } => harmonic::POWER,
            Aggregation::PowerMean { power, .. } => *power,
            _ => 1.0,
        };
        let transformed = |score: f64| {
            // Relative to the best, less 1 and over p: it ascends as for p > 0, and keeps its digits for a small p.
            if power.abs() < f64::MIN_POSITIVE {
                libm::log(score / best)
            } else {
                libm::expm1(power * libm::log(score / best)) / power
            }
        };
        let top = transformed(best);
        let losses = scores
            .iter()
            .zip(weights)
            .map(|(score, weight)| if *weight > 0.0 { weight * (top - transformed(*score)) } else { 0.0 });
        let losses: Vec<f64> = losses.collect();
        if losses.iter().all(|loss| loss.is_finite()) {
            return losses;
        }
        losses
            .iter()
            .zip(weights)
            .map(|(loss, weight)| if loss.is_finite() { 0.0 } else { *weight })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregation::{Deviation, MedianForm, MissingPlaces, Penalty, Positions, ZeroRule};
    use crate::vocab::Share;

    #[test]
    fn contributions_add_up_to_the_mean() {
        let zero = Some(ZeroRule::Zero);
        let methods = [
            Aggregation::Arithmetic {},
            Aggregation::Geometric { zero, floor: None },
            Aggregation::Geometric { zero: None, floor: Some(1.0) },
            Aggregation::PowerMean { power: 0.5, zero: None, floor: None },
            Aggregation::PowerMean { power: -1.0, zero, floor: None },
            Aggregation::PowerMean { power: 3.0, zero: None, floor: None },
            Aggregation::PowerMean { power: 1e-9, zero: None, floor: None },
            Aggregation::Harmonic { zero, floor: None },
            Aggregation::WeightedMedian { form: MedianForm::Interpolated },
            Aggregation::WeightedMedian { form: MedianForm::Middle },
            Aggregation::Owa {
                positions: Positions::Weights {
                    weights: vec![3.0, 2.0, 1.0],
                    missing: MissingPlaces::Spread,
                },
            },
            Aggregation::Owa { positions: Positions::Power { power: 2.0 } },
            Aggregation::MeanMin { alpha: Share::new(0.7).unwrap(), beta: 5.0 },
            Aggregation::MazziottaPareto {
                penalty: Penalty::Subtract,
                deviation: Deviation::Sample,
                range: Some([70.0, 130.0]),
            },
            Aggregation::AdjustedMazziottaPareto { penalty: Penalty::Add, range: [70.0, 130.0] },
        ];
        let rows = [
            [10.0, 55.5, 99.0],
            [100.0, 100.0, 100.0],
            [0.0, 50.0, 70.0],
            [0.0, 0.0, 100.0],
            [1e-9, 3.0, 4.0],
        ];
        let weights = [0.2, 0.3, 0.5];
        for method in methods {
            for scores in rows {
                let mean = method.mean(&scores, &weights).unwrap().value;
                let parts = method.contributions(&scores, &weights, mean, 100.0);
                let sum: f64 = parts.iter().sum();
                assert!(
                    (sum - mean).abs() <= 1e-12 * 100.0,
                    "{method:?} {scores:?}: {parts:?} against {mean}"
                );
            }
        }
    }

    #[test]
    fn the_lowest_child_loses_most() {
        let geometric = Aggregation::Geometric { zero: None, floor: None };
        let (scores, weights) = ([20.0, 80.0], [0.5, 0.5]);
        let mean = geometric.mean(&scores, &weights).unwrap().value;
        let parts = geometric.contributions(&scores, &weights, mean, 100.0);
        assert!(parts[0] < parts[1]);
        assert!((parts[0] + parts[1] - 40.0).abs() < 1e-12);
    }
}
