//! Share of the sum of the base. The kernel is in `ratio`.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "sum",
    name: Said { zh: "总和归一化（占比）", en: "Share of the sum" },
    formula: "r = x / Σx\nr = 1 − x / Σx        (reflected)\nr = (1/x) / Σ(1/x)    (inverse)\ns = L + (H − L)·r",
    letters: Said {
        zh: "Σ：基期各值；L、H：量表两端；越小越好时由 cost 指明哪一种",
        en: "Σ: over the base; L, H: the ends of the scale; where less is better `cost` says which",
    },
    use_when: Said {
        zh: "指标是总量的份额，或接熵权等按占比定义的方法",
        en: "The indicator is a part of a whole, or methods follow that are defined on shares, such as entropy",
    },
    not_when: Said {
        zh: "要读懂单个得分：单位越多，r 越小",
        en: "Single scores are to be read: the more units, the smaller r",
    },
    edge: Said {
        zh: "r 在 0 到 1，后来的值最多按 1 计；负值没有得分，基期有负值则拒绝",
        en: "r lies between 0 and 1, later values count as 1 at most; negative values have no score and are refused in the base",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "Jahan & Edwards 2015, Materials & Design 65:335–342, https://doi.org/10.1016/j.matdes.2014.09.022",
    ],
    example: Some(r#"normalisation = { method = "sum" }"#),
};
