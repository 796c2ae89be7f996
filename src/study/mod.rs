//! `study.toml`: binds definition, data, periods and report. The only place that knows the whole order of a run.

mod manifest;
mod output;

pub use manifest::{InputFile, Manifest, OutputFile, sha256};
pub use output::{Kept, MANIFEST, OutputFolder};
