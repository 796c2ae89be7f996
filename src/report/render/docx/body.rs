//! The blocks of a document as WordprocessingML.

use super::super::markup::Markup;
use super::super::numbering::{Numbered, Numbering};
use super::super::wording;
use super::parts;
use super::section::{Orientation, Sections};
use super::table;
use crate::report::document::{Block, Callout, Document, FigureBlock, Heading, Inline, Level, OnPaper};
use crate::vocab::Language;

/// The main part of the package and what it refers to.
pub(super) struct Body<'a> {
    /// `word/document.xml`.
    pub(super) document: String,
    /// The pictures, in the order of their relations.
    pub(super) pictures: Vec<&'a [u8]>,
    /// The footnotes, in the order of their numbers.
    pub(super) notes: Vec<&'a str>,
    /// How many numbered lists there are.
    pub(super) lists: u64,
}

impl<'a> Body<'a> {
    pub(super) fn of(document: &'a Document, numbering: &'a Numbering) -> Self {
        let mut writer = Writer::new(document.language, numbering);
        writer.out.raw("<w:body>");
        writer.cover(document);
        writer.contents();
        writer.out.raw(THIN_PARAGRAPH).raw(Sections::FRONT).raw("</w:pPr></w:p>");
        writer.blocks(&document.blocks);
        writer.out.raw(writer.sections.last()).raw("</w:body></w:document>\n");
        Body {
            document: writer.out.finish(),
            pictures: writer.pictures,
            notes: writer.notes,
            lists: writer.lists,
        }
    }
}

/// The main part under construction.
pub(super) struct Writer<'a> {
    pub(super) language: Language,
    pub(super) numbering: &'a Numbering,
    pub(super) out: Markup,
    pub(super) sections: Sections,
    pub(super) notes: Vec<&'a str>,
    pictures: Vec<&'a [u8]>,
    lists: u64,
    /// The headings, tables and figures met so far.
    met: [usize; 3],
}

impl<'a> Writer<'a> {
    fn new(language: Language, numbering: &'a Numbering) -> Self {
        Writer {
            language,
            numbering,
            out: parts::open("w:document"),
            sections: Sections::default(),
            notes: Vec::new(),
            pictures: Vec::new(),
            lists: 0,
            met: [0; 3],
        }
    }

    fn cover(&mut self, document: &Document) {
        self.out.raw("<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>");
        self.run("", &document.title);
        self.out.raw("</w:p><w:p><w:pPr><w:pStyle w:val=\"Subtitle\"/></w:pPr>");
        self.run("", document.subtitle.as_deref().unwrap_or_default());
        self.out.raw("</w:p>");
        if document.meta.is_empty() {
            return;
        }
        self.out.raw("<w:tbl><w:tblPr><w:tblW w:w=\"7400\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>");
        self.out.raw("<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"2200\"/>");
        self.out.raw("<w:gridCol w:w=\"5200\"/></w:tblGrid>");
        for (label, value) in &document.meta {
            self.out.raw(
                "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"2200\" w:type=\"dxa\"/>",
            );
            self.out.raw("</w:tcPr><w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>");
            self.run("<w:color w:val=\"595959\"/>", label);
            self.out.raw("</w:p></w:tc><w:tc><w:tcPr><w:tcW w:w=\"5200\" w:type=\"dxa\"/></w:tcPr>");
            self.out.raw("<w:p><w:pPr><w:wordWrap w:val=\"0\"/></w:pPr>");
            self.run("", value);
            self.out.raw("</w:p></w:tc></w:tr>");
        }
        self.out.raw("</w:tbl>");
    }

