use std::path::Path;

use quanheng::diagnostic::{Diagnostic, any_error};
use quanheng::study::Study;
use quanheng::vocab::Language;

use super::{Ended, Exit};
use crate::args::{Format, Invocation};
use crate::print;

/// `quanheng check PATH`: everything that can be found without scoring, all at once.
pub(crate) fn run(invocation: &Invocation, path: &Path) -> Ended {
    let found =
        if path.is_dir() && !path.join("study.toml").is_file() && path.join("framework.toml").is_file() {
            let (definition, mut found) = quanheng::definition::load(path);
            found.extend(definition.iter().flat_map(quanheng::definition::Definition::remarks));
            found
        } else {
            check_study(path)
        };
    match invocation.format {
        Format::Json => print::json(&found),
        Format::Text => {
            print::diagnostics(invocation, &found);
            if found.is_empty() {
                print::line(match invocation.language {
                    Language::Zh => "没有发现问题",
                    Language::En => "no problems found",
                });
            }
        }
    }
    Ok(if any_error(&found) { Exit::Findings } else { Exit::Fine })
}

fn check_study(path: &Path) -> Vec<Diagnostic> {
    let (study, mut found) = Study::load(path);
    let Some(study) = study else { return found };
    let remarks = study.definition.remarks();
    let (loaded, problems) = study.read();
    found.extend(problems);
    if let Some(Err(problems)) = loaded.map(|loaded| loaded.fit()) {
        found.extend(problems);
    }
    found.extend(remarks);
    found
}
