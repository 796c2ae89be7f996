//! Screening: what is refused, who is withheld, what stays out of the base, which indicators share their weight.

use quanheng::definition::{Definition, from_texts};
use quanheng::diagnostic::{Style, render_all};
use quanheng::panel::Panel;
use quanheng::scorecard::{Finding, Scorecard, Summary, Verdict, Withheld, explain, fit, freeze, summarise};
use quanheng::vocab::{Language, Period};

use crate::fixture::{card, definition, framework, panel, variables};

const MIN_MAX: &str = r#"{ method = "min-max" }"#;

fn top(screening: &str) -> String {
    let coverage = r#"{ missing = "renormalise" }"#;
    framework(r#"["2022"]"#, r#"{ method = "arithmetic" }"#, coverage, screening)
}

fn cards() -> String {
    let missing = r#"missing = [{ method = "group-median" }]"#;
    [
        card("a", "index", "x", 1.0, MIN_MAX, missing),
        card("b", "index", "y", 2.0, MIN_MAX, missing),
        card("c", "index", "z", 3.0, MIN_MAX, missing),
        card("p", "index", "x", 1.0, MIN_MAX, "status = \"pilot\""),
    ]
    .concat()
}

fn defined(screening: &str) -> Definition {
    definition(&top(screening), &cards(), &variables(&["x", "y", "z"], &[]))
}

/// Five units in two years. u1 has one of three in the base, u2 two zeros, u4 is far beyond all others.
fn data() -> Panel {
    let cells = |numbers: [[Option<f64>; 2]; 5]| numbers.concat();
    let both = |value: f64| [Some(value); 2];
    panel(
        5,
        &[2022, 2023],
        &[
            ("x", cells([both(1.0), [None, Some(2.0)], both(0.0), both(4.0), both(1000.0)])),
            ("y", cells([both(5.0), [None, Some(3.0)], both(0.0), both(1.0), both(2000.0)])),
            ("z", cells([both(2.0), both(7.0), both(3.0), both(9.0), both(3000.0)])),
        ],
    )
}

const RULES: &str = r#"
[screening]
units = { availability = 0.5, non_zero = 0.5 }
unit = [
  { id = "u4", decision = "exclude", reason = { zh = "总部经济，不可比", en = "a headquarters, not comparable" } },
  { id = "u2", decision = "include", reason = { zh = "试点", en = "a pilot region" } },
  { id = "u9", decision = "exclude", reason = { zh = "已注销", en = "dissolved" } },
]
"#;

fn told(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let period = finding.period.map(|period| format!(" {period}")).unwrap_or_default();
        format!("{}{period} {} {:?}", finding.code.0, finding.message.en, finding.examples)
    };
    findings.iter().filter(|finding| finding.code.0 > "scr150").map(line).collect()
}

#[test]
fn units_with_too_little_are_withheld_and_stay_out_of_the_base() {
    let (definition, panel) = (defined(RULES), data());
    let fitted = fit(&definition, &panel).unwrap();
    let scores = fitted.scorecard.score(&panel);
    let root = scores.root().unwrap();
    let verdicts: Vec<Verdict> = (0..10).map(|row| scores.screened(row).unwrap().verdict).collect();
    use Verdict::{Fails, Kept, LeftOut, Passes};
    assert_eq!(verdicts, [Passes, Passes, Fails, Passes, Kept, Kept, Passes, Passes, LeftOut, LeftOut]);
    for (row, verdict) in verdicts.iter().enumerate() {
        assert_eq!(root.withheld(row) == Withheld::Screened, verdict.is_out(), "row {row}");
    }
    let ranks = scores.ranks(root.node, Period::year(2022));
    assert_eq!([ranks[0], ranks[2], ranks[4], ranks[6], ranks[8]], [Some(2), None, Some(3), Some(1), None]);
    // The unit that was left out sets no limit: the best of the others has the full score.
    let (_, leaves) = fitted.scorecard.score_with_leaves(&panel);
    assert_eq!(leaves.find("c").unwrap().score(6), Some(100.0));
    assert_eq!(fitted.scorecard.indicator("c").unwrap().base.max, Some(9.0));
    let mut all = told(&fitted.findings);
    all.extend(told(scores.findings()));
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("units_are_screened", all.join("\n")) });
    let page = explain(&fitted.scorecard, &panel, "u1", Period::year(2022), "index").unwrap();
    assert!(page.render(Language::En).contains("withheld: left out by screening"));
}

#[test]
fn any_split_gives_the_same_bits_and_a_later_year_moves_nothing() {
    let (definition, panel) = (defined(RULES), data());
    let whole = fit(&definition, &panel).unwrap().scorecard;
    let part = |keep: fn(usize) -> bool| {
        summarise(&definition, &panel.partition(|unit| keep(unit.id[1..].parse().unwrap())))
    };
    let merged = part(|n| n % 2 == 0).merge(part(|n| n % 2 == 1)).unwrap();
    let sent: Summary = serde_json::from_str(&serde_json::to_string(&merged).unwrap()).unwrap();
    assert_eq!(freeze(&definition, &sent).unwrap().scorecard.to_json(), whole.to_json());
    let read = Scorecard::from_json(&whole.to_json()).unwrap();
    let scores = whole.score(&panel);
    assert_eq!(read.score(&panel), scores);
    let with_leaves = whole.score_with_leaves(&panel).0;
    assert_eq!(with_leaves.nodes(), scores.nodes());
    assert!((0..10).all(|row| with_leaves.screened(row) == scores.screened(row)));
    for unit in 0..5 {
        let alone = whole.score(&panel.partition(|entry| entry.id == format!("u{unit}")));
        for year in 0..2 {
            let row = unit * 2 + year;
            assert_eq!(alone.root().unwrap().get(year), scores.root().unwrap().get(row));
            assert_eq!(alone.screened(year), scores.screened(row));
        }
    }
}

