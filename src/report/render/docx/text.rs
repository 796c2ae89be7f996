//! Running text: runs, fields, bookmarks, references.

use super::super::numbering::TargetKind;
use super::body::{Writer, heading_bookmark, reference_bookmark};
use crate::report::document::Inline;

impl<'a> Writer<'a> {
    /// A run of words with its properties; a line break in the words breaks the line.
    pub(super) fn run(&mut self, properties: &'static str, words: &str) {
        if words.is_empty() {
            return;
        }
        self.out.raw("<w:r>");
        if !properties.is_empty() {
            self.out.raw("<w:rPr>").raw(properties).raw("</w:rPr>");
        }
        for (at, line) in words.lines().enumerate() {
            self.out.raw(if at > 0 { "<w:br/>" } else { "" });
            self.out.raw("<w:t xml:space=\"preserve\">").text(line).raw("</w:t>");
        }
        self.out.raw("</w:r>");
    }

    /// A field with the result it has now.
    pub(super) fn field(&mut self, instruction: &str, result: &str) {
        self.out
            .raw("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\">");
        self.out
            .text(instruction)
            .raw("</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
        self.run("", result);
        self.out.raw("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
    }

    pub(super) fn bookmark(&mut self, serial: u64, name: &str, content: impl FnOnce(&mut Self)) {
        self.out.raw("<w:bookmarkStart w:id=\"").number(serial).raw("\" w:name=\"").text(name).raw("\"/>");
        content(self);
        self.out.raw("<w:bookmarkEnd w:id=\"").number(serial).raw("\"/>");
    }

    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.run("", text),
                Inline::Strong(text) => self.run("<w:rStyle w:val=\"Strong\"/>", text),
                Inline::Emphasis(text) => self.run("<w:rStyle w:val=\"Emphasis\"/>", text),
                Inline::Code(text) => self.run("<w:rStyle w:val=\"Code\"/>", text),
                Inline::Link { text, target } => self.link(text, target),
                Inline::Reference(target) => self.reference(target),
                Inline::Note(text) => {
                    self.notes.push(text);
                    self.out.raw("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"");
                    self.out.number(self.notes.len() as u64).raw("\"/></w:r>");
                }
            }
        }
    }

    fn link(&mut self, text: &str, target: &str) {
        let Some(found) = self.numbering.target(target) else { return self.run("", text) };
        let bookmark = match found.kind {
            TargetKind::Heading => heading_bookmark(found.serial),
            TargetKind::Table | TargetKind::Figure => reference_bookmark(found.serial),
        };
        self.out.raw("<w:hyperlink w:anchor=\"").text(&bookmark).raw("\" w:history=\"1\">");
        self.run("", text);
        self.out.raw("</w:hyperlink>");
    }

    /// Tables and figures by a field that follows their number; headings by a link, as Word has no field for number and words.
    fn reference(&mut self, target: &str) {
        let numbering = self.numbering;
        match numbering.target(target) {
            Some(found) if found.kind != TargetKind::Heading => {
                self.field(&format!(" REF {} \\h ", reference_bookmark(found.serial)), &found.label);
            }
            Some(found) => self.link(&found.label, target),
            None => self.run("", target),
        }
    }
}
