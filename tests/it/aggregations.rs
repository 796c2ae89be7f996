//! Aggregations against numbers computed elsewhere, through definitions, and what is refused.

use quanheng::aggregation::{Aggregation, Deviation, MedianForm, MissingPlaces, NOTES, Penalty, Positions};
use quanheng::definition::from_texts;
use quanheng::diagnostic::{Severity, Style, render_all};
use quanheng::scorecard::{Withheld, explain, fit};
use quanheng::vocab::{Language, Period, Share, Text};

use crate::fixture::{card, definition, framework, panel, variables};

fn share(share: f64) -> Share {
    Share::new(share).unwrap()
}

fn reference() -> Vec<(&'static str, Aggregation)> {
    let power = |power| Aggregation::PowerMean { power, zero: None, floor: None };
    let median = |form| Aggregation::WeightedMedian { form };
    let owa = |positions| Aggregation::Owa { positions };
    let mazziotta = |penalty, deviation| Aggregation::MazziottaPareto { penalty, deviation, range: None };
    let adjusted = |penalty| Aggregation::AdjustedMazziottaPareto { penalty, range: [70.0, 130.0] };
    let missing = MissingPlaces::KeepBest;
    vec![
        ("arithmetic", Aggregation::Arithmetic {}),
        ("geometric", Aggregation::Geometric { zero: None, floor: None }),
        ("harmonic", Aggregation::Harmonic { zero: None, floor: None }),
        ("power_half", power(0.5)),
        ("power_three", power(3.0)),
        ("mpi_subtract", mazziotta(Penalty::Subtract, Deviation::Sample)),
        ("mpi_add", mazziotta(Penalty::Add, Deviation::Sample)),
        ("mpi_population", mazziotta(Penalty::Subtract, Deviation::Population)),
        ("ampi_subtract", adjusted(Penalty::Subtract)),
        ("ampi_add", adjusted(Penalty::Add)),
        ("mean_min", Aggregation::MeanMin { alpha: share(0.5), beta: 10.0 }),
        ("owa_second", owa(Positions::AtLeast { count: 2, missing })),
        ("owa_places", owa(Positions::Weights { weights: vec![5.0, 4.0, 3.0, 2.0, 1.0], missing })),
        ("owa_most", owa(Positions::Quantifier { from: share(0.3), to: share(0.8) })),
        ("owa_square", owa(Positions::Power { power: 2.0 })),
        ("owa_orness", owa(Positions::Orness { orness: share(0.3) })),
        ("median_lower", median(MedianForm::Lower)),
        ("median_upper", median(MedianForm::Upper)),
        ("median_middle", median(MedianForm::Middle)),
    ]
}

#[test]
fn rows_worked_out_with_fifty_digits() {
    let text = include_str!("../references/aggregations.csv");
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let mut compared = 0;
    for row in lines {
        let children: usize = row[0].parse().unwrap();
        let numbers =
            |from: usize| row[from..from + children].iter().map(|c| c.parse::<f64>().unwrap()).collect();
        let (scores, weights): (Vec<f64>, Vec<f64>) = (numbers(1), numbers(6));
        for (name, method) in reference() {
            let cell = row[head.iter().position(|h| *h == name).unwrap()];
            let Ok(expected) = cell.parse::<f64>() else { continue };
            let got = method.mean(&scores, &weights).unwrap().value;
            // An index near 0 is the difference of two numbers of the size of the scores.
            let tolerance = 1e-12 * expected.abs().max(if name.starts_with("mpi") { 100.0 } else { 0.0 });
            assert!(
                (got - expected).abs() <= tolerance,
                "{name} of {scores:?} {weights:?}: {got} is not {expected}"
            );
            compared += 1;
        }
    }
    assert_eq!(compared, 40 * 18 + 10);
}

