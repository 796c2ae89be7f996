//! The chapters of the report, one file each. A chapter reads [`Results`], adds facts, and returns blocks; it computes no score.

mod adjustments;
mod cross;
mod definition;
mod delphi;
mod dimensions;
pub(super) mod draft;
mod findings;
mod groups;
mod imputed;
mod method;
mod movers;
mod overview;
mod periods;
pub(super) mod picture;
mod quality;
mod screening;
mod sensitivity;
mod treatment;
mod weights;

pub(super) use definition::cards;
pub(super) use findings::table as findings_table;
pub(super) use imputed::{cells as imputed_cells, counts as imputed_counts};
pub(super) use sensitivity::alone as sensitivity_alone;
pub(super) use treatment::table as treatment_table;

use super::document::{Block, Document};
use super::facts::Facts;
use super::figure::FigureError;
use super::results::Results;
use draft::Draft;

/// The program that makes a report, as cover and method note name it.
pub(super) const PROGRAM: &str = concat!("quanheng ", env!("CARGO_PKG_VERSION"));

/// A report before it becomes a file: the document, and every number in its running text.
#[derive(Clone, Debug)]
pub struct Report {
    /// The document.
    pub document: Document,
    /// The facts its sentences were filled from.
    pub facts: Facts,
}

/// Writes the report.
///
/// # Errors
/// A figure that cannot be drawn.
pub fn compose(results: &Results<'_>) -> Result<Report, FigureError> {
    let mut draft = Draft::default();
    let language = results.order.language;
    let mut document = Document::new(results.order.title.get(language), language);
    let framework = results.framework().parts();
    let edition = format!("{} · {} {}", results.text(&framework.name), framework.edition, framework.version);
    document.subtitle = Some(edition);
    document.notice = results.order.notice.as_ref().map(|n| n.get(language).to_owned());
    document.meta = cover(results);
    let chapters: [fn(&Results<'_>, &mut Draft) -> Vec<Block>; 11] = [
        overview::write,
        definition::write,
        periods::write,
        dimensions::write,
        groups::write,
        movers::write,
        sensitivity::write,
        cross::write,
        quality::write,
        findings::write,
        method::write,
    ];
    for write in chapters {
        document.blocks.extend(write(results, &mut draft));
    }
    let facts = draft.draw(&mut document.blocks)?;
    Ok(Report { document, facts })
}

pub(super) fn cover(results: &Results<'_>) -> Vec<(String, String)> {
    let order = results.order;
    let mut lines = vec![(results.say("评价项目", "Study"), results.text(&order.study).to_owned())];
    if let Some(client) = &order.client {
        lines.push((results.say("委托方", "Client"), results.text(client).to_owned()));
    }
    if let Some(author) = &order.author {
        lines.push((results.say("评价单位", "Author"), results.text(author).to_owned()));
    }
    lines.push((results.say("报告期", "Period"), order.focus.to_string()));
    let base: Vec<String> = results.scorecard.base().periods.iter().map(|p| p.period.to_string()).collect();
    lines.push((results.say("基期", "Base"), base.join(results.say("、", ", "))));
    let fingerprint: String = results.scorecard.fingerprint().chars().take(16).collect();
    lines.push((results.say("评分卡指纹", "Scorecard fingerprint"), fingerprint));
    lines.push((results.say("编制工具", "Made with"), PROGRAM.to_owned()));
    lines.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
}
