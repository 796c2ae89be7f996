//! Steps over columns: each takes whole blocks of rows from a stack and puts one back. Nothing is allocated for a cell, constants stay
//! single numbers, variables are borrowed from the panel, and results are written over operands where those are no longer needed.

use std::borrow::Cow;

use super::syntax::{Operator, Sense};
use super::units::Ratio;
use super::{Cells, Inputs, years};
use crate::panel::{Attribute, Status};
use crate::vocab::Id;

/// One operation. Operands come from the stack, the last one on top.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Also truth: 1 and 0.
    Constant(f64),
    Absent(Status),
    Variable(usize),
    Indicator(usize),
    AttributeIs {
        attribute: usize,
        values: Vec<String>,
        sense: Sense,
    },
    AttributeMissing(usize),
    /// Multiplied by the first, divided by the second.
    Scale(Ratio),
    Negate,
    Abs,
    Ln,
    Log10,
    Exp,
    Sqrt,
    WholePower(i32),
    Add,
    Subtract,
    Multiply,
    /// `(a × first) / (b × second)`.
    Divide(Ratio),
    Power,
    Min,
    Max,
    Compare(Operator),
    OneOf(Vec<f64>, Sense),
    And,
    Or,
    Not,
    If,
    Coalesce,
    IsMissing,
    Lag(u32),
    Change(u32),
    /// Compound growth a year over so many years, converted like a quotient.
    Growth(u32, Ratio),
    Window(Window),
}

/// Several years taken together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// This one included.
    pub(super) years: u32,
    /// How many must be observed; missing ones are left out as long as there are enough.
    pub(super) at_least: u32,
    pub(super) kind: WindowKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WindowKind {
    Sum,
    Mean,
}

/// What the steps refer to by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) variables: Vec<Id>,
    pub(super) attributes: Vec<Id>,
    pub(super) indicators: Vec<Id>,
}

/// A column, or one cell that stands for all rows.
#[derive(Clone, Debug)]
enum Operand<'a> {
    Same(f64, Status),
    Cells(Cells<'a>),
}

impl Program {
    /// One cell for each row of the block.
    pub(super) fn run<'a>(&self, inputs: &Inputs<'a>) -> Cells<'a> {
        let length = inputs.panel.index().len();
        let start = inputs.rows.start.min(length);
        let block = Block { inputs, start, end: inputs.rows.end.clamp(start, length) };
        let mut stack: Vec<Operand<'a>> = Vec::new();
        for step in &self.steps {
            self.step(step, &mut stack, &block);
        }
        pop(&mut stack).cells(block.len())
    }

    fn step<'a>(&self, step: &Step, stack: &mut Vec<Operand<'a>>, block: &Block<'_, 'a>) {
        let rows = block.len();
        let result = match step {
            Step::Constant(value) => Operand::Same(*value, Status::Observed),
            Step::Absent(status) => Operand::Same(0.0, *status),
            Step::Variable(at) => block.variable(&self.variables[*at]),
            Step::Indicator(at) => block.indicator(&self.indicators[*at]),
            Step::AttributeIs { attribute, values, sense } => {
                block.attribute_is(&self.attributes[*attribute], values, *sense)
            }
            Step::AttributeMissing(at) => block.attribute_missing(&self.attributes[*at]),
            Step::Add => two(stack, rows, |a, b| a + b),
            Step::Subtract => two(stack, rows, |a, b| a - b),
            Step::Multiply => two(stack, rows, |a, b| a * b),
            Step::Divide((over, under)) => two(stack, rows, |a, b| (a * over) / (b * under)),
            Step::Power => two(stack, rows, libm::pow),
            Step::Min => two(stack, rows, |a, b| if b < a { b } else { a }),
            Step::Max => two(stack, rows, |a, b| if b > a { b } else { a }),
            Step::Compare(operator) => compare(stack, rows, *operator),
            Step::And => pairs(stack, rows, and),
            Step::Or => pairs(stack, rows, or),
            Step::Coalesce => pairs(stack, rows, first_present),
            Step::If => choose(stack, rows),
            Step::Lag(_) | Step::Change(_) | Step::Growth(..) | Step::Window(_) => {
                let cells = pop(stack).cells(rows);
                let periods = &block.inputs.panel.index().rows()[block.start..block.end];
                Operand::Cells(years::apply(step, &cells, periods))
            }
            _ => alone(step, pop(stack)),
        };
        stack.push(result);
    }
}

