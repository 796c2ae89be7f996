//! The order of a run: read → fit → score → report → write.

use std::path::Path;

use super::document::StudyDocument;
use super::load::Study;
use super::manifest::{InputFile, Manifest};
use super::output::{Kept, MANIFEST, OutputFolder};
use super::paths::{is_outside, openable};
use crate::cross_comparison::{self, Ranking};
use crate::diagnostic::{Diagnostic, Place, Severity, any_error};
use crate::panel::{Panel, Reading, Source};
use crate::report::{self, Evaluated, Order, Results};
use crate::scorecard::{self, Finding, Leaves, Scorecard, Scores};
use crate::sensitivity::Robustness;
use crate::vocab::{Language, Period, Text};

/// The stretches of a run, for a progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Data files become a panel.
    Read,
    /// The base determines the scorecard.
    Fit,
    /// The scorecard is applied.
    Score,
    /// Tables, figures and text are made.
    Report,
    /// Files are written.
    Write,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Step; 5] = [Step::Read, Step::Fit, Step::Score, Step::Report, Step::Write];

    /// What a progress bar says.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Step::Read => Text::new("读取数据", "reading data"),
            Step::Fit => Text::new("定标", "fitting"),
            Step::Score => Text::new("计分", "scoring"),
            Step::Report => Text::new("编写报告", "writing the report"),
            Step::Write => Text::new("写出文件", "writing files"),
        }
    }
}

/// A study with its data.
#[derive(Debug)]
pub struct Loaded {
    /// The study.
    pub study: Study,
    /// Its data.
    pub panel: Panel,
    /// The files the data came from.
    pub sources: Vec<Source>,
    /// Scored periods, in order; never empty.
    pub periods: Vec<Period>,
    /// The period the report is about.
    pub focus: Period,
}

/// A study fitted and scored.
#[derive(Debug)]
pub struct Scored {
    /// The frozen scorecard.
    pub scorecard: Scorecard,
    /// Scores of aggregates.
    pub scores: Scores,
    /// Values and scores of indicators.
    pub leaves: Leaves,
    /// Whole-sample rankings that the study asks for; none when it was scored with a scorecard from elsewhere.
    pub rankings: Vec<Ranking>,
    /// What the ranks do and do not support; none unless the study asks for it.
    pub robustness: Option<Robustness>,
    /// Of the fit, if there was one, of the score, and of the rankings.
    pub findings: Vec<Finding>,
}

/// Whether a run writes tables of intermediate values too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Steps {
    /// It does not.
    #[default]
    Left,
    /// Into `steps/` and `steps.xlsx`.
    Written,
}

/// What a run wrote.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The manifest of the output folder.
    pub manifest: Manifest,
    /// What became of files that were in the folder before.
    pub kept: Kept,
    /// Of fit and score.
    pub findings: Vec<Finding>,
    /// Rows that were scored and rows that received an index score.
    pub rows: (usize, usize),
}

impl Study {
    /// Reads the data. The result is there when no diagnostic is an error.
    #[must_use]
    pub fn read(self) -> (Option<Loaded>, Vec<Diagnostic>) {
        let StudyDocument { register, data, .. } = &self.document;
        let variables = &self.definition.framework().parts().variables;
        let Reading { panel, mut diagnostics, files } =
            crate::panel::read(&self.folder, variables, register.as_ref(), data);
        openable(&self.folder, &mut diagnostics);
        let Some(panel) = panel.filter(|_| !any_error(&diagnostics)) else { return (None, diagnostics) };
        match self.periods(&panel) {
            Ok((periods, focus)) => {
                (Some(Loaded { study: self, panel, sources: files, periods, focus }), diagnostics)
            }
            Err(problems) => {
                diagnostics.extend(problems);
                (None, diagnostics)
            }
        }
    }

