//! What the replicates say of ranks and of changes.

use super::super::super::document::NumberFormat;
use super::super::{changes, ranks};
use super::{Told, Tone};
use crate::sensitivity::{NodeUncertainty, Rising, UnitUncertainty};

/// So many are named; the rest are counted.
const NAMED: usize = 5;
/// The leading group of the rule `leading`.
const LEADING: usize = 3;
/// From this chance on a rival for the first place is named.
const RIVAL: f64 = 0.05;

pub(super) fn write(told: &mut Told<'_, '_>) {
    enough(told);
    let Some(main) = told.view.main().filter(|main| main.units.iter().any(|unit| unit.scored > 0)) else {
        return;
    };
    made(told, main);
    first(told, main);
    leading(told, main);
    for at in 0..told.view.all.run.top.len() {
        top(told, main, at);
    }
    tiers(told, main);
    shift(told, main);
    change(told);
}

/// Rules `more-draws` and `failures`.
fn enough(told: &mut Told<'_, '_>) {
    let run = &told.view.all.run;
    let convergence = &run.convergence;
    told.count("sensitivity.draws", run.draws as usize);
    told.count("sensitivity.scored", run.scored as usize);
    if !convergence.is_enough {
        told.count("sensitivity.suggested", convergence.suggested as usize);
        if let (Some(rank), Some(chance)) = (convergence.rank_ends.last(), convergence.probabilities.last()) {
            let from = told.from();
            told.facts.number("sensitivity.moved.ranks", *rank, NumberFormat::Percent(1), from);
            told.facts.number("sensitivity.moved.chances", *chance, NumberFormat::Decimals(3), from);
        }
        let text = told.view.say(
            "重算次数还不够：最近一次加倍后，位次区间的端点仍移动了对象数的{sensitivity.moved.ranks}，前k名的概率仍变动了{sensitivity.moved.chances}；建议至少重算{sensitivity.suggested}次。",
            "More draws are needed: over the last doubling an end of a rank interval still moved by {sensitivity.moved.ranks} of the number of units, a chance by {sensitivity.moved.chances}; take at least {sensitivity.suggested}.",
        );
        told.tell_as("more-draws", Tone::Caution, &[text]);
    }
    let failed: u32 = run.failures.iter().map(|failure| failure.replicates).sum();
    if failed > 0 {
        told.count("sensitivity.failed", failed as usize);
        told.count("sensitivity.failed.combinations", run.failures.len());
        let most =
            run.failures.iter().max_by_key(|failure| (failure.replicates, std::cmp::Reverse(failure.first)));
        if let Some(most) = most {
            let comma = told.view.say("、", ", ");
            told.word("sensitivity.failed.most", most.combination.join(comma));
            told.word("sensitivity.failed.why", told.view.r.text_of(&most.why));
        }
        let text = told.view.say(
            "{sensitivity.draws}次重算中有{sensitivity.failed}次不能计分（{sensitivity.failed.combinations}种组合），最多的是“{sensitivity.failed.most}”：{sensitivity.failed.why}。以下结论不含这些组合。",
            "Of {sensitivity.draws} replicates {sensitivity.failed} could not be scored (combinations: {sensitivity.failed.combinations}), most often “{sensitivity.failed.most}”: {sensitivity.failed.why}. What follows leaves them out.",
        );
        told.tell_as("failures", Tone::Caution, &[text]);
    }
}

/// Rule `made`.
fn made(told: &mut Told<'_, '_>, main: &NodeUncertainty) {
    let run = &told.view.all.run;
    told.count("sensitivity.factors", run.factors.len());
    told.count("sensitivity.units", main.units.len());
    told.word("sensitivity.scene", told.view.scene(main));
    told.share("sensitivity.confidence", run.confidence);
    told.share("sensitivity.interval", run.interval);
    let factors: Vec<&str> = run.factors.iter().map(|(_, name, _)| told.view.r.text_of(name)).collect();
    told.word("sensitivity.factors.names", factors.join(told.view.say("、", ", ")));
    let text = told.view.say(
        "{sensitivity.scene}：{sensitivity.units}个对象，重算{sensitivity.scored}次，每次同时改变{sensitivity.factors}处本可另作选择的做法（{sensitivity.factors.names}）；位次区间覆盖{sensitivity.interval}的重算。",
        "{sensitivity.scene}: {sensitivity.units} units, scored {sensitivity.scored} times, each time with other choices for all factors at once ({sensitivity.factors}: {sensitivity.factors.names}); rank intervals cover {sensitivity.interval} of the replicates.",
    );
    told.tell("made", &[text]);
}

