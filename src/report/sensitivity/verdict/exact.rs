//! What holds for all weights within bounds, and for any weights.

use super::super::super::document::NumberFormat;
use super::super::exact::{Side, outward};
use super::Told;
use crate::sensitivity::{ExactAnswers, Overtaking, UnitExact};
use crate::vocab::{Id, Language};

/// Pairs that the verdict tells of; the table has all.
const PAIRS: usize = 3;

pub(super) fn write(told: &mut Told<'_, '_>) {
    if let Some(exact) = &told.view.all.exact {
        attainable(told, exact);
        overtaking(told, exact);
        stability(told, exact);
    }
    acceptability(told);
}

/// Rule `attainable`.
fn attainable(told: &mut Told<'_, '_>, exact: &ExactAnswers) {
    let Some(leader) = exact.units.first() else { return };
    let id = |what: &str| format!("sensitivity.exact.{what}");
    told.count(&id("units"), exact.units.len());
    told.count(&id("fixed"), exact.units.iter().filter(|unit| unit.best == unit.worst).count());
    told.count(&id("first"), exact.units.iter().filter(|unit| unit.best_reached == 1).count());
    told.word(&id("leader"), told.view.unit_name(leader.unit));
    let worst = worst(told, leader);
    told.worded(&id("leader.worst"), f64::from(leader.worst), worst);
    let zh = told.view.r.order.language == Language::Zh;
    let text = match (leader.worst == 1, zh) {
        (true, true) => {
            "权重在所列范围内不论怎样取，{X.leader}都居首；{X.units}个对象中位次完全不变的有{X.fixed}个。"
        }
        (true, false) => {
            "Whatever the weights within the bounds, {X.leader} is first; of {X.units} ranks {X.fixed} cannot change."
        }
        (false, true) => {
            "权重在所列范围内变动时，按定义居首的{X.leader}最差到{X.leader.worst}；有{X.first}个对象可以居首，{X.units}个对象中位次完全不变的有{X.fixed}个。"
        }
        (false, false) => {
            "Within the bounds of the weights {X.leader}, first as defined, has {X.leader.worst} at worst; units that can be first: {X.first}; of {X.units} ranks {X.fixed} cannot change."
        }
    };
    told.tell("attainable", &[&text.replace("{X.", "{sensitivity.exact.")]);
    let open =
        exact.units.iter().filter(|unit| unit.best != unit.best_reached || unit.worst != unit.worst_reached);
    let open = open.count();
    if open > 0 {
        told.count(&id("open"), open);
        let text = told.view.say(
            "有{sensitivity.exact.open}个对象的可达位次只定到一个范围，两端都列在表里。",
            "Attainable ranks that are known within a range only: {sensitivity.exact.open}; both ends of it are in the table.",
        );
        told.tell("attainable", &[text]);
    }
}

fn worst(told: &Told<'_, '_>, unit: &UnitExact) -> String {
    let (bound, reached) = (unit.worst, unit.worst_reached);
    match (bound == reached, told.view.r.order.language) {
        (true, Language::Zh) => format!("第{bound}名"),
        (true, Language::En) => format!("rank {bound}"),
        (false, Language::Zh) => format!("第{reached}至第{bound}名之间"),
        (false, Language::En) => format!("a rank between {reached} and {bound}"),
    }
}

/// The node whose weight turns a pair by the smallest relative change, the threshold, and the side.
fn nearest<'a>(exact: &'a ExactAnswers, pair: &Overtaking) -> Option<(&'a Id, f64, f64, Side)> {
    let mut best: Option<(f64, &Id, f64, f64, Side)> = None;
    for ((node, nominal, _, _), thresholds) in exact.weights.iter().zip(&pair.thresholds) {
        for threshold in thresholds {
            let distance = (threshold - nominal).abs();
            let side = if threshold > nominal { Side::Above } else { Side::Below };
            if best.as_ref().is_none_or(|best| distance < best.0) {
                best = Some((distance, node, *nominal, *threshold, side));
            }
        }
    }
    best.map(|(_, node, nominal, threshold, side)| (node, nominal, threshold, side))
}

