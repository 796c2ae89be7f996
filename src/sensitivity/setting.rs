//! What a replicate is made of, between those who draw it and those who score it. Nothing is drawn and nothing scored here.
//!
//! A replicate is an ordinary definition and ordinary data: [`Variant`]s come from finite choices and are shared by all replicates that choose
//! alike; [`Moved`] is what varies freely on top and needs no new fit. [`written`] puts it on the cards, so that anyone can run it alone.

use serde::{Deserialize, Serialize};

use crate::aggregation::{Aggregation, ZeroRule};
use crate::definition::{AggregateCard, Definition, Documents, IndicatorCard};
use crate::framework::{Framework, NodeId, NodeKind};
use crate::panel::Panel;
use crate::scorecard::Scorecard;
use crate::vocab::{Id, Text};
use crate::weighting::{WeightOrigin, Weighting};

/// What draws replicates by number. The same number always draws the same, on any thread and in any order.
pub trait Perturbation: Sync {
    /// The alternative of each factor that has finitely many, in the order of these factors; 0 is the definition as it is.
    fn choices(&self, replicate: u32) -> Vec<u32>;

    /// The choices as people read them: `factor = alternative`.
    fn combination(&self, choices: &[u32]) -> Vec<String>;

    /// The definition and the base that choices make.
    ///
    /// # Errors
    /// Why there is no such definition, in words.
    fn chosen(&self, choices: &[u32], panel: &Panel) -> Result<Variant, Text>;

    /// The definition and data of one replicate where it has parameters or data of its own, so that it must be fitted alone: a sample drawn again, errors
    /// of measurement, moved anchors. `None`: it shares those of its choices.
    ///
    /// # Errors
    /// Why there is none, in words.
    fn own(
        &self,
        replicate: u32,
        chosen: &Variant,
        definition: &Definition,
        panel: &Panel,
    ) -> Result<Option<Variant>, Text> {
        let _ = (replicate, chosen, definition, panel);
        Ok(None)
    }

    /// Weights and exponents of a replicate, around those of the scorecard that its choices and its own sample gave. `into` is empty.
    ///
    /// # Errors
    /// Why there are none, in words.
    fn moved(&self, replicate: u32, card: &Scorecard, into: &mut Moved) -> Result<(), Text>;
}

/// A definition, and the data it is fitted on and scores.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The definition.
    pub documents: Documents,
    /// The data it is fitted on; `None`: those of the study.
    pub base: Option<Panel>,
    /// The data it scores; `None`: those of the study. They have the units and periods of the study.
    pub scored: Option<Panel>,
}

/// What varies freely in a scorecard. Nodes are numbers of its framework.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moved {
    /// New weights as they would be written on cards, 0 or more, any sum: all children that count of each aggregate whose weights move.
    pub weights: Vec<(NodeId, f64)>,
    /// Aggregates that become power means: 1 is the arithmetic mean, 0 the geometric one.
    pub exponents: Vec<(NodeId, f64)>,
}

/// The same by ids, for files and people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// The choices as people read them.
    pub choices: Vec<String>,
    /// Weights as written.
    pub weights: Vec<(Id, f64)>,
    /// Exponents of power means.
    pub exponents: Vec<(Id, f64)>,
}

impl Moved {
    /// Whether nothing moved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty() && self.exponents.is_empty()
    }

    /// Forgets everything, and keeps the memory.
    pub fn clear(&mut self) {
        self.weights.clear();
        self.exponents.clear();
    }

    /// By ids.
    #[must_use]
    pub fn setting(&self, framework: &Framework, choices: Vec<String>) -> Setting {
        let by_id = |list: &[(NodeId, f64)]| {
            list.iter().map(|(node, value)| (framework.node(*node).id.clone(), *value)).collect()
        };
        Setting { choices, weights: by_id(&self.weights), exponents: by_id(&self.exponents) }
    }
}

/// The documents with what moved written on their cards: a weight on each child, `weighting = given` and the power mean on each aggregate.
#[must_use]
pub fn written(documents: &Documents, framework: &Framework, moved: &Moved) -> Documents {
    let mut documents = documents.clone();
    let id = |node: &NodeId| &framework.node(*node).id;
    for (node, weight) in &moved.weights {
        let parent = framework.node(*node).parent;
        for_card(&mut documents, id(node), |card| card.weigh(*weight));
        if let Some(parent) = parent {
            let given = Weighting::Given { origin: WeightOrigin::Default, note: None };
            for_card(&mut documents, id(&parent), |card| card.weighting(&given));
        }
    }
    for (node, power) in &moved.exponents {
        let NodeKind::Aggregate(aggregate) = &framework.node(*node).kind else { continue };
        let mean = power_mean(&aggregate.aggregation, *power);
        for_card(&mut documents, id(node), |card| card.aggregation(&mean));
    }
    documents
}

/// The power mean that takes the place of an aggregation, with its rules for zero and its floor; a zero that has no rule makes the mean zero.
#[must_use]
pub fn power_mean(instead_of: &Aggregation, power: f64) -> Aggregation {
    let (zero, floor) = match instead_of {
        Aggregation::Geometric { zero, floor }
        | Aggregation::Harmonic { zero, floor }
        | Aggregation::PowerMean { zero, floor, .. } => (*zero, *floor),
        _ => (None, None),
    };
    let zero = if floor.is_none() && zero.is_none() { Some(ZeroRule::Zero) } else { zero };
    if power == 1.0 {
        Aggregation::Arithmetic {}
    } else if power == 0.0 {
        Aggregation::Geometric { zero, floor }
    } else {
        Aggregation::PowerMean { power, zero, floor }
    }
}

/// A card of either kind.
enum Card<'d> {
    Aggregate(&'d mut AggregateCard),
    Indicator(&'d mut IndicatorCard),
}

impl Card<'_> {
    fn weigh(self, weight: f64) {
        match self {
            Card::Aggregate(card) => card.weight = Some(weight),
            Card::Indicator(card) => card.weight = Some(weight),
        }
    }

    fn weighting(self, weighting: &Weighting) {
        if let Card::Aggregate(card) = self {
            card.weighting = Some(weighting.clone());
        }
    }

    fn aggregation(self, aggregation: &Aggregation) {
        if let Card::Aggregate(card) = self {
            card.aggregation = Some(aggregation.clone());
        }
    }
}

fn for_card(documents: &mut Documents, id: &Id, change: impl FnOnce(Card<'_>)) {
    let head = documents.framework.aggregate.iter_mut();
    let found = head.chain(documents.parts.iter_mut().flat_map(|part| part.aggregate.iter_mut()));
    if let Some(card) = found.into_iter().find(|card| card.id == *id) {
        return change(Card::Aggregate(card));
    }
    let mut indicators = documents.parts.iter_mut().flat_map(|part| part.indicator.iter_mut());
    if let Some(card) = indicators.find(|card| card.id == *id) {
        change(Card::Indicator(card));
    }
}
