//! Whether the frozen numbers of a scorecard belong to its definition and can be computed with: a file may come from anywhere.

use super::check_imputation;
use super::frozen::FrozenIndicator;
use super::{Scorecard, screening};
use crate::framework::{Aggregate, Indicator, Lifecycle, NodeId};
use crate::statistics::{Grouped, GroupedSample};
use crate::treatment::{Treater, Treatment};
use crate::vocab::Id;

/// What does not fit, if anything.
pub(super) fn misfit(card: &Scorecard) -> Option<String> {
    let framework = card.definition().framework();
    let (nodes, weights) = (framework.nodes(), card.weights());
    if card.indicators().len() != framework.indicators().count() {
        return Some("indicators".to_owned());
    }
    let out = screening::excluded(framework, card.indicators());
    let own = screening::shares(framework, &out);
    let same = weights.len() == nodes.len()
        && nodes.iter().zip(weights).zip(&own).all(|((node, weight), own)| {
            // The definition inside gives the same bits again; where data decide there is only a share to expect.
            weight.id == node.id
                && node
                    .weight
                    .map_or((0.0..=1.0).contains(&weight.share), |_| own.to_bits() == weight.share.to_bits())
        });
    if !same || !framework.aggregates().all(|(_, _, aggregate)| adds_up(card, &aggregate.children)) {
        return Some("weights".to_owned());
    }
    if let Some(odd) = odd_aggregate(card) {
        return Some(format!("parameters of `{odd}`"));
    }
    if !card.donors().is_sound() {
        return Some("donors".to_owned());
    }
    let ids = framework.indicators().map(|(_, node, _)| &node.id);
    if !card.indicators().iter().map(|frozen| &frozen.id).eq(ids) {
        return Some("indicators".to_owned());
    }
    let scale = framework.parts().scale;
    let mut both = card.indicators().iter().zip(framework.indicators());
    let odd = both.find(|(frozen, (node, _, indicator))| {
        !(as_declared(card, *node, frozen, indicator)
            && computable(frozen)
            && as_given(frozen, indicator, scale.low, scale.high))
    });
    odd.map(|(frozen, _)| format!("parameters of `{}`", frozen.id))
}

/// Whether the shares of an aggregate's children are a whole, where data decide them.
fn adds_up(card: &Scorecard, children: &[NodeId]) -> bool {
    let framework = card.definition().framework();
    let out = screening::excluded(framework, card.indicators());
    if children.iter().all(|child| framework.node(*child).weight.is_some() || out[child.0]) {
        return true;
    }
    let sum: f64 = children.iter().map(|child| card.share(*child)).sum();
    // Each share is rounded once.
    (sum - 1.0).abs() <= 1e-12 * children.len() as f64
}

/// The first aggregate that has other facts than its weighting makes.
fn odd_aggregate(card: &Scorecard) -> Option<&Id> {
    let framework = card.definition().framework();
    let out = screening::excluded(framework, card.indicators());
    let by_data = |aggregate: &Aggregate| {
        let children = aggregate.children.iter();
        children.filter(|child| framework.node(**child).weight.is_none() && !out[child.0]).count()
    };
    let takes = |aggregate: &Aggregate| by_data(aggregate) > 0 || aggregate.aggregation.needs_rows();
    let mut expected = framework.aggregates().filter(|(node, _, aggregate)| takes(aggregate) && !out[node.0]);
    let low = framework.parts().scale.low;
    for frozen in card.aggregates() {
        let Some((_, node, aggregate)) = expected.next() else { return Some(&frozen.id) };
        let count = by_data(aggregate);
        let is_whole = |shares: &Vec<f64>| {
            shares.len() == count && shares.iter().all(|share| (0.0..=1.0).contains(share))
        };
        let counted = aggregate.children.iter().filter(|child| card.share(**child) > 0.0).count();
        let measured = match &frozen.frontier {
            Some(frontier) => aggregate.aggregation.needs_rows() && frontier.fits(counted, low),
            None => !aggregate.aggregation.needs_rows(),
        };
        let weighted = frozen.weighting.as_ref().map_or(count == 0, |facts| {
            let children: Vec<&Id> = aggregate.children.iter().map(|c| &framework.node(*c).id).collect();
            facts.constant.iter().all(|id| children.contains(&id))
                && facts.uncapped.iter().all(is_whole)
                && facts.parts.iter().all(|part| is_whole(&part.shares))
                && facts.importances.iter().all(|i| i.target.len() == count && i.reached.len() == count)
        });
        if frozen.id != node.id || !weighted || !measured {
            return Some(&frozen.id);
        }
    }
    expected.next().map(|(_, node, _)| &node.id)
}

/// Whether it has the steps its card declares, and no others. What weighs nothing may have none at all: the base need not determine it.
fn as_declared(card: &Scorecard, node: NodeId, frozen: &FrozenIndicator, indicator: &Indicator) -> bool {
    let none = frozen.imputation.is_empty() && frozen.treatment.is_none() && frozen.normaliser.is_none();
    match indicator.status {
        Lifecycle::Retired => return none,
        Lifecycle::Candidate | Lifecycle::Pilot if none => return true,
        Lifecycle::Core if none && frozen.excluded.is_some() => return true,
        Lifecycle::Candidate | Lifecycle::Pilot | Lifecycle::Core => {}
    }
    let imputation = check_imputation::as_declared(card, node, frozen, &indicator.missing);
    let treatment = match &frozen.treatment {
        None => indicator.treatment == Treatment::Untreated {},
        Some(treaters) => {
            by(treaters, indicator.treatment.attributes())
                && every(treaters, |treater| indicator.treatment.made(treater))
        }
    };
    let normaliser = frozen.normaliser.as_ref().is_some_and(|normaliser| {
        let own = normaliser.groups.iter().map(|group| &group.fitted);
        by(normaliser, &indicator.normalisation.attributes())
            && own
                .chain([&normaliser.pooled])
                .all(|one| indicator.normalisation.has_form(indicator.aim(), one))
    });
    imputation && treatment && normaliser
}

fn every<T>(grouped: &Grouped<T>, holds: impl Fn(&T) -> bool) -> bool {
    grouped.groups.iter().map(|group| &group.fitted).chain([&grouped.pooled]).all(holds)
}

/// Whether the groups are made by the attributes the card names, with as many conditions in each.
pub(super) fn by<T>(grouped: &Grouped<T>, attributes: &[Id]) -> bool {
    grouped.by == attributes && grouped.groups.iter().all(|group| group.when.len() == grouped.by.len())
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
    sound && frozen.treatment.iter().all(|treaters| every(treaters, Treater::is_sound))
}
