//! The way up: which scores a raw cell can change.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Scorecard;
use super::explain::{alone, cells_behind};
use crate::diagnostic::Diagnostic;
use crate::framework::{Framework, Lifecycle, NodeId};
use crate::imputation::Imputer;
use crate::panel::Panel;
use crate::vocab::{Id, Period};

/// A score that a raw cell can change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Touch {
    /// The period of the score.
    pub period: Period,
    /// The indicator, or an aggregate above it.
    pub node: Id,
}

/// Every score of the unit that the cell of a variable in a period can change: indicators that read it, in that or later periods,
/// those that could carry a value forward from it, and all aggregates above them that it weighs in. By period, then in the order of the tree. What
/// the base determined is not among them: a frozen parameter never changes.
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
    let mut touched: BTreeSet<(Period, NodeId)> = BTreeSet::new();
    for (node, known, indicator) in framework.indicators() {
        if indicator.status == Lifecycle::Retired {
            continue;
        }
        let reads: Vec<bool> = (0..index.len())
            .map(|row| {
                let behind = cells_behind(framework, &alone.panel, indicator, row);
                behind.iter().any(|(id, at)| id.as_str() == variable && *at == alone.row)
            })
            .collect();
        let reach = carried(card, known.id.as_str());
        for row in 0..index.len() {
            let earlier = (0..=reach).filter_map(|years| index.lag(row, years));
            if earlier.into_iter().any(|at| reads[at]) {
                above(framework, card, node, index.row(row).period, &mut touched);
            }
        }
    }
    let named = |(period, node): (Period, NodeId)| Touch { period, node: framework.node(node).id.clone() };
    Ok(touched.into_iter().map(named).collect())
}

/// How many years a value of the indicator may be carried forward.
fn carried(card: &Scorecard, id: &str) -> i32 {
    let steps = card.indicator(id).map_or(&[][..], |frozen| &frozen.imputation);
    let ages = steps.iter().filter_map(|step| match step {
        Imputer::CarryForward { max_age } => i32::try_from(*max_age).ok(),
        Imputer::GroupMedian(_) => None,
    });
    ages.max().unwrap_or(0)
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