#[test]
fn indicators_with_too_little_are_said_or_taken_out() {
    // In the base x and y have four of five values, x one zero, y one; z has five different values of five.
    let rule = |more: &str| format!("[screening]\nindicators = {{ availability = 0.9, action = {more}");
    let panel = data();
    let reported = fit(&defined(&rule("\"report\" }")), &panel).unwrap();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("indicators_are_reported", told(&reported.findings).join("\n")) });
    assert!(reported.scorecard.indicators().iter().all(|frozen| frozen.excluded.is_none()));

    let kept = r#""exclude" }
indicator = [{ id = "b", decision = "include", reason = { zh = "核心指标", en = "the core of it" } }]"#;
    let taken = fit(&defined(&rule(kept)), &panel).unwrap();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("indicators_are_taken_out", told(&taken.findings).join("\n")) });
    let shares: Vec<f64> = taken.scorecard.weights().iter().map(|weight| weight.share).collect();
    // The root, then a (taken out), b, c and the pilot.
    // A share is divided twice: by the sum of the weights, and by what is left of it.
    let close = |(share, expected): (&f64, f64)| (share - expected).abs() <= 2.0 * f64::EPSILON;
    assert!(shares.iter().zip([1.0, 0.0, 0.4, 0.6, 0.0]).all(close), "{shares:?}");
    let scores = taken.scorecard.score(&panel);
    let (_, leaves) = taken.scorecard.score_with_leaves(&panel);
    let expected =
        0.4 * leaves.find("b").unwrap().score(0).unwrap() + 0.6 * leaves.find("c").unwrap().score(0).unwrap();
    assert!((scores.root().unwrap().get(0).unwrap() - expected).abs() <= 1e-12 * expected);
    let read = Scorecard::from_json(&taken.scorecard.to_json()).unwrap();
    assert_eq!(read.score(&panel), scores);
    let edited = taken.scorecard.to_json().replacen("\"by_name\": false", "\"by_name\": true", 1);
    assert!(Scorecard::from_json(&edited).is_err());

    let all = r#"[screening]
indicators = { unique = 1.0, non_zero = 1.0, availability = 1.0, action = "exclude" }
indicator = [{ id = "c", decision = "exclude", reason = { zh = "口径改变", en = "changed" } }]"#;
    let problems = fit(&defined(all), &panel).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.code.0).collect::<Vec<_>>(), ["scr151"]);
}

#[test]
fn an_indicator_without_any_base_value_can_be_taken_out() {
    let nothing = panel(3, &[2022], &[("x", vec![None; 3]), ("y", vec![Some(1.0), Some(2.0), Some(4.0)])]);
    let part = card("a", "index", "x", 1.0, MIN_MAX, "") + &card("b", "index", "y", 1.0, MIN_MAX, "");
    let with = |screening: &str| definition(&top(screening), &part, &variables(&["x", "y"], &[]));
    assert_eq!(fit(&with(""), &nothing).unwrap_err()[0].code.0, "fit003");
    let rule = "[screening]\nindicators = { availability = 0.1, action = \"exclude\" }";
    let card = fit(&with(rule), &nothing).unwrap().scorecard;
    let scores = card.score(&nothing);
    assert_eq!(scores.root().unwrap().get(2), Some(100.0));
    assert_eq!(scores.root().unwrap().coverage(0), 1.0);
    assert!(Scorecard::from_json(&card.to_json()).is_ok());
}

#[test]
fn what_has_no_effect_or_no_name_is_refused() {
    let cases = [
        "[screening]\nunits = {}",
        "[screening]\nunits = { availability = 0.5, fails = \"both\" }",
        "[screening]\nunits = { availability = 1.5 }",
        "[screening]\nindicators = { action = \"report\" }",
        "[[screening.unit]]\nid = \"u1\"\ndecision = \"include\"\nreason = { zh = \"试点\", en = \"pilot\" }",
        "[[screening.indicator]]\nid = \"aa\"\ndecision = \"exclude\"\nreason = { zh = \"旧\", en = \"old\" }",
        "[[screening.indicator]]\nid = \"p\"\ndecision = \"exclude\"\nreason = { zh = \"旧\", en = \"old\" }",
        "[screening]\nunit = [{ id = \"u1\", decision = \"exclude\", reason = { zh = \"一\", en = \"one\" } }, { id = \"u1\", decision = \"exclude\", reason = { zh = \"二\", en = \"two\" } }]",
    ];
    let mut said = String::new();
    for case in cases {
        let (top, part, variables) = (top(case), cards(), variables(&["x", "y", "z"], &[]));
        let files = [("framework.toml", top.as_str()), ("part.toml", &part), ("variables.toml", &variables)];
        let (found, problems) = from_texts(&files);
        assert!(found.is_none(), "{case} is taken");
        for language in [Language::Zh, Language::En] {
            said += &render_all(&problems, language, Style::Plain, |_: &str| None);
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(said) });
}
