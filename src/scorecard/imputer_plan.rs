//! The steps of missing policies bound to a panel: which columns serve, which donors lie in which neighbourhood. Worked out once for all
//! threads. Read next: `stand_in`.

use super::lookup::Lookup;
use super::plan::LeafPlan;
use crate::framework::{Framework, Indicator, NodeId, NodeKind};
use crate::imputation::{
    ByRow, Donors, Ends, Feature, Imputer, Later, NearestNeighbours, Neighbourhood, NormalModel,
};
use crate::panel::Panel;
use crate::vocab::{Id, Period};

/// A step with frozen parameters, bound to a panel. Columns are those of [`super::stand_in::Gaps::raws`].
pub(super) enum ImputerPlan<'a> {
    CarryForward(u32),
    Interpolation {
        ends: Ends,
        max_gap: Option<u32>,
        later: Later,
    },
    Constant(Lookup<'a, f64>),
    Ratio(Lookup<'a, f64>),
    ByRow {
        step: &'a ByRow,
        columns: Vec<usize>,
    },
    Neighbours {
        step: &'a NearestNeighbours,
        member: Member,
        groups: Lookup<'a, u64>,
        /// What the donors have of the indicator.
        values: &'a [Option<f64>],
    },
    Normal {
        model: &'a NormalModel,
        target: usize,
        columns: Vec<Option<usize>>,
    },
}

/// What the steps of all indicators have in common.
#[derive(Default)]
pub(super) struct ImputationPlan<'a> {
    /// Indicators that serve as sources and are not worked out themselves.
    pub(super) sources: Vec<(NodeId, &'a Indicator)>,
    pub(super) spaces: Vec<Space>,
    /// Later values are not for rows up to it.
    pub(super) last_of_base: Option<Period>,
}

/// Donors made ready for the indicators that are looked at together.
pub(super) struct Space {
    pub(super) neighbourhood: Neighbourhood,
    /// The column of each feature.
    pub(super) columns: Vec<Option<usize>>,
    /// The steps that look here.
    pub(super) members: Vec<Member>,
}

/// A step that looks for neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) space: usize,
    pub(super) leaf: usize,
    pub(super) step: usize,
}

/// What a neighbourhood is made for: two steps that look at the same indicators, each itself included, by the same groups share one. A row
/// that lacks its own value measures no distance on it, so that being included makes no difference.
#[derive(PartialEq)]
struct SpaceKey {
    indicators: Vec<Id>,
    by: Vec<Id>,
}

/// Binds the steps of all leaves; `frozen` has those of each leaf.
pub(super) fn bind<'a>(
    framework: &'a Framework,
    donors: &'a Donors,
    panel: &'a Panel,
    leaves: &mut [LeafPlan<'a>],
    frozen: &[&'a [Imputer]],
) -> ImputationPlan<'a> {
    let mut binding = Binding {
        framework,
        donors,
        panel,
        nodes: leaves.iter().map(|leaf| leaf.node).collect(),
        plan: ImputationPlan {
            last_of_base: framework.parts().base.iter().max().copied(),
            ..ImputationPlan::default()
        },
        spaces: Vec::new(),
    };
    for (at, (leaf, frozen)) in leaves.iter_mut().zip(frozen).enumerate() {
        let steps = frozen.iter().enumerate();
        leaf.imputers = steps.map(|(step, imputer)| binding.imputer(at, step, imputer)).collect();
    }
    binding.finish()
}

struct Binding<'a> {
    framework: &'a Framework,
    donors: &'a Donors,
    panel: &'a Panel,
    /// The nodes of the leaves.
    nodes: Vec<NodeId>,
    plan: ImputationPlan<'a>,
    spaces: Vec<(SpaceKey, Vec<Feature>, Vec<Member>)>,
}

