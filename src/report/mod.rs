//! The report: a document as data, and the files it becomes.
//!
//! Nothing here computes a score. Read next: [`document`], then [`render`].

pub mod document;
pub mod render;
//! What a reader is given: figures, and the font that lets Chinese text show everywhere.
//!
//! Nothing here computes a score. Read next: [`figure`].

pub mod figure;
pub mod font;