/// The share of replicates in which a unit has a rank of k or better.
fn within(unit: &UnitUncertainty, k: u32) -> f64 {
    let count: u32 = unit.taken.iter().filter(|(rank, _)| *rank <= k).map(|(_, count)| *count).sum();
    f64::from(count) / f64::from(unit.scored.max(1))
}

/// Rule `first`.
fn first(told: &mut Told<'_, '_>, main: &NodeUncertainty) {
    let Some(leader) = main.units.first() else { return };
    told.word("sensitivity.first", told.view.unit_name(leader.unit));
    told.share_or_all("sensitivity.first.share", within(leader, 1));
    let chances = main.units.iter().skip(1).map(|unit| (within(unit, 1), unit));
    let mut rivals: Vec<(f64, &UnitUncertainty)> = chances.filter(|(chance, _)| *chance >= RIVAL).collect();
    rivals.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.rank.cmp(&b.1.rank)));
    if let Some((chance, rival)) = rivals.first() {
        told.word("sensitivity.rival", told.view.unit_name(rival.unit));
        told.share("sensitivity.rival.share", *chance);
    } else {
        told.word("sensitivity.no-rival", told.view.unit_name(leader.unit));
    }
    let texts = [
        told.view.say(
            "按定义居首的{sensitivity.first}在{sensitivity.first.share}的重算中居首",
            "{sensitivity.first}, first as defined, is first in {sensitivity.first.share} of the replicates",
        ),
        told.view.say(
            "，其次常居首的是{sensitivity.rival}（{sensitivity.rival.share}）。",
            ", the most frequent other is {sensitivity.rival} ({sensitivity.rival.share}).",
        ),
    ];
    let whole = format!("{}{}", texts[0], texts[1]);
    let alone = format!("{}{}", texts[0], told.view.say("。", "."));
    told.tell("first", &[if rivals.is_empty() { &alone } else { &whole }]);
}

/// Rule `leading`.
fn leading(told: &mut Told<'_, '_>, main: &NodeUncertainty) {
    let confidence = told.view.all.run.confidence;
    let group: Vec<&UnitUncertainty> =
        main.units.iter().take(LEADING).filter(|unit| unit.scored > 0).collect();
    if group.len() < LEADING || main.units.len() < 2 * LEADING {
        return;
    }
    let worst =
        main.units.iter().flat_map(|unit| unit.taken.last()).map(|(rank, _)| *rank).max().unwrap_or(0);
    let least = (1..=worst).find(|k| group.iter().all(|unit| within(unit, *k) >= confidence));
    let Some(least) = least else { return };
    told.count("sensitivity.leading", LEADING);
    told.count("sensitivity.leading.within", least as usize);
    let text = told.view.say(
        "前{sensitivity.leading}名各自在至少{sensitivity.confidence}的重算中保持在前{sensitivity.leading.within}名以内。",
        "Each of the first {sensitivity.leading} stays among the first {sensitivity.leading.within} in at least {sensitivity.confidence} of the replicates.",
    );
    told.tell("leading", &[text]);
}

