//! Freezing: from a summary of the base to a scorecard, once.

use std::borrow::Cow;

use super::base_scores::{FrozenTree, freeze_tree};
use super::completed::Completed;
use super::finding::{Finding, number};
use super::fit_imputation::{ImputationBase, remarks};
use super::frozen::{Base, BaseFacts, FrozenIndicator};
use super::screening;
use super::summary::{IndicatorSummary, Summary, summarise};
use super::{Scorecard, fingerprint, treatment_findings, undetermined};
use crate::definition::Definition;
use crate::diagnostic::{Diagnostic, Severity};
use crate::framework::{BaseValues, Framework, Indicator, Lifecycle, Node, NodeId};
use crate::normalisation::Normaliser;
use crate::panel::Panel;
use crate::statistics::{Fallback, FallbackReason, Grouped, GroupedFit, GroupedSample, Undetermined};
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
    findings.extend(alone(summary));
    let mut indicators = Vec::with_capacity(summary.indicators.len());
    let mut drafts = Drafts::new(framework, summary);
    if problems.is_empty() {
        findings.extend(screening::of_fit(framework, summary));
        findings.extend(drafts.completed.as_ref().map(Completed::finding));
        for draft in std::mem::take(&mut drafts.list) {
            findings.extend(draft.screened.clone());
            match draft.finish(framework, &mut findings) {
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
    let donors = drafts.imputation.donors(&indicators);
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
    let failing = Drafts::new(framework, &summary).list.into_iter().filter_map(|draft| {
        let id = draft.frozen.id.clone();
        let problem = draft.finish(framework, &mut Vec::new()).err()?;
        Some((id, *problem))
    });
    failing.collect()
}

/// Every indicator on its way into a scorecard: first the steps of its missing policy, then, on the base as observed or completed by these,
/// treatment and normalisation.
struct Drafts<'s> {
    list: Vec<Draft<'s>>,
    imputation: ImputationBase<'s>,
    completed: Option<Completed>,
}

impl<'s> Drafts<'s> {
    fn new(framework: &'s Framework, summary: &'s Summary) -> Self {
        let mut imputation = ImputationBase::new(framework, summary);
        let indicators = framework.indicators().zip(&summary.indicators);
        let draft = |((node, known, indicator), base)| {
            let mut draft = Draft::new(framework, (known, indicator), base);
            if indicator.status != Lifecycle::Retired {
                draft.failed = draft.impute(&mut imputation, node).err().map(|why| (Stage::Imputation, why));
            }
            if draft.failed.is_some() {
                draft.frozen.imputation.clear();
            }
            draft
        };
        let mut list: Vec<Draft<'s>> = indicators.map(draft).collect();
        let rows = summary.rows.as_ref();
        let rows = rows.filter(|_| framework.parts().base_values == BaseValues::Completed);
        let mut completed = rows.map(|rows| {
            let frozen: Vec<FrozenIndicator> = list.iter().map(|draft| draft.frozen.clone()).collect();
            Completed::of(framework, rows, &frozen, &imputation.donors(&frozen))
        });
        for (at, draft) in list.iter_mut().enumerate() {
            if let Some(sample) = completed.as_mut().and_then(|completed| completed.samples[at].take()) {
                draft.values = Cow::Owned(sample);
            }
            if draft.indicator.status != Lifecycle::Retired && draft.failed.is_none() {
                draft.failed = draft.scale(framework).err();
            }
        }
        Drafts { list, imputation, completed }
    }
}

/// One indicator.
struct Draft<'s> {
    known: &'s Node,
    indicator: &'s Indicator,
    base: &'s IndicatorSummary,
    /// What treatment and normalisation are frozen on.
    values: Cow<'s, GroupedSample>,
    frozen: FrozenIndicator,
    /// What screening says of it, whatever comes next.
    screened: Vec<Finding>,
    found: Vec<Finding>,
    failed: Option<(Stage, Undetermined)>,
}

impl<'s> Draft<'s> {
    fn new(
        framework: &Framework,
        (known, indicator): (&'s Node, &'s Indicator),
        base: &'s IndicatorSummary,
    ) -> Self {
        let mut screened = Vec::new();
        let frozen = FrozenIndicator {
            id: known.id.clone(),
            base: BaseFacts::of(&base.observed.pooled()),
            excluded: screening::indicator(framework, known, indicator, base, &mut screened),
            imputation: Vec::new(),
            treatment: None,
            treated: None,
            normaliser: None,
        };
        let values = Cow::Borrowed(&base.observed);
        Draft { known, indicator, base, values, frozen, screened, found: Vec::new(), failed: None }
    }

