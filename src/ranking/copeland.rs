//! Copeland: a unit scores 1 for every other unit it beats, −1 for every one that beats it.
//!
//! a beats b when the weights of the criteria in which a is better exceed those in which b is better. Copeland 1951; OECD/JRC Handbook 2008, step 6 (non-compensatory
//! multi-criteria). Weights that balance are a tie: sums are compared with a tolerance of 10⁻¹² of the total weight, as 0.1 + 0.2 is not 0.3 in
//! binary numbers, and a library that compares with 0.5 loses such ties. When: nothing should compensate anything. When not: many ties matter.

use rayon::prelude::*;

use super::Ranked;
use super::decision::Decision;
use super::steps::Labels;
use crate::vocab::{AcrossYears, MethodNote, Said, Text, Working};

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

pub(super) const NOTE: MethodNote = MethodNote {
    id: "copeland",
    name: Said { zh: "科普兰法", en: "Copeland" },
    formula: "a ≻ b: Σ w (a better) > Σ w (b better)\nscore(a) = #{b: a ≻ b} − #{b: b ≻ a}",
    letters: Said {
        zh: "两两对比，按权重多数决；权重恰好相等算平局",
        en: "pairwise majorities of weight; weights that balance are a tie",
    },
    use_when: Said { zh: "各项之间不应相互补偿", en: "Nothing should compensate anything" },
    not_when: Said { zh: "平局很多时；跨年比较", en: "Many ties; across years" },
    edge: Said {
        zh: "权重之差不超过 10⁻¹² 为平局（0.1 + 0.2 对 0.3）；常数列权重恰为 0",
        en: "Weights that differ by at most 10⁻¹² tie (0.1 + 0.2 against 0.3); a constant column weighs exactly 0",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Copeland 1951", "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("[[ranking]]\nid = \"copeland\"\nmethod = { method = \"copeland\" }"),
};

/// Units whose margins are shown; more make a table that nobody reads.
const SHOWN: usize = 60;

/// Margins of every pair; Kemeny–Young starts from the same.
pub(super) fn working(decision: &Decision<'_>, labels: &Labels<'_>) -> Vec<Working> {
    if decision.units() > SHOWN {
        return Vec::new();
    }
    let by_unit: Vec<Vec<f64>> = (0..decision.units()).map(|unit| margins(decision, unit)).collect();
    // Against a unit stand its margins from the other side.
    let against = |other: usize| -> (Text, Vec<f64>) {
        (labels.unit(other), by_unit.iter().map(|margins| margins[other]).collect())
    };
    let columns = (0..decision.units()).map(against).collect();
    vec![labels.by_unit(("两两之差", "Margins of pairs"), "Σ w (row better) − Σ w (column better)", columns)]
}
