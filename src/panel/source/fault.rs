use std::collections::BTreeMap;

use super::wording::{Wording, wording};
use crate::diagnostic::{Diagnostic, Place};
use crate::panel::{Source, Variable};
use crate::vocab::Text;

/// What can be wrong with a cell or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    // Rows.
    RowWidth,
    NoUnit,
    LostDigits,
    BadPeriod,
    // Cells of values.
    NotANumber,
    DecimalComma,
    Word,
    UnknownMeasure,
    OtherDimension,
    NoMeasure,
    TooLarge,
    Date,
    Flag,
    Formula,
    OutOfRange,
    // The long layout.
    UnknownVariable,
    SeveralVariables,
    UnknownStatus,
    StatusAndValue,
    ObservedWithoutValue,
    // Columns without a heading.
    Unheaded,
}

/// How many places of a kind are listed; the rest is counted.
pub(super) const LISTED: usize = 20;

/// From here on problems of one kind and column are one, whatever they are about.
const MOST_KINDS: usize = 200;

/// A cell, and what stood there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) row: u32,
    /// 1-based; 0 for the whole row.
    pub(super) column: u16,
    pub(super) text: String,
}

/// The places of one kind of problem: all are counted, the first are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Spots {
    pub(super) count: u64,
    pub(super) first: Vec<Spot>,
}

impl Spots {
    pub(super) fn add(&mut self, row: u32, column: u16, text: &str) {
        self.count += 1;
        if self.first.len() < LISTED {
            self.first.push(Spot { row, column, text: excerpt(text) });
        }
    }

    fn append(&mut self, later: Spots) {
        self.count += later.count;
        let room = LISTED.saturating_sub(self.first.len());
        self.first.extend(later.first.into_iter().take(room));
    }
}

/// All problems of the cells of a table, by kind, column and what they are about: a variable's id, or an unknown name.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    kinds: BTreeMap<(Fault, u16, String), Spots>,
}

/// What a column holds, for messages.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) name: Text,
    /// What was expected: a number in 亿元, or one of the codes.
    pub(super) expected: Text,
    /// The range declared, for [`Fault::OutOfRange`].
    pub(super) range: Text,
    /// A known name near to an unknown one.
    pub(super) near: Option<String>,
}

impl Default for Subject {
    fn default() -> Self {
        let expected = Text::new("数值", "a number");
        Subject { name: Text::default(), expected, range: Text::default(), near: None }
    }
}

impl Subject {
    /// A variable whose column is in the unit `measure`.
    pub(super) fn of(variable: &Variable, measure: Option<&str>) -> Self {
        let own = variable.measure_text().unwrap_or_default();
        let (mut zh, mut en) = match measure.filter(|measure| *measure != "1") {
            Some(measure) => (format!("以“{measure}”计的数值"), format!("a number in `{measure}`")),
            None => ("数值".to_owned(), "a number".to_owned()),
        };
        if !variable.codes.is_empty() {
            let codes: Vec<&str> = variable.codes.keys().take(12).map(String::as_str).collect();
            let dots = if variable.codes.len() > codes.len() { ", …" } else { "" };
            zh += &format!("，也不是代码 {}{dots}", codes.join("、"));
            en += &format!(", or one of the codes {}{dots}", codes.join(", "));
        }
        let end = |end: Option<f64>| end.map_or_else(|| "…".to_owned(), |end| end.to_string());
        let range = format!("{} – {} {own}", end(variable.range.min), end(variable.range.max));
        Subject {
            name: Text::new(variable.name.zh.clone(), variable.id.as_str()),
            expected: Text::new(zh, en),
            range: Text::same(range.trim()),
            near: None,
        }
    }
}

impl Faults {
    /// Adds a place; `column` is 1-based, 0 for the whole row.
    pub(super) fn add(&mut self, fault: Fault, about: &str, row: u32, column: u16, text: &str) {
        // A column of prose would make a kind of every cell.
        let about = if self.kinds.len() < MOST_KINDS { excerpt(about) } else { String::new() };
        self.kinds.entry((fault, column, about)).or_default().add(row, column, text);
    }

