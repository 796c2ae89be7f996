//! Scoring a panel: blocks of whole units in parallel, each going from variables up to the root, written in place.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::adjustment::{AdjustmentPart, adjust};
use super::aggregate::{self, AggregateCells, Below};
use super::block::{Block, blocks};
use super::leaf::{self, LeafCells};
use super::plan::{Extent, Plan};
use super::raw::Raw;
use super::scores::{
    Adjusted, AdjustmentColumn, FinalGrade, GateState, Grading, LeafColumn, Leaves, NodeScores, Scores,
    Standing, Withheld,
};
use super::screening::{self, ScreenedUnit};
use super::stand_in::Gaps;
use super::tally::Tally;
use super::{Scorecard, findings};
use crate::framework::{Cells, GradeLimit, GradedScore, Inputs};
use crate::imputation::Reliability;
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
        let looks = plan.framework.parts().screening.looks_at_units();
        let mut screened = vec![ScreenedUnit::default(); if looks { rows } else { 0 }];
        let items = plan.framework.parts().adjustments.len();
        let mut adjustments: Vec<AdjustmentColumn> =
            (0..items).map(|_| AdjustmentColumn::empty(rows)).collect();
        let mut adjusted = vec![Adjusted::default(); if items > 0 { rows } else { 0 }];
        let tally = {
            let blocks = blocks(index);
            let mut parts = Part::cut(&blocks, &mut nodes, &mut columns, &mut gates, &mut screened, extent);
            cut_adjustments(&blocks, &mut adjustments, &mut adjusted, &mut parts);
            let nothing = || {
                Tally::new(plan.leaves.len(), plan.aggregates.len(), plan.gates.len(), index.periods().len())
                    .with_adjustments(items)
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
        let mut findings = findings::of(self, &plan, &tally, nodes.first());
        if looks {
            findings.extend(screening::of_scores(plan.framework, index, &screened));
        }
        let gradings = grade(&plan, nodes.first(), &adjusted, &gates);
        let fingerprint = self.fingerprint().to_owned();
        let index = Arc::clone(index);
        let scores =
            Scores { index, fingerprint, nodes, gates, adjustments, adjusted, gradings, screened, findings };
        (scores, Leaves { columns: if extent == Extent::All { columns } else { Vec::new() } })
    }
}

