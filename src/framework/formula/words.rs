//! A formula back into text: as it is typed, and as people read it. Both put parentheses only where the reading needs them.

use super::Wording;
use super::syntax::{At, Kind, Operator, Sense, Syntax, binding};
use crate::vocab::{Language, Text};

/// The formula as it is typed, in plain signs.
pub(super) fn normalised(syntax: &Syntax) -> String {
    write(syntax, &Typed)
}

/// The formula with names instead of ids.
pub(super) fn in_words(syntax: &Syntax, language: Language, wording: Wording<'_>) -> String {
    write(syntax, &Spoken { language, wording, compared: syntax.compared_with() })
}

/// How the parts of a formula are written.
trait Notation {
    fn number(&self, value: f64) -> String {
        value.to_string()
    }
    fn text(&self, at: At, text: &str) -> String;
    fn name(&self, name: &str) -> String;
    /// The sign with the spaces around it.
    fn operator(&self, operator: Operator, texts: Compared) -> &'static str;
    fn negation(&self) -> &'static str;
    fn member(&self, sense: Sense, list: &[String]) -> String;
    fn call(&self, name: &str, arguments: Vec<Written>) -> String;
}

/// What a comparison is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    Numbers,
    Texts,
}

/// A written part and how tightly it binds.
type Written = (String, u8);

fn write(syntax: &Syntax, notation: &dyn Notation) -> String {
    let mut parts: Vec<Written> = Vec::with_capacity(syntax.nodes.len());
    for (at, node) in syntax.nodes.iter().enumerate() {
        let mut take = |at: At| std::mem::take(&mut parts[at]);
        let part = match &node.kind {
            Kind::Number(value) => (notation.number(*value), binding::WHOLE),
            Kind::Text(text) => (notation.text(at, text), binding::WHOLE),
            Kind::Name(name) => (notation.name(name), binding::WHOLE),
            Kind::Negate(inner) => (format!("-{}", within(take(*inner), binding::POWER + 1)), binding::SIGN),
            Kind::Not(inner) => {
                (format!("{}{}", notation.negation(), within(take(*inner), binding::NOT)), binding::NOT)
            }
            Kind::Binary(operator, left, right) => {
                let is_text = |at: At| matches!(syntax.nodes[at].kind, Kind::Text(_));
                let texts =
                    if is_text(*left) || is_text(*right) { Compared::Texts } else { Compared::Numbers };
                binary(take(*left), notation.operator(*operator, texts), take(*right), operator.binding())
            }
            Kind::Member { item, list, sense } => {
                let list: Vec<String> = list.iter().map(|at| take(*at).0).collect();
                let item = within(take(*item), binding::COMPARISON + 1);
                (format!("{item}{}", notation.member(*sense, &list)), binding::COMPARISON)
            }
            Kind::Call { name, arguments, .. } => {
                let arguments = arguments.iter().map(|at| take(*at)).collect();
                (notation.call(name, arguments), binding::WHOLE)
            }
            Kind::Unreadable => Written::default(),
        };
        parts.push(part);
    }
    std::mem::take(&mut parts[syntax.root]).0
}

fn binary(left: Written, sign: &str, right: Written, power: u8) -> Written {
    // Comparisons and powers are never chained, all others are read from the left.
    let chained = !matches!(power, binding::COMPARISON | binding::POWER);
    let mut text = within(left, if chained { power } else { power + 1 });
    text.push_str(sign);
    text.push_str(&within(right, power + 1));
    (text, power)
}

/// In parentheses when it binds less tightly than needed.
fn within((text, power): Written, least: u8) -> String {
    if power < least { format!("({text})") } else { text }
}

/// As typed.
struct Typed;

impl Notation for Typed {
    fn text(&self, _: At, text: &str) -> String {
        if !text.contains(['\'', '＇']) {
            format!("'{text}'")
        } else if !text.contains(['"', '＂']) {
            format!("\"{text}\"")
        } else if !text.contains(['“', '”']) {
            format!("“{text}”")
        } else {
            format!("‘{text}’")
        }
    }

    fn name(&self, name: &str) -> String {
        name.to_owned()
    }

    fn operator(&self, operator: Operator, _: Compared) -> &'static str {
        match operator {
            Operator::Or => " or ",
            Operator::And => " and ",
            Operator::Equal => " == ",
            Operator::NotEqual => " != ",
            Operator::Less => " < ",
            Operator::AtMost => " <= ",
            Operator::Greater => " > ",
            Operator::AtLeast => " >= ",
            Operator::Add => " + ",
            Operator::Subtract => " - ",
            Operator::Multiply => " * ",
            Operator::Divide => " / ",
            Operator::Power => "^",
        }
    }

    fn negation(&self) -> &'static str {
        "not "
    }

    fn member(&self, sense: Sense, list: &[String]) -> String {
        let word = if sense == Sense::In { "in" } else { "not in" };
        format!(" {word} [{}]", list.join(", "))
    }

    fn call(&self, name: &str, arguments: Vec<Written>) -> String {
        let arguments: Vec<String> = arguments.into_iter().map(|(text, _)| text).collect();
        format!("{name}({})", arguments.join(", "))
    }
}

/// As read aloud.
struct Spoken<'a> {
    language: Language,
    wording: Wording<'a>,
    compared: Vec<Option<&'a str>>,
}

