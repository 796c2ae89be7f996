//! The weighted geometric mean exp(Σ w·ln x / Σ w): a low score costs more than a high one makes up. HDI since 2010; OECD/JRC
//! Handbook 2008, step 6.

use super::NoMean;
use super::arithmetic::Total;
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "geometric, zero = \"refuse\" | \"zero\"; floor = …",
    name: Said { zh: "加权几何平均", en: "Weighted geometric mean" },
    formula: "G = Π x_j^(w_j / Σ w)",
    letters: Said { zh: "x：下级得分；w：权重", en: "x: scores of the children; w: weights" },
    use_when: Said {
        zh: "下级不能完全相互替代：低处的改进比高处的值钱（如人类发展指数各维度之间）",
        en: "Children replace each other only in part: progress counts more where the score is low (as between the dimensions of the HDI)",
    },
    not_when: Said {
        zh: "零分常见且无从声明下限；得分可能为负",
        en: "Zeros are common and no floor can be justified, or scores may be negative",
    },
    edge: Said {
        zh: "零分：refuse（默认，范围含零即报错）、zero（一个零分使均值为零）或 floor（声明下限并计数）；负分没有结果；缺失的下级不计，权重由其余分担",
        en: "Zero: `refuse` (the default: an error when the scale reaches it), `zero` (one zero makes the mean zero) or `floor` (a declared floor, counted); negatives have no answer; missing children are left out and the others share their weight",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en, step 6"],
    example: Some(r#"aggregation = { method = "geometric", floor = 1.0 }"#),
};

/// The mean of one row. With `zero_allowed` one zero makes it zero, the limit of the formula.
pub(super) fn mean(scores: &[f64], weights: &[f64], total: f64, zero_allowed: bool) -> Result<f64, NoMean> {
    let mut sum = Total::default();
    let mut zero = false;
    for (&score, &weight) in scores.iter().zip(weights) {
        if weight > 0.0 {
            if score < 0.0 || score == 0.0 && !zero_allowed {
                return Err(NoMean::OutsideDomain);
            }
            zero |= score == 0.0;
            sum.add(weight * libm::log(score));
        }
    }
    Ok(if zero { 0.0 } else { libm::exp(sum.value() / total) })
}
