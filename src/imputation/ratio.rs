//! The ratio of two sums in the base times the unit's own value of something related: R&D staff by all staff, say.
//!
//! Rao & Shao 1992, <https://doi.org/10.1093/biomet/79.4.811>; Lohr, Sampling, ISBN 978-0-367-27950-9, chapter 4.

use crate::statistics::{
    Fallback, FallbackReason, Group, Grouped, GroupedFit, GroupedSample, Sample, Undetermined,
};
use crate::vocab::{AcrossYears, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "ratio",
    name: Said { zh: "比率插补", en: "Ratio imputation" },
    formula: "x̂ = z · Σ_{i∈g} x_i / Σ_{i∈g} z_i",
    letters: Said {
        zh: "z：该单位自己的辅助量（to）；g：同组基期中 x、z 都有观测值的行",
        en: "z: the unit's own value of what it is related to (`to`); g: the rows of its group in the base that have both x and z",
    },
    use_when: Said {
        zh: "指标与另一个已有的量大致成比例，如研发人员与从业人员",
        en: "The indicator is about proportional to a quantity that is known, such as R&D staff to all staff",
    },
    not_when: Said {
        zh: "指标本身已是比率，或与辅助量关系不过原点",
        en: "The indicator is a ratio already, or its line against the other quantity does not go through zero",
    },
    edge: Said {
        zh: "该单位没有辅助量时不补；基期辅助量之和为零时定标报错（某一组如此则用全体）；对数和次序无关：先求和再相除",
        en: "A unit without the other quantity gets no answer; sums of zero in the base are an error (in one group: the whole base is used); sums come first, so that the order of units does not matter",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Rao & Shao 1992, https://doi.org/10.1093/biomet/79.4.811",
        "Lohr, Sampling: Design and Analysis, ISBN 978-0-367-27950-9, ch. 4",
    ],
    example: Some(r#"missing = [ { method = "ratio", to = "z", by = ["industry"], min_group = 10 } ]"#),
};

/// Freezes the ratio of sums, by group. Both bases hold the same rows: those that have both values.
pub(super) fn fit(
    values: &GroupedSample,
    related: &GroupedSample,
    by: &[Id],
    min_group: u32,
) -> Result<GroupedFit<f64>, Undetermined> {
    let pooled = of(&values.pooled(), &related.pooled())?;
    let mut grouped = Grouped { by: by.to_vec(), groups: Vec::new(), pooled };
    let mut fallbacks = Vec::new();
    if by.is_empty() {
        return Ok(GroupedFit { grouped, fallbacks });
    }
    let (values, related) = (values.regroup(by), related.regroup(by));
    for ((key, values), (_, related)) in values.groups().iter().zip(related.groups()) {
        let Some(group) = key.iter().cloned().collect::<Option<Vec<String>>>() else { continue };
        let observed = values.len() as u64;
        let small = observed < u64::from(min_group);
        match of(values, related) {
            _ if small => fallbacks.push(Fallback { group, observed, reason: FallbackReason::Small }),
            Err(why) => {
                fallbacks.push(Fallback { group, observed, reason: FallbackReason::Undetermined(why) });
            }
            Ok(fitted) => {
                let when = group.into_iter().map(|value| vec![value]).collect();
                grouped.groups.push(Group { when, observed, fitted });
            }
        }
    }
    Ok(GroupedFit { grouped, fallbacks })
}

/// Of as many values each, the ratio of means is that of sums, and means are summed in ascending order with compensation.
fn of(values: &Sample, related: &Sample) -> Result<f64, Undetermined> {
    let (Some(above), Some(below)) = (values.mean(), related.mean()) else { return Err(Undetermined::Empty) };
    let ratio = above / below;
    if below == 0.0 || !ratio.is_finite() { Err(Undetermined::NoRatio { below }) } else { Ok(ratio) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn grouped(groups: &[(&str, &[f64])]) -> GroupedSample {
        let groups = groups.iter().map(|(key, values)| {
            (vec![Some((*key).to_owned()).filter(|k| !k.is_empty())], Sample::new(values.to_vec()))
        });
        GroupedSample::new(vec![id("industry")], groups.collect())
    }

    #[test]
    fn sums_come_before_the_quotient() {
        let values = grouped(&[("C", &[1.0, 5.0]), ("D", &[8.0]), ("", &[2.0])]);
        let related = grouped(&[("C", &[2.0, 10.0]), ("D", &[2.0]), ("", &[2.0])]);
        let fit = fit(&values, &related, &[id("industry")], 2).unwrap();
        assert_eq!(fit.grouped.pooled, 1.0);
        assert_eq!(fit.grouped.get(fit.grouped.find(|_| Some("C"))), &0.5);
        assert_eq!(fit.grouped.get(fit.grouped.find(|_| Some("D"))), &1.0);
        assert_eq!(fit.fallbacks.len(), 1);
    }

    #[test]
    fn sums_of_zero_are_refused() {
        let values = grouped(&[("C", &[1.0, 5.0])]);
        let related = grouped(&[("C", &[-2.0, 2.0])]);
        assert_eq!(fit(&values, &related, &[], 1), Err(Undetermined::NoRatio { below: 0.0 }));
        assert_eq!(
            fit(&GroupedSample::default(), &GroupedSample::default(), &[], 1),
            Err(Undetermined::Empty)
        );
    }
}
