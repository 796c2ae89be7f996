//! Where the weights come from: the method of each aggregate, what it rests on, and what it gave.

use super::super::document::{Block, Cell, Column, Level, NumberFormat, Table};
use super::super::results::Results;
use crate::framework::{Aggregate, Node, NodeId};
use crate::scorecard::WeightingFacts;
use crate::vocab::Id;
use crate::weighting::{WeightOrigin, Weighting};

pub(super) fn write(r: &Results<'_>) -> Vec<Block> {
    let mut blocks =
        vec![Block::heading(Level::Section, "weighting", r.say("权重的来源", "Where the weights come from"))];
    blocks.push(Block::Table(methods(r)));
    for (id, node, aggregate) in r.framework().aggregates() {
        let facts = r.scorecard.aggregate(node.id.as_str()).and_then(|frozen| frozen.weighting.as_ref());
        // Otherwise the table of methods says it all.
        if let Some(facts) = facts.filter(|facts| has_more(facts)) {
            blocks.push(Block::Table(from_data(r, id, node, aggregate, facts)));
        }
    }
    blocks
}

/// Whether there is more to show than the shares themselves.
fn has_more(facts: &WeightingFacts) -> bool {
    !facts.parts.is_empty() || facts.uncapped.is_some() || facts.importances.is_some()
}

/// The children that weigh something, or that the data of the base may have left with nothing.
fn counted<'a>(r: &Results<'a>, aggregate: &'a Aggregate) -> Vec<(NodeId, &'a Node)> {
    let all = aggregate.children.iter().map(|&child| (child, r.framework().node(child)));
    all.filter(|(_, node)| node.weight != Some(0.0)).collect()
}

fn methods(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("上级", "Aggregate")).wide(16),
        Column::text(r.say("赋权方法", "Weighting")).wide(20),
        Column::text(r.say("依据", "Basis")).wide(36),
        Column::text(r.say("下级权重", "Weights of the children")).wide(48),
    ];
    let caption = r.say("各级权重的方法、依据和结果", "Method, basis and result of the weights");
    let mut table = Table::new("weights", caption, columns);
    for (id, node, aggregate) in r.framework().aggregates() {
        let name = aggregate.weighting.note().name;
        let weights = counted(r, aggregate).into_iter().map(|(child, _)| {
            let share = NumberFormat::Percent(1).print(r.scorecard.share(child)).unwrap_or_default();
            format!("{} {share}", r.name(child))
        });
        let facts = r.scorecard.aggregate(node.id.as_str()).and_then(|frozen| frozen.weighting.as_ref());
        table.push(vec![
            Cell::text(r.name(id)),
            Cell::text(r.say(name.zh, name.en)),
            Cell::text(basis(r, aggregate, facts)),
            Cell::text(weights.collect::<Vec<_>>().join(r.say("；", "; "))),
        ]);
    }
    table
}

/// What the weights of an aggregate rest on.
fn basis(r: &Results<'_>, aggregate: &Aggregate, facts: Option<&WeightingFacts>) -> String {
    let mut said = vec![own_basis(r, aggregate)];
    if let Some(facts) = facts {
        let periods: Vec<String> = r.scorecard.base().periods.iter().map(|p| p.period.to_string()).collect();
        let (rows, base) = (facts.rows, periods.join(r.say("、", ", ")));
        said.push(format!(
            "{}{base}{}{rows}{}",
            r.say("基期 ", "base "),
            r.say("，", ", "),
            r.say(
                " 行各下级都有得分，由此定出并冻结",
                " rows in which every child has a score; determined on them and frozen"
            )
        ));
        if facts.left_out > 0 {
            let left_out = facts.left_out;
            said.push(format!(
                "{left_out}{}",
                r.say(" 行缺下级得分，未用", " rows lack a score and were left out")
            ));
        }
        if !facts.constant.is_empty() {
            let names: Vec<&str> = facts.constant.iter().filter_map(|id| name_of(r, id)).collect();
            let names = names.join(r.say("、", ", "));
            said.push(format!("{names}{}", r.say(" 全部相同，权重为 0", " the same everywhere, weight 0")));
        }
    }
    if let Some(cap) = aggregate.weighting.cap() {
        let cap = NumberFormat::Percent(1).print(cap.get()).unwrap_or_default();
        said.push(format!("{}{cap}", r.say("上限 ", "cap ")));
    }
    said.retain(|part| !part.is_empty());
    said.join(r.say("；", "; "))
}

