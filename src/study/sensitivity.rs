//! `quanheng sensitivity`: fit, score, draw replicates and ask what they say, write. Finished ranges are kept, so that a run that was killed goes on.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::kept_ranges::KeptRanges;
use super::manifest::Manifest;
use super::output::{Kept, MANIFEST, OutputFolder};
use super::run::{Loaded, Scored, Step, undrawable};
use crate::diagnostic::{Diagnostic, Place};
use crate::report;
use crate::sensitivity::{Analysis, SensitivityDocument, Stage, Summary, Watch};

/// Ranges that are kept: small enough that little is lost, large enough that fits are shared.
const RANGES: u32 = 16;
const LEAST_RANGE: u32 = 256;

/// What is asked of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The study's table, with draws and seed from the command line where these are given.
    pub document: SensitivityDocument,
    /// Where it comes from.
    pub declared: Declared,
}

/// Where a sensitivity analysis is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// In `study.toml`.
    Study,
    /// Nowhere: weights of every aggregate within ±20 %.
    Nowhere,
}

/// What a progress bar hears of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// How many runs each stage has.
    Work(Vec<(Stage, u32)>),
    /// So many more runs of a stage are done.
    Done(Stage, u32),
}

impl Loaded {
    /// What is asked: the study's `[sensitivity]`, or the default.
    #[must_use]
    pub fn asked(&self, draws: Option<u32>, seed: Option<u64>) -> Asked {
        let (mut document, declared) = match &self.study.document.sensitivity {
            Some(document) => (document.clone(), Declared::Study),
            None => (undeclared(), Declared::Nowhere),
        };
        document.draws = draws.unwrap_or(document.draws);
        document.seed = seed.unwrap_or(document.seed);
        Asked { document, declared }
    }

    /// Fits, scores, and does all that is asked. Ranges of replicates that were finished before beside `out` are taken from there.
    ///
    /// # Errors
    /// The data cannot be fitted or scored, and what the analysis refuses.
    pub fn analyse(
        &self,
        asked: &Asked,
        out: Option<&Path>,
        mut step: impl FnMut(Step),
        heard: &(dyn Fn(Heard) + Sync),
    ) -> Result<Scored, Vec<Diagnostic>> {
        if let Some(out) = out {
            // What cannot be written in the end is better said before the work.
            holds_nothing_else(out).map_err(|d| vec![d])?;
            drop(OutputFolder::create(out, &out.display().to_string()).map_err(|d| vec![d])?);
        }
        let mut scored = self.evaluate(&mut step)?;
        step(Step::Sensitivity);
        self.ask(&mut scored, asked, out, heard)?;
        Ok(scored)
    }

    /// Adds to scores what the ranks do and do not support.
    pub(super) fn ask(
        &self,
        scored: &mut Scored,
        asked: &Asked,
        out: Option<&Path>,
        heard: &(dyn Fn(Heard) + Sync),
    ) -> Result<(), Vec<Diagnostic>> {
        let analysis = Analysis::new(self.sensitivity(&asked.document))?;
        let engine = analysis.engine()?;
        heard(Heard::Work(analysis.work()));
        let stop = AtomicBool::new(false);
        let done = |stage, more| heard(Heard::Done(stage, more));
        let watch = Watch { done: &done, stop: &stop };
        let kept = out.map(|out| KeptRanges::beside(out, &self.key(engine.fingerprint())));
        let replicates = |more| done(Stage::Replicates, more);
        let mut whole = engine.run(0..0, &replicates, &stop);
        for range in ranges(analysis.plan().sensitivity.draws) {
            let before = kept.as_ref().and_then(|kept| kept.read(&range));
            let is_it = |summary: &Summary| {
                summary.fingerprint == engine.fingerprint() && summary.ranges == [(range.start, range.end)]
            };
            let before = before.filter(is_it);
            let summary = match before {
                Some(summary) => {
                    replicates(range.end - range.start);
                    Some(summary)
                }
                None => {
                    let summary = engine.run(range.clone(), &replicates, &stop);
                    if let (Some(kept), Some(summary)) = (&kept, &summary) {
                        kept.write(&range, summary);
                    }
                    summary
                }
            };
            whole = whole.zip(summary).and_then(|(whole, summary)| whole.merge(&summary).ok());
        }
        if let Some(summary) = whole {
            scored.robustness = analysis.robustness(&engine, &summary, watch)?;
            scored.settings = engine.settings(0..analysis.plan().sensitivity.draws);
        }
        Ok(())
    }

