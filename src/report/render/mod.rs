//! The files a document becomes: a page, a Word document, a workbook, Markdown, CSV.
//!
//! A renderer decides looks and numbering, and is the only place where a number is rounded. It chooses no content. Every text
//! is escaped for the place it goes to, and the same document gives the same bytes. Read next: [`html`], [`docx`], [`xlsx`].

pub mod csv;
pub mod docx;
pub mod html;
pub mod markdown;
pub mod xlsx;

mod markup;
mod numbering;
mod printed;
mod width;
mod wording;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// The container of a Word document could not be packed.
    #[error("the Word document could not be packed: {0}")]
    Package(#[from] zip::result::ZipError),
    /// A part could not be written into its container.
    #[error("a part of the document could not be written: {0}")]
    Part(#[from] std::io::Error),
    /// The workbook breaks a limit of its format, such as 1,048,576 rows a sheet.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
