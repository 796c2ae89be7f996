//! The words every other module speaks: languages and texts, ids, directions, units of measure, periods, shares.
//!
//! Nothing here knows data, definitions or methods. Read next: [`crate::diagnostic`].

mod direction;
mod id;
mod limit;
mod measure;
mod method_note;
mod nearest;
mod period;
mod share;
mod table_file;
mod text;
mod working;

pub use direction::Direction;
pub use id::{Id, InvalidId};
pub(crate) use limit::{at_least, at_most, lowered, raised};
pub use measure::{InvalidMeasure, Measures, UnitOfMeasure};
pub use method_note::{AcrossYears, MethodNote, Said};
pub use nearest::nearest;
pub use period::{InvalidPeriod, Period};
pub use share::{OutOfRange, Share};
pub use table_file::TableFile;
pub use text::{Language, Text};
pub use working::Working;
