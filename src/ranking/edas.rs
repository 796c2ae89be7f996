//! EDAS: how far a unit lies above and below the average unit.
//!
//! a = mean of a criterion; PDA = max(0, x − a) / a and NDA = max(0, a − x) / a, exchanged where less is better; SP = Σ w·PDA, SN = Σ w·NDA;
//! score = (SP / max SP + 1 − SN / max SN) / 2. Keshavarz Ghorabaee et al. 2015, <https://doi.org/10.15388/Informatica.2015.57>. When: the average is a
//! natural yardstick. When not: values that can be negative, as the mean divides.

use super::decision::{Decision, Lowest};
use super::{Ranked, RankingError};

/// EDAS with its intermediate values, in the order of the units.
#[derive(Clone, Debug, PartialEq)]
pub struct Edas {
    /// SP: weighted distance on the good side of the average; 0 or more.
    pub above: Vec<f64>,
    /// SN: weighted distance on the bad side; 0 or more.
    pub below: Vec<f64>,
    /// The appraisal score; 0 to 1, higher is better.
    pub score: Vec<f64>,
}

impl Edas {
    /// SP, SN and score of every unit.
    ///
    /// # Errors
    /// [`RankingError::Negative`] for a value below 0.
    pub fn of(decision: &Decision<'_>) -> Result<Edas, RankingError> {
        decision.criteria().iter().try_for_each(|criterion| criterion.require(Lowest::Zero))?;
        let count = decision.units() as f64;
        let means: Vec<f64> =
            decision.criteria().iter().map(|c| c.profile.scaled_sum(c.values) / count).collect();
        let gathered = decision.gather([0.0; 2], |place, criterion, values, [above, below]| {
            let (weight, scale, mean) = (criterion.weight, criterion.profile.scale, means[place]);
            let weight = if criterion.cost { -weight } else { weight };
            for ((value, above), below) in values.iter().zip(above).zip(below) {
                let part = weight * ((value * scale - mean) / mean);
                *above += part.max(0.0);
                *below += (-part).max(0.0);
            }
        });
        let (above, below): (Vec<f64>, Vec<f64>) = gathered.iter().map(|[a, b]| (*a, *b)).unzip();
        // Some unit lies above and some below the mean of any criterion that differs between units.
        let highest = |values: &[f64]| values.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let (best, worst) = (highest(&above), highest(&below));
        let score = above.iter().zip(&below).map(|(sp, sn)| (sp / best + 1.0 - sn / worst) / 2.0).collect();
        Ok(Edas { above, below, score })
    }

    /// By the appraisal score.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::higher(self.score.clone())
    }
}
