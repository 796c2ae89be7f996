//! Facts about every indicator, step by step: as the formula gives it, as it was treated, as it was normalised.

use serde::Serialize;

use super::finding::{Finding, percent, places};
use super::view::View;
use super::{ColumnFacts, Flag};
use crate::diagnostic::Severity;
use crate::framework::{Lifecycle, NodeId, NodeKind};
use crate::normalisation::{Normaliser, Side};
use crate::panel::Status;
use crate::vocab::{Id, Period, Text};

/// Facts about an indicator at one step over one sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndicatorFacts {
    /// The indicator.
    pub node: Id,
    /// The period; `None`: all base periods together.
    pub period: Option<Period>,
    /// The step.
    pub step: ValueStep,
    /// The facts, in the indicator's unit of measure or on the scale of scores.
    #[serde(flatten)]
    pub facts: ColumnFacts,
    /// What stands out.
    pub flags: Vec<Flag>,
    /// How many values stand in for missing ones; 0 for raw values.
    pub imputed: usize,
    /// How many scores lie at the ends of the scale; for normalised values of a normalisation with ends.
    pub saturation: Option<Saturation>,
}

/// A step of an indicator's way from value to score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueStep {
    /// By formula.
    Raw,
    /// After imputation and treatment.
    Treated,
    /// The score.
    Normalised,
}

/// Shares (0 to 1) of the scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Saturation {
    /// At or below the lowest score of the scale.
    pub bottom: f64,
    /// At or above the highest.
    pub top: f64,
    /// From a value below the first anchor.
    pub below: f64,
    /// From a value above the last anchor.
    pub above: f64,
}

impl ValueStep {
    /// All of them, in order.
    pub const ALL: [ValueStep; 3] = [ValueStep::Raw, ValueStep::Treated, ValueStep::Normalised];
}

/// Every indicator × (base, each period) × step.
pub(super) fn facts(view: &View<'_>) -> Vec<IndicatorFacts> {
    let base: Vec<Period> = view.subject.scorecard.base().periods.iter().map(|base| base.period).collect();
    let index = view.subject.scores.index();
    let of_base = (0..index.len()).filter(|row| base.contains(&index.row(*row).period)).collect();
    let mut samples: Vec<(Option<Period>, Vec<usize>)> = vec![(None, of_base)];
    samples
        .extend(view.subject.periods.iter().map(|period| (Some(*period), index.rows_in(*period).collect())));
    let mut all = Vec::new();
    for node in view.indicators() {
        for (period, rows) in &samples {
            all.extend(ValueStep::ALL.map(|step| of_step(view, node, *period, rows, step)));
        }
    }
    all
}

fn of_step(
    view: &View<'_>,
    node: NodeId,
    period: Option<Period>,
    rows: &[usize],
    step: ValueStep,
) -> IndicatorFacts {
    let applicable = |row: &&usize| view.leaf(node).is_some_and(|c| c.status(**row) != Status::NotApplicable);
    let applicable: Vec<usize> = rows.iter().filter(applicable).copied().collect();
    let value = |row: usize| {
        let column = view.leaf(node)?;
        match step {
            ValueStep::Raw => column.raw(row),
            ValueStep::Treated => column.treated(row),
            ValueStep::Normalised => column.score(row),
        }
    };
    let values = applicable.iter().filter_map(|&row| value(row)).collect();
    let facts = ColumnFacts::of(values, applicable.len());
    let imputed = |row: &&usize| view.leaf(node).is_some_and(|column| column.imputed_by(**row).is_some());
    IndicatorFacts {
        node: view.id(node),
        period,
        step,
        flags: facts.flags(view.settings()),
        facts,
        imputed: if step == ValueStep::Raw { 0 } else { applicable.iter().filter(imputed).count() },
        saturation: (step == ValueStep::Normalised).then(|| saturation(view, node, &applicable)).flatten(),
    }
}

fn saturation(view: &View<'_>, node: NodeId, rows: &[usize]) -> Option<Saturation> {
    let frozen = view.subject.scorecard.indicator(view.id(node).as_str())?.normaliser.as_ref()?;
    if matches!(frozen.pooled, Normaliser::Affine(_)) {
        return None;
    }
    let column = view.leaf(node)?;
    let scale = view.framework().parts().scale;
    let scored: Vec<(f64, Option<Side>)> =
        rows.iter().filter_map(|&row| Some((column.score(row)?, column.side(row)))).collect();
    let share = |count: usize| count as f64 / scored.len() as f64;
    let on = |side: Side| share(scored.iter().filter(|(_, at)| *at == Some(side)).count());
    (!scored.is_empty()).then(|| Saturation {
        bottom: share(scored.iter().filter(|(score, _)| *score <= scale.low).count()),
        top: share(scored.iter().filter(|(score, _)| *score >= scale.high).count()),
        below: on(Side::Below),
        above: on(Side::Above),
    })
}

