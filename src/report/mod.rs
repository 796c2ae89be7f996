//! The report: a document as data, and the files it becomes.
//!
//! Nothing here computes a score. Read next: [`document`], then [`render`].

pub mod document;
pub mod render;
