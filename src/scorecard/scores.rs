use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::screening::ScreenedUnit;
use crate::framework::NodeId;
use crate::imputation::Reliability;
use crate::normalisation::Side;
use crate::panel::{Index, Status};
use crate::ranking::competition_ranks;
use crate::vocab::{Id, Period};

/// The result of scoring: for each aggregate and row of the panel a score, its coverage and imputed share; gates and grades beside.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    pub(super) index: Arc<Index>,
    pub(super) fingerprint: String,
    /// One for each aggregate, in the order of the framework's nodes.
    pub(super) nodes: Vec<NodeScores>,
    pub(super) gates: Vec<Vec<GateState>>,
    pub(super) adjustments: Vec<AdjustmentColumn>,
    /// Empty where the framework has no bonuses and penalties.
    pub(super) adjusted: Vec<Adjusted>,
    pub(super) gradings: Vec<Grading>,
    /// One for each row; empty where units are not screened.
    pub(super) screened: Vec<ScreenedUnit>,
    pub(super) findings: Vec<Finding>,
}

/// The scores of one aggregate, one entry for each row.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeScores {
    /// The aggregate.
    pub node: NodeId,
    /// Its id.
    pub id: Id,
    pub(super) scores: Vec<f64>,
    pub(super) withheld: Vec<Withheld>,
    pub(super) coverage: Vec<f64>,
    pub(super) imputed: Vec<f64>,
}

/// Whether an aggregate has a score in a row, and if not, why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Withheld {
    /// It has one.
    #[default]
    Scored = 0,
    /// No indicator below applies to the unit.
    NotApplicable = 1,
    /// No child has a score.
    NoData = 2,
    /// Fewer children than `min_children` have a score.
    TooFewChildren = 3,
    /// Less than `min_weight` of the applicable weight was observed.
    LowCoverage = 4,
    /// A child has no score and the rule is `withhold`.
    MissingChild = 5,
    /// The mean has no answer for these scores, such as a geometric mean of a score that is not positive.
    NoMean = 6,
    /// Screening leaves the unit out.
    Screened = 7,
}

/// What is known of an indicator in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Standing {
    /// Its value was observed.
    #[default]
    Observed = 0,
    /// A value stands in for a missing one.
    Imputed = 1,
    /// It has no value.
    Missing = 2,
    /// It does not apply to the unit.
    NotApplicable = 3,
}

/// Whether a gate is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateState {
    /// Its condition does not hold.
    Open,
    /// Its condition holds: the grade is limited.
    Closed,
    /// Its condition has no answer; the unit is not gated, and counted.
    NoAnswer,
}

/// The points of one bonus or penalty, one entry for each row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AdjustmentColumn {
    pub(super) points: Vec<f64>,
    pub(super) states: Vec<AdjustmentState>,
}

/// Whether a bonus or penalty gives points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdjustmentState {
    /// It gives none.
    #[default]
    NoPoints,
    /// It gives some.
    Given,
    /// Its condition or its points have no answer, at least for one of the years that count; what has none gives nothing, and is
    /// counted.
    NoAnswer,
}

/// What bonuses and penalties make of a row, beside its base score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Adjusted {
    /// All bonuses after their caps; 0 or more.
    pub bonus: f64,
    /// All penalties after their caps; 0 or more, to be taken off.
    pub penalty: f64,
    /// The base score plus bonus less penalty, on the scale or not as the framework declares; `None` without base score.
    pub score: Option<f64>,
}

/// The grade of a row: from its base score alone, and after gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Grading {
    /// From the unrounded base score of the root; an index into the framework's grades. `None` without score.
    pub base: Option<usize>,
    /// From the unrounded adjusted score, where the framework grades by it; `None` where it grades by the base score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<usize>,
    /// How many gates are closed.
    pub closed: u32,
    /// What is left of it.
    pub last: FinalGrade,
}

