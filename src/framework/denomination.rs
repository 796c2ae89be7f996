//! What the method reference says of dividing by a declared variable. The division itself is a formula.

use crate::vocab::{AcrossYears, MethodNote, Said};

/// The note of denomination.
pub const DENOMINATION: &[&MethodNote] = &[&NOTE];

const NOTE: MethodNote = MethodNote {
    id: "denominate",
    name: Said { zh: "除以变量", en: "Divide by a variable" },
    formula: "x = v / (d / s)",
    letters: Said {
        zh: "v：formula 的值；d：变量 by；s：scale，默认 1",
        en: "v: the value of `formula`; d: the variable `by`; s: `scale`, 1 by default",
    },
    use_when: Said {
        zh: "规模不同的对象要按人均、单位面积或占 GDP 之比来比较",
        en: "Units of different size are to be compared per person, per area, or as a share of GDP",
    },
    not_when: Said {
        zh: "指标本来就是比率；或规模正是要评价的内容",
        en: "The indicator is a ratio already, or size is the very thing to be measured",
    },
    edge: Said {
        zh: "分母为零或负数时该值无效，并计数；分母缺失时按其状态缺失；measure 必须等于分子的单位除以 scale 个分母的单位",
        en: "A denominator that is zero or negative makes the value invalid, and is counted; one that is missing makes it missing with its status; `measure` must be the numerator's unit per `scale` of the denominator's",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("denominate = { by = \"z\", scale = 1000 }"),
};
