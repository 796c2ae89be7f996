//! Logarithms with frozen parameters: x′ = ± ln(offset + slope · distance), the distance being that from a frozen origin.
//!
//! One form serves the whole family. Beyond the origin of a shifted logarithm there is no logarithm to speak of: it falls without end
//! before it stops. Such a later value counts as the origin itself, and is counted.

use serde::{Deserialize, Serialize};

use super::transformation::{Image, difference};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, MethodNote, Said};

const HANDBOOK: &str = "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en";
const COINR: &str = "COINr (Becker et al. 2022), https://doi.org/10.21105/joss.04567";

const USE_WHEN: Said = Said {
    zh: "右偏严重、跨几个数量级的规模类指标（营业收入、贸易额），相差几倍比相差多少更要紧",
    en: "Strongly right-skewed quantities over orders of magnitude (revenue, trade), where a ratio says more than a difference",
};
const NOT_WHEN: Said = Said {
    zh: "归一化用固定的阈值或锚点（它们按卡片的计量单位写，定义会被拒绝）；归一化只看次序（没有作用，也会被拒绝）；读者要能按原单位复核",
    en: "The normalisation has fixed goalposts or anchors (written in the card's measure: refused), it looks at the order only (no effect: refused), or readers must follow the value in its own measure",
};

