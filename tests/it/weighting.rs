//! Weighting kernels against numbers computed elsewhere (`tests/references/mcdm/weights.md`), and the laws they keep.

mod data;
mod laws;
mod reading;