/// Steps with one operand that look at each value alone.
fn alone<'a>(step: &Step, operand: Operand<'a>) -> Operand<'a> {
    match step {
        Step::Scale((over, under)) => operand.map(|x| x * over / under),
        Step::Negate => operand.map(|x| -x),
        Step::Abs => operand.map(f64::abs),
        Step::Ln => operand.map(libm::log),
        Step::Log10 => operand.map(libm::log10),
        Step::Exp => operand.map(libm::exp),
        Step::Sqrt => operand.map(libm::sqrt),
        Step::WholePower(power) => operand.map(|x| whole_power(x, *power)),
        Step::OneOf(values, sense) => {
            operand.map(|x| f64::from(u8::from(values.contains(&x) == (*sense == Sense::In))))
        }
        Step::Not => operand.map(|x| 1.0 - x),
        Step::IsMissing => operand.asked_missing(),
        _ => operand,
    }
}

/// By repeated multiplication: the same bits everywhere, and squares of whole numbers are exact.
pub(super) fn whole_power(x: f64, power: i32) -> f64 {
    let product = (0..power.unsigned_abs()).fold(1.0, |product, _| product * x);
    if power < 0 { 1.0 / product } else { product }
}

fn pop<'a>(stack: &mut Vec<Operand<'a>>) -> Operand<'a> {
    stack.pop().unwrap_or(Operand::Same(0.0, Status::Invalid))
}

fn two<'a>(stack: &mut Vec<Operand<'a>>, rows: usize, f: impl Fn(f64, f64) -> f64) -> Operand<'a> {
    let right = pop(stack);
    let left = pop(stack);
    left.with(right, rows, f)
}

fn compare<'a>(stack: &mut Vec<Operand<'a>>, rows: usize, operator: Operator) -> Operand<'a> {
    let truth = |holds: bool| f64::from(u8::from(holds));
    match operator {
        Operator::Equal => two(stack, rows, |a, b| truth(a == b)),
        Operator::NotEqual => two(stack, rows, |a, b| truth(a != b)),
        Operator::Less => two(stack, rows, |a, b| truth(a < b)),
        Operator::AtMost => two(stack, rows, |a, b| truth(a <= b)),
        Operator::Greater => two(stack, rows, |a, b| truth(a > b)),
        _ => two(stack, rows, |a, b| truth(a >= b)),
    }
}

type Cell = (f64, Status);

/// False wins over missing: `false and ?` is false whatever the other would be.
fn and(a: Cell, b: Cell) -> Cell {
    let is_false = |cell: Cell| cell.1.is_observed() && cell.0 == 0.0;
    if is_false(a) || is_false(b) { (0.0, Status::Observed) } else { both(a, b) }
}

/// True wins over missing.
fn or(a: Cell, b: Cell) -> Cell {
    let is_true = |cell: Cell| cell.1.is_observed() && cell.0 != 0.0;
    if is_true(a) || is_true(b) {
        return (1.0, Status::Observed);
    }
    let status = a.1.and(b.1);
    (0.0, status)
}

fn both(a: Cell, b: Cell) -> Cell {
    let status = a.1.and(b.1);
    (f64::from(u8::from(status.is_observed())), status)
}

/// The first cell with a value; an invalid one before it is not passed over, as that would hide an error in the data.
fn first_present(a: Cell, b: Cell) -> Cell {
    if matches!(a.1, Status::Observed | Status::Invalid) { a } else { b }
}

