//! Formulas over declared variables: read, checked for names, kinds and units of measure, then evaluated on blocks of rows.
//!
//! A formula never sees an undeclared name and never fails on data: what has no answer (a division by zero, a logarithm of a
//! negative number) becomes [`Status::Invalid`], what lacks an operand takes the operand's status. The language is described in
//! `docs/formats.md`. Read next: `lexer` and `parser` (text into nodes), `check` (nodes into steps), `evaluate` (steps over columns).

mod call;
mod check;
mod evaluate;
mod functions;
mod lexer;
mod names;
mod operators;
mod parser;
mod problem;
mod syntax;
#[cfg(test)]
mod tests;
mod units;
mod words;
mod years;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

pub use functions::WORDS as RESERVED_WORDS;
pub use problem::FormulaProblem;

use check::Read;
use evaluate::{Program, Step};
use syntax::Syntax;

use crate::panel::{Panel, Status, Variables};
use crate::vocab::{Id, Language, Text, UnitOfMeasure};

/// Problems reported of one formula; more are counted.
const MOST_PROBLEMS: usize = 30;

/// A checked formula.
#[derive(Clone, Debug)]
pub struct Formula {
    text: String,
    syntax: Syntax,
    program: Program,
    reads: Vec<Read>,
    unit: Option<UnitOfMeasure>,
}

/// The names a formula may use.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Declared variables and attributes.
    pub variables: &'a Variables,
    /// Other indicators and the unit of measure of each, for `indicator('id')`.
    pub indicators: &'a BTreeMap<Id, UnitOfMeasure>,
}

/// What people call the names in a formula, for [`Formula::in_words`].
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// Variables, attributes and their values.
    pub variables: &'a Variables,
    /// Other indicators; one that is not in it is shown by its id.
    pub indicators: &'a BTreeMap<Id, Text>,
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

/// A raw cell: a variable in a row of the panel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellRef {
    /// The variable.
    pub variable: Id,
    /// The row of the panel.
    pub row: usize,
}

/// The value of another indicator in a row of the panel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndicatorRef {
    /// The indicator.
    pub indicator: Id,
    /// The row of the panel.
    pub row: usize,
}

impl Formula {
    /// Reads and checks a formula; reports every problem it can find.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use quanheng::framework::{Formula, Names, Shape};
    /// use quanheng::panel::{OriginClass, Variable, VariableKind, Variables};
    /// use quanheng::vocab::{Id, Measures, Text};
    /// let measures = Measures::standard();
    /// let variable = |id: &str, measure: &str| {
    ///     let name = Text::same(id);
    ///     let mut variable = Variable::new(Id::new(id).unwrap(), name, VariableKind::Flow, OriginClass::Public);
    ///     variable.measure = Some((measure.to_owned(), measures.parse(measure).unwrap()));
    ///     variable
    /// };
    /// let all = vec![variable("rd", "万元"), variable("revenue", "亿元"), variable("staff", "人")];
    /// let variables = Variables::new(measures.clone(), vec![], all).unwrap();
    /// let names = Names { variables: &variables, indicators: &BTreeMap::new() };
    /// let percent = Shape::Number(measures.parse("%").unwrap());
    /// assert_eq!(Formula::parse("rd÷revenue", names, &percent).unwrap().to_string(), "rd / revenue");
    /// let problems = Formula::parse("rd + staff", names, &percent).unwrap_err();
    /// assert_eq!(problems[0].code, "frm022");
    /// ```
    ///
    /// # Errors
    /// All problems, in order of place.
    pub fn parse(text: &str, names: Names<'_>, shape: &Shape) -> Result<Formula, Vec<FormulaProblem>> {
        let mut problems = Vec::new();
        let syntax = parser::parse(text, &mut problems);
        let outcome = check::check(text, &syntax, names, shape, &mut problems);
        match outcome {
            Some(outcome) if problems.is_empty() => Ok(Formula {
                text: text.to_owned(),
                syntax,
                program: outcome.program,
                reads: outcome.reads.into_iter().collect(),
                unit: outcome.unit,
            }),
            _ => Err(in_order(problems, text)),
        }
    }

    /// The same values, shown to people as another formula.
    #[must_use]
    pub(crate) fn shown_as(mut self, other: &Formula) -> Formula {
        (self.text, self.syntax) = (other.text.clone(), other.syntax.clone());
        self
    }

