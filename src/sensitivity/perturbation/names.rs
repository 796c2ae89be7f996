//! What people call a factor, and in a few words what varies.

use super::{Kind, State};
use crate::framework::Framework;
use crate::sensitivity::{ErrorLaw, FactorDocument, FactorKind, Resampling, WeightLaw};
use crate::vocab::{Id, Text};

pub(super) fn of(written: &FactorDocument, kind: &Kind, framework: &Framework) -> (Text, Text) {
    let (zh, en) = default_name(&written.kind);
    let name = written.name.clone().unwrap_or_else(|| Text::new(zh, en));
    (name, said(kind, framework))
}

fn default_name(kind: &FactorKind) -> (&'static str, &'static str) {
    match kind {
        FactorKind::Weights { .. } => ("权重", "weights"),
        FactorKind::Alternatives { .. } => ("备选做法", "alternatives"),
        FactorKind::Power { .. } => ("幂平均指数", "exponent of the mean"),
        FactorKind::Anchors { .. } => ("评分标准", "anchors"),
        FactorKind::LeaveOut { .. } => ("剔除一个", "one left out"),
        FactorKind::Units { resample: Resampling::Bootstrap { .. } } => ("基期样本", "sample of the base"),
        FactorKind::Units { resample: Resampling::DropGroup { .. } } => ("剔除一组对象", "a group left out"),
        FactorKind::Error { .. } => ("测量误差", "errors of measurement"),
    }
}

fn said(kind: &Kind, framework: &Framework) -> Text {
    match kind {
        Kind::Weights { of, law } => {
            let aggregates: Vec<Id> = of.iter().map(|moved| moved.aggregate.clone()).collect();
            let (whose_zh, whose_en) = whose(&aggregates, framework);
            let (zh, en) = of_law(law);
            Text::new(format!("{whose_zh}的下级权重：{zh}"), format!("weights below {whose_en}: {en}"))
        }
        Kind::Choice { states, shares } => {
            let drawn = states.iter().zip(shares).filter(|(_, share)| **share > 0.0);
            let all: Vec<(String, String)> = drawn.map(|(state, _)| of_state(state)).collect();
            let (zh, en): (Vec<String>, Vec<String>) = all.into_iter().unzip();
            match states.get(1) {
                Some(State::LeftOut(_)) if zh.len() > 6 => Text::new(
                    format!("{} 个节点中剔除一个，或不剔除", zh.len() - 1),
                    format!("one of {} nodes left out, or none", zh.len() - 1),
                ),
                _ => Text::new(zh.join("、"), en.join(", ")),
            }
        }
        Kind::Power { of, from, to } => {
            let (whose_zh, whose_en) = whose(of, framework);
            Text::new(
                format!("{whose_zh}的幂平均指数：{from} 至 {to}"),
                format!("exponent of the mean of {whose_en}: {from} to {to}"),
            )
        }
        Kind::Anchors { of, spread } => {
            let percent = 100.0 * spread;
            Text::new(
                format!("{} 项指标的评分标准两端各移动至多 {percent}%", of.len()),
                format!("the ends of the curves of {} indicators each move by up to {percent} %", of.len()),
            )
        }
        Kind::Bootstrap { within: None } => {
            Text::new("基期的对象有放回重抽", "units of the base drawn again with replacement")
        }
        Kind::Bootstrap { within: Some(by) } => Text::new(
            format!("基期的对象在 {by} 各组内有放回重抽"),
            format!("units of the base drawn again with replacement within {by}"),
        ),
        Kind::Error { of, law, correlated } => {
            let (zh, en) = of_error(*law);
            let (shared_zh, shared_en) = if *correlated > 0.0 {
                (format!("，同一对象共有 {correlated}"), format!(", {correlated} of it shared within a unit"))
            } else {
                (String::new(), String::new())
            };
            Text::new(
                format!("{} 项指标的原始值：{zh}{shared_zh}", of.len()),
                format!("raw values of {} indicators: {en}{shared_en}", of.len()),
            )
        }
    }
}

fn of_state(state: &State) -> (String, String) {
    match state {
        State::AsDefined => ("按定义".to_owned(), "as defined".to_owned()),
        State::LeftOut(id) => (format!("不含 {id}"), format!("without {id}")),
        State::Dropped { value, .. } => (format!("不含 {value}"), format!("without {value}")),
        State::Edits { id, .. } | State::Edition { id, .. } => (id.to_string(), id.to_string()),
    }
}

/// A few nodes by name, many by their number.
fn whose(ids: &[Id], framework: &Framework) -> (String, String) {
    if ids.len() > 3 {
        return (format!(" {} 个上级节点", ids.len()), format!("{} aggregates", ids.len()));
    }
    let named = |id: &Id| framework.find(id.as_str()).map(|node| &framework.node(node).name);
    let zh = ids.iter().filter_map(named).map(|name| format!("“{}”", name.zh)).collect::<Vec<_>>();
    let en = ids.iter().filter_map(named).map(|name| name.en.clone()).collect::<Vec<_>>();
    (zh.join("、"), en.join(", "))
}

fn of_law(law: &WeightLaw) -> (String, String) {
    match law {
        WeightLaw::Spread(share) => {
            let percent = 100.0 * share;
            (format!("各乘以 1±{percent}% 内的均匀数"), format!("each ±{percent} %, uniform"))
        }
        WeightLaw::Dirichlet(concentration) => (
            format!("狄利克雷分布，集中度 {concentration}"),
            format!("Dirichlet with concentration {concentration}"),
        ),
        WeightLaw::Simplex => ("任意权重".to_owned(), "any weights".to_owned()),
        WeightLaw::Within(share) => {
            let percent = 100.0 * share;
            (
                format!("份额在 ±{percent}% 以内的任意权重"),
                format!("any weights with shares within ±{percent} %"),
            )
        }
        WeightLaw::Between { .. } => {
            ("上下限之间的任意权重".to_owned(), "any weights between bounds".to_owned())
        }
        WeightLaw::Experts => {
            ("专家有放回重抽".to_owned(), "experts drawn again with replacement".to_owned())
        }
    }
}

fn of_error(law: ErrorLaw) -> (String, String) {
    match law {
        ErrorLaw::RelativeUniform(share) => {
            let percent = 100.0 * share;
            (format!("±{percent}% 内的均匀误差"), format!("uniform errors within ±{percent} %"))
        }
        ErrorLaw::RelativeNormal(share) => {
            let percent = 100.0 * share;
            (
                format!("正态误差，标准差为值的 {percent}%"),
                format!("normal errors, standard deviation {percent} % of the value"),
            )
        }
        ErrorLaw::Uniform(most) => {
            (format!("±{most} 内的均匀误差"), format!("uniform errors within ±{most}"))
        }
        ErrorLaw::Normal(deviation) => (
            format!("正态误差，标准差 {deviation}"),
            format!("normal errors, standard deviation {deviation}"),
        ),
    }
}