fn pairs<'a>(stack: &mut Vec<Operand<'a>>, rows: usize, f: impl Fn(Cell, Cell) -> Cell) -> Operand<'a> {
    let right = pop(stack);
    let left = pop(stack);
    if let (&Operand::Same(a, s), &Operand::Same(b, t)) = (&left, &right) {
        let (value, status) = f((a, s), (b, t));
        return Operand::Same(value, status);
    }
    Operand::collect((0..rows).map(|row| f(left.cell(row), right.cell(row))))
}

fn choose<'a>(stack: &mut Vec<Operand<'a>>, rows: usize) -> Operand<'a> {
    let otherwise = pop(stack);
    let then = pop(stack);
    let condition = pop(stack);
    let pick = |row: usize| match condition.cell(row) {
        (value, Status::Observed) if value != 0.0 => then.cell(row),
        (_, Status::Observed) => otherwise.cell(row),
        (_, status) => (0.0, status),
    };
    Operand::collect((0..rows).map(pick))
}

impl<'a> Operand<'a> {
    fn collect(cells: impl ExactSizeIterator<Item = Cell>) -> Self {
        let (values, statuses): (Vec<f64>, Vec<Status>) = cells.unzip();
        Operand::Cells(Cells { values: Cow::Owned(values), statuses: Cow::Owned(statuses) })
    }

    fn cell(&self, row: usize) -> Cell {
        match self {
            Operand::Same(value, status) => (*value, *status),
            Operand::Cells(cells) => (cells.values[row], cells.statuses[row]),
        }
    }

    fn cells(self, rows: usize) -> Cells<'a> {
        match self {
            Operand::Cells(cells) => cells,
            Operand::Same(value, status) => {
                Cells { values: Cow::Owned(vec![value; rows]), statuses: Cow::Owned(vec![status; rows]) }
            }
        }
    }

    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        match self {
            Operand::Same(value, Status::Observed) => {
                let value = f(value);
                if value.is_finite() {
                    Operand::Same(value, Status::Observed)
                } else {
                    Operand::Same(0.0, Status::Invalid)
                }
            }
            Operand::Same(..) => self,
            Operand::Cells(Cells { values, statuses }) => {
                let values = match values {
                    Cow::Borrowed(values) => values.iter().map(|x| f(*x)).collect(),
                    Cow::Owned(mut values) => {
                        values.iter_mut().for_each(|x| *x = f(*x));
                        values
                    }
                };
                Operand::Cells(settled(values, statuses))
            }
        }
    }

    fn with(self, right: Self, rows: usize, f: impl Fn(f64, f64) -> f64) -> Self {
        match (self, right) {
            (Operand::Same(a, Status::Observed), right) => right.map(|b| f(a, b)),
            (left, Operand::Same(b, Status::Observed)) => left.map(|a| f(a, b)),
            (Operand::Same(_, s), Operand::Same(_, t)) => Operand::Same(0.0, s.and(t)),
            (left, right) => {
                let (left, right) = (left.cells(rows), right.cells(rows));
                let values = match (left.values, right.values) {
                    (Cow::Owned(mut left), right) => {
                        left.iter_mut().zip(right.iter()).for_each(|(a, b)| *a = f(*a, *b));
                        left
                    }
                    (left, Cow::Owned(mut right)) => {
                        right.iter_mut().zip(left.iter()).for_each(|(b, a)| *b = f(*a, *b));
                        right
                    }
                    (left, right) => left.iter().zip(right.iter()).map(|(a, b)| f(*a, *b)).collect(),
                };
                Operand::Cells(settled(values, combined(left.statuses, right.statuses)))
            }
        }
    }

    fn asked_missing(self) -> Self {
        let truth = |status: &Status| f64::from(u8::from(!status.is_observed()));
        match self {
            Operand::Same(_, status) => Operand::Same(truth(&status), Status::Observed),
            Operand::Cells(cells) => {
                let values: Vec<f64> = cells.statuses.iter().map(truth).collect();
                let statuses = vec![Status::Observed; values.len()];
                Operand::Cells(Cells { values: Cow::Owned(values), statuses: Cow::Owned(statuses) })
            }
        }
    }
}

