//! G1, the order-relation method (序关系分析法). Guo Yajun, 综合评价理论、方法及拓展, 科学出版社 2012, ISBN 978-7-03-034184-0: judgements of
//! neighbours only, so that nothing can contradict itself.

use super::NoJudgement;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Weights from an order and the ratios of neighbours. `order` names the items from the most to the least important; `ratios` has for each
/// neighbouring pair how many times as important the earlier is, from 1 (the same) up; 1.2 slightly, 1.4 clearly, 1.6 strongly, 1.8 extremely.
///
/// wₘ = 1 / (1 + Σₖ Πᵢ₌ₖ rᵢ), wₖ₋₁ = rₖ·wₖ. The result stands in the order of the items.
///
/// ```
/// use quanheng::weighting::order_relation;
/// let weights = order_relation(&[1, 0, 2], &[1.2, 1.5]).unwrap();
/// assert!((weights[1] / weights[0] - 1.2).abs() < 1e-12 && (weights[0] / weights[2] - 1.5).abs() < 1e-12);
/// ```
///
/// # Errors
/// [`NoJudgement`] for an order that does not name each item once, another number of ratios, and a ratio below 1, which contradicts the
/// order.
pub fn order_relation(order: &[usize], ratios: &[f64]) -> Result<Vec<f64>, NoJudgement> {
    let items = order.len();
    if items == 0 {
        return Err(NoJudgement::NoItem);
    }
    if ratios.len() + 1 != items {
        return Err(NoJudgement::Shape { given: ratios.len(), expected: items - 1 });
    }
    if let Some(at) = ratios.iter().position(|ratio| !(ratio.is_finite() && *ratio >= 1.0)) {
        return Err(NoJudgement::Contradiction { at, given: ratios[at], allowed: "a ratio from 1 up" });
    }
    let mut seen = vec![false; items];
    for (at, &item) in order.iter().enumerate() {
        if item >= items || seen[item] {
            let allowed = "each item once, counted from 0";
            return Err(NoJudgement::Contradiction { at, given: item as f64, allowed });
        }
        seen[item] = true;
    }
    // Relative to the most important, which never overflows.
    let mut relative = vec![1.0; items];
    for at in 1..items {
        relative[order[at]] = relative[order[at - 1]] / ratios[at - 1];
    }
    let sum: f64 = order.iter().rev().map(|item| relative[*item]).sum();
    Ok(relative.into_iter().map(|weight| weight / sum).collect())
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "order-relation",
    name: Said { zh: "序关系分析法（G1）", en: "Order relation (G1)" },
    formula: "w_m = 1 / (1 + Σₖ Πᵢ rᵢ)\nw_(k−1) = r_k·w_k",
    letters: Said {
        zh: "r_k：第 k − 1 个对第 k 个的重要性之比，按重要性从高到低排",
        en: "r_k: how many times as important item k − 1 is as item k, in falling order",
    },
    use_when: Said {
        zh: "专家能排出次序，再说相邻两个差多少；不需要一致性检验",
        en: "Experts can give an order and say how far neighbours are apart; there is nothing that could contradict itself",
    },
    not_when: Said {
        zh: "相邻比值说不准：误差会沿次序累乘",
        en: "Ratios are uncertain: errors multiply down the order",
    },
    edge: Said {
        zh: "比值不小于 1；每个计分下级出现一次",
        en: "Ratios are 1 or more; each child that counts appears once",
    },
    across_years: AcrossYears::Comparable,
    sources: &["郭亚军 2012, ISBN 978-7-03-034184-0"],
    example: Some(
        "weighting = { method = \"order-relation\", order = [\"a\", \"b\", \"c\"], ratios = [1.2, 1.4] }",
    ),
};
