//! From scores to files that people read: facts, tables, figures, and the documents made of them.
//!
//! It computes no score. [`Results`] is what chapters read, [`document`] what they write, [`render`] makes files of it.

pub mod document;
pub mod figure;
pub mod font;
pub mod render;

mod chapter;
mod facts;
mod results;
mod tables;
mod words;

pub use chapter::{Report, compose};
pub use facts::{Fact, Facts, Value};
pub use results::{Evaluated, Order, Results, Spread};

use render::RenderError;
use render::xlsx::{Sheet, Workbook};
use tables::Headings;

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A figure.
    #[error(transparent)]
    Figure(#[from] figure::FigureError),
    /// A file.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The font of the page.
    #[error(transparent)]
    Font(#[from] font::WebFontError),
}

/// All files of a run, by name, in order.
///
/// # Errors
/// A figure or file that cannot be made.
pub fn files(results: &Results<'_>) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let report = compose(results)?;
    let facts = serde_json::to_string_pretty(&report.facts).unwrap_or_default() + "\n";
    let mut files = vec![
        ("facts.json", facts.into_bytes()),
        ("report.docx", render::docx::render(&report.document)?),
        ("report.html", page(&report)?.into_bytes()),
        ("scorecard.json", results.scorecard.to_json().into_bytes()),
        ("scores.csv", scores_csv(results)),
        ("scores.xlsx", render::xlsx::render(&workbook(results))?),
    ];
    files.sort_by_key(|f| f.0);
    Ok(files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect())
}

/// Scores, ranks and grades of all units and periods: ids as headings, full precision, UTF-8 with a byte order mark.
#[must_use]
pub fn scores_csv(results: &Results<'_>) -> Vec<u8> {
    render::csv::table(&tables::scores(results, Headings::Ids))
}

/// The same as JSON: a list of records, one for each unit and period; a missing value is `null`.
#[must_use]
pub fn scores_json(results: &Results<'_>) -> Vec<u8> {
    let table = tables::scores(results, Headings::Ids);
    let record = |row: &document::Row| {
        let cells = table.columns.iter().zip(&row.cells);
        let entry = |(column, cell): (&document::Column, &document::Cell)| (column.heading.clone(), json_of(cell));
        serde_json::Value::Object(cells.map(entry).collect())
    };
    let records: Vec<serde_json::Value> = table.rows.iter().map(record).collect();
    (serde_json::to_string_pretty(&records).unwrap_or_default() + "\n").into_bytes()
}

fn json_of(cell: &document::Cell) -> serde_json::Value {
    use document::Cell;
    match cell {
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(value) | Cell::Heat { value, .. } => (*value).into(),
        Cell::Empty | Cell::Missing(_) => serde_json::Value::Null,
    }
}

/// The page, with the characters it needs in an embedded font.
fn page(report: &Report) -> Result<String, ReportError> {
    let font = font::web_font(&render::html::characters(&report.document))?;
    let options = render::html::RenderOptions { font: Some(font) };
    Ok(render::html::render(&report.document, &options))
}

fn workbook(results: &Results<'_>) -> Workbook {
    let say = |zh, en| results.say(zh, en);
    let notice = results.order.notice.as_ref().map(|notice| results.text(notice).to_owned());
    let sheet = |name: &str, table| Sheet { notice: notice.clone(), ..Sheet::new(name, table) };
    Workbook {
        title: results.order.title.get(results.order.language).to_owned(),
        language: results.order.language,
        sheets: vec![
            sheet(say("得分与位次", "Scores"), tables::scores(results, Headings::Names)),
            sheet(say("指标得分", "Indicator scores"), tables::normalised(results)),
            sheet(say("指标值", "Indicator values"), tables::raw(results)),
            sheet(say("指标体系", "Definition"), chapter::cards(results)),
            sheet(say("发现", "Findings"), chapter::findings_table(results)),
        ],
    }
}
