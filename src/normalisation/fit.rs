use std::ops::RangeInclusive;

use super::{
    Normalisation, Normaliser, anchors, base_goalposts, goalposts, min_max, percentile, tiers, trapezoid,
    z_score,
};
use crate::statistics::{Grouped, GroupedFit, GroupedSample, Sample, Undetermined};
use crate::vocab::{Direction, Id};

impl Normalisation {
    /// Freezes the method on a base: observed values in the card's unit of measure, after treatment. `scale` holds the worst and the
    /// best score.
    ///
    /// # Errors
    /// Why the base, or for fixed methods the numbers given, do not determine the parameters.
    pub fn fit(
        &self,
        direction: Direction,
        scale: &RangeInclusive<f64>,
        base: &GroupedSample,
    ) -> Result<GroupedFit<Normaliser>, Undetermined> {
        let fitted =
            |by: &[Id], min_group: u32, one: &dyn Fn(&Sample) -> Result<Normaliser, Undetermined>| {
                base.fit(by, min_group, one)
            };
        match self {
            Normalisation::Goalposts { low, high, axis, outside } => fixed(
                goalposts::curve(*low, *high, direction, scale, (*axis, *outside)).map(Normaliser::Curve),
            ),
            Normalisation::BaseGoalposts { low, high, axis, outside, hurdle, by, min_group } => {
                let shares = (*low, *high);
                let one = |sample: &Sample| {
                    base_goalposts::fit(sample, shares, direction, scale, (*axis, *outside), *hurdle)
                };
                base_goalposts::entering(base, *axis, *hurdle).fit(by, *min_group, one)
            }
            Normalisation::MinMax { outside, by, min_group } => {
                fitted(by, *min_group, &|sample| min_max::fit(sample, direction, scale, *outside))
            }
            Normalisation::Anchors { anchors, axis, outside, groups } => {
                let grouped = anchors::freeze(anchors, groups, *axis, *outside)?;
                Ok(GroupedFit { grouped, fallbacks: Vec::new() })
            }
            Normalisation::Trapezoid { zero_below, full_from, full_to, zero_above } => {
                fixed(trapezoid::curve([*zero_below, Some(*full_from), Some(*full_to), *zero_above], scale))
            }
            Normalisation::Tiers { tiers } => fixed(tiers::freeze(tiers, scale)),
            Normalisation::ZScore { centre, spread, by, min_group } => {
                fitted(by, *min_group, &|sample| z_score::fit(sample, direction, *centre, *spread))
            }
            Normalisation::Percentile { by, min_group } => {
                fitted(by, *min_group, &|sample| percentile::fit(sample, direction, scale))
            }
        }
    }

    /// The attributes whose values choose between parameters, without repetition.
    #[must_use]
    pub fn attributes(&self) -> Vec<Id> {
        match self {
            Normalisation::BaseGoalposts { by, .. }
            | Normalisation::MinMax { by, .. }
            | Normalisation::ZScore { by, .. }
            | Normalisation::Percentile { by, .. } => by.clone(),
            Normalisation::Anchors { groups, .. } => anchors::attributes(groups),
            Normalisation::Goalposts { .. }
            | Normalisation::Trapezoid { .. }
            | Normalisation::Tiers { .. } => Vec::new(),
        }
    }

    /// Whether its parameters come from the base.
    #[must_use]
    pub fn needs_base(&self) -> bool {
        match self {
            Normalisation::BaseGoalposts { .. }
            | Normalisation::MinMax { .. }
            | Normalisation::ZScore { .. }
            | Normalisation::Percentile { .. } => true,
            Normalisation::Goalposts { .. }
            | Normalisation::Anchors { .. }
            | Normalisation::Trapezoid { .. }
            | Normalisation::Tiers { .. } => false,
        }
    }
}

fn fixed(normaliser: Result<Normaliser, Undetermined>) -> Result<GroupedFit<Normaliser>, Undetermined> {
    Ok(GroupedFit { grouped: Grouped::uniform(normaliser?), fallbacks: Vec::new() })
}
