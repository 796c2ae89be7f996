//! G1, the order-relation method (序关系分析法). Guo Yajun, 综合评价理论、方法及拓展, 科学出版社 2012, ISBN 978-7-03-034184-0: judgements of
//! neighbours only, so that nothing can contradict itself.

use super::NoJudgement;

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
