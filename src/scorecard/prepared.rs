//! A scorecard with the indicators of a panel worked out once, to be taken up the tree many times with other weights.
//!
//! The way up is that of scoring: the same plans and the same means, so that each score has the bits that [`Scorecard::score`] gives with the
//! scorecard that has those weights. What does not depend on weights is kept: indicator scores, their gaps, their least and greatest in a row.
//! It is no other way to score: it knows aggregates of some periods only, and neither gates, bonuses nor findings. Read next: `prepared_draw`.

use std::borrow::Cow;
use std::ops::Range;

use super::Scorecard;
use super::aggregate::{self, AggregateCells, Child, LeafRows, ROUNDING};
use super::block::{Block, blocks};
use super::plan::{AggregatePlan, ChildPlan, Extent, Plan, Slot};
use super::prepared_draw::Drawn;
use super::score::score_leaves;
use super::scores::{Standing, Withheld};
use super::screening::{self, ScreenedUnit};
use super::tally::Tally;
use crate::aggregation::{Aggregation, Column, Row, means, means_within};
use crate::framework::{Inputs, NodeId};
use crate::panel::Panel;
use crate::vocab::Period;

/// Rows that go up the tree together: few enough that their columns stay near the processor.
const ROWS: usize = 256;

/// Indicators of a panel, worked out; rows of the periods looked at, period by period, in each in the order of the panel.
#[derive(Debug)]
pub struct Prepared {
    pub(super) card: Scorecard,
    /// The rows of each period.
    spans: Vec<Range<usize>>,
    /// The unit of each row.
    units: Vec<u32>,
    pub(super) leaves: Vec<PreparedLeaf>,
    pub(super) slots: Vec<Option<Slot>>,
    /// With the weights of the scorecard; one for each aggregate.
    pub(super) plans: Vec<AggregatePlan>,
    /// Aggregates that are wanted, by their place among the aggregates.
    wanted: Vec<Option<usize>>,
    /// Those, and those below them.
    needed: Vec<usize>,
    /// Rows that screening leaves out; empty where none is.
    out: Vec<bool>,
    /// Nodes that screening takes out, by node.
    pub(super) excluded: Vec<bool>,
    /// Whether screening looks at weights.
    pub(super) screens: bool,
    /// The least and greatest score of the children in each row, for aggregates whose children are indicators without gaps.
    bounds: Vec<Option<(Vec<f64>, Vec<f64>)>>,
}

/// One indicator.
#[derive(Debug)]
pub(super) struct PreparedLeaf {
    scores: Vec<f64>,
    rows: LeafRows,
}

/// Memory that one thread needs while it scores; it may be used again, and holds no result.
#[derive(Debug, Default)]
pub struct Scratch {
    cells: Vec<Cells>,
    values: Vec<f64>,
    weights: Vec<f64>,
    places: Vec<usize>,
}

/// An aggregate on a few rows.
#[derive(Debug, Default)]
struct Cells {
    scores: Vec<f64>,
    /// The share of its weight that applies and was observed, where that is the same in all rows and all have a score.
    whole: f64,
    /// Where it is not.
    full: Option<AggregateCells>,
}

impl Prepared {
    /// Works out the indicators of a panel; `nodes` are the aggregates whose scores are wanted, in the periods looked at. What is no aggregate or has no
    /// rows gives no scores.
    #[must_use]
    pub fn new(card: Scorecard, panel: &Panel, nodes: &[NodeId], periods: &[Period]) -> Self {
        let index = panel.index();
        let mut place = vec![None; index.len()];
        let (mut spans, mut units) = (Vec::new(), Vec::new());
        for &period in periods {
            let from = units.len();
            for row in index.rows_in(period) {
                place[row] = Some(units.len());
                units.push(index.row(row).unit);
            }
            spans.push(from..units.len());
        }
        let plan = Plan::new(&card, panel, Extent::Core);
        let (leaves, out) = leaves(&plan, &place, units.len());
        let (plans, slots) = (plan.aggregates.clone(), plan.slots.clone());
        drop(plan);
        let wanted = nodes.iter().map(|node| match slots.get(node.0).copied().flatten() {
            Some(Slot::Aggregate(at)) => Some(at),
            _ => None,
        });
        let wanted: Vec<Option<usize>> = wanted.collect();
        let needed = below(&card, &slots, &wanted, plans.len());
        let bounds = plans.iter().map(|plan| bounds(plan, &leaves, units.len())).collect();
        let framework = card.definition().framework();
        let excluded = screening::excluded(framework, card.indicators());
        let parts = framework.parts();
        let screens = parts.screening.looks_at_units() || parts.screening.indicators.is_some();
        Prepared { card, spans, units, leaves, slots, plans, wanted, needed, out, excluded, screens, bounds }
    }

    /// The scorecard.
    #[must_use]
    pub fn card(&self) -> &Scorecard {
        &self.card
    }

    /// The rows of each period looked at.
    #[must_use]
    pub fn spans(&self) -> &[Range<usize>] {
        &self.spans
    }