/// What a reader should look at, of the cross-section and the base.
pub(super) fn findings(view: &View<'_>, facts: &[IndicatorFacts], found: &mut Vec<Finding>) {
    for node in view.indicators() {
        let id = view.id(node);
        let of = |period: Option<Period>, step: ValueStep| {
            facts.iter().find(|facts| facts.node == id && facts.period == period && facts.step == step)
        };
        let now = Some(view.subject.period);
        if let Some(raw) = of(now, ValueStep::Raw) {
            of_raw(view, node, raw, found);
        }
        // What is clamped on the way to a score does no harm: outliers matter where the scores still have them.
        let remain = |period: Option<Period>| {
            let is = |step| of(period, step).filter(|facts| facts.flags.contains(&Flag::Outliers));
            is(ValueStep::Normalised).and(is(ValueStep::Treated))
        };
        found.extend(remain(now).or_else(|| remain(None)).map(|facts| outliers(view, node, facts)));
        if let Some(normalised) = of(now, ValueStep::Normalised) {
            of_scores(view, node, normalised, found);
        }
    }
}

fn counts(view: &View<'_>, node: NodeId) -> bool {
    matches!(&view.framework().node(node).kind, NodeKind::Indicator(i) if i.status == Lifecycle::Core)
}

fn of_raw(view: &View<'_>, node: NodeId, raw: &IndicatorFacts, found: &mut Vec<Finding>) {
    for flag in &raw.flags {
        let finding = match flag {
            Flag::NoData => no_data(view, node),
            Flag::Constant => constant(view, node, raw),
            Flag::Availability => availability(view, node, raw),
            Flag::Zeros => zeros(view, node, raw),
            Flag::Unique => unique(view, node, raw),
            // Said of treated values only.
            Flag::Outliers => continue,
        };
        found.push(finding.about(view.id(node)));
    }
}

fn no_data(view: &View<'_>, node: NodeId) -> Finding {
    let (name, period) = (view.name(node), view.subject.period);
    let severity = if counts(view, node) { Severity::Error } else { Severity::Warning };
    let message = Text::new(
        format!("“{}”在 {period} 没有任何数据", name.zh),
        format!("`{}` has no data in {period}", name.en),
    );
    let hint = Text::new(
        "补数据；否则它的权重由插补或同组其他指标承担，不如改为 pilot（试行，不计分）",
        "add data; otherwise imputed values or the others of its group carry its weight, and it had better be a `pilot`",
    );
    Finding::new("dia002", severity, message, hint)
}

fn constant(view: &View<'_>, node: NodeId, raw: &IndicatorFacts) -> Finding {
    let (name, period, available) = (view.name(node), view.subject.period, raw.facts.available);
    let message = Text::new(
        format!("“{}”在 {period} 的 {available} 个值全都相同，分不出高下", name.zh),
        format!("all {available} values of `{}` in {period} are the same: it tells no units apart", name.en),
    );
    let hint = Text::new(
        "核对数据；若确实如此，考虑删去或改用更细的指标",
        "check the data; if they are right, drop it or measure more finely",
    );
    Finding::new("dia004", Severity::Warning, message, hint)
}

fn availability(view: &View<'_>, node: NodeId, raw: &IndicatorFacts) -> Finding {
    let (name, period) = (view.name(node), view.subject.period);
    let share = raw.facts.availability.unwrap_or(0.0);
    let message = Text::new(
        format!("“{}”在 {period} 只有 {} 的适用对象有数据", name.zh, percent(share)),
        format!("only {} of the units that `{}` applies to have data in {period}", percent(share), name.en),
    );
    let hint = Text::new(
        "补数据或换来源；仍不足时改为 pilot，不让缺失决定得分",
        "find more data or another source; if that fails make it a `pilot`, so that gaps do not decide scores",
    );
    Finding::new("dia006", Severity::Warning, message, hint).valued(share)
}