impl<'a> Binding<'a> {
    fn imputer(&mut self, leaf: usize, step: usize, imputer: &'a Imputer) -> ImputerPlan<'a> {
        let uniform =
            |value: f64| Lookup::new(&crate::statistics::Grouped::uniform(value), self.panel, |v| *v);
        let by_group = |grouped| Lookup::new(grouped, self.panel, |value: &f64| *value);
        match imputer {
            Imputer::CarryForward { max_age } => ImputerPlan::CarryForward(*max_age),
            Imputer::LinearInterpolation { ends, max_gap, later } => {
                ImputerPlan::Interpolation { ends: *ends, max_gap: *max_gap, later: *later }
            }
            Imputer::Mean { value } | Imputer::Median { value } => ImputerPlan::Constant(uniform(*value)),
            Imputer::GroupMean(grouped) | Imputer::GroupMedian(grouped) => {
                ImputerPlan::Constant(by_group(grouped))
            }
            Imputer::Ratio(grouped) => ImputerPlan::Ratio(by_group(grouped)),
            Imputer::ByRow(step) => {
                // What is no indicator of the framework was refused when the scorecard was read; it could serve nobody.
                let columns = step.others.iter().map(|(id, _)| self.column(id).unwrap_or(leaf)).collect();
                ImputerPlan::ByRow { step, columns }
            }
            Imputer::NearestNeighbours(frozen) => self.neighbours(leaf, step, frozen),
            Imputer::EmNormal(model) => {
                let own = &self.framework.node(self.nodes[leaf]).id;
                let target = model.indicators.iter().position(|id| id == own).unwrap_or(0);
                let columns = model.indicators.iter().map(|id| self.column(id)).collect();
                ImputerPlan::Normal { model, target, columns }
            }
        }
    }

    fn neighbours(&mut self, leaf: usize, step: usize, frozen: &'a NearestNeighbours) -> ImputerPlan<'a> {
        let own = self.framework.node(self.nodes[leaf]).id.clone();
        let mut indicators: Vec<Id> = frozen.features.iter().map(|feature| feature.id.clone()).collect();
        indicators.push(own.clone());
        indicators.sort_unstable();
        let key = SpaceKey { indicators, by: frozen.groups.by.clone() };
        let space = match self.spaces.iter().position(|(known, ..)| *known == key) {
            Some(space) => space,
            None => {
                self.spaces.push((key, Vec::new(), Vec::new()));
                self.spaces.len() - 1
            }
        };
        let member = Member { space, leaf, step };
        let (_, features, members) = &mut self.spaces[space];
        for feature in &frozen.features {
            if !features.iter().any(|known| known.id == feature.id) {
                features.push(feature.clone());
            }
        }
        members.push(member);
        let groups = Lookup::new(&frozen.groups, self.panel, |count| *count);
        ImputerPlan::Neighbours {
            step: frozen,
            member,
            groups,
            values: self.donors.column(&own).unwrap_or_default(),
        }
    }

    /// The column of an indicator; what is not worked out becomes a further source.
    fn column(&mut self, id: &Id) -> Option<usize> {
        let node = self.framework.find(id.as_str())?;
        if let Some(leaf) = self.nodes.iter().position(|known| *known == node) {
            return Some(leaf);
        }
        if let Some(source) = self.plan.sources.iter().position(|(known, _)| *known == node) {
            return Some(self.nodes.len() + source);
        }
        let NodeKind::Indicator(indicator) = &self.framework.node(node).kind else { return None };
        self.plan.sources.push((node, indicator));
        Some(self.nodes.len() + self.plan.sources.len() - 1)
    }

    fn finish(mut self) -> ImputationPlan<'a> {
        for (key, mut features, members) in std::mem::take(&mut self.spaces) {
            // The order of the tree, whoever asked first: sums of distances then have the same bits.
            features.sort_by_key(|feature| self.framework.find(feature.id.as_str()));
            let columns = features.iter().map(|feature| self.column(&feature.id)).collect();
            let neighbourhood = Neighbourhood::new(self.donors, features, &key.by);
            self.plan.spaces.push(Space { neighbourhood, columns, members });
        }
        self.plan
    }
}
