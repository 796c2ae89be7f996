//! What a reader is given: figures, and the font that lets Chinese text show everywhere.
//!
//! Nothing here computes a score. Read next: [`figure`].

pub mod figure;
pub mod font;
