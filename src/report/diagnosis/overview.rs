//! What stands out, and how each number came about.

use super::super::document::{Block, Callout, Cell, Interaction, OnPaper, Table};
use super::columns::Reader;
use super::kind;
use crate::diagnosis::{self, Diagnosis};
use crate::diagnostic::Severity;
use crate::vocab::{Language, MethodNote};

/// What stands out, in one table.
pub(super) fn overview(reader: Reader<'_>, diagnosis: &Diagnosis) -> Vec<Block> {
    let r = reader.r;
    let count = |severity| diagnosis.findings.iter().filter(|found| found.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let (units, scored, period) = (diagnosis.units, diagnosis.scored, diagnosis.period);
    let text = if reader.r.order.language == Language::Zh {
        format!(
            "横截面为 {period}：{units} 个对象，其中 {scored} 个有综合得分。共 {errors} 项错误、{warnings} 项警告、{notes} 项提示。提示是要问的问题，不是结论：阈值可在 study.toml 的 [diagnosis] 里改。"
        )
    } else {
        format!(
            "The cross-section is {period}: {units} units, {scored} of them with an index score. There are {errors} errors, {warnings} warnings and {notes} notes. Each is a question to be asked, not a verdict; the limits can be changed under [diagnosis] in study.toml."
        )
    };
    let mut blocks = vec![Block::callout(if errors > 0 { Callout::Warning } else { Callout::Note }, text)];
    if diagnosis.findings.is_empty() {
        blocks.push(Block::paragraph(r.say("没有发现需要留意的地方。", "Nothing stands out.")));
    } else {
        blocks.push(Block::Table(kinds(reader, diagnosis)));
        let summary = r.say("展开每一项", "Show each of them").to_owned();
        let instead = r.say("每一项见 findings.csv。", "Each of them is in findings.csv.").to_owned();
        let blocks_within = vec![Block::Table(findings(reader, diagnosis))];
        blocks.push(Block::Collapsible {
            summary,
            blocks: blocks_within,
            on_paper: OnPaper::LeftOut(instead),
        });
    }
    blocks
}

/// One row a kind, the most severe first.
fn kinds(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let columns = vec![
        reader.words("", "级别", "Severity"),
        reader.words("", "种类", "Kind"),
        reader.counts("", "项数", "Number"),
        reader.words("", "看到什么（第一项）", "What is seen (the first)").wide(50),
        reader.words("", "可以怎么做", "What to do").wide(46),
    ];
    let mut table = reader.table("kinds", "要看的问题", "What to look at", columns);
    let language = reader.r.order.language;
    for found in diagnosis.findings.chunk_by(|a, b| a.code == b.code && a.severity == b.severity) {
        let Some(first) = found.first() else { continue };
        table.push(vec![
            severity(reader, first.severity),
            Cell::text(kind(first.code.0).unwrap_or_default().get(language)),
            Cell::count(found.len()),
            Cell::text(first.message.get(language)),
            Cell::text(first.hint.get(language)),
        ]);
    }
    table
}

fn severity(reader: Reader<'_>, severity: Severity) -> Cell {
    match severity {
        Severity::Error => reader.word("error", "错误", "error"),
        Severity::Warning => reader.word("warning", "警告", "warning"),
        Severity::Note => reader.word("note", "提示", "note"),
    }
}

pub(super) fn findings(reader: Reader<'_>, diagnosis: &Diagnosis) -> Table {
    let mut columns =
        vec![reader.words("severity", "级别", "Severity"), reader.words("code", "代码", "Code")];
    if reader.is_program() {
        columns.push(reader.words("nodes", "", ""));
        columns.push(reader.numbers("value", "", "", 3));
    } else {
        columns.push(reader.words("kind", "种类", "Kind"));
    }
    columns.push(reader.words("message", "看到什么", "What is seen").wide(60));
    columns.push(reader.words("hint", "可以怎么做", "What to do").wide(50));
    let mut table = reader.table("findings", "全部问题", "Everything to look at", columns);
    table.interaction = Interaction::Browsable;
    for found in &diagnosis.findings {
        let mut cells = vec![severity(reader, found.severity), Cell::text(found.code.0)];
        if reader.is_program() {
            cells.push(Cell::text(found.nodes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")));
            cells.push(Cell::number(found.value));
        } else {
            cells.push(Cell::text(kind(found.code.0).unwrap_or_default().get(reader.r.order.language)));
        }
        cells.push(Cell::text(found.message.get(reader.r.order.language)));
        cells.push(Cell::text(found.hint.get(reader.r.order.language)));
        table.push(cells);
    }
    table
}

/// How each number came about.
pub(super) fn methods(reader: Reader<'_>) -> Vec<Block> {
    let said = |note: &&MethodNote| {
        let (name, use_when) =
            (reader.r.say(note.name.zh, note.name.en), reader.r.say(note.use_when.zh, note.use_when.en));
        format!(
            "{name}{}{use_when}{}{}",
            reader.r.say("：", ": "),
            reader.r.say("。", ". "),
            note.sources.join(reader.r.say("；", "; "))
        )
    };
    vec![Block::bullets(diagnosis::NOTES.iter().map(said))]
}
