//! The worked example of the OECD/JRC Handbook on Constructing Composite Indicators (2008, ISBN 978-92-64-04345-9): every table that can be recomputed from
//! the 23 countries it prints. The two logarithms are printed with two decimals only, which is what most tolerances are for.

use quanheng::diagnosis::{reliability, structure};
use quanheng::ranking::{BenefitOfTheDoubt, KemenyYoung, WeightBounds, competition_ranks};
use quanheng::statistics::{CorrelationKind, Gapped, associate};
use quanheng::vocab::{Direction, Share};
use quanheng::weighting::{Factors, JudgementMatrix, Priority, RandomIndex, factor, varimax_factors};

use crate::normalisations::{fit, method};
use crate::rankings::Matrix;

/// In the order of the equal-weight ranks, which is that of Tables 23 and 38.
const COUNTRIES: [&str; 23] = [
    "FIN", "USA", "SWE", "JPN", "KOR", "NLD", "GBR", "SGP", "CAN", "AUS", "DEU", "NOR", "IRL", "BEL", "NZL",
    "AUT", "FRA", "ISR", "ESP", "ITA", "CZE", "HUN", "SVN",
];

/// Lowest and highest of the 72 countries in the Human Development Report 2001, which the normalisation of the example uses.
const GOALPOSTS: [(f64, f64); 8] = [
    (0.0, 994.0),
    (0.0, 272.6),
    (0.0, 232.4),
    (0.0, 80.8),
    (0.0, 2.954_724_790_979_063),
    (1.342_422_680_822_206_2, 3.843_170_460_036_803),
    (0.8, 12.0),
    (0.1, 27.4),
];

