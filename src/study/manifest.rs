//! What went into a run and what came out of it, by hash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::vocab::Language;

/// The manifest of an output folder. It holds nothing that depends on the clock or the machine, so that the same inputs give the
/// same manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this format.
    pub format: u32,
    /// Program and version that wrote it.
    pub program: String,
    /// What people call the study, in the language of the report.
    pub study: String,
    /// Indicator set and edition, such as `shuangqian/2024 1.0.0`.
    pub definition: String,
    /// Fingerprint of the scorecard.
    pub fingerprint: String,
    /// Language of the report.
    pub language: Language,
    /// Every file that was read, in order of path.
    pub inputs: Vec<InputFile>,
    /// Every file that was written except this one, by name.
    pub outputs: BTreeMap<String, OutputFile>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputFile {
    /// Relative to the study file, as written there.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Whether it lies outside the study's folder.
    pub outside: bool,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputFile {
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Length.
    pub bytes: u64,
}

impl Manifest {
    /// Indented JSON with a final line break.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// What is wrong with the text, from the JSON reader.
    pub fn from_json(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
