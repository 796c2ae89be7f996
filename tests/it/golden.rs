//! The bundled demonstration study against scores worked out again by a script that shares no code with this crate:
//! `tests/references/demo_scores.py`.

use std::fs;
use std::path::Path;

use quanheng::study::Study;
use quanheng::vocab::Period;

/// Sums run in another order there, so not every bit is the same.
const TOLERANCE: f64 = 1e-9;

#[test]
fn twenty_firms_have_the_scores_of_an_independent_calculation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (study, problems) = Study::load(&root.join("studies/shuangqian-demo/study.toml"));
    assert!(problems.is_empty(), "{problems:?}");
    let (loaded, _) = study.unwrap().read();
    let scored = loaded.unwrap().evaluate(|_| {}).unwrap();
    let scores = &scored.scores;
    let table = fs::read_to_string(root.join("tests/references/demo_scores.csv")).unwrap();
    let mut differing = Vec::new();
    let mut compared = 0;
    for line in table.lines().skip(1) {
        let [unit, node, score, coverage, imputed] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("five fields: {line}")
        };
        let index = scores.index();
        let row = index.find(index.unit_by_id(unit).unwrap(), Period::year(2025)).unwrap();
        let found = scores.find(node).unwrap();
        let expected = [Some(coverage), Some(imputed), Some(score).filter(|text| !text.is_empty())]
            .map(|text| text.map(|text| text.parse::<f64>().unwrap()));
        for (got, expected) in [Some(found.coverage(row)), Some(found.imputed_share(row)), found.get(row)]
            .into_iter()
            .zip(expected)
        {
            compared += 1;
            let close = match (got, expected) {
                (Some(got), Some(expected)) => (got - expected).abs() <= TOLERANCE * expected.abs(),
                (got, expected) => got == expected,
            };
            if !close {
                differing.push(format!("{unit} {node}: {got:?} is not {expected:?}"));
            }
        }
    }
    assert_eq!(compared, 20 * 5 * 3);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
