//! Weighting kernels against numbers computed elsewhere (`tests/references/mcdm/README.md`), and the laws they keep.

mod data;
mod reading;
