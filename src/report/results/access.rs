//! Single cells of the results, in words where people read them.

use super::Results;
use crate::framework::{Lifecycle, NodeId, NodeKind};
use crate::panel::Status;
use crate::scorecard::{FinalGrade, GateState, Standing, Withheld};
use crate::vocab::{Id, Language, Period, Text};

/// Grade and gates of a row, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct Verdict {
    /// The grade by score alone.
    pub(in crate::report) by_score: String,
    /// The gates that are closed.
    pub(in crate::report) gates: String,
    /// The grade after gates.
    pub(in crate::report) grade: String,
}

impl<'a> Results<'a> {
    pub(super) fn rank_all(&self, node: NodeId) -> Vec<Option<u32>> {
        let mut all = vec![None; self.scores.index().len()];
        for &period in &self.order.periods {
            let ranks = match self.framework().node(node).kind {
                NodeKind::Aggregate(_) => self.scores.ranks(node, period),
                NodeKind::Indicator(_) => self.leaf_ranks(node, period),
            };
            for (kept, rank) in all.iter_mut().zip(ranks) {
                *kept = kept.or(rank);
            }
        }
        all
    }

    fn leaf_ranks(&self, node: NodeId, period: Period) -> Vec<Option<u32>> {
        let rows = self.scores.index().rows().iter().enumerate();
        let scores: Vec<Option<f64>> =
            rows.map(|(row, at)| if at.period == period { self.score(node, row) } else { None }).collect();
        crate::ranking::competition_ranks(&scores)
    }

    /// The rank of the root or a dimension among the units of the row's period.
    #[must_use]
    pub fn rank(&self, node: NodeId, row: usize) -> Option<u32> {
        self.ranks.get(&node)?.get(row).copied().flatten()
    }

    /// Rank and row of every unit of the focus period with an index score, best first; ties in the order of units.
    #[must_use]
    pub fn ranked(&self) -> Vec<(u32, usize)> {
        let root = self.framework().root();
        let rows = self.rows(self.order.focus).into_iter();
        let mut ranked: Vec<(u32, usize)> =
            rows.filter_map(|row| Some((self.rank(root, row)?, row))).collect();
        ranked.sort_unstable();
        ranked
    }

