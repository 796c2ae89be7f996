//! Copeland over the tree of the ASEM indicators, and the shares of weight behind it, as COINr computes them; ties as whole weights decide them.

use std::path::Path;

use quanheng::ranking::{Copeland, Decision, Matrix, RankingMethod};
use quanheng::vocab::Direction::Positive;

use super::{Table, agree, folder};

const GROUPS: [&str; 11] = [
    "ConEcFin",
    "Environ",
    "Instit",
    "P2P",
    "Physical",
    "Political",
    "Social",
    "SusEcFin",
    "Conn",
    "Sust",
    "Index",
];

/// Scores of all units by node; indicators first, each group after its children.
struct Tree {
    units: Vec<String>,
    parents: Table,
    weights: Option<Table>,
    scores: Vec<(String, Vec<Option<f64>>)>,
}

impl Tree {
    fn read(oracles: &Path, values: &str, weights: Option<&str>) -> Tree {
        let values = Table::read(oracles, &format!("coinr/norm/{values}.csv"));
        let weights = weights.map(|name| Table::read(oracles, &format!("coinr/agg/{name}.csv")));
        let scores =
            values.columns.iter().map(|code| (code.clone(), values.column(code, &values.rows))).collect();
        Tree { units: values.rows, parents: by_code(oracles), weights, scores }
    }

    fn weight(&self, code: &str) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights.get(code, "Weight").unwrap())
    }

    fn children(&self, group: &str) -> Vec<&(String, Vec<Option<f64>>)> {
        let is_child = |code: &str| self.parents.text(code, "Parent") == group;
        self.scores.iter().filter(|(code, _)| is_child(code)).collect()
    }

    /// Values and weights of the children of a group.
    fn columns(&self, group: &str) -> (Vec<Vec<f64>>, Vec<f64>) {
        let children = self.children(group);
        assert!(!children.is_empty(), "{group}");
        let columns = children.iter().map(|(_, column)| column.iter().map(|value| value.unwrap()).collect());
        (columns.collect(), children.iter().map(|(code, _)| self.weight(code)).collect())
    }

    fn copeland(mut self) -> Tree {
        for group in GROUPS {
            let (columns, weights) = self.columns(group);
            let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let decision = Decision::new(&views, &vec![Positive; views.len()], &weights).unwrap();
            let scores = Copeland::of(&decision).ranked().scores;
            self.scores.push((group.to_owned(), scores.into_iter().map(Some).collect()));
        }
        self
    }
}

/// The metadata by the code of the indicator, which stands in the second column.
fn by_code(oracles: &Path) -> Table {
    let text = std::fs::read_to_string(oracles.join("coinr/asem/iMeta.csv")).unwrap();
    let turned: Vec<String> = text
        .lines()
        .map(|line| {
            let (level, rest) = line.split_once(',').unwrap();
            let (code, rest) = rest.split_once(',').unwrap();
            format!("{code},{level},{rest}")
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("iMeta.csv"), turned.join("\n")).unwrap();
    Table::read(folder.path(), "iMeta.csv")
}

fn holds(oracles: &Path, weights: Option<&str>, expected: &str) {
    let tree = Tree::read(oracles, "minmax_1_100", weights).copeland();
    let expected = Table::read(oracles, &format!("coinr/agg/{expected}.csv"));
    for group in GROUPS {
        let (_, scores) = tree.scores.iter().find(|(code, _)| code == group).unwrap();
        for (unit, score) in tree.units.iter().zip(scores) {
            expected.agree(unit, group, *score);
        }
    }
}

#[test]
fn copeland_with_equal_weights() {
    let Some(oracles) = folder() else { return };
    holds(&oracles, None, "copeland");
}

#[test]
fn copeland_keeps_exact_ties_of_unequal_weights() {
    // Compared with a half in binary numbers the shares lose ties: five units of one group, two of another and two of the index.
    let Some(oracles) = folder() else { return };
    holds(&oracles, Some("weights_unequal"), "copeland_uneq_exact_rational");
}

#[test]
fn shares_of_weight_by_which_one_unit_outranks_another() {
    let Some(oracles) = folder() else { return };
    for (name, weights) in [("equal", None), ("uneq", Some("weights_unequal"))] {
        let tree = Tree::read(&oracles, "minmax_1_100", weights);
        let (columns, weights) = tree.columns("Physical");
        let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let directions = vec![Positive; views.len()];
        let matrix =
            Matrix { columns: &views, directions: &directions, weights: &weights, ..Matrix::default() };
        let tables = RankingMethod::Copeland {}.working(&matrix, &[]).unwrap();
        let file = format!("coinr/agg/outrank_Physical_{name}.csv");
        let expected = Table::read(&oracles, &file);
        for (a, unit) in tree.units.iter().enumerate() {
            for (b, other) in tree.units.iter().enumerate().filter(|(b, _)| *b != a) {
                let margin = tables[1].rows[a].1[b].unwrap();
                let place = format!("{file}, {unit} over {other}");
                agree(Some((1.0 + margin) / 2.0), expected.get(unit, other), &place);
            }
        }
    }
}
