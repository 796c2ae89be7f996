//! A study whose weights come from judgement and data together, from its files to the page.

use std::fs;
use std::path::Path;

use quanheng::report::render::markdown;
use quanheng::report::{Order, compose};
use quanheng::scorecard::{Scorecard, explain};
use quanheng::study::{Loaded, Study};
use quanheng::vocab::{Language, Period};

/// The worked example of the Handbook with the weights of its experts combined with weights from its data.
fn study(home: &Path) -> Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (from, to) in [("indicators/tai/2001-bap", "definition"), ("datasets/tai/2001", "data")] {
        fs::create_dir_all(home.join(to)).unwrap();
        for entry in fs::read_dir(root.join(from)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), home.join(to).join(entry.file_name())).unwrap();
        }
    }
    let text = fs::read_to_string(root.join("studies/tai/study.toml")).unwrap();
    let text =
        text.replace("../../indicators/tai/2001", "definition").replace("../../datasets/tai/2001", "data");
    fs::write(home.join("study.toml"), text).unwrap();
    let path = home.join("definition/framework.toml");
    let text = fs::read_to_string(&path).unwrap();
    let (before, after) = text.split_once("weighting = ").unwrap();
    let (given, rest) = after.split_once('\n').unwrap();
    let root = format!(
        "weighting = {{ method = \"combination\", rule = \"linear\", cap = 0.3, of = [{given}, {{ method = \"critic\", conflict = \"pearson\" }}] }}"
    );
    let dimensions = format!(
        "weighting = {{ method = \"combination\", rule = \"geometric\", shares = [2, 1], of = [{given}, {{ method = \"entropy\", values = {{ form = \"min-max\" }} }}] }}"
    );
    let rest = rest.replacen(&format!("weighting = {given}"), &dimensions, 1);
    fs::write(&path, format!("{before}{root}\n{rest}")).unwrap();
    let (study, problems) = Study::load(home);
    let (loaded, more) = study.unwrap_or_else(|| panic!("{problems:?}")).read();
    loaded.unwrap_or_else(|| panic!("{more:?}"))
}

#[test]
fn the_report_says_where_the_weights_come_from() {
    let home = tempfile::tempdir().unwrap();
    let loaded = study(home.path());
    let scored = loaded.evaluate(|_| {}).unwrap();
    let mut shown = String::new();
    for language in [Language::Zh, Language::En] {
        let order = Order { language, ..loaded.order() };
        let report = compose(&loaded.results(&order, &scored)).unwrap();
        assert_eq!(report.document.check(), []);
        let text = markdown::render(&report.document);
        let (from, to) = match language {
            Language::Zh => ("权重的来源", "复核"),
            Language::En => ("Where the weights come from", "To check the numbers"),
        };
        let start = text.rfind(from).unwrap();
        let end = start + text[start..].find(to).unwrap();
        shown.push_str(&text[start..end]);
    }
    let finland = explain(&scored.scorecard, &loaded.panel, "FIN", Period::year(2001), "tai").unwrap();
    let fingerprint = &scored.scorecard.fingerprint()[..12];
    shown.push_str(&finland.render(Language::Zh).replace(fingerprint, "FINGERPRINT"));
    shown.push_str(&finland.render(Language::En).replace(fingerprint, "FINGERPRINT"));
    insta::assert_snapshot!(shown);
}

#[test]
fn contributions_and_tables_use_the_frozen_shares() {
    let home = tempfile::tempdir().unwrap();
    let loaded = study(home.path());
    let scored = loaded.evaluate(|_| {}).unwrap();
    let card = &scored.scorecard;
    let framework = card.definition().framework();
    let root = framework.root();
    let below: f64 = framework.indicators().map(|(id, _, _)| card.effective_weight(id)).sum();
    assert!((below - 1.0).abs() < 1e-12 && card.effective_weight(root) == 1.0);
    assert!(framework.indicators().all(|(id, _, _)| framework.effective_weight(id).is_none()));
    assert_eq!(framework.effective_weight(root), Some(1.0));
    // The remark that `check` prints, once for each aggregate.
    let remarks = card.definition().remarks();
    assert_eq!(remarks.len(), 5);
    assert!(remarks.iter().all(|remark| remark.code.0 == "def116"));
    let out = home.path().join("out");
    loaded.run(&out, |_| {}).unwrap();
    let written = fs::read_to_string(out.join("scorecard.json")).unwrap();
    let read = Scorecard::from_json(&written).unwrap();
    assert_eq!(read.weights(), card.weights());
    assert_eq!(read.aggregates(), card.aggregates());
    assert_eq!(read.to_json(), written);
}
