//! Transformations: a frozen monotone function of the value, after which it is no longer in the card's unit of measure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::logarithm::{self, Logarithm};
use super::power::{self, BoxCox, BoxCoxShift, YeoJohnson};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::MethodNote;

/// A transformation as written in a definition.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Transform {
    /// ln x; values must be positive.
    Log {},
    /// ln(x − min + share · range of the base).
    LogShiftRange {
        /// Share of the range that is added.
        #[serde(default = "hundredth")]
        share: f64,
    },
    /// The same, mirrored where the base is skewed to low values.
    LogShiftRangeBySkew {
        /// Share of the range that is added.
        #[serde(default = "hundredth")]
        share: f64,
    },
    /// ln(x − min + 1).
    LogShiftOne {},
    /// ln((factor · max − 1)(x − min)/(max − min) + 1), as the Global Innovation Index.
    LogGii {
        /// What the highest value is multiplied by, so that it is above 1.
        #[serde(default = "one")]
        factor: f64,
    },
    /// (x^λ − 1)/λ.
    BoxCox {
        /// The power, −5 to 5; left out: by maximum likelihood on the base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lambda: Option<f64>,
        /// Whether the lowest value of the base is brought to 1 first.
        #[serde(default)]
        shift: BoxCoxShift,
    },
    /// Yeo–Johnson: Box–Cox of x + 1 above zero, mirrored below.
    YeoJohnson {
        /// The power, −5 to 5; left out: by maximum likelihood on the base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lambda: Option<f64>,
    },
}

/// A transformation with frozen parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Transformation {
    /// Any of the logarithms.
    Logarithm(Logarithm),
    /// Box–Cox.
    BoxCox(BoxCox),
    /// Yeo–Johnson.
    YeoJohnson(YeoJohnson),
}

/// What a transformation makes of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Image {
    /// No finite number where there is none.
    pub(super) value: f64,
    /// Whether the value lay beyond the end of the base that a shift starts from, and counted as that end.
    pub(super) beyond: bool,
}

pub(super) fn hundredth() -> f64 {
    0.01
}

pub(super) fn one() -> f64 {
    1.0
}

