//! Laws that every method keeps. A new method is one more line in one of the lists.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use proptest::prelude::*;
use quanheng::aggregation::{
    Aggregation, Deviation, MedianForm, MissingPlaces, NoMean, Penalty, Positions, ZeroRule,
};
use quanheng::imputation::{Donors, Given, Imputation, Models};
use quanheng::normalisation::{Aim, Normalisation, NormalisedRow, Normaliser};
use quanheng::panel::Panel;
use quanheng::scorecard::{Scorecard, Scores, Summary, fit, freeze, summarise};
use quanheng::statistics::{GroupedSample, Sample, Undetermined};
use quanheng::vocab::{Direction, Id, Share, Text};

use crate::fixture::{card, definition, framework, panel, variables, with_attribute};

const SCALE: RangeInclusive<f64> = 0.0..=100.0;

fn share(value: f64) -> Share {
    Share::new(value).unwrap()
}

/// Every normalisation as it stands on a card, with the directions it takes: `+` more, `-` less, `=` best at 0.3, `[` best from 0.2
/// to 0.4, `t` classes, `^` drawn with its best values in the middle. Fixed ones have limits that suit values of a magnitude near 1.
const NORMALISATIONS: &[(&str, &str)] = &[
    (r#"method = "goalposts", low = -0.5, high = 1.5"#, "+-"),
    (r#"method = "goalposts", low = -0.5, high = 1.5, outside = "extend""#, "+-"),
    (r#"method = "goalposts", low = 0.0, high = 2.5"#, "+-=["),
    (r#"method = "base-goalposts", low = 0.1, high = 0.9, min_group = 1"#, "+-=["),
    (
        r#"method = "base-goalposts", low = 0.1, high = 0.9, axis = "log", outside = "extend", min_group = 1"#,
        "+-",
    ),
    (
        r#"method = "base-goalposts", low = 0.1, high = 0.9, hurdle = { at = 0.0, score = 0.0 }, min_group = 1"#,
        "+",
    ),
    (r#"method = "min-max", min_group = 1"#, "+-=["),
    (r#"method = "min-max", outside = "extend", min_group = 1"#, "+-"),
    (r#"method = "min-max", to = [0.2, 99.8], min_group = 1"#, "+-"),
    (r#"method = "anchors", anchors = [[-1.0, 3.0], [0.1, 10.0], [0.2, 99.0], [4.0, 100.0]]"#, "+"),
    (r#"method = "anchors", anchors = [[-1.0, 3.0], [0.1, 10.0], [0.2, 99.0], [4.0, 1.0]]"#, "^"),
    (r#"method = "trapezoid", zero_below = -1.0, full_from = 0.2, full_to = 0.4, zero_above = 1.0"#, "^"),
    (r#"method = "trapezoid", full_from = 0.2, full_to = 0.4, zero_above = 1.0"#, "^"),
    (
        r#"method = "tiers", tiers = [{ at = 0.0, score = 10.0 }, { at = 0.5, score = 60.0 }, { at = 2.0, score = 100.0 }]"#,
        "t",
    ),
    (
        r#"method = "five-band", standards = { excellent = 1.5, good = 1.0, average = 0.6, low = 0.2, poor = -0.3 }"#,
        "+",
    ),
    (
        r#"method = "five-band", standards = { excellent = -0.3, good = 0.2, average = 0.6, low = 1.0, poor = 1.5 }"#,
        "-",
    ),
    (r#"method = "linear-efficacy", min_group = 1"#, "+-=["),
    (r#"method = "linear-efficacy", low = 0.0, high = 1.5, outside = "extend""#, "+-"),
    (r#"method = "exponential-efficacy", min_group = 1"#, "+-=["),
    (r#"method = "exponential-efficacy", low = 0.1, high = 1.5, floor = 20.0, outside = "extend""#, "+-"),
    (r#"method = "logarithmic-efficacy", min_group = 1"#, "+-"),
    (r#"method = "logarithmic-efficacy", low = 0.1, high = 1.5, outside = "extend""#, "+-"),
    (r#"method = "z-score", centre = 50.0, spread = 10.0, min_group = 1"#, "+-=["),
    (r#"method = "z-score", centre = 50.0, spread = 10.0, deviation = "population", min_group = 1"#, "+-"),
    (r#"method = "t-score", min_group = 1"#, "+-=["),
    (r#"method = "reference-goalposts", min_group = 1"#, "+-=["),
    (r#"method = "reference-goalposts", of = "median", outside = "clamp", min_group = 1"#, "+-"),
    (r#"method = "distance-to-max", min_group = 1"#, "+-=["),
    (r#"method = "distance-to-unit", unit = "u", min_group = 1"#, "+-"),
    (r#"method = "distance-to-unit", unit = "u", outside = "extend", min_group = 1"#, "+-"),
    (r#"method = "distance-to-target", target = 0.3, min_group = 1"#, "+-"),
    (r#"method = "ratio-to-target", target = 0.7, cap = 1.2"#, "+-"),
    (r#"method = "ratio-to-target", target = 0.7"#, "+-"),
    (r#"method = "index", min_group = 1"#, "+-"),
    (r#"method = "index", of = "median", cap = 2.0, min_group = 1"#, "+-"),
    (r#"method = "ratio-to-mean", cost = "inverse", min_group = 1"#, "+-"),
    (r#"method = "share-of-max", cost = "reflected", min_group = 1"#, "+-=["),
    (r#"method = "share-of-max", cost = "inverse", min_group = 1"#, "+-"),
    (r#"method = "sum", cost = "reflected", min_group = 1"#, "+-=["),
    (r#"method = "sum", cost = "inverse", min_group = 1"#, "+-"),
    (r#"method = "vector", cost = "reflected", min_group = 1"#, "+-=["),
    (r#"method = "vector", cost = "inverse", min_group = 1"#, "+-"),
    (r#"method = "percentile", min_group = 1"#, "+-=["),
    (r#"method = "rank", min_group = 1"#, "+-=["),
    (r#"method = "rank", ties = "min", min_group = 1"#, "+-"),
    (r#"method = "borda", ties = "max", min_group = 1"#, "+-=["),
    (
        r#"method = "categories", cuts = [0.05, 0.5, 0.9], scores = [0.0, 20.0, 70.0, 100.0], min_group = 1"#,
        "+-=[",
    ),
    (r#"method = "above-below-mean", threshold = 0.2, min_group = 1"#, "+-=["),
    (r#"method = "logarithmic", min_group = 1"#, "+-"),
    (r#"method = "enhanced-accuracy", min_group = 1"#, "+-=["),
    (r#"method = "enhanced-accuracy", outside = "extend", min_group = 1"#, "+-"),
    (r#"method = "zavadskas-turskis", min_group = 1"#, "+-"),
    (r#"method = "zavadskas-turskis", outside = "extend", min_group = 1"#, "+-"),
];

fn normalisations() -> Vec<(Normalisation, Vec<Aim>)> {
    let aim = |sign: char| {
        let (direction, best) = match sign {
            '+' => (Direction::Positive, None),
            '-' => (Direction::Negative, None),
            '=' => (Direction::Target, Some([0.3, 0.3])),
            '[' => (Direction::Interval, Some([0.2, 0.4])),
            '^' => (Direction::Interval, None),
            _ => (Direction::Tiers, None),
        };
        Aim { direction, best }
    };
    let read = |(text, signs): &(&str, &str)| {
        let table: BTreeMap<String, Normalisation> = toml::from_str(&format!("m = {{ {text} }}")).unwrap();
        (table.into_values().next().unwrap(), signs.chars().map(aim).collect::<Vec<_>>())
    };
    NORMALISATIONS.iter().map(read).collect()
}

#[test]
fn the_list_holds_every_method_in_every_direction_it_takes() {
    let listed: BTreeSet<&str> = normalisations().iter().map(|(method, _)| method.id()).collect();
    let noted: BTreeSet<&str> =
        quanheng::normalisation::NOTES.iter().map(|note| note.id.split([',', ' ']).next().unwrap()).collect();
    assert_eq!(listed, noted);
    for (method, aims) in normalisations() {
        for aim in aims {
            assert!(method.goes_with(aim), "{method:?} {aim:?}");
        }
    }
}

/// Values of a base; the one in the middle is the reference unit's.
fn base(values: &[f64]) -> GroupedSample {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let reference: Vec<f64> = if sorted.is_empty() { vec![] } else { vec![sorted.remove(sorted.len() / 2)] };
    let group = |is_reference: &str, values| (vec![Some(is_reference.to_owned())], Sample::new(values));
    GroupedSample::new(
        vec![Id::new("reference-unit").unwrap()],
        vec![group("0", sorted), group("1", reference)],
    )
}

fn fitted(method: &Normalisation, aim: Aim, values: &[f64]) -> Result<Normaliser, Undetermined> {
    method.fit(aim, &SCALE, &base(values)).map(|fit| fit.grouped.pooled)
}

fn every_normaliser(values: &[f64], mut law: impl FnMut(&str, Aim, &Normaliser)) {
    for (method, aims) in normalisations() {
        for aim in aims {
            if let Ok(normaliser) = fitted(&method, aim, values) {
                law(&format!("{method:?} {aim:?}"), aim, &normaliser);
            }
        }
    }
}

fn ordinary() -> Vec<f64> {
    (0..60).map(|at| (f64::from(at * 37 % 60) - 10.0) / 23.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_follow_the_direction_and_are_finite(
        values in prop::collection::vec(-3.0_f64..3.0, 2..40),
        a in -4.0_f64..4.0,
        b in -4.0_f64..4.0,
    ) {
        every_normaliser(&values, |name, aim, normaliser| {
            let (mut low, mut high) = (a.min(b), a.max(b));
            // Around a best value the distance to it counts, and less is better.
            let away = |value: f64| aim.best.map_or(0.0, |[from, to]| (from - value).max(value - to).max(0.0));
            if away(low) > away(high) {
                std::mem::swap(&mut low, &mut high);
            }
            if let (Some(at_low), Some(at_high)) = (normaliser.apply(low), normaliser.apply(high)) {
                assert!(at_low.is_finite() && at_high.is_finite(), "{name}");
                match aim.direction {
                    _ if aim.best.is_some() => assert!(at_low >= at_high, "{name}: {low} {high}"),
                    Direction::Positive | Direction::Tiers => assert!(at_low <= at_high, "{name}: {low} {high}"),
                    Direction::Negative => assert!(at_low >= at_high, "{name}: {low} {high}"),
                    Direction::Interval | Direction::Target => {
                        assert!(SCALE.contains(&at_low) && SCALE.contains(&at_high), "{name}");
                    }
                }
            }
        });
    }

    #[test]
    fn a_fit_is_blind_to_the_order_of_units(values in prop::collection::vec(-3.0_f64..3.0, 2..40), turn in 0_usize..40) {
        let mut turned = values.clone();
        turned.rotate_left(turn % values.len());
        for (method, aims) in normalisations() {
            prop_assert_eq!(fitted(&method, aims[0], &values), fitted(&method, aims[0], &turned));
        }
    }

    #[test]
    fn a_fitted_method_is_blind_to_the_unit_of_measure(values in prop::collection::vec(0.1_f64..3.0, 3..40), at in 0.1_f64..3.0) {
        for factor in [1e-10, 0.001, 1e10] {
            let scaled: Vec<f64> = values.iter().map(|value| value * factor).collect();
            // A given target has a unit of measure of its own, and the logarithmic share is the one method that depends on it.
            let is_blind = |method: &Normalisation| method.needs_base() && !["distance-to-target", "logarithmic"].contains(&method.id());
            for (method, aims) in normalisations().into_iter().filter(|(method, _)| is_blind(method)) {
                if let (Ok(one), Ok(other)) = (fitted(&method, aims[0], &values), fitted(&method, aims[0], &scaled)) {
                    let (one, other) = (one.apply(at), other.apply(at * factor));
                    if let (Some(one), Some(other)) = (one, other) {
                        // The factor rounds every value; what that makes of a score depends on how close the limits lie.
                        let spread = values.iter().copied().fold(f64::MIN, f64::max) - values.iter().copied().fold(f64::MAX, f64::min);
                        prop_assert!((one - other).abs() <= 1e-9 * (1.0 + one.abs()) / spread.min(1.0), "{:?} {} {}", method, one, other);
                    }
                }
            }
        }
    }

    #[test]
    fn means_lie_between_their_scores_and_contributions_add_up(
        pairs in prop::collection::vec((0.01_f64..100.0, 0.0_f64..5.0), 1..8),
    ) {
        let (scores, weights): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        prop_assume!(weights.iter().sum::<f64>() > 0.01);
        for method in aggregations() {
            let mean = method.mean(&scores, &weights).unwrap().value;
            let weighing = || scores.iter().zip(&weights).filter(|(_, w)| **w > 0.0).map(|(s, _)| s.max(method.floor().unwrap_or(0.0)));
            let (low, high) = (weighing().fold(f64::MAX, f64::min), weighing().fold(0.0, f64::max));
            if method.is_mean() {
                prop_assert!(mean >= low * (1.0 - 1e-12) && mean <= high * (1.0 + 1e-12), "{:?} {} {} {}", method, low, mean, high);
            }
            let parts: f64 = method.contributions(&scores, &weights, mean, 100.0).iter().sum();
            prop_assert!((parts - mean).abs() <= 1e-12 * 100.0, "{:?} {} {}", method, parts, mean);
            // Weights count only against each other, and the order of children only in the last bits.
            let doubled: Vec<f64> = weights.iter().map(|w| w * 2.0).collect();
            prop_assert_eq!(method.mean(&scores, &doubled).unwrap().value.to_bits(), mean.to_bits());
            let turned = |v: &[f64]| v.iter().rev().copied().collect::<Vec<_>>();
            let other = method.mean(&turned(&scores), &turned(&weights)).unwrap().value;
            prop_assert!((other - mean).abs() <= 1e-12 * mean.abs().max(high));
        }
    }

    #[test]
    fn means_are_monotone(scores in prop::collection::vec(1.0_f64..100.0, 2..6), raise in 0.0_f64..10.0, which in 0_usize..6) {
        let weights = vec![1.0; scores.len()];
        let mut higher = scores.clone();
        let which = which % scores.len();
        higher[which] += raise;
        let all: Vec<f64> = scores.iter().map(|score| score + raise).collect();
        for method in aggregations() {
            let mean = |scores: &[f64]| method.mean(scores, &weights).unwrap().value;
            let before = mean(&scores);
            // Where weights are equal the interpolated median is monotone, too.
            if method.is_monotone() || matches!(method, Aggregation::WeightedMedian { .. }) {
                prop_assert!(mean(&higher) >= before * (1.0 - 1e-13), "{:?}", method);
            }
            prop_assert!(mean(&all) >= before - 1e-11, "{:?}: all children rise by {}", method, raise);
        }
    }
}

/// Every aggregation that takes children of any number and weight.
fn aggregations() -> Vec<Aggregation> {
    let power = |power| Aggregation::PowerMean { power, zero: Some(ZeroRule::Zero), floor: None };
    let median = |form| Aggregation::WeightedMedian { form };
    let owa = |positions| Aggregation::Owa { positions };
    let index =
        |penalty, deviation| Aggregation::MazziottaPareto { penalty, deviation, range: Some([70.0, 130.0]) };
    vec![
        Aggregation::Arithmetic {},
        Aggregation::Geometric { zero: Some(ZeroRule::Zero), floor: None },
        Aggregation::Geometric { zero: None, floor: Some(1.0) },
        Aggregation::Harmonic { zero: Some(ZeroRule::Zero), floor: None },
        Aggregation::Harmonic { zero: None, floor: Some(1.0) },
        power(0.5),
        power(-1.0),
        power(2.0),
        Aggregation::PowerMean { power: 0.25, zero: None, floor: Some(0.5) },
        median(MedianForm::Lower),
        median(MedianForm::Middle),
        median(MedianForm::Upper),
        median(MedianForm::Interpolated),
        owa(Positions::Quantifier { from: share(0.3), to: share(0.8) }),
        owa(Positions::Power { power: 2.0 }),
        owa(Positions::Orness { orness: share(0.3) }),
        owa(Positions::AtLeast { count: 1, missing: MissingPlaces::Spread }),
        Aggregation::MeanMin { alpha: share(0.5), beta: 0.0 },
        Aggregation::MeanMin { alpha: share(1.0), beta: 10.0 },
        index(Penalty::Subtract, Deviation::Sample),
        index(Penalty::Add, Deviation::Population),
        Aggregation::AdjustedMazziottaPareto { penalty: Penalty::Subtract, range: [70.0, 130.0] },
    ]
}

#[test]
fn every_aggregation_answers_or_says_why_on_hard_rows() {
    let rows: [&[f64]; 11] = [
        &[],
        &[50.0],
        &[0.0],
        &[50.0, 50.0],
        &[0.0, 0.0, 0.0],
        &[0.0, 100.0],
        &[-5.0, 3.0],
        &[1e-300, 2e-300],
        &[1e300, 2e300],
        &[f64::MAX, f64::MAX],
        &[f64::MIN_POSITIVE, 1.0],
    ];
    for method in aggregations() {
        for scores in rows {
            for weights in [vec![1.0; scores.len()], vec![1e-300; scores.len()], vec![0.0; scores.len()]] {
                match method.mean(scores, &weights) {
                    Ok(mean) => {
                        assert!(mean.value.is_finite(), "{method:?} {scores:?}");
                        let parts = method.contributions(scores, &weights, mean.value, 100.0);
                        let sum: f64 = parts.iter().sum();
                        assert!(
                            parts.iter().all(|part| part.is_finite()),
                            "{method:?} {scores:?}: {parts:?}"
                        );
                        let scale = scores.iter().fold(100.0_f64, |most, score| most.max(score.abs()));
                        assert!(
                            (sum - mean.value).abs() <= 1e-12 * scale,
                            "{method:?} {scores:?}: {parts:?}"
                        );
                    }
                    Err(why) => {
                        let nothing = scores.is_empty() || weights.iter().all(|weight| *weight == 0.0);
                        assert!(!nothing || why == NoMean::Empty, "{method:?} {scores:?}: {why}");
                    }
                }
            }
        }
        // A single child is the score, and equal children are, to the last bit.
        for scores in [vec![37.3], vec![37.3; 3], vec![37.3; 7]] {
            let mean = method.mean(&scores, &vec![0.1; scores.len()]).unwrap().value;
            assert_eq!(mean, 37.3, "{method:?} of {}", scores.len());
        }
    }
}

#[test]
fn ties_stay_ties_and_later_values_move_nothing() {
    let values = ordinary();
    every_normaliser(&values, |name, _, normaliser| {
        let scores: Vec<Option<f64>> = values.iter().map(|v| normaliser.apply(*v)).collect();
        let again: Vec<Option<f64>> = values.iter().map(|v| normaliser.apply(v + 0.0)).collect();
        assert_eq!(scores, again, "{name}");
    });
}

#[test]
fn frozen_forms_are_written_and_read_bit_for_bit() {
    let values: Vec<f64> = (1..200).map(|at| f64::from(at).sqrt() / 7.0).collect();
    every_normaliser(&values, |name, _, normaliser| {
        let text = serde_json::to_string(normaliser).unwrap();
        let read: Normaliser = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text, "{name}");
        for value in [-1.0, 0.0, 0.1, 0.7, 3.3] {
            let bits = |score: Option<f64>| score.map(f64::to_bits);
            assert_eq!(bits(read.apply(value)), bits(normaliser.apply(value)), "{name} at {value}");
        }
    });
}

#[test]
fn hard_bases_give_a_reason_or_finite_scores() {
    let bases: Vec<Vec<f64>> = vec![
        vec![],
        vec![5.0],
        vec![5.0, 5.0, 5.0],
        vec![1.0, 2.0],
        vec![1e-300, 2e-300, 3e-300],
        vec![1e300, 2e300, 3e300],
        vec![-1e300, 1e300],
        vec![-f64::MAX, f64::MAX],
        vec![0.0, 0.0, 0.0, 1.0],
        vec![-3.0, -2.0, -1.0],
        vec![f64::MIN_POSITIVE, 1.0],
        vec![1.0, 1.0 + f64::EPSILON],
    ];
    for values in &bases {
        for (method, aims) in normalisations() {
            for aim in aims {
                match fitted(&method, aim, values) {
                    Err(_) => assert!(method.needs_base(), "{method:?} needs no base"),
                    Ok(normaliser) => {
                        let asked = [0.0, -0.0, 1.0, -1.0, 1e-300, 1e300, f64::MAX, f64::MIN];
                        for value in asked.iter().chain(values) {
                            let score = normaliser.apply(*value);
                            assert!(score.is_none_or(f64::is_finite), "{method:?} {values:?} at {value}");
                        }
                    }
                }
            }
        }
    }
    let needing: Vec<bool> = normalisations().iter().map(|(m, d)| fitted(m, d[0], &[]).is_ok()).collect();
    assert_eq!(
        needing.iter().filter(|ok| **ok).count(),
        normalisations().iter().filter(|(m, _)| !m.needs_base()).count()
    );
    for (method, aims) in normalisations().into_iter().filter(|(m, _)| m.needs_base()) {
        assert!(fitted(&method, aims[0], &[5.0, 5.0, 5.0]).is_err(), "{method:?} on a constant base");
    }
}

#[test]
fn imputation_keeps_its_laws() {
    let values = ordinary();
    let mut turned = values.clone();
    turned.reverse();
    let median = Imputation::GroupMedian { by: vec![], min_group: 1 };
    let (id, rows) = (quanheng::vocab::Id::new("a").unwrap(), Donors::default());
    let fitted = |values: &[f64]| {
        let own = base(values);
        let direction = Direction::Positive;
        let given = Given { id: &id, direction, own: &own, related: None, others: &[], rows: &rows };
        median.fit(&given, &mut Models::default())
    };
    assert_eq!(fitted(&values), fitted(&turned));
    assert_eq!(fitted(&[]), Err(Undetermined::Empty));
}

/// A framework that uses every step: groups, lags, references, gates, gaps.
fn rich() -> (quanheng::definition::Definition, Panel) {
    let treatment = r#"treatment = { method = "winsorise-quantiles", low = 0.05, high = 0.95, by = ["kind"], min_group = 5 }"#;
    let missing = r#"missing = [ { method = "carry-forward", max_age = 2 }, { method = "group-median", by = ["kind"], min_group = 5 } ]"#;
    let part = [
        "[[aggregate]]\nid = \"left\"\nparent = \"index\"\nname = { zh = \"左\", en = \"left\" }\nweight = 2\nweighting = { method = \"given\", origin = \"default\" }\naggregation = { method = \"geometric\", floor = 1.0 }\ncoverage = { missing = \"renormalise\", min_weight = 0.3 }\n".to_owned(),
        "[[aggregate]]\nid = \"right\"\nparent = \"index\"\nname = { zh = \"右\", en = \"right\" }\nweight = 3\nweighting = { method = \"given\", origin = \"default\" }\naggregation = { method = \"power-mean\", power = 0.5 }\ncoverage = { missing = \"renormalise\" }\n".to_owned(),
        card("a", "left", "x / y", 0.3, r#"{ method = "base-goalposts", low = 0.1, high = 0.9, by = ["kind"], min_group = 5 }"#, &format!("{treatment}\n{missing}")),
        card("b", "left", "growth(x, 1)", 0.7, r#"{ method = "min-max" }"#, "valid = { min = -0.9, max = 5.0, max_change = 2.0 }"),
        card("c", "right", "y", 1.1, r#"{ method = "percentile", by = ["kind"] }"#, &format!("{missing}\ndirection = \"negative\"")),
        card("d", "right", "indicator('a') * 2 + z", 0.9, r#"{ method = "goalposts", low = 0.0, high = 9.0 }"#, "applicable = { when = \"kind != 'q'\", reason = { zh = \"不适用\", en = \"does not apply\" } }"),
    ];
    let more = "[[gate]]\nid = \"stop\"\nname = { zh = \"停\", en = \"stop\" }\nwhen = \"z > 2\"\n";
    let top = framework(
        "[\"2022\"]",
        r#"{ method = "arithmetic" }"#,
        r#"{ missing = "renormalise", min_weight = 0.2 }"#,
        more,
    );
    let definition = definition(&top, &part.join("\n"), &variables(&["x", "y", "z"], &["kind"]));
    let mut state = 20_261_124_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(1_u32 << 31)
    };
    let units = 900;
    let rows = units as usize * 3;
    let mut cells =
        |gap: f64| (0..rows).map(|_| (next() > gap).then(|| 0.1 + next() * 3.0)).collect::<Vec<_>>();
    let columns = [("x", cells(0.15)), ("y", cells(0.1)), ("z", cells(0.3))];
    let panel = panel(units, &[2021, 2022, 2023], &columns);
    let kinds: Vec<Option<&str>> = (0..rows)
        .map(|row| ["p", "q", "r", ""].get(row / 3 % 4).copied().filter(|k| !k.is_empty()))
        .collect();
    (definition, with_attribute(panel, "kind", &kinds))
}

fn bits(scores: &Scores) -> Vec<(String, Option<u64>, u64, u64)> {
    let index = scores.index();
    let mut all = Vec::new();
    for node in scores.nodes() {
        for row in 0..index.len() {
            let at = index.row(row);
            let name = format!("{} {} {}", node.id, index.unit(row).id, at.period);
            let score = node.get(row).map(f64::to_bits);
            all.push((name, score, node.coverage(row).to_bits(), node.imputed_share(row).to_bits()));
        }
    }
    all.sort();
    all
}

fn scorecard() -> (Scorecard, Panel) {
    let (definition, panel) = rich();
    (fit(&definition, &panel).unwrap().scorecard, panel)
}

#[test]
fn scores_are_the_same_bits_for_any_number_of_threads() {
    let (card, panel) = scorecard();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| card.score(&panel))
    };
    let one = with(1);
    for threads in [2, 8] {
        assert_eq!(with(threads), one, "{threads} threads, findings and examples included");
    }
    let (all, leaves) = card.score_with_leaves(&panel);
    assert_eq!(bits(&all), bits(&one));
    assert_eq!(leaves.columns().len(), 4);
}

#[test]
fn scores_are_the_same_bits_for_any_partition_of_units() {
    let (card, panel) = scorecard();
    let whole = bits(&card.score(&panel));
    for parts in [2, 3, 7] {
        let number = |unit: &str| unit[1..].parse::<usize>().unwrap() % parts;
        let mut joined = Vec::new();
        for part in 0..parts {
            joined.extend(bits(&card.score(&panel.partition(|unit| number(&unit.id) == part))));
        }
        joined.sort();
        assert_eq!(joined, whole, "{parts} parts");
    }
}

#[test]
fn a_merged_summary_freezes_to_the_same_scorecard() {
    let (definition, panel) = rich();
    let whole = fit(&definition, &panel).unwrap().scorecard;
    let part = |keep: &dyn Fn(usize) -> bool| {
        summarise(&definition, &panel.partition(|unit| keep(unit.id[1..].parse().unwrap())))
    };
    let parts = || vec![part(&|n| n % 3 == 0), part(&|n| n % 3 == 1), part(&|n| n % 3 == 2)];
    let forward = parts().into_iter().reduce(|a, b| a.merge(b).unwrap()).unwrap();
    let backward = parts().into_iter().rev().reduce(|a, b| a.merge(b).unwrap()).unwrap();
    let sent: Summary = serde_json::from_str(&serde_json::to_string(&forward).unwrap()).unwrap();
    for summary in [forward, backward, sent] {
        let card = freeze(&definition, &summary).unwrap().scorecard;
        assert_eq!(card.fingerprint(), whole.fingerprint());
        assert_eq!(card.to_json(), whole.to_json());
    }
}

#[test]
fn later_data_and_the_names_of_units_move_nothing() {
    let (definition, panel) = rich();
    let whole = fit(&definition, &panel).unwrap().scorecard;
    let early = panel.partition(|_| true);
    let index = early.index();
    let kept: Vec<usize> =
        (0..index.len()).filter(|row| index.row(*row).period.calendar_year() < 2023).collect();
    let units = index
        .units()
        .iter()
        .map(|unit| quanheng::panel::UnitEntry { id: format!("other-{}", unit.id), name: String::new() });
    let pairs = kept.iter().map(|row| (index.row(*row).unit, index.row(*row).period)).collect();
    let mut shorter = Panel::new(std::sync::Arc::new(quanheng::panel::Index::new(units.collect(), pairs)));
    for (id, column) in early.variables() {
        let cells: Vec<Option<f64>> = kept.iter().map(|row| column.get(*row)).collect();
        shorter.insert(id.clone(), quanheng::panel::Column::of(&cells));
    }
    for (id, attribute) in early.attributes() {
        let cells: Vec<Option<&str>> = kept.iter().map(|row| attribute.get(*row)).collect();
        shorter.insert_attribute(id.clone(), quanheng::panel::Attribute::of(&cells));
    }
    let card = fit(&definition, &shorter).unwrap().scorecard;
    assert_eq!(card.fingerprint(), whole.fingerprint());
}

#[test]
fn a_scorecard_with_every_step_reads_back_and_scores_the_same() {
    let (card, panel) = scorecard();
    let read = Scorecard::from_json(&card.to_json()).unwrap();
    assert_eq!(read.score(&panel), card.score(&panel));
}

#[test]
fn small_panels_are_scored() {
    let (card, _) = scorecard();
    for (units, years) in [(0, vec![]), (1, vec![2030]), (2, vec![2030, 2031])] {
        let rows = units as usize * years.len();
        let empty = panel(units, &years, &[("x", vec![None; rows])]);
        let scores = card.score(&empty);
        assert_eq!(scores.root().unwrap().values().len(), rows);
        assert!((0..rows).all(|row| scores.root().unwrap().imputed_share(row) > 0.0), "medians stand in");
    }
}

#[test]
fn the_way_to_a_score_can_be_followed_in_tables() {
    let values: Vec<f64> = (1..40).map(|at| f64::from(at) / 13.0).collect();
    for (method, aims) in normalisations() {
        for aim in aims {
            let Ok(fit) = method.fit(aim, &SCALE, &base(&values)) else { continue };
            let row = |value: &f64| NormalisedRow {
                label: Text::same(value.to_string()),
                value: Some(*value),
                group: None,
            };
            let gap = NormalisedRow { label: Text::same("gap"), value: None, group: None };
            let rows: Vec<NormalisedRow> = values.iter().map(row).chain([gap]).collect();
            let tables = method.working(&fit.grouped, &rows);
            let [parameters, way] = tables.as_slice() else { panic!("{method:?}") };
            assert!(!parameters.columns.is_empty() && parameters.rows.len() == 1, "{method:?}");
            assert_eq!(way.rows.len(), values.len() + 1);
            for ((_, cells), value) in way.rows.iter().zip(&values) {
                assert_eq!(cells[0], Some(*value));
                assert_eq!(cells.last().unwrap(), &fit.grouped.pooled.apply(*value), "{method:?} {aim:?}");
            }
            assert!(way.rows.last().unwrap().1.iter().all(Option::is_none));
        }
    }
}
