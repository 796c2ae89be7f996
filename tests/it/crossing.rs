//! Rankings that a study asks for: worked out as the library alone would, gaps as declared, and what is refused.

use quanheng::cross_comparison::{Comparison, Outcome, Ranking, RankingDocument, Subject, run, working};
use quanheng::diagnostic::{Diagnostic, Place};
use quanheng::ranking::{Matrix, RankComparison, RankingMethod, Remark};
use quanheng::scorecard::{Finding, Leaves, Scorecard, Scores, fit};
use quanheng::vocab::{Direction, Period, Text};

use crate::fixture::{card, definition, framework, panel, variables};

/// Three indicators of `units` units in 2023: one positive, one negative, one that is the same for all.
struct Scene {
    scorecard: Scorecard,
    scores: Scores,
    leaves: Leaves,
}

fn value(unit: u32, column: u32) -> f64 {
    f64::from((unit * 7919 + column * 104_729 + unit * unit * 31) % 9973 + 1)
}

fn scene(units: u32, gap: Option<usize>) -> Scene {
    let goalposts = "{ method = \"goalposts\", low = 0.0, high = 10000.0 }";
    let framework =
        framework("[\"2023\"]", "{ method = \"arithmetic\" }", "{ missing = \"renormalise\" }", "");
    let part = card("a", "index", "x", 0.5, goalposts, "")
        + &card("b", "index", "y", 0.3, goalposts, "direction = \"negative\"")
        + &card("c", "index", "z", 0.2, goalposts, "");
    let definition = definition(&framework, &part, &variables(&["x", "y", "z"], &[]));
    let column = |at: u32| (0..units).map(|unit| Some(value(unit, at))).collect::<Vec<_>>();
    let (x, mut y, z) = (column(1), column(2), vec![Some(5.0); units as usize]);
    if let Some(gap) = gap {
        y[gap] = None;
    }
    let panel = panel(units, &[2023], &[("x", x), ("y", y), ("z", z)]);
    let scorecard = fit(&definition, &panel).unwrap().scorecard;
    let (scores, leaves) = scorecard.score_with_leaves(&panel);
    Scene { scorecard, scores, leaves }
}

impl Scene {
    fn subject(&self) -> Subject<'_> {
        Subject { scorecard: &self.scorecard, scores: &self.scores, leaves: &self.leaves }
    }

    fn run(&self, text: &str) -> Result<(Vec<Ranking>, Vec<Finding>), Vec<Diagnostic>> {
        let place = |at: usize| Place::File { file: format!("ranking {at}") };
        run(&documents(text), self.subject(), Period::year(2023), &place)
    }
}

fn documents(text: &str) -> Vec<RankingDocument> {
    #[derive(serde::Deserialize)]
    struct File {
        ranking: Vec<RankingDocument>,
    }
    toml::from_str::<File>(text).unwrap().ranking
}

const VIKOR: &str =
    "[[ranking]]\nid = \"v\"\nmethod = { method = \"vikor\", strategy = 0.5 }\nvalues = \"raw\"\n";

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.0).collect()
}

#[test]
fn a_ranking_of_a_study_is_the_librarys() {
    let scene = scene(9, None);
    let (rankings, findings) = scene.run(VIKOR).unwrap();
    let (appraisal, ranks) = rankings[0].periods[0].appraisal().unwrap();
    let columns: Vec<Vec<f64>> = [1, 2].map(|at| (0..9).map(|unit| value(unit, at)).collect()).to_vec();
    let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let directions = [Direction::Positive, Direction::Negative];
    let matrix =
        Matrix { columns: &views, directions: &directions, weights: &[0.5, 0.3], ..Matrix::default() };
    let expected = RankingMethod::Vikor { strategy: 0.5 }.appraise(&matrix).unwrap();
    assert_eq!(appraisal.ranked, expected.ranked);
    assert_eq!(ranks, expected.ranked.ranks());
    assert!(matches!(appraisal.remark, Remark::Compromise(_)));
    assert_eq!((codes(&findings), &findings[0].examples[..]), (vec!["std042"], &["c".to_owned()][..]));
}

