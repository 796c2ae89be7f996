//! Judgements pair by pair: a long table (expert, item, over, value), or a matrix an expert.

use super::cells::{Children, Head, Sheet, expert_weight, needed, no_headings, twice, unknown};
use super::rows::{self, Columns};
use super::{matrices, name};
use crate::diagnostic::{Diagnostic, Place};
use crate::weighting::{Pair, Precedence, PrecedenceExpert};

/// What the number of a pair says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// How many times as important: mirrored entries multiply to 1.
    Ratios,
    /// Who wins: mirrored entries add up to 1.
    Wins,
}

/// One expert's pairs by numbers of children.
#[derive(Clone, Debug)]
pub(super) struct Expert {
    pub(super) place: Place,
    pub(super) weight: f64,
    /// Item, over, number.
    pub(super) pairs: Vec<(crate::vocab::Id, crate::vocab::Id, f64)>,
}

impl Expert {
    pub(super) fn ratios(self) -> Vec<Pair> {
        self.pairs.into_iter().map(|(item, over, times)| Pair { item, over, times }).collect()
    }

    fn wins(self) -> Vec<Precedence> {
        self.pairs.into_iter().map(|(item, over, wins)| Precedence { item, over, wins }).collect()
    }
}

/// The experts of a sheet, whichever of the two layouts it has.
pub(super) fn experts(
    sheet: &Sheet<'_>,
    children: &Children<'_>,
    kind: Kind,
    found: &mut Vec<Diagnostic>,
) -> Vec<Expert> {
    if let Some(long) = long(sheet) {
        return long_experts(sheet, &long, children, found);
    }
    if sheet.heading(0, children).is_none() {
        found.push(no_headings(sheet, children));
        return Vec::new();
    }
    matrices::experts(sheet, children, kind, found)
}

/// Precedence charts: pairs in either layout, or scores as experts × children.
pub(super) fn precedence(
    sheet: &Sheet<'_>,
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(Place, PrecedenceExpert)> {
    let scored = long(sheet).is_none()
        && sheet.heading(0, children).is_some_and(|top| !matrices::is_matrix(sheet, top, children));
    if scored {
        let read = rows::experts(sheet, children, &[], found);
        return read
            .into_iter()
            .map(|row| {
                (row.place, PrecedenceExpert { weight: row.weight, pairs: Vec::new(), scores: row.values })
            })
            .collect();
    }
    let read = experts(sheet, children, Kind::Wins, found);
    let chart = |expert: Expert| {
        let (place, weight) = (expert.place.clone(), expert.weight);
        (place, PrecedenceExpert { weight, pairs: expert.wins(), scores: Default::default() })
    };
    read.into_iter().map(chart).collect()
}

/// The heading row and the columns of a long table, when the sheet is one.
fn long(sheet: &Sheet<'_>) -> Option<(usize, Columns)> {
    const HEADS: &[Head] = &[Head::Expert, Head::Weight, Head::Item, Head::Over, Head::Value];
    (0..sheet.rows()).find_map(|row| {
        let head = |column: usize| Some((Head::of(sheet.cell(row, column), HEADS)?, column));
        let heads: Vec<(Head, usize)> = (0..sheet.width(row)).filter_map(head).collect();
        let columns = Columns { heads, children: Vec::new() };
        let complete = [Head::Item, Head::Over, Head::Value].iter().all(|h| columns.head(*h).is_some());
        complete.then_some((row, columns))
    })
}

fn long_experts(
    sheet: &Sheet<'_>,
    (top, columns): &(usize, Columns),
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Expert> {
    let mut experts: Vec<(String, Expert)> = Vec::new();
    let mut current = String::new();
    for row in top + 1..sheet.rows() {
        let label = columns.head(Head::Expert).map_or("", |column| sheet.cell(row, column));
        // Below a merged cell the name is left blank.
        if !label.is_empty() {
            label.clone_into(&mut current);
        }
        let at = experts.iter().position(|(known, _)| *known == current).unwrap_or_else(|| {
            let place = sheet.place(row, None);
            experts.push((current.clone(), Expert { place, weight: 1.0, pairs: Vec::new() }));
            experts.len() - 1
        });
        let weight = expert_weight(sheet, row, columns.head(Head::Weight), found);
        if let Some(weight) = weight {
            experts[at].1.weight = weight;
        }
        if let Some(pair) = long_pair(sheet, row, columns, children, found) {
            let same = |known: &(crate::vocab::Id, crate::vocab::Id, f64)| {
                (known.0 == pair.0 && known.1 == pair.1) || (known.0 == pair.1 && known.1 == pair.0)
            };
            if experts[at].1.pairs.iter().any(same) {
                found.push(twice(&format!("`{}` – `{}`", pair.0, pair.1), sheet.place(row, None)));
            }
            experts[at].1.pairs.push(pair);
        }
    }
    experts.into_iter().map(|(_, expert)| expert).collect()
}

fn long_pair(
    sheet: &Sheet<'_>,
    row: usize,
    columns: &Columns,
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<(crate::vocab::Id, crate::vocab::Id, f64)> {
    let mut child = |head: Head| {
        let column = columns.head(head)?;
        let text = sheet.cell(row, column);
        let child = children.find(text);
        if child.is_none() {
            found.push(unknown(text, children, sheet.place(row, Some(column))));
        }
        child.map(|child| children.id(child))
    };
    let (item, over) = (child(Head::Item), child(Head::Over));
    let column = columns.head(Head::Value)?;
    let value = needed(sheet, (row, column), ("判断", "the judgement"), found);
    let (item, over, value) = (item?, over?, value?);
    if item == over {
        found.push(itself(&name(item), sheet.place(row, None)));
        return None;
    }
    Some((item.clone(), over.clone(), value))
}

fn itself(id: &str, place: Place) -> Diagnostic {
    Diagnostic::error("def188", format!("`{id}` 与自身比较"), format!("`{id}` is compared with itself"))
        .hint("删去这一行", "remove the row")
        .at(place)
}
