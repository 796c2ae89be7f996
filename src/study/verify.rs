//! Running again and comparing bytes.

use std::fs;
use std::path::Path;

use super::manifest::{Manifest, sha256};
use super::output::MANIFEST;
use super::run::{Loaded, Step, Steps};
use crate::diagnostic::{Diagnostic, Place};
use crate::report;

/// What a comparison found, one entry a file, in order of name.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Verification {
    /// Files that are the same.
    pub same: Vec<String>,
    /// Files that differ or are missing, and how.
    pub different: Vec<Difference>,
    /// Inputs that are not what they were when the folder was written.
    pub changed_inputs: Vec<String>,
}

/// One file that is not what a new run gives.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The file in the output folder.
    pub file: String,
    /// What is different.
    pub how: How,
}

/// How a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It was changed after it was written.
    Edited,
    /// It is as it was written, but a new run gives something else.
    Outdated,
    /// It is not there.
    Missing,
    /// A new run does not write it.
    NoLongerWritten,
    /// A new run writes it, the old one did not.
    New,
}

impl Verification {
    /// Whether everything is the same.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.different.is_empty() && self.changed_inputs.is_empty()
    }
}

impl Loaded {
    /// Runs again into `scratch` and compares with the output folder `out`.
    ///
    /// # Errors
    /// There is no manifest in `out`, or the run fails.
    pub fn verify(
        &self,
        out: &Path,
        scratch: &Path,
        step: impl FnMut(Step),
    ) -> Result<Verification, Vec<Diagnostic>> {
        let old = read_manifest(out).map_err(|d| vec![d])?;
        let in_steps = |name: &String| name.starts_with(report::STEPS);
        let steps = if old.outputs.keys().any(in_steps) { Steps::Written } else { Steps::Left };
        let new = if old.outputs.contains_key("sensitivity.html") {
            self.sensitivity_again(out, scratch, step)?
        } else {
            self.run_with(scratch, steps, step)?.manifest
        };
        let mut result = Verification::default();
        for input in &new.inputs {
            if !old.inputs.contains(input) {
                result.changed_inputs.push(input.path.clone());
            }
        }
        let gone = old.inputs.iter().filter(|i| !new.inputs.iter().any(|n| n.path == i.path));
        result.changed_inputs.extend(gone.map(|i| i.path.clone()));
        let mut names: Vec<&String> = old.outputs.keys().chain(new.outputs.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (was, is) = (old.outputs.get(name), new.outputs.get(name));
            let on_disk = fs::read(out.join(name)).ok().map(|bytes| sha256(&bytes));
            let how = match (was, is, on_disk) {
                (None, _, _) => Some(How::New),
                (_, None, _) => Some(How::NoLongerWritten),
                (_, _, None) => Some(How::Missing),
                (Some(was), _, Some(disk)) if was.sha256 != disk => Some(How::Edited),
                (Some(was), Some(is), _) if was.sha256 != is.sha256 => Some(How::Outdated),
                _ => None,
            };
            match how {
                Some(how) => result.different.push(Difference { file: name.clone(), how }),
                None => result.same.push(name.clone()),
            }
        }
        if result.holds() && old != new {
            result.different.push(Difference { file: MANIFEST.to_owned(), how: How::Edited });
        }
        Ok(result)
    }
}

impl Loaded {
    /// The analysis in `out` once more, with the draws and the seed that it says it had.
    fn sensitivity_again(
        &self,
        out: &Path,
        scratch: &Path,
        mut step: impl FnMut(Step),
    ) -> Result<Manifest, Vec<Diagnostic>> {
        let text = fs::read(out.join("sensitivity.json")).unwrap_or_default();
        let said: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        let number = |key: &str| said.pointer(key).and_then(serde_json::Value::as_u64);
        let draws = number("/run/draws").and_then(|draws| u32::try_from(draws).ok());
        let asked = self.asked(draws, number("/run/seed"));
        let scored = self.analyse(&asked, None, &mut step, &|_| {})?;
        Ok(self.write_sensitivity(&scored, scratch, step)?.0)
    }
}

fn read_manifest(out: &Path) -> Result<Manifest, Diagnostic> {
    let path = out.join(MANIFEST);
    let place = Place::File { file: path.display().to_string() };
    let text = fs::read_to_string(&path).map_err(|error| {
        let zh = format!("没有可核对的输出：读不了 manifest.json（{error}）");
        let en = format!("there is nothing to verify: manifest.json cannot be read ({error})");
        Diagnostic::error("std011", zh, en)
            .hint("先用 quanheng run 运行", "do `quanheng run` first")
            .at(place.clone())
    })?;
    Manifest::from_json(&text).map_err(|error| {
        let zh = format!("manifest.json 读不懂（{error}）");
        Diagnostic::error("std012", zh, format!("manifest.json cannot be understood ({error})"))
            .hint("用 quanheng run 重新运行", "do `quanheng run` again")
            .at(place)
    })
}
