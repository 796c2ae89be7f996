//! Names, kinds and units: [`Syntax`] into steps. One pass over the nodes, operands first; a part that was reported is `Wrong` and
//! silences what follows from it. Names are found in [`super::names`], operators
//! checked in [`super::operators`], functions in [`super::call`]; units of measure are joined in [`super::units`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::evaluate::{Program, Step};
use super::lexer::shown;
use super::problem::FormulaProblem;
use super::syntax::{At, Kind, Operator, Syntax};
use super::units::{Measured, Mismatch, Quantity, convert};
use super::{Names, Shape};
use crate::vocab::{Text, UnitOfMeasure};

/// What a formula has become.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) program: Program,
    pub(super) reads: BTreeSet<Read>,
    /// Of a number; `None` for conditions and where nothing is known.
    pub(super) unit: Option<UnitOfMeasure>,
}

/// A look at a variable or indicator (a number of the program) some years back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Read {
    Variable(usize, u32),
    Indicator(usize, u32),
}

impl Read {
    pub(super) fn earlier(self, years: u32) -> Read {
        match self {
            Read::Variable(at, back) => Read::Variable(at, back.saturating_add(years)),
            Read::Indicator(at, back) => Read::Indicator(at, back.saturating_add(years)),
        }
    }
}

/// A node that has been looked at.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) sort: Sort,
    pub(super) steps: Vec<Step>,
    pub(super) reads: BTreeSet<Read>,
}

/// What sort of thing a node is.
#[derive(Clone, Debug, Default)]
pub(super) enum Sort {
    Number(Quantity),
    Condition,
    /// `missing` and its like: a number or a condition, as needed.
    Absent,
    Text,
    Attribute(usize),
    /// Reported already.
    #[default]
    Wrong,
}

impl Part {
    pub(super) fn number(quantity: Quantity, steps: Vec<Step>, reads: BTreeSet<Read>) -> Self {
        Part { sort: Sort::Number(quantity), steps, reads }
    }

    pub(super) fn condition(steps: Vec<Step>, reads: BTreeSet<Read>) -> Self {
        Part { sort: Sort::Condition, steps, reads }
    }

    /// The value, when it is one that stands in the formula.
    pub(super) fn constant(&self) -> Option<f64> {
        match self.steps.as_slice() {
            [Step::Constant(value)] => Some(*value),
            _ => None,
        }
    }

    /// Takes another part's steps behind its own.
    pub(super) fn absorb(&mut self, mut other: Part) {
        self.steps.append(&mut other.steps);
        // The smaller set into the larger one: a long sum would otherwise copy its names again and again.
        if self.reads.len() < other.reads.len() {
            std::mem::swap(&mut self.reads, &mut other.reads);
        }
        self.reads.append(&mut other.reads);
    }
}

pub(super) struct Checker<'a> {
    pub(super) text: &'a str,
    pub(super) names: Names<'a>,
    pub(super) syntax: &'a Syntax,
    pub(super) compared: Vec<Option<&'a str>>,
    pub(super) parts: Vec<Part>,
    pub(super) program: Program,
    pub(super) problems: &'a mut Vec<FormulaProblem>,
}

/// Checks a formula; `None` when anything was wrong with its result.
pub(super) fn check(
    text: &str,
    syntax: &Syntax,
    names: Names<'_>,
    shape: &Shape,
    problems: &mut Vec<FormulaProblem>,
) -> Option<Outcome> {
    let compared = syntax.compared_with();
    let parts = Vec::with_capacity(syntax.nodes.len());
    let program = Program::default();
    let mut checker = Checker { text, names, syntax, compared, parts, program, problems };
    for at in 0..syntax.nodes.len() {
        let part = checker.node(at);
        checker.parts.push(part);
    }
    checker.outcome(shape)
}

impl<'a> Checker<'a> {
    fn node(&mut self, at: At) -> Part {
        let syntax = self.syntax;
        match &syntax.nodes[at].kind {
            Kind::Number(value) => {
                Part::number(Quantity::literal(*value), vec![Step::Constant(*value)], BTreeSet::new())
            }
            Kind::Text(_) => Part { sort: Sort::Text, ..Part::default() },
            Kind::Name(name) => self.name(at, name),
            Kind::Negate(inner) => self.negated(*inner),
            Kind::Not(inner) => {
                let mut part = self.take(*inner);
                let good = self.condition(*inner, &part);
                part.steps.push(Step::Not);
                good.map_or_else(Part::default, |()| Part { sort: Sort::Condition, ..part })
            }
            Kind::Binary(operator, left, right) => match operator {
                Operator::And | Operator::Or => self.connected(*operator, *left, *right),
                Operator::Add | Operator::Subtract => self.added(at, *operator, *left, *right),
                Operator::Multiply | Operator::Divide => self.multiplied(at, *operator, *left, *right),
                Operator::Power => self.power(*left, *right),
                _ => self.compared(at, *operator, *left, *right),
            },
            Kind::Member { item, list, sense } => self.member(*item, list, *sense),
            Kind::Call { name, name_range, arguments } => self.call(at, name, name_range, arguments),
            Kind::Unreadable => Part::default(),
        }
    }

