//! How unevenly scores are spread: over all units, and within and between groups of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::finding::Finding;
use super::view::View;
use crate::diagnostic::Severity;
use crate::statistics::{NoInequality, Sample, Theil, gini, theil};
use crate::vocab::{Id, Text};

/// Inequality of the index scores of the cross-section.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inequality {
    /// The attribute that makes the groups; `None`: all units are one group.
    pub by: Option<Id>,
    /// Units with a score, and with the attribute.
    pub units: usize,
    /// Gini's coefficient over them. `None` for the reason in `refused`.
    pub gini: Option<f64>,
    /// Theil's T over them, with its parts within and between groups.
    pub theil: Option<Theil>,
    /// Why there is neither.
    pub refused: Option<NoInequality>,
    /// The groups, by value of the attribute; `theil.of_groups` is in this order.
    pub groups: Vec<GroupSpread>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupSpread {
    /// The value of the attribute.
    pub value: String,
    /// Its units with a score.
    pub units: usize,
    /// Their mean score.
    pub mean: Option<f64>,
    /// Gini's coefficient within it. `None` where scores are negative or all zero.
    pub gini: Option<f64>,
    /// Theil's T within it. `None` where it has none over all units.
    pub theil: Option<f64>,
}

pub(super) fn inequality(view: &View<'_>) -> Vec<Inequality> {
    let mut all = vec![of_groups(view, None)];
    all.extend(view.subject.by.iter().map(|attribute| of_groups(view, Some(attribute))));
    all
}

fn of_groups(view: &View<'_>, by: Option<&Id>) -> Inequality {
    let root = view.scores(view.framework().root());
    let mut groups: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (row, score) in view.rows.iter().zip(root) {
        let value = match by {
            None => Some(""),
            Some(attribute) => {
                view.subject.panel.attribute(attribute.as_str()).and_then(|column| column.get(*row))
            }
        };
        if let (Some(value), Some(score)) = (value, score) {
            groups.entry(value).or_default().push(*score);
        }
    }
    let slices: Vec<&[f64]> = groups.values().map(Vec::as_slice).collect();
    let whole = slices.concat();
    let parts = theil(&slices);
    let of_group = |at: usize| parts.as_ref().ok().and_then(|parts| parts.of_groups.get(at).copied());
    let spread = |(at, (value, scores)): (usize, (&&str, &Vec<f64>))| GroupSpread {
        value: (*value).to_owned(),
        units: scores.len(),
        mean: Sample::new(scores.clone()).mean(),
        gini: gini(scores).ok(),
        theil: of_group(at),
    };
    Inequality {
        by: by.cloned(),
        units: whole.len(),
        gini: gini(&whole).ok(),
        refused: parts.as_ref().err().copied(),
        groups: if by.is_some() { groups.iter().enumerate().map(spread).collect() } else { Vec::new() },
        theil: parts.ok(),
    }
}

pub(super) fn findings(all: &[Inequality], out: &mut Vec<Finding>) {
    if all.first().is_some_and(|one| one.refused == Some(NoInequality::Negative)) {
        let message = Text::new(
            "综合得分有负值，基尼系数和泰尔指数没有意义，未计算",
            "some index scores are negative, for which Gini and Theil have no meaning; they were not computed",
        );
        let hint = Text::new(
            "用不出负分的归一化（如固定阈值）后再看",
            "look again with a normalisation without negative scores, such as goalposts",
        );
        out.push(Finding::new("dia027", Severity::Note, message, hint));
    }
}
