//! Power transformations: Box–Cox (1964) and Yeo–Johnson (2000), λ given or by maximum profile likelihood on the base.
//!
//! Both log-likelihoods have a single peak (Kouider & Chen 1995, Statistics & Probability Letters 25, 171–175; Marchand et al. 2022,
//! <https://arxiv.org/abs/2210.01639>), so the zero of the derivative is found by bracketing between [`LEAST`] and [`MOST`], the same
//! bits every time. A λ at one of these ends is reported.

use serde::{Deserialize, Serialize};

use super::logarithm::shifted;
use super::transformation::Image;
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Least λ that may be given or found.
pub const LEAST: f64 = -5.0;
/// Greatest λ that may be given or found.
pub const MOST: f64 = 5.0;

const NOT_WHEN: Said = Said {
    zh: "归一化用固定的阈值或锚点（它们按卡片的计量单位写，定义会被拒绝）；归一化只看次序（没有作用，也会被拒绝）；读者要能按原单位复核",
    en: "The normalisation has fixed goalposts or anchors (written in the card's measure: refused), it looks at the order only (no effect: refused), or readers must follow the value in its own measure",
};

pub(super) const BOX_COX: MethodNote = MethodNote {
    id: "box-cox",
    name: Said { zh: "Box–Cox 变换", en: "Box–Cox transformation" },
    formula: "x′ = (u^λ − 1)/λ, λ = 0: x′ = ln u\nu = x (shift = \"none\") or u = x − min + 1 (shift = \"to-one\")",
    letters: Said {
        zh: "λ：lambda，−5 到 5；不写则取基期剖面似然最大者；min：基期最小值",
        en: "λ: `lambda`, −5 to 5; left out: the one of greatest profile likelihood on the base; min: the lowest of the base",
    },
    use_when: Said {
        zh: "偏斜的正值指标，要让分布接近正态（z 分数、主成分之前），强度由数据定",
        en: "Skewed positive values that are to come close to a normal distribution (before z-scores or components), as strongly as the data ask",
    },
    not_when: NOT_WHEN,
    edge: Said {
        zh: "shift = \"none\" 时基期有不是正数的值则拒绝，以后不是正数的值没有得分；\"to-one\" 时以后低于基期最小值的按最小值计，并计数，且结果随计量单位变；基期为常数时求不出 λ；λ 落在 −5 或 5 时报告",
        en: "With shift = \"none\" a base with a value that is not positive is refused and a later one has no score; with \"to-one\" a later value below the base's lowest counts as the lowest, and is counted, and the result depends on the unit of measure; a constant base gives no λ; a λ at −5 or 5 is reported",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Box & Cox 1964, https://doi.org/10.1111/j.2517-6161.1964.tb00553.x"],
    example: Some(r#"treatment = { method = "box-cox", lambda = 0.5, shift = "none" }"#),
};

pub(super) const YEO_JOHNSON: MethodNote = MethodNote {
    id: "yeo-johnson",
    name: Said { zh: "Yeo–Johnson 变换", en: "Yeo–Johnson transformation" },
    formula: "x ≥ 0: x′ = ((x + 1)^λ − 1)/λ, λ = 0: ln(x + 1)\nx < 0: x′ = −((1 − x)^(2−λ) − 1)/(2 − λ), λ = 2: −ln(1 − x)",
    letters: Said {
        zh: "λ：lambda，−5 到 5；不写则取基期剖面似然最大者",
        en: "λ: `lambda`, −5 to 5; left out: the one of greatest profile likelihood on the base",
    },
    use_when: Said {
        zh: "有正有负的偏斜指标（增长率、净利润），要让分布接近正态",
        en: "Skewed values on both sides of zero (growth rates, net profits) that are to come close to a normal distribution",
    },
    not_when: NOT_WHEN,
    edge: Said {
        zh: "任何数都可用；1 按计量单位计，结果随计量单位变；基期为常数时求不出 λ；结果超出可表示范围的值没有得分",
        en: "Takes any number; the 1 is in the unit of measure, so that the result depends on it; a constant base gives no λ; a value whose result is no finite number has no score",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Yeo & Johnson 2000, https://doi.org/10.1093/biomet/87.4.954"],
    example: Some(r#"treatment = { method = "yeo-johnson" }"#),
};

/// A frozen Box–Cox transformation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxCox {
    /// The power.
    pub lambda: f64,
    /// What is taken off first: the lowest of the base, or 0.
    pub origin: f64,
    /// What is added then: 1, or 0.
    pub offset: f64,
}

/// A frozen Yeo–Johnson transformation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YeoJohnson {
    /// The power of the upper side; that of the lower is 2 − λ.
    pub lambda: f64,
}

impl BoxCox {
    pub(super) fn image(&self, value: f64) -> Image {
        let distance = value - self.origin;
        let beyond = self.offset > 0.0 && distance < 0.0;
        let logarithm = shifted(if beyond { 0.0 } else { distance }, self.offset);
        Image { value: power(logarithm, self.lambda), beyond }
    }
}

impl YeoJohnson {
    pub(super) fn image(&self, value: f64) -> Image {
        let image = if value >= 0.0 {
            power(libm::log1p(value), self.lambda)
        } else {
            -power(libm::log1p(-value), 2.0 - self.lambda)
        };
        Image { value: image, beyond: false }
    }
}

/// (e^(λ·ln u) − 1)/λ, and ln u for λ = 0; it keeps its digits however close λ is to 0.
fn power(logarithm: f64, lambda: f64) -> f64 {
    if lambda == 0.0 { logarithm } else { libm::expm1(lambda * logarithm) / lambda }
}

/// Where distances of a Box–Cox transformation run from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BoxCoxShift {
    /// Values are used as they are and must be positive.
    #[default]
    None,
    /// x − min + 1 with the lowest value of the base.
    ToOne,
}

pub(super) fn box_cox(
    sample: &Sample,
    lambda: Option<f64>,
    shift: BoxCoxShift,
) -> Result<BoxCox, Undetermined> {
    let low = sample.min().ok_or(Undetermined::Empty)?;
    let (origin, offset) = match shift {
        BoxCoxShift::ToOne => (low, 1.0),
        BoxCoxShift::None if low <= 0.0 => return Err(Undetermined::NoImage { value: low }),
        BoxCoxShift::None => (0.0, 0.0),
    };
    let lambda = match lambda {
        Some(lambda) => lambda,
        None => {
            let signed = sample.values().iter().map(|value| (shifted(value - origin, offset), 0.0));
            likeliest(sample, signed.collect())?
        }
    };
    let found = BoxCox { lambda, origin, offset };
    within(sample, |value| found.image(value)).map(|()| found)
}

pub(super) fn yeo_johnson(sample: &Sample, lambda: Option<f64>) -> Result<YeoJohnson, Undetermined> {
    if sample.is_empty() {
        return Err(Undetermined::Empty);
    }
    let lambda = match lambda {
        Some(lambda) => lambda,
        None => {
            let signed = sample.values().iter().map(|value| {
                if *value >= 0.0 { (libm::log1p(*value), 0.0) } else { (0.0, libm::log1p(-value)) }
            });
            likeliest(sample, signed.collect())?
        }
    };
    let found = YeoJohnson { lambda };
    within(sample, |value| found.image(value)).map(|()| found)
}

/// Whether both ends of the base have an image; all values between have, then.
fn within(sample: &Sample, image: impl Fn(f64) -> Image) -> Result<(), Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else { return Err(Undetermined::Empty) };
    let finite = |value: f64| image(value).value.is_finite();
    if finite(low) && finite(high) { Ok(()) } else { Err(Undetermined::TooWide { low, high }) }
}

