//! Intermediate values of weights from judgement, for following a method by hand.

use std::collections::BTreeMap;

use super::table::cells;
use super::{
    BudgetExpert, Joining, Judged, JudgementMatrix, NoTable, PairwiseExpert, PrecedenceExpert, Priority,
    RandomIndex, best_worst_linear, joined_judgements, judged_by_best_and_worst_of, judged_by_orders,
    judged_by_precedence,
};
use crate::vocab::{Id, Text, Working};
use crate::weighting::Weighting;

/// A table with a row for each child, column by column.
pub(in crate::weighting) fn columns(
    title: Text,
    formula: &str,
    names: &[Text],
    columns: &[(Text, Vec<f64>)],
) -> Working {
    let row = |(at, name): (usize, &Text)| {
        (name.clone(), columns.iter().map(|(_, cells)| cells.get(at).copied()).collect())
    };
    Working {
        title,
        formula: formula.to_owned(),
        columns: columns.iter().map(|(head, _)| head.clone()).collect(),
        rows: names.iter().enumerate().map(row).collect(),
    }
}

/// What each expert of a panel says or comes to, one column an expert, and the weights of all together.
pub(in crate::weighting) fn panel(
    weighting: &Weighting,
    items: &[&Id],
    names: &[Text],
    shares: &[f64],
) -> Working {
    let own = |judged: Result<Judged, NoTable>| judged.map(|judged| judged.shares).unwrap_or_default();
    let of = |table: &BTreeMap<String, f64>| {
        items.iter().map(|id| table.get(id.as_str()).copied().unwrap_or(0.0)).collect::<Vec<f64>>()
    };
    let each: Vec<Vec<f64>> = match weighting {
        Weighting::BestWorst { experts: Some(experts), .. } => {
            let one = |expert| own(judged_by_best_and_worst_of(items, std::slice::from_ref(expert)));
            experts.here().iter().map(one).collect()
        }
        Weighting::OrderRelation { experts: Some(experts), .. } => {
            let one = |expert| own(judged_by_orders(items, std::slice::from_ref(expert)));
            experts.here().iter().map(one).collect()
        }
        Weighting::PrecedenceChart { experts } => {
            let one = |expert: &PrecedenceExpert| match expert.scores.is_empty() {
                true => own(judged_by_precedence(items, std::slice::from_ref(expert))),
                false => of(&expert.scores),
            };
            experts.here().iter().map(one).collect()
        }
        Weighting::RankOrder { experts, .. } => experts.here().iter().map(|e| of(&e.ranks)).collect(),
        Weighting::Delphi { experts, .. } => experts.here().iter().map(|e| of(&e.scores)).collect(),
        _ => Vec::new(),
    };
    let head = |number: usize| Text::new(format!("专家 {number}"), format!("expert {number}"));
    let mut heads: Vec<(Text, Vec<f64>)> =
        each.into_iter().enumerate().map(|(at, cells)| (head(at + 1), cells)).collect();
    heads.push((Text::new("权重", "weight"), shares.to_vec()));
    let title = Text::new("各位专家与合并后的权重", "Each expert, and the weights of all together");
    columns(title, weighting.note().formula, names, &heads)
}

