//! The median (quantile type 7 at one half) of the observed values of the unit's group in the base: robust to outliers, the same
//! for every later year. Little & Rubin, Statistical Analysis with Missing Data, ISBN 978-0-470-52679-8, chapter 4: it understates
//! variance, so imputed values are counted apart and never as observed.

use crate::statistics::{GroupedFit, GroupedSample, Sample, Undetermined};
use crate::vocab::{AcrossYears, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "group-median",
    name: Said { zh: "组中位数", en: "Group median" },
    formula: "x̂ = median{x_i : i ∈ g}",
    letters: Said {
        zh: "g：与该单位同组的基期观测值",
        en: "g: the observed base values of the unit's peer group",
    },
    use_when: Said {
        zh: "各组水平明显不同，且组内有极端值或分布偏斜",
        en: "Groups differ clearly in level and are skewed or have extreme values",
    },
    not_when: Said {
        zh: "组太小，或缺失多：它会压低组内的离散程度",
        en: "Groups are small, or many values are missing: it shrinks the spread within groups",
    },
    edge: Said {
        zh: "观测值少于 min_group 的组、没有数据的组、组别不明的单位用全体基期的中位数（标记 C，否则 B）；绝不出现 NaN",
        en: "A group with fewer than min_group observed values, one without data, and a unit of unknown group use the median of the whole base (mark C, else B); never NaN",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Little & Rubin, Statistical Analysis with Missing Data, ISBN 978-0-470-52679-8, ch. 4"],
    example: Some(r#"missing = [ { method = "group-median", by = ["industry"], min_group = 10 } ]"#),
};

pub(super) fn fit(base: &GroupedSample, by: &[Id], min_group: u32) -> Result<GroupedFit<f64>, Undetermined> {
    base.fit(by, min_group, |sample: &Sample| sample.median().ok_or(Undetermined::Empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_use_the_whole_base() {
        let by = vec![Id::new("industry").unwrap()];
        let key = |text: &str| vec![Some(text.to_owned())];
        let base = GroupedSample::new(
            by.clone(),
            vec![
                (key("C"), Sample::new(vec![1.0, 2.0, 9.0])),
                (key("D"), Sample::new(vec![5.0])),
                (vec![None], Sample::new(vec![6.0])),
            ],
        );
        let fit = fit(&base, &by, 3).unwrap();
        assert_eq!(fit.grouped.get(fit.grouped.find(|_| Some("C"))), &2.0);
        assert_eq!(fit.grouped.get(fit.grouped.find(|_| Some("D"))), &5.0);
        assert_eq!(fit.grouped.pooled, 5.0);
        assert_eq!(fit.fallbacks.len(), 1);
    }
}
