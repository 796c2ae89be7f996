use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Appraisal, BenefitOfTheDoubt, Coupling, CouplingForm, FuzzyGrade, FuzzyOperator, GreyForm, Matrix,
    Preference, RankForm, Ranked, RankingError, Returns, TopsisNorm, WeightBounds, WeightPlace,
    benefit_of_the_doubt, borda, copeland, copras, coupling, dea, edas, fuzzy, grey, kemeny, obstacle,
    promethee, rank_sum_ratio, topsis, vikor, waspas,
};
use crate::vocab::{Id, MethodNote};

/// A whole-sample ranking as written in a study. Every variant of a method is named; none is compared across years.
///
/// ```
/// use quanheng::ranking::{Matrix, RankingMethod};
/// use quanheng::vocab::Direction::{Negative, Positive};
/// let (profit, waste) = ([3.0, 5.0, 4.0], [10.0, 30.0, 11.0]);
/// let columns: [&[f64]; 2] = [&profit, &waste];
/// let matrix = Matrix { columns: &columns, directions: &[Positive, Negative], weights: &[1.0, 1.0], ..Matrix::default() };
/// let method = RankingMethod::Vikor { strategy: 0.5 };
/// assert_eq!(method.rank(&matrix).unwrap().ranks()[2], 1);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Rank-sum ratio, with the distribution in probits and bands.
    RankSumRatio {
        /// How values become ranks.
        form: RankForm,
        /// How many bands; 2 to 20.
        #[serde(default = "three")]
        #[schemars(range(min = 2, max = 20))]
        bands: u32,
    },
    /// Every unit with the weights that show it best; it has no use for weights of its own.
    BenefitOfTheDoubt {
        /// Limits to the choice of weights.
        limits: WeightBounds,
    },
    /// Data envelopment analysis, input-oriented; it has no use for weights.
    Dea {
        /// Whether size matters.
        returns: Returns,
        /// Which of the criteria are inputs; all others are outputs.
        #[schemars(length(min = 1))]
        inputs: Vec<Id>,
    },
    /// Coupling coordination degree of scores.
    Coupling {
        /// Which formula gives the coupling degree.
        form: CouplingForm,
    },
    /// Fuzzy comprehensive evaluation of scores.
    Fuzzy {
        /// How weights and memberships are put together.
        operator: FuzzyOperator,
        /// The grades, best first, each with the score that belongs to it fully. Default: the framework's grades, each at the middle of its scores.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        grades: Vec<FuzzyGrade>,
    },
    /// Obstacle degrees of scores: which criteria keep a unit from a full score. It takes no part in comparisons of rankings.
    Obstacle {},
}

impl RankingMethod {
    /// Scores and their order.
    ///
    /// # Errors
    /// [`RankingError`] for parameters out of range and for values the method has no answer to.
    pub fn rank(&self, matrix: &Matrix<'_>) -> Result<Ranked, RankingError> {
        Ok(self.appraise(matrix)?.ranked)
    }

    /// Everything the method says of each unit.
    ///
    /// # Errors
    /// As [`RankingMethod::rank`].
    pub fn appraise(&self, matrix: &Matrix<'_>) -> Result<Appraisal, RankingError> {
        match self {
            RankingMethod::BenefitOfTheDoubt { limits } => {
                let best = BenefitOfTheDoubt::of(&matrix.forwards()?, *limits)?;
                Ok(benefit_of_the_doubt::appraisal(&best, matrix))
            }
            RankingMethod::Dea { returns, .. } => dea::appraisal(matrix, *returns),
            RankingMethod::Coupling { form } => {
                Ok(coupling::appraisal(&Coupling::of(&matrix.forwards()?, matrix.weights, *form)?))
            }
            RankingMethod::Fuzzy { operator, grades } => fuzzy::appraisal(matrix, *operator, grades),
            RankingMethod::Obstacle {} => obstacle::appraisal(matrix),
            _ => {
                let decision = matrix.decision()?;
                let appraisal = self.decide(&decision)?;
                Ok(Appraisal { constant: decision.constant().to_vec(), ..appraisal })
            }
        }
    }

    /// Whether it puts units in an order that can be held against others: obstacles make none, and efficiency answers another question.
    #[must_use]
    pub fn orders_units(&self) -> bool {
        !matches!(self, RankingMethod::Obstacle {} | RankingMethod::Dea { .. })
    }

    /// Which values it is about.
    #[must_use]
    pub fn takes(&self) -> Takes {
        match self {
            RankingMethod::Coupling { .. } | RankingMethod::Obstacle {} => Takes::Shares,
            RankingMethod::Fuzzy { .. } => Takes::Scores,
            _ => Takes::Anything,
        }
    }

    /// Whether weights change its answer.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        !matches!(self, RankingMethod::BenefitOfTheDoubt { .. } | RankingMethod::Dea { .. })
    }

    /// What the method reference says of it.
    #[must_use]
    pub fn note(&self) -> &'static MethodNote {
        match self {
            RankingMethod::Topsis { .. } => &topsis::NOTE,
            RankingMethod::Vikor { .. } => &vikor::NOTE,
            RankingMethod::Grey { .. } => &grey::NOTE,
            RankingMethod::Copras {} => &copras::NOTE,
            RankingMethod::Waspas { .. } => &waspas::NOTE,
            RankingMethod::Edas {} => &edas::NOTE,
            RankingMethod::Promethee { .. } => &promethee::NOTE,
            RankingMethod::Copeland {} => &copeland::NOTE,
            RankingMethod::Borda {} => &borda::NOTE,
            RankingMethod::KemenyYoung {} => &kemeny::NOTE,
            RankingMethod::RankSumRatio { .. } => &rank_sum_ratio::NOTE,
            RankingMethod::BenefitOfTheDoubt { .. } => &benefit_of_the_doubt::NOTE,
            RankingMethod::Dea { .. } => &dea::NOTE,
            RankingMethod::Coupling { .. } => &coupling::NOTE,
            RankingMethod::Fuzzy { .. } => &fuzzy::NOTE,
            RankingMethod::Obstacle {} => &obstacle::NOTE,
        }
    }
}

/// Which values a method is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Takes {
    /// Any column of numbers with a direction.
    Anything,
    /// Scores on the framework's scale.
    Scores,
    /// Scores as shares of the way from the lowest to the highest score, 0 to 1.
    Shares,
}

fn three() -> u32 {
    3
}
