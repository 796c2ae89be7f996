//! Goalposts around a reference value: the reference in the middle of the scale, half the base's range on each side.
//!
//! On a scale from 70 to 130 these are the goalposts of the adjusted Mazziotta–Pareto index: the reference scores 100.

use std::ops::RangeInclusive;

use super::{Axis, Centre, Normaliser, Outside, goalposts};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "reference-goalposts",
    name: Said { zh: "参照值 ± 半极差（AMPI）", en: "Reference ± half the range (AMPI)" },
    formula: "s = L + (H − L)·(x − (ref − Δ)) / (2Δ)\nΔ = (max − min) / 2",
    letters: Said {
        zh: "ref：基期均值（of = mean，默认）、中位数，或给定的 value；max、min：基期各期合并；L、H：量表两端，AMPI 为 70 和 130，参照值得 100",
        en: "ref: mean of the base (of = mean, the default), its median, or the given `value`; max, min: of all base periods together; L, H: the ends of the scale, 70 and 130 for the AMPI, where the reference scores 100",
    },
    use_when: Said {
        zh: "与调整的 Mazziotta–Pareto 指数（adjusted-mazziotta-pareto）配套，量表取 70 到 130",
        en: "It goes with the adjusted Mazziotta–Pareto index (`adjusted-mazziotta-pareto`), on a scale from 70 to 130",
    },
    not_when: Said {
        zh: "得分必须落在量表内（写 outside = clamp）",
        en: "Scores have to stay on the scale (then write outside = clamp)",
    },
    edge: Said {
        zh: "默认外推，可略超出量表；基期全部相同：无法定标",
        en: "It extends by default and can leave the scale a little; a constant base determines nothing",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Mazziotta & Pareto 2016, https://doi.org/10.1007/s11205-015-0998-2"],
    example: Some(r#"normalisation = { method = "reference-goalposts", of = "mean" }"#),
};

pub(super) fn fit(
    sample: &Sample,
    (of, given): (Centre, Option<f64>),
    direction: Direction,
    scale: &RangeInclusive<f64>,
    outside: Outside,
) -> Result<Normaliser, Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else { return Err(Undetermined::Empty) };
    if sample.is_constant() {
        return Err(Undetermined::Constant { value: low });
    }
    let half = 0.5 * high - 0.5 * low;
    let centre = given.or_else(|| of.in_sample(sample)).ok_or(Undetermined::Empty)?;
    goalposts::curve(centre - half, centre + half, direction, scale, (Axis::Linear, outside))
        .map(Normaliser::Curve)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_scores_one_hundred_from_70_to_130() {
        let sample = Sample::new(vec![10.0, 20.0, 60.0]);
        let fitted = |given, direction| {
            fit(&sample, (Centre::Mean, given), direction, &(70.0..=130.0), Outside::Extend).unwrap()
        };
        let up = fitted(None, Direction::Positive);
        assert_eq!([5.0, 30.0, 55.0, 60.0].map(|x| up.apply(x).unwrap()), [70.0, 100.0, 130.0, 136.0]);
        let down = fitted(Some(20.0), Direction::Negative);
        assert_eq!([20.0, 45.0].map(|x| down.apply(x).unwrap()), [100.0, 70.0]);
    }
}
