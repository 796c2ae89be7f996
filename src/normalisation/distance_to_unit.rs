//! Distance to a reference unit: from the worst value of the base to what the unit had there. Also the curve of `distance_to_target`.

use std::ops::RangeInclusive;

use super::{Axis, Normaliser, Outside, goalposts};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "distance-to-unit",
    name: Said { zh: "到参照对象的距离", en: "Distance to a reference unit" },
    formula: "s = L + (H − L)·(x − min) / (ref − min)",
    letters: Said {
        zh: "ref：参照对象在基期的值（多个基期取平均）；min：基期最小值，越小越好时为最大值；L、H：量表两端",
        en: "ref: the reference unit's value in the base (the mean of several periods); min: of the base, the maximum where less is better; L, H: the ends of the scale",
    },
    use_when: Said { zh: "对标某一标杆单位", en: "Units are held against one leading unit" },
    not_when: Said {
        zh: "参照对象在这个指标上垫底或缺失",
        en: "The reference unit is the worst here, or has no value",
    },
    edge: Said {
        zh: "参照对象垫底则拒绝（否则为无穷大）；超过参照者截断，或用 extend 外推",
        en: "A reference that is the worst is refused (it would divide by zero); units beyond it are clamped, or extended on request",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
        "COINr 1.1.14, https://doi.org/10.21105/joss.04567",
    ],
    example: Some(r#"normalisation = { method = "distance-to-unit", unit = "CZE", outside = "extend" }"#),
};

/// The curve from the worst value of the base to a reference, which has to be better.
pub(super) fn curve(
    sample: &Sample,
    reference: f64,
    direction: Direction,
    scale: &RangeInclusive<f64>,
    outside: Outside,
) -> Result<Normaliser, Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else { return Err(Undetermined::Empty) };
    let (low, high) = if direction == Direction::Negative { (reference, high) } else { (low, reference) };
    if low >= high {
        return Err(Undetermined::Constant { value: reference });
    }
    goalposts::curve(low, high, direction, scale, (Axis::Linear, outside)).map(Normaliser::Curve)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_that_is_the_worst_is_refused() {
        // A peer divides by zero here and returns NaN and infinity.
        let sample = Sample::new(vec![1.0, 2.0, 5.0]);
        let fit = |reference, direction| curve(&sample, reference, direction, &(0.0..=1.0), Outside::Extend);
        assert_eq!(fit(1.0, Direction::Positive), Err(Undetermined::Constant { value: 1.0 }));
        assert_eq!(fit(5.0, Direction::Negative), Err(Undetermined::Constant { value: 5.0 }));
        assert_eq!(fit(2.0, Direction::Positive).unwrap().apply(5.0), Some(4.0));
        assert_eq!(fit(2.0, Direction::Negative).unwrap().apply(3.5), Some(0.5));
    }
}