/// The grade after gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FinalGrade {
    /// A grade: an index into the framework's grades.
    Grade(usize),
    /// A closed gate forbids any grade (不定等级).
    NotGraded,
    /// There is no score to grade, or the framework has no grades.
    None,
}

impl Scores {
    /// Which unit and period each row is about: the rows of the panel.
    #[must_use]
    pub fn index(&self) -> &Arc<Index> {
        &self.index
    }

    /// The fingerprint of the scorecard.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// All aggregates, the root first.
    #[must_use]
    pub fn nodes(&self) -> &[NodeScores] {
        &self.nodes
    }

    /// The scores of an aggregate; `None` for an indicator, whose scores are in [`Leaves`].
    #[must_use]
    pub fn node(&self, node: NodeId) -> Option<&NodeScores> {
        self.nodes.binary_search_by_key(&node, |scores| scores.node).ok().map(|at| &self.nodes[at])
    }

    /// The scores of an aggregate by id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&NodeScores> {
        self.nodes.iter().find(|scores| scores.id.as_str() == id)
    }

    /// The scores of the root.
    #[must_use]
    pub fn root(&self) -> Option<&NodeScores> {
        self.nodes.first()
    }

    /// Competition ranks (1, 2, 2, 4) of an aggregate among the units of a period, on unrounded scores: one entry for each row of the
    /// panel, `None` in other periods and without score.
    #[must_use]
    pub fn ranks(&self, node: NodeId, period: Period) -> Vec<Option<u32>> {
        let Some(scores) = self.node(node) else { return vec![None; self.index.len()] };
        let of_period = self.index.rows().iter().enumerate();
        let asked: Vec<Option<f64>> =
            of_period.map(|(row, at)| if at.period == period { scores.get(row) } else { None }).collect();
        competition_ranks(&asked)
    }

    /// The state of each gate of the framework in a row, in the order of the framework.
    pub fn gates(&self, row: usize) -> impl Iterator<Item = GateState> + '_ {
        self.gates.iter().filter_map(move |gate| gate.get(row).copied())
    }

    /// The points of each bonus and penalty of the framework in a row, 0 or more, after decay and the item's own cap, in the order of the
    /// framework.
    pub fn adjustments(&self, row: usize) -> impl Iterator<Item = (f64, AdjustmentState)> + '_ {
        self.adjustments.iter().filter_map(move |item| Some((*item.points.get(row)?, *item.states.get(row)?)))
    }

    /// Bonus, penalty and adjusted score of a row; `None` where the framework has no bonuses and penalties. Ranks and analysis run on the
    /// base score.
    #[must_use]
    pub fn adjusted(&self, row: usize) -> Option<Adjusted> {
        self.adjusted.get(row).copied()
    }

    /// The grade of a row.
    #[must_use]
    pub fn grading(&self, row: usize) -> Grading {
        let none = Grading { base: None, adjusted: None, closed: 0, last: FinalGrade::None };
        self.gradings.get(row).copied().unwrap_or(none)
    }

    /// What screening found of a row; `None` where the framework does not screen units.
    #[must_use]
    pub fn screened(&self, row: usize) -> Option<&ScreenedUnit> {
        self.screened.get(row)
    }

    /// What a reader must know.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl NodeScores {
    /// The score of a row, on the framework's scale, unrounded; `None` when it is withheld.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<f64> {
        (self.withheld(row) == Withheld::Scored).then(|| self.scores.get(row).copied()).flatten()
    }

    /// Why a row has no score.
    #[must_use]
    pub fn withheld(&self, row: usize) -> Withheld {
        self.withheld.get(row).copied().unwrap_or(Withheld::NoData)
    }

    /// Share of the weight of applicable indicators below that was observed, 0 to 1; 0 where nothing applies.
    #[must_use]
    pub fn coverage(&self, row: usize) -> f64 {
        self.coverage.get(row).copied().unwrap_or(0.0)
    }

    /// Share of the weight of applicable indicators below that was imputed, 0 to 1. Coverage, imputed share and the share that is still
    /// missing add up to 1.
    #[must_use]
    pub fn imputed_share(&self, row: usize) -> f64 {
        self.imputed.get(row).copied().unwrap_or(0.0)
    }

    /// All scores as they lie in memory; 0 where withheld.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.scores
    }
}

