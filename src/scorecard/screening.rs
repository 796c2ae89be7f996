//! Screening applied: to the rows of the base before a fit, to indicators when their base is known, to every row that is scored.

use serde::{Deserialize, Serialize};

use super::block::Block;
use super::finding::{Finding, number};
use super::frozen::FrozenIndicator;
use super::leaf::LeafCells;
use super::plan::Plan;
use super::raw;
use super::scores::Withheld;
use super::summary::{IndicatorSummary, Summary};
use crate::diagnostic::{Diagnostic, Severity};
use crate::framework::{Framework, Indicator, Inputs, Lifecycle, Node, NodeId};
use crate::panel::{Index, Panel, Status};
use crate::screening::{Action, Counts, Decision, Low, Screening};
use crate::vocab::Text;

/// What screening found of a unit in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreenedUnit {
    /// Its indicators that weigh something, before anything is imputed.
    pub counts: Counts,
    /// Which of its shares are too low.
    pub low: Low,
    /// What follows.
    pub verdict: Verdict,
}

/// What screening decides about a unit in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It passes.
    #[default]
    Passes,
    /// It fails the rule and is withheld.
    Fails,
    /// It fails the rule and stays by decision.
    Kept,
    /// It is left out by decision.
    LeftOut,
}

/// What screening found of an indicator that it takes out; part of the frozen scorecard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Its cells in the base.
    pub counts: Counts,
    /// Which of its shares are too low.
    pub low: Low,
    /// Whether it was named in the definition, whatever its base.
    pub by_name: bool,
}

fn judge(screening: &Screening, unit: &str, counts: Counts) -> ScreenedUnit {
    let low = screening.units.map_or_else(Low::default, |rule| rule.low(&counts));
    let fails = screening.units.is_some_and(|rule| rule.fails(low));
    let verdict = match (screening.unit(unit).map(|forced| forced.decision), fails) {
        (Some(Decision::Exclude), _) => Verdict::LeftOut,
        (Some(Decision::Include), true) => Verdict::Kept,
        (None, true) => Verdict::Fails,
        _ => Verdict::Passes,
    };
    ScreenedUnit { counts, low, verdict }
}

impl Verdict {
    /// Whether the unit has no score.
    #[must_use]
    pub fn is_out(self) -> bool {
        matches!(self, Verdict::Fails | Verdict::LeftOut)
    }
}

/// Adds the cells of one indicator to the counts of the rows of a block.
fn count(counts: &mut [Counts], values: &[f64], statuses: &[Status]) {
    for (row, counts) in counts.iter_mut().enumerate() {
        counts.applicable += u64::from(statuses[row] != Status::NotApplicable);
        if statuses[row].is_observed() {
            counts.observed += 1;
            counts.non_zero += u64::from(values[row] != 0.0);
        }
    }
}

/// Which rows of a block stay out of the base.
pub(super) fn out_of_base(
    framework: &Framework,
    panel: &Panel,
    block: &Block<'_>,
    inputs: &Inputs<'_>,
) -> Option<Vec<bool>> {
    let screening = &framework.parts().screening;
    if !screening.looks_at_units() {
        return None;
    }
    let mut counts = vec![Counts::default(); block.len()];
    if screening.units.is_some() {
        for (_, node, indicator) in framework.indicators() {
            let named = screening.indicator(&node.id).map(|forced| forced.decision);
            if counts_in(node, indicator) && named != Some(Decision::Exclude) {
                let cells = raw::evaluate(indicator, inputs).cells;
                count(&mut counts, &cells.values, &cells.statuses);
            }
        }
    }
    let out = |(row, counts): (usize, &Counts)| {
        judge(screening, &panel.index().unit(block.rows.start + row).id, *counts).verdict.is_out()
    };
    Some(counts.iter().enumerate().map(out).collect())
}

