//! Tokens into [`Syntax`], by binding power (Pratt). A missing piece is reported and replaced by [`Kind::Unreadable`], so that what
//! stands around it is still checked. What two people would read differently (`-2^2`, `a < b < c`) is refused, not guessed.

use std::ops::Range;

use super::lexer::{self, Placed, Token, shown};
use super::problem::FormulaProblem;
use super::syntax::{At, Kind, Node, Operator, Sense, Syntax, binding};

/// Levels of parentheses, calls and signs within each other; more is refused, as each takes stack.
const DEEPEST: usize = 100;

/// Reads a formula; what could not be read is in `problems`.
pub(super) fn parse(text: &str, problems: &mut Vec<FormulaProblem>) -> Syntax {
    let tokens = lexer::read(text, problems);
    let mut parser = Parser { text, tokens, next: 0, nodes: Vec::new(), depth: 0, given_up: false, problems };
    let root = parser.whole();
    Syntax { nodes: parser.nodes, root }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Placed>,
    next: usize,
    nodes: Vec<Node>,
    depth: usize,
    /// Nested too deep: the rest is left alone, and so are the complaints that would follow.
    given_up: bool,
    problems: &'t mut Vec<FormulaProblem>,
}

/// What can stand between two operands.
#[derive(Clone, Copy)]
enum Infix {
    Operator(Operator),
    Member(Sense),
}

