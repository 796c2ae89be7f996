//! Text into tokens with byte ranges. Full-width signs, `×` and `÷`, and Chinese quotes mean the same as the plain ones, as people
//! type formulas with a Chinese keyboard. Signs of other languages (`&&`, `=`, `**`) are reported and then taken as what they mean,
//! so that the rest of the formula is checked too.

use std::ops::Range;

use super::problem::FormulaProblem;
use super::syntax::Operator;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    /// Also `and`, `or`, `not`, `in`.
    Name(String),
    Operator(Operator),
    Not,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    /// A number or text that could not be read; reported.
    Unreadable,
}

pub(super) type Placed = (Token, Range<usize>);

/// All tokens of a text.
pub(super) fn read(text: &str, problems: &mut Vec<FormulaProblem>) -> Vec<Placed> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), problems };
    while let Some(character) = lexer.peek(0) {
        lexer.token(character);
    }
    lexer.tokens
}

/// The plain sign or letter that a full-width one stands for.
fn plain(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        '×' => '*',
        '÷' => '/',
        '\u{2212}' | '\u{2013}' => '-',
        '【' => '[',
        '】' => ']',
        other => other,
    }
}

/// What closes a text opened by this quote.
fn closing(quote: char) -> Option<&'static [char]> {
    match quote {
        '\'' | '＇' => Some(&['\'', '＇']),
        '"' | '＂' => Some(&['"', '＂']),
        '‘' | '’' => Some(&['‘', '’']),
        '“' | '”' => Some(&['“', '”']),
        _ => None,
    }
}

/// Whether a character opens a text.
pub(super) fn is_quote(character: char) -> bool {
    closing(character).is_some()
}

fn continues_name(character: char) -> bool {
    character.is_alphanumeric() || plain(character) == '_'
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Placed>,
    problems: &'t mut Vec<FormulaProblem>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The character so many places ahead, in its plain form unless it is a quote.
    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest().chars().nth(ahead)
    }

    fn plain(&self, ahead: usize) -> Option<char> {
        self.peek(ahead).map(plain)
    }

    fn skip(&mut self, characters: usize) {
        self.at += self.rest().chars().take(characters).map(char::len_utf8).sum::<usize>();
    }

    fn skip_while(&mut self, mut wanted: impl FnMut(char) -> bool) {
        while self.peek(0).is_some_and(&mut wanted) {
            self.skip(1);
        }
    }

    fn token(&mut self, character: char) {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if character.is_whitespace() {
            self.skip(1);
        } else if digit(self.plain(0)) || self.plain(0) == Some('.') && digit(self.plain(1)) {
            self.number();
        } else if let Some(closers) = closing(character) {
            self.quoted(closers);
        } else if character.is_alphabetic() || plain(character) == '_' {
            let start = self.at;
            self.skip_while(continues_name);
            let name = self.text[start..self.at].chars().map(plain).collect();
            self.tokens.push((Token::Name(name), start..self.at));
        } else if !self.sign() {
            self.unknown();
        }
    }

    fn number(&mut self) {
        let start = self.at;
        let is_digit = |c: char| plain(c).is_ascii_digit();
        self.skip_while(is_digit);
        if self.plain(0) == Some('.') {
            self.skip(1);
            self.skip_while(is_digit);
        }
        if matches!(self.plain(0), Some('e' | 'E')) {
            let signed = usize::from(matches!(self.plain(1), Some('+' | '-')));
            if self.peek(1 + signed).is_some_and(is_digit) {
                self.skip(1 + signed);
                self.skip_while(is_digit);
            }
        }
        let digits: String = self.text[start..self.at].chars().map(plain).collect();
        let more = self.at;
        self.skip_while(|c| continues_name(c) || plain(c) == '.');
        let value = digits.parse::<f64>().ok().filter(|value| value.is_finite() && more == self.at);
        let range = start..self.at;
        if value.is_none() {
            self.problems.push(unreadable_number(&self.text[range.clone()], &digits, range.clone()));
        }
        self.tokens.push((value.map_or(Token::Unreadable, Token::Number), range));
    }

    fn quoted(&mut self, closers: &[char]) {
        let start = self.at;
        self.skip(1);
        let content = self.at;
        self.skip_while(|c| !closers.contains(&c));
        let text = self.text[content..self.at].to_owned();
        if self.peek(0).is_none() {
            let problem = FormulaProblem::new(
                "frm002",
                start..self.at,
                "文字的引号没有关闭",
                "the quote of this text is never closed",
            );
            let hint = ("在文字末尾加上 `'`，如 'C39'", "put `'` behind the text, as in 'C39'");
            self.problems.push(problem.hint(hint.0, hint.1));
            self.tokens.push((Token::Unreadable, start..self.at));
            return;
        }
        self.skip(1);
        self.tokens.push((Token::Text(text), start..self.at));
    }

    /// Reads a sign of one or two characters; false when it is none.
    fn sign(&mut self) -> bool {
        let Some(first) = self.plain(0) else { return false };
        let (token, length) = match (first, self.plain(1)) {
            ('=', Some('=')) => (Token::Operator(Operator::Equal), 2),
            ('!', Some('=')) => (Token::Operator(Operator::NotEqual), 2),
            ('<', Some('=')) => (Token::Operator(Operator::AtMost), 2),
            ('>', Some('=')) => (Token::Operator(Operator::AtLeast), 2),
            (_, second) if foreign(first, second).is_some() => return self.foreign_sign(first, second),
            ('≠', _) => (Token::Operator(Operator::NotEqual), 1),
            ('≤', _) => (Token::Operator(Operator::AtMost), 1),
            ('≥', _) => (Token::Operator(Operator::AtLeast), 1),
            ('<', _) => (Token::Operator(Operator::Less), 1),
            ('>', _) => (Token::Operator(Operator::Greater), 1),
            ('+', _) => (Token::Operator(Operator::Add), 1),
            ('-', _) => (Token::Operator(Operator::Subtract), 1),
            ('*', _) => (Token::Operator(Operator::Multiply), 1),
            ('/', _) => (Token::Operator(Operator::Divide), 1),
            ('^', _) => (Token::Operator(Operator::Power), 1),
            ('(', _) => (Token::Open, 1),
            (')', _) => (Token::Close, 1),
            ('[', _) => (Token::OpenList, 1),
            (']', _) => (Token::CloseList, 1),
            (',', _) => (Token::Comma, 1),
            _ => return false,
        };
        let start = self.at;
        self.skip(length);
        self.tokens.push((token, start..self.at));
        true
    }

    fn foreign_sign(&mut self, first: char, second: Option<char>) -> bool {
        let Some((token, length, right)) = foreign(first, second) else { return false };
        let start = self.at;
        self.skip(length);
        let range = start..self.at;
        let given = &self.text[range.clone()];
        let problem = FormulaProblem::new(
            "frm009",
            range.clone(),
            format!("公式里没有 `{given}` 这个符号"),
            format!("formulas have no sign `{given}`"),
        );
        let problem = match token {
            None => problem.hint(
                "百分数写成 quantity(5, '%')；两个量相除会自动换算成 %",
                "write a percentage as quantity(5, '%'); a quotient of quantities is converted to % by itself",
            ),
            Some(_) => problem.hint(format!("写成 `{right}`"), format!("write `{right}`")),
        };
        self.problems.push(problem);
        self.tokens.extend(token.map(|token| (token, range)));
        true
    }

    /// A run of characters that mean nothing, reported once.
    fn unknown(&mut self) {
        let start = self.at;
        self.skip(1);
        while let Some(c) = self.peek(0) {
            let known = c.is_whitespace() || c.is_alphanumeric() || closing(c).is_some();
            let sign = "=!<>≠≤≥+-*/^()[],&|%_.".contains(plain(c));
            if known || sign {
                break;
            }
            self.skip(1);
        }
        let given = shown(&self.text[start..self.at]);
        let problem = FormulaProblem::new(
            "frm001",
            start..self.at,
            format!("公式里不能用 `{given}`"),
            format!("a formula cannot contain `{given}`"),
        );
        let hint = (
            "可用的符号：+ - * / ^ == != < <= > >= ( ) [ ] , 以及引号里的文字",
            "signs that may be used: + - * / ^ == != < <= > >= ( ) [ ] , and texts in quotes",
        );
        self.problems.push(problem.hint(hint.0, hint.1));
    }
}