/// The indicators behind [`Scores`], one entry for each row. Retired indicators have none.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaves {
    pub(super) columns: Vec<LeafColumn>,
}

/// One indicator on every row, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct LeafColumn {
    /// The indicator.
    pub node: NodeId,
    /// Its id.
    pub id: Id,
    /// Observed, or what stands in for it.
    pub(super) raw: Vec<f64>,
    pub(super) statuses: Vec<Status>,
    pub(super) imputed_by: Vec<u8>,
    pub(super) marks: Vec<Option<Reliability>>,
    pub(super) treated: Vec<f64>,
    pub(super) scores: Vec<f64>,
    pub(super) standings: Vec<Standing>,
    pub(super) sides: Vec<Option<Side>>,
    /// False for an indicator the base does not determine.
    pub(super) is_scored: bool,
}

impl Leaves {
    /// All indicators, in the order of the tree.
    #[must_use]
    pub fn columns(&self) -> &[LeafColumn] {
        &self.columns
    }

    /// One indicator.
    #[must_use]
    pub fn column(&self, node: NodeId) -> Option<&LeafColumn> {
        self.columns.binary_search_by_key(&node, |column| column.node).ok().map(|at| &self.columns[at])
    }

    /// One indicator by id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&LeafColumn> {
        self.columns.iter().find(|column| column.id.as_str() == id)
    }
}

impl LeafColumn {
    /// The value by formula, in the card's unit of measure, if observed, applicable and valid.
    #[must_use]
    pub fn raw(&self, row: usize) -> Option<f64> {
        self.status(row).is_observed().then(|| self.raw.get(row).copied()).flatten()
    }

    /// Why there is no raw value.
    #[must_use]
    pub fn status(&self, row: usize) -> Status {
        self.statuses.get(row).copied().unwrap_or_default()
    }

    /// Which step of the missing policy gave the value: an index into the card's `missing`.
    #[must_use]
    pub fn imputed_by(&self, row: usize) -> Option<usize> {
        self.imputed_by.get(row).and_then(|by| by.checked_sub(1)).map(usize::from)
    }

    /// What stands in for a missing value, in the card's unit of measure, before treatment; `None` where nothing does.
    #[must_use]
    pub fn imputed(&self, row: usize) -> Option<f64> {
        self.imputed_by(row).and_then(|_| self.raw.get(row).copied())
    }

    /// How far an imputed value can be relied on; `None` where none was imputed.
    #[must_use]
    pub fn reliability(&self, row: usize) -> Option<Reliability> {
        self.marks.get(row).copied().flatten()
    }

    /// Observed, imputed, missing or not applicable.
    #[must_use]
    pub fn standing(&self, row: usize) -> Standing {
        self.standings.get(row).copied().unwrap_or(Standing::Missing)
    }

    /// The value that was normalised: raw or imputed, after treatment.
    #[must_use]
    pub fn treated(&self, row: usize) -> Option<f64> {
        self.standing(row).has_value().then(|| self.treated.get(row).copied()).flatten()
    }

    /// The normalised score, on the framework's scale, unrounded.
    #[must_use]
    pub fn score(&self, row: usize) -> Option<f64> {
        (self.is_scored && self.standing(row).has_value()).then(|| self.scores.get(row).copied()).flatten()
    }

    /// Where the value lies beyond the anchors.
    #[must_use]
    pub fn side(&self, row: usize) -> Option<Side> {
        self.sides.get(row).copied().flatten()
    }
}

impl Standing {
    /// Whether there is a value.
    #[must_use]
    pub fn has_value(self) -> bool {
        matches!(self, Standing::Observed | Standing::Imputed)
    }
}
