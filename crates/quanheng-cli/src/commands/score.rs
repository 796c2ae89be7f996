use std::path::Path;

use quanheng::diagnostic::{Diagnostic, Place, Severity};
use quanheng::report;
use quanheng::scorecard::Scorecard;
use quanheng::study::{Step, worst};

use super::{Ended, Exit, load, read};
use crate::args::{Format, Invocation};
use crate::print;
use crate::progress::Progress;

/// `quanheng score STUDY --scorecard FILE`.
pub(crate) fn run(invocation: &Invocation, study: &Path, scorecard: &Path, out: Option<&Path>) -> Ended {
    let scorecard = read_scorecard(scorecard)?;
    let study = load(invocation, study)?.with_definition(scorecard.definition().clone());
    let progress = Progress::new(invocation);
    let loaded = read(invocation, study, &progress)?;
    progress.step(Step::Score);
    let scored = loaded.score(scorecard);
    drop(progress);
    print::findings(invocation, scored.scorecard.definition(), &scored.findings);
    let order = loaded.order();
    let results = loaded.results(&order, &scored);
    let bytes = match invocation.format {
        Format::Text => report::scores_csv(&results),
        Format::Json => report::scores_json(&results),
    };
    print::file_or_stdout(out, &bytes)?;
    Ok(if worst(&scored.findings) == Some(Severity::Error) { Exit::Findings } else { Exit::Fine })
}

fn read_scorecard(path: &Path) -> Result<Scorecard, Vec<Diagnostic>> {
    let place = Place::File { file: path.display().to_string() };
    let text = std::fs::read_to_string(path).map_err(|error| {
        let zh = format!("读不了评分卡（{error}）");
        let problem = Diagnostic::error("std015", zh, format!("the scorecard cannot be read ({error})"));
        vec![problem.hint("用 quanheng fit 生成评分卡", "`quanheng fit` writes one").at(place.clone())]
    })?;
    Scorecard::from_json(&text).map_err(|error| {
        let placed =
            |problem: Diagnostic| if problem.place.is_none() { problem.at(place.clone()) } else { problem };
        error.diagnostics().into_iter().map(placed).collect()
    })
}
