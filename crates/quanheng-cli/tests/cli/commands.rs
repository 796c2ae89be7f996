//! Each command on a small study: what it prints and how it ends.

use crate::desk::{Desk, both};

#[test]
fn new_makes_a_study_that_runs_and_verifies() {
    let desk = Desk::new();
    let words =
        ["new s", "run s", "verify s", "new s", "check s", "check s/definition", "check s/study.toml"];
    insta::assert_snapshot!("new", words.map(|words| both(&desk, words)).concat());
    assert_eq!(
        desk.list("s/out"),
        [
            "facts.json",
            "manifest.json",
            "report.docx",
            "report.html",
            "scorecard.json",
            "scores.csv",
            "scores.xlsx"
        ]
    );
    assert_eq!(desk.list("s"), ["data.csv", "definition", "out", "study.toml", "units.csv"]);
}

#[test]
fn the_study_may_be_named_from_within() {
    let desk = Desk::with_study();
    for words in [
        "run . --lang en",
        "run study.toml --lang en",
        "run ./study.toml --lang en",
        "run ../s --out ../elsewhere --lang en",
    ] {
        let done = desk.done(desk.command(words).current_dir(desk.path("s")).output().unwrap());
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{words}");
        let out = if words.contains("--out") { "../elsewhere" } else { "out" };
        assert!(done.stdout.contains(&format!("  {out}/report.html\n")), "{words}: {}", done.stdout);
        assert!(desk.path("s").join(out).join("report.html").is_file());
    }
}

#[test]
fn check_says_everything_at_once() {
    let desk = Desk::with_study();
    desk.edit(
        "s/study.toml",
        "focus = \"2024\"",
        "focus = \"2030\"\nperiods = [\"2023\", \"2024\", \"2024\"]",
    );
    desk.edit("s/definition/indicators.toml", "rd_expenditure / revenue", "rd_expenditures / revenue");
    let said = ["check s", "check s/definition", "run s", "check s --format json", "run s --format json"];
    insta::assert_snapshot!("check", said.map(|words| both(&desk, words)).concat());
}

#[test]
fn check_finds_what_the_data_and_the_fit_say() {
    let desk = Desk::with_study();
    desk.edit("s/data.csv", "E02,2023,123.3", "E02,2023,about 123");
    assert_eq!(desk.run("check s").code, Some(1));
    assert_eq!(desk.run("run s").code, Some(2));
    insta::assert_snapshot!("check-data", both(&desk, "check s"));
}

#[test]
fn places_in_messages_can_be_opened() {
    let desk = Desk::with_study();
    desk.edit("s/data.csv", "E02,2023,123.3", "E02,2023,about 123");
    std::fs::create_dir_all(desk.path("s/deep")).unwrap();
    for (here, words, place) in
        [(".", "check s", "s/data.csv"), ("s", "check .", "data.csv"), ("s/deep", "check ..", "../data.csv")]
    {
        let done = desk.done(desk.command(words).current_dir(desk.path(here)).output().unwrap());
        assert!(done.stderr.contains(&format!("--> {place} ")), "{words}: {}", done.stderr);
        assert!(desk.path(here).join(place).is_file());
    }
}

#[test]
fn a_scorecard_scores_as_the_run_does() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("run s").code, Some(0));
    assert_eq!(desk.run("fit s --out card.json -q").show().lines().next(), Some("exit 0"));
    assert_eq!(desk.read("card.json"), desk.read("s/out/scorecard.json"));
    assert_eq!(desk.run("fit s").stdout, desk.read("card.json"));
    let scored = desk.run("score s --scorecard card.json");
    assert_eq!(scored.code, Some(0));
    assert_eq!(scored.stdout, desk.read("s/out/scores.csv"));
    assert_eq!(desk.run("score s --scorecard card.json --out scores.csv").stdout, "");
    assert_eq!(desk.read("scores.csv"), desk.read("s/out/scores.csv"));
    insta::assert_snapshot!(
        "findings",
        both(&desk, "fit s --out card.json")
            + &both(&desk, "score s --scorecard card.json --out a.csv")
            + &both(&desk, "score s --scorecard card.json --out a.json --format json")
    );
}

