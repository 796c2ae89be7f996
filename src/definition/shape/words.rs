//! What the walk says, in both languages.

use toml::de::DeValue;

use super::forms::{Fields, Form, Limits};
use crate::diagnostic::{Diagnostic, nearest};

/// How people call the thing a message is about.
#[derive(Clone)]
pub(super) enum Named {
    /// The file itself.
    File,
    /// The value of a key.
    Key(String),
    /// One entry of a list; a table may have an id of its own.
    Entry { list: String, id: Option<String> },
    /// The table of a key whose `method` (or other tag) has been chosen.
    Method { key: Box<Named>, word: String },
}

impl Named {
    /// The name of an entry of the list that has this name.
    pub(super) fn entry(&self, given: &DeValue<'_>) -> Named {
        let list = match self {
            Named::Key(key) => key.clone(),
            Named::Entry { list, .. } => list.clone(),
            Named::File | Named::Method { .. } => String::new(),
        };
        let id = given.as_table().and_then(|t| t.iter().find(|(key, _)| key.get_ref() == "id"));
        Named::Entry { list, id: id.and_then(|(_, id)| id.get_ref().as_str()).map(str::to_owned) }
    }

    /// With a blank behind a name in back quotes, as Chinese follows.
    fn zh(&self) -> String {
        let name = self.bare_zh();
        if name.ends_with('`') { name + " " } else { name }
    }

    fn bare_zh(&self) -> String {
        match self {
            Named::File => "文件".to_owned(),
            Named::Key(key) => format!("`{key}`"),
            Named::Entry { list, id: Some(id) } => format!("`{list}` 的 `{id}`"),
            Named::Entry { list, id: None } => format!("`{list}` 的一项"),
            Named::Method { key, word } => format!("{}（`{word}`）", key.bare_zh()),
        }
    }

    fn en(&self) -> String {
        match self {
            Named::File => "the file".to_owned(),
            Named::Key(key) => format!("`{key}`"),
            Named::Entry { list, id: Some(id) } => format!("`{id}` in `{list}`"),
            Named::Entry { list, id: None } => format!("an entry of `{list}`"),
            Named::Method { key, word } => format!("{} (`{word}`)", key.en()),
        }
    }
}

/// `` `a`、`b` ``
pub(super) fn list_zh<S: AsRef<str>>(words: &[S]) -> String {
    words.iter().map(|w| format!("`{}`", w.as_ref())).collect::<Vec<_>>().join("、")
}

/// `` `a`, `b` ``
pub(super) fn list_en<S: AsRef<str>>(words: &[S]) -> String {
    words.iter().map(|w| format!("`{}`", w.as_ref())).collect::<Vec<_>>().join(", ")
}

pub(super) fn unknown_key(
    named: &Named,
    key: &str,
    free: &[&str],
    fields: &Fields<'_>,
    owners: Option<&Vec<&str>>,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "def003",
        format!("{}里没有 `{key}` 这个键", named.zh()),
        format!("{} has no key `{key}`", named.en()),
    );
    let all: Vec<&str> = fields.properties.keys().map(String::as_str).collect();
    let (allowed_zh, allowed_en) = (list_zh(&all), list_en(&all));
    if let Some(owners) = owners {
        return diagnostic.hint(
            format!("`{key}` 只用于 {}；这里可用：{allowed_zh}", list_zh(owners)),
            format!("`{key}` belongs to {}; allowed here: {allowed_en}", list_en(owners)),
        );
    }
    match nearest(key, free.iter().copied()) {
        Some(near) => diagnostic.hint(
            format!("是不是要写 `{near}`？可用的键：{allowed_zh}"),
            format!("did you mean `{near}`? allowed: {allowed_en}"),
        ),
        None => diagnostic.hint(format!("可用的键：{allowed_zh}"), format!("allowed: {allowed_en}")),
    }
}

pub(super) fn missing(named: &Named, keys: &[&str]) -> Diagnostic {
    Diagnostic::error(
        "def004",
        format!("{}缺少 {}", named.zh(), list_zh(keys)),
        format!("{} lacks {}", named.en(), list_en(keys)),
    )
}

pub(super) fn no_tag(named: &Named, tag: &str, known: &[&str]) -> Diagnostic {
    missing(named, &[tag])
        .hint(format!("可选：{}", list_zh(known)), format!("choose one of {}", list_en(known)))
}

