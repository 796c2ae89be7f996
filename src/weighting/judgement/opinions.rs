//! What each expert of a panel says, for the methods other than pairwise comparison and points; the way from there to shares.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::{by_item, complete, one, place, row_by_expert};
use super::{
    Agreement, DelphiItem, Judged, NoJudgement, NoTable, PriorityMean, RankWeights, authority, delphi_items,
    joined_priorities, judged_by_best_and_worst, judged_by_order, kendall_w, precedence_of_judgements,
    precedence_of_scores, rank_order,
};
use crate::vocab::Id;

/// What one expert says of the most and the least important child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BestWorstExpert {
    /// How much the expert counts against the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// The most important child.
    pub best: Id,
    /// The least important child.
    pub worst: Id,
    /// How many times as important the best is as each other child, by its id; 1 to 100.
    pub best_over: BTreeMap<String, f64>,
    /// How many times as important each child between is as the worst, by its id; 1 to 100.
    pub over_worst: BTreeMap<String, f64>,
}

/// The order one expert puts the children in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderExpert {
    /// How much the expert counts against the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// The children, the most important first.
    pub order: Vec<Id>,
    /// For each neighbouring pair how many times as important the earlier is; 1 and up.
    pub ratios: Vec<f64>,
}

/// The precedence chart of one expert: who wins, pair by pair, or scores that decide it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrecedenceExpert {
    /// How much the expert counts against the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// Each pair of children once; all experts give pairs, or all give scores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Precedence>,
    /// How important each child is, by its id; the higher mean over the experts wins.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scores: BTreeMap<String, f64>,
}

/// Whether a child is more important than another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Precedence {
    /// The one.
    pub item: Id,
    /// The other.
    pub over: Id,
    /// 1 when `item` is more important, 0 when `over` is, 0.5 when neither is.
    pub wins: f64,
}

/// The ranks one expert gives the children.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RankExpert {
    /// How much the expert counts against the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// The rank of each child, by its id: 1 the most important; equals share a rank, as in 1, 2, 2, 4.
    pub ranks: BTreeMap<String, f64>,
}

/// What one member of a Delphi panel says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelphiExpert {
    /// How much the expert counts against the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// How important each child is, by its id; 0 to the full mark.
    pub scores: BTreeMap<String, f64>,
    /// What the judgement rests on (判断依据 Ca), 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<f64>,
    /// How familiar the expert is with the matter (熟悉程度 Cs), 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub familiarity: Option<f64>,
}

/// What makes the experts of a Delphi panel count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DelphiCounting {
    /// Their `weight`.
    #[default]
    Weight,
    /// Their `weight` times their authority, (basis + familiarity) / 2, which each then must have.
    Authority,
}

/// What a Delphi panel says, beside the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct DelphiFacts {
    /// How many experts.
    pub experts: usize,
    /// Of each child, in the order of the items.
    pub items: Vec<DelphiItem>,
    /// The mean authority of the experts, 0 to 1; `None` when not all say what it rests on.
    pub authority: Option<f64>,
    /// How far they agree; `None` with fewer than two experts or children, or when nobody tells any children apart.
    pub agreement: Option<Agreement>,
}

/// The shares by several experts' best–worst comparisons: the mean of what each comes to.
///
/// # Errors
/// [`NoTable`] for names that are no items, items of which nothing is said, and judgements that are none.
pub fn judged_by_best_and_worst_of(items: &[&Id], experts: &[BestWorstExpert]) -> Result<Judged, NoTable> {
    let own = |expert: &BestWorstExpert| {
        let ends = (&expert.best, &expert.worst);
        judged_by_best_and_worst(items, ends, &expert.best_over, &expert.over_worst).map(|own| own.shares)
    };
    mean_of(experts, |expert| expert.weight, own)
}

/// The shares by several experts' orders (G1): the mean of what each comes to.
///
/// # Errors
/// [`NoTable`] for names that are no items, items that are not in an order, and ratios that are none.
pub fn judged_by_orders(items: &[&Id], experts: &[OrderExpert]) -> Result<Judged, NoTable> {
    let own =
        |expert: &OrderExpert| judged_by_order(items, &expert.order, &expert.ratios).map(|own| own.shares);
    mean_of(experts, |expert| expert.weight, own)
}

/// The shares by precedence charts (优序图): the mean of the experts' charts, or one chart of their mean scores.
///
/// # Errors
/// [`NoTable`] for names that are no items, pairs given twice or left out, experts who give neither or both, and marks that are none.
pub fn judged_by_precedence(items: &[&Id], experts: &[PrecedenceExpert]) -> Result<Judged, NoTable> {
    let scored = experts.iter().filter(|expert| !expert.scores.is_empty()).count();
    if scored == 0 {
        return mean_of(experts, |expert| expert.weight, |expert| chart_of(items, experts, expert));
    }
    if let Some(expert) = experts.iter().position(|e| e.scores.is_empty() || !e.pairs.is_empty()) {
        return Err(NoTable::Mixed { expert });
    }
    let scores: Vec<Vec<f64>> = experts
        .iter()
        .map(|expert| complete(items, &by_item(items, &expert.scores)?))
        .collect::<Result<_, _>>()?;
    let weights: Vec<f64> = experts.iter().map(|expert| expert.weight).collect();
    let means = weighted_means(&scores, &weights)?;
    Ok(Judged::of(precedence_of_scores(&means)?))
}

