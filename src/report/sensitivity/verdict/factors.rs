//! What is said of factors, of what is left out, and of order among the others.

use super::super::super::document::NumberFormat;
use super::super::attribution::{factor, is_share, is_zero};
use super::Told;
use crate::sensitivity::{AttributedOutput, Attribution, Interval};
use crate::vocab::Language;

/// Outputs that the verdict tells of; the tables have all.
const OUTPUTS: usize = 2;

pub(super) fn write(told: &mut Told<'_, '_>) {
    if let Some(all) = &told.view.all.attribution {
        for (at, output) in all.outputs.iter().enumerate().take(OUTPUTS) {
            attribution(told, all, output, at);
        }
    }
    left_out(told);
    reversal(told);
}

/// Rule `attribution`.
fn attribution(told: &mut Told<'_, '_>, all: &Attribution, output: &AttributedOutput, at: usize) {
    let id = |what: &str| format!("sensitivity.attribution.{at}{what}");
    let zh = told.view.r.order.language == Language::Zh;
    told.word(&id(""), told.view.r.text_of(&output.name));
    let tell = |told: &mut Told<'_, '_>, text: &str| {
        told.tell("attribution", &[&text.replace("{A", &format!("{{sensitivity.attribution.{at}"))]);
    };
    if output.constant {
        let text = told.view.say(
            "“{A}”在全部重算中相同，没有差异可归因。",
            "“{A}” is the same in all runs: there is nothing to attribute.",
        );
        return tell(told, text);
    }
    let strength = |at: usize| {
        let index = &output.factors[at];
        index.total.unwrap_or(index.first)
    };
    let mut order: Vec<usize> = (0..output.factors.len()).collect();
    order.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)).then(a.cmp(b)));
    let Some(&strongest) = order.first() else { return };
    let index = &output.factors[strongest];
    told.word(&id(".factor"), factor(told.view, strongest));
    let format = if is_share(all.method) { NumberFormat::Percent(0) } else { NumberFormat::Decimals(3) };
    number(told, &id(".first"), index.first, index.first_interval, format);
    if let Some(total) = index.total {
        number(told, &id(".total"), total, index.total_interval, format);
    }
    let text = match (is_share(all.method), index.total.is_some(), zh) {
        (true, true, true) => {
            "“{A}”的方差中，份额最大的因素是{A.factor}：单独占{A.first}，连同与其他因素的交互占{A.total}。"
        }
        (true, true, false) => {
            "Of the variance of “{A}” the largest share goes with {A.factor}: {A.first} alone, {A.total} with its interactions."
        }
        (true, false, true) => "“{A}”的方差中，份额最大的因素是{A.factor}：单独占{A.first}。",
        (true, false, false) => {
            "Of the variance of “{A}” the largest share goes with {A.factor}: {A.first} alone."
        }
        (false, true, true) => "“{A}”对{A.factor}最敏感（{A.total}）。",
        (false, true, false) => "“{A}” is most sensitive to {A.factor} ({A.total}).",
        (false, false, true) => "“{A}”对{A.factor}最敏感（{A.first}）。",
        (false, false, false) => "“{A}” is most sensitive to {A.factor} ({A.first}).",
    };
    tell(told, text);
    let is_idle = |at: &usize| {
        let index = &output.factors[*at];
        let (value, interval) = match index.total {
            Some(total) => (total, index.total_interval),
            None => (index.first, index.first_interval),
        };
        is_zero(value, interval)
    };
    let idle: Vec<String> = order.iter().filter(|at| is_idle(at)).map(|at| factor(told.view, *at)).collect();
    if !idle.is_empty() && is_share(all.method) {
        told.word(&id(".idle"), idle.join(told.view.say("、", ", ")));
        let text = told
            .view
            .say("其中{A.idle}的份额与 0 不可区分。", "The share of {A.idle} cannot be told from 0.");
        tell(told, text);
    }
    let alone: f64 = output.factors.iter().map(|index| index.first).sum();
    if is_share(all.method) && output.factors.len() > 1 && alone > 0.0 && alone < 1.0 {
        told.share(&id(".alone"), alone);
        told.share(&id(".joint"), 1.0 - alone);
        let text = told.view.say(
            "各因素单独合计占{A.alone}，其余{A.joint}属于因素之间的交互。",
            "Alone the factors add up to {A.alone}; the other {A.joint} belong to their interactions.",
        );
        tell(told, text);
    }
}

