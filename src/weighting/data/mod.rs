//! Weights from data: what the values of the children say about how much each tells units apart.
//!
//! All methods take one slice a column, rows in the same order, without gaps, and **directed**: more is better. Where only differences
//! count (min–max, correlations, z-scores), give a cost negated; where ratios count (entropy of shares, coefficient of variation, Gini,
//! MEREC), give its reciprocal. Scores of children are directed already.
//!
//! A column that is the same everywhere takes no part: its share is exactly 0, it is named in [`DataWeights::constant`], and the others weigh what
//! they would without it. A single column that varies takes everything. Weights from data describe one sample; frozen on a base they make
//! periods comparable, refitted each year they do not.

pub(super) mod coefficient_of_variation;
mod columns;
pub(super) mod critic;
mod divergence;
pub(super) mod entropy;
pub(super) mod factor;
pub(super) mod gini;
pub(super) mod independence;
pub(super) mod maximising_deviation;
pub(super) mod merec;
pub(super) mod optimised;
pub(super) mod principal_components;
pub(super) mod scatter_degree;
pub(super) mod standard_deviation;
pub(super) mod working;

pub use coefficient_of_variation::coefficient_of_variation;
pub use columns::{DataWeights, NoWeights};
pub use critic::{Conflict, critic};
pub use entropy::{EntropyForm, entropy};
pub use factor::{Factors, RotatedFactors, factor, varimax_factors};
pub use gini::gini;
pub use independence::independence;
pub use maximising_deviation::maximising_deviation;
pub use merec::merec;
pub use optimised::{Importance, Importances, Scorer, optimised};
pub use principal_components::{Signs, first_component, kaiser_components};
pub use scatter_degree::{NegativeEntries, ScatterScale, scatter_degree, scatter_degree_panel};
pub use standard_deviation::{Scaling, standard_deviation};