/// A sign of another language: what it is taken for, its length, and how it is written here.
fn foreign(first: char, second: Option<char>) -> Option<(Option<Token>, usize, &'static str)> {
    Some(match (first, second) {
        ('=', Some('>')) => (Some(Token::Operator(Operator::AtLeast)), 2, ">="),
        ('=', Some('<')) => (Some(Token::Operator(Operator::AtMost)), 2, "<="),
        ('=', _) => (Some(Token::Operator(Operator::Equal)), 1, "=="),
        ('<', Some('>')) => (Some(Token::Operator(Operator::NotEqual)), 2, "!="),
        ('*', Some('*')) => (Some(Token::Operator(Operator::Power)), 2, "^"),
        ('&', Some('&')) => (Some(Token::Name("and".to_owned())), 2, "and"),
        ('|', Some('|')) => (Some(Token::Name("or".to_owned())), 2, "or"),
        ('&', _) => (Some(Token::Name("and".to_owned())), 1, "and"),
        ('|', _) => (Some(Token::Name("or".to_owned())), 1, "or"),
        ('!', _) => (Some(Token::Not), 1, "not"),
        ('%', _) => (None, 1, ""),
        _ => return None,
    })
}

fn unreadable_number(given: &str, digits: &str, range: Range<usize>) -> FormulaProblem {
    let given = shown(given);
    let problem = FormulaProblem::new(
        "frm003",
        range,
        format!("`{given}` 不是一个能读的数"),
        format!("`{given}` is not a number that can be read"),
    );
    let suffix: String = given.chars().skip(digits.chars().count()).collect();
    if !suffix.is_empty() && suffix.chars().all(|c| c.is_alphabetic() && !c.is_ascii()) {
        let unit = format!("quantity({digits}, '{suffix}')");
        return problem
            .hint(format!("带单位的数写成 {unit}"), format!("write a number with a unit as {unit}"));
    }
    problem.hint("数写成 12、0.5 或 1e6 的样子", "write numbers like 12, 0.5 or 1e6")
}

/// A stretch of a formula as a message shows it: not too long, invisible characters by number.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 48;
    let visible = |c: char| {
        let invisible = c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}');
        if invisible { format!("U+{:04X}", c as u32) } else { c.to_string() }
    };
    let mut shown: String = text.chars().take(LONGEST).map(visible).collect();
    if text.chars().count() > LONGEST {
        shown.push('…');
    }
    shown
}