impl Transform {
    /// What the method reference says of it.
    #[must_use]
    pub fn note(&self) -> &'static MethodNote {
        match self {
            Transform::Log {} => &logarithm::PLAIN,
            Transform::LogShiftRange { .. } => &logarithm::SHIFT_RANGE,
            Transform::LogShiftRangeBySkew { .. } => &logarithm::SHIFT_RANGE_BY_SKEW,
            Transform::LogShiftOne {} => &logarithm::SHIFT_ONE,
            Transform::LogGii { .. } => &logarithm::GII,
            Transform::BoxCox { .. } => &power::BOX_COX,
            Transform::YeoJohnson { .. } => &power::YEO_JOHNSON,
        }
    }

    /// Freezes it on the values of the base.
    ///
    /// # Errors
    /// Why the base does not determine it, or has a value without image.
    pub fn fit(&self, sample: &Sample) -> Result<Transformation, Undetermined> {
        let logarithm = match self {
            Transform::Log {} => logarithm::natural(sample),
            Transform::LogShiftRange { share } => logarithm::shift_range(sample, *share),
            Transform::LogShiftRangeBySkew { share } => logarithm::shift_range_by_skew(sample, *share),
            Transform::LogShiftOne {} => logarithm::shift_one(sample),
            Transform::LogGii { factor } => logarithm::gii(sample, *factor),
            Transform::BoxCox { lambda, shift } => {
                return power::box_cox(sample, *lambda, *shift).map(Transformation::BoxCox);
            }
            Transform::YeoJohnson { lambda } => {
                return power::yeo_johnson(sample, *lambda).map(Transformation::YeoJohnson);
            }
        };
        logarithm.map(Transformation::Logarithm)
    }

    /// Whether λ is to be found on the base.
    pub(crate) fn finds_lambda(&self) -> bool {
        matches!(self, Transform::BoxCox { lambda: None, .. } | Transform::YeoJohnson { lambda: None })
    }

    /// Whether frozen parameters can have come from it.
    pub(crate) fn made(&self, frozen: &Transformation) -> bool {
        let power = |given: &Option<f64>, lambda: f64| {
            given.map_or((power::LEAST..=power::MOST).contains(&lambda), |given| given == lambda)
        };
        match (self, frozen) {
            (Transform::Log {}, Transformation::Logarithm(log)) => *log == Logarithm::NATURAL,
            (Transform::LogShiftOne {}, Transformation::Logarithm(log)) => {
                log.offset == 1.0 && log.slope == 1.0 && log.is_sound()
            }
            (Transform::LogShiftRange { .. }, Transformation::Logarithm(log)) => {
                log.slope == 1.0 && log.tail == logarithm::Tail::Upper && log.is_sound()
            }
            (Transform::LogShiftRangeBySkew { .. }, Transformation::Logarithm(log)) => {
                log.slope == 1.0 && log.is_sound()
            }
            (Transform::LogGii { .. }, Transformation::Logarithm(log)) => log.offset == 1.0 && log.is_sound(),
            (Transform::BoxCox { lambda, shift }, Transformation::BoxCox(frozen)) => {
                let shifted = *shift == BoxCoxShift::ToOne;
                power(lambda, frozen.lambda)
                    && frozen.offset == f64::from(u8::from(shifted))
                    && frozen.origin.is_finite()
                    && (shifted || frozen.origin == 0.0)
            }
            (Transform::YeoJohnson { lambda }, Transformation::YeoJohnson(frozen)) => {
                power(lambda, frozen.lambda)
            }
            _ => false,
        }
    }
}

impl Transformation {
    pub(super) fn image(&self, value: f64) -> Image {
        match self {
            Transformation::Logarithm(logarithm) => logarithm.image(value),
            Transformation::BoxCox(power) => power.image(value),
            Transformation::YeoJohnson(power) => power.image(value),
        }
    }

    /// The power of a power transformation.
    #[must_use]
    pub fn lambda(&self) -> Option<f64> {
        match self {
            Transformation::Logarithm(_) => None,
            Transformation::BoxCox(power) => Some(power.lambda),
            Transformation::YeoJohnson(power) => Some(power.lambda),
        }
    }

    /// Whether λ lies at an end of what is looked through.
    pub(crate) fn is_at_bound(&self) -> bool {
        self.lambda().is_some_and(|lambda| lambda == power::LEAST || lambda == power::MOST)
    }

    /// With its numbers: `ln(x − 2 + 0.98)`, `(x^0.5 − 1)/0.5`.
    #[must_use]
    pub fn in_numbers(&self, number: impl Fn(f64) -> String) -> String {
        match self {
            Transformation::Logarithm(log) => log.in_numbers(number),
            Transformation::BoxCox(BoxCox { lambda, origin, offset }) => {
                let inside =
                    if *offset == 0.0 { "x".to_owned() } else { difference(*origin, &number) + " + 1" };
                if *lambda == 0.0 {
                    return format!("ln({inside})");
                }
                let base = if *offset == 0.0 { inside } else { format!("({inside})") };
                format!("({base}^{λ} − 1)/{λ}", λ = number(*lambda))
            }
            Transformation::YeoJohnson(YeoJohnson { lambda }) => {
                format!("Yeo–Johnson, λ = {}", number(*lambda))
            }
        }
    }
}

/// `x − 2`, `x + 2` or `x`.
pub(super) fn difference(origin: f64, number: &impl Fn(f64) -> String) -> String {
    if origin == 0.0 {
        "x".to_owned()
    } else if origin < 0.0 {
        format!("x + {}", number(-origin))
    } else {
        format!("x − {}", number(origin))
    }
}
