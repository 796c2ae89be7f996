//! What is kept of a sensitivity analysis while it runs: finished ranges, used again, never trusted.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use quanheng::sensitivity::{Robustness, Stage};
use quanheng::study::{Heard, Loaded, Study, create};

fn loaded(folder: &Path) -> Loaded {
    let (study, problems) = Study::load(folder);
    let (loaded, problems) = study.unwrap_or_else(|| panic!("{problems:?}")).read();
    loaded.unwrap_or_else(|| panic!("{problems:?}"))
}

/// The analysis, and how many replicates it heard of.
fn analysed(loaded: &Loaded, out: &Path) -> (Robustness, u32) {
    let runs = AtomicU32::new(0);
    let heard = |heard: Heard| {
        if let Heard::Done(Stage::Replicates, more) = heard {
            runs.fetch_add(more, Ordering::Relaxed);
        }
    };
    let asked = loaded.asked(Some(600), Some(3));
    let scored = loaded.analyse(&asked, Some(out), |_| {}, &heard).unwrap();
    (scored.robustness.unwrap(), runs.load(Ordering::Relaxed))
}

#[test]
fn finished_ranges_are_used_again_and_damaged_ones_are_not() {
    let home = tempfile::tempdir().unwrap();
    create(home.path()).unwrap();
    let loaded = loaded(home.path());
    let out = home.path().join("sensitivity");
    let (first, runs) = analysed(&loaded, &out);
    assert_eq!(runs, 600);
    let kept = home.path().join(".sensitivity.ranges");
    let key = fs::read_dir(&kept).unwrap().next().unwrap().unwrap().path();
    let mut names: Vec<String> =
        fs::read_dir(&key).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["0-256.json", "256-512.json", "512-600.json"]);
    // One is cut short, one is another's, one is lost.
    let whole = fs::read_to_string(key.join("0-256.json")).unwrap();
    fs::write(key.join("0-256.json"), &whole[..whole.len() / 2]).unwrap();
    fs::write(key.join("256-512.json"), &whole).unwrap();
    fs::remove_file(key.join("512-600.json")).unwrap();
    assert_eq!(analysed(&loaded, &out), (first.clone(), 600));
    // Now all three are there again.
    assert_eq!(analysed(&loaded, &out), (first, 600));
}
