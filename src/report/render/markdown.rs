//! Markdown as GitHub reads it: for wikis and for looking at changes between two reports.

use super::numbering::Numbering;
use super::printed::{Kind, Printed};
use super::wording;
use crate::report::document::{
    Align, Block, Callout, Document, Emphasis, FigureBlock, Inline, OnPaper, Row, Table,
};
use crate::vocab::Language;

/// The document as Markdown. Pictures are given by their description and the numbers behind them.
#[must_use]
pub fn render(document: &Document) -> String {
    let numbering = Numbering::of(document);
    let mut writer = Writer {
        language: document.language,
        numbering: &numbering,
        met: [0; 3],
        notes: Vec::new(),
        is_numbered: true,
    };
    let mut out = format!("# {}\n\n", escape(&document.title));
    if let Some(subtitle) = &document.subtitle {
        out.push_str(&format!("{}\n\n", escape(subtitle)));
    }
    if let Some(notice) = &document.notice {
        out.push_str(&format!("> [!WARNING]\n> {}\n\n", escape(notice)));
    }
    for (label, value) in &document.meta {
        out.push_str(&format!("- **{}** {}\n", escape(label), escape(value)));
    }
    if !document.meta.is_empty() {
        out.push('\n');
    }
    out.push_str(&writer.blocks(&document.blocks));
    for (at, note) in writer.notes.iter().enumerate() {
        out.push_str(&format!("[^{}]: {}\n", at + 1, escape(note)));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

struct Writer<'a> {
    language: Language,
    numbering: &'a Numbering,
    met: [usize; 3],
    notes: Vec<&'a str>,
    /// False in detail that paper leaves out.
    is_numbered: bool,
}

impl<'a> Writer<'a> {
    fn blocks(&mut self, blocks: &'a [Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &'a Block) -> String {
        match block {
            Block::Heading(heading) if !self.is_numbered => {
                format!("<strong>{}</strong>\n\n", escape(&heading.text))
            }
            Block::Heading(heading) => {
                let Some(numbered) = self.numbering.headings.get(self.next(0)) else { return String::new() };
                let marks = "#".repeat(heading.level as usize + 2);
                let (anchor, label) = (&numbered.anchor, &numbered.label);
                let text = escape(&heading.text);
                format!("<a id=\"{anchor}\"></a>\n\n{marks} {label}{}{text}\n\n", numbered.separator())
            }
            Block::Paragraph(inlines) => format!("{}\n\n", begin_line(&self.inlines(inlines))),
            Block::Bullets(items) => self.items(items, |_| "-".to_owned()),
            Block::Numbered(items) => self.items(items, |at| format!("{}.", at + 1)),
            Block::Table(table) => self.captioned_table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Callout { kind, blocks } => self.callout(*kind, blocks),
            Block::Collapsible { summary, blocks, on_paper } => {
                let outside = std::mem::replace(&mut self.is_numbered, *on_paper == OnPaper::Shown);
                let inner = self.blocks(blocks);
                self.is_numbered = outside;
                format!("<details>\n<summary>{}</summary>\n\n{inner}</details>\n\n", escape(summary))
            }
            Block::PageBreak => String::new(),
        }
    }

    fn next(&mut self, kind: usize) -> usize {
        self.met[kind] += 1;
        self.met[kind] - 1
    }

    fn items(&mut self, items: &'a [Vec<Inline>], mark: impl Fn(usize) -> String) -> String {
        let mut out = String::new();
        for (at, item) in items.iter().enumerate() {
            out.push_str(&format!("{} {}\n", mark(at), self.inlines(item)));
        }
        out + "\n"
    }

    fn callout(&mut self, kind: Callout, blocks: &'a [Block]) -> String {
        let name = match kind {
            Callout::Note => "NOTE",
            Callout::Warning => "WARNING",
            Callout::Key => "IMPORTANT",
        };
        let mut out = format!("> [!{name}]\n");
        for line in self.blocks(blocks).trim_end().lines() {
            out.push_str(format!("> {line}").trim_end());
            out.push('\n');
        }
        out + "\n"
    }

    fn captioned_table(&mut self, table: &Table) -> String {
        let mut out = String::new();
        if !table.caption.is_empty() && self.is_numbered {
            let Some(numbered) = self.numbering.tables.get(self.next(1)) else { return out };
            let caption = escape(&table.caption);
            out.push_str(&format!("<a id=\"{}\"></a>**{}** {caption}\n\n", numbered.anchor, numbered.label));
        }
        out + &self.table(table)
    }

    fn table(&self, table: &Table) -> String {
        let mut out = String::new();
        let headings = table.columns.iter().map(|column| match &column.group {
            Some(group) => escape(&format!("{group} / {}", column.heading)),
            None => escape(&column.heading),
        });
        push_line(&mut out, headings);
        let rule = |align: &Align| match align {
            Align::Left => "---",
            Align::Centre => ":-:",
            Align::Right => "--:",
        };
        push_line(&mut out, table.columns.iter().map(|column| rule(&column.align).to_owned()));
        for row in &table.rows {
            push_line(&mut out, cells(table, row));
        }
        if table.rows.is_empty() {
            push_line(&mut out, std::iter::once(wording::NO_ROWS.get(self.language).to_owned()));
        }
        out.push('\n');
        if let Some(note) = &table.note {
            out.push_str(&format!("{}\n\n", begin_line(&escape(note))));
        }
        out
    }

    fn figure(&mut self, figure: &'a FigureBlock) -> String {
        let caption = escape(&figure.caption);
        let mut out = if self.is_numbered {
            let Some(numbered) = self.numbering.figures.get(self.next(2)) else { return String::new() };
            format!("<a id=\"{}\"></a>**{}** {caption}\n\n", numbered.anchor, numbered.label)
        } else {
            format!("{caption}\n\n")
        };
        out.push_str(&format!("{}\n\n", begin_line(&escape(&figure.alt))));
        if let Some(table) = &figure.table {
            out.push_str(&self.table(table));
        }
        if let Some(note) = &figure.note {
            out.push_str(&format!("{}\n\n", begin_line(&escape(note))));
        }
        out
    }

    fn inlines(&mut self, inlines: &'a [Inline]) -> String {
        let mut out = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(text) => out.push_str(&escape(text)),
                Inline::Strong(text) => out.push_str(&format!("<strong>{}</strong>", escape(text))),
                Inline::Emphasis(text) => out.push_str(&format!("<em>{}</em>", escape(text))),
                Inline::Code(text) => out.push_str(&format!("<code>{}</code>", escape(text))),
                Inline::Link { text, target } => out.push_str(&self.link(text, target)),
                Inline::Reference(target) => {
                    let label = self.numbering.target(target).map_or(target.as_str(), |found| &found.label);
                    out.push_str(&self.link(label, target));
                }
                Inline::Note(text) => {
                    self.notes.push(text);
                    out.push_str(&format!("[^{}]", self.notes.len()));
                }
            }
        }
        out
    }

    fn link(&self, text: &str, target: &str) -> String {
        match self.numbering.target(target) {
            Some(found) => format!("[{}](#{})", escape(text), found.anchor),
            None => escape(text),
        }
    }
}

