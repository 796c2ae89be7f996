//! Laws of every treatment, and the power transformations against numbers worked out elsewhere.

use quanheng::statistics::{GroupedSample, Sample, Undetermined};
use quanheng::treatment::{NOTES, Transformation, Treater, Treatment};

/// Every treatment in the ways it can be written; a new one is one more line.
const TREATMENTS: &[&str] = &[
    r#"{ method = "winsorise-quantiles", low = 0.05, high = 0.95, min_group = 1 }"#,
    r#"{ method = "winsorise-to-pass", points = 4 }"#,
    r#"{ method = "winsorise-to-pass", points = 4, skew = 0.1, kurtosis = 0.1 }"#,
    r#"{ method = "winsorise-to-pass", points = 4, force = true }"#,
    r#"{ method = "winsorise-to-pass", points = 1, skew = 0.1, kurtosis = -1.0, then = { method = "log-shift-range" } }"#,
    r#"{ method = "winsorise-to-pass", points = 1, skew = 0.1, kurtosis = -1.0, then = { method = "box-cox", shift = "to-one" }, of = "winsorised" }"#,
    r#"{ method = "log" }"#,
    r#"{ method = "log-shift-range" }"#,
    r#"{ method = "log-shift-range-by-skew", share = 0.1 }"#,
    r#"{ method = "log-shift-one" }"#,
    r#"{ method = "log-gii", factor = 2.0 }"#,
    r#"{ method = "box-cox" }"#,
    r#"{ method = "box-cox", lambda = -0.5, shift = "to-one" }"#,
    r#"{ method = "box-cox", lambda = 0.0 }"#,
    r#"{ method = "yeo-johnson" }"#,
    r#"{ method = "yeo-johnson", lambda = 2.0 }"#,
    r#"{ method = "yeo-johnson", lambda = 0.0 }"#,
];

/// Those whose 1 is in the unit of measure, as their notes say.
const BOUND_TO_THE_UNIT: &[&str] = &["log-shift-one", "log-gii", "yeo-johnson", "to-one"];

fn treatments() -> impl Iterator<Item = (&'static str, Treatment)> {
    #[derive(serde::Deserialize)]
    struct Card {
        treatment: Treatment,
    }
    TREATMENTS.iter().map(|text| {
        let card: Card = toml::from_str(&format!("treatment = {text}")).unwrap();
        (*text, card.treatment)
    })
}

fn base(values: &[f64]) -> GroupedSample {
    GroupedSample::new(vec![], vec![(vec![], Sample::new(values.to_vec()))])
}

fn fitted(treatment: &Treatment, values: &[f64]) -> Result<Treater, Undetermined> {
    treatment.fit(&base(values)).map(|fit| fit.unwrap().grouped.pooled)
}

/// Sixty positive values with a long upper tail and ties.
fn skewed() -> Vec<f64> {
    let fifth = |x: f64| x * x * x * x * x;
    (0..60).map(|at| fifth(f64::from(at * 37 % 50)) / 1e5 + 0.5).collect()
}

/// Values of every size around them, ascending.
fn asked(values: &[f64]) -> Vec<f64> {
    let mut asked =
        vec![-f64::MAX, -1e300, -3.0, -1e-300, -0.0, 0.0, 1e-300, 0.4, 0.5, 1.0, 1e5, 1e300, f64::MAX];
    asked.extend(values);
    asked.sort_by(f64::total_cmp);
    asked
}

#[test]
fn the_list_has_every_treatment() {
    let mut listed: Vec<&str> = treatments().map(|(_, treatment)| treatment.note().id).collect();
    listed.push(Treatment::default().note().id);
    for note in NOTES {
        assert!(listed.contains(&note.id), "{} is not on the list of laws", note.id);
    }
    for id in listed {
        assert!(NOTES.iter().any(|note| note.id == id), "{id} has no note");
    }
}

#[test]
fn the_order_never_turns_round_and_no_answer_is_nan() {
    let values = skewed();
    for (name, treatment) in treatments() {
        let treater = fitted(&treatment, &values).unwrap();
        let answers: Vec<Option<f64>> =
            asked(&values).into_iter().map(|value| treater.apply(value)).collect();
        assert!(answers.iter().flatten().all(|answer| answer.is_finite()), "{name}");
        let known: Vec<f64> = answers.iter().copied().flatten().collect();
        assert!(known.windows(2).all(|pair| pair[0] <= pair[1]), "{name}: {known:?}");
        // Whatever the base held has an answer, and so has all between.
        assert!(values.iter().all(|value| treater.apply(*value).is_some()), "{name}");
    }
}

#[test]
fn a_fit_is_blind_to_the_order_of_units_and_to_how_the_base_was_split() {
    let values = skewed();
    let mut turned = values.clone();
    turned.reverse();
    for (name, treatment) in treatments() {
        let whole = fitted(&treatment, &values).unwrap();
        assert_eq!(whole, fitted(&treatment, &turned).unwrap(), "{name}");
        let merged = base(&values[..17]).merge(base(&values[17..]));
        assert_eq!(whole, treatment.fit(&merged).unwrap().unwrap().grouped.pooled, "{name}");
    }
}

