use super::super::super::document::{Cell, Column, NumberFormat, Table};
use super::super::super::results::Results;
use crate::cross_comparison::{Comparison, GapRule, Outcome, Ranking, RankingWeights, Values};

/// Units that the table of ranks shows; the workbook has them all.
const SHOWN: usize = 40;

/// What each ranking was made of.
pub(super) fn methods(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("排序", "Ranking")),
        Column::text(r.say("方法及变体", "Method and variant")).wide(36),
        Column::text(r.say("比较的数值", "Values compared")),
        Column::text(r.say("权重", "Weights")),
        Column::text(r.say("缺失处理", "Gaps")),
        Column::text(r.say("期", "Periods")),
        Column::text(r.say("结果", "Outcome")).wide(28),
    ];
    let mut table = Table::new("cross-methods", r.say("各排序的做法", "How each ranking was made"), columns);
    for ranking in r.rankings {
        let periods: Vec<String> = ranking.periods.iter().map(|result| result.period.to_string()).collect();
        table.push(vec![
            Cell::text(r.text_of(&ranking.name)),
            Cell::text(variant(ranking)),
            Cell::text(values(r, ranking)),
            Cell::text(weights(r, ranking)),
            Cell::text(match ranking.document.missing {
                GapRule::Error => r.say("不容缺失", "none allowed"),
                GapRule::DropUnits => r.say("去掉对象", "units left out"),
                GapRule::DropCriteria => r.say("去掉节点", "nodes left out"),
            }),
            Cell::text(periods.join(r.say("、", ", "))),
            Cell::text(outcome(r, ranking)),
        ]);
    }
    table
}

/// The method as it is written, in one line.
fn variant(ranking: &Ranking) -> String {
    fn flat(prefix: &str, value: &serde_json::Value, into: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(entries) => entries.iter().for_each(|(key, value)| {
                let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flat(&key, value, into);
            }),
            serde_json::Value::String(text) => into.push(format!("{prefix} = {text}")),
            // Lists stand elsewhere: grades in the classes, inputs in the values.
            serde_json::Value::Array(_) => {}
            other => into.push(format!("{prefix} = {other}")),
        }
    }
    let mut parts = Vec::new();
    let written = serde_json::to_value(&ranking.document.method).unwrap_or_default();
    let name = written.get("method").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
    flat("", &written, &mut parts);
    let rest = parts.into_iter().filter(|part| !part.starts_with("method = "));
    std::iter::once(name).chain(rest).collect::<Vec<_>>().join(", ")
}

fn values(r: &Results<'_>, ranking: &Ranking) -> String {
    let what = match ranking.document.values {
        Values::Scores => r.say("个节点的得分", " nodes, scores"),
        Values::Treated => r.say("个指标处理后的值", " indicators, treated values"),
        Values::Raw => r.say("个指标的观测值", " indicators, observed values"),
    };
    let nodes =
        ranking.of_period(r.order.focus).or(ranking.periods.first()).map_or(0, |result| result.nodes.len());
    format!("{nodes}{what}")
}

