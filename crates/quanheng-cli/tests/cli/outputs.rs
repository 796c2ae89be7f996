//! The output folder: what is replaced, what is kept, what is compared; and where the printed things go.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::desk::{Desk, both};

#[test]
fn a_second_run_keeps_what_is_not_its_own() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("run s").code, Some(0));
    desk.write("s/out/minutes.txt", "of the meeting");
    desk.write("s/out/report.html", "<p>edited</p>");
    insta::assert_snapshot!("second-run", both(&desk, "run s"));
    assert_eq!(desk.read("s/out/report.edited.html"), "<p>edited</p>");
    assert_eq!(desk.read("s/out/minutes.txt"), "of the meeting");
    assert_eq!(desk.run("verify s").code, Some(0), "files of others are nothing to verify");
    assert_eq!(desk.list("s"), ["data.csv", "definition", "out", "study.toml", "units.csv"]);
}

#[test]
fn tables_of_intermediate_values_are_written_on_request() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("run s --steps").code, Some(0));
    assert!(desk.list("s/out").contains(&"steps.xlsx".to_owned()));
    let tables = desk.list("s/out/steps");
    assert!(tables.iter().any(|name| name.starts_with("01-indicator-")), "{tables:?}");
    assert_eq!(desk.run("verify s").code, Some(0));
    desk.run("fit s -q --out card.json");
    assert_eq!(desk.run("score s --scorecard card.json --steps").code, Some(2), "it needs a file of scores");
    assert_eq!(desk.run("score s -q --scorecard card.json --steps --out new/scores.csv").code, Some(2));
    fs::create_dir_all(desk.path("new")).unwrap();
    assert_eq!(desk.run("score s -q --scorecard card.json --steps --out new/scores.csv").code, Some(0));
    assert_eq!(desk.list("new/steps"), tables);
}

#[test]
fn verify_names_what_is_not_the_same() {
    let desk = Desk::with_study();
    let mut all = both(&desk, "verify s");
    desk.run("run s");
    desk.write("s/out/scores.csv", "unit,score\nE01,100\n");
    fs::remove_file(desk.path("s/out/report.docx")).unwrap();
    all += &both(&desk, "verify s");
    desk.run("run s");
    desk.edit("s/data.csv", "E02,2023,123.3", "E02,2023,124.3");
    all += &both(&desk, "verify s");
    all += &both(&desk, "verify s --format json");
    desk.run("run s");
    desk.edit("s/out/manifest.json", "quanheng 0", "quanheng 9");
    all += &both(&desk, "verify s");
    desk.write("s/out/manifest.json", "{");
    all += &both(&desk, "verify s");
    insta::assert_snapshot!("verify", all);
}

#[test]
fn outputs_that_cannot_be_written() {
    let desk = Desk::with_study();
    desk.write("file", "");
    fs::create_dir_all(desk.path("thesis")).unwrap();
    desk.write("thesis/thesis.docx", "years of work");
    let words = [
        "run s --out file",
        "run s --out file/below",
        "run s --out thesis",
        "fit s -q --out thesis",
        "fit s -q --out file/card.json",
    ];
    let mut all = words.map(|words| both(&desk, words)).concat();
    desk.run("run s --out results");
    fs::create_dir_all(desk.path("results/deep")).unwrap();
    for here in ["results", "results/deep"] {
        let words = if here == "results" { "run ../s --out ." } else { "run ../../s --out .. --lang en" };
        all += &desk.done(desk.command(words).current_dir(desk.path(here)).output().unwrap()).show();
    }
    insta::assert_snapshot!("unwritable", all);
    assert_eq!(desk.list("thesis"), ["thesis.docx"]);
    assert!(desk.path("results/report.html").is_file());
}

#[test]
fn what_is_read_is_never_overwritten() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("fit s -q --out card.json").code, Some(0));
    desk.write("notes.txt", "of the meeting");
    let inputs = ["s/data.csv", "s/units.csv", "s/study.toml", "s/definition/framework.toml"];
    let before: Vec<String> =
        inputs.iter().chain(&["card.json", "notes.txt"]).map(|name| desk.read(name)).collect();
    for input in inputs {
        for words in ["fit s -q", "score s -q --scorecard card.json"] {
            let done = desk.run(&format!("{words} --out {input}"));
            assert!(
                done.code == Some(2) && done.stderr.contains("out009"),
                "{words} {input}: {}",
                done.show()
            );
        }
    }
    let words = [
        "score s -q --scorecard card.json --out s/../s/definition/../data.csv",
        "score s -q --scorecard card.json --out ./card.json",
        "fit s -q --out notes.txt",
    ];
    insta::assert_snapshot!("inputs", words.map(|words| both(&desk, words)).concat());
    let after: Vec<String> =
        inputs.iter().chain(&["card.json", "notes.txt"]).map(|name| desk.read(name)).collect();
    assert_eq!(before, after);
    // A scorecard may be replaced, and so may an empty file.
    desk.write("empty.json", "");
    for words in ["fit s -q --out card.json", "fit s -q --out empty.json"] {
        assert_eq!(desk.run(words).code, Some(0));
    }
}

