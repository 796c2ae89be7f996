//! What a JSON Schema allows at one place, in the few forms that our types produce.

use serde_json::{Map, Value};

/// A place of a schema: the form, and the name of the definition it comes from, such as `Id`.
pub(super) struct Allowed<'a> {
    pub(super) form: Form<'a>,
    pub(super) definition: Option<&'a str>,
}

pub(super) enum Form<'a> {
    /// Nothing to check here; serde has the last word.
    Any,
    Text {
        least: u64,
    },
    Number(Limits),
    Integer(Limits),
    Boolean,
    List {
        item: &'a Value,
        least: u64,
        most: Option<u64>,
    },
    Table(Fields<'a>),
    /// A table with free keys.
    Map {
        item: &'a Value,
    },
    /// One of some texts.
    Words(Vec<&'a str>),
    /// A list or a table, told apart by which of them is written.
    ListOrTable {
        list: &'a Value,
        table: &'a Value,
    },
    /// A word, a table with one of some keys, or a list: what the variants of an enum without a tag are written as.
    Choice {
        words: Vec<&'a str>,
        keys: Vec<(&'a str, &'a Value)>,
        list: Option<&'a Value>,
    },
    /// A table whose `tag` says which of the variants it is.
    Tagged {
        tag: &'a str,
        variants: Vec<(&'a str, Fields<'a>)>,
    },
}

#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) least: Option<f64>,
    pub(super) most: Option<f64>,
}

#[derive(Clone)]
pub(super) struct Fields<'a> {
    pub(super) properties: &'a Map<String, Value>,
    pub(super) required: Vec<&'a str>,
}

/// Follows references and drops `null` (TOML has none), then says what the place allows.
pub(super) fn allowed<'a>(root: &'a Value, schema: &'a Value) -> Allowed<'a> {
    let (mut node, mut definition) = (schema, None);
    // A reference leads to a definition, a definition never to itself without a table or list between.
    for _ in 0..16 {
        let next = if let Some(name) = reference(node) {
            definition = Some(name);
            root.get("definitions").and_then(|all| all.get(name))
        } else {
            only(node, "allOf").or_else(|| only(node, "anyOf"))
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    Allowed { form: form(node), definition }
}

fn reference(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str()?.strip_prefix("#/definitions/")
}

/// The one member of a combination that is not `null`.
fn only<'a>(node: &'a Value, combination: &str) -> Option<&'a Value> {
    let is_null = |member: &&Value| member.get("type").and_then(Value::as_str) == Some("null");
    let mut members = node.get(combination)?.as_array()?.iter().filter(|m| !is_null(m));
    let first = members.next()?;
    members.next().is_none().then_some(first)
}

fn form(node: &Value) -> Form<'_> {
    if let Some(choices) = node.get("oneOf").or_else(|| node.get("anyOf")).and_then(Value::as_array) {
        let form = words(choices).map(Form::Words).or_else(|| tagged(choices));
        return form.or_else(|| list_or_table(choices)).or_else(|| choice(choices)).unwrap_or(Form::Any);
    }
    if let Some(choices) = node.get("enum").and_then(Value::as_array) {
        return Form::Words(choices.iter().filter_map(Value::as_str).collect());
    }
    if let Some(word) = constant(node) {
        return Form::Words(vec![word]);
    }
    let count = |key: &str| node.get(key).and_then(Value::as_u64);
    match type_of(node) {
        Some("string") => Form::Text { least: count("minLength").unwrap_or(0) },
        Some("number") => Form::Number(limits(node)),
        Some("integer") => Form::Integer(limits(node)),
        Some("boolean") => Form::Boolean,
        Some("array") => match node.get("items") {
            Some(item) => Form::List { item, least: count("minItems").unwrap_or(0), most: count("maxItems") },
            None => Form::Any,
        },
        Some("object") => table(node),
        _ => Form::Any,
    }
}

fn type_of(node: &Value) -> Option<&str> {
    match node.get("type")? {
        Value::String(name) => Some(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    }
}

fn limits(node: &Value) -> Limits {
    let whole = match node.get("format").and_then(Value::as_str) {
        Some("uint8") => Some(f64::from(u8::MAX)),
        Some("uint16") => Some(f64::from(u16::MAX)),
        Some("uint32") => Some(f64::from(u32::MAX)),
        _ => None,
    };
    let number = |key: &str| node.get(key).and_then(Value::as_f64);
    Limits { least: number("minimum"), most: number("maximum").or(whole) }
}

fn table(node: &Value) -> Form<'_> {
    if let Some(fields) = fields(node) {
        return Form::Table(fields);
    }
    let patterns = node.get("patternProperties").and_then(Value::as_object);
    let item = patterns.and_then(|p| p.values().next()).or_else(|| node.get("additionalProperties"));
    item.filter(|item| item.is_object()).map_or(Form::Any, |item| Form::Map { item })
}

fn fields(node: &Value) -> Option<Fields<'_>> {
    let properties = node.get("properties")?.as_object()?;
    let required = node.get("required").and_then(Value::as_array);
    Some(Fields { properties, required: required.into_iter().flatten().filter_map(Value::as_str).collect() })
}

fn constant(node: &Value) -> Option<&str> {
    node.get("const")?.as_str()
}

fn words(choices: &[Value]) -> Option<Vec<&str>> {
    let mut all = Vec::new();
    for choice in choices {
        match choice.get("enum").and_then(Value::as_array) {
            Some(several) => all.extend(several.iter().filter_map(Value::as_str)),
            None => all.push(constant(choice)?),
        }
    }
    Some(all)
}

/// Two choices, one of them a list; the other is taken for a table.
fn list_or_table(choices: &[Value]) -> Option<Form<'_>> {
    let [first, second] = choices else { return None };
    let is_list = |choice: &Value| type_of(choice) == Some("array");
    match (is_list(first), is_list(second)) {
        (true, false) => Some(Form::ListOrTable { list: first, table: second }),
        (false, true) => Some(Form::ListOrTable { list: second, table: first }),
        _ => None,
    }
}

fn tagged(choices: &[Value]) -> Option<Form<'_>> {
    let mut tag = None;
    let mut variants = Vec::new();
    for choice in choices {
        let fields = fields(choice)?;
        let (key, word) = fields.properties.iter().find_map(|(k, v)| Some((k.as_str(), constant(v)?)))?;
        if *tag.get_or_insert(key) != key {
            return None;
        }
        variants.push((word, fields));
    }
    Some(Form::Tagged { tag: tag?, variants })
}

/// Words, tables of exactly one key that has to be there, and at most one list.
fn choice(choices: &[Value]) -> Option<Form<'_>> {
    let (mut words, mut keys, mut list) = (Vec::new(), Vec::new(), None);
    for choice in choices {
        if let Some(word) = constant(choice) {
            words.push(word);
            continue;
        }
        match type_of(choice) {
            // TOML has no null.
            None if choice.get("type").and_then(Value::as_str) == Some("null") => {}
            Some("null") => {}
            Some("string") => {
                words.extend(choice.get("enum")?.as_array()?.iter().filter_map(Value::as_str));
            }
            Some("array") if list.is_none() => list = Some(choice),
            Some("object") => {
                let fields = fields(choice)?;
                let (key, value) = fields.properties.iter().next()?;
                if fields.properties.len() != 1 || fields.required != [key.as_str()] {
                    return None;
                }
                keys.push((key.as_str(), value));
            }
            _ => return None,
        }
    }
    (!keys.is_empty()).then_some(Form::Choice { words, keys, list })
}
