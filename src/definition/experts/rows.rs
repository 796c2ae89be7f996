//! Experts × children: a row an expert, a column a child; for points, ranks and scores.

use std::collections::BTreeMap;

use super::cells::{
    Children, Head, Sheet, expert_weight, is_total, left_out, needed, no_headings, number, total, twice,
    unknown,
};
use super::name;
use crate::diagnostic::{Diagnostic, Place};

/// What one expert says of each child.
pub(super) struct Row {
    pub(super) place: Place,
    pub(super) weight: f64,
    pub(super) basis: Option<f64>,
    pub(super) familiarity: Option<f64>,
    pub(super) values: BTreeMap<String, f64>,
}

/// Columns beside those of the children, where a method has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extra {
    Basis,
    Familiarity,
}

/// What the columns of a table mean.
pub(super) struct Columns {
    pub(super) heads: Vec<(Head, usize)>,
    /// Child and column.
    pub(super) children: Vec<(usize, usize)>,
}

impl Columns {
    pub(super) fn head(&self, head: Head) -> Option<usize> {
        self.heads.iter().find(|(known, _)| *known == head).map(|(_, column)| *column)
    }
}

/// The experts of a sheet with every child in each row.
pub(super) fn experts(
    sheet: &Sheet<'_>,
    children: &Children<'_>,
    extras: &[Extra],
    found: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let Some(top) = sheet.heading(0, children) else {
        found.push(no_headings(sheet, children));
        return Vec::new();
    };
    let mut heads = vec![Head::Expert, Head::Weight];
    heads.extend(extras.iter().map(|extra| match extra {
        Extra::Basis => Head::Basis,
        Extra::Familiarity => Head::Familiarity,
    }));
    let columns = columns(sheet, top, children, &heads, found);
    for child in 0..children.len() {
        if !columns.children.iter().any(|(known, _)| *known == child) {
            found.push(left_out(children.id(child), sheet.place(top, None)));
        }
    }
    (top + 1..sheet.rows()).filter_map(|row| expert(sheet, row, &columns, children, found)).collect()
}

/// What each heading means; other texts are reported.
pub(super) fn columns(
    sheet: &Sheet<'_>,
    top: usize,
    children: &Children<'_>,
    heads: &[Head],
    found: &mut Vec<Diagnostic>,
) -> Columns {
    let mut columns = Columns { heads: Vec::new(), children: Vec::new() };
    for column in 0..sheet.width(top) {
        let text = sheet.cell(top, column);
        let place = sheet.place(top, Some(column));
        if let Some(child) = children.find(text) {
            if columns.children.iter().any(|(known, _)| *known == child) {
                found.push(twice(&format!("`{}`", children.id(child)), place));
            }
            columns.children.push((child, column));
        } else if let Some(head) = Head::of(text, heads) {
            if columns.head(head).is_some() {
                found.push(twice(&format!("`{text}`"), place));
            }
            columns.heads.push((head, column));
        } else if !text.is_empty() {
            found.push(unknown(text, children, place));
        } else if column == 0 && columns.head(Head::Expert).is_none() {
            // The corner above the experts' names is often left blank.
            columns.heads.push((Head::Expert, column));
        }
    }
    columns
}

fn expert(
    sheet: &Sheet<'_>,
    row: usize,
    columns: &Columns,
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Row> {
    let label = columns.head(Head::Expert).map_or("", |column| sheet.cell(row, column));
    if is_total(label) {
        found.push(total(label, sheet.place(row, columns.head(Head::Expert))));
        return None;
    }
    let mut values = BTreeMap::new();
    for &(child, column) in &columns.children {
        let id = children.id(child);
        let what = (format!(" `{id}` 的数"), format!("the number for `{id}`"));
        if let Some(value) = needed(sheet, (row, column), (&what.0, &what.1), found) {
            values.insert(name(id), value);
        }
    }
    let weight = expert_weight(sheet, row, columns.head(Head::Weight), found).unwrap_or(1.0);
    let mut extra = |head: Head| columns.head(head).and_then(|column| number(sheet, (row, column), found));
    Some(Row {
        place: sheet.place(row, None),
        weight,
        basis: extra(Head::Basis),
        familiarity: extra(Head::Familiarity),
        values,
    })
}
