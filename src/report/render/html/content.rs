//! The blocks of a document as HTML.

use super::super::markup::Markup;
use super::super::numbering::Numbering;
use super::super::wording;
use super::table;
use crate::report::document::{Block, Callout, FigureBlock, Heading, Inline, Level, OnPaper, Table};
use crate::vocab::Language;

/// The body of a page under construction; counts what it has met, as numbers go by order.
pub(super) struct Content<'a> {
    language: Language,
    numbering: &'a Numbering,
    out: Markup,
    headings: usize,
    tables: usize,
    figures: usize,
    notes: Vec<&'a str>,
    /// False in detail that paper leaves out.
    is_numbered: bool,
}

impl<'a> Content<'a> {
    pub(super) fn new(language: Language, numbering: &'a Numbering) -> Self {
        Content {
            language,
            numbering,
            out: Markup::default(),
            headings: 0,
            tables: 0,
            figures: 0,
            notes: Vec::new(),
            is_numbered: true,
        }
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// The finished body, with the notes at its end.
    pub(super) fn finish(mut self) -> String {
        if !self.notes.is_empty() {
            self.out.raw("<section class=\"notes\" aria-label=\"").text(wording::NOTES.get(self.language));
            self.out.raw("\">\n<ol>\n");
            for (at, note) in self.notes.iter().enumerate() {
                let number = at as u64 + 1;
                self.out.raw("<li id=\"note-").number(number).raw("\">").text(note);
                self.out.raw(" <a href=\"#note-mark-").number(number).raw("\" aria-label=\"");
                self.out.text(wording::BACK.get(self.language)).raw("\">↩</a></li>\n");
            }
            self.out.raw("</ol>\n</section>\n");
        }
        self.out.finish()
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(inlines) => {
                self.out.raw("<p>");
                self.inlines(inlines);
                self.out.raw("</p>\n");
            }
            Block::Bullets(items) => {
                self.out.raw("<ul>\n");
                self.items(items);
                self.out.raw("</ul>\n");
            }
            Block::Numbered(items) => {
                self.out.raw("<ol>\n");
                self.items(items);
                self.out.raw("</ol>\n");
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Callout { kind, blocks } => self.callout(*kind, blocks),
            Block::Collapsible { summary, blocks, on_paper } => self.collapsible(summary, blocks, on_paper),
            Block::PageBreak => {
                self.out.raw("<div class=\"page-break\"></div>\n");
            }
        }
    }

    fn collapsible(&mut self, summary: &str, blocks: &'a [Block], on_paper: &OnPaper) {
        let outside = std::mem::replace(&mut self.is_numbered, *on_paper == OnPaper::Shown);
        self.out.raw(match on_paper {
            OnPaper::Shown => "<details class=\"more\">\n<summary>",
            OnPaper::LeftOut(_) => "<details class=\"more screen\">\n<summary>",
        });
        self.out.text(summary).raw("</summary>\n");
        self.blocks(blocks);
        self.out.raw("</details>\n");
        self.is_numbered = outside;
        if let OnPaper::LeftOut(instead) = on_paper {
            self.out.raw("<p class=\"paper\">").text(instead).raw("</p>\n");
        }
    }

    fn heading(&mut self, heading: &Heading) {
        if !self.is_numbered {
            self.out.raw("<p><strong>").text(&heading.text).raw("</strong></p>\n");
            return;
        }
        let (open, close) = match heading.level {
            Level::Chapter => ("<h2 id=\"", "</h2>\n"),
            Level::Section => ("<h3 id=\"", "</h3>\n"),
            Level::Subsection => ("<h4 id=\"", "</h4>\n"),
        };
        let Some(numbered) = self.numbering.headings.get(self.headings) else { return };
        self.headings += 1;
        self.out.raw(open).text(&numbered.anchor).raw("\"><span class=\"number\">").text(&numbered.label);
        self.out.raw("</span>").raw(numbered.separator()).text(&heading.text).raw(close);
    }

    fn items(&mut self, items: &'a [Vec<Inline>]) {
        for item in items {
            self.out.raw("<li>");
            self.inlines(item);
            self.out.raw("</li>\n");
        }
    }

    fn callout(&mut self, kind: Callout, blocks: &'a [Block]) {
        self.out.raw("<aside class=\"callout ");
        self.out.raw(match kind {
            Callout::Note => "note",
            Callout::Warning => "warning",
            Callout::Key => "key",
        });
        self.out
            .raw("\">\n<p class=\"callout-title\">")
            .text(wording::callout(kind).get(self.language))
            .raw("</p>\n");
        self.blocks(blocks);
        self.out.raw("</aside>\n");
    }

    fn table(&mut self, table: &Table) {
        let number = if table.caption.is_empty() || !self.is_numbered {
            None
        } else {
            self.tables += 1;
            self.numbering.tables.get(self.tables - 1)
        };
        table::write(&mut self.out, table, number, self.language);
    }

    fn figure(&mut self, figure: &FigureBlock) {
        let numbered = self.numbering.figures.get(self.figures).filter(|_| self.is_numbered);
        self.figures += usize::from(self.is_numbered);
        self.out.raw("<figure class=\"picture\"");
        if let Some(numbered) = numbered {
            self.out.raw(" id=\"").text(&numbered.anchor).raw("\"");
        }
        self.out.raw(">\n");
        match drawing(&figure.svg) {
            Some(svg) => {
                self.out.raw("<div class=\"drawing\" role=\"img\" aria-label=\"").text(&figure.alt);
                self.out.raw("\" style=\"max-width:").number(figure.size.width).raw("px\">").finished(svg);
                self.out.raw("</div>\n");
            }
            None => {
                self.out
                    .raw("<p class=\"no-picture\">")
                    .text(wording::NO_PICTURE.get(self.language))
                    .raw(" ");
                self.out.text(&figure.alt).raw("</p>\n");
            }
        }
        self.out.raw("<figcaption>");
        if let Some(numbered) = numbered {
            self.out.raw("<span class=\"number\">").text(&numbered.label).raw("</span> ");
        }
        self.out.text(&figure.caption).raw("</figcaption>\n");
        if let Some(note) = &figure.note {
            self.out.raw("<p class=\"source\">").text(note).raw("</p>\n");
        }
        if let Some(table) = &figure.table {
            self.out.raw("<details class=\"data\">\n<summary>").text(wording::DATA.get(self.language));
            self.out.raw("</summary>\n");
            table::write(&mut self.out, table, None, self.language);
            self.out.raw("</details>\n");
        }
        self.out.raw("</figure>\n");
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.out.text(text),
                Inline::Strong(text) => self.out.raw("<strong>").text(text).raw("</strong>"),
                Inline::Emphasis(text) => self.out.raw("<em>").text(text).raw("</em>"),
                Inline::Code(text) => self.out.raw("<code>").text(text).raw("</code>"),
                Inline::Link { text, target } => self.link(text, target),
                Inline::Reference(target) => {
                    let label = self.numbering.target(target).map_or(target.as_str(), |found| &found.label);
                    self.link(label, target)
                }
                Inline::Note(text) => {
                    self.notes.push(text);
                    let number = self.notes.len() as u64;
                    self.out.raw("<sup class=\"note-mark\"><a id=\"note-mark-").number(number);
                    self.out.raw("\" href=\"#note-").number(number).raw("\" role=\"doc-noteref\">");
                    self.out.number(number).raw("</a></sup>")
                }
            };
        }
    }

    fn link(&mut self, text: &str, target: &str) -> &mut Markup {
        match self.numbering.target(target) {
            Some(found) => self.out.raw("<a href=\"#").text(&found.anchor).raw("\">").text(text).raw("</a>"),
            None => self.out.text(text),
        }
    }
}

/// The SVG element without what may stand before it in a file; `None` when there is none, or when it is not closed and would
/// swallow the rest of the page.
fn drawing(svg: &str) -> Option<&str> {
    let element = &svg[svg.find("<svg")?..];
    let end = element.rfind("</svg>")? + "</svg>".len();
    Some(&element[..end])
}
