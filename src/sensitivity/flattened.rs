//! An index as a weighted mean of some of its nodes: their scores, and their effective weights.
//!
//! That holds where every aggregate above them is an arithmetic mean, or where they are the children of a root that is a power mean. Where it does not, it
//! is said why, and there is no exact answer.

use super::polytope::CriterionScores;
use super::run::Analysis;
use crate::aggregation::Aggregation;
use crate::framework::{Framework, NodeId, NodeKind};
use crate::ranking::competition_ranks;
use crate::scorecard::{Leaves, Scorecard, Scores};
use crate::vocab::{Period, Text};

/// The flattened index.
pub(super) struct Flattened {
    /// Scores of the units on the nodes; transformed where the root is a power mean, which keeps the order of the mean.
    pub(super) scores: CriterionScores,
    /// The same before that, unit by unit.
    rows: Vec<Vec<Option<f64>>>,
    /// The exponent of the mean.
    power: f64,
    /// The units, numbers of the index, in the order of their rank as defined.
    pub(super) units: Vec<u32>,
    /// Their ranks as defined.
    pub(super) ranks: Vec<u32>,
    /// The nodes.
    pub(super) nodes: Vec<NodeId>,
    /// Their effective weights; the sum is 1.
    pub(super) weights: Vec<f64>,
    /// What is not exact, and why.
    pub(super) limits: Vec<Text>,
}

impl Flattened {
    /// Of the root in a period.
    ///
    /// # Errors
    /// Why it is no mean of these nodes.
    pub(super) fn of(
        analysis: &Analysis<'_>,
        card: &Scorecard,
        nodes: Vec<NodeId>,
    ) -> Result<Flattened, Text> {
        let framework = card.definition().framework();
        let (power, floor) = power_above(framework, &nodes)?;
        let (scores, leaves) = card.score_with_leaves(analysis.subject.panel);
        let period = analysis.period();
        let mut units = ranked(&scores, framework.root(), period);
        let columns: Vec<Column<'_>> = nodes
            .iter()
            .map(|node| Column { node: *node, framework, scores: &scores, leaves: &leaves })
            .collect();
        let row = |at: &usize| -> Vec<Option<f64>> {
            let raised = |score: f64| floor.map_or(score, |floor| score.max(floor));
            columns.iter().map(|column| column.get(*at).map(raised)).collect()
        };
        let mut rows: Vec<Vec<Option<f64>>> = units.iter().map(|(_, _, at)| row(at)).collect();
        let mut limits = Vec::new();
        let is_whole = |row: &Vec<Option<f64>>| row.iter().all(Option::is_some);
        let gaps = rows.iter().filter(|row| !is_whole(row)).count();
        let nested = nodes.iter().any(|node| framework.node(*node).depth > 1);
        if gaps > 0 && nested {
            limits.push(Text::new(
                format!("{gaps} 个对象有缺失的得分，各层各自重新分配权重，不能化为一个加权平均，没有列入；名次是其余对象之间的"),
                format!("{gaps} units lack scores, whose weight every level shares out anew, so that their index is no one weighted mean: they are left out, and ranks are among the rest"),
            ));
            let keep: Vec<bool> = rows.iter().map(is_whole).collect();
            let mut kept = keep.iter();
            units.retain(|_| kept.next().is_some_and(|keep| *keep));
            rows.retain(is_whole);
        } else if gaps > 0 {
            limits.push(Text::new(
                format!("{gaps} 个对象有缺失的得分，权重由有得分的部分分担；不考虑权重变动后覆盖率是否仍达到下限"),
                format!("{gaps} units lack scores, whose weight the others share; whether coverage still suffices with other weights is not looked at"),
            ));
        }
        let by_node: Vec<Vec<Option<f64>>> =
            (0..nodes.len()).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
        let by_node: Vec<&[Option<f64>]> = by_node.iter().map(Vec::as_slice).collect();
        let criteria = CriterionScores::gapped(&by_node).and_then(|scores| scores.for_power_mean(power));
        let criteria = criteria.map_err(|error| error.text())?;
        let weights: Vec<f64> = nodes.iter().map(|node| card.effective_weight(*node)).collect();
        let sum: f64 = weights.iter().sum();
        if sum.is_nan() || sum <= 0.0 {
            return Err(Text::new("这些节点没有权重", "these nodes weigh nothing"));
        }
        Ok(Flattened {
            scores: criteria,
            rows,
            power,
            ranks: units.iter().map(|(_, rank, _)| *rank).collect(),
            units: units.iter().map(|(unit, _, _)| *unit).collect(),
            nodes,
            weights: weights.into_iter().map(|weight| weight / sum).collect(),
            limits,
        })
    }

