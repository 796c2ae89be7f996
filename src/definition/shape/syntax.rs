//! Syntax errors of TOML in plain words.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::diagnostic::{Diagnostic, Place};

/// One diagnostic for each line that cannot be read; later errors on a line are consequences of the first.
pub(super) fn explain(
    file: &str,
    text: &str,
    tree: &Spanned<DeTable<'_>>,
    errors: &[Error],
) -> Vec<Diagnostic> {
    let mut ordered: Vec<(Range<usize>, &Error)> =
        errors.iter().map(|e| (e.span().unwrap_or(text.len()..text.len()), e)).collect();
    ordered.sort_by_key(|(span, _)| span.start);
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut seen_line = 0;
    for (span, error) in ordered {
        let place = Place::in_text(file, text, span.clone());
        let Place::Text { line, .. } = place else { continue };
        let follows =
            !found.is_empty() && CONSEQUENCES.iter().any(|start| error.message().starts_with(start));
        if follows {
            break;
        }
        if line == seen_line {
            continue;
        }
        seen_line = line;
        found.push(match error.message() {
            "duplicate key" => duplicate(file, text, tree, span).at(place),
            message if is_unclosed(text, message, &span) => {
                found.push(unclosed(file, text, message, span.start));
                break;
            }
            message => syntax(text, message, span).at(place),
        });
    }
    found
}

/// What the parser says about all that follows, up to the end of the file, once a bracket or a quote is missing.
const CONSEQUENCES: &[&str] =
    &["missing comma", "missing key for inline table", "unclosed", "unexpected `=` in array", "extra comma"];

/// Whether a comma is missed only because a new line begins before the bracket was closed.
fn is_unclosed(text: &str, message: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let begins_line = before.rsplit('\n').next().is_some_and(|lead| lead.trim().is_empty());
    let line = text.get(span.start..).unwrap_or_default().lines().next().unwrap_or_default();
    let is_entry =
        line.starts_with('[') || line.split('=').next().is_some_and(|key| key != line && is_key(key));
    CONSEQUENCES[..2].iter().any(|start| message.starts_with(start)) && begins_line && is_entry
}

fn is_key(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'"'))
}

/// The bracket is missed at the end of what stands before the new line.
fn unclosed(file: &str, text: &str, message: &str, next: usize) -> Diagnostic {
    let end = text.get(..next).unwrap_or_default().trim_end().len();
    let (zh, en, bracket) =
        if message.contains("array") { ("列表", "list", "]") } else { ("表", "table", "}") };
    Diagnostic::error(
        "def001",
        format!("{zh}没有写完，少了 `{bracket}`"),
        format!("a {en} is not closed, `{bracket}` is missing"),
    )
    .hint(format!("在它的末尾加 `{bracket}`"), format!("add `{bracket}` at its end"))
    .at(Place::in_text(file, text, end.saturating_sub(1)..end))
}

fn duplicate(file: &str, text: &str, tree: &Spanned<DeTable<'_>>, span: Range<usize>) -> Diagnostic {
    let key = text.get(span.clone()).unwrap_or_default();
    let diagnostic =
        Diagnostic::error("def002", format!("`{key}` 写了两次"), format!("`{key}` is written twice"));
    let is_header = text.get(..span.start).is_some_and(|before| before.trim_end().ends_with('['));
    let diagnostic = if is_header {
        diagnostic.hint(
            format!("有几项时，每一项都用双方括号：[[{key}]]"),
            format!("where there are several, each begins with double brackets: [[{key}]]"),
        )
    } else {
        diagnostic.hint("留下一个，删去另一个", "keep one and remove the other")
    };
    let key = key.trim_matches(['"', '\'']);
    match first_of(tree.get_ref(), key, &span, text) {
        Some(first) => {
            diagnostic.related(Place::in_text(file, text, first), "第一次在这里", "first written here")
        }
        None => diagnostic,
    }
}

