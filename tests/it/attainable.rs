//! Attainable ranks against brute force, and their laws.

use proptest::prelude::*;
use quanheng::sensitivity::polytope::{
    AttainableRanks, Compared, CriterionScores, Effort, Relations, WeightPolytope, WeightRow,
    attainable_ranks, exact_acceptability,
};

use crate::polytopes::{Dice, mixtures, scores, vertices};

fn ranks(scores: &CriterionScores, polytope: &WeightPolytope, effort: Effort) -> Vec<AttainableRanks> {
    let relations = Relations::of(scores, polytope).unwrap();
    let found = attainable_ranks(scores, polytope, &relations, effort).unwrap();
    for (unit, ranks) in found.iter().enumerate() {
        assert!(
            ranks.best.bound <= ranks.best.attained && ranks.worst.attained <= ranks.worst.bound,
            "{ranks:?}"
        );
        for end in [&ranks.best, &ranks.worst] {
            assert!(polytope.excess(&end.weights) <= 1e-12, "{end:?}");
            assert!((end.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert_eq!(scores.ranks(&end.weights)[unit], Some(end.attained), "the weights show the rank");
        }
        let counts = relations.counts(unit);
        assert!(counts.best_rank() <= ranks.best.bound && ranks.worst.bound <= counts.worst_rank());
    }
    found
}

const THOROUGH: Effort = Effort { steps: 200, comparisons: 10_000, programmes: 3_000 };

const SHORT: Effort = Effort { steps: 3, comparisons: 50, programmes: 2 };

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_weights_lead_out_of_the_interval(seed in any::<u64>(), units in 1_usize..9, criteria in 1_usize..6, share in 0.0_f64..1.0, whole in any::<bool>()) {
        let mut dice = Dice(seed);
        let mut columns = dice.columns(units, criteria);
        if !whole {
            columns.iter_mut().flatten().for_each(|score| *score += dice.next());
        }
        let scores = scores(&columns);
        let polytope = WeightPolytope::around(&dice.weights(criteria), share).unwrap();
        let corners = vertices(polytope.lower(), polytope.upper());
        let thorough = ranks(&scores, &polytope, THOROUGH);
        let short = ranks(&scores, &polytope, SHORT);
        for weights in mixtures(&corners, 300, &mut dice) {
            for (unit, rank) in scores.ranks(&weights).into_iter().enumerate() {
                let rank = rank.unwrap();
                prop_assert!((thorough[unit].best.bound..=thorough[unit].worst.bound).contains(&rank));
                prop_assert!((short[unit].best.bound..=short[unit].worst.bound).contains(&rank));
                // With real numbers nothing is level at a single place only, and the answer is exact.
                if !whole {
                    prop_assert!((thorough[unit].best.attained..=thorough[unit].worst.attained).contains(&rank));
                }
            }
        }
        if !whole {
            for (exact, short) in thorough.iter().zip(&short) {
                prop_assert!(exact.best.is_exact() && exact.worst.is_exact(), "{exact:?}");
                prop_assert!(short.best.bound <= exact.best.attained && exact.worst.attained <= short.worst.bound);
            }
        }
    }

    #[test]
    fn branch_and_bound_finds_what_enumeration_finds(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut columns = dice.columns(8, 3);
        columns.iter_mut().flatten().for_each(|score| *score += dice.next());
        let enumerated = ranks(&scores(&columns), &WeightPolytope::simplex(3).unwrap(), THOROUGH);
        // The same criterion twice, sharing a weight: four weights vary and nothing else changes.
        columns.push(columns[2].clone());
        let branched = ranks(&scores(&columns), &WeightPolytope::simplex(4).unwrap(), THOROUGH);
        // The same with a condition, so that programmes take the place of the knapsack.
        let row = WeightRow { terms: vec![1.0, 1.0, 1.0, 1.0], relation: Compared::AtLeast, limit: 0.5 };
        let programmed = WeightPolytope::simplex(4).unwrap().with(row).unwrap();
        let programmed = ranks(&scores(&columns), &programmed, THOROUGH);
        let plain = |ranks: &[AttainableRanks]| -> Vec<[usize; 4]> {
            ranks.iter().map(|r| [r.best.bound, r.best.attained, r.worst.attained, r.worst.bound]).collect()
        };
        prop_assert_eq!(plain(&branched), plain(&enumerated));
        prop_assert_eq!(plain(&programmed), plain(&enumerated));
    }

    #[test]
    fn the_order_and_the_scale_of_units_and_criteria_do_not_matter(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut columns = dice.columns(7, 3);
        columns.iter_mut().flatten().for_each(|score| *score += dice.next());
        let weights = dice.weights(3);
        let polytope = WeightPolytope::around(&weights, 0.5).unwrap();
        let before = ranks(&scores(&columns), &polytope, THOROUGH);
        let turned: Vec<Vec<f64>> =
            columns.iter().rev().map(|column| column.iter().rev().map(|score| score * 8.0 - 3.0).collect()).collect();
        let reversed: Vec<f64> = weights.iter().rev().copied().collect();
        let after = ranks(&scores(&turned), &WeightPolytope::around(&reversed, 0.5).unwrap(), THOROUGH);
        for (one, other) in before.iter().zip(after.iter().rev()) {
            prop_assert_eq!((one.best.bound, one.best.attained), (other.best.bound, other.best.attained));
            prop_assert_eq!((one.worst.bound, one.worst.attained), (other.worst.bound, other.worst.attained));
        }
    }

    #[test]
    fn shares_of_weights_agree_with_the_ends(seed in any::<u64>(), criteria in 1_usize..4) {
        let mut dice = Dice(seed);
        let mut columns = dice.columns(6, criteria);
        columns.iter_mut().flatten().for_each(|score| *score += dice.next());
        let scores = scores(&columns);
        let polytope = WeightPolytope::around(&dice.weights(criteria), 0.7).unwrap();
        let shares = exact_acceptability(&scores, &polytope).unwrap();
        for (shares, ranks) in shares.iter().zip(ranks(&scores, &polytope, THOROUGH)) {
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let above = |rank: usize| shares[rank - 1] > 1e-12;
            prop_assert!(above(ranks.best.attained) && above(ranks.worst.attained), "{shares:?} {ranks:?}");
            prop_assert!((1..ranks.best.attained).chain(ranks.worst.attained + 1..=6).all(|rank| !above(rank)), "{shares:?} {ranks:?}");
        }
    }
}

#[test]
fn units_that_are_alike_and_a_unit_alone() {
    let alone = CriterionScores::complete(&[&[3.0], &[4.0]]).unwrap();
    let simplex = WeightPolytope::simplex(2).unwrap();
    let only = &ranks(&alone, &simplex, Effort::default())[0];
    assert_eq!((only.best.bound, only.best.attained, only.worst.attained, only.worst.bound), (1, 1, 1, 1));
    let alike = CriterionScores::complete(&[&[3.0; 4], &[4.0; 4]]).unwrap();
    for unit in ranks(&alike, &simplex, Effort::default()) {
        assert_eq!((unit.best.bound, unit.worst.bound), (1, 1), "all share the first place");
    }
    // Level at one corner only: the better place is shared there.
    let corner = CriterionScores::complete(&[&[5.0, 5.0], &[1.0, 2.0]]).unwrap();
    let found = ranks(&corner, &simplex, Effort::default());
    assert_eq!((found[0].best.attained, found[0].worst.attained), (1, 2));
    assert_eq!((found[1].best.attained, found[1].worst.attained), (1, 1));
    // A point.
    let point = WeightPolytope::around(&[0.4, 0.6], 0.0).unwrap();
    assert_eq!(ranks(&corner, &point, Effort::default())[0].best.attained, 2);
}

#[test]
fn missing_criteria_widen_the_bounds_and_leave_them_true() {
    let mut dice = Dice(5);
    for _ in 0..20 {
        let columns: Vec<Vec<Option<f64>>> =
            (0..4).map(|_| (0..6).map(|_| (dice.next() < 0.8).then(|| dice.next())).collect()).collect();
        let views: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
        let Ok(scores) = CriterionScores::gapped(&views) else { continue };
        let polytope = WeightPolytope::around(&dice.weights(4), 0.5).unwrap();
        let found = ranks(&scores, &polytope, Effort::default());
        for weights in mixtures(&vertices(polytope.lower(), polytope.upper()), 200, &mut dice) {
            for (ranks, rank) in found.iter().zip(scores.ranks(&weights)) {
                assert!((ranks.best.bound..=ranks.worst.bound).contains(&rank.unwrap()));
            }
        }
    }
}