    /// Everything that replicates depend on: the program, the plan, the scorecard, the data.
    fn key(&self, fingerprint: &str) -> String {
        let data: Vec<&str> = self.sources.iter().map(|source| source.sha256.as_str()).collect();
        format!("quanheng {}\n{fingerprint}\n{}", env!("CARGO_PKG_VERSION"), data.join("\n"))
    }

    /// Writes page, Word document, tables and JSON into `out`; ranges kept beside it go.
    ///
    /// # Errors
    /// A figure cannot be drawn, or the folder cannot be written.
    pub fn write_sensitivity(
        &self,
        scored: &Scored,
        out: &Path,
        mut step: impl FnMut(Step),
    ) -> Result<(Manifest, Kept), Vec<Diagnostic>> {
        holds_nothing_else(out).map_err(|d| vec![d])?;
        let mut folder = OutputFolder::create(out, &out.display().to_string()).map_err(|d| vec![d])?;
        step(Step::Report);
        let order = self.order();
        let results = self.results(&order, scored);
        let mut files = match results.robustness {
            Some(robustness) => {
                report::sensitivity_files(&results, robustness).map_err(|error| vec![undrawable(&error)])?
            }
            None => Vec::new(),
        };
        files.extend(settings_file(scored));
        step(Step::Write);
        for (name, bytes) in &files {
            folder.write(name, bytes).map_err(|d| vec![d])?;
        }
        let manifest = self.manifest(&scored.scorecard, &folder);
        let kept = folder.finish(&manifest).map_err(|d| vec![d])?;
        KeptRanges::beside(out, "").remove();
        Ok((manifest, kept))
    }
}

/// What each replicate drew, as a file, if anything was drawn.
pub(super) fn settings_file(scored: &Scored) -> Option<(String, Vec<u8>)> {
    (!scored.settings.is_empty())
        .then(|| ("replicates.csv".to_owned(), report::replicates_csv(&scored.settings)))
}

/// Ranges that are run one after the other and kept.
fn ranges(draws: u32) -> impl Iterator<Item = Range<u32>> {
    let length = draws.div_ceil(RANGES).max(LEAST_RANGE);
    (0..draws.div_ceil(length)).map(move |at| at * length..((at + 1) * length).min(draws))
}

/// Weights of every aggregate within ±20 %.
fn undeclared() -> SensitivityDocument {
    const WRITTEN: &str =
        r#"{ "factor": [{ "id": "weights", "kind": "weights", "law": { "spread": 0.2 } }] }"#;
    serde_json::from_str(WRITTEN).expect("a constant that is read in a test")
}

/// An analysis replaces a folder as a whole, so it must not take the place of a report or a diagnosis.
fn holds_nothing_else(out: &Path) -> Result<(), Diagnostic> {
    let text = std::fs::read_to_string(out.join(MANIFEST)).unwrap_or_default();
    let files = Manifest::from_json(&text).map(|manifest| manifest.outputs).unwrap_or_default();
    if files.is_empty() || files.contains_key("sensitivity.html") {
        return Ok(());
    }
    let problem = Diagnostic::error(
        "std100",
        "输出文件夹里是别的命令的结果；稳健性分析会把它整个换掉，未作任何改动",
        "the output folder holds the result of another command, which a sensitivity analysis would replace as a whole; nothing was changed",
    );
    let hint = (
        "用 --out 指定另一个文件夹，如 sensitivity",
        "name another folder with --out, such as `sensitivity`",
    );
    Err(problem.hint(hint.0, hint.1).at(Place::File { file: out.display().to_string() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_declared_is_weights_within_a_fifth() {
        let document = undeclared();
        assert_eq!((document.draws, document.seed, document.factor.len()), (1000, 1, 1));
    }

    #[test]
    fn ranges_cover_all_draws_once() {
        for draws in [1, 255, 256, 257, 1000, 10_000, 65_537] {
            let all: Vec<Range<u32>> = ranges(draws).collect();
            assert_eq!((all[0].start, all[all.len() - 1].end), (0, draws));
            assert!(all.windows(2).all(|pair| pair[0].end == pair[1].start) && all.len() <= 17);
        }
    }
}
