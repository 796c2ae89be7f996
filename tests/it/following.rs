//! The tables of intermediate values lead from raw values to the score by hand: the numbers in the files are those of the engine.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use quanheng::study::{Loaded, Steps, Study, create};

/// A CSV file as records by heading.
fn records(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().unwrap().clone();
    let record = |record: csv::StringRecord| {
        headings.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|row| record(row.unwrap())).collect()
}

fn number(text: &str) -> Option<f64> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

fn loaded(folder: &Path) -> Loaded {
    let (study, found) = Study::load(folder);
    let (loaded, more) = study.unwrap_or_else(|| panic!("{found:?}")).read();
    loaded.unwrap_or_else(|| panic!("{more:?}"))
}

#[test]
fn a_score_is_added_up_again_from_the_tables() {
    let home = tempfile::tempdir().unwrap();
    create(&home.path().join("s")).unwrap();
    let loaded = loaded(&home.path().join("s"));
    let out = home.path().join("out");
    loaded.run_with(&out, Steps::Written, |_| {}).unwrap();
    let scored = loaded.evaluate(|_| {}).unwrap();
    let framework = scored.scorecard.definition().framework();
    let rows: Vec<usize> = loaded.periods.iter().flat_map(|p| scored.scores.index().rows_in(*p)).collect();
    let (mut aggregates, mut ranked) = (0, 0);
    for entry in records(&out.join("steps/index.csv")) {
        let file = &entry["文件"];
        let table = records(&out.join("steps").join(file));
        let node = framework.find(&entry["节点"]).unwrap();
        if file.contains("-indicator-") && entry["内容"] == "从原始值到得分" {
            let column = scored.leaves.column(node).unwrap();
            for (record, row) in table.iter().zip(&rows) {
                assert_eq!(number(&record["得分"]), column.score(*row), "{file}");
            }
        }
        if entry["内容"] == "位次" {
            ranked += 1;
            for (record, row) in table.iter().zip(&rows) {
                let ranks = scored.scores.ranks(node, scored.scores.index().row(*row).period);
                assert_eq!(number(&record["位次"]), ranks[*row].map(f64::from), "{file}");
            }
        }
        // The first table of an aggregate has all rows; the one behind it takes one row apart.
        if file.contains("-aggregation-") && table.iter().any(|record| record.contains_key("合成得分")) {
            aggregates += 1;
            let own = scored.scores.node(node).unwrap();
            for (record, row) in table.iter().zip(&rows) {
                let score = number(&record["合成得分"]);
                assert_eq!(score, own.get(*row), "{file}");
                let Some(score) = score else { continue };
                let all = |prefix: &str| {
                    let cells = record.iter().filter(|(heading, _)| heading.starts_with(prefix));
                    cells.filter_map(|(_, cell)| number(cell)).collect::<Vec<f64>>()
                };
                let added: f64 = all("贡献：").iter().sum();
                assert!((added - score).abs() <= 1e-12 * 100.0, "{file}: {added} is not {score}");
                let shares: f64 = all("份额：").iter().sum();
                assert!((shares - 1.0).abs() <= 1e-12, "{file}: {shares}");
            }
        }
    }
    assert_eq!(ranked, 1);
    assert_eq!(aggregates, framework.aggregates().count());
    assert!(fs::metadata(out.join("steps.xlsx")).unwrap().len() > 1000);
    let scratch = home.path().join("scratch");
    assert!(loaded.verify(&out, &scratch, |_| {}).unwrap().holds());
    // What somebody has put among the tables stays there, and an edited table is kept.
    fs::write(out.join("steps/note.txt"), "mine").unwrap();
    let edited = out.join("steps").join(&records(&out.join("steps/index.csv"))[0]["文件"]);
    fs::write(&edited, "edited").unwrap();
    let kept = loaded.run_with(&out, Steps::Written, |_| {}).unwrap().kept;
    assert_eq!(kept.foreign, ["steps/note.txt"]);
    assert_eq!(fs::read_to_string(out.join(&kept.edited[0].1)).unwrap(), "edited");
    // Without the tables only what is not ours is left of the folder.
    let kept = loaded.run(&out, |_| {}).unwrap().kept;
    assert_eq!(kept.foreign.len(), 2, "{kept:?}");
}