/// Rules `top` and `edge`, for one k.
fn top(told: &mut Told<'_, '_>, main: &NodeUncertainty, at: usize) {
    let run = &told.view.all.run;
    let k = run.top[at];
    let confidence = run.confidence;
    if k as usize >= main.units.len() {
        return;
    }
    let id = |what: &str| format!("sensitivity.top{k}{what}");
    let chance = |unit: &UnitUncertainty| unit.top.get(at).copied().unwrap_or(0.0);
    told.count(&id(""), k as usize);
    let inside = main.units.iter().filter(|unit| unit.rank <= k && unit.scored > 0);
    told.count(&id(".sure"), inside.filter(|unit| chance(unit) >= confidence).count());
    if let Some(kept) = main.kept.get(at) {
        told.share(&id(".kept"), *kept);
    }
    let is_open = |unit: &&UnitUncertainty| {
        unit.scored > 0 && chance(unit) < confidence && chance(unit) > 1.0 - confidence
    };
    let mut open: Vec<&UnitUncertainty> = main.units.iter().filter(is_open).collect();
    told.count(&id(".open"), open.len());
    let zh = told.view.r.order.language == crate::vocab::Language::Zh;
    let text = if zh {
        "按定义的前{K}名平均有{K.kept}留在前{K}名，其中{K.sure}个在至少{sensitivity.confidence}的重算中留住。"
    } else {
        "Of the first {K} as defined {K.kept} stay among the first {K} on average, {K.sure} of them in at least {sensitivity.confidence} of the replicates."
    };
    told.tell("top", &[&text.replace("{K", &format!("{{sensitivity.top{k}"))]);
    if open.is_empty() {
        return;
    }
    // Nearest to even chances first: they are the ones a list cut at k is least sure of.
    open.sort_by(|a, b| {
        (chance(a) - 0.5).abs().total_cmp(&(chance(b) - 0.5).abs()).then(a.rank.cmp(&b.rank))
    });
    let mut listed = Vec::new();
    for (place, unit) in open.iter().take(NAMED).enumerate() {
        let (name, p) = (id(&format!(".open.{place}")), id(&format!(".open.{place}.p")));
        told.word(&name, told.view.unit_name(unit.unit));
        told.chance(&p, chance(unit));
        let text = if zh { "{N}（P(前{K}) {P}）" } else { "{N} (P(top {K}) {P})" };
        let text = text.replace("{N}", &format!("{{{name}}}")).replace("{P}", &format!("{{{p}}}"));
        listed.push(text.replace("{K}", &format!("{{{}}}", id(""))));
    }
    let list = listed.join(if zh { "、" } else { ", " });
    let more = open.len() > NAMED;
    let text = match (zh, more) {
        (true, false) => "是否属于前{K}名不能确定的有{K.open}个：LIST。",
        (true, true) => "是否属于前{K}名不能确定的有{K.open}个，最难分的是LIST。",
        (false, false) => "Whether they are among the first {K} cannot be told (units: {K.open}): LIST.",
        (false, true) => {
            "Whether they are among the first {K} cannot be told (units: {K.open}); nearest to even are LIST."
        }
    };
    told.tell("edge", &[&text.replace("{K", &format!("{{sensitivity.top{k}")).replace("LIST", &list)]);
}

/// Rule `tiers`.
fn tiers(told: &mut Told<'_, '_>, main: &NodeUncertainty) {
    if main.tiers.is_empty() {
        return;
    }
    told.count("sensitivity.tiers", main.tiers.len());
    let zh = told.view.r.order.language == crate::vocab::Language::Zh;
    let several: Vec<&crate::sensitivity::Tier> =
        main.tiers.iter().filter(|tier| tier.units.len() > 1).collect();
    let mut listed = Vec::new();
    for (place, tier) in several.iter().take(LEADING).enumerate() {
        let id = format!("sensitivity.tier.{place}");
        told.word(&id, ranks::ranks_of(main, &tier.units).replace('–', told.view.say("—", "–")));
        listed.push(if zh {
            format!("第{{{id}}}名处于同一梯队")
        } else {
            format!("ranks {{{id}}} are one tier")
        });
    }
    let whole = told.view.say(
        "按{sensitivity.confidence}的把握，{sensitivity.units}个对象分成{sensitivity.tiers}个梯队",
        "At {sensitivity.confidence} the {sensitivity.units} units form {sensitivity.tiers} tiers",
    );
    let tail = if listed.is_empty() {
        String::new()
    } else if zh {
        format!(
            "，梯队之内分不出高下：{}{}",
            listed.join("，"),
            if several.len() > LEADING { "，等等" } else { "" }
        )
    } else {
        let more = if several.len() > LEADING { ", and so on" } else { "" };
        format!(", within which they cannot be told apart: {}{more}", listed.join(", "))
    };
    told.tell("tiers", &[&format!("{whole}{tail}{}", if zh { "。" } else { "." })]);
}

