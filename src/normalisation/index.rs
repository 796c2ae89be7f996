//! An index: a value against a number of the base that stands for 100. The kernel is in `ratio`.
//!
//! The unit's own base value is no parameter of a scorecard: `x / lag(x, n)` in the formula says the same and needs no frozen value a unit.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "index",
    name: Said { zh: "指数（基期 = 100）", en: "Index, base = 100" },
    formula: "s = 100·x / b\ns = 100·b / x    (cost = inverse)",
    letters: Said {
        zh: "b：基期均值（of = mean，默认）、中位数（of = median），或给定的 value",
        en: "b: mean of the base (of = mean, the default), its median (of = median), or the given `value`",
    },
    use_when: Said {
        zh: "以 100 为基准读数：118 就是比基准高 18%",
        en: "Scores are read against 100: 118 is 18 % above the reference",
    },
    not_when: Said {
        zh: "量表不含 100；或要与单位自己的基期比（用公式 x / lag(x, n)）",
        en: "The scale does not contain 100; or each unit is compared with its own base (write the formula x / lag(x, n))",
    },
    edge: Said {
        zh: "没有上限；负值没有得分，基期有负值则拒绝",
        en: "No upper end; negative values have no score and are refused in the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["ILO et al. 2004, Consumer Price Index Manual, ISBN 92-2-113699-X"],
    example: Some(r#"normalisation = { method = "index", of = "median" }"#),
};
