//! A Word document (Office Open XML) in the manner of a Chinese official report.
//!
//! The page follows GB/T 9704: A4, margins 37 mm above, 35 mm below, 28 mm left and 26 mm right. The type is one step below it,
//! as technical reports are set: 12 pt 仿宋 for text, 黑体 and 楷体 for headings, three-line tables at 9 pt. Headings are real
//! styles with automatic numbers, captions and references are real fields: what people insert later is renumbered by Word.
//! The contents are a field too; its entries are written out, its page numbers come when Word updates fields on opening.
//!
//! The parts are written directly, not through a library: see decision 0020 in `docs/decisions`. Read next: `body`, `table`, `parts`.

mod body;
mod parts;
mod section;
mod table;
mod text;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::RenderError;
use super::numbering::Numbering;
use crate::report::document::Document;
use body::Body;

/// The document as a `.docx` file; the same document gives the same bytes.
///
/// # Errors
/// [`RenderError`] when the container cannot be packed, which needs a part above four gigabytes.
pub fn render(document: &Document) -> Result<Vec<u8>, RenderError> {
    let numbering = Numbering::of(document);
    let body = Body::of(document, &numbering);
    let mut package = Package::new();
    package.text("[Content_Types].xml", parts::CONTENT_TYPES)?;
    package.text("_rels/.rels", parts::RELATIONS)?;
    package.text("docProps/core.xml", &parts::core_properties(document))?;
    package.text("docProps/app.xml", parts::APP_PROPERTIES)?;
    package.text("word/_rels/document.xml.rels", &parts::document_relations(body.pictures.len()))?;
    package.text("word/document.xml", &body.document)?;
    package.text("word/footnotes.xml", &parts::footnotes(&body.notes))?;
    package.text("word/styles.xml", &parts::styles(document.language))?;
    package.text("word/numbering.xml", &parts::numbering(document.language, body.lists))?;
    package.text("word/settings.xml", parts::SETTINGS)?;
    package.text("word/fontTable.xml", parts::FONTS)?;
    package.text("word/theme.xml", parts::THEME)?;
    package.text("word/header-first.xml", &parts::first_header(document))?;
    package.text("word/header.xml", &parts::header(document))?;
    package.text("word/footer-first.xml", parts::FIRST_FOOTER)?;
    package.text("word/footer.xml", parts::FOOTER)?;
    for (at, picture) in body.pictures.iter().enumerate() {
        package.stored(&parts::picture_path(at), picture)?;
    }
    package.finish()
}

/// A ZIP container whose entries carry no time of day.
struct Package {
    writer: ZipWriter<Cursor<Vec<u8>>>,
}

impl Package {
    fn new() -> Self {
        Package { writer: ZipWriter::new(Cursor::new(Vec::new())) }
    }

    fn text(&mut self, path: &str, content: &str) -> Result<(), RenderError> {
        self.entry(path, content.as_bytes(), CompressionMethod::Deflated)
    }

    /// PNG is compressed already.
    fn stored(&mut self, path: &str, content: &[u8]) -> Result<(), RenderError> {
        self.entry(path, content, CompressionMethod::Stored)
    }

    fn entry(&mut self, path: &str, content: &[u8], method: CompressionMethod) -> Result<(), RenderError> {
        let options =
            SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        self.writer.start_file(path, options)?;
        self.writer.write_all(content)?;
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, RenderError> {
        Ok(self.writer.finish()?.into_inner())
    }
}
