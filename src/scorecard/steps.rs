//! Tables of intermediate values, from the values of the indicators to ranks, so that a reader can follow every score by hand.
//!
//! The numbers are those of the engine, bit for bit: nothing is computed another way here. Read next: `report::step_files`.

use std::collections::{BTreeMap, BTreeSet};

use super::explain_imputed;
use super::imputed_from::ImputedFrom;
use super::lookup::{Lookup, Peer};
use super::scores::{Leaves, Scores};
use super::{Scorecard, WeightWorking, summarise, weight_working};
use crate::framework::{Aggregate, Framework, Indicator, Lifecycle, NodeId, NodeKind};
use crate::normalisation::NormalisedRow;
use crate::panel::Panel;
use crate::statistics::GroupedSample;
use crate::vocab::{Id, Period, Text, Working};

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
    /// Columns of words behind those of numbers: a head, and one text for each row.
    pub words: Vec<(Text, Vec<Text>)>,
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
    let imputed = imputed(card, panel, leaves, rows);
    let scene = Scene { card, framework, panel, scores, leaves, rows, base, weighting, imputed };
    let mut tables = Vec::new();
    for (node, _, indicator) in framework.indicators() {
        if indicator.status != Lifecycle::Retired {
            tables.extend(scene.imputed(node, indicator));
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
    /// What stands in for missing values, by indicator and row.
    imputed: BTreeMap<(NodeId, usize), ImputedFrom>,
}

/// What stands in for the missing values of some rows, unit by unit.
fn imputed(
    card: &Scorecard,
    panel: &Panel,
    leaves: &Leaves,
    rows: &[usize],
) -> BTreeMap<(NodeId, usize), ImputedFrom> {
    let index = panel.index();
    let is_imputed = |row: &&usize| leaves.columns().iter().any(|c| c.imputed_by(**row).is_some());
    let units: BTreeSet<u32> = rows.iter().filter(is_imputed).map(|row| index.row(*row).unit).collect();
    let mut all = BTreeMap::new();
    for unit in units {
        let id = &index.units()[unit as usize].id;
        let alone = panel.partition(|entry| entry.id == *id);
        for (node, row, from) in explain_imputed::all_of(card, &alone) {
            let row = index.find(unit, alone.index().row(row).period);
            all.extend(row.map(|row| ((node, row), from)));
        }
    }
    all
}

impl Scene<'_> {
    fn of(&self, stage: StepStage, node: NodeId, workings: Vec<Working>) -> Vec<StepTable> {
        let known = self.framework.node(node);
        let table = |working| StepTable {
            stage,
            node: known.id.clone(),
            name: known.name.clone(),
            working,
            words: Vec::new(),
        };
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

    /// The missing values of an indicator, each with what stands in for it, from what, and how far it can be relied on.
    fn imputed(&self, node: NodeId, indicator: &Indicator) -> Option<StepTable> {
        let found: Vec<(usize, &ImputedFrom)> =
            self.rows.iter().filter_map(|row| Some((*row, self.imputed.get(&(node, *row))?))).collect();
        if found.is_empty() {
            return None;
        }
        let measure = &indicator.measure;
        let formulas: Vec<&str> = indicator.missing.iter().map(|step| step.note().formula).collect();
        let row = |&(row, from): &(usize, &ImputedFrom)| {
            (self.label(row), vec![Some(from.step as f64), Some(from.value)])
        };
        let working = Working {
            title: Text::new("缺失值由什么代替", "What stands in for missing values"),
            formula: formulas.join("\n"),
            columns: vec![
                Text::new("缺失处理的第几步", "step of `missing`"),
                Text::new(format!("代替的值（{measure}）"), format!("value ({measure})")),
            ],
            rows: found.iter().map(row).collect(),
        };
        let column = |zh, en, of: &dyn Fn(&ImputedFrom) -> Text| {
            (Text::new(zh, en), found.iter().map(|(_, from)| of(from)).collect::<Vec<Text>>())
        };
        let words = vec![
            column("依据", "how", &|from| from.told(measure)),
            column("所依据的对象或指标", "from these rows or indicators", &ImputedFrom::sources),
            column("可靠性", "mark", &|from| Text::same(from.reliability.letter().to_string())),
        ];
        let known = self.framework.node(node);
        let (id, name) = (known.id.clone(), known.name.clone());
        Some(StepTable { stage: StepStage::Indicator, node: id, name, working, words })
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
        let index = self.panel.index();
        let periods: BTreeSet<Period> = self.rows.iter().map(|row| index.row(*row).period).collect();
        let ranks: BTreeMap<Period, Vec<Option<u32>>> =
            periods.into_iter().map(|period| (period, self.scores.ranks(root, period))).collect();
        let row = |&row: &usize| {
            let score = self.scores.root().and_then(|root| root.get(row));
            let rank = ranks.get(&index.row(row).period).and_then(|ranks| ranks[row]);
            (self.label(row), vec![score, rank.map(f64::from)])
        };
        Working {
            title: Text::new("位次", "Ranks"),
            formula: "1 + #{ u : s(u) > s }".to_owned(),
            columns: vec![self.name(root), Text::new("位次", "rank")],
            rows: self.rows.iter().map(row).collect(),
        }
    }
}
