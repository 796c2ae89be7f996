//! Whether there were enough replicates: how much the answers still moved from half of them to all.
//!
//! Rules. After an eighth, a quarter, a half and all replicates the ends of each unit's rank interval and its probabilities of a rank of k or better are
//! compared with those of the stage before, over all units, nodes and periods. It is enough when, at last, no end moved by more than
//! [`RANK_TOLERANCE`] of the number of units (or one place, where that is more) and no probability by more than [`PROBABILITY_TOLERANCE`]. As errors fall with the
//! square root of the number of replicates, the number suggested is that of the run times the square of the larger excess.

use super::Convergence;
use super::replicates::{Histogram, Summary, stage_ends};
use super::uncertainty::{Asked, interval, probability};

/// As a share of the number of units.
pub const RANK_TOLERANCE: f64 = 0.01;
/// As a probability.
pub const PROBABILITY_TOLERANCE: f64 = 0.02;

impl Summary {
    /// How much the answers moved over the stages of the run.
    #[must_use]
    pub fn convergence(&self, asked: &Asked) -> Convergence {
        let ends = stage_ends(self.draws);
        let stages = ends.len();
        let (mut ranks_moved, mut shares_moved) = (vec![0.0_f64; stages - 1], vec![0.0_f64; stages - 1]);
        let mut excess = 0.0_f64;
        for view in &self.views {
            let units = view.units.len().max(1) as f64;
            let allowed = RANK_TOLERANCE.max(1.0 / units);
            for unit in &view.units {
                let mut all = Histogram::default();
                let mut before: Option<(Vec<f64>, Vec<f64>)> = None;
                for (stage, counts) in unit.ranks.iter().enumerate() {
                    all.merge(counts);
                    let ends = interval(asked.interval, 0.0, |p| all.quantile(p));
                    let tops: Vec<f64> = asked.top.iter().map(|k| probability(&all, *k)).collect();
                    let now = (vec![ends.low, ends.high], tops);
                    if let Some(before) = before.replace(now.clone()) {
                        let (ranks, shares) =
                            (farthest(&before.0, &now.0) / units, farthest(&before.1, &now.1));
                        ranks_moved[stage - 1] = ranks_moved[stage - 1].max(ranks);
                        shares_moved[stage - 1] = shares_moved[stage - 1].max(shares);
                        if stage + 1 == stages {
                            excess = excess.max(ranks / allowed).max(shares / PROBABILITY_TOLERANCE);
                        }
                    }
                }
            }
        }
        // A place of rounding more or less tells nothing.
        let is_enough = excess <= 1.0 + 1e-9;
        let times = if is_enough { 1.0 } else { excess * excess };
        Convergence {
            at: ends[1..].to_vec(),
            rank_ends: ranks_moved,
            probabilities: shares_moved,
            is_enough,
            suggested: (f64::from(self.draws) * times).ceil().min(1e9) as u32,
        }
    }
}

fn farthest(before: &[f64], now: &[f64]) -> f64 {
    before.iter().zip(now).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}
