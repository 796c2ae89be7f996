//! Linear interpolation between the unit's own years, constant beyond the first and the last. Nothing is frozen: it looks only at the
//! unit itself; which of its years it may look at is decided by who calls it.

use super::Ends;
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "linear-interpolation",
    name: Said { zh: "线性插值", en: "Linear interpolation" },
    formula: "x̂_t = x_a + (x_b − x_a)·(t − a)/(b − a)\nx̂_t = x_a (∄ b), x̂_t = x_b (∄ a)",
    letters: Said {
        zh: "a、b：本单位在 t 年之前、之后最近的有观测值的年份；季度、月度数据取各年同季、同月",
        en: "a, b: the unit's nearest years before and after t with an observed value; of quarters and months the same one of other years",
    },
    use_when: Said {
        zh: "数随时间平稳变化，中间缺几年（如隔年的普查）",
        en: "Numbers that move steadily and have years missing in between, such as a survey every second year",
    },
    not_when: Said {
        zh: "大起大落的数；缺口长；最近几年缺失时它只是沿用，不是预测",
        en: "Numbers that jump; long gaps; where the latest years are missing it only carries forward and predicts nothing",
    },
    edge: Said {
        zh: "只有一个观测值时各年取它（ends = \"missing\" 则不补）；缺口超过 max_gap 年不补；不用基期以后的数据补更早的行：基期末及以前的行用到基期末为止，以后的行只用更早的年份；later = \"allowed\" 取消这一限制，得分会随以后的数据变动，并计数提示",
        en: "With one observed value it stands for every year (with ends = \"missing\" for none); a gap longer than max_gap years stays; the future of the base is not used: a row up to the last base period uses values up to that period, a later row only earlier years; later = \"allowed\" lifts this, scores then move with later data, and that is counted and said",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Lepot, Aubin & Clemens 2017, https://doi.org/10.3390/w9100796"],
    example: Some(r#"missing = [ { method = "linear-interpolation", ends = "constant", max_gap = 3 } ]"#),
};

/// An observed value of the unit, some years away from the cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// How many years away, at least 1.
    pub years: u32,
    /// The value.
    pub value: f64,
}

/// An interpolated value and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interpolated {
    /// The value.
    pub value: f64,
    /// The observed value before that was used.
    pub before: Option<Near>,
    /// The observed value after that was used.
    pub after: Option<Near>,
}

/// The value on the line between the nearest observed values before and after; where there is only one, that one. `None` without
/// either, where `ends` forbids it, and where the gap is longer than `max_gap` years.
#[must_use]
pub fn interpolate(
    before: Option<Near>,
    after: Option<Near>,
    ends: Ends,
    max_gap: Option<u32>,
) -> Option<Interpolated> {
    let fits = |gap: u32| max_gap.is_none_or(|most| gap <= most);
    let (value, gap) = match (before, after) {
        (Some(a), Some(b)) => (on_line(a, b), a.years.saturating_add(b.years)),
        (Some(one), None) | (None, Some(one)) if ends == Ends::Constant => (one.value, one.years),
        _ => return None,
    };
    (fits(gap) && value.is_finite()).then_some(Interpolated { value, before, after })
}

/// Never beyond either value, and never overflowing.
fn on_line(before: Near, after: Near) -> f64 {
    let (low, high) = (before.value.min(after.value), before.value.max(after.value));
    let part = f64::from(before.years) / (f64::from(before.years) + f64::from(after.years));
    let step = after.value - before.value;
    let value = if step.is_finite() {
        before.value + step * part
    } else {
        before.value * (1.0 - part) + after.value * part
    };
    value.clamp(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(years: u32, value: f64) -> Option<Near> {
        Some(Near { years, value })
    }

    fn value(before: Option<Near>, after: Option<Near>, ends: Ends, max_gap: Option<u32>) -> Option<f64> {
        interpolate(before, after, ends, max_gap).map(|found| found.value)
    }

    #[test]
    fn between_two_years_on_the_line_and_constant_at_the_ends() {
        // R: approx(c(2016, 2020), c(10, 18), 2017:2019, rule = 2) gives 12, 14, 16.
        for (years, expected) in [(1, 12.0), (2, 14.0), (3, 16.0)] {
            let got = value(near(years, 10.0), near(4 - years, 18.0), Ends::Constant, None);
            assert_eq!(got, Some(expected));
        }
        assert_eq!(value(near(2, 10.0), None, Ends::Constant, None), Some(10.0));
        assert_eq!(value(None, near(5, 18.0), Ends::Constant, None), Some(18.0));
        assert_eq!(value(None, near(5, 18.0), Ends::Missing, None), None);
        assert_eq!(value(None, None, Ends::Constant, None), None);
    }

    #[test]
    fn long_gaps_stay() {
        assert_eq!(value(near(1, 1.0), near(3, 5.0), Ends::Constant, Some(3)), None);
        assert_eq!(value(near(1, 1.0), near(2, 4.0), Ends::Constant, Some(3)), Some(2.0));
        assert_eq!(value(near(4, 1.0), None, Ends::Constant, Some(3)), None);
    }

    #[test]
    fn extremes_stay_between_the_two_values() {
        assert_eq!(value(near(1, -f64::MAX), near(1, f64::MAX), Ends::Constant, None), Some(0.0));
        assert_eq!(value(near(1, 1e300), near(2, 1e300), Ends::Constant, None), Some(1e300));
        let tiny = value(near(1, 1e-300), near(2, 4e-300), Ends::Constant, None).unwrap();
        assert!((tiny - 2e-300).abs() <= 1e-312, "{tiny}");
    }
}
