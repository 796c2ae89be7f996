//! An aggregate on a block of rows: the weighted mean of its children, its coverage, and whether the score is withheld.
//!
//! Sums run over children in the order written, row by row independent of each other. Coverage is measured on indicators: an
//! aggregate passes on what share of its weight was observed, imputed and applicable.

use super::block::Block;
use super::leaf::LeafCells;
use super::plan::{AggregatePlan, Slot};
use super::scores::{Standing, Withheld};
use super::tally::{FLOORED, Tally};
use crate::aggregation::{Aggregation, MissingChildren, weighted_sums};

/// Coverage may fall short of `min_weight` by rounding of its sums, and still meets it.
const ROUNDING: f64 = 1e-12;

/// An aggregate on a block.
pub(super) struct AggregateCells {
    /// 0 where withheld.
    pub(super) scores: Vec<f64>,
    pub(super) withheld: Vec<Withheld>,
    /// Shares of the aggregate's weight, 0 to 1.
    pub(super) applicable: Vec<f64>,
    pub(super) observed: Vec<f64>,
    pub(super) imputed: Vec<f64>,
}

/// What is known of the nodes below while a block goes up the tree.
pub(super) struct Below<'b, 'a> {
    pub(super) leaves: &'b [LeafCells<'a>],
    /// Filled from the end, as children come after their parents.
    pub(super) aggregates: &'b [Option<AggregateCells>],
}

/// One child on a block; a share is `None` where it is 1 (or, for imputed, 0) in every row.
struct Child<'b> {
    weight: f64,
    scores: &'b [f64],
    has: Option<Vec<f64>>,
    observed: Option<Share<'b>>,
    imputed: Option<Share<'b>>,
    applicable: Option<Share<'b>>,
}

enum Share<'b> {
    Own(Vec<f64>),
    Of(&'b [f64]),
}

impl Share<'_> {
    fn values(&self) -> &[f64] {
        match self {
            Share::Own(values) => values,
            Share::Of(values) => values,
        }
    }
}

/// Works out one aggregate on a block.
pub(super) fn score(
    plan: &AggregatePlan,
    at: usize,
    below: &Below<'_, '_>,
    block: &Block<'_>,
    tally: &mut Tally,
) -> AggregateCells {
    let rows = block.len();
    let children: Vec<Child<'_>> =
        plan.children.iter().filter_map(|c| child(c.weight, c.slot, below)).collect();
    let Sums { mut sums, totals, applicable, observed, imputed } = Sums::of(&children, rows);
    let mut withheld = rule(plan, &children, &applicable, &observed, &totals, rows);
    if matches!(plan.aggregation, Aggregation::Arithmetic {}) {
        for row in 0..rows {
            finish(&mut sums[row], totals[row], &mut withheld[row]);
        }
    } else {
        means(plan, at, &children, (&mut sums, &mut withheld), block, tally);
    }
    for (row, why) in withheld.iter().enumerate().filter(|(_, why)| **why != Withheld::Scored) {
        tally.aggregate(block, at, *why as usize, row, observed[row]);
    }
    AggregateCells { scores: sums, withheld, applicable, observed, imputed }
}

/// What the children of an aggregate add up to, row by row.
struct Sums {
    /// Weight · score of those with a score.
    sums: Vec<f64>,
    /// Weight of those with a score.
    totals: Vec<f64>,
    applicable: Vec<f64>,
    observed: Vec<f64>,
    imputed: Vec<f64>,
}

impl Sums {
    fn of(children: &[Child<'_>], rows: usize) -> Self {
        let zeros = || vec![0.0; rows];
        if children.iter().all(Child::is_complete) {
            // The common case: one number serves every row. Added in the same order, it has the same bits.
            let whole = vec![children.iter().fold(0.0, |whole, child| whole + child.weight); rows];
            let mut sums = zeros();
            for child in children {
                sums.iter_mut().zip(child.scores).for_each(|(sum, score)| *sum += child.weight * score);
            }
            return Sums {
                sums,
                totals: whole.clone(),
                applicable: whole.clone(),
                observed: whole,
                imputed: zeros(),
            };
        }
        let mut all =
            Sums { sums: zeros(), totals: zeros(), applicable: zeros(), observed: zeros(), imputed: zeros() };
        let ones = vec![1.0; rows];
        for child in children {
            let has = child.has.as_deref().unwrap_or(&ones);
            weighted_sums(child.scores, has, child.weight, &mut all.sums, &mut all.totals);
            add(&mut all.applicable, child.weight, child.applicable.as_ref());
            add(&mut all.observed, child.weight, child.observed.as_ref());
            if let Some(share) = &child.imputed {
                add(&mut all.imputed, child.weight, Some(share));
            }
        }
        all
    }
}

fn child<'b>(weight: f64, slot: Slot, below: &'b Below<'_, '_>) -> Option<Child<'b>> {
    match slot {
        Slot::Leaf(at) => {
            let leaf = &below.leaves[at];
            let Some(standings) = &leaf.standings else {
                return Some(Child::complete(weight, &leaf.scores));
            };
            let any = |which: Standing| standings.contains(&which);
            let has = flags(standings, |s| s as u8 <= Standing::Imputed as u8);
            let imputed = any(Standing::Imputed).then(|| flags(standings, |s| s == Standing::Imputed));
            let observed = imputed.is_some().then(|| flags(standings, |s| s == Standing::Observed));
            let applies =
                any(Standing::NotApplicable).then(|| flags(standings, |s| s != Standing::NotApplicable));
            Some(Child {
                weight,
                scores: &leaf.scores,
                // Without imputation the rows with a score are the observed ones.
                observed: Some(Share::Own(observed.unwrap_or_else(|| has.clone()))),
                has: Some(has),
                imputed: imputed.map(Share::Own),
                applicable: applies.map(Share::Own),
            })
        }
        Slot::Aggregate(at) => {
            let cells = below.aggregates[at].as_ref()?;
            let complete = cells.withheld.iter().all(|w| *w == Withheld::Scored);
            let has = || cells.withheld.iter().map(|w| f64::from(u8::from(*w == Withheld::Scored))).collect();
            Some(Child {
                weight,
                scores: &cells.scores,
                has: (!complete).then(has),
                observed: Some(Share::Of(&cells.observed)),
                imputed: Some(Share::Of(&cells.imputed)),
                applicable: Some(Share::Of(&cells.applicable)),
            })
        }
    }
}