fn own_basis(r: &Results<'_>, aggregate: &Aggregate) -> String {
    match &*aggregate.weighting {
        Weighting::Given { origin, note } => {
            let origin = origin_name(r, *origin);
            match note {
                Some(note) => format!("{origin}{}{}", r.say("：", ": "), r.text(note)),
                None => origin.to_owned(),
            }
        }
        Weighting::Ahp { experts, .. } => {
            let ids: Vec<&Id> = counted(r, aggregate).into_iter().map(|(_, node)| &node.id).collect();
            let judged = aggregate.weighting.judged(&ids).and_then(Result::ok);
            let ratios =
                judged.iter().flat_map(|judged| &judged.checks).filter_map(|check| check.consistency);
            let highest = ratios
                .map(|c| c.ratio)
                .fold(None, |most: Option<f64>, ratio| Some(most.map_or(ratio, |most| most.max(ratio))));
            let experts = of_experts(r, experts.here().len());
            match highest.and_then(|ratio| NumberFormat::Decimals(4).print(ratio)) {
                Some(ratio) => format!("{experts}{}{ratio}", r.say("，最大 CR = ", ", highest CR = ")),
                None => experts,
            }
        }
        Weighting::BudgetAllocation { experts, .. } => of_experts(r, experts.here().len()),
        Weighting::PrecedenceChart { experts } => of_experts(r, experts.here().len()),
        Weighting::RankOrder { experts, .. } => of_experts(r, experts.here().len()),
        Weighting::Delphi { experts, .. } => of_experts(r, experts.here().len()),
        Weighting::Combination { of, .. } => {
            let names = of.iter().map(|part| part.note().name).map(|name| r.say(name.zh, name.en));
            names.collect::<Vec<_>>().join(" + ")
        }
        _ => String::new(),
    }
}

fn of_experts(r: &Results<'_>, count: usize) -> String {
    match count {
        1 => r.say("1 位专家", "1 expert").to_owned(),
        _ => format!("{count}{}", r.say(" 位专家", " experts")),
    }
}

fn origin_name<'t>(r: &Results<'_>, origin: WeightOrigin) -> &'t str {
    let (zh, en) = match origin {
        WeightOrigin::Equal => ("有意等权", "deliberately equal"),
        WeightOrigin::Default => ("起始值，尚未论证", "a starting point, not yet decided"),
        WeightOrigin::ExpertPanel => ("专家组", "expert panel"),
        WeightOrigin::BudgetAllocation => ("预算分配", "budget allocation"),
        WeightOrigin::Ahp => ("层次分析法", "AHP"),
        WeightOrigin::Policy => ("政策文件", "policy document"),
        WeightOrigin::Literature => ("文献", "literature"),
        WeightOrigin::Statistical => ("另行统计计算", "computed from data elsewhere"),
    };
    if r.order.language == crate::vocab::Language::Zh { zh } else { en }
}

/// From what data (and judgement) gave to what is frozen.
fn from_data(
    r: &Results<'_>,
    id: NodeId,
    node: &Node,
    aggregate: &Aggregate,
    facts: &WeightingFacts,
) -> Table {
    let share = |heading: String| Column::number(heading, NumberFormat::Percent(2));
    let mut columns = vec![Column::text(r.say("下级", "Child"))];
    let parts: &[Weighting] = match &*aggregate.weighting {
        Weighting::Combination { of, .. } => of,
        _ => &[],
    };
    for (part, own) in parts.iter().zip(&facts.parts) {
        let name = part.note().name;
        let name = r.say(name.zh, name.en);
        let coefficient = own.coefficient.and_then(|a| NumberFormat::Decimals(4).print(a));
        columns.push(share(match coefficient {
            Some(coefficient) => format!("{name} × {coefficient}"),
            None => name.to_owned(),
        }));
    }
    if facts.importances.is_some() {
        columns.push(share(r.say("目标重要性", "Importance meant").to_owned()));
        columns.push(share(r.say("达到的重要性", "Importance reached").to_owned()));
    }
    if facts.uncapped.is_some() {
        columns.push(share(r.say("封顶前", "Before the cap").to_owned()));
    }
    columns.push(share(r.say("冻结的权重", "Frozen weight").to_owned()));
    let caption = format!("{}{}", r.name(id), r.say("：由数据定出的权重", ": weights determined by data"));
    let mut table = Table::new(format!("weights-{}", node.id), caption, columns);
    for (at, (child, _)) in counted(r, aggregate).into_iter().enumerate() {
        let mut cells = vec![Cell::text(r.name(child))];
        cells.extend(facts.parts.iter().map(|part| Cell::number(part.shares.get(at).copied())));
        if let Some(importances) = &facts.importances {
            cells.push(Cell::number(importances.target.get(at).copied()));
            cells.push(Cell::number(importances.reached.get(at).copied()));
        }
        if let Some(uncapped) = &facts.uncapped {
            cells.push(Cell::number(uncapped.get(at).copied()));
        }
        cells.push(Cell::Number(r.scorecard.share(child)));
        table.push(cells);
    }
    table.note = raw_coefficients(r, facts);
    table
}

/// Coefficients of the game theory as its formula gives them, where they differ from those that are used.
fn raw_coefficients(r: &Results<'_>, facts: &WeightingFacts) -> Option<String> {
    let raw: Vec<f64> = facts.parts.iter().filter_map(|part| part.raw).collect();
    if !raw.iter().any(|a| *a < 0.0) {
        return None;
    }
    let raw: Vec<String> = raw.iter().filter_map(|a| NumberFormat::Decimals(4).print(*a)).collect();
    let (said, raw) = (
        r.say(
            "公式给出的组合系数有负数，已改求非负系数；公式给出：",
            "The formula gives negative coefficients; coefficients that are not negative were found instead. By the formula: ",
        ),
        raw.join(r.say("、", ", ")),
    );
    Some(format!("{said}{raw}{}", r.say("。", ".")))
}

fn name_of<'a>(r: &Results<'a>, id: &Id) -> Option<&'a str> {
    r.framework().find(id.as_str()).map(|node| r.name(node))
}
