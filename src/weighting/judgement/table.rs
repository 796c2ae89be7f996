//! Judgements as written in a definition, by the ids of the children; the way from there to shares.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Consistency, DelphiFacts, IncompleteMatrix, JudgementMatrix, NoJudgement, Priority, PriorityMean,
    RandomIndex, Triad, best_worst_linear, budget_allocation, joined_judgements, joined_priorities,
    order_relation,
};
use crate::vocab::Id;

/// What one expert says, pair by pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairwiseExpert {
    /// How much the expert counts against the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// Each pair of children once.
    pub pairs: Vec<Pair>,
}

/// One judgement: how many times as important a child is as another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The one.
    pub item: Id,
    /// The other.
    pub over: Id,
    /// How many times as important `item` is as `over`; below 1 when it is less important.
    pub times: f64,
}

/// How several experts become one, when they judge pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Joining {
    /// The geometric mean of each judgement (AIJ).
    #[default]
    Judgements,
    /// The arithmetic mean of the weights that each expert's judgements give (AIP).
    Priorities,
}

/// What one expert gives the children.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetExpert {
    /// How much the expert counts against the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// The points of each child, by its id.
    pub points: BTreeMap<String, f64>,
}

pub(super) fn one() -> f64 {
    1.0
}

/// Pairwise judgements of one or more experts (AHP).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairwiseTable<'a> {
    /// How weights are drawn from a matrix.
    pub priority: Priority,
    /// The table that CR is measured by.
    pub random_index: RandomIndex,
    /// How experts are joined.
    pub joining: Joining,
    /// The experts.
    pub experts: &'a [PairwiseExpert],
}

/// Shares from judgements, and how far they contradict each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// In the order of the items; the sum is 1.
    pub shares: Vec<f64>,
    /// What each expert contradicts; empty where a method cannot contradict itself.
    pub checks: Vec<ExpertCheck>,
    /// What a Delphi panel says beside; `None` for other methods.
    pub delphi: Option<DelphiFacts>,
}

impl Judged {
    /// Shares by a method that cannot contradict itself.
    #[must_use]
    pub fn of(shares: Vec<f64>) -> Self {
        Judged { shares, checks: Vec::new(), delphi: None }
    }
}

/// How far one expert contradicts themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpertCheck {
    /// λ, CI and CR; `None` for judgements with gaps, which have no random index.
    pub consistency: Option<Consistency>,
    /// The three worst contradictions.
    pub triads: Vec<Triad>,
}

/// Why a table of judgements gives no shares. Experts count from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoTable {
    /// It names what is no child that counts.
    #[error("`{id}` is not among the items")]
    Unknown {
        /// The name.
        id: String,
    },
    /// It says nothing about a child that counts.
    #[error("nothing is said about `{id}`")]
    Missing {
        /// The child.
        id: Id,
    },
    /// The same pair twice, or a child against itself.
    #[error("expert {expert} compares `{item}` and `{over}` twice, or an item with itself")]
    Twice {
        /// Who.
        expert: usize,
        /// One child.
        item: Id,
        /// The other.
        over: Id,
    },
    /// Pairs are missing where the method needs all.
    #[error("expert {expert} leaves out {gaps} pairs")]
    Gaps {
        /// Who.
        expert: usize,
        /// How many pairs.
        gaps: usize,
    },
    /// Some experts give pairs, others scores; or one gives neither or both.
    #[error("expert {expert} gives no scores, or pairs as well")]
    Mixed {
        /// Who.
        expert: usize,
    },
    /// Experts count by their authority, and one does not say what it rests on.
    #[error(
        "expert {expert} does not say what the judgement rests on, or how familiar they are with the matter"
    )]
    NoAuthority {
        /// Who.
        expert: usize,
    },
    /// The judgements are written out nowhere.
    #[error("`{key}` is missing")]
    Lacks {
        /// The key that is not written.
        key: &'static str,
    },
    /// The judgements stand in two places.
    #[error("there are `experts`, and judgements beside them")]
    Both,
    /// What is wrong with one expert of several.
    #[error("expert {expert}: {why}")]
    OfExpert {
        /// Who.
        expert: usize,
        /// What.
        why: Box<NoTable>,
    },
    /// The judgements themselves.
    #[error(transparent)]
    Judgement(#[from] NoJudgement),
}

impl NoTable {
    /// The same, as the problem of one expert.
    #[must_use]
    pub fn of_expert(self, expert: usize) -> Self {
        match self {
            NoTable::Twice { .. } | NoTable::Gaps { .. } | NoTable::OfExpert { .. } => self,
            why => NoTable::OfExpert { expert, why: Box::new(why) },
        }
    }

    /// Whose problem it is, where it is one expert's.
    #[must_use]
    pub fn expert(&self) -> Option<usize> {
        match self {
            NoTable::Twice { expert, .. }
            | NoTable::Gaps { expert, .. }
            | NoTable::Mixed { expert }
            | NoTable::NoAuthority { expert }
            | NoTable::OfExpert { expert, .. }
            | NoTable::Judgement(NoJudgement::Budget { expert, .. }) => Some(*expert),
            _ => None,
        }
    }
}