fn chart_of(
    items: &[&Id],
    experts: &[PrecedenceExpert],
    expert: &PrecedenceExpert,
) -> Result<Vec<f64>, NoTable> {
    let number = experts.iter().position(|other| std::ptr::eq(other, expert)).unwrap_or_default();
    let side = items.len();
    let mut cells = vec![None; side * side];
    (0..side).for_each(|at| cells[at * side + at] = Some(0.5));
    for Precedence { item, over, wins } in &expert.pairs {
        let (row, column) = (place(items, item.as_str())?, place(items, over.as_str())?);
        if cells[row * side + column].is_some() {
            return Err(NoTable::Twice { expert: number, item: item.clone(), over: over.clone() });
        }
        cells[row * side + column] = Some(*wins);
        cells[column * side + row] = Some(1.0 - wins);
    }
    let gaps = cells.iter().filter(|cell| cell.is_none()).count() / 2;
    if gaps > 0 {
        return Err(NoTable::Gaps { expert: number, gaps });
    }
    Ok(precedence_of_judgements(&cells.into_iter().flatten().collect::<Vec<f64>>())?)
}

/// The shares by ranks: the mean of what each expert's ranks come to.
///
/// # Errors
/// [`NoTable`] for names that are no items, items without a rank, and ranks that are no competition ranks.
pub fn judged_by_ranks(items: &[&Id], form: RankWeights, experts: &[RankExpert]) -> Result<Judged, NoTable> {
    let own = |expert: &RankExpert| {
        let ranks = complete(items, &by_item(items, &expert.ranks)?)?;
        let whole = |(at, &given): (usize, &f64)| {
            let allowed = "1 for the first, the same for equals, and then one more than all before";
            let is_rank = given >= 1.0 && given <= items.len() as f64 && given.fract() == 0.0;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be a small whole number"
            )]
            let rank = given as u32;
            is_rank.then_some(rank).ok_or(NoJudgement::Contradiction { at, given, allowed })
        };
        let ranks: Vec<u32> = ranks.iter().enumerate().map(whole).collect::<Result<_, _>>()?;
        Ok(rank_order(&ranks, form)?)
    };
    mean_of(experts, |expert| expert.weight, own)
}

/// The shares by the mean scores of a Delphi panel, and what the panel says beside.
///
/// # Errors
/// [`NoTable`] for names that are no items, items without a score, scores outside 0 to the full mark, and a panel that counts by authority
/// where an expert does not say what it rests on.
pub fn judged_by_delphi(
    items: &[&Id],
    full_mark: f64,
    counting: DelphiCounting,
    experts: &[DelphiExpert],
) -> Result<Judged, NoTable> {
    let scores: Vec<Vec<f64>> = experts
        .iter()
        .map(|expert| complete(items, &by_item(items, &expert.scores)?))
        .collect::<Result<_, _>>()?;
    let facts = delphi_items(&scores, full_mark).map_err(row_by_expert)?;
    for (row, given) in scores.iter().enumerate() {
        if let Some(column) = given.iter().position(|score| *score < 0.0) {
            let allowed = "a number from 0 up";
            return Err(row_by_expert(NoJudgement::Entry { row, column, given: given[column], allowed }));
        }
    }
    let authorities: Vec<Option<f64>> = experts.iter().map(authority_of).collect::<Result<_, _>>()?;
    let mut weights = Vec::with_capacity(experts.len());
    for (number, (expert, own)) in experts.iter().zip(&authorities).enumerate() {
        let factor = match counting {
            DelphiCounting::Weight => 1.0,
            DelphiCounting::Authority => own.ok_or(NoTable::NoAuthority { expert: number })?,
        };
        weights.push(expert.weight * factor);
    }
    let means = weighted_means(&scores, &weights)?;
    let sum: f64 = means.iter().sum();
    if sum <= 0.0 {
        return Err(NoJudgement::NoDifference.into());
    }
    let known: Vec<f64> = authorities.iter().flatten().copied().collect();
    let authority = (known.len() == experts.len()).then(|| known.iter().sum::<f64>() / known.len() as f64);
    let agreement = kendall_w(&scores).ok();
    let mut judged = Judged::of(means.iter().map(|mean| mean / sum).collect());
    judged.delphi = Some(DelphiFacts { experts: experts.len(), items: facts, authority, agreement });
    Ok(judged)
}

fn authority_of(expert: &DelphiExpert) -> Result<Option<f64>, NoJudgement> {
    match (expert.basis, expert.familiarity) {
        (Some(basis), Some(familiarity)) => authority(basis, familiarity).map(Some),
        _ => Ok(None),
    }
}

/// Σ a·x over the experts, a their weights over the sum.
fn weighted_means(scores: &[Vec<f64>], weights: &[f64]) -> Result<Vec<f64>, NoJudgement> {
    let items = scores.first().ok_or(NoJudgement::NoExpert)?.len();
    let shares = super::group::expert_shares(weights, scores.len())?;
    let mean = |item: usize| scores.iter().zip(&shares).map(|(row, share)| share * row[item]).sum();
    Ok((0..items).map(mean).collect())
}

fn mean_of<T>(
    experts: &[T],
    weight: impl Fn(&T) -> f64,
    own: impl Fn(&T) -> Result<Vec<f64>, NoTable>,
) -> Result<Judged, NoTable> {
    let of_expert = |(expert, given): (usize, &T)| own(given).map_err(|why| why.of_expert(expert));
    let priorities: Vec<Vec<f64>> = experts.iter().enumerate().map(of_expert).collect::<Result<_, _>>()?;
    let weights: Vec<f64> = experts.iter().map(weight).collect();
    Ok(Judged::of(joined_priorities(&priorities, &weights, PriorityMean::Arithmetic)?))
}