    /// Adds those of a later part of the same table.
    pub(super) fn append(&mut self, later: Faults) {
        for (key, spots) in later.kinds {
            self.kinds.entry(key).or_default().append(spots);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// One diagnostic a kind and column, in order of kind.
    pub(super) fn diagnostics(
        self,
        source: &Source,
        heading: impl Fn(u16) -> Option<String>,
        subject: impl Fn(&str) -> Option<Subject>,
    ) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for ((fault, _, about), spots) in self.kinds {
            let places: Vec<Place> = spots.first.iter().map(|spot| place(source, spot, &heading)).collect();
            diagnostics.push(diagnostic(fault, &spots, places, subject(&about)));
        }
        diagnostics
    }
}

pub(super) fn place(source: &Source, spot: &Spot, heading: impl Fn(u16) -> Option<String>) -> Place {
    Place::Cell {
        file: source.file.clone(),
        sheet: source.sheet.clone(),
        row: spot.row,
        column: u32::from(spot.column),
        heading: heading(spot.column),
    }
}

/// At most 40 characters of a text, on one line.
pub(super) fn excerpt(text: &str) -> String {
    let mut short: String =
        text.chars().take(40).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

/// The text between quotes, or a word for an empty cell.
pub(super) fn shown(text: &str) -> Text {
    if text.is_empty() {
        Text::new("空白", "an empty cell")
    } else {
        Text::new(format!("“{text}”"), format!("`{text}`"))
    }
}

/// `1234567` as `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Lists further places under a diagnostic, each with what stood there, and says how many are not listed.
pub(super) fn with_places(
    mut diagnostic: Diagnostic,
    count: u64,
    places: impl IntoIterator<Item = (Place, Text)>,
) -> Diagnostic {
    let mut places = places.into_iter();
    let Some((first, _)) = places.next() else { return diagnostic };
    diagnostic = diagnostic.at(first);
    diagnostic.related.extend(places);
    let listed = diagnostic.related.len() as u64 + 1;
    if count > listed
        && let Some((_, last)) = diagnostic.related.last_mut()
    {
        let rest = grouped(count - listed);
        last.zh += &format!("；另有 {rest} 处未列出");
        last.en += &format!("; and {rest} more");
    }
    diagnostic
}

fn diagnostic(fault: Fault, spots: &Spots, places: Vec<Place>, subject: Option<Subject>) -> Diagnostic {
    let subject = subject.unwrap_or_default();
    let first = spots.first.first().map_or("", |spot| spot.text.as_str());
    let Wording { severity, code, zh, en, mut hint } = wording(fault, first, &subject);
    if let Some(near) = &subject.near {
        let said = hint.take().unwrap_or_default();
        hint = Some(Text::new(
            format!("是不是“{near}”？否则{}", said.zh),
            format!("did you mean `{near}`? if not, {}", said.en),
        ));
    }
    let (mut zh, mut en) = (zh, en);
    if spots.count > 1 {
        let count = grouped(spots.count);
        zh += &format!("（同类共 {count} 处）");
        en += &format!(" ({count} such places)");
    }
    let diagnostic = Diagnostic { hint, ..Diagnostic::new(severity, code, zh, en) };
    let words = spots.first.iter().map(|spot| shown(&spot.text));
    with_places(diagnostic, spots.count, places.into_iter().zip(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_counted_and_the_first_are_listed() {
        let mut parts = [Faults::default(), Faults::default()];
        for row in 0..1_254 {
            parts[usize::from(row >= 10)].add(Fault::NotANumber, "x", row + 2, 3, "abc");
        }
        let [mut all, later] = parts;
        all.append(later);
        let source = Source { file: "f.csv".into(), sheet: None, sha256: String::new() };
        let diagnostics = all.diagnostics(&source, |_| Some("x".into()), |_| None);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].message.en, "`abc` is not a number (1,254 such places)");
        assert_eq!(diagnostics[0].related.len(), LISTED - 1);
        assert_eq!(diagnostics[0].related[18].1.en, "`abc`; and 1,234 more");
    }

    #[test]
    fn numbers_in_messages_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
