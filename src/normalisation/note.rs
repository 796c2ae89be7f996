use super::{
    Normalisation, above_below_mean, anchors, base_goalposts, borda, categories, distance_to_max,
    distance_to_target, distance_to_unit, efficacy, enhanced_accuracy, five_band, goalposts, index,
    logarithmic, min_max, percentile, rank, ratio_to_mean, ratio_to_target, reference_goalposts,
    share_of_max, sum, t_score, tiers, trapezoid, vector, z_score, zavadskas_turskis,
};
use crate::vocab::MethodNote;

/// What the method reference says of each normalisation.
pub const NOTES: &[&MethodNote] = &[
    &goalposts::NOTE,
    &base_goalposts::NOTE,
    &min_max::NOTE,
    &min_max::EACH,
    &anchors::NOTE,
    &trapezoid::NOTE,
    &tiers::NOTE,
    &five_band::NOTE,
    &efficacy::LINEAR,
    &efficacy::EXPONENTIAL,
    &efficacy::LOGARITHMIC,
    &z_score::NOTE,
    &t_score::NOTE,
    &reference_goalposts::NOTE,
    &distance_to_max::NOTE,
    &distance_to_unit::NOTE,
    &distance_to_target::NOTE,
    &ratio_to_target::NOTE,
    &index::NOTE,
    &ratio_to_mean::NOTE,
    &share_of_max::NOTE,
    &sum::NOTE,
    &vector::NOTE,
    &percentile::NOTE,
    &rank::NOTE,
    &borda::NOTE,
    &categories::NOTE,
    &above_below_mean::NOTE,
    &logarithmic::NOTE,
    &enhanced_accuracy::NOTE,
    &zavadskas_turskis::NOTE,
];

impl Normalisation {
    /// What the method reference says of it.
    #[must_use]
    pub fn note(&self) -> &'static MethodNote {
        match self {
            Normalisation::Goalposts { .. } => &goalposts::NOTE,
            Normalisation::BaseGoalposts { .. } => &base_goalposts::NOTE,
            Normalisation::MinMax { .. } => &min_max::NOTE,
            Normalisation::Anchors { .. } => &anchors::NOTE,
            Normalisation::Trapezoid { .. } => &trapezoid::NOTE,
            Normalisation::Tiers { .. } => &tiers::NOTE,
            Normalisation::ZScore { .. } => &z_score::NOTE,
            Normalisation::TScore { .. } => &t_score::NOTE,
            Normalisation::Percentile { .. } => &percentile::NOTE,
            Normalisation::Vector { .. } => &vector::NOTE,
            Normalisation::Sum { .. } => &sum::NOTE,
            Normalisation::ShareOfMax { .. } => &share_of_max::NOTE,
            Normalisation::RatioToMean { .. } => &ratio_to_mean::NOTE,
            Normalisation::Index { .. } => &index::NOTE,
            Normalisation::RatioToTarget { .. } => &ratio_to_target::NOTE,
            Normalisation::DistanceToMax { .. } => &distance_to_max::NOTE,
            Normalisation::DistanceToUnit { .. } => &distance_to_unit::NOTE,
            Normalisation::DistanceToTarget { .. } => &distance_to_target::NOTE,
            Normalisation::Rank { .. } => &rank::NOTE,
            Normalisation::Borda { .. } => &borda::NOTE,
            Normalisation::Categories { .. } => &categories::NOTE,
            Normalisation::AboveBelowMean { .. } => &above_below_mean::NOTE,
            Normalisation::ReferenceGoalposts { .. } => &reference_goalposts::NOTE,
            Normalisation::Logarithmic { .. } => &logarithmic::NOTE,
            Normalisation::EnhancedAccuracy { .. } => &enhanced_accuracy::NOTE,
            Normalisation::ZavadskasTurskis { .. } => &zavadskas_turskis::NOTE,
            Normalisation::LinearEfficacy { .. } => &efficacy::LINEAR,
            Normalisation::ExponentialEfficacy { .. } => &efficacy::EXPONENTIAL,
            Normalisation::LogarithmicEfficacy { .. } => &efficacy::LOGARITHMIC,
            Normalisation::FiveBand { .. } => &five_band::NOTE,
        }
    }
}