/// The shares of items by pairwise judgements. Gaps are allowed with the eigenvector (Harker), for one expert or when weights are joined.
///
/// # Errors
/// [`NoTable`] for names that are no items, pairs given twice, gaps where they are not allowed, and judgements that are none.
pub fn judged_by_pairs(items: &[&Id], table: PairwiseTable<'_>) -> Result<Judged, NoTable> {
    let by_weight = table.joining == Joining::Priorities || table.experts.len() == 1;
    let weights: Vec<f64> = table.experts.iter().map(|expert| expert.weight).collect();
    let (mut matrices, mut priorities, mut checks) = (Vec::new(), Vec::new(), Vec::new());
    for (at, expert) in table.experts.iter().enumerate() {
        let cells = cells(items, at, &expert.pairs)?;
        if cells.iter().all(Option::is_some) {
            let matrix = JudgementMatrix::new(&cells.iter().flatten().copied().collect::<Vec<f64>>())?;
            let own = matrix.priorities(table.priority);
            let consistency = Some(matrix.consistency(&own, table.random_index)?);
            checks.push(ExpertCheck { consistency, triads: matrix.inconsistent_triads(3) });
            priorities.push(own);
            matrices.push(matrix);
            continue;
        }
        let matrix = IncompleteMatrix::new(&cells)?;
        if !by_weight || table.priority != Priority::Eigenvector {
            return Err(NoTable::Gaps { expert: at, gaps: matrix.gaps() });
        }
        checks.push(ExpertCheck { consistency: None, triads: Vec::new() });
        priorities.push(matrix.priorities());
    }
    let shares = if by_weight {
        joined_priorities(&priorities, &weights, PriorityMean::Arithmetic)?
    } else {
        joined_judgements(&matrices, &weights)?.priorities(table.priority)
    };
    Ok(Judged { checks, ..Judged::of(shares) })
}

pub(super) fn cells(items: &[&Id], expert: usize, pairs: &[Pair]) -> Result<Vec<Option<f64>>, NoTable> {
    let side = items.len();
    let mut cells = vec![None; side * side];
    (0..side).for_each(|at| cells[at * side + at] = Some(1.0));
    for Pair { item, over, times } in pairs {
        let (row, column) = (place(items, item.as_str())?, place(items, over.as_str())?);
        if cells[row * side + column].is_some() {
            return Err(NoTable::Twice { expert, item: item.clone(), over: over.clone() });
        }
        if !(times.is_finite() && *times > 0.0) {
            let allowed = "a positive number";
            return Err(NoJudgement::Entry { row, column, given: *times, allowed }.into());
        }
        cells[row * side + column] = Some(*times);
        cells[column * side + row] = Some(1.0 / times);
    }
    Ok(cells)
}

/// The shares of items by what the most and the least important one are to each of them; the values of these two to themselves are 1 and
/// need not be written, nor need the best in `over_worst`.
///
/// # Errors
/// [`NoTable`] for names that are no items, items of which nothing is said, and judgements that are none.
pub fn judged_by_best_and_worst(
    items: &[&Id],
    (best, worst): (&Id, &Id),
    best_over: &BTreeMap<String, f64>,
    over_worst: &BTreeMap<String, f64>,
) -> Result<Judged, NoTable> {
    let (best, worst) = (place(items, best.as_str())?, place(items, worst.as_str())?);
    let mut to_others = by_item(items, best_over)?;
    let mut to_worst = by_item(items, over_worst)?;
    to_others[best].get_or_insert(1.0);
    to_worst[worst].get_or_insert(1.0);
    if to_worst[best].is_none() {
        to_worst[best] = to_others[worst];
    }
    let found = best_worst_linear(best, worst, &complete(items, &to_others)?, &complete(items, &to_worst)?)?;
    Ok(Judged::of(found.weights))
}

/// The shares of items by their order and the ratios of neighbours (G1).
///
/// # Errors
/// [`NoTable`] for names that are no items, items that are not in the order, and ratios that are none.
pub fn judged_by_order(items: &[&Id], order: &[Id], ratios: &[f64]) -> Result<Judged, NoTable> {
    let places: Vec<usize> = order.iter().map(|id| place(items, id.as_str())).collect::<Result<_, _>>()?;
    if let Some(missing) = (0..items.len()).find(|at| !places.contains(at)) {
        return Err(NoTable::Missing { id: items[missing].clone() });
    }
    Ok(Judged::of(order_relation(&places, ratios)?))
}

/// The shares of items by points.
///
/// # Errors
/// [`NoTable`] for names that are no items, items without points, and points that do not add up.
pub fn judged_by_budget(items: &[&Id], budget: f64, experts: &[BudgetExpert]) -> Result<Judged, NoTable> {
    let points = |expert: &BudgetExpert| complete(items, &by_item(items, &expert.points)?);
    let points: Vec<Vec<f64>> = experts.iter().map(points).collect::<Result<_, _>>()?;
    let weights: Vec<f64> = experts.iter().map(|expert| expert.weight).collect();
    Ok(Judged::of(budget_allocation(&points, budget, &weights).map_err(row_by_expert)?.weights))
}

/// Where a table has a row an expert, an entry is that expert's.
pub(super) fn row_by_expert(why: NoJudgement) -> NoTable {
    match why {
        NoJudgement::Entry { row, .. } => NoTable::from(why).of_expert(row),
        why => why.into(),
    }
}

pub(super) fn place(items: &[&Id], id: &str) -> Result<usize, NoTable> {
    items.iter().position(|item| item.as_str() == id).ok_or_else(|| NoTable::Unknown { id: id.to_owned() })
}

pub(super) fn by_item(items: &[&Id], given: &BTreeMap<String, f64>) -> Result<Vec<Option<f64>>, NoTable> {
    let mut values = vec![None; items.len()];
    for (id, value) in given {
        values[place(items, id)?] = Some(*value);
    }
    Ok(values)
}

pub(super) fn complete(items: &[&Id], values: &[Option<f64>]) -> Result<Vec<f64>, NoTable> {
    let one =
        |(item, value): (&&Id, &Option<f64>)| value.ok_or_else(|| NoTable::Missing { id: (*item).clone() });
    items.iter().zip(values).map(one).collect()
}
