//! Finished ranges of replicates, kept beside the output while an analysis runs, so that one that was killed goes on where it was.
//!
//! A range is kept under a key that covers program, plan, scorecard and data: what does not fit is never found. A kept file that cannot be read or
//! written costs time and nothing else. When the analysis is written, the folder goes.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::manifest::sha256;
use crate::sensitivity::Summary;

/// The folder of one analysis.
#[derive(Debug)]
pub(super) struct KeptRanges {
    folder: PathBuf,
}

impl KeptRanges {
    /// Beside `out`; `key` is everything the numbers depend on.
    pub(super) fn beside(out: &Path, key: &str) -> Self {
        let name =
            out.file_name().map_or_else(|| "sensitivity".into(), |name| name.to_string_lossy().into_owned());
        let parent = out.parent().unwrap_or(Path::new(""));
        let key: String = sha256(key.as_bytes()).chars().take(16).collect();
        KeptRanges { folder: parent.join(format!(".{name}.ranges")).join(key) }
    }

    /// A range that was finished before.
    pub(super) fn read(&self, range: &Range<u32>) -> Option<Summary> {
        let text = fs::read(self.file(range)).ok()?;
        let summary: Summary = serde_json::from_slice(&text).ok()?;
        Some(summary)
    }

    /// Keeps a finished range, as a whole or not at all.
    pub(super) fn write(&self, range: &Range<u32>, summary: &Summary) {
        let Ok(text) = serde_json::to_vec(summary) else { return };
        let file = self.file(range);
        let aside = file.with_extension("partial");
        // Without it the range is only run again.
        let _ = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&aside, text))
            .and_then(|()| fs::rename(&aside, &file));
    }

    /// Takes everything away, other analyses of the same output included.
    pub(super) fn remove(&self) {
        if let Some(all) = self.folder.parent() {
            let _ = fs::remove_dir_all(all);
        }
    }

    fn file(&self, range: &Range<u32>) -> PathBuf {
        self.folder.join(format!("{}-{}.json", range.start, range.end))
    }
}