fn zeros(view: &View<'_>, node: NodeId, raw: &IndicatorFacts) -> Finding {
    let (name, period) = (view.name(node), view.subject.period);
    let share = raw.facts.zeros.unwrap_or(0.0);
    let message = Text::new(
        format!("“{}”在 {period} 有 {} 的值是零", name.zh, percent(share)),
        format!("{} of the values of `{}` in {period} are zero", percent(share), name.en),
    );
    let hint = Text::new(
        "确认零是真实的零而非未填报；考虑 hurdle 或分档",
        "make sure that zero is zero and not a gap; consider a `hurdle` or `tiers`",
    );
    Finding::new("dia007", Severity::Note, message, hint).valued(share)
}

fn unique(view: &View<'_>, node: NodeId, raw: &IndicatorFacts) -> Finding {
    let (name, period) = (view.name(node), view.subject.period);
    let (available, unique) = (raw.facts.available, raw.facts.unique);
    let message = Text::new(
        format!("“{}”在 {period} 的 {available} 个值里只有 {unique} 种不同取值", name.zh),
        format!("the {available} values of `{}` in {period} take only {unique} different ones", name.en),
    );
    let hint = Text::new(
        "若本是分档指标可不管；否则并列很多，考虑更细的度量",
        "fine for an indicator in tiers; otherwise many units tie, so measure more finely",
    );
    Finding::new("dia008", Severity::Note, message, hint).valued(unique as f64)
}

fn outliers(view: &View<'_>, node: NodeId, facts: &IndicatorFacts) -> Finding {
    let name = view.name(node);
    let (skew, kurtosis) = (facts.facts.skew.unwrap_or(0.0), facts.facts.kurtosis.unwrap_or(0.0));
    let (zh, en) = match facts.period {
        Some(period) => (format!("在 {period} "), format!("in {period}")),
        None => ("基期".to_owned(), "in the base".to_owned()),
    };
    let message = Text::new(
        format!(
            "“{}”处理后{zh}仍有极端值：偏度 {}，超额峰度 {}",
            name.zh,
            places(skew, 1),
            places(kurtosis, 1)
        ),
        format!(
            "`{}` still has outliers after treatment {en}: skewness {}, excess kurtosis {}",
            name.en,
            places(skew, 1),
            places(kurtosis, 1)
        ),
    );
    let hint = Text::new(
        "先查是否录错；再考虑缩尾、对数轴或按规模取比率",
        "look for wrong entries first; then consider winsorising, a log axis, or a ratio to size",
    );
    Finding::new("dia005", Severity::Warning, message, hint).about(view.id(node)).valued(skew)
}

fn of_scores(view: &View<'_>, node: NodeId, facts: &IndicatorFacts, found: &mut Vec<Finding>) {
    let Some(saturation) = facts.saturation else { return };
    let (name, limit) = (view.name(node), view.settings().saturation.get());
    if saturation.bottom > limit || saturation.top > limit {
        let ends = [(saturation.bottom, "最低分", "the least"), (saturation.top, "最高分", "the most")];
        let beyond = ends.iter().filter(|(share, _, _)| *share > limit);
        let (zh, en): (Vec<String>, Vec<String>) = beyond
            .map(|(share, zh, en)| {
                (format!("{} 得{zh}", percent(*share)), format!("{} score {en}", percent(*share)))
            })
            .unzip();
        let message = Text::new(
            format!("“{}”有 {}", name.zh, zh.join("、")),
            format!("`{}`: of the units {}", name.en, en.join(" and ")),
        );
        let hint = Text::new(
            "锚点偏窄，放宽阈值或改用锚点曲线",
            "the anchors are too narrow: widen the goalposts or use an anchor curve",
        );
        let most = saturation.bottom.max(saturation.top);
        found
            .push(Finding::new("dia009", Severity::Warning, message, hint).about(view.id(node)).valued(most));
    }
    let outside = saturation.below + saturation.above;
    if outside > limit {
        let message = Text::new(
            format!("“{}”有 {} 的值在锚点之外", name.zh, percent(outside)),
            format!("{} of the values of `{}` lie beyond the anchors", percent(outside), name.en),
        );
        let hint = Text::new(
            "数据已离开基期范围；修订阈值须换版次，各期一并重算",
            "the data have left the range of the base; new goalposts are a new edition, and all periods are scored again",
        );
        found.push(
            Finding::new("dia010", Severity::Warning, message, hint).about(view.id(node)).valued(outside),
        );
    }
}
