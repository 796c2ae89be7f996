//! Diagnosis against COINr: facts, correlations and their flags, Cronbach's α, principal components (49 indicators of 51 countries).

use std::collections::BTreeMap;
use std::path::Path;

use quanheng::diagnosis::{ColumnFacts, Flag, Settings, reliability, structure};
use quanheng::statistics::{CorrelationKind, Gapped, associate, associations};

use super::{Table, folder};

fn columns<'a>(table: &Table, names: impl IntoIterator<Item = &'a String>) -> Vec<Vec<Option<f64>>> {
    names.into_iter().map(|name| table.column(name, &table.rows)).collect()
}

fn slices(columns: &[Vec<Option<f64>>]) -> Vec<&[Option<f64>]> {
    columns.iter().map(Vec::as_slice).collect()
}

/// The names on one level of the tree below a node: `Conn`, `Pillar` gives its pillars.
fn below(oracles: &Path, node: &str, level: &str) -> Vec<String> {
    let lineage = Table::read(oracles, "coinr/asem/lineage.csv");
    let mut names: Vec<String> = Vec::new();
    for row in &lineage.rows {
        if lineage.columns.iter().any(|column| lineage.text(row, column) == node) {
            let name = if level == "Indicator" { row.clone() } else { lineage.text(row, level).to_owned() };
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

const LEVELS: [&str; 4] = ["Indicator", "Pillar", "Sub-index", "Index"];

#[test]
fn facts_of_columns_and_their_flags() {
    let Some(oracles) = folder() else { return };
    for set in ["raw", "denominated", "imputed", "treated", "normalised"] {
        let data = Table::read(&oracles, &format!("coinr/asem/data_{set}.csv"));
        let facts = Table::read(&oracles, &format!("coinr/asem/stats_{set}.csv"));
        for name in &facts.rows {
            let cells = data.column(name, &data.rows);
            let got = ColumnFacts::of(cells.iter().flatten().copied().collect(), cells.len());
            let zero = |x: f64| Some(x);
            let count = |x: usize| zero(x as f64);
            for (column, value) in [
                ("Min", got.min),
                ("Max", got.max),
                ("Mean", got.mean),
                ("Median", got.median),
                ("Std", got.deviation),
                ("Skew", got.skew),
                ("Kurt", got.kurtosis),
                ("N.Avail", count(got.available)),
                ("N.Unique", count(got.unique)),
                ("N.Same", count(got.most_common_count)),
                ("Frc.Avail", got.availability),
                ("Frc.NonZero", got.zeros.map(|zeros| 1.0 - zeros)),
                ("Frc.Unique", got.unique_share),
            ] {
                facts.agree(name, column, value);
            }
            let flags = got.flags(&Settings::default());
            for (column, flag, word) in [
                ("Flag.Avail", Flag::Availability, "LOW"),
                ("Flag.NonZero", Flag::Zeros, "LOW"),
                ("Flag.Unique", Flag::Unique, "LOW"),
                ("Flag.SkewKurt", Flag::Outliers, "OUT"),
            ] {
                let said = facts.text(name, column) == word;
                assert_eq!(flags.contains(&flag), said, "{set}, {name}, {column}");
            }
        }
    }
}

#[test]
fn correlations_of_every_pair() {
    let Some(oracles) = folder() else { return };
    let kinds = [
        ("pearson", CorrelationKind::Pearson),
        ("spearman", CorrelationKind::Spearman),
        ("kendall", CorrelationKind::Kendall),
    ];
    for (set, side) in [("raw", "49x49"), ("normalised", "49x49"), ("aggregated", "60x60")] {
        let data = Table::read(&oracles, &format!("coinr/asem/data_{set}.csv"));
        for (word, kind) in kinds {
            let expected = Table::read(&oracles, &format!("coinr/corr/{set}_{word}_{side}.csv"));
            let gapped: Vec<Gapped> =
                columns(&data, &expected.columns).iter().map(|column| Gapped::new(column)).collect();
            let mut found = associations(&gapped, kind).into_iter();
            for (i, row) in expected.columns.iter().enumerate() {
                for column in &expected.columns[..i] {
                    expected.agree(row, column, found.next().unwrap().value);
                }
                assert!((associate(&gapped[i], &gapped[i], kind).value.unwrap() - 1.0).abs() < 1e-15);
            }
            assert!(found.next().is_none());
        }
    }
}

#[test]
fn p_values_of_every_pair() {
    let Some(oracles) = folder() else { return };
    let data = Table::read(&oracles, "coinr/asem/data_raw.csv");
    for (file, kind) in [
        ("raw_pearson_pvalues", CorrelationKind::Pearson),
        ("raw_spearman_pvalues_exactFALSE", CorrelationKind::Spearman),
    ] {
        let expected = Table::read(&oracles, &format!("coinr/corr/{file}.csv"));
        let gapped: Vec<Gapped> =
            columns(&data, &expected.columns).iter().map(|column| Gapped::new(column)).collect();
        for (i, row) in expected.columns.iter().enumerate() {
            for (j, column) in expected.columns[..i].iter().enumerate() {
                expected.agree(row, column, associate(&gapped[i], &gapped[j], kind).p);
            }
        }
    }
}

#[test]
fn correlations_across_levels() {
    let Some(oracles) = folder() else { return };
    let data = Table::read(&oracles, "coinr/asem/data_aggregated.csv");
    let gapped = |name: &str| Gapped::new(&data.column(name, &data.rows));
    for file in ["1_2_withparent", "1_3_withparent", "2_3_withparent", "1_4", "2_4", "3_4"] {
        let list = Table::read_keyed(&oracles, &format!("coinr/corr/get_corr_levels_{file}.csv"), 2);
        assert!(list.rows.len() > 1);
        let upper: usize = file.chars().nth(2).and_then(|c| c.to_digit(10)).unwrap() as usize;
        let lower: usize = file.chars().next().and_then(|c| c.to_digit(10)).unwrap() as usize;
        for row in &list.rows {
            let (above, name) = row.split_once('/').unwrap();
            assert!(
                below(&oracles, above, LEVELS[lower - 1]).contains(&name.to_owned()),
                "{file} {upper} {row}"
            );
            let got = associate(&gapped(above), &gapped(name), CorrelationKind::Pearson);
            list.agree(row, "Correlation", got.value);
        }
    }
    let list = Table::read_keyed(&oracles, "coinr/corr/get_corr_level1_grouped2_pval0.05.csv", 2);
    for row in list.rows.iter() {
        let (a, b) = row.split_once('/').unwrap();
        let got = associate(&gapped(a), &gapped(b), CorrelationKind::Pearson);
        list.agree(row, "Correlation", got.value.filter(|_| a == b || got.p.is_some_and(|p| p <= 0.05)));
    }
}

#[test]
fn flags_within_groups_and_with_denominators() {
    let Some(oracles) = folder() else { return };
    let normalised = Table::read(&oracles, "coinr/asem/data_normalised.csv");
    let lineage = Table::read(&oracles, "coinr/asem/lineage.csv");
    let gapped: BTreeMap<&String, Gapped> = normalised
        .columns
        .iter()
        .map(|name| (name, Gapped::new(&normalised.column(name, &normalised.rows))))
        .collect();
    type Beyond = fn(f64) -> bool;
    let kinds: [(&str, Beyond); 2] = [("high0.75", |r| r > 0.75), ("low-0.5", |r| r < -0.5)];
    for (file, beyond) in kinds {
        let expected = Table::read_keyed(&oracles, &format!("coinr/corr/flags_{file}_group2.csv"), 3);
        let mut found = Vec::new();
        for (a, x) in &gapped {
            for (b, y) in gapped.iter().filter(|(b, _)| *b > a) {
                let group = lineage.text(a, "Pillar");
                let r = associate(x, y, CorrelationKind::Pearson).value.unwrap();
                if group == lineage.text(b, "Pillar") && beyond(r) {
                    let row = format!("{group}/{a}/{b}");
                    let row = if expected.rows.contains(&row) { row } else { format!("{group}/{b}/{a}") };
                    // The list is rounded to 15 digits.
                    expected.agree(&row, "Corr", Some(r));
                    found.push(row);
                }
            }
        }
        assert_eq!(found.len(), expected.rows.len(), "{file}: {found:?}");
    }
    let expected = Table::read_keyed(&oracles, "coinr/corr/denominator_corr_raw_abs0.6.csv", 2);
    let raw = Table::read(&oracles, "coinr/asem/data_raw.csv");
    // The second column of this file is the code of the unit.
    let sizes = Table::read_keyed(&oracles, "coinr/asem/iData.csv", 2);
    let row_of =
        |unit: &String| sizes.rows.iter().find(|row| row.ends_with(&format!("/{unit}"))).unwrap().clone();
    let rows: Vec<String> = raw.rows.iter().map(row_of).collect();
    let mut found = 0;
    for name in &raw.columns {
        for size in ["Area", "Energy", "GDP", "Population"] {
            let x = Gapped::new(&raw.column(name, &raw.rows));
            let y = Gapped::new(&sizes.column(size, &rows));
            let r = associate(&x, &y, CorrelationKind::Pearson).value;
            if r.is_some_and(|r| r.abs() > 0.6) {
                expected.agree(&format!("{name}/{size}"), "Corr", r);
                found += 1;
            }
        }
    }
    assert_eq!(found, expected.rows.len());
}

#[test]
fn cronbach_of_every_group() {
    let Some(oracles) = folder() else { return };
    let expected = Table::read_keyed(&oracles, "coinr/corr/cronbach.csv", 3);
    assert_eq!(expected.rows.len(), 26);
    for row in &expected.rows {
        let parts: Vec<&str> = row.split('/').collect();
        let set = parts[0].to_lowercase();
        let data = Table::read(&oracles, &format!("coinr/asem/data_{set}.csv"));
        let level = LEVELS[parts[2].parse::<usize>().unwrap() - 1];
        let items = columns(&data, &below(&oracles, parts[1], level));
        expected.agree(row, "alpha", reliability(&slices(&items)).alpha);
    }
}

#[test]
fn principal_components_of_every_group() {
    let Some(oracles) = folder() else { return };
    let mut compared = 0;
    for (set, level) in [("raw", 1), ("normalised", 1), ("aggregated", 2), ("aggregated", 3)] {
        let data = Table::read(&oracles, &format!("coinr/asem/data_{set}.csv"));
        let variance = Table::read_keyed(&oracles, &format!("coinr/pca/variance_{set}_level{level}.csv"), 3);
        let weights = Table::read(&oracles, &format!("coinr/pca/weights_{set}_level{level}.csv"));
        let mut groups: Vec<String> =
            variance.rows.iter().map(|row| row.split('/').next().unwrap().to_owned()).collect();
        groups.dedup();
        for group in groups {
            let stem = format!("{set}_level{level}_{group}.csv");
            compared += compare_components(&oracles, &data, &stem, &group, &variance, Some(&weights));
        }
    }
    let data = Table::read(&oracles, "coinr/asem/data_normalised.csv");
    let variance = Table::read_keyed(&oracles, "coinr/pca/variance_normalised_level1_nogroup.csv", 3);
    compared +=
        compare_components(&oracles, &data, "normalised_level1_nogroup_All.csv", "All", &variance, None);
    assert_eq!(compared, 20);
}

fn compare_components(
    oracles: &Path,
    data: &Table,
    stem: &str,
    group: &str,
    variance: &Table,
    weights: Option<&Table>,
) -> usize {
    let loadings = Table::read(oracles, &format!("coinr/pca/loadings_{stem}"));
    let scores = Table::read(oracles, &format!("coinr/pca/scores_{stem}"));
    let items = columns(data, &loadings.rows);
    let found = structure(&slices(&items)).unwrap();
    assert_eq!((found.used.len(), found.rows), (loadings.rows.len(), scores.rows.len()), "{stem}");
    let shares = found.shares();
    for (component, heading) in loadings.columns.iter().enumerate() {
        let row = format!("{group}/{}/{}", found.rows, component + 1);
        variance.agree(&row, "eigenvalue", Some(found.eigenvalues[component]));
        variance.agree(&row, "sdev", Some(found.eigenvalues[component].sqrt()));
        variance.agree(&row, "prop_var", Some(shares[component]));
        let vector = &found.vectors[component];
        // Up to sign: the largest entry decides, as a small one may be rounding.
        let largest = (0..vector.len()).max_by(|a, b| vector[*a].abs().total_cmp(&vector[*b].abs())).unwrap();
        let sign = (loadings.get(&loadings.rows[largest], heading).unwrap() * vector[largest]).signum();
        for (name, entry) in loadings.rows.iter().zip(vector) {
            near(loadings.get(name, heading), sign * entry, 1.0, &format!("{stem} {name} {heading}"));
            if let Some(weights) = weights.filter(|_| component == 0) {
                near(weights.get(name, "Weight"), sign * entry, 1.0, &format!("{stem} {name} weight"));
            }
        }
        for (row, score) in scores.rows.iter().zip(found.scores(component)) {
            near(scores.get(row, heading), sign * score, 10.0, &format!("{stem} {row} {heading}"));
        }
    }
    1
}

/// Entries of vectors come near zero by cancellation, so they are compared relative to the vector.
fn near(expected: Option<f64>, got: f64, length: f64, place: &str) {
    let expected = expected.unwrap();
    assert!((expected - got).abs() <= super::TOLERANCE * length, "{place}: {got} is not {expected}");
}

#[test]
fn weights_from_components_that_would_be_negative_are_refused() {
    use quanheng::weighting::{NoWeights, Signs, first_component};
    let Some(oracles) = folder() else { return };
    let data = Table::read(&oracles, "coinr/asem/data_normalised.csv");
    let mut refused = 0;
    for group in ["ConEcFin", "Environ", "Instit", "P2P", "Physical", "Political", "Social", "SusEcFin"] {
        let items = columns(&data, &below(&oracles, group, "Indicator"));
        let dense: Vec<Vec<f64>> =
            items.iter().map(|column| column.iter().flatten().copied().collect()).collect();
        let slices: Vec<&[f64]> = dense.iter().map(Vec::as_slice).collect();
        match first_component(&slices, Signs::Refuse) {
            Err(NoWeights::MixedSigns { negative, .. }) => {
                refused += negative.len().min(slices.len() - negative.len())
            }
            other => assert!(other.is_ok_and(|found| found.shares.iter().all(|share| *share >= 0.0))),
        }
    }
    assert!(refused > 0);
}
