use std::path::Path;

use quanheng::diagnostic::Severity;
use quanheng::report;
use quanheng::vocab::Language;

use super::run::{edited, not_here};
use super::{Ended, Exit, load, read};
use crate::args::{Format, Invocation};
use crate::print;
use crate::progress::Progress;

/// `quanheng diagnose STUDY`.
pub(crate) fn run(invocation: &Invocation, study: &Path, out: Option<&Path>) -> Ended {
    let study = load(invocation, study)?;
    if let Some(out) = out {
        not_here(out).map_err(|problem| vec![problem])?;
    }
    let progress = Progress::new(invocation);
    let loaded = read(invocation, study, &progress)?;
    let diagnosed = loaded.diagnose(|step| progress.step(step))?;
    let written = match out {
        Some(out) => Some((out, loaded.write_diagnosis(&diagnosed, out, |step| progress.step(step))?)),
        None => None,
    };
    drop(progress);
    let diagnosis = &diagnosed.diagnosis;
    match (invocation.format, &written) {
        (Format::Json, None) => print::json(diagnosis),
        (Format::Json, Some((out, (manifest, _)))) => print::json(&serde_json::json!({
            "out": out.display().to_string(),
            "period": diagnosis.period,
            "units": diagnosis.units,
            "scored": diagnosis.scored,
            "fingerprint": diagnosis.fingerprint,
            "outputs": manifest.outputs,
            "findings": diagnosis.findings,
        })),
        (Format::Text, _) => {
            let mut text = report::diagnosis_summary(diagnosis, invocation.language);
            if let Some((out, (_, kept))) = &written {
                text += &places(invocation.language, out);
                text += &edited(invocation.language, kept);
            }
            print::line(&text);
        }
    }
    Ok(if diagnosed.worst() == Some(Severity::Error) { Exit::Findings } else { Exit::Fine })
}

fn places(language: Language, out: &Path) -> String {
    let at = |name: &str| out.join(name).display().to_string();
    let page = at("diagnosis.html");
    let folder = out.display();
    match language {
        Language::Zh => format!("\n\n  诊断（网页）  {page}\n  表格（CSV）   {folder}"),
        Language::En => format!("\n\n  diagnosis (page)  {page}\n  tables (CSV)      {folder}"),
    }
}