    /// The unit of each row, by its number in the index of the panel.
    #[must_use]
    pub fn units(&self) -> &[u32] {
        &self.units
    }

    /// The scores of the wanted aggregates with the weights drawn: a column for each, one entry for each row; NaN where there is none.
    pub fn score(&self, drawn: &Drawn, scratch: &mut Scratch, columns: &mut [Vec<f64>]) {
        scratch.cells.resize_with(self.plans.len(), Cells::default);
        for column in columns.iter_mut() {
            column.resize(self.units.len(), f64::NAN);
        }
        let mut from = 0;
        while from < self.units.len() {
            let rows = from..(from + ROWS).min(self.units.len());
            for &at in self.needed.iter().rev() {
                let mut cells = std::mem::take(&mut scratch.cells[at]);
                self.aggregate(drawn, at, &rows, &mut cells, scratch);
                scratch.cells[at] = cells;
            }
            for (wanted, column) in self.wanted.iter().zip(columns.iter_mut()) {
                let into = &mut column[rows.clone()];
                match wanted {
                    Some(at) => self.keep(&scratch.cells[*at], &rows, into),
                    None => into.fill(f64::NAN),
                }
            }
            from = rows.end;
        }
    }

    fn keep(&self, cells: &Cells, rows: &Range<usize>, into: &mut [f64]) {
        match &cells.full {
            None => into.copy_from_slice(&cells.scores),
            Some(full) => {
                for ((into, score), why) in into.iter_mut().zip(&full.scores).zip(&full.withheld) {
                    *into = if *why == Withheld::Scored { *score } else { f64::NAN };
                }
            }
        }
        if !self.out.is_empty() {
            for (into, out) in into.iter_mut().zip(&self.out[rows.clone()]) {
                *into = if *out { f64::NAN } else { *into };
            }
        }
    }

    fn aggregate(
        &self,
        drawn: &Drawn,
        at: usize,
        rows: &Range<usize>,
        cells: &mut Cells,
        with: &mut Scratch,
    ) {
        let plan = &drawn.plans[at];
        cells.scores.resize(rows.len(), 0.0);
        cells.full = None;
        if let Some(whole) = self.whole(plan, &with.cells) {
            cells.whole = whole;
            let bounds = self.bounds[at].as_ref().filter(|_| drawn.has_all_children(at));
            if self.complete(plan, bounds, rows, &mut cells.scores, with) {
                return;
            }
        }
        let children: Vec<Child<'_>> =
            plan.children.iter().map(|child| self.child(child, rows, &with.cells)).collect();
        cells.full = Some(aggregate::of_children(plan, &children, rows.len(), |_, _, _| {}));
    }

    /// The sum of the children's shares where all of them have scores in every row, nothing is imputed and no rule withholds the aggregate.
    fn whole(&self, plan: &AggregatePlan, done: &[Cells]) -> Option<f64> {
        let mut whole = 0.0;
        for child in &plan.children {
            // The sums of scoring, in their order.
            whole += match child.slot {
                Slot::Leaf(at) if self.leaves[at].rows.is_complete() => child.share,
                Slot::Aggregate(at) if done[at].full.is_none() => child.share * done[at].whole,
                _ => return None,
            };
        }
        let enough = plan.children.len() >= plan.coverage.min_children as usize;
        (whole > 0.0 && enough && whole + ROUNDING >= plan.coverage.min_weight * whole).then_some(whole)
    }

    /// Scores of rows in which every child has one; false where one of them has none all the same.
    fn complete(
        &self,
        plan: &AggregatePlan,
        bounds: Option<&(Vec<f64>, Vec<f64>)>,
        rows: &Range<usize>,
        scores: &mut [f64],
        with: &mut Scratch,
    ) -> bool {
        let column = |child: &ChildPlan| Column {
            weight: child.weight,
            has: None,
            scores: match child.slot {
                Slot::Leaf(at) => &self.leaves[at].scores[rows.clone()],
                Slot::Aggregate(at) => &with.cells[at].scores[..],
            },
        };
        let columns: Vec<Column<'_>> = plan.children.iter().map(column).collect();
        if matches!(plan.aggregator.method(), Aggregation::Arithmetic {}) {
            match bounds {
                Some((low, high)) => {
                    means_within(&columns, &low[rows.clone()], &high[rows.clone()], scores);
                }
                None => means(&columns, scores),
            }
            return scores.iter().all(|score| score.is_finite());
        }
        with.weights.clear();
        with.weights.extend(plan.children.iter().map(|child| child.weight));
        with.places.clear();
        with.places.extend(0..plan.children.len());
        for (row, score) in scores.iter_mut().enumerate() {
            with.values.clear();
            with.values.extend(columns.iter().map(|column| column.scores[row]));
            let row = Row { scores: &mut with.values, weights: &with.weights, places: &with.places };
            match plan.aggregator.mean_of(row) {
                Ok(mean) => *score = mean.value,
                Err(_) => return false,
            }
        }
        true
    }

