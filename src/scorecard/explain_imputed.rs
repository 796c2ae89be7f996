//! What stands in for a missing value, worked out again for one row with the code that scored it, and every raw cell behind it.

use super::Scorecard;
use super::block::Block;
use super::explain::{Scene, cells_behind, in_words};
use super::imputed_from::{ImputedBasis, ImputedFrom, NeighbourUsed, OtherValue, OwnValue};
use super::plan::{Extent, Plan};
use super::score::with_gaps;
use super::stand_in::{Basis, Gaps, StandIn};
use crate::framework::{Indicator, NodeId, NodeKind};
use crate::imputation::{Imputer, Neighbour};
use crate::panel::Panel;
use crate::vocab::Id;

/// What stands in for an indicator in the row of a scene, and the raw cells that it rests on; `None` where nothing does.
pub(super) fn of(
    scene: &Scene<'_>,
    node: NodeId,
    indicator: &Indicator,
) -> Option<(ImputedFrom, Vec<(Id, usize)>)> {
    let step = scene.leaves.column(node)?.imputed_by(scene.row)?;
    let frozen = scene.card.indicator(scene.framework.node(node).id.as_str())?;
    let imputer = frozen.imputation.get(step)?;
    let plan = Plan::new(scene.card, scene.panel, Extent::All);
    let leaf = plan.leaves.iter().position(|leaf| leaf.node == node)?;
    let block = Block::new(scene.panel.index(), 0..scene.panel.index().len());
    with_gaps(&plan, &block, |mut gaps| {
        let found = gaps.stand_in(leaf, step, scene.row)?;
        let telling = Telling { scene, plan: &plan, gaps: &gaps, node, indicator };
        let basis = telling.basis(&found, imputer, step)?;
        let cells = telling.cells(&found, &basis, step);
        Some((ImputedFrom { step: step + 1, value: found.value, reliability: found.mark, basis }, cells))
    })
}

/// Everything that stands in for something in a panel of one unit, each with its indicator and row.
pub(super) fn all_of(card: &Scorecard, alone: &Panel) -> Vec<(NodeId, usize, ImputedFrom)> {
    let framework = card.definition().framework();
    let (scores, leaves) = card.score_with_leaves(alone);
    let plan = Plan::new(card, alone, Extent::All);
    let block = Block::new(alone.index(), 0..alone.index().len());
    with_gaps(&plan, &block, |mut gaps| {
        let mut all = Vec::new();
        for (at, leaf) in plan.leaves.iter().enumerate() {
            let (node, indicator) = (leaf.node, leaf.indicator);
            let Some(column) = leaves.column(node) else { continue };
            let Some(frozen) = card.indicator(framework.node(node).id.as_str()) else { continue };
            for row in 0..block.len() {
                let Some(step) = column.imputed_by(row) else { continue };
                let Some(found) = gaps.stand_in(at, step, row) else { continue };
                let Some(imputer) = frozen.imputation.get(step) else { continue };
                let scene = Scene { card, framework, panel: alone, row, scores: &scores, leaves: &leaves };
                let telling = Telling { scene: &scene, plan: &plan, gaps: &gaps, node, indicator };
                let basis = telling.basis(&found, imputer, step);
                all.extend(basis.map(|basis| {
                    let (value, reliability) = (found.value, found.mark);
                    (node, row, ImputedFrom { step: step + 1, value, reliability, basis })
                }));
            }
        }
        all
    })
}

struct Telling<'t> {
    scene: &'t Scene<'t>,
    plan: &'t Plan<'t>,
    gaps: &'t Gaps<'t, 't>,
    node: NodeId,
    indicator: &'t Indicator,
}