impl Parser<'_> {
    fn whole(&mut self) -> At {
        if self.tokens.is_empty() {
            if self.problems.is_empty() {
                let problem =
                    FormulaProblem::new("frm010", 0..self.text.len(), "公式是空的", "the formula is empty");
                self.problems.push(problem.hint(
                    "写出由变量算出指标的式子，如 rd_expenditure / revenue",
                    "write how the value comes from variables, such as rd_expenditure / revenue",
                ));
            }
            return self.unreadable(0..0);
        }
        let root = self.expression(binding::LOOSEST);
        let mut reported = false;
        while let Some((token, range)) = self.tokens.get(self.next).cloned() {
            if !reported {
                self.unexpected(&token, range);
            }
            reported = true;
            let before = self.next;
            if !matches!(token, Token::Close | Token::CloseList | Token::Comma) {
                self.expression(binding::LOOSEST);
            }
            self.next = self.next.max(before + 1);
        }
        root
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    /// Where the next token stands; behind the text at its end.
    fn place(&self) -> Range<usize> {
        let end = self.tokens.last().map_or(0, |(_, range)| range.end);
        self.tokens.get(self.next).map_or(end..end, |(_, range)| range.clone())
    }

    fn next_is(&self, token: &Token) -> bool {
        self.peek() == Some(token)
    }

    fn report(&mut self, problem: FormulaProblem) {
        if !self.given_up {
            self.problems.push(problem);
        }
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) -> At {
        self.nodes.push(Node { kind, range, enclosed: false });
        self.nodes.len() - 1
    }

    fn unreadable(&mut self, range: Range<usize>) -> At {
        self.push(Kind::Unreadable, range)
    }

    fn range(&self, at: At) -> Range<usize> {
        self.nodes[at].range.clone()
    }

    /// An expression of everything that binds at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> At {
        if self.depth == DEEPEST {
            return self.give_up();
        }
        self.depth += 1;
        let mut left = self.operand();
        while let Some((infix, length)) = self.infix() {
            let power = match infix {
                Infix::Operator(operator) => operator.binding(),
                Infix::Member(_) => binding::COMPARISON,
            };
            if power < least {
                break;
            }
            let place = self.place();
            self.next += length;
            left = match infix {
                Infix::Operator(operator) => self.binary(left, operator, place),
                Infix::Member(sense) => self.member(left, sense, place),
            };
        }
        self.depth -= 1;
        left
    }

    fn give_up(&mut self) -> At {
        let range = self.place();
        self.report(
            FormulaProblem::new(
                "frm008",
                range.clone(),
                format!("括号和函数嵌套超过 {DEEPEST} 层"),
                format!("parentheses and functions are nested more than {DEEPEST} levels deep"),
            )
            .hint(
                "拆成几个指标，用 indicator('…') 引用",
                "split it into several cards and refer to them by indicator('…')",
            ),
        );
        self.given_up = true;
        self.next = self.tokens.len();
        self.unreadable(range)
    }

    /// The operator that comes next and how many tokens it has.
    fn infix(&self) -> Option<(Infix, usize)> {
        match self.peek()? {
            Token::Operator(operator) => Some((Infix::Operator(*operator), 1)),
            Token::Name(name) => match name.as_str() {
                "and" => Some((Infix::Operator(Operator::And), 1)),
                "or" => Some((Infix::Operator(Operator::Or), 1)),
                "in" => Some((Infix::Member(Sense::In), 1)),
                "not" => {
                    let second = self.tokens.get(self.next + 1).map(|(token, _)| token);
                    let is_in = matches!(second, Some(Token::Name(name)) if name == "in");
                    is_in.then_some((Infix::Member(Sense::NotIn), 2))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn binary(&mut self, left: At, operator: Operator, place: Range<usize>) -> At {
        let right = self.expression(operator.binding() + 1);
        let range = self.range(left).start..self.range(right).end.max(place.end);
        match self.ambiguous(left, right, operator, range.clone()) {
            Some(problem) => {
                self.report(problem);
                self.unreadable(range)
            }
            None => self.push(Kind::Binary(operator, left, right), range),
        }
    }

    fn ambiguous(
        &self,
        left: At,
        right: At,
        operator: Operator,
        range: Range<usize>,
    ) -> Option<FormulaProblem> {
        let Node { kind, enclosed, .. } = &self.nodes[left];
        let problem = match kind {
            _ if *enclosed => return None,
            Kind::Negate(_) if operator == Operator::Power => FormulaProblem::new(
                "frm007",
                range,
                "`-a ^ b` 有两种读法：(-a) ^ b 或 -(a ^ b)",
                "`-a ^ b` can be read as (-a) ^ b or as -(a ^ b)",
            )
            .hint("加上括号", "put parentheses"),
            Kind::Binary(Operator::Power, ..) if operator == Operator::Power => FormulaProblem::new(
                "frm007",
                range,
                "`a ^ b ^ c` 有两种读法：(a ^ b) ^ c 或 a ^ (b ^ c)",
                "`a ^ b ^ c` can be read as (a ^ b) ^ c or as a ^ (b ^ c)",
            )
            .hint("加上括号", "put parentheses"),
            kind if operator.is_comparison() && is_comparison(kind) => {
                let middle = match kind {
                    Kind::Binary(_, _, middle) => shown(&self.text[self.range(*middle)]),
                    _ => "b".to_owned(),
                };
                let first = shown(&self.text[self.range(left)]);
                let last = shown(&self.text[self.range(right)]);
                let both = format!("{first} and {middle} {} {last}", operator.symbol());
                FormulaProblem::new("frm007", range, "比较不能连写", "comparisons cannot be chained")
                    .hint(format!("写成 `{both}`"), format!("write `{both}`"))
            }
            _ => return None,
        };
        Some(problem)
    }

    fn member(&mut self, item: At, sense: Sense, place: Range<usize>) -> At {
        let start = self.range(item).start;
        if !self.next_is(&Token::OpenList) {
            let found = self.place();
            self.report(
                FormulaProblem::new(
                    "frm005",
                    if found.is_empty() { place.clone() } else { found },
                    "`in` 后面要有方括号里的列表",
                    "a list in square brackets must stand behind `in`",
                )
                .hint("写成 in ['C39', 'I65']", "write in ['C39', 'I65']"),
            );
            if self.peek().is_none() {
                return self.unreadable(start..place.end);
            }
            let other = self.expression(binding::COMPARISON + 1);
            let end = self.range(other).end.max(place.end);
            return self.unreadable(start..end);
        }
        let open = self.place();
        self.next += 1;
        let list = self.list(&open, &Token::CloseList);
        let end = self.tokens[self.next - 1].1.end;
        let Some(list) = list else { return self.unreadable(start..end) };
        if list.is_empty() {
            let problem = FormulaProblem::new("frm004", open.start..end, "列表是空的", "the list is empty");
            self.report(problem.hint("写出至少一个值", "write at least one value"));
        }
        self.push(Kind::Member { item, list, sense }, start..end)
    }

    fn operand(&mut self) -> At {
        let Some((token, range)) = self.tokens.get(self.next).cloned() else {
            return self.missing_operand();
        };
        match token {
            Token::Number(value) => {
                self.next += 1;
                self.push(Kind::Number(value), range)
            }
            Token::Text(text) => {
                self.next += 1;
                self.push(Kind::Text(text), range)
            }
            Token::Unreadable => {
                self.next += 1;
                // An open quote swallows the rest; what then seems to be missing stands inside it.
                self.given_up |=
                    self.peek().is_none() && self.text[range.start..].starts_with(lexer::is_quote);
                self.unreadable(range)
            }
            Token::Name(name) if name == "not" => self.negation(range),
            Token::Not => self.negation(range),
            Token::Name(name) if !matches!(name.as_str(), "and" | "or" | "in") => self.name(name, range),
            Token::Operator(Operator::Subtract) => {
                self.next += 1;
                let inner = self.expression(binding::POWER + 1);
                let end = self.range(inner).end.max(range.end);
                self.push(Kind::Negate(inner), range.start..end)
            }
            Token::Operator(Operator::Add) => {
                self.next += 1;
                self.expression(binding::POWER + 1)
            }
            Token::Open => self.enclosed(range),
            Token::OpenList => {
                self.report(
                    FormulaProblem::new(
                        "frm004",
                        range.clone(),
                        "列表只能放在 `in` 后面",
                        "a list can stand only behind `in`",
                    )
                    .hint("写成 industry in ['C39', 'I65']", "write industry in ['C39', 'I65']"),
                );
                self.next += 1;
                self.list(&range, &Token::CloseList);
                self.unreadable(range)
            }
            _ => self.missing_operand(),
        }
    }

    fn negation(&mut self, range: Range<usize>) -> At {
        self.next += 1;
        let inner = self.expression(binding::NOT);
        let end = self.range(inner).end.max(range.end);
        self.push(Kind::Not(inner), range.start..end)
    }

    fn name(&mut self, name: String, range: Range<usize>) -> At {
        self.next += 1;
        if !self.next_is(&Token::Open) {
            return self.push(Kind::Name(name), range);
        }
        let open = self.place();
        self.next += 1;
        let arguments = self.list(&open, &Token::Close);
        let end = self.tokens[self.next - 1].1.end;
        let whole = range.start..end;
        match arguments {
            Some(arguments) => self.push(Kind::Call { name, name_range: range, arguments }, whole),
            None => self.unreadable(whole),
        }
    }

    fn enclosed(&mut self, open: Range<usize>) -> At {
        self.next += 1;
        let inner = self.expression(binding::LOOSEST);
        let end = if self.next_is(&Token::Close) {
            let end = self.place().end;
            self.next += 1;
            end
        } else {
            self.unclosed(&open, &Token::Close);
            self.resume_behind(&Token::Close);
            self.range(inner).end
        };
        let node = &mut self.nodes[inner];
        node.range = open.start..end.max(open.end);
        node.enclosed = true;
        inner
    }

    /// What stands between an opening sign (already read) and its closing one, separated by commas; `None` when it does not close.
    fn list(&mut self, open: &Range<usize>, close: &Token) -> Option<Vec<At>> {
        let mut items = Vec::new();
        if self.next_is(close) {
            self.next += 1;
            return Some(items);
        }
        loop {
            items.push(self.expression(binding::LOOSEST));
            if self.next_is(&Token::Comma) {
                self.next += 1;
            } else if self.next_is(close) {
                self.next += 1;
                return Some(items);
            } else {
                self.unclosed(open, close);
                self.resume_behind(close);
                return None;
            }
        }
    }

    /// Skips to behind the sign that closes what is open, or to the end.
    fn resume_behind(&mut self, close: &Token) {
        let mut open = 0_usize;
        while let Some(token) = self.peek() {
            let found = open == 0 && token == close;
            match token {
                Token::Open | Token::OpenList => open += 1,
                Token::Close | Token::CloseList => open = open.saturating_sub(1),
                _ => {}
            }
            self.next += 1;
            if found {
                return;
            }
        }
    }

    fn unclosed(&mut self, open: &Range<usize>, close: &Token) {
        let (opened, sign) = if *close == Token::Close { ("(", ")") } else { ("[", "]") };
        let problem = match self.peek() {
            None => FormulaProblem::new(
                "frm005",
                open.clone(),
                format!("`{opened}` 没有对应的 `{sign}`"),
                format!("`{opened}` is never closed by `{sign}`"),
            )
            .hint(format!("补上 `{sign}`"), format!("add `{sign}`")),
            Some(_) => {
                let place = self.place();
                let given = shown(&self.text[place.clone()]);
                FormulaProblem::new(
                    "frm006",
                    place,
                    format!("`{given}` 前面应有运算符、`,` 或 `{sign}`"),
                    format!("an operator, `,` or `{sign}` is expected before `{given}`"),
                )
            }
        };
        self.report(problem);
    }

    fn missing_operand(&mut self) -> At {
        let place = self.place();
        let problem = if place.is_empty() {
            let before = self.next.checked_sub(1).map_or(0..0, |at| self.tokens[at].1.clone());
            let given = shown(&self.text[before.clone()]);
            FormulaProblem::new(
                "frm004",
                before,
                format!("`{given}` 后面缺少内容，公式没有写完"),
                format!("something is missing behind `{given}`: the formula ends here"),
            )
        } else {
            let given = shown(&self.text[place.clone()]);
            FormulaProblem::new(
                "frm004",
                place.clone(),
                format!("`{given}` 前面缺少数、变量或括号"),
                format!("a number, a name or a parenthesis is missing before `{given}`"),
            )
        };
        self.report(problem);
        self.unreadable(place)
    }

    fn unexpected(&mut self, token: &Token, range: Range<usize>) {
        let given = shown(&self.text[range.clone()]);
        let problem = match token {
            Token::Close | Token::CloseList => FormulaProblem::new(
                "frm005",
                range,
                format!("`{given}` 没有对应的左括号"),
                format!("nothing was opened that `{given}` could close"),
            )
            .hint("删去它，或在前面补上左括号", "remove it, or open it before"),
            Token::Comma => FormulaProblem::new(
                "frm006",
                range,
                "逗号只能放在函数或列表里面",
                "a comma can stand only inside a function or a list",
            )
            .hint(
                "数里不写千分位：1,000 写成 1000；小数点写 `.`",
                "write numbers without thousands separators, 1000 for 1,000, and `.` for decimals",
            ),
            _ => FormulaProblem::new(
                "frm006",
                range,
                format!("`{given}` 前面缺少运算符"),
                format!("an operator is missing before `{given}`"),
            )
            .hint("相乘要写 `*`", "a product is written with `*`"),
        };
        self.report(problem);
    }
}

fn is_comparison(kind: &Kind) -> bool {
    match kind {
        Kind::Binary(operator, ..) => operator.is_comparison(),
        Kind::Member { .. } => true,
        _ => false,
    }
}
