use std::path::{Path, PathBuf};

use quanheng::diagnostic::{Diagnostic, Place, Severity};
use quanheng::study::{Kept, Outcome, Steps, worst};
use quanheng::vocab::Language;

use super::{Ended, Exit, load, read};
use crate::args::{Format, Invocation};
use crate::print;
use crate::progress::Progress;

/// `quanheng run STUDY`.
pub(crate) fn run(invocation: &Invocation, study: &Path, out: Option<&Path>, steps: Steps) -> Ended {
    let study = load(invocation, study)?;
    let out = out.map_or_else(|| default_out(&study.folder), Path::to_owned);
    not_here(&out).map_err(|problem| vec![problem])?;
    let progress = Progress::new(invocation);
    let loaded = read(invocation, study, &progress)?;
    let outcome = loaded.run_with(&out, steps, |step| progress.step(step))?;
    drop(progress);
    match invocation.format {
        Format::Json => print::json(&serde_json::json!({
            "out": out.display().to_string(),
            "rows": outcome.rows.0,
            "scored": outcome.rows.1,
            "fingerprint": outcome.manifest.fingerprint,
            "outputs": outcome.manifest.outputs,
            "findings": outcome.findings,
        })),
        Format::Text => print::line(&summary(invocation.language, &out, &outcome)),
    }
    Ok(if worst(&outcome.findings) == Some(Severity::Error) { Exit::Findings } else { Exit::Fine })
}

/// Where a run writes when nobody says: `out` beside the study.
pub(super) fn default_out(folder: &Path) -> PathBuf {
    folder.strip_prefix(".").unwrap_or(folder).join("out")
}

/// A run puts a new folder in the place of the old one, so nobody may stand in it: they would be left in a folder that is gone.
pub(super) fn not_here(out: &Path) -> Result<(), Diagnostic> {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    match (here, out.canonicalize()) {
        (Ok(here), Ok(target)) if here.starts_with(&target) => {
            let problem = Diagnostic::error(
                "out008",
                "当前文件夹就在输出文件夹里；运行会替换整个输出文件夹",
                "the current folder lies in the output folder, which a run replaces as a whole",
            );
            let hint = ("先用 cd .. 离开，再运行", "leave it with `cd ..`, then run again");
            Err(problem.hint(hint.0, hint.1).at(Place::File { file: out.display().to_string() }))
        }
        _ => Ok(()),
    }
}

fn summary(language: Language, out: &Path, outcome: &Outcome) -> String {
    let count = |severity| outcome.findings.iter().filter(|f| f.severity == severity).count();
    let (warnings, notes) = (count(Severity::Warning), count(Severity::Note));
    let (rows, scored) = outcome.rows;
    let at = |name: &str| out.join(name).display().to_string();
    let plural = |count| if count == 1 { "" } else { "s" };
    let mut text = match language {
        Language::Zh => format!(
            "完成：{rows} 行中 {scored} 行有综合得分；{warnings} 项警告、{notes} 项提示（见报告“发现”一章）\n  报告（网页）  {}\n  报告（Word）  {}\n  得分（Excel） {}\n  得分（CSV）   {}\n  评分卡        {}",
            at("report.html"),
            at("report.docx"),
            at("scores.xlsx"),
            at("scores.csv"),
            at("scorecard.json"),
        ),
        Language::En => format!(
            "done: {scored} of {rows} rows have an index score; {warnings} warning{}, {notes} note{} (chapter `Findings` of the report)\n  report (page)   {}\n  report (Word)   {}\n  scores (Excel)  {}\n  scores (CSV)    {}\n  scorecard       {}",
            plural(warnings),
            plural(notes),
            at("report.html"),
            at("report.docx"),
            at("scores.xlsx"),
            at("scores.csv"),
            at("scorecard.json"),
        ),
    };
    if outcome.manifest.outputs.contains_key("steps.xlsx") {
        text += &match language {
            Language::Zh => format!("\n  中间结果      {}", at("steps.xlsx")),
            Language::En => format!("\n  intermediate    {}", at("steps.xlsx")),
        };
    }
    text += &edited(language, &outcome.kept);
    text
}

/// A line for each file that had been edited.
pub(super) fn edited(language: Language, kept: &Kept) -> String {
    let line = |(old, new): &(String, String)| match language {
        Language::Zh => format!("\n  “{old}”在上次运行后被修改过，修改过的文件保留为“{new}”"),
        Language::En => {
            format!("\n  `{old}` had been edited since the last run; the edited file is kept as `{new}`")
        }
    };
    kept.edited.iter().map(line).collect()
}
