//! `quanheng diagnose`: fit, score, diagnose, write.

use std::path::Path;

use super::manifest::Manifest;
use super::output::{Kept, MANIFEST, OutputFolder};
use super::run::{Loaded, Scored, Step, undrawable};
use crate::definition::{self, Definition};
use crate::diagnosis::{self, Diagnosis, Subject};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::framework::Lifecycle;
use crate::report;
use crate::scorecard;
use crate::vocab::Id;

/// A study fitted, scored and diagnosed.
#[derive(Debug)]
pub struct Diagnosed {
    /// Scores and scorecard behind the diagnosis.
    pub scored: Scored,
    /// What was found.
    pub diagnosis: Diagnosis,
}

impl Diagnosed {
    /// The worst severity among the findings; `None` of none.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.diagnosis.findings.iter().map(|found| found.severity).max()
    }
}

impl Loaded {
    /// Fits, scores and diagnoses. Core indicators that the base does not determine stop a run; a diagnosis sets them aside, as if they
    /// were pilots, and says so as an error among its findings.
    ///
    /// # Errors
    /// What the base cannot determine even so.
    pub fn diagnose(&self, mut step: impl FnMut(Step)) -> Result<Diagnosed, Vec<Diagnostic>> {
        step(Step::Fit);
        let (fitted, undetermined) = match self.fit() {
            Ok(fitted) => (fitted, Vec::new()),
            Err(problems) => {
                let undetermined = scorecard::undetermined_indicators(&self.study.definition, &self.panel);
                let Some(definition) = without(&self.study.definition, &undetermined) else {
                    return Err(problems);
                };
                (scorecard::fit(&definition, &self.panel).map_err(|_| problems)?, undetermined)
            }
        };
        step(Step::Score);
        let mut scored = self.score(fitted.scorecard);
        scored.findings.splice(0..0, fitted.findings);
        let settings = &self.study.document.diagnosis;
        let order = self.order();
        let diagnosis = diagnosis::diagnose(Subject {
            panel: &self.panel,
            scorecard: &scored.scorecard,
            scores: &scored.scores,
            leaves: &scored.leaves,
            settings,
            periods: &self.periods,
            period: settings.period.unwrap_or(self.focus),
            by: settings.by.as_deref().unwrap_or(&order.by),
            undetermined: &undetermined,
        });
        Ok(Diagnosed { scored, diagnosis })
    }

    /// Writes page, tables and JSON into `out`.
    ///
    /// # Errors
    /// A figure cannot be drawn, or the folder cannot be written.
    pub fn write_diagnosis(
        &self,
        diagnosed: &Diagnosed,
        out: &Path,
        mut step: impl FnMut(Step),
    ) -> Result<(Manifest, Kept), Vec<Diagnostic>> {
        holds_no_run(out).map_err(|d| vec![d])?;
        let mut folder = OutputFolder::create(out, &out.display().to_string()).map_err(|d| vec![d])?;
        step(Step::Report);
        let order = self.order();
        let results = self.results(&order, &diagnosed.scored);
        let files = report::diagnosis_files(&results, &diagnosed.diagnosis)
            .map_err(|error| vec![undrawable(&error)])?;
        step(Step::Write);
        for (name, bytes) in &files {
            folder.write(name, bytes).map_err(|d| vec![d])?;
        }
        let manifest = self.manifest(&diagnosed.scored.scorecard, &folder);
        let kept = folder.finish(&manifest).map_err(|d| vec![d])?;
        Ok((manifest, kept))
    }
}

/// The definition with some indicators as pilots; `None` when there are none to change, or nothing that counts would be left.
fn without(definition: &Definition, undetermined: &[(Id, Diagnostic)]) -> Option<Definition> {
    let mut documents = definition.documents().clone();
    for card in documents.parts.iter_mut().flat_map(|part| &mut part.indicator) {
        if undetermined.iter().any(|(id, _)| *id == card.id) {
            card.status = Lifecycle::Pilot;
        }
    }
    if undetermined.is_empty() {
        return None;
    }
    definition::from_documents(documents).0
}

/// A diagnosis replaces a folder as a whole, so it must not take the place of a report.
fn holds_no_run(out: &Path) -> Result<(), Diagnostic> {
    let text = std::fs::read_to_string(out.join(MANIFEST)).unwrap_or_default();
    let files = Manifest::from_json(&text).map(|manifest| manifest.outputs).unwrap_or_default();
    if files.is_empty() || files.contains_key("diagnosis.json") {
        return Ok(());
    }
    let problem = Diagnostic::error(
        "std048",
        "输出文件夹里是 quanheng run 的结果；诊断会把它整个换掉，未作任何改动",
        "the output folder holds the result of `quanheng run`, which a diagnosis would replace as a whole; nothing was changed",
    );
    let hint =
        ("用 --out 指定另一个文件夹，如 diagnosis", "name another folder with --out, such as `diagnosis`");
    Err(problem.hint(hint.0, hint.1).at(Place::File { file: out.display().to_string() }))
}
