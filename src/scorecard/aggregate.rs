//! An aggregate on a block of rows: the weighted mean of its children, its coverage, and whether the score is withheld.
//!
//! Sums run over children in the order written, row by row independent of each other. Coverage is measured on indicators: an
//! aggregate passes on what share of its weight was observed, imputed and applicable.

use std::borrow::Cow;

use super::block::Block;
use super::leaf::LeafCells;
use super::plan::{AggregatePlan, ChildPlan, Slot};
use super::scores::{Standing, Withheld};
use super::tally::{BEYOND, FLOORED, PAST_FRONTIER, Tally};
use crate::aggregation::{Aggregation, Column, MissingChildren, Row, means as arithmetic_means};

/// Coverage may fall short of `min_weight` by rounding of its sums, and still meets it.
pub(super) const ROUNDING: f64 = 1e-12;

/// An aggregate on a block.
#[derive(Debug)]
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
    /// Rows of units that screening leaves out, where it looks at units: nothing is counted of them.
    pub(super) out: Option<&'b [bool]>,
}

impl Below<'_, '_> {
    fn is_out(&self, row: usize) -> bool {
        self.out.is_some_and(|out| out[row])
    }
}

/// Which rows of a leaf have a score, and what its parent counts of it: 1 where it is so, 0 elsewhere; `None` where it is 1 (or, for imputed,
/// 0) in every row. It does not depend on weights.
#[derive(Clone, Debug, Default)]
pub(super) struct LeafRows {
    pub(super) has: Option<Vec<f64>>,
    pub(super) observed: Option<Vec<f64>>,
    pub(super) imputed: Option<Vec<f64>>,
    pub(super) applicable: Option<Vec<f64>>,
}

impl LeafRows {
    pub(super) fn of(standings: Option<&[Standing]>) -> Self {
        let Some(standings) = standings else { return LeafRows::default() };
        let any = |which: Standing| standings.contains(&which);
        let has = flags(standings, |s| s as u8 <= Standing::Imputed as u8);
        let imputed = any(Standing::Imputed).then(|| flags(standings, |s| s == Standing::Imputed));
        let observed = imputed.is_some().then(|| flags(standings, |s| s == Standing::Observed));
        let applicable =
            any(Standing::NotApplicable).then(|| flags(standings, |s| s != Standing::NotApplicable));
        // Without imputation the rows with a score are the observed ones.
        LeafRows {
            observed: Some(observed.unwrap_or_else(|| has.clone())),
            has: Some(has),
            imputed,
            applicable,
        }
    }

    /// Observed and scored in every row.
    pub(super) fn is_complete(&self) -> bool {
        self.has.is_none() && self.observed.is_none() && self.imputed.is_none() && self.applicable.is_none()
    }
}

/// One child on a block; a share is `None` where it is 1 (or, for imputed, 0) in every row.
pub(super) struct Child<'b> {
    pub(super) weight: f64,
    pub(super) share: f64,
    pub(super) scores: &'b [f64],
    pub(super) has: Option<Cow<'b, [f64]>>,
    pub(super) observed: Option<Cow<'b, [f64]>>,
    pub(super) imputed: Option<Cow<'b, [f64]>>,
    pub(super) applicable: Option<Cow<'b, [f64]>>,
}

/// Works out one aggregate on a block.
pub(super) fn score(
    plan: &AggregatePlan,
    at: usize,
    below: &Below<'_, '_>,
    block: &Block<'_>,
    tally: &mut Tally,
) -> AggregateCells {
    let children: Vec<Child<'_>> = plan.children.iter().filter_map(|c| child(c, below)).collect();
    of_children(plan, &children, block.len(), |event, row, value| {
        if !below.is_out(row) {
            tally.aggregate(block, at, event, row, value);
        }
    })
}

/// Works out one aggregate from its children in so many rows; `say` hears of each row without score and of each that needs a remark.
pub(super) fn of_children(
    plan: &AggregatePlan,
    children: &[Child<'_>],
    rows: usize,
    mut say: impl FnMut(usize, usize, f64),
) -> AggregateCells {
    let Sums { applicable, observed, imputed } = Sums::of(children, rows);
    let mut scores = vec![0.0; rows];
    let mut withheld = rule(plan, children, &applicable, &observed, rows);
    if matches!(plan.aggregator.method(), Aggregation::Arithmetic {}) {
        let columns: Vec<Column<'_>> = children.iter().map(Child::column).collect();
        arithmetic_means(&columns, &mut scores);
        scores.iter_mut().zip(&mut withheld).for_each(|(score, why)| finish(score, why));
    } else {
        means(plan, children, (&mut scores, &mut withheld), &mut say);
    }
    for (row, why) in withheld.iter().enumerate().filter(|(_, why)| **why != Withheld::Scored) {
        say(*why as usize, row, observed[row]);
    }
    AggregateCells { scores, withheld, applicable, observed, imputed }
}

/// The shares of the aggregate's weight, row by row.
struct Sums {
    applicable: Vec<f64>,
    observed: Vec<f64>,
    imputed: Vec<f64>,
}

impl Sums {
    fn of(children: &[Child<'_>], rows: usize) -> Self {
        let zeros = || vec![0.0; rows];
        if children.iter().all(Child::is_complete) {
            // The common case: one number serves every row. Added in the same order, it has the same bits.
            let whole = vec![children.iter().fold(0.0, |whole, child| whole + child.share); rows];
            return Sums { applicable: whole.clone(), observed: whole, imputed: zeros() };
        }
        let mut all = Sums { applicable: zeros(), observed: zeros(), imputed: zeros() };
        for child in children {
            add(&mut all.applicable, child.share, child.applicable.as_ref());
            add(&mut all.observed, child.share, child.observed.as_ref());
            if let Some(share) = &child.imputed {
                add(&mut all.imputed, child.share, Some(share));
            }
        }
        all
    }
}

fn child<'b>(plan: &ChildPlan, below: &'b Below<'_, '_>) -> Option<Child<'b>> {
    match plan.slot {
        Slot::Leaf(at) => {
            let leaf = &below.leaves[at];
            let LeafRows { has, observed, imputed, applicable } = LeafRows::of(leaf.standings.as_deref());
            Some(Child {
                weight: plan.weight,
                share: plan.share,
                scores: &leaf.scores,
                has: has.map(Cow::Owned),
                observed: observed.map(Cow::Owned),
                imputed: imputed.map(Cow::Owned),
                applicable: applicable.map(Cow::Owned),
            })
        }
        Slot::Aggregate(at) => below.aggregates[at].as_ref().map(|cells| cells.as_child(plan)),
    }
}

