use serde::{Deserialize, Serialize};

use super::ranking::Ranker;
use crate::framework::Framework;
use crate::scorecard::Prepared;
use crate::vocab::{Id, Period};

/// What replicates are compared with: scores and ranks as defined, node by node and period by period, and the scale they are counted on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsDefined {
    /// The worst and the best score.
    pub scale: (f64, f64),
    /// The least score of each grade, best first; `None` for the last.
    pub cut_offs: Vec<Option<f64>>,
    /// One for each node, in each period.
    pub views: Vec<View>,
    /// One for each node, from each period to the next.
    pub changes: Vec<Change>,
}

/// A node in a period as defined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// The node.
    pub node: Id,
    /// The period.
    pub period: Period,
    /// Whether grades are given by its scores.
    pub graded: bool,
    /// Units with a score, by number, in the order of their rank, then of the index.
    pub units: Vec<u32>,
    /// Their ranks.
    pub ranks: Vec<u32>,
    /// Their scores.
    pub scores: Vec<f64>,
}

/// A node from a period to the next one looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The view of the earlier period.
    pub from: usize,
    /// The view of the later one.
    pub to: usize,
    /// Units with a score in both, by their places in both views, in the order of the later one.
    pub places: Vec<(u32, u32)>,
}

/// Where the scores of a view lie among those of a prepared scorecard.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Which of the wanted nodes.
    pub(super) node: usize,
    /// The row of each unit of the view.
    pub(super) rows: Vec<usize>,
}

impl AsDefined {
    /// Of a scorecard that was prepared for these nodes and periods.
    pub(super) fn of(
        prepared: &Prepared,
        framework: &Framework,
        nodes: &[Id],
        periods: &[Period],
    ) -> (AsDefined, Vec<Place>) {
        let mut columns = vec![Vec::new(); nodes.len()];
        prepared.score(&prepared.as_defined(), &mut crate::scorecard::Scratch::default(), &mut columns);
        let parts = framework.parts();
        let (mut views, mut places, mut changes) = (Vec::new(), Vec::new(), Vec::new());
        let root = &framework.node(framework.root()).id;
        for (node, column) in columns.iter().enumerate() {
            for (at, (&period, rows)) in periods.iter().zip(prepared.spans()).enumerate() {
                let mut ranks = vec![0; rows.len()];
                Ranker::default().rank(&column[rows.clone()], &mut ranks);
                let mut order: Vec<usize> = (0..rows.len()).filter(|row| ranks[*row] > 0).collect();
                order.sort_by_key(|row| (ranks[*row], *row));
                let view = View {
                    node: nodes[node].clone(),
                    period,
                    graded: nodes[node] == *root && !parts.grades.is_empty(),
                    units: order.iter().map(|row| prepared.units()[rows.start + row]).collect(),
                    ranks: order.iter().map(|row| ranks[*row]).collect(),
                    scores: order.iter().map(|row| column[rows.start + row]).collect(),
                };
                if at > 0 {
                    changes.push(Change::between(&views, views.len() - 1, &view));
                }
                views.push(view);
                places.push(Place { node, rows: order.iter().map(|row| rows.start + row).collect() });
            }
        }
        let cut_offs = parts.grades.iter().map(|grade| grade.from).collect();
        let scale = (parts.scale.low, parts.scale.high);
        (AsDefined { scale, cut_offs, views, changes }, places)
    }

    /// The size of the parts of the scale that scores are counted in: 1/4,096 of it.
    #[must_use]
    pub fn resolution(&self) -> f64 {
        (self.scale.1 - self.scale.0) / 4096.0
    }
}

impl Change {
    fn between(views: &[View], from: usize, to: &View) -> Change {
        let before: std::collections::BTreeMap<u32, u32> =
            views[from].units.iter().copied().zip(0..).collect();
        let both = to.units.iter().zip(0..).filter_map(|(unit, place)| Some((*before.get(unit)?, place)));
        Change { from, to: from + 1, places: both.collect() }
    }
}
