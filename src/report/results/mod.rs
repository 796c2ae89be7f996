//! What chapters read: scores with their definition, data and scorecard, and simple statistics over them.

mod access;
mod comparability;
mod spread;

pub use spread::Spread;

use std::collections::BTreeMap;

use super::document::NumberFormat;
use crate::cross_comparison::Ranking;
use crate::framework::{Framework, NodeId, NodeKind};
use crate::panel::{Panel, Source};
use crate::scorecard::{Finding, Leaves, Scorecard, Scores};
use crate::sensitivity::Robustness;
use crate::vocab::{Id, Language, Period, Text};

/// Everything a report is about.
#[derive(Clone, Debug)]
pub struct Results<'a> {
    /// The cover and what is to be shown.
    pub order: &'a Order,
    /// The data that were scored.
    pub panel: &'a Panel,
    /// What they were scored with.
    pub scorecard: &'a Scorecard,
    /// Scores of aggregates.
    pub scores: &'a Scores,
    /// Values and scores of indicators.
    pub leaves: &'a Leaves,
    /// Whole-sample rankings beside the index.
    pub rankings: &'a [Ranking],
    /// What the ranks do and do not support, where the study asks for it.
    pub robustness: Option<&'a Robustness>,
    /// Everything a reader must know, of fit and score.
    pub findings: &'a [Finding],
    /// The files that were read.
    pub sources: &'a [Source],
    /// Ranks of the root and the dimensions, one for each row, each among the units of its period.
    ranks: BTreeMap<NodeId, Vec<Option<u32>>>,
}

/// What a report is to show.
#[derive(Clone, Debug)]
pub struct Order {
    /// The title on the cover.
    pub title: Text,
    /// What people call the study.
    pub study: Text,
    /// Who it is made for.
    pub client: Option<Text>,
    /// Who made it.
    pub author: Option<Text>,
    /// A line that must stand on every output.
    pub notice: Option<Text>,
    /// Language of the report.
    pub language: Language,
    /// Scored periods, in order; never empty.
    pub periods: Vec<Period>,
    /// The period the report is about; one of them.
    pub focus: Period,
    /// Attributes to break results down by.
    pub by: Vec<Id>,
    /// How many units the tables of leaders and movers show.
    pub movers: usize,
}

/// What [`Results`] are made of.
#[derive(Clone, Copy, Debug)]
pub struct Evaluated<'a> {
    /// The data that were scored.
    pub panel: &'a Panel,
    /// What they were scored with.
    pub scorecard: &'a Scorecard,
    /// Scores of aggregates.
    pub scores: &'a Scores,
    /// Values and scores of indicators.
    pub leaves: &'a Leaves,
    /// Whole-sample rankings beside the index.
    pub rankings: &'a [Ranking],
    /// What the ranks do and do not support, where the study asks for it.
    pub robustness: Option<&'a Robustness>,
    /// Everything a reader must know, of fit and score.
    pub findings: &'a [Finding],
    /// The files that were read.
    pub sources: &'a [Source],
}

impl<'a> Results<'a> {
    /// Puts together what a report reads, and ranks the units of each scored period.
    #[must_use]
    pub fn new(order: &'a Order, evaluated: Evaluated<'a>) -> Self {
        let Evaluated { panel, scorecard, scores, leaves, rankings, robustness, findings, sources } =
            evaluated;
        let mut results = Results {
            order,
            panel,
            scorecard,
            scores,
            leaves,
            rankings,
            robustness,
            findings,
            sources,
            ranks: BTreeMap::new(),
        };
        let nodes = std::iter::once(results.framework().root()).chain(results.dimensions());
        results.ranks = nodes.map(|node| (node, results.rank_all(node))).collect();
        results
    }

