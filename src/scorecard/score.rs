//! Scoring a panel: blocks of whole units in parallel, each going from variables up to the root, written in place.

use std::sync::Arc;

use rayon::prelude::*;

use super::aggregate::{self, AggregateCells, Below};
use super::block::{Block, blocks};
use super::leaf::{self, LeafCells};
use super::plan::{Extent, Plan};
use super::scores::{
    FinalGrade, GateState, Grading, LeafColumn, Leaves, NodeScores, Scores, Standing, Withheld,
};
use super::tally::Tally;
use super::{Scorecard, findings};
use crate::framework::{Cells, GradeLimit, Inputs};
use crate::normalisation::Side;
use crate::panel::{Panel, Status};
use crate::ranking::{Ceiling, best_allowed, grade_of};

impl Scorecard {
    /// Scores every row of a panel. Aggregates are kept, indicators are not; indicators that weigh nothing are not worked out.
    ///
    /// The bits of a score depend on its unit alone: not on the other units, their order, the number of threads, or how a panel is
    /// cut into parts of whole units. A variable that the panel does not have counts as not collected.
    #[must_use]
    pub fn score(&self, panel: &Panel) -> Scores {
        self.run(panel, Extent::Weighted).0
    }

    /// The same, and every step of every indicator but retired ones.
    #[must_use]
    pub fn score_with_leaves(&self, panel: &Panel) -> (Scores, Leaves) {
        self.run(panel, Extent::All)
    }

    fn run(&self, panel: &Panel, extent: Extent) -> (Scores, Leaves) {
        let plan = Plan::new(self, panel, extent);
        let index = panel.index();
        let rows = index.len();
        let mut nodes: Vec<NodeScores> =
            plan.aggregates.iter().map(|a| empty_node(&plan, a.node, rows)).collect();
        let kept = if extent == Extent::All { rows } else { 0 };
        let mut columns: Vec<LeafColumn> =
            plan.leaves.iter().map(|leaf| empty_leaf(&plan, leaf, kept)).collect();
        let mut gates = vec![vec![GateState::NoAnswer; rows]; plan.gates.len()];
        let tally = {
            let blocks = blocks(index);
            let parts = Part::cut(&blocks, &mut nodes, &mut columns, &mut gates, extent);
            let nothing = || {
                Tally::new(plan.leaves.len(), plan.aggregates.len(), plan.gates.len(), index.periods().len())
            };
            blocks
                .into_par_iter()
                .zip(parts)
                .fold(nothing, |mut tally, (rows, mut part)| {
                    score_block(&plan, &Block::new(index, rows), &mut part, &mut tally);
                    tally
                })
                .reduce(nothing, Tally::merge)
        };
        let findings = findings::of(self, &plan, &tally, nodes.first());
        let gradings = grade(&plan, nodes.first(), &gates);
        let fingerprint = self.fingerprint().to_owned();
        let scores = Scores { index: Arc::clone(index), fingerprint, nodes, gates, gradings, findings };
        (scores, Leaves { columns: if extent == Extent::All { columns } else { Vec::new() } })
    }
}

/// The rows of one block in every result column.
#[derive(Default)]
struct Part<'a> {
    nodes: Vec<NodePart<'a>>,
    leaves: Vec<LeafPart<'a>>,
    gates: Vec<&'a mut [GateState]>,
}

struct NodePart<'a> {
    scores: &'a mut [f64],
    withheld: &'a mut [Withheld],
    coverage: &'a mut [f64],
    imputed: &'a mut [f64],
}

struct LeafPart<'a> {
    raw: &'a mut [f64],
    statuses: &'a mut [Status],
    imputed_by: &'a mut [u8],
    treated: &'a mut [f64],
    scores: &'a mut [f64],
    standings: &'a mut [Standing],
    sides: &'a mut [Option<Side>],
}

