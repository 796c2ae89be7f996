use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::vocab::{Id, Measures, Text, UnitOfMeasure, at_least, at_most};

/// What data may hold: the declared units of measure, attributes of units, and variables. Checked; ids are unique.
///
/// ```
/// use quanheng::panel::{OriginClass, Variable, VariableKind, Variables};
/// use quanheng::vocab::{Id, Measures, Text};
/// let revenue = Variable::new(
///     Id::new("revenue").unwrap(), Text::new("营业收入", "Revenue"), VariableKind::Flow, OriginClass::StatisticalSurvey,
/// );
/// let variables = Variables::new(Measures::standard(), vec![], vec![revenue]).unwrap();
/// assert_eq!(variables.variable("revenue").unwrap().name.zh, "营业收入");
/// ```
#[derive(Clone, Debug)]
pub struct Variables {
    measures: Measures,
    attributes: Vec<AttributeSpec>,
    variables: Vec<Variable>,
    /// Id to place in `variables`.
    numbers: BTreeMap<Id, usize>,
}

/// A categorical property of units, as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeSpec {
    /// Its id, as formulas name it.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// The closed list of values (id and name), in order; `None` when any text will do.
    pub values: Option<Vec<(String, Text)>>,
}

/// A raw quantity that data give for a unit in a period, as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its id, as formulas name it.
    pub id: Id,
    /// Its name; also a heading it is known by.
    pub name: Text,
    /// The unit of measure its values are kept in, as written and as read. `None`: not checked, nothing converted.
    pub measure: Option<(String, UnitOfMeasure)>,
    /// Flow, stock or level.
    pub kind: VariableKind,
    /// Who says so.
    pub origin: OriginClass,
    /// What a value can be, in `measure`; outside it is [`Status::Invalid`](super::Status::Invalid).
    pub range: ValueRange,
    /// Further headings that mean it.
    pub aliases: Vec<String>,
    /// Texts in the data that stand for numbers (in `measure`), such as `A` for 5.
    pub codes: BTreeMap<String, f64>,
    /// A remark for people.
    pub note: Option<Text>,
}

/// The values a variable can have; both ends belong to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueRange {
    /// Lowest value, in the variable's measure; `None` is no limit.
    pub min: Option<f64>,
    /// Highest value, in the variable's measure; `None` is no limit.
    pub max: Option<f64>,
}

impl ValueRange {
    /// Whether a value lies in it; missing an end by 1e-12 of it is rounding.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.min.is_none_or(|min| at_least(value, min)) && self.max.is_none_or(|max| at_most(value, max))
    }
}

/// How a variable relates to time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VariableKind {
    /// Over a period (流量): revenue, R&D expenditure.
    Flow,
    /// At the end of a period (存量): assets, employees.
    Stock,
    /// Neither adds up: a rate, a grade, a rank (水平).
    Level,
}

/// Who stands behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OriginClass {
    /// 统计调查.
    StatisticalSurvey,
    /// 行政记录.
    Administrative,
    /// 企业授权填报.
    AuthorisedReturn,
    /// 公开披露.
    Public,
    /// 商业库.
    Commercial,
    /// 专家评分.
    Expert,
}

impl OriginClass {
    /// All of them.
    pub const ALL: [OriginClass; 6] = [
        OriginClass::StatisticalSurvey,
        OriginClass::Administrative,
        OriginClass::AuthorisedReturn,
        OriginClass::Public,
        OriginClass::Commercial,
        OriginClass::Expert,
    ];

    /// Its name for tables and messages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            OriginClass::StatisticalSurvey => Text::new("统计调查", "statistical survey"),
            OriginClass::Administrative => Text::new("行政记录", "administrative record"),
            OriginClass::AuthorisedReturn => Text::new("企业授权填报", "authorised return"),
            OriginClass::Public => Text::new("公开披露", "public disclosure"),
            OriginClass::Commercial => Text::new("商业库", "commercial database"),
            OriginClass::Expert => Text::new("专家评分", "expert judgement"),
        }
    }
}

/// Which declaration a problem is about, by its place in the lists given to [`Variables::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// An attribute.
    Attribute(usize),
    /// A variable.
    Variable(usize),
}

/// Something wrong with a declaration. Who knows where it was written adds the place to the diagnostic.
#[derive(Clone, Debug, PartialEq)]
pub struct Misdeclared {
    /// The declaration.
    pub at: Declared,
    /// The key it is about: `id`, `name`, `range`, `codes` or `values`.
    pub key: &'static str,
    /// The earlier declaration it clashes with.
    pub first: Option<Declared>,
    /// What to say, without a place.
    pub diagnostic: Diagnostic,
}

