//! From the rows of the base up the tree, with the same code that scores a panel: at each aggregate the children's scores in the base are known,
//! what the aggregate freezes from them is determined, and with it its own score.
//!
//! What an aggregate can freeze this way is gathered in [`freeze_aggregate`]; a new kind is one more line there and one more field of
//! [`FrozenAggregate`].

use super::aggregate::{self, AggregateCells, Below};
use super::block::Block;
use super::finding::Finding;
use super::frozen::{FrozenAggregate, FrozenIndicator, FrozenWeight};
use super::leaf::LeafCells;
use super::plan::{AggregatePlan, Parameters, Plan, Slot};
use super::rows::BaseRows;
use super::score::score_leaves;
use super::scores::Withheld;
use super::tally::Tally;
use super::{Scorecard, frontier, screening, weights};
use crate::diagnostic::Diagnostic;
use crate::framework::{Aggregate, Framework, Inputs, NodeId};
use crate::imputation::Donors;
use crate::panel::Panel;
use crate::vocab::Text;

/// The scores of an aggregate's children in the rows of the base: what everything that an aggregate freezes is determined from.
pub(super) struct BaseScores {
    /// The children that count, in the order written.
    pub(super) children: Vec<NodeId>,
    /// A column of scores for each child, one entry for each row of the base in which all of them have a score; rows in the order of unit
    /// id and period.
    pub(super) columns: Vec<Vec<f64>>,
    /// The rows themselves, as the panel of the base rows counts them.
    pub(super) rows: Vec<usize>,
    /// The period of each row, numbered.
    pub(super) periods: Vec<u32>,
    /// Rows of the base in which one of them has no score.
    pub(super) left_out: u64,
    /// For each child, rows of the base in which it has none.
    pub(super) lacking: Vec<u64>,
}

/// What the aggregates of a framework have after a fit.
pub(super) struct FrozenTree {
    /// One for each node.
    pub(super) weights: Vec<FrozenWeight>,
    /// Those of which the base determined something, in the order of the tree.
    pub(super) aggregates: Vec<FrozenAggregate>,
}

/// Freezes what the aggregates take from the base, from the leaves to the root. Without rows nothing does, and the weights are those of the
/// definition.
pub(super) fn freeze_tree(
    framework: &Framework,
    rows: Option<&BaseRows>,
    indicators: &[FrozenIndicator],
    donors: &Donors,
    findings: &mut Vec<Finding>,
) -> Result<FrozenTree, Vec<Diagnostic>> {
    let shares = screening::shares(framework, &screening::excluded(framework, indicators));
    let nodes = framework.nodes().iter().zip(shares);
    let mut weights: Vec<FrozenWeight> =
        nodes.map(|(node, share)| FrozenWeight { id: node.id.clone(), share }).collect();
    let Some(rows) = rows.filter(|_| framework.aggregates().any(|(_, _, a)| takes_from_base(framework, a)))
    else {
        return Ok(FrozenTree { weights, aggregates: Vec::new() });
    };
    let mut aggregates = Vec::new();
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let panel = rows.panel();
    let out = screening::excluded(framework, indicators);
    let all = Parameters { framework, indicators, weights: &[], aggregates: &[], donors };
    walk(&all, &panel, |node, aggregate, base| {
        let mut frozen_here = None;
        if takes_from_base(framework, aggregate) && !out[node.0] {
            match freeze_aggregate(framework, node, aggregate, base, &mut weights, &mut found) {
                Ok(frozen) => {
                    frozen_here = Some(frozen.clone());
                    aggregates.push(frozen);
                }
                Err(mut more) => {
                    problems.append(&mut more);
                    return None;
                }
            }
        }
        Some((weights.clone(), frozen_here))
    });
    if !problems.is_empty() {
        problems.reverse();
        return Err(problems);
    }
    aggregates.reverse();
    found.reverse();
    findings.append(&mut found.into_iter().flatten().collect());
    Ok(FrozenTree { weights, aggregates })
}

/// The children's scores in the base of every aggregate that takes something from it, by a scorecard that is finished; and what each row of
/// the base is called.
pub(super) fn base_scores(card: &Scorecard, rows: &BaseRows) -> (Vec<(NodeId, BaseScores)>, Vec<Text>) {
    let mut all = Vec::new();
    let panel = rows.panel();
    let known = Parameters::of(card);
    walk(&known, &panel, |node, aggregate, base| {
        if takes_from_base(known.framework, aggregate) {
            all.push((node, base()));
        }
        let id = &known.framework.node(node).id;
        let frozen = known.aggregates.iter().find(|frozen| frozen.id == *id);
        Some((known.weights.to_vec(), frozen.cloned()))
    });
    all.reverse();
    let index = panel.index();
    let label = |row: usize| Text::same(format!("{} {}", index.unit(row).id, index.row(row).period));
    (all, (0..index.len()).map(label).collect())
}

/// Whether the base determines something of an aggregate.
fn takes_from_base(framework: &Framework, aggregate: &Aggregate) -> bool {
    let by_data = |child: &NodeId| framework.node(*child).weight.is_none();
    aggregate.aggregation.needs_rows() || aggregate.children.iter().any(by_data)
}