/// An index with its interval; one that cannot be told from 0 is said so instead.
fn number(told: &mut Told<'_, '_>, id: &str, value: f64, interval: Option<Interval>, format: NumberFormat) {
    let zh = told.view.r.order.language == Language::Zh;
    let print = |value: f64| format.print(value).unwrap_or_default();
    let printed = match (is_zero(value, interval), interval) {
        (true, _) => told.view.say("与 0 不可区分的份额", "a share that cannot be told from 0").to_owned(),
        (false, Some(Interval { low, high, .. })) if zh => {
            format!("{}（区间{}至{}）", print(value), print(low), print(high))
        }
        (false, Some(Interval { low, high, .. })) => {
            format!("{} (interval {} to {})", print(value), print(low), print(high))
        }
        (false, None) => print(value),
    };
    told.worded(id, value, printed);
}

/// Rule `left-out`.
fn left_out(told: &mut Told<'_, '_>) {
    let view = told.view;
    let leader = view.main().and_then(|main| main.units.first()).map(|unit| unit.unit);
    let from = told.from();
    for (is_unit, kind) in [(false, "node"), (true, "unit")] {
        let scored =
            || view.all.left_out.iter().filter(|one| one.is_unit == is_unit && one.mean_rank_shift.is_some());
        let most = scored().max_by(|a, b| {
            let shift = |one: &crate::sensitivity::LeftOut| one.mean_rank_shift.unwrap_or(0.0);
            shift(a).total_cmp(&shift(b)).then(b.what.cmp(&a.what))
        });
        let Some(most) = most else { continue };
        let id = |what: &str| format!("sensitivity.left-out.{kind}{what}");
        told.count(&id(""), scored().count());
        told.word(&id(".most"), view.r.text_of(&most.name));
        told.facts.number(id(".shift"), most.mean_rank_shift.unwrap_or(0.0), NumberFormat::Decimals(1), from);
        // The leader cannot stay first where it is the one that left.
        let others = || {
            scored().filter(|one| !is_unit || leader.is_none_or(|leader| one.what != view.unit_id(leader)))
        };
        told.count(&id(".others"), others().count());
        told.count(&id(".same"), others().filter(|one| one.first.is_some() && one.first == leader).count());
        let text = match (is_unit, view.r.order.language) {
            (false, Language::Zh) => {
                "逐一剔除{L}个指标或汇总项：剔除{L.most}后位次移动最多（平均{L.shift}位）；{L.others}次中有{L.same}次居首者不变。"
            }
            (false, Language::En) => {
                "Indicators and aggregates left out one at a time ({L}): ranks move most without {L.most} ({L.shift} places on average); the first place stays in {L.same} of {L.others}."
            }
            (true, Language::Zh) => {
                "逐一移去{L}个对象：移去{L.most}后其余位次移动最多（平均{L.shift}位）；居首者仍在的{L.others}次中有{L.same}次不变。"
            }
            (true, Language::En) => {
                "Units left out one at a time ({L}): the others move most without {L.most} ({L.shift} places on average); where the leader remains ({L.others}) it stays first in {L.same}."
            }
        };
        told.tell("left-out", &[&text.replace("{L", &format!("{{sensitivity.left-out.{kind}"))]);
    }
}

/// Rule `reversal`.
fn reversal(told: &mut Told<'_, '_>) {
    let Some(found) = &told.view.all.reversal else { return };
    let id = |what: &str| format!("sensitivity.reversal.{what}");
    told.count(&id("removed"), found.removed as usize);
    told.count(&id("reversed"), found.reversed as usize);
    told.count(&id("frozen"), found.reversed_frozen as usize);
    if found.copied > 0 {
        told.count(&id("copied"), found.copied as usize);
        told.count(&id("by-copy"), found.reversed_by_copy as usize);
    }
    let removed = told.view.say(
        "逐一移去{sensitivity.reversal.removed}个对象：重新定标时有{sensitivity.reversal.reversed}次其余对象互换了次序，用冻结的评分卡时有{sensitivity.reversal.frozen}次。",
        "With {sensitivity.reversal.removed} units leaving one at a time, others changed places in {sensitivity.reversal.reversed} cases when fitted again, in {sensitivity.reversal.frozen} with the scorecard as frozen.",
    );
    let copied = told.view.say(
        "加入{sensitivity.reversal.copied}个对象的副本时有{sensitivity.reversal.by-copy}次。",
        "With a copy joining ({sensitivity.reversal.copied}), in {sensitivity.reversal.by-copy}.",
    );
    if found.removed > 0 {
        told.tell("reversal", &[removed, copied]);
    } else {
        told.tell("reversal", &[copied]);
    }
}