impl<'a> Part<'a> {
    fn cut(
        blocks: &[std::ops::Range<usize>],
        nodes: &'a mut [NodeScores],
        columns: &'a mut [LeafColumn],
        gates: &'a mut [Vec<GateState>],
        extent: Extent,
    ) -> Vec<Part<'a>> {
        let mut parts: Vec<Part<'a>> = blocks.iter().map(|_| Part::default()).collect();
        for node in nodes {
            let mut scores = Rest(&mut node.scores);
            let mut withheld = Rest(&mut node.withheld);
            let mut coverage = Rest(&mut node.coverage);
            let mut imputed = Rest(&mut node.imputed);
            for (part, rows) in parts.iter_mut().zip(blocks) {
                let (scores, withheld) = (scores.take(rows.len()), withheld.take(rows.len()));
                let (coverage, imputed) = (coverage.take(rows.len()), imputed.take(rows.len()));
                part.nodes.push(NodePart { scores, withheld, coverage, imputed });
            }
        }
        if extent == Extent::All {
            for column in columns {
                cut_leaf(blocks, column, &mut parts);
            }
        }
        for gate in gates {
            let mut rest = Rest(gate);
            for (part, rows) in parts.iter_mut().zip(blocks) {
                part.gates.push(rest.take(rows.len()));
            }
        }
        parts
    }
}

fn cut_leaf<'a>(blocks: &[std::ops::Range<usize>], column: &'a mut LeafColumn, parts: &mut [Part<'a>]) {
    let (mut raw, mut statuses) = (Rest(&mut column.raw), Rest(&mut column.statuses));
    let (mut imputed_by, mut treated) = (Rest(&mut column.imputed_by), Rest(&mut column.treated));
    let (mut scores, mut standings) = (Rest(&mut column.scores), Rest(&mut column.standings));
    let mut sides = Rest(&mut column.sides);
    for (part, rows) in parts.iter_mut().zip(blocks) {
        let rows = rows.len();
        part.leaves.push(LeafPart {
            raw: raw.take(rows),
            statuses: statuses.take(rows),
            imputed_by: imputed_by.take(rows),
            treated: treated.take(rows),
            scores: scores.take(rows),
            standings: standings.take(rows),
            sides: sides.take(rows),
        });
    }
}

/// What is left of a column to hand out.
struct Rest<'a, T>(&'a mut [T]);

impl<'a, T> Rest<'a, T> {
    fn take(&mut self, rows: usize) -> &'a mut [T] {
        let whole = std::mem::take(&mut self.0);
        let (taken, rest) = whole.split_at_mut(rows.min(whole.len()));
        self.0 = rest;
        taken
    }
}

fn score_block(plan: &Plan<'_>, block: &Block<'_>, part: &mut Part<'_>, tally: &mut Tally) {
    let known = plan.raw.known(plan.framework, plan.panel, &block.rows);
    let inputs = Inputs { panel: plan.panel, rows: &block.rows, indicators: &known };
    let leaves = score_leaves(plan, block, &inputs, tally);
    let mut aggregates: Vec<Option<AggregateCells>> = plan.aggregates.iter().map(|_| None).collect();
    for (at, aggregate) in plan.aggregates.iter().enumerate().rev() {
        let below = Below { leaves: &leaves, aggregates: &aggregates };
        let cells = aggregate::score(aggregate, at, &below, block, tally);
        keep_aggregate(&cells, &mut part.nodes[at]);
        aggregates[at] = Some(cells);
    }
    for (at, (gate, states)) in plan.gates.iter().zip(&mut part.gates).enumerate() {
        for (row, holds) in gate.when.holds(&inputs).into_iter().enumerate() {
            states[row] = match holds {
                Some(true) => GateState::Closed,
                Some(false) => GateState::Open,
                None => GateState::NoAnswer,
            };
            if states[row] != GateState::Open {
                tally.gate(block, at, usize::from(holds.is_none()), row);
            }
        }
    }
    for ((cells, plan), part) in leaves.iter().zip(&plan.leaves).zip(&mut part.leaves) {
        keep_leaf(cells, plan, block, part);
    }
}

/// Every indicator of a plan on a block, in the order of the plan: of a panel, and of the rows of the base.
pub(super) fn score_leaves<'a>(
    plan: &Plan<'_>,
    block: &Block<'_>,
    inputs: &Inputs<'a>,
    tally: &mut Tally,
) -> Vec<LeafCells<'a>> {
    let mut leaves = Vec::with_capacity(plan.leaves.len());
    for (at, leaf) in plan.leaves.iter().enumerate() {
        let raw = plan.raw.cells(&plan.framework.node(leaf.node).id, leaf.indicator, inputs);
        leaves.push(leaf::score(leaf, at, raw, block, tally));
    }
    leaves
}

