//! What a framework is like on its data, before anyone believes its scores: columns, correlations, structure, size, influence, inequality.
//!
//! It changes no score. [`diagnose`] looks at a scored panel and answers a [`Diagnosis`]; the functions on plain columns
//! ([`ColumnFacts::of`], [`structure`], [`reliability`]) can be used alone. What is read by people is made of it in [`crate::report`].

mod facts;
mod reliability;
mod settings;
mod structure;

pub use facts::{ColumnFacts, Flag};
pub use reliability::{ItemReliability, Reliability, reliability};
pub use settings::Settings;
pub use structure::{Bartlett, NoStructure, OfInverse, Structure, structure};