#[test]
fn only_the_named_ones_depend_on_the_unit_of_measure() {
    let values = skewed();
    let spread = |treater: &Treater, factor: f64| {
        let images: Vec<f64> = values.iter().map(|value| treater.apply(value * factor).unwrap()).collect();
        let (low, high) = (
            images.iter().copied().fold(f64::MAX, f64::min),
            images.iter().copied().fold(f64::MIN, f64::max),
        );
        images.into_iter().map(|image| (image - low) / (high - low)).collect::<Vec<f64>>()
    };
    for (name, treatment) in treatments() {
        let one = spread(&fitted(&treatment, &values).unwrap(), 1.0);
        let bound = BOUND_TO_THE_UNIT.iter().any(|id| name.contains(id));
        for factor in [1e-6, 1e7] {
            let scaled: Vec<f64> = values.iter().map(|value| value * factor).collect();
            let Ok(treater) = fitted(&treatment, &scaled) else {
                assert!(bound, "{name}");
                continue;
            };
            // What is normalised by min and max afterwards is the same.
            let other = spread(&treater, factor);
            let apart = one.iter().zip(&other).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert_eq!(apart > 1e-9, bound, "{name} × {factor}: {apart}");
        }
    }
}

#[test]
fn frozen_forms_are_written_and_read_bit_for_bit() {
    let values = skewed();
    for (name, treatment) in treatments() {
        let treater = fitted(&treatment, &values).unwrap();
        let text = serde_json::to_string(&treater).unwrap();
        let read: Treater = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text, "{name}");
        for value in asked(&values) {
            let bits = |answer: Option<f64>| answer.map(f64::to_bits);
            assert_eq!(bits(read.apply(value)), bits(treater.apply(value)), "{name} at {value}");
        }
    }
}

#[test]
fn hard_bases_give_a_reason_or_finite_values() {
    let bases: [&[f64]; 11] = [
        &[],
        &[5.0],
        &[5.0, 5.0, 5.0, 5.0, 5.0],
        &[1.0, 2.0],
        &[1e-300, 2e-300, 3e-300, 9e-300, 4e-299],
        &[1e300, 2e300, 3e300, 9e300, 4e301],
        &[-1e300, 1e300],
        &[-f64::MAX, f64::MAX],
        &[0.0, 0.0, 0.0, 0.0, 1.0],
        &[f64::MIN_POSITIVE, 1.0, 1e308],
        &[1.0, 1.0 + f64::EPSILON, 1.0 + 2.0 * f64::EPSILON, 2.0],
    ];
    for values in bases {
        for (name, treatment) in treatments() {
            let Ok(treater) = fitted(&treatment, values) else { continue };
            let images: Vec<f64> = values.iter().map(|value| treater.apply(*value).unwrap()).collect();
            assert!(images.windows(2).all(|pair| pair[0] <= pair[1]), "{name} on {values:?}: {images:?}");
            let all = asked(values).into_iter().filter_map(|value| treater.apply(value));
            assert!(all.into_iter().all(f64::is_finite), "{name} on {values:?}");
        }
    }
    for (name, treatment) in treatments() {
        assert!(treatment.fit(&base(&[])).is_err(), "{name} on an empty base");
    }
}

/// `power_transformations.py`, 50 digits: λ and, at a few places, the images.
#[test]
fn lambda_is_that_of_fifty_digits() {
    let text = include_str!("../references/power_transformations.csv");
    let mut compared = 0;
    let mut lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let data: Vec<f64> = lines.next().unwrap().split(',').skip(2).map(|cell| cell.parse().unwrap()).collect();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let given = if cells[1].is_empty() {
            String::new()
        } else {
            format!(", lambda = {:?}", cells[1].parse::<f64>().unwrap())
        };
        let (method, shift) = cells[0].split_once('/').unwrap_or((cells[0], ""));
        let shift = if shift.is_empty() { String::new() } else { format!(", shift = {shift:?}") };
        let mine: Vec<f64> = if method == "yeo-johnson" {
            data.iter().map(|value| value - 40.0).collect()
        } else {
            data.clone()
        };
        let text = format!("treatment = {{ method = {method:?}{given}{shift} }}");
        let card: std::collections::BTreeMap<String, Treatment> = toml::from_str(&text).unwrap();
        let treater = fitted(&card["treatment"], &mine).unwrap();
        let lambda = treater.transformation.as_ref().and_then(Transformation::lambda).unwrap();
        let expected: Vec<f64> = cells[2..].iter().map(|cell| cell.parse().unwrap()).collect();
        // A rounding of λ moves an image by as much as the image is curved in λ: 1e-11 for the fitted ones.
        let tolerance = if cells[1].is_empty() { 1e-11 } else { 1e-12 };
        let close = |got: f64, expected: f64| (got - expected).abs() <= tolerance * expected.abs();
        assert!(close(lambda, expected[0]), "{text}: {lambda} is not {}", expected[0]);
        for (value, expected) in mine.iter().zip(&expected[1..]) {
            let image = treater.apply(*value).unwrap();
            assert!(close(image, *expected), "{text} at {value}: {image} is not {expected}");
            compared += 1;
        }
    }
    assert_eq!(compared, 9 * data.len());
}
