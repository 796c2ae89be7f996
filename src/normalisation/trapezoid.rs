//! Interval-optimal (适度) indicators: full score inside an interval, falling linearly to the bottom on each side.

use std::ops::RangeInclusive;

use super::{Axis, Curve, Normaliser, Outside};
use crate::statistics::Undetermined;

/// The curve through `zero_below`, `full_from`, `full_to`, `zero_above`; an end that is left out stays full.
pub(super) fn curve(
    [zero_below, full_from, full_to, zero_above]: [Option<f64>; 4],
    scale: &RangeInclusive<f64>,
) -> Result<Normaliser, Undetermined> {
    let (worst, best) = (*scale.start(), *scale.end());
    let corners = [(zero_below, worst), (full_from, best), (full_to, best), (zero_above, worst)];
    let mut anchors: Vec<[f64; 2]> =
        corners.iter().filter_map(|(at, score)| at.map(|at| [at, *score])).collect();
    // An interval may be a single point: then both of its ends are the same anchor.
    anchors.dedup();
    Curve::new(anchors, Axis::Linear, Outside::Clamp).map(Normaliser::Curve)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_fall_and_one_may_stay() {
        let full = curve([Some(0.0), Some(40.0), Some(60.0), Some(85.0)], &(0.0..=100.0)).unwrap();
        let expected = [(-5.0, 0.0), (20.0, 50.0), (40.0, 100.0), (55.0, 100.0), (72.5, 50.0), (99.0, 0.0)];
        for (value, score) in expected {
            assert_eq!(full.apply(value), Some(score), "{value}");
        }
        let one_sided = curve([None, Some(40.0), Some(60.0), Some(85.0)], &(0.0..=100.0)).unwrap();
        assert_eq!(one_sided.apply(-1e300), Some(100.0));
        let point = curve([Some(0.0), Some(50.0), Some(50.0), Some(100.0)], &(0.0..=1.0)).unwrap();
        assert_eq!(point.apply(75.0), Some(0.5));
        let always = curve([None, Some(50.0), Some(50.0), None], &(0.0..=1.0)).unwrap();
        assert_eq!(always.apply(-3.0), Some(1.0));
    }
}