#[test]
fn defects_of_peers_are_not_ours() {
    // COINr's a_genmean is missing as soon as one child is; here the others share its weight.
    let part = [
        card("a", "index", "x", 1.0, GOALPOSTS, ""),
        card("b", "index", "y", 1.0, GOALPOSTS, ""),
        card("c", "index", "z", 2.0, GOALPOSTS, ""),
    ];
    let top = framework("[\"2023\"]", r#"{ method = "power-mean", power = 2.0 }"#, RENORMALISE, "");
    let panel = panel(1, &[2023], &[("x", vec![None]), ("y", vec![Some(30.0)]), ("z", vec![Some(60.0)])]);
    let read = definition(&top, &part.concat(), &variables(&["x", "y", "z"], &[]));
    let score = fit(&read, &panel).unwrap().scorecard.score(&panel).root().unwrap().get(0).unwrap();
    // Compind's generalised mean returns (S^1)/p and, by default, the constant 1.
    assert!((score - libm::sqrt((900.0 + 2.0 * 3600.0) / 3.0)).abs() < 1e-12);
    // Compind's adjusted MPI overwrites the penalty: both signs give the same numbers; and it rounds to 3 decimals.
    let adjusted = |penalty| Aggregation::AdjustedMazziottaPareto { penalty, range: [70.0, 130.0] };
    let index = |penalty| adjusted(penalty).mean(&[12.5, 61.0, 80.25], &[1.0; 3]).unwrap().value;
    assert!(index(Penalty::Add) - index(Penalty::Subtract) > 1.0);
    // Compind's mean-min standardises with column means recycled down the rows: here a row is its own.
    let mean_min = Aggregation::MeanMin { alpha: share(1.0), beta: 0.0 };
    assert_eq!(mean_min.mean(&[40.0, 10.0, 70.0], &[1.0; 3]).unwrap().value, 10.0);
}

const GOALPOSTS: &str = "{ method = \"goalposts\", low = 0.0, high = 100.0 }";
const RENORMALISE: &str = "{ missing = \"renormalise\" }";

/// An index of two aggregates of different depth, each with its own aggregation, and a child with gaps.
fn uneven(aggregation: &str, coverage: &str) -> (quanheng::definition::Definition, quanheng::panel::Panel) {
    let part = [
        "[[aggregate]]\nid = \"left\"\nparent = \"index\"\nname = { zh = \"左\", en = \"left\" }\nweight = 1\nweighting = { method = \"equal\" }\naggregation = { method = \"adjusted-mazziotta-pareto\", penalty = \"subtract\" }\n".to_owned(),
        "[[aggregate]]\nid = \"deep\"\nparent = \"left\"\nname = { zh = \"深\", en = \"deep\" }\nweighting = { method = \"equal\" }\naggregation = { method = \"harmonic\", zero = \"zero\" }\n".to_owned(),
        card("a", "deep", "x", 1.0, GOALPOSTS, "").replace("weight = 1.0\n", ""),
        card("b", "deep", "y", 1.0, GOALPOSTS, "").replace("weight = 1.0\n", ""),
        card("c", "left", "z", 1.0, GOALPOSTS, "").replace("weight = 1.0\n", ""),
        card("d", "index", "x", 1.0, GOALPOSTS, ""),
        card("e", "index", "w", 1.0, GOALPOSTS, ""),
    ];
    let top = framework("[\"2023\"]", aggregation, coverage, "");
    let numbers = |values: [f64; 3]| values.into_iter().map(Some).collect::<Vec<_>>();
    let columns = [
        ("x", numbers([20.0, 80.0, 0.0])),
        ("y", numbers([80.0, 80.0, 50.0])),
        ("z", numbers([64.0, 10.0, 100.0])),
        ("w", vec![Some(48.0), None, Some(5.0)]),
    ];
    (definition(&top, &part.concat(), &variables(&["x", "y", "z", "w"], &[])), panel(3, &[2023], &columns))
}

#[test]
fn trees_of_uneven_depth_with_an_aggregation_each() {
    let positions =
        r#"{ method = "owa", positions = { by = "weights", weights = [3, 2, 1], missing = "keep-worst" } }"#;
    let (definition, panel) = uneven(positions, RENORMALISE);
    let card = fit(&definition, &panel).unwrap().scorecard;
    let scores = card.score(&panel);
    let get = |id: &str, row: usize| scores.find(id).unwrap().get(row).unwrap();
    assert!((get("deep", 0) - 32.0).abs() < 1e-12, "2 / (1/20 + 1/80)");
    // 32 and 64 on 70 to 130: mean 98.8, S² 92.16.
    let left = (98.8 - 92.16 / 98.8 - 70.0) / 0.6;
    assert!((get("left", 0) - left).abs() < 1e-12);
    let mut three = [left, 20.0, 48.0];
    three.sort_by(f64::total_cmp);
    assert!((get("index", 0) - (three[2] * 3.0 + three[1] * 2.0 + three[0]) / 6.0).abs() < 1e-12);
    // One child is missing: the best place falls away.
    let (best, worst) = (get("left", 1).max(80.0), get("left", 1).min(80.0));
    assert!((get("index", 1) - (best * 2.0 + worst) / 3.0).abs() < 1e-12);
    let read = quanheng::scorecard::Scorecard::from_json(&card.to_json()).unwrap();
    assert_eq!(read.score(&panel), scores);
    for row in 0..3 {
        let unit = format!("u{row}");
        let explained = explain(&card, &panel, &unit, Period::year(2023), "index").unwrap();
        sums(&explained.node, get("index", row));
        assert!(explained.render(Language::Zh).contains("有序加权平均"));
    }
}

/// Contributions add up at every aggregate.
fn sums(step: &quanheng::scorecard::NodeStep, score: f64) {
    let quanheng::scorecard::NodeStep::Aggregate(step) = step else { return };
    let sum: f64 = step.children.iter().map(|child| child.points).sum();
    assert!((sum - score).abs() < 1e-10, "{}: {sum} is not {score}", step.id);
    for child in &step.children {
        if let Some(score) = child.node.score() {
            sums(&child.node, score);
        }
    }
}

#[test]
fn a_share_of_children_below_the_threshold_withholds() {
    let at = |coverage: &str| {
        let (definition, panel) = uneven("{ method = \"arithmetic\" }", coverage);
        fit(&definition, &panel).unwrap().scorecard.score(&panel).root().unwrap().withheld(1)
    };
    assert_eq!(at("{ min_share = 0.66 }"), Withheld::Scored);
    // 2 of 3 is strictly below 0.67, and exactly two thirds.
    assert_eq!(at("{ min_share = 0.67 }"), Withheld::TooFewChildren);
    assert_eq!(at("{ min_share = 0.6666666666666666 }"), Withheld::Scored);
}

#[test]
fn a_score_off_the_scale_is_kept_and_said() {
    let sample = r#"{ method = "mazziotta-pareto", penalty = "subtract", range = [1.0, 101.0] }"#;
    let (definition, panel) = uneven(sample, RENORMALISE);
    let scores = fit(&definition, &panel).unwrap().scorecard.score(&panel);
    assert!(scores.root().unwrap().get(2).unwrap() < 0.0);
    let said = scores.findings().iter().find(|finding| finding.code.0 == "scr170").unwrap();
    assert_eq!((said.count, said.severity), (1, Severity::Note));
}

/// The matrix of 50 units and 8 criteria with every column divided by its largest value, as a definition with this aggregation.
fn frontier(aggregation: &str) -> (quanheng::definition::Definition, quanheng::panel::Panel) {
    let text = include_str!("../references/mcdm/r50x8__matrix.csv");
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').skip(1).map(|c| c.parse().unwrap()).collect())
        .collect();
    let one = "{ method = \"goalposts\", low = 0.0, high = 1.0 }";
    let names = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"];
    let part: Vec<String> = names
        .iter()
        .map(|name| card(name, "index", name, 1.0, one, "").replace("weight = 1.0\n", ""))
        .collect();
    let top = framework("[\"2023\"]", aggregation, RENORMALISE, "").replace(
        "weighting = { method = \"given\", origin = \"default\" }",
        "weighting = { method = \"equal\" }",
    );
    let column = |at: usize| {
        let largest = rows.iter().map(|row| row[at]).fold(0.0, f64::max);
        // In the second year everybody has gained a fifth.
        rows.iter().flat_map(|row| [Some(row[at] / largest), Some(row[at] / largest * 1.2)]).collect()
    };
    let columns: Vec<(&str, Vec<Option<f64>>)> =
        names.iter().enumerate().map(|(at, name)| (*name, column(at))).collect();
    let definition = definition(&top, &part.concat(), &variables(&names, &[]));
    (definition, panel(50, &[2023, 2024], &columns))
}

const SHARES: &str = r#"{ method = "benefit-of-the-doubt", weights = { bounds = "contributions", low = 0.05, high = 0.3 }, zero = "zero" }"#;
const ANY: &str = r#"{ method = "benefit-of-the-doubt", weights = { bounds = "none" }"#;

#[test]
fn the_benefit_of_the_doubt_against_a_frozen_frontier() {
    let reference = include_str!("../references/mcdm/dea_bod_r50x8.csv");
    let any = format!("{ANY}, beyond = \"keep\" }}");
    for (aggregation, column) in [(any.as_str(), 3), (SHARES, 4)] {
        let (definition, panel) = frontier(aggregation);
        let fitted = fit(&definition, &panel).unwrap();
        assert!(fitted.findings.iter().any(|finding| finding.code.0 == "fit143"));
        let scores = fitted.scorecard.score(&panel);
        let root = scores.root().unwrap();
        for (unit, line) in reference.lines().skip(1).enumerate() {
            let expected: f64 = line.split(',').nth(column).unwrap().parse().unwrap();
            let got = root.get(unit * 2).unwrap() / 100.0;
            // The reference is a floating-point LP solver's.
            assert!((got - expected).abs() < 1e-9, "unit {unit}: {got} is not {expected}");
        }
        let past: u64 = scores.findings().iter().filter(|f| f.code.0 == "scr177").map(|f| f.count).sum();
        assert!(past > 0, "later units are beyond the frontier");
        let highest = root.values().iter().copied().fold(0.0, f64::max);
        assert!(if column == 3 { highest > 110.0 } else { highest == 100.0 }, "{highest}");
        let read = quanheng::scorecard::Scorecard::from_json(&fitted.scorecard.to_json()).unwrap();
        assert_eq!(read.score(&panel), scores);
        for unit in ["u0", "u17"] {
            let explained = explain(&read, &panel, unit, Period::year(2023), "index").unwrap();
            sums(&explained.node, explained.node.score().unwrap());
        }
    }
}

#[test]
fn the_benefit_of_the_doubt_keeps_the_laws_of_its_family() {
    use quanheng::aggregation::{Aggregator, BaseFrontier, Beyond};
    use quanheng::ranking::WeightBounds;
    let columns: Vec<Vec<f64>> = (1..=4_u32)
        .map(|child| (0..30_u32).map(|row| f64::from((row * 7 + child * child * 31) % 97 + 1)).collect())
        .collect();
    let (low, high) = (share(0.1), share(0.5));
    for weights in [
        WeightBounds::None {},
        WeightBounds::Weights { low, high },
        WeightBounds::Contributions { low, high },
    ] {
        let method =
            Aggregation::BenefitOfTheDoubt { weights, beyond: Beyond::Clamp, zero: None, floor: None };
        let at = |order: [usize; 4]| {
            let views: Vec<&[f64]> = order.iter().map(|child| columns[*child].as_slice()).collect();
            let frontier = BaseFrontier::of(&views, 0, 0.0, None).unwrap();
            Aggregator::new(&method, &(0.0..=100.0), 4).with_frontier(Some(&frontier))
        };
        let (straight, turned) = (at([0, 1, 2, 3]), at([3, 2, 1, 0]));
        for row in 0..30 {
            let scores: Vec<f64> = columns.iter().map(|column| column[row]).collect();
            let score = |scores: &[f64]| straight.mean(scores, &[1.0; 4]).unwrap().value;
            let own = score(&scores);
            assert!((0.0..=100.0).contains(&own));
            let parts: f64 = straight.contributions(&scores, &[1.0; 4], own).iter().sum();
            assert!((parts - own).abs() < 1e-10);
            let reversed: Vec<f64> = scores.iter().rev().copied().collect();
            let other = turned.mean(&reversed, &[1.0; 4]).unwrap().value;
            assert!((other - own).abs() < 1e-9, "the order of the children");
            for child in 0..4 {
                let mut higher = scores.clone();
                higher[child] += 3.0;
                assert!(score(&higher) >= own - 1e-9, "{weights:?}: a child that rises");
            }
        }
        for scores in [[0.0; 4], [1e-300; 4], [1e300; 4], [0.0, 1.0, 0.0, 0.0]] {
            if let Ok(mean) = straight.mean(&scores, &[1.0; 4]) {
                assert!(mean.value.is_finite(), "{weights:?} {scores:?}");
            }
        }
    }
}

#[test]
fn a_frontier_forgets_the_order_and_the_split_of_units_and_later_years() {
    use quanheng::scorecard::{freeze, summarise};
    let (definition, panel) = frontier(SHARES);
    let whole = fit(&definition, &panel).unwrap().scorecard;
    let part = |odd: usize| {
        summarise(&definition, &panel.partition(|unit| unit.id[1..].parse::<usize>().unwrap() % 2 == odd))
    };
    let merged = part(1).merge(part(0)).unwrap();
    assert_eq!(freeze(&definition, &merged).unwrap().scorecard.to_json(), whole.to_json());
    let frozen = whole.aggregate("index").unwrap().frontier.clone().unwrap();
    assert_eq!((frozen.base_rows, frozen.left_out), (50, 0));
    assert!(frozen.rows.len() < 50 && frozen.fits(8, 0.0));
    // A scorecard whose frontier was cut short is no scorecard of this definition.
    let cut = whole.to_json().replace("\"frontier\"", "\"frontiers\"");
    assert!(quanheng::scorecard::Scorecard::from_json(&cut).is_err());
}

#[test]
fn a_base_without_a_frontier_stops_the_fit() {
    let stop = |values: Vec<Option<f64>>| {
        let part: Vec<String> = ["a", "b"]
            .map(|name| card(name, "index", if name == "a" { "x" } else { "y" }, 1.0, GOALPOSTS, ""))
            .to_vec();
        let top = framework("[\"2023\"]", &format!("{ANY} }}"), RENORMALISE, "");
        let definition = definition(&top, &part.concat(), &variables(&["x", "y"], &[]));
        let x = vec![Some(10.0), Some(20.0), Some(30.0)];
        let panel = panel(3, &[2023], &[("x", x), ("y", values)]);
        let found = fit(&definition, &panel).unwrap_err();
        render_all(&found, Language::Zh, Style::Plain, |_: &str| None)
            + &render_all(&found, Language::En, Style::Plain, |_: &str| None)
    };
    let few = stop(vec![Some(5.0), None, None]);
    let worst = stop(vec![Some(0.0), Some(0.0), Some(-5.0)]);
    insta::assert_snapshot!(few + "\n" + &worst);
}

/// What is said of an index over two indicators with this aggregation, weighting and scale.
fn problems(scale: &str, weighting: &str, aggregation: &str) -> String {
    let top = framework("[\"2023\"]", aggregation, RENORMALISE, "")
        .replace("scale = { low = 0.0, high = 100.0 }", scale)
        .replace("weighting = { method = \"given\", origin = \"default\" }", weighting);
    let mut part = card("a", "index", "x", 1.0, GOALPOSTS, "") + &card("b", "index", "x", 2.0, GOALPOSTS, "");
    if weighting.contains("equal") {
        part = part.replace("weight = 1.0\n", "").replace("weight = 2.0\n", "");
    }
    let texts =
        [("framework.toml", &*top), ("part.toml", &*part), ("variables.toml", &variables(&["x"], &[]))];
    let (_, found) = from_texts(&texts);
    let both = |language| render_all(&found, language, Style::Plain, |_: &str| None);
    format!("{aggregation}\n{}{}", both(Language::Zh), both(Language::En))
}

#[test]
fn aggregations_that_make_no_sense_are_refused_with_the_reason() {
    let zero = "scale = { low = 0.0, high = 100.0 }";
    let equal = "weighting = { method = \"equal\" }";
    let given = "weighting = { method = \"given\", origin = \"default\" }";
    let all = [
        (zero, given, r#"{ method = "harmonic" }"#),
        (zero, given, r#"{ method = "harmonic", zero = "zero", floor = 1.0 }"#),
        ("scale = { low = -5.0, high = 100.0 }", given, r#"{ method = "harmonic", zero = "zero" }"#),
        (zero, given, r#"{ method = "weighted-median" }"#),
        (zero, given, r#"{ method = "weighted-median", form = "left" }"#),
        (zero, given, r#"{ method = "power-mean" }"#),
        (zero, given, r#"{ method = "mean-min", alpha = 1.5 }"#),
        (zero, given, r#"{ method = "mean-min", alpha = 0.5, beta = -1.0 }"#),
        (zero, given, r#"{ method = "mazziotta-pareto" }"#),
        (zero, given, r#"{ method = "mazziotta-pareto", penalty = "subtract" }"#),
        (zero, given, r#"{ method = "adjusted-mazziotta-pareto", penalty = "add", range = [-1.0, 130.0] }"#),
        (zero, given, r#"{ method = "adjusted-mazziotta-pareto", penalty = "add", range = [130.0, 70.0] }"#),
        (
            zero,
            given,
            r#"{ method = "owa", positions = { by = "weights", weights = [1, 2], missing = "spread" } }"#,
        ),
        (
            zero,
            equal,
            r#"{ method = "owa", positions = { by = "weights", weights = [1, 2, 3], missing = "spread" } }"#,
        ),
        (
            zero,
            equal,
            r#"{ method = "owa", positions = { by = "weights", weights = [0, 0], missing = "spread" } }"#,
        ),
        (
            zero,
            equal,
            r#"{ method = "owa", positions = { by = "weights", weights = [1, -2], missing = "spread" } }"#,
        ),
        (zero, equal, r#"{ method = "owa", positions = { by = "weights", weights = [1, 2] } }"#),
        (
            zero,
            equal,
            r#"{ method = "owa", positions = { by = "at-least", count = 3, missing = "keep-best" } }"#,
        ),
        (zero, given, r#"{ method = "owa", positions = { by = "quantifier", from = 0.8, to = 0.3 } }"#),
        (zero, given, r#"{ method = "owa", positions = { by = "power", power = 0.0 } }"#),
        (zero, given, r#"{ method = "benefit-of-the-doubt", weights = { bounds = "none" } }"#),
        (zero, equal, r#"{ method = "benefit-of-the-doubt" }"#),
        (
            zero,
            equal,
            r#"{ method = "benefit-of-the-doubt", weights = { bounds = "weights", low = 0.6, high = 0.9 } }"#,
        ),
        (
            zero,
            equal,
            r#"{ method = "benefit-of-the-doubt", weights = { bounds = "weights", low = 0.1, high = 0.4 } }"#,
        ),
        (
            zero,
            equal,
            r#"{ method = "benefit-of-the-doubt", weights = { bounds = "contributions", low = 0.1, high = 0.9 } }"#,
        ),
        (zero, equal, r#"{ method = "benefit-of-the-doubt", weights = { bounds = "none" }, floor = 0.0 }"#),
    ];
    let shown: Vec<String> =
        all.iter().map(|(scale, weighting, one)| problems(scale, weighting, one)).collect();
    insta::assert_snapshot!(shown.join("\n"));
    for (_, method) in reference() {
        assert!(NOTES.contains(&method.note()), "{method:?}");
    }
}

#[test]
fn intermediate_values_add_up() {
    let names = [Text::same("a"), Text::same("b"), Text::same("c"), Text::same("d")];
    let scores = [Some(20.0), None, Some(50.0), Some(90.0)];
    for (name, method) in reference().into_iter().filter(|(name, _)| *name != "owa_places") {
        let at = quanheng::aggregation::Aggregator::new(&method, &(0.0..=100.0), 4);
        let working = at.working(&names, &scores, &[1.0, 1.0, 2.0, 1.0]);
        assert_eq!(working.rows.len(), 5, "{name}");
        let last = working.columns.len() - 1;
        let parts: f64 = working.rows[..4].iter().filter_map(|(_, cells)| cells[last]).sum();
        let (_, total) = &working.rows[4];
        assert!((parts - total[1].unwrap()).abs() < 1e-11, "{name}: {working:?}");
        assert!(working.rows.iter().all(|(_, cells)| cells.len() == working.columns.len()));
    }
}