    /// The periods to be scored, in order, and the one the report is about.
    fn periods(&self, panel: &Panel) -> Result<(Vec<Period>, Period), Vec<Diagnostic>> {
        let known = panel.index().periods();
        let wanted = &self.document.periods;
        let root = self.positions.root();
        let list = known.iter().map(ToString::to_string).collect::<Vec<_>>();
        let without_data = |zh: &str, en: &str, place| {
            let zh = format!("{zh}没有数据；有数据的期：{}", list.join("、"));
            let en = format!("{en}, for which there are no data; there are: {}", list.join(", "));
            let problem = Diagnostic::error("std009", zh, en).at(place);
            problem.hint("改成有数据的期，或补上数据", "name one of these, or add the data")
        };
        let absent = wanted.iter().enumerate().filter(|(_, period)| !known.contains(period));
        let problems: Vec<Diagnostic> = absent
            .map(|(at, absent)| {
                let (zh, en) = (format!("`periods` 里的 {absent} "), format!("`periods` names {absent}"));
                without_data(&zh, &en, root.key("periods").entry(at).place())
            })
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut periods = if wanted.is_empty() { known.to_vec() } else { wanted.clone() };
        periods.sort_unstable();
        if let Some(period) = self.document.diagnosis.period.filter(|period| !periods.contains(period)) {
            let list = periods.iter().map(ToString::to_string).collect::<Vec<_>>();
            let zh = format!("诊断的期 {period} 不在计分的期里；计分的期：{}", list.join("、"));
            let en = format!(
                "the period of the diagnosis is {period}, which is not scored; scored are: {}",
                list.join(", ")
            );
            let place = root.key("diagnosis").key("period").place();
            let problem = Diagnostic::error("std047", zh, en).at(place);
            return Err(vec![
                problem.hint("改成其中一期，或删去这一行", "name one of these, or remove the line"),
            ]);
        }
        match self.document.focus.or_else(|| periods.last().copied()) {
            Some(focus) if periods.contains(&focus) => Ok((periods, focus)),
            Some(focus) => {
                let (zh, en) = (format!("报告期 {focus} "), format!("`focus` is {focus}"));
                Err(vec![without_data(&zh, &en, root.key("focus").place())])
            }
            None => Err(vec![
                Diagnostic::error("std010", "数据里没有任何一期", "the data have no period")
                    .at(root.key("data").place()),
            ]),
        }
    }

    /// The language of its report.
    #[must_use]
    pub fn language(&self) -> Language {
        self.document.language
    }
}

impl Loaded {
    /// Fits the base.
    ///
    /// # Errors
    /// What the base cannot determine.
    pub fn fit(&self) -> Result<scorecard::Fitted, Vec<Diagnostic>> {
        scorecard::fit(&self.study.definition, &self.panel)
    }

    /// Fits and scores.
    ///
    /// # Errors
    /// As [`Loaded::fit`].
    pub fn evaluate(&self, mut step: impl FnMut(Step)) -> Result<Scored, Vec<Diagnostic>> {
        step(Step::Fit);
        let fitted = self.fit()?;
        step(Step::Score);
        let mut scored = self.score(fitted.scorecard);
        scored.findings.splice(0..0, fitted.findings);
        let (rankings, findings) = self.rank(&scored)?;
        scored.rankings = rankings;
        scored.findings.extend(findings);
        Ok(scored)
    }

    /// Works out the rankings that the study asks for.
    ///
    /// # Errors
    /// A gap that no rule covers, and values that a method has no answer to.
    fn rank(&self, scored: &Scored) -> Result<(Vec<Ranking>, Vec<Finding>), Vec<Diagnostic>> {
        let Scored { scorecard, scores, leaves, .. } = scored;
        let subject = cross_comparison::Subject { scorecard, scores, leaves };
        let list = self.study.positions.root().key("ranking");
        cross_comparison::run(&self.study.document.ranking, subject, self.focus, &|at| list.entry(at).place())
    }

    /// Scores with a scorecard that may have been fitted on other data.
    #[must_use]
    pub fn score(&self, scorecard: Scorecard) -> Scored {
        let (scores, leaves) = scorecard.score_with_leaves(&self.panel);
        // Other periods are there for lags only; nothing of them is reported.
        let is_reported =
            |finding: &&Finding| finding.period.is_none_or(|period| self.periods.contains(&period));
        let findings = scores.findings().iter().filter(is_reported).cloned().collect();
        Scored { scorecard, scores, leaves, rankings: Vec::new(), robustness: None, findings }
    }

    /// Does the whole run and puts the result into `out`.
    ///
    /// # Errors
    /// The data cannot be fitted or scored, a figure cannot be drawn, or the folder cannot be written.
    pub fn run(&self, out: &Path, step: impl FnMut(Step)) -> Result<Outcome, Vec<Diagnostic>> {
        self.run_with(out, Steps::Left, step)
    }