    fn outcome(mut self, shape: &Shape) -> Option<Outcome> {
        let root = self.syntax.root;
        let mut part = self.take(root);
        let unit = match shape {
            Shape::Condition => {
                self.condition(root, &part)?;
                None
            }
            Shape::AnyNumber => match self.quantity(root, &part)?.measured {
                Measured::In(unit) => Some(unit),
                _ => None,
            },
            Shape::Number(unit) => {
                let quantity = self.quantity(root, &part)?;
                match quantity.ratio_to(unit) {
                    Some(ratio) => convert(&mut part.steps, ratio),
                    None => return self.misfit(root, &quantity, unit),
                }
                Some(unit.clone())
            }
        };
        self.program.steps = part.steps;
        Some(Outcome { program: self.program, reads: part.reads, unit })
    }

    fn misfit(&mut self, root: At, quantity: &Quantity, unit: &UnitOfMeasure) -> Option<Outcome> {
        let stated = quantity.stated();
        let wanted = if unit.is_ratio() && unit.factor() == 1.0 {
            Text::new("纯数", "a plain number")
        } else {
            Text::same(unit.to_string())
        };
        let problem = FormulaProblem::new(
            "frm026",
            self.range(root),
            format!("公式的结果{}，而指标的计量单位是 {}", stated.zh, wanted.zh),
            format!("the result of the formula {}, but the measure of the card is {}", stated.en, wanted.en),
        );
        let problem = if quantity.bare {
            problem.hint(
                format!("给数加上单位，如 quantity(100, '{unit}')"),
                format!("give the number a unit, such as quantity(100, '{unit}')"),
            )
        } else {
            problem.hint(
                "改正 measure 或公式；只取某单位下的数值用 number(x, '单位')，给纯数加单位用 quantity(x, '单位')",
                "correct `measure` or the formula; number(x, 'unit') takes the plain number, quantity(x, 'unit') gives one a unit",
            )
        };
        self.report(problem);
        None
    }

    pub(super) fn take(&mut self, at: At) -> Part {
        self.parts.get_mut(at).map(std::mem::take).unwrap_or_default()
    }

    pub(super) fn range(&self, at: At) -> Range<usize> {
        self.syntax.nodes[at].range.clone()
    }

    pub(super) fn shown(&self, at: At) -> String {
        shown(&self.text[self.range(at)])
    }

    pub(super) fn report(&mut self, problem: FormulaProblem) {
        self.problems.push(problem);
    }

    /// The quantity of a number, or a report that a number is needed.
    pub(super) fn quantity(&mut self, at: At, part: &Part) -> Option<Quantity> {
        match &part.sort {
            Sort::Number(quantity) => Some(quantity.clone()),
            Sort::Absent => Some(Quantity::free()),
            Sort::Wrong => None,
            other => {
                let problem = self.wrong_sort(at, other, &Text::new("需要数", "a number is needed here"));
                let given = self.shown(at);
                let is_name = self.names.variables.variable(given.trim_matches(['\'', '"'])).is_some();
                let problem = match other {
                    Sort::Condition => {
                        problem.hint(format!("写成 if({given}, 1, 0)"), format!("write if({given}, 1, 0)"))
                    }
                    Sort::Attribute(_) => problem.hint(
                        format!("属性只能和文字比较：{given} == '…'"),
                        format!("an attribute can only be compared with a text: {given} == '…'"),
                    ),
                    _ if is_name => problem.hint("变量名不加引号", "names of variables stand without quotes"),
                    _ => problem,
                };
                self.report(problem);
                None
            }
        }
    }

    /// Reports when a part is not a condition.
    pub(super) fn condition(&mut self, at: At, part: &Part) -> Option<()> {
        match &part.sort {
            Sort::Condition | Sort::Absent => Some(()),
            Sort::Wrong => None,
            other => {
                let given = self.shown(at);
                let wanted = Text::new("需要条件", "a condition is needed here");
                let problem = self.wrong_sort(at, other, &wanted);
                let example = if matches!(other, Sort::Number(_)) {
                    format!("{given} > 0")
                } else {
                    format!("{given} == '…'")
                };
                self.report(
                    problem.hint(format!("写成比较，如 {example}"), format!("compare it, as in {example}")),
                );
                None
            }
        }
    }