    /// The score of a unit with some weights, on the scale of the index.
    pub(super) fn score(&self, unit: usize, weights: &[f64]) -> Option<f64> {
        let pairs =
            || self.rows[unit].iter().zip(weights).filter_map(|(score, weight)| Some(((*score)?, *weight)));
        let weighed: f64 = pairs().map(|(_, weight)| weight).sum();
        let mean = |inward: &dyn Fn(f64) -> f64| {
            pairs().map(|(score, weight)| weight * inward(score)).sum::<f64>() / weighed
        };
        let score = match self.power {
            1.0 => mean(&|score| score),
            0.0 => libm::exp(mean(&libm::log)),
            p => libm::pow(mean(&|score| libm::pow(score, p)), 1.0 / p),
        };
        score.is_finite().then_some(score)
    }
}

/// The exponent of the mean above the nodes, and its floor.
fn power_above(framework: &Framework, nodes: &[NodeId]) -> Result<(f64, Option<f64>), Text> {
    let root = framework.root();
    let at_root = nodes.iter().all(|node| framework.node(*node).parent == Some(root));
    if let (true, NodeKind::Aggregate(aggregate)) = (at_root, &framework.node(root).kind) {
        match &aggregate.aggregation {
            Aggregation::Geometric { floor, .. } => return Ok((0.0, *floor)),
            Aggregation::Harmonic { floor, .. } => return Ok((-1.0, *floor)),
            Aggregation::PowerMean { power, floor, .. } => return Ok((*power, *floor)),
            _ => {}
        }
    }
    for node in nodes {
        let above = std::iter::successors(framework.node(*node).parent, |at| framework.node(*at).parent);
        for at in above {
            let known = framework.node(at);
            let NodeKind::Aggregate(aggregate) = &known.kind else { continue };
            if !matches!(aggregate.aggregation, Aggregation::Arithmetic {}) {
                let how = aggregate.aggregation.name();
                return Err(Text::new(
                    format!(
                        "“{}”的合成方法是{}，指数不是这些节点的加权平均，没有确定的结论",
                        known.name.zh, how.zh
                    ),
                    format!(
                        "{} is made by {}, so that the index is no weighted mean of these nodes: there are no exact answers",
                        known.name.en, how.en
                    ),
                ));
            }
        }
    }
    Ok((1.0, None))
}

/// Units with a score in a period: number, rank and row, in the order of their rank, then of the index.
fn ranked(scores: &Scores, root: NodeId, period: Period) -> Vec<(u32, u32, usize)> {
    let Some(column) = scores.node(root) else { return Vec::new() };
    let rows: Vec<usize> = scores.index().rows_in(period).collect();
    let asked: Vec<Option<f64>> = rows.iter().map(|row| column.get(*row)).collect();
    let ranks = competition_ranks(&asked);
    let scored =
        rows.iter().zip(ranks).filter_map(|(row, rank)| Some((scores.index().row(*row).unit, rank?, *row)));
    let mut units: Vec<(u32, u32, usize)> = scored.collect();
    units.sort_by_key(|(unit, rank, _)| (*rank, *unit));
    units
}

struct Column<'a> {
    node: NodeId,
    framework: &'a Framework,
    scores: &'a Scores,
    leaves: &'a Leaves,
}

impl Column<'_> {
    fn get(&self, row: usize) -> Option<f64> {
        match &self.framework.node(self.node).kind {
            NodeKind::Aggregate(_) => self.scores.node(self.node)?.get(row),
            NodeKind::Indicator(_) => self.leaves.column(self.node)?.score(row),
        }
    }
}
