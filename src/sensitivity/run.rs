//! A study's whole analysis: replicates, then everything else that is asked, each part on its own.

use std::sync::atomic::AtomicBool;

use super::design::Sampler;
use super::perturbation::{Drawn, FactorSet};
use super::replicates::{Engine, Plan, Summary};
use super::setting::{Moved, Perturbation, Variant};
use super::uncertainty::Asked;
use super::{FactorKind, Robustness, RunFacts, SensitivityDocument};
use super::{acceptable, answers, attribution, left_out, reversal};
use crate::definition::Definition;
use crate::diagnostic::Diagnostic;
use crate::panel::Panel;
use crate::scorecard::Scorecard;
use crate::vocab::{Id, Period, Text};

/// What an analysis is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What is asked; it has been checked.
    pub document: &'a SensitivityDocument,
    /// The definition as it is.
    pub definition: &'a Definition,
    /// The definitions that alternatives name by path, in the order written.
    pub editions: &'a [Definition],
    /// The data.
    pub panel: &'a Panel,
    /// The periods that are scored, in order.
    pub periods: &'a [Period],
    /// The period the report is about.
    pub focus: Period,
}

/// A stretch of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Replicates are scored.
    Replicates,
    /// Runs of attribution are scored.
    Attribution,
    /// Nodes and units are left out one at a time.
    LeftOut,
    /// Units leave and join one at a time.
    Reversal,
    /// Exact answers.
    Exact,
    /// Weight vectors of SMAA.
    Acceptability,
}

impl Stage {
    /// What a progress bar says.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Stage::Replicates => Text::new("重算", "replicates"),
            Stage::Attribution => Text::new("归因", "attribution"),
            Stage::LeftOut => Text::new("逐一剔除", "leaving out one at a time"),
            Stage::Reversal => Text::new("逆序检验", "rank reversal"),
            Stage::Exact => Text::new("确定结论", "exact answers"),
            Stage::Acceptability => Text::new("权重可接受度", "acceptability of weights"),
        }
    }
}

/// Hears of every few runs that are done, and says when to stop.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// So many more runs of a stage are done.
    pub done: &'a (dyn Fn(Stage, u32) + Sync),
    /// Ends the work early.
    pub stop: &'a AtomicBool,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("stop", self.stop).finish_non_exhaustive()
    }
}

/// An analysis, ready to run. It draws its replicates itself.
#[derive(Clone, Debug)]
pub struct Analysis<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) set: FactorSet,
    sampler: Option<Sampler>,
    plan: Plan,
}

/// Does all of it. `None` when it was stopped.
///
/// # Errors
/// Those of the fit, and of attribution.
pub fn run(subject: Subject<'_>, watch: Watch<'_>) -> Result<Option<Robustness>, Vec<Diagnostic>> {
    let analysis = Analysis::new(subject)?;
    let engine = analysis.engine()?;
    let all = 0..analysis.plan.sensitivity.draws;
    let done = |more| (watch.done)(Stage::Replicates, more);
    let Some(summary) = engine.run(all, &done, watch.stop) else { return Ok(None) };
    analysis.robustness(&engine, &summary, watch)
}

impl<'a> Analysis<'a> {
    /// Resolves what is asked.
    ///
    /// # Errors
    /// More dimensions than the design has.
    pub fn new(subject: Subject<'a>) -> Result<Self, Vec<Diagnostic>> {
        let Subject { document, definition, editions, panel, .. } = subject;
        let set = FactorSet::new(document, definition, editions, Some(panel));
        let sampler = match set.dimensions() {
            0 => None,
            dimensions => {
                let sampler = document.design.sampler(document.seed, dimensions);
                Some(sampler.map_err(|error| vec![said("sen010", &error.text())])?)
            }
        };
        let mut sensitivity = document.clone();
        if sampler.is_none() {
            // Without factors all replicates are the definition as it is.
            sensitivity.draws = 1;
        }
        let paths = document.factor.iter().flat_map(|factor| match &factor.kind {
            FactorKind::Alternatives { alternative, .. } => alternative.as_slice(),
            _ => &[],
        });
        let paths = paths.filter_map(|alternative| alternative.definition.clone());
        let plan = Plan {
            documents: definition.documents().clone(),
            editions: paths
                .zip(editions)
                .map(|(path, edition)| (path, edition.documents().clone()))
                .collect(),
            sensitivity,
            nodes: nodes(document, definition),
            periods: periods(subject),
        };
        Ok(Analysis { subject, set, sampler, plan })
    }

    /// Everything but the data that its replicates are made from.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Its factors.
    #[must_use]
    pub fn factors(&self) -> &FactorSet {
        &self.set
    }