fn keep_aggregate(cells: &AggregateCells, part: &mut NodePart<'_>) {
    part.scores.copy_from_slice(&cells.scores);
    part.withheld.copy_from_slice(&cells.withheld);
    let share = |of: f64, applicable: f64| if applicable > 0.0 { (of / applicable).min(1.0) } else { 0.0 };
    for (row, &applicable) in cells.applicable.iter().enumerate() {
        part.coverage[row] = share(cells.observed[row], applicable);
        part.imputed[row] = share(cells.imputed[row], applicable);
    }
}

fn keep_leaf(
    cells: &LeafCells<'_>,
    plan: &super::plan::LeafPlan<'_>,
    block: &Block<'_>,
    part: &mut LeafPart<'_>,
) {
    let Cells { values, statuses } = &cells.raw;
    part.raw.copy_from_slice(values);
    part.statuses.copy_from_slice(statuses);
    part.treated.copy_from_slice(&cells.treated);
    part.scores.copy_from_slice(&cells.scores);
    if let Some(by) = &cells.imputed_by {
        part.imputed_by.copy_from_slice(by);
    }
    if let Some(standings) = &cells.standings {
        part.standings.copy_from_slice(standings);
    }
    let Some(lookup) = &plan.normaliser else { return };
    for row in 0..block.len() {
        if part.standings[row].has_value() {
            let frozen = lookup.of(lookup.peer(block.rows.start + row));
            part.sides[row] = frozen.normaliser.side(cells.treated[row]);
        }
    }
}

fn empty_node(plan: &Plan<'_>, node: crate::framework::NodeId, rows: usize) -> NodeScores {
    NodeScores {
        node,
        id: plan.framework.node(node).id.clone(),
        scores: vec![0.0; rows],
        withheld: vec![Withheld::Scored; rows],
        coverage: vec![0.0; rows],
        imputed: vec![0.0; rows],
    }
}

fn empty_leaf(plan: &Plan<'_>, leaf: &super::plan::LeafPlan<'_>, rows: usize) -> LeafColumn {
    LeafColumn {
        node: leaf.node,
        id: plan.framework.node(leaf.node).id.clone(),
        raw: vec![0.0; rows],
        statuses: vec![Status::Observed; rows],
        imputed_by: vec![0; rows],
        treated: vec![0.0; rows],
        scores: vec![0.0; rows],
        standings: vec![Standing::Observed; rows],
        sides: vec![None; rows],
        is_scored: leaf.normaliser.is_some(),
    }
}

fn grade(plan: &Plan<'_>, root: Option<&NodeScores>, gates: &[Vec<GateState>]) -> Vec<Grading> {
    let parts = plan.framework.parts();
    let Some(root) = root.filter(|_| !(parts.grades.is_empty() && parts.gates.is_empty())) else {
        return Vec::new();
    };
    let cut_offs: Vec<Option<f64>> = parts.grades.iter().map(|grade| grade.from).collect();
    let ceiling = |limit: &GradeLimit| match limit {
        GradeLimit::Ceiling(grade) => Ceiling::Grade(*grade),
        GradeLimit::NotGraded => Ceiling::NotGraded,
    };
    let one = |row: usize| {
        let base = root.get(row).and_then(|score| grade_of(score, &cut_offs));
        let closed = parts.gates.iter().zip(gates).filter(|(_, states)| states[row] == GateState::Closed);
        let ceilings: Vec<Ceiling> = closed.map(|(gate, _)| ceiling(&gate.limit)).collect();
        let allowed = best_allowed(ceilings.iter().copied());
        let last = match allowed {
            Ceiling::NotGraded => FinalGrade::NotGraded,
            _ => allowed.limit(base).map_or(FinalGrade::None, FinalGrade::Grade),
        };
        Grading { base, closed: u32::try_from(ceilings.len()).unwrap_or(u32::MAX), last }
    };
    (0..plan.panel.index().len()).map(one).collect()
}