pub(super) fn not_allowed(named: &Named, given: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "def006",
        format!("{}写成了 `{given}`，可选：{}", named.zh(), list_zh(known)),
        format!("{} is `{given}`; allowed: {}", named.en(), list_en(known)),
    );
    match nearest(given, known.iter().copied()) {
        Some(near) => diagnostic.hint(format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

/// What a word, or a key of a table, may be where an enum without a tag is written; without `given` the table has not just one key.
pub(super) fn no_choice(named: &Named, form: &Form<'_>, given: Option<&str>) -> Diagnostic {
    let Form::Choice { words, keys, list } = form else { return empty(named) };
    let quoted = words.iter().map(|word| format!("\"{word}\""));
    let tables = keys.iter().map(|(key, _)| format!("{{ {key} = ... }}"));
    let lists = list.iter().map(|_| "[...]".to_owned());
    let all: Vec<String> = quoted.chain(tables).chain(lists).collect();
    let (zh, en) = match given {
        Some(given) => (format!("{}写成了 `{given}`", named.zh()), format!("{} is `{given}`", named.en())),
        None => {
            (format!("{}要写且只写一个键", named.zh()), format!("{} takes one key and no more", named.en()))
        }
    };
    let diagnostic = Diagnostic::error("def006", zh, en);
    let known = words.iter().copied().chain(keys.iter().map(|(key, _)| *key));
    let (all_zh, all_en) = (all.join("、"), all.join(", "));
    match given.and_then(|given| nearest(given, known)) {
        Some(near) => diagnostic.hint(
            format!("是不是要写 `{near}`？可选：{all_zh}"),
            format!("did you mean `{near}`? allowed: {all_en}"),
        ),
        None => diagnostic.hint(format!("可选：{all_zh}"), format!("allowed: {all_en}")),
    }
}

pub(super) fn wrong_type(
    named: &Named,
    form: &Form<'_>,
    given: &DeValue<'_>,
    definition: Option<&str>,
) -> Diagnostic {
    let (given_zh, given_en) = given_words(given);
    let (want_zh, want_en) = form_words(form);
    let diagnostic = Diagnostic::error(
        "def005",
        format!("{}是{given_zh}，应为{want_zh}", named.zh()),
        format!("{} is {given_en}, {want_en} is expected", named.en()),
    );
    match example(form, given, definition) {
        Some(text) => diagnostic.hint(format!("写成 {text}"), format!("write {text}")),
        None => diagnostic,
    }
}

fn given_words(given: &DeValue<'_>) -> (String, String) {
    match given {
        DeValue::String(text) if text.chars().count() <= 24 => {
            (format!("文字 \"{text}\""), format!("the text \"{text}\""))
        }
        DeValue::String(_) => ("文字".to_owned(), "a text".to_owned()),
        DeValue::Integer(number) => (format!("整数 {number}"), format!("the whole number {number}")),
        DeValue::Float(number) => (format!("小数 {number}"), format!("the number {number}")),
        DeValue::Boolean(truth) => (format!("真假值 {truth}"), format!("`{truth}`")),
        DeValue::Datetime(date) => (format!("日期 {date}"), format!("the date {date}")),
        DeValue::Array(_) => ("列表".to_owned(), "a list".to_owned()),
        DeValue::Table(_) => ("表".to_owned(), "a table".to_owned()),
    }
}

fn form_words(form: &Form<'_>) -> (&'static str, &'static str) {
    match form {
        Form::Text { .. } | Form::Words(_) => ("加引号的文字", "a text in quotes"),
        Form::Number(_) => ("数", "a number"),
        Form::Integer(_) => ("整数", "a whole number"),
        Form::Boolean => ("true 或 false", "true or false"),
        Form::List { .. } => ("方括号里的列表", "a list in square brackets"),
        Form::Table(_) | Form::Map { .. } | Form::Tagged { .. } => ("花括号里的表", "a table in braces"),
        Form::Choice { words, list: None, .. } if words.is_empty() => ("花括号里的表", "a table in braces"),
        Form::Choice { list: None, .. } => ("文字或花括号里的表", "a text or a table in braces"),
        Form::Choice { .. } | Form::ListOrTable { .. } => {
            ("方括号里的列表或花括号里的表", "a list in square brackets or a table in braces")
        }
        Form::Any => ("别的东西", "something else"),
    }
}

/// What it would look like with the right type.
fn example(form: &Form<'_>, given: &DeValue<'_>, definition: Option<&str>) -> Option<String> {
    let plain = match given {
        DeValue::String(text) if text.chars().count() <= 24 => format!("\"{text}\""),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        _ => String::new(),
    };
    match (form, given) {
        (Form::Text { .. }, DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_)) => {
            Some(format!("\"{plain}\""))
        }
        (Form::Words(known), _) => {
            Some(known.iter().take(6).map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" | "))
        }
        (Form::Number(_) | Form::Integer(_), DeValue::String(text)) => {
            text.trim().parse::<f64>().ok().filter(|n| n.is_finite()).map(|_| text.trim().to_owned())
        }
        (Form::Integer(_), DeValue::Float(number)) => {
            number.as_str().parse::<f64>().ok().filter(|n| n.fract() == 0.0).map(|n| format!("{n}"))
        }
        (Form::List { .. }, _) if !plain.is_empty() => Some(format!("[{plain}]")),
        (Form::Table(_), DeValue::String(text)) if definition == Some("Text") => {
            Some(format!("{{ zh = \"{text}\", en = \"...\" }}"))
        }
        (Form::Table(fields), _) => {
            let keys: Vec<String> = fields.required.iter().map(|key| format!("{key} = ...")).collect();
            Some(format!("{{ {} }}", keys.join(", "))).filter(|_| !keys.is_empty())
        }
        (Form::Choice { keys, list, .. }, _) => {
            let tables = keys.iter().map(|(key, _)| format!("{{ {key} = ... }}"));
            Some(tables.chain(list.iter().map(|_| "[...]".to_owned())).collect::<Vec<_>>().join(" | "))
        }
        (Form::Tagged { tag, variants }, DeValue::String(text))
            if variants.iter().any(|(word, _)| word == text) =>
        {
            Some(format!("{{ {tag} = \"{text}\" }}"))
        }
        (Form::Tagged { tag, variants }, _) => {
            let known: Vec<String> = variants.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            Some(format!("{{ {tag} = {} }}", known.join(" | ")))
        }
        _ => None,
    }
}