impl Variable {
    /// A variable of no declared measure, range, alias or code.
    #[must_use]
    pub fn new(id: Id, name: Text, kind: VariableKind, origin: OriginClass) -> Self {
        let (aliases, codes) = (Vec::new(), BTreeMap::new());
        let range = ValueRange::default();
        Variable { id, name, measure: None, kind, origin, range, aliases, codes, note: None }
    }

    /// The unit its values are kept in.
    #[must_use]
    pub fn unit_of_measure(&self) -> Option<&UnitOfMeasure> {
        self.measure.as_ref().map(|(_, unit)| unit)
    }

    /// The unit as written; `None` without a declared measure.
    #[must_use]
    pub fn measure_text(&self) -> Option<&str> {
        self.measure.as_ref().map(|(text, _)| text.as_str())
    }
}

impl AttributeSpec {
    /// The id of the closed value that a text means: the id itself, or its Chinese or English name. Without a closed list every
    /// text means itself.
    #[must_use]
    pub fn value<'a>(&'a self, text: &'a str) -> Option<&'a str> {
        let Some(values) = &self.values else { return Some(text) };
        let by_id = values.iter().find(|(id, _)| id == text);
        let by_name =
            || values.iter().find(|(_, name)| name.zh == text || name.en.eq_ignore_ascii_case(text));
        by_id.or_else(by_name).map(|(id, _)| id.as_str())
    }

    /// The name of a value; the value itself where no list gives one.
    #[must_use]
    pub fn value_name(&self, value: &str) -> Text {
        let listed = self.values.iter().flatten().find(|(id, _)| id == value);
        listed.map_or_else(|| Text::same(value), |(_, name)| name.clone())
    }
}

impl Variables {
    /// Checks declarations against each other.
    ///
    /// # Errors
    /// All problems at once: ids given twice (attributes and variables share the names a formula can use), ids a formula cannot
    /// name, empty names, a range upside down, codes that are not numbers, a closed list that is empty or repeats a value.
    pub fn new(
        measures: Measures,
        attributes: Vec<AttributeSpec>,
        variables: Vec<Variable>,
    ) -> Result<Self, Vec<Misdeclared>> {
        let mut problems = Vec::new();
        let mut seen: BTreeMap<&str, Declared> = BTreeMap::new();
        let all_attributes =
            attributes.iter().enumerate().map(|(at, a)| (Declared::Attribute(at), &a.id, &a.name));
        let all_variables =
            variables.iter().enumerate().map(|(at, v)| (Declared::Variable(at), &v.id, &v.name));
        for (at, id, name) in all_attributes.chain(all_variables) {
            check_id(at, id, &mut seen, &mut problems);
            if name.is_empty() {
                let diagnostic =
                    Diagnostic::error("dat001", format!("`{id}` 没有名称"), format!("`{id}` has no name"))
                        .hint(
                            "写出 name = { zh = \"…\", en = \"…\" }",
                            "write name = { zh = \"…\", en = \"…\" }",
                        );
                problems.push(Misdeclared { at, key: "name", first: None, diagnostic });
            }
        }
        for (at, attribute) in attributes.iter().enumerate() {
            check_values(Declared::Attribute(at), attribute, &mut problems);
        }
        for (at, variable) in variables.iter().enumerate() {
            check_numbers(Declared::Variable(at), variable, &mut problems);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let numbers = variables.iter().enumerate().map(|(at, v)| (v.id.clone(), at)).collect();
        Ok(Variables { measures, attributes, variables, numbers })
    }

    /// The units of measure that may be named.
    #[must_use]
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// All attributes, in the order declared.
    #[must_use]
    pub fn attributes(&self) -> &[AttributeSpec] {
        &self.attributes
    }

    /// All variables, in the order declared.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// A variable by id.
    #[must_use]
    pub fn variable(&self, id: &str) -> Option<&Variable> {
        self.number(id).map(|at| &self.variables[at])
    }

    /// An attribute by id.
    #[must_use]
    pub fn attribute(&self, id: &str) -> Option<&AttributeSpec> {
        self.attributes.iter().find(|a| a.id.as_str() == id)
    }

    /// The place of a variable in [`Variables::variables`].
    #[must_use]
    pub fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }
}

fn check_id<'a>(
    at: Declared,
    id: &'a Id,
    seen: &mut BTreeMap<&'a str, Declared>,
    problems: &mut Vec<Misdeclared>,
) {
    if id.as_str().contains('-') {
        let suggestion = id.as_str().replace('-', "_");
        let diagnostic = Diagnostic::error(
            "dat002",
            format!("`{id}` 不能用在公式里：变量和属性的标识只用字母、数字和 `_`"),
            format!("a formula cannot name `{id}`: ids of variables and attributes have letters, digits and `_` only"),
        )
        .hint(format!("改为 `{suggestion}`"), format!("write `{suggestion}`"));
        problems.push(Misdeclared { at, key: "id", first: None, diagnostic });
    }
    if let Some(&first) = seen.get(id.as_str()) {
        let diagnostic = Diagnostic::error(
            "dat003",
            format!("`{id}` 声明了两次：变量和属性共用一套标识"),
            format!("`{id}` is declared twice: variables and attributes share one set of ids"),
        )
        .hint("给其中一个另取标识，或删去一个", "give one of them another id, or remove one");
        problems.push(Misdeclared { at, key: "id", first: Some(first), diagnostic });
    } else {
        seen.insert(id.as_str(), at);
    }
}

