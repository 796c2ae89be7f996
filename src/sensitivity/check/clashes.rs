//! Two factors that set the same thing on the same card: which of them would count?

use std::collections::BTreeMap;

use super::Check;
use crate::sensitivity::perturbation::{edits, moving};
use crate::sensitivity::targets::{self, Wanted};
use crate::sensitivity::{Edit, FactorKind, Resampling, Targets};
use crate::vocab::Id;

impl Check<'_> {
    pub(super) fn clashes(&mut self) {
        let mut seen: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
        for (number, factor) in self.document.factor.iter().enumerate() {
            let mut own = self.touched(&factor.kind);
            own.sort_unstable();
            own.dedup();
            for (card, what) in own {
                let Some(first) = seen.insert((card.clone(), what), number).filter(|first| *first != number)
                else {
                    continue;
                };
                let other = &self.document.factor[first].id;
                let id = &factor.id;
                let message = if card.is_empty() {
                    (
                        format!("因素“{other}”和“{id}”都改变 `{what}`"),
                        format!("the factors `{other}` and `{id}` both change `{what}`"),
                    )
                } else {
                    (
                        format!("因素“{other}”和“{id}”都改变“{card}”的 `{what}`"),
                        format!("the factors `{other}` and `{id}` both change `{what}` of `{card}`"),
                    )
                };
                let at = self.at.key("factor").entry(number);
                self.say(
                    "std069",
                    message,
                    at,
                    ("合并成一个因素，或用 of 分开", "make them one factor, or tell them apart with `of`"),
                );
                break;
            }
        }
    }

    /// The cards a factor changes, and what on them.
    fn touched(&self, kind: &FactorKind) -> Vec<(String, &'static str)> {
        let framework = self.framework;
        let all = |nodes: Vec<crate::framework::NodeId>, what: &'static str| {
            targets::ids(&nodes, framework).into_iter().map(move |id: Id| (id.to_string(), what)).collect()
        };
        match kind {
            FactorKind::Weights { of, law } => all(moving(of, law, framework), "law"),
            FactorKind::Power { of, .. } => {
                all(targets::nodes(of, Wanted::Aggregates, framework), "aggregation")
            }
            FactorKind::Anchors { of, .. } => {
                all(targets::nodes(of, Wanted::Indicators, framework), "anchors")
            }
            FactorKind::Error { of, .. } => all(targets::nodes(of, Wanted::Indicators, framework), "error"),
            FactorKind::LeaveOut { .. } => Vec::new(),
            FactorKind::Units { resample: Resampling::Bootstrap { .. } } => {
                vec![(String::new(), "bootstrap")]
            }
            FactorKind::Units { resample: Resampling::DropGroup { .. } } => {
                vec![(String::new(), "drop-group")]
            }
            FactorKind::Alternatives { alternative, .. } => {
                let of_edits = alternative.iter().flat_map(|a| &a.set).flat_map(|edit| self.of_edit(edit));
                let editions = alternative.iter().filter(|a| a.definition.is_some());
                of_edits.chain(editions.map(|_| (String::new(), "definition"))).collect()
            }
        }
    }

    fn of_edit(&self, edit: &Edit) -> Vec<(String, &'static str)> {
        let framework = self.framework;
        let mut all = Vec::new();
        let mut add = |is_set: bool, nodes: &[crate::framework::NodeId], what: &'static str| {
            if is_set {
                all.extend(nodes.iter().map(|node| (framework.node(*node).id.to_string(), what)));
            }
        };
        let aggregates = edits::aggregates(edit, framework);
        add(edit.weighting.is_some(), &aggregates, "weighting");
        add(edit.aggregation.is_some(), &aggregates, "aggregation");
        add(edit.coverage.is_some(), &aggregates, "coverage");
        let indicators = edits::indicators(edit, framework);
        add(edit.formula.is_some(), &indicators, "formula");
        add(edit.denominate.is_some(), &indicators, "denominate");
        add(edit.missing.is_some(), &indicators, "missing");
        add(edit.treatment.is_some(), &indicators, "treatment");
        add(edit.normalisation.is_some(), &indicators, "normalisation");
        if let (Some(_), Targets::Nodes(ids)) = (edit.weight, &edit.of) {
            all.extend(ids.iter().map(|id| (id.to_string(), "weight")));
        }
        all
    }
}