fn combined<'a>(left: Cow<'a, [Status]>, right: Cow<'a, [Status]>) -> Cow<'a, [Status]> {
    let complete = |statuses: &[Status]| statuses.iter().all(|status| status.is_observed());
    if complete(&right) {
        left
    } else if complete(&left) {
        right
    } else {
        left.iter().zip(right.iter()).map(|(a, b)| a.and(*b)).collect()
    }
}

/// Makes what has no finite answer invalid, and what is missing 0.
fn settled(mut values: Vec<f64>, mut statuses: Cow<'_, [Status]>) -> Cells<'_> {
    let no_answer = |(value, status): (&f64, &Status)| status.is_observed() && !value.is_finite();
    if values.iter().zip(statuses.iter()).any(no_answer) {
        for (value, status) in values.iter().zip(statuses.to_mut()) {
            if no_answer((value, status)) {
                *status = Status::Invalid;
            }
        }
    }
    for (value, status) in values.iter_mut().zip(statuses.iter()) {
        *value = if status.is_observed() { *value } else { 0.0 };
    }
    Cells { values: Cow::Owned(values), statuses }
}

/// The rows that are evaluated.
struct Block<'i, 'a> {
    inputs: &'i Inputs<'a>,
    start: usize,
    end: usize,
}

impl<'a> Block<'_, 'a> {
    fn len(&self) -> usize {
        self.end - self.start
    }

    fn nobody_collected() -> Operand<'a> {
        Operand::Same(0.0, Status::NotCollected)
    }

    fn variable(&self, id: &Id) -> Operand<'a> {
        let panel = self.inputs.panel;
        let Some(column) = panel.variable(id.as_str()) else { return Self::nobody_collected() };
        let values = column.values().get(self.start..self.end);
        let statuses = column.statuses().get(self.start..self.end);
        let (Some(values), Some(statuses)) = (values, statuses) else { return Self::nobody_collected() };
        Operand::Cells(Cells { values: Cow::Borrowed(values), statuses: Cow::Borrowed(statuses) })
    }

    fn indicator(&self, id: &Id) -> Operand<'a> {
        let indicators = self.inputs.indicators;
        let Some(cells) = indicators.get(id) else { return Self::nobody_collected() };
        let fits = cells.values.len() == self.len() && cells.statuses.len() == self.len();
        if !fits {
            return Self::nobody_collected();
        }
        Operand::Cells(Cells {
            values: Cow::Borrowed(&cells.values),
            statuses: Cow::Borrowed(&cells.statuses),
        })
    }

    fn codes(&self, id: &Id) -> Option<(&'a Attribute, &'a [u32])> {
        let panel = self.inputs.panel;
        let attribute = panel.attribute(id.as_str())?;
        Some((attribute, attribute.codes.get(self.start..self.end)?))
    }

    fn attribute_is(&self, id: &Id, values: &[String], sense: Sense) -> Operand<'a> {
        let Some((attribute, codes)) = self.codes(id) else { return Self::nobody_collected() };
        let holds = |value: &String| values.contains(value) == (sense == Sense::In);
        let answers: Vec<f64> = attribute.values.iter().map(|v| f64::from(u8::from(holds(v)))).collect();
        let answer = |code: &u32| {
            let known = usize::try_from(*code).ok().and_then(|at| answers.get(at));
            known.map_or((0.0, Status::NotCollected), |answer| (*answer, Status::Observed))
        };
        Operand::collect(codes.iter().map(answer))
    }

    fn attribute_missing(&self, id: &Id) -> Operand<'a> {
        let Some((_, codes)) = self.codes(id) else { return Operand::Same(1.0, Status::Observed) };
        let unknown = |code: &u32| f64::from(u8::from(*code == Attribute::UNKNOWN));
        Operand::collect(codes.iter().map(|code| (unknown(code), Status::Observed)))
    }
}
