//! Tables of standard values beside a definition: from the cells of a sheet to the groups of a five-band normalisation.
//!
//! A row holds the five values for some values of attributes; one table may serve several indicators. Values are read as in data files,
//! in the card's unit of measure. The cells are part of [`super::Documents`], so that a scorecard carries them. How a table may be laid out
//! stands in `docs/formats.md`. Read next: `resolve::standards`.

mod columns;
pub(super) mod problems;

use std::collections::BTreeMap;

use self::columns::{Columns, Row};
use super::experts::Sheet;
use crate::diagnostic::{Diagnostic, Place};
use crate::normalisation::{StandardGroup, Standards};
use crate::panel::{OriginClass, Variable, VariableKind, Variables, fold, number_in};
use crate::vocab::{Id, Text, UnitOfMeasure};

/// The card that a table is read for.
pub(super) struct Wanted<'a> {
    /// Every name of the indicator: id, code, Chinese and English.
    pub(super) names: Vec<&'a str>,
    pub(super) id: &'a Id,
    pub(super) name: &'a Text,
    /// Its unit of measure as written and as read.
    pub(super) measure: (&'a str, &'a UnitOfMeasure),
    /// Every name of every indicator of the definition.
    pub(super) known: &'a [Vec<&'a str>],
    pub(super) variables: &'a Variables,
}

/// What a table says of an indicator.
#[derive(Default)]
pub(super) struct Table {
    /// The row for all units, with its place.
    pub(super) all: Option<(Standards, Place)>,
    /// The rows for some of them, in order, each with its place.
    pub(super) groups: Vec<(StandardGroup, Place)>,
    /// How many rows are this indicator's.
    pub(super) rows: usize,
    /// Whether something is wrong with it; cards that share a table do not all say so.
    pub(super) is_spoilt: bool,
}

/// Reads a sheet; everything wrong with it is reported at its cell.
pub(super) fn read(sheet: &Sheet<'_>, wanted: &Wanted<'_>, into: &mut Table, found: &mut Vec<Diagnostic>) {
    let Some((top, columns)) = columns::find(sheet, wanted.variables, found) else {
        into.is_spoilt = true;
        return;
    };
    let mut above = Row::default();
    for at in top + 1..sheet.rows() {
        let place = |column: Option<usize>| sheet.place(at, column);
        let Some(row) = columns.row(sheet, at, &above, found) else {
            into.is_spoilt = true;
            continue;
        };
        above = row.clone();
        if let Some((column, text)) = &row.indicator {
            let text = fold(text);
            let is = |names: &[&str]| names.iter().any(|name| fold(name) == text);
            if !is(&wanted.names) {
                if !wanted.known.iter().any(|names| is(names)) {
                    once(problems::no_indicator(&row, wanted.known).at(place(Some(*column))), found);
                    into.is_spoilt = true;
                }
                continue;
            }
        }
        into.rows += 1;
        let when = members(&row, wanted, &place, found);
        let standards = values(sheet, at, &columns, wanted, found);
        match when.zip(standards) {
            Some((when, standards)) => add(into, when, standards, place(None), found),
            None => into.is_spoilt = true,
        }
    }
}

/// Says a thing of a table that several cards use only once.
fn once(diagnostic: Diagnostic, found: &mut Vec<Diagnostic>) {
    if !found.contains(&diagnostic) {
        found.push(diagnostic);
    }
}

/// The values of attributes that a row is for.
fn members(
    row: &Row,
    wanted: &Wanted<'_>,
    place: &dyn Fn(Option<usize>) -> Place,
    found: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<Id, Vec<String>>> {
    let mut when = BTreeMap::new();
    let mut sound = true;
    for (attribute, column, text) in &row.attributes {
        if columns::is_any(text) {
            continue;
        }
        let attribute = wanted.variables.attribute(attribute.as_str())?;
        match attribute.value(text) {
            Some(value) => {
                when.insert(attribute.id.clone(), vec![value.to_owned()]);
            }
            None => {
                // In merged cells it is said at the first row.
                if row.written.contains(column) {
                    once(super::resolve::no_such_value(attribute, text).at(place(Some(*column))), found);
                }
                sound = false;
            }
        }
    }
    sound.then_some(when)
}

/// The five values of a row.
fn values(
    sheet: &Sheet<'_>,
    at: usize,
    columns: &Columns,
    wanted: &Wanted<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Standards> {
    let measure = Some((wanted.measure.0.to_owned(), wanted.measure.1.clone()));
    let (id, name) = (wanted.id.clone(), wanted.name.clone());
    let variable = Variable { measure, ..Variable::new(id, name, VariableKind::Level, OriginClass::Public) };
    let mut value = |band: usize| {
        let column = columns.bands[band];
        match number_in(sheet.cell(at, column), &variable, wanted.variables.measures()) {
            Ok(Some(value)) => Some(value),
            Ok(None) => {
                found.push(problems::no_value(band).at(sheet.place(at, Some(column))));
                None
            }
            Err(fault) => {
                found.push(fault.at(sheet.place(at, Some(column))));
                None
            }
        }
    };
    let values = [0, 1, 2, 3, 4].map(&mut value);
    let [Some(excellent), Some(good), Some(average), Some(low), Some(poor)] = values else { return None };
    Some(Standards { excellent, good, average, low, poor })
}

/// Adds a row that can count; the first that fits does.
fn add(
    into: &mut Table,
    when: BTreeMap<Id, Vec<String>>,
    standards: Standards,
    place: Place,
    found: &mut Vec<Diagnostic>,
) {
    if when.is_empty() {
        match &into.all {
            Some((_, first)) => found.push(problems::never(first, place)),
            None => into.all = Some((standards, place)),
        }
        return;
    }
    let covers = |earlier: &StandardGroup| {
        earlier.when.iter().all(|(id, values)| when.get(id).is_some_and(|own| own == values))
    };
    match into.groups.iter().find(|(earlier, _)| covers(earlier)) {
        Some((_, first)) => found.push(problems::never(first, place)),
        None => into.groups.push((StandardGroup { when, standards }, place)),
    }
}
