//! The mean of the observed values of the unit's group in the base.

use crate::statistics::{GroupedFit, GroupedSample, Sample, Undetermined};
use crate::vocab::{AcrossYears, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "group-mean",
    name: Said { zh: "组均值", en: "Group mean" },
    formula: "x̂ = Σ_{i∈g} x_i / n_g",
    letters: Said {
        zh: "g：与该单位同组的基期观测值；n_g：个数",
        en: "g: the observed base values of the unit's peer group; n_g: how many",
    },
    use_when: Said {
        zh: "各组水平明显不同，组内分布大致对称",
        en: "Groups differ clearly in level and are about symmetric within",
    },
    not_when: Said {
        zh: "组内有极端值（用组中位数），或组太小",
        en: "Groups have extreme values (take the group median) or are small",
    },
    edge: Said {
        zh: "观测值少于 min_group 的组、没有数据的组、组别不明的单位用全体基期的均值（标记 C，否则 B）；绝不出现 NaN",
        en: "A group with fewer than min_group observed values, one without data, and a unit of unknown group use the mean of the whole base (mark C, else B); never NaN",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en, step 3"],
    example: Some(r#"missing = [ { method = "group-mean", by = ["industry"], min_group = 10 } ]"#),
};

pub(super) fn fit(base: &GroupedSample, by: &[Id], min_group: u32) -> Result<GroupedFit<f64>, Undetermined> {
    base.fit(by, min_group, |sample: &Sample| sample.mean().ok_or(Undetermined::Empty))
}
