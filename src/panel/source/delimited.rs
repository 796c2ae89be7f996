use std::ops::Range;

use super::encoding::Decoded;
use super::fault::grouped;
use super::file::{Refusal, about};
use super::format::{Delimiter, Opening};
use super::raw::{Raw, Record};
use crate::diagnostic::{Diagnostic, Place};
use crate::vocab::Text;

/// A delimited text: CSV, with `,`, `;` or tabs, quotes after RFC 4180.
#[derive(Debug)]
pub(super) struct Delimited {
    text: String,
    delimiter: u8,
    /// Where the rows begin, and the line that is.
    body: usize,
    line: u32,
    /// Whether the rows hold quotes at all. Without them a line is a row.
    quoted: bool,
}

/// A stretch of whole rows.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    range: Range<usize>,
    /// Line of its first row.
    line: u32,
    /// No fewer than its rows.
    pub(super) lines: usize,
}

/// A row longer than this is no row of a table.
const LONGEST_ROW: usize = 16 << 20;

/// As many columns as Excel has; more are no table anyone made.
const MOST_COLUMNS: usize = 16_384;

/// Large enough to spread the cost of a task, small enough to keep all cores busy to the end.
const STRETCH: usize = 2 << 20;

impl Delimited {
    /// Finds delimiter and headings. Gives the headings and the line they stand in.
    ///
    /// # Errors
    /// The heading row is not there, is too long to be one, or has too many columns.
    pub(super) fn open(decoded: Decoded, opening: Opening<'_>) -> Result<(Self, Vec<String>, u32), Refusal> {
        let text = decoded.text;
        let (start, line, told) = header_start(&text, decoded.start, opening.header_row)
            .ok_or_else(|| no_header_row(opening.path, opening.header_row))?;
        let first = first_line(&text[start..]).ok_or_else(|| too_long(opening.path, line))?;
        let delimiter = match opening.delimiter {
            Delimiter::Auto => told.unwrap_or_else(|| detect(first)),
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
        };
        let end = row_end(text.as_bytes(), start, delimiter).map_err(|()| unclosed(opening.path, line))?;
        if end - start > LONGEST_ROW {
            return Err(too_long(opening.path, line));
        }
        let mut headings = Vec::new();
        let mut columns = 0;
        let mut add = |_: u32, fields: &Fields<'_>| {
            columns += fields.bounds.len();
            headings.extend(fields.iter().take(MOST_COLUMNS).map(str::to_owned));
        };
        quoted_rows(&text[start..end], delimiter, 0, &mut add);
        if columns > MOST_COLUMNS {
            return Err(too_wide(opening.path, line, columns));
        }
        let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[start..end]).count();
        let quoted = memchr::memchr(b'"', &text.as_bytes()[end..]).is_some();
        let body_line = line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        Ok((Delimited { text, delimiter, body: end, line: body_line, quoted }, headings, line))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    pub(super) fn has_semicolons(&self) -> bool {
        self.delimiter == b';'
    }

    /// The rows in stretches, each of which can be read alone.
    ///
    /// # Errors
    /// A quote that is never closed, or a row too long to be one.
    pub(super) fn stretches(&self, path: &str) -> Result<Vec<Stretch>, Refusal> {
        let bytes = self.text.as_bytes();
        let (mut stretches, mut start, mut line) = (Vec::new(), self.body, self.line);
        while start < bytes.len() {
            let end = if self.quoted {
                self.quoted_stretch_end(start).map_err(|at| {
                    let before = memchr::memchr_iter(b'\n', &bytes[start..at]).count();
                    let line = line.saturating_add(u32::try_from(before).unwrap_or(u32::MAX));
                    if row_end(bytes, at, self.delimiter).is_err() {
                        unclosed(path, line)
                    } else {
                        too_long(path, line)
                    }
                })?
            } else {
                let target = (start + STRETCH).min(bytes.len());
                memchr::memchr(b'\n', &bytes[target..]).map_or(bytes.len(), |at| target + at + 1)
            };
            let lines = memchr::memchr_iter(b'\n', &bytes[start..end]).count();
            stretches.push(Stretch { range: start..end, line, lines: lines + 1 });
            line = line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            start = end;
        }
        Ok(stretches)
    }

    /// Where a stretch that begins at `start` may end, or the beginning of a row that never does or is too long.
    fn quoted_stretch_end(&self, start: usize) -> Result<usize, usize> {
        let bytes = self.text.as_bytes();
        let mut at = start;
        while at < bytes.len() && at - start < STRETCH {
            let end = row_end(bytes, at, self.delimiter).map_err(|()| at)?;
            if end - at > LONGEST_ROW {
                return Err(at);
            }
            at = end;
        }
        Ok(at)
    }

    /// Shows every row of a stretch that is not empty, with its line.
    ///
    /// # Errors
    /// A row too long to be one.
    pub(super) fn rows(
        &self,
        stretch: &Stretch,
        path: &str,
        visit: &mut impl FnMut(u32, &Fields<'_>),
    ) -> Result<(), Refusal> {
        let text = &self.text[stretch.range.clone()];
        if self.quoted {
            quoted_rows(text, self.delimiter, stretch.line, visit);
            return Ok(());
        }
        plain_rows(text, self.delimiter, stretch.line, visit).map_err(|line| too_long(path, line))
    }
}

