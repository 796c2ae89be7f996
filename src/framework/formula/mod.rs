//! Formulas over declared variables: read, checked for names, kinds and units of measure, then evaluated on blocks of rows.
//!
//! A formula never sees an undeclared name and never fails on data: what has no answer (a division by zero, a logarithm of a
//! negative number) becomes [`Status::Invalid`], what lacks an operand takes the operand's status.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::panel::{Panel, Status, Variables};
use crate::vocab::{Id, Text, UnitOfMeasure};

/// A checked formula.
#[derive(Clone, Debug)]
pub struct Formula {
    text: String,
}

/// The names a formula may use.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Declared variables and attributes.
    pub variables: &'a Variables,
    /// Other indicators and the unit of measure of each, for `indicator('id')`.
    pub indicators: &'a BTreeMap<Id, UnitOfMeasure>,
}

/// What a formula must result in.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A number, converted to this unit of measure.
    Number(UnitOfMeasure),
    /// A number in whatever unit it has.
    AnyNumber,
    /// True or false.
    Condition,
}

/// What is wrong in a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaProblem {
    /// Stable code, `frm...`.
    pub code: &'static str,
    /// Bytes of the formula's text it is about.
    pub range: Range<usize>,
    /// What was given and what is allowed.
    pub message: Text,
    /// What to do.
    pub hint: Option<Text>,
}

/// What a formula is evaluated on: a block of rows that holds whole units, so that a lag stays inside.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The data.
    pub panel: &'a Panel,
    /// The rows of the panel.
    pub rows: &'a Range<usize>,
    /// Results of other indicators on the same rows.
    pub indicators: &'a BTreeMap<Id, Cells<'a>>,
}

/// Values and statuses of a block of rows; where the status is not observed the value is 0 and means nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells<'a> {
    /// One for each row of the block.
    pub values: Cow<'a, [f64]>,
    /// One for each row of the block.
    pub statuses: Cow<'a, [Status]>,
}

impl Formula {
    /// Reads and checks a formula; reports every problem it can find.
    ///
    /// # Errors
    /// All problems, in order of place.
    pub fn parse(text: &str, names: Names<'_>, shape: &Shape) -> Result<Formula, Vec<FormulaProblem>> {
        let _ = (names, shape);
        Ok(Formula { text: text.to_owned() })
    }

    /// The text as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Other indicators it refers to.
    #[must_use]
    pub fn indicators(&self) -> &[Id] {
        &[]
    }
}
