//! What the method reference says of weighting, and which note belongs to which choice. The notes stand beside their methods.

use super::combination::{caps, game, synthesis};
use super::data::{
    coefficient_of_variation, critic, entropy, factor, gini, independence, maximising_deviation, merec,
    optimised, principal_components, scatter_degree, standard_deviation,
};
use super::judgement::{
    best_worst, budget, delphi, incomplete, order_relation, precedence, priority, rank_order, triads,
};
use super::{
    CombinationRule, Components, Conflict, EntropyForm, Priority, RankWeights, Scaling, Weighting, shares,
};
use crate::vocab::MethodNote;

/// What the method reference says of each weighting: given ones, then judgement, then data, then what is done with finished weights.
pub const NOTES: &[&MethodNote] = &[
    &shares::EQUAL,
    &shares::GIVEN,
    &budget::NOTE,
    &priority::EIGENVECTOR,
    &priority::ROW_GEOMETRIC_MEAN,
    &priority::NORMALISED_COLUMN_MEAN,
    &incomplete::HARKER,
    &triads::TRIADS,
    &best_worst::NOTE,
    &order_relation::NOTE,
    &precedence::NOTE,
    &rank_order::CENTROID,
    &rank_order::SUM,
    &rank_order::RECIPROCAL,
    &delphi::NOTE,
    &entropy::POSITIVE,
    &entropy::ZERO_TIMES_LOG,
    &entropy::SHIFTED,
    &entropy::MIN_MAX,
    &entropy::MIN_MAX_SHIFTED,
    &entropy::RESCALED,
    &critic::PEARSON,
    &critic::SPEARMAN,
    &critic::ABSOLUTE_PEARSON,
    &standard_deviation::MIN_MAX,
    &standard_deviation::AS_IS,
    &coefficient_of_variation::NOTE,
    &gini::NOTE,
    &merec::NOTE,
    &maximising_deviation::NOTE,
    &independence::NOTE,
    &principal_components::FIRST,
    &principal_components::KAISER,
    &factor::NOTE,
    &scatter_degree::POOLED,
    &scatter_degree::PANEL,
    &optimised::NOTE,
    &synthesis::LINEAR,
    &synthesis::MULTIPLICATIVE,
    &synthesis::GEOMETRIC,
    &game::NOTE,
    &caps::NOTE,
];

impl Weighting {
    /// What the method reference says of it.
    #[must_use]
    pub fn note(&self) -> &'static MethodNote {
        match self {
            Weighting::Equal {} => &shares::EQUAL,
            Weighting::Given { .. } => &shares::GIVEN,
            Weighting::Ahp { priority: Priority::Eigenvector, .. } => &priority::EIGENVECTOR,
            Weighting::Ahp { priority: Priority::RowGeometricMean, .. } => &priority::ROW_GEOMETRIC_MEAN,
            Weighting::Ahp { priority: Priority::NormalisedColumnMean, .. } => {
                &priority::NORMALISED_COLUMN_MEAN
            }
            Weighting::BestWorst { .. } => &best_worst::NOTE,
            Weighting::OrderRelation { .. } => &order_relation::NOTE,
            Weighting::BudgetAllocation { .. } => &budget::NOTE,
            Weighting::PrecedenceChart { .. } => &precedence::NOTE,
            Weighting::RankOrder { form: RankWeights::Centroid, .. } => &rank_order::CENTROID,
            Weighting::RankOrder { form: RankWeights::Sum, .. } => &rank_order::SUM,
            Weighting::RankOrder { form: RankWeights::Reciprocal, .. } => &rank_order::RECIPROCAL,
            Weighting::Delphi { .. } => &delphi::NOTE,
            Weighting::Entropy { values, .. } => match values {
                EntropyForm::Positive {} => &entropy::POSITIVE,
                EntropyForm::ZeroTimesLog {} => &entropy::ZERO_TIMES_LOG,
                EntropyForm::Shifted { .. } => &entropy::SHIFTED,
                EntropyForm::MinMax {} => &entropy::MIN_MAX,
                EntropyForm::MinMaxShifted { .. } => &entropy::MIN_MAX_SHIFTED,
                EntropyForm::Rescaled { .. } => &entropy::RESCALED,
            },
            Weighting::Critic { conflict, .. } => match conflict {
                Conflict::Pearson => &critic::PEARSON,
                Conflict::Spearman => &critic::SPEARMAN,
                Conflict::AbsolutePearson => &critic::ABSOLUTE_PEARSON,
            },
            Weighting::StandardDeviation { scaling: Scaling::MinMax, .. } => &standard_deviation::MIN_MAX,
            Weighting::StandardDeviation { scaling: Scaling::AsIs, .. } => &standard_deviation::AS_IS,
            Weighting::CoefficientOfVariation { .. } => &coefficient_of_variation::NOTE,
            Weighting::Gini { .. } => &gini::NOTE,
            Weighting::Merec { .. } => &merec::NOTE,
            Weighting::MaximisingDeviation { .. } => &maximising_deviation::NOTE,
            Weighting::Independence { .. } => &independence::NOTE,
            Weighting::PrincipalComponents { keep: Components::First, .. } => &principal_components::FIRST,
            Weighting::PrincipalComponents { keep: Components::Kaiser, .. } => &principal_components::KAISER,
            Weighting::Factor { .. } => &factor::NOTE,
            Weighting::ScatterDegree { .. } => &scatter_degree::POOLED,
            Weighting::ScatterDegreePanel { .. } => &scatter_degree::PANEL,
            Weighting::Optimised { .. } => &optimised::NOTE,
            Weighting::Combination { rule, .. } => match rule {
                CombinationRule::Linear => &synthesis::LINEAR,
                CombinationRule::Multiplicative => &synthesis::MULTIPLICATIVE,
                CombinationRule::Geometric => &synthesis::GEOMETRIC,
                CombinationRule::GameTheory => &game::NOTE,
            },
        }
    }
}
