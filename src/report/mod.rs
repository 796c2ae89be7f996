//! From scores to files that people read: facts, tables, figures, and the documents made of them.
//!
//! It computes no score. [`Results`] is what chapters read, [`document`] what they write, [`render`] makes files of it.

pub mod document;
pub mod figure;
pub mod font;
pub mod render;

mod chapter;
mod cross_tables;
mod diagnosis;
mod facts;
mod results;
mod sensitivity;
mod steps;
mod tables;
mod words;

pub use chapter::{Report, compose};
pub use diagnosis::{files as diagnosis_files, kind as diagnosis_kind, summary as diagnosis_summary};
pub use facts::{Fact, Facts, Value};
pub use results::{Evaluated, Order, Results, Spread};
pub use sensitivity::{
    FOLDER as SENSITIVITY, Sentence, Spoken, Tone, data_files as sensitivity_data_files,
    files as sensitivity_files, spoken as sensitivity_spoken, summary as sensitivity_summary,
};
pub use steps::{STEPS, step_files};

use render::RenderError;
use render::xlsx::{Filter, Freeze, Sheet, Workbook};
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
    // The workbook takes as long as all else together.
    let (workbook, (page, (word, csv))) = rayon::join(
        || render::xlsx::render(&workbook(results)),
        || {
            rayon::join(
                || page(&report),
                || rayon::join(|| render::docx::render(&report.document), || scores_csv(results)),
            )
        },
    );
    let mut files = vec![
        ("facts.json", facts.into_bytes()),
        ("report.docx", word?),
        ("report.html", page?.into_bytes()),
        ("scorecard.json", results.scorecard.to_json().into_bytes()),
        ("scores.csv", csv),
        ("scores.xlsx", workbook?),
    ];
    if !results.rankings.is_empty() {
        files.push(("rankings.csv", rankings_csv(results)));
    }
    let mut files: Vec<(String, Vec<u8>)> =
        files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
    if let Some(robustness) = results.robustness {
        let data = sensitivity::data_files(results, robustness);
        files.extend(data.into_iter().map(|(name, bytes)| (format!("{SENSITIVITY}{name}"), bytes)));
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(files)
}

/// Scores, ranks and grades of all units and periods: ids as headings, full precision, UTF-8 with a byte order mark.
#[must_use]
pub fn scores_csv(results: &Results<'_>) -> Vec<u8> {
    render::csv::table(&tables::scores(results, Headings::Ids))
}

/// Scores, ranks and intermediate values of all whole-sample rankings: ids as headings, full precision, UTF-8 with a byte order mark.
#[must_use]
pub fn rankings_csv(results: &Results<'_>) -> Vec<u8> {
    render::csv::table(&cross_tables::rankings(results, Headings::Ids))
}

/// The same as JSON: a list of records, one for each unit and period; a missing value is `null`.
#[must_use]
pub fn scores_json(results: &Results<'_>) -> Vec<u8> {
    let table = tables::scores(results, Headings::Ids);
    let record = |row: &document::Row| {
        let cells = table.columns.iter().zip(&row.cells);
        let entry = |(column, cell): (&document::Column, &document::Cell)| {
            (column.heading.clone(), json_of(cell, column.format))
        };
        serde_json::Value::Object(cells.map(entry).collect())
    };
    let records: Vec<serde_json::Value> = table.rows.iter().map(record).collect();
    (serde_json::to_string_pretty(&records).unwrap_or_default() + "\n").into_bytes()
}

fn json_of(cell: &document::Cell, format: document::NumberFormat) -> serde_json::Value {
    use document::{Cell, NumberFormat};
    match cell {
        #[expect(clippy::cast_possible_truncation, reason = "ranks are whole and count units")]
        Cell::Number(rank) if format == NumberFormat::Integer => (*rank as i64).into(),
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(value) | Cell::Imputed(value) | Cell::Heat { value, .. } => (*value).into(),
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
    // Id, name and period of a unit stay in view.
    let units = Freeze::HeadingsAndColumns(3);
    let sheet =
        |name: &str, table, freeze| Sheet { notice: notice.clone(), freeze, ..Sheet::new(name, table) };
    let mut sheets = vec![
        sheet(say("得分与位次", "Scores"), tables::scores(results, Headings::Names), units),
        sheet(say("指标得分", "Indicator scores"), tables::normalised(results), units),
        sheet(say("指标值", "Indicator values"), tables::raw(results), units),
    ];
    sheets.extend(imputed_sheet(results, &notice));
    if !results.rankings.is_empty() {
        let rankings = cross_tables::rankings(results, Headings::Names);
        let agreement = cross_tables::agreement(results);
        sheets.push(sheet(say("方法比较", "Methods"), rankings, units));
        sheets.push(sheet(say("方法相关", "Agreement"), agreement, Freeze::Headings));
    }
    if let Some(robustness) = results.robustness {
        sheets.extend(sensitivity::sheets(results, robustness));
    }
    sheets.extend([
        sheet(say("指标体系", "Definition"), chapter::cards(results), Freeze::HeadingsAndColumns(2)),
        sheet(say("发现", "Findings"), chapter::findings_table(results), Freeze::Headings),
    ]);
    sheets.extend(
        chapter::treatment_table(results)
            .map(|table| sheet(say("异常值处理", "Treatment"), table, Freeze::HeadingsAndColumns(2))),
    );
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let about = Sheet {
        title: Some(results.order.title.get(results.order.language).to_owned()),
        notice: notice.clone(),
        tables: tables::about(results, &names),
        freeze: Freeze::Nothing,
        filter: Filter::Nothing,
        ..Sheet::new(say("说明", "About"), document::Table::default())
    };
    sheets.insert(0, about);
    Workbook {
        title: results.order.title.get(results.order.language).to_owned(),
        language: results.order.language,
        sheets,
    }
}

/// Imputed values: how many by method and reliability, then each of them. `None` where there are none.
fn imputed_sheet(results: &Results<'_>, notice: &Option<String>) -> Option<Sheet> {
    let rows: Vec<usize> = results.order.periods.iter().flat_map(|period| results.rows(*period)).collect();
    let caption = results.say("按方法和可靠性", "By method and reliability");
    let counts = chapter::imputed_counts(results, &rows, caption)?;
    Some(Sheet {
        notice: notice.clone(),
        tables: vec![counts, chapter::imputed_cells(results)],
        freeze: Freeze::Nothing,
        filter: Filter::Nothing,
        ..Sheet::new(results.say("插补值", "Imputed values"), document::Table::default())
    })
}
