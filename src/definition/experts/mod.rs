//! Tables of judgements beside a definition: from the cells of a sheet to what each expert says, by the ids of the children.
//!
//! Nothing here computes weights. The cells are part of [`super::Documents`], so that a scorecard carries them. How a table may be laid
//! out stands in `docs/formats.md`; one file a layout: [`rows`] (experts × children), [`pairs`] (matrices and long tables), [`orders`].
//! Read next: `resolve::judgements`.

mod cells;
mod matrices;
mod orders;
mod pairs;
mod rows;

use std::collections::BTreeMap;

use self::cells::Children;
use super::document::ExpertTable;
use crate::diagnostic::{Diagnostic, Place};
use crate::vocab::{Id, TableFile};
use crate::weighting::{BudgetExpert, DelphiExpert, Experts, PairwiseExpert, RankExpert, Weighting};

pub(super) use self::cells::{Child, Sheet};

/// A weighting with its judgements written out, and where each expert stands.
pub(super) struct Filled {
    pub(super) weighting: Weighting,
    pub(super) places: Vec<Place>,
}

/// What is read: the table's sheets, the name of the file as people know it, and who is weighed.
pub(super) struct Source<'a> {
    pub(super) tables: &'a [ExpertTable],
    pub(super) shown: &'a BTreeMap<String, String>,
    pub(super) children: &'a [Child<'a>],
    /// Where the weighting stands.
    pub(super) place: Place,
}

/// Writes out the judgements that stand in files, those of a combination's parts included; `None` when a table cannot be read, which is
/// reported.
pub(super) fn fill(
    weighting: &Weighting,
    source: &Source<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Filled> {
    if let Weighting::Combination { of, .. } = weighting {
        let parts: Vec<Option<Filled>> = of.iter().map(|part| fill(part, source, found)).collect();
        let parts: Vec<Weighting> =
            parts.into_iter().map(|part| part.map(|part| part.weighting)).collect::<Option<_>>()?;
        let mut weighting = weighting.clone();
        if let Weighting::Combination { of, .. } = &mut weighting {
            *of = parts;
        }
        return Some(Filled { weighting, places: Vec::new() });
    }
    let mut filled = Filled { weighting: weighting.clone(), places: Vec::new() };
    let Some(file) = weighting.expert_file() else { return Some(filled) };
    let before = found.len();
    let children = Children::new(source.children);
    let sheets = sheets(file, source.tables, source.shown);
    if sheets.is_empty() {
        found.push(not_carried(file, source.place.clone()));
    }
    for sheet in &sheets {
        filled.places.extend(add(&mut filled.weighting, sheet, &children, found));
    }
    if let Some(first) = sheets.first().filter(|_| found.len() == before && filled.places.is_empty()) {
        found.push(nobody().at(first.place(0, None)));
    }
    (found.len() == before).then_some(filled)
}

/// A definition that comes from elsewhere without the table.
pub(super) fn not_carried(file: &TableFile, place: Place) -> Diagnostic {
    let name = &file.file;
    Diagnostic::error(
        "def190",
        format!("定义没有带着表 `{name}`"),
        format!("the definition does not carry the table `{name}`"),
    )
    .at(place)
}

/// The sheets of a file that the definition carries.
pub(super) fn sheets<'a>(
    file: &TableFile,
    tables: &'a [ExpertTable],
    shown: &BTreeMap<String, String>,
) -> Vec<Sheet<'a>> {
    let shown = shown.get(&file.file).cloned().unwrap_or_else(|| file.file.clone());
    // A table knows by which sheet it was asked for: by a name, or all there are.
    let wanted = tables.iter().filter(|table| table.file == file.file && table.asked == file.sheet);
    wanted.map(|table| Sheet { table, shown: shown.clone() }).collect()
}

/// Adds the experts of a sheet; says where each stands.
fn add(
    weighting: &mut Weighting,
    sheet: &Sheet<'_>,
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Place> {
    match weighting {
        Weighting::Ahp { experts, .. } => {
            let read = pairs::experts(sheet, children, pairs::Kind::Ratios, found);
            let expert = |e: pairs::Expert| PairwiseExpert { weight: e.weight, pairs: e.ratios() };
            put(experts, read.into_iter().map(|e| (e.place.clone(), expert(e))))
        }
        Weighting::PrecedenceChart { experts } => {
            let read = pairs::precedence(sheet, children, found);
            put(experts, read.into_iter())
        }
        Weighting::BestWorst { experts: Some(experts), .. } => {
            put(experts, orders::best_worst(sheet, children, found).into_iter())
        }
        Weighting::OrderRelation { experts: Some(experts), .. } => {
            put(experts, orders::orders(sheet, children, found).into_iter())
        }
        Weighting::BudgetAllocation { experts, .. } => {
            let read = rows::experts(sheet, children, &[], found);
            put(
                experts,
                read.into_iter()
                    .map(|row| (row.place, BudgetExpert { weight: row.weight, points: row.values })),
            )
        }
        Weighting::RankOrder { experts, .. } => {
            let read = rows::experts(sheet, children, &[], found);
            put(
                experts,
                read.into_iter().map(|row| (row.place, RankExpert { weight: row.weight, ranks: row.values })),
            )
        }
        Weighting::Delphi { experts, .. } => {
            let read = rows::experts(sheet, children, &[rows::Extra::Basis, rows::Extra::Familiarity], found);
            let expert = |row: rows::Row| DelphiExpert {
                weight: row.weight,
                basis: row.basis,
                familiarity: row.familiarity,
                scores: row.values,
            };
            put(experts, read.into_iter().map(|row| (row.place.clone(), expert(row))))
        }
        _ => Vec::new(),
    }
}

/// A table with headings and no row behind them.
fn nobody() -> Diagnostic {
    Diagnostic::error("def199", "表里没有一位专家的判断", "the table holds no judgement of any expert").hint(
        "在表头下面每位专家写一行或一个矩阵",
        "write a row or a matrix for each expert below the headings",
    )
}

fn put<T>(experts: &mut Experts<T>, read: impl Iterator<Item = (Place, T)>) -> Vec<Place> {
    let (places, mut read): (Vec<Place>, Vec<T>) = read.unzip();
    match experts {
        Experts::Here(known) => known.append(&mut read),
        Experts::File(_) => *experts = Experts::Here(read),
    }
    places
}

/// A child's id as a name for one of the lists of an expert.
fn name(id: &Id) -> String {
    id.as_str().to_owned()
}
