//! The data: units × periods × variables, each cell a value or a status, each with its origin; and the attributes of units.
//!
//! A panel is columnar and immutable. NaN and infinity never enter it. It knows nothing of indicators: those are computed from
//! its variables. Read next: [`crate::framework`].

mod column;
mod folding;
mod index;
mod origin;
mod source;
mod status;
mod variables;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub use column::Column;
pub use index::{Index, Row, UnitEntry};
pub use origin::{Origin, Source};
pub use source::{
    Binding, DataFile, Delimiter, Encoding, Grid, IdKind, Layout, Reading, RegisterFile, grids, read,
};
pub use status::Status;
pub use variables::{
    AttributeSpec, Declared, Misdeclared, OriginClass, ValueRange, Variable, VariableKind, Variables,
};

pub(crate) use self::folding::{fold, half_width};
pub(crate) use self::source::number_in;
use crate::normalisation::PERIOD;
use crate::vocab::Id;

/// A categorical property of units that may change by period: industry, district, type.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its distinct values, in order.
    pub values: Vec<String>,
    /// For each row an index into `values`, or [`Attribute::UNKNOWN`].
    pub codes: Vec<u32>,
}

impl Attribute {
    /// The code of a row whose value nobody gave.
    pub const UNKNOWN: u32 = u32::MAX;

    /// Builds it from the text of each row.
    #[must_use]
    pub fn of<S: AsRef<str>>(cells: &[Option<S>]) -> Self {
        let mut values: Vec<String> = cells.iter().flatten().map(|c| c.as_ref().to_owned()).collect();
        values.sort_unstable();
        values.dedup();
        let code = |c: &Option<S>| {
            let found =
                c.as_ref().and_then(|text| values.binary_search_by(|v| v.as_str().cmp(text.as_ref())).ok());
            found.and_then(|at| u32::try_from(at).ok()).unwrap_or(Attribute::UNKNOWN)
        };
        let codes = cells.iter().map(code).collect();
        Attribute { values, codes }
    }

    /// The value of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = *self.codes.get(row)?;
        self.values.get(usize::try_from(code).ok()?).map(String::as_str)
    }
}

/// Units × periods × variables.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    index: Arc<Index>,
    variables: BTreeMap<Id, Column>,
    attributes: BTreeMap<Id, Attribute>,
    sources: Arc<Vec<Source>>,
    /// The period of each row as an attribute, made when it is asked for.
    periods: OnceLock<Attribute>,
}

impl Panel {
    /// A panel without variables over an index.
    #[must_use]
    pub fn new(index: Arc<Index>) -> Self {
        Panel { index, ..Panel::default() }
    }

    /// Adds or replaces a variable; a column of another length is cut or filled up with [`Status::NotCollected`].
    pub fn insert(&mut self, variable: Id, column: Column) {
        debug_assert_eq!(column.len(), self.index.len());
        self.variables.insert(variable, column);
    }

    /// Adds or replaces an attribute.
    pub fn insert_attribute(&mut self, attribute: Id, column: Attribute) {
        debug_assert_eq!(column.codes.len(), self.index.len());
        self.attributes.insert(attribute, column);
    }

    /// Names the files its origins point to.
    pub fn set_sources(&mut self, sources: Vec<Source>) {
        self.sources = Arc::new(sources);
    }

    /// The rows: which unit in which period.
    #[must_use]
    pub fn index(&self) -> &Arc<Index> {
        &self.index
    }

    /// The cells of a variable; `None` when no file had it.
    #[must_use]
    pub fn variable(&self, id: &str) -> Option<&Column> {
        self.variables.get(id)
    }

    /// All variables by id.
    pub fn variables(&self) -> impl Iterator<Item = (&Id, &Column)> {
        self.variables.iter()
    }

    /// The values of an attribute; `None` when the register has none. The period of a row is one too, under a name that no register
    /// can give, for what is frozen for each period apart.
    #[must_use]
    pub fn attribute(&self, id: &str) -> Option<&Attribute> {
        if id == PERIOD {
            return Some(self.periods.get_or_init(|| periods(&self.index)));
        }
        self.attributes.get(id)
    }

    /// All attributes by id.
    pub fn attributes(&self) -> impl Iterator<Item = (&Id, &Attribute)> {
        self.attributes.iter()
    }

    /// The files and sheets that [`Origin::source`] points to.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The rows of some units only, in the same order: a partition that can be scored alone.
    #[must_use]
    pub fn partition(&self, mut keep: impl FnMut(&UnitEntry) -> bool) -> Panel {
        let kept: Vec<bool> = self.index.units().iter().map(&mut keep).collect();
        let rows: Vec<usize> =
            (0..self.index.len()).filter(|&r| kept[self.index.row(r).unit as usize]).collect();
        let index = self.index.select(&kept);
        let pick = |column: &Column| {
            let values = rows.iter().map(|&r| column.values()[r]).collect();
            let statuses = rows.iter().map(|&r| column.status(r)).collect();
            let origins = rows.iter().map(|&r| column.origin(r).unwrap_or_default()).collect();
            Column::new(values, statuses).with_origins(origins)
        };
        let attributes = self.attributes.iter().map(|(id, a)| {
            let codes = rows.iter().map(|&r| a.codes[r]).collect();
            (id.clone(), Attribute { values: a.values.clone(), codes })
        });
        Panel {
            index: Arc::new(index),
            variables: self.variables.iter().map(|(id, c)| (id.clone(), pick(c))).collect(),
            attributes: attributes.collect(),
            sources: Arc::clone(&self.sources),
            periods: OnceLock::new(),
        }
    }
}

fn periods(index: &Index) -> Attribute {
    let known = index.periods();
    let code =
        |row: usize| known.binary_search(&index.row(row).period).ok().and_then(|at| u32::try_from(at).ok());
    Attribute {
        values: known.iter().map(ToString::to_string).collect(),
        codes: (0..index.len()).map(|row| code(row).unwrap_or(Attribute::UNKNOWN)).collect(),
    }
}
