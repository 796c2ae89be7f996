//! Orders with ratios of neighbours (G1), and comparisons with the most and the least important child (best–worst).

use std::collections::BTreeMap;

use super::cells::{Children, Head, Sheet, expert_weight, needed, no_headings, number, twice, unknown};
use super::name;
use super::rows::{self, Columns};
use crate::diagnostic::{Diagnostic, Place};
use crate::panel::fold;
use crate::weighting::{BestWorstExpert, OrderExpert};

/// A long table: expert, item, ratio; the rows of an expert from the most important child down, each with its ratio to the next.
pub(super) fn orders(
    sheet: &Sheet<'_>,
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(Place, OrderExpert)> {
    const HEADS: &[Head] = &[Head::Expert, Head::Weight, Head::Item, Head::Ratio];
    let Some((top, columns)) = headed(sheet, HEADS, &[Head::Item, Head::Ratio]) else {
        found.push(lacks(sheet, &[Head::Item, Head::Ratio]));
        return Vec::new();
    };
    let mut experts: Vec<(String, Place, OrderExpert)> = Vec::new();
    let mut current = String::new();
    for row in top + 1..sheet.rows() {
        let at = expert_at(&mut experts, &mut current, sheet, row, &columns);
        if let Some(weight) = expert_weight(sheet, row, columns.head(Head::Weight), found) {
            experts[at].2.weight = weight;
        }
        let (Some(item), Some(ratio)) = (columns.head(Head::Item), columns.head(Head::Ratio)) else {
            continue;
        };
        let text = sheet.cell(row, item);
        let Some(child) = children.find(text) else {
            found.push(unknown(text, children, sheet.place(row, Some(item))));
            continue;
        };
        let expert = &mut experts[at].2;
        if expert.order.contains(children.id(child)) {
            found.push(twice(&format!("`{text}`"), sheet.place(row, Some(item))));
        }
        expert.order.push(children.id(child).clone());
        // The least important child has nobody behind it.
        if expert.order.len() < children.len() {
            let what = ("与下一项的比值", "the ratio to the next");
            expert.ratios.extend(needed(sheet, (row, ratio), what, found));
        } else if let Some(given) = number(sheet, (row, ratio), found) {
            found.push(nobody_behind(given, sheet.place(row, Some(ratio))));
        }
    }
    experts.into_iter().map(|(_, place, expert)| (place, expert)).collect()
}

fn expert_at(
    experts: &mut Vec<(String, Place, OrderExpert)>,
    current: &mut String,
    sheet: &Sheet<'_>,
    row: usize,
    columns: &Columns,
) -> usize {
    let label = columns.head(Head::Expert).map_or("", |column| sheet.cell(row, column));
    if !label.is_empty() {
        label.clone_into(current);
    }
    experts.iter().position(|(known, _, _)| known == current).unwrap_or_else(|| {
        let expert = OrderExpert { weight: 1.0, order: Vec::new(), ratios: Vec::new() };
        experts.push((current.clone(), sheet.place(row, None), expert));
        experts.len() - 1
    })
}

/// The row that has all `needed` headings, and its columns.
fn headed(sheet: &Sheet<'_>, heads: &[Head], needed: &[Head]) -> Option<(usize, Columns)> {
    (0..sheet.rows()).find_map(|row| {
        let head = |column: usize| Some((Head::of(sheet.cell(row, column), heads)?, column));
        let heads = (0..sheet.width(row)).filter_map(head).collect();
        let columns = Columns { heads, children: Vec::new() };
        needed.iter().all(|head| columns.head(*head).is_some()).then_some((row, columns))
    })
}

/// Two rows an expert: expert, comparison (best or worst), item (which child that is), and a column a child.
pub(super) fn best_worst(
    sheet: &Sheet<'_>,
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(Place, BestWorstExpert)> {
    const HEADS: &[Head] = &[Head::Expert, Head::Weight, Head::Comparison, Head::Item];
    let Some(top) = sheet.heading(0, children) else {
        found.push(no_headings(sheet, children));
        return Vec::new();
    };
    let columns = rows::columns(sheet, top, children, HEADS, found);
    let (Some(comparison), Some(item)) = (columns.head(Head::Comparison), columns.head(Head::Item)) else {
        found.push(lacks(sheet, &[Head::Comparison, Head::Item]));
        return Vec::new();
    };
    let mut halves: Vec<(String, Halves)> = Vec::new();
    let mut current = String::new();
    for row in top + 1..sheet.rows() {
        let label = columns.head(Head::Expert).map_or("", |column| sheet.cell(row, column));
        if !label.is_empty() {
            label.clone_into(&mut current);
        }
        let known = halves.iter().position(|(known, _)| *known == current);
        let at = known.unwrap_or_else(|| {
            halves.push((current.clone(), Halves::new(sheet.place(row, None))));
            halves.len() - 1
        });
        if let Some(weight) = expert_weight(sheet, row, columns.head(Head::Weight), found) {
            halves[at].1.weight = weight;
        }
        let Some(child) = children.find(sheet.cell(row, item)) else {
            found.push(unknown(sheet.cell(row, item), children, sheet.place(row, Some(item))));
            continue;
        };
        let values = values(sheet, row, &columns, children, found);
        let slot = match End::of(sheet.cell(row, comparison)) {
            Some(End::Best) => &mut halves[at].1.best,
            Some(End::Worst) => &mut halves[at].1.worst,
            None => {
                found.push(neither(sheet.cell(row, comparison), sheet.place(row, Some(comparison))));
                continue;
            }
        };
        if slot.replace((child, values)).is_some() {
            found.push(twice(&format!("`{}`", sheet.cell(row, comparison)), sheet.place(row, None)));
        }
    }
    halves.into_iter().filter_map(|(_, half)| half.whole(children, found)).collect()
}

/// The two rows of an expert, each with the child it is about.
struct Halves {
    place: Place,
    weight: f64,
    best: Option<(usize, BTreeMap<String, f64>)>,
    worst: Option<(usize, BTreeMap<String, f64>)>,
}

impl Halves {
    fn new(place: Place) -> Self {
        Halves { place, weight: 1.0, best: None, worst: None }
    }

    fn whole(self, children: &Children<'_>, found: &mut Vec<Diagnostic>) -> Option<(Place, BestWorstExpert)> {
        let Halves { place, weight, best, worst } = self;
        let (Some((best, best_over)), Some((worst, over_worst))) = (best, worst) else {
            let diagnostic = Diagnostic::error(
                "def182",
                "这位专家要有两行：最重要、最不重要",
                "this expert needs two rows: best and worst",
            );
            found.push(diagnostic.at(place));
            return None;
        };
        let (best, worst) = (children.id(best).clone(), children.id(worst).clone());
        Some((place, BestWorstExpert { weight, best, worst, best_over, over_worst }))
    }
}

fn values(
    sheet: &Sheet<'_>,
    row: usize,
    columns: &Columns,
    children: &Children<'_>,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, f64> {
    let value = |&(child, column): &(usize, usize)| {
        number(sheet, (row, column), found).map(|value| (name(children.id(child)), value))
    };
    columns.children.iter().filter_map(value).collect()
}

#[derive(Clone, Copy)]
enum End {
    Best,
    Worst,
}

impl End {
    fn of(text: &str) -> Option<End> {
        match fold(text).as_str() {
            "best" | "最重要" | "最优" => Some(End::Best),
            "worst" | "最不重要" | "最劣" => Some(End::Worst),
            _ => None,
        }
    }
}

fn neither(text: &str, place: Place) -> Diagnostic {
    Diagnostic::error(
        "def181",
        format!("“{text}”应为“最重要”或“最不重要”"),
        format!("`{text}` should be `best` or `worst`"),
    )
    .at(place)
}

fn lacks(sheet: &Sheet<'_>, heads: &[Head]) -> Diagnostic {
    let (zh, en): (Vec<&str>, Vec<&str>) = heads.iter().map(|head| head.word()).unzip();
    Diagnostic::error(
        "def180",
        format!("找不到表头：要有“{}”", zh.join("”“")),
        format!("there are no headings: `{}` are needed", en.join("`, `")),
    )
    .at(sheet.place(0, None))
}

fn nobody_behind(given: f64, place: Place) -> Diagnostic {
    Diagnostic::error(
        "def187",
        format!("最后一项后面没有下一项，却写着比值 {given}"),
        format!("nothing follows the last child, but a ratio of {given} is written"),
    )
    .hint("留空", "leave it blank")
    .at(place)
}
