//! Tables of intermediate values, from the values of the indicators to ranks, so that a reader can follow every score by hand.
//!
//! The numbers are those of the engine, bit for bit: nothing is computed another way here. Read next: `report::step_files`.

use std::collections::BTreeMap;

use super::lookup::{Lookup, Peer};
use super::scores::{Leaves, Scores};
use super::{Scorecard, WeightWorking, summarise, weight_working};
use crate::framework::{Aggregate, Framework, Indicator, Lifecycle, NodeId, NodeKind};
use crate::normalisation::NormalisedRow;
use crate::panel::Panel;
use crate::statistics::GroupedSample;
use crate::vocab::{Id, Text, Working};

/// What a table is about, in the order in which a score is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepStage {
    /// An indicator: value, imputation, treatment, normalisation.
    Indicator,
    /// The weights of an aggregate's children.
    Weighting,
    /// The score of an aggregate.
    Aggregation,
    /// Ranks.
    Ranking,
}

impl StepStage {
    /// The word in the names of files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            StepStage::Indicator => "indicator",
            StepStage::Weighting => "weighting",
            StepStage::Aggregation => "aggregation",
            StepStage::Ranking => "ranking",
        }
    }
}

/// A table of intermediate values, and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct StepTable {
    /// Indicator, weights, aggregate or ranks.
    pub stage: StepStage,
    /// The node.
    pub node: Id,
    /// Its name.
    pub name: Text,
    /// The numbers.
    pub working: Working,
}

/// The tables of some rows of a scored panel: indicators in the order of the tree, then weights and scores of the aggregates from the leaves
/// up, then ranks. `leaves` are those of [`Scorecard::score_with_leaves`] on the same panel.
#[must_use]
pub fn steps(
    card: &Scorecard,
    panel: &Panel,
    scores: &Scores,
    leaves: &Leaves,
    rows: &[usize],
) -> Vec<StepTable> {
    let framework = card.definition().framework();
    let summary = summarise(card.definition(), panel);
    let base = framework.indicators().map(|(node, _, _)| node).zip(&summary.indicators);
    let base = base.map(|(node, own)| (node, own.observed.clone())).collect();
    let weighting = weight_working(card, &summary);
    let scene = Scene { card, framework, panel, scores, leaves, rows, base, weighting };
    let mut tables = Vec::new();
    for (node, _, indicator) in framework.indicators() {
        if indicator.status != Lifecycle::Retired {
            tables.extend(scene.of(StepStage::Indicator, node, scene.indicator(node, indicator)));
        }
    }
    for (node, _, aggregate) in framework.aggregates().rev() {
        tables.extend(scene.of(StepStage::Weighting, node, scene.weights(node, aggregate)));
        tables.extend(scene.of(StepStage::Aggregation, node, scene.aggregate(node, aggregate)));
    }
    tables.extend(scene.of(StepStage::Ranking, framework.root(), vec![scene.ranks()]));
    tables
}

struct Scene<'s> {
    card: &'s Scorecard,
    framework: &'s Framework,
    panel: &'s Panel,
    scores: &'s Scores,
    leaves: &'s Leaves,
    rows: &'s [usize],
    /// What the panel has of the base, by indicator.
    base: BTreeMap<NodeId, GroupedSample>,
    weighting: Vec<WeightWorking>,
}

