//! Indices: which of the things that could have been decided otherwise a result depends on.
//!
//! Numbers in, numbers out. The runs are those of a plan of [`super::design`], in its order of rows; an output is one number a run: the mean shift of
//! ranks, a unit's rank, whether it is among the first ten.
//!
//! | Plan | Indices |
//! |---|---|
//! | [`Saltelli`](super::design::Saltelli) | [`sobol_indices`]: first, total and second order; [`sobol_convergence`] |
//! | [`Trajectories`](super::design::Trajectories) | [`morris`]: μ, μ*, σ |
//! | [`SearchCurves`](super::design::SearchCurves) | [`efast`]: first and total order |
//! | any sample | [`pawn`] (distance of distribution functions), [`borgonovo`] (distance of densities) |
//! | [`Factorial`](super::design::Factorial) | [`factorial`]: the exact decomposition of the variance |
//!
//! A run that could not be scored is listed in [`Runs::failed`]; with it goes the whole block of the plan it belongs to, and the count is in the answer. An output that
//! does not vary is an error that names it, never a zero.

mod bootstrap;
mod borgonovo;
mod convergence;
mod efast;
mod error;
mod factorial;
mod morris;
mod pawn;
mod runs;
mod slices;
mod sobol;

pub use bootstrap::{Bootstrap, Estimate, Interval, IntervalKind};
pub use borgonovo::{Borgonovo, DeltaOfFactor, borgonovo};
pub use convergence::{Change, sobol_convergence};
pub use efast::{Efast, efast};
pub use error::IndexError;
pub use factorial::{Decomposition, factorial};
pub use morris::{ElementaryEffects, Morris, morris};
pub use pawn::{Pawn, PawnOfFactor, pawn};
pub use runs::{Analysis, Output, Runs};
pub use sobol::{SecondOrder, SobolIndices, sobol_indices};

use crate::vocab::MethodNote;

/// What the method reference says of each kind of index.
pub const NOTES: &[&MethodNote] =
    &[&sobol::NOTE, &morris::NOTE, &efast::NOTE, &pawn::NOTE, &borgonovo::NOTE, &factorial::NOTE];
