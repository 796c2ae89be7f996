//! Freezing: from a summary of the base to a scorecard, once.

use super::base_scores::{FrozenTree, freeze_tree};
use super::finding::{Finding, number};
use super::fit_imputation::{ImputationBase, remarks};
use super::frozen::{Base, BaseFacts, FrozenIndicator};
use super::screening::{self, Exclusion};
use super::summary::{IndicatorSummary, Summary, summarise};
use super::{Scorecard, fingerprint, treatment_findings, undetermined};
use crate::definition::Definition;
use crate::diagnostic::{Diagnostic, Severity};
use crate::framework::{Indicator, Lifecycle, Node, NodeId};
use crate::panel::Panel;
use crate::statistics::{Fallback, FallbackReason, GroupedFit, Undetermined};
use crate::treatment;
use crate::vocab::{Id, Text};

/// A scorecard, and what had to be decided on the way to it.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The frozen result.
    pub scorecard: Scorecard,
    /// Groups that fell back on the whole base, pilots the base does not determine, facts about the base.
    pub findings: Vec<Finding>,
}

/// Determines every parameter from the base periods of a panel: the same as [`freeze`] of [`summarise`].
///
/// # Errors
/// Those of [`freeze`].
pub fn fit(definition: &Definition, panel: &Panel) -> Result<Fitted, Vec<Diagnostic>> {
    freeze(definition, &summarise(definition, panel))
}

/// Determines every parameter from a summary of the base.
///
/// # Errors
/// All at once: a base period without rows (`fit002`), a core indicator whose parameters the base does not determine (`fit003` to
/// `fit006`), an aggregate whose weights it does not determine (`fit110` to `fit115`), a summary made with another definition (`fit001`).
pub fn freeze(definition: &Definition, summary: &Summary) -> Result<Fitted, Vec<Diagnostic>> {
    let framework = definition.framework();
    if summary.definition != fingerprint::of_definition(definition) {
        return Err(vec![undetermined::other_definition()]);
    }
    let mut problems: Vec<Diagnostic> = undetermined::empty_periods(&summary.periods);
    let mut findings = vec![base_facts(summary)];
    let mut indicators = Vec::with_capacity(summary.indicators.len());
    let mut imputation = ImputationBase::new(framework, summary);
    if problems.is_empty() {
        findings.extend(screening::of_fit(framework, summary));
        for ((node, known, indicator), base) in framework.indicators().zip(&summary.indicators) {
            let excluded = screening::indicator(framework, known, indicator, base, &mut findings);
            match freeze_indicator(&mut imputation, node, indicator, base, excluded, &mut findings) {
                Ok(frozen) => indicators.push(frozen),
                Err(problem) => problems.push(*problem),
            }
        }
    }
    if problems.is_empty() && screening::excluded(framework, &indicators).first() == Some(&true) {
        problems.push(screening::nothing_left(framework));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let donors = imputation.donors(&indicators);
    let FrozenTree { weights, aggregates } =
        freeze_tree(framework, summary.rows.as_ref(), &indicators, &donors, &mut findings)?;
    let base = Base { periods: summary.periods.clone(), sources: summary.sources.clone() };
    let scorecard = Scorecard::new(definition.clone(), base, indicators, weights, aggregates, donors);
    Ok(Fitted { scorecard, findings })
}

/// The core indicators whose parameters the base does not determine, each with the error of [`freeze`], in the order of the tree.
#[must_use]
pub fn undetermined_indicators(definition: &Definition, panel: &Panel) -> Vec<(Id, Diagnostic)> {
    let (framework, summary) = (definition.framework(), summarise(definition, panel));
    let mut imputation = ImputationBase::new(framework, &summary);
    let indicators = framework.indicators().zip(&summary.indicators);
    let failing = indicators.filter_map(|((id, node, indicator), base)| {
        let mut unsaid = Vec::new();
        let excluded = screening::indicator(framework, node, indicator, base, &mut unsaid);
        let problem = freeze_indicator(&mut imputation, id, indicator, base, excluded, &mut unsaid).err()?;
        Some((node.id.clone(), *problem))
    });
    failing.collect()
}

fn freeze_indicator(
    imputation: &mut ImputationBase<'_>,
    node: NodeId,
    indicator: &Indicator,
    base: &IndicatorSummary,
    excluded: Option<Exclusion>,
    findings: &mut Vec<Finding>,
) -> Result<FrozenIndicator, Box<Diagnostic>> {
    let framework = imputation.framework();
    let known = framework.node(node);
    let pooled = base.observed.pooled();
    let mut frozen = FrozenIndicator {
        id: known.id.clone(),
        base: BaseFacts::of(&pooled),
        excluded,
        imputation: Vec::new(),
        treatment: None,
        treated: None,
        normaliser: None,
    };
    if indicator.status == Lifecycle::Retired {
        return Ok(frozen);
    }
    let mut found = Vec::new();
    match parameters(imputation, node, indicator, base, &mut frozen, &mut found) {
        Ok(()) => {
            findings.append(&mut found);
            findings.extend(not_positive(known, indicator, &pooled));
            Ok(frozen)
        }
        Err((stage, why)) => {
            let problem = undetermined::diagnostic(framework, known, indicator, stage, why, pooled.len());
            if indicator.status == Lifecycle::Core && excluded.is_none() {
                return Err(Box::new(problem));
            }
            findings.push(undetermined::without_weight(known, &problem));
            frozen.imputation.clear();
            (frozen.treatment, frozen.treated, frozen.normaliser) = (None, None, None);
            Ok(frozen)
        }
    }
}

/// A step of the pipeline, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Imputation,
    Treatment,
    Normalisation,
}

