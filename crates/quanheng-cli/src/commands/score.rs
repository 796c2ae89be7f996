use std::path::Path;

use quanheng::diagnostic::{Diagnostic, Place, Severity};
use quanheng::report;
use quanheng::scorecard::Scorecard;
use quanheng::study::{Step, Steps, worst, write_file};

use super::{Ended, Exit, load, read};
use crate::args::{Format, Invocation};
use crate::print;
use crate::progress::Progress;

/// `quanheng score STUDY --scorecard FILE`.
pub(crate) fn run(
    invocation: &Invocation,
    study: &Path,
    scorecard: &Path,
    out: Option<&Path>,
    steps: Steps,
) -> Ended {
    let file = scorecard;
    let scorecard = read_scorecard(file)?;
    let study = load(invocation, study)?;
    if let Some(out) = out {
        study.refuse_input(out, &[file]).map_err(|problem| vec![problem])?;
    }
    let study = study.with_definition(scorecard.definition().clone());
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
    if let Some(out) = out.filter(|_| steps == Steps::Written) {
        write_steps(out, &results)?;
    }
    Ok(if worst(&scored.findings) == Some(Severity::Error) { Exit::Findings } else { Exit::Fine })
}

/// Tables of intermediate values, beside the file of scores.
fn write_steps(out: &Path, results: &report::Results<'_>) -> Result<(), Vec<Diagnostic>> {
    let folder = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unwritable = |shown: String, why: String| {
        let problem = Diagnostic::error(
            "std060",
            format!("中间结果没有写成（{why}）"),
            format!("the tables of intermediate values could not be written ({why})"),
        );
        vec![problem.at(Place::File { file: shown })]
    };
    let files = report::step_files(results)
        .map_err(|error| unwritable(folder.display().to_string(), error.to_string()))?;
    let tables = folder.join(report::STEPS);
    std::fs::create_dir_all(&tables)
        .map_err(|error| unwritable(tables.display().to_string(), error.to_string()))?;
    for (name, bytes) in &files {
        write_file(&folder.join(name), bytes).map_err(|problem| vec![problem])?;
    }
    Ok(())
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
