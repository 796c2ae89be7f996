//! The median (quantile of type 7 at one half) of the observed values of the whole base, one constant for every gap.

use crate::statistics::{GroupedSample, Undetermined};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "median",
    name: Said { zh: "基期中位数", en: "Median of the base" },
    formula: "x̂ = (x_(⌊(n+1)/2⌋) + x_(⌈(n+1)/2⌉)) / 2",
    letters: Said {
        zh: "x_(i)：基期观测值从小到大第 i 个；n：个数",
        en: "x_(i): the i-th of the base's observed values in ascending order; n: how many",
    },
    use_when: Said {
        zh: "缺失很少，而分布偏斜或有极端值",
        en: "Few values are missing, and the distribution is skewed or has extreme values",
    },
    not_when: Said {
        zh: "各组水平不同（用组中位数）；缺失多时它会压低离散程度和相关",
        en: "Groups differ in level (take the group's); with many gaps it shrinks spread and correlations",
    },
    edge: Said {
        zh: "基期没有观测值时定标报错；常数列补这个常数；可靠性标记 C",
        en: "Without observed values in the base the fit is an error; a constant column gives the constant; mark C",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en, step 3"],
    example: Some(r#"missing = [ { method = "median" } ]"#),
};

pub(super) fn fit(base: &GroupedSample) -> Result<f64, Undetermined> {
    base.pooled().median().ok_or(Undetermined::Empty)
}
