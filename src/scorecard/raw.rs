//! From variables to the value of an indicator: formula, applicability, valid range.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::framework::{Cells, Formula, Framework, Indicator, Inputs, NodeId, NodeKind, ValidRange};
use crate::panel::Status;
use crate::vocab::{Id, lowered, raised};

/// Where the values of indicators come from.
pub(super) enum RawSource {
    /// From the variables of the panel, by formula.
    Formulas {
        /// The indicators that formulas refer to, in an order in which they can be evaluated.
        referenced: Vec<NodeId>,
    },
    /// The panel holds them, by the ids of the indicators.
    Given,
}

impl RawSource {
    pub(super) fn formulas(framework: &Framework) -> Self {
        RawSource::Formulas { referenced: referenced(framework) }
    }

    /// The indicators that formulas refer to, on a block.
    pub(super) fn known(
        &self,
        framework: &Framework,
        panel: &crate::panel::Panel,
        rows: &std::ops::Range<usize>,
    ) -> BTreeMap<Id, Cells<'static>> {
        match self {
            RawSource::Formulas { referenced } => evaluate_referenced(framework, referenced, panel, rows),
            RawSource::Given => BTreeMap::new(),
        }
    }

    /// One indicator on a block.
    pub(super) fn cells<'a>(&self, id: &Id, indicator: &Indicator, inputs: &Inputs<'a>) -> Raw<'a> {
        match self {
            RawSource::Formulas { .. } => evaluate(indicator, inputs),
            RawSource::Given => {
                Raw { cells: given(id, inputs), out_of_range: Vec::new(), bad_denominator: Vec::new() }
            }
        }
    }
}

impl RawSource {
    /// What a step of an indicator's missing policy is related to, on a block.
    pub(super) fn related<'a>(
        &self,
        framework: &Framework,
        node: NodeId,
        step: usize,
        formula: &Formula,
        inputs: &Inputs<'a>,
    ) -> Cells<'a> {
        match self {
            RawSource::Formulas { .. } => formula.evaluate(inputs),
            RawSource::Given => match related_id(framework, node, step) {
                Some(id) => given(&id, inputs),
                None => missing(inputs.rows.len()),
            },
        }
    }
}

/// The name under which the rows of the base keep what a step is related to: none of an indicator's.
pub(super) fn related_id(framework: &Framework, node: NodeId, step: usize) -> Option<Id> {
    let mut name = format!("related-{}-{step}", node.0);
    while framework.find(&name).is_some() {
        name.push('-');
    }
    Id::new(name).ok()
}

fn missing(rows: usize) -> Cells<'static> {
    Cells { values: Cow::Owned(vec![0.0; rows]), statuses: Cow::Owned(vec![Status::NotCollected; rows]) }
}

/// The cells that a panel holds of an indicator; not collected where it has none.
fn given<'a>(id: &Id, inputs: &Inputs<'a>) -> Cells<'a> {
    let rows = inputs.rows.clone();
    let column = inputs.panel.variable(id.as_str());
    match column.and_then(|c| Some((c.values().get(rows.clone())?, c.statuses().get(rows.clone())?))) {
        Some((values, statuses)) => {
            Cells { values: Cow::Borrowed(values), statuses: Cow::Borrowed(statuses) }
        }
        None => missing(rows.len()),
    }
}

/// The values of an indicator in a block, before anything is imputed.
pub(super) struct Raw<'a> {
    pub(super) cells: Cells<'a>,
    /// Rows of the block whose value was outside the valid range, with that value.
    pub(super) out_of_range: Vec<(usize, f64)>,
    /// Rows that have no value as their denominator is zero or negative, with that denominator.
    pub(super) bad_denominator: Vec<(usize, f64)>,
}

/// Evaluates one indicator on a block; those its formula refers to must be among the inputs.
pub(super) fn evaluate<'a>(indicator: &Indicator, inputs: &Inputs<'a>) -> Raw<'a> {
    let mut cells = indicator.formula.evaluate(inputs);
    if let Some((when, _)) = &indicator.applicable {
        for (row, holds) in when.holds(inputs).into_iter().enumerate() {
            // No answer leaves the cell as it is: an attribute nobody gave excuses no one from answering.
            if holds == Some(false) {
                cells.statuses.to_mut()[row] = Status::NotApplicable;
                cells.values.to_mut()[row] = 0.0;
            }
        }
    }
    let bad_denominator = bad_denominators(indicator, &cells, inputs);
    let out_of_range = outside(&cells, indicator.valid);
    for &(row, _) in &out_of_range {
        cells.statuses.to_mut()[row] = Status::Invalid;
        cells.values.to_mut()[row] = 0.0;
    }
    Raw { cells, out_of_range, bad_denominator }
}

/// Rows in which both sides of a ratio are there and the denominator leaves it without value.
fn bad_denominators(indicator: &Indicator, cells: &Cells<'_>, inputs: &Inputs<'_>) -> Vec<(usize, f64)> {
    let sides = indicator.numerator.as_ref().zip(indicator.denominator.as_ref());
    let Some((numerator, denominator)) = sides.filter(|_| cells.statuses.contains(&Status::Invalid)) else {
        return Vec::new();
    };
    let (above, below) = (numerator.evaluate(inputs), denominator.evaluate(inputs));
    let is_bad = |row: &usize| {
        cells.statuses[*row] == Status::Invalid
            && above.statuses[*row].is_observed()
            && below.statuses[*row].is_observed()
            && below.values[*row] <= 0.0
    };
    (0..cells.statuses.len()).filter(is_bad).map(|row| (row, below.values[row])).collect()
}

fn outside(cells: &Cells<'_>, valid: ValidRange) -> Vec<(usize, f64)> {
    if valid.min.is_none() && valid.max.is_none() {
        return Vec::new();
    }
    let low = valid.min.map_or(f64::NEG_INFINITY, lowered);
    let high = valid.max.map_or(f64::INFINITY, raised);
    let cell = cells.values.iter().zip(cells.statuses.iter()).enumerate();
    cell.filter(|(_, (value, status))| status.is_observed() && !(low..=high).contains(*value))
        .map(|(row, (value, _))| (row, *value))
        .collect()
}

/// The indicators that any formula of the framework refers to, in an order in which they can be evaluated.
pub(super) fn referenced(framework: &Framework) -> Vec<NodeId> {
    let mut named: BTreeSet<&Id> = BTreeSet::new();
    for (_, _, indicator) in framework.indicators() {
        named.extend(indicator.formula.indicators());
        if let Some((when, _)) = &indicator.applicable {
            named.extend(when.indicators());
        }
    }
    for gate in &framework.parts().gates {
        named.extend(gate.when.indicators());
    }
    framework
        .evaluation_order()
        .iter()
        .copied()
        .filter(|node| named.contains(&framework.node(*node).id))
        .collect()
}

/// Evaluates the indicators that formulas refer to on a block.
pub(super) fn evaluate_referenced(
    framework: &Framework,
    nodes: &[NodeId],
    panel: &crate::panel::Panel,
    rows: &std::ops::Range<usize>,
) -> BTreeMap<Id, Cells<'static>> {
    let mut known: BTreeMap<Id, Cells<'static>> = BTreeMap::new();
    for node in nodes {
        let node = framework.node(*node);
        let NodeKind::Indicator(indicator) = &node.kind else { continue };
        let raw = evaluate(indicator, &Inputs { panel, rows, indicators: &known });
        let owned = Cells {
            values: Cow::Owned(raw.cells.values.into_owned()),
            statuses: Cow::Owned(raw.cells.statuses.into_owned()),
        };
        known.insert(node.id.clone(), owned);
    }
    known
}
