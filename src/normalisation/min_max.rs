//! Min–max: goalposts at the lowest and highest value of the base. Values of later years beyond them are clamped or extended, never
//! silently. OECD/JRC Handbook 2008, step 5.

use std::ops::RangeInclusive;

use super::{Axis, Normaliser, Outside, goalposts};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::Direction;

pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    scale: &RangeInclusive<f64>,
    outside: Outside,
) -> Result<Normaliser, Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else {
        return Err(Undetermined::Empty);
    };
    goalposts::curve(low, high, direction, scale, (Axis::Linear, outside)).map(Normaliser::Curve)
}
