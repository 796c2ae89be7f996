//! Replicates by number: a set of factors and the points they are drawn at.

use super::alternatives::state_at;
use super::weights::{Child, drawn};
use super::{FactorSet, Kind, MovedWeights, anchors, edits, errors, experts, units};
use crate::definition::Definition;
use crate::framework::{NodeId, NodeKind};
use crate::panel::Panel;
use crate::scorecard::Scorecard;
use crate::sensitivity::design::Stream;
use crate::sensitivity::setting::{Moved, Perturbation, Variant};
use crate::sensitivity::{WeightLaw, targets};
use crate::vocab::{Id, Text};

/// Factors drawn at points: `point` gives a coordinate in the open interval (0, 1) of a replicate and a dimension.
#[derive(Clone, Copy)]
pub struct Drawn<'a> {
    /// What varies.
    pub set: &'a FactorSet,
    /// Where each replicate lies.
    pub point: &'a (dyn Fn(u32, usize) -> f64 + Sync),
}

impl std::fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drawn").field("dimensions", &self.set.dimensions).finish_non_exhaustive()
    }
}

impl Perturbation for Drawn<'_> {
    fn choices(&self, replicate: u32) -> Vec<u32> {
        let finite = self.set.factors.iter().filter_map(|factor| match &factor.kind {
            Kind::Choice { shares, .. } => {
                Some(state_at(shares, (self.point)(replicate, factor.dimensions.start)))
            }
            _ => None,
        });
        finite.collect()
    }

    fn combination(&self, choices: &[u32]) -> Vec<String> {
        self.set.combination(choices)
    }

    fn chosen(&self, choices: &[u32], panel: &Panel) -> Result<Variant, Text> {
        let documents = self.set.documents(choices)?;
        Ok(Variant { documents, base: self.set.base(choices, panel), scored: None })
    }

    fn own(
        &self,
        replicate: u32,
        chosen: &Variant,
        definition: &Definition,
        panel: &Panel,
    ) -> Result<Option<Variant>, Text> {
        let has_own =
            |kind: &Kind| matches!(kind, Kind::Anchors { .. } | Kind::Bootstrap { .. } | Kind::Error { .. });
        if !self.set.factors.iter().any(|factor| has_own(&factor.kind)) {
            return Ok(None);
        }
        let mut own = chosen.clone();
        for factor in &self.set.factors {
            let first = (self.point)(replicate, factor.dimensions.start);
            match &factor.kind {
                Kind::Anchors { of, spread } => {
                    for (id, at) in of.iter().zip(factor.dimensions.clone().step_by(2)) {
                        let Some(card) = edits::indicator_card(&mut own.documents, id) else { continue };
                        let coordinates = [at, at + 1].map(|at| (self.point)(replicate, at));
                        card.normalisation = anchors::moved(&card.normalisation, *spread, coordinates);
                    }
                }
                Kind::Error { of, law, correlated } => {
                    let disturbance =
                        errors::Disturbance { of, law: *law, correlated: *correlated, key: first.to_bits() };
                    disturb(&disturbance, definition, &mut own, panel)?;
                }
                _ => {}
            }
        }
        let base = &definition.framework().parts().base;
        for factor in &self.set.factors {
            if let Kind::Bootstrap { within } = &factor.kind {
                let first = (self.point)(replicate, factor.dimensions.start);
                let mut stream = Stream::new(first.to_bits(), 0, "units");
                let now = own.base.as_ref().unwrap_or(panel);
                let units = units::bootstrap(now, base, within.as_ref(), &mut stream);
                own.base = Some(units::selected(now, &units));
            }
        }
        Ok(Some(own))
    }

    fn moved(&self, replicate: u32, card: &Scorecard, into: &mut Moved) -> Result<(), Text> {
        let framework = card.definition().framework();
        for factor in &self.set.factors {
            match &factor.kind {
                Kind::Weights { of, law } => {
                    let first = (self.point)(replicate, factor.dimensions.start);
                    for moved in of {
                        self.weights(replicate, moved, law, first, card, into)?;
                    }
                }
                Kind::Power { of, from, to } => {
                    let u = (self.point)(replicate, factor.dimensions.start);
                    let power = from + u * (to - from);
                    let nodes = of.iter().filter_map(|id| framework.find(id.as_str()));
                    into.exponents.extend(nodes.map(|node| (node, power)));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Errors in the data that are scored and, with the same errors, in those of the base.
fn disturb(
    disturbance: &errors::Disturbance<'_>,
    definition: &Definition,
    own: &mut Variant,
    panel: &Panel,
) -> Result<(), Text> {
    let before = own.documents.clone();
    let mut scored = own.scored.clone().unwrap_or_else(|| panel.clone());
    errors::disturb(disturbance, definition, &mut own.documents, &mut scored)?;
    own.base = Some(match own.base.take() {
        None => scored.clone(),
        Some(mut base) => {
            errors::disturb(disturbance, definition, &mut before.clone(), &mut base)?;
            base
        }
    });
    own.scored = Some(scored);
    Ok(())
}

impl Drawn<'_> {
    /// The weights of one aggregate's children; nothing where the choices left it without two that weigh something, or without a use for weights.
    fn weights(
        &self,
        replicate: u32,
        moved: &MovedWeights,
        law: &WeightLaw,
        first: f64,
        card: &Scorecard,
        into: &mut Moved,
    ) -> Result<(), Text> {
        let framework = card.definition().framework();
        let Some(node) = framework.find(moved.aggregate.as_str()) else { return Ok(()) };
        let NodeKind::Aggregate(aggregate) = &framework.node(node).kind else { return Ok(()) };
        if aggregate.aggregation.ignores_weights() {
            return Ok(());
        }
        let counting = targets::counting(framework, node);
        let mut stream = Stream::new(first.to_bits(), 0, moved.aggregate.as_str());
        let shares = match law {
            WeightLaw::Experts => {
                let Some(count) = experts::count(&aggregate.weighting) else { return Ok(()) };
                let numbers: Vec<usize> = (0..count).map(|_| stream.below(count)).collect();
                let items: Vec<&Id> = counting.iter().map(|child| &framework.node(*child).id).collect();
                match experts::drawn_again(&aggregate.weighting, &numbers).judged(&items) {
                    Some(Ok(judged)) => judged.shares,
                    Some(Err(why)) => {
                        return Err(Text::new(format!("重抽的专家判断得不出权重（{why}）"), why.to_string()));
                    }
                    None => return Ok(()),
                }
            }
            // What the definition gives, before screening divides the weight of what it excludes; else what the base determined.
            _ => counting
                .iter()
                .map(|child| framework.node(*child).weight.unwrap_or(card.share(*child)))
                .collect(),
        };
        let moving: Vec<(NodeId, f64)> =
            counting.iter().copied().zip(shares.iter().copied()).filter(|(_, share)| *share > 0.0).collect();
        if moving.len() < 2 {
            return Ok(());
        }
        let children: Vec<Child<'_>> = moving
            .iter()
            .map(|(child, share)| {
                let id = &framework.node(*child).id;
                let own = moved.children.iter().find(|(known, _)| known == id).map(|(_, at)| *at);
                let u = match own {
                    Some(dimension) => (self.point)(replicate, dimension),
                    // A child of another edition: its own stream instead of a coordinate.
                    None => Stream::new(first.to_bits(), 1, id.as_str()).uniform(),
                };
                Child { id, share: *share, u }
            })
            .collect();
        let weights = drawn(law, &children, &mut stream)?;
        into.weights.extend(moving.iter().map(|(child, _)| *child).zip(weights));
        let still = counting.iter().zip(&shares).filter(|(_, share)| **share <= 0.0);
        into.weights.extend(still.map(|(child, _)| (*child, 0.0)));
        Ok(())
    }
}