/// Rule `shift`.
fn shift(told: &mut Told<'_, '_>, main: &NodeUncertainty) {
    let from = told.from();
    told.facts.number("sensitivity.shift", main.mean_rank_shift, NumberFormat::Decimals(1), from);
    if let Some(rho) = main.mean_rank_correlation {
        told.facts.number("sensitivity.rho", rho, NumberFormat::Decimals(3), from);
    }
    let width = |unit: &&UnitUncertainty| unit.ranks.high - unit.ranks.low;
    let seen = main.units.iter().filter(|unit| unit.scored > 0);
    let widest = seen.max_by(|a, b| width(a).total_cmp(&width(b)).then(b.rank.cmp(&a.rank)));
    if let Some(unit) = widest.filter(|unit| width(unit) > 0.0) {
        told.word("sensitivity.widest", told.view.unit_name(unit.unit));
        told.count("sensitivity.widest.rank", unit.rank as usize);
        told.facts.number("sensitivity.widest.low", unit.ranks.low.floor(), NumberFormat::Integer, from);
        told.facts.number("sensitivity.widest.high", unit.ranks.high.ceil(), NumberFormat::Integer, from);
    }
    let texts = [
        told.view.say(
            "位次平均移动{sensitivity.shift}位",
            "Ranks move by {sensitivity.shift} places on average",
        ),
        told.view.say(
            "，与按定义的次序的秩相关平均为{sensitivity.rho}",
            ", the rank correlation with the order as defined is {sensitivity.rho} on average",
        ),
        told.view.say(
            "；区间最宽的是{sensitivity.widest}：按定义第{sensitivity.widest.rank}名，区间为第{sensitivity.widest.low}至{sensitivity.widest.high}名",
            "; the widest interval is that of {sensitivity.widest}: rank {sensitivity.widest.rank} as defined, from {sensitivity.widest.low} to {sensitivity.widest.high}",
        ),
    ];
    let known = |text: &&&str| told.facts.fill(text).is_some();
    let whole: String = texts.iter().filter(known).copied().collect();
    told.tell("shift", &[&format!("{whole}{}", told.view.say("。", "."))]);
}

/// Rule `changes`.
fn change(told: &mut Told<'_, '_>) {
    let Some(change) = changes::main(told.view) else { return };
    let seen = || change.units.iter().filter(|unit| unit.scored > 0);
    let count = |verdict: Rising| seen().filter(|unit| unit.verdict == verdict).count();
    told.word("sensitivity.change.from", change.from.to_string());
    told.word("sensitivity.change.to", change.to.to_string());
    told.count("sensitivity.change.units", seen().count());
    told.count("sensitivity.change.rises", count(Rising::Rises));
    told.count("sensitivity.change.falls", count(Rising::Falls));
    told.count("sensitivity.change.open", count(Rising::Indistinguishable));
    if seen().count() == 0 {
        return;
    }
    let text = told.view.say(
        "从{sensitivity.change.from}到{sensitivity.change.to}，{sensitivity.change.units}个对象中{sensitivity.change.rises}个的得分升幅可区分，{sensitivity.change.falls}个的降幅可区分，其余{sensitivity.change.open}个的变化在区间内，不能说升或降。",
        "From {sensitivity.change.from} to {sensitivity.change.to} the rise of score can be told for {sensitivity.change.rises} of {sensitivity.change.units} units, the fall for {sensitivity.change.falls}; the change of the other {sensitivity.change.open} lies within its interval: neither rise nor fall may be claimed.",
    );
    told.tell("changes", &[text]);
    let mut sure: Vec<&crate::sensitivity::UnitChange> =
        seen().filter(|u| u.verdict == Rising::Rises).collect();
    sure.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.unit.cmp(&b.unit)));
    if !sure.is_empty() {
        let names = told.names(sure.iter().take(NAMED).map(|unit| unit.unit));
        told.word("sensitivity.change.most", names);
        let text = told.view.say(
            "升幅可区分且最大的是：{sensitivity.change.most}。",
            "The largest rises that can be told: {sensitivity.change.most}.",
        );
        told.tell("changes", &[text]);
    }
}
