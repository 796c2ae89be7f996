//! The files of `--steps`: a CSV file for each table of intermediate values, one workbook of all, and a list of them.

use super::document::{Cell, Column, NumberFormat, Table};
use super::render;
use super::render::xlsx::{Filter, Freeze, Sheet, Workbook};
use super::results::Results;
use super::{RenderError, ReportError};
use crate::cross_comparison::{self, Subject};
use crate::scorecard::{StepStage, StepTable, steps};
use crate::vocab::{Language, Text};

/// The folder of the CSV files.
pub const STEPS: &str = "steps";

/// More rows than this in a workbook are left to the CSV files.
const MOST_ROWS: usize = 200_000;

/// All files by name: `steps/001-indicator-rd-intensity.csv`, …, `steps/index.csv`, `steps.xlsx`.
///
/// # Errors
/// A workbook that cannot be made.
pub fn step_files(results: &Results<'_>) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let rows: Vec<usize> = results.order.periods.iter().flat_map(|period| results.rows(*period)).collect();
    let mut all = steps(results.scorecard, results.panel, results.scores, results.leaves, &rows);
    all.extend(rankings(results));
    let language = results.order.language;
    let names: Vec<String> =
        all.iter().enumerate().map(|(at, step)| file_name(at, all.len(), step)).collect();
    let tables: Vec<Table> = all.iter().zip(&names).map(|(step, name)| table(step, name, language)).collect();
    let mut files: Vec<(String, Vec<u8>)> = names
        .iter()
        .zip(&tables)
        .map(|(name, table)| (format!("{STEPS}/{name}.csv"), render::csv::table(table)))
        .collect();
    let index = index(results, &all, &names);
    files.push((format!("{STEPS}/index.csv"), render::csv::table(&index)));
    files.push(("steps.xlsx".to_owned(), workbook(results, index, tables)?));
    Ok(files)
}

/// The tables behind each whole-sample ranking, period by period.
fn rankings(results: &Results<'_>) -> Vec<StepTable> {
    let subject = Subject { scorecard: results.scorecard, scores: results.scores, leaves: results.leaves };
    let mut tables = Vec::new();
    for ranking in results.rankings {
        for period in ranking.periods.iter().map(|result| result.period) {
            for working in cross_comparison::working(&ranking.document, subject, period) {
                let node = ranking.document.id.clone();
                let name = Text::new(
                    format!("{} {period}", ranking.name.zh),
                    format!("{} {period}", ranking.name.en),
                );
                tables.push(StepTable { stage: StepStage::Ranking, node, name, working, words: Vec::new() });
            }
        }
    }
    tables
}

fn file_name(at: usize, count: usize, step: &StepTable) -> String {
    let width = count.to_string().len().max(2);
    format!("{:0width$}-{}-{}", at + 1, step.stage.word(), step.node)
}

fn table(step: &StepTable, name: &str, language: Language) -> Table {
    let caption = format!("{} · {}", step.name.get(language), step.working.title.get(language));
    let first = match language {
        Language::Zh => "对象",
        Language::En => "item",
    };
    let mut columns = vec![Column::text(first)];
    columns.extend(
        step.working.columns.iter().map(|head| Column::number(head.get(language), NumberFormat::Text)),
    );
    columns.extend(step.words.iter().map(|(head, _)| Column::text(head.get(language))));
    let mut table = Table::new(name, caption, columns);
    for (at, (label, cells)) in step.working.rows.iter().enumerate() {
        let mut row = vec![Cell::text(label.get(language))];
        row.extend(cells.iter().map(|cell| Cell::number(*cell)));
        let words = step.words.iter().filter_map(|(_, texts)| texts.get(at));
        row.extend(words.map(|text| Cell::text(text.get(language))));
        table.push(row);
    }
    table.note = Some(step.working.formula.clone());
    table
}

/// What stands where, with the formula of each table.
fn index(results: &Results<'_>, all: &[StepTable], names: &[String]) -> Table {
    let say = |zh, en| results.say(zh, en);
    let columns = vec![
        Column::text(say("文件", "file")),
        Column::text(say("节点", "node")),
        Column::text(say("名称", "name")),
        Column::text(say("内容", "content")),
        Column::text(say("公式", "formula")).wide(60),
    ];
    let mut table = Table::new("steps", say("中间结果表", "Tables of intermediate values"), columns);
    for (step, name) in all.iter().zip(names) {
        table.push(vec![
            Cell::text(format!("{name}.csv")),
            Cell::text(step.node.as_str()),
            Cell::text(results.text(&step.name)),
            Cell::text(results.text(&step.working.title)),
            Cell::text(step.working.formula.replace('\n', "; ")),
        ]);
    }
    table
}

fn workbook(results: &Results<'_>, index: Table, tables: Vec<Table>) -> Result<Vec<u8>, RenderError> {
    let title = results.say("中间结果", "Intermediate values").to_owned();
    let plain = |name: String, table: Table| Sheet {
        title: Some(table.caption.clone()),
        freeze: Freeze::Headings,
        filter: Filter::Nothing,
        ..Sheet::new(name, Table { caption: String::new(), ..table })
    };
    let mut sheets = vec![plain(results.say("目录", "Contents").to_owned(), index)];
    let mut left = MOST_ROWS;
    for table in tables {
        if table.rows.len() > left {
            continue;
        }
        left -= table.rows.len();
        sheets.push(plain(table.id.clone(), table));
    }
    render::xlsx::render(&Workbook { title, language: results.order.language, sheets })
}