/// What one aggregate freezes from its children's scores in the base; the shares go into `weights`.
fn freeze_aggregate(
    framework: &Framework,
    node: NodeId,
    aggregate: &Aggregate,
    base: &dyn Fn() -> BaseScores,
    weights: &mut [FrozenWeight],
    findings: &mut Vec<Vec<Finding>>,
) -> Result<FrozenAggregate, Vec<Diagnostic>> {
    let base = base();
    let id = framework.node(node).id.clone();
    let mut frozen = FrozenAggregate { id, weighting: None, frontier: None };
    let mut found = Vec::new();
    if aggregate.children.iter().any(|child| framework.node(*child).weight.is_none()) {
        let (shares, facts) = weights::freeze(framework, node, aggregate, &base, &mut found)
            .map_err(|problem| vec![*problem])?;
        for (child, share) in base.children.iter().zip(shares) {
            weights[child.0].share = share;
        }
        frozen.weighting = Some(facts);
    }
    if aggregate.aggregation.needs_rows() {
        let frontier = frontier::freeze(framework, node, aggregate, &base, &mut found);
        frozen.frontier = Some(frontier.map_err(|problem| vec![*problem])?);
    }
    findings.push(found);
    Ok(frozen)
}

/// What is known at an aggregate: the weights by then, and what it froze itself.
type Known = (Vec<FrozenWeight>, Option<FrozenAggregate>);

/// Goes up the tree over the rows of the base. At each aggregate `visit` gets the children's scores, if it asks for them, and answers with the
/// weights known by then; `None` when they cannot be known: then nothing above is visited either.
fn walk(
    known: &Parameters<'_>,
    panel: &Panel,
    mut visit: impl FnMut(NodeId, &Aggregate, &dyn Fn() -> BaseScores) -> Option<Known>,
) {
    let framework = known.framework;
    let (plan, slots) = Plan::of_base(known, panel);
    let out = screening::excluded(framework, known.indicators);
    let index = panel.index();
    let block = Block::new(index, 0..index.len());
    let list: Vec<(NodeId, &Aggregate)> = framework.aggregates().map(|(id, _, a)| (id, a)).collect();
    // What is counted here is counted again when the base is scored.
    let mut tally = Tally::new(plan.leaves.len(), list.len(), 0, index.periods().len());
    let referenced = plan.raw.known(framework, panel, &block.rows);
    let inputs = Inputs { panel, rows: &block.rows, indicators: &referenced };
    let leaves = score_leaves(&plan, &block, &inputs, &mut tally);
    let mut aggregates: Vec<Option<AggregateCells>> = list.iter().map(|_| None).collect();
    for (at, (node, aggregate)) in list.into_iter().enumerate().rev() {
        let below = Below { leaves: &leaves, aggregates: &aggregates, out: None };
        let is_known = |child: &NodeId| match slots[child.0] {
            Some(Slot::Aggregate(below)) => aggregates[below].is_some(),
            _ => true,
        };
        if !aggregate.children.iter().all(is_known) {
            continue;
        }
        let gathered = || gather(framework, panel, aggregate, &below, (&slots, &out));
        let Some((weights, frozen)) = visit(node, aggregate, &gathered) else { continue };
        let parameters = Parameters { weights: &weights, aggregates: frozen.as_slice(), ..*known };
        let own = AggregatePlan::new(node, aggregate, &parameters, &slots);
        let cells = aggregate::score(&own, at, &below, &block, &mut tally);
        aggregates[at] = Some(cells);
    }
}

fn gather(
    framework: &Framework,
    panel: &Panel,
    aggregate: &Aggregate,
    below: &Below<'_, '_>,
    (slots, out): (&[Option<Slot>], &[bool]),
) -> BaseScores {
    let mut children = weights::counting(framework, aggregate);
    children.retain(|child| !out[child.0]);
    let own: Vec<Option<Scored<'_>>> =
        children.iter().map(|child| slots[child.0].and_then(|slot| scored(slot, below))).collect();
    let base = &framework.parts().base;
    let index = panel.index();
    let mut scores = BaseScores {
        lacking: vec![0; children.len()],
        columns: children.iter().map(|_| Vec::new()).collect(),
        children,
        rows: Vec::new(),
        periods: Vec::new(),
        left_out: 0,
    };
    for (row, known) in index.rows().iter().enumerate() {
        if !base.contains(&known.period) {
            continue;
        }
        let has = |child: &Option<Scored<'_>>| child.as_ref().is_some_and(|child| (child.has)(row));
        if !own.iter().all(has) {
            scores.left_out += 1;
            for (lacking, child) in scores.lacking.iter_mut().zip(&own) {
                *lacking += u64::from(!has(child));
            }
            continue;
        }
        for (column, child) in scores.columns.iter_mut().zip(&own) {
            column.extend(child.as_ref().map(|child| child.scores[row]));
        }
        scores.rows.push(row);
        let number = index.periods().binary_search(&known.period).unwrap_or(0);
        scores.periods.push(u32::try_from(number).unwrap_or(u32::MAX));
    }
    scores
}

/// The scores of a child, and which rows have one.
struct Scored<'b> {
    scores: &'b [f64],
    has: Box<dyn Fn(usize) -> bool + 'b>,
}

fn scored<'b>(slot: Slot, below: &'b Below<'_, '_>) -> Option<Scored<'b>> {
    match slot {
        Slot::Leaf(at) => {
            let leaf: &LeafCells<'_> = below.leaves.get(at)?;
            let has = |row: usize| leaf.standings.as_ref().is_none_or(|known| known[row].has_value());
            Some(Scored { scores: &leaf.scores, has: Box::new(has) })
        }
        Slot::Aggregate(at) => {
            let cells = below.aggregates.get(at)?.as_ref()?;
            let has = |row: usize| cells.withheld[row] == Withheld::Scored;
            Some(Scored { scores: &cells.scores, has: Box::new(has) })
        }
    }
}
