//! A square of judgements an expert: the children in the headings and, in the same sheet below each other, in the first column.
//!
//! One half is enough; where both halves are filled they must agree.

use super::cells::{Children, Sheet, left_out, number, twice, unknown};
use super::pairs::{Expert, Kind};
use crate::diagnostic::{Diagnostic, Place};

/// How far mirrored entries may be apart, relative: what writing 1/3 as 0.33 makes of it.
const WRITTEN: f64 = 0.02;

/// The block of one expert.
struct Block {
    top: usize,
    /// The column with the names of the rows.
    labels: usize,
    /// Column of each child.
    columns: Vec<usize>,
    /// Row of each child.
    rows: Vec<usize>,
}

/// Whether the row below the headings begins with the name of a child.
pub(super) fn is_matrix(sheet: &Sheet<'_>, top: usize, children: &Children<'_>) -> bool {
    label_column(sheet, top, children).is_some()
}

fn label_column(sheet: &Sheet<'_>, top: usize, children: &Children<'_>) -> Option<usize> {
    let first = (0..sheet.width(top)).find(|column| children.find(sheet.cell(top, *column)).is_some())?;
    (0..first).rev().find(|column| children.find(sheet.cell(top + 1, *column)).is_some())
}

/// One expert a block.
pub(super) fn experts(
    sheet: &Sheet<'_>,
    children: &Children<'_>,
    kind: Kind,
    found: &mut Vec<Diagnostic>,
) -> Vec<Expert> {
    let mut experts = Vec::new();
    let mut from = 0;
    while let Some(top) = sheet.heading(from, children) {
        from = top + 1;
        let Some(block) = block(sheet, top, children, found) else { continue };
        from = block.rows.iter().max().map_or(from, |last| last + 1);
        experts.push(read(sheet, &block, children, kind, found));
    }
    experts
}

fn block(
    sheet: &Sheet<'_>,
    top: usize,
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Block> {
    let Some(labels) = label_column(sheet, top, children) else {
        found.push(no_labels(sheet.place(top + 1, Some(0))));
        return None;
    };
    let before = found.len();
    let mut columns = vec![None; children.len()];
    for column in labels + 1..sheet.width(top) {
        let text = sheet.cell(top, column);
        match children.find(text) {
            Some(child) if columns[child].is_some() => {
                found.push(twice(&format!("`{text}`"), sheet.place(top, Some(column))));
            }
            Some(child) => columns[child] = Some(column),
            None if text.is_empty() => {}
            None => found.push(unknown(text, children, sheet.place(top, Some(column)))),
        }
    }
    let mut rows = vec![None; children.len()];
    for row in top + 1..(top + 1 + children.len()).min(sheet.rows()) {
        let text = sheet.cell(row, labels);
        match children.find(text) {
            Some(child) if rows[child].is_some() => {
                found.push(twice(&format!("`{text}`"), sheet.place(row, Some(labels))));
            }
            Some(child) => rows[child] = Some(row),
            None => found.push(unknown(text, children, sheet.place(row, Some(labels)))),
        }
    }
    if found.len() == before {
        for child in 0..children.len() {
            if columns[child].is_none() || rows[child].is_none() {
                found.push(left_out(children.id(child), sheet.place(top, None)));
            }
        }
    }
    let (columns, rows) =
        (columns.into_iter().collect::<Option<_>>()?, rows.into_iter().collect::<Option<_>>()?);
    Some(Block { top, labels, columns, rows })
}

fn read(
    sheet: &Sheet<'_>,
    block: &Block,
    children: &Children<'_>,
    kind: Kind,
    found: &mut Vec<Diagnostic>,
) -> Expert {
    let mut pairs = Vec::new();
    for item in 0..children.len() {
        let at = (block.rows[item], block.columns[item]);
        let own = number(sheet, at, found);
        let expected = if kind == Kind::Ratios { 1.0 } else { 0.5 };
        if let Some(own) = own.filter(|own| *own != expected) {
            found.push(diagonal(own, expected, sheet.place(at.0, Some(at.1))));
        }
        for over in item + 1..children.len() {
            let upper = (block.rows[item], block.columns[over]);
            let lower = (block.rows[over], block.columns[item]);
            let (above, below) = (number(sheet, upper, found), number(sheet, lower, found));
            let (item, over) = (children.id(item).clone(), children.id(over).clone());
            match agreed(kind, above, below) {
                Agreed::Above(value) => pairs.push((item, over, value)),
                Agreed::Below(value) => pairs.push((over, item, value)),
                Agreed::Nothing => {}
                Agreed::Contradiction => {
                    let places = [sheet.place(upper.0, Some(upper.1)), sheet.place(lower.0, Some(lower.1))];
                    found.push(contradiction(kind, above, below, places));
                }
            }
        }
    }
    Expert { place: sheet.place(block.top, Some(block.labels)), weight: 1.0, pairs }
}

enum Agreed {
    Above(f64),
    Below(f64),
    Nothing,
    Contradiction,
}

/// Which of two mirrored entries counts: of ratios the one from 1 up, since 3 is exact and 0.33 is not.
fn agreed(kind: Kind, above: Option<f64>, below: Option<f64>) -> Agreed {
    let (above, below) = match (above, below) {
        (None, None) => return Agreed::Nothing,
        (Some(above), None) => return Agreed::Above(above),
        (None, Some(below)) => return Agreed::Below(below),
        (Some(above), Some(below)) => (above, below),
    };
    let fits = match kind {
        Kind::Ratios => above > 0.0 && below > 0.0 && (above * below - 1.0).abs() <= WRITTEN,
        Kind::Wins => above + below == 1.0,
    };
    match fits {
        false => Agreed::Contradiction,
        true if kind == Kind::Wins || above >= 1.0 => Agreed::Above(above),
        true => Agreed::Below(below),
    }
}

fn no_labels(place: Place) -> Diagnostic {
    Diagnostic::error(
        "def180",
        "表头下面一行不以下级的名称开头，不是判断矩阵",
        "the row below the headings does not begin with the name of a child: this is no matrix",
    )
    .hint(
        "矩阵的第一列写下级的名称；或用长表：专家、指标、相对于、判断",
        "write the children in the first column too; or use a long table: expert, item, over, value",
    )
    .at(place)
}

fn diagonal(given: f64, expected: f64, place: Place) -> Diagnostic {
    Diagnostic::error(
        "def188",
        format!("对角线上是 {given}，应为 {expected} 或空着"),
        format!("{given} stands on the diagonal, {expected} or a blank is expected"),
    )
    .at(place)
}

fn contradiction(
    kind: Kind,
    above: Option<f64>,
    below: Option<f64>,
    [first, second]: [Place; 2],
) -> Diagnostic {
    let (above, below) = (above.unwrap_or_default(), below.unwrap_or_default());
    let diagnostic = Diagnostic::error(
        "def187",
        format!("同一对判断给出两个不相合的数：{above} 和 {below}"),
        format!("one pair has two answers that do not fit: {above} and {below}"),
    );
    let diagnostic = match kind {
        Kind::Ratios => diagnostic.hint(
            "两者之积应为 1：改正，或只留一个",
            "their product should be 1: correct one, or leave one out",
        ),
        Kind::Wins => diagnostic
            .hint("两者之和应为 1：改正，或只留一个", "their sum should be 1: correct one, or leave one out"),
    };
    diagnostic.at(first).related(second, "另一个在这里", "the other is here")
}
