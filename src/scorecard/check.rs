//! Whether the frozen numbers of a scorecard belong to its definition and can be computed with: a file may come from anywhere.

use super::Scorecard;
use super::frozen::FrozenIndicator;
use crate::framework::{Indicator, Lifecycle};
use crate::imputation::{Imputation, Imputer};
use crate::statistics::{Grouped, GroupedSample};
use crate::treatment::Treatment;
use crate::vocab::Id;

/// What does not fit, if anything.
pub(super) fn misfit(card: &Scorecard) -> Option<String> {
    let framework = card.definition().framework();
    let (nodes, weights) = (framework.nodes(), card.weights());
    let same = weights.len() == nodes.len()
        && nodes.iter().zip(weights).all(|(node, weight)| {
            // The definition inside gives the same bits again.
            weight.id == node.id && weight.share.to_bits() == node.weight.to_bits()
        });
    if !same {
        return Some("weights".to_owned());
    }
    let ids = framework.indicators().map(|(_, node, _)| &node.id);
    if !card.indicators().iter().map(|frozen| &frozen.id).eq(ids) {
        return Some("indicators".to_owned());
    }
    let scale = framework.parts().scale;
    let mut both = card.indicators().iter().zip(framework.indicators());
    let odd = both.find(|(frozen, (_, _, indicator))| {
        !(as_declared(frozen, indicator)
            && computable(frozen)
            && as_given(frozen, indicator, scale.low, scale.high))
    });
    odd.map(|(frozen, _)| format!("parameters of `{}`", frozen.id))
}

/// Whether it has the steps its card declares, and no others. What weighs nothing may have none at all: the base need not determine it.
fn as_declared(frozen: &FrozenIndicator, indicator: &Indicator) -> bool {
    let none = frozen.imputation.is_empty() && frozen.limits.is_none() && frozen.normaliser.is_none();
    match indicator.status {
        Lifecycle::Retired => return none,
        Lifecycle::Candidate | Lifecycle::Pilot if none => return true,
        Lifecycle::Candidate | Lifecycle::Pilot | Lifecycle::Core => {}
    }
    let imputation = frozen.imputation.len() == indicator.missing.len()
        && frozen
            .imputation
            .iter()
            .zip(&indicator.missing)
            .all(|(frozen, declared)| is_step(frozen, declared));
    let limits = match (&frozen.limits, &indicator.treatment) {
        (None, Treatment::Untreated {}) => true,
        (Some(limits), treatment @ Treatment::WinsoriseQuantiles { .. }) => {
            by(limits, treatment.attributes())
        }
        _ => false,
    };
    let normaliser = frozen.normaliser.as_ref().is_some_and(|normaliser| {
        let own = normaliser.groups.iter().map(|group| &group.fitted);
        by(normaliser, &indicator.normalisation.attributes())
            && own.chain([&normaliser.pooled]).all(|one| indicator.normalisation.has_form(indicator.aim(), one))
    });
    imputation && limits && normaliser
}

/// Whether the groups are made by the attributes the card names, with as many conditions in each.
fn by<T>(grouped: &Grouped<T>, attributes: &[Id]) -> bool {
    grouped.by == attributes && grouped.groups.iter().all(|group| group.when.len() == grouped.by.len())
}

fn is_step(frozen: &Imputer, declared: &Imputation) -> bool {
    match (frozen, declared) {
        (Imputer::CarryForward { max_age }, Imputation::CarryForward { max_age: declared }) => {
            max_age == declared
        }
        (Imputer::GroupMedian(grouped), Imputation::GroupMedian { by: attributes, .. }) => {
            by(grouped, attributes)
        }
        _ => false,
    }
}

/// Parameters that do not come from the base follow from the card alone, so they must be the same again.
fn as_given(frozen: &FrozenIndicator, indicator: &Indicator, worst: f64, best: f64) -> bool {
    let Some(normaliser) = frozen.normaliser.as_ref().filter(|_| !indicator.normalisation.needs_base())
    else {
        return true;
    };
    let again = indicator.normalisation.fit(indicator.aim(), &(worst..=best), &GroupedSample::default());
    again.is_ok_and(|again| again.grouped == *normaliser)
}

fn computable(frozen: &FrozenIndicator) -> bool {
    let sound = frozen.normaliser.iter().all(|grouped| {
        let own = grouped.groups.iter().map(|group| &group.fitted);
        own.chain([&grouped.pooled]).all(|normaliser| normaliser.check().is_ok())
    });
    let limits = frozen.limits.iter().all(|grouped| {
        let own = grouped.groups.iter().map(|group| &group.fitted);
        own.chain([&grouped.pooled]).all(|limits| limits.low <= limits.high)
    });
    sound && limits
}
