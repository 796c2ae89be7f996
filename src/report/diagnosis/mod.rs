//! A diagnosis as files that people and programs read: a page, Markdown, CSV tables, JSON; and in a few lines for a terminal.
//!
//! It computes nothing: [`crate::diagnosis`] does. One file a chapter; the CSV tables have ids as headings, the page has words.

pub(super) mod columns;
mod correlations;
mod data;
mod details;
mod figures;
mod influence;
mod overview;
mod spread;
mod structure;
mod summary;

pub use summary::{kind, summary};

use super::chapter::draft::Draft;
use super::document::{Block, Document, Level, Table};
use super::results::Results;
use super::{ReportError, font, render};
use crate::diagnosis::Diagnosis;
use crate::vocab::Text;
use columns::Reader;

/// All files of a diagnosis, by name, in order.
///
/// # Errors
/// A figure or file that cannot be made.
pub fn files(results: &Results<'_>, diagnosis: &Diagnosis) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let document = document(results, diagnosis)?;
    let font = font::web_font(&render::html::characters(&document))?;
    let page = render::html::render(&document, &render::html::RenderOptions { font: Some(font) });
    let json = serde_json::to_string_pretty(diagnosis).unwrap_or_default() + "\n";
    let mut files = vec![
        ("diagnosis.html".to_owned(), page.into_bytes()),
        ("diagnosis.json".to_owned(), json.into_bytes()),
        ("diagnosis.md".to_owned(), render::markdown::render(&document).into_bytes()),
    ];
    let tables = tables(results, diagnosis);
    files.extend(tables.iter().map(|table| (format!("{}.csv", table.id), render::csv::table(table))));
    files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(files)
}

/// The tables for programs: ids as headings, full precision, everything.
fn tables(results: &Results<'_>, diagnosis: &Diagnosis) -> Vec<Table> {
    let reader = Reader::program(results);
    vec![
        overview::findings(reader, diagnosis),
        details::indicators(reader, diagnosis),
        details::correlations(reader, "correlations", &diagnosis.correlations.scores),
        details::correlations(reader, "correlations-raw", &diagnosis.correlations.raw),
        structure::coherence(reader, diagnosis),
        details::items(reader, diagnosis),
        details::components(reader, diagnosis),
        structure::own_groups(reader, diagnosis),
        spread::size(reader, diagnosis),
        influence::importance(reader, diagnosis),
        spread::inequality(reader, diagnosis),
    ]
}

/// The page.
fn document(r: &Results<'_>, diagnosis: &Diagnosis) -> Result<Document, ReportError> {
    let language = r.order.language;
    let mut document = Document::new(r.say("指标体系诊断", "Diagnosis of the indicator system"), language);
    document.subtitle = Some(r.text(&r.order.study).to_owned());
    document.notice = r.order.notice.as_ref().map(|notice| notice.get(language).to_owned());
    document.meta = super::chapter::cover(r);
    let reader = Reader::person(r);
    let mut draft = Draft::default();
    let mut blocks = Vec::new();
    let mut chapter = |id: &str, title: Text, content: Vec<Block>| {
        blocks.push(Block::heading(Level::Chapter, id, title.get(language)));
        blocks.extend(content);
    };
    chapter("summary", Text::new("要看的问题", "What to look at"), overview::overview(reader, diagnosis));
    chapter("indicators", Text::new("指标数据", "Data of the indicators"), data::data(reader, diagnosis));
    chapter(
        "correlations",
        Text::new("相关", "Correlations"),
        correlations::correlations(reader, diagnosis, &mut draft),
    );
    chapter(
        "structure",
        Text::new("内部结构", "Structure"),
        structure::structure(reader, diagnosis, &mut draft),
    );
    chapter(
        "influence",
        Text::new("名义权重与实际影响", "Weights and influence"),
        influence::influence(reader, diagnosis, &mut draft),
    );
    chapter("size", Text::new("规模偏差", "Size bias"), spread::size_bias(reader, diagnosis));
    chapter(
        "inequality",
        Text::new("得分的不均等", "Inequality of scores"),
        spread::unevenness(reader, diagnosis),
    );
    chapter("methods", Text::new("方法说明", "Methods"), overview::methods(reader));
    draft.draw(&mut blocks)?;
    document.blocks = blocks;
    Ok(document)
}