fn counts_in(node: &Node, indicator: &Indicator) -> bool {
    indicator.status == Lifecycle::Core && node.weight != Some(0.0)
}

/// What screening finds of the rows of a block; the indicators are those of the plan that weigh something.
pub(super) fn screen_block(
    plan: &Plan<'_>,
    leaves: &[LeafCells<'_>],
    block: &Block<'_>,
    into: &mut [ScreenedUnit],
) {
    let mut counts = vec![Counts::default(); block.len()];
    for (leaf, cells) in plan.leaves.iter().zip(leaves).filter(|(leaf, _)| leaf.weighs) {
        debug_assert!(leaf.indicator.status != Lifecycle::Retired);
        count(&mut counts, &cells.raw.values, &cells.raw.statuses);
    }
    let screening = &plan.framework.parts().screening;
    for (row, (found, counts)) in into.iter_mut().zip(counts).enumerate() {
        *found = judge(screening, &plan.panel.index().unit(block.rows.start + row).id, counts);
    }
}

/// Takes the scores of the rows that are out.
pub(super) fn withhold(screened: &[ScreenedUnit], scores: &mut [f64], withheld: &mut [Withheld]) {
    for (row, _) in screened.iter().enumerate().filter(|(_, unit)| unit.verdict.is_out()) {
        (scores[row], withheld[row]) = (0.0, Withheld::Screened);
    }
}

/// What an indicator has in the base.
fn counts_of(base: &IndicatorSummary) -> Counts {
    let observed = base.observed.pooled();
    let values = observed.values();
    let all: u64 = base.statuses.iter().sum();
    Counts {
        applicable: all - base.statuses[Status::NotApplicable as usize],
        observed: values.len() as u64,
        non_zero: values.iter().filter(|value| **value != 0.0).count() as u64,
        unique: (0..values.len()).filter(|&at| at == 0 || values[at] != values[at - 1]).count() as u64,
    }
}

/// Whether an indicator is taken out on this base, and what there is to say.
pub(super) fn indicator(
    framework: &Framework,
    node: &Node,
    card: &Indicator,
    base: &IndicatorSummary,
    findings: &mut Vec<Finding>,
) -> Option<Exclusion> {
    let screening = &framework.parts().screening;
    let forced = screening.indicator(&node.id);
    if !counts_in(node, card) || (forced.is_none() && screening.indicators.is_none()) {
        return None;
    }
    let counts = counts_of(base);
    let low = screening.indicators.map_or_else(Low::default, |rule| rule.low(&counts));
    let said = |code, severity, message: Text| Finding::new(code, severity, message).about(&node.id);
    let (zh, en) = (shares_zh(&counts, low), shares_en(&counts, low));
    match (forced, screening.indicators.map(|rule| rule.action)) {
        (Some(forced), _) if forced.decision == Decision::Exclude => {
            let message = Text::new(
                format!("按定义剔除，不计权重，由同级其余指标分担：{}", forced.reason.zh),
                format!("excluded by decision; its siblings share its weight: {}", forced.reason.en),
            );
            findings.push(said("scr158", Severity::Warning, message));
            Some(Exclusion { counts, low, by_name: true })
        }
        (Some(forced), _) if low.any() => {
            let message = Text::new(
                format!("未通过指标筛选（{zh}），按定义保留：{}", forced.reason.zh),
                format!("fails the screening ({en}) and is kept by decision: {}", forced.reason.en),
            );
            findings.push(said("scr157", Severity::Note, message));
            None
        }
        (None, Some(Action::Report)) if low.any() => {
            let message = Text::new(
                format!("未通过指标筛选：{zh}"),
                format!("fails the screening of indicators: {en}"),
            );
            findings.push(said("scr157", Severity::Warning, message));
            None
        }
        (None, Some(Action::Exclude)) if low.any() => {
            let message = Text::new(
                format!("未通过指标筛选，不计权重，由同级其余指标分担：{zh}"),
                format!("fails the screening and is excluded; its siblings share its weight: {en}"),
            );
            findings.push(said("scr158", Severity::Warning, message));
            Some(Exclusion { counts, low, by_name: false })
        }
        _ => None,
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "—".to_owned(), |share| format!("{}%", number((share * 1000.0).round() / 10.0)))
}

fn shares_zh(counts: &Counts, low: Low) -> String {
    let all = [
        (low.availability, "数据可得率", counts.availability()),
        (low.non_zero, "非零份额", counts.non_zero_share()),
        (low.unique, "不同值份额", counts.unique_share()),
    ];
    let said = all.iter().filter(|one| one.0).map(|(_, name, share)| format!("{name} {}", percent(*share)));
    said.collect::<Vec<_>>().join("，")
}

fn shares_en(counts: &Counts, low: Low) -> String {
    let all = [
        (low.availability, "observed", counts.availability()),
        (low.non_zero, "not zero", counts.non_zero_share()),
        (low.unique, "different", counts.unique_share()),
    ];
    let said = all.iter().filter(|one| one.0).map(|(_, name, share)| format!("{} {name}", percent(*share)));
    said.collect::<Vec<_>>().join(", ")
}

/// The nodes that screening takes out: indicators, and aggregates of which it leaves nothing.
pub(super) fn excluded(framework: &Framework, indicators: &[FrozenIndicator]) -> Vec<bool> {
    let mut out = vec![false; framework.nodes().len()];
    for ((node, _, _), frozen) in framework.indicators().zip(indicators) {
        out[node.0] = frozen.excluded.is_some();
    }
    for (node, _, aggregate) in framework.aggregates().rev() {
        let mut counting =
            aggregate.children.iter().filter(|child| framework.node(**child).weight != Some(0.0)).peekable();
        out[node.0] = counting.peek().is_some() && counting.all(|child| out[child.0]);
    }
    out
}

/// The shares that the definition gives, after what is out was taken out; 0 where data decide. Where nothing is out they have the
/// definition's bits.
pub(super) fn shares(framework: &Framework, out: &[bool]) -> Vec<f64> {
    let given = |node: NodeId| framework.node(node).weight.unwrap_or(0.0);
    let mut shares: Vec<f64> = (0..framework.nodes().len()).map(|at| given(NodeId(at))).collect();
    for (_, _, aggregate) in framework.aggregates() {
        let mut own: Vec<f64> = aggregate.children.iter().map(|child| given(*child)).collect();
        without(&aggregate.children, &mut own, out);
        for (child, share) in aggregate.children.iter().zip(own) {
            shares[child.0] = share;
        }
    }
    shares
}

/// The shares of the children of one aggregate after what is out was taken out; where nothing is they keep their bits.
pub(super) fn without(children: &[NodeId], shares: &mut [f64], out: &[bool]) {
    if !children.iter().any(|child| out[child.0]) {
        return;
    }
    let left: f64 =
        children.iter().zip(&*shares).filter(|(child, _)| !out[child.0]).map(|(_, share)| share).sum();
    for (child, share) in children.iter().zip(shares) {
        *share = if !out[child.0] && left > 0.0 { *share / left } else { 0.0 };
    }
}

/// What a fit says of screening beside its indicators.
pub(super) fn of_fit(framework: &Framework, summary: &Summary) -> Option<Finding> {
    (summary.screened > 0).then(|| {
        let count = summary.screened;
        let message = Text::new(
            format!("基期有 {count} 个对象·期未通过对象筛选，没有参与定标"),
            format!("rows of the base that fail the screening of units and stay out of the fit: {count}"),
        );
        let root = framework.node(framework.root());
        Finding::new("scr156", Severity::Note, message).about(&root.id).counted(count)
    })
}

/// Screening leaves nothing to score.
pub(super) fn nothing_left(framework: &Framework) -> Diagnostic {
    let base = framework.parts().base.iter().map(ToString::to_string).collect::<Vec<_>>();
    Diagnostic::error(
        "scr151",
        format!("指标筛选在基期 {} 剔除了全部指标", base.join("、")),
        format!("on the base {} the screening of indicators leaves none", base.join(", ")),
    )
    .hint(
        "放宽 screening.indicators 的阈值，改用 action = \"report\"，或用 decision = \"include\" 保留指标",
        "lower the thresholds of `screening.indicators`, use action = \"report\", or keep indicators with decision = \"include\"",
    )
}

/// What scoring says of screened units, period by period.
pub(super) fn of_scores(framework: &Framework, index: &Index, screened: &[ScreenedUnit]) -> Vec<Finding> {
    let screening = &framework.parts().screening;
    let root = &framework.node(framework.root()).id;
    let mut findings = Vec::new();
    for &period in index.periods() {
        let rows: Vec<usize> = index.rows_in(period).collect();
        let mut say = |code, severity, zh: &str, en: &str, holds: &dyn Fn(&ScreenedUnit) -> bool| {
            let found: Vec<usize> =
                rows.iter().copied().filter(|row| screened.get(*row).is_some_and(holds)).collect();
            if found.is_empty() {
                return;
            }
            let example = |row: &usize| {
                let (unit, counts) = (index.unit(*row), screened[*row].counts);
                let name = if unit.name.is_empty() {
                    unit.id.clone()
                } else {
                    format!("{} ({})", unit.name, unit.id)
                };
                format!("{name}: {} / {}", counts.observed, counts.applicable)
            };
            let n = found.len();
            let message = Text::new(zh.replace("{n}", &n.to_string()), en.replace("{n}", &n.to_string()));
            let mut finding = Finding::new(code, severity, message)
                .about(root)
                .counted(n as u64)
                .examples(found.iter().take(3).map(example).collect());
            finding.period = Some(period);
            findings.push(finding);
        };
        say(
            "scr152",
            Severity::Warning,
            "{n} 个对象数据可得率不足，未通过对象筛选，不计分、不排名",
            "units withheld and not ranked, as too few of their indicators are observed: {n}",
            &|unit| unit.verdict == Verdict::Fails && unit.low.availability,
        );
        say(
            "scr153",
            Severity::Warning,
            "{n} 个对象零值过多，未通过对象筛选，不计分、不排名",
            "units withheld and not ranked, as too many of their values are zero: {n}",
            &|unit| unit.verdict == Verdict::Fails && !unit.low.availability,
        );
        say(
            "scr154",
            Severity::Warning,
            "{n} 个对象按定义剔除，不计分、不排名",
            "units left out by decision, withheld and not ranked: {n}",
            &|unit| unit.verdict == Verdict::LeftOut,
        );
        say(
            "scr155",
            Severity::Note,
            "{n} 个对象未通过对象筛选，按定义保留",
            "units that fail the screening and are kept by decision: {n}",
            &|unit| unit.verdict == Verdict::Kept,
        );
    }
    findings.extend(absent(screening, index, root));
    findings
}

/// Units that a definition names and the data do not have: most often a mistyped id.
fn absent(screening: &Screening, index: &Index, root: &crate::vocab::Id) -> Option<Finding> {
    // A part of a panel, or the one unit of an explanation, has few units; nothing can be said of the others.
    let absent: Vec<String> = screening
        .unit
        .iter()
        .filter(|forced| index.unit_by_id(&forced.id).is_none())
        .map(|forced| forced.id.clone())
        .collect();
    (!absent.is_empty() && index.units().len() > 1).then(|| {
        let n = absent.len();
        let message = Text::new(
            format!("screening 指定的 {n} 个对象不在数据里"),
            format!("units named in `screening` that are not in the data: {n}"),
        );
        Finding::new("scr159", Severity::Note, message).about(root).counted(n as u64).examples(absent)
    })
}