#[test]
fn ranks_are_whole_numbers() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("fit s -q --out card.json").code, Some(0));
    let scores = desk.run("score s -q --scorecard card.json --format json").stdout;
    let value: serde_json::Value = serde_json::from_str(&scores).unwrap();
    assert!(value[0]["rank"].is_u64() && value[0]["score"].is_f64(), "{}", value[0]);
}

#[test]
fn findings_of_a_kind_name_indicators_and_periods() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("fit s -q --out card.json").code, Some(0));
    let without_profit = |(at, line): (usize, &str)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[4] = if at == 0 { cells[4] } else { "" };
        cells.join(",") + "\n"
    };
    let data: String = desk.read("s/data.csv").lines().enumerate().map(without_profit).collect();
    desk.write("s/data.csv", &data);
    insta::assert_snapshot!(
        "findings-of-a-kind",
        both(&desk, "score s --scorecard card.json --out scores.csv")
    );
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("run s --out one --threads 1").code, Some(0));
    assert_eq!(desk.run("run s --out four --threads 4").code, Some(0));
    for name in desk.list("one") {
        let bytes = |folder: &str| fs::read(desk.path(folder).join(&name)).unwrap();
        assert_eq!(bytes("one"), bytes("four"), "{name}");
    }
}

#[test]
fn quiet_prints_neither_notes_nor_progress() {
    let desk = Desk::with_study();
    let done = desk.run("run s --quiet");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
}

#[test]
fn data_goes_to_stdout_without_colour() {
    let desk = Desk::with_study();
    for words in ["run s", "check s", "fit s", "explain s E01", "explain s E99", "run nowhere", "verify s"] {
        let done = desk.done(desk.command(words).env("CLICOLOR_FORCE", "1").output().unwrap());
        assert!(!(done.stdout + &done.stderr).contains('\u{1b}'), "{words}");
        let done = desk.run(words);
        assert_eq!(done.stdout.is_empty(), done.code == Some(2), "{words}: {}", done.show());
    }
}

#[test]
fn run_as_json() {
    let desk = Desk::with_study();
    let done = desk.run("run s --format json");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
    let value: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(value["out"], "s/out");
    assert_eq!((value["rows"].as_u64(), value["scored"].as_u64()), (Some(20), Some(20)));
    assert_eq!(value["outputs"].as_object().unwrap().len(), 6);
    for line in desk.run("run nowhere --format json").stderr.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["severity"], "error");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::with_study();
    for words in ["fit s", "explain s E01", "completions bash", "--help", "run s"] {
        let mut child = desk.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{words}: {said}");
        assert!(!said.contains("panicked"), "{words}: {said}");
    }
}

#[test]
fn a_killed_run_leaves_the_previous_result_whole() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("run s").code, Some(0));
    let before = desk.read("s/out/manifest.json");
    desk.edit("s/data.csv", "E02,2023,123.3", "E02,2023,124.3");
    let mut child = desk.command("run s").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // Killed as soon as it has begun to fill its folder; should it be done before we look, the result is the new one.
    let begun = Instant::now();
    while !desk.path("s/.out.partial").exists() && begun.elapsed() < Duration::from_secs(20) {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let _ = child.kill();
    let ended = child.wait().unwrap();
    if !ended.success() {
        assert_eq!(desk.read("s/out/manifest.json"), before);
        assert_eq!(desk.list("s/out").len(), 7);
    }
    let next = desk.run("run s");
    assert_eq!(next.code, Some(0), "{}", next.stderr);
    assert_eq!(desk.run("verify s").code, Some(0));
    assert_eq!(desk.list("s"), ["data.csv", "definition", "out", "study.toml", "units.csv"]);
}

#[test]
fn of_two_runs_at_once_one_writes() {
    let desk = Desk::with_study();
    let children: Vec<_> = (0..4)
        .map(|_| {
            desk.command("run s --lang en").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut fine = 0;
    for child in children {
        let done = desk.done(child.wait_with_output().unwrap());
        match done.code {
            Some(0) => fine += 1,
            code => assert!(code == Some(2) && done.stderr.contains("out004"), "{}", done.show()),
        }
    }
    assert!(fine >= 1);
    assert_eq!(desk.run("verify s").code, Some(0));
}
