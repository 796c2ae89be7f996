//! Rankings worked out: numbers gathered from scores, gaps dealt with as declared, the method applied to each period on its own.

use super::document::{GapRule, RankingDocument, RankingWeights, Values};
use super::{criteria, words};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::framework::{Framework, NodeId, NodeKind};
use crate::ranking::{Appraisal, Matrix, RankingError, RankingMethod, Takes};
use crate::scorecard::{Finding, Leaves, Scorecard, Scores};
use crate::vocab::{Direction, Period, Text, Working};

/// What rankings look at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What units were scored with.
    pub scorecard: &'a Scorecard,
    /// Scores of aggregates.
    pub scores: &'a Scores,
    /// Values and scores of indicators.
    pub leaves: &'a Leaves,
}

/// One ranking with its results.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// What was asked for.
    pub document: RankingDocument,
    /// What people call it.
    pub name: Text,
    /// The method, with grades taken from the framework where none were written.
    pub method: RankingMethod,
    /// What it compares.
    pub nodes: Vec<NodeId>,
    /// One result a period, in order.
    pub periods: Vec<PeriodRanking>,
}

/// A ranking of one period. Rows are those of the scores.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodRanking {
    /// Which period.
    pub period: Period,
    /// The rows that were compared, in order of unit.
    pub rows: Vec<usize>,
    /// The nodes that were compared.
    pub nodes: Vec<NodeId>,
    /// Rows left out for a gap.
    pub left_out: Vec<usize>,
    /// Nodes left out for a gap.
    pub without: Vec<NodeId>,
    /// What came out.
    pub outcome: Outcome,
}

/// What came out of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An answer, one entry for each row.
    Ranked {
        /// Everything the method says.
        appraisal: Appraisal,
        /// Competition ranks (1, 2, 2, 4).
        ranks: Vec<u32>,
    },
    /// No answer, and why: an exact one would take too long.
    Refused(Text),
}

impl Ranking {
    /// The result of a period.
    #[must_use]
    pub fn of_period(&self, period: Period) -> Option<&PeriodRanking> {
        self.periods.iter().find(|result| result.period == period)
    }
}

impl PeriodRanking {
    /// The answer, if there is one.
    #[must_use]
    pub fn appraisal(&self) -> Option<(&Appraisal, &[u32])> {
        match &self.outcome {
            Outcome::Ranked { appraisal, ranks } => Some((appraisal, ranks)),
            Outcome::Refused(_) => None,
        }
    }
}

/// Works out every ranking; those that name no period are about `focus`. `place` says where a ranking stands in its file.
///
/// # Errors
/// A gap that no rule covers, and values that a method has no answer to. What would take too long is a finding.
pub fn run(
    list: &[RankingDocument],
    subject: Subject<'_>,
    focus: Period,
    place: &dyn Fn(usize) -> Place,
) -> Result<(Vec<Ranking>, Vec<Finding>), Vec<Diagnostic>> {
    let (mut rankings, mut findings, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for (at, document) in list.iter().enumerate() {
        let task = Task::new(document, subject);
        let mut periods = if document.periods.is_empty() { vec![focus] } else { document.periods.clone() };
        periods.sort_unstable();
        periods.dedup();
        let mut results = Vec::new();
        for period in periods {
            match task.period(period, &mut findings) {
                Ok(result) => results.push(result),
                Err(problem) => problems.push(problem.at(place(at))),
            }
        }
        let name = document.name.clone().unwrap_or_else(|| {
            let name = document.method.note().name;
            Text::new(name.zh, name.en)
        });
        let Task { method, nodes, .. } = task;
        rankings.push(Ranking { document: document.clone(), name, method, nodes, periods: results });
    }
    if problems.is_empty() { Ok((rankings, findings)) } else { Err(problems) }
}

/// The tables that a ranking of a period can be followed by hand with; empty where it has no answer.
#[must_use]
pub fn working(document: &RankingDocument, subject: Subject<'_>, period: Period) -> Vec<Working> {
    let task = Task::new(document, subject);
    let gathered = task.gather(period, &task.nodes);
    let Ok((gathered, _, _)) = task.without_gaps(period, gathered) else { return Vec::new() };
    let index = subject.scores.index();
    let name = |row: &usize| {
        let unit = index.unit(*row);
        let name = if unit.name.is_empty() { &unit.id } else { &unit.name };
        Text::new(name.clone(), name.clone())
    };
    let units: Vec<Text> = gathered.rows.iter().map(name).collect();
    task.with_matrix(&gathered, |matrix| task.method.working(matrix, &units)).unwrap_or_default()
}

/// One ranking under way.
struct Task<'a> {
    document: &'a RankingDocument,
    subject: Subject<'a>,
    framework: &'a Framework,
    method: RankingMethod,
    nodes: Vec<NodeId>,
}