pub(super) fn out_of_range(named: &Named, given: &str, limits: Limits) -> Diagnostic {
    let most = limits.most.filter(|most| *most < f64::from(u16::MAX));
    let (zh, en) = match (limits.least, most) {
        (Some(least), Some(most)) => {
            (format!(" {least} 到 {most} 的数"), format!("a number from {least} to {most}"))
        }
        (Some(least), None) => (format!("不小于 {least} 的数"), format!("a number not below {least}")),
        (None, Some(most)) => (format!("不大于 {most} 的数"), format!("a number not above {most}")),
        (None, None) => ("有限的数".to_owned(), "a finite number".to_owned()),
    };
    Diagnostic::error(
        "def007",
        format!("{}是 {given}，应为{zh}", named.zh()),
        format!("{} is {given}, {en} is expected", named.en()),
    )
}

pub(super) fn length(named: &Named, given: u64, least: u64, most: Option<u64>) -> Diagnostic {
    let (zh, en) = match most {
        Some(most) if most == least => (format!("应有 {least} 项"), format!("{least} are expected")),
        Some(most) => (format!("应有 {least} 到 {most} 项"), format!("{least} to {most} are expected")),
        None => (format!("至少要有 {least} 项"), format!("at least {least} is expected")),
    };
    let (given_zh, given_en) = match given {
        0 => ("是空的".to_owned(), "is empty".to_owned()),
        1 => ("有 1 项".to_owned(), "has 1 entry".to_owned()),
        more => (format!("有 {more} 项"), format!("has {more} entries")),
    };
    Diagnostic::error(
        "def008",
        format!("{}{given_zh}，{zh}", named.zh()),
        format!("{} {given_en}, {en}", named.en()),
    )
}

pub(super) fn empty(named: &Named) -> Diagnostic {
    Diagnostic::error(
        "def008",
        format!("{}是空的，要写内容", named.zh()),
        format!("{} is empty, a text is expected", named.en()),
    )
}

pub(super) fn not_an_id(named: &Named, given: &str) -> Diagnostic {
    Diagnostic::error(
        "def009",
        format!("{}写成了 `{given}`，不能作标识", named.zh()),
        format!("{} is `{given}`, which cannot be an id", named.en()),
    )
    .hint(
        "标识以英文字母开头，后面是字母、数字、`-` 或 `_`，最多 64 个字符",
        "an id starts with a letter A-Z, then letters, digits, `-` or `_`, at most 64 characters",
    )
}

pub(super) fn not_a_period(named: &Named, given: &str) -> Diagnostic {
    Diagnostic::error(
        "def009",
        format!("{}写成了 `{given}`，不是时期", named.zh()),
        format!("{} is `{given}`, which is not a period", named.en()),
    )
    .hint(
        "写年（\"2023\"）、季（\"2023-Q1\"）或月（\"2023-05\"）",
        "write a year (\"2023\"), a quarter (\"2023-Q1\") or a month (\"2023-05\")",
    )
}

pub(super) fn silent(named: &Named, languages: &[String]) -> Diagnostic {
    Diagnostic::warning(
        "def080",
        format!("{}的 {} 是空的", named.zh(), list_zh(languages)),
        format!("{} says nothing in {}", named.en(), list_en(languages)),
    )
    .hint(
        "报告里这里会是空白；补上，或整个删去",
        "a report would show a hole here; fill it in, or remove the text",
    )
}
