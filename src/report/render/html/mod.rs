//! One self-contained page: it loads nothing, works offline, prints on A4, and reads without a mouse or without sight.
//!
//! A content security policy in the page forbids every connection; the only script allowed is the one of this library, by its
//! hash. Without scripts the page still shows everything but the rows of very long tables after the first screen.

mod content;
mod table;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::markup::{Markup, base64};
use super::numbering::Numbering;
use super::wording;
use crate::report::document::Document;
use crate::report::font::WebFont;
use content::Content;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What a page may carry besides its content.
#[derive(Clone, Debug, Default)]
pub struct RenderOptions {
    /// A font for readers without a Chinese font; a subset of [`characters`] is enough.
    pub font: Option<WebFont>,
}

/// The document as one HTML file.
#[must_use]
pub fn render(document: &Document, options: &RenderOptions) -> String {
    let numbering = Numbering::of(document);
    let mut page = Markup::default();
    page.raw("<!DOCTYPE html>\n<html lang=\"").text(document.language.tag()).raw("\">\n");
    head(&mut page, document, options);
    page.raw("<body>\n<a class=\"skip\" href=\"#content\">");
    page.text(wording::SKIP.get(document.language)).raw("</a>\n");
    if let Some(notice) = &document.notice {
        page.raw("<div class=\"notice\" role=\"note\">").text(notice).raw("</div>\n");
    }
    page.raw("<div class=\"layout\">\n");
    contents(&mut page, document, &numbering);
    page.raw("<main id=\"content\">\n");
    cover(&mut page, document);
    let mut content = Content::new(document.language, &numbering);
    content.blocks(&document.blocks);
    page.finished(&content.finish());
    page.raw("</main>\n</div>\n<script>").raw(SCRIPT).raw("</script>\n</body>\n</html>\n");
    page.finish()
}

/// Every character the page of a document shows, in code point order: what an embedded font must have.
#[must_use]
pub fn characters(document: &Document) -> String {
    let page = render(document, &RenderOptions::default());
    let all: BTreeSet<char> = page.chars().filter(|c| !c.is_control()).collect();
    all.into_iter().collect()
}

fn head(page: &mut Markup, document: &Document, options: &RenderOptions) {
    page.raw("<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ");
    page.raw("img-src data:; font-src data:; base-uri 'none'; form-action 'none'; script-src 'sha256-");
    page.finished(&base64(Sha256::digest(SCRIPT.as_bytes()).as_slice())).raw("'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"Quanheng\">\n");
    page.raw("<title>").text(&document.title).raw("</title>\n<style>\n");
    if let Some(font) = &options.font {
        page.raw("@font-face{font-family:\"").raw(font.family);
        page.raw("\";src:url(data:").raw(font.media_type).raw(";base64,");
        page.finished(&base64(&font.bytes)).raw(") format(\"").raw(font.format).raw("\")}\n");
        page.raw(":root{--embedded:\"").raw(font.family).raw("\"}\n");
    }
    page.raw(STYLE);
    if let Some(notice) = &document.notice {
        page.raw("@media print{@page{@top-center{content:\"").finished(&style_string(notice)).raw("\"}}}\n");
    }
    page.raw("</style>\n</head>\n");
}

/// Words for a string in a style sheet: everything but letters and digits as escapes, so that nothing can end the string.
fn style_string(words: &str) -> String {
    words
        .chars()
        .map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("\\{:x} ", u32::from(c).max(1)) })
        .collect()
}

fn contents(page: &mut Markup, document: &Document, numbering: &Numbering) {
    let title = wording::CONTENTS.get(document.language);
    page.raw("<nav class=\"contents\" aria-label=\"").text(title).raw("\">\n");
    page.raw("<details open><summary>").text(title).raw("</summary>\n<ol>\n");
    for heading in &numbering.headings {
        page.raw("<li class=\"depth-")
            .number(heading.level as u64)
            .raw("\"><a href=\"#")
            .text(&heading.anchor);
        page.raw("\"><span class=\"number\">").text(&heading.label).raw("</span>").raw(heading.separator());
        page.text(&heading.text).raw("</a></li>\n");
    }
    page.raw("</ol>\n</details>\n</nav>\n");
}

fn cover(page: &mut Markup, document: &Document) {
    page.raw("<header class=\"cover\">\n<h1>").text(&document.title).raw("</h1>\n");
    if let Some(subtitle) = &document.subtitle {
        page.raw("<p class=\"subtitle\">").text(subtitle).raw("</p>\n");
    }
    if !document.meta.is_empty() {
        page.raw("<dl>\n");
        for (label, value) in &document.meta {
            page.raw("<div><dt>").text(label).raw("</dt><dd>").text(value).raw("</dd></div>\n");
        }
        page.raw("</dl>\n");
    }
    page.raw("</header>\n");
}