impl Telling<'_> {
    fn basis(&self, found: &StandIn, imputer: &Imputer, step: usize) -> Option<ImputedBasis> {
        let scene = self.scene;
        Some(match (imputer, &found.basis) {
            (Imputer::CarryForward { .. }, Basis::Earlier(years)) => {
                let row = scene.panel.index().lag(scene.row, i32::try_from(*years).ok()?)?;
                ImputedBasis::CarryForward { period: scene.panel.index().row(row).period }
            }
            (Imputer::LinearInterpolation { .. }, Basis::Line(line)) => {
                let own = scene.panel.index().row(scene.row).period;
                let at = |years: u32, sign: i32| Some(own.years_back(sign * i32::try_from(years).ok()?));
                ImputedBasis::LinearInterpolation {
                    before: line
                        .before
                        .and_then(|n| Some(OwnValue { period: at(n.years, 1)?, value: n.value })),
                    after: line
                        .after
                        .and_then(|n| Some(OwnValue { period: at(n.years, -1)?, value: n.value })),
                }
            }
            (Imputer::Mean { .. }, _) => ImputedBasis::Mean,
            (Imputer::Median { .. }, _) => ImputedBasis::Median,
            (Imputer::GroupMean(grouped), _) => ImputedBasis::GroupMean { group: scene.chosen(grouped).1 },
            (Imputer::GroupMedian(grouped), _) => {
                ImputedBasis::GroupMedian { group: scene.chosen(grouped).1 }
            }
            (Imputer::Ratio(grouped), Basis::Ratio { ratio, related }) => {
                let to = self.indicator.related.get(step)?.as_ref()?;
                ImputedBasis::Ratio {
                    group: scene.chosen(grouped).1,
                    ratio: *ratio,
                    related: *related,
                    to: to.text().to_owned(),
                    to_in_words: in_words(scene.framework, to),
                }
            }
            (Imputer::ByRow(frozen), Basis::Shares(shares)) => ImputedBasis::ByRow {
                centre: frozen.centre,
                others: shares
                    .iter()
                    .filter_map(|(column, share)| self.other(*column, Some(*share)))
                    .collect(),
            },
            (Imputer::NearestNeighbours(frozen), Basis::Neighbours(neighbours)) => {
                let columns = frozen.features.iter().filter_map(|feature| self.column(&feature.id));
                ImputedBasis::NearestNeighbours {
                    by: frozen.value,
                    group: scene.chosen(&frozen.groups).1,
                    neighbours: neighbours.iter().filter_map(|n| self.neighbour(n)).collect(),
                    others: columns.filter_map(|column| self.other(column, None)).collect(),
                }
            }
            (Imputer::EmNormal(_), Basis::Columns(columns)) => ImputedBasis::EmNormal {
                others: columns.iter().filter_map(|column| self.other(*column, None)).collect(),
            },
            _ => return None,
        })
    }

    /// The node of a column.
    fn node_of(&self, column: usize) -> Option<NodeId> {
        match self.plan.leaves.get(column) {
            Some(leaf) => Some(leaf.node),
            None => self.plan.imputation.sources.get(column - self.plan.leaves.len()).map(|source| source.0),
        }
    }

    fn column(&self, id: &Id) -> Option<usize> {
        let node = self.scene.framework.find(id.as_str());
        (0..self.gaps.raws.len()).find(|column| self.node_of(*column) == node)
    }

    /// The unit's value of another indicator, if it was observed.
    fn other(&self, column: usize, share: Option<f64>) -> Option<OtherValue> {
        let node = self.scene.framework.node(self.node_of(column)?);
        let NodeKind::Indicator(indicator) = &node.kind else { return None };
        let cells = &self.gaps.raws[column].cells;
        cells.statuses[self.scene.row].is_observed().then(|| OtherValue {
            id: node.id.clone(),
            name: node.name.clone(),
            measure: indicator.measure.clone(),
            value: cells.values[self.scene.row],
            share,
        })
    }

    fn neighbour(&self, neighbour: &Neighbour) -> Option<NeighbourUsed> {
        let donors = self.scene.card.donors();
        let row = donors.rows.get(neighbour.donor)?;
        let own = &self.scene.framework.node(self.node).id;
        Some(NeighbourUsed {
            unit: row.unit.clone(),
            period: row.period,
            value: donors.column(own)?.get(neighbour.donor).copied().flatten()?,
            distance: neighbour.distance,
            shared: neighbour.shared,
        })
    }

    /// The raw cells of the panel that a stand-in rests on; rows of the base that lent values are in the scorecard, not in the panel.
    fn cells(&self, found: &StandIn, basis: &ImputedBasis, step: usize) -> Vec<(Id, usize)> {
        let scene = self.scene;
        let index = scene.panel.index();
        let of_row = |row: usize| cells_behind(scene.framework, scene.panel, self.indicator, row);
        let periods = match basis {
            ImputedBasis::CarryForward { period } => vec![*period],
            ImputedBasis::LinearInterpolation { before, after } => {
                before.iter().chain(after).map(|own| own.period).collect()
            }
            _ => Vec::new(),
        };
        let mut cells: Vec<(Id, usize)> =
            periods.into_iter().filter_map(|period| index.find(0, period)).flat_map(of_row).collect();
        if let (Basis::Ratio { .. }, Some(Some(to))) = (&found.basis, self.indicator.related.get(step)) {
            cells.extend(to.cells(scene.panel, scene.row).into_iter().map(|cell| (cell.variable, cell.row)));
        }
        let others = match basis {
            ImputedBasis::ByRow { others, .. }
            | ImputedBasis::NearestNeighbours { others, .. }
            | ImputedBasis::EmNormal { others } => others.as_slice(),
            _ => &[],
        };
        for other in others {
            let node = scene.framework.find(other.id.as_str()).map(|node| &scene.framework.node(node).kind);
            if let Some(NodeKind::Indicator(indicator)) = node {
                cells.extend(cells_behind(scene.framework, scene.panel, indicator, scene.row));
            }
        }
        cells
    }
}
