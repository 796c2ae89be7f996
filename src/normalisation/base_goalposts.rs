//! Goalposts at two quantiles (type 7) of the base, with an optional class of its own at the bottom.
//!
//! Values at or below the hurdle stay out of the quantiles: where half of the units have no patent, the tenth percentile of all
//! would be zero and say nothing about those that have. On a logarithmic axis values that are not positive stay out too.

use std::ops::RangeInclusive;

use super::{Axis, Hurdle, Normaliser, Outside, goalposts};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{Direction, Share};

pub(super) fn fit(
    sample: &Sample,
    (low, high): (Share, Share),
    direction: Direction,
    scale: &RangeInclusive<f64>,
    (axis, outside): (Axis, Outside),
    hurdle: Option<Hurdle>,
) -> Result<Normaliser, Undetermined> {
    let positive = (axis == Axis::Log).then_some(0.0);
    let limit = match (hurdle.map(|h| h.at), positive) {
        (Some(at), Some(zero)) => Some(at.max(zero)),
        (at, zero) => at.or(zero),
    };
    let kept = limit.map(|limit| sample.above(limit));
    let sample = kept.as_ref().unwrap_or(sample);
    let (Some(low), Some(high)) = (sample.quantile(low), sample.quantile(high)) else {
        return Err(Undetermined::Empty);
    };
    let curve = goalposts::curve(low, high, direction, scale, (axis, outside))?;
    Ok(Normaliser::Curve(curve.with_hurdle(hurdle)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hurdle_stays_out_of_the_quantiles() {
        let sample = Sample::new(vec![0.0, 0.0, 0.0, 0.0, 10.0, 20.0, 30.0]);
        let shares = (Share::ZERO, Share::ONE);
        let forms = (Axis::Linear, Outside::Clamp);
        let hurdle = Some(Hurdle { at: 0.0, score: 5.0 });
        let scale = 20.0..=100.0;
        let fitted = fit(&sample, shares, Direction::Positive, &scale, forms, hurdle).unwrap();
        assert_eq!(fitted.apply(0.0), Some(5.0));
        assert_eq!(fitted.apply(10.0), Some(20.0));
        assert_eq!(fitted.apply(20.0), Some(60.0));
        assert_eq!(fitted.side(-1.0), None);
        let plain = fit(&sample, shares, Direction::Positive, &scale, forms, None).unwrap();
        assert_eq!(plain.apply(0.0), Some(20.0));
    }

    #[test]
    fn a_logarithmic_axis_leaves_what_is_not_positive_out_of_the_quantiles() {
        let sample = Sample::new(vec![-2.0, 0.0, 0.0, 0.0, 0.0, 1.0, 10.0, 100.0]);
        let shares = (Share::ZERO, Share::new(0.5).unwrap());
        let forms = (Axis::Log, Outside::Clamp);
        // A hurdle below zero leaves the zeros to the axis, one above leaves more out.
        for (hurdle, low, high) in
            [(None, 1.0, 10.0), (Some(0.0), 1.0, 10.0), (Some(-1.0), 1.0, 10.0), (Some(1.0), 10.0, 55.0)]
        {
            let hurdle = hurdle.map(|at| Hurdle { at, score: 0.0 });
            let fitted = fit(&sample, shares, Direction::Positive, &(0.0..=100.0), forms, hurdle).unwrap();
            let Normaliser::Curve(curve) = &fitted else { unreachable!("goalposts are a curve") };
            assert_eq!(curve.anchors(), [[low, 0.0], [high, 100.0]], "{hurdle:?}");
        }
    }

    #[test]
    fn a_constant_base_determines_nothing() {
        let shares = (Share::ZERO, Share::ONE);
        let forms = (Axis::Linear, Outside::Clamp);
        let fit = |values: Vec<f64>, hurdle| {
            fit(&Sample::new(values), shares, Direction::Positive, &(0.0..=1.0), forms, hurdle).unwrap_err()
        };
        assert_eq!(fit(vec![4.0, 4.0], None), Undetermined::Constant { value: 4.0 });
        assert_eq!(fit(vec![0.0, 0.0], Some(Hurdle { at: 0.0, score: 0.0 })), Undetermined::Empty);
    }
}
