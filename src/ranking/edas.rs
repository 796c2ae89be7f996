//! EDAS: how far a unit lies above and below the average unit.
//!
//! a = mean of a criterion; PDA = max(0, x − a) / a and NDA = max(0, a − x) / a, exchanged where less is better; SP = Σ w·PDA, SN = Σ w·NDA;
//! score = (SP / max SP + 1 − SN / max SN) / 2. Keshavarz Ghorabaee et al. 2015, <https://doi.org/10.15388/Informatica.2015.57>. When: the average is a
//! natural yardstick. When not: values that can be negative, as the mean divides.

use super::decision::{Criterion, Decision, Lowest};
use super::steps::Labels;
use super::{Ranked, RankingError};
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

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
        let [above, below] = decision.gather([0.0; 2], |place, criterion, values, [above, below]| {
            let (weight, scale, mean) = (criterion.weight, criterion.profile.scale, means[place]);
            let weight = if criterion.cost { -weight } else { weight };
            for ((value, above), below) in values.iter().zip(above.iter_mut()).zip(below.iter_mut()) {
                let part = weight * ((value * scale - mean) / mean);
                *above += part.max(0.0);
                *below += (-part).max(0.0);
            }
        });
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

pub(super) const NOTE: MethodNote = MethodNote {
    id: "edas",
    name: Said { zh: "与均值距离评价法（EDAS）", en: "EDAS" },
    formula: "a = Σx / n\nPDA = max(0, x − a) / a, NDA = max(0, a − x) / a (cost: exchanged)\nSP = Σ w·PDA, SN = Σ w·NDA\nscore = (SP / max SP + 1 − SN / max SN) / 2",
    letters: Said {
        zh: "a：准则均值；SP、SN：优于和劣于均值的加权距离；越大越好",
        en: "a: mean of a criterion; SP, SN: weighted distance above and below it; higher is better",
    },
    use_when: Said { zh: "平均水平是自然的参照时", en: "When the average is a natural yardstick" },
    not_when: Said {
        zh: "有负值（要除以均值）；跨年比较",
        en: "Negative values, as the mean divides; across years",
    },
    edge: Said {
        zh: "负值被拒绝；常数列权重恰为 0 并说明",
        en: "Negative values are refused; a constant column weighs exactly 0 and is named",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Keshavarz Ghorabaee et al. 2015, https://doi.org/10.15388/Informatica.2015.57"],
    example: Some("[[ranking]]\nid = \"edas\"\nmethod = { method = \"edas\" }"),
};

pub(super) fn working(decision: &Decision<'_>, labels: &Labels<'_>) -> Vec<Working> {
    let count = decision.units() as f64;
    let mean = |criterion: &Criterion<'_>| criterion.profile.scaled_sum(criterion.values) / count;
    let distances = |criterion: &Criterion<'_>, sign: f64| {
        let (mean, scale) = (mean(criterion), criterion.profile.scale);
        let sign = if criterion.cost { -sign } else { sign };
        criterion.values.iter().map(|value| (sign * (value * scale - mean) / mean).max(0.0)).collect()
    };
    vec![
        labels.of_criteria(
            decision,
            ("均值", "Means"),
            "a = Σx / n",
            &[("均值 a", "mean a")],
            |criterion| vec![mean(criterion) / criterion.profile.scale],
        ),
        labels
            .by_criterion(decision, ("正距离", "Distances above the mean"), "PDA", |c| distances(c, 1.0)),
        labels
            .by_criterion(decision, ("负距离", "Distances below the mean"), "NDA", |c| distances(c, -1.0)),
    ]
}
