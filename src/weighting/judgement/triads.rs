//! Which judgements contradict each other most. Koczkodaj 1993, <https://doi.org/10.1016/0895-7177(93)90059-8>.

use super::JudgementMatrix;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Three items whose judgements do not follow from each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triad {
    /// The items, ascending.
    pub items: [usize; 3],
    /// What was said of the first against the last.
    pub direct: f64,
    /// What follows through the one between: (first, middle) × (middle, last).
    pub implied: f64,
    /// The larger over the smaller of both: 1 without contradiction.
    pub factor: f64,
}

impl JudgementMatrix {
    /// The `most` triads that contradict each other most, worst first. The list is for the expert to look at again; nothing is changed.
    #[must_use]
    pub fn inconsistent_triads(&self, most: usize) -> Vec<Triad> {
        let side = self.items();
        let at = |row: usize, column: usize| self.cells()[row * side + column];
        let mut triads = Vec::new();
        for first in 0..side {
            for middle in first + 1..side {
                for last in middle + 1..side {
                    let direct = at(first, last);
                    let implied = at(first, middle) * at(middle, last);
                    let factor = (direct / implied).max(implied / direct);
                    triads.push(Triad { items: [first, middle, last], direct, implied, factor });
                }
            }
        }
        // Rounding of 1/3 and the like is no contradiction.
        triads.retain(|triad| triad.factor > 1.0 + 1e-9);
        triads.sort_by(|a, b| b.factor.total_cmp(&a.factor).then(a.items.cmp(&b.items)));
        triads.truncate(most);
        triads
    }
}

pub(in crate::weighting) const TRIADS: MethodNote = MethodNote {
    id: "inconsistent triads of AHP",
    name: Said { zh: "最矛盾的三元组", en: "Most inconsistent triads" },
    formula: "max(aᵢₖ / (aᵢⱼ·aⱼₖ), aᵢⱼ·aⱼₖ / aᵢₖ)",
    letters: Said { zh: "aᵢⱼ：i 对 j 的判断", en: "aᵢⱼ: the judgement of i over j" },
    use_when: Said {
        zh: "CR 不小于 0.1，要请专家复核",
        en: "CR is 0.1 or above and judgements go back to the expert",
    },
    not_when: Said {
        zh: "用来自动改判断：判断只能由专家改",
        en: "To change judgements by machine: only the expert may",
    },
    edge: Said {
        zh: "完全一致的三元组不列；倍数相同时按下级次序",
        en: "Triads without contradiction are not listed; equal ones are in the order of the children",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Koczkodaj 1993, https://doi.org/10.1016/0895-7177(93)90059-8"],
    example: None,
};