    /// The definition.
    #[must_use]
    pub fn framework(&self) -> &'a Framework {
        self.scorecard.definition().framework()
    }

    /// One of two wordings.
    #[must_use]
    pub fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.order.language == Language::Zh { zh } else { en }
    }

    /// A text in the report's language.
    #[must_use]
    pub fn text(&self, text: &'a Text) -> &'a str {
        text.get(self.order.language)
    }

    /// The same for a text from elsewhere.
    #[must_use]
    pub fn text_of<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.order.language)
    }

    /// The name of a node in the report's language.
    #[must_use]
    pub fn name(&self, node: NodeId) -> &'a str {
        self.text(&self.framework().node(node).name)
    }

    /// The dimensions: aggregates and indicators directly below the root.
    #[must_use]
    pub fn dimensions(&self) -> Vec<NodeId> {
        let root = self.framework().root();
        self.framework()
            .aggregates()
            .find(|(id, _, _)| *id == root)
            .map_or_else(Vec::new, |(_, _, a)| a.children.clone())
    }

    /// The scored period before the focus, if any; none where scores of different periods may not be compared.
    #[must_use]
    pub fn previous(&self) -> Option<Period> {
        if !self.has_common_scale() {
            return None;
        }
        self.order.periods.iter().rev().find(|p| **p < self.order.focus).copied()
    }

    /// Rows of a period, in order of unit.
    #[must_use]
    pub fn rows(&self, period: Period) -> Vec<usize> {
        self.scores.index().rows_in(period).collect()
    }

    /// The score of a node in a row.
    #[must_use]
    pub fn score(&self, node: NodeId, row: usize) -> Option<f64> {
        match self.framework().node(node).kind {
            NodeKind::Aggregate(_) => self.scores.node(node)?.get(row),
            NodeKind::Indicator(_) => self.leaves.column(node)?.score(row),
        }
    }

    /// The score of the root.
    #[must_use]
    pub fn index_score(&self, row: usize) -> Option<f64> {
        self.score(self.framework().root(), row)
    }

    /// Statistics of a node over some rows.
    #[must_use]
    pub fn spread(&self, node: NodeId, rows: &[usize]) -> Option<Spread> {
        Spread::of(rows.iter().filter_map(|&row| self.score(node, row)).collect())
    }

    /// Rows by the value of an attribute, in the declared order of values, then alphabetically; rows without a value come under `None`.
    #[must_use]
    pub fn groups(&self, attribute: &Id, rows: &[usize]) -> Vec<(String, Vec<usize>)> {
        let Some(column) = self.panel.attribute(attribute.as_str()) else { return Vec::new() };
        let mut found: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        let declared = self.declared_values(attribute);
        for &row in rows {
            let value = column.get(row).unwrap_or("");
            let place = if value.is_empty() {
                usize::MAX
            } else {
                declared.iter().position(|v| v.0 == value).unwrap_or(usize::MAX - 1)
            };
            found.entry((place, value)).or_default().push(row);
        }
        let label = |value: &str| match value {
            "" => self.say("（未填）", "(not given)").to_owned(),
            other => self.value_name(attribute, other),
        };
        found.into_iter().map(|((_, value), rows)| (label(value), rows)).collect()
    }

    /// What people call a value of an attribute.
    #[must_use]
    pub fn value_name(&self, attribute: &Id, value: &str) -> String {
        let declared = self.declared_values(attribute);
        let found = declared.iter().find(|(id, _)| id == value);
        found.map_or_else(|| value.to_owned(), |(_, name)| name.get(self.order.language).to_owned())
    }

    /// What people call an attribute.
    #[must_use]
    pub fn attribute_name(&self, attribute: &Id) -> String {
        let specs = self.framework().parts().variables.attributes();
        let found = specs.iter().find(|spec| spec.id == *attribute);
        found.map_or_else(|| attribute.to_string(), |spec| spec.name.get(self.order.language).to_owned())
    }

    fn declared_values(&self, attribute: &Id) -> &'a [(String, Text)] {
        let specs = self.framework().parts().variables.attributes();
        specs.iter().find(|spec| spec.id == *attribute).and_then(|spec| spec.values.as_deref()).unwrap_or(&[])
    }

    /// Units that have an index score in every scored period: the matched sample (同样本).
    #[must_use]
    pub fn matched_units(&self) -> Vec<u32> {
        let index = self.scores.index();
        let complete = |unit: &u32| {
            let scored =
                |p: &Period| index.find(*unit, *p).is_some_and(|row| self.index_score(row).is_some());
            self.order.periods.iter().all(scored)
        };
        (0_u32..).take(index.units().len()).filter(complete).collect()
    }

    /// The rows of some units in a period.
    #[must_use]
    pub fn rows_of(&self, units: &[u32], period: Period) -> Vec<usize> {
        units.iter().filter_map(|&unit| self.scores.index().find(unit, period)).collect()
    }

    /// Decimals that suit the framework's scale: two on 0–100, four on 0–1.
    #[must_use]
    pub fn format(&self) -> NumberFormat {
        NumberFormat::Decimals(self.decimals())
    }

    /// The same for changes.
    #[must_use]
    pub fn signed(&self) -> NumberFormat {
        NumberFormat::Signed(self.decimals())
    }

    fn decimals(&self) -> u8 {
        let width = self.framework().parts().scale.width();
        if width >= 50.0 {
            2
        } else if width >= 5.0 {
            3
        } else {
            4
        }
    }
}
