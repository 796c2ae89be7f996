//! The frontier that a benefit of the doubt measures against: frozen from the children's scores in the base.

use super::base_scores::BaseScores;
use super::finding::Finding;
use crate::aggregation::{BaseFrontier, UnknownFrontier};
use crate::diagnostic::{Diagnostic, Severity};
use crate::framework::{Aggregate, Framework, NodeId};
use crate::vocab::Text;

/// The frontier of an aggregate's children.
pub(super) fn freeze(
    framework: &Framework,
    node: NodeId,
    aggregate: &Aggregate,
    base: &BaseScores,
    findings: &mut Vec<Finding>,
) -> Result<BaseFrontier, Box<Diagnostic>> {
    let columns: Vec<&[f64]> = base.columns.iter().map(Vec::as_slice).collect();
    let (low, floor) = (framework.parts().scale.low, aggregate.aggregation.floor());
    let id = &framework.node(node).id;
    let frontier = BaseFrontier::of(&columns, base.left_out, low, floor).map_err(|why| {
        let child =
            |at: usize| base.children.get(at).map_or_else(String::new, |c| framework.node(*c).id.to_string());
        Box::new(problem(id.as_str(), why, child))
    })?;
    let (kept, rows, left_out) = (frontier.rows.len(), frontier.base_rows, frontier.left_out);
    let mut message = Text::new(
        format!("前沿由基期 {rows} 行中无人超过的 {kept} 行构成，已冻结"),
        format!("the frontier is frozen: {kept} of {rows} rows of the base, which nobody beats"),
    );
    if left_out > 0 {
        message.zh += &format!("；另有 {left_out} 行下级得分不全，未用");
        message.en += &format!("; {left_out} more rows lack a child's score and were left out");
    }
    let severity = if left_out > 0 { Severity::Warning } else { Severity::Note };
    findings.push(Finding::new("fit143", severity, message).about(id).counted(kept as u64));
    Ok(frontier)
}

fn problem(id: &str, why: UnknownFrontier, child: impl Fn(usize) -> String) -> Diagnostic {
    let (code, zh, en, hint) = match why {
        UnknownFrontier::TooFewRows { given } => (
            "fit140",
            format!("`{id}` 的前沿要由基期定出，但下级得分齐全的只有 {given} 行，至少要 2 行"),
            format!(
                "the frontier of `{id}` comes from the base, and at least 2 of its rows must have a score of every child; there are {given}"
            ),
            Text::new(
                "增加基期数据，或给下级的指标写 missing",
                "add data of the base, or write `missing` for the indicators below",
            ),
        ),
        UnknownFrontier::AllWorst { child: at } => (
            "fit141",
            format!("`{id}` 的下级 `{}` 在基期无人高于最低分：它的权重没有上限", child(at)),
            format!(
                "nobody in the base is above the worst score of `{}`, a child of `{id}`: its weight would have no limit",
                child(at)
            ),
            Text::new(
                "换一个归一化，写 floor，或把它移到别处",
                "choose another normalisation, write `floor`, or move it elsewhere",
            ),
        ),
        UnknownFrontier::BelowScale { child: at } => (
            "fit142",
            format!("`{id}` 的下级 `{}` 在基期有低于得分范围的得分，前沿无从谈起", child(at)),
            format!(
                "`{}`, a child of `{id}`, has scores below the scale in the base, which no frontier can measure",
                child(at)
            ),
            Text::new(
                "写 floor，或换用不越界的归一化",
                "write `floor`, or choose a normalisation that stays on the scale",
            ),
        ),
        _ => (
            "fit144",
            format!("`{id}` 的前沿解不出来"),
            format!("the frontier of `{id}` could not be solved"),
            Text::new("请报告这个问题，附上数据", "please report this, with the data"),
        ),
    };
    Diagnostic::error(code, zh, en).hint(hint.zh, hint.en)
}
