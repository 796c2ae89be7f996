//! Percentile rank: the share of the base below the value, ties half (mid-rank), over the scale.
//!
//! OECD/JRC Handbook 2008, step 5. Relative to the base sample: it says where a unit stands, not how far it is.

use std::ops::RangeInclusive;

use super::{Ecdf, Normaliser};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::Direction;

pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    scale: &RangeInclusive<f64>,
) -> Result<Normaliser, Undetermined> {
    match sample.min() {
        None => Err(Undetermined::Empty),
        Some(value) if sample.is_constant() => Err(Undetermined::Constant { value }),
        Some(_) => {
            let (worst, best) = (*scale.start(), *scale.end());
            let (at_low, at_high) =
                if direction == Direction::Negative { (best, worst) } else { (worst, best) };
            Ok(Normaliser::Ecdf(Ecdf::new(sample.clone(), at_low, at_high)))
        }
    }
}
