//! `study.toml`: binds definition, data, periods and report. The only place that knows the whole order of a run.

mod check;
mod diagnose;
mod document;
mod guard;
mod kept_ranges;
mod load;
mod manifest;
mod new;
mod output;
mod paths;
mod replace;
mod replicate;
mod run;
mod sensitivity;
mod verify;

pub use diagnose::Diagnosed;
pub use document::schema;
pub use document::{ReportDocument, StudyDocument};
pub use guard::only_a_scorecard;
pub use load::Study;
pub use manifest::{InputFile, Manifest, OutputFile, sha256};
pub use new::create;
pub use output::{Kept, MANIFEST, OutputFolder, write_file};
pub use run::{Loaded, Outcome, Scored, Step, Steps, worst};
pub use sensitivity::{Asked, Declared, Heard};
pub use verify::{Difference, How, Verification};