/// The λ of greatest likelihood for logarithms of the upper side (power λ) and of the lower side (power 2 − λ).
fn likeliest(sample: &Sample, mut logarithms: Vec<(f64, f64)>) -> Result<f64, Undetermined> {
    if sample.is_constant() {
        return Err(Undetermined::Constant { value: sample.min().unwrap_or(0.0) });
    }
    if logarithms.iter().any(|(upper, lower)| !(upper.is_finite() && lower.is_finite())) {
        let (low, high) = (sample.min().unwrap_or(0.0), sample.max().unwrap_or(0.0));
        return Err(Undetermined::TooWide { low, high });
    }
    // What the Jacobian adds to the derivative: the mean logarithm, the lower side counting against it.
    let n = logarithms.len() as f64;
    let mean = logarithms.iter().map(|(upper, lower)| upper - lower).sum::<f64>() / n;
    let mut jacobian = mean;
    if logarithms.iter().all(|(_, lower)| *lower == 0.0) && sample.min().is_some_and(|low| low > 0.0) {
        // Dividing by the geometric mean changes no λ and keeps powers moderate; then the Jacobian is 1.
        logarithms.iter_mut().for_each(|(upper, _)| *upper -= mean);
        jacobian = 0.0;
    }
    Ok(crossing(|lambda| slope(&logarithms, lambda) - jacobian))
}

