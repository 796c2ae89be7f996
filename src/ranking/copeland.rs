//! Copeland: a unit scores 1 for every other unit it beats, −1 for every one that beats it.
//!
//! a beats b when the weights of the criteria in which a is better exceed those in which b is better. Copeland 1951; OECD/JRC Handbook 2008, step 6 (non-compensatory
//! multi-criteria). Weights that balance are a tie: sums are compared with a tolerance of 10⁻¹² of the total weight, as 0.1 + 0.2 is not 0.3 in
//! binary numbers, and a library that compares with 0.5 loses such ties. When: nothing should compensate anything. When not: many ties matter.

use rayon::prelude::*;

use super::Ranked;
use super::decision::Decision;

/// Pairwise contests of every unit, in the order of the units.
#[derive(Clone, Debug, PartialEq)]
pub struct Copeland {
    /// How many units it beats.
    pub wins: Vec<u32>,
    /// How many beat it.
    pub losses: Vec<u32>,
}

/// Weights that add up to 1 and differ by no more than this balance.
const TIE: f64 = 1e-12;

impl Copeland {
    /// Contests of every unit with every other. Values may have any sign.
    #[must_use]
    pub fn of(decision: &Decision<'_>) -> Copeland {
        let contests = |unit: usize| {
            let margins = margins(decision, unit);
            let count = |won: fn(&f64) -> bool| margins.iter().filter(|margin| won(margin)).count() as u32;
            (count(|margin| *margin > 0.0), count(|margin| *margin < 0.0))
        };
        let (wins, losses) = (0..decision.units()).into_par_iter().map(contests).unzip();
        Copeland { wins, losses }
    }

    /// By wins minus losses.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        let score = |(wins, losses): (&u32, &u32)| f64::from(*wins) - f64::from(*losses);
        Ranked::higher(self.wins.iter().zip(&self.losses).map(score).collect())
    }
}

/// The weight of the criteria in which a unit is better minus that in which the other is, for every other unit; exactly 0 for a tie.
pub(super) fn margins(decision: &Decision<'_>, unit: usize) -> Vec<f64> {
    let mut margins = vec![0.0; decision.units()];
    for criterion in decision.criteria() {
        let own = criterion.values[unit];
        let weight = if criterion.cost { -criterion.weight } else { criterion.weight };
        for (margin, other) in margins.iter_mut().zip(criterion.values) {
            *margin += if *other < own {
                weight
            } else if *other > own {
                -weight
            } else {
                0.0
            };
        }
    }
    for margin in margins.iter_mut().filter(|margin| margin.abs() <= TIE) {
        *margin = 0.0;
    }
    margins
}
