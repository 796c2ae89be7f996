//! `quanheng diagnose` on a small study: what it prints, what it writes, how it ends.

use crate::desk::{Desk, both};

#[test]
fn what_stands_out_is_printed() {
    let desk = Desk::with_study();
    desk.edit("s/study.toml", "[register]", "[diagnosis]\nsize = [\"employees\"]\n\n[register]");
    insta::assert_snapshot!("diagnosis", both(&desk, "diagnose s"));
    assert_eq!(desk.run("diagnose s").code, Some(0));
    assert!(!desk.path("s/out").exists(), "nothing is written unless asked for");
}

#[test]
fn a_folder_holds_page_tables_and_json() {
    let desk = Desk::with_study();
    let done = desk.run("diagnose s --out s/diagnosis --lang en");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
    assert!(done.stdout.contains("s/diagnosis/diagnosis.html"), "{}", done.stdout);
    let names = desk.list("s/diagnosis");
    insta::assert_snapshot!(names.join(" "), @"coherence.csv components.csv correlations-raw.csv correlations.csv diagnosis.html diagnosis.json diagnosis.md findings.csv importance.csv indicators.csv inequality.csv items.csv manifest.json own-groups.csv size.csv");
    let before = names
        .iter()
        .map(|name| std::fs::read(desk.path("s/diagnosis").join(name)).unwrap())
        .collect::<Vec<_>>();
    assert_eq!(desk.run("diagnose s --out s/diagnosis --threads 1").code, Some(0));
    for (name, bytes) in names.iter().zip(before) {
        assert!(std::fs::read(desk.path("s/diagnosis").join(name)).unwrap() == bytes, "{name} differs");
    }
    insta::assert_snapshot!("diagnosis-findings", desk.read("s/diagnosis/findings.csv"));
    insta::assert_snapshot!("diagnosis-page", desk.read("s/diagnosis/diagnosis.md"));
    let whole: serde_json::Value =
        serde_json::from_str(&desk.run("diagnose s --format json").stdout).unwrap();
    let written: serde_json::Value = serde_json::from_str(&desk.read("s/diagnosis/diagnosis.json")).unwrap();
    assert_eq!(whole, written);
}

#[test]
fn a_report_is_not_replaced() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("run s").code, Some(0));
    insta::assert_snapshot!("diagnosis-over-a-report", both(&desk, "diagnose s --out s/out"));
    assert!(desk.path("s/out/report.html").is_file());
}

#[test]
fn a_diagnosis_is_not_replaced_by_a_run() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("diagnose s --out s/out").code, Some(0));
    insta::assert_snapshot!("report-over-a-diagnosis", both(&desk, "run s --out s/out"));
    assert!(desk.path("s/out/diagnosis.html").is_file());
}

#[test]
fn bad_settings_are_all_told() {
    let desk = Desk::with_study();
    let settings = "[diagnosis]\nsize = [\"employee\", \"x\"]\nby = [\"sector\"]\nperiod = \"2031\"\nhigh = 1.5\nalfa = 0.7\n\n[register]";
    desk.edit("s/study.toml", "[register]", settings);
    let form = both(&desk, "diagnose s");
    desk.edit("s/study.toml", "high = 1.5\nalfa = 0.7\n", "");
    let names = both(&desk, "check s");
    desk.edit("s/study.toml", "size = [\"employee\", \"x\"]\nby = [\"sector\"]\n", "");
    insta::assert_snapshot!("diagnosis-settings", [form, names, both(&desk, "diagnose s")].concat());
}

#[test]
fn an_indicator_without_data_is_an_error_and_the_rest_goes_on() {
    let desk = Desk::with_study();
    // No patents at all: the min-max of the base has nothing to go by, which stops a run.
    let data = desk.read("s/data.csv");
    let (heading, rows) = data.split_once('\n').unwrap();
    assert!(heading.ends_with("（件）"), "patents stand last: {heading}");
    let blank =
        |row: &str| row.rsplit_once(',').map_or_else(|| row.to_owned(), |(kept, _)| format!("{kept},"));
    let rows: Vec<String> = rows.lines().map(blank).collect();
    desk.write("s/data.csv", &format!("{heading}\n{}\n", rows.join("\n")));
    assert_eq!(desk.run("run s").code, Some(2));
    let done = desk.run("diagnose s --lang en");
    assert_eq!(done.code, Some(1), "{}", done.show());
    assert!(done.stdout.contains("error[dia002]"), "{}", done.stdout);
}
