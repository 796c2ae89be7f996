//! Bonuses and penalties: their formulas, caps, groups and decay, and what becomes of them together.

use std::collections::BTreeMap;

use super::formulas;
use super::rules::{twice, without_indicators};
use crate::definition::FrameworkDocument;
use crate::definition::document::{AdjustedScoreEntry, AdjustmentEntry, DecayEntry};
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::{
    Adjusting, Adjustment, AdjustmentGroup, AdjustmentKind, Decay, Formula, GradedScore, Names, Shape,
};
use crate::panel::Variables;
use crate::vocab::{Id, UnitOfMeasure};

/// All that is in order of a framework's bonuses and penalties.
pub(super) struct Adjustments {
    pub(super) list: Vec<Adjustment>,
    pub(super) together: Adjusting,
}

pub(super) fn adjustments(
    document: &FrameworkDocument,
    top: Spot<'_>,
    variables: Option<&Variables>,
    found: &mut Vec<Diagnostic>,
) -> Adjustments {
    let spot = top.key("adjusted_score");
    let together = together(document, top, spot, found);
    let list = top.key("adjustment");
    let none = BTreeMap::new();
    let mut adjustments = Vec::new();
    for (at, entry) in document.adjustment.iter().enumerate() {
        let spot = list.entry(at);
        if let Some(first) = document.adjustment[..at].iter().position(|other| other.id == entry.id) {
            found.push(twice("加减分项", "adjustment", &entry.id, spot, list.entry(first)));
        }
        cap(entry.cap, "cap", spot, found);
        let group = entry.group.as_ref().and_then(|id| group(id, document, spot, found));
        let decay = entry.decay.as_ref().and_then(|decay| factors(decay, spot.key("decay"), found));
        let names = variables.map(|variables| Names { variables, indicators: &none });
        let formulas = names.and_then(|names| formulas_of(entry, names, spot, found));
        if let Some(Formulas { when, points, since }) = formulas {
            adjustments.push(Adjustment {
                id: entry.id.clone(),
                name: entry.name.clone(),
                kind: entry.kind,
                when,
                points,
                decay: decay.map(|factors| Decay { factors, since }),
                cap: entry.cap,
                group,
                basis: entry.basis.clone(),
            });
        }
    }
    mixed_groups(document, spot, found);
    Adjustments { list: adjustments, together }
}

struct Formulas {
    when: Option<Formula>,
    points: Formula,
    since: Option<Formula>,
}

fn formulas_of(
    entry: &AdjustmentEntry,
    names: Names<'_>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Formulas> {
    let before = found.len();
    let plain = Shape::Number(UnitOfMeasure::one());
    let when = entry.when.as_ref();
    let when = when.map(|text| formulas::parse(text, names, &Shape::Condition, spot.key("when"), found));
    let points = formulas::parse(&entry.points, names, &plain, spot.key("points"), found);
    let since = entry.decay.as_ref().and_then(|decay| decay.since.as_ref());
    let since_spot = spot.key("decay").key("since");
    let since = since.map(|text| formulas::parse(text, names, &plain, since_spot, found));
    without_indicators(
        &mut found[before..],
        "加减分的公式只能用变量和属性，不能引用指标",
        "the formulas of a bonus or penalty are over variables and attributes; they cannot refer to an indicator",
    );
    let whole = |written: Option<Option<Formula>>| match written {
        Some(None) => None,
        Some(some) => Some(some),
        None => Some(None),
    };
    Some(Formulas { when: whole(when)?, points: points?, since: whole(since)? })
}

/// What is declared of the adjusted score, which is a must as soon as there is a bonus or a penalty.
fn together(
    document: &FrameworkDocument,
    top: Spot<'_>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Adjusting {
    let Some(entry) = &document.adjusted_score else {
        if !document.adjustment.is_empty() {
            let diagnostic = Diagnostic::error(
                "def171",
                "写了 [[adjustment]]，却没有 [adjusted_score]：不知道等级按哪个得分定、调整后得分是否限于得分范围",
                "there are [[adjustment]] entries but no [adjusted_score]: it says which score decides the grade, and whether the adjusted score stays on the scale",
            )
            .hint(
                "写 [adjusted_score]，其中 limit = \"scale\"、grade = \"base\"",
                "write [adjusted_score] with limit = \"scale\" and grade = \"base\"",
            );
            found.push(diagnostic.at(top.key("adjustment").entry(0).place()));
        }
        return Adjusting::default();
    };
    if document.adjustment.is_empty() {
        let diagnostic = Diagnostic::error(
            "def171",
            "写了 [adjusted_score]，却没有 [[adjustment]]",
            "there is [adjusted_score] but no [[adjustment]]",
        )
        .hint(
            "写加分、扣分项，或删去 [adjusted_score]",
            "write the bonuses and penalties, or remove [adjusted_score]",
        );
        found.push(diagnostic.at(spot.place()));
    }
    if entry.grade == GradedScore::Adjusted && document.grade.is_empty() {
        let diagnostic = Diagnostic::error(
            "def172",
            "grade 是 adjusted，但没有等级",
            "`grade` is `adjusted`, but there are no grades",
        )
        .hint("写 [[grade]]，或写 grade = \"base\"", "write [[grade]] entries, or grade = \"base\"");
        found.push(diagnostic.at(spot.key("grade").place()));
    }
    cap(entry.bonus_cap, "bonus_cap", spot, found);
    cap(entry.penalty_cap, "penalty_cap", spot, found);
    Adjusting {
        bonus_cap: entry.bonus_cap,
        penalty_cap: entry.penalty_cap,
        groups: groups(entry, spot, found),
        limit: entry.limit,
        grade: entry.grade,
    }
}