fn parameters(
    imputation: &mut ImputationBase<'_>,
    node: NodeId,
    indicator: &Indicator,
    base: &IndicatorSummary,
    frozen: &mut FrozenIndicator,
    findings: &mut Vec<Finding>,
) -> Result<(), (Stage, Undetermined)> {
    let framework = imputation.framework();
    let known = framework.node(node);
    for (at, step) in indicator.missing.iter().enumerate() {
        let fitted =
            imputation.fit(node, indicator, base, (at, step)).map_err(|why| (Stage::Imputation, why))?;
        findings.extend(fallbacks(known, Stage::Imputation, &fitted.fallbacks));
        findings.extend(remarks(known, at, &fitted.remarks));
        frozen.imputation.push(fitted.imputer);
    }
    let treater = indicator.treatment.fit(&base.observed).map_err(|why| (Stage::Treatment, why))?;
    let mut treated = None;
    if let Some(GroupedFit { grouped, fallbacks: fallen }) = treater {
        findings.extend(fallbacks(known, Stage::Treatment, &fallen));
        let after = treatment::treated(&base.observed, &grouped);
        let facts = indicator.treatment.facts_of(&base.observed, &after, &grouped);
        findings.extend(treatment_findings::of(known, &indicator.treatment, &grouped, &facts));
        (frozen.treatment, frozen.treated) = (Some(grouped), Some(facts));
        treated = Some(after);
    }
    let values = treated.as_deref().unwrap_or(&base.observed);
    let scale = framework.parts().scale;
    let fitted = indicator
        .normalisation
        .fit(indicator.aim(), &(scale.low..=scale.high), values)
        .map_err(|why| (Stage::Normalisation, why))?;
    findings.extend(fallbacks(known, Stage::Normalisation, &fitted.fallbacks));
    frozen.normaliser = Some(fitted.grouped);
    Ok(())
}

/// One finding for the groups that are too small, one for those that determine nothing.
fn fallbacks(node: &Node, stage: Stage, fallbacks: &[Fallback]) -> Vec<Finding> {
    let (zh, en) = undetermined::stage_name(stage);
    let kind = |small: bool| {
        let groups: Vec<&Fallback> =
            fallbacks.iter().filter(|f| (f.reason == FallbackReason::Small) == small).collect();
        let count = groups.len();
        let message = if small {
            Text::new(
                format!("{zh}：{count} 个组在基期的观测值太少，改用全体的参数"),
                format!(
                    "{en}: {count} groups have too few observed values in the base and use those of all units"
                ),
            )
        } else {
            Text::new(
                format!("{zh}：{count} 个组在基期的值拉不开差距，改用全体的参数"),
                format!(
                    "{en}: the base values of {count} groups do not tell units apart; they use those of all units"
                ),
            )
        };
        let examples = groups.iter().take(5).map(|f| format!("{} (n = {})", f.group.join(" · "), f.observed));
        (count > 0).then(|| {
            Finding::new(if small { "fit101" } else { "fit102" }, Severity::Note, message)
                .about(&node.id)
                .counted(count as u64)
                .examples(examples.collect())
        })
    };
    [kind(true), kind(false)].into_iter().flatten().collect()
}

/// Base values that a logarithmic axis has to leave out; those that a hurdle takes have their score.
fn not_positive(node: &Node, indicator: &Indicator, pooled: &crate::statistics::Sample) -> Option<Finding> {
    let hurdle = indicator.normalisation.logarithmic_axis()?;
    let left = hurdle.map_or_else(|| pooled.clone(), |hurdle| pooled.above(hurdle.at));
    let count = left.len() - left.above(0.0).len();
    (count > 0).then(|| {
        let message = Text::new(
            format!("基期有 {count} 个值不是正数，对数轴上不可用，没有进入定标"),
            format!("{count} base values are not positive, which a logarithmic axis cannot use; they stayed out of the fit"),
        );
        let lowest = left.min().map(number);
        Finding::new("fit104", Severity::Warning, message)
            .about(&node.id)
            .counted(count as u64)
            .examples(lowest.into_iter().collect())
    })
}

fn base_facts(summary: &Summary) -> Finding {
    let rows: u64 = summary.periods.iter().map(|base| base.rows).sum();
    let periods: Vec<String> = summary.periods.iter().map(|base| base.period.to_string()).collect();
    let message = Text::new(
        format!("参数在基期 {} 上冻结，共 {rows} 个对象·期", periods.join("、")),
        format!("parameters are frozen on the base {}, {rows} rows", periods.join(", ")),
    );
    Finding::new("fit100", Severity::Note, message).counted(rows)
}
