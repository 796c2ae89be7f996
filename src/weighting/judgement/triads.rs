//! Which judgements contradict each other most. Koczkodaj 1993, <https://doi.org/10.1016/0895-7177(93)90059-8>.

use super::JudgementMatrix;

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
