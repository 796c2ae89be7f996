//! Calls: which function, how many arguments, what each must be, and the steps it becomes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::check::{Checker, Part, Read, Sort};
use super::evaluate::{Step, Window, WindowKind};
use super::functions::{FUNCTIONS, Function, Signature, from_spreadsheet, signature};
use super::names::place_of;
use super::problem::FormulaProblem;
use super::syntax::{At, Kind};
use super::units::{Measured, Quantity, convert};
use crate::diagnostic::nearest;
use crate::vocab::{Text, UnitOfMeasure};

/// Years a formula may look back at once.
const MOST_YEARS: u32 = 50;

impl Checker<'_> {
    pub(super) fn call(&mut self, at: At, name: &str, name_range: &Range<usize>, arguments: &[At]) -> Part {
        let Some(signature) = signature(name) else {
            self.unknown_function(name, name_range);
            return Part::default();
        };
        if !(signature.least..=signature.most).contains(&arguments.len()) {
            self.wrong_count(at, signature, arguments.len());
            return Part::default();
        }
        self.known_call(signature.function, arguments).unwrap_or_default()
    }

    fn unknown_function(&mut self, name: &str, range: &Range<usize>) {
        let variables = self.names.variables;
        if variables.variable(name).is_some() || variables.attribute(name).is_some() {
            let problem = FormulaProblem::new(
                "frm014",
                range.clone(),
                format!("`{name}` 是变量或属性，后面不能直接跟括号"),
                format!("`{name}` is a variable or attribute, it cannot be called"),
            );
            return self.report(problem.hint("相乘要写 `*`", "a product is written with `*`"));
        }
        let problem = FormulaProblem::new(
            "frm012",
            range.clone(),
            format!("没有名为 `{name}` 的函数"),
            format!("there is no function `{name}`"),
        );
        let names = || FUNCTIONS.iter().map(|signature| signature.name);
        let problem = if let Some(Text { zh, en }) = from_spreadsheet(name) {
            problem.hint(zh, en)
        } else if let Some(near) = nearest(name, names()) {
            problem.hint(format!("是不是 `{near}`？"), format!("did you mean `{near}`?"))
        } else {
            let all = names().collect::<Vec<_>>().join(", ");
            problem.hint(format!("可用的函数：{all}"), format!("the functions are {all}"))
        };
        self.report(problem);
    }

    fn wrong_count(&mut self, at: At, signature: &Signature, given: usize) {
        let Signature { name, least, most, usage, .. } = signature;
        let (zh, en) = if least == most {
            (format!("{least} 个"), least.to_string())
        } else {
            (format!("至少 {least} 个"), format!("at least {least}"))
        };
        let problem = FormulaProblem::new(
            "frm013",
            self.range(at),
            format!("函数 `{name}` 要{zh}参数，给了 {given} 个", zh = spaced_count(&zh)),
            format!("`{name}` takes {en} argument{}, {given} given", if en == "1" { "" } else { "s" }),
        );
        self.report(problem.hint(format!("写成 {usage}"), format!("write {usage}")));
    }

    fn known_call(&mut self, function: Function, arguments: &[At]) -> Option<Part> {
        let first = arguments[0];
        match function {
            Function::Abs => self.abs(first),
            Function::Ln => self.of_plain(first, "ln", Step::Ln),
            Function::Log10 => self.of_plain(first, "log10", Step::Log10),
            Function::Exp => self.of_plain(first, "exp", Step::Exp),
            Function::Sqrt => self.of_plain(first, "sqrt", Step::Sqrt),
            Function::Min => self.folded(arguments, &Step::Min),
            Function::Max => self.folded(arguments, &Step::Max),
            Function::Coalesce => self.coalesce(arguments),
            Function::If => self.choice(arguments),
            Function::IsMissing => self.is_missing(first),
            Function::Number => self.number(first, arguments[1]),
            Function::Quantity => self.quantity_of(first, arguments[1]),
            Function::Lag | Function::Change | Function::Growth => {
                self.at_earlier(function, first, arguments[1])
            }
            Function::Mean | Function::Sum | Function::MeanAvailable | Function::SumAvailable => {
                self.window(function, arguments)
            }
            Function::Indicator => self.indicator(first),
        }
    }

    fn abs(&mut self, at: At) -> Option<Part> {
        let mut part = self.take(at);
        let quantity = self.quantity(at, &part)?;
        part.steps.push(Step::Abs);
        Some(Part::number(quantity, part.steps, part.reads))
    }

    fn of_plain(&mut self, at: At, name: &str, step: Step) -> Option<Part> {
        let mut part = self.take(at);
        let quantity = self.plain(at, &mut part, name)?;
        part.steps.push(step);
        Some(Part::number(quantity, part.steps, part.reads))
    }

    /// Several numbers in the unit of the first, joined two by two; all are looked at, so that each problem is reported.
    fn folded(&mut self, arguments: &[At], step: &Step) -> Option<Part> {
        let (shared, mut parts) = self.in_one_unit(arguments)?;
        let mut whole = parts.remove(0);
        for part in parts {
            whole.absorb(part);
            whole.steps.push(step.clone());
        }
        Some(Part::number(shared, whole.steps, whole.reads))
    }

    fn in_one_unit(&mut self, arguments: &[At]) -> Option<(Quantity, Vec<Part>)> {
        let mut shared: Option<(At, Quantity)> = None;
        let mut parts = Vec::new();
        let mut good = true;
        for &at in arguments {
            let mut part = self.take(at);
            let quantity = match &shared {
                None => self.quantity(at, &part),
                Some((first, quantity)) => {
                    let (first, quantity) = (*first, quantity.clone());
                    self.joined((first, &quantity), at, &mut part, self.range(at))
                }
            };
            good &= quantity.is_some();
            // Zero fits every unit, so the first argument that has one leads.
            if let Some(quantity) = quantity {
                let leader = match &shared {
                    Some((first, old)) if !matches!(old.measured, Measured::Free) => *first,
                    _ => at,
                };
                shared = Some((leader, quantity));
            }
            parts.push(part);
        }
        let (_, quantity) = shared?;
        good.then_some((quantity, parts))
    }

    fn coalesce(&mut self, arguments: &[At]) -> Option<Part> {
        if !self.any_condition(arguments) {
            return self.folded(arguments, &Step::Coalesce);
        }
        let mut parts = self.all_conditions(arguments)?;
        let mut whole = parts.remove(0);
        for part in parts {
            whole.absorb(part);
            whole.steps.push(Step::Coalesce);
        }
        Some(Part::condition(whole.steps, whole.reads))
    }

    fn choice(&mut self, arguments: &[At]) -> Option<Part> {
        let (asked, branches) = (arguments[0], &arguments[1..]);
        let mut whole = self.take(asked);
        let good = self.condition(asked, &whole);
        let (quantity, parts) = if self.any_condition(branches) {
            (None, self.all_conditions(branches)?)
        } else {
            let (quantity, parts) = self.in_one_unit(branches)?;
            (Some(quantity), parts)
        };
        good?;
        for part in parts {
            whole.absorb(part);
        }
        whole.steps.push(Step::If);
        let sort = quantity.map_or(Sort::Condition, Sort::Number);
        Some(Part { sort, ..whole })
    }

    fn any_condition(&self, arguments: &[At]) -> bool {
        arguments.iter().any(|&at| matches!(self.parts[at].sort, Sort::Condition))
    }

    fn all_conditions(&mut self, arguments: &[At]) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        let mut good = true;
        for &at in arguments {
            let part = self.take(at);
            good &= self.condition(at, &part).is_some();
            parts.push(part);
        }
        good.then_some(parts)
    }

    fn is_missing(&mut self, at: At) -> Option<Part> {
        let mut part = self.take(at);
        match part.sort {
            Sort::Attribute(attribute) => {
                Some(Part::condition(vec![Step::AttributeMissing(attribute)], BTreeSet::new()))
            }
            Sort::Wrong => None,
            Sort::Text => {
                self.quantity(at, &part)?;
                None
            }
            Sort::Number(_) | Sort::Condition | Sort::Absent => {
                part.steps.push(Step::IsMissing);
                Some(Part::condition(part.steps, part.reads))
            }
        }
    }

    fn number(&mut self, at: At, measure: At) -> Option<Part> {
        let mut part = self.take(at);
        let (quantity, unit) = (self.quantity(at, &part), self.measure(measure));
        let (quantity, (unit, written)) = (quantity?, unit?);
        let Some(ratio) = quantity.ratio_to(&unit) else {
            let (given, stated) = (self.shown(at), quantity.stated());
            let problem = FormulaProblem::new(
                "frm022",
                self.range(at),
                format!("`{given}` {}，不能换算成 {written}", stated.zh),
                format!("`{given}` {}, it cannot be converted to {written}", stated.en),
            );
            let problem = if quantity.bare {
                problem.hint(
                    format!("给数加上单位用 quantity({given}, '{written}')"),
                    format!("quantity({given}, '{written}') gives a number a unit"),
                )
            } else {
                problem.hint("写同一类的计量单位", "name a unit of the same dimension")
            };
            self.report(problem);
            return None;
        };
        convert(&mut part.steps, ratio);
        Some(Part::number(Quantity::plain(), part.steps, part.reads))
    }

    fn quantity_of(&mut self, at: At, measure: At) -> Option<Part> {
        let mut part = self.take(at);
        let (quantity, unit) = (self.quantity(at, &part), self.measure(measure));
        let (quantity, (unit, written)) = (quantity?, unit?);
        let Some(ratio) = quantity.ratio_to(&UnitOfMeasure::one()) else {
            let (given, stated) = (self.shown(at), quantity.stated());
            let problem = FormulaProblem::new(
                "frm022",
                self.range(at),
                format!("`{given}` 已经{}，不能再加单位", stated.zh),
                format!("`{given}` {} already, it cannot be given another unit", stated.en),
            );
            self.report(problem.hint(
                format!("直接写 {given}，单位会自动换算"),
                format!("write {given} alone: units are converted by themselves"),
            ));
            return None;
        };
        convert(&mut part.steps, ratio);
        Some(Part::number(Quantity::of(unit, written), part.steps, part.reads))
    }

    /// A unit of measure written in quotes.
    fn measure(&mut self, at: At) -> Option<(UnitOfMeasure, String)> {
        let Kind::Text(text) = &self.syntax.nodes[at].kind else {
            let given = self.shown(at);
            let problem = FormulaProblem::new(
                "frm025",
                self.range(at),
                format!("这里需要引号里的计量单位，给的是 `{given}`"),
                format!("a unit of measure in quotes is needed here, not `{given}`"),
            );
            self.report(problem.hint("如 '亿元'、'%'", "such as '亿元' or '%'"));
            return None;
        };
        match self.names.variables.measures().parse(text) {
            Ok(unit) if unit.is_finite() => Some((unit, text.trim().to_owned())),
            Ok(_) => {
                let problem = FormulaProblem::new(
                    "frm017",
                    self.range(at),
                    format!("计量单位 `{text}` 太大或太小"),
                    format!("the unit of measure `{text}` is too large or too small"),
                );
                self.report(problem);
                None
            }
            Err(error) => {
                let part = &error.part;
                let problem = FormulaProblem::new(
                    "frm017",
                    self.range(at),
                    format!("没有名为 `{part}` 的计量单位"),
                    format!("there is no unit of measure `{part}`"),
                );
                self.report(match &error.nearest {
                    Some(near) => {
                        problem.hint(format!("是不是 `{near}`？"), format!("did you mean `{near}`?"))
                    }
                    None => problem.hint(
                        "在 variables.toml 的 measures 里声明它，或改正拼写",
                        "declare it under `measures` in variables.toml, or correct the spelling",
                    ),
                });
                None
            }
        }
    }

    /// A whole number written in the formula.
    fn whole(&mut self, at: At, least: u32, most: u32, what: &Text) -> Option<u32> {
        if let Kind::Number(value) = self.syntax.nodes[at].kind
            && let Some(whole) = (least..=most).find(|n| f64::from(*n) == value)
        {
            return Some(whole);
        }
        let given = self.shown(at);
        let problem = FormulaProblem::new(
            "frm025",
            self.range(at),
            format!("{}要写成 {least} 到 {most} 的整数，给的是 `{given}`", what.zh),
            format!("{} must be a whole number from {least} to {most}, not `{given}`", what.en),
        );
        self.report(problem);
        None
    }

    fn years(&mut self, at: At) -> Option<u32> {
        self.whole(at, 1, MOST_YEARS, &Text::new("年数", "the number of years"))
    }

    fn at_earlier(&mut self, function: Function, at: At, years: At) -> Option<Part> {
        let mut part = self.take(at);
        let (quantity, years) = (self.quantity(at, &part), self.years(years));
        let (quantity, years) = (quantity?, years?);
        let earlier: BTreeSet<Read> = part.reads.iter().map(|read| read.earlier(years)).collect();
        if function == Function::Lag {
            part.reads = earlier;
        } else {
            part.reads.extend(earlier);
        }
        let (step, quantity) = match function {
            Function::Lag => (Step::Lag(years), quantity),
            Function::Change => (Step::Change(years), quantity),
            _ => (Step::Growth(years, (1.0, 1.0)), Quantity::plain()),
        };
        part.steps.push(step);
        Some(Part::number(Quantity { bare: false, ..quantity }, part.steps, part.reads))
    }

    fn window(&mut self, function: Function, arguments: &[At]) -> Option<Part> {
        let mut part = self.take(arguments[0]);
        let (quantity, years) = (self.quantity(arguments[0], &part), self.years(arguments[1]));
        let at_least = match arguments.get(2) {
            None => years,
            Some(at) => {
                let what = Text::new("至少要有的年数", "the least number of observed years");
                self.whole(*at, 1, years.unwrap_or(MOST_YEARS), &what)
            }
        };
        let (quantity, years, at_least) = (quantity?, years?, at_least?);
        let reads = part.reads.iter().flat_map(|read| (0..years).map(|back| read.earlier(back))).collect();
        let kind = match function {
            Function::Mean | Function::MeanAvailable => WindowKind::Mean,
            _ => WindowKind::Sum,
        };
        part.steps.push(Step::Window(Window { years, at_least, kind }));
        Some(Part::number(Quantity { bare: false, ..quantity }, part.steps, reads))
    }

    fn indicator(&mut self, argument: At) -> Option<Part> {
        let indicators = self.names.indicators;
        let Kind::Text(text) = &self.syntax.nodes[argument].kind else {
            let given = self.shown(argument);
            let problem = FormulaProblem::new(
                "frm025",
                self.range(argument),
                format!("这里需要引号里的指标标识，给的是 `{given}`"),
                format!("the id of a card in quotes is needed here, not `{given}`"),
            );
            self.report(problem.hint("写成 indicator('rd-intensity')", "write indicator('rd-intensity')"));
            return None;
        };
        let Some((id, unit)) = indicators.get_key_value(text.as_str()) else {
            let problem = FormulaProblem::new(
                "frm016",
                self.range(argument),
                format!("没有标识为 `{text}` 的指标"),
                format!("there is no indicator `{text}`"),
            );
            self.report(match nearest(text, indicators.keys().map(crate::vocab::Id::as_str)) {
                Some(near) => problem.hint(format!("是不是 '{near}'？"), format!("did you mean '{near}'?")),
                None => problem.hint(
                    "变量直接写名字；indicator('…') 引用另一个指标的标识",
                    "variables are named alone; indicator('…') takes the id of another card",
                ),
            });
            return None;
        };
        let number = place_of(&mut self.program.indicators, id);
        let quantity = Quantity::of(unit.clone(), unit.to_string());
        let reads = BTreeSet::from([Read::Indicator(number, 0)]);
        Some(Part::number(quantity, vec![Step::Indicator(number)], reads))
    }
}

fn spaced_count(count: &str) -> String {
    if count.starts_with(|c: char| c.is_ascii()) { format!(" {count}") } else { count.to_owned() }
}