impl Spoken<'_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    fn choose(&self, text: &Text) -> String {
        text.get(self.language).to_owned()
    }

    fn list(&self, items: &[String]) -> String {
        items.join(self.say("，", ", "))
    }

    fn named(&self, zh: &str, en: &str, arguments: &[String]) -> String {
        let name = self.say(zh, en);
        let (open, close) = (self.say("（", "("), self.say("）", ")"));
        format!("{name}{open}{}{close}", self.list(arguments))
    }

    /// A function over years; the second argument is their number.
    fn over_years(&self, name: &str, x: &str, years: &str, at_least: Option<&str>) -> String {
        let (zh, en) = match (name, years) {
            ("lag", "1") => ("上年".to_owned(), "previous year's ".to_owned()),
            ("lag", _) => (format!("前{years}年"), format!("{years} years earlier: ")),
            ("change", "1") => ("较上年变动".to_owned(), "change on the year before ".to_owned()),
            ("change", _) => (format!("较前{years}年变动"), format!("change over {years} years ")),
            ("growth", "1") => ("年增速".to_owned(), "annual growth ".to_owned()),
            ("growth", _) => (format!("{years}年复合增速"), format!("{years}-year compound annual growth ")),
            ("mean" | "mean_available", _) => (format!("近{years}年均值"), format!("{years}-year mean ")),
            _ => (format!("近{years}年合计"), format!("{years}-year sum ")),
        };
        let mut inner = vec![x.to_owned()];
        if let Some(least) = at_least {
            inner.push(match self.language {
                Language::Zh => format!("至少{least}年有值"),
                Language::En => format!("at least {least} observed"),
            });
        }
        self.named(&zh, &en, &inner)
    }
}

impl Notation for Spoken<'_> {
    fn text(&self, at: At, text: &str) -> String {
        let attribute = self.compared[at].and_then(|name| self.wording.variables.attribute(name));
        attribute.map_or_else(
            || text.to_owned(),
            |attribute| {
                let value = attribute.value(text).unwrap_or(text);
                format!("“{}”", self.choose(&attribute.value_name(value)))
            },
        )
    }

    fn name(&self, name: &str) -> String {
        let variables = self.wording.variables;
        if let Some(variable) = variables.variable(name) {
            return self.choose(&variable.name);
        }
        if let Some(attribute) = variables.attribute(name) {
            return self.choose(&attribute.name);
        }
        match name {
            "true" => self.say("真", "true"),
            "false" => self.say("假", "false"),
            "missing" => self.say("缺失", "missing"),
            "not_applicable" => self.say("不适用", "not applicable"),
            "invalid" => self.say("无效", "invalid"),
            other => other,
        }
        .to_owned()
    }

    fn operator(&self, operator: Operator, texts: Compared) -> &'static str {
        let zh = self.language == Language::Zh;
        match (operator, texts) {
            (Operator::Or, _) => {
                if zh {
                    " 或 "
                } else {
                    " or "
                }
            }
            (Operator::And, _) => {
                if zh {
                    " 且 "
                } else {
                    " and "
                }
            }
            (Operator::Equal, Compared::Texts) => {
                if zh {
                    "为"
                } else {
                    " is "
                }
            }
            (Operator::NotEqual, Compared::Texts) => {
                if zh {
                    "不为"
                } else {
                    " is not "
                }
            }
            (Operator::Equal, _) => " = ",
            (Operator::NotEqual, _) => " ≠ ",
            (Operator::Less, _) => " < ",
            (Operator::AtMost, _) => " ≤ ",
            (Operator::Greater, _) => " > ",
            (Operator::AtLeast, _) => " ≥ ",
            (Operator::Add, _) => " + ",
            (Operator::Subtract, _) => " − ",
            (Operator::Multiply, _) => " × ",
            (Operator::Divide, _) => " ÷ ",
            (Operator::Power, _) => " ^ ",
        }
    }

    fn negation(&self) -> &'static str {
        if self.language == Language::Zh { "非 " } else { "not " }
    }

    fn member(&self, sense: Sense, list: &[String]) -> String {
        let word = match sense {
            Sense::In => self.say("属于", " is one of "),
            Sense::NotIn => self.say("不属于", " is none of "),
        };
        format!("{word}{}", list.join(self.say("、", ", ")))
    }

    fn call(&self, name: &str, mut arguments: Vec<Written>) -> String {
        // What is said behind a part, such as its unit, must not look as if it belonged to the last word only.
        if matches!(name, "number" | "quantity" | "is_missing") {
            let first = within(std::mem::take(&mut arguments[0]), binding::WHOLE);
            arguments[0] = (first, binding::WHOLE);
        }
        let arguments: Vec<String> = arguments.into_iter().map(|(text, _)| text).collect();
        match (name, arguments.as_slice()) {
            ("if", [condition, then, otherwise]) => match self.language {
                Language::Zh => format!("（若{condition}，则{then}；否则{otherwise}）"),
                Language::En => format!("(if {condition}: {then}; otherwise: {otherwise})"),
            },
            ("number", [x, measure]) => match self.language {
                Language::Zh => format!("{x}（{measure}）"),
                Language::En => format!("{x} ({measure})"),
            },
            ("quantity", [x, measure]) => format!("{x} {measure}"),
            ("indicator", [id]) => {
                let known = self.wording.indicators.get(id.as_str());
                known.map_or_else(|| id.clone(), |name| self.choose(name))
            }
            ("lag" | "change" | "growth" | "mean" | "sum", [x, years]) => {
                self.over_years(name, x, years, None)
            }
            ("mean_available" | "sum_available", [x, years, least]) => {
                self.over_years(name, x, years, Some(least))
            }
            ("abs", all) => self.named("绝对值", "absolute value ", all),
            ("sqrt", all) => self.named("平方根", "square root ", all),
            ("min", all) => self.named("最小值", "least of ", all),
            ("max", all) => self.named("最大值", "greatest of ", all),
            ("coalesce", all) => self.named("首个有值者", "first available of ", all),
            ("is_missing", [x]) => match self.language {
                Language::Zh => format!("{x}缺失"),
                Language::En => format!("{x} is missing"),
            },
            (_, all) => self.named(name, name, all),
        }
    }
}
