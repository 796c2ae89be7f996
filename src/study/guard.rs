//! What a single output file may replace: nothing the study is made of, and only what it is like.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::load::Study;
use crate::diagnostic::{Diagnostic, Place};

impl Study {
    /// Refuses an output that is a file the study reads: its own, one of its definition, its register, or one of its data.
    /// `others` are further files that are read beside it. Paths are compared where they lead, links followed.
    ///
    /// # Errors
    /// The output is one of them (`out009`).
    pub fn refuse_input(&self, out: &Path, others: &[&Path]) -> Result<(), Diagnostic> {
        let document = &self.document;
        let data =
            document.data.iter().map(|file| &file.path).chain(document.register.as_ref().map(|r| &r.path));
        let named =
            self.inputs.iter().map(|input| &input.path).chain(data).map(|path| self.folder.join(path));
        let all =
            named.chain([PathBuf::from(&self.file)]).chain(others.iter().map(|path| (*path).to_owned()));
        let inputs: BTreeSet<PathBuf> = all.filter_map(|path| fs::canonicalize(path).ok()).collect();
        match fs::canonicalize(out) {
            Ok(target) if inputs.contains(&target) => Err(Diagnostic::error(
                "out009",
                "输出位置是这次要读的文件；没有覆盖它",
                "the output is a file that is read here; it was not overwritten",
            )
            .hint("用 --out 写另一个文件名", "give another file name with --out")
            .at(Place::File { file: out.display().to_string() })),
            _ => Ok(()),
        }
    }
}

/// Refuses to put a scorecard in the place of a file that holds something else.
///
/// # Errors
/// The file holds something, and it is no scorecard (`out010`).
pub fn only_a_scorecard(out: &Path) -> Result<(), Diagnostic> {
    if !fs::metadata(out).is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0) {
        return Ok(());
    }
    let content =
        fs::read(out).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let has = |key: &str| content.as_ref().is_some_and(|content| content.get(key).is_some());
    if has("fingerprint") && has("definition") && has("indicators") {
        return Ok(());
    }
    Err(Diagnostic::error(
        "out010",
        "输出位置已有一个文件，不是评分卡；没有覆盖它",
        "the output is a file that is no scorecard; it was not overwritten",
    )
    .hint(
        "用 --out 写另一个文件名，或先移走这个文件",
        "give another file name with --out, or move the file away",
    )
    .at(Place::File { file: out.display().to_string() }))
}
