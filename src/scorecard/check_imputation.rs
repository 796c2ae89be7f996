//! Whether the frozen steps of missing policies, and the donors they share, belong to the definition and can be computed with.

use super::Scorecard;
use super::check::by;
use super::frozen::FrozenIndicator;
use crate::framework::{Framework, NodeId, NodeKind};
use crate::imputation::{Donors, Imputation, Imputer};
use crate::statistics::Grouped;
use crate::vocab::{Direction, Id};

/// Whether an indicator has the steps its card declares, and each is sound.
pub(super) fn as_declared(
    card: &Scorecard,
    node: NodeId,
    frozen: &FrozenIndicator,
    declared: &[Imputation],
) -> bool {
    let framework = card.definition().framework();
    let scene = Scene { framework, donors: card.donors(), node };
    frozen.imputation.len() == declared.len()
        && frozen.imputation.iter().zip(declared).all(|(frozen, declared)| scene.is_step(frozen, declared))
}

struct Scene<'s> {
    framework: &'s Framework,
    donors: &'s Donors,
    node: NodeId,
}

impl Scene<'_> {
    fn is_step(&self, frozen: &Imputer, declared: &Imputation) -> bool {
        match (frozen, declared) {
            (Imputer::CarryForward { max_age }, Imputation::CarryForward { max_age: declared }) => {
                max_age == declared
            }
            (
                Imputer::LinearInterpolation { ends, max_gap, later },
                Imputation::LinearInterpolation { ends: own_ends, max_gap: own_gap, later: own_later },
            ) => ends == own_ends && max_gap == own_gap && later == own_later,
            (Imputer::Mean { value }, Imputation::Mean {})
            | (Imputer::Median { value }, Imputation::Median {}) => value.is_finite(),
            (Imputer::GroupMean(grouped), Imputation::GroupMean { by: attributes, .. })
            | (Imputer::GroupMedian(grouped), Imputation::GroupMedian { by: attributes, .. })
            | (Imputer::Ratio(grouped), Imputation::Ratio { by: attributes, .. }) => {
                by(grouped, attributes) && all_finite(grouped)
            }
            (Imputer::ByRow(step), Imputation::ByRow { centre, min_others, .. }) => {
                let directed = |id: &Id, direction: Direction| self.direction(id) == Some(direction);
                let own = &self.framework.node(self.node).id;
                step.centre == *centre
                    && step.min_others == *min_others
                    && step.own.is_none_or(|place| place.is_sound() && directed(own, place.direction))
                    && step.others.iter().all(|(id, place)| {
                        self.is_other(id, declared) && place.is_sound() && directed(id, place.direction)
                    })
            }
            (
                Imputer::NearestNeighbours(step),
                Imputation::NearestNeighbours { k, value, min_shared, by: attributes, .. },
            ) => {
                let own = &self.framework.node(self.node).id;
                let single = |when: &Vec<Vec<String>>| when.iter().all(|admitted| admitted.len() == 1);
                step.k == *k
                    && step.value == *value
                    && step.min_shared == *min_shared
                    && by(&step.groups, attributes)
                    && step.groups.groups.iter().all(|group| single(&group.when))
                    && attributes.iter().all(|id| self.donors.attribute(id).is_some())
                    && self.donors.column(own).is_some()
                    && step.features.iter().all(|feature| {
                        feature.is_sound()
                            && self.is_other(&feature.id, declared)
                            && self.donors.column(&feature.id).is_some()
                    })
            }
            (Imputer::EmNormal(model), Imputation::EmNormal { .. }) => {
                let mut nodes = self.framework.imputation_others(self.node, declared);
                nodes.push(self.node);
                nodes.sort_unstable();
                // Those without values in the base take no part.
                let mut declared = nodes.iter().map(|node| &self.framework.node(*node).id);
                model.is_sound()
                    && model.indicators.contains(&self.framework.node(self.node).id)
                    && model.indicators.iter().all(|id| declared.any(|known| known == id))
            }
            _ => false,
        }
    }

    fn is_other(&self, id: &Id, declared: &Imputation) -> bool {
        let others = self.framework.imputation_others(self.node, declared);
        self.framework.find(id.as_str()).is_some_and(|node| others.contains(&node))
    }

    fn direction(&self, id: &Id) -> Option<Direction> {
        match &self.framework.node(self.framework.find(id.as_str())?).kind {
            NodeKind::Indicator(indicator) => Some(indicator.direction),
            NodeKind::Aggregate(_) => None,
        }
    }
}

fn all_finite(grouped: &Grouped<f64>) -> bool {
    grouped.pooled.is_finite() && grouped.groups.iter().all(|group| group.fitted.is_finite())
}
