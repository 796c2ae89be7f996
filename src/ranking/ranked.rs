use super::competition_ranks;

/// A number for each unit by which units are put in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// In the order of the units; all finite.
    pub scores: Vec<f64>,
    /// Which end is first.
    pub better: Better,
}

/// Which end of a scale comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Better {
    /// The highest score has rank 1.
    Higher,
    /// The lowest score has rank 1.
    Lower,
}

impl Ranked {
    pub(super) fn higher(scores: Vec<f64>) -> Ranked {
        Ranked { scores, better: Better::Higher }
    }

    pub(super) fn lower(scores: Vec<f64>) -> Ranked {
        Ranked { scores, better: Better::Lower }
    }

    /// Competition ranks (1, 2, 2, 4), decided on unrounded scores.
    #[must_use]
    pub fn ranks(&self) -> Vec<u32> {
        let turned = |score: &f64| Some(if self.better == Better::Higher { *score } else { -score });
        let ranks = competition_ranks(&self.scores.iter().map(turned).collect::<Vec<_>>());
        ranks.into_iter().map(|rank| rank.unwrap_or(u32::MAX)).collect()
    }
}
