//! Experts drawn again with replacement from the table of an aggregate.

use crate::weighting::{Experts, Weighting};

/// How many experts a weighting rests on; `None` where it has no table of several.
pub(in crate::sensitivity) fn count(weighting: &Weighting) -> Option<usize> {
    let count = match weighting {
        Weighting::Ahp { experts, .. } => experts.here().len(),
        Weighting::BestWorst { experts, .. } => experts.as_ref()?.here().len(),
        Weighting::OrderRelation { experts, .. } => experts.as_ref()?.here().len(),
        Weighting::BudgetAllocation { experts, .. } => experts.here().len(),
        Weighting::PrecedenceChart { experts } => experts.here().len(),
        Weighting::RankOrder { experts, .. } => experts.here().len(),
        Weighting::Delphi { experts, .. } => experts.here().len(),
        _ => return None,
    };
    (count > 1).then_some(count)
}

/// The same weighting with the experts of these numbers, in this order.
pub(super) fn drawn_again(weighting: &Weighting, numbers: &[usize]) -> Weighting {
    let mut weighting = weighting.clone();
    match &mut weighting {
        Weighting::Ahp { experts, .. } => pick(experts, numbers),
        Weighting::BestWorst { experts: Some(experts), .. } => pick(experts, numbers),
        Weighting::OrderRelation { experts: Some(experts), .. } => pick(experts, numbers),
        Weighting::BudgetAllocation { experts, .. } => pick(experts, numbers),
        Weighting::PrecedenceChart { experts } => pick(experts, numbers),
        Weighting::RankOrder { experts, .. } => pick(experts, numbers),
        Weighting::Delphi { experts, .. } => pick(experts, numbers),
        _ => {}
    }
    weighting
}

fn pick<T: Clone>(experts: &mut Experts<T>, numbers: &[usize]) {
    let picked: Vec<T> = numbers.iter().filter_map(|at| experts.here().get(*at)).cloned().collect();
    *experts = Experts::Here(picked);
}
