use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::efficacy::Shape;
use super::ratio::Whole;
use super::{
    Aim, CostForm, Distance, Normalisation, Normaliser, Outside, Peers, Periods, RankShare, above_below_mean,
    anchors, base_goalposts, categories, distance, distance_to_unit, each_period, efficacy,
    enhanced_accuracy, five_band, goalposts, logarithmic, min_max, percentile, rank, ratio, ratio_to_target,
    reference_goalposts, tiers, trapezoid, z_score, zavadskas_turskis,
};
use crate::statistics::{Grouped, GroupedFit, GroupedSample, Sample, Undetermined};
use crate::vocab::Direction;

/// The score of the reference of an index.
const HUNDRED: f64 = 100.0;
/// Of a T-score: the mean, and points for one standard deviation.
const T: (f64, f64) = (50.0, 10.0);
/// How far up the scale the floor of an efficacy score lies.
const FLOOR: f64 = 0.6;

impl Normalisation {
    /// Freezes the method on a base: observed values in the card's unit of measure, after treatment. `scale` holds the worst and the
    /// best score. With a best value or interval the distances to it are what is frozen on, as a cost.
    ///
    /// # Errors
    /// Why the base, or for fixed methods the numbers given, do not determine the parameters.
    pub fn fit(
        &self,
        aim: impl Into<Aim>,
        scale: &RangeInclusive<f64>,
        base: &GroupedSample,
    ) -> Result<GroupedFit<Normaliser>, Undetermined> {
        let aim = aim.into();
        let Some(best) = aim.best else { return self.fit_values(aim.direction, scale, base) };
        for (_, sample) in base.groups() {
            distance::distances(sample, best)?;
        }
        let base = base.mapped(|_, sample| sample.mapped(|value| distance::distance(value, best)));
        let GroupedFit { grouped, fallbacks } = self.fit_values(Direction::Negative, scale, &base)?;
        let grouped = grouped.map(|of| Normaliser::Distance(Distance::new(best, of.clone())));
        Ok(GroupedFit { grouped, fallbacks })
    }

    fn fit_values(
        &self,
        direction: Direction,
        scale: &RangeInclusive<f64>,
        base: &GroupedSample,
    ) -> Result<GroupedFit<Normaliser>, Undetermined> {
        let Some(peers) = self.peers().filter(|_| self.needs_base()) else {
            let grouped = self.freeze(direction, scale)?;
            return Ok(GroupedFit { grouped, fallbacks: Vec::new() });
        };
        let Peers { by, min_group, periods } = peers;
        let base = self.entering(base);
        let one = |base: &GroupedSample| {
            let reference = self.reference_unit().map(|_| each_period::reference(base));
            if reference == Some(None) {
                return Err(Undetermined::NoReference);
            }
            base.fit(by, min_group, |sample| self.fit_sample(direction, scale, sample, reference.flatten()))
        };
        match periods {
            Periods::Pooled => one(&base),
            Periods::Each => each_period::fit(&base, by, one),
        }
    }