    pub(super) fn wrong_sort(&self, at: At, sort: &Sort, wanted: &Text) -> FormulaProblem {
        let given = self.shown(at);
        let (zh, en) = match sort {
            Sort::Condition => ("条件", "a condition"),
            Sort::Attribute(_) => ("属性（文字）", "an attribute (a text)"),
            Sort::Text => ("文字", "a text"),
            _ => ("数", "a number"),
        };
        FormulaProblem::new(
            "frm021",
            self.range(at),
            format!("这里{}，而 `{given}` 是{zh}", wanted.zh),
            format!("{}, but `{given}` is {en}", wanted.en),
        )
    }

    /// Brings a part to the unit of another, or reports that it cannot be. The answer is the shared quantity.
    pub(super) fn joined(
        &mut self,
        (first, quantity): (At, &Quantity),
        second: At,
        part: &mut Part,
        range: Range<usize>,
    ) -> Option<Quantity> {
        let other = self.quantity(second, part)?;
        match quantity.join(&other) {
            Ok((shared, ratio)) => {
                convert(&mut part.steps, ratio);
                Some(shared)
            }
            Err(mismatch) => {
                let problem = self.mismatch(mismatch, (first, quantity), (second, &other), range);
                self.report(problem);
                None
            }
        }
    }

    fn mismatch(
        &self,
        mismatch: Mismatch,
        (first, left): (At, &Quantity),
        (second, right): (At, &Quantity),
        range: Range<usize>,
    ) -> FormulaProblem {
        let (a, b) = (self.shown(first), self.shown(second));
        let (of_a, of_b) = (left.label(), right.label());
        let (bare, measured, unit) = if left.bare { (&a, &b, &of_b) } else { (&b, &a, &of_a) };
        match mismatch {
            Mismatch::Percentage => FormulaProblem::new(
                "frm027",
                range,
                format!(
                    "`{measured}` 以 {} 计，`{bare}` 是纯数：不知道指的是 {bare}{} 还是 {bare} 倍",
                    unit.zh, unit.zh
                ),
                format!(
                    "`{measured}` is in {}, `{bare}` is a plain number: is {bare}{} meant, or {bare} times",
                    unit.en, unit.en
                ),
            )
            .hint(
                format!("写成 quantity({bare}, '{}')；确实指倍数时用 number({measured}, '1')", unit.zh),
                format!(
                    "write quantity({bare}, '{}'), or number({measured}, '1') if a share is meant",
                    unit.en
                ),
            ),
            Mismatch::Dimension => {
                let problem = FormulaProblem::new(
                    "frm022",
                    range,
                    format!("`{a}`（{}）和 `{b}`（{}）计量单位不同类，不能相加减或比较", of_a.zh, of_b.zh),
                    format!(
                        "`{a}` ({}) and `{b}` ({}) measure different things: they cannot be added or compared",
                        of_a.en, of_b.en
                    ),
                );
                if left.bare || right.bare {
                    problem.hint(
                        format!("给数加上单位：quantity({bare}, '{}')", unit.zh),
                        format!("give the number a unit: quantity({bare}, '{}')", unit.en),
                    )
                } else {
                    problem.hint(
                        "检查变量是否写对；只取某单位下的数值用 number(x, '单位')",
                        "check the names; number(x, 'unit') takes the plain number in a unit",
                    )
                }
            }
        }
    }

    /// Converts to a plain number, or reports that it has a dimension.
    pub(super) fn plain(&mut self, at: At, part: &mut Part, what: &str) -> Option<Quantity> {
        let quantity = self.quantity(at, part)?;
        if let Some(ratio) = quantity.ratio_to(&UnitOfMeasure::one()) {
            convert(&mut part.steps, ratio);
            let unchecked = matches!(quantity.measured, Measured::Unchecked);
            let plain = if unchecked { Quantity::unchecked() } else { Quantity::plain() };
            return Some(Quantity { bare: quantity.bare, ..plain });
        }
        let (given, unit, stated) = (self.shown(at), quantity.label(), quantity.stated());
        self.report(
            FormulaProblem::new(
                "frm023",
                self.range(at),
                format!("`{what}` 只能用于纯数，而 `{given}` {}", stated.zh),
                format!("`{what}` takes a plain number, but `{given}` {}", stated.en),
            )
            .hint(
                format!("写成 number({given}, '{}')，即以该单位计的数", unit.zh),
                format!("write number({given}, '{}'), the plain number in that unit", unit.en),
            ),
        );
        None
    }
}
