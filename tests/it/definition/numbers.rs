//! Wrong numbers of normalisations, and best values that are missing, superfluous or in disorder.

use quanheng::definition::from_texts;

use super::{Texts, show_changes};

#[track_caller]
fn show(name: &str, text: String) {
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, text) });
}

fn each(cases: &[&[(&str, &str)]]) -> String {
    cases.iter().map(|changes| show_changes(changes)).collect()
}

const DEBT: &str =
    "{ method = \"trapezoid\", zero_below = 0.0, full_from = 40.0, full_to = 60.0, zero_above = 90.0 }";
const INTENSITY: &str = "{ method = \"base-goalposts\", low = 0.1, high = 0.9, by = [\"industry\"] }";
const UP: &str = "direction = \"positive\"";
const AROUND: &str = "direction = \"interval\"";

/// Around a best value: each change is wrong; the two right ones follow.
#[test]
fn normalisation_around_a_best_value() {
    let min_max = "{ method = \"min-max\" }";
    let with = |key: &str| format!("{AROUND}\n{key}");
    let target = |key: &str| format!("direction = \"target\"\n{key}");
    show(
        "normalisation_around_a_best_value",
        each(&[
            &[(DEBT, min_max)],
            &[(DEBT, min_max), (AROUND, "direction = \"target\"")],
            &[(AROUND, &with("best = 50.0"))],
            &[(AROUND, &with("best_range = [40.0, 60.0]"))],
            &[(DEBT, min_max), (AROUND, &with("best_range = [60.0, 60.0]"))],
            &[(DEBT, "{ method = \"index\" }"), (AROUND, &with("best_range = [40.0, 60.0]"))],
            &[
                (DEBT, "{ method = \"goalposts\", low = -1.0, high = 40.0 }"),
                (AROUND, &target("best = 50.0")),
            ],
            &[
                (DEBT, "{ method = \"goalposts\", low = 1.0, high = 40.0, axis = \"log\" }"),
                (AROUND, &target("best = 50.0")),
            ],
            &[(DEBT, "{ method = \"vector\", cost = \"inverse\" }"), (AROUND, &target("best = 50.0"))],
            &[(UP, "direction = \"positive\"\nbest = 5.0")],
            &[(UP, "direction = \"target\"\nbest = [3.0, 5.0]")],
        ]),
    );
    for direction in [with("best_range = [40.0, 60.0]"), target("best = 50.0")] {
        let texts = Texts::good().put(DEBT, min_max).put(AROUND, &direction);
        assert!(from_texts(&texts.files()).0.is_some(), "{direction}");
    }
}

#[test]
fn normalisation_by_its_numbers() {
    let standards = |excellent: &str, poor: &str| {
        format!(
            "{{ method = \"five-band\", standards = {{ excellent = {excellent}, good = 10, average = 6, low = 2, poor = {poor} }}"
        )
    };
    let groups = ", groups = [{ when = { industry = [\"C93\"] }, standards = { excellent = 1, good = 1, average = 1, low = 1, poor = 1 } }] }";
    let methods = [
        "{ method = \"vector\", cost = \"reflected\" }".to_owned(),
        "{ method = \"ratio-to-mean\", cap = 0.0 }".to_owned(),
        "{ method = \"ratio-to-target\", target = 0.0, cap = -1.0 }".to_owned(),
        "{ method = \"index\", of = \"median\", value = -3.0 }".to_owned(),
        "{ method = \"reference-goalposts\", of = \"mean\", value = 3.0 }".to_owned(),
        "{ method = \"min-max\", to = [110.0, 90.0] }".to_owned(),
        "{ method = \"categories\", cuts = [0.5, 0.2], scores = [0.0, 60.0, 50.0, 120.0] }".to_owned(),
        "{ method = \"categories\", cuts = [], scores = [] }".to_owned(),
        "{ method = \"linear-efficacy\", low = 5.0, floor = 100.0 }".to_owned(),
        "{ method = \"linear-efficacy\", low = 5.0, high = 2.0, by = [\"industry\"], periods = \"each\" }"
            .to_owned(),
        "{ method = \"exponential-efficacy\", floor = 0.0 }".to_owned(),
        "{ method = \"logarithmic-efficacy\", low = 0.0, high = 9.0 }".to_owned(),
        "{ method = \"distance-to-unit\", unit = \"\" }".to_owned(),
        "{ method = \"rank\", ties = \"first\" }".to_owned(),
        "{ method = \"min-max\", periods = \"all\" }".to_owned(),
        standards("1", "-3") + " }",
        standards("15", "-3") + ", coefficients = [1, 0.8, 0.8, 0.4, 0.2] }",
        standards("15", "-3") + groups,
    ];
    let changes: Vec<[(&str, &str); 1]> =
        methods.iter().map(|method| [(INTENSITY, method.as_str())]).collect();
    let mut all: Vec<&[(&str, &str)]> = changes.iter().map(|change| &change[..]).collect();
    let costs: &[&[(&str, &str)]] = &[
        &[(UP, "direction = \"negative\""), (INTENSITY, "{ method = \"sum\" }")],
        &[(UP, "direction = \"negative\""), (INTENSITY, "{ method = \"ratio-to-mean\" }")],
        &[
            (UP, "direction = \"negative\""),
            (INTENSITY, "{ method = \"ratio-to-mean\", cost = \"reflected\" }"),
        ],
        &[
            ("scale = { low = 0.0, high = 100.0 }", "scale = { low = 0.0, high = 1.0 }"),
            (INTENSITY, "{ method = \"t-score\" }"),
        ],
        &[
            ("scale = { low = 0.0, high = 100.0 }", "scale = { low = 0.0, high = 1.0 }"),
            (INTENSITY, "{ method = \"index\" }"),
        ],
        &[("floor = 1.0", "zero = \"zero\""), (INTENSITY, "{ method = \"t-score\" }")],
    ];
    all.extend(costs);
    show("normalisation_by_its_numbers", each(&all));
}
