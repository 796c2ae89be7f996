//! The rows of the base, kept only where something looks at several indicators together: weights from data, an imputation from a row's other
//! indicators. Not the scores: those come later, when what stands before them is frozen. Read next: `base_scores`.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::block::Block;
use super::raw::related_id;
use super::summary::attributes;
use crate::framework::{Formula, Framework, Indicator, Lifecycle};
use crate::imputation::{DonorAttribute, DonorColumn, DonorRow, Donors};
use crate::normalisation::{PERIOD, REFERENCE};
use crate::panel::{Attribute, Column, Index, Panel, Status, UnitEntry};
use crate::vocab::{Id, Period};

/// What the rows hold, decided by the definition alone.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// The attributes that any step of any indicator groups by.
    attributes: Vec<Id>,
    /// Indicators but retired ones, in the order of the tree; then what steps of their missing policies are related to.
    indicators: Vec<Id>,
    /// Which rows beside those of the base are kept.
    reach: Reach,
}

/// Which rows of a unit with rows in the base are kept beside those, for imputations that look at its other periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// None.
    Base,
    /// All up to the last period of the base.
    Earlier,
    /// All: only where a card says that later values may be used.
    Any,
}

impl Shape {
    /// `None`: nothing needs rows, and none are kept.
    pub(super) fn of(framework: &Framework) -> Option<Shape> {
        if !framework.needs_rows() {
            return None;
        }
        let mut named: BTreeSet<Id> = BTreeSet::new();
        let mut reach = Reach::Base;
        let mut indicators = Vec::new();
        for (_, node, indicator) in framework.indicators().filter(|(_, _, i)| i.status != Lifecycle::Retired)
        {
            named.extend(attributes(indicator));
            reach = reach.max(reach_of(indicator));
            indicators.push(node.id.clone());
        }
        // A row says its period and its unit itself.
        named.retain(|id| ![PERIOD, REFERENCE].contains(&id.as_str()));
        indicators.extend(related(framework).map(|(id, _)| id));
        Some(Shape { attributes: named.into_iter().collect(), indicators, reach })
    }

    /// The rows of a block that are kept, without their cells; none for a block without rows of the base. Whole units are in a block.
    pub(super) fn rows(
        &self,
        framework: &Framework,
        panel: &Panel,
        block: &Block<'_>,
    ) -> Vec<(usize, BaseRow)> {
        let base = &framework.parts().base;
        let last = base.iter().max();
        let mut kept = Vec::new();
        let mut from = 0;
        while from < block.len() {
            let unit = panel.index().row(block.rows.start + from).unit;
            let until = (from..block.len())
                .find(|row| panel.index().row(block.rows.start + row).unit != unit)
                .unwrap_or(block.len());
            let period = |row: usize| panel.index().row(block.rows.start + row).period;
            let is_based = (from..until).any(|row| base.contains(&period(row)));
            let wanted = |row: &usize| {
                base.contains(&period(*row))
                    || match self.reach {
                        Reach::Base => false,
                        Reach::Earlier => Some(&period(*row)) <= last,
                        Reach::Any => true,
                    }
            };
            if is_based {
                let row = |row: usize| (row, self.row(panel, block.rows.start + row));
                kept.extend((from..until).filter(wanted).map(row));
            }
            from = until;
        }
        kept
    }

    fn row(&self, panel: &Panel, row: usize) -> BaseRow {
        let value =
            |id: &Id| panel.attribute(id.as_str()).and_then(|column| column.get(row)).map(str::to_owned);
        BaseRow {
            unit: panel.index().unit(row).id.clone(),
            period: panel.index().row(row).period,
            attributes: self.attributes.iter().map(value).collect(),
            cells: Vec::with_capacity(self.indicators.len()),
        }
    }

    /// Puts rows that were gathered anywhere into their one order.
    pub(super) fn gathered(self, mut rows: Vec<BaseRow>) -> BaseRows {
        rows.sort_by(BaseRow::order);
        BaseRows { attributes: self.attributes, indicators: self.indicators, rows }
    }
}

/// What steps of missing policies are related to, in the order of the tree, each with the name under which rows keep it.
pub(super) fn related(framework: &Framework) -> impl Iterator<Item = (Id, &Formula)> {
    let kept = framework.indicators().filter(|(_, _, indicator)| indicator.status != Lifecycle::Retired);
    kept.flat_map(move |(node, _, indicator)| {
        let steps = indicator.related.iter().enumerate();
        steps.filter_map(move |(step, formula)| Some((related_id(framework, node, step)?, formula.as_ref()?)))
    })
}

