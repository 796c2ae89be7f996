//! What the panels of experts behind Delphi weights say: means, agreement, authority.

use super::super::document::{Block, Cell, Column, NumberFormat, Table};
use super::super::results::Results;
use crate::framework::{Aggregate, NodeId};
use crate::vocab::Id;
use crate::weighting::{DelphiFacts, Weighting};

/// A table for each aggregate whose weights are the means of a Delphi panel.
pub(super) fn tables(r: &Results<'_>) -> Vec<Block> {
    let delphi = |(node, _, aggregate): (NodeId, _, &Aggregate)| {
        matches!(*aggregate.weighting, Weighting::Delphi { .. }).then(|| table(r, node, aggregate)).flatten()
    };
    r.framework().aggregates().filter_map(delphi).map(Block::Table).collect()
}

fn table(r: &Results<'_>, node: NodeId, aggregate: &Aggregate) -> Option<Table> {
    let counts = |child: &&NodeId| r.scorecard.share(**child) > 0.0;
    let children: Vec<NodeId> = aggregate.children.iter().filter(counts).copied().collect();
    let ids: Vec<&Id> = children.iter().map(|child| &r.framework().node(*child).id).collect();
    let facts = aggregate.weighting.judged(&ids)?.ok()?.delphi?;
    let columns = vec![
        Column::text(r.say("下级", "Child")),
        Column::number(r.say("均值", "Mean"), NumberFormat::Decimals(2)),
        Column::number(r.say("标准差", "Standard deviation"), NumberFormat::Decimals(2)),
        Column::number(r.say("变异系数", "Coefficient of variation"), NumberFormat::Decimals(3)),
        Column::number(r.say("满分率", "Full-mark rate"), NumberFormat::Percent(1)),
        Column::number(r.say("权重", "Weight"), NumberFormat::Percent(1)),
    ];
    let id = format!("delphi-{}", r.framework().node(node).id);
    let caption = match r.order.language {
        crate::vocab::Language::Zh => format!("“{}”下级权重的德尔菲法统计量", r.name(node)),
        crate::vocab::Language::En => format!("Delphi panel on the children of “{}”", r.name(node)),
    };
    let mut table = Table::new(id, caption, columns);
    for (child, item) in children.iter().zip(&facts.items) {
        table.push(vec![
            Cell::text(r.name(*child)),
            Cell::Number(item.mean),
            Cell::number(item.deviation),
            Cell::number(item.variation),
            Cell::Number(item.full_mark_rate),
            Cell::Number(r.scorecard.share(*child)),
        ]);
    }
    table.note = Some(note(r, &facts));
    Some(table)
}

/// Who was asked, how authoritative they are and how far they agree.
fn note(r: &Results<'_>, facts: &DelphiFacts) -> String {
    let three = |value: f64| NumberFormat::Decimals(3).print(value).unwrap_or_default();
    let mut parts = vec![format!("{}{}", r.say("专家人数 ", "experts: "), facts.experts)];
    if let Some(authority) = facts.authority {
        parts.push(format!("{}{}", r.say("权威系数 Cr ", "authority coefficient Cr "), three(authority)));
    }
    match &facts.agreement {
        Some(found) => parts.push(format!(
            "{}{}{}χ² = {}{}df = {}{}p = {}",
            r.say("肯德尔协调系数 W ", "Kendall’s W "),
            three(found.w),
            r.say("，", ", "),
            three(found.chi_squared),
            r.say("，", ", "),
            found.degrees_of_freedom,
            r.say("，", ", "),
            three(found.p_value),
        )),
        None => parts.push(r.say("没有肯德尔协调系数", "no Kendall’s W").to_owned()),
    }
    let end = r.say("。", ".");
    format!("{}{end}", parts.join(r.say("；", "; ")))
}
