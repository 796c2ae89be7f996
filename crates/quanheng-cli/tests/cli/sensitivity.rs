//! `quanheng sensitivity` on a small study: what it prints, what it writes, that it goes on where it was, how it ends.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::desk::{Desk, both};

/// Everything a folder holds, by name.
fn whole(desk: &Desk, folder: &str) -> Vec<(String, Vec<u8>)> {
    desk.list(folder)
        .into_iter()
        .map(|name| (name.clone(), fs::read(desk.path(folder).join(&name)).unwrap()))
        .collect()
}

/// A study that declares what could have been decided otherwise.
fn declared() -> Desk {
    let desk = Desk::with_study();
    let text = desk.read("s/study.toml");
    // What the template declares, if anything, is not what is tested here.
    let head = text.split("\n[sensitivity]").next().unwrap().to_owned();
    let table = "\n[sensitivity]\ndraws = 300\nseed = 5\ntop = [1, 2]\n\n[[sensitivity.factor]]\nid = \"weights\"\nkind = \"weights\"\nlaw = { spread = 0.4 }\n";
    desk.write("s/study.toml", &format!("{head}{table}"));
    desk
}

#[test]
fn a_folder_holds_page_tables_and_json_the_same_on_any_number_of_threads() {
    let desk = declared();
    let done = desk.run("sensitivity s --lang en");
    assert_eq!(done.code, Some(0), "{}", done.show());
    insta::assert_snapshot!("sensitivity", both(&desk, "sensitivity s"));
    let before = whole(&desk, "s/sensitivity");
    let names: Vec<&str> = before.iter().map(|(name, _)| name.as_str()).collect();
    insta::assert_snapshot!("sensitivity-files", names.join(" "));
    assert_eq!(desk.run("sensitivity s --threads 1").code, Some(0));
    assert!(whole(&desk, "s/sensitivity") == before);
    assert_eq!(desk.run("verify s --out s/sensitivity").code, Some(0));
    // Nothing is left beside it.
    assert!(desk.list("s").iter().all(|name| !name.starts_with('.')), "{:?}", desk.list("s"));
    insta::assert_snapshot!("sensitivity-ranks", desk.read("s/sensitivity/ranks.csv"));
    let text = desk.read("s/sensitivity/replicates.csv");
    assert_eq!(text.lines().count(), 301, "a row a replicate and the headings");
}

#[test]
fn a_run_has_the_same_numbers_and_verify_covers_them() {
    let desk = declared();
    assert_eq!(desk.run("run s").code, Some(0));
    assert_eq!(desk.run("sensitivity s").code, Some(0));
    for name in ["ranks.csv", "sensitivity.json", "replicates.csv"] {
        assert!(
            desk.read(&format!("s/out/sensitivity/{name}")) == desk.read(&format!("s/sensitivity/{name}")),
            "{name}"
        );
    }
    assert!(desk.read("s/out/report.html").contains("位次站得住吗"));
    assert_eq!(desk.run("verify s").code, Some(0));
    desk.write("s/out/sensitivity/ranks.csv", "edited");
    assert_eq!(desk.run("verify s").code, Some(1));
}

#[test]
fn a_run_that_was_killed_goes_on_and_gives_the_same() {
    let desk = declared();
    let words = "sensitivity s --draws 6000";
    assert_eq!(desk.run(words).code, Some(0));
    let first = whole(&desk, "s/sensitivity");
    let mut again = desk
        .command(&format!("{words} --out s/other"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let kept = desk.path("s/.other.ranges");
    // It may be done before it is killed; the result is the same then too.
    while again.try_wait().unwrap().is_none() && !kept.exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    again.kill().unwrap();
    again.wait().unwrap();
    assert_eq!(desk.run(&format!("{words} --out s/other")).code, Some(0));
    assert!(whole(&desk, "s/other") == first);
    assert!(desk.list("s").iter().all(|name| !name.starts_with('.')), "{:?}", desk.list("s"));
}

#[test]
fn a_replicate_is_a_study_that_runs_alone() {
    let desk = declared();
    assert_eq!(desk.run("sensitivity s").code, Some(0));
    let done = desk.run("sensitivity s --replicate 17 --out r --lang en");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{}", done.show());
    insta::assert_snapshot!(
        "sensitivity-replicate",
        format!("{}\n{}", done.show(), desk.read("r/README.md"))
    );
    let ran = desk.run("run r");
    assert_eq!(ran.code, Some(0), "{}", ran.show());
    insta::assert_snapshot!("sensitivity-replicate-scores", desk.read("r/out/scores.csv"));
    assert_eq!(desk.run("sensitivity s --replicate 17 --out r").code, Some(2), "what is there stays");
    insta::assert_snapshot!("sensitivity-no-replicate", both(&desk, "sensitivity s --replicate 300 --out x"));
}

#[test]
fn a_study_that_declares_nothing_gets_a_default_and_is_told() {
    let desk = declared();
    let text = desk.read("s/study.toml");
    desk.write("s/study.toml", text.split("\n[sensitivity]").next().unwrap());
    let done = desk.run("sensitivity s --draws 100 --lang en");
    assert_eq!(done.code, Some(0), "{}", done.show());
    assert!(done.stdout.starts_with("study.toml has no [sensitivity]"), "{}", done.stdout);
    let json = desk.run("sensitivity s --draws 100 --format json");
    let value: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&value["declared"], &value["run"]["draws"]), (&false.into(), &100.into()));
    assert!(value["verdict"].as_array().is_some_and(|all| !all.is_empty()));
}

#[test]
fn a_report_is_not_replaced() {
    let desk = declared();
    assert_eq!(desk.run("run s").code, Some(0));
    insta::assert_snapshot!("sensitivity-over-a-report", both(&desk, "sensitivity s --out s/out"));
    assert!(desk.path("s/out/report.html").is_file());
}
