//! The indicator set: its tree, and the four columns every scoring table in the field has: meaning, formula, source, scoring.

use super::super::document::{
    Block, Cell, Column, Emphasis, Interaction, Level, NumberFormat, OnPaper, Table,
};
use super::super::results::Results;
use super::draft::Draft;
use crate::framework::{Lifecycle, NodeKind};

pub(super) fn write(r: &Results<'_>, _: &mut Draft) -> Vec<Block> {
    let mut blocks = vec![Block::heading(Level::Chapter, "definition", r.say("指标体系", "Indicator set"))];
    if let Some(description) = &r.framework().parts().description {
        blocks.push(Block::paragraph(r.text(description)));
    }
    blocks.push(Block::Table(tree(r)));
    let summary =
        r.say("展开各指标的公式、来源与评分标准", "Show formulas, sources and scoring rules").to_owned();
    let sheet = r.say(
        "各指标的解释、数据来源和完整评分标准见 scores.xlsx 的“指标体系”表，网页版报告中可直接查看。",
        "Meaning, source and full scoring rule of each indicator are in the sheet “Definition” of scores.xlsx and in the page version of this report.",
    );
    blocks.push(Block::Table(formulas(r)));
    let on_paper = OnPaper::LeftOut(sheet.to_owned());
    blocks.push(Block::Collapsible { summary, blocks: vec![Block::Table(cards(r))], on_paper });
    blocks
}

fn tree(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("名称", "Name")),
        Column::text(r.say("级别", "Level")),
        Column::number(r.say("级内权重", "Weight in parent"), NumberFormat::Percent(1)),
        Column::number(r.say("总权重", "Weight in index"), NumberFormat::Percent(2)),
        Column::text(r.say("合成／无量纲化", "Aggregation / normalisation")),
        Column::text(r.say("状态", "Status")),
    ];
    let mut table =
        Table::new("tree", r.say("指标体系与名义权重", "Indicator set and nominal weights"), columns);
    for (at, node) in r.framework().nodes().iter().enumerate() {
        let id = crate::framework::NodeId(at);
        let (level, how, status) = match &node.kind {
            NodeKind::Aggregate(aggregate) => {
                let level =
                    r.framework().parts().levels.get(node.depth).map(|l| r.text(l)).unwrap_or_default();
                (level, super::super::words::mean(r, &aggregate.aggregation), String::new())
            }
            NodeKind::Indicator(indicator) => {
                let how = super::super::words::normalisation_name(r, &indicator.normalisation);
                (r.say("指标", "indicator"), how, r.lifecycle(indicator.status).to_owned())
            }
        };
        let indent = "　".repeat(node.depth);
        let emphasis = match node.depth {
            0 | 1 => Emphasis::Total,
            _ => Emphasis::None,
        };
        table.push_emphasised(
            emphasis,
            vec![
                Cell::text(node.code.clone().unwrap_or_default()),
                Cell::text(format!("{indent}{}", r.name(id))),
                Cell::text(level),
                if node.parent.is_some() { Cell::Number(r.scorecard.share(id)) } else { Cell::Empty },
                Cell::Number(r.scorecard.effective_weight(id)),
                Cell::text(how),
                Cell::text(status),
            ],
        );
    }
    table.note = Some(coverage_note(r));
    table
}

/// The rules of coverage, each once with the nodes that have it.
fn coverage_note(r: &Results<'_>) -> String {
    let mut rules: Vec<(String, Vec<&str>)> = Vec::new();
    for (id, node, aggregate) in r.framework().aggregates() {
        let rule = super::super::words::coverage(r, &aggregate.coverage);
        let name = node.code.as_deref().unwrap_or(r.name(id));
        match rules.iter_mut().find(|(known, _)| *known == rule) {
            Some((_, names)) => names.push(name),
            None => rules.push((rule, vec![name])),
        }
    }
    let rules = rules.iter().map(|(rule, names)| {
        let names = names.join(r.say("、", ", "));
        format!("{names}{}{rule}", r.say("：", ": "))
    });
    let rules = rules.collect::<Vec<_>>().join(r.say("；", "; "));
    format!(
        "{}{rules}{}",
        r.say("缺失与覆盖率规则——", "Rules for missing scores and coverage. "),
        r.say("。", ".")
    )
}

/// Formula and kind of scoring of the indicators that count: what a reader on paper needs to know what a number means.
fn formulas(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("指标", "Indicator")).wide(20),
        Column::text(r.say("计算公式", "Formula")).wide(44),
        Column::text(r.say("计量单位", "Measure")),
        Column::text(r.say("方向", "Direction")),
        Column::number(r.say("总权重", "Weight in index"), NumberFormat::Percent(2)),
    ];
    let mut table =
        Table::new("formulas", r.say("计分指标的计算公式", "Formulas of the indicators that count"), columns);
    for (id, node, indicator) in r.framework().indicators().filter(|(_, _, i)| i.status == Lifecycle::Core) {
        table.push(vec![
            Cell::text(node.code.clone().unwrap_or_default()),
            Cell::text(r.name(id)),
            Cell::text(super::super::words::formula(r, &indicator.formula)),
            Cell::text(if indicator.measure == "1" { "" } else { &*indicator.measure }),
            Cell::text(super::super::words::direction(r, indicator.direction)),
            Cell::Number(r.scorecard.effective_weight(id)),
        ]);
    }
    table
}

/// One row a card; also a sheet of the workbook.
pub(in crate::report) fn cards(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("指标", "Indicator")).wide(20),
        Column::text(r.say("维度", "Dimension")),
        Column::text(r.say("指标解释", "Meaning")).wide(40),
        Column::text(r.say("计算公式", "Formula")).wide(40),
        Column::text(r.say("计量单位", "Measure")),
        Column::text(r.say("方向", "Direction")),
        Column::text(r.say("数据来源", "Source")).wide(24),
        Column::text(r.say("评分标准", "Scoring rule")).wide(40),
        Column::number(r.say("总权重", "Weight in index"), NumberFormat::Percent(2)),
        Column::text(r.say("状态", "Status")),
    ];
    let mut table = Table::new(
        "cards",
        r.say("指标解释、公式、来源与评分标准", "Meaning, formula, source and scoring rule"),
        columns,
    );
    table.interaction = Interaction::Browsable;
    for (id, node, indicator) in r.framework().indicators() {
        let about = &indicator.about;
        let source = about
            .source
            .as_ref()
            .and_then(|s| s.name.as_ref().or(s.owner.as_ref()))
            .map(|t| r.text(t))
            .unwrap_or_default();
        table.push(vec![
            Cell::text(node.code.clone().unwrap_or_default()),
            Cell::text(r.name(id)),
            Cell::text(r.name(r.framework().dimension_of(id))),
            Cell::text(about.concept.as_ref().map(|t| r.text(t)).unwrap_or_default()),
            Cell::text(super::super::words::formula(r, &indicator.formula)),
            Cell::text(&*indicator.measure),
            Cell::text(super::super::words::direction(r, indicator.direction)),
            Cell::text(source),
            Cell::text(super::super::words::scoring(r, id)),
            Cell::Number(r.scorecard.effective_weight(id)),
            Cell::text(r.lifecycle(indicator.status)),
        ]);
    }
    table
}