#[test]
fn a_scorecard_scores_other_data_on_the_same_scale() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("fit s --out card.json").code, Some(0));
    assert_eq!(desk.run("new t").code, Some(0));
    let csv = desk.read("t/data.csv");
    let mut lines = csv.lines();
    let heading = lines.next().unwrap();
    let one: Vec<&str> = lines.filter(|line| line.starts_with("E03,")).collect();
    desk.write("t/data.csv", &format!("{heading}\n{}\n", one.join("\n")));
    // The base has one unit now: fitted on it the scale could not be the same.
    assert_eq!(desk.run("check t").code, Some(1));
    let alone = desk.run("score t --scorecard card.json");
    assert_eq!(alone.code, Some(0), "{}", alone.stderr);
    let all = desk.run("score s --scorecard card.json").stdout;
    let scores = |text: &str| -> Vec<String> {
        let rows = text.lines().filter(|line| line.starts_with("E03,"));
        rows.map(|line| line.split(',').take(4).collect::<Vec<_>>().join(",")).collect()
    };
    assert_eq!(scores(&alone.stdout).len(), 4);
    assert_eq!(scores(&alone.stdout), scores(&all));
}

#[test]
fn a_scorecard_that_cannot_be_used() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("fit s --out card.json").code, Some(0));
    let card = desk.read("card.json");
    let first = card.find("\"fingerprint\": \"").unwrap() + "\"fingerprint\": \"".len();
    let mut all = String::new();
    for (name, text) in [
        ("edited.json", card.replacen("0.5", "0.6", 1)),
        ("newer.json", card.replacen("\"format\": 1", "\"format\": 2", 1)),
        ("other.json", format!("{}{}{}", &card[..first], "0".repeat(64), &card[first + 64..])),
        ("half.json", card[..card.len() / 2].to_owned()),
        ("table.json", "unit,period\n".to_owned()),
    ] {
        assert_ne!(text, card, "{name}");
        desk.write(name, &text);
        all += &both(&desk, &format!("score s --scorecard {name}"));
    }
    all += &both(&desk, "score s --scorecard nowhere.json");
    insta::assert_snapshot!("scorecards", all);
}

#[test]
fn explain_by_id_and_by_name() {
    let desk = Desk::with_study();
    let words = [
        "explain s E01",
        "explain s E04 --period 2022 --node I01",
        "explain s E01 --touches revenue --period 2023",
        "explain s E01 --touches 有效发明专利",
    ];
    insta::assert_snapshot!("explain", words.map(|words| both(&desk, words)).concat());
    let by_id = desk.run("explain s E01 --node innovation");
    for words in [
        "explain s 示例甲公司 --node innovation",
        "explain s E01 --node 创新",
        "explain s/study.toml E01 --node Innovation",
    ] {
        assert_eq!(desk.run(words).stdout, by_id.stdout, "{words}");
    }
}

#[test]
fn explain_as_json_adds_up() {
    let desk = Desk::with_study();
    let done = desk.run("explain s E01 --format json");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
    let value: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert!(value.is_object());
    let touched = desk.run("explain s E01 --touches revenue --format json");
    let value: serde_json::Value = serde_json::from_str(&touched.stdout).unwrap();
    assert!(!value.as_array().unwrap().is_empty());
}

#[test]
fn explain_of_what_is_not_there() {
    let desk = Desk::with_study();
    let words = [
        "explain s E11",
        "explain s 示例甲公司厂",
        "explain s Nobody",
        "explain s E01 --period 2019",
        "explain s E01 --period now",
        "explain s E01 --node inovation",
        "explain s E01 --node 治理",
        "explain s E01 --touches revenues",
        "explain s E01 --touches 天气",
    ];
    insta::assert_snapshot!("explain-errors", words.map(|words| both(&desk, words)).concat());
}