/// The fields of a row.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    text: &'a str,
    bounds: &'a [(usize, usize)],
}

impl<'a> Fields<'a> {
    fn iter(&self) -> impl Iterator<Item = &'a str> {
        self.bounds.iter().map(|&(start, end)| self.text.get(start..end).unwrap_or_default())
    }
}

impl Record for Fields<'_> {
    #[inline]
    fn get(&self, column: usize) -> Raw<'_> {
        match self.bounds.get(column) {
            Some(&(start, end)) => Raw::Text(self.text.get(start..end).unwrap_or_default()),
            None => Raw::Empty,
        }
    }

    fn width(&self) -> Option<usize> {
        Some(self.bounds.len())
    }
}

/// Rows of a text without quotes: one pass over the bytes, nothing copied. Fails with the line of a row that is too long.
fn plain_rows(
    text: &str,
    delimiter: u8,
    mut line: u32,
    visit: &mut impl FnMut(u32, &Fields<'_>),
) -> Result<(), u32> {
    let bytes = text.as_bytes();
    let mut bounds: Vec<(usize, usize)> = Vec::new();
    let (mut row, mut field) = (0, 0);
    let ends =
        memchr::memchr2_iter(delimiter, b'\n', bytes).chain((!bytes.ends_with(b"\n")).then_some(bytes.len()));
    for at in ends {
        if bytes.get(at) == Some(&delimiter) {
            bounds.push((field, at));
            field = at + 1;
            continue;
        }
        if at - row > LONGEST_ROW {
            return Err(line);
        }
        let end = if at > field && bytes[at - 1] == b'\r' { at - 1 } else { at };
        bounds.push((field, end));
        if bounds.len() > 1 || end > field {
            visit(line, &Fields { text, bounds: &bounds });
        }
        bounds.clear();
        (row, field) = (at + 1, at + 1);
        line = line.saturating_add(1);
    }
    Ok(())
}

/// Rows of a text with quotes, by the `csv` crate.
fn quoted_rows(text: &str, delimiter: u8, line: u32, visit: &mut impl FnMut(u32, &Fields<'_>)) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(text.as_bytes());
    let mut record = csv::ByteRecord::new();
    let mut bounds: Vec<(usize, usize)> = Vec::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            // Reading bytes in memory cannot fail.
            Ok(false) | Err(_) => return,
        }
        // The position is where the reader began to look: blank lines may follow.
        let position =
            record.position().map_or((1, 0), |p| (p.line(), usize::try_from(p.byte()).unwrap_or(0)));
        let blank = text.as_bytes().iter().skip(position.1).take_while(|byte| **byte == b'\n').count();
        let offset = position.0 + blank as u64;
        let Ok(fields) = std::str::from_utf8(record.as_slice()) else { continue };
        bounds.clear();
        bounds.extend(
            (0..record.len()).filter_map(|at| record.range(at)).map(|range| (range.start, range.end)),
        );
        if let Some(last) = bounds.last_mut()
            && fields[last.0..last.1].ends_with('\r')
        {
            last.1 -= 1;
        }
        if bounds.len() > 1 || bounds.first().is_some_and(|(start, end)| end > start) {
            let line = line.saturating_add(u32::try_from(offset.saturating_sub(1)).unwrap_or(u32::MAX));
            visit(line, &Fields { text: fields, bounds: &bounds });
        }
    }
}

