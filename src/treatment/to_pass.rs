//! Winsorising until a sample passes a test of its skewness and kurtosis: x passes when |skew| < s or excess kurtosis < k.
//!
//! One end at a time, the upper one while the skewness is not negative, the lower one else: all values tied at the extreme go to the
//! next value, which is one decision, and the test is made again. It stops before it would have changed more than the points allowed:
//! COINr looks afterwards and overshoots with ties. OECD/JRC Handbook 2008, <https://doi.org/10.1787/9789264043466-en>; Becker et al.
//! 2022, <https://doi.org/10.21105/joss.04567>. The moments are of type 2. What is frozen is the limits, so that later years are cut
//! where the base was.

use super::Limits;
use crate::statistics::{Sample, ShapeOfSample, moments};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "winsorise-to-pass",
    name: Said { zh: "缩尾至通过偏度峰度检验", en: "Winsorise until skewness and kurtosis pass" },
    formula: "pass: |skew| < s or kurtosis < k\nelse one end at a time, up to n points:\nx′ = min(max(x, low), high)",
    letters: Said {
        zh: "s、k：阈值 skew、kurtosis（超额峰度），偏度与峰度按第 2 型（Excel 的 SKEW、KURT）；n：points；low、high：基期中改动后的最小值与最大值",
        en: "s, k: the thresholds `skew` and `kurtosis` (excess), moments of type 2 as Excel's SKEW and KURT; n: `points`; low, high: lowest and highest of the base after the change",
    },
    use_when: Said {
        zh: "个别极端值撑大了最小–最大归一化的尺度；希望只改动少数几个点，且改动有据",
        en: "A few extreme values stretch the scale of a min–max normalisation, and as few points as possible are to be changed, by a rule",
    },
    not_when: Said {
        zh: "整个分布都偏斜（改用对数或 Box–Cox，或写 then）；极端值正是要奖励的成绩",
        en: "The whole distribution is skewed (use a logarithm or Box–Cox, or `then`), or the extreme values are the performance to reward",
    },
    edge: Said {
        zh: "极端处的并列值一起改动，算作并列的个数，决不超过 n；少于 4 个值或全部相同时不改动；仍不通过时照实报告；force = true 时不看检验，改满 n 个点",
        en: "Values tied at the extreme change together, each counts, and never more than n change; fewer than 4 values or a constant column stay as they are; a base that still fails is reported; with force = true n points change whatever the test says",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
        "Joanes & Gill 1998, https://doi.org/10.1111/1467-9884.00122",
        "COINr (Becker et al. 2022), https://doi.org/10.21105/joss.04567",
    ],
    example: Some(
        r#"treatment = { method = "winsorise-to-pass", points = 5, skew = 2.0, kurtosis = 3.5, then = { method = "log-shift-range" } }"#,
    ),
};

/// What passes, and how much may be changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Test {
    pub(super) points: u32,
    pub(super) skew: f64,
    pub(super) kurtosis: f64,
    pub(super) forced: bool,
}

/// A state on the way, the first before anything is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) limits: Limits,
    /// Values of the base that have been changed so far.
    pub(super) changed: u64,
    /// `None` where skewness and kurtosis are not defined.
    pub(super) shape: Option<ShapeOfSample>,
}

impl Test {
    /// Whether a shape passes; what has none has nothing to be cut.
    pub(super) fn passes(&self, shape: Option<ShapeOfSample>) -> bool {
        shape.is_none_or(|shape| shape.skew.abs() < self.skew || shape.kurtosis < self.kurtosis)
    }

    /// Every state from the sample as it is to the last, whose limits are frozen.
    pub(super) fn steps(&self, sample: &Sample) -> Vec<Step> {
        let values = sample.values();
        let (Some(mut low), Some(mut high)) = (sample.min(), sample.max()) else { return Vec::new() };
        let first = Step { limits: Limits::default(), changed: 0, shape: sample.shape() };
        let mut steps = vec![first];
        let mut last = first;
        while let Some(shape) = last.shape.filter(|_| self.forced || !self.passes(last.shape)) {
            let upper = shape.skew >= 0.0;
            let next = if upper { below(values, high) } else { above(values, low) };
            // To let the two ends meet would make a constant of it.
            let Some(next) = next.filter(|next| low < *next && *next < high) else { break };
            if upper {
                high = next
            } else {
                low = next
            }
            let changed = values.partition_point(|value| *value < low)
                + (values.len() - values.partition_point(|value| *value <= high));
            if changed > self.points as usize {
                break;
            }
            let limits = Limits {
                low: if upper { last.limits.low } else { Some(low) },
                high: if upper { Some(high) } else { last.limits.high },
            };
            let shape = moments::shape_within(values, low, high);
            last = Step { limits, changed: changed as u64, shape };
            steps.push(last);
        }
        steps
    }
}

/// The highest value below another.
fn below(ascending: &[f64], value: f64) -> Option<f64> {
    ascending[..ascending.partition_point(|other| *other < value)].last().copied()
}

/// The lowest value above another.
fn above(ascending: &[f64], value: f64) -> Option<f64> {
    ascending[ascending.partition_point(|other| *other <= value)..].first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: Test = Test { points: 5, skew: 2.0, kurtosis: 3.5, forced: false };

    impl Test {
        fn limits(&self, sample: &Sample) -> Limits {
            self.steps(sample).last().map_or_else(Limits::default, |step| step.limits)
        }
    }

    fn sample(more: &[f64]) -> Sample {
        Sample::new((0..30).map(f64::from).chain(more.iter().copied()).collect())
    }

    #[test]
    fn ties_are_one_decision_and_never_overshoot() {
        // METHODS D1 #10: COINr changes all three with winmax 1.
        let tied = sample(&[900.0, 900.0, 900.0]);
        assert!(!TEST.passes(tied.shape()));
        let one = Test { points: 1, ..TEST };
        assert_eq!(one.limits(&tied), Limits::default());
        assert_eq!(Test { points: 2, ..TEST }.limits(&tied), Limits::default());
        let three = Test { points: 3, ..TEST }.steps(&tied);
        assert_eq!((three.len(), three[1].changed), (2, 3));
        assert_eq!(three[1].limits, Limits { low: None, high: Some(29.0) });
    }

    #[test]
    fn it_stops_as_soon_as_it_passes_and_takes_the_end_that_sticks_out() {
        let low = TEST.steps(&sample(&[-900.0, -800.0]));
        assert_eq!(low.last().unwrap().limits, Limits { low: Some(0.0), high: None });
        assert_eq!(low.last().unwrap().changed, 2);
        assert!(TEST.passes(low.last().unwrap().shape));
        assert_eq!(TEST.steps(&sample(&[])).len(), 1, "it passes as it is");
    }

    #[test]
    fn force_changes_the_points_although_it_passes() {
        let forced = Test { points: 2, forced: true, ..TEST };
        let steps = forced.steps(&sample(&[]));
        assert_eq!(steps.last().unwrap().changed, 2);
    }

    #[test]
    fn what_has_no_shape_stays() {
        for values in [vec![], vec![1.0], vec![1.0, 9e9], vec![2.0; 9]] {
            let sample = Sample::new(values);
            assert_eq!(Test { forced: true, ..TEST }.limits(&sample), Limits::default());
        }
        // One value against a heap of others: to cut it would leave a constant.
        let lonely = Sample::new([vec![0.0; 20], vec![1.0]].concat());
        assert_eq!(TEST.limits(&lonely), Limits::default());
    }
}
