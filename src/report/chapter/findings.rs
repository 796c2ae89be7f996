//! Everything that was clamped, imputed, replaced or left out, with counts.

use super::super::document::{Block, Cell, Column, Interaction, Level, NumberFormat, Table};
use super::super::facts::Facts;
use super::super::figure::FigureError;
use super::super::results::Results;
use crate::diagnostic::Severity;

pub(super) fn write(r: &Results<'_>, facts: &mut Facts) -> Result<Vec<Block>, FigureError> {
    let count = |severity| r.findings.iter().filter(|f| f.severity == severity).count();
    let from = r.say("定标与计分", "fit and score");
    facts.count("findings.errors", count(Severity::Error), from);
    facts.count("findings.warnings", count(Severity::Warning), from);
    facts.count("findings.notes", count(Severity::Note), from);
    let mut blocks = vec![Block::heading(Level::Chapter, "findings", r.say("发现", "Findings"))];
    let template = r.say(
        "定标与计分过程中没有作任何静默修补：凡截断、插补、改用全样本等情形均列于下表，共{findings.errors}项错误、{findings.warnings}项警告、{findings.notes}项提示。",
        "Nothing was repaired silently: every clamp, imputation or fallback stands below: {findings.errors} errors, {findings.warnings} warnings, {findings.notes} notes.",
    );
    blocks.extend(super::sentence(facts, template));
    if !r.findings.is_empty() {
        blocks.push(Block::Table(table(r)));
    }
    Ok(blocks)
}

/// All findings as a table; also a sheet of the workbook.
pub(in crate::report) fn table(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("级别", "Severity")),
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("节点", "Node")).wide(18),
        Column::text(r.say("期", "Period")),
        Column::number(r.say("次数", "Count"), NumberFormat::Integer),
        Column::text(r.say("内容", "What")).wide(60),
        Column::text(r.say("示例", "Examples")).wide(30),
    ];
    let mut table = Table::new("findings-table", r.say("定标与计分的发现", "Findings of fit and score"), columns);
    table.interaction = Interaction::Browsable;
    for finding in r.findings {
        let node = finding.node.as_ref().map_or("", |id| r.framework().find(id.as_str()).map_or(id.as_str(), |n| r.name(n)));
        let period = finding.period.map(|p| p.to_string()).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "counts of cells stay far below 2^53")]
        let count = finding.count as f64;
        table.push(vec![
            Cell::text(severity(r, finding.severity)),
            Cell::text(finding.code.0),
            Cell::text(node),
            Cell::text(period),
            Cell::Number(count),
            Cell::text(r.text(&finding.message)),
            Cell::text(finding.examples.join(r.say("、", ", "))),
        ]);
    }
    table
}

fn severity<'t>(r: &Results<'_>, severity: Severity) -> &'t str {
    let (zh, en) = match severity {
        Severity::Error => ("错误", "error"),
        Severity::Warning => ("警告", "warning"),
        Severity::Note => ("提示", "note"),
    };
    if r.order.language == crate::vocab::Language::Zh { zh } else { en }
}