fn cells<'a>(table: &'a Table, row: &'a Row) -> impl Iterator<Item = String> + 'a {
    table.columns.iter().enumerate().map(|(at, column)| {
        let printed = Printed::of(row.cells.get(at), column);
        let text = escape(&printed.text);
        match (row.emphasis, printed.kind) {
            _ if text.is_empty() => text,
            (_, Kind::Missing) => format!("<em>{text}</em>"),
            (Emphasis::None, _) => text,
            _ => format!("<strong>{text}</strong>"),
        }
    })
}

fn push_line(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

/// Words as plain words: no mark of Markdown or HTML keeps its meaning, and a line break becomes a space.
///
/// Tags, not asterisks, carry emphasis, because asterisks next to Chinese punctuation are often read as asterisks.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', character]),
            _ => out.push(character),
        }
    }
    out
}

/// Escaped words at the start of a line, where a few more marks would start a list or a heading.
fn begin_line(escaped: &str) -> String {
    let text = escaped.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (before, after) = text.split_at(digits);
    let is_list = digits > 0 && after.starts_with(['.', ')']);
    let is_mark = digits == 0 && after.starts_with(['#', '-', '+', '=']);
    if is_list || is_mark { format!("{before}\\{after}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(
            escape("# <b>a|b</b>\n*x* `y` [z](u) R&D"),
            "# &lt;b&gt;a\\|b&lt;/b&gt; \\*x\\* \\`y\\` \\[z\\](u) R&amp;D"
        );
        let starts = ["# a", "-3.2", "12. x", "12 x", "2025年", "+1"].map(begin_line);
        assert_eq!(starts, ["\\# a", "\\-3.2", "12\\. x", "12 x", "2025年", "\\+1"]);
    }
}
