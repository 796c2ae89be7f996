//! The words every other module speaks: languages and texts, ids, directions, units of measure, periods, shares.
//!
//! Nothing here knows data, definitions or methods. Read next: [`crate::diagnostic`].

mod direction;
mod id;
mod limit;
mod measure;
mod nearest;
mod period;
mod share;
mod text;

pub use direction::Direction;
pub use id::{Id, InvalidId};
pub(crate) use limit::{at_least, at_most, lowered, raised};
pub use measure::{InvalidMeasure, Measures, UnitOfMeasure};
pub use nearest::nearest;
pub use period::{InvalidPeriod, Period};
pub use share::{OutOfRange, Share};
pub use text::{Language, Text};
