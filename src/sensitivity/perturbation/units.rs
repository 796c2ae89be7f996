//! Another sample: units drawn again, a group left out. Panels of chosen units, each as often as it is chosen.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::panel::{Attribute, Column, Index, Panel, UnitEntry};
use crate::sensitivity::design::Stream;
use crate::vocab::{Id, Period};

/// As many units drawn with replacement as the base has, within the values of an attribute if one is named. Ascending.
pub(super) fn bootstrap(
    panel: &Panel,
    base: &[Period],
    within: Option<&Id>,
    stream: &mut Stream,
) -> Vec<u32> {
    let mut strata: BTreeMap<Option<&str>, Vec<u32>> = BTreeMap::new();
    for (unit, row) in in_base(panel, base) {
        let value = within.and_then(|id| panel.attribute(id.as_str())).and_then(|a| a.get(row));
        strata.entry(value).or_default().push(unit);
    }
    let mut drawn: Vec<u32> = Vec::new();
    for units in strata.values() {
        drawn.extend((0..units.len()).map(|_| units[stream.below(units.len())]));
    }
    drawn.sort_unstable();
    drawn
}

/// All units but those with this value of an attribute in the base.
pub(super) fn without_group(panel: &Panel, base: &[Period], attribute: &Id, value: &str) -> Vec<u32> {
    let column = panel.attribute(attribute.as_str());
    let leaves = |row: usize| column.and_then(|column| column.get(row)) == Some(value);
    in_base(panel, base).into_iter().filter(|(_, row)| !leaves(*row)).map(|(unit, _)| unit).collect()
}

/// The values of an attribute that units of the base have, in order.
pub(in crate::sensitivity) fn groups(panel: &Panel, base: &[Period], attribute: &Id) -> Vec<String> {
    let Some(column) = panel.attribute(attribute.as_str()) else { return Vec::new() };
    let mut values: Vec<String> =
        in_base(panel, base).into_iter().filter_map(|(_, row)| column.get(row)).map(str::to_owned).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Each unit that has a row in the base, with its last row there.
fn in_base(panel: &Panel, base: &[Period]) -> Vec<(u32, usize)> {
    let index = panel.index();
    let units = 0..u32::try_from(index.units().len()).unwrap_or(u32::MAX);
    let last = |unit: u32| index.rows_of(unit).rev().find(|row| base.contains(&index.row(*row).period));
    units.filter_map(|unit| Some((unit, last(unit)?))).collect()
}

/// The panel of some units, ascending; a unit that is named again is a unit of its own, `id#2`, `id#3`, with the same data.
pub(in crate::sensitivity) fn selected(panel: &Panel, units: &[u32]) -> Panel {
    let index = panel.index();
    let mut entries: Vec<UnitEntry> = Vec::with_capacity(units.len());
    let mut pairs = Vec::new();
    let mut rows: Vec<usize> = Vec::new();
    for (at, &unit) in units.iter().enumerate() {
        let Some(known) = index.units().get(unit as usize) else { continue };
        let before = units[..at].iter().rev().take_while(|earlier| **earlier == unit).count();
        let id = if before == 0 { known.id.clone() } else { format!("{}#{}", known.id, before + 1) };
        let number = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        entries.push(UnitEntry { id, name: known.name.clone() });
        pairs.extend(index.rows_of(unit).map(|row| (number, index.row(row).period)));
        rows.extend(index.rows_of(unit));
    }
    let mut result = Panel::new(Arc::new(Index::new(entries, pairs)));
    for (id, column) in panel.variables() {
        let values = rows.iter().map(|row| column.values()[*row]).collect();
        let statuses = rows.iter().map(|row| column.status(*row)).collect();
        let origins = rows.iter().map(|row| column.origin(*row).unwrap_or_default()).collect();
        result.insert(id.clone(), Column::new(values, statuses).with_origins(origins));
    }
    for (id, attribute) in panel.attributes() {
        let codes = rows.iter().map(|row| attribute.codes[*row]).collect();
        result.insert_attribute(id.clone(), Attribute { values: attribute.values.clone(), codes });
    }
    result.set_sources(panel.sources().to_vec());
    result
}
