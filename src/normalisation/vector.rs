//! Vector normalisation: a value over the Euclidean norm of the base. The kernel is in `ratio`.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "vector",
    name: Said { zh: "向量归一化", en: "Vector" },
    formula: "r = x / √Σx²\nr = 1 − x / √Σx²           (reflected)\nr = (1/x) / √Σ(1/x)²       (inverse)\ns = L + (H − L)·r",
    letters: Said {
        zh: "Σ：基期各值；L、H：量表两端；越小越好时由 cost 指明哪一种",
        en: "Σ: over the base; L, H: the ends of the scale; where less is better `cost` says which",
    },
    use_when: Said {
        zh: "配合 TOPSIS 等以向量归一化为准的方法",
        en: "Methods follow that are defined on it, such as TOPSIS",
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
        "Hwang & Yoon 1981, https://doi.org/10.1007/978-3-642-48318-9",
        "Jahan & Edwards 2015, Materials & Design 65:335–342, https://doi.org/10.1016/j.matdes.2014.09.022",
    ],
    example: Some(r#"normalisation = { method = "vector" }"#),
};
