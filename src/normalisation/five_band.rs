//! Efficacy scores in five bands of standard values (五档功效系数): basic points of the band plus an adjustment for the place in it.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{Axis, Curve, Normaliser, Outside, StandardGroup, Standards};
use crate::statistics::{Group, Grouped, Undetermined};
use crate::vocab::{AcrossYears, Direction, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "five-band",
    name: Said { zh: "五档功效系数（标准值）", en: "Five bands of standard values" },
    formula: "s = L + (H − L)·(c_k + (x − v_k) / (v_k₊₁ − v_k)·(c_k₊₁ − c_k))",
    letters: Said {
        zh: "v：优秀、良好、平均、较低、较差五档标准值；c：标准系数 1、0.8、0.6、0.4、0.2；k：x 所在的一档；基础分 c_k 加调整分；L、H：量表两端",
        en: "v: the five standard values excellent, good, average, low, poor; c: the standard coefficients 1, 0.8, 0.6, 0.4, 0.2; k: the band of x; basic points c_k plus adjustment; L, H: the ends of the scale",
    },
    use_when: Said {
        zh: "有公布的分行业、分规模标准值，如《企业绩效评价标准值》",
        en: "Standard values by industry and size are published, such as 《企业绩效评价标准值》",
    },
    not_when: Said {
        zh: "标准值的口径、年份与数据不一致",
        en: "The standard values are of another scope or year than the data",
    },
    edge: Said {
        zh: "达到优秀得满分；差于较差得 L；相邻两档标准值相同则归较好一档；没有自己标准值的组用全体的",
        en: "At or beyond excellent the score is full, beyond poor it is L; where two values coincide the better band counts; groups without values of their own use those for all",
    },
    across_years: AcrossYears::Comparable,
    sources: &["中央企业综合绩效评价管理暂行办法，国资委令第 14 号；实施细则，国资发评价〔2006〕157 号"],
    example: Some(
        r#"normalisation = { method = "five-band", standards = { excellent = 15.0, good = 10.0, average = 6.0, low = 2.0, poor = -3.0 }, groups = [{ when = { industry = ["C39"] }, standards = { excellent = 18.0, good = 12.0, average = 7.0, low = 3.0, poor = -2.0 } }] }"#,
    ),
};

/// The curve for all and one for each group.
pub(super) fn freeze(
    standards: &Standards,
    coefficients: [f64; 5],
    groups: &[StandardGroup],
    direction: Direction,
    scale: &RangeInclusive<f64>,
) -> Result<Grouped<Normaliser>, Undetermined> {
    let one = |standards: &Standards| curve(standards, coefficients, direction, scale);
    let by = attributes(groups);
    let pooled = one(standards)?;
    let groups = groups.iter().map(|group| {
        let when = by.iter().map(|id| group.when.get(id).cloned().unwrap_or_default()).collect();
        Ok(Group { when, observed: 0, fitted: one(&group.standards)? })
    });
    Ok(Grouped { groups: groups.collect::<Result<_, Undetermined>>()?, by, pooled })
}

fn curve(
    standards: &Standards,
    coefficients: [f64; 5],
    direction: Direction,
    scale: &RangeInclusive<f64>,
) -> Result<Normaliser, Undetermined> {
    let (worst, best) = (*scale.start(), *scale.end());
    let score = |coefficient: f64| worst + (best - worst) * coefficient;
    // From poor to excellent, so that of values that coincide the better band is the later one.
    let mut anchors: Vec<[f64; 2]> = Vec::with_capacity(5);
    let bands = standards.from_best().into_iter().zip(coefficients.map(score));
    for (value, score) in bands.collect::<Vec<_>>().into_iter().rev() {
        match anchors.last_mut() {
            Some(before) if before[0] == value => before[1] = score,
            _ => anchors.push([value, score]),
        }
    }
    let falling = direction == Direction::Negative;
    if falling {
        anchors.reverse();
    }
    if anchors.len() < 2 {
        return Err(Undetermined::Constant { value: standards.poor });
    }
    let (under, over) = if falling { (None, Some(worst)) } else { (Some(worst), None) };
    let curve = Curve::new(anchors, Axis::Linear, Outside::Clamp)?.with_classes_beyond(under, over);
    Ok(Normaliser::Curve(curve))
}

/// The attributes that any group names, in order, without repetition.
pub(super) fn attributes(groups: &[StandardGroup]) -> Vec<Id> {
    let named: BTreeSet<&Id> = groups.iter().flat_map(|group| group.when.keys()).collect();
    named.into_iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COEFFICIENTS: [f64; 5] = [1.0, 0.8, 0.6, 0.4, 0.2];

    fn fitted([excellent, good, average, low, poor]: [f64; 5], direction: Direction) -> Normaliser {
        let standards = Standards { excellent, good, average, low, poor };
        freeze(&standards, COEFFICIENTS, &[], direction, &(0.0..=10.0)).unwrap().pooled
    }

    #[test]
    fn basic_points_and_adjustment() {
        // Weight 10, bands 15/10/6/2/−3: at 8 half way from the average to the good band, 6 + 0.5 · 2.
        let up = fitted([15.0, 10.0, 6.0, 2.0, -3.0], Direction::Positive);
        let expected = [(15.0, 10.0), (99.0, 10.0), (10.0, 8.0), (8.0, 7.0), (-3.0, 2.0), (-3.01, 0.0)];
        for (value, score) in expected {
            assert_eq!(up.apply(value), Some(score), "{value}");
        }
        let down = fitted([40.0, 50.0, 60.0, 70.0, 90.0], Direction::Negative);
        let expected = [(40.0, 10.0), (0.0, 10.0), (55.0, 7.0), (90.0, 2.0), (90.1, 0.0)];
        for (value, score) in expected {
            assert_eq!(down.apply(value), Some(score), "{value}");
        }
    }

    #[test]
    fn of_values_that_coincide_the_better_band_counts() {
        let up = fitted([15.0, 6.0, 6.0, 0.0, 0.0], Direction::Positive);
        assert_eq!([0.0, 6.0, -0.1].map(|x| up.apply(x)), [Some(4.0), Some(8.0), Some(0.0)]);
    }
}