    /// The values of the base that enter the fit.
    fn entering<'a>(&self, base: &'a GroupedSample) -> Cow<'a, GroupedSample> {
        match self {
            Normalisation::BaseGoalposts { axis, hurdle, .. } => {
                base_goalposts::entering(base, *axis, *hurdle)
            }
            Normalisation::LogarithmicEfficacy { .. } => {
                base_goalposts::entering(base, super::Axis::Log, None)
            }
            _ => Cow::Borrowed(base),
        }
    }

    /// Methods that need no base.
    fn freeze(
        &self,
        direction: Direction,
        scale: &RangeInclusive<f64>,
    ) -> Result<Grouped<Normaliser>, Undetermined> {
        let normaliser = match self {
            Normalisation::Goalposts { low, high, axis, outside } => {
                goalposts::curve(*low, *high, direction, scale, (*axis, *outside)).map(Normaliser::Curve)
            }
            Normalisation::Anchors { anchors, axis, outside, groups } => {
                return anchors::freeze(anchors, groups, *axis, *outside);
            }
            Normalisation::Trapezoid { zero_below, full_from, full_to, zero_above } => {
                trapezoid::curve([*zero_below, Some(*full_from), Some(*full_to), *zero_above], scale)
            }
            Normalisation::Tiers { tiers } => tiers::freeze(tiers, scale),
            Normalisation::RatioToTarget { target, cap } => {
                ratio_to_target::freeze(*target, direction, ends(scale), *cap)
            }
            Normalisation::FiveBand { standards, coefficients, groups } => {
                let standards = standards.as_ref().ok_or(Undetermined::Empty)?;
                return five_band::freeze(standards, *coefficients, groups.here(), direction, scale);
            }
            // What is left are efficacy scores between given values.
            other => other.fit_sample(direction, scale, &Sample::default(), None),
        };
        normaliser.map(Grouped::uniform)
    }

    /// Fits one group. `reference` is the value of the reference unit.
    fn fit_sample(
        &self,
        direction: Direction,
        scale: &RangeInclusive<f64>,
        sample: &Sample,
        reference: Option<f64>,
    ) -> Result<Normaliser, Undetermined> {
        let share = |whole, cost: Option<CostForm>, ends, cap| {
            ratio::fit(sample, whole, direction, cost, ends, cap).map(Normaliser::Ratio)
        };
        match self {
            Normalisation::BaseGoalposts { low, high, axis, outside, hurdle, .. } => {
                base_goalposts::fit(sample, (*low, *high), direction, scale, (*axis, *outside), *hurdle)
            }
            Normalisation::MinMax { to, outside, .. } => {
                let scale = to.map_or(scale.clone(), |[worst, best]| worst..=best);
                min_max::fit(sample, direction, &scale, *outside)
            }
            Normalisation::DistanceToMax { outside, .. } => min_max::fit(sample, direction, scale, *outside),
            Normalisation::ZScore { centre, spread, deviation, .. } => {
                z_score::fit(sample, direction, (*centre, *spread), *deviation)
            }
            Normalisation::TScore { deviation, .. } => z_score::fit(sample, direction, T, *deviation),
            Normalisation::Percentile { .. } => percentile::fit(sample, direction, scale),
            Normalisation::Vector { cost, .. } => share(Whole::Norm, *cost, ends(scale), Some(1.0)),
            Normalisation::Sum { cost, .. } => share(Whole::Sum, *cost, ends(scale), Some(1.0)),
            Normalisation::ShareOfMax { cost, .. } => share(Whole::Extreme, *cost, ends(scale), Some(1.0)),
            Normalisation::RatioToMean { cost, cap, .. } => share(Whole::Mean, *cost, ends(scale), *cap),
            Normalisation::Index { of, value, cap, .. } => {
                let fitted = ratio::fit_index(
                    sample,
                    direction,
                    (of.unwrap_or_default(), *value),
                    (0.0, HUNDRED),
                    *cap,
                );
                fitted.map(Normaliser::Ratio)
            }
            Normalisation::DistanceToUnit { outside, .. } => {
                let reference = reference.ok_or(Undetermined::NoReference)?;
                distance_to_unit::curve(sample, reference, direction, scale, *outside)
            }
            Normalisation::DistanceToTarget { target, outside, .. } => {
                distance_to_unit::curve(sample, *target, direction, scale, *outside)
            }
            other => other.fit_special(direction, scale, sample),
        }
    }

    /// The rest of [`Self::fit_sample`]: ranks and classes, bent curves, and what only some papers use.
    fn fit_special(
        &self,
        direction: Direction,
        scale: &RangeInclusive<f64>,
        sample: &Sample,
    ) -> Result<Normaliser, Undetermined> {
        match self {
            Normalisation::Rank { ties, .. } => {
                rank::fit(sample, direction, scale, (*ties, RankShare::OfUnits))
            }
            Normalisation::Borda { ties, .. } => {
                rank::fit(sample, direction, scale, (*ties, RankShare::Beaten))
            }
            Normalisation::Categories { cuts, scores, .. } => {
                categories::fit(sample, cuts, scores, direction)
            }
            Normalisation::AboveBelowMean { threshold, .. } => {
                above_below_mean::fit(sample, threshold.get(), direction, scale)
            }
            Normalisation::ReferenceGoalposts { of, value, outside, .. } => {
                reference_goalposts::fit(sample, (of.unwrap_or_default(), *value), direction, scale, *outside)
            }
            Normalisation::Logarithmic { .. } => logarithmic::fit(sample, direction, ends(scale)),
            Normalisation::EnhancedAccuracy { outside, .. } => {
                enhanced_accuracy::fit(sample, direction, scale, *outside)
            }
            Normalisation::ZavadskasTurskis { outside, .. } => {
                zavadskas_turskis::fit(sample, direction, scale, *outside)
            }
            Normalisation::LinearEfficacy { low, high, floor, outside, .. } => {
                efficacy_of(Shape::Linear, (low, high, floor, *outside), direction, scale, sample)
            }
            Normalisation::ExponentialEfficacy { low, high, floor, outside, .. } => {
                efficacy_of(Shape::Exponential, (low, high, floor, *outside), direction, scale, sample)
            }
            Normalisation::LogarithmicEfficacy { low, high, floor, outside, .. } => {
                efficacy_of(Shape::Logarithmic, (low, high, floor, *outside), direction, scale, sample)
            }
            _ => Err(Undetermined::Empty),
        }
    }
}

fn efficacy_of(
    shape: Shape,
    (low, high, floor, outside): (&Option<f64>, &Option<f64>, &Option<f64>, Outside),
    direction: Direction,
    scale: &RangeInclusive<f64>,
    sample: &Sample,
) -> Result<Normaliser, Undetermined> {
    let limits = efficacy::ends(low.zip(*high), sample)?;
    let floor = floor.unwrap_or_else(|| scale.start() + FLOOR * (scale.end() - scale.start()));
    efficacy::curve(limits, direction, (floor, *scale.end()), shape, outside)
}

fn ends(scale: &RangeInclusive<f64>) -> (f64, f64) {
    (*scale.start(), *scale.end())
}