fn check_values(at: Declared, attribute: &AttributeSpec, problems: &mut Vec<Misdeclared>) {
    let id = &attribute.id;
    let Some(values) = &attribute.values else { return };
    let mut report = |diagnostic| problems.push(Misdeclared { at, key: "values", first: None, diagnostic });
    if values.is_empty() {
        report(
            Diagnostic::error(
                "dat004",
                format!("属性 `{id}` 的取值表是空的"),
                format!("the list of values of attribute `{id}` is empty"),
            )
            .hint(
                "列出取值，或删去 values 以接受任何文字",
                "list the values, or remove `values` to accept any text",
            ),
        );
    }
    for (position, (value, _)) in values.iter().enumerate() {
        if values[..position].iter().any(|(earlier, _)| earlier == value) {
            report(Diagnostic::error(
                "dat004",
                format!("属性 `{id}` 的取值 `{value}` 列了两次"),
                format!("value `{value}` of attribute `{id}` is listed twice"),
            ));
        }
    }
}

fn check_numbers(at: Declared, variable: &Variable, problems: &mut Vec<Misdeclared>) {
    let id = &variable.id;
    let ValueRange { min, max } = variable.range;
    let ends: Vec<f64> = [min, max].into_iter().flatten().collect();
    let upside_down = matches!((min, max), (Some(min), Some(max)) if min > max);
    if upside_down || ends.iter().any(|end| end.is_nan()) {
        let written = |end: Option<f64>| end.map_or_else(|| "—".to_owned(), |e| e.to_string());
        let diagnostic = Diagnostic::error(
            "dat005",
            format!("变量 `{id}` 的范围是 {} 到 {}：下限要不大于上限", written(min), written(max)),
            format!(
                "the range of variable `{id}` is {} to {}: min must not be above max",
                written(min),
                written(max)
            ),
        );
        problems.push(Misdeclared { at, key: "range", first: None, diagnostic });
    }
    for (text, value) in variable.codes.iter().filter(|(_, value)| !value.is_finite()) {
        let diagnostic = Diagnostic::error(
            "dat006",
            format!("变量 `{id}` 的代码 `{text}` 对应 {value}，应为有限的数"),
            format!("code `{text}` of variable `{id}` stands for {value}, a finite number is expected"),
        );
        problems.push(Misdeclared { at, key: "codes", first: None, diagnostic });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(id: &str) -> Variable {
        Variable::new(Id::new(id).unwrap(), Text::same(id), VariableKind::Flow, OriginClass::Public)
    }

    #[test]
    fn all_problems_are_reported_at_once() {
        let industry = AttributeSpec {
            id: Id::new("industry").unwrap(),
            name: Text::same("industry"),
            values: Some(vec![("A".into(), Text::same("a")), ("A".into(), Text::same("b"))]),
        };
        let mut bad = variable("r-d");
        bad.range = ValueRange { min: Some(2.0), max: Some(1.0) };
        bad.codes.insert("x".into(), f64::NAN);
        let all = vec![variable("industry"), variable("revenue"), variable("revenue"), bad];
        let problems = Variables::new(Measures::standard(), vec![industry], all).unwrap_err();
        let seen: Vec<_> = problems.iter().map(|p| (p.at, p.key, p.first)).collect();
        assert_eq!(
            seen,
            [
                (Declared::Variable(0), "id", Some(Declared::Attribute(0))),
                (Declared::Variable(2), "id", Some(Declared::Variable(1))),
                (Declared::Variable(3), "id", None),
                (Declared::Attribute(0), "values", None),
                (Declared::Variable(3), "range", None),
                (Declared::Variable(3), "codes", None),
            ]
        );
    }

    #[test]
    fn a_closed_value_is_known_by_id_and_by_name() {
        let spec = AttributeSpec {
            id: Id::new("kind").unwrap(),
            name: Text::new("类型", "type"),
            values: Some(vec![("SOE".into(), Text::new("国有", "state-owned"))]),
        };
        assert_eq!(spec.value("国有"), Some("SOE"));
        assert_eq!(spec.value("State-Owned"), Some("SOE"));
        assert_eq!(spec.value("SOE"), Some("SOE"));
        assert_eq!(spec.value("民营"), None);
    }
}
