//! The weighted harmonic mean Σ w / Σ (w/x): the power mean with p = −1, by its own name. Bullen, Handbook of Means and Their
//! Inequalities, ISBN 978-1-4020-1522-9, chapter 3.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "harmonic, zero = \"refuse\" | \"zero\"; floor = …",
    name: Said { zh: "加权调和平均", en: "Weighted harmonic mean" },
    formula: "H = Σ w_j / Σ (w_j / x_j)",
    letters: Said { zh: "x：下级得分；w：权重", en: "x: scores of the children; w: weights" },
    use_when: Said {
        zh: "短板最要紧：比几何平均更重地惩罚低分（如精确率与召回率的合成）",
        en: "The weakest child matters most: low scores cost more than under a geometric mean (as for precision and recall)",
    },
    not_when: Said {
        zh: "得分常到零附近时：一个接近零的下级就决定全部",
        en: "Scores often come near zero: one such child decides the whole",
    },
    edge: Said {
        zh: "零分：refuse（默认，范围含零即报错）、zero（一个零分使均值为零）或 floor（声明下限并计数）；负分没有结果；缺失的下级不计",
        en: "Zero: `refuse` (the default: an error when the scale reaches it), `zero` (one zero makes the mean zero) or `floor` (a declared floor, counted); negatives have no answer; missing children are left out",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Bullen 2003, ISBN 978-1-4020-1522-9, chapter 3"],
    example: Some(r#"aggregation = { method = "harmonic", zero = "zero" }"#),
};

/// The power of the harmonic mean.
pub(super) const POWER: f64 = -1.0;
