//! Weightings whose shares come from the data of the base, alone or combined with others: whether the choice can work. The shares
//! themselves are determined by the fit.

use std::collections::BTreeMap;

use super::cards::Card;
use super::judgements;
use super::weights::{given, none_written};
use crate::definition::shape::Spot;
use crate::diagnostic::Diagnostic;
use crate::vocab::Id;
use crate::weighting::{self, Children, CombinationRule, EntropyForm, Factors, Weighting};

/// The weight of each child: what a combination of known weightings comes to; where data decide, 1 for each child that counts.
pub(super) fn weights(
    chosen: &Weighting,
    (parent, spot): (&Card<'_>, Spot<'_>),
    cards: &[Card<'_>],
    children: &[usize],
    found: &mut Vec<Diagnostic>,
) -> Vec<f64> {
    let id = parent.id();
    let own = if chosen.reads_cards() {
        given(parent, cards, children, found)
    } else {
        let zh = format!("上级 `{id}` 的权重由 weighting 从数据得出");
        let en = format!("the weighting of its parent `{id}` takes the weights from data");
        none_written(cards, children, &zh, &en, found);
        vec![0.0; children.len()]
    };
    let counted: Vec<usize> = (0..children.len()).filter(|at| cards[children[*at]].counts()).collect();
    let before = found.len();
    check(chosen, (parent, spot), counted.len(), found);
    if let Weighting::Optimised { targets, tolerance, .. } = chosen {
        let ids: Vec<&str> = counted.iter().map(|at| cards[children[*at]].id().as_str()).collect();
        optimised(targets, *tolerance, &ids, (parent, spot), found);
    }
    for part in parts(chosen) {
        check(part, (parent, spot), counted.len(), found);
        if part.is_judged() {
            judgements::judged(part, (parent, spot), &[], cards, children, found);
        }
    }
    let counts = |at: &usize| if counted.contains(at) { 1.0 } else { 0.0 };
    if chosen.needs_rows() || crate::diagnostic::any_error(&found[before..]) {
        return (0..children.len()).map(|at| counts(&at)).collect();
    }
    let ids: Vec<&Id> = counted.iter().map(|at| cards[children[*at]].id()).collect();
    let given: Vec<f64> = counted.iter().map(|at| own[*at]).collect();
    match chosen.determine(Children { ids: &ids, columns: &[], periods: &[], given: &given, scorer: None }) {
        Ok(determined) => {
            let share = |at: usize| counted.iter().position(|c| *c == at).map(|at| determined.shares[at]);
            (0..children.len()).map(|at| share(at).unwrap_or(0.0)).collect()
        }
        Err(why) => {
            let diagnostic = Diagnostic::error(
                "def113",
                format!("`{id}` 的几种赋权合不到一起（{why}）"),
                format!("the weightings of `{id}` cannot be combined: {why}"),
            );
            found.push(diagnostic.at(spot.place()));
            (0..children.len()).map(|at| counts(&at)).collect()
        }
    }
}

fn parts(chosen: &Weighting) -> &[Weighting] {
    match chosen {
        Weighting::Combination { of, .. } => of,
        _ => &[],
    }
}

fn check(
    chosen: &Weighting,
    (parent, spot): (&Card<'_>, Spot<'_>),
    count: usize,
    found: &mut Vec<Diagnostic>,
) {
    let id = parent.id();
    if let Some(cap) = chosen.cap() {
        let least = 1.0 / count.max(1) as f64;
        if cap.get() < least - 1e-12 {
            let diagnostic = Diagnostic::error(
                "def110",
                format!("`{id}` 的权重上限 cap 是 {}，{count} 个下级都到上限也凑不到 1", cap.get()),
                format!(
                    "the cap of `{id}` is {}: {count} children of at most that do not add up to 1",
                    cap.get()
                ),
            );
            let hint = (format!("不小于 {least:.4}"), format!("{least:.4} or more"));
            found.push(diagnostic.hint(hint.0, hint.1).at(spot.key("cap").place()));
        }
    }
    if chosen.needs_rows() && chosen.min_units() < 2 {
        let diagnostic = Diagnostic::error(
            "def112",
            format!("`{id}` 的 min_units 是 {}，至少是 2", chosen.min_units()),
            format!("`min_units` of `{id}` is {}, at least 2 is expected", chosen.min_units()),
        );
        let hint = ("一行数据分不出高下", "one row tells nothing apart");
        found.push(diagnostic.hint(hint.0, hint.1).at(spot.key("min_units").place()));
    }
    match chosen {
        Weighting::Entropy { values, .. } => entropy(*values, (parent, spot), found),
        Weighting::Factor { factors: Factors::Count { count: kept }, .. } if *kept == 0 || *kept > count => {
            let diagnostic = Diagnostic::error(
                "def115",
                format!("`{id}` 保留 {kept} 个因子，应为 1 到 {count} 个"),
                format!("`{id}` keeps {kept} factors, 1 to {count} are expected"),
            );
            found.push(diagnostic.at(spot.key("factors").place()));
        }
        Weighting::Combination { rule, shares, of, .. } => {
            combination(*rule, shares, of, (parent, spot), found)
        }
        _ => {}
    }
}

fn entropy(form: EntropyForm, (parent, spot): (&Card<'_>, Spot<'_>), found: &mut Vec<Diagnostic>) {
    let above_zero = |value: f64| value.is_finite() && value > 0.0;
    let (key, given, zh, en) = match form {
        EntropyForm::Shifted { by } | EntropyForm::MinMaxShifted { by } if !above_zero(by) => {
            ("by", by, "大于 0 的数", "a number above 0")
        }
        EntropyForm::Rescaled { low, .. } if !above_zero(low) => {
            ("low", low, "大于 0 的数", "a number above 0")
        }
        EntropyForm::Rescaled { low, high } if !high.is_finite() || high <= low => {
            ("high", high, "大于 low 的数", "a number above `low`")
        }
        _ => return,
    };
    let id = parent.id();
    let diagnostic = Diagnostic::error(
        "def111",
        format!("`{id}` 的熵权参数 {key} 是 {given}，应为{zh}"),
        format!("`{key}` of the entropy weights of `{id}` is {given}, {en} is expected"),
    );
    found.push(diagnostic.at(spot.key("values").key(key).place()));
}

fn optimised(
    targets: &BTreeMap<String, f64>,
    tolerance: f64,
    ids: &[&str],
    (parent, spot): (&Card<'_>, Spot<'_>),
    found: &mut Vec<Diagnostic>,
) {
    let id = parent.id();
    if !(tolerance > 0.0 && tolerance < 1.0) {
        let diagnostic = Diagnostic::error(
            "def118",
            format!("`{id}` 的 tolerance 是 {tolerance}，应为大于 0、小于 1 的数"),
            format!("`tolerance` of `{id}` is {tolerance}, a number above 0 and below 1 is expected"),
        );
        found.push(diagnostic.at(spot.key("tolerance").place()));
    }
    if targets.is_empty() {
        return;
    }
    let named: Vec<&str> = targets.keys().map(String::as_str).collect();
    let same = named.len() == ids.len() && ids.iter().all(|id| named.contains(id));
    let values: Vec<f64> = targets.values().copied().collect();
    if !same || weighting::shares(&values).is_err() {
        let list = ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let diagnostic = Diagnostic::error(
            "def117",
            format!("`{id}` 的 targets 应给每个 core 下级一个不小于 0 的数，不全为 0"),
            format!("`targets` of `{id}` must give each core child a number from 0 up, not all 0"),
        );
        let hint = (format!("须且只须给出：{list}"), format!("it must name these and nothing else: {list}"));
        found.push(diagnostic.hint(hint.0, hint.1).at(spot.key("targets").place()));
    }
}

fn combination(
    rule: CombinationRule,
    shares: &[f64],
    of: &[Weighting],
    (parent, spot): (&Card<'_>, Spot<'_>),
    found: &mut Vec<Diagnostic>,
) {
    let id = parent.id();
    let mut refuse = |code, zh: String, en: String, key: &str, hint: (&str, &str)| {
        let diagnostic = Diagnostic::error(code, zh, en).hint(hint.0, hint.1);
        found.push(diagnostic.at(spot.key(key).place()));
    };
    if of.len() < 2 {
        refuse(
            "def113",
            format!("`{id}` 组合的赋权有 {} 种，至少要两种", of.len()),
            format!("`{id}` combines {} weightings, two or more are expected", of.len()),
            "of",
            (
                "写 of = [{ method = \"ahp\", ... }, { method = \"entropy\", ... }]",
                "write of = [{ method = \"ahp\", ... }, { method = \"entropy\", ... }]",
            ),
        );
    }
    if of.iter().any(|part| matches!(part, Weighting::Combination { .. } | Weighting::Optimised { .. })) {
        refuse(
            "def113",
            format!("`{id}` 的组合赋权里又有 combination 或 optimised"),
            format!("`{id}` has `combination` or `optimised` within its combination"),
            "of",
            ("把各种赋权并列写在一个 of 里", "write all weightings side by side in one `of`"),
        );
    }
    if of.iter().filter(|part| matches!(part, Weighting::Given { .. })).count() > 1 {
        refuse(
            "def113",
            format!("`{id}` 的组合赋权里 `given` 出现不止一次，而卡片上只有一套权重"),
            format!("`{id}` combines `given` more than once, but cards carry one set of weights"),
            "of",
            ("只留一个 given", "keep one `given`"),
        );
    }
    if shares.is_empty() {
        return;
    }
    if matches!(rule, CombinationRule::Multiplicative | CombinationRule::GameTheory) {
        refuse(
            "def114",
            format!("`{id}` 的组合规则不用 shares"),
            format!("the rule of the combination of `{id}` takes no `shares`"),
            "shares",
            (
                "删去 shares；linear 和 geometric 才用",
                "remove `shares`; they are for `linear` and `geometric`",
            ),
        );
    } else if shares.len() != of.len() || weighting::shares(shares).is_err() {
        refuse(
            "def114",
            format!("`{id}` 的 shares 应为 {} 个不小于 0、不全为 0 的数", of.len()),
            format!("`shares` of `{id}` must be {} numbers from 0 up, not all 0", of.len()),
            "shares",
            ("每种赋权一个数，按 of 的次序", "one number for each weighting, in the order of `of`"),
        );
    }
}
