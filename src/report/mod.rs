//! From scores to files that people read: facts, tables, figures, and the documents made of them.
//!
//! It computes no score. [`document`] is what chapters write, [`render`] makes files of it.

pub mod document;
pub mod figure;
pub mod font;
pub mod render;
