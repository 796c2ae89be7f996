//! Weights from data through a definition, a panel and a fit: the same numbers as elsewhere, frozen, and unmoved by what comes later.

use std::fmt::Write as _;

use quanheng::definition::{Definition, from_texts};
use quanheng::diagnostic::{Style, render_all};
use quanheng::panel::Panel;
use quanheng::scorecard::{Scorecard, Summary, fit, freeze, summarise};
use quanheng::vocab::Language;

use super::reading::{Matrix, Table, assert_close};
use crate::fixture::{definition, panel, variables};

const EXACT: f64 = 1e-12;
/// Eigenvectors and inverses amplify rounding by the distance of eigenvalues.
const DECOMPOSED: f64 = 1e-10;

const MIN_MAX: &str = "{ method = \"min-max\" }";

/// One root over indicators `c1`, `c2`, ... with this weighting; `cards` has direction, normalisation and further lines of each.
fn texts(base: &str, weighting: &str, cards: &[(&str, &str, String)]) -> [String; 3] {
    let framework = format!(
        r#"
format = 1
set = "test"
edition = "1"
version = "1.0.0"
name = {{ zh = "测试", en = "Test" }}
scale = {{ low = 0.0, high = 100.0 }}
base = {base}
parts = ["part.toml"]

[[level]]
name = {{ zh = "综合", en = "Index" }}
aggregation = {{ method = "arithmetic" }}
weighting = {weighting}

[[aggregate]]
id = "index"
name = {{ zh = "综合指数", en = "Index" }}
"#
    );
    let mut part = String::new();
    for (at, (direction, normalisation, more)) in (1..).zip(cards) {
        let status = if more.contains("status") { "" } else { "status = \"core\"\n" };
        write!(
            part,
            r#"
[[indicator]]
id = "c{at}"
code = "c{at}"
parent = "index"
name = {{ zh = "指标{at}", en = "indicator {at}" }}
formula = "c{at}"
measure = "1"
direction = "{direction}"
normalisation = {normalisation}
{status}{more}
"#
        )
        .unwrap();
    }
    let names: Vec<String> = (1..=cards.len()).map(|at| format!("c{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    [framework, part, variables(&names, &[])]
}

fn built(base: &str, weighting: &str, cards: &[(&str, &str, String)]) -> Definition {
    let [framework, part, variables] = texts(base, weighting, cards);
    definition(&framework, &part, &variables)
}

fn cards_of(matrix: &Matrix) -> Vec<(&'static str, &'static str, String)> {
    let card = |cost: &bool| (if *cost { "negative" } else { "positive" }, MIN_MAX, String::new());
    matrix.costs.iter().map(card).collect()
}

/// The columns in 2023, then some later year that must not matter.
fn panel_of(columns: &[Vec<f64>], later: f64) -> Panel {
    let units = u32::try_from(columns[0].len()).unwrap();
    let names: Vec<String> = (1..=columns.len()).map(|at| format!("c{at}")).collect();
    let rows = |column: &Vec<f64>| column.iter().flat_map(|x| [Some(*x), Some(x * later + 1.0)]).collect();
    let all: Vec<(&str, Vec<Option<f64>>)> =
        names.iter().map(String::as_str).zip(columns.iter().map(rows)).collect();
    panel(units, &[2023, 2024], &all)
}

fn shares(card: &Scorecard) -> Vec<f64> {
    card.weights()[1..].iter().map(|weight| weight.share).collect()
}

fn frozen(weighting: &str, matrix: &Matrix) -> Vec<f64> {
    let definition = built("[\"2023\"]", weighting, &cards_of(matrix));
    shares(&fit(&definition, &panel_of(&matrix.columns, 7.0)).unwrap().scorecard)
}

#[test]
fn a_fit_gives_the_weights_computed_elsewhere() {
    let matrix = Matrix::read("r50x8");
    let expected = Table::read("r50x8__weights_ref.csv");
    for (column, tolerance, weighting) in [
        ("entropy:minmax_0log0", EXACT, "{ method = \"entropy\", values = { form = \"min-max\" } }"),
        (
            "entropy:minmax_shift0.01",
            EXACT,
            "{ method = \"entropy\", values = { form = \"min-max-shifted\", by = 0.01 } }",
        ),
        (
            "entropy:rescale_0.002_0.998",
            EXACT,
            "{ method = \"entropy\", values = { form = \"rescaled\", low = 0.002, high = 0.998 } }",
        ),
        ("critic:minmax_pearson", EXACT, "{ method = \"critic\", conflict = \"pearson\" }"),
        ("critic:minmax_spearman", EXACT, "{ method = \"critic\", conflict = \"spearman\" }"),
        ("critic:minmax_abs_pearson", EXACT, "{ method = \"critic\", conflict = \"absolute-pearson\" }"),
        ("std:minmax", EXACT, "{ method = \"standard-deviation\", scaling = \"as-is\" }"),
        ("maxdev:minmax", EXACT, "{ method = \"maximising-deviation\" }"),
        ("independence:raw", DECOMPOSED, "{ method = \"independence\" }"),
        (
            "pca:kaiser_abs",
            DECOMPOSED,
            "{ method = \"principal-components\", keep = \"kaiser\", signs = \"absolute\" }",
        ),
    ] {
        assert_close(&frozen(weighting, &matrix), &expected.numbers(column), tolerance, column);
    }
}

/// From 0 to the same end in every column, scores are the values in another unit.
#[test]
fn ratios_are_taken_above_the_lowest_of_the_scale() {
    let matrix = Matrix::read("r50x8");
    let expected = Table::read("r50x8__weights_ref.csv");
    let goalposts = "{ method = \"goalposts\", low = 0.0, high = 1e9 }";
    let cards: Vec<_> = matrix.costs.iter().map(|_| ("positive", goalposts, String::new())).collect();
    for (column, weighting) in [
        ("entropy:sum_nodir", "{ method = \"entropy\", values = { form = \"positive\" } }"),
        ("entropy:sum_nodir", "{ method = \"entropy\", values = { form = \"zero-times-log\" } }"),
        ("cv:raw", "{ method = \"coefficient-of-variation\" }"),
        ("gini:raw", "{ method = \"gini\" }"),
        ("std:raw", "{ method = \"standard-deviation\", scaling = \"as-is\" }"),
    ] {
        let definition = built("[\"2023\"]", weighting, &cards);
        let card = fit(&definition, &panel_of(&matrix.columns, 7.0)).unwrap().scorecard;
        assert_close(&shares(&card), &expected.numbers(column), 1e-10, column);
    }
}

#[test]
fn combinations_of_judgement_and_data() {
    let matrix = Matrix::read("r50x8");
    let table = Table::read("combination_weights_r50x8.csv");
    let subjective = table.numbers("subjective");
    let weighted: Vec<_> = cards_of(&matrix)
        .into_iter()
        .zip(&subjective)
        .map(|((direction, normalisation, _), weight)| {
            (direction, normalisation, format!("weight = {weight:?}"))
        })
        .collect();
    let given = "{ method = \"given\", origin = \"literature\" }";
    let entropy = "{ method = \"entropy\", values = { form = \"min-max\" } }";
    let critic = "{ method = \"critic\", conflict = \"pearson\" }";
    let combined = |rule: &str, parts: &[&str]| {
        let weighting =
            format!("{{ method = \"combination\", rule = \"{rule}\", of = [{}] }}", parts.join(", "));
        let definition = built("[\"2023\"]", &weighting, &weighted);
        fit(&definition, &panel_of(&matrix.columns, 7.0)).unwrap()
    };
    let linear = combined("linear", &[given, entropy]);
    assert_close(&shares(&linear.scorecard), &table.numbers("linear_0.5"), EXACT, "linear");
    let product = combined("multiplicative", &[given, entropy]);
    assert_close(&shares(&product.scorecard), &table.numbers("multiplicative"), EXACT, "multiplicative");
    let game = combined("game-theory", &[given, entropy]);
    assert_close(&shares(&game.scorecard), &table.numbers("game2_plain"), 1e-11, "game theory");
    // Of three, the formula gives a coefficient of -4: it is reported, and what is used is not negative.
    let game = combined("game-theory", &[given, entropy, critic]);
    let facts = game.scorecard.aggregate("index").unwrap().weighting.clone().unwrap();
    assert!(facts.parts[2].raw.unwrap() < -4.0);
    assert!(facts.parts.iter().all(|part| part.coefficient.unwrap() >= 0.0));
    assert!(game.findings.iter().any(|finding| finding.code.0 == "fit118"), "{:?}", game.findings);
}

#[test]
fn scatter_degree_over_the_periods_of_the_base() {
    let table = Table::read("panel__matrix.csv");
    let expected = Table::read("panel__weights_ref.csv");
    let years = [2020, 2021, 2022, 2023];
    let cells = |at: usize| {
        let of = |unit: usize| {
            years.map(|year| {
                let rows = table.rows.iter().filter(|row| row[0] == year.to_string());
                Some(rows.clone().nth(unit).unwrap()[at + 2].parse().unwrap())
            })
        };
        (0..10).flat_map(of).collect::<Vec<Option<f64>>>()
    };
    let names = ["c1", "c2", "c3", "c4", "c5"];
    let columns: Vec<(&str, Vec<Option<f64>>)> =
        names.iter().enumerate().map(|(at, name)| (*name, cells(at))).collect();
    let data = panel(10, &years, &columns);
    let cards: Vec<_> =
        (0..5).map(|at| (if at == 3 { "negative" } else { "positive" }, MIN_MAX, String::new())).collect();
    let headings: Vec<String> = expected.headings.clone();
    let mut compared = 0;
    for (column, weighting) in [
        ("vhsd:zscore_pooled", "{ method = \"scatter-degree-panel\", scale = \"z-score\" }"),
        ("vhsd:zscore_within", "{ method = \"scatter-degree-panel\", scale = \"z-score-within-period\" }"),
        ("vhsd:minmax_pooled", "{ method = \"scatter-degree-panel\", scale = \"min-max\" }"),
    ] {
        let definition = built("[\"2020\", \"2021\", \"2022\", \"2023\"]", weighting, &cards);
        let found = headings.iter().find(|heading| heading.contains(&column[5..]));
        let Some(found) = found else { panic!("{column} is not among {headings:?}") };
        match fit(&definition, &data) {
            Ok(fitted) => {
                assert_close(&shares(&fitted.scorecard), &expected.numbers(found), DECOMPOSED, column);
                compared += 1;
            }
            Err(problems) => {
                assert!(problems.iter().any(|problem| problem.code.0 == "fit112"), "{column}: {problems:?}");
                assert!(expected.numbers(found).iter().any(|weight| *weight < 0.0), "{column}");
            }
        }
    }
    assert!(compared > 0);
}

#[test]
fn summaries_of_parts_make_the_same_scorecard() {
    let matrix = Matrix::read("r50x8");
    let weighting = "{ method = \"critic\", conflict = \"spearman\", cap = 0.14 }";
    let definition = built("[\"2023\"]", weighting, &cards_of(&matrix));
    let whole = panel_of(&matrix.columns, 3.0);
    let expected = freeze(&definition, &summarise(&definition, &whole)).unwrap().scorecard.to_json();
    for parts in [2, 3, 7] {
        let part =
            |at: usize| whole.partition(|unit| unit.id.bytes().map(usize::from).sum::<usize>() % parts == at);
        let summaries: Vec<Summary> = (0..parts).map(|at| summarise(&definition, &part(at))).collect();
        let written = serde_json::to_string(&summaries).unwrap();
        let read: Vec<Summary> = serde_json::from_str(&written).unwrap();
        assert_eq!(summaries, read, "written and read, a summary is the same");
        for order in [read.clone(), read.into_iter().rev().collect()] {
            let merged = order.into_iter().reduce(|a, b| a.merge(b).unwrap()).unwrap();
            assert_eq!(freeze(&definition, &merged).unwrap().scorecard.to_json(), expected);
        }
    }
}

#[test]
fn frozen_weights_stay_whatever_comes_later() {
    let matrix = Matrix::read("r50x8");
    let weighting = "{ method = \"entropy\", values = { form = \"min-max\" } }";
    let definition = built("[\"2023\"]", weighting, &cards_of(&matrix));
    let cards = [0.01, 1.0, 500.0].map(|later| fit(&definition, &panel_of(&matrix.columns, later)).unwrap());
    let written: Vec<String> = cards.iter().map(|fitted| fitted.scorecard.to_json()).collect();
    assert!(written.iter().all(|card| *card == written[0]));
    let read = Scorecard::from_json(&written[0]).unwrap();
    assert_eq!(read.weights(), cards[0].scorecard.weights());
    assert_eq!(read.aggregates(), cards[0].scorecard.aggregates());
    // A share that somebody changed is found by the fingerprint; with a new fingerprint the sum gives it away.
    let changed = written[0].replacen("\"left_out\": 0", "\"left_out\": 1", 1);
    assert!(Scorecard::from_json(&changed).is_err());
    let panel = panel_of(&matrix.columns, 2.0);
    let (one, other) = (read.score(&panel), cards[0].scorecard.score(&panel));
    assert_eq!(one.root().unwrap().get(7), other.root().unwrap().get(7));
}

/// A definition and a base that cannot give weights, and what is said.
fn said(weighting: &str, normalisation: &'static str, columns: &[Vec<f64>]) -> String {
    let cards: Vec<_> = columns.iter().map(|_| ("positive", normalisation, String::new())).collect();
    let [framework, part, variables] = texts("[\"2023\"]", weighting, &cards);
    let files = [("framework.toml", &*framework), ("part.toml", &*part), ("variables.toml", &*variables)];
    let (definition, problems) = from_texts(&files);
    let problems = match definition {
        None => problems,
        Some(definition) => match fit(&definition, &panel_of(columns, 1.0)) {
            Err(problems) => problems,
            Ok(fitted) => {
                let card = fitted.scorecard;
                let all: Vec<String> = shares(&card).iter().map(|share| format!("{share:.4}")).collect();
                let found: Vec<String> =
                    fitted.findings.iter().map(|f| format!("{} {}", f.code.0, f.message.en)).collect();
                return format!("{}\n{}", all.join(" "), found.join("\n"));
            }
        },
    };
    let text = |language| render_all(&problems, language, Style::Plain, |_: &str| None);
    format!("{}{}", text(Language::Zh), text(Language::En))
}

#[test]
fn what_gives_no_weights_says_why() {
    let rising: Vec<f64> = (0..12).map(f64::from).collect();
    let falling: Vec<f64> = rising.iter().map(|x| 11.0 - x).collect();
    let zigzag: Vec<f64> = (0..12).map(|at| f64::from(at * 7 % 12)).collect();
    let other: Vec<f64> = (0..12).map(|at| f64::from(at * 5 % 12)).collect();
    let same = vec![5.0; 12];
    let few: Vec<Vec<f64>> = [&rising, &zigzag].map(|column| column[..3].to_vec()).to_vec();
    let goalposts = "{ method = \"goalposts\", low = 0.0, high = 20.0 }";
    let entropy = "{ method = \"entropy\", values = { form = \"min-max\" } }";
    let all = [
        said(entropy, goalposts, &few),
        said(entropy, goalposts, &[same.clone(), same.clone()]),
        said(entropy, goalposts, &[rising.clone(), same.clone(), zigzag.clone()]),
        said(
            "{ method = \"principal-components\", keep = \"first\" }",
            goalposts,
            &[rising.clone(), falling.clone(), zigzag.clone()],
        ),
        said(
            "{ method = \"entropy\", values = { form = \"zero-times-log\" } }",
            "{ method = \"z-score\", centre = 50.0, spread = 40.0 }",
            &[rising.clone(), zigzag.clone()],
        ),
        said("{ method = \"critic\", conflict = \"pearson\" }", goalposts, &[rising.clone(), rising.clone()]),
        said(
            "{ method = \"standard-deviation\", scaling = \"as-is\", cap = 0.5 }",
            "{ method = \"goalposts\", low = 0.0, high = 20.0 }",
            &[
                rising.clone(),
                other.iter().map(|x| x / 20.0).collect(),
                zigzag.iter().map(|x| x / 10.0).collect(),
            ],
        ),
        said(
            "{ method = \"combination\", rule = \"game-theory\", of = [{ method = \"equal\" }, { method = \"standard-deviation\", scaling = \"as-is\" }] }",
            goalposts,
            &[rising, zigzag.iter().map(|x| x / 3.0).collect()],
        ),
    ];
    insta::assert_snapshot!(all.join("\n----\n"));
}

#[test]
fn bad_choices_are_refused_in_the_definition() {
    let columns = vec![vec![1.0, 2.0, 3.0]; 3];
    let bad = [
        "{ method = \"entropy\", values = { form = \"min-max\" }, cap = 0.2, min_units = 1 }",
        "{ method = \"entropy\", values = { form = \"min-max-shifted\", by = 0.0 } }",
        "{ method = \"entropy\", values = { form = \"rescaled\", low = 0.5, high = 0.2 } }",
        "{ method = \"factor\", factors = { keep = \"count\", count = 9 } }",
        "{ method = \"combination\", rule = \"linear\", of = [{ method = \"equal\" }] }",
        "{ method = \"combination\", rule = \"multiplicative\", shares = [1.0, 1.0], of = [{ method = \"equal\" }, { method = \"gini\", min_units = 2 }] }",
        "{ method = \"combination\", rule = \"linear\", shares = [1.0, -1.0], of = [{ method = \"equal\" }, { method = \"gini\", min_units = 2 }] }",
        "{ method = \"combination\", rule = \"linear\", of = [{ method = \"equal\" }, { method = \"combination\", rule = \"linear\", of = [{ method = \"equal\" }, { method = \"gini\" }] }] }",
        "{ method = \"entropy\", values = { form = \"min-mix\" } }",
    ];
    let all: Vec<String> = bad.iter().map(|weighting| said(weighting, MIN_MAX, &columns)).collect();
    insta::assert_snapshot!(all.join("\n----\n"));
}

/// Every table of numbers of a weighting, and the weights in the last column of the last table.
#[test]
fn the_tables_behind_weights_end_in_the_weights() {
    let matrix = Matrix::read("r50x8");
    let mut shown = String::new();
    for weighting in [
        "{ method = \"equal\" }",
        "{ method = \"entropy\", values = { form = \"min-max\" } }",
        "{ method = \"entropy\", values = { form = \"shifted\", by = 0.01 } }",
        "{ method = \"critic\", conflict = \"absolute-pearson\" }",
        "{ method = \"standard-deviation\", scaling = \"as-is\" }",
        "{ method = \"coefficient-of-variation\" }",
        "{ method = \"gini\" }",
        "{ method = \"maximising-deviation\" }",
        "{ method = \"independence\" }",
        "{ method = \"principal-components\", keep = \"kaiser\", signs = \"absolute\" }",
        "{ method = \"factor\", factors = { keep = \"count\", count = 3 } }",
        "{ method = \"scatter-degree-panel\", scale = \"min-max\", cap = 0.14 }",
        "{ method = \"combination\", rule = \"linear\", shares = [1.0, 3.0], of = [{ method = \"equal\" }, { method = \"gini\" }] }",
    ] {
        let definition = built("[\"2023\"]", weighting, &cards_of(&matrix));
        let summary = summarise(&definition, &panel_of(&matrix.columns, 7.0));
        let card = freeze(&definition, &summary).unwrap().scorecard;
        let working = quanheng::scorecard::weight_working(&card, &summary);
        assert_eq!(working.len(), 1, "{weighting}");
        assert_eq!(working[0].node.as_str(), "index");
        for table in &working[0].tables {
            assert!(table.rows.iter().all(|(_, cells)| cells.len() == table.columns.len()), "{weighting}");
            let sound = table.rows.iter().flat_map(|(_, cells)| cells).all(|c| c.is_none_or(f64::is_finite));
            assert!(sound, "{weighting}, {}", table.title.en);
            writeln!(shown, "{}: {} × {}", table.title.en, table.rows.len(), table.columns.len()).unwrap();
        }
        let weights = |table: &quanheng::vocab::Working| -> Vec<f64> {
            table.rows.iter().map(|(_, cells)| cells.last().copied().flatten().unwrap()).collect()
        };
        let ends_in = working[0].tables.iter().rev().map(weights).find(|w| w.len() == 8).unwrap();
        assert_eq!(ends_in, shares(&card), "{weighting}");
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

/// What the tables of the entropy and of CRITIC hold, checked against each other.
#[test]
fn the_tables_of_the_entropy_follow_from_each_other() {
    let matrix = Matrix::read("hy4x6");
    let weighting = "{ method = \"entropy\", values = { form = \"min-max\" }, min_units = 4 }";
    let definition = built("[\"2023\"]", weighting, &cards_of(&matrix));
    let summary = summarise(&definition, &panel_of(&matrix.columns, 7.0));
    let card = freeze(&definition, &summary).unwrap().scorecard;
    let tables = quanheng::scorecard::weight_working(&card, &summary).remove(0).tables;
    let column = |table: usize, at: usize| -> Vec<f64> {
        tables[table].rows.iter().map(|(_, cells)| cells[at].unwrap()).collect()
    };
    let mut gaps = Vec::new();
    for child in 0..6 {
        let (values, parts) = (column(0, child), column(1, child));
        let sum: f64 = values.iter().sum();
        assert_close(&parts, &values.iter().map(|v| v / sum).collect::<Vec<_>>(), EXACT, "shares");
        let entropy: f64 =
            parts.iter().filter(|p| **p > 0.0).map(|p| -p * libm::log(*p)).sum::<f64>() / libm::log(4.0);
        assert!((tables[2].rows[child].1[1].unwrap() - entropy).abs() < EXACT);
        gaps.push(1.0 - entropy);
    }
    let sum: f64 = gaps.iter().sum();
    assert_close(&shares(&card), &gaps.iter().map(|gap| gap / sum).collect::<Vec<_>>(), EXACT, "weights");
}

#[test]
fn every_weighting_has_a_note_of_its_own() {
    let mut ids: Vec<&str> = quanheng::weighting::NOTES.iter().map(|note| note.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    // Every example is a definition that can be read, and has the note it stands in.
    for note in quanheng::weighting::NOTES {
        let Some(example) = note.example else { continue };
        let weighting = example.strip_prefix("weighting = ").unwrap();
        let more = if weighting.contains("\"given\"") { "weight = 1.0" } else { "" };
        let cards: Vec<_> = (0..3).map(|_| ("positive", MIN_MAX, more.to_owned())).collect();
        let [framework, part, variables] = texts("[\"2023\"]", weighting, &cards);
        let named = [("c1", "a"), ("c2", "b"), ("c3", "c")];
        let part = named.iter().fold(part, |part, (from, to)| {
            part.replace(&format!("id = \"{from}\""), &format!("id = \"{to}\""))
        });
        let built = definition(&framework, &part, &variables);
        let root = built.framework().aggregates().next().unwrap().2.weighting.note().id;
        let own = [note.id, "ahp, priority = \"eigenvector\"", "entropy, values = { form = \"min-max\" }"];
        assert!(own.contains(&root), "{} has the note of {root}", note.id);
    }
}

/// Importances of the children in the aggregate: Pearson's r with the scores the weights give.
fn correlations(columns: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let rows = columns[0].len();
    let scores: Vec<f64> =
        (0..rows).map(|row| columns.iter().zip(weights).map(|(column, w)| w * column[row]).sum()).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let r = |column: &Vec<f64>| {
        let (x, y) = (mean(column), mean(&scores));
        let product = |f: &dyn Fn(usize) -> f64| (0..rows).map(f).sum::<f64>();
        let xy = product(&|row| (column[row] - x) * (scores[row] - y));
        let xx = product(&|row| (column[row] - x) * (column[row] - x));
        let yy = product(&|row| (scores[row] - y) * (scores[row] - y));
        xy / (xx * yy).sqrt()
    };
    columns.iter().map(r).collect()
}

/// Columns that share something, with different spread.
fn related() -> Vec<Vec<f64>> {
    let number = |at: usize, by: usize| ((at * by) % 101) as f64;
    let column =
        |by: usize, wide: f64| (0..101).map(|at| wide * (number(at, 37) + 0.8 * number(at, by))).collect();
    vec![column(11, 0.2), column(53, 0.4), column(29, 0.3), column(71, 0.1)]
}

#[test]
fn optimised_weights_meet_the_importance_that_is_meant() {
    let columns = related();
    let goalposts = "{ method = \"goalposts\", low = 0.0, high = 100.0 }";
    let cards: Vec<_> = columns.iter().map(|_| ("positive", goalposts, String::new())).collect();
    let reached = |weighting: &str| {
        let definition = built("[\"2023\"]", weighting, &cards);
        let card = fit(&definition, &panel_of(&columns, 2.0)).unwrap().scorecard;
        let facts = card.aggregate("index").unwrap().weighting.clone().unwrap();
        assert_eq!(Scorecard::from_json(&card.to_json()).unwrap().to_json(), card.to_json());
        (shares(&card), facts.importances.unwrap())
    };
    // Equal correlations at the optimum, to rounding: the solution of a linear system.
    let (weights, facts) = reached("{ method = \"optimised\", importance = \"correlation\" }");
    let r = correlations(&columns, &weights);
    assert_close(&r, &[r[0]; 4], 1e-9, "equal correlations");
    assert!(facts.distance() < 1e-10 && facts.trials < 10, "{facts:?}");
    // Squared ones in the proportion that is meant.
    let targets = "targets = { c1 = 3, c2 = 2, c3 = 2, c4 = 2 }";
    let weighting = format!("{{ method = \"optimised\", importance = \"squared-correlation\", {targets} }}");
    let (weights, facts) = reached(&weighting);
    let squared: Vec<f64> = correlations(&columns, &weights).iter().map(|r| r * r).collect();
    assert_close(
        &squared.iter().map(|r| r / squared[3]).collect::<Vec<_>>(),
        &[1.5, 1.0, 1.0, 1.0],
        1e-9,
        "squares",
    );
    assert_close(&facts.raw, &squared, 1e-9, "as reported");
    // A smooth curve instead of a line: the search comes as near as its grid of curves allows.
    let (_, facts) =
        reached("{ method = \"optimised\", importance = \"correlation-ratio\", tolerance = 0.005 }");
    assert!(facts.distance() <= 0.005, "{facts:?}");
}

/// A geometric mean has no linear system; the search has to find the weights.
#[test]
fn optimised_weights_of_another_mean() {
    let columns = related();
    let goalposts = "{ method = \"goalposts\", low = 0.0, high = 100.0 }";
    let cards: Vec<_> = columns.iter().map(|_| ("positive", goalposts, String::new())).collect();
    let [framework, part, variables] = texts(
        "[\"2023\"]",
        "{ method = \"optimised\", importance = \"squared-correlation\", tolerance = 1e-6 }",
        &cards,
    );
    let framework = framework.replace("\"arithmetic\"", "\"geometric\", floor = 1.0");
    let built = definition(&framework, &part, &variables);
    let card = fit(&built, &panel_of(&columns, 2.0)).unwrap().scorecard;
    let facts = card.aggregate("index").unwrap().weighting.clone().unwrap().importances.unwrap();
    assert!(facts.distance() < 1e-6, "{facts:?}");
}

/// The best trial is reported, and near is not reached (a peer stops after nine trials and reports the last).
#[test]
fn importances_out_of_reach_are_refused_with_the_best_trial() {
    let rising: Vec<f64> = (0..60).map(f64::from).collect();
    let falling: Vec<f64> = rising.iter().map(|x| 59.0 - x).collect();
    let other: Vec<f64> = (0..60).map(|at| f64::from(at * 37 % 60)).collect();
    let all = [
        said(
            "{ method = \"optimised\", importance = \"correlation\" }",
            "{ method = \"goalposts\", low = 0.0, high = 100.0 }",
            &[rising.clone(), falling, other.clone()],
        ),
        said(
            "{ method = \"optimised\", importance = \"correlation\", tolerance = 2.0, targets = { c1 = 1, c9 = 2 } }",
            MIN_MAX,
            &[rising.clone(), other.clone()],
        ),
        said(
            "{ method = \"optimised\", importance = \"squared-correlation\" }",
            "{ method = \"goalposts\", low = 0.0, high = 100.0 }",
            &[rising, vec![4.0; 60], other],
        ),
    ];
    insta::assert_snapshot!(all.join("\n----\n"));
}

/// Every table of a judgement: the weights its last column holds are those of the definition.
#[test]
fn the_tables_behind_judgements_end_in_the_weights() {
    let cards: Vec<_> = (0..3).map(|_| ("positive", MIN_MAX, String::new())).collect();
    let columns = [vec![1.0, 2.0, 3.0], vec![2.0, 1.0, 3.0], vec![3.0, 2.0, 1.0]];
    let pairs = "pairs = [{ item = \"c1\", over = \"c2\", times = 2 }, { item = \"c1\", over = \"c3\", times = 5 }, { item = \"c2\", over = \"c3\", times = 3 }]";
    for (weighting, tables) in [
        (format!("{{ method = \"ahp\", priority = \"eigenvector\", random_index = \"saaty-1980\", experts = [{{ {pairs} }}] }}"), 3),
        (format!("{{ method = \"ahp\", priority = \"row-geometric-mean\", random_index = \"saaty-1980\", experts = [{{ {pairs} }}, {{ {pairs} }}] }}"), 10),
        ("{ method = \"best-worst\", best = \"c1\", worst = \"c3\", best_over = { c2 = 2, c3 = 6 }, over_worst = { c2 = 3 } }".to_owned(), 2),
        ("{ method = \"order-relation\", order = [\"c1\", \"c2\", \"c3\"], ratios = [1.2, 1.4] }".to_owned(), 1),
        ("{ method = \"budget-allocation\", budget = 100, experts = [{ points = { c1 = 50, c2 = 30, c3 = 20 } }] }".to_owned(), 1),
    ] {
        let definition = built("[\"2023\"]", &weighting, &cards);
        let summary = summarise(&definition, &panel_of(&columns, 7.0));
        let card = freeze(&definition, &summary).unwrap().scorecard;
        let working = quanheng::scorecard::weight_working(&card, &summary).remove(0);
        assert_eq!(working.tables.len(), tables, "{weighting}");
        let by_child = working.tables.iter().rev().find(|table| {
            table.rows.len() == 3 && table.columns.last().is_some_and(|head| head.en == "weight")
        });
        let last: Vec<f64> =
            by_child.unwrap().rows.iter().map(|(_, cells)| cells.last().copied().flatten().unwrap()).collect();
        assert_close(&last, &shares(&card), EXACT, &weighting);
    }
}

/// One unit, two units, values of any magnitude: shares that are a whole, or a reason.
#[test]
fn extremes_give_shares_or_a_reason() {
    let ordinary: Vec<f64> = (0..12).map(|at| f64::from(at * 7 % 12) + 1.0).collect();
    let other: Vec<f64> = (0..12).map(|at| f64::from(at * 5 % 12) + 1.0).collect();
    let scaled = |column: &Vec<f64>, factor: f64| column.iter().map(|x| x * factor).collect::<Vec<f64>>();
    let short = |rows: usize| vec![ordinary[..rows].to_vec(), other[..rows].to_vec()];
    let bases = [
        short(1),
        short(2),
        vec![scaled(&ordinary, 1e-300), scaled(&other, 1e300)],
        vec![vec![4.0; 12], other.clone()],
        vec![vec![0.0; 12], vec![0.0; 12]],
    ];
    for weighting in [
        "{ method = \"entropy\", values = { form = \"min-max\" }, min_units = 2 }",
        "{ method = \"entropy\", values = { form = \"positive\" }, min_units = 2 }",
        "{ method = \"critic\", conflict = \"spearman\", min_units = 2 }",
        "{ method = \"coefficient-of-variation\", min_units = 2 }",
        "{ method = \"merec\", min_units = 2 }",
        "{ method = \"independence\", min_units = 2 }",
        "{ method = \"principal-components\", keep = \"first\", min_units = 2 }",
        "{ method = \"scatter-degree\", min_units = 2 }",
        "{ method = \"optimised\", importance = \"correlation\", min_units = 2 }",
    ] {
        for columns in &bases {
            for normalisation in
                ["{ method = \"percentile\" }", "{ method = \"goalposts\", low = 0.0, high = 20.0 }"]
            {
                let cards: Vec<_> =
                    columns.iter().map(|_| ("positive", normalisation, String::new())).collect();
                let definition = built("[\"2023\"]", weighting, &cards);
                match fit(&definition, &panel_of(columns, 1.0)) {
                    Ok(fitted) => {
                        let all = shares(&fitted.scorecard);
                        let sum: f64 = all.iter().sum();
                        assert!(
                            (sum - 1.0).abs() < EXACT && all.iter().all(|s| (0.0..=1.0).contains(s)),
                            "{weighting}"
                        );
                    }
                    Err(problems) => assert!(!problems.is_empty()),
                }
            }
        }
    }
}
