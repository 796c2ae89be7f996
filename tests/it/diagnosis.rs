//! Diagnosis against numbers computed elsewhere, and on data where there is little to diagnose.

use quanheng::definition::Definition;
use quanheng::diagnosis::{Diagnosis, Items, Relation, Settings, Subject, diagnose, reliability, structure};
use quanheng::diagnostic::Severity;
use quanheng::panel::Panel;
use quanheng::scorecard::fit;
use quanheng::statistics::{CorrelationKind, Gapped, RatioBy, associate};
use quanheng::vocab::Period;

use crate::fixture;
use crate::references::Table;

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|x| Some(*x)).collect()
}

#[test]
fn sampling_adequacy_of_a_matrix() {
    let matrix = Table::read("mcdm/r200x20__matrix.csv");
    let expected = Table::read("mcdm/factor_r200x20_adequacy.csv");
    let columns: Vec<Vec<Option<f64>>> =
        matrix.headings[1..].iter().map(|name| some(&matrix.numbers(name))).collect();
    let found = structure(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap();
    let inverse = found.inverse.as_ref().unwrap();
    let close = |got: f64, name: &str| {
        let row = expected.rows.iter().find(|row| row[0] == name).unwrap();
        let wanted: f64 = row[2].parse().unwrap();
        // Both work in doubles; what they add is of one order.
        assert!((got - wanted).abs() <= 1e-12 * wanted.abs(), "{name}: {got} is not {wanted}");
    };
    close(inverse.adequacy.unwrap(), "KMO");
    close(inverse.bartlett.statistic, "Bartlett_chi2");
    close(inverse.bartlett.freedom as f64, "Bartlett_df");
    for (at, value) in found.eigenvalues.iter().enumerate() {
        close(*value, &format!("eigenvalue{}", at + 1));
    }
}

/// The Technology Achievement Index of 23 countries, OECD/JRC Handbook 2008 (ISBN 978-92-64-04345-9), table A.2.
fn technology() -> Vec<Vec<Option<f64>>> {
    TAI.iter().map(|column| some(column)).collect()
}

#[test]
fn tables_of_the_handbook() {
    let columns = technology();
    let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let found = structure(&slices).unwrap();
    // Table 7: eigenvalues, and shares in percent, printed with one decimal; the logarithms of table A.2 have two.
    for (got, printed) in found.eigenvalues.iter().zip([3.3, 1.7, 1.0, 0.9, 0.5, 0.3, 0.2, 0.1]) {
        assert!((got - printed).abs() <= 0.06, "{got} {printed}");
    }
    for (got, printed) in found.shares().iter().zip([41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9]) {
        assert!((got * 100.0 - printed).abs() <= 0.12, "{got} {printed}");
    }
    // Table 8, up to sign.
    let printed = [
        [-0.11, -0.56, -0.92, 0.35, -0.76, -0.91, -0.74, -0.36],
        [-0.75, -0.48, 0.21, -0.85, -0.39, 0.13, 0.11, -0.12],
        [0.13, 0.22, 0.02, 0.01, -0.16, 0.01, 0.37, -0.87],
        [0.60, -0.54, -0.10, -0.13, -0.16, 0.07, 0.39, 0.15],
    ];
    for (component, printed) in printed.iter().enumerate() {
        let loadings = found.loadings(component);
        let dot: f64 = loadings.iter().zip(printed).map(|(a, b)| a * b).sum();
        for (got, printed) in loadings.iter().zip(printed) {
            assert!((got * dot.signum() - printed).abs() <= 0.02, "{component}: {got} {printed}");
        }
    }
    // Table 11: item–rest correlations and α if deleted; α = 0.70.
    let found = reliability(&slices);
    assert!((found.standardised.unwrap() - 0.7035).abs() < 5e-5, "{found:?}");
    let printed = [
        (0.261, 0.704),
        (0.527, 0.645),
        (0.566, 0.636),
        (-0.108, 0.774),
        (0.701, 0.603),
        (0.614, 0.624),
        (0.451, 0.662),
        (0.249, 0.706),
    ];
    for (got, (rest, deleted)) in found.of.iter().zip(printed) {
        assert!((got.standardised_item_rest.unwrap() - rest).abs() <= 0.006, "{got:?} {rest}");
        assert!((got.standardised_if_deleted.unwrap() - deleted).abs() <= 0.002, "{got:?} {deleted}");
    }
}

fn of(definition: &Definition, panel: &Panel, settings: &Settings) -> Diagnosis {
    let scorecard = fit(definition, panel).unwrap().scorecard;
    let (scores, leaves) = scorecard.score_with_leaves(panel);
    let period = Period::year(2023);
    let by = [fixture::id("kind")];
    let subject = Subject {
        panel,
        scorecard: &scorecard,
        scores: &scores,
        leaves: &leaves,
        settings,
        periods: &[period],
        period,
        by: &by,
        undetermined: &[],
    };
    let found = diagnose(subject);
    // What is no number must be missing, with a reason; JSON would hide it.
    let said = format!("{found:?}");
    for what in ["NaN", "(inf", " inf,", "-inf", "[inf"] {
        let at = said.find(what);
        assert!(
            at.is_none(),
            "{}",
            &said[at.unwrap_or(0).saturating_sub(200)..].chars().take(400).collect::<String>()
        );
    }
    found
}

/// Two groups: `a` and `b` in one, `c` and `d` in the other; all scored as they are, from 0 to 100.
fn two_groups(outside: &str) -> Definition {
    let goalposts = format!(r#"{{ method = "goalposts", low = 0.0, high = 100.0, outside = "{outside}" }}"#);
    let level = r#"
[[level]]
name = { zh = "维度", en = "Dimension" }
weighting = { method = "given", origin = "default" }
aggregation = { method = "arithmetic" }
coverage = { missing = "renormalise", min_weight = 0.0, min_children = 1 }
"#;
    let arithmetic = r#"{ method = "arithmetic" }"#;
    let coverage = r#"{ missing = "renormalise", min_weight = 0.0, min_children = 1 }"#;
    let framework = fixture::framework(r#"["2023"]"#, arithmetic, coverage, "");
    let framework = framework.replace("[[aggregate]]", &format!("{level}\n[[aggregate]]"));
    let mut part = String::new();
    for group in ["first", "second"] {
        part += &format!(
            "[[aggregate]]\nid = \"{group}\"\nparent = \"index\"\nname = {{ zh = \"组{group}\", en = \"group {group}\" }}\nweight = 1\n"
        );
    }
    for (name, group) in [("a", "first"), ("b", "first"), ("c", "second"), ("d", "second")] {
        part += &fixture::card(name, group, &format!("v{name}"), 1.0, &goalposts, "");
    }
    fixture::definition(&framework, &part, &fixture::variables(&["va", "vb", "vc", "vd", "staff"], &["kind"]))
}

/// Numbers from 0 to 100 that look random, another series for each `seed`.
fn random(count: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64 * 100.0
    };
    (0..count).map(|_| next()).collect()
}

fn codes(found: &Diagnosis) -> Vec<&str> {
    let mut codes: Vec<&str> = found.findings.iter().map(|finding| finding.code.0).collect();
    codes.dedup();
    codes
}

#[test]
fn influence_of_parts_with_different_spreads() {
    // b has half the spread of a: with the same weight a explains four fifths of the variance of their mean.
    let units = 4000;
    let (a, b) = (random(units, 1), random(units, 2));
    let halved: Vec<f64> = b.iter().map(|x| 25.0 + x / 2.0).collect();
    let (c, d) = (random(units, 3), random(units, 4));
    let columns = [("va", some(&a)), ("vb", some(&halved)), ("vc", some(&c)), ("vd", some(&d))];
    let panel = fixture::panel(u32::try_from(units).unwrap(), &[2023], &columns);
    let found = of(&two_groups("clamp"), &panel, &Settings::default());
    let parts = |aggregate: &str| {
        let one = found
            .importance
            .iter()
            .find(|one| one.aggregate.as_str() == aggregate && one.items == Items::Indicators);
        one.unwrap()
            .of
            .iter()
            .map(|part| (part.nominal, part.effective.unwrap(), part.ratio.unwrap().by))
            .collect::<Vec<_>>()
    };
    // An estimate from 4,000 units.
    for ((nominal, effective, by), expected) in parts("first").into_iter().zip([0.8, 0.2]) {
        assert!(
            nominal == 0.5 && (effective - expected).abs() < 0.02 && by == RatioBy::Spline,
            "{effective}"
        );
    }
    assert!(parts("second").iter().all(|(_, effective, _)| (effective - 0.5).abs() < 0.03));
    assert_eq!(parts("index").len(), 4);
    assert!(codes(&found).contains(&"dia024"), "{:?}", codes(&found));
}

#[test]
fn what_a_reader_is_told() {
    let units = 60;
    let a = random(units, 1);
    let near: Vec<f64> = a.iter().zip(random(units, 2)).map(|(a, e)| 0.95 * a + 0.05 * e).collect();
    let against: Vec<f64> = a.iter().map(|a| 100.0 - a).collect();
    let columns = [
        ("va", some(&a)),
        ("vb", some(&near)),
        ("vc", some(&against)),
        ("vd", some(&against)),
        ("staff", some(&a)),
    ];
    let panel = fixture::panel(60, &[2023], &columns);
    let kinds: Vec<Option<&str>> = (0..60).map(|at| Some(if at % 2 == 0 { "x" } else { "y" })).collect();
    let panel = fixture::with_attribute(panel, "kind", &kinds);
    let settings = Settings { size: vec![fixture::id("staff")], ..Settings::default() };
    let found = of(&two_groups("clamp"), &panel, &settings);
    let codes = codes(&found);
    for code in ["dia011", "dia016", "dia022"] {
        assert!(codes.contains(&code), "{code} is not in {codes:?}");
    }
    assert_eq!(found.findings[0].severity, Severity::Error);
    let pair = |first: &str, second: &str| {
        let is = |pair: &&quanheng::diagnosis::Pair| {
            pair.first.as_str() == first && pair.second.as_str() == second
        };
        found.correlations.scores.iter().find(is).unwrap()
    };
    let relations = [
        ("index", "first", Relation::Parent),
        ("index", "a", Relation::Ancestor),
        ("a", "b", Relation::Siblings),
        ("a", "c", Relation::SameLevel),
        ("first", "second", Relation::SameLevel),
        ("b", "second", Relation::Across),
    ];
    for (first, second, relation) in relations {
        let expected = if (first, second) == ("first", "second") { Relation::Siblings } else { relation };
        assert_eq!(pair(first, second).relation, expected, "{first} {second}");
    }
    let r = pair("a", "c").pearson;
    assert!((r.value.unwrap() + 1.0).abs() < 1e-12 && r.adjusted.unwrap() >= r.p.unwrap());
    let by_kind = &found.inequality[1];
    let theil = by_kind.theil.as_ref().unwrap();
    assert!(by_kind.groups.len() == 2 && (theil.total - theil.within - theil.between).abs() < 1e-15);
}

#[test]
fn nothing_to_diagnose_is_said_and_never_nan() {
    let definition = two_groups("extend");
    let cells = |value: f64, units: usize| vec![Some(value); units];
    let random = |seed| some(&random(30, seed));
    type Columns = Vec<(&'static str, Vec<Option<f64>>)>;
    let cases: Vec<(&str, u32, Columns, &[&str])> = vec![
        (
            "one unit",
            1,
            vec![("va", cells(5.0, 1)), ("vb", cells(5.0, 1)), ("vc", cells(1.0, 1)), ("vd", cells(1.0, 1))],
            &["dia003"],
        ),
        (
            "two units",
            2,
            vec![
                ("va", some(&[1.0, 2.0])),
                ("vb", some(&[1.0, 2.0])),
                ("vc", cells(1.0, 2)),
                ("vd", some(&[2.0, 1.0])),
            ],
            &["dia003"],
        ),
        ("no unit has anything", 3, vec![("va", vec![None; 3])], &["dia001", "dia002"]),
        (
            "a constant column",
            30,
            vec![("va", random(1)), ("vb", cells(7.0, 30)), ("vc", random(2)), ("vd", random(3))],
            &["dia004"],
        ),
        (
            "an empty column",
            30,
            vec![("va", random(1)), ("vb", vec![None; 30]), ("vc", random(2)), ("vd", random(3))],
            &["dia002"],
        ),
        (
            "all the same",
            30,
            vec![
                ("va", cells(7.0, 30)),
                ("vb", cells(7.0, 30)),
                ("vc", cells(7.0, 30)),
                ("vd", cells(7.0, 30)),
            ],
            &["dia004"],
        ),
    ];
    for (name, units, columns, expected) in cases {
        let found = of(&definition, &fixture::panel(units, &[2023], &columns), &Settings::default());
        let codes = codes(&found);
        assert!(expected.iter().all(|code| codes.contains(code)), "{name}: {codes:?}");
    }
    for magnitude in [1e-300, 1e300] {
        let scaled =
            |seed| self::random(30, seed).iter().map(|x| Some(x * magnitude / 100.0)).collect::<Vec<_>>();
        let columns = vec![("va", scaled(1)), ("vb", scaled(2)), ("vc", scaled(3)), ("vd", scaled(4))];
        of(&definition, &fixture::panel(30, &[2023], &columns), &Settings::default());
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let columns = ["va", "vb", "vc", "vd"]
        .map(|name| (name, some(&random(200, name.len() as u64 + u64::from(name.as_bytes()[1])))));
    let panel = fixture::panel(200, &[2023], &columns);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", of(&two_groups("clamp"), &panel, &Settings::default())))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn correlations_are_blind_to_order_and_measure() {
    let (x, y) = (random(40, 5), random(40, 6));
    for kind in CorrelationKind::ALL {
        let plain = associate(&Gapped::new(&some(&x)), &Gapped::new(&some(&y)), kind);
        let turned: Vec<f64> = x.iter().rev().map(|x| 3.0 - 1000.0 * x).collect();
        let other: Vec<f64> = y.iter().rev().copied().collect();
        let got = associate(&Gapped::new(&some(&turned)), &Gapped::new(&some(&other)), kind);
        // The correlation is near 0, so the tolerance is relative to 1.
        assert!((plain.value.unwrap() + got.value.unwrap()).abs() < 1e-14, "{kind:?}");
    }
}

/// Patents, royalties, internet, exports, telephones (log), electricity (log), schooling, university; Finland to Slovenia.
const TAI: [[f64; 23]; 8] = [
    [
        187.0, 289.0, 271.0, 994.0, 779.0, 189.0, 82.0, 31.0, 75.0, 8.0, 235.0, 103.0, 106.0, 72.0, 103.0,
        165.0, 205.0, 74.0, 42.0, 13.0, 28.0, 26.0, 105.0,
    ],
    [
        125.6, 130.0, 156.6, 64.6, 9.8, 151.2, 134.0, 38.6, 18.2, 25.5, 36.8, 20.2, 110.3, 73.9, 13.0, 14.8,
        33.6, 43.6, 8.6, 9.8, 4.2, 6.2, 4.0,
    ],
    [
        200.2, 179.1, 125.8, 49.0, 4.8, 136.0, 57.4, 108.0, 125.9, 72.3, 41.2, 193.6, 48.6, 58.9, 146.7,
        84.2, 36.4, 43.2, 21.0, 30.4, 25.0, 21.6, 20.3,
    ],
    [
        50.7, 66.2, 59.7, 80.8, 66.7, 50.9, 61.9, 48.7, 16.2, 74.9, 64.2, 19.0, 53.6, 47.6, 15.4, 50.3, 58.9,
        45.0, 53.4, 51.0, 51.7, 63.5, 49.5,
    ],
    [
        3.08, 3.0, 3.1, 3.0, 2.97, 3.02, 3.02, 2.94, 2.94, 2.95, 2.94, 3.12, 2.97, 2.91, 2.86, 2.99, 2.97,
        2.96, 2.86, 3.0, 2.75, 2.73, 2.84,
    ],
    [
        4.15, 4.07, 4.14, 3.86, 3.65, 3.77, 3.73, 4.18, 3.94, 3.83, 3.75, 4.39, 3.68, 3.86, 3.91, 3.79, 3.8,
        3.74, 3.62, 3.65, 3.68, 3.46, 3.71,
    ],
    [
        10.0, 12.0, 11.4, 9.5, 10.8, 9.4, 9.4, 11.6, 10.9, 7.1, 10.2, 11.9, 9.4, 9.3, 11.7, 8.4, 7.9, 9.6,
        7.3, 7.2, 9.5, 9.1, 7.1,
    ],
    [
        27.4, 13.9, 15.3, 10.0, 23.2, 9.5, 14.9, 14.2, 25.3, 24.2, 14.4, 11.2, 12.3, 13.6, 13.1, 13.6, 12.6,
        11.0, 15.6, 13.0, 8.2, 7.7, 10.6,
    ],
];
