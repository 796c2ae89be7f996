//! What a reader sees of a sensitivity analysis: verdict, chapter, tables and files, of a small study whose replicates are counted one by one.

mod made;

use std::collections::BTreeSet;

use quanheng::report::render::markdown;
use quanheng::report::{
    Report, compose, files, sensitivity_data_files, sensitivity_files, sensitivity_spoken,
    sensitivity_summary,
};
use quanheng::sensitivity::{Rising, Robustness};
use quanheng::vocab::Language;

use made::Made;

const LANGUAGES: [Language; 2] = [Language::Zh, Language::En];

/// The verdict, a rule and a sentence a line.
fn verdict(made: &Made) -> String {
    let spoken = sensitivity_spoken(&made.results(), &made.all);
    let lines = spoken.verdict.iter().map(|one| format!("{} [{:?}] {}", one.rule, one.tone, one.text));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_verdict_follows_from_the_numbers() {
    insta::assert_snapshot!("sensitivity-verdict-zh", verdict(&Made::new(Language::Zh)));
    insta::assert_snapshot!("sensitivity-verdict-en", verdict(&Made::new(Language::En)));
}

#[test]
fn the_chapter_in_both_languages() {
    for (language, name) in
        [(Language::Zh, "sensitivity-chapter-zh"), (Language::En, "sensitivity-chapter-en")]
    {
        let made = Made::new(language);
        let files = sensitivity_files(&made.results(), &made.all).unwrap();
        let (_, page) = files.iter().find(|(name, _)| name == "sensitivity.md").unwrap();
        let program = format!("quanheng {}", env!("CARGO_PKG_VERSION"));
        let text = String::from_utf8(page.clone()).unwrap().replace(&program, "quanheng VERSION");
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn the_terminal_gets_the_verdict_and_the_first_ranks() {
    let both = LANGUAGES.map(|language| {
        let made = Made::new(language);
        sensitivity_summary(&made.results(), &made.all)
    });
    insta::assert_snapshot!("sensitivity-summary", both.join("\n\n"));
}

#[test]
fn the_report_is_whole_with_the_chapter() {
    let made = Made::new(Language::Zh);
    let Report { document, .. } = compose(&made.results()).unwrap();
    let found = document.check();
    assert!(found.is_empty(), "{found:?}");
    let text = markdown::render(&document);
    // The table of all units has the interval beside the rank.
    assert!(text.contains("位次站得住吗") && text.contains("| 位次 | 位次区间 | 对象 |"), "{text}");
}

/// Runs of digits with what belongs to a number in between.
fn numbers(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let runs = runs.map(|run| run.trim_matches(|c: char| !c.is_ascii_digit()));
    runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_number_of_the_verdict_is_a_fact_and_nothing_claims_a_cause() {
    for language in LANGUAGES {
        let made = Made::new(language);
        let spoken = sensitivity_spoken(&made.results(), &made.all);
        let known: BTreeSet<String> =
            spoken.facts.iter().flat_map(|(_, fact)| numbers(&fact.printed)).collect();
        for sentence in &spoken.verdict {
            for number in numbers(&sentence.text) {
                // “cannot be told from 0” is a rule, no number of this study.
                assert!(number == "0" || known.contains(&number), "{number} in: {}", sentence.text);
            }
        }
        for word in [
            "导致",
            "带动",
            "促使",
            "引起",
            "决定了",
            "caused",
            "led to",
            "because of",
            "driven by",
            "due to",
        ] {
            assert!(spoken.verdict.iter().all(|one| !one.text.contains(word)), "{word}");
        }
    }
}

/// A change whose verdict is not “rises” is nowhere told as a rise.
#[test]
fn no_rise_is_claimed_that_cannot_be_told() {
    let mut made = Made::new(Language::Zh);
    for change in &mut made.all.changes {
        change.units.iter_mut().for_each(|unit| unit.verdict = Rising::Indistinguishable);
    }
    let told = verdict(&made);
    assert!(told.contains("0个的得分升幅可区分") && !told.contains("升幅可区分且最大"), "{told}");
}

#[test]
fn tables_for_programs() {
    let made = Made::new(Language::En);
    let files = sensitivity_data_files(&made.results(), &made.all);
    let mut shown = String::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let first: Vec<&str> = text.trim_start_matches('\u{feff}').lines().take(3).collect();
        shown += &format!("{name} ({} lines)\n  {}\n", text.lines().count(), first.join("\n  "));
    }
    insta::assert_snapshot!("sensitivity-tables", shown);
    for language in LANGUAGES {
        let other = Made::new(language);
        let again = sensitivity_data_files(&other.results(), &other.all);
        let ranks =
            |files: &[(String, Vec<u8>)]| files.iter().find(|f| f.0 == "ranks.csv").unwrap().1.clone();
        assert!(ranks(&files) == ranks(&again), "numbers know no language");
    }
}

#[test]
fn json_has_everything_with_units_by_id() {
    let made = Made::new(Language::En);
    let files = sensitivity_data_files(&made.results(), &made.all);
    let json = &files.iter().find(|(name, _)| name == "sensitivity.json").unwrap().1;
    let value: serde_json::Value = serde_json::from_slice(json).unwrap();
    let node = &value["uncertainty"][0];
    assert_eq!(node["units"][0]["unit"], node["tiers"][0]["units"][0]);
    for unit in [
        &node["units"][0]["unit"],
        &node["wins"]["units"][1],
        &value["changes"][0]["units"][0]["unit"],
        &value["left_out"][0]["first"],
        &value["left_out"][0]["largest"][0],
        &value["reversal"]["worst"][0],
        &value["exact"]["units"][0]["unit"],
        &value["exact"]["overtaking"][0]["ahead"],
        &value["acceptability"]["units"][0],
    ] {
        assert!(unit.as_str().is_some_and(|id| id.starts_with('u')), "{unit}");
    }
    assert_eq!(value["run"]["seed"], 2026);
}

/// Parts that were not asked for, or came to nothing, leave no trace, no panic and no half sentence.
#[test]
fn what_is_not_there_is_not_told() {
    type Change = fn(&mut Robustness);
    let changes: [Change; 8] = [
        |all| all.attribution = None,
        |all| all.exact = None,
        |all| all.acceptability = None,
        |all| all.reversal = None,
        |all| all.left_out.clear(),
        |all| all.changes.clear(),
        |all| all.run.failures.clear(),
        |all| all.uncertainty.clear(),
    ];
    for language in LANGUAGES {
        let mut made = Made::new(language);
        for change in changes {
            change(&mut made.all);
            let told = sensitivity_summary(&made.results(), &made.all);
            assert!(!told.contains("NaN") && !told.contains("{sensitivity"), "{told}");
            let files = sensitivity_data_files(&made.results(), &made.all);
            assert!(files.iter().any(|(name, _)| name == "ranks.csv"));
        }
    }
    // Pictures take long: a page is made once, with next to nothing left.
    let mut made = Made::new(Language::En);
    changes.iter().for_each(|change| change(&mut made.all));
    let Report { document, .. } = compose(&made.results()).unwrap();
    let text = markdown::render(&document);
    assert!(!text.contains("NaN") && document.check().is_empty(), "{text}");
}

/// One unit, no unit with a score in any replicate: said, not divided by.
#[test]
fn no_replicate_with_a_score() {
    let mut made = Made::new(Language::En);
    for node in &mut made.all.uncertainty {
        node.units.truncate(1);
        node.units[0].scored = 0;
        node.units[0].taken.clear();
        node.wins = None;
        node.tiers.clear();
    }
    let text = verdict(&made);
    assert!(!text.contains("NaN") && !text.contains("is first in"), "{text}");
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let made = Made::new(Language::Zh);
    let results = made.results();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| sensitivity_files(&results, &made.all).unwrap())
    };
    let (one, four) = (run(1), run(4));
    assert!(one == four);
    if let Some(folder) = option_env!("CARGO_TARGET_TMPDIR") {
        // Left to be looked at.
        let folder = std::path::Path::new(folder).join("sensitivity");
        std::fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in one {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

#[test]
fn a_run_has_the_folder_the_sheets_and_the_chapter() {
    let made = Made::new(Language::En);
    let files = files(&made.results()).unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        names.contains(&"sensitivity/ranks.csv") && names.contains(&"sensitivity/sensitivity.json"),
        "{names:?}"
    );
    let page = files.iter().find(|(name, _)| name == "report.html").unwrap();
    let page = String::from_utf8_lossy(&page.1);
    assert!(page.contains("Would the ranking hold?") && page.contains("Rank intervals"));
}