#[test]
fn gaps_stop_a_ranking_unless_a_rule_covers_them() {
    let scene = scene(9, Some(4));
    let problems = scene.run(VIKOR).unwrap_err();
    assert_eq!(problems[0].code.0, "std038");
    assert_eq!(
        problems[0].message.en,
        "ranking `v` lacks 1 numbers in 2023, such as (unit / node): 单位4 (u4) / b"
    );
    let (rankings, findings) = scene.run(&format!("{VIKOR}missing = \"drop-units\"")).unwrap();
    assert_eq!((rankings[0].periods[0].rows.len(), &rankings[0].periods[0].left_out[..]), (8, &[4][..]));
    assert_eq!(codes(&findings), ["std040", "std042"]);
    let (rankings, findings) = scene.run(&format!("{VIKOR}missing = \"drop-criteria\"")).unwrap();
    assert_eq!((rankings[0].periods[0].rows.len(), rankings[0].periods[0].without.len()), (9, 1));
    assert_eq!(codes(&findings), ["std041", "std042"]);
}

#[test]
fn an_exact_order_of_too_many_units_is_a_finding() {
    let scene = scene(200, None);
    let text = "[[ranking]]\nid = \"k\"\nmethod = { method = \"kemeny-young\" }\n";
    let (rankings, findings) = scene.run(&format!("{text}{VIKOR}")).unwrap();
    assert!(matches!(&rankings[0].periods[0].outcome, Outcome::Refused(why) if why.en.contains("200 units")));
    assert_eq!(codes(&findings), ["std043", "std042"]);
    let index = Text::new("综合", "Index");
    let comparison = Comparison::of(&rankings, &scene.scores, &index, Period::year(2023)).unwrap();
    assert_eq!(comparison.ids.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["index", "v"]);
}

#[test]
fn rankings_are_compared_over_the_units_they_have_in_common() {
    let scene = scene(12, Some(3));
    let text = "[[ranking]]\nid = \"all\"\nmethod = { method = \"borda\" }\nnodes = [\"a\"]\n";
    let (rankings, _) = scene.run(&format!("{text}{VIKOR}missing = \"drop-units\"")).unwrap();
    let index = Text::new("综合", "Index");
    let comparison = Comparison::of(&rankings, &scene.scores, &index, Period::year(2023)).unwrap();
    assert_eq!(comparison.rows.len(), 11);
    assert!(!comparison.rows.contains(&3));
    let numbers = |at: usize| comparison.ranks[at].iter().map(|rank| f64::from(*rank)).collect::<Vec<_>>();
    let expected = RankComparison::of(&numbers(0), &numbers(2)).unwrap();
    assert_eq!(comparison.cells[0][2], Some(expected));
    assert_eq!(comparison.cells[1][1].map(|cell| cell.spearman), Some(1.0));
}

#[test]
fn weights_equal_given_or_of_the_scorecard() {
    let scene = scene(9, None);
    let score = |weighting: &str| {
        let text = format!(
            "[[ranking]]\nid = \"b\"\nmethod = {{ method = \"borda\" }}\nnodes = [\"a\", \"b\"]\n{weighting}"
        );
        scene.run(&text).unwrap().0[0].periods[0].appraisal().unwrap().0.ranked.scores.clone()
    };
    let given = score("weighting = { method = \"given\", weights = { a = 5.0, b = 3.0 } }");
    for (a, b) in score("").iter().zip(&given) {
        assert!((a - b).abs() < 1e-12, "{a} {b}");
    }
    assert_ne!(score("weighting = { method = \"equal\" }"), given);
}

#[test]
fn steps_of_a_ranking_of_a_study_end_in_its_result() {
    let scene = scene(9, None);
    let tables = working(&documents(VIKOR)[0], scene.subject(), Period::year(2023));
    let (rankings, _) = scene.run(VIKOR).unwrap();
    let (appraisal, _) = rankings[0].periods[0].appraisal().unwrap();
    let result = tables.last().unwrap();
    assert_eq!(result.rows[3].0.zh, "单位3");
    assert_eq!(result.rows[3].1[2], Some(appraisal.ranked.scores[3]));
}