/// AHP: each expert's matrix with its column sums, weights and consistency; for several experts what they come to.
pub(in crate::weighting) fn pairs(
    items: &[&Id],
    names: &[Text],
    (priority, random_index, joining): (Priority, RandomIndex, Joining),
    experts: &[PairwiseExpert],
    shares: &[f64],
) -> Result<Vec<Working>, NoTable> {
    let mut tables = Vec::new();
    let mut matrices = Vec::new();
    for (at, expert) in experts.iter().enumerate() {
        let cells = cells(items, at, &expert.pairs)?;
        tables.push(matrix(names, Some(at + 1), &cells));
        if let Some(complete) = cells.iter().copied().collect::<Option<Vec<f64>>>() {
            let matrix = JudgementMatrix::new(&complete)?;
            let own = matrix.priorities(priority);
            tables.extend(consistency(names, Some(at + 1), &matrix, &own, random_index)?);
            matrices.push(matrix);
        }
    }
    if experts.len() > 1 {
        let weights: Vec<f64> = experts.iter().map(|expert| expert.weight).collect();
        if joining == Joining::Judgements && matrices.len() == experts.len() {
            let joined = joined_judgements(&matrices, &weights)?;
            let cells: Vec<Option<f64>> = joined.cells().iter().copied().map(Some).collect();
            tables.push(matrix(names, None, &cells));
            tables.extend(consistency(names, None, &joined, shares, random_index)?);
        }
    }
    if experts.len() > 1 || matrices.len() < experts.len() {
        let title = Text::new("各位专家合并后的权重", "Weights of all experts together");
        tables.push(columns(title, "w", names, &[(Text::new("权重", "weight"), shares.to_vec())]));
    }
    Ok(tables)
}

fn whose(expert: Option<usize>) -> (String, String) {
    match expert {
        Some(expert) => (format!("第 {expert} 位专家"), format!("expert {expert}")),
        None => ("专家合并".to_owned(), "experts together".to_owned()),
    }
}

fn matrix(names: &[Text], expert: Option<usize>, cells: &[Option<f64>]) -> Working {
    let side = names.len();
    let row = |(at, name): (usize, &Text)| (name.clone(), cells[at * side..][..side].to_vec());
    let mut rows: Vec<(Text, Vec<Option<f64>>)> = names.iter().enumerate().map(row).collect();
    let sum = |column: usize| {
        let own = (0..side).map(|row| cells[row * side + column]);
        own.sum::<Option<f64>>()
    };
    rows.push((Text::new("列合计", "sum of the column"), (0..side).map(sum).collect()));
    let (zh, en) = whose(expert);
    Working {
        title: Text::new(format!("判断矩阵（{zh}）"), format!("Judgements ({en})")),
        formula: "aⱼₖ, aₖⱼ = 1 / aⱼₖ".to_owned(),
        columns: names.to_vec(),
        rows,
    }
}

/// Weights with the products that λmax is the mean of, and λmax, CI, RI and CR.
fn consistency(
    names: &[Text],
    expert: Option<usize>,
    matrix: &JudgementMatrix,
    weights: &[f64],
    random_index: RandomIndex,
) -> Result<Vec<Working>, NoTable> {
    let side = matrix.items();
    let product = |row: usize| {
        matrix.cells()[row * side..][..side].iter().zip(weights).map(|(a, w)| a * w).sum::<f64>()
    };
    let products: Vec<f64> = (0..side).map(product).collect();
    let ratios: Vec<f64> = products.iter().zip(weights).map(|(product, weight)| product / weight).collect();
    let (zh, en) = whose(expert);
    let own = columns(
        Text::new(format!("权重（{zh}）"), format!("Weights ({en})")),
        "A·w, (A·w) / w",
        names,
        &[
            (Text::same("A·w"), products),
            (Text::same("(A·w)/w"), ratios),
            (Text::new("权重", "weight"), weights.to_vec()),
        ],
    );
    let found = matrix.consistency(weights, random_index)?;
    let check = Working {
        title: Text::new(format!("一致性（{zh}）"), format!("Consistency ({en})")),
        formula: "λmax = mean of (A·w)/w, CI = (λmax − m) / (m − 1), CR = CI / RI".to_owned(),
        columns: ["λmax", "CI", "RI", "CR"].map(Text::same).to_vec(),
        rows: vec![(
            Text::new("一致性", "consistency"),
            vec![Some(found.lambda), Some(found.index), Some(random_index.of(side)?), Some(found.ratio)],
        )],
    };
    Ok(vec![own, check])
}

