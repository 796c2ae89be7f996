//! Fixed goalposts: (x − low) / (high − low) over the scale, clamped or extended; HDI, SDG Index, efficacy coefficient.
//!
//! UNDP, Human Development Report 2023/24, technical note 1.

use std::ops::RangeInclusive;

use super::{Axis, Curve, Outside};
use crate::statistics::Undetermined;
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "goalposts",
    name: Said { zh: "固定阈值", en: "Goalposts" },
    formula: "s = L + (H − L)·(x − low) / (high − low)\ns = L + (H − L)·(ln x − ln low) / (ln high − ln low)",
    letters: Said {
        zh: "L、H：量表两端，越小越好时对调；low、high：给定的阈值；第二行为对数轴",
        en: "L, H: the ends of the scale, exchanged where less is better; low, high: given; the second line on a logarithmic axis",
    },
    use_when: Said {
        zh: "有公认的下限和上限（政策目标、自然极限、标杆）",
        en: "There are accepted lower and upper limits: policy, nature, the leading unit",
    },
    not_when: Said { zh: "阈值说不出来由", en: "Nobody can say where the limits come from" },
    edge: Said {
        zh: "超出者截断或外推，并计数；对数轴上不为正的值没有得分",
        en: "Values beyond are clamped or extended, and counted; on a logarithmic axis values that are not positive have no score",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "UNDP, Human Development Report 2023/24, technical note 1, https://hdr.undp.org/content/human-development-report-2023-24",
    ],
    example: Some(r#"normalisation = { method = "goalposts", low = 0.0, high = 6.0 }"#),
};

/// The curve from one end of the scale to the other; the direction decides which value is best.
pub(super) fn curve(
    low: f64,
    high: f64,
    direction: Direction,
    scale: &RangeInclusive<f64>,
    (axis, outside): (Axis, Outside),
) -> Result<Curve, Undetermined> {
    let (worst, best) = (*scale.start(), *scale.end());
    let (at_low, at_high) = if direction == Direction::Negative { (best, worst) } else { (worst, best) };
    Curve::new(vec![[low, at_low], [high, at_high]], axis, outside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalisation::Normaliser;

    fn score(value: f64, direction: Direction, scale: RangeInclusive<f64>, goalposts: (f64, f64)) -> f64 {
        let forms = (Axis::Linear, Outside::Clamp);
        let curve = curve(goalposts.0, goalposts.1, direction, &scale, forms).unwrap();
        Normaliser::Curve(curve).apply(value).unwrap()
    }

    #[test]
    fn efficacy_coefficients_are_goalposts() {
        // Regulations on the performance evaluation of central enterprises: actual 90 between bands 80 and 100 gives 0.5.
        assert_eq!(score(90.0, Direction::Positive, 0.0..=1.0, (80.0, 100.0)), 0.5);
        // The textbook form 60 + 40·(x − 2)/(15 − 2) at 8.
        let textbook = score(8.0, Direction::Positive, 60.0..=100.0, (2.0, 15.0));
        assert!((textbook - 78.461_538_461_538_46).abs() < 1e-13, "{textbook}");
    }

    #[test]
    fn the_direction_turns_the_scale_round() {
        assert_eq!(score(2.0, Direction::Negative, 0.0..=100.0, (0.0, 10.0)), 80.0);
        assert_eq!(score(12.0, Direction::Negative, 0.0..=100.0, (0.0, 10.0)), 0.0);
    }
}