    fn child<'c>(&'c self, plan: &ChildPlan, rows: &Range<usize>, done: &'c [Cells]) -> Child<'c> {
        match plan.slot {
            Slot::Leaf(at) => {
                let leaf = &self.leaves[at];
                let cut = |column: &'c Option<Vec<f64>>| {
                    column.as_ref().map(|column| Cow::Borrowed(&column[rows.clone()]))
                };
                Child {
                    weight: plan.weight,
                    share: plan.share,
                    scores: &leaf.scores[rows.clone()],
                    has: cut(&leaf.rows.has),
                    observed: cut(&leaf.rows.observed),
                    imputed: cut(&leaf.rows.imputed),
                    applicable: cut(&leaf.rows.applicable),
                }
            }
            Slot::Aggregate(at) => match &done[at].full {
                Some(full) => full.as_child(plan),
                None => {
                    let whole = || Some(Cow::Owned(vec![done[at].whole; rows.len()]));
                    Child {
                        weight: plan.weight,
                        share: plan.share,
                        scores: &done[at].scores,
                        has: None,
                        observed: whole(),
                        imputed: None,
                        applicable: whole(),
                    }
                }
            },
        }
    }
}

/// Every indicator in the rows that are looked at, by their places; and which of these screening leaves out.
fn leaves(plan: &Plan<'_>, place: &[Option<usize>], rows: usize) -> (Vec<PreparedLeaf>, Vec<bool>) {
    let index = plan.panel.index();
    let looks = plan.framework.parts().screening.looks_at_units();
    let mut out = vec![false; if looks { rows } else { 0 }];
    let mut scores = vec![vec![0.0; rows]; plan.leaves.len()];
    let mut standings: Vec<Option<Vec<Standing>>> = vec![None; plan.leaves.len()];
    // What is counted here is counted when the panel is scored.
    let mut tally = Tally::new(plan.leaves.len(), plan.aggregates.len(), 0, index.periods().len());
    for rows_of_block in blocks(index) {
        let places = &place[rows_of_block.clone()];
        if places.iter().all(Option::is_none) {
            continue;
        }
        let block = Block::new(index, rows_of_block);
        let known = plan.raw.known(plan.framework, plan.panel, &block.rows);
        let inputs = Inputs { panel: plan.panel, rows: &block.rows, indicators: &known };
        let cells = score_leaves(plan, &block, &inputs, &mut tally);
        for (leaf, cells) in cells.iter().enumerate() {
            for (row, place) in places.iter().enumerate() {
                let Some(place) = *place else { continue };
                scores[leaf][place] = cells.scores[row];
                if let Some(known) = &cells.standings {
                    standings[leaf].get_or_insert_with(|| vec![Standing::Observed; rows])[place] = known[row];
                }
            }
        }
        if looks {
            let mut screened = vec![ScreenedUnit::default(); block.len()];
            screening::screen_block(plan, &cells, &block, &mut screened);
            for (unit, place) in screened.iter().zip(places) {
                if let Some(place) = *place {
                    out[place] = unit.verdict.is_out();
                }
            }
        }
    }
    let leaf = |(scores, standings): (Vec<f64>, Option<Vec<Standing>>)| {
        let gaps = standings.filter(|all| all.iter().any(|one| *one != Standing::Observed));
        PreparedLeaf { scores, rows: LeafRows::of(gaps.as_deref()) }
    };
    (scores.into_iter().zip(standings).map(leaf).collect(), out)
}

/// The wanted aggregates and all below them, parents first.
fn below(
    card: &Scorecard,
    slots: &[Option<Slot>],
    wanted: &[Option<usize>],
    aggregates: usize,
) -> Vec<usize> {
    let mut needed = vec![false; aggregates];
    for at in wanted.iter().flatten() {
        needed[*at] = true;
    }
    for (at, (_, _, aggregate)) in card.definition().framework().aggregates().enumerate() {
        let is_needed = needed[at];
        for child in aggregate.children.iter().filter(|_| is_needed) {
            if let Some(Slot::Aggregate(below)) = slots[child.0] {
                needed[below] = true;
            }
        }
    }
    (0..aggregates).filter(|at| needed[*at]).collect()
}

fn bounds(plan: &AggregatePlan, leaves: &[PreparedLeaf], rows: usize) -> Option<(Vec<f64>, Vec<f64>)> {
    let (mut low, mut high) = (vec![f64::INFINITY; rows], vec![f64::NEG_INFINITY; rows]);
    for child in &plan.children {
        let Slot::Leaf(at) = child.slot else { return None };
        let leaf = leaves.get(at).filter(|leaf| leaf.rows.is_complete())?;
        for ((low, high), score) in low.iter_mut().zip(&mut high).zip(&leaf.scores) {
            *low = if *score < *low { *score } else { *low };
            *high = if *score > *high { *score } else { *high };
        }
    }
    Some((low, high))
}
