//! The parts of the package around the text: styles, numbering, headers, relations.

use super::super::markup::Markup;
use crate::report::document::Document;
use crate::vocab::Language;

pub(super) const CONTENT_TYPES: &str = include_str!("parts/content-types.xml");
pub(super) const RELATIONS: &str = include_str!("parts/relations.xml");
pub(super) const APP_PROPERTIES: &str = include_str!("parts/app.xml");
pub(super) const SETTINGS: &str = include_str!("parts/settings.xml");
pub(super) const FONTS: &str = include_str!("parts/fonts.xml");
pub(super) const THEME: &str = include_str!("parts/theme.xml");
pub(super) const FIRST_FOOTER: &str = include_str!("parts/footer-first.xml");
pub(super) const FOOTER: &str = include_str!("parts/footer.xml");
const STYLES_ZH: &str = include_str!("parts/styles-zh.xml");
const STYLES_EN: &str = include_str!("parts/styles-en.xml");
const STYLES: &str = include_str!("parts/styles.xml");
const NUMBERING_ZH: &str = include_str!("parts/numbering-zh.xml");
const NUMBERING_EN: &str = include_str!("parts/numbering-en.xml");
const NUMBERING: &str = include_str!("parts/numbering.xml");

/// The list instance of headings.
pub(super) const HEADINGS: u64 = 1;
/// The list instance of all bullet lists.
pub(super) const BULLETS: u64 = 2;
/// The first list instance of numbered lists, which each start at 1.
pub(super) const FIRST_LIST: u64 = 3;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const NAMESPACES: &str = " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";

/// Opens a part with its root element.
pub(super) fn open(root: &'static str) -> Markup {
    let mut part = Markup::default();
    part.raw(DECLARATION).raw("<").raw(root).raw(NAMESPACES).raw(">");
    part
}

/// Where a picture lies in the package.
pub(super) fn picture_path(at: usize) -> String {
    format!("word/media/figure{}.png", at + 1)
}

/// The relation of a picture.
pub(super) fn picture_relation(at: usize) -> String {
    format!("picture{}", at + 1)
}

pub(super) fn core_properties(document: &Document) -> String {
    let mut part = Markup::default();
    part.raw(DECLARATION);
    part.raw("<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"");
    part.raw(" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>")
        .text(&document.title)
        .raw("</dc:title>");
    if let Some(subtitle) = &document.subtitle {
        part.raw("<dc:subject>").text(subtitle).raw("</dc:subject>");
    }
    part.raw("<dc:creator>Quanheng</dc:creator>");
    if let Some(notice) = &document.notice {
        part.raw("<dc:description>").text(notice).raw("</dc:description>");
    }
    part.raw("<dc:language>").text(document.language.tag()).raw("</dc:language></cp:coreProperties>");
    part.finish()
}

pub(super) fn document_relations(pictures: usize) -> String {
    let mut part = Markup::default();
    part.raw(include_str!("parts/document-relations.xml"));
    for at in 0..pictures {
        let path = picture_path(at);
        part.raw("<Relationship Id=\"").text(&picture_relation(at));
        part.raw(
            "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"",
        );
        part.text(path.trim_start_matches("word/")).raw("\"/>");
    }
    part.raw("</Relationships>\n");
    part.finish()
}

pub(super) fn styles(language: Language) -> String {
    let own = match language {
        Language::Zh => STYLES_ZH,
        Language::En => STYLES_EN,
    };
    let mut part = open("w:styles");
    part.raw(own).raw(STYLES).raw("</w:styles>\n");
    part.finish()
}

pub(super) fn numbering(language: Language, lists: u64) -> String {
    let headings = match language {
        Language::Zh => NUMBERING_ZH,
        Language::En => NUMBERING_EN,
    };
    let mut part = open("w:numbering");
    part.raw(headings).raw(NUMBERING);
    for (instance, kind) in [(HEADINGS, 0u64), (BULLETS, 1)] {
        part.raw("<w:num w:numId=\"").number(instance).raw("\"><w:abstractNumId w:val=\"").number(kind);
        part.raw("\"/></w:num>");
    }
    for list in 0..lists {
        part.raw("<w:num w:numId=\"").number(FIRST_LIST + list).raw("\"><w:abstractNumId w:val=\"2\"/>");
        part.raw("<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>");
    }
    part.raw("</w:numbering>\n");
    part.finish()
}

pub(super) fn footnotes(notes: &[&str]) -> String {
    let mut part = open("w:footnotes");
    part.raw(
        "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>",
    );
    part.raw("<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p>");
    part.raw("</w:footnote>");
    for (at, note) in notes.iter().enumerate() {
        part.raw("<w:footnote w:id=\"")
            .number(at as u64 + 1)
            .raw("\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/>");
        part.raw("</w:pPr><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>");
        part.raw("<w:r><w:t xml:space=\"preserve\"> ").text(note).raw("</w:t></w:r></w:p></w:footnote>");
    }
    part.raw("</w:footnotes>\n");
    part.finish()
}

/// The header of the cover: the notice alone.
pub(super) fn first_header(document: &Document) -> String {
    let mut part = open("w:hdr");
    part.raw("<w:p><w:pPr><w:pStyle w:val=\"Notice\"/></w:pPr>");
    if let Some(notice) = &document.notice {
        part.raw("<w:r><w:t>").text(notice).raw("</w:t></w:r>");
    }
    part.raw("</w:p></w:hdr>\n");
    part.finish()
}

/// The header of every other page: the notice, then the title over a line.
pub(super) fn header(document: &Document) -> String {
    let mut part = open("w:hdr");
    if let Some(notice) = &document.notice {
        part.raw("<w:p><w:pPr><w:pStyle w:val=\"Notice\"/></w:pPr><w:r><w:t>")
            .text(notice)
            .raw("</w:t></w:r></w:p>");
    }
    part.raw("<w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t>").text(&document.title);
    part.raw("</w:t></w:r></w:p></w:hdr>\n");
    part.finish()
}
