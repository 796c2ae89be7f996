//! Above, near or below the mean of the base, by a threshold given as a share of it.

use std::ops::RangeInclusive;

use super::{Bands, Normaliser};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "above-below-mean",
    name: Said { zh: "高于或低于均值", en: "Above or below the mean" },
    formula: "s = H  (x > (1 + t)·x̄)\ns = (L + H)/2\ns = L  (x < (1 − t)·x̄)",
    letters: Said {
        zh: "t：阈值 threshold；x̄：基期均值；越小越好时对调",
        en: "t: the threshold; x̄: mean of the base; exchanged where less is better",
    },
    use_when: Said {
        zh: "只要三档：高于、接近、低于平均",
        en: "Three classes are enough: above, near, below the average",
    },
    not_when: Said {
        zh: "其余一切情形：信息丢失很多", en: "Anything else: most of the information is lost"
    },
    edge: Said {
        zh: "均值不为正则拒绝；边界上的值算接近",
        en: "A mean that is not positive is refused; a value at a limit counts as near",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(r#"normalisation = { method = "above-below-mean", threshold = 0.2 }"#),
};

pub(super) fn fit(
    sample: &Sample,
    threshold: f64,
    direction: Direction,
    scale: &RangeInclusive<f64>,
) -> Result<Normaliser, Undetermined> {
    let (Some(value), Some(mean)) = (sample.min(), sample.mean()) else { return Err(Undetermined::Empty) };
    if sample.is_constant() {
        return Err(Undetermined::Constant { value });
    }
    if mean <= 0.0 {
        return Err(Undetermined::OutOfDomain { value: mean });
    }
    let (worst, best) = (*scale.start(), *scale.end());
    let middle = worst + 0.5 * (best - worst);
    let scores = if direction == Direction::Negative { [best, middle, worst] } else { [worst, middle, best] };
    let bands = Bands { from: (1.0 - threshold) * mean, to: (1.0 + threshold) * mean, scores };
    bands.check().map(|()| Normaliser::Bands(bands))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_at_a_limit_is_near_the_mean() {
        let sample = Sample::new(vec![5.0, 10.0, 15.0]);
        let scores = |direction| {
            let fitted = fit(&sample, 0.2, direction, &(-1.0..=1.0)).unwrap();
            [7.9, 8.0, 10.0, 12.0, 12.1].map(|value| fitted.apply(value).unwrap())
        };
        assert_eq!(scores(Direction::Positive), [-1.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(scores(Direction::Negative), [1.0, 0.0, 0.0, 0.0, -1.0]);
        let negative = fit(&Sample::new(vec![-5.0, 1.0]), 0.2, Direction::Positive, &(-1.0..=1.0));
        assert_eq!(negative, Err(Undetermined::OutOfDomain { value: -2.0 }));
    }
}