impl<'b> Child<'b> {
    /// A child that was observed and scored in every row.
    fn complete(weight: f64, scores: &'b [f64]) -> Self {
        Child { weight, scores, has: None, observed: None, imputed: None, applicable: None }
    }

    fn is_complete(&self) -> bool {
        self.has.is_none() && self.observed.is_none() && self.imputed.is_none() && self.applicable.is_none()
    }
}

/// 1 where it is so, 0 elsewhere.
#[inline(always)]
fn flags(standings: &[Standing], is: impl Fn(Standing) -> bool) -> Vec<f64> {
    standings.iter().map(|standing| f64::from(u8::from(is(*standing)))).collect()
}

/// Adds weight · share; a share of 1 adds the weight, which is the same bits.
fn add(sums: &mut [f64], weight: f64, share: Option<&Share<'_>>) {
    match share {
        None => sums.iter_mut().for_each(|sum| *sum += weight),
        Some(share) => sums.iter_mut().zip(share.values()).for_each(|(sum, share)| *sum += weight * share),
    }
}

/// Which rows are withheld by the coverage rule.
fn rule(
    plan: &AggregatePlan,
    children: &[Child<'_>],
    applicable: &[f64],
    observed: &[f64],
    totals: &[f64],
    rows: usize,
) -> Vec<Withheld> {
    let coverage = &plan.coverage;
    let complete = children.iter().all(|child| child.has.is_none());
    let enough = children.len() >= coverage.min_children as usize;
    // One child with a score is what `totals` above 0 says.
    let counted = coverage.min_children > 1 && !(complete && enough);
    let mut withheld = vec![Withheld::Scored; rows];
    for (row, why) in withheld.iter_mut().enumerate() {
        // The first reason that holds, from the most to the least basic.
        *why = if applicable[row] <= 0.0 {
            Withheld::NotApplicable
        } else if totals[row] <= 0.0 {
            Withheld::NoData
        } else if counted && scored(children, row) < coverage.min_children {
            Withheld::TooFewChildren
        } else if coverage.missing == MissingChildren::Withhold && !complete && lacks(children, row) {
            Withheld::MissingChild
        } else if observed[row] + ROUNDING < coverage.min_weight * applicable[row] {
            Withheld::LowCoverage
        } else {
            Withheld::Scored
        };
    }
    withheld
}

fn has(child: &Child<'_>, row: usize) -> bool {
    child.has.as_ref().is_none_or(|has| has[row] > 0.0)
}

fn scored(children: &[Child<'_>], row: usize) -> u32 {
    children.iter().map(|child| u32::from(has(child, row))).sum()
}

/// Whether a child that applies has no score.
fn lacks(children: &[Child<'_>], row: usize) -> bool {
    let applies = |child: &Child<'_>| child.applicable.as_ref().is_none_or(|share| share.values()[row] > 0.0);
    children.iter().any(|child| !has(child, row) && applies(child))
}

fn finish(sum: &mut f64, total: f64, why: &mut Withheld) {
    *sum = if *why == Withheld::Scored { *sum / total } else { 0.0 };
    if !sum.is_finite() {
        (*sum, *why) = (0.0, Withheld::NoMean);
    }
}

/// Means that need all children of a row at once.
fn means(
    plan: &AggregatePlan,
    at: usize,
    children: &[Child<'_>],
    (scores, withheld): (&mut [f64], &mut [Withheld]),
    block: &Block<'_>,
    tally: &mut Tally,
) {
    let (mut values, mut weights) = (Vec::new(), Vec::new());
    for row in 0..scores.len() {
        scores[row] = 0.0;
        if withheld[row] != Withheld::Scored {
            continue;
        }
        values.clear();
        weights.clear();
        for child in children.iter().filter(|child| has(child, row)) {
            values.push(child.scores[row]);
            weights.push(child.weight);
        }
        match plan.aggregation.mean_of(&mut values, &weights) {
            Ok(mean) => {
                scores[row] = mean.value;
                if mean.floored > 0 {
                    tally.aggregate(block, at, FLOORED, row, f64::from(mean.floored));
                }
            }
            Err(_) => withheld[row] = Withheld::NoMean,
        }
    }
}
