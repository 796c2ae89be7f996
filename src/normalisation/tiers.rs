//! Ordered classes: the score of the highest class that the value reaches; below the lowest class the bottom of the scale.

use std::ops::RangeInclusive;

use super::{Normaliser, Steps, Tier};
use crate::statistics::Undetermined;

pub(super) fn freeze(tiers: &[Tier], scale: &RangeInclusive<f64>) -> Result<Normaliser, Undetermined> {
    let steps = tiers.iter().map(|tier| [tier.at, tier.score]).collect();
    Steps::new(steps, *scale.start()).map(Normaliser::Steps)
}
