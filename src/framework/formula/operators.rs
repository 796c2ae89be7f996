//! Operators: what kinds and units their operands must have, and the steps they become.

use std::collections::BTreeSet;

use super::check::{Checker, Part, Sort};
use super::evaluate::{Step, whole_power};
use super::problem::FormulaProblem;
use super::syntax::{At, Operator, Sense};
use super::units::{Combination, Measured, Quantity};
use crate::vocab::{Text, UnitOfMeasure};

/// Of a base quantity in a unit; nothing real comes near it, and exponents within exponents stay countable.
const HIGHEST_POWER: u32 = 100;

impl Checker<'_> {
    pub(super) fn negated(&mut self, inner: At) -> Part {
        let mut part = self.take(inner);
        let Some(quantity) = self.quantity(inner, &part) else { return Part::default() };
        match part.constant() {
            Some(value) => part.steps = vec![Step::Constant(-value)],
            None => part.steps.push(Step::Negate),
        }
        Part::number(quantity, part.steps, part.reads)
    }

    pub(super) fn connected(&mut self, operator: Operator, left: At, right: At) -> Part {
        let (mut part, other) = (self.take(left), self.take(right));
        let good = (self.condition(left, &part), self.condition(right, &other));
        if good != (Some(()), Some(())) {
            return Part::default();
        }
        part.absorb(other);
        part.steps.push(if operator == Operator::And { Step::And } else { Step::Or });
        Part::condition(part.steps, part.reads)
    }

    pub(super) fn added(&mut self, at: At, operator: Operator, left: At, right: At) -> Part {
        let step = if operator == Operator::Add { Step::Add } else { Step::Subtract };
        let Some((quantity, mut part, other)) = self.pair(at, left, right) else { return Part::default() };
        let folded = match (part.constant(), other.constant()) {
            (Some(a), Some(b)) => Some(if operator == Operator::Add { a + b } else { a - b }),
            _ => None,
        };
        finish(&mut part, other, step, folded);
        Part::number(quantity, part.steps, part.reads)
    }

    /// Both operands, the second in the unit of the first.
    fn pair(&mut self, at: At, left: At, right: At) -> Option<(Quantity, Part, Part)> {
        let (part, mut other) = (self.take(left), self.take(right));
        let Some(quantity) = self.quantity(left, &part) else {
            self.quantity(right, &other);
            return None;
        };
        let shared = self.joined((left, &quantity), right, &mut other, self.range(at))?;
        Some((shared, part, other))
    }

    pub(super) fn multiplied(&mut self, at: At, operator: Operator, left: At, right: At) -> Part {
        let (mut part, other) = (self.take(left), self.take(right));
        let (first, second) = (self.quantity(left, &part), self.quantity(right, &other));
        let (Some(first), Some(second)) = (first, second) else { return Part::default() };
        let product = operator == Operator::Multiply;
        let quantity =
            first.combined(&second, if product { Combination::Product } else { Combination::Quotient });
        if let Measured::In(unit) = &quantity.measured
            && (!unit.is_finite() || unit.highest_power() > HIGHEST_POWER)
        {
            return self.unit_too_large(at);
        }
        let folded = match (part.constant(), other.constant()) {
            (Some(a), Some(b)) => Some(if product { a * b } else { a / b }),
            _ => None,
        };
        finish(&mut part, other, if product { Step::Multiply } else { Step::Divide((1.0, 1.0)) }, folded);
        Part::number(quantity, part.steps, part.reads)
    }

    fn unit_too_large(&mut self, at: At) -> Part {
        let problem = FormulaProblem::new(
            "frm028",
            self.range(at),
            "计量单位连乘太多次，已无法表示",
            "units of measure are multiplied too many times to be kept",
        );
        self.report(
            problem.hint("用 number(x, '单位') 先取数值", "take plain numbers first, by number(x, 'unit')"),
        );
        Part::default()
    }

    pub(super) fn power(&mut self, left: At, right: At) -> Part {
        let (mut part, mut exponent) = (self.take(left), self.take(right));
        let base = self.quantity(left, &part);
        let plain = self.plain(right, &mut exponent, "^");
        let (Some(base), Some(_)) = (base, plain) else { return Part::default() };
        let whole = exponent.constant().and_then(small_whole);
        if let Measured::In(unit) = &base.measured
            && !unit.is_ratio()
        {
            return self.power_of_quantity(left, right, part, unit, whole);
        }
        let Some(quantity) = self.plain(left, &mut part, "^") else { return Part::default() };
        let folded = match (part.constant(), exponent.constant(), whole) {
            (Some(a), _, Some(n)) => Some(whole_power(a, n)),
            (Some(a), Some(b), None) => Some(libm::pow(a, b)),
            _ => None,
        };
        match whole {
            Some(n) if folded.is_none() => part.steps.push(Step::WholePower(n)),
            _ => finish(&mut part, exponent, Step::Power, folded),
        }
        Part::number(quantity, part.steps, part.reads)
    }

    fn power_of_quantity(
        &mut self,
        left: At,
        right: At,
        mut part: Part,
        unit: &UnitOfMeasure,
        whole: Option<i32>,
    ) -> Part {
        let Some(n) = whole else {
            let given = self.shown(left);
            let problem = FormulaProblem::new(
                "frm024",
                self.range(right),
                format!("`{given}` 带计量单位（{unit}），指数只能是 1 到 9 或 -1 到 -9 的整数"),
                format!(
                    "`{given}` has a unit ({unit}), so the exponent must be a whole number from 1 to 9 or -1 to -9"
                ),
            );
            let usage = format!("number({given}, '{unit}') ^ {}", self.shown(right));
            self.report(problem.hint(format!("写成 {usage}"), format!("write {usage}")));
            return Part::default();
        };
        let one = UnitOfMeasure::one();
        let factor = |result: UnitOfMeasure| if n > 0 { result.times(unit) } else { result.per(unit) };
        let result = (0..n.unsigned_abs()).fold(one, |result, _| factor(result));
        if !result.is_finite() || result.highest_power() > HIGHEST_POWER {
            return self.unit_too_large(left);
        }
        part.steps.push(Step::WholePower(n));
        let quantity = Quantity { measured: Measured::In(result), ..Quantity::plain() };
        Part::number(quantity, part.steps, part.reads)
    }

    pub(super) fn compared(&mut self, at: At, operator: Operator, left: At, right: At) -> Part {
        let texts = |part: &Part| matches!(part.sort, Sort::Text | Sort::Attribute(_));
        if texts(&self.parts[left]) || texts(&self.parts[right]) {
            return self.compared_texts(at, operator, left, right);
        }
        let conditions = [left, right].map(|side| matches!(self.parts[side].sort, Sort::Condition));
        if let [true, _] | [_, true] = conditions {
            let problem = FormulaProblem::new(
                "frm021",
                self.range(at),
                "条件不能拿来比较",
                "conditions cannot be compared",
            );
            self.report(problem.hint("用 and、or、not 连接条件", "join conditions by and, or, not"));
            return Part::default();
        }
        let Some((_, mut part, other)) = self.pair(at, left, right) else { return Part::default() };
        finish(&mut part, other, Step::Compare(operator), None);
        Part::condition(part.steps, part.reads)
    }

    fn compared_texts(&mut self, at: At, operator: Operator, left: At, right: At) -> Part {
        let sorts = (self.take(left).sort, self.take(right).sort);
        let (attribute, text) = match sorts {
            (Sort::Wrong, _) | (_, Sort::Wrong) => return Part::default(),
            (Sort::Attribute(attribute), Sort::Text) => (attribute, right),
            (Sort::Text, Sort::Attribute(attribute)) => (attribute, left),
            _ => {
                let problem = FormulaProblem::new(
                    "frm021",
                    self.range(at),
                    "文字比较的一边要是属性，另一边是引号里的文字",
                    "texts are compared as an attribute on one side and a text in quotes on the other",
                );
                self.report(problem.hint("写成 industry == 'C39'", "write industry == 'C39'"));
                return Part::default();
            }
        };
        let sense = match operator {
            Operator::Equal => Sense::In,
            Operator::NotEqual => Sense::NotIn,
            _ => {
                let sign = operator.symbol();
                let problem = FormulaProblem::new(
                    "frm021",
                    self.range(at),
                    format!("文字没有大小，不能用 `{sign}`"),
                    format!("texts have no order, `{sign}` cannot compare them"),
                );
                self.report(problem.hint("用 ==、!= 或 in [...]", "use ==, != or in [...]"));
                return Part::default();
            }
        };
        self.value_of(attribute, text)
            .map_or_else(Part::default, |value| attribute_is(attribute, vec![value], sense))
    }

    pub(super) fn member(&mut self, item: At, list: &[At], sense: Sense) -> Part {
        let part = self.take(item);
        match part.sort {
            Sort::Wrong => Part::default(),
            Sort::Attribute(attribute) => {
                let mut values = Vec::new();
                for &at in list {
                    let sort = self.take(at).sort;
                    match sort {
                        Sort::Text => values.extend(self.value_of(attribute, at)),
                        Sort::Wrong => {}
                        other => {
                            let wanted = Text::new("需要引号里的文字", "a text in quotes is needed here");
                            let problem = self.wrong_sort(at, &other, &wanted);
                            self.report(problem);
                        }
                    }
                }
                if values.len() == list.len() {
                    attribute_is(attribute, values, sense)
                } else {
                    Part::default()
                }
            }
            _ => self.number_member(item, part, list, sense),
        }
    }

    fn number_member(&mut self, item: At, mut part: Part, list: &[At], sense: Sense) -> Part {
        let Some(quantity) = self.quantity(item, &part) else { return Part::default() };
        let mut values = Vec::new();
        for &at in list {
            let mut value = self.take(at);
            if self.joined((item, &quantity), at, &mut value, self.range(at)).is_none() {
                continue;
            }
            match value.constant() {
                Some(value) => values.push(value),
                None => {
                    let problem = FormulaProblem::new(
                        "frm025",
                        self.range(at),
                        "列表里只能写数或文字",
                        "a list can hold only numbers or texts",
                    );
                    self.report(problem.hint("用 == 和 or 比较", "compare by == and or"));
                }
            }
        }
        if values.len() < list.len() {
            return Part::default();
        }
        part.steps.push(Step::OneOf(values, sense));
        Part::condition(part.steps, part.reads)
    }
}

fn attribute_is(attribute: usize, values: Vec<String>, sense: Sense) -> Part {
    Part::condition(vec![Step::AttributeIs { attribute, values, sense }], BTreeSet::new())
}

/// Adds an operation on both parts, or puts its known result in their place.
fn finish(part: &mut Part, other: Part, step: Step, folded: Option<f64>) {
    match folded.filter(|value| value.is_finite()) {
        Some(value) => part.steps = vec![Step::Constant(value)],
        None => {
            part.absorb(other);
            part.steps.push(step);
        }
    }
}

/// A whole number from 1 to 9 or -1 to -9.
fn small_whole(value: f64) -> Option<i32> {
    (-9..=9).find(|n| *n != 0 && f64::from(*n) == value)
}
