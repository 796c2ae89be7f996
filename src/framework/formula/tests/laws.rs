use proptest::prelude::*;

use super::*;

/// Texts made of the pieces of formulas, most of them wrong.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "revenue",
        "level",
        "industry",
        "margin",
        "employees",
        "'C39'",
        "'",
        "“I65”",
        "(",
        ")",
        "[",
        "]",
        ",",
        "+",
        "-",
        "*",
        "/",
        "^",
        "==",
        "<",
        "not",
        "in",
        "and",
        "or",
        "if(",
        "lag(",
        "mean(",
        "max(",
        "coalesce(",
        "number(",
        "quantity(",
        "indicator(",
        "'亿元'",
        "1",
        "0",
        "2.5",
        "1e400",
        "missing",
        "true",
        "，",
        "（",
        "）",
        "×",
        "=",
        "%",
        "&&",
        "研发",
        "\u{200B}",
        "growth(level, 2)",
        "is_missing(",
    ];
    proptest::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|parts| parts.join(" "))
}

/// Formulas that are right, over variables without units, so that every combination is allowed.
fn number() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        Just("level".to_owned()),
        Just("missing".to_owned()),
        Just("lag(level, 1)".to_owned()),
        (0_u32..2000).prop_map(|n| (f64::from(n) / 8.0).to_string()),
    ];
    leaf.prop_recursive(6, 40, 3, |inner| {
        let condition = (inner.clone(), prop::sample::select(vec!["<", ">=", "==", "!="]), inner.clone())
            .prop_map(|(a, sign, b)| format!("({a}) {sign} ({b})"));
        let both = (condition.clone(), prop::sample::select(vec!["and", "or"]), condition.clone())
            .prop_map(|(a, word, b)| format!("{a} {word} not ({b})"));
        prop_oneof![
            (inner.clone(), prop::sample::select(vec!["+", "-", "*", "/", "^"]), inner.clone())
                .prop_map(|(a, sign, b)| format!("({a}) {sign} ({b})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("max({a}, {b}, -({c}))")),
            (prop_oneof![condition, both], inner.clone(), inner.clone())
                .prop_map(|(c, a, b)| format!("if({c}, {a}, {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("coalesce({a}, {b})")),
            (inner.clone(), 1..4).prop_map(|(a, n)| format!("mean_available({a}, {n}, 1)")),
            inner.prop_map(|a| format!("sqrt(abs({a}))")),
        ]
    })
    .boxed()
}

fn bits(formula: &Formula) -> (Vec<u64>, Vec<Status>) {
    let (panel, none) = (panel(), BTreeMap::new());
    let cells = formula.evaluate(&Inputs { panel: &panel, rows: &(0..6), indicators: &none });
    (cells.values.iter().map(|value| value.to_bits()).collect(), cells.statuses.to_vec())
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}") {
        let _ = parse(&text, "1");
    }

    #[test]
    fn no_soup_makes_it_panic(text in soup(), result in prop::sample::select(vec!["1", "%", "any", "condition"])) {
        match parse(&text, result) {
            Ok(formula) => drop(evaluated(&formula)),
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    let range = problem.range.clone();
                    prop_assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
                    prop_assert!(!problem.message.zh.is_empty() && !problem.message.en.is_empty());
                }
            }
        }
    }

    #[test]
    fn printing_and_reading_again_gives_the_same_bits(text in number()) {
        let formula = read(&text, "1");
        let again = read(&formula.to_string(), "1");
        prop_assert_eq!(bits(&formula), bits(&again));
        prop_assert_eq!(formula.to_string(), again.to_string());
    }

    #[test]
    fn observed_values_are_finite_and_missing_ones_are_zero(text in number()) {
        let (panel, none) = (panel(), BTreeMap::new());
        let formula = read(&text, "1");
        let cells = formula.evaluate(&Inputs { panel: &panel, rows: &(0..6), indicators: &none });
        for (value, status) in cells.values.iter().zip(cells.statuses.iter()) {
            let sound = if status.is_observed() { value.is_finite() } else { *value == 0.0 };
            prop_assert!(sound);
        }
    }
}
