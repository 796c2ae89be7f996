use serde::{Deserialize, Serialize};

use super::curve::PreparedCurve;
use super::distance::distance;
use super::{Affine, Bands, Curve, Distance, Ecdf, Exponential, Logarithm, Placed, Ratio, Steps};
use crate::statistics::Undetermined;
use crate::vocab::{at_least, at_most};

/// A normalisation with frozen parameters. Applying it needs no data, keeps no state and never gives NaN or infinity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Normaliser {
    /// Piecewise linear through anchors.
    Curve(Curve),
    /// Constant from step to step.
    Steps(Steps),
    /// A line without ends.
    Affine(Affine),
    /// The share of a base sample below.
    Ecdf(Ecdf),
    /// A share of a frozen number.
    Ratio(Ratio),
    /// Geometric between two anchors.
    Exponential(Exponential),
    /// A line over the logarithm.
    Logarithm(Logarithm),
    /// The rank among a base sample.
    Placed(Placed),
    /// Below, inside and above a band.
    Bands(Bands),
    /// One of the others, of the distance to the best value or interval.
    Distance(Distance),
}

/// On which side of what the parameters cover a value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Below the first anchor; of a distance: nearer than the nearest covered.
    Below,
    /// Above the last anchor; of a distance: farther than the farthest covered.
    Above,
}

impl Normaliser {
    /// The score of a value; `None` where the method has no answer: a value that is not positive on a logarithmic axis, or a score
    /// that would be no finite number.
    #[must_use]
    pub fn apply(&self, value: f64) -> Option<f64> {
        let score = match self {
            Normaliser::Curve(curve) => curve.prepare().apply(value),
            Normaliser::Steps(steps) => steps.apply(value),
            Normaliser::Affine(affine) => affine.apply(value),
            Normaliser::Ecdf(ecdf) => ecdf.apply(value),
            Normaliser::Ratio(ratio) => ratio.apply(value),
            Normaliser::Exponential(exponential) => exponential.apply(value),
            Normaliser::Logarithm(logarithm) => logarithm.apply(value),
            Normaliser::Placed(placed) => placed.apply(value),
            Normaliser::Bands(bands) => bands.apply(value),
            Normaliser::Distance(distance) => return distance.of().apply(distance.of_value(value)),
        };
        score.is_finite().then_some(score)
    }

    /// Where a value lies beyond what the parameters cover, by more than rounding.
    #[must_use]
    pub fn side(&self, value: f64) -> Option<Side> {
        if let Normaliser::Distance(distance) = self {
            return distance.of().side(distance.of_value(value));
        }
        let (low, high) = self.span();
        if let Normaliser::Curve(curve) = self
            && curve.hurdle().is_some_and(|hurdle| at_most(value, hurdle.at))
        {
            return None;
        }
        if !at_least(value, low) {
            Some(Side::Below)
        } else if !at_most(value, high) {
            Some(Side::Above)
        } else {
            None
        }
    }

    /// Whether the parameters can be computed with: also asked when a scorecard is read from a file.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(crate) fn check(&self) -> Result<(), Undetermined> {
        match self {
            Normaliser::Curve(curve) => curve.check(),
            Normaliser::Steps(steps) => steps.check(),
            Normaliser::Affine(affine) if affine.deviation > 0.0 => Ok(()),
            Normaliser::Ecdf(ecdf) if !ecdf.sample().is_empty() => Ok(()),
            Normaliser::Affine(_) | Normaliser::Ecdf(_) => Err(Undetermined::Empty),
            Normaliser::Ratio(ratio) => ratio.check(),
            Normaliser::Exponential(exponential) => exponential.check(),
            Normaliser::Logarithm(logarithm) => logarithm.check(),
            Normaliser::Placed(placed) => placed.check(),
            Normaliser::Bands(bands) => bands.check(),
            Normaliser::Distance(distance) => distance.check(),
        }
    }

    /// The lowest and highest value the parameters cover; infinite where there is no end.
    #[must_use]
    pub fn span(&self) -> (f64, f64) {
        match self {
            Normaliser::Curve(curve) => curve.span(),
            Normaliser::Steps(steps) => (steps.first(), f64::INFINITY),
            Normaliser::Affine(_) => (f64::NEG_INFINITY, f64::INFINITY),
            Normaliser::Ecdf(ecdf) => {
                let sample = ecdf.sample();
                (sample.min().unwrap_or(f64::NEG_INFINITY), sample.max().unwrap_or(f64::INFINITY))
            }
            Normaliser::Ratio(ratio) => ratio.span(),
            Normaliser::Exponential(exponential) => (exponential.from[0], exponential.to[0]),
            Normaliser::Placed(placed) => placed.span(),
            Normaliser::Logarithm(_) | Normaliser::Bands(_) | Normaliser::Distance(_) => {
                (f64::NEG_INFINITY, f64::INFINITY)
            }
        }
    }
}

