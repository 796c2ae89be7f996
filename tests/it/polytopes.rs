//! Exact answers over weights against brute force: all vertices of small sets of weights, and many weights within them.

use proptest::prelude::*;
use quanheng::sensitivity::polytope::{
    Compared, CriterionScores, Distance, Holds, Overtaking, PolytopeError, Relation, Relations,
    WeightPolytope, WeightRow, allowed_range, crossings, difference, overtaking, score_ranges,
    stable_interval, top_change,
};

/// A small generator, so that a case is a seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.next() * count as f64) as usize
    }

    /// Whole scores, so that ties happen.
    pub(crate) fn columns(&mut self, units: usize, criteria: usize) -> Vec<Vec<f64>> {
        (0..criteria).map(|_| (0..units).map(|_| self.below(11) as f64).collect()).collect()
    }

    pub(crate) fn weights(&mut self, criteria: usize) -> Vec<f64> {
        let parts: Vec<f64> = (0..criteria).map(|_| self.next() + 0.05).collect();
        let sum: f64 = parts.iter().sum();
        parts.iter().map(|part| part / sum).collect()
    }
}

pub(crate) fn scores(columns: &[Vec<f64>]) -> CriterionScores {
    CriterionScores::complete(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap()
}

/// Every vertex of weights between bounds: all but one at a bound.
pub(crate) fn vertices(lower: &[f64], upper: &[f64]) -> Vec<Vec<f64>> {
    let count = lower.len();
    let mut found = Vec::new();
    for free in 0..count {
        for pattern in 0..1_usize << (count - 1) {
            let mut weights = vec![0.0; count];
            let others = (0..count).filter(|at| *at != free);
            for (bit, at) in others.enumerate() {
                weights[at] = if pattern >> bit & 1 == 1 { upper[at] } else { lower[at] };
            }
            weights[free] = 1.0 - weights.iter().sum::<f64>();
            if weights[free] >= lower[free] - 1e-12 && weights[free] <= upper[free] + 1e-12 {
                found.push(weights);
            }
        }
    }
    found
}

/// Mixtures of vertices: weights within.
pub(crate) fn mixtures(vertices: &[Vec<f64>], count: usize, dice: &mut Dice) -> Vec<Vec<f64>> {
    let mixture = |_| {
        let (a, b, c) = (dice.below(vertices.len()), dice.below(vertices.len()), dice.below(vertices.len()));
        let parts = dice.weights(3);
        let at = |k: usize| parts[0] * vertices[a][k] + parts[1] * vertices[b][k] + parts[2] * vertices[c][k];
        (0..vertices[0].len()).map(at).collect()
    };
    (0..count).map(mixture).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-10 * (1.0 + a.abs().max(b.abs()))
}

fn gap(scores: &CriterionScores, weights: &[f64], one: usize, other: usize) -> f64 {
    scores.score(one, weights).unwrap() - scores.score(other, weights).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn ranges_and_relations_are_those_of_the_vertices(seed in any::<u64>(), units in 2_usize..7, criteria in 2_usize..6, share in 0.0_f64..1.0) {
        let mut dice = Dice(seed);
        let scores = scores(&dice.columns(units, criteria));
        let plain = WeightPolytope::around(&dice.weights(criteria), share).unwrap();
        let vertices = vertices(plain.lower(), plain.upper());
        // The same set with a condition that changes nothing: the linear programme must agree with the knapsack.
        let row = WeightRow { terms: vec![1.0; criteria], relation: Compared::AtLeast, limit: 0.5 };
        let programmed = plain.clone().with(row).unwrap();
        for polytope in [&plain, &programmed] {
            let relations = Relations::of(&scores, polytope).unwrap();
            for (unit, range) in score_ranges(&scores, polytope).unwrap().iter().enumerate() {
                let all = || vertices.iter().map(|weights| scores.score(unit, weights).unwrap());
                prop_assert!(near(range.lowest, all().fold(f64::MAX, f64::min)), "{range:?}");
                prop_assert!(near(range.highest, all().fold(f64::MIN, f64::max)), "{range:?}");
                prop_assert!(polytope.excess(&range.lowest_weights) <= 1e-15);
                prop_assert_eq!(scores.score(unit, &range.highest_weights), Some(range.highest));
                for other in 0..units {
                    let all = || vertices.iter().map(|weights| gap(&scores, weights, unit, other));
                    let (low, high) = (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max));
                    let extent = difference(&scores, polytope, unit, other).unwrap();
                    prop_assert!(near(extent.lowest, low) && near(extent.highest, high), "{extent:?} {low} {high}");
                    let expected = match (low > 1e-10, low >= -1e-10, high <= 1e-10, high < -1e-10) {
                        (true, ..) => Relation::Ahead,
                        (_, _, _, true) => Relation::Behind,
                        (_, true, true, _) => Relation::Level,
                        (_, true, false, _) => Relation::NeverBehind,
                        (_, false, true, _) => Relation::NeverAhead,
                        _ => Relation::Open,
                    };
                    prop_assert_eq!(relations.get(unit, other), expected, "{} {}", low, high);
                }
            }
        }
    }

    #[test]
    fn necessary_preference_is_an_order_and_dominance_is_part_of_it(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let columns = dice.columns(8, 4);
        let scores = scores(&columns);
        let polytope = WeightPolytope::around(&dice.weights(4), 0.5).unwrap();
        let relations = Relations::of(&scores, &polytope).unwrap();
        for a in 0..8 {
            prop_assert!(relations.is_necessary(a, a));
            for b in 0..8 {
                prop_assert_eq!(relations.get(a, b), relations.get(b, a).reversed());
                if columns.iter().all(|column| column[a] >= column[b]) {
                    prop_assert!(relations.is_necessary(a, b));
                }
                for c in (0..8).filter(|c| relations.is_necessary(a, b) && relations.is_necessary(b, *c)) {
                    prop_assert!(relations.is_necessary(a, c));
                }
            }
            let counts = relations.counts(a);
            for weights in mixtures(&vertices(polytope.lower(), polytope.upper()), 50, &mut dice) {
                let rank = scores.ranks(&weights)[a].unwrap();
                prop_assert!((counts.best_rank()..=counts.worst_rank()).contains(&rank));
            }
        }
    }

    #[test]
    fn nobody_overtakes_with_less(seed in any::<u64>(), criteria in 2_usize..6, share in 0.1_f64..1.0) {
        let mut dice = Dice(seed);
        let scores = scores(&dice.columns(5, criteria));
        let start = dice.weights(criteria);
        let plain = WeightPolytope::around(&start, share).unwrap();
        let vertices = vertices(plain.lower(), plain.upper());
        let row = WeightRow { terms: vec![1.0; criteria], relation: Compared::AtLeast, limit: 0.5 };
        let programmed = plain.clone().with(row).unwrap();
        for (behind, ahead) in [(0, 1), (1, 0), (2, 3), (3, 4)] {
            let best = vertices.iter().map(|weights| gap(&scores, weights, behind, ahead)).fold(f64::MIN, f64::max);
            for distance in [Distance::Total, Distance::Euclidean] {
                let length = |weights: &[f64]| {
                    let moves = weights.iter().zip(&start).map(|(to, from)| to - from);
                    match distance {
                        Distance::Total => moves.map(f64::abs).sum::<f64>(),
                        Distance::Euclidean => moves.map(|by| by * by).sum::<f64>().sqrt(),
                    }
                };
                match overtaking(&scores, &plain, &start, behind, ahead, distance).unwrap() {
                    Overtaking::Already => prop_assert!(gap(&scores, &start, behind, ahead) >= -1e-10),
                    Overtaking::Never { behind } => prop_assert!(near(behind, -best) && best < 0.0),
                    Overtaking::At(change) => {
                        prop_assert!(plain.excess(&change.weights) <= 1e-14, "{change:?}");
                        prop_assert!((change.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{change:?}");
                        prop_assert!(gap(&scores, &change.weights, behind, ahead).abs() < 1e-10, "{change:?}");
                        prop_assert!(near(length(&change.weights), change.distance));
                        // No weights that are level are nearer: on the way from the start to any weights that overtake.
                        for other in vertices.iter().cloned().chain(mixtures(&vertices, 200, &mut dice)) {
                            let (now, then) = (gap(&scores, &start, behind, ahead), gap(&scores, &other, behind, ahead));
                            if then > 0.0 {
                                let part = now / (now - then);
                                prop_assert!(part * length(&other) >= change.distance - 1e-10, "{change:?}");
                            }
                        }
                        if distance == Distance::Total {
                            let Overtaking::At(other) =
                                overtaking(&scores, &programmed, &start, behind, ahead, distance).unwrap()
                            else {
                                return Err(TestCaseError::fail("the programme finds no way"));
                            };
                            prop_assert!(near(other.distance, change.distance), "{other:?} {change:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_few_change_at_the_nearest_pair(seed in any::<u64>(), count in 1_usize..6) {
        let mut dice = Dice(seed);
        let scores = scores(&dice.columns(6, 3));
        let start = dice.weights(3);
        let polytope = WeightPolytope::simplex(3).unwrap();
        let ranks = scores.ranks(&start);
        let mut order: Vec<usize> = (0..6).collect();
        order.sort_by_key(|unit| ranks[*unit]);
        for distance in [Distance::Total, Distance::Euclidean] {
            let mut nearest = f64::INFINITY;
            for within in &order[..count] {
                for outside in &order[count..] {
                    match overtaking(&scores, &polytope, &start, *outside, *within, distance).unwrap() {
                        Overtaking::Already => nearest = 0.0,
                        Overtaking::At(change) => nearest = nearest.min(change.distance),
                        Overtaking::Never { .. } => {}
                    }
                }
            }
            let found = top_change(&scores, &polytope, &start, count, distance).unwrap();
            prop_assert_eq!(found.map_or(f64::INFINITY, |found| found.change.distance), nearest);
        }
    }

    #[test]
    fn what_is_stable_holds_inside_and_breaks_outside(seed in any::<u64>(), gaps in any::<bool>()) {
        let mut dice = Dice(seed);
        let columns: Vec<Vec<Option<f64>>> = (0..4)
            .map(|_| (0..6).map(|_| if gaps && dice.next() < 0.2 { None } else { Some(dice.next() * 10.0) }).collect())
            .collect();
        let views: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
        let Ok(scores) = CriterionScores::gapped(&views) else { return Ok(()) };
        let start = dice.weights(4);
        let polytope = WeightPolytope::simplex(4).unwrap();
        let moved = |t: f64| -> Vec<f64> {
            (0..4).map(|at| if at == 1 { t } else { start[at] * (1.0 - t) / (1.0 - start[1]) }).collect()
        };
        let order = |weights: &[f64]| {
            let scores = scores.scores(weights);
            let mut order: Vec<usize> = (0..6).collect();
            order.sort_by(|a, b| scores[*b].partial_cmp(&scores[*a]).unwrap());
            order
        };
        let before = order(&start);
        let same = |weights: &[f64], holds: Holds| {
            let now = order(weights);
            match holds {
                Holds::Pair { ahead, behind } => gap(&scores, weights, ahead, behind) > 0.0,
                Holds::First => now[0] == before[0],
                Holds::Top(count) => {
                    now[..count].iter().all(|unit| before[..count].contains(unit))
                }
                Holds::Order => now == before,
            }
        };
        let pair = Holds::Pair { ahead: before[1], behind: before[4] };
        for holds in [pair, Holds::First, Holds::Top(1), Holds::Top(3), Holds::Order] {
            let interval = stable_interval(&scores, &polytope, &start, 1, holds).unwrap();
            let (from, to) = (interval.from.at, interval.to.at);
            for step in 1..40 {
                let t = from + (to - from) * f64::from(step) / 40.0;
                prop_assert!(same(&moved(t), holds), "{holds:?} {interval:?} {t}");
            }
            for (end, beyond) in [(interval.from, -1e-6), (interval.to, 1e-6)] {
                if let Some((ahead, behind)) = end.pair {
                    prop_assert!(gap(&scores, &moved(end.at), ahead, behind).abs() < 1e-9);
                    let t = end.at + beyond;
                    if (0.0..=1.0).contains(&t) {
                        prop_assert!(!same(&moved(t), holds), "{holds:?} {interval:?}");
                    }
                } else {
                    prop_assert!(end.at == 0.0 || end.at == 1.0);
                }
            }
        }
        for (one, other) in [(0, 1), (2, 3), (4, 5)] {
            let found = crossings(&scores, &polytope, &start, 1, one, other).unwrap();
            let mut signs = 0;
            let sign = |t: f64| gap(&scores, &moved(t), one, other) > 0.0;
            for step in 0..2000 {
                let (left, right) = ((f64::from(step) + 0.5) / 2001.0, (f64::from(step) + 1.5) / 2001.0);
                if sign(left) != sign(right) {
                    signs += 1;
                    prop_assert!(found.iter().any(|c| c.at >= left - 1e-9 && c.at <= right + 1e-9
                        && c.ahead_above == if sign(right) { one } else { other }), "{found:?} {left}");
                }
            }
            prop_assert!(found.len() >= signs);
        }
    }
}

#[test]
fn ranges_stay_exact_where_criteria_are_missing() {
    let mut dice = Dice(11);
    for _ in 0..40 {
        let columns: Vec<Vec<Option<f64>>> = (0..4)
            .map(|_| (0..5).map(|_| (dice.next() < 0.7).then(|| dice.below(10) as f64)).collect())
            .collect();
        let views: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
        let Ok(scores) = CriterionScores::gapped(&views) else { continue };
        let polytope = WeightPolytope::around(&dice.weights(4), 0.6).unwrap();
        let vertices = vertices(polytope.lower(), polytope.upper());
        let relations = Relations::of(&scores, &polytope).unwrap();
        for (unit, range) in score_ranges(&scores, &polytope).unwrap().iter().enumerate() {
            let all = || vertices.iter().map(|weights| scores.score(unit, weights).unwrap());
            assert!(near(range.lowest, all().fold(f64::MAX, f64::min)), "{range:?}");
            assert!(near(range.highest, all().fold(f64::MIN, f64::max)), "{range:?}");
            for weights in mixtures(&vertices, 50, &mut dice) {
                for other in 0..5 {
                    let by = gap(&scores, &weights, unit, other);
                    match relations.get(unit, other) {
                        Relation::Ahead | Relation::NeverBehind => assert!(by >= -1e-12),
                        Relation::Behind | Relation::NeverAhead => assert!(by <= 1e-12),
                        Relation::Level => assert!(by.abs() <= 1e-12),
                        Relation::Open => {}
                    }
                }
            }
        }
    }
}

#[test]
fn an_order_of_importance_has_the_vertices_one_expects() {
    // w₁ ≥ w₂ ≥ w₃ has the vertices (1, 0, 0), (½, ½, 0), (⅓, ⅓, ⅓).
    let scores = CriterionScores::complete(&[&[9.0, 3.0], &[0.0, 6.0], &[3.0, 0.0]]).unwrap();
    let polytope = WeightPolytope::simplex(3).unwrap().with_order(&[0, 1, 2]).unwrap();
    let ranges = score_ranges(&scores, &polytope).unwrap();
    assert!(near(ranges[0].lowest, 4.0) && near(ranges[0].highest, 9.0));
    assert!(near(ranges[1].lowest, 3.0) && near(ranges[1].highest, 4.5));
    let extent = difference(&scores, &polytope, 0, 1).unwrap();
    assert!(near(extent.lowest, 0.0) && near(extent.highest, 6.0), "{extent:?}");
    assert_eq!(Relations::of(&scores, &polytope).unwrap().get(0, 1), Relation::NeverBehind);
    let (low, high) = allowed_range(&polytope, &[0.5, 0.3, 0.2], 0).unwrap();
    assert!(near(low, 0.375) && high == 1.0, "w₁ ≥ w₂ with w₂ : w₃ = 3 : 2");
}

#[test]
fn weights_that_are_one_point_are_a_point() {
    let scores = CriterionScores::complete(&[&[8.0, 6.0, 6.0], &[4.0, 7.0, 7.0]]).unwrap();
    let point = WeightPolytope::around(&[0.3, 0.7], 0.0).unwrap();
    let relations = Relations::of(&scores, &point).unwrap();
    assert_eq!(relations.row(1), [Relation::Ahead, Relation::Level, Relation::Level]);
    assert_eq!(score_ranges(&scores, &point).unwrap()[0].lowest, scores.score(0, &[0.3, 0.7]).unwrap());
    assert!(matches!(
        overtaking(&scores, &point, &[0.3, 0.7], 0, 1, Distance::Euclidean).unwrap(),
        Overtaking::Never { .. }
    ));
    assert_eq!(allowed_range(&point, &[0.3, 0.7], 0).unwrap(), (0.3, 0.3));
    assert_eq!(top_change(&scores, &point, &[0.3, 0.7], 2, Distance::Total).unwrap(), None);
    // The first place is shared: it stays at no other weight, had the two not been the same everywhere.
    let interval = stable_interval(&scores, &point, &[0.3, 0.7], 0, Holds::Top(2)).unwrap();
    assert_eq!((interval.from.at, interval.to.at), (0.3, 0.3));
}

#[test]
fn what_cannot_be_is_named() {
    let nan = CriterionScores::complete(&[&[1.0, f64::NAN]]);
    assert_eq!(nan, Err(PolytopeError::NotFinite { criterion: 0, unit: 1 }));
    assert_eq!(CriterionScores::complete(&[]), Err(PolytopeError::Empty { units: 0, criteria: 0 }));
    let none = CriterionScores::gapped(&[&[Some(1.0), None]]);
    assert_eq!(none, Err(PolytopeError::NothingPresent { unit: 1 }));
    let bounds = |lower: &[f64], upper: &[f64]| WeightPolytope::bounded(lower, upper).unwrap_err();
    assert_eq!(
        bounds(&[0.0, 0.5], &[1.0, 0.4]),
        PolytopeError::Bounds { criterion: 1, lower: 0.5, upper: 0.4 }
    );
    assert_eq!(bounds(&[0.0, 0.0], &[0.25, 0.5]), PolytopeError::UpperSum { sum: 0.75 });
    assert!(matches!(bounds(&[f64::NAN], &[1.0]), PolytopeError::Bounds { criterion: 0, .. }));
    let row = |relation, limit| WeightRow { terms: vec![1.0, 0.0, 0.0], relation, limit };
    let half = WeightPolytope::simplex(3).unwrap().with(row(Compared::AtLeast, 0.5)).unwrap();
    let error = half.clone().with(row(Compared::AtMost, 0.4)).unwrap_err();
    assert_eq!(error, PolytopeError::RowImpossible { row: 1 });
    assert!(error.text().zh.contains('1') && error.text().en.contains("condition 1"));
    let scores = CriterionScores::complete(&[&[1.0, 2.0], &[2.0, 1.0], &[0.0, 0.0]]).unwrap();
    let start = [0.2, 0.4, 0.4];
    let outside = overtaking(&scores, &half, &start, 0, 1, Distance::Total).unwrap_err();
    assert!(matches!(outside, PolytopeError::StartOutside { excess } if near(excess, 0.3)));
    let euclidean = overtaking(&scores, &half, &[0.6, 0.4, 0.0], 0, 1, Distance::Euclidean);
    assert!(matches!(euclidean, Err(PolytopeError::OnlyBounds { .. })));
    let gapped = CriterionScores::gapped(&[&[Some(1.0), Some(2.0)], &[None, Some(2.0)]]).unwrap();
    let simplex = WeightPolytope::simplex(2).unwrap();
    assert_eq!(difference(&gapped, &simplex, 0, 1), Err(PolytopeError::Gaps { first: 0, second: 1 }));
    assert_eq!(score_ranges(&gapped, &simplex), Err(PolytopeError::NothingWeighed { unit: 0 }));
    assert!(matches!(scores.for_power_mean(0.0), Err(PolytopeError::Domain { criterion: 2, unit: 0, .. })));
}

#[test]
fn numbers_of_any_size_keep_their_order() {
    for factor in [1e-300, 1e-3, 1e290] {
        let columns = [[3.0 * factor, 1.0 * factor, 2.0 * factor], [0.0, 2.0 * factor, 1.0 * factor]];
        let views: Vec<&[f64]> = columns.iter().map(<[f64; 3]>::as_slice).collect();
        let scores = CriterionScores::complete(&views).unwrap();
        let polytope = WeightPolytope::around(&[0.5, 0.5], 0.2).unwrap();
        let relations = Relations::of(&scores, &polytope).unwrap();
        assert_eq!(relations.row(0), [Relation::Level, Relation::Open, Relation::Open]);
        let start = [0.6, 0.4];
        for distance in [Distance::Total, Distance::Euclidean] {
            let Overtaking::At(change) = overtaking(&scores, &polytope, &start, 1, 0, distance).unwrap()
            else {
                panic!("level at ½ : ½")
            };
            assert!((change.weights[0] - 0.5).abs() < 1e-12, "{change:?}");
        }
    }
}
