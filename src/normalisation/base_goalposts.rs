//! Goalposts at two quantiles (type 7) of the base, with an optional class of its own at the bottom.
//!
//! Values at or below the hurdle stay out of the quantiles: where half of the units have no patent, the tenth percentile of all
//! would be zero and say nothing about those that have. On a logarithmic axis values that are not positive stay out too.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::{Axis, Hurdle, Normaliser, Outside, goalposts};
use crate::statistics::{GroupedSample, Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said, Share, raised};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "base-goalposts",
    name: Said { zh: "基期分位阈值", en: "Goalposts at quantiles of the base" },
    formula: "s = L + (H − L)·(x − q_low) / (q_high − q_low)",
    letters: Said {
        zh: "q_low、q_high：基期分位数（第 7 型，按同类组，hurdle 以下的值不计）；L、H：量表两端",
        en: "q_low, q_high: quantiles (type 7) of the base by peer group, values at or below the hurdle left out; L, H: the ends of the scale",
    },
    use_when: Said {
        zh: "没有公认阈值，又不想让一两个极端值决定量表",
        en: "There are no accepted limits, and one or two extreme values should not set the scale",
    },
    not_when: Said {
        zh: "样本太小（少于约 30 个），分位数不稳",
        en: "The sample is small (below about 30), so that quantiles are unstable",
    },
    edge: Said {
        zh: "两个分位数相同：无法定标；零值成堆时设 hurdle；样本过小的组用全部基期数据",
        en: "Quantiles that coincide determine nothing; a heap of zeros gets a hurdle; a group that is too small uses the whole base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Hyndman & Fan 1996, https://doi.org/10.1080/00031305.1996.10473566"],
    example: Some(
        r#"normalisation = { method = "base-goalposts", low = 0.10, high = 0.90, by = ["industry"], hurdle = { at = 0.0, score = 5.0 } }"#,
    ),
};

/// The values of the base that enter the quantiles; by them groups are large enough or not.
pub(super) fn entering(base: &GroupedSample, axis: Axis, hurdle: Option<Hurdle>) -> Cow<'_, GroupedSample> {
    let positive = (axis == Axis::Log).then_some(0.0);
    let limit = match (hurdle.map(|h| raised(h.at)), positive) {
        (Some(at), Some(zero)) => Some(at.max(zero)),
        (at, zero) => at.or(zero),
    };
    limit.map_or(Cow::Borrowed(base), |limit| Cow::Owned(base.mapped(|_, sample| sample.above(limit))))
}

/// Fits one group on the values of [`entering`].
pub(super) fn fit(
    sample: &Sample,
    (low, high): (Share, Share),
    direction: Direction,
    scale: &RangeInclusive<f64>,
    (axis, outside): (Axis, Outside),
    hurdle: Option<Hurdle>,
) -> Result<Normaliser, Undetermined> {
    let (Some(low), Some(high)) = (sample.quantile(low), sample.quantile(high)) else {
        return Err(Undetermined::Empty);
    };
    let curve = goalposts::curve(low, high, direction, scale, (axis, outside))?;
    Ok(Normaliser::Curve(curve.with_hurdle(hurdle)))
}

#[cfg(test)]
mod tests {
    use super::super::{Normalisation, Periods};
    use super::*;
    use crate::statistics::{FallbackReason, Grouped};
    use crate::vocab::Id;

    const LINEAR: (Axis, Outside) = (Axis::Linear, Outside::Clamp);

    fn whole(
        values: Vec<f64>,
        high: f64,
        scale: RangeInclusive<f64>,
        (axis, outside): (Axis, Outside),
        hurdle: Option<Hurdle>,
    ) -> Result<Normaliser, Undetermined> {
        let (low, high) = (Share::ZERO, Share::new(high).unwrap());
        let method = Normalisation::BaseGoalposts {
            low,
            high,
            axis,
            outside,
            hurdle,
            by: vec![],
            min_group: 1,
            periods: Periods::Pooled,
        };
        let base = GroupedSample::new(vec![], vec![(vec![], Sample::new(values))]);
        method.fit(Direction::Positive, &scale, &base).map(|fit| fit.grouped.pooled)
    }