    /// The same, with tables of intermediate values if asked for.
    ///
    /// # Errors
    /// As [`Loaded::run`].
    pub fn run_with(
        &self,
        out: &Path,
        steps: Steps,
        mut step: impl FnMut(Step),
    ) -> Result<Outcome, Vec<Diagnostic>> {
        holds_no_other_result(out).map_err(|d| vec![d])?;
        let mut folder = OutputFolder::create(out, &out.display().to_string()).map_err(|d| vec![d])?;
        let scored = self.evaluate(&mut step)?;
        step(Step::Report);
        let order = self.order();
        let results = self.results(&order, &scored);
        let mut files = report::files(&results).map_err(|error| vec![undrawable(&error)])?;
        if steps == Steps::Written {
            files.extend(report::step_files(&results).map_err(|error| vec![undrawable(&error)])?);
        }
        step(Step::Write);
        for (name, bytes) in &files {
            folder.write(name, bytes).map_err(|d| vec![d])?;
        }
        let manifest = self.manifest(&scored.scorecard, &folder);
        let kept = folder.finish(&manifest).map_err(|d| vec![d])?;
        let rows: Vec<usize> = self.periods.iter().flat_map(|p| scored.scores.index().rows_in(*p)).collect();
        let with_score =
            rows.iter().filter(|&&row| scored.scores.root().and_then(|root| root.get(row)).is_some()).count();
        Ok(Outcome { manifest, kept, findings: scored.findings, rows: (rows.len(), with_score) })
    }

    /// What the report is to show.
    #[must_use]
    pub fn order(&self) -> Order {
        let document = &self.study.document;
        let declared = self.study.definition.framework().parts().variables.attributes();
        let closed = declared.iter().filter(|a| a.values.is_some()).map(|a| a.id.clone());
        Order {
            title: document.report.title.clone().unwrap_or_else(|| document.name.clone()),
            study: document.name.clone(),
            client: document.report.client.clone(),
            author: document.report.author.clone(),
            notice: document.notice.clone(),
            language: document.language,
            periods: self.periods.clone(),
            focus: self.focus,
            by: document.report.by.clone().unwrap_or_else(|| closed.collect()),
            movers: usize::try_from(document.report.movers).unwrap_or(10),
        }
    }

    /// Everything a report is about.
    #[must_use]
    pub fn results<'a>(&'a self, order: &'a Order, scored: &'a Scored) -> Results<'a> {
        let evaluated = Evaluated {
            panel: &self.panel,
            scorecard: &scored.scorecard,
            scores: &scored.scores,
            leaves: &scored.leaves,
            rankings: &scored.rankings,
            robustness: scored.robustness.as_ref(),
            findings: &scored.findings,
            sources: &self.sources,
        };
        Results::new(order, evaluated)
    }

    pub(super) fn manifest(&self, scorecard: &Scorecard, folder: &OutputFolder) -> Manifest {
        let parts = self.study.definition.framework().parts();
        let mut inputs = self.study.inputs.clone();
        inputs.extend(self.sources.iter().map(|source| InputFile {
            path: source.file.clone(),
            sha256: source.sha256.clone(),
            outside: is_outside(&source.file),
        }));
        inputs.sort();
        inputs.dedup();
        Manifest {
            format: 1,
            program: format!("quanheng {}", env!("CARGO_PKG_VERSION")),
            study: self.study.document.name.get(self.study.language()).to_owned(),
            definition: format!("{}/{} {}", parts.set, parts.edition, parts.version),
            fingerprint: scorecard.fingerprint().to_owned(),
            language: self.study.language(),
            inputs,
            outputs: folder.written().clone(),
        }
    }
}

/// A run replaces a folder as a whole, so it must not take the place of what another command wrote, such as a diagnosis.
fn holds_no_other_result(out: &Path) -> Result<(), Diagnostic> {
    let text = std::fs::read_to_string(out.join(MANIFEST)).unwrap_or_default();
    let files = Manifest::from_json(&text).map(|manifest| manifest.outputs).unwrap_or_default();
    // Every run writes a report.
    if files.is_empty() || files.contains_key("report.html") {
        return Ok(());
    }
    let problem = Diagnostic::error(
        "std049",
        "输出文件夹里是另一个命令（如 quanheng diagnose）的结果；运行会把它整个换掉，未作任何改动",
        "the output folder holds the result of another command (such as `quanheng diagnose`), which a run would replace as a whole; nothing was changed",
    );
    let hint = ("用 --out 指定另一个文件夹，如 out", "name another folder with --out, such as `out`");
    Err(problem.hint(hint.0, hint.1).at(Place::File { file: out.display().to_string() }))
}

/// The worst severity among findings; `None` of none.
#[must_use]
pub fn worst(findings: &[Finding]) -> Option<Severity> {
    findings.iter().map(|f| f.severity).max()
}

pub(super) fn undrawable(error: &report::ReportError) -> Diagnostic {
    Diagnostic::error(
        "out005",
        format!("报告没有写成（{error}）"),
        format!("the report could not be made ({error})"),
    )
}