/// How far an indicator's missing policy looks beyond a row.
fn reach_of(indicator: &Indicator) -> Reach {
    let step = |step: &crate::imputation::Imputation| match (step.looks_ahead(), step.looks_back()) {
        (true, _) => Reach::Any,
        (false, true) => Reach::Earlier,
        (false, false) => Reach::Base,
    };
    indicator.missing.iter().map(step).max().unwrap_or(Reach::Base)
}

/// The raw values of all indicators (after formula, applicability and valid range, before imputation) in the rows of the base, ordered by
/// unit id and period; with them the unit's rows of other periods that an imputation may look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BaseRows {
    attributes: Vec<Id>,
    indicators: Vec<Id>,
    rows: Vec<BaseRow>,
}

/// One unit in one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BaseRow {
    unit: String,
    period: Period,
    attributes: Vec<Option<String>>,
    cells: Vec<Cell>,
}

/// A value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Cell {
    Observed(f64),
    Missing(Status),
}

impl Cell {
    fn observed(&self) -> Option<f64> {
        match self {
            Cell::Observed(value) => Some(*value),
            Cell::Missing(_) => None,
        }
    }
}

impl BaseRow {
    /// Adds the cell of the next indicator.
    pub(super) fn push(&mut self, value: f64, status: Status) {
        self.cells.push(if status.is_observed() { Cell::Observed(value) } else { Cell::Missing(status) });
    }

    fn order(&self, other: &BaseRow) -> Ordering {
        self.unit.cmp(&other.unit).then(self.period.cmp(&other.period))
    }
}

impl BaseRows {
    /// The rows of both, in order.
    pub(super) fn merge(mut self, other: BaseRows) -> BaseRows {
        self.rows.extend(other.rows);
        self.rows.sort_by(BaseRow::order);
        self
    }

    /// The rows of the base alone as donors, with these indicators and attributes.
    pub(super) fn donors(&self, base: &[Period], indicators: &[Id], attributes: &[Id]) -> Donors {
        let mut kept: Vec<&BaseRow> = self.rows.iter().filter(|row| base.contains(&row.period)).collect();
        // Parts hold whole units; a row that came twice all the same counts once.
        kept.dedup_by(|a, b| a.order(b).is_eq());
        let column = |(at, id): (usize, &Id)| DonorColumn {
            id: id.clone(),
            values: kept.iter().map(|row| row.cells.get(at).and_then(Cell::observed)).collect(),
        };
        let attribute = |(at, id): (usize, &Id)| DonorAttribute {
            id: id.clone(),
            values: kept.iter().map(|row| row.attributes.get(at).cloned().flatten()).collect(),
        };
        let wanted = |list: &'_ [Id], id: &Id| list.contains(id);
        Donors {
            rows: kept.iter().map(|row| DonorRow { unit: row.unit.clone(), period: row.period }).collect(),
            attributes: self
                .attributes
                .iter()
                .enumerate()
                .filter(|(_, id)| wanted(attributes, id))
                .map(attribute)
                .collect(),
            columns: self
                .indicators
                .iter()
                .enumerate()
                .filter(|(_, id)| wanted(indicators, id))
                .map(column)
                .collect(),
        }
    }

    /// The rows as a panel whose variables are the raw values of the indicators, by their ids. Units have their id as name; rows are in the
    /// order of unit id and period, and not all are of the base.
    pub(super) fn panel(&self) -> Panel {
        let mut units: Vec<UnitEntry> = Vec::new();
        let mut pairs = Vec::with_capacity(self.rows.len());
        let mut kept: Vec<&BaseRow> = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            if units.last().is_none_or(|last| last.id != row.unit) {
                units.push(UnitEntry { id: row.unit.clone(), name: row.unit.clone() });
            }
            let pair = (u32::try_from(units.len() - 1).unwrap_or(u32::MAX), row.period);
            // Parts hold whole units; a row that came twice all the same counts once.
            if pairs.last() != Some(&pair) {
                pairs.push(pair);
                kept.push(row);
            }
        }
        let mut panel = Panel::new(Arc::new(Index::new(units, pairs)));
        for (at, id) in self.indicators.iter().enumerate() {
            let cell = |row: &&BaseRow| match row.cells.get(at) {
                Some(Cell::Observed(value)) => (*value, Status::Observed),
                Some(Cell::Missing(status)) => (0.0, *status),
                None => (0.0, Status::NotCollected),
            };
            let (values, statuses) = kept.iter().map(cell).unzip();
            panel.insert(id.clone(), Column::new(values, statuses));
        }
        for (at, id) in self.attributes.iter().enumerate() {
            let values: Vec<Option<&String>> =
                kept.iter().map(|row| row.attributes.get(at).and_then(Option::as_ref)).collect();
            panel.insert_attribute(id.clone(), Attribute::of(&values));
        }
        panel
    }
}