/// Numbers of one period: a column a node, an entry a row.
struct Gathered {
    rows: Vec<usize>,
    nodes: Vec<NodeId>,
    columns: Vec<Vec<Option<f64>>>,
}

impl<'a> Task<'a> {
    fn new(document: &'a RankingDocument, subject: Subject<'a>) -> Task<'a> {
        let framework = subject.scorecard.definition().framework();
        let mut nodes = criteria::nodes(document, framework);
        if document.nodes.is_empty() && document.weighting == RankingWeights::Scorecard {
            // What weighs nothing need not have a value.
            nodes.retain(|node| subject.scorecard.effective_weight(*node) > 0.0);
        }
        Task { document, subject, framework, method: criteria::method(document, framework), nodes }
    }

    fn period(&self, period: Period, findings: &mut Vec<Finding>) -> Result<PeriodRanking, Diagnostic> {
        let gathered = self.gather(period, &self.nodes);
        let (gathered, left_out, without) = self.without_gaps(period, gathered)?;
        findings.extend(self.left_out(period, &left_out, &without));
        let answer = self.with_matrix(&gathered, |matrix| self.method.appraise(matrix));
        let outcome = match answer {
            Ok(appraisal) => {
                findings.extend(self.constant(period, &appraisal, &gathered.nodes));
                Outcome::Ranked { ranks: appraisal.ranked.ranks(), appraisal }
            }
            Err(error @ RankingError::TooHard { .. }) => {
                let (said, _) = self.words(&error, &gathered);
                let zh = format!("排序“{}”没有结果：{}", self.document.id, said.zh);
                let en = format!("ranking `{}` has no result: {}", self.document.id, said.en);
                findings.push(self.finding("std043", Severity::Warning, period, Text::new(zh, en)));
                Outcome::Refused(said)
            }
            Err(error) => return Err(self.no_answer(&error, period, &gathered)),
        };
        Ok(PeriodRanking { period, rows: gathered.rows, nodes: gathered.nodes, left_out, without, outcome })
    }

    fn gather(&self, period: Period, nodes: &[NodeId]) -> Gathered {
        let rows: Vec<usize> = self.subject.scores.index().rows_in(period).collect();
        let column = |node: &NodeId| rows.iter().map(|row| self.value(*node, *row)).collect();
        Gathered { columns: nodes.iter().map(column).collect(), nodes: nodes.to_vec(), rows }
    }

    fn value(&self, node: NodeId, row: usize) -> Option<f64> {
        match (&self.framework.node(node).kind, self.document.values) {
            (NodeKind::Aggregate(_), _) => self.subject.scores.node(node)?.get(row),
            (NodeKind::Indicator(_), Values::Scores) => self.subject.leaves.column(node)?.score(row),
            (NodeKind::Indicator(_), Values::Treated) => self.subject.leaves.column(node)?.treated(row),
            (NodeKind::Indicator(_), Values::Raw) => self.subject.leaves.column(node)?.raw(row),
        }
    }

    /// Gaps dealt with as declared: what is left, the rows and the nodes that are not.
    fn without_gaps(
        &self,
        period: Period,
        gathered: Gathered,
    ) -> Result<(Gathered, Vec<usize>, Vec<NodeId>), Diagnostic> {
        let Gathered { rows, nodes, columns } = gathered;
        let has_gap = |at: usize| columns.iter().any(|column| column[at].is_none());
        match self.document.missing {
            GapRule::Error => {
                let gathered = Gathered { rows, nodes, columns };
                match self.gaps(period, &gathered) {
                    Some(problem) => Err(problem),
                    None => Ok((gathered, Vec::new(), Vec::new())),
                }
            }
            GapRule::DropUnits => {
                let (out, kept): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|at| has_gap(*at));
                let left_out = out.iter().map(|at| rows[*at]).collect();
                let columns =
                    columns.iter().map(|column| kept.iter().map(|at| column[*at]).collect()).collect();
                let rows = kept.iter().map(|at| rows[*at]).collect();
                Ok((Gathered { rows, nodes, columns }, left_out, Vec::new()))
            }
            GapRule::DropCriteria => {
                let pairs = nodes.into_iter().zip(columns);
                let (kept, out): (Vec<_>, Vec<_>) =
                    pairs.partition(|(_, column)| column.iter().all(Option::is_some));
                let (nodes, columns) = kept.into_iter().unzip();
                let without = out.into_iter().map(|(node, _)| node).collect();
                Ok((Gathered { rows, nodes, columns }, Vec::new(), without))
            }
        }
    }

    /// Calls the method's side with columns that have no gaps.
    fn with_matrix<T>(
        &self,
        gathered: &Gathered,
        with: impl FnOnce(&Matrix<'_>) -> Result<T, RankingError>,
    ) -> Result<T, RankingError> {
        let scale = self.framework.parts().scale;
        let rescaled = |value: f64| match self.method.takes() {
            Takes::Shares => (value - scale.low) / scale.width(),
            Takes::Scores | Takes::Anything => value,
        };
        let columns: Vec<Vec<f64>> = gathered
            .columns
            .iter()
            .map(|column| column.iter().map(|value| value.map_or(f64::NAN, rescaled)).collect())
            .collect();
        let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let nodes = &gathered.nodes;
        let directions: Vec<Direction> = nodes.iter().map(|node| self.direction(*node)).collect();
        let weights: Vec<f64> = nodes.iter().map(|node| self.weight(*node)).collect();
        let inputs = criteria::inputs(&self.method, self.framework, nodes);
        let name = |node: &NodeId| {
            (self.framework.node(*node).id.to_string(), self.framework.node(*node).name.clone())
        };
        let criteria: Vec<(String, Text)> = nodes.iter().map(name).collect();
        with(&Matrix {
            columns: &views,
            directions: &directions,
            weights: &weights,
            inputs: &inputs,
            criteria: &criteria,
        })
    }

    fn direction(&self, node: NodeId) -> Direction {
        match (&self.framework.node(node).kind, self.document.values) {
            (NodeKind::Indicator(indicator), Values::Treated | Values::Raw) => indicator.direction,
            _ => Direction::Positive,
        }
    }

    fn weight(&self, node: NodeId) -> f64 {
        match &self.document.weighting {
            RankingWeights::Scorecard => self.subject.scorecard.effective_weight(node),
            RankingWeights::Equal => 1.0,
            RankingWeights::Given { weights } => {
                weights.get(&self.framework.node(node).id).copied().unwrap_or(0.0)
            }
        }
    }

    fn unit(&self, row: usize) -> String {
        let unit = self.subject.scores.index().unit(row);
        if unit.name.is_empty() || unit.name == unit.id {
            unit.id.clone()
        } else {
            format!("{} ({})", unit.name, unit.id)
        }
    }

    fn words(&self, error: &RankingError, gathered: &Gathered) -> (Text, Text) {
        let node = |at: usize| {
            gathered.nodes.get(at).map_or_else(String::new, |n| self.framework.node(*n).id.to_string())
        };
        let unit = |at: usize| gathered.rows.get(at).map_or_else(String::new, |row| self.unit(*row));
        words::refusal(error, &node, &unit)
    }

    fn no_answer(&self, error: &RankingError, period: Period, gathered: &Gathered) -> Diagnostic {
        let (said, hint) = self.words(error, gathered);
        let zh = format!("排序“{}”在 {period} 没有结果：{}", self.document.id, said.zh);
        let en = format!("ranking `{}` has no result in {period}: {}", self.document.id, said.en);
        Diagnostic::error("std039", zh, en).hint(hint.zh, hint.en)
    }

    /// The cells that are missing, the first few by name.
    fn gaps(&self, period: Period, gathered: &Gathered) -> Option<Diagnostic> {
        let gaps: Vec<(usize, NodeId)> = gathered
            .nodes
            .iter()
            .zip(&gathered.columns)
            .flat_map(|(node, column)| {
                let missing = column.iter().zip(&gathered.rows).filter(|(value, _)| value.is_none());
                missing.map(|(_, row)| (*row, *node))
            })
            .collect();
        if gaps.is_empty() {
            return None;
        }
        let shown: Vec<String> = gaps
            .iter()
            .take(3)
            .map(|(row, node)| format!("{} / {}", self.unit(*row), self.framework.node(*node).id))
            .collect();
        let (id, count, list) = (&self.document.id, gaps.len(), shown.join("; "));
        let zh = format!("排序“{id}”在 {period} 缺 {count} 个数，例如（对象 / 节点）：{list}");
        let en = format!("ranking `{id}` lacks {count} numbers in {period}, such as (unit / node): {list}");
        Some(Diagnostic::error("std038", zh, en).hint(
            "写 `missing = \"drop-units\"`（去掉有缺的对象）或 \"drop-criteria\"（去掉有缺的节点）；或在指标卡上插补",
            "write `missing = \"drop-units\"` or `\"drop-criteria\"`, or impute on the cards",
        ))
    }

    fn finding(&self, code: &'static str, severity: Severity, period: Period, message: Text) -> Finding {
        Finding {
            code: Code(code),
            severity,
            message,
            node: None,
            period: Some(period),
            count: 1,
            examples: Vec::new(),
        }
    }

    fn left_out(&self, period: Period, rows: &[usize], nodes: &[NodeId]) -> Vec<Finding> {
        let id = &self.document.id;
        let mut found = Vec::new();
        if !rows.is_empty() {
            let zh = format!("排序“{id}”去掉了有缺失的对象 {} 个", rows.len());
            let en = format!("ranking `{id}` leaves out units with a gap: {}", rows.len());
            let mut finding = self.finding("std040", Severity::Warning, period, Text::new(zh, en));
            finding.count = rows.len() as u64;
            finding.examples = rows.iter().take(3).map(|row| self.unit(*row)).collect();
            found.push(finding);
        }
        if !nodes.is_empty() {
            found.push(self.about_nodes(
                ("std041", period),
                nodes,
                format!("排序“{id}”去掉了有缺失的节点 {} 个，权重由其余节点分担", nodes.len()),
                format!(
                    "ranking `{id}` leaves out nodes with a gap, the others share their weight: {}",
                    nodes.len()
                ),
            ));
        }
        found
    }

    fn constant(&self, period: Period, appraisal: &Appraisal, nodes: &[NodeId]) -> Option<Finding> {
        let constant: Vec<NodeId> =
            appraisal.constant.iter().filter_map(|at| nodes.get(*at).copied()).collect();
        let (id, count) = (&self.document.id, constant.len());
        (count > 0).then(|| {
            self.about_nodes(
                ("std042", period),
                &constant,
                format!("排序“{id}”中有 {count} 个节点对所有对象都相同，权重为 0"),
                format!("ranking `{id}` has nodes that are the same for all units and weigh 0: {count}"),
            )
        })
    }

    fn about_nodes(
        &self,
        (code, period): (&'static str, Period),
        nodes: &[NodeId],
        zh: String,
        en: String,
    ) -> Finding {
        let mut finding = self.finding(code, Severity::Warning, period, Text::new(zh, en));
        finding.count = nodes.len() as u64;
        finding.examples =
            nodes.iter().take(3).map(|node| self.framework.node(*node).id.to_string()).collect();
        finding
    }
}
