//! Exact answers over all weights within bounds: what each unit can reach, when one overtakes another, within which weights something stays. The numbers are
//! those of [`super::polytope`].

use super::exact::{bounds_of, tighten, weight_nodes};
use super::flattened::Flattened;
use super::polytope::Overtaking as Reached;
use super::polytope::{
    AttainableRanks, CriterionScores, Distance, Effort, Holds, PolytopeError, Relations, ScoreRange,
    WeightPolytope, attainable_ranks, crossings, overtaking, score_ranges, stable_interval,
};
use super::run::{Analysis, Stage, Watch};
use super::{BoundsDocument, ExactAnswers, Overtaking, StabilityInterval, UnitExact};
use crate::scorecard::Scorecard;

/// All that is asked; what cannot be had is said among the limits.
pub(super) fn answers(
    analysis: &Analysis<'_>,
    bounds: &BoundsDocument,
    card: &Scorecard,
    watch: Watch<'_>,
) -> ExactAnswers {
    let period = analysis.period();
    let mut answers = ExactAnswers {
        period,
        weights: Vec::new(),
        limits: Vec::new(),
        units: Vec::new(),
        overtaking: Vec::new(),
        stability: Vec::new(),
    };
    let nodes = weight_nodes(&bounds.of, card.definition().framework());
    match Flattened::of(analysis, card, nodes) {
        Ok(flat) => {
            answers.limits.extend(flat.limits.iter().cloned());
            if let Err(error) = fill(analysis, bounds, card, &flat, &mut answers) {
                answers.limits.push(error.text());
            }
        }
        Err(why) => answers.limits.push(why),
    }
    (watch.done)(Stage::Exact, 1);
    answers
}

fn fill(
    analysis: &Analysis<'_>,
    bounds: &BoundsDocument,
    card: &Scorecard,
    flat: &Flattened,
    answers: &mut ExactAnswers,
) -> Result<(), PolytopeError> {
    let framework = card.definition().framework();
    let (mut lower, mut upper) = bounds_of(bounds, &flat.nodes, &flat.weights, framework);
    tighten(bounds, &flat.nodes, framework, &mut lower, &mut upper);
    let ids = flat.nodes.iter().map(|node| framework.node(*node).id.clone());
    let ends = lower.iter().zip(&upper).zip(&flat.weights);
    answers.weights = ids.zip(ends).map(|(id, ((low, high), weight))| (id, *weight, *low, *high)).collect();
    let place = |id: &crate::vocab::Id| flat.nodes.iter().position(|node| framework.node(*node).id == *id);
    let order: Vec<usize> = bounds.order.iter().filter_map(place).collect();
    let mut polytope = WeightPolytope::bounded(&lower, &upper)?;
    if order.len() > 1 {
        polytope = polytope.with_order(&order)?;
    }
    answers.units = units(flat, &polytope)?;
    let any = WeightPolytope::simplex(flat.nodes.len())?;
    let top = analysis.subject.document.top.first().copied().unwrap_or(10) as usize;
    let mut without = None;
    for (ahead, behind) in pairs(analysis, bounds, flat, top) {
        let (one, why) = overtaken(flat, &polytope, &any, ahead, behind);
        answers.overtaking.push(one);
        without = without.or(why);
    }
    answers.limits.extend(without.map(|why| why.text()));
    answers.stability = stability(flat, &any, top, framework)?;
    Ok(())
}

fn units(flat: &Flattened, polytope: &WeightPolytope) -> Result<Vec<UnitExact>, PolytopeError> {
    let scores: &CriterionScores = &flat.scores;
    let ranges = score_ranges(scores, polytope)?;
    let relations = Relations::of(scores, polytope)?;
    let ranks = attainable_ranks(scores, polytope, &relations, Effort::default())?;
    let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let one = |((at, range), ranks): ((usize, &ScoreRange), &AttainableRanks)| {
        let counts = relations.counts(at);
        let lowest = flat.score(at, &range.lowest_weights).unwrap_or(range.lowest);
        let highest = flat.score(at, &range.highest_weights).unwrap_or(range.highest);
        UnitExact {
            unit: flat.units[at],
            rank: flat.ranks[at],
            scores: (lowest, highest),
            best: whole(ranks.best.bound),
            best_reached: whole(ranks.best.attained),
            worst: whole(ranks.worst.bound),
            worst_reached: whole(ranks.worst.attained),
            always_above: whole(counts.ahead),
            always_below: whole(counts.behind),
        }
    };
    Ok(ranges.iter().enumerate().zip(&ranks).map(one).collect())
}

/// Pairs ahead and behind as defined: those that are asked about, or neighbours among the first.
fn pairs(
    analysis: &Analysis<'_>,
    bounds: &BoundsDocument,
    flat: &Flattened,
    top: usize,
) -> Vec<(usize, usize)> {
    if bounds.pairs.is_empty() {
        let last = top.min(flat.units.len().saturating_sub(1));
        return (0..last).map(|at| (at, at + 1)).collect();
    }
    let index = analysis.subject.panel.index();
    let place = |id: &String| {
        let number = index.unit_by_id(id)?;
        flat.units.iter().position(|unit| *unit == number)
    };
    let found = bounds.pairs.iter().filter_map(|[one, other]| Some((place(one)?, place(other)?)));
    // The order in which they stand as defined, whichever was written first.
    found.map(|(one, other)| (one.min(other), one.max(other))).filter(|(a, b)| a != b).collect()
}

/// When one overtakes the other, and why a distance is not there.
fn overtaken(
    flat: &Flattened,
    polytope: &WeightPolytope,
    any: &WeightPolytope,
    ahead: usize,
    behind: usize,
) -> (Overtaking, Option<PolytopeError>) {
    let mut why = None;
    let mut least =
        |distance: Distance| match overtaking(&flat.scores, polytope, &flat.weights, behind, ahead, distance)
        {
            Ok(Reached::Already) => Some(0.0),
            Ok(Reached::At(change)) => Some(change.distance),
            Ok(Reached::Never { .. }) => None,
            Err(error) => {
                why = Some(error);
                None
            }
        };
    let (least_l1, least_l2) = (least(Distance::Total), least(Distance::Euclidean));
    let of = |criterion| {
        let found = crossings(&flat.scores, any, &flat.weights, criterion, ahead, behind);
        found.unwrap_or_default().iter().map(|crossing| crossing.at).collect()
    };
    let thresholds = (0..flat.nodes.len()).map(of).collect();
    let (ahead, behind) = (flat.units[ahead], flat.units[behind]);
    (Overtaking { ahead, behind, least_l1, least_l2, thresholds }, why)
}

/// Of each weight, the others in proportion and from 0 to 1.
fn stability(
    flat: &Flattened,
    any: &WeightPolytope,
    top: usize,
    framework: &crate::framework::Framework,
) -> Result<Vec<StabilityInterval>, PolytopeError> {
    let of = |criterion: usize| -> Result<StabilityInterval, PolytopeError> {
        let range = |holds: Holds| -> Result<(f64, f64), PolytopeError> {
            let interval = stable_interval(&flat.scores, any, &flat.weights, criterion, holds)?;
            Ok((interval.from.at, interval.to.at))
        };
        // All units are always among the first so many.
        let of_top = if top < flat.units.len() { range(Holds::Top(top))? } else { (0.0, 1.0) };
        Ok(StabilityInterval {
            node: framework.node(flat.nodes[criterion]).id.clone(),
            weight: flat.weights[criterion],
            first: range(Holds::First)?,
            top: of_top,
            order: range(Holds::Order)?,
        })
    };
    (0..flat.nodes.len()).map(of).collect()
}