pub(super) const PLAIN: MethodNote = MethodNote {
    id: "log",
    name: Said { zh: "自然对数", en: "Natural logarithm" },
    formula: "x′ = ln x",
    letters: Said { zh: "x：指标值", en: "x: the value of the indicator" },
    use_when: USE_WHEN,
    not_when: NOT_WHEN,
    edge: Said {
        zh: "基期有不是正数的值时拒绝；以后不是正数的值没有得分，并计数",
        en: "Refused when the base has a value that is not positive; a later one has no score and is counted",
    },
    across_years: AcrossYears::Comparable,
    sources: &[HANDBOOK],
    example: Some(r#"treatment = { method = "log" }"#),
};

pub(super) const SHIFT_RANGE: MethodNote = MethodNote {
    id: "log-shift-range",
    name: Said { zh: "平移对数（按极差）", en: "Logarithm shifted by a share of the range" },
    formula: "x′ = ln(x − min + a·(max − min))",
    letters: Said {
        zh: "min、max：基期最小值、最大值；a：share，默认 0.01（COIN Tool 的 log，COINr 的 log_CT）",
        en: "min, max: lowest and highest of the base; a: `share`, 0.01 by default (the log of the COIN Tool, COINr's log_CT)",
    },
    use_when: USE_WHEN,
    not_when: NOT_WHEN,
    edge: Said {
        zh: "零和负数可用；基期为常数时拒绝；以后低于基期最小值的值按最小值计，并计数",
        en: "Zeros and negatives are fine; a constant base is refused; a later value below the base's lowest counts as the lowest, and is counted",
    },
    across_years: AcrossYears::Comparable,
    sources: &[HANDBOOK, COINR],
    example: Some(r#"treatment = { method = "log-shift-range", share = 0.01 }"#),
};

pub(super) const SHIFT_RANGE_BY_SKEW: MethodNote = MethodNote {
    id: "log-shift-range-by-skew",
    name: Said {
        zh: "平移对数（按偏斜方向）",
        en: "Logarithm shifted by the range, mirrored for a lower tail",
    },
    formula: "skew ≥ 0: x′ = ln(x − min + a·(max − min))\nskew < 0: x′ = −ln(max − x + a·(max − min))",
    letters: Said {
        zh: "min、max、skew：基期的最小值、最大值、偏度（第 2 型）；a：share，默认 0.01（COINr 的 log_CT_plus）",
        en: "min, max, skew: of the base, skewness of type 2; a: `share`, 0.01 by default (COINr's log_CT_plus)",
    },
    use_when: Said {
        zh: "有的指标右偏、有的左偏，想用同一条规则",
        en: "Some indicators have a long upper tail and some a long lower one, and one rule is to serve all",
    },
    not_when: NOT_WHEN,
    edge: Said {
        zh: "偏度无定义（少于 4 个值）时按右偏；基期为常数时拒绝；以后超出平移一端的值按基期端点计，并计数",
        en: "Without a skewness (fewer than 4 values) as for an upper tail; a constant base is refused; a later value beyond the shifted end counts as that end of the base, and is counted",
    },
    across_years: AcrossYears::Comparable,
    sources: &[HANDBOOK, COINR],
    example: Some(r#"treatment = { method = "log-shift-range-by-skew", share = 0.01 }"#),
};

pub(super) const SHIFT_ONE: MethodNote = MethodNote {
    id: "log-shift-one",
    name: Said { zh: "平移对数（加一）", en: "Logarithm shifted to one" },
    formula: "x′ = ln(x − min + 1)",
    letters: Said { zh: "min：基期最小值", en: "min: the lowest of the base" },
    use_when: Said {
        zh: "计数类指标，1 是自然的单位", en: "Counts, where one is a natural unit"
    },
    not_when: Said {
        zh: "比率和金额：结果随计量单位变（元与亿元不同），改用 log-shift-range",
        en: "Ratios and money: the result depends on the unit of measure; use log-shift-range",
    },
    edge: Said {
        zh: "零和负数可用；以后低于基期最小值的值按最小值计，并计数",
        en: "Zeros and negatives are fine; a later value below the base's lowest counts as the lowest, and is counted",
    },
    across_years: AcrossYears::Comparable,
    sources: &[COINR],
    example: Some(r#"treatment = { method = "log-shift-one" }"#),
};

pub(super) const GII: MethodNote = MethodNote {
    id: "log-gii",
    name: Said { zh: "GII 对数", en: "Logarithm of the Global Innovation Index" },
    formula: "x′ = ln((f·max − 1)·(x − min)/(max − min) + 1)",
    letters: Said {
        zh: "min、max：基期最小值、最大值；f：factor，默认 1，使 f·max > 1",
        en: "min, max: lowest and highest of the base; f: `factor`, 1 by default, so that f·max > 1",
    },
    use_when: Said {
        zh: "要与全球创新指数的做法一致",
        en: "The result must follow the Global Innovation Index",
    },
    not_when: Said {
        zh: "最大值不大于 1 的比率：公式会颠倒次序，因此拒绝（写 factor，或改用 log-shift-range）；结果随计量单位变",
        en: "Shares whose highest value is not above 1: the formula would turn the order round and is refused (give `factor`, or use log-shift-range); the result depends on the unit of measure",
    },
    edge: Said {
        zh: "f·max 不大于 1 或基期为常数时拒绝；以后低于基期最小值的值按最小值计，并计数",
        en: "Refused when f·max is not above 1 or the base is constant; a later value below the base's lowest counts as the lowest, and is counted",
    },
    across_years: AcrossYears::Comparable,
    sources: &["WIPO, Global Innovation Index 2020, Appendix IV, ISBN 978-2-38192-000-9", COINR],
    example: Some(r#"treatment = { method = "log-gii", factor = 1.0 }"#),
};

/// A frozen logarithm. Distances run upwards from `origin`, or downwards when mirrored; all numbers are finite, `slope` is positive.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logarithm {
    /// The end of the base that distances are measured from, in the card's measure; 0 for the plain logarithm.
    pub origin: f64,
    /// What is added to the distance, not negative; 0 for the plain logarithm.
    pub offset: f64,
    /// What the distance is multiplied by.
    pub slope: f64,
    /// Which tail it draws in.
    pub tail: Tail,
}

/// The long tail of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tail {
    /// High values reach far.
    Upper,
    /// Low values reach far: the logarithm is mirrored.
    Lower,
}

impl Logarithm {
    pub(super) const NATURAL: Logarithm =
        Logarithm { origin: 0.0, offset: 0.0, slope: 1.0, tail: Tail::Upper };

    /// The image of a value.
    pub(super) fn image(&self, value: f64) -> Image {
        let distance = match self.tail {
            Tail::Upper => value - self.origin,
            Tail::Lower => self.origin - value,
        };
        let beyond = self.offset > 0.0 && distance < 0.0;
        let logarithm = shifted(if beyond { 0.0 } else { distance } * self.slope, self.offset);
        let value = if self.tail == Tail::Lower { -logarithm } else { logarithm };
        Image { value, beyond }
    }
}

impl Logarithm {
    pub(super) fn is_sound(&self) -> bool {
        let finite = self.origin.is_finite() && self.offset.is_finite() && self.slope.is_finite();
        finite && self.offset > 0.0 && self.slope > 0.0
    }

    /// With its numbers, such as `ln(x − 2 + 0.98)`.
    pub(super) fn in_numbers(&self, number: impl Fn(f64) -> String) -> String {
        let mut inside = match self.tail {
            Tail::Upper => difference(self.origin, &number),
            Tail::Lower => format!("{} − x", number(self.origin)),
        };
        if self.slope != 1.0 {
            inside = format!("{} · ({inside})", number(self.slope));
        }
        if self.offset > 0.0 {
            inside += &format!(" + {}", number(self.offset));
        }
        format!("{}ln({inside})", if self.tail == Tail::Lower { "−" } else { "" })
    }
}

/// ln(offset + distance); not finite where there is none. A shift of one keeps the digits of small distances.
pub(super) fn shifted(distance: f64, offset: f64) -> f64 {
    if offset == 1.0 {
        libm::log1p(distance)
    } else if offset + distance > 0.0 {
        libm::log(offset + distance)
    } else {
        f64::NAN
    }
}

pub(super) fn natural(sample: &Sample) -> Result<Logarithm, Undetermined> {
    match sample.min() {
        None => Err(Undetermined::Empty),
        Some(value) if value <= 0.0 => Err(Undetermined::NoImage { value }),
        Some(_) => Ok(Logarithm::NATURAL),
    }
}

pub(super) fn shift_range(sample: &Sample, share: f64) -> Result<Logarithm, Undetermined> {
    let (low, _, range) = ends(sample)?;
    within(Logarithm { origin: low, offset: share * range, slope: 1.0, tail: Tail::Upper }, sample)
}

pub(super) fn shift_range_by_skew(sample: &Sample, share: f64) -> Result<Logarithm, Undetermined> {
    if sample.shape().is_none_or(|shape| shape.skew >= 0.0) {
        return shift_range(sample, share);
    }
    let (_, high, range) = ends(sample)?;
    within(Logarithm { origin: high, offset: share * range, slope: 1.0, tail: Tail::Lower }, sample)
}

pub(super) fn shift_one(sample: &Sample) -> Result<Logarithm, Undetermined> {
    let low = sample.min().ok_or(Undetermined::Empty)?;
    within(Logarithm { origin: low, offset: 1.0, slope: 1.0, tail: Tail::Upper }, sample)
}

pub(super) fn gii(sample: &Sample, factor: f64) -> Result<Logarithm, Undetermined> {
    let (low, high, range) = ends(sample)?;
    let rise = factor * high - 1.0;
    if rise <= 0.0 {
        return Err(Undetermined::NoImage { value: high });
    }
    within(Logarithm { origin: low, offset: 1.0, slope: rise / range, tail: Tail::Upper }, sample)
}

/// Lowest and highest value and their distance, which is finite and not zero.
fn ends(sample: &Sample) -> Result<(f64, f64, f64), Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else { return Err(Undetermined::Empty) };
    if low == high {
        return Err(Undetermined::Constant { value: low });
    }
    let range = high - low;
    if range.is_finite() { Ok((low, high, range)) } else { Err(Undetermined::TooWide { low, high }) }
}

/// The logarithm, if both ends of the base have an image and its parameters can be computed with.
fn within(found: Logarithm, sample: &Sample) -> Result<Logarithm, Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else { return Err(Undetermined::Empty) };
    let finite = |value: f64| found.image(value).value.is_finite();
    if found.offset > 0.0 && found.slope > 0.0 && found.slope.is_finite() && finite(low) && finite(high) {
        Ok(found)
    } else {
        Err(Undetermined::TooWide { low, high })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-13 * expected.abs(), "{got} is not {expected}");
    }

    #[test]
    fn each_form_is_its_formula() {
        let sample = Sample::new(vec![2.0, 3.0, 5.0, 102.0]);
        close(natural(&sample).unwrap().image(3.0).value, libm::log(3.0));
        close(shift_range(&sample, 0.01).unwrap().image(3.0).value, libm::log(2.0));
        close(shift_one(&sample).unwrap().image(5.0).value, libm::log(4.0));
        close(gii(&sample, 1.0).unwrap().image(52.0).value, libm::log(51.5));
        let mirrored = Sample::new(vec![-102.0, -5.0, -3.0, -2.0]);
        close(shift_range_by_skew(&mirrored, 0.01).unwrap().image(-3.0).value, -libm::log(2.0));
        assert_eq!(shift_range_by_skew(&sample, 0.01), shift_range(&sample, 0.01));
    }

    #[test]
    fn beyond_the_origin_is_the_origin() {
        let log = shift_range(&Sample::new(vec![2.0, 3.0, 102.0]), 0.01).unwrap();
        let (at, below) = (log.image(2.0), log.image(-50.0));
        assert_eq!(below, Image { beyond: true, ..at });
        assert!(!log.image(500.0).beyond);
    }

    #[test]
    fn what_would_turn_the_order_round_is_refused() {
        // COINr's log_GII computes it anyway (and then returns its input): METHODS D1 #4.
        let shares = Sample::new(vec![0.1, 0.2, 0.9]);
        assert_eq!(gii(&shares, 1.0), Err(Undetermined::NoImage { value: 0.9 }));
        assert!(gii(&shares, 2.0).is_ok());
        assert_eq!(natural(&Sample::new(vec![0.0, 1.0])), Err(Undetermined::NoImage { value: 0.0 }));
        assert_eq!(shift_range(&Sample::new(vec![4.0; 3]), 0.01), Err(Undetermined::Constant { value: 4.0 }));
    }
}
