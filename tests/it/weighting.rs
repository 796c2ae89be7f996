//! Weighting kernels against numbers computed elsewhere (`tests/references/mcdm/weights.md`), and the laws they keep.

mod combination;
mod data;
mod fitted;
mod judgement;
mod laws;
mod reading;
mod study;