    /// A field with its entries written out, for programs that do not make them themselves. Page numbers are left to the
    /// program that lays out the pages: none is better than a wrong one.
    fn contents(&mut self) {
        let numbering = self.numbering;
        if numbering.headings.is_empty() {
            return;
        }
        self.out.raw("<w:p><w:pPr><w:pStyle w:val=\"TOCHeading\"/><w:pageBreakBefore/></w:pPr>");
        self.run("", wording::CONTENTS.get(self.language));
        self.out.raw("</w:p>");
        for (at, heading) in numbering.headings.iter().enumerate() {
            self.out
                .raw("<w:p><w:pPr><w:pStyle w:val=\"TOC")
                .number(heading.level as u64 + 1)
                .raw("\"/></w:pPr>");
            if at == 0 {
                self.out.raw("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>");
                self.out.raw(
                    "<w:instrText xml:space=\"preserve\"> TOC \\o \"1-3\" \\h \\z \\u </w:instrText></w:r>",
                );
                self.out.raw("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
            }
            let bookmark = heading_bookmark(heading.serial);
            self.out.raw("<w:hyperlink w:anchor=\"").text(&bookmark).raw("\" w:history=\"1\">");
            self.run("", &format!("{}{}{}", heading.label, heading.separator(), heading.text));
            self.out.raw("</w:hyperlink>");
            if at + 1 == numbering.headings.len() {
                self.out.raw("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
            }
            self.out.raw("</w:p>");
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Heading(heading) => self.heading(heading, orientation_after(&blocks[at + 1..])),
                other => self.block(other),
            }
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => self.heading(heading, Orientation::Portrait),
            Block::Paragraph(inlines) => self.paragraph("BodyText", None, inlines),
            Block::Bullets(items) => {
                for item in items {
                    self.paragraph("ListBullet", None, item);
                }
            }
            Block::Numbered(items) => {
                let list = parts::FIRST_LIST + self.lists;
                self.lists += 1;
                for item in items {
                    self.paragraph("ListNumber", Some(list), item);
                }
            }
            Block::Table(table) => {
                let number =
                    if table.caption.is_empty() { None } else { self.numbering.tables.get(self.next(1)) };
                self.table(table, number);
            }
            Block::Figure(figure) => self.figure(figure),
            Block::Callout { kind, blocks } => self.callout(*kind, blocks),
            Block::Collapsible { summary, blocks, on_paper: OnPaper::Shown } => {
                self.open("Summary");
                self.run("", summary);
                self.out.raw("</w:p>");
                self.blocks(blocks);
            }
            Block::Collapsible { on_paper: OnPaper::LeftOut(instead), .. } => {
                self.open("BodyText");
                self.run("", instead);
                self.out.raw("</w:p>");
            }
            Block::PageBreak => self.sections.ask_for_new_page(),
        }
    }

    pub(super) fn next(&mut self, kind: usize) -> usize {
        self.met[kind] += 1;
        self.met[kind] - 1
    }

    /// Opens a paragraph with a style on an upright page.
    pub(super) fn open(&mut self, style: &'static str) {
        self.turn(Orientation::Portrait);
        self.open_here(style);
        self.out.raw("</w:pPr>");
    }

    /// Opens a paragraph and its properties on the page as it stands; the caller closes the properties.
    pub(super) fn open_here(&mut self, style: &'static str) {
        self.out.raw("<w:p><w:pPr><w:pStyle w:val=\"").raw(style).raw("\"/>");
        self.out.raw(self.sections.begin_content());
    }

    /// Ends the section where the page has to turn.
    pub(super) fn turn(&mut self, orientation: Orientation) {
        if let Some(end_of_section) = self.sections.turn(orientation) {
            self.out.raw(
                "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>",
            );
            self.out.raw(end_of_section).raw("</w:pPr></w:p>");
        }
    }

    fn paragraph(&mut self, style: &'static str, list: Option<u64>, inlines: &'a [Inline]) {
        self.turn(Orientation::Portrait);
        self.open_here(style);
        if let Some(list) = list {
            self.out
                .raw("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"")
                .number(list)
                .raw("\"/></w:numPr>");
        }
        self.out.raw("</w:pPr>");
        self.inlines(inlines);
        self.out.raw("</w:p>");
    }

    fn heading(&mut self, heading: &Heading, orientation: Orientation) {
        let Some(numbered) = self.numbering.headings.get(self.next(0)) else { return };
        self.turn(orientation);
        self.open_here(match heading.level {
            Level::Chapter => "Heading1",
            Level::Section => "Heading2",
            Level::Subsection => "Heading3",
        });
        self.out.raw("</w:pPr>");
        self.bookmark(numbered.serial, &heading_bookmark(numbered.serial), |writer| {
            writer.run("", &heading.text)
        });
        self.out.raw("</w:p>");
    }

    fn callout(&mut self, kind: Callout, blocks: &'a [Block]) {
        self.open("CalloutTitle");
        self.run("", wording::callout(kind).get(self.language));
        self.out.raw("</w:p>");
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.paragraph("Callout", None, inlines),
                other => self.block(other),
            }
        }
        // Two boxes in a row would grow together.
        self.out.raw("<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/></w:pPr></w:p>");
    }

