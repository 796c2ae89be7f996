//! Where the unit stands on its other indicators of a group, between the extremes of the base, put on this indicator's own extremes.
//!
//! Directed min–max forms on [0, 1] with frozen limits; the mean or median of the unit's own; scaled back. As COINr's row imputation
//! with `normalise_first`, <https://doi.org/10.21105/joss.04567>, but a constant indicator gives no answer instead of NaN.

use serde::{Deserialize, Serialize};

use super::Centre;
use crate::statistics::Sample;
use crate::vocab::{AcrossYears, Direction, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "by-row",
    name: Said { zh: "按行插补（同组其他指标）", en: "By row, from the unit's other indicators" },
    formula: "s_j = (x_j − low_j)/(high_j − low_j)  (+)\ns_j = (high_j − x_j)/(high_j − low_j)  (−)\ns = mean or median of s_j\nx̂ = low + s·(high − low)  (+)\nx̂ = high − s·(high − low)  (−)",
    letters: Said {
        zh: "x_j：该单位在同组其他指标上的观测值；low_j、high_j：该指标基期的最小、最大值（冻结）；(+)、(−)：正向、逆向指标",
        en: "x_j: the unit's observed values of the other indicators of the group; low_j, high_j: the extremes of each in the base, frozen; (+), (−): positive, negative indicators",
    },
    use_when: Said {
        zh: "同组指标衡量同一件事、彼此相关，而别的单位帮不上忙",
        en: "The indicators of a group measure one thing and go together, and other units tell little",
    },
    not_when: Said {
        zh: "同组指标互不相关；有极端值（它决定尺度）；区间型和分档指标没有方向，不能用",
        en: "The indicators of the group do not go together; extreme values set the scale; interval and tiered indicators have no direction and are refused",
    },
    edge: Said {
        zh: "基期为常数的指标不作来源；本指标为常数时不补，定标时提示；可用的其他指标少于 min_others 时不补；只用观测值，不用插补值",
        en: "An indicator that is constant in the base is no source; where this one is, there is no answer, which the fit says; with fewer than min_others there is no answer; only observed values serve, never imputed ones",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Becker et al. 2022 (COINr), https://doi.org/10.21105/joss.04567"],
    example: Some(r#"missing = [ { method = "by-row", centre = "mean", min_others = 1 } ]"#),
};

/// A by-row step with frozen limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByRow {
    /// Mean or median.
    pub centre: Centre,
    /// Fewer observed other indicators give no answer.
    pub min_others: u32,
    /// The indicator itself; `None` where the base does not tell units apart: there is no answer then.
    pub own: Option<Place>,
    /// The other indicators that the base tells apart, in the order of the tree.
    pub others: Vec<(Id, Place)>,
}

/// The extremes of an indicator in the base, and which of them is the best.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The lowest value.
    pub low: f64,
    /// The highest value; above `low`.
    pub high: f64,
    /// Positive or negative.
    pub direction: Direction,
}

impl Place {
    /// The extremes of a sample; `None` where they coincide or lie too far apart, and for a direction that is neither positive nor negative.
    #[must_use]
    pub fn of(sample: &Sample, direction: Direction) -> Option<Place> {
        let place = Place { low: sample.min()?, high: sample.max()?, direction };
        place.is_sound().then_some(place)
    }

    /// Whether it can be computed with.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let width = self.high - self.low;
        let directed = matches!(self.direction, Direction::Positive | Direction::Negative);
        directed && self.low < self.high && width.is_finite() && self.low.is_finite()
    }

    /// 0 at the worst extreme, 1 at the best; beyond them below 0 or above 1.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        let from = if self.direction == Direction::Negative { self.high - value } else { value - self.low };
        from / (self.high - self.low)
    }

    /// The value at a share.
    #[must_use]
    pub fn value(&self, share: f64) -> f64 {
        let way = share * (self.high - self.low);
        if self.direction == Direction::Negative { self.high - way } else { self.low + way }
    }
}

impl ByRow {
    /// The value, and the places in `others` that it rests on with the share of each. `observed` answers for each of `others`.
    #[must_use]
    pub fn apply(&self, observed: impl Fn(usize) -> Option<f64>) -> Option<(f64, Vec<(usize, f64)>)> {
        let own = self.own?;
        let shares: Vec<(usize, f64)> = (0..self.others.len())
            .filter_map(|at| Some((at, self.others[at].1.share(observed(at)?))))
            .filter(|(_, share)| share.is_finite())
            .collect();
        if shares.len() < (self.min_others.max(1) as usize) {
            return None;
        }
        let sample = Sample::new(shares.iter().map(|(_, share)| *share).collect());
        let share = match self.centre {
            Centre::Mean => sample.mean(),
            Centre::Median => sample.median(),
        }?;
        let value = own.value(share);
        value.is_finite().then_some((value, shares))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(low: f64, high: f64, direction: Direction) -> Place {
        Place { low, high, direction }
    }

    fn step(own: Option<Place>, centre: Centre, min_others: u32) -> ByRow {
        let id = |text: &str| Id::new(text).unwrap();
        let others = vec![
            (id("a"), place(0.0, 10.0, Direction::Positive)),
            (id("b"), place(100.0, 200.0, Direction::Negative)),
            (id("c"), place(-1.0, 1.0, Direction::Positive)),
        ];
        ByRow { centre, min_others, own, others }
    }

    fn value(step: &ByRow, row: [Option<f64>; 3]) -> Option<f64> {
        step.apply(|at| row[at]).map(|found| found.0)
    }

    #[test]
    fn shares_are_directed_and_scaled_back() {
        let up = step(Some(place(0.0, 50.0, Direction::Positive)), Centre::Mean, 1);
        // Shares 0.8, 0.6, 0.1: their mean is 0.5, their median 0.6.
        let row = [Some(8.0), Some(140.0), Some(-0.8)];
        assert!((value(&up, row).unwrap() - 25.0).abs() < 1e-13);
        let median = step(Some(place(0.0, 50.0, Direction::Positive)), Centre::Median, 1);
        assert!((value(&median, row).unwrap() - 30.0).abs() < 1e-13);
        let down = step(Some(place(0.0, 50.0, Direction::Negative)), Centre::Median, 1);
        assert!((value(&down, row).unwrap() - 20.0).abs() < 1e-13);
    }

    #[test]
    fn without_enough_others_or_with_a_constant_there_is_no_answer() {
        let up = step(Some(place(0.0, 50.0, Direction::Positive)), Centre::Mean, 2);
        assert_eq!(value(&up, [None, None, None]), None);
        assert_eq!(value(&up, [Some(5.0), None, None]), None);
        assert_eq!(value(&up, [Some(5.0), Some(150.0), None]), Some(25.0));
        assert_eq!(value(&step(None, Centre::Mean, 1), [Some(5.0), None, None]), None);
        assert_eq!(Place::of(&Sample::new(vec![3.0, 3.0]), Direction::Positive), None);
        assert_eq!(Place::of(&Sample::new(vec![-f64::MAX, f64::MAX]), Direction::Positive), None);
        assert_eq!(Place::of(&Sample::new(vec![1.0, 2.0]), Direction::Interval), None);
        assert_eq!(Place::of(&Sample::default(), Direction::Positive), None);
    }
}