/// The rows of one block in every result column.
#[derive(Default)]
struct Part<'a> {
    nodes: Vec<NodePart<'a>>,
    leaves: Vec<LeafPart<'a>>,
    gates: Vec<&'a mut [GateState]>,
    screened: Option<&'a mut [ScreenedUnit]>,
    adjustments: AdjustmentPart<'a>,
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
    marks: &'a mut [Option<Reliability>],
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
        screened: &'a mut [ScreenedUnit],
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
        if !screened.is_empty() {
            let mut rest = Rest(screened);
            for (part, rows) in parts.iter_mut().zip(blocks) {
                part.screened = Some(rest.take(rows.len()));
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
    let (mut sides, mut marks) = (Rest(&mut column.sides), Rest(&mut column.marks));
    for (part, rows) in parts.iter_mut().zip(blocks) {
        let rows = rows.len();
        part.leaves.push(LeafPart {
            raw: raw.take(rows),
            statuses: statuses.take(rows),
            imputed_by: imputed_by.take(rows),
            marks: marks.take(rows),
            treated: treated.take(rows),
            scores: scores.take(rows),
            standings: standings.take(rows),
            sides: sides.take(rows),
        });
    }
}

fn cut_adjustments<'a>(
    blocks: &[std::ops::Range<usize>],
    columns: &'a mut [AdjustmentColumn],
    adjusted: &'a mut [Adjusted],
    parts: &mut [Part<'a>],
) {
    if columns.is_empty() {
        return;
    }
    for column in columns {
        let (mut points, mut states) = (Rest(&mut column.points), Rest(&mut column.states));
        for (part, rows) in parts.iter_mut().zip(blocks) {
            part.adjustments.items.push((points.take(rows.len()), states.take(rows.len())));
        }
    }
    let mut adjusted = Rest(adjusted);
    for (part, rows) in parts.iter_mut().zip(blocks) {
        part.adjustments.adjusted = adjusted.take(rows.len());
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
    if let Some(screened) = &mut part.screened {
        screening::screen_block(plan, &leaves, block, screened);
    }
    let is_out = |row: usize| part.screened.as_ref().is_some_and(|units| units[row].verdict.is_out());
    let out: Option<Vec<bool>> = part.screened.as_ref().map(|_| (0..block.len()).map(is_out).collect());
    let mut aggregates: Vec<Option<AggregateCells>> = plan.aggregates.iter().map(|_| None).collect();
    for (at, aggregate) in plan.aggregates.iter().enumerate().rev() {
        let below = Below { leaves: &leaves, aggregates: &aggregates, out: out.as_deref() };
        let cells = aggregate::score(aggregate, at, &below, block, tally);
        keep_aggregate(&cells, &mut part.nodes[at]);
        aggregates[at] = Some(cells);
    }
    if let Some(screened) = &mut part.screened {
        for node in &mut part.nodes {
            screening::withhold(screened, node.scores, node.withheld);
        }
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
    if !part.adjustments.items.is_empty() {
        let root = aggregates.first().and_then(Option::as_ref);
        let screened = part.screened.as_deref();
        let is_out = |row: usize| screened.is_some_and(|units| units[row].verdict.is_out());
        let base = |row: usize| {
            root.filter(|r| r.withheld[row] == Withheld::Scored && !is_out(row)).map(|r| r.scores[row])
        };
        adjust(plan.framework.parts(), &inputs, block, base, &mut part.adjustments, tally);
    }
    for ((cells, plan), part) in leaves.iter().zip(&plan.leaves).zip(&mut part.leaves) {
        keep_leaf(cells, plan, block, part);
    }
}

/// Every indicator of a plan on a block, in the order of the plan: of a panel, and of the rows of the base. All raw values come first, as
/// gaps may be filled from other indicators.
pub(super) fn score_leaves<'a>(
    plan: &Plan<'_>,
    block: &Block<'_>,
    inputs: &Inputs<'a>,
    tally: &mut Tally,
) -> Vec<LeafCells<'a>> {
    let mut raws = raws(plan, inputs);
    let related = related(plan, inputs);
    let mut gaps = Gaps::new(plan, block, &raws, &related);
    let stand_ins: Vec<_> = (0..plan.leaves.len()).map(|leaf| gaps.fill(leaf)).collect();
    raws.truncate(plan.leaves.len());
    let leaves = plan.leaves.iter().zip(raws).zip(stand_ins).enumerate();
    leaves.map(|(at, ((leaf, raw), stand_ins))| leaf::score(leaf, at, raw, stand_ins, block, tally)).collect()
}

/// The gaps of a block, for whoever wants to know what stands in for a single one.
pub(super) fn with_gaps<T>(plan: &Plan<'_>, block: &Block<'_>, look: impl FnOnce(Gaps<'_, '_>) -> T) -> T {
    let known = plan.raw.known(plan.framework, plan.panel, &block.rows);
    let inputs = Inputs { panel: plan.panel, rows: &block.rows, indicators: &known };
    let (raws, related) = (raws(plan, &inputs), related(plan, &inputs));
    look(Gaps::new(plan, block, &raws, &related))
}

/// The raw values of each leaf, then of each indicator that only serves as a source.
fn raws<'a>(plan: &Plan<'_>, inputs: &Inputs<'a>) -> Vec<Raw<'a>> {
    let leaves = plan.leaves.iter().map(|leaf| (leaf.node, leaf.indicator));
    let all = leaves.chain(plan.imputation.sources.iter().copied());
    all.map(|(node, indicator)| plan.raw.cells(&plan.framework.node(node).id, indicator, inputs)).collect()
}

/// What steps are related to, by leaf and step.
fn related<'a>(plan: &Plan<'_>, inputs: &Inputs<'a>) -> BTreeMap<(usize, usize), Cells<'a>> {
    let mut related = BTreeMap::new();
    for (at, leaf) in plan.leaves.iter().enumerate() {
        for (step, formula) in leaf.indicator.related.iter().enumerate() {
            if let Some(formula) = formula {
                let cells = plan.raw.related(plan.framework, leaf.node, step, formula, inputs);
                related.insert((at, step), cells);
            }
        }
    }
    related
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
    if let Some(stand_ins) = &cells.stand_ins {
        part.imputed_by.copy_from_slice(&stand_ins.by);
        part.marks.copy_from_slice(&stand_ins.marks);
        for (row, by) in stand_ins.by.iter().enumerate() {
            part.raw[row] = if *by > 0 { stand_ins.values[row] } else { part.raw[row] };
        }
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
        marks: vec![None; rows],
        treated: vec![0.0; rows],
        scores: vec![0.0; rows],
        standings: vec![Standing::Observed; rows],
        sides: vec![None; rows],
        is_scored: leaf.normaliser.is_some(),
    }
}

fn grade(
    plan: &Plan<'_>,
    root: Option<&NodeScores>,
    adjusted: &[Adjusted],
    gates: &[Vec<GateState>],
) -> Vec<Grading> {
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
        let adjusted = match parts.adjusting.grade {
            GradedScore::Base => None,
            GradedScore::Adjusted => {
                adjusted.get(row).and_then(|of_row| of_row.score).and_then(|score| grade_of(score, &cut_offs))
            }
        };
        let last = match allowed {
            Ceiling::NotGraded => FinalGrade::NotGraded,
            _ => allowed.limit(adjusted.or(base)).map_or(FinalGrade::None, FinalGrade::Grade),
        };
        Grading { base, adjusted, closed: u32::try_from(ceilings.len()).unwrap_or(u32::MAX), last }
    };
    (0..plan.panel.index().len()).map(one).collect()
}