/// The eight columns of Tables A.1 and A.2, countries in the order of the file.
fn columns() -> (Vec<&'static str>, Vec<Vec<f64>>) {
    let text = include_str!("../../datasets/tai/2001/tai.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let column = |at: usize| rows.iter().map(|row| row[at].parse().unwrap()).collect();
    (rows.iter().map(|row| row[0]).collect(), (1..=8).map(column).collect())
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

fn near(got: f64, published: f64, tolerance: f64, what: &str) {
    assert!((got - published).abs() <= tolerance + 1e-12, "{what}: {got} is not {published}");
}

/// Ranks by score in the order of `COUNTRIES`.
fn ranks(scores: &[f64]) -> Vec<u32> {
    let (names, _) = columns();
    let scores: Vec<Option<f64>> = scores.iter().copied().map(Some).collect();
    let ranks = competition_ranks(&scores);
    let of = |country: &&str| ranks[names.iter().position(|name| name == country).unwrap()].unwrap();
    COUNTRIES.iter().map(of).collect()
}

fn weighted(weights: &[f64]) -> Vec<f64> {
    let (names, columns) = columns();
    let score = |unit: usize| {
        let one = |((column, (low, high)), weight): ((&Vec<f64>, &(f64, f64)), &f64)| {
            weight * ((column[unit] - low) / (high - low)).clamp(0.0, 1.0)
        };
        columns.iter().zip(&GOALPOSTS).zip(weights).map(one).sum::<f64>() / weights.iter().sum::<f64>()
    };
    (0..names.len()).map(score).collect()
}

/// Min–max over the 23 countries.
fn min_max() -> Vec<Vec<f64>> {
    let scaled = |column: Vec<f64>| {
        let low = column.iter().copied().fold(f64::INFINITY, f64::min);
        let high = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        column.into_iter().map(|value| (value - low) / (high - low)).collect()
    };
    columns().1.into_iter().map(scaled).collect()
}

#[test]
fn table_6_correlations() {
    // Upper triangle, row by row.
    let published = [
        [0.13, -0.09, 0.45, 0.28, 0.03, 0.22, 0.08].as_slice(),
        &[0.46, 0.25, 0.56, 0.32, 0.30, 0.06],
        &[-0.45, 0.56, 0.84, 0.63, 0.27],
        &[0.00, -0.36, -0.35, -0.03],
        &[0.64, 0.30, 0.33],
        &[0.65, 0.26],
        &[0.08],
    ];
    let columns: Vec<Gapped> = columns()
        .1
        .iter()
        .map(|column| Gapped::new(&column.iter().copied().map(Some).collect::<Vec<_>>()))
        .collect();
    for (row, published) in published.iter().enumerate() {
        for (other, published) in (row + 1..).zip(*published) {
            let got = associate(&columns[row], &columns[other], CorrelationKind::Pearson).value.unwrap();
            near(got, *published, 0.02, &format!("columns {row} and {other}"));
        }
    }
}

#[test]
fn tables_7_and_8_principal_components() {
    let columns: Vec<Vec<Option<f64>>> =
        columns().1.iter().map(|column| column.iter().copied().map(Some).collect()).collect();
    let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let found = structure(&slices).unwrap();
    // Percent of the variance, Table 7 (and 16).
    let published = [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9];
    for (eigenvalue, published) in found.eigenvalues.iter().zip(published) {
        near(eigenvalue / 8.0 * 100.0, published, 0.12, "share of variance");
    }
    let loadings = [
        [-0.11, -0.56, -0.92, 0.35, -0.76, -0.91, -0.74, -0.36],
        [-0.75, -0.48, 0.21, -0.85, -0.39, 0.13, 0.11, -0.12],
        [0.13, 0.22, 0.02, 0.01, -0.16, 0.01, 0.37, -0.87],
        [0.60, -0.54, -0.10, -0.13, -0.16, 0.07, 0.39, 0.15],
    ];
    for (component, published) in loadings.iter().enumerate() {
        let root = found.eigenvalues[component].sqrt();
        let own: Vec<f64> = found.vectors[component].iter().map(|entry| entry * root).collect();
        let same: f64 = own.iter().zip(published).map(|(a, b)| a * b).sum();
        for (got, published) in own.iter().zip(published) {
            near(got * same.signum(), *published, 0.02, &format!("component {component}"));
        }
    }
}

#[test]
fn tables_9_17_and_18_factors_and_their_weights() {
    let columns = columns().1;
    let found = varimax_factors(&slices(&columns), Factors::Count { count: 4 }).unwrap();
    // Loadings after rotation, factors as printed.
    let published = [
        [0.07, 0.13, 0.79, -0.64, 0.37, 0.82, 0.88, 0.08],
        [0.97, 0.07, -0.21, 0.56, 0.17, -0.04, 0.23, 0.04],
        [0.06, -0.07, 0.21, -0.04, 0.38, 0.25, -0.09, 0.96],
        [0.06, 0.93, 0.42, 0.36, 0.68, 0.35, 0.09, 0.04],
    ];
    let explained = [2.64, 1.39, 1.19, 1.76];
    for (loadings, explained) in published.iter().zip(explained) {
        // Ours stand in the order of what they explain.
        let likeness = |own: &Vec<f64>| own.iter().zip(loadings).map(|(a, b)| a * b).sum::<f64>();
        let likest = |a: &usize, b: &usize| {
            likeness(&found.loadings[*a]).abs().total_cmp(&likeness(&found.loadings[*b]).abs())
        };
        let own = (0..4).max_by(likest).unwrap();
        let sign = likeness(&found.loadings[own]).signum();
        for (got, published) in found.loadings[own].iter().zip(loadings) {
            near(got * sign, *published, 0.015, "rotated loading");
        }
        // The two printed logarithms move a factor by up to 0.023.
        near(found.explained[own], explained, 0.025, "explained");
    }
    let communalities = [0.95, 0.89, 0.89, 0.86, 0.77, 0.85, 0.85, 0.93];
    for (got, published) in found.communalities.iter().zip(communalities) {
        near(*got, published, 0.012, "communality");
    }
    // Table 18, principal components.
    let weights = factor(&slices(&columns), Factors::Count { count: 4 }).unwrap().shares;
    for (got, published) in weights.iter().zip([0.17, 0.15, 0.11, 0.07, 0.08, 0.12, 0.14, 0.16]) {
        near(*got, published, 0.006, "weight");
    }
}

#[test]
fn table_11_reliability() {
    let columns: Vec<Vec<Option<f64>>> =
        columns().1.iter().map(|column| column.iter().copied().map(Some).collect()).collect();
    let found = reliability(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>());
    near(found.standardised.unwrap(), 0.70, 0.005, "alpha");
    let published = [
        (0.261, 0.704),
        (0.527, 0.645),
        (0.566, 0.636),
        (-0.108, 0.774),
        (0.701, 0.603),
        (0.614, 0.624),
        (0.451, 0.662),
        (0.249, 0.706),
    ];
    for (item, (rest, deleted)) in found.of.iter().zip(published) {
        near(item.standardised_item_rest.unwrap(), rest, 0.006, "item-rest correlation");
        near(item.standardised_if_deleted.unwrap(), deleted, 0.002, "alpha if deleted");
    }
}

#[test]
fn table_19_benefit_of_the_doubt() {
    // Each weight 10 to 15 per cent of the country's weights, on min–max over the 23 countries.
    let published = [
        ("FIN", 1.0),
        ("USA", 1.0),
        ("SWE", 1.0),
        ("JPN", 0.87),
        ("KOR", 0.80),
        ("NLD", 0.75),
        ("GBR", 0.71),
        ("CAN", 0.73),
        ("AUS", 0.66),
        ("SGP", 0.62),
        ("DEU", 0.62),
        ("NOR", 0.86),
        ("IRL", 0.60),
        ("BEL", 0.54),
        ("NZL", 0.58),
        ("AUT", 0.52),
        ("FRA", 0.51),
        ("ISR", 0.49),
        ("ESP", 0.34),
        ("ITA", 0.38),
        ("CZE", 0.31),
        ("HUN", 0.27),
        ("SVN", 0.28),
    ];
    let scaled = min_max();
    let share = |value: f64| Share::new(value).unwrap();
    let bounds = WeightBounds::Weights { low: share(0.10), high: share(0.15) };
    let found = BenefitOfTheDoubt::of(&slices(&scaled), bounds).unwrap();
    let (names, _) = columns();
    for (country, published) in published {
        let at = names.iter().position(|name| *name == country).unwrap();
        near(found.scores[at], published, 0.007, country);
    }
    // Table 38, BOD. Those on the frontier share the first rank; the last bits of a programme are no difference.
    let rounded: Vec<f64> = found.scores.iter().map(|score| (score * 1e9).round() / 1e9).collect();
    let published = [1, 1, 1, 4, 6, 7, 9, 12, 8, 10, 11, 5, 13, 15, 14, 16, 17, 18, 20, 19, 21, 23, 22];
    assert_eq!(ranks(&rounded), published);
}

#[test]
fn tables_23_and_38_ranks_by_weights_and_by_the_geometric_mean() {
    assert_eq!(ranks(&weighted(&[1.0; 8])), (1..=23).collect::<Vec<_>>());
    // Table 22 prints weights with two decimals; where they are rounded some neighbours change places.
    let agreeing = |weights: [f64; 8], published: [u32; 23]| {
        ranks(&weighted(&weights)).iter().zip(published).filter(|(got, published)| *got == published).count()
    };
    let allocation = [0.11, 0.11, 0.11, 0.18, 0.10, 0.06, 0.15, 0.18];
    let published = [1, 2, 3, 5, 4, 8, 7, 6, 10, 11, 9, 13, 12, 14, 17, 15, 16, 18, 19, 21, 22, 20, 23];
    assert_eq!(agreeing(allocation, published), 23);
    let factors = [0.17, 0.15, 0.11, 0.06, 0.08, 0.13, 0.13, 0.17];
    let published = [1, 2, 3, 4, 5, 6, 8, 11, 10, 7, 12, 9, 14, 15, 13, 16, 17, 18, 19, 20, 21, 23, 22];
    assert_eq!(agreeing(factors, published), 19);
    let hierarchy = [0.09, 0.10, 0.07, 0.21, 0.05, 0.06, 0.18, 0.25];
    let published = [1, 3, 4, 5, 2, 11, 7, 6, 10, 9, 8, 16, 12, 13, 18, 15, 14, 17, 19, 21, 22, 20, 23];
    assert_eq!(agreeing(hierarchy, published), 20);
    // The geometric mean of the raw values, equal weights.
    let raw = columns().1;
    let geometric = quanheng::aggregation::Aggregation::Geometric { zero: None, floor: None };
    let mean = |unit: usize| {
        let values: Vec<f64> = raw.iter().map(|column| column[unit]).collect();
        geometric.mean(&values, &[1.0; 8]).unwrap().value
    };
    let published = [2, 1, 3, 4, 16, 5, 6, 18, 13, 14, 8, 11, 7, 9, 17, 12, 10, 15, 19, 21, 23, 22, 20];
    assert_eq!(ranks(&(0..23).map(mean).collect::<Vec<_>>()), published);
}

/// Table 15, mean years of schooling, in the order of Table A.1: rank from the lowest, z-score, min–max, over the mean, over the best, over the worst,
/// less the mean and less the worst (each over it), above or below the mean by a fifth, percentile, class by percentile.
const TABLE_15: [(&str, [f64; 11]); 23] = [
    ("FIN", [15.0, 0.26, 0.59, 1.04, 0.83, 1.41, 0.04, 0.41, 0.0, 65.2, 60.0]),
    ("USA", [23.0, 1.52, 1.0, 1.25, 1.0, 1.69, 0.25, 0.69, 1.0, 100.0, 100.0]),
    ("SWE", [19.0, 1.14, 0.88, 1.19, 0.95, 1.61, 0.19, 0.61, 0.0, 82.6, 60.0]),
    ("JPN", [12.0, -0.06, 0.49, 0.99, 0.79, 1.34, -0.01, 0.34, 0.0, 52.2, 50.0]),
    ("KOR", [17.0, 0.76, 0.76, 1.13, 0.9, 1.52, 0.13, 0.52, 0.0, 73.9, 60.0]),
    ("NLD", [9.0, -0.12, 0.47, 0.98, 0.78, 1.32, -0.02, 0.32, 0.0, 39.1, 50.0]),
    ("GBR", [9.0, -0.12, 0.47, 0.98, 0.78, 1.32, -0.02, 0.32, 0.0, 39.1, 50.0]),
    ("CAN", [20.0, 1.27, 0.92, 1.21, 0.97, 1.63, 0.21, 0.63, 1.0, 87.0, 80.0]),
    ("AUS", [18.0, 0.83, 0.78, 1.14, 0.91, 1.54, 0.14, 0.54, 0.0, 78.3, 60.0]),
    ("SGP", [1.0, -1.58, 0.0, 0.74, 0.59, 1.0, -0.26, 0.0, -1.0, 4.3, 0.0]),
    ("DEU", [16.0, 0.38, 0.63, 1.06, 0.85, 1.44, 0.06, 0.44, 0.0, 69.6, 60.0]),
    ("NOR", [22.0, 1.46, 0.98, 1.24, 0.99, 1.68, 0.24, 0.68, 1.0, 95.7, 100.0]),
    ("IRL", [9.0, -0.12, 0.47, 0.98, 0.78, 1.32, -0.02, 0.32, 0.0, 39.1, 50.0]),
    ("BEL", [8.0, -0.19, 0.45, 0.97, 0.78, 1.31, -0.03, 0.31, 0.0, 34.8, 40.0]),
    ("NZL", [21.0, 1.33, 0.94, 1.22, 0.98, 1.65, 0.22, 0.65, 1.0, 91.3, 80.0]),
    ("AUT", [6.0, -0.76, 0.27, 0.88, 0.7, 1.18, -0.12, 0.18, 0.0, 26.1, 40.0]),
    ("FRA", [5.0, -1.08, 0.16, 0.82, 0.66, 1.11, -0.18, 0.11, 0.0, 21.7, 40.0]),
    ("ISR", [14.0, 0.0, 0.51, 1.0, 0.8, 1.35, 0.0, 0.35, 0.0, 60.9, 50.0]),
    ("ESP", [4.0, -1.46, 0.04, 0.76, 0.61, 1.03, -0.24, 0.03, -1.0, 17.4, 40.0]),
    ("ITA", [3.0, -1.52, 0.02, 0.75, 0.6, 1.01, -0.25, 0.01, -1.0, 13.0, 20.0]),
    ("CZE", [12.0, -0.06, 0.49, 0.99, 0.79, 1.34, -0.01, 0.34, 0.0, 52.2, 50.0]),
    ("HUN", [7.0, -0.31, 0.41, 0.95, 0.76, 1.28, -0.05, 0.28, 0.0, 30.4, 40.0]),
    ("SVN", [1.0, -1.58, 0.0, 0.74, 0.59, 1.0, -0.26, 0.0, -1.0, 4.3, 0.0]),
];

#[test]
fn table_15_ways_to_normalise() {
    let schooling = &columns().1[6];
    let scored = |text: &str, scale: std::ops::RangeInclusive<f64>| {
        let fitted = fit(&method(text), Direction::Positive, scale, schooling).unwrap();
        schooling.iter().map(|value| fitted.apply(*value).unwrap()).collect::<Vec<f64>>()
    };
    let ranks = scored(r#"method = "rank", ties = "min""#, 0.0..=23.0);
    let over_mean = scored(r#"method = "ratio-to-mean""#, 0.0..=1.0);
    let over_worst: Vec<f64> =
        scored(r#"method = "index", value = 7.1"#, 0.0..=200.0).iter().map(|index| index / 100.0).collect();
    let less_one = |ratios: &[f64]| ratios.iter().map(|ratio| ratio - 1.0).collect::<Vec<f64>>();
    let got = [
        ranks.clone(),
        scored(r#"method = "z-score", centre = 0.0, spread = 1.0"#, -3.0..=3.0),
        scored(r#"method = "min-max""#, 0.0..=1.0),
        over_mean.clone(),
        scored(r#"method = "share-of-max""#, 0.0..=1.0),
        over_worst.clone(),
        less_one(&over_mean),
        less_one(&over_worst),
        scored(r#"method = "above-below-mean", threshold = 0.2"#, -1.0..=1.0),
        scored(r#"method = "rank", ties = "min""#, 0.0..=100.0),
        // The book's classes are those of its percentiles, which are ranks.
        ranks.iter().map(|rank| class(rank / 23.0)).collect(),
    ];
    for (unit, (country, published)) in TABLE_15.iter().enumerate() {
        for (at, published) in published.iter().enumerate() {
            // Two decimals; ranks and classes are whole, percentiles have one decimal.
            let tolerance = if at == 9 { 0.05 } else { 0.005 };
            near(got[at][unit], *published, tolerance, &format!("{country}, column {at}"));
        }
    }
    // Ours are cut at quantiles (type 7), which lie between two countries where the book goes by rank: two countries next to a cut change sides.
    let ours = scored(
        r#"method = "categories", cuts = [0.05, 0.15, 0.35, 0.65, 0.85, 0.95], scores = [0.0, 20.0, 40.0, 50.0, 60.0, 80.0, 100.0]"#,
        0.0..=100.0,
    );
    let differing = (0..23).filter(|unit| ours[*unit] != TABLE_15[*unit].1[10]);
    assert_eq!(differing.map(|unit| TABLE_15[unit].0).collect::<Vec<_>>(), ["FIN", "ESP"]);
}

/// The class of a percentile in Table 15.
fn class(percentile: f64) -> f64 {
    let cuts = [0.05, 0.15, 0.35, 0.65, 0.85, 0.95];
    let scores = [0.0, 20.0, 40.0, 50.0, 60.0, 80.0, 100.0];
    scores[cuts.iter().filter(|cut| percentile > **cut).count()]
}

#[test]
fn table_14_shares_of_the_best_depend_on_where_a_scale_begins() {
    // Temperature (degrees Celsius) and humidity of two places, in two years.
    let mean = |temperature: [f64; 2], humidity: [f64; 2]| {
        let share = |values: [f64; 2]| {
            let fitted = fit(&method(r#"method = "share-of-max""#), Direction::Positive, 0.0..=1.0, &values);
            let fitted = fitted.unwrap();
            values.map(|value| fitted.apply(value).unwrap())
        };
        let (one, other) = (share(temperature), share(humidity));
        [0, 1].map(|place| (one[place] + other[place]) / 2.0)
    };
    let fahrenheit = |celsius: [f64; 2]| celsius.map(|degrees| degrees * 1.8 + 32.0);
    let (before, after) = (([35.0, 39.0], [75.0, 50.0]), ([35.9, 40.0], [70.0, 45.0]));
    // In Celsius the first place rises, in Fahrenheit it falls: the ratio has no meaning on a scale whose zero is a convention.
    for (got, published) in [
        (mean(before.0, before.1)[0], 0.94872),
        (mean(after.0, after.1)[0], 0.94875),
        (mean(fahrenheit(before.0), before.1)[0], 0.96477),
        (mean(fahrenheit(after.0), after.1)[0], 0.96452),
    ] {
        near(got, published, 5e-6, "A");
    }
    near(mean(before.0, before.1)[1], 0.833, 5e-4, "B");
    near(mean(after.0, after.1)[1], 0.821, 5e-4, "B");
}

#[test]
fn table_28_a_vote_by_points_and_by_orders() {
    let votes = [(23.0, "abc"), (17.0, "bca"), (2.0, "bac"), (10.0, "cab"), (8.0, "cba")];
    let points = ["a", "b", "c"].map(|who| {
        votes.iter().map(|(count, order)| count * (2 - order.find(who).unwrap()) as f64).sum::<f64>()
    });
    assert_eq!(points, [58.0, 69.0, 53.0]);
    let support = |order: &str| {
        let pairs = [(0, 1), (0, 2), (1, 2)].map(|(i, j)| (&order[i..=i], &order[j..=j]));
        let agreed = |(over, under): &(&str, &str)| {
            votes.iter().filter(|(_, vote)| vote.find(over) < vote.find(under)).map(|(n, _)| n).sum::<f64>()
        };
        pairs.iter().map(agreed).sum::<f64>()
    };
    let orders = [("abc", 100.0), ("bca", 104.0), ("cab", 86.0), ("bac", 94.0), ("cba", 80.0), ("acb", 76.0)];
    for (order, published) in orders {
        assert_eq!(support(order), published, "{order}");
    }
    // The best of the six is what the method finds: each voter is a criterion that gives its first choice most.
    let ballots = Matrix {
        columns: votes
            .iter()
            .map(|(_, o)| ["a", "b", "c"].map(|w| 3.0 - o.find(w).unwrap() as f64).to_vec())
            .collect(),
        directions: vec![Direction::Positive; 5],
        weights: votes.iter().map(|(count, _)| *count).collect(),
    };
    let best = ballots.with(|decision| KemenyYoung::of(decision).unwrap());
    near(best.support * 60.0, 104.0, 1e-9, "support");
    assert_eq!(best.orders, [vec![1, 2, 0]]);
}

#[test]
fn table_38_the_order_of_the_outranking_matrix_is_not_the_best_one() {
    // NCMC in Table 38, countries in the order of `COUNTRIES`; two share a place, which no order of the method has.
    let published = [3, 1, 2, 4, 9, 8, 5, 12, 11, 9, 7, 6, 13, 17, 15, 15, 14, 18, 20, 19, 21, 23, 22];
    let (names, raw) = columns();
    let rank = |name: &str| published[COUNTRIES.iter().position(|country| *country == name).unwrap()];
    let mut support = 0.0;
    for a in 0..23 {
        for b in (0..23).filter(|b| *b != a) {
            let wins = |column: &Vec<f64>| match column[a].total_cmp(&column[b]) {
                std::cmp::Ordering::Greater => 0.125,
                std::cmp::Ordering::Equal => 0.0625,
                std::cmp::Ordering::Less => 0.0,
            };
            let agreed = raw.iter().map(wins).sum::<f64>();
            support += match rank(names[a]).cmp(&rank(names[b])) {
                std::cmp::Ordering::Less => agreed,
                std::cmp::Ordering::Equal => agreed / 2.0,
                std::cmp::Ordering::Greater => 0.0,
            };
        }
    }
    assert_eq!(support, 181.875);
    // The printed table cannot be reproduced as the method it names: Table A.2, rounded as it is, has an order with a support of 184.5.
    let table = Matrix { columns: raw, directions: vec![Direction::Positive; 8], weights: vec![1.0; 8] };
    let best = table.with(|decision| KemenyYoung::of(decision).unwrap());
    near(best.support, 184.5, 1e-9, "support");
}

#[test]
fn table_41_six_indicators() {
    // Without telephones and electricity; countries in the order of Table A.1.
    let published =
        [1, 2, 3, 4, 5, 6, 7, 9, 10, 8, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22, 21, 20, 23].map(Some);
    let scores = weighted(&[1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]);
    let scores: Vec<Option<f64>> = scores.into_iter().map(Some).collect();
    assert_eq!(competition_ranks(&scores), published);
}

#[test]
fn tables_36_and_37_outranking_of_five_countries() {
    // Table 35 prints the two logarithms of the first five countries with three decimals.
    let five = Matrix {
        columns: columns()
            .1
            .into_iter()
            .enumerate()
            .map(|(at, column)| match at {
                4 => vec![3.080, 2.997, 3.096, 3.003, 2.972],
                5 => vec![4.150, 4.073, 4.145, 3.865, 3.653],
                _ => column[..5].to_vec(),
            })
            .collect(),
        directions: vec![Direction::Positive; 8],
        weights: vec![1.0; 8],
    };
    let outranking = |a: usize, b: usize| {
        let wins = |column: &Vec<f64>| match column[a].total_cmp(&column[b]) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        };
        five.columns.iter().map(wins).sum::<f64>() / 8.0
    };
    let published = [
        [0.0, 0.5, 0.375, 0.75, 0.625],
        [0.5, 0.0, 0.5, 0.625, 0.625],
        [0.625, 0.5, 0.0, 0.75, 0.625],
        [0.25, 0.375, 0.25, 0.0, 0.75],
        [0.375, 0.375, 0.375, 0.25, 0.0],
    ];
    for (a, row) in published.iter().enumerate() {
        for (b, published) in row.iter().enumerate().filter(|(b, _)| *b != a) {
            assert_eq!(outranking(a, b), *published, "{a} over {b}");
        }
    }
    let best = five.with(|decision| KemenyYoung::of(decision).unwrap());
    near(best.support, 6.375, 1e-12, "support");
    assert_eq!(best.count, 3.0);
    // USA, Sweden, Finland in three orders, then Japan, Korea.
    assert_eq!(best.orders, [[1, 2, 0, 3, 4], [2, 0, 1, 3, 4], [2, 1, 0, 3, 4]].map(Vec::from));
}

#[test]
fn the_scores_of_the_human_development_report() {
    // HDR 2001, two decimals; Singapore is not in the list, as its royalties counted 0 there.
    let published = [
        0.74, 0.73, 0.70, 0.70, 0.67, 0.63, 0.61, 0.59, 0.59, 0.58, 0.58, 0.57, 0.55, 0.55, 0.54, 0.54, 0.51,
        0.48, 0.47, 0.47, 0.46, 0.46,
    ];
    let (names, _) = columns();
    // Means of the four dimensions of two indicators each: the same as the mean of eight.
    let scores = weighted(&[1.0; 8]);
    let listed: Vec<f64> =
        names.iter().zip(scores).filter(|(name, _)| **name != "SGP").map(|(_, s)| s).collect();
    for (got, published) in listed.iter().zip(published) {
        near(*got, published, 0.006, "score");
    }
}

#[test]
fn table_20_pairwise_judgements() {
    let third = 1.0 / 3.0;
    let rows = [
        [1.0, 2.0, 3.0, 2.0, 5.0, 5.0, 1.0, 3.0],
        [0.5, 1.0, 2.0, 0.5, 4.0, 4.0, 0.5, 3.0],
        [third, 0.5, 1.0, 0.25, 2.0, 2.0, 0.2, 0.5],
        [0.5, 2.0, 4.0, 1.0, 4.0, 4.0, 0.5, 3.0],
        [0.2, 0.25, 0.5, 0.25, 1.0, 1.0, 0.2, 0.5],
        [0.2, 0.25, 0.5, 0.25, 1.0, 1.0, 0.2, 0.5],
        [1.0, 2.0, 5.0, 2.0, 5.0, 5.0, 1.0, 4.0],
        [third, third, 2.0, third, 2.0, 2.0, 0.25, 1.0],
    ];
    let matrix = JudgementMatrix::new(&rows.concat()).unwrap();
    let weights = matrix.priorities(Priority::Eigenvector);
    // The book prints no weights of this matrix: those of an independent computation.
    for (got, expected) in weights.iter().zip([0.229, 0.135, 0.059, 0.176, 0.038, 0.038, 0.252, 0.071]) {
        near(*got, expected, 0.0006, "weight");
    }
    let found = matrix.consistency(&weights, RandomIndex::Saaty1980).unwrap();
    near(found.lambda, 8.211, 0.0006, "lambda");
    near(found.ratio, 0.021, 0.0006, "CR");
}