/// The end of the row that begins at `start`, behind its line break. A quote counts at the beginning of a field only, as for
/// the `csv` crate. Fails when a quote is never closed.
fn row_end(bytes: &[u8], start: usize, delimiter: u8) -> Result<usize, ()> {
    let mut at = start;
    while let Some(found) = memchr::memchr2(b'"', b'\n', &bytes[at..]) {
        let found = at + found;
        if bytes[found] == b'\n' {
            return Ok(found + 1);
        }
        at = found + 1;
        if found > start && bytes[found - 1] != delimiter {
            continue;
        }
        loop {
            let close = at + memchr::memchr(b'"', &bytes[at..]).ok_or(())?;
            at = close + 1;
            if bytes.get(at) != Some(&b'"') {
                break;
            }
            at += 1;
        }
    }
    Ok(bytes.len())
}

/// Where the headings begin, their line, and the delimiter when the file tells it (`sep=;`, which Excel obeys).
fn header_start(text: &str, start: usize, row: Option<u32>) -> Option<(usize, u32, Option<u8>)> {
    let (mut at, mut line, mut told) = (start, 1_u32, None);
    loop {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let this = &rest[..end];
        let found = match row {
            Some(row) => line >= row,
            None => !this.bytes().all(|b| b.is_ascii_whitespace() || b == b',' || b == b';'),
        };
        let separator = this.trim_end().strip_prefix("sep=").map(str::as_bytes);
        if line == 1
            && let Some(&[delimiter @ (b',' | b';' | b'\t')]) = separator
        {
            told = Some(delimiter);
        } else if found {
            return Some((at, line, told));
        }
        at += end;
        line += 1;
    }
}

fn first_line(text: &str) -> Option<&str> {
    let within = text.as_bytes().get(..LONGEST_ROW).unwrap_or(text.as_bytes());
    match memchr::memchr(b'\n', within) {
        Some(end) => text.get(..end),
        None => (text.len() <= LONGEST_ROW).then_some(text),
    }
}

/// The delimiter the heading line has most of, outside quotes.
fn detect(line: &str) -> u8 {
    let mut counts = [0_usize; 3];
    let mut quoted = false;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => counts[0] += 1,
            b';' if !quoted => counts[1] += 1,
            b'\t' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    // The first of equals: the comma.
    let most = (1..3).fold(0, |best, at| if counts[at] > counts[best] { at } else { best });
    b",;\t"[most]
}

fn no_header_row(path: &str, row: Option<u32>) -> Refusal {
    let row = row.unwrap_or(1);
    about(
        path,
        "dat014",
        Text::new(
            format!("文件里没有第 {row} 行，读不到标题"),
            format!("the file has no row {row} to hold the headings"),
        ),
        Text::new("核对 header_row", "check `header_row`"),
    )
}

fn at_line(path: &str, line: u32, diagnostic: Diagnostic) -> Refusal {
    let place = Place::Cell { file: path.to_owned(), sheet: None, row: line, column: 0, heading: None };
    Box::new(diagnostic.at(place))
}

