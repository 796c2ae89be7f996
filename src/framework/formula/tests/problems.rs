use super::*;
use crate::diagnostic::{Place, Style, render};
use crate::vocab::Language;

/// All problems of a formula as people see them.
fn shown(text: &str, result: &str, language: Language) -> String {
    let problems = parse(text, result).expect_err(text);
    let mut out = String::new();
    for problem in problems {
        let diagnostic = problem.diagnostic().at(Place::in_text("card.toml", text, problem.range.clone()));
        out += &render(&diagnostic, language, Some(text), Style::Plain);
    }
    out
}

const CASES: &[(&str, &str)] = &[
    // What cannot be read
    ("", "1"),
    ("   ", "1"),
    ("revenue # employees", "any"),
    ("level\u{200B} + 1", "1"),
    ("if(industry == 'C39, 1, 0)", "1"),
    ("1.2.3 + level", "1"),
    ("revenue > 100亿元", "condition"),
    ("1e999 + level", "1"),
    ("rd_expenditure / ", "%"),
    ("* level", "1"),
    ("(level + 1", "1"),
    ("level + 1)", "1"),
    ("max(level, 1", "1"),
    ("level level", "1"),
    ("2(level + 1)", "1"),
    ("1,000 + level", "1"),
    ("max(level 1)", "1"),
    ("industry in 'C39'", "condition"),
    ("industry in []", "condition"),
    ("[1, 2]", "1"),
    // What two people would read differently, and what other languages write
    ("-2^2", "1"),
    ("2^3^2", "1"),
    ("1 < level < 5", "condition"),
    ("level == 1 == 1", "condition"),
    ("level = 1 && level <> 2 || !(level ** 2 > 5%)", "condition"),
    // Names
    ("rd_expenditur / revenu", "%"),
    ("研发经费 / 营业收入", "%"),
    ("profit / revenue", "%"),
    ("industry == C39", "condition"),
    ("rd-intensity", "any"),
    ("IF(level > 1, 1, 0)", "1"),
    ("AVERAGE(level, 3) + round(level) + foo(1)", "1"),
    ("growth", "1"),
    ("revenue(2)", "any"),
    ("growth(revenue) + lag(revenue, 1, 2) + max(level)", "any"),
    ("industry == '软件' or industry in ['C39', 'X99', 'I6S']", "condition"),
    ("indicator('rd-intensty') + indicator(level)", "any"),
    ("number(revenue, '万圆') + number(revenue, 1)", "1"),
    // Kinds
    ("revenue + industry", "any"),
    ("'revenue' / employees", "any"),
    ("if(level, 1, 0)", "1"),
    ("(level > 1) + 1", "1"),
    ("level > 1 and revenue", "condition"),
    ("industry > 'C39'", "condition"),
    ("industry == owner", "condition"),
    ("(level > 1) == true", "condition"),
    ("if(level > 1, level > 2, 3)", "1"),
    ("level in ['a', level]", "condition"),
    ("revenue > 0", "%"),
    ("revenue", "condition"),
    // Units
    ("revenue + employees", "any"),
    ("revenue + 1", "any"),
    ("if(1 > revenue, 1, 0)", "1"),
    ("max(revenue, rd_expenditure, employees)", "any"),
    ("coalesce(revenue, 5)", "any"),
    ("margin > 5", "condition"),
    ("1 - margin", "any"),
    ("ln(revenue)", "1"),
    ("2^employees", "1"),
    ("revenue^0.5", "any"),
    ("revenue / employees", "%"),
    ("if(level > 1, 100, 60)", "分"),
    ("number(revenue, '人') + quantity(revenue, '人')", "any"),
    ("quantity(1, '亿元') + number(5, '亿元')", "any"),
    ("lag(revenue, 0) + lag(revenue, level) + mean(revenue, 51) + mean_available(revenue, 3, 4)", "any"),
];

fn all(language: Language) -> String {
    let case =
        |(text, result): &(&str, &str)| format!("=== {text}   → {result}\n{}", shown(text, result, language));
    CASES.iter().map(case).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_problem_in_chinese() {
    insta::assert_snapshot!(all(Language::Zh));
}

#[test]
fn every_problem_in_english() {
    insta::assert_snapshot!(all(Language::En));
}

#[test]
fn nesting_is_limited_and_length_is_not() {
    for text in ["(".repeat(100_000), "-".repeat(100_000), "not ".repeat(100_000), "abs(".repeat(100_000)] {
        let problems = parse(&text, "1").expect_err("too deep");
        assert!(problems.iter().any(|problem| problem.code == "frm008"), "{:?}", problems.first());
    }
    let long = vec!["level"; 20_000].join(" + ");
    let formula = read(&long, "1");
    assert_eq!(evaluated(&formula), "20000 40000 60000 80000 100000 120000");
    assert_eq!(formula.to_string(), long);
    // Units multiplied beyond what can be kept.
    let product = vec!["revenue"; 500].join(" * ");
    assert_eq!(parse(&product, "any").expect_err("too large")[0].code, "frm028");
}

#[test]
fn many_problems_are_counted() {
    let text = vec!["unknown_name"; 50].join(" + ");
    let problems = parse(&text, "1").expect_err("unknown names");
    assert_eq!(problems.len(), 31);
    assert_eq!(problems[30].message.en, "20 more problems in this formula");
}