    /// The name of the unit of a row.
    #[must_use]
    pub fn unit_name(&self, row: usize) -> &'a str {
        &self.scores.index().unit(row).name
    }

    /// Share of the weight of applicable indicators below a node that was observed.
    #[must_use]
    pub fn coverage(&self, node: NodeId, row: usize) -> f64 {
        self.scores.node(node).map_or(0.0, |scores| scores.coverage(row))
    }

    /// Share of the weight of applicable indicators below a node that was imputed.
    #[must_use]
    pub fn imputed(&self, node: NodeId, row: usize) -> f64 {
        self.scores.node(node).map_or(0.0, |scores| scores.imputed_share(row))
    }

    /// Whether an indicator's value stands in for a missing one.
    #[must_use]
    pub fn is_imputed(&self, node: NodeId, row: usize) -> bool {
        self.leaves.column(node).is_some_and(|column| column.standing(row) == Standing::Imputed)
    }

    /// The status of an indicator's value before imputation.
    #[must_use]
    pub fn leaf_status(&self, node: NodeId, row: usize) -> Status {
        self.leaves.column(node).map_or(Status::NotCollected, |column| column.status(row))
    }

    /// An indicator's value before imputation and treatment, or why there is none.
    ///
    /// # Errors
    /// The status of a cell without value.
    pub fn raw(&self, node: NodeId, row: usize) -> Result<f64, Status> {
        let value = self.leaves.column(node).and_then(|column| column.raw(row));
        value.ok_or_else(|| self.leaf_status(node, row))
    }

    /// What each dimension adds to the root's score, in the order of dimensions: shares of the weight of those that have a score. Empty
    /// under any mean but the arithmetic one, where contributions are no simple parts of a bar.
    pub(in crate::report) fn contributions(&self, row: usize) -> Vec<f64> {
        let NodeKind::Aggregate(root) = &self.framework().node(self.framework().root()).kind else {
            return Vec::new();
        };
        if !matches!(root.aggregation, crate::aggregation::Aggregation::Arithmetic {}) {
            return Vec::new();
        }
        let weighed: Vec<(f64, Option<f64>)> =
            root.children.iter().map(|&d| (self.scorecard.share(d), self.score(d, row))).collect();
        let whole: f64 = weighed.iter().filter(|(_, score)| score.is_some()).map(|(weight, _)| weight).sum();
        weighed.into_iter().map(|(weight, score)| score.map_or(0.0, |score| weight / whole * score)).collect()
    }

    /// What people call the value of an attribute in a row; empty when nobody gave one.
    pub(in crate::report) fn group_of(&self, attribute: &Id, row: usize) -> String {
        let value = self.panel.attribute(attribute.as_str()).and_then(|column| column.get(row));
        value.map_or_else(String::new, |value| self.value_name(attribute, value))
    }

    /// Pairs of rows of the units that have an index score in both periods, in the order of units.
    pub(in crate::report) fn scored_in_both(&self, before: Period, now: Period) -> Vec<(usize, usize)> {
        let index = self.scores.index();
        let pair = |row: usize| {
            let old = index.find(index.row(row).unit, before)?;
            (self.index_score(old).is_some() && self.index_score(row).is_some()).then_some((old, row))
        };
        self.rows(now).into_iter().filter_map(pair).collect()
    }

    /// How many units of a period end with a grade; `None` counts those that end with none.
    pub(in crate::report) fn count_of_grade(&self, period: Period, grade: Option<usize>) -> usize {
        let last = |row: &usize| match self.scores.grading(*row).last {
            FinalGrade::Grade(at) => Some(at),
            FinalGrade::NotGraded | FinalGrade::None => None,
        };
        self.rows(period).iter().filter(|row| last(row) == grade).count()
    }

    /// The final grade of a row, in words.
    pub(in crate::report) fn grade_name(&self, row: usize) -> String {
        self.verdict(row).grade
    }

    /// Grade and gates of a row.
    pub(in crate::report) fn verdict(&self, row: usize) -> Verdict {
        let parts = self.framework().parts();
        let name = |at: usize| {
            parts.grades.get(at).map_or_else(String::new, |g| format!("{} {}", g.id, self.text(&g.name)))
        };
        let grading = self.scores.grading(row);
        let closed =
            self.scores.gates(row).zip(&parts.gates).filter(|(state, _)| *state == GateState::Closed);
        let gates: Vec<&str> = closed.map(|(_, gate)| self.text(&gate.name)).collect();
        let grade = match grading.last {
            FinalGrade::Grade(at) => name(at),
            FinalGrade::NotGraded => self.say("不定等级", "not graded").to_owned(),
            FinalGrade::None => String::new(),
        };
        Verdict {
            by_score: grading.base.map_or_else(String::new, name),
            gates: gates.join(self.say("、", ", ")),
            grade,
        }
    }

    /// Why an aggregate has no score in a row.
    pub(in crate::report) fn why_withheld(&self, node: NodeId, row: usize) -> String {
        let why = self.scores.node(node).map_or(Withheld::NoData, |scores| scores.withheld(row));
        let text = match why {
            Withheld::Scored => Text::default(),
            Withheld::NotApplicable => Text::new("不适用", "not applicable"),
            Withheld::NoData => Text::new("无数据", "no data"),
            Withheld::TooFewChildren => Text::new("下级得分过少", "too few children"),
            Withheld::LowCoverage => Text::new("覆盖率不足", "coverage too low"),
            Withheld::MissingChild => Text::new("有下级缺失", "a child is missing"),
            Withheld::Screened => Text::new("未通过筛选", "screened out"),
            Withheld::NoMean => Text::new("无法合成", "no mean"),
        };
        text.get(self.order.language).to_owned()
    }

    /// Where an indicator is in its life, in words.
    pub(in crate::report) fn lifecycle(&self, status: Lifecycle) -> &'static str {
        match (status, self.order.language) {
            (Lifecycle::Candidate, Language::Zh) => "备选",
            (Lifecycle::Candidate, Language::En) => "candidate",
            (Lifecycle::Pilot, Language::Zh) => "试行",
            (Lifecycle::Pilot, Language::En) => "pilot",
            (Lifecycle::Core, Language::Zh) => "计分",
            (Lifecycle::Core, Language::En) => "core",
            (Lifecycle::Retired, Language::Zh) => "退役",
            (Lifecycle::Retired, Language::En) => "retired",
        }
    }

    /// Decimals for the values of an indicator.
    pub(in crate::report) fn decimals_of(&self, node: NodeId) -> u8 {
        match &self.framework().node(node).kind {
            NodeKind::Indicator(indicator) => indicator.decimals,
            NodeKind::Aggregate(_) => 2,
        }
    }

    /// The measure of an indicator in brackets, as headings have it; empty for a plain number.
    pub(in crate::report) fn measure_of(&self, node: NodeId) -> String {
        match &self.framework().node(node).kind {
            NodeKind::Indicator(indicator) if indicator.measure != "1" => match self.order.language {
                Language::Zh => format!("（{}）", indicator.measure),
                Language::En => format!(" ({})", indicator.measure),
            },
            _ => String::new(),
        }
    }
}