    fn figure(&mut self, figure: &'a FigureBlock) {
        let Some(numbered) = self.numbering.figures.get(self.next(2)) else { return };
        self.open("Picture");
        if figure.png.starts_with(b"\x89PNG\r\n\x1a\n") {
            self.pictures.push(&figure.png);
            self.picture(figure, self.pictures.len());
        } else {
            self.run("", &format!("{} {}", wording::NO_PICTURE.get(self.language), figure.alt));
        }
        self.out.raw("</w:p>");
        self.open("FigureCaption");
        self.caption(numbered, &figure.caption);
        self.out.raw("</w:p>");
        if let Some(note) = &figure.note {
            self.open("Source");
            self.run("", note);
            self.out.raw("</w:p>");
        }
    }

    fn picture(&mut self, figure: &FigureBlock, serial: usize) {
        let (width, height) = extent(figure.size.width, figure.size.height);
        let extent = |out: &mut Markup, name: &'static str| {
            out.raw(name).raw(" cx=\"").number(width).raw("\" cy=\"").number(height).raw("\"/>");
        };
        let out = &mut self.out;
        out.raw("<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">");
        extent(out, "<wp:extent");
        for element in ["<wp:docPr id=\"", "<pic:cNvPr id=\""] {
            if element.starts_with("<pic") {
                out.raw("<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>");
                out.raw("<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">");
                out.raw("<pic:pic><pic:nvPicPr>");
            }
            out.raw(element).number(serial as u64).raw("\" name=\"").text(&figure.caption);
            out.raw("\" descr=\"").text(&figure.alt).raw("\"/>");
        }
        out.raw("<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"");
        out.text(&parts::picture_relation(serial - 1));
        out.raw("\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>");
        extent(out, "<a:ext");
        out.raw(
            "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>",
        );
        out.raw("</a:graphic></wp:inline></w:drawing></w:r>");
    }

    /// `表3　caption`, with the number as a field, so that Word renumbers it, and a bookmark that references point to.
    pub(super) fn caption(&mut self, numbered: &Numbered, words: &str) {
        let digits = numbered.label.trim_start_matches(|c: char| !c.is_ascii_digit());
        let name = numbered.label.strip_suffix(digits).unwrap_or_default();
        let sequence = name.trim_end();
        self.bookmark(numbered.serial, &reference_bookmark(numbered.serial), |writer| {
            writer.run("", name);
            writer.field(&format!(" SEQ {sequence} \\* ARABIC "), digits);
        });
        self.run("", "\u{3000}");
        self.run("", words);
    }
}

/// Which way the page stands under a heading: a heading goes along with the wide table that follows it.
fn orientation_after(following: &[Block]) -> Orientation {
    match following.iter().find(|block| !matches!(block, Block::Heading(_))) {
        Some(Block::Table(table)) => table::orientation(table),
        _ => Orientation::Portrait,
    }
}

/// The beginning of a paragraph that ends a section and must not run over to a page of its own.
const THIN_PARAGRAPH: &str =
    "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>";

/// Width and height in EMU (914,400 an inch), shrunk where the page is too small.
fn extent(width: u32, height: u32) -> (u64, u64) {
    const PIXEL: f64 = 9525.0;
    const MOST: (f64, f64) = (156.0 * 36_000.0, 190.0 * 36_000.0);
    let (width, height) = (f64::from(width.max(1)) * PIXEL, f64::from(height.max(1)) * PIXEL);
    let scale = (MOST.0 / width).min(MOST.1 / height).min(1.0);
    ((width * scale).round().max(1.0) as u64, (height * scale).round().max(1.0) as u64)
}

pub(super) fn heading_bookmark(serial: u64) -> String {
    format!("_Toc{serial:06}")
}

pub(super) fn reference_bookmark(serial: u64) -> String {
    format!("_Ref{serial:06}")
}

#[cfg(test)]
mod tests {
    use super::extent;

    #[test]
    fn pictures_fit_the_page() {
        assert_eq!(extent(400, 300), (3_810_000, 2_857_500));
        assert_eq!(extent(1600, 900), (5_616_000, 3_159_000));
        assert_eq!(extent(0, 4_000_000_000), (1, 6_840_000));
    }
}
