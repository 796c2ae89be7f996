//! Share of the largest value of the base, or the smallest over the value. The kernel is in `ratio`.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "share-of-max",
    name: Said { zh: "与最大值之比", en: "Share of the maximum" },
    formula: "r = x / max\nr = 1 − x / max    (reflected)\nr = min / x        (inverse)\ns = L + (H − L)·r",
    letters: Said {
        zh: "max、min：基期最大、最小值；L、H：量表两端；越小越好时由 cost 指明哪一种",
        en: "max, min: of the base; L, H: the ends of the scale; where less is better `cost` says which",
    },
    use_when: Said {
        zh: "零有意义，看与最好者的比例",
        en: "Zero means nothing at all, and the proportion to the best counts",
    },
    not_when: Said {
        zh: "指标可为负，或零点是人为的（温度、指数）",
        en: "Values can be negative, or the zero is arbitrary (temperatures, indices)",
    },
    edge: Said {
        zh: "基期有负值则拒绝（否则好坏颠倒）；后来超过最好者的最多按 1 计，并计数",
        en: "Negative values in the base are refused (they would turn good and bad round); later values better than the best count as 1, and are counted",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "Jahan & Edwards 2015, Materials & Design 65:335–342, https://doi.org/10.1016/j.matdes.2014.09.022",
    ],
    example: Some(r#"normalisation = { method = "share-of-max" }"#),
};
