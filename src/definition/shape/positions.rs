//! Where the values of a file stand, so that later checks can point to line and column.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Place;

/// The places of all keys and values of one file.
#[derive(Clone, Debug)]
pub struct Positions {
    file: String,
    text: Arc<str>,
    root: Node,
}

/// A key with its value and all below.
#[derive(Clone, Debug, Default)]
struct Node {
    key: Range<usize>,
    value: Range<usize>,
    fields: BTreeMap<String, Node>,
    entries: Vec<Node>,
}

/// A place on the way down into a file. Asking for what is not written stays at the deepest that is.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    positions: &'a Positions,
    node: &'a Node,
    /// Whether what was asked for is written in the file.
    exact: Exact,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Exact {
    Yes,
    Above,
}

impl Positions {
    pub(super) fn new(file: &str, text: &str, tree: &Spanned<DeTable<'_>>) -> Self {
        let root = Node { fields: fields(tree.get_ref()), ..Node::default() };
        Positions { file: file.to_owned(), text: Arc::from(text), root }
    }

    /// A file whose text is not at hand: every place is the file.
    #[must_use]
    pub fn unknown(file: &str) -> Self {
        Positions { file: file.to_owned(), text: Arc::from(""), root: Node::default() }
    }

    /// The name of the file as given to [`super::read`].
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The top of the file.
    #[must_use]
    pub fn root(&self) -> Spot<'_> {
        Spot { positions: self, node: &self.root, exact: Exact::Yes }
    }
}

fn fields(table: &DeTable<'_>) -> BTreeMap<String, Node> {
    let entry = |(key, value): (&Spanned<_>, _)| {
        let key: &Spanned<std::borrow::Cow<'_, str>> = key;
        (key.get_ref().to_string(), node(key.span(), value))
    };
    table.iter().map(entry).collect()
}

fn node(key: Range<usize>, value: &Spanned<DeValue<'_>>) -> Node {
    let mut result = Node { key, value: value.span(), ..Node::default() };
    match value.get_ref() {
        DeValue::Table(table) => result.fields = fields(table),
        DeValue::Array(list) => result.entries = list.iter().map(|entry| node(entry.span(), entry)).collect(),
        _ => {}
    }
    result
}

impl<'a> Spot<'a> {
    /// The value of a key of this table.
    #[must_use]
    pub fn key(self, key: &str) -> Spot<'a> {
        self.down(self.node.fields.get(key))
    }

    /// An entry of this list, counted from 0.
    #[must_use]
    pub fn entry(self, at: usize) -> Spot<'a> {
        self.down(self.node.entries.get(at))
    }

    fn down(self, node: Option<&'a Node>) -> Spot<'a> {
        match node.filter(|_| self.exact == Exact::Yes) {
            Some(node) => Spot { node, ..self },
            None => Spot { exact: Exact::Above, ..self },
        }
    }

    /// Whether it is written in the file, not left out.
    #[must_use]
    pub fn is_written(self) -> bool {
        self.exact == Exact::Yes
    }

    /// The place of the value; the file when no text is at hand.
    #[must_use]
    pub fn place(self) -> Place {
        self.range(self.node.value.clone())
    }

    /// The place of the key.
    #[must_use]
    pub fn key_place(self) -> Place {
        self.range(self.node.key.clone())
    }

    /// The place of some bytes of a text value. Falls back to the whole value where the value is not a text.
    #[must_use]
    pub fn inside(self, bytes: Range<usize>) -> Place {
        let Range { start, end } = self.node.value.clone();
        let token = self.positions.text.get(start..end).unwrap_or_default();
        match (raw_offset(token, bytes.start), raw_offset(token, bytes.end)) {
            (Some(from), Some(to)) if self.exact == Exact::Yes => self.range(start + from..start + to),
            _ => self.place(),
        }
    }

    fn range(self, range: Range<usize>) -> Place {
        let Positions { file, text, .. } = self.positions;
        if range.end == 0 {
            return Place::File { file: file.clone() };
        }
        Place::in_text(file, text, range)
    }
}

/// The byte of a TOML string token (with its quotes) at which byte `decoded` of its value is written.
fn raw_offset(token: &str, decoded: usize) -> Option<usize> {
    let quote = token.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let triple = [quote; 3].iter().collect::<String>();
    let long = token.len() >= 6 && token.starts_with(&triple);
    let mut at = if long { 3 } else { 1 };
    if long {
        at += newline(&token[at..]);
    }
    let end = token.len().checked_sub(if long { 3 } else { 1 })?;
    let mut made = 0;
    while at < end {
        let rest = token.get(at..end).filter(|_| quote == '"');
        let (read, written) = rest.map_or((1, 1), |rest| escape(rest, long));
        // A line break that a backslash hides stands before the byte, not at it.
        if made >= decoded && written > 0 {
            break;
        }
        at += read;
        made += written;
    }
    Some(at.min(end))
}

fn newline(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

/// How many bytes the next character or escape takes in the file and in the value.
fn escape(rest: &str, long: bool) -> (usize, usize) {
    let mut characters = rest.chars();
    match characters.next() {
        Some('\\') => {}
        plain => return plain.map_or((1, 1), |c| (c.len_utf8(), c.len_utf8())),
    }
    let digits = match characters.next() {
        Some('u') => 4,
        Some('U') => 8,
        Some('x') => 2,
        Some(c) if long && c.is_ascii_whitespace() => {
            return (rest.len() - rest[1..].trim_start().len(), 0);
        }
        Some(c) => return (1 + c.len_utf8(), 1),
        None => return (1, 0),
    };
    let code = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    (2 + digits, code.and_then(char::from_u32).map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_through_quotes_and_escapes() {
        for (token, decoded, expected) in [
            ("'a + b'", 4, "b'"),
            ("\"a + b\"", 4, "b\""),
            (r#""a\t+ b""#, 3, " b\""),
            (r#""a\t+ b""#, 4, "b\""),
            (r#""\u7814b""#, 3, "b\""),
            (r#""研b""#, 3, "b\""),
            ("'''\na\nb'''", 2, "b'''"),
            ("\"\"\"\na \\\n   b\"\"\"", 2, "b\"\"\""),
        ] {
            let at = raw_offset(token, decoded).unwrap();
            assert_eq!(&token[at..], expected, "{token} {decoded}");
        }
        assert_eq!(raw_offset("12", 1), None);
        assert_eq!(raw_offset("\"", 1), Some(0));
    }

    proptest::proptest! {
        #[test]
        fn no_token_makes_it_panic(token in "[\"']{1,3}[a研\\\\un0-9\n \"']{0,12}[\"']{0,3}", decoded in 0_usize..20) {
            let at = raw_offset(&token, decoded).unwrap_or(0);
            proptest::prop_assert!(at <= token.len());
        }
    }
}
