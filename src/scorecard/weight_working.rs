//! The tables behind the weights of a scorecard, for following them by hand.

use super::base_scores::{BaseScores, base_scores};
use super::weights::{columns, counting, scores};
use super::{Scorecard, Summary};
use crate::framework::{Aggregate, Framework, NodeId};
use crate::vocab::{Id, Text, Working};
use crate::weighting::{Children, Labels, Scorer};

/// How the weights of one aggregate's children came about, in tables.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightWorking {
    /// The aggregate.
    pub node: Id,
    /// In the order in which one follows from the other.
    pub tables: Vec<Working>,
}

/// The tables behind the weights of all aggregates with more than one child that counts, in the order of the tree. `summary` is that of the
/// base the scorecard was frozen on; from another one, aggregates whose weights come from data are left out or have other tables.
#[must_use]
pub fn weight_working(card: &Scorecard, summary: &Summary) -> Vec<WeightWorking> {
    let framework = card.definition().framework();
    let (known, labels) = match &summary.rows {
        Some(rows) => base_scores(card, rows),
        None => (Vec::new(), Vec::new()),
    };
    let mut all = Vec::new();
    for (node, named, aggregate) in framework.aggregates() {
        let base = known.iter().find(|(of, _)| *of == node).map(|(_, base)| base);
        if let Some(tables) = tables(framework, aggregate, base, &labels) {
            all.push(WeightWorking { node: named.id.clone(), tables });
        }
    }
    all
}

fn tables(
    framework: &Framework,
    aggregate: &Aggregate,
    base: Option<&BaseScores>,
    labels: &[Text],
) -> Option<Vec<Working>> {
    let counted: Vec<NodeId> = match base {
        Some(base) => base.children.clone(),
        None => counting(framework, aggregate),
    };
    let by_data = counted.iter().any(|child| framework.node(*child).weight.is_none());
    if counted.len() < 2 || (by_data && base.is_none()) {
        return None;
    }
    let ids: Vec<&Id> = counted.iter().map(|child| &framework.node(*child).id).collect();
    let names: Vec<Text> = counted.iter().map(|child| framework.node(*child).name.clone()).collect();
    let given: Vec<f64> =
        counted.iter().map(|child| framework.node(*child).given_weight.unwrap_or(0.0)).collect();
    let base = base.filter(|_| by_data);
    let values = base.map_or_else(Vec::new, |base| columns(framework, base));
    let slices: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
    let periods = base.map_or(&[][..], |base| &base.periods);
    let rows: Vec<Text> = base.map_or_else(Vec::new, |base| {
        base.rows.iter().map(|row| labels.get(*row).cloned().unwrap_or_default()).collect()
    });
    let by_weights = |weights: &[f64]| base.and_then(|base| scores(framework, aggregate, base, weights));
    let scorer = Some(Scorer(&by_weights));
    let children = Children { ids: &ids, columns: &slices, periods, given: &given, scorer };
    // The same data gave the frozen weights, so there is an answer; from other data there may be none.
    aggregate.weighting.working(children, Labels { children: &names, rows: &rows }).ok()
}