/// Best–worst: both comparisons, the weights, and how far each is from what its comparison asks.
pub(in crate::weighting) fn best_worst(
    items: &[&Id],
    names: &[Text],
    (best, worst): (&Id, &Id),
    (best_over, over_worst): (&BTreeMap<String, f64>, &BTreeMap<String, f64>),
    shares: &[f64],
) -> Vec<Working> {
    let of = |table: &BTreeMap<String, f64>, own: &Id, id: &Id| {
        table.get(id.as_str()).copied().or((id == own).then_some(1.0))
    };
    let to_others: Vec<Option<f64>> = items.iter().map(|id| of(best_over, best, id)).collect();
    let mirror = of(best_over, best, worst);
    let to_worst: Vec<Option<f64>> = items
        .iter()
        .map(|id| of(over_worst, worst, id).or(if *id == best { mirror } else { None }))
        .collect();
    let row = |(at, name): (usize, &Text)| {
        (name.clone(), vec![to_others[at], to_worst[at], shares.get(at).copied()])
    };
    let mut tables = vec![Working {
        title: Text::new("比较与权重", "Comparisons and weights"),
        formula: "min ξ, |w_B − a_Bⱼ·wⱼ| ≤ ξ, |wⱼ − a_jW·w_W| ≤ ξ".to_owned(),
        columns: vec![
            Text::new("最优对它", "the best over it"),
            Text::new("它对最劣", "it over the worst"),
            Text::new("权重", "weight"),
        ],
        rows: names.iter().enumerate().map(row).collect(),
    }];
    let place = |id: &Id| items.iter().position(|item| *item == id);
    let complete = |cells: &[Option<f64>]| cells.iter().copied().collect::<Option<Vec<f64>>>();
    if let (Some(best), Some(worst), Some(others), Some(worsts)) =
        (place(best), place(worst), complete(&to_others), complete(&to_worst))
        && let Ok(found) = best_worst_linear(best, worst, &others, &worsts)
    {
        tables.push(Working {
            title: Text::new("最大偏差", "Largest deviation"),
            formula: "ξ".to_owned(),
            columns: vec![Text::same("ξ")],
            rows: vec![(Text::new("偏差", "deviation"), vec![Some(found.deviation)])],
        });
    }
    tables
}

/// G1: the order, the ratios of neighbours, and the weights.
pub(in crate::weighting) fn order(
    items: &[&Id],
    names: &[Text],
    order: &[Id],
    ratios: &[f64],
    shares: &[f64],
) -> Vec<Working> {
    let row = |(rank, id): (usize, &Id)| {
        let at = items.iter().position(|item| *item == id)?;
        let ratio = rank.checked_sub(1).and_then(|before| ratios.get(before).copied());
        Some((names.get(at)?.clone(), vec![Some(rank as f64 + 1.0), ratio, shares.get(at).copied()]))
    };
    vec![Working {
        title: Text::new("序关系与权重", "Order and weights"),
        formula: "w_m = 1 / (1 + Σₖ Πᵢ rᵢ), w_(k−1) = r_k·w_k".to_owned(),
        columns: vec![
            Text::new("名次", "rank"),
            Text::new("前一个对它的比值 r", "the one before over it, r"),
            Text::new("权重", "weight"),
        ],
        rows: order.iter().enumerate().filter_map(row).collect(),
    }]
}

/// Budget allocation: the points of each expert, and the weights.
pub(in crate::weighting) fn budget(
    items: &[&Id],
    names: &[Text],
    budget: f64,
    experts: &[BudgetExpert],
    shares: &[f64],
) -> Vec<Working> {
    let mut heads: Vec<(Text, Vec<f64>)> = Vec::new();
    for (number, expert) in (1..).zip(experts) {
        let points = items.iter().map(|id| expert.points.get(id.as_str()).copied().unwrap_or(0.0) / budget);
        let head = Text::new(format!("专家 {number}"), format!("expert {number}"));
        heads.push((head, points.collect()));
    }
    heads.push((Text::new("权重", "weight"), shares.to_vec()));
    let title = Text::new("各位专家的份额与权重", "Shares by expert and weights");
    vec![columns(title, "bₑⱼ / B, wⱼ = Σₑ vₑ·bₑⱼ / B", names, &heads)]
}
