//! Figures of the diagnosis: heat maps of correlations, eigenvalues, weights beside influence.

use super::super::chapter::draft::Draft;
use super::super::chapter::picture;
use super::super::document::Block;
use super::super::figure::{Axis, Emphasis, Figure, HeatMap, Series, Shading, Trend};
use super::columns::Reader;
use crate::diagnosis::{Diagnosis, Items};
use crate::framework::{NodeId, NodeKind};
use crate::vocab::Id;

/// More rows than this make a heat map unreadable; correlations.csv has them all.
const MOST_CELLS: usize = 24;

/// All aggregates with each other.
pub(super) fn aggregates(reader: Reader<'_>, diagnosis: &Diagnosis, draft: &mut Draft) -> Option<Block> {
    let nodes: Vec<Id> = reader.r.framework().aggregates().map(|(_, node, _)| node.id.clone()).collect();
    let title = reader.r.say("汇总项得分之间的相关（Pearson）", "Correlations of aggregates (Pearson)");
    heat_map(reader, diagnosis, draft, "figure-aggregates", title, &nodes)
}

/// The indicators of each dimension, folded away.
pub(super) fn dimensions(reader: Reader<'_>, diagnosis: &Diagnosis, draft: &mut Draft) -> Vec<Block> {
    let mut blocks = Vec::new();
    let r = reader.r;
    for dimension in r.dimensions() {
        let nodes = scored_below(reader, dimension);
        let title = format!(
            "{}{}",
            r.name(dimension),
            r.say("：指标得分之间的相关（Pearson）", ": correlations of its indicators (Pearson)")
        );
        let id = format!("figure-{}", r.framework().node(dimension).id);
        blocks.extend(heat_map(reader, diagnosis, draft, &id, &title, &nodes));
    }
    blocks
}

fn scored_below(reader: Reader<'_>, dimension: NodeId) -> Vec<Id> {
    let r = reader.r;
    let below =
        r.framework().indicators().filter(|(node, _, _)| r.framework().dimension_of(*node) == dimension);
    below
        .filter(|(node, _, _)| r.leaves.column(*node).is_some())
        .map(|(_, node, _)| node.id.clone())
        .collect()
}

fn heat_map(
    reader: Reader<'_>,
    diagnosis: &Diagnosis,
    draft: &mut Draft,
    id: &str,
    title: &str,
    nodes: &[Id],
) -> Option<Block> {
    if !(3..=MOST_CELLS).contains(&nodes.len()) {
        return None;
    }
    let value = |a: &Id, b: &Id| {
        let found =
            diagnosis.correlations.scores.iter().find(|pair| {
                (pair.first == *a && pair.second == *b) || (pair.first == *b && pair.second == *a)
            });
        if a == b { Some(1.0) } else { found.and_then(|pair| pair.pearson.value) }
    };
    let short = |id: &Id| match reader.r.framework().find(id.as_str()) {
        // The code is known to those who read this, and short enough for a column.
        Some(node) => match &reader.r.framework().node(node).code {
            Some(code) => code.clone(),
            None => reader.r.name(node).to_owned(),
        },
        None => id.to_string(),
    };
    let figure = Figure::HeatMap(HeatMap {
        labels: picture::labels(
            reader.r,
            title.to_owned(),
            reader.r.say("颜色越深相关越高", "the darker, the higher the correlation").to_owned(),
        ),
        row_heading: reader.r.say("节点", "Node").to_owned(),
        axis: Axis { title: "r".to_owned(), range: Some((-1.0, 1.0)), decimals: 2, ..Axis::default() },
        rows: nodes.iter().map(|id| reader.node_name(id)).collect(),
        columns: nodes.iter().map(short).collect(),
        values: nodes.iter().map(|a| nodes.iter().map(|b| value(a, b)).collect()).collect(),
        shading: Shading::Whole,
    });
    Some(picture::block(reader.r, draft, id, title.to_owned(), figure))
}

/// Eigenvalues of all indicators together and of each dimension.
pub(super) fn scree(reader: Reader<'_>, diagnosis: &Diagnosis, draft: &mut Draft) -> Option<Block> {
    let r = reader.r;
    let shown: Vec<_> = diagnosis
        .coherence
        .iter()
        .filter(|one| one.items == Items::Indicators && one.nodes.len() > 2)
        .filter_map(|one| {
            let node = r.framework().find(one.aggregate.as_str())?;
            (r.framework().node(node).depth < 2).then_some((node, one.structure.as_ref()?))
        })
        .collect();
    let most = shown.iter().map(|(_, structure)| structure.eigenvalues.len()).max()?.min(15);
    let root = r.framework().root();
    let mut series: Vec<Series> = shown
        .iter()
        .map(|(node, structure)| Series {
            label: r.name(*node).to_owned(),
            values: (0..most).map(|at| structure.eigenvalues.get(at).copied()).collect(),
            band: Vec::new(),
            emphasis: if *node == root { Emphasis::Strong } else { Emphasis::Normal },
        })
        .collect();
    series.push(Series {
        label: r.say("界线", "limit").to_owned(),
        values: vec![Some(1.0); most],
        band: Vec::new(),
        emphasis: Emphasis::Faint,
    });
    let title = r.say("特征值（碎石图）", "Eigenvalues (scree)").to_owned();
    let figure = Figure::Trend(Trend {
        labels: picture::labels(
            r,
            title.clone(),
            r.say(
                "各主成分的特征值，大于 1 的才比单个指标解释得多",
                "eigenvalues of components; one above 1 explains more than a single indicator",
            )
            .to_owned(),
        ),
        period_heading: r.say("主成分", "Component").to_owned(),
        periods: (1..=most).map(|at| at.to_string()).collect(),
        axis: Axis { title: r.say("特征值", "Eigenvalue").to_owned(), decimals: 2, ..Axis::default() },
        series,
    });
    Some(picture::block(r, draft, "figure-scree", title, figure))
}

/// Weight and share of influence of the parts of the root.
pub(super) fn influence(reader: Reader<'_>, diagnosis: &Diagnosis, draft: &mut Draft) -> Option<Block> {
    let r = reader.r;
    let root = r.framework().node(r.framework().root());
    let NodeKind::Aggregate(_) = &root.kind else { return None };
    let of_root =
        |items: Items| diagnosis.importance.iter().find(|one| one.aggregate == root.id && one.items == items);
    let one = of_root(Items::Children).or_else(|| of_root(Items::Indicators))?;
    if one.of.len() > MOST_CELLS {
        return None;
    }
    let title = r
        .say("总指数各部分的名义权重与实际影响（%）", "Weight and influence of the parts of the index (%)")
        .to_owned();
    let hundred = |share: f64| share * 100.0;
    let figure = Figure::HeatMap(HeatMap {
        labels: picture::labels(
            r,
            title.clone(),
            r.say(
                "左列为名义权重，右列为实际影响占比，单位%",
                "weight on the left, share of influence on the right, in per cent",
            )
            .to_owned(),
        ),
        row_heading: r.say("组成", "Part").to_owned(),
        axis: Axis { title: "%".to_owned(), range: Some((0.0, 100.0)), decimals: 1, ..Axis::default() },
        rows: one.of.iter().map(|part| reader.node_name(&part.node)).collect(),
        columns: vec![r.say("名义权重", "weight").to_owned(), r.say("实际影响", "influence").to_owned()],
        values: one
            .of
            .iter()
            .map(|part| vec![Some(hundred(part.nominal)), part.effective.map(hundred)])
            .collect(),
        shading: Shading::Whole,
    });
    Some(picture::block(r, draft, "figure-influence", title, figure))
}
