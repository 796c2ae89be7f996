//! Small optimisation problems with an exact answer: linear programmes, and the weights that show a unit best against a frontier.
//!
//! It knows no indicator and no data. Stages use it, since they do not use each other: [`Frontier`] is behind the benefit of the doubt as a ranking
//! (frontier of the sample) and as a mean of scores (frontier frozen from the base).

mod frontier;
mod linear_programme;

pub(crate) use frontier::Frontier;
pub use frontier::WeightBounds;
pub(crate) use linear_programme::{Programme, Row, dot, maximise, most_broken};
