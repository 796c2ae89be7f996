use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Copeland, Copras, Decision, Edas, GreyForm, KemenyYoung, Preference, Promethee, RankForm, RankSumRatio,
    Ranked, RankingError, Topsis, TopsisNorm, Vikor, WeightPlace, borda, grey_relational_grade, waspas,
};

/// A whole-sample ranking as written in a study. Every variant of a method is named; none is compared across years.
///
/// ```
/// use quanheng::ranking::{Decision, RankingMethod};
/// use quanheng::vocab::Direction::{Negative, Positive};
/// let (profit, waste) = ([3.0, 5.0, 4.0], [10.0, 30.0, 11.0]);
/// let decision = Decision::new(&[&profit, &waste], &[Positive, Negative], &[1.0, 1.0]).unwrap();
/// let method = RankingMethod::Vikor { strategy: 0.5 };
/// assert_eq!(method.rank(&decision).unwrap().ranks()[2], 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum RankingMethod {
    /// Closeness to the best and distance from the worst.
    Topsis {
        /// What values are divided by.
        norm: TopsisNorm,
        /// Where the weights enter.
        weights: WeightPlace,
    },
    /// Compromise of group gain and single regret, by Q.
    Vikor {
        /// v, the weight of the group's gain; 0 to 1.
        strategy: f64,
    },
    /// Grey relational grade.
    Grey {
        /// What values become first.
        form: GreyForm,
        /// ρ; above 0 up to 1.
        distinguishing: f64,
    },
    /// Complex proportional assessment.
    Copras {},
    /// Mix of a weighted sum and a weighted product of ratios.
    Waspas {
        /// λ, the share of the sum; 0 to 1.
        sum_share: f64,
    },
    /// Distance from the average unit.
    Edas {},
    /// PROMETHEE II, by the net flow.
    Promethee {
        /// The preference form of every criterion.
        preference: Preference,
    },
    /// Weighted majorities over all pairs.
    Copeland {},
    /// Points by place.
    Borda {},
    /// The order that majorities contradict least, by the mean place over all optima.
    KemenyYoung {},
    /// Rank-sum ratio.
    RankSumRatio {
        /// How values become ranks.
        form: RankForm,
    },
}

impl RankingMethod {
    /// Scores and their order for a decision.
    ///
    /// # Errors
    /// [`RankingError`] for parameters out of range and for values the method has no answer to.
    pub fn rank(&self, decision: &Decision<'_>) -> Result<Ranked, RankingError> {
        Ok(match *self {
            RankingMethod::Topsis { norm, weights } => Topsis::of(decision, norm, weights).ranked(),
            RankingMethod::Vikor { strategy } => Vikor::of(decision, strategy)?.ranked(),
            RankingMethod::Grey { form, distinguishing } => {
                grey_relational_grade(decision, form, distinguishing)?
            }
            RankingMethod::Copras {} => Copras::of(decision)?.ranked(),
            RankingMethod::Waspas { sum_share } => waspas(decision, sum_share)?,
            RankingMethod::Edas {} => Edas::of(decision)?.ranked(),
            RankingMethod::Promethee { preference } => Promethee::of(decision, preference)?.ranked(),
            RankingMethod::Copeland {} => Copeland::of(decision).ranked(),
            RankingMethod::Borda {} => borda(decision),
            RankingMethod::KemenyYoung {} => KemenyYoung::of(decision)?.ranked(),
            RankingMethod::RankSumRatio { form } => RankSumRatio::of(decision, form)?.ranked(),
        })
    }
}