impl Scene<'_> {
    fn of(&self, stage: StepStage, node: NodeId, workings: Vec<Working>) -> Vec<StepTable> {
        let known = self.framework.node(node);
        let table = |working| StepTable { stage, node: known.id.clone(), name: known.name.clone(), working };
        workings.into_iter().filter(|working| !working.rows.is_empty()).map(table).collect()
    }

    /// Who a row is about: `华为 (HW) 2023`.
    fn label(&self, row: usize) -> Text {
        let index = self.panel.index();
        let (unit, period) = (index.unit(row), index.row(row).period);
        if unit.name.is_empty() || unit.name == unit.id {
            return Text::same(format!("{} {period}", unit.id));
        }
        Text::same(format!("{} ({}) {period}", unit.name, unit.id))
    }

    fn name(&self, node: NodeId) -> Text {
        self.framework.node(node).name.clone()
    }

    fn indicator(&self, node: NodeId, indicator: &Indicator) -> Vec<Working> {
        let Some(column) = self.leaves.column(node) else { return Vec::new() };
        let measure = &indicator.measure;
        let row = |&row: &usize| {
            let step = column.imputed_by(row).map(|step| (step + 1) as f64);
            (self.label(row), vec![column.raw(row), step, column.treated(row), column.score(row)])
        };
        let values = Working {
            title: Text::new("从原始值到得分", "From raw value to score"),
            formula: indicator.formula.text().to_owned(),
            columns: vec![
                Text::new(format!("原始值（{measure}）"), format!("value ({measure})")),
                Text::new("由缺失处理的第几步插补", "imputed by this step of `missing`"),
                Text::new("插补并处理极端值之后", "after imputation and treatment"),
                Text::new("得分", "score"),
            ],
            rows: self.rows.iter().map(row).collect(),
        };
        let mut tables = vec![values];
        if let Some(frozen) = self.card.indicator(self.framework.node(node).id.as_str())
            && let Some(treater) = &frozen.treatment
        {
            let raw: Vec<(Text, f64)> =
                self.rows.iter().filter_map(|&row| Some((self.label(row), column.raw(row)?))).collect();
            let base = self.base.get(&node).cloned().unwrap_or_default();
            tables.extend(crate::treatment::working(&indicator.treatment, &base, treater, &raw));
        }
        if let Some(frozen) = self.card.indicator(self.framework.node(node).id.as_str())
            && let Some(normaliser) = &frozen.normaliser
        {
            let lookup = Lookup::new(normaliser, self.panel, |_| ());
            let row = |&row: &usize| NormalisedRow {
                label: self.label(row),
                value: column.treated(row),
                group: match lookup.peer(row) {
                    Peer::Group(at) => Some(at),
                    Peer::Pooled | Peer::Unknown => None,
                },
            };
            let rows: Vec<NormalisedRow> = self.rows.iter().map(row).collect();
            tables.extend(indicator.normalisation.working(normaliser, &rows));
        }
        tables
    }

    fn weights(&self, node: NodeId, aggregate: &Aggregate) -> Vec<Working> {
        let row = |child: &NodeId| {
            let known = self.framework.node(*child);
            let cells = vec![
                known.given_weight,
                Some(self.card.share(*child)),
                Some(self.card.effective_weight(*child)),
            ];
            (known.name.clone(), cells)
        };
        let shares = Working {
            title: Text::new("冻结的权重", "Frozen weights"),
            formula: "w = g / Σ g".to_owned(),
            columns: vec![
                Text::new("卡片上的权重", "weight on the card"),
                Text::new("在上级中的份额", "share in the aggregate"),
                Text::new("在总指数中的份额", "share in the index"),
            ],
            rows: aggregate.children.iter().map(row).collect(),
        };
        let id = &self.framework.node(node).id;
        let own = self.weighting.iter().filter(|working| working.node == *id);
        own.flat_map(|working| working.tables.iter().cloned()).chain([shares]).collect()
    }

    /// The score of a child in a row.
    fn score(&self, child: NodeId, row: usize) -> Option<f64> {
        match self.framework.node(child).kind {
            NodeKind::Aggregate(_) => self.scores.node(child)?.get(row),
            NodeKind::Indicator(_) => self.leaves.column(child)?.score(row),
        }
    }

    /// Scores, shares and contributions of the children in every row; and one row taken apart by the method.
    fn aggregate(&self, node: NodeId, aggregate: &Aggregate) -> Vec<Working> {
        let Some(aggregator) = self.card.aggregator(node) else { return Vec::new() };
        let weighing: Vec<NodeId> =
            aggregate.children.iter().copied().filter(|child| self.card.share(*child) > 0.0).collect();
        let names: Vec<Text> = weighing.iter().map(|child| self.name(*child)).collect();
        let shares: Vec<f64> = weighing.iter().map(|child| self.card.share(*child)).collect();
        let own = self.scores.node(node);
        let mut columns = Vec::with_capacity(weighing.len() * 3 + 1);
        for (zh, en) in [("得分", "score"), ("份额", "share"), ("贡献", "contribution")] {
            let heading = |name: &Text| Text::new(format!("{zh}：{}", name.zh), format!("{en}: {}", name.en));
            columns.extend(names.iter().map(heading));
        }
        columns.push(Text::new("合成得分", "score of the aggregate"));
        let row = |&row: &usize| {
            let below: Vec<Option<f64>> = weighing.iter().map(|child| self.score(*child, row)).collect();
            let score = own.and_then(|own| own.get(row));
            let counted: Vec<usize> = (0..below.len()).filter(|at| below[*at].is_some()).collect();
            let values: Vec<f64> = counted.iter().filter_map(|at| below[*at]).collect();
            let weights: Vec<f64> = counted.iter().map(|at| shares[*at]).collect();
            let total: f64 = weights.iter().sum();
            let points = score.map(|score| aggregator.contributions(&values, &weights, score));
            let place = |at: usize| counted.iter().position(|counted| *counted == at);
            let mut cells = below.clone();
            cells.extend((0..below.len()).map(|at| place(at).map(|_| shares[at] / total)));
            cells.extend(
                (0..below.len()).map(|at| points.as_ref().zip(place(at)).map(|(points, at)| points[at])),
            );
            cells.push(score);
            (self.label(row), cells)
        };
        let all = Working {
            title: aggregate.aggregation.name(),
            formula: aggregate.aggregation.note().formula.to_owned(),
            columns,
            rows: self.rows.iter().map(row).collect(),
        };
        let example = self.rows.iter().find(|row| own.is_some_and(|own| own.get(**row).is_some()));
        let example = example.map(|&row| {
            let below: Vec<Option<f64>> = weighing.iter().map(|child| self.score(*child, row)).collect();
            let label = self.label(row);
            let mut working = aggregator.working(&names, &below, &shares);
            let title = |title: &str, label: &str| format!("{title}: {label}");
            working.title =
                Text::new(title(&working.title.zh, &label.zh), title(&working.title.en, &label.en));
            working
        });
        std::iter::once(all).chain(example).collect()
    }

    fn ranks(&self) -> Working {
        let root = self.framework.root();
        let row = |&row: &usize| {
            let period = self.panel.index().row(row).period;
            let score = self.scores.root().and_then(|root| root.get(row));
            (self.label(row), vec![score, self.rank_in(period, row)])
        };
        Working {
            title: Text::new("位次", "Ranks"),
            formula: "1 + #{ u : s(u) > s }".to_owned(),
            columns: vec![self.name(root), Text::new("位次", "rank")],
            rows: self.rows.iter().map(row).collect(),
        }
    }

    fn rank_in(&self, period: crate::vocab::Period, row: usize) -> Option<f64> {
        let root = self.framework.root();
        let unit = self.panel.index().row(row).unit as usize;
        self.scores.ranks(root, period).get(unit).copied().flatten().map(f64::from)
    }
}
