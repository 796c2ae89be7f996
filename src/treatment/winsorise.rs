//! Winsorising: values beyond two quantiles (type 7) of the base are set to them.
//!
//! Dixon 1960, <https://doi.org/10.1214/aoms/1177705900>. Ties stay ties and the order of values is never turned round.

use serde::{Deserialize, Serialize};

use super::Treatment;
use crate::statistics::{Grouped, GroupedFit, GroupedSample, Sample, Undetermined};
use crate::vocab::{AcrossYears, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "winsorise-quantiles",
    name: Said { zh: "按分位数缩尾", en: "Winsorise at quantiles" },
    formula: "x′ = min(max(x, q_low), q_high)",
    letters: Said {
        zh: "q_low、q_high：基期按同类组的分位数（第 7 型）",
        en: "q_low, q_high: quantiles (type 7) of the base, by peer group",
    },
    use_when: Said {
        zh: "两端各有少量极端值，且它们的次序无关紧要",
        en: "Both ends have a few extreme values whose order does not matter",
    },
    not_when: Said {
        zh: "极端值正是要奖励的成绩；或一半以上的值相同",
        en: "The extreme values are the very performance to reward, or more than half of the values are the same",
    },
    edge: Said {
        zh: "并列仍并列；分位数相等（常数列）时全部取同一值；样本过小的组用全部基期数据",
        en: "Ties stay ties; a constant column stays as it is; a group that is too small uses the whole base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Dixon 1960, https://doi.org/10.1214/aoms/1177705900"],
    example: Some(
        r#"treatment = { method = "winsorise-quantiles", low = 0.01, high = 0.99, by = ["industry"], min_group = 30 }"#,
    ),
};

/// The limits values are cut at; `low` is not above `high`, both finite, in the card's unit of measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Values below it become it.
    pub low: f64,
    /// Values above it become it.
    pub high: f64,
}

/// At which limit a value was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// It was below the lower limit.
    Low,
    /// It was above the upper limit.
    High,
}

impl Limits {
    /// The value inside the limits.
    #[must_use]
    #[inline(always)]
    pub fn apply(&self, value: f64) -> f64 {
        let value = if value < self.low { self.low } else { value };
        if value > self.high { self.high } else { value }
    }

    /// At which limit a value is cut, if at any.
    #[must_use]
    pub fn cut(&self, value: f64) -> Option<Cut> {
        if value < self.low {
            Some(Cut::Low)
        } else if value > self.high {
            Some(Cut::High)
        } else {
            None
        }
    }
}

impl Treatment {
    /// Freezes the limits on the observed values of the base. `None`: values are used as they are.
    ///
    /// # Errors
    /// [`Undetermined::Empty`] when the base has no value.
    pub fn fit(&self, base: &GroupedSample) -> Result<Option<GroupedFit<Limits>>, Undetermined> {
        match self {
            Treatment::Untreated {} => Ok(None),
            Treatment::WinsoriseQuantiles { low, high, by, min_group } => {
                let limits = |sample: &Sample| match (sample.quantile(*low), sample.quantile(*high)) {
                    (Some(low), Some(high)) => Ok(Limits { low, high }),
                    _ => Err(Undetermined::Empty),
                };
                base.fit(by, *min_group, limits).map(Some)
            }
        }
    }

    /// The attributes whose values choose between limits.
    #[must_use]
    pub fn attributes(&self) -> &[Id] {
        match self {
            Treatment::Untreated {} => &[],
            Treatment::WinsoriseQuantiles { by, .. } => by,
        }
    }
}

/// A base after its own treatment.
pub(crate) fn treated(base: &GroupedSample, limits: &Grouped<Limits>) -> GroupedSample {
    let places: Vec<Option<usize>> =
        limits.by.iter().map(|id| base.by().iter().position(|by| by == id)).collect();
    base.mapped(|key, sample| {
        let group = limits.find(|at| key.get(places[at]?)?.as_deref());
        let limits = limits.get(group);
        sample.mapped(|value| limits.apply(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Share;

    fn base(groups: &[(&str, &[f64])]) -> GroupedSample {
        let by = vec![Id::new("industry").unwrap()];
        let groups =
            groups.iter().map(|(key, values)| (vec![Some((*key).to_owned())], Sample::new(values.to_vec())));
        GroupedSample::new(by, groups.collect())
    }

    #[test]
    fn limits_are_quantiles_of_the_group() {
        let base = base(&[("C", &[0.0, 1.0, 2.0, 3.0, 100.0]), ("D", &[7.0])]);
        let treatment = Treatment::WinsoriseQuantiles {
            low: Share::new(0.25).unwrap(),
            high: Share::new(0.75).unwrap(),
            by: vec![Id::new("industry").unwrap()],
            min_group: 2,
        };
        let fit = treatment.fit(&base).unwrap().unwrap();
        let own = fit.grouped.get(fit.grouped.find(|_| Some("C")));
        assert_eq!(*own, Limits { low: 1.0, high: 3.0 });
        assert_eq!(fit.fallbacks.len(), 1);
        assert_eq!((own.apply(100.0), own.apply(-1.0), own.apply(2.0)), (3.0, 1.0, 2.0));
        assert_eq!(own.cut(100.0), Some(Cut::High));
        assert_eq!(own.cut(3.0), None);
        let after = treated(&base, &fit.grouped);
        assert_eq!(after.groups()[0].1.values(), [1.0, 1.0, 2.0, 3.0, 3.0]);
    }

    #[test]
    fn nothing_comes_of_an_empty_base() {
        let treatment =
            Treatment::WinsoriseQuantiles { low: Share::ZERO, high: Share::ONE, by: vec![], min_group: 1 };
        assert_eq!(treatment.fit(&GroupedSample::default()), Err(Undetermined::Empty));
        assert_eq!(Treatment::default().fit(&GroupedSample::default()), Ok(None));
    }
}
