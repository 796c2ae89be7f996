//! Borda count: each criterion gives a unit as many points as there are units behind it.
//!
//! points = Σ w·(n − rank), rank 1 the best of the criterion, ties at their mean rank. Borda 1784; OECD/JRC Handbook 2008, step 6. The order is that of net wins
//! (criteria won minus lost over all pairs). When: only order can be trusted. When not: a unit that enters or leaves may turn others round.

use super::decision::{Criterion, Decision};
use super::steps::Labels;
use super::{Ranked, average_ranks};
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

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

pub(super) const NOTE: MethodNote = MethodNote {
    id: "borda",
    name: Said { zh: "波达计数法", en: "Borda count" },
    formula: "score = Σ w·(n − rank)",
    letters: Said {
        zh: "rank：对象在该准则上的位次，1 为最好，并列取平均",
        en: "rank: place in a criterion, 1 the best, ties at their mean",
    },
    use_when: Said { zh: "只信次序、不信差距", en: "Only order can be trusted" },
    not_when: Said {
        zh: "跨年比较：进出一个对象就可能使另两个易位",
        en: "Across years: a unit that enters or leaves may turn two others round",
    },
    edge: Said {
        zh: "并列取平均位次；与行的顺序无关；常数列权重恰为 0",
        en: "Ties at their mean place, whatever the order of the rows; a constant column weighs exactly 0",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Borda 1784", "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("[[ranking]]\nid = \"borda\"\nmethod = { method = \"borda\" }"),
};

pub(super) fn working(decision: &Decision<'_>, labels: &Labels<'_>) -> Vec<Working> {
    let count = decision.units() as f64;
    let ranks = |criterion: &Criterion<'_>| {
        let turn = |rank: f64| if criterion.cost { rank } else { count + 1.0 - rank };
        average_ranks(criterion.values).into_iter().map(turn).collect()
    };
    vec![labels.by_criterion(decision, ("各准则位次", "Ranks by criterion"), "rank, 1 the best", ranks)]
}
