//! A document as data: headings, paragraphs, tables and figures, before any file format.
//!
//! It holds finished words and unrounded numbers; it knows nothing of scores, and nothing of HTML or Word. Every text in it
//! is already in the document's language. Numbering of headings, tables and figures is not stored here: a renderer derives it
//! from the order. Read next: [`crate::report::render`].

mod check;
mod number;
mod table;

pub use number::NumberFormat;
pub use table::{Align, Cell, Column, Emphasis, Interaction, Row, Table};

use crate::vocab::Language;

/// A whole document, ready to be rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The title on the cover.
    pub title: String,
    /// A second line under the title.
    pub subtitle: Option<String>,
    /// A warning that must be seen on every page, such as that the data are synthetic.
    pub notice: Option<String>,
    /// The language every text of the document is written in; it also decides numbering and punctuation.
    pub language: Language,
    /// Label and value pairs for the cover, in order: client, period, edition, fingerprint.
    pub meta: Vec<(String, String)>,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// An empty document.
    pub fn new(title: impl Into<String>, language: Language) -> Self {
        Document {
            title: title.into(),
            subtitle: None,
            notice: None,
            language,
            meta: Vec::new(),
            blocks: Vec::new(),
        }
    }
}

/// One piece of a document's flow.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Block {
    /// A heading; its number is derived.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// An unordered list, one entry an item.
    Bullets(Vec<Vec<Inline>>),
    /// A numbered list, one entry an item.
    Numbered(Vec<Vec<Inline>>),
    /// A table.
    Table(Table),
    /// A picture with its caption.
    Figure(FigureBlock),
    /// A box set off from the text.
    Callout {
        /// What the box is for.
        kind: Callout,
        /// What stands in it.
        blocks: Vec<Block>,
    },
    /// Detail that a page shows on a click.
    Collapsible {
        /// The line that is always visible.
        summary: String,
        /// What a click reveals.
        blocks: Vec<Block>,
        /// What paper does with it.
        on_paper: OnPaper,
    },
    /// A new page on paper; nothing on a screen.
    PageBreak,
}

impl Block {
    /// A heading that links can point to by `id`.
    pub fn heading(level: Level, id: impl Into<String>, text: impl Into<String>) -> Self {
        Block::Heading(Heading { level, id: id.into(), text: text.into() })
    }

    /// A paragraph of plain text.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Block::Paragraph(vec![Inline::text(text)])
    }

    /// An unordered list of plain texts.
    pub fn bullets<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        Block::Bullets(items.into_iter().map(|item| vec![Inline::text(item)]).collect())
    }

    /// A box with one paragraph of plain text.
    pub fn callout(kind: Callout, text: impl Into<String>) -> Self {
        Block::Callout { kind, blocks: vec![Block::paragraph(text)] }
    }
}

/// What paper does with detail that a page shows on a click.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum OnPaper {
    /// It shows the detail at once.
    #[default]
    Shown,
    /// It leaves the detail out and prints this line, which says where it is. Headings, tables and figures in the detail have no
    /// number, so that page and paper count alike; nothing can refer to them.
    LeftOut(String),
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// How deep it stands.
    pub level: Level,
    /// The name links point to; unique in the document.
    pub id: String,
    /// The words, without a number.
    pub text: String,
}

/// The depth of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A chapter: `一、` or `1`.
    Chapter,
    /// A section: `（一）` or `1.1`.
    Section,
    /// A subsection: `1.` or `1.1.1`.
    Subsection,
}

/// What a set-off box is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Callout {
    /// Something worth knowing.
    Note,
    /// Something to be careful about.
    Warning,
    /// A main finding.
    Key,
}

/// A stretch of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Strong words, shown bold.
    Strong(String),
    /// Stressed words, shown in italics, in Chinese by a different face.
    Emphasis(String),
    /// A name from a file or a program.
    Code(String),
    /// Words that lead to another place of the document.
    Link {
        /// The words.
        text: String,
        /// The `id` of a heading, table or figure.
        target: String,
    },
    /// The label of a heading, table or figure, such as `表3` or `Table 3`; the number is derived.
    Reference(String),
    /// A remark that leaves the running text: a footnote on paper.
    Note(String),
}

impl Inline {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text(text.into())
    }

    /// Strong words.
    pub fn strong(text: impl Into<String>) -> Self {
        Inline::Strong(text.into())
    }

    /// The label of a heading, table or figure.
    pub fn reference(id: impl Into<String>) -> Self {
        Inline::Reference(id.into())
    }
}

/// A picture, drawn already.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureBlock {
    /// The name links point to; unique in the document.
    pub id: String,
    /// The caption, without a number.
    pub caption: String,
    /// Source and remarks, printed small under the picture.
    pub note: Option<String>,
    /// What the picture shows, for people who cannot see it.
    pub alt: String,
    /// The drawing for pages: an SVG element with a `viewBox`, made by this library; it is put into the page as it stands.
    pub svg: String,
    /// The picture for Word, usually at twice the density; empty when there is none.
    pub png: Vec<u8>,
    /// The size the drawing was made for.
    pub size: PictureSize,
    /// The numbers behind the picture.
    pub table: Option<Table>,
}

/// Width and height in CSS pixels (1/96 inch).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSize {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
}