    /// What runs its replicates.
    ///
    /// # Errors
    /// Those of the definition and its fit.
    pub fn engine(&self) -> Result<Engine<'_>, Vec<Diagnostic>> {
        Engine::new(&self.plan, self.subject.panel, self)
    }

    /// How many runs each stage has.
    #[must_use]
    pub fn work(&self) -> Vec<(Stage, u32)> {
        let document = self.subject.document;
        let mut work = vec![(Stage::Replicates, self.plan.sensitivity.draws)];
        if document.attribution.is_some() && !self.set.factors().is_empty() {
            work.push((Stage::Attribution, attribution::runs(self)));
        }
        if document.leave_one_out.is_some() {
            work.push((Stage::LeftOut, left_out::runs(self)));
        }
        if document.reversal.is_some() {
            work.push((Stage::Reversal, reversal::runs(self)));
        }
        if document.bounds.is_some() {
            work.push((Stage::Exact, 1));
        }
        if let Some(acceptability) = &document.acceptability {
            work.push((Stage::Acceptability, acceptability.draws));
        }
        work
    }

    /// Everything that is asked, from the summary of all replicates. `None` when it was stopped.
    ///
    /// # Errors
    /// What attribution refuses.
    pub fn robustness(
        &self,
        engine: &Engine<'_>,
        summary: &Summary,
        watch: Watch<'_>,
    ) -> Result<Option<Robustness>, Vec<Diagnostic>> {
        let document = self.subject.document;
        let stopped = || watch.stop.load(std::sync::atomic::Ordering::Relaxed);
        let attribution = match &document.attribution {
            Some(asked) if !self.set.factors().is_empty() => attribution::attribute(self, asked, watch)?,
            _ => None,
        };
        let left_out = match &document.leave_one_out {
            Some(asked) if !stopped() => left_out::left_out(self, asked, watch)?,
            _ => Vec::new(),
        };
        let reversal = match &document.reversal {
            Some(asked) if !stopped() => Some(reversal::reversal(self, asked, watch)?),
            _ => None,
        };
        let scorecard = engine.scorecard();
        let exact = match &document.bounds {
            Some(bounds) if !stopped() => Some(answers::answers(self, bounds, scorecard, watch)),
            _ => None,
        };
        let acceptability = match &document.acceptability {
            Some(asked) if !stopped() => acceptable::acceptability(self, asked, scorecard, watch),
            _ => None,
        };
        if stopped() {
            return Ok(None);
        }
        let asked =
            Asked { interval: document.interval, confidence: document.confidence, top: document.top.clone() };
        let factors = self.set.factors().iter();
        let run = RunFacts {
            draws: self.plan.sensitivity.draws,
            seed: document.seed,
            design: document.design,
            interval: document.interval,
            confidence: document.confidence,
            top: document.top.clone(),
            factors: factors.map(|f| (f.id.clone(), f.name.clone(), f.said.clone())).collect(),
            scored: summary.scored(),
            failures: summary.failed(),
            convergence: summary.convergence(&asked),
        };
        Ok(Some(Robustness {
            run,
            uncertainty: summary.uncertainty(&asked),
            changes: summary.change_uncertainty(&asked),
            attribution,
            left_out,
            reversal,
            exact,
            acceptability,
        }))
    }

    /// The period that answers about one period are for: the last that is looked at.
    pub(super) fn period(&self) -> Period {
        self.plan.periods.last().copied().unwrap_or(self.subject.focus)
    }

    /// The same plan for the first node in the last period alone.
    pub(super) fn foremost(&self) -> Plan {
        let nodes = self.plan.nodes.iter().take(1).cloned().collect();
        Plan { nodes, periods: vec![self.period()], ..self.plan.clone() }
    }

    pub(super) fn coordinate(&self, replicate: u32, dimension: usize) -> f64 {
        self.sampler.as_ref().map_or(0.5, |sampler| sampler.coordinate(replicate, dimension))
    }
}

impl Perturbation for Analysis<'_> {
    fn choices(&self, replicate: u32) -> Vec<u32> {
        self.drawn(&|replicate, dimension| self.coordinate(replicate, dimension)).choices(replicate)
    }

    fn combination(&self, choices: &[u32]) -> Vec<String> {
        self.set.combination(choices)
    }

    fn chosen(&self, choices: &[u32], panel: &Panel) -> Result<Variant, Text> {
        self.drawn(&|replicate, dimension| self.coordinate(replicate, dimension)).chosen(choices, panel)
    }

    fn own(
        &self,
        replicate: u32,
        chosen: &Variant,
        definition: &Definition,
        panel: &Panel,
    ) -> Result<Option<Variant>, Text> {
        let point = |replicate, dimension| self.coordinate(replicate, dimension);
        self.drawn(&point).own(replicate, chosen, definition, panel)
    }

    fn moved(&self, replicate: u32, card: &Scorecard, into: &mut Moved) -> Result<(), Text> {
        let point = |replicate, dimension| self.coordinate(replicate, dimension);
        self.drawn(&point).moved(replicate, card, into)
    }
}

impl Analysis<'_> {
    fn drawn<'d>(&'d self, point: &'d (dyn Fn(u32, usize) -> f64 + Sync)) -> Drawn<'d> {
        Drawn { set: &self.set, point }
    }
}

/// The nodes that are looked at; the root where nobody says.
fn nodes(document: &SensitivityDocument, definition: &Definition) -> Vec<Id> {
    let framework = definition.framework();
    if document.nodes.is_empty() {
        vec![framework.node(framework.root()).id.clone()]
    } else {
        document.nodes.clone()
    }
}

/// The periods that are looked at; the focus and the scored period before it where nobody says.
fn periods(subject: Subject<'_>) -> Vec<Period> {
    let mut periods = subject.document.periods.clone();
    if periods.is_empty() {
        let before = subject.periods.iter().copied().filter(|period| *period < subject.focus).max();
        periods.extend(before);
        periods.push(subject.focus);
    }
    periods.sort_unstable();
    periods.dedup();
    periods
}

pub(super) fn said(code: &'static str, text: &Text) -> Diagnostic {
    Diagnostic::error(code, text.zh.clone(), text.en.clone())
}