fn weights(r: &Results<'_>, ranking: &Ranking) -> &'static str {
    let zh = r.order.language == crate::vocab::Language::Zh;
    match (&ranking.document.weighting, ranking.method.is_weighted(), zh) {
        (_, false, true) => "不用权重",
        (_, false, false) => "none used",
        (RankingWeights::Scorecard, _, true) => "评分卡的总权重",
        (RankingWeights::Scorecard, _, false) => "those of the scorecard",
        (RankingWeights::Equal, _, true) => "等权",
        (RankingWeights::Equal, _, false) => "equal",
        (RankingWeights::Given { .. }, _, true) => "另给",
        (RankingWeights::Given { .. }, _, false) => "given",
    }
}

fn outcome(r: &Results<'_>, ranking: &Ranking) -> String {
    let Some(result) = ranking.of_period(r.order.focus).or(ranking.periods.first()) else {
        return String::new();
    };
    if let Outcome::Refused(why) = &result.outcome {
        return format!("{}{}", r.say("没有结果：", "no result: "), why.get(r.order.language));
    }
    let mut said = format!("{}{}", result.rows.len(), r.say("个对象", " units"));
    if !result.left_out.is_empty() {
        said += &format!("{}{}", r.say("，去掉", ", left out: "), result.left_out.len());
    }
    if !result.without.is_empty() {
        said += &format!("{}{}", r.say("，去掉节点", ", nodes left out: "), result.without.len());
    }
    said
}

/// How many places a unit moves between its best and its worst rank.
pub(super) fn spread(comparison: &Comparison, at: usize) -> u32 {
    let ranks = || comparison.ranks.iter().map(|ranks| ranks[at]);
    ranks().max().unwrap_or(0) - ranks().min().unwrap_or(0)
}

/// The leading units by the index with their rank under each method.
pub(super) fn ranks(r: &Results<'_>, comparison: &Comparison) -> Table {
    let mut columns = vec![Column::text(r.say("对象", "Unit"))];
    let name = |at: usize| r.text_of(&comparison.names[at]);
    columns.push(Column::number(r.say("平均位次", "Mean rank"), NumberFormat::Decimals(1)));
    columns.push(Column::number(r.say("位次极差", "Places apart"), NumberFormat::Integer));
    columns.extend((0..comparison.names.len()).map(|at| Column::number(name(at), NumberFormat::Integer)));
    let caption = format!("{} {}", r.say("各方法下的位次", "Ranks by method"), r.order.focus);
    let mut table = Table::new("cross-ranks", caption, columns);
    let mut order: Vec<usize> = (0..comparison.rows.len()).collect();
    order.sort_by_key(|at| (comparison.ranks[0][*at], *at));
    for at in order.into_iter().take(SHOWN) {
        let ranks: Vec<f64> = comparison.ranks.iter().map(|ranks| f64::from(ranks[at])).collect();
        let mean = ranks.iter().sum::<f64>() / ranks.len() as f64;
        let mut cells = vec![Cell::text(r.unit_name(comparison.rows[at]))];
        cells.extend([Cell::Number(mean), Cell::Number(f64::from(spread(comparison, at)))]);
        cells.extend(ranks.into_iter().map(Cell::Number));
        table.push(cells);
    }
    let all = r.say(
        "位次在各方法共有的对象之间排定，1为最好，并列同位次；按综合得分的次序列出。",
        "Ranks among the units that all methods have in common, 1 the best, ties share a rank; in the order of the index.",
    );
    let rest = r.say(
        "其余对象见 scores.xlsx 的“方法比较”表。",
        " The others are in the sheet “Methods” of scores.xlsx.",
    );
    table.note = Some(if comparison.rows.len() > SHOWN { format!("{all}{rest}") } else { all.to_owned() });
    table
}

/// Four measures of agreement with the index.
pub(super) fn against_index(r: &Results<'_>, comparison: &Comparison) -> Table {
    let measure = NumberFormat::Decimals(3);
    let columns = vec![
        Column::text(r.say("排序", "Ranking")),
        Column::number(r.say("斯皮尔曼", "Spearman"), measure),
        Column::number(r.say("肯德尔 τ-b", "Kendall τ-b"), measure),
        Column::number(r.say("加权斯皮尔曼", "Weighted Spearman"), measure),
        Column::number("WS", measure),
    ];
    let caption = format!(
        "{} {}",
        r.say("与综合得分次序的一致程度", "Agreement with the order of the index"),
        r.order.focus
    );
    let mut table = Table::new("cross-index", caption, columns);
    for (name, cell) in comparison.names.iter().zip(&comparison.cells[0]).skip(1) {
        let of = |value: Option<f64>| value.map_or_else(|| Cell::missing(""), Cell::Number);
        table.push(vec![
            Cell::text(r.text_of(name)),
            of(cell.map(|c| c.spearman)),
            of(cell.map(|c| c.kendall)),
            of(cell.map(|c| c.weighted_spearman)),
            of(cell.map(|c| c.ws)),
        ]);
    }
    table.note = Some(
        r.say(
            "1 为次序完全相同；并列取平均位次。加权斯皮尔曼更看重前面的名次，WS 几乎只看最前面几名，以综合得分为参照。",
            "1 is the same order; ties at their mean rank. The weighted Spearman minds the top more, WS hardly anything but the very top, with the index as reference.",
        )
        .to_owned(),
    );
    table
}

/// Kendall's τ-b of every pair.
pub(super) fn pairs(r: &Results<'_>, comparison: &Comparison) -> Table {
    let mut columns = vec![Column::text("")];
    let names = comparison.names.iter().map(|name| r.text_of(name));
    columns.extend(names.map(|name| Column::number(name, NumberFormat::Decimals(2))));
    let caption = format!(
        "{} {}",
        r.say("排序两两之间的肯德尔 τ-b", "Kendall's τ-b of every pair of rankings"),
        r.order.focus
    );
    let mut table = Table::new("cross-pairs", caption, columns);
    for (name, row) in comparison.names.iter().zip(&comparison.cells) {
        let mut cells = vec![Cell::text(r.text_of(name))];
        cells.extend(row.iter().map(|cell| match cell {
            Some(cell) => Cell::Heat { value: cell.kendall, shade: cell.kendall.max(0.0) },
            None => Cell::missing(""),
        }));
        table.push(cells);
    }
    table
}