/// The key of the same name in the smallest table that holds the second one.
fn first_of(root: &DeTable<'_>, key: &str, second: &Range<usize>, text: &str) -> Option<Range<usize>> {
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut open = vec![(root, 0..text.len())];
    while let Some((table, extent)) = open.pop() {
        for (name, value) in table {
            let before = name.span().start < second.start;
            let width = extent.len();
            if name.get_ref() == key && before && best.as_ref().is_none_or(|(least, _)| width < *least) {
                best = Some((width, name.span()));
            }
            let mut tables: Vec<(&DeTable<'_>, Range<usize>)> = Vec::new();
            below(value, text, &mut tables);
            open.extend(tables.into_iter().filter(|(_, extent)| extent.contains(&second.start)));
        }
    }
    best.map(|(_, first)| first)
}

/// The tables in a value, each with the stretch of the file it covers: a table under a header reaches to the next header.
fn below<'a, 'i>(
    value: &'a Spanned<DeValue<'i>>,
    text: &str,
    tables: &mut Vec<(&'a DeTable<'i>, Range<usize>)>,
) {
    match value.get_ref() {
        DeValue::Table(table) => {
            let Range { start, end } = value.span();
            let is_header = text.get(start..end).is_some_and(|t| t.starts_with('['));
            let next = text.get(end..).and_then(|rest| rest.find("\n[")).map_or(text.len(), |at| end + at);
            tables.push((table, if is_header { start..next } else { start..end }));
        }
        DeValue::Array(list) => list.iter().for_each(|entry| below(entry, text, tables)),
        _ => {}
    }
}

/// What the parser says, what we say in Chinese and English, and what to do. The first entry that fits counts.
const KNOWN: &[(&str, &str, &str, &str, &str)] = &[
    (
        "string values must be quoted",
        "文字没有加引号",
        "a text without quotes",
        "用双引号括起来：\"...\"",
        "put it in quotes: \"...\"",
    ),
    ("key with no value", "这个键没有值", "a key without a value", "写成 `键 = 值`", "write `key = value`"),
    (
        "missing value",
        "等号后面没有值",
        "no value after `=`",
        "写上值，文字要加引号",
        "write the value; a text in quotes",
    ),
    ("missing assignment", "少了 `=`", "`=` is missing", "写成 `键 = 值`", "write `key = value`"),
    (
        "missing comma",
        "少了逗号",
        "a comma is missing",
        "两项之间用半角逗号 `,`",
        "put `,` between two entries",
    ),
    ("extra comma", "多了逗号", "one comma too many", "删去它", "remove it"),
    ("extra `=`", "多了 `=`", "one `=` too many", "删去它", "remove it"),
    (
        "unclosed array table",
        "表头没有写完",
        "a table header is not closed",
        "写成 `[[名称]]`",
        "write `[[name]]`",
    ),
    (
        "unclosed array",
        "列表没有写完，少了 `]`",
        "a list is not closed, `]` is missing",
        "在列表末尾加 `]`",
        "add `]` at the end of the list",
    ),
    (
        "unclosed inline table",
        "表没有写完，少了 `}`",
        "a table is not closed, `}` is missing",
        "在末尾加 `}`",
        "add `}` at its end",
    ),
    (
        "unclosed table",
        "表头没有写完，少了 `]`",
        "a table header is not closed, `]` is missing",
        "写成 `[名称]`",
        "write `[name]`",
    ),
    (
        "invalid unquoted key",
        "键里有不能用的字符",
        "a key with a character it cannot have",
        "键用英文字母、数字、`-`、`_`；别的要加引号",
        "keys have letters, digits, `-`, `_`; put others in quotes",
    ),
    (
        "unexpected leading zero",
        "数不能以 0 开头",
        "a number cannot start with 0",
        "删去前面的 0；编号之类要加引号",
        "remove the zero; put codes in quotes",
    ),
    (
        "invalid value",
        "读不懂这个值",
        "this value cannot be read",
        "文字要加引号，小数点两边都要有数字",
        "put a text in quotes; a decimal point needs digits on both sides",
    ),
    (
        "unexpected content",
        "这里多了内容",
        "something is left over here",
        "一行只写一个 `键 = 值`",
        "write one `key = value` a line",
    ),
    (
        "unexpected key or value",
        "这里多了内容",
        "something is left over here",
        "一行只写一个 `键 = 值`",
        "write one `key = value` a line",
    ),
    (
        "invalid basic string",
        "文字少了结尾的双引号",
        "a text lacks its closing quote",
        "在末尾加 `\"`；文字里的双引号写作 `\\\"`",
        "add `\"` at its end; write a quote inside a text as `\\\"`",
    ),
    (
        "invalid literal string",
        "文字少了结尾的单引号",
        "a text lacks its closing quote",
        "在末尾加 `'`",
        "add `'` at its end",
    ),
    (
        "missing escaped value",
        "反斜杠后面的字符不对",
        "a backslash with the wrong character behind it",
        "反斜杠写作 `\\\\`，或改用单引号",
        "write a backslash as `\\\\`, or use single quotes",
    ),
    ("cannot recurse further", "嵌套太深", "nested too deeply", "少套几层", "nest less"),
    ("recursion limit", "嵌套太深", "nested too deeply", "少套几层", "nest less"),
    (
        "cannot extend value",
        "这个名称已经用作别的值",
        "this name already stands for another value",
        "换一个名称，或合并成一处",
        "choose another name, or write it in one place",
    ),
];

/// Full-width punctuation that a Chinese keyboard types where TOML wants the plain one.
const FULL_WIDTH: &[(char, &str)] = &[
    ('“', "\""),
    ('”', "\""),
    ('‘', "'"),
    ('’', "'"),
    ('，', ","),
    ('、', ","),
    ('＝', "="),
    ('：', "="),
    ('【', "["),
    ('】', "]"),
    ('［', "["),
    ('］', "]"),
    ('｛', "{"),
    ('｝', "}"),
    ('＃', "#"),
    ('　', " "),
];

fn syntax(text: &str, message: &str, span: Range<usize>) -> Diagnostic {
    if let Some((found, plain)) = full_width(text, &span) {
        let shown = if plain == " " { "空格".to_owned() } else { format!("`{plain}`") };
        let shown_en = if plain == " " { "a space".to_owned() } else { format!("`{plain}`") };
        return Diagnostic::error(
            "def001",
            format!("这里用了全角符号 `{found}`"),
            format!("the full-width character `{found}` stands here"),
        )
        .hint(format!("改用半角 {shown}"), format!("write {shown_en} instead"));
    }
    let written = text.get(span.clone()).unwrap_or_default();
    let message = if message.starts_with("string values must be quoted") && written.trim().is_empty() {
        "missing value"
    } else {
        message
    };
    let line_start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    if message.starts_with("unexpected") && text.get(line_start..).is_some_and(|line| line.starts_with('[')) {
        return Diagnostic::error("def001", "表头的方括号不成对", "the brackets of this header do not match")
            .hint("写成 [[名称]] 或 [名称]，后面不写别的", "write [[name]] or [name] and nothing behind it");
    }
    match KNOWN.iter().find(|(start, ..)| message.starts_with(start)) {
        Some((_, zh, en, hint_zh, hint_en)) => Diagnostic::error("def001", *zh, *en).hint(*hint_zh, *hint_en),
        None => {
            Diagnostic::error("def001", format!("TOML 语法不对：{message}"), format!("not TOML: {message}"))
        }
    }
}

/// The first full-width punctuation in the stretch, or right behind it.
fn full_width(text: &str, span: &Range<usize>) -> Option<(char, &'static str)> {
    let start = Some(span.start).filter(|at| text.is_char_boundary(*at))?;
    let stretch = text.get(start..)?.char_indices().take_while(|(at, c)| *c != '\n' && *at <= span.len());
    stretch
        .filter_map(|(_, c)| FULL_WIDTH.iter().find(|(wide, _)| *wide == c))
        .map(|(wide, plain)| (*wide, *plain))
        .next()
}
