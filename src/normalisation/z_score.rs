//! Standardisation: centre ± spread · (x − mean) / s, with s the standard deviation with n − 1 of the base.
//!
//! OECD/JRC Handbook 2008, step 5. Scores have no ends: the scale of the framework does not bound them.

use super::{Affine, Normaliser};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::Direction;

pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    centre: f64,
    spread: f64,
) -> Result<Normaliser, Undetermined> {
    let given = sample.len();
    let (Some(mean), Some(deviation)) = (sample.mean(), sample.deviation()) else {
        return Err(if given == 0 { Undetermined::Empty } else { Undetermined::TooFew { given, needed: 2 } });
    };
    // A sample whose values differ has a deviation far above this; one that is constant but for rounding has not.
    if sample.is_constant() || deviation <= f64::EPSILON * mean.abs() {
        return Err(Undetermined::Constant { value: sample.min().unwrap_or(mean) });
    }
    if !deviation.is_finite() {
        let (low, high) = (sample.min().unwrap_or(mean), sample.max().unwrap_or(mean));
        return Err(Undetermined::TooWide { low, high });
    }
    let spread = if direction == Direction::Negative { -spread } else { spread };
    Ok(Normaliser::Affine(Affine { centre, spread, mean, deviation }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_centres_and_spreads() {
        let sample = Sample::new(vec![1.0, 2.0, 3.0]);
        let fitted = fit(&sample, Direction::Positive, 50.0, 10.0).unwrap();
        assert_eq!(fitted.apply(2.0), Some(50.0));
        assert_eq!(fitted.apply(4.0), Some(70.0));
        let turned = fit(&sample, Direction::Negative, 50.0, 10.0).unwrap();
        assert_eq!(turned.apply(4.0), Some(30.0));
    }

    #[test]
    fn one_value_or_a_constant_determines_nothing() {
        let fit =
            |values: &[f64]| fit(&Sample::new(values.to_vec()), Direction::Positive, 0.0, 1.0).unwrap_err();
        assert_eq!(fit(&[1.0]), Undetermined::TooFew { given: 1, needed: 2 });
        assert_eq!(fit(&[0.1, 0.1, 0.1]), Undetermined::Constant { value: 0.1 });
        assert_eq!(fit(&[]), Undetermined::Empty);
    }
}