/// A normaliser made ready for many values.
#[derive(Clone, Debug)]
pub(crate) enum Kernel {
    Curve(PreparedCurve),
    Steps(Steps),
    Affine(Affine),
    Ecdf(Ecdf),
    /// Of the distance to the best value or interval.
    Distance([f64; 2], Box<Kernel>),
    /// The forms that are only walked through.
    Other(Box<Normaliser>),
}

impl Kernel {
    pub(crate) fn new(normaliser: &Normaliser) -> Self {
        match normaliser {
            Normaliser::Curve(curve) => Kernel::Curve(curve.prepare()),
            Normaliser::Steps(steps) => Kernel::Steps(steps.clone()),
            Normaliser::Affine(affine) => Kernel::Affine(*affine),
            Normaliser::Ecdf(ecdf) => Kernel::Ecdf(ecdf.clone()),
            Normaliser::Distance(of) => Kernel::Distance(of.best(), Box::new(Kernel::new(of.of()))),
            other => Kernel::Other(Box::new(other.clone())),
        }
    }

    /// As [`Normaliser::apply`], with a number that is not finite where there is no answer.
    pub(crate) fn apply(&self, value: f64) -> f64 {
        match self {
            Kernel::Curve(curve) => curve.apply(value),
            Kernel::Steps(steps) => steps.apply(value),
            Kernel::Affine(affine) => affine.apply(value),
            Kernel::Ecdf(ecdf) => ecdf.apply(value),
            Kernel::Distance(best, of) => of.apply(distance(value, *best)),
            Kernel::Other(normaliser) => normaliser.apply(value).unwrap_or(f64::NAN),
        }
    }

    /// Whether every value has an answer.
    pub(crate) fn is_total(&self) -> bool {
        match self {
            Kernel::Curve(curve) => curve.is_total(),
            Kernel::Steps(_) | Kernel::Ecdf(_) => true,
            Kernel::Distance(_, of) => of.is_total(),
            Kernel::Affine(_) | Kernel::Other(_) => false,
        }
    }

    /// One score for each value, the same bits as one at a time.
    pub(crate) fn apply_all(&self, values: &[f64], scores: &mut [f64]) {
        match self {
            Kernel::Curve(curve) => curve.apply_all(values, scores),
            Kernel::Affine(affine) => each(values, scores, |value| affine.apply(value)),
            Kernel::Steps(steps) => each(values, scores, |value| steps.apply(value)),
            Kernel::Ecdf(ecdf) => each(values, scores, |value| ecdf.apply(value)),
            Kernel::Distance(best, of) => each(values, scores, |value| of.apply(distance(value, *best))),
            Kernel::Other(normaliser) => {
                each(values, scores, |value| normaliser.apply(value).unwrap_or(f64::NAN));
            }
        }
    }
}

/// Maps each value; the loop is here once so that each caller gets its own tight copy.
#[inline(always)]
pub(super) fn each(values: &[f64], scores: &mut [f64], map: impl Fn(f64) -> f64) {
    for (score, &value) in scores.iter_mut().zip(values) {
        *score = map(value);
    }
}
