//! Standardisation: centre ± spread · (x − mean) / s, with s the standard deviation of the base, with n − 1 or n.
//!
//! OECD/JRC Handbook 2008, step 5. Scores have no ends: the scale of the framework does not bound them.

use super::{Affine, Deviation, Normaliser};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "z-score",
    name: Said { zh: "标准分", en: "z-score" },
    formula: "s = centre + spread·(x − x̄) / σ\nσ = √(Σ(x − x̄)² / (n − d))",
    letters: Said {
        zh: "x̄、σ：基期均值和标准差；d = 1（deviation = sample，默认）或 0（population）；越小越好时 spread 变号",
        en: "x̄, σ: mean and standard deviation of the base; d = 1 (deviation = sample, the default) or 0 (population); where less is better the spread changes its sign",
    },
    use_when: Said {
        zh: "各指标离散程度相差很大，需要同一单位；要做相关、主成分",
        en: "Indicators differ much in dispersion and need one unit; correlations and components follow",
    },
    not_when: Said {
        zh: "要得分落在量表之内，或用几何平均",
        en: "Scores have to stay on the scale, or a geometric mean follows",
    },
    edge: Said {
        zh: "没有上下限；基期全部相同或只有一个值：无法定标",
        en: "No ends; a constant base or a single value determines nothing",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        r#"normalisation = { method = "z-score", centre = 50.0, spread = 10.0, deviation = "sample" }"#,
    ),
};

pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    (centre, spread): (f64, f64),
    which: Deviation,
) -> Result<Normaliser, Undetermined> {
    let given = sample.len();
    let (Some(mean), Some(deviation)) = (sample.mean(), which.of(sample)) else {
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
        let fitted = fit(&sample, Direction::Positive, (50.0, 10.0), Deviation::Sample).unwrap();
        assert_eq!(fitted.apply(2.0), Some(50.0));
        assert_eq!(fitted.apply(4.0), Some(70.0));
        let turned = fit(&sample, Direction::Negative, (50.0, 10.0), Deviation::Sample).unwrap();
        assert_eq!(turned.apply(4.0), Some(30.0));
    }

    #[test]
    fn one_value_or_a_constant_determines_nothing() {
        let fit = |values: &[f64]| {
            fit(&Sample::new(values.to_vec()), Direction::Positive, (0.0, 1.0), Deviation::Sample)
                .unwrap_err()
        };
        assert_eq!(fit(&[1.0]), Undetermined::TooFew { given: 1, needed: 2 });
        assert_eq!(fit(&[0.1, 0.1, 0.1]), Undetermined::Constant { value: 0.1 });
        assert_eq!(fit(&[]), Undetermined::Empty);
    }
}