/// Rule `overtaking`.
fn overtaking(told: &mut Told<'_, '_>, exact: &ExactAnswers) {
    for (at, pair) in exact.overtaking.iter().enumerate().take(PAIRS) {
        let id = |what: &str| format!("sensitivity.overtaking.{at}.{what}");
        told.word(&id("ahead"), told.view.unit_name(pair.ahead));
        told.word(&id("behind"), told.view.unit_name(pair.behind));
        let zh = told.view.r.order.language == Language::Zh;
        let tell = |told: &mut Told<'_, '_>, text: &str| {
            told.tell("overtaking", &[&text.replace("{O.", &format!("{{sensitivity.overtaking.{at}."))]);
        };
        if let Some((node, nominal, threshold, side)) = nearest(exact, pair) {
            told.word(&id("node"), told.view.node_name(node));
            let from = told.from();
            told.facts.number(id("weight"), nominal, NumberFormat::Percent(1), from);
            told.worded(&id("threshold"), threshold, outward(threshold, side));
            let text = match (side, zh) {
                (Side::Above, true) => {
                    "{O.behind}超过{O.ahead}，当{O.node}的权重 ≥ {O.threshold}（现为{O.weight}，其余按比例）。"
                }
                (Side::Above, false) => {
                    "{O.behind} overtakes {O.ahead} when the weight of {O.node} is ≥ {O.threshold} (now {O.weight}, the others in proportion)."
                }
                (Side::Below, true) => {
                    "{O.behind}超过{O.ahead}，当{O.node}的权重 ≤ {O.threshold}（现为{O.weight}，其余按比例）。"
                }
                (Side::Below, false) => {
                    "{O.behind} overtakes {O.ahead} when the weight of {O.node} is ≤ {O.threshold} (now {O.weight}, the others in proportion)."
                }
            };
            tell(told, text);
        } else if pair.least_l1.is_none() {
            let text = told.view.say(
                "权重在所列范围内不论怎样取，{O.behind}都不超过{O.ahead}。",
                "Whatever the weights within the bounds, {O.behind} does not overtake {O.ahead}.",
            );
            tell(told, text);
        }
    }
}

/// Rule `stability`.
fn stability(told: &mut Told<'_, '_>, exact: &ExactAnswers) {
    // How far a weight may move before the first place changes, on the nearer side that has a limit.
    let room = |one: &crate::sensitivity::StabilityInterval| {
        let below = if one.first.0 > 0.0 { one.weight - one.first.0 } else { f64::INFINITY };
        let above = if one.first.1 < 1.0 { one.first.1 - one.weight } else { f64::INFINITY };
        below.min(above)
    };
    let tightest = exact.stability.iter().min_by(|a, b| room(a).total_cmp(&room(b)));
    let Some(tightest) = tightest else { return };
    if room(tightest).is_infinite() {
        told.count("sensitivity.stability.weights", exact.stability.len());
        let text = told.view.say(
            "{sensitivity.stability.weights}个权重中任何一个单独变动（其余按比例），居首者都不变。",
            "With any one of the {sensitivity.stability.weights} weights moved alone, the others in proportion, the first place stays.",
        );
        return told.tell("stability", &[text]);
    }
    let from = told.from();
    told.word("sensitivity.stability.node", told.view.node_name(&tightest.node));
    let numbers = [("weight", tightest.weight), ("low", tightest.first.0), ("high", tightest.first.1)];
    for (what, value) in numbers {
        told.facts.number(format!("sensitivity.stability.{what}"), value, NumberFormat::Percent(1), from);
    }
    let text = told.view.say(
        "居首者对{sensitivity.stability.node}的权重最敏感：该权重（现为{sensitivity.stability.weight}）单独变动、其余按比例时，在{sensitivity.stability.low}至{sensitivity.stability.high}之间居首者不变。",
        "The first place is tightest in the weight of {sensitivity.stability.node} (now {sensitivity.stability.weight}): moved alone, the others in proportion, it stays from {sensitivity.stability.low} to {sensitivity.stability.high}.",
    );
    told.tell("stability", &[text]);
}

/// Rule `acceptability`.
fn acceptability(told: &mut Told<'_, '_>) {
    let Some(all) = &told.view.all.acceptability else { return };
    let first = |at: usize| {
        let ranks = all.ranks.get(at).and_then(|ranks| ranks.iter().find(|(rank, _)| *rank == 1));
        ranks.map_or(0.0, |(_, share)| *share)
    };
    let mut can: Vec<(f64, u32)> = all
        .units
        .iter()
        .enumerate()
        .map(|(at, unit)| (first(at), *unit))
        .filter(|(share, _)| *share > 0.0)
        .collect();
    can.sort_by(|a, b| b.0.total_cmp(&a.0));
    let Some(&(share, unit)) = can.first() else { return };
    told.count("sensitivity.smaa.draws", all.draws as usize);
    told.count("sensitivity.smaa.first", can.len());
    told.word("sensitivity.smaa.most", told.view.unit_name(unit));
    told.share("sensitivity.smaa.most.share", share);
    let text = told.view.say(
        "在抽取的{sensitivity.smaa.draws}组权重中，有{sensitivity.smaa.first}个对象曾居首，支持{sensitivity.smaa.most}居首的权重最多（{sensitivity.smaa.most.share}）。",
        "Over {sensitivity.smaa.draws} drawn weight vectors units that are first at least once: {sensitivity.smaa.first}; the most weight vectors ({sensitivity.smaa.most.share}) put {sensitivity.smaa.most} first.",
    );
    told.tell("acceptability", &[text]);
}