    #[test]
    fn the_hurdle_stays_out_of_the_quantiles() {
        let values = vec![0.0, 0.0, 0.0, 0.0, 10.0, 20.0, 30.0];
        let hurdle = Some(Hurdle { at: 0.0, score: 5.0 });
        let fitted = whole(values.clone(), 1.0, 20.0..=100.0, LINEAR, hurdle).unwrap();
        assert_eq!(fitted.apply(0.0), Some(5.0));
        assert_eq!(fitted.apply(10.0), Some(20.0));
        assert_eq!(fitted.apply(20.0), Some(60.0));
        assert_eq!(fitted.side(-1.0), None);
        let plain = whole(values, 1.0, 20.0..=100.0, LINEAR, None).unwrap();
        assert_eq!(plain.apply(0.0), Some(20.0));
    }

    #[test]
    fn a_logarithmic_axis_leaves_what_is_not_positive_out_of_the_quantiles() {
        let values = vec![-2.0, 0.0, 0.0, 0.0, 0.0, 1.0, 10.0, 100.0];
        // A hurdle below zero leaves the zeros to the axis, one above leaves more out.
        for (hurdle, low, high) in
            [(None, 1.0, 10.0), (Some(0.0), 1.0, 10.0), (Some(-1.0), 1.0, 10.0), (Some(1.0), 10.0, 55.0)]
        {
            let hurdle = hurdle.map(|at| Hurdle { at, score: 0.0 });
            let fitted =
                whole(values.clone(), 0.5, 0.0..=100.0, (Axis::Log, Outside::Clamp), hurdle).unwrap();
            let Normaliser::Curve(curve) = &fitted else { unreachable!("goalposts are a curve") };
            assert_eq!(curve.anchors(), [[low, 0.0], [high, 100.0]], "{hurdle:?}");
        }
    }

    #[test]
    fn a_group_is_as_large_as_what_enters_its_quantiles() {
        let by = vec![Id::new("kind").unwrap()];
        let key = |text: &str| vec![Some(text.to_owned())];
        let groups = vec![
            (key("p"), Sample::new(vec![0.0, 0.0, 0.0, 1.0, 2.0])),
            (key("q"), Sample::new(vec![0.0, 3.0, 4.0, 5.0])),
            (key("r"), Sample::new(vec![0.0, 0.0])),
        ];
        let method = Normalisation::BaseGoalposts {
            low: Share::ZERO,
            high: Share::ONE,
            axis: Axis::Linear,
            outside: Outside::Clamp,
            hurdle: Some(Hurdle { at: 0.0, score: 0.0 }),
            by: by.clone(),
            min_group: 3,
            periods: Periods::Pooled,
        };
        let fit = method.fit(Direction::Positive, &(0.0..=100.0), &GroupedSample::new(by, groups)).unwrap();
        let Grouped { groups, .. } = &fit.grouped;
        assert_eq!(
            groups.iter().map(|g| (g.when[0][0].as_str(), g.observed)).collect::<Vec<_>>(),
            [("q", 3)]
        );
        let fallen: Vec<_> =
            fit.fallbacks.iter().map(|f| (f.group[0].as_str(), f.observed, f.reason)).collect();
        assert_eq!(fallen, [("p", 2, FallbackReason::Small), ("r", 0, FallbackReason::Small)]);
    }

    #[test]
    fn a_constant_base_determines_nothing() {
        let fit = |values, hurdle| whole(values, 1.0, 0.0..=1.0, LINEAR, hurdle).unwrap_err();
        assert_eq!(fit(vec![4.0, 4.0], None), Undetermined::Constant { value: 4.0 });
        assert_eq!(fit(vec![0.0, 0.0], Some(Hurdle { at: 0.0, score: 0.0 })), Undetermined::Empty);
    }
}