fn too_long(path: &str, line: u32) -> Refusal {
    let diagnostic = Diagnostic::error(
        "dat020",
        "这一行超过 16 MB，不像表格的一行",
        "the line is longer than 16 MB, which no row of a table is",
    );
    let diagnostic = diagnostic.hint(
        "核对文件是不是 CSV，换行是否丢失",
        "check that it is a CSV file and that its line breaks were not lost",
    );
    at_line(path, line, diagnostic)
}

fn too_wide(path: &str, line: u32, columns: usize) -> Refusal {
    let columns = grouped(columns as u64);
    let diagnostic = Diagnostic::error(
        "dat025",
        format!("标题行有 {columns} 列；最多 16,384 列"),
        format!("the heading row has {columns} columns; at most 16,384 are read"),
    );
    let diagnostic = diagnostic.hint(
        "删去空列，或改用长表（一行一个值）",
        "remove empty columns, or use the long layout (one value a row)",
    );
    at_line(path, line, diagnostic)
}

fn unclosed(path: &str, line: u32) -> Refusal {
    let diagnostic = Diagnostic::error(
        "dat021",
        "这一行有一个英文双引号，直到文件末尾都没有配对",
        "the row opens a double quote that is never closed",
    );
    let diagnostic = diagnostic.hint(
        "补上或删去这个引号；字段里的引号要写两个",
        "close the quote, or remove it; a quote inside a field is written twice",
    );
    at_line(path, line, diagnostic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, quoted: Option<bool>) -> Vec<(u32, Vec<String>)> {
        let decoded = Decoded { text: text.to_owned(), start: 0, original: None };
        let opening = super::super::format::DataFile::new("f.csv", super::super::format::Layout::Wide);
        let (mut table, ..) = Delimited::open(decoded, opening.reading()).unwrap();
        table.quoted = quoted.unwrap_or(table.quoted);
        let mut seen = Vec::new();
        for stretch in table.stretches("f.csv").unwrap() {
            let mut visit = |line: u32, fields: &Fields<'_>| {
                seen.push((line, fields.iter().map(str::to_owned).collect()))
            };
            table.rows(&stretch, "f.csv", &mut visit).unwrap();
        }
        seen
    }

    #[test]
    fn both_readers_agree_where_there_are_no_quotes() {
        for text in [
            "a,b\n1,2\n\n3,4\n",
            "a,b\r\n1,2\r\n\r\n,\r\n3,4",
            "a;b\n1;2\n;\n",
            "a\tb\n1\t2",
            "a,b\n,,,\n1\n",
        ] {
            assert_eq!(rows(text, Some(false)), rows(text, Some(true)), "{text:?}");
        }
    }

    #[test]
    fn lines_are_those_an_editor_shows() {
        let text = "a,b\n\"x\ny\",1\n\n\"p\"\"q\",2\nr\"s,3\n";
        let seen = rows(text, None);
        let lines: Vec<u32> = seen.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 5, 6]);
        assert_eq!(seen[0].1, ["x\ny", "1"]);
        assert_eq!(seen[1].1, ["p\"q", "2"]);
        assert_eq!(seen[2].1, ["r\"s", "3"]);
    }

    #[test]
    fn stretches_join_to_the_whole() {
        let mut text = String::from("a,b\n");
        for at in 0..300_000 {
            text += &format!("\"{at}\n\",{at}\n");
        }
        let seen = rows(&text, None);
        assert_eq!(seen.len(), 300_000);
        assert_eq!(seen[299_999], (2 + 2 * 299_999, vec!["299999\n".to_owned(), "299999".to_owned()]));
    }

    #[test]
    fn the_delimiter_is_the_one_the_headings_have_most_of() {
        assert_eq!(detect("a,b,c"), b',');
        assert_eq!(detect("a;b;c,d"), b';');
        assert_eq!(detect("a\tb\tc"), b'\t');
        assert_eq!(detect("\"a;b;c\",d"), b',');
        assert_eq!(detect("a"), b',');
    }
}