impl AggregateCells {
    /// As its parent sees it.
    pub(super) fn as_child(&self, plan: &ChildPlan) -> Child<'_> {
        let complete = self.withheld.iter().all(|w| *w == Withheld::Scored);
        let has = || self.withheld.iter().map(|w| f64::from(u8::from(*w == Withheld::Scored))).collect();
        Child {
            weight: plan.weight,
            share: plan.share,
            scores: &self.scores,
            has: (!complete).then(has).map(Cow::Owned),
            observed: Some(Cow::Borrowed(&self.observed)),
            imputed: Some(Cow::Borrowed(&self.imputed)),
            applicable: Some(Cow::Borrowed(&self.applicable)),
        }
    }
}

impl Child<'_> {
    fn column(&self) -> Column<'_> {
        Column { weight: self.weight, scores: self.scores, has: self.has.as_deref() }
    }

    /// Observed and scored in every row.
    fn is_complete(&self) -> bool {
        self.has.is_none() && self.observed.is_none() && self.imputed.is_none() && self.applicable.is_none()
    }
}

/// 1 where it is so, 0 elsewhere.
#[inline(always)]
fn flags(standings: &[Standing], is: impl Fn(Standing) -> bool) -> Vec<f64> {
    standings.iter().map(|standing| f64::from(u8::from(is(*standing)))).collect()
}

/// Adds the child's own share times what it passes on; where that is 1 it adds the share itself, which is the same bits.
fn add(sums: &mut [f64], own: f64, share: Option<&Cow<'_, [f64]>>) {
    match share {
        None => sums.iter_mut().for_each(|sum| *sum += own),
        Some(share) => sums.iter_mut().zip(&**share).for_each(|(sum, share)| *sum += own * share),
    }
}

/// Which rows are withheld by the coverage rule.
fn rule(
    plan: &AggregatePlan,
    children: &[Child<'_>],
    applicable: &[f64],
    observed: &[f64],
    rows: usize,
) -> Vec<Withheld> {
    let coverage = &plan.coverage;
    let complete = children.iter().all(|child| child.has.is_none());
    let enough = children.len() >= coverage.min_children as usize;
    let counted = coverage.min_children > 1 && !(complete && enough);
    let share_counts = coverage.min_share > 0.0 && !complete;
    let mut withheld = vec![Withheld::Scored; rows];
    for (row, why) in withheld.iter_mut().enumerate() {
        // The first reason that holds, from the most to the least basic.
        *why = if applicable[row] <= 0.0 {
            Withheld::NotApplicable
        } else if !complete && !children.iter().any(|child| has(child, row)) {
            Withheld::NoData
        } else if counted && scored(children, row) < coverage.min_children
            || share_counts && share_with_score(children, row) < coverage.min_share
        {
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

/// Of the children that apply the share that has a score, each counted once.
fn share_with_score(children: &[Child<'_>], row: usize) -> f64 {
    let applicable = children.iter().filter(|child| applies(child, row)).count();
    f64::from(scored(children, row)) / (applicable as f64).max(1.0)
}

fn applies(child: &Child<'_>, row: usize) -> bool {
    child.applicable.as_ref().is_none_or(|share| share[row] > 0.0)
}

/// Whether a child that applies has no score.
fn lacks(children: &[Child<'_>], row: usize) -> bool {
    children.iter().any(|child| !has(child, row) && applies(child, row))
}

fn finish(score: &mut f64, why: &mut Withheld) {
    if *why == Withheld::Scored && !score.is_finite() {
        *why = Withheld::NoMean;
    }
    *score = if *why == Withheld::Scored { *score } else { 0.0 };
}

/// Means that need all children of a row at once.
fn means(
    plan: &AggregatePlan,
    children: &[Child<'_>],
    (scores, withheld): (&mut [f64], &mut [Withheld]),
    say: &mut impl FnMut(usize, usize, f64),
) {
    let (mut values, mut weights, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..scores.len() {
        scores[row] = 0.0;
        if withheld[row] != Withheld::Scored {
            continue;
        }
        values.clear();
        weights.clear();
        places.clear();
        for (place, child) in children.iter().enumerate().filter(|(_, child)| has(child, row)) {
            places.push(place);
            values.push(child.scores[row]);
            weights.push(child.weight);
        }
        match plan.aggregator.mean_of(Row { scores: &mut values, weights: &weights, places: &places }) {
            Ok(mean) => {
                scores[row] = mean.value;
                if mean.floored > 0 {
                    say(FLOORED, row, f64::from(mean.floored));
                }
                if mean.beyond {
                    say(BEYOND, row, mean.value);
                }
                if mean.past_frontier {
                    say(PAST_FRONTIER, row, mean.value);
                }
            }
            Err(_) => withheld[row] = Withheld::NoMean,
        }
    }
}
