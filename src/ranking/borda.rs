//! Borda count: each criterion gives a unit as many points as there are units behind it.
//!
//! points = Σ w·(n − rank), rank 1 the best of the criterion, ties at their mean rank. Borda 1784; OECD/JRC Handbook 2008, step 6. The order is that of net wins
//! (criteria won minus lost over all pairs). When: only order can be trusted. When not: a unit that enters or leaves may turn others round.

use super::decision::Decision;
use super::{Ranked, average_ranks};

/// Borda points of every unit by share of weight: 0 to n − 1, higher is better. Ties do not depend on the order of the units.
#[must_use]
pub fn borda(decision: &Decision<'_>) -> Ranked {
    let mut points = vec![0.0; decision.units()];
    for criterion in decision.criteria() {
        for (points, rank) in points.iter_mut().zip(average_ranks(criterion.values)) {
            // Units behind: below for a benefit, above for a cost.
            let behind = if criterion.cost { decision.units() as f64 - rank } else { rank - 1.0 };
            *points += criterion.weight * behind;
        }
    }
    Ranked::higher(points)
}