    fn impute(&mut self, imputation: &mut ImputationBase<'_>, node: NodeId) -> Result<(), Undetermined> {
        for (at, step) in self.indicator.missing.iter().enumerate() {
            let fitted = imputation.fit(node, self.indicator, self.base, (at, step))?;
            self.found.extend(fallbacks(self.known, Stage::Imputation, &fitted.fallbacks));
            self.found.extend(remarks(self.known, at, &fitted.remarks));
            self.frozen.imputation.push(fitted.imputer);
        }
        Ok(())
    }

    fn scale(&mut self, framework: &Framework) -> Result<(), (Stage, Undetermined)> {
        let (known, indicator) = (self.known, self.indicator);
        let values: &GroupedSample = &self.values;
        let treater = indicator.treatment.fit(values).map_err(|why| (Stage::Treatment, why))?;
        let mut treated = None;
        if let Some(GroupedFit { grouped, fallbacks: fallen }) = treater {
            self.found.extend(fallbacks(known, Stage::Treatment, &fallen));
            let after = treatment::treated(values, &grouped);
            let facts = indicator.treatment.facts_of(values, &after, &grouped);
            self.found.extend(treatment_findings::of(known, &indicator.treatment, &grouped, &facts));
            (self.frozen.treatment, self.frozen.treated) = (Some(grouped), Some(facts));
            treated = Some(after);
        }
        let scale = framework.parts().scale;
        let fitted = indicator
            .normalisation
            .fit(indicator.aim(), &(scale.low..=scale.high), treated.as_deref().unwrap_or(values))
            .map_err(|why| (Stage::Normalisation, why))?;
        self.found.extend(fallbacks(known, Stage::Normalisation, &fitted.fallbacks));
        self.found.extend(empty_classes(known, indicator, &fitted.grouped));
        self.found.extend(not_positive(known, indicator, &values.pooled()));
        self.frozen.normaliser = Some(fitted.grouped);
        Ok(())
    }

    /// The frozen indicator; where the base does not determine it an error, or for one that weighs nothing a finding.
    fn finish(
        mut self,
        framework: &Framework,
        findings: &mut Vec<Finding>,
    ) -> Result<FrozenIndicator, Box<Diagnostic>> {
        let Some((stage, why)) = self.failed else {
            findings.append(&mut self.found);
            return Ok(self.frozen);
        };
        let observed = self.base.observed.pooled().len();
        let problem = undetermined::diagnostic(framework, self.known, self.indicator, stage, why, observed);
        if self.indicator.status == Lifecycle::Core && self.frozen.excluded.is_none() {
            return Err(Box::new(problem));
        }
        findings.push(undetermined::without_weight(self.known, &problem));
        self.frozen.imputation.clear();
        (self.frozen.treatment, self.frozen.treated, self.frozen.normaliser) = (None, None, None);
        Ok(self.frozen)
    }
}

/// A step of the pipeline, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Imputation,
    Treatment,
    Normalisation,
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

/// Cuts of classes that fall on the same value: a heap of equal values leaves the classes between them empty.
fn empty_classes(node: &Node, indicator: &Indicator, fitted: &Grouped<Normaliser>) -> Option<Finding> {
    let coinciding = |of: &Normaliser| indicator.normalisation.coinciding_cuts(of);
    let pooled = coinciding(&fitted.pooled);
    let groups = fitted.groups.iter().filter(|group| coinciding(&group.fitted) > 0);
    let examples: Vec<String> = groups
        .map(|group| {
            let key: Vec<String> = group.when.iter().map(|values| values.join("/")).collect();
            format!("{}: {}", key.join(" · "), coinciding(&group.fitted))
        })
        .collect();
    if pooled == 0 && examples.is_empty() {
        return None;
    }
    let message = Text::new(
        format!(
            "类别切点重合：全体 {pooled} 个、另有 {} 个组的切点与别的切点落在同一个值上，其间的类是空的",
            examples.len()
        ),
        format!(
            "cuts of classes coincide with others ({pooled} for all units, and in {} groups): the classes between them are empty",
            examples.len()
        ),
    );
    let count = pooled.max(examples.len()) as u64;
    let finding = Finding::new("fit145", Severity::Warning, message).about(&node.id).counted(count);
    Some(finding.examples(examples.into_iter().take(5).collect()))
}

/// A base in which no unit has another beside it.
fn alone(summary: &Summary) -> Option<Finding> {
    let most = summary.periods.iter().map(|base| base.rows).max()?;
    (most == 1).then(|| {
        let message = Text::new(
            "基期每期只有一个对象：没有别的对象可比，由基期定出的参数只反映它自己",
            "no period of the base has more than one unit: there is nothing to compare it with, and what is frozen reflects that unit alone",
        );
        Finding::new("fit146", Severity::Warning, message)
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
