//! What the rest of the program asks of a method: which groups it makes, whether it needs the base, where its scores can lie.

use super::{
    Aim, Axis, Hurdle, Normalisation, Normaliser, Outside, PERIOD, Periods, REFERENCE, anchors, categories,
    five_band,
};
use crate::vocab::{AcrossYears, Direction, Id, TableFile};

/// The peer groups of a method that is fitted, and whether periods are put together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peers<'a> {
    pub(crate) by: &'a [Id],
    pub(crate) min_group: u32,
    pub(crate) periods: Periods,
}

impl Normalisation {
    /// The peer groups of a method that is, or may be, fitted to the base.
    pub(crate) fn peers(&self) -> Option<Peers<'_>> {
        use Normalisation as N;
        match self {
            N::BaseGoalposts { by, min_group, periods, .. }
            | N::MinMax { by, min_group, periods, .. }
            | N::ZScore { by, min_group, periods, .. }
            | N::TScore { by, min_group, periods, .. }
            | N::Percentile { by, min_group, periods }
            | N::Vector { by, min_group, periods, .. }
            | N::Sum { by, min_group, periods, .. }
            | N::ShareOfMax { by, min_group, periods, .. }
            | N::RatioToMean { by, min_group, periods, .. }
            | N::Index { by, min_group, periods, .. }
            | N::DistanceToMax { by, min_group, periods, .. }
            | N::DistanceToUnit { by, min_group, periods, .. }
            | N::DistanceToTarget { by, min_group, periods, .. }
            | N::Rank { by, min_group, periods, .. }
            | N::Borda { by, min_group, periods, .. }
            | N::Categories { by, min_group, periods, .. }
            | N::AboveBelowMean { by, min_group, periods, .. }
            | N::ReferenceGoalposts { by, min_group, periods, .. }
            | N::Logarithmic { by, min_group, periods }
            | N::EnhancedAccuracy { by, min_group, periods, .. }
            | N::ZavadskasTurskis { by, min_group, periods, .. }
            | N::LinearEfficacy { by, min_group, periods, .. }
            | N::ExponentialEfficacy { by, min_group, periods, .. }
            | N::LogarithmicEfficacy { by, min_group, periods, .. } => {
                Some(Peers { by, min_group: *min_group, periods: *periods })
            }
            N::Goalposts { .. }
            | N::Anchors { .. }
            | N::Trapezoid { .. }
            | N::Tiers { .. }
            | N::RatioToTarget { .. }
            | N::FiveBand { .. } => None,
        }
    }

    /// How many cuts of classes fall on the same value as another, in what was fitted to one group.
    pub(crate) fn coinciding_cuts(&self, fitted: &Normaliser) -> usize {
        match self {
            Normalisation::Categories { cuts, .. } => categories::coinciding(cuts, fitted),
            _ => 0,
        }
    }

    /// The table its standard values stand in, where they do.
    #[must_use]
    pub fn table_file(&self) -> Option<&TableFile> {
        match self {
            Normalisation::FiveBand { groups, .. } => groups.file(),
            _ => None,
        }
    }

    /// The attributes whose values choose between parameters, without repetition; the period is one where each is fitted apart.
    #[must_use]
    pub fn attributes(&self) -> Vec<Id> {
        match (self, self.peers().filter(|_| self.needs_base())) {
            (Normalisation::Anchors { groups, .. }, _) => anchors::attributes(groups),
            (Normalisation::FiveBand { groups, .. }, _) => five_band::attributes(groups.here()),
            (_, Some(peers)) if peers.periods == Periods::Each => {
                [Id::from_static(PERIOD)].into_iter().chain(peers.by.iter().cloned()).collect()
            }
            (_, Some(peers)) => peers.by.to_vec(),
            (_, None) => Vec::new(),
        }
    }

    /// The keys by which a summary has to keep the base values apart: the attributes, and whether a row is the reference unit's.
    pub(crate) fn base_keys(&self) -> Vec<Id> {
        let reference = self.reference_unit().map(|_| Id::from_static(REFERENCE));
        self.attributes().into_iter().chain(reference).collect()
    }

    /// The unit that the others are held against.
    #[must_use]
    pub fn reference_unit(&self) -> Option<&str> {
        match self {
            Normalisation::DistanceToUnit { unit, .. } => Some(unit),
            _ => None,
        }
    }

    /// Whether each base period has parameters of its own, and any other period none.
    #[must_use]
    pub fn is_by_period(&self) -> bool {
        self.needs_base() && self.peers().is_some_and(|peers| peers.periods == Periods::Each)
    }

    /// Whether its parameters come from the base.
    #[must_use]
    pub fn needs_base(&self) -> bool {
        match self {
            Normalisation::LinearEfficacy { low, high, .. }
            | Normalisation::ExponentialEfficacy { low, high, .. }
            | Normalisation::LogarithmicEfficacy { low, high, .. } => low.is_none() || high.is_none(),
            other => other.peers().is_some(),
        }
    }

    /// Whether the card gives it numbers in its own unit of measure, which mean nothing once values are transformed.
    pub(crate) fn has_numbers_in_the_measure(&self) -> bool {
        match self {
            Normalisation::BaseGoalposts { hurdle, .. } => hurdle.is_some(),
            Normalisation::Index { value, .. } | Normalisation::ReferenceGoalposts { value, .. } => {
                value.is_some()
            }
            Normalisation::DistanceToTarget { .. } => true,
            other => !other.needs_base(),
        }
    }

    /// Whether scores may be compared across periods.
    #[must_use]
    pub fn across_years(&self) -> AcrossYears {
        if self.is_by_period() { AcrossYears::NotComparable } else { self.note().across_years }
    }

    /// Whether its axis is logarithmic, so that values that are not positive stay out of a fit, but those that a hurdle takes.
    pub(crate) fn logarithmic_axis(&self) -> Option<Option<Hurdle>> {
        match self {
            Normalisation::Goalposts { axis: Axis::Log, .. }
            | Normalisation::Anchors { axis: Axis::Log, .. }
            | Normalisation::LogarithmicEfficacy { .. } => Some(None),
            Normalisation::BaseGoalposts { axis: Axis::Log, hurdle, .. } => Some(*hurdle),
            _ => None,
        }
    }

    /// What happens beyond the ends, where the method has ends.
    #[must_use]
    pub fn outside(&self) -> Option<Outside> {
        match self {
            Normalisation::Goalposts { outside, .. }
            | Normalisation::BaseGoalposts { outside, .. }
            | Normalisation::MinMax { outside, .. }
            | Normalisation::Anchors { outside, .. }
            | Normalisation::DistanceToMax { outside, .. }
            | Normalisation::DistanceToUnit { outside, .. }
            | Normalisation::DistanceToTarget { outside, .. }
            | Normalisation::ReferenceGoalposts { outside, .. }
            | Normalisation::EnhancedAccuracy { outside, .. }
            | Normalisation::ZavadskasTurskis { outside, .. }
            | Normalisation::LinearEfficacy { outside, .. }
            | Normalisation::ExponentialEfficacy { outside, .. }
            | Normalisation::LogarithmicEfficacy { outside, .. } => Some(*outside),
            _ => None,
        }
    }

    /// Whether a score can fall below the framework's scale, where most means have no answer.
    #[must_use]
    pub fn can_fall_below(&self) -> bool {
        match self {
            Normalisation::ZScore { .. }
            | Normalisation::TScore { .. }
            | Normalisation::Logarithmic { .. } => true,
            // Its scores approach zero and never reach it.
            Normalisation::ExponentialEfficacy { .. } => false,
            other => other.outside() == Some(Outside::Extend),
        }
    }

    /// Whether many equal scores at the worst and at the best end say that the method no longer tells units apart; not where classes
    /// or full marks are meant, or a method has no ends.
    #[must_use]
    pub fn saturates(&self) -> (bool, bool) {
        match self {
            Normalisation::Tiers { .. }
            | Normalisation::ZScore { .. }
            | Normalisation::TScore { .. }
            | Normalisation::Percentile { .. }
            | Normalisation::Rank { .. }
            | Normalisation::Borda { .. }
            | Normalisation::Categories { .. }
            | Normalisation::AboveBelowMean { .. }
            | Normalisation::RatioToMean { .. }
            | Normalisation::Index { .. }
            | Normalisation::Logarithmic { .. } => (false, false),
            Normalisation::Trapezoid { .. } | Normalisation::RatioToTarget { .. } => (true, false),
            _ => (true, true),
        }
    }

    /// Whether frozen parameters are of a form this method freezes to.
    pub(crate) fn has_form(&self, aim: Aim, normaliser: &Normaliser) -> bool {
        use Normalisation as N;
        let inner = match (aim.best, normaliser) {
            (Some(best), Normaliser::Distance(distance)) if distance.best() == best => distance.of(),
            (Some(_), _) | (None, Normaliser::Distance(_)) => return false,
            (None, normaliser) => normaliser,
        };
        match self {
            N::Goalposts { .. }
            | N::BaseGoalposts { .. }
            | N::MinMax { .. }
            | N::Anchors { .. }
            | N::Trapezoid { .. }
            | N::DistanceToMax { .. }
            | N::DistanceToUnit { .. }
            | N::DistanceToTarget { .. }
            | N::ReferenceGoalposts { .. }
            | N::EnhancedAccuracy { .. }
            | N::ZavadskasTurskis { .. }
            | N::LinearEfficacy { .. }
            | N::LogarithmicEfficacy { .. }
            | N::FiveBand { .. } => matches!(inner, Normaliser::Curve(_)),
            N::Tiers { .. } | N::Categories { .. } => matches!(inner, Normaliser::Steps(_)),
            N::ZScore { .. } | N::TScore { .. } => matches!(inner, Normaliser::Affine(_)),
            N::Percentile { .. } => matches!(inner, Normaliser::Ecdf(_)),
            N::Vector { .. }
            | N::Sum { .. }
            | N::ShareOfMax { .. }
            | N::RatioToMean { .. }
            | N::Index { .. }
            | N::RatioToTarget { .. } => matches!(inner, Normaliser::Ratio(_)),
            N::Rank { .. } | N::Borda { .. } => matches!(inner, Normaliser::Placed(_)),
            N::AboveBelowMean { .. } => matches!(inner, Normaliser::Bands(_)),
            N::Logarithmic { .. } => matches!(inner, Normaliser::Logarithm(_)),
            N::ExponentialEfficacy { .. } => matches!(inner, Normaliser::Exponential(_)),
        }
    }

    /// The word for it in a definition.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.note().id.split([',', ' ']).next().unwrap_or_default()
    }

    /// Whether it takes the distance to a best value or interval as a cost. The others say themselves where the best values are, or
    /// have no answer for a distance of 0.
    #[must_use]
    pub fn takes_distance(&self) -> bool {
        match self {
            Normalisation::Goalposts { axis, .. } | Normalisation::BaseGoalposts { axis, .. } => {
                *axis == Axis::Linear
            }
            Normalisation::Anchors { .. }
            | Normalisation::Trapezoid { .. }
            | Normalisation::Tiers { .. }
            | Normalisation::RatioToMean { .. }
            | Normalisation::Index { .. }
            | Normalisation::RatioToTarget { .. }
            | Normalisation::DistanceToUnit { .. }
            | Normalisation::DistanceToTarget { .. }
            | Normalisation::Logarithmic { .. }
            | Normalisation::LogarithmicEfficacy { .. }
            | Normalisation::ZavadskasTurskis { .. }
            | Normalisation::FiveBand { .. } => false,
            _ => true,
        }
    }

    /// Whether it goes with a direction, and with or without a best value or interval.
    #[must_use]
    pub fn goes_with(&self, aim: Aim) -> bool {
        let is_drawn = matches!(self, Normalisation::Anchors { .. } | Normalisation::Trapezoid { .. });
        match (aim.direction, aim.best) {
            (Direction::Positive | Direction::Negative, _) => {
                !matches!(self, Normalisation::Trapezoid { .. } | Normalisation::Tiers { .. })
            }
            (Direction::Target | Direction::Interval, best) => {
                is_drawn || best.is_some() && self.takes_distance()
            }
            (Direction::Tiers, _) => matches!(self, Normalisation::Tiers { .. }),
        }
    }
}
