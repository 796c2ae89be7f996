//! The mean of the observed values of the whole base, one constant for every gap.

use crate::statistics::{GroupedSample, Undetermined};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "mean",
    name: Said { zh: "基期均值", en: "Mean of the base" },
    formula: "x̂ = Σ x_i / n",
    letters: Said {
        zh: "x_i：基期的观测值；n：个数",
        en: "x_i: the observed values of the base; n: how many",
    },
    use_when: Said {
        zh: "缺失很少、与数值大小无关，分布大致对称",
        en: "Few values are missing, for no reason that has to do with their size, and the distribution is about symmetric",
    },
    not_when: Said {
        zh: "有极端值（用中位数），或各组水平不同（用组均值）；缺失多时它会压低离散程度和相关",
        en: "There are extreme values (take the median) or groups differ (take the group's); with many gaps it shrinks spread and correlations",
    },
    edge: Said {
        zh: "基期没有观测值时定标报错；常数列补这个常数；可靠性标记 C",
        en: "Without observed values in the base the fit is an error; a constant column gives the constant; mark C",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en, step 3"],
    example: Some(r#"missing = [ { method = "mean" } ]"#),
};

pub(super) fn fit(base: &GroupedSample) -> Result<f64, Undetermined> {
    base.pooled().mean().ok_or(Undetermined::Empty)
}
