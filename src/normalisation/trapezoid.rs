//! Interval-optimal (适度) indicators: full score inside an interval, falling linearly to the bottom on each side.

use std::ops::RangeInclusive;

use super::{Axis, Curve, Normaliser, Outside};
use crate::statistics::Undetermined;
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "trapezoid",
    name: Said { zh: "适度区间", en: "Trapezoid" },
    formula: "s = H  (full_from ≤ x ≤ full_to)\ns = L + (H − L)·(x − zero_below) / (full_from − zero_below)\ns = L + (H − L)·(zero_above − x) / (zero_above − full_to)",
    letters: Said {
        zh: "L、H：量表两端；四个界限由指标卡给出",
        en: "L, H: the ends of the scale; the four limits stand on the card",
    },
    use_when: Said {
        zh: "指标在一个区间内最好，太高太低都不好，如资产负债率",
        en: "An indicator is best inside an interval and worse on both sides, such as the debt ratio",
    },
    not_when: Said {
        zh: "两侧受罚的快慢说不清；可改用 best_range 与其他方法",
        en: "Nobody can say how fast it falls on each side; then give `best_range` and another method",
    },
    edge: Said {
        zh: "可以省去一侧的界限，那一侧一直得满分",
        en: "One outer limit may be left out: that side stays full",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        r#"normalisation = { method = "trapezoid", zero_below = 0.0, full_from = 40.0, full_to = 60.0, zero_above = 85.0 }"#,
    ),
};

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
