//! A sensitivity analysis as files that people and programs read: tables, figures, sentences, JSON; and in a few lines for a terminal.
//!
//! It computes nothing: [`crate::sensitivity`] does. One file a topic; a page shows the first of a table, the workbook and the CSV files have all of
//! it. The chapter of the report stands in `chapter/sensitivity`. Read next: [`verdict`].

pub(super) mod attribution;
pub(super) mod changes;
pub(super) mod exact;
pub(super) mod figures;
mod json;
pub(super) mod left_out;
pub(super) mod made;
pub(super) mod ranks;
mod summary;
pub(super) mod verdict;
pub(super) mod view;

pub use summary::{Spoken, spoken, summary};
pub use verdict::{Sentence, Tone};

use super::chapter;
use super::document::{Document, Table};
use super::render::xlsx::{Freeze, Sheet};
use super::results::Results;
use super::{ReportError, font, render};
use crate::sensitivity::Robustness;
use view::View;

/// The folder of a run's output that holds these files.
pub const FOLDER: &str = "sensitivity/";

/// CSV tables and JSON, by name, in order.
#[must_use]
pub fn data_files(results: &Results<'_>, all: &Robustness) -> Vec<(String, Vec<u8>)> {
    let view = View::file(results, all);
    let tables = tables(view).into_iter().filter(|table| !table.rows.is_empty() || table.id == "ranks");
    let mut files: Vec<(String, Vec<u8>)> =
        tables.map(|table| (format!("{}.csv", table.id), render::csv::table(&table))).collect();
    files.push(("sensitivity.json".to_owned(), json::whole(results, all).into_bytes()));
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// All files of `quanheng sensitivity`, by name, in order: the page, the same for Word and as Markdown, and the data.
///
/// # Errors
/// A figure or file that cannot be made.
pub fn files(results: &Results<'_>, all: &Robustness) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let report = chapter::sensitivity_alone(results)?;
    let facts = serde_json::to_string_pretty(&report.facts).unwrap_or_default() + "\n";
    let document: &Document = &report.document;
    let font = font::web_font(&render::html::characters(document))?;
    let page = render::html::render(document, &render::html::RenderOptions { font: Some(font) });
    let mut files = data_files(results, all);
    files.extend([
        ("facts.json".to_owned(), facts.into_bytes()),
        ("sensitivity.docx".to_owned(), render::docx::render(document)?),
        ("sensitivity.html".to_owned(), page.into_bytes()),
        ("sensitivity.md".to_owned(), render::markdown::render(document).into_bytes()),
    ]);
    files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(files)
}

/// The tables for programs: ids as headings, full precision, everything; those without rows are not written.
fn tables(view: View<'_>) -> Vec<Table> {
    vec![
        ranks::ranks(view),
        ranks::nodes(view),
        ranks::taken(view),
        ranks::pairs(view),
        changes::changes(view),
        attribution::long(view),
        left_out::left_out(view),
        exact::attainable(view),
        exact::overtaking(view),
        exact::stability(view),
        exact::acceptability(view),
        exact::central(view),
        made::failures(view),
        made::convergence(view),
    ]
}

/// The sheets of the workbook; those without rows are left out.
pub(super) fn sheets(results: &Results<'_>, all: &Robustness) -> Vec<Sheet> {
    let view = View::workbook(results, all);
    let say = |zh, en| view.say(zh, en);
    let notice = results.order.notice.as_ref().map(|notice| results.text(notice).to_owned());
    let sheets = [
        (say("位次区间", "Rank intervals"), ranks::ranks(view)),
        (say("变化区间", "Changes"), changes::changes(view)),
        (say("归因", "Attribution"), attribution::long(view)),
        (say("逐一剔除", "Leave-one-out"), left_out::left_out(view)),
        (say("可达位次", "Attainable ranks"), exact::attainable(view)),
        (say("权重稳定区间", "Weight stability"), exact::stability(view)),
        (say("中心权重", "Central weights"), exact::central(view)),
    ];
    let filled = sheets.into_iter().filter(|(_, table)| !table.rows.is_empty());
    filled
        .map(|(name, table)| Sheet {
            notice: notice.clone(),
            freeze: Freeze::Headings,
            ..Sheet::new(name, table)
        })
        .collect()
}