    /// The text as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The unit of measure of the result: the one asked for, or with [`Shape::AnyNumber`] the one it has. `None` for a condition, and
    /// where a variable without declared measure takes part.
    #[must_use]
    pub fn unit_of_measure(&self) -> Option<&UnitOfMeasure> {
        self.unit.as_ref()
    }

    /// Values and statuses for each row of a block, in the unit of its [`Shape`]. A condition gives 1 and 0. A bare variable that needs
    /// no conversion is borrowed from the panel. A variable the panel does not have is [`Status::NotCollected`].
    #[must_use]
    pub fn evaluate<'a>(&self, inputs: &Inputs<'a>) -> Cells<'a> {
        self.program.run(inputs)
    }

    /// Whether a condition holds in each row of a block; `None` where it has no answer.
    #[must_use]
    pub fn holds(&self, inputs: &Inputs<'_>) -> Vec<Option<bool>> {
        let cells = self.evaluate(inputs);
        let answers = cells.values.iter().zip(cells.statuses.iter());
        answers.map(|(value, status)| status.is_observed().then_some(*value != 0.0)).collect()
    }

    /// The variables it names, each once, in order of appearance.
    #[must_use]
    pub fn variables(&self) -> &[Id] {
        &self.program.variables
    }

    /// The attributes it names, each once, in order of appearance.
    #[must_use]
    pub fn attributes(&self) -> &[Id] {
        &self.program.attributes
    }

    /// The other indicators it refers to, each once, in order of appearance.
    #[must_use]
    pub fn indicators(&self) -> &[Id] {
        &self.program.indicators
    }

    /// The variable and the factor, when it is a variable alone. Where the factor is not 1, [`Formula::evaluate`] may round better than
    /// multiplying by it does, as it divides where the inverse is a whole number.
    #[must_use]
    pub fn identity(&self) -> Option<(&Id, f64)> {
        match self.program.steps.as_slice() {
            [Step::Variable(at)] => Some((&self.program.variables[*at], 1.0)),
            [Step::Variable(at), Step::Scale((over, under))] => {
                Some((&self.program.variables[*at], over / under))
            }
            _ => None,
        }
    }

    /// Every raw cell that the value of a row (of the panel) can depend on, earlier years included, both branches of an `if`
    /// included. Years without a row are left out, and so is what stands behind [`Formula::indicator_cells`].
    #[must_use]
    pub fn cells(&self, panel: &Panel, row: usize) -> Vec<CellRef> {
        let variable = |read: &Read| match *read {
            Read::Variable(at, back) => {
                let variable = self.program.variables[at].clone();
                row_back(panel, row, back).map(|row| CellRef { variable, row })
            }
            Read::Indicator(..) => None,
        };
        self.reads.iter().filter_map(variable).collect()
    }

    /// Every value of another indicator that the value of a row (of the panel) can depend on.
    #[must_use]
    pub fn indicator_cells(&self, panel: &Panel, row: usize) -> Vec<IndicatorRef> {
        let indicator = |read: &Read| match *read {
            Read::Indicator(at, back) => {
                let indicator = self.program.indicators[at].clone();
                row_back(panel, row, back).map(|row| IndicatorRef { indicator, row })
            }
            Read::Variable(..) => None,
        };
        self.reads.iter().filter_map(indicator).collect()
    }

    /// The formula as people read it, with names instead of ids: `研发经费 ÷ 营业收入`.
    #[must_use]
    pub fn in_words(&self, language: Language, wording: Wording<'_>) -> String {
        words::in_words(&self.syntax, language, wording)
    }
}

/// The formula with plain signs, single spaces and no needless parentheses. Reading it again gives the same values.
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::normalised(&self.syntax))
    }
}

fn row_back(panel: &Panel, row: usize, years: u32) -> Option<usize> {
    let index = panel.index();
    if row >= index.len() {
        return None;
    }
    if years == 0 { Some(row) } else { index.lag(row, i32::try_from(years).ok()?) }
}

fn in_order(mut problems: Vec<FormulaProblem>, text: &str) -> Vec<FormulaProblem> {
    problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
    if problems.len() > MOST_PROBLEMS {
        let more = problems.len() - MOST_PROBLEMS;
        problems.truncate(MOST_PROBLEMS);
        let end = text.len();
        problems.push(FormulaProblem::new(
            "frm030",
            end..end,
            format!("这个公式里还有 {more} 个问题"),
            format!("{more} more problems in this formula"),
        ));
    }
    problems
}