/// Minus the derivative of the log-likelihood without its Jacobian, divided by n: cov(x′, dx′/dλ) / var(x′).
fn slope(logarithms: &[(f64, f64)], lambda: f64) -> f64 {
    let powers = |&(upper, lower): &(f64, f64)| (lambda * upper).max((2.0 - lambda) * lower);
    // All images are divided by e^largest, so that none overflows; the quotient stays the same.
    let largest = logarithms.iter().map(powers).fold(0.0, f64::max);
    let images: Vec<(f64, f64)> = logarithms
        .iter()
        .map(|&(upper, lower)| {
            if lower > 0.0 {
                let (image, change) = scaled(lower, 2.0 - lambda, largest);
                (-image, change)
            } else {
                scaled(upper, lambda, largest)
            }
        })
        .collect();
    let n = images.len() as f64;
    let mean = images.iter().map(|(image, _)| image).sum::<f64>() / n;
    let (mut variance, mut covariance) = (0.0, 0.0);
    for (image, change) in images {
        let deviation = image - mean;
        variance += deviation * deviation;
        covariance += deviation * change;
    }
    covariance / variance
}

/// (e^(λl) − 1)/λ and its derivative by λ, both divided by e^largest.
fn scaled(l: f64, lambda: f64, largest: f64) -> (f64, f64) {
    let t = lambda * l;
    if t.abs() < 0.5 {
        let small = libm::exp(-largest);
        let image = if lambda == 0.0 { l } else { libm::expm1(t) / lambda };
        return (image * small, l * l * series(t) * small);
    }
    let (above, one) = (libm::exp(t - largest), libm::exp(-largest));
    let image = (above - one) / lambda;
    (image, (l * above - image) / lambda)
}

/// (t·e^t − e^t + 1)/t² = Σ k·t^(k−1)/(k+1)! for small t.
fn series(t: f64) -> f64 {
    let (mut term, mut sum) = (0.5, 0.5);
    // From k to k + 1 a term is multiplied by t·(k + 1)/(k·(k + 2)).
    for k in 1..20 {
        let k = f64::from(k);
        term *= t * (k + 1.0) / (k * (k + 2.0));
        sum += term;
    }
    sum
}

/// Where a rising function crosses zero between [`LEAST`] and [`MOST`], else the end where it comes closest: secants (Illinois), and a
/// bisection whenever these do not halve the bracket in three steps.
fn crossing(rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (LEAST, MOST);
    let (mut at_low, mut at_high) = (rising(low), rising(high));
    if at_low >= 0.0 {
        return low;
    }
    if at_high <= 0.0 {
        return high;
    }
    let mut width = high - low;
    for step in 0..200 {
        let secant = low - at_low * ((high - low) / (at_high - at_low));
        let halve = step % 3 == 2 && high - low > width / 2.0;
        if step % 3 == 2 {
            width = high - low;
        }
        let next = if halve || !(low < secant && secant < high) { low + (high - low) / 2.0 } else { secant };
        if next <= low || next >= high {
            break;
        }
        let found = rising(next);
        if found == 0.0 {
            return next;
        }
        if found < 0.0 {
            (low, at_low) = (next, found);
            at_high /= 2.0;
        } else {
            (high, at_high) = (next, found);
            at_low /= 2.0;
        }
    }
    low + (high - low) / 2.0
}