fn groups(entry: &AdjustedScoreEntry, spot: Spot<'_>, found: &mut Vec<Diagnostic>) -> Vec<AdjustmentGroup> {
    let list = spot.key("group");
    for (at, group) in entry.group.iter().enumerate() {
        if let Some(first) = entry.group[..at].iter().position(|other| other.id == group.id) {
            found.push(twice("封顶组", "group", &group.id, list.entry(at), list.entry(first)));
        }
        cap(Some(group.cap), "cap", list.entry(at), found);
    }
    let group = |group: &crate::definition::document::AdjustmentGroupEntry| AdjustmentGroup {
        id: group.id.clone(),
        name: group.name.clone(),
        cap: group.cap,
    };
    entry.group.iter().map(group).collect()
}

fn cap(cap: Option<f64>, key: &str, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if let Some(cap) = cap.filter(|cap| !(cap.is_finite() && *cap >= 0.0)) {
        let diagnostic = Diagnostic::error(
            "def167",
            format!("{key} 是 {cap}，应为 0 或以上的数"),
            format!("`{key}` is {cap}, a number from 0 up is expected"),
        );
        found.push(diagnostic.at(spot.key(key).place()));
    }
}

fn group(
    id: &Id,
    document: &FrameworkDocument,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let groups = document.adjusted_score.as_ref().map_or(&[][..], |entry| &entry.group);
    let place = groups.iter().position(|group| group.id == *id);
    if place.is_none() {
        let diagnostic =
            Diagnostic::error("def169", format!("没有封顶组 `{id}`"), format!("there is no group `{id}`"));
        let (zh, en) = match nearest(id.as_str(), groups.iter().map(|group| group.id.as_str())) {
            Some(near) => (format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")),
            None => (
                "在 [[adjusted_score.group]] 里声明它".to_owned(),
                "declare it in [[adjusted_score.group]]".to_owned(),
            ),
        };
        found.push(diagnostic.hint(zh, en).at(spot.key("group").place()));
    }
    place
}

/// A group caps bonuses or penalties, not both; and one that nobody is in caps nothing.
fn mixed_groups(document: &FrameworkDocument, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let groups = document.adjusted_score.as_ref().map_or(&[][..], |entry| &entry.group);
    for (at, group) in groups.iter().enumerate() {
        let kinds: Vec<AdjustmentKind> = document
            .adjustment
            .iter()
            .filter(|entry| entry.group.as_ref() == Some(&group.id))
            .map(|entry| entry.kind)
            .collect();
        let id = &group.id;
        let diagnostic = if kinds.is_empty() {
            Diagnostic::warning(
                "def173",
                format!("封顶组 `{id}` 里没有加减分项"),
                format!("no bonus or penalty is in the group `{id}`"),
            )
        } else if kinds.iter().any(|kind| *kind != kinds[0]) {
            Diagnostic::error(
                "def170",
                format!("封顶组 `{id}` 里既有加分又有扣分：加分与扣分分开封顶"),
                format!("the group `{id}` has bonuses and penalties: they are capped apart"),
            )
            .hint("分成两组", "make two groups of it")
        } else {
            continue;
        };
        found.push(diagnostic.at(spot.key("group").entry(at).key("id").place()));
    }
}

/// The factors by year, however they are written.
fn factors(entry: &DecayEntry, spot: Spot<'_>, found: &mut Vec<Diagnostic>) -> Option<Vec<f64>> {
    match entry {
        DecayEntry { factors: Some(factors), factor: None, years: None, .. } => {
            let wrong = factors.iter().position(|factor| !(0.0..=1.0).contains(factor));
            let Some(at) = wrong else { return Some(factors.clone()) };
            let given = factors[at];
            let diagnostic = Diagnostic::error(
                "def168",
                format!("衰减系数是 {given}，应为 0 到 1 的数"),
                format!("a factor of decay is {given}, a number from 0 to 1 is expected"),
            );
            found.push(diagnostic.at(spot.key("factors").entry(at).place()));
            None
        }
        DecayEntry { factors: None, factor: Some(factor), years: Some(years), .. } => {
            let mut left = 1.0;
            let next = |_| {
                let now = left;
                left *= factor.get();
                now
            };
            Some((0..*years).map(next).collect())
        }
        _ => {
            let diagnostic = Diagnostic::error(
                "def168",
                "decay 要么写 factors，要么写 factor 和 years",
                "`decay` has either `factors`, or `factor` and `years`",
            )
            .hint(
                "如 decay = { factors = [1.0, 0.6, 0.3] } 或 decay = { factor = 0.5, years = 3 }",
                "for example decay = { factors = [1.0, 0.6, 0.3] }, or decay = { factor = 0.5, years = 3 }",
            );
            found.push(diagnostic.at(spot.place()));
            None
        }
    }
}
