//! The way up: which scores a raw cell can change.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Scorecard;
use super::explain::{Alone, alone, cells_behind};
use super::scores::Leaves;
use crate::diagnostic::Diagnostic;
use crate::framework::{CellRef, Framework, Indicator, Lifecycle, NodeId};
use crate::imputation::{Imputation, Later};
use crate::panel::Panel;
use crate::vocab::{Id, Period};

/// No data reach back farther in years.
const FARTHEST: i32 = 10_000;

/// A score that a raw cell can change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Touch {
    /// The period of the score.
    pub period: Period,
    /// The indicator, or an aggregate above it.
    pub node: Id,
}

/// Every score of the unit that the cell of a variable in a period can change: indicators that read it, in that or later periods, those that
/// it could stand in for (a value carried to other periods; a gap filled from other indicators or something related), and all aggregates above
/// them that it weighs in. By period, then in the order of the tree. What the base determined is not among them: a frozen parameter never
/// changes.
///
/// # Errors
/// When the panel has no such unit, or no row of it in that period.
pub fn touches(
    card: &Scorecard,
    panel: &Panel,
    unit: &str,
    period: Period,
    variable: &str,
) -> Result<Vec<Touch>, Vec<Diagnostic>> {
    let framework = card.definition().framework();
    let alone = alone(panel, unit, period).map_err(|problem| vec![*problem])?;
    let index = alone.panel.index();
    let mut cell = Cell {
        framework,
        alone: &alone,
        variable,
        leaves: &card.score_with_leaves(&alone.panel).1,
        reads: BTreeMap::new(),
    };
    cell.gather();
    let mut touched: BTreeSet<(Period, NodeId)> = BTreeSet::new();
    for (node, known, indicator) in framework.indicators() {
        let steps = card.indicator(known.id.as_str()).map_or(0, |frozen| frozen.imputation.len());
        for row in 0..index.len() {
            let stands_in = || {
                indicator
                    .missing
                    .iter()
                    .take(steps)
                    .enumerate()
                    .any(|(at, step)| cell.serves(node, indicator, (at, step), row))
            };
            if cell.is_read(node, row) || stands_in() {
                above(framework, card, node, index.row(row).period, &mut touched);
            }
        }
    }
    let named = |(period, node): (Period, NodeId)| Touch { period, node: framework.node(node).id.clone() };
    Ok(touched.into_iter().map(named).collect())
}

/// The cell that is asked about, and which indicators read it in which rows of the unit.
struct Cell<'c> {
    framework: &'c Framework,
    alone: &'c Alone,
    variable: &'c str,
    leaves: &'c Leaves,
    reads: BTreeMap<NodeId, Vec<bool>>,
}

impl Cell<'_> {
    fn gather(&mut self) {
        for (node, _, indicator) in self.framework.indicators() {
            if indicator.status == Lifecycle::Retired {
                continue;
            }
            let reads = |row: usize| {
                let behind = cells_behind(self.framework, &self.alone.panel, indicator, row);
                behind.iter().any(|(id, at)| id.as_str() == self.variable && *at == self.alone.row)
            };
            let reads = (0..self.alone.panel.index().len()).map(reads).collect();
            self.reads.insert(node, reads);
        }
    }

    fn is_read(&self, node: NodeId, row: usize) -> bool {
        self.reads.get(&node).is_some_and(|rows| rows[row])
    }

    /// Whether a step could fill the gap of a row with what the cell gives.
    fn serves(
        &self,
        node: NodeId,
        indicator: &Indicator,
        (at, step): (usize, &Imputation),
        row: usize,
    ) -> bool {
        let index = self.alone.panel.index();
        match step {
            Imputation::CarryForward { max_age } => {
                let years = i32::try_from(*max_age).unwrap_or(i32::MAX).min(FARTHEST);
                (1..=years)
                    .filter_map(|years| index.lag(row, years))
                    .any(|earlier| self.is_read(node, earlier))
            }
            Imputation::LinearInterpolation { later, .. } => {
                let last = self.framework.parts().base.iter().max();
                let period = |row: usize| index.row(row).period;
                let may =
                    |other: &usize| *other < row || *later == Later::Allowed || Some(&period(*other)) <= last;
                self.is_gap(node, row)
                    && (0..index.len())
                        .filter(|other| *other != row && may(other))
                        .any(|other| self.is_read(node, other))
            }
            Imputation::Ratio { .. } => {
                let related = indicator.related.get(at).and_then(Option::as_ref);
                let is_it =
                    |cell: &CellRef| cell.variable.as_str() == self.variable && cell.row == self.alone.row;
                self.is_gap(node, row)
                    && related.is_some_and(|related| related.cells(&self.alone.panel, row).iter().any(is_it))
            }
            _ => {
                self.is_gap(node, row)
                    && self
                        .framework
                        .imputation_others(node, step)
                        .iter()
                        .any(|other| self.is_read(*other, row))
            }
        }
    }

    fn is_gap(&self, node: NodeId, row: usize) -> bool {
        self.leaves.column(node).is_some_and(|column| column.raw(row).is_none())
    }
}

/// The node, and every aggregate above it as long as the node on the way weighs something.
fn above(
    framework: &Framework,
    card: &Scorecard,
    node: NodeId,
    period: Period,
    touched: &mut BTreeSet<(Period, NodeId)>,
) {
    let mut at = node;
    touched.insert((period, at));
    while let Some(parent) = framework.node(at).parent {
        if card.share(at) <= 0.0 {
            return;
        }
        touched.insert((period, parent));
        at = parent;
    }
}
