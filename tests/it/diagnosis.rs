//! Diagnosis against numbers computed elsewhere, and on data where there is little to diagnose.

use quanheng::diagnosis::{reliability, structure};

use crate::references::Table;

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|x| Some(*x)).collect()
}

#[test]
fn sampling_adequacy_of_a_matrix() {
    let matrix = Table::read("mcdm/r200x20__matrix.csv");
    let expected = Table::read("mcdm/factor_r200x20_adequacy.csv");
    let columns: Vec<Vec<Option<f64>>> =
        matrix.headings[1..].iter().map(|name| some(&matrix.numbers(name))).collect();
    let found = structure(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap();
    let inverse = found.inverse.as_ref().unwrap();
    let close = |got: f64, name: &str| {
        let row = expected.rows.iter().find(|row| row[0] == name).unwrap();
        let wanted: f64 = row[2].parse().unwrap();
        // Both work in doubles; what they add is of one order.
        assert!((got - wanted).abs() <= 1e-12 * wanted.abs(), "{name}: {got} is not {wanted}");
    };
    close(inverse.adequacy.unwrap(), "KMO");
    close(inverse.bartlett.statistic, "Bartlett_chi2");
    close(inverse.bartlett.freedom as f64, "Bartlett_df");
    for (at, value) in found.eigenvalues.iter().enumerate() {
        close(*value, &format!("eigenvalue{}", at + 1));
    }
}

/// The Technology Achievement Index of 23 countries, OECD/JRC Handbook 2008 (ISBN 978-92-64-04345-9), table A.2.
fn technology() -> Vec<Vec<Option<f64>>> {
    TAI.iter().map(|column| some(column)).collect()
}

#[test]
fn tables_of_the_handbook() {
    let columns = technology();
    let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let found = structure(&slices).unwrap();
    // Table 7: eigenvalues, and shares in percent, printed with one decimal; the logarithms of table A.2 have two.
    for (got, printed) in found.eigenvalues.iter().zip([3.3, 1.7, 1.0, 0.9, 0.5, 0.3, 0.2, 0.1]) {
        assert!((got - printed).abs() <= 0.06, "{got} {printed}");
    }
    for (got, printed) in found.shares().iter().zip([41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9]) {
        assert!((got * 100.0 - printed).abs() <= 0.12, "{got} {printed}");
    }
    // Table 8, up to sign.
    let printed = [
        [-0.11, -0.56, -0.92, 0.35, -0.76, -0.91, -0.74, -0.36],
        [-0.75, -0.48, 0.21, -0.85, -0.39, 0.13, 0.11, -0.12],
        [0.13, 0.22, 0.02, 0.01, -0.16, 0.01, 0.37, -0.87],
        [0.60, -0.54, -0.10, -0.13, -0.16, 0.07, 0.39, 0.15],
    ];
    for (component, printed) in printed.iter().enumerate() {
        let loadings = found.loadings(component);
        let dot: f64 = loadings.iter().zip(printed).map(|(a, b)| a * b).sum();
        for (got, printed) in loadings.iter().zip(printed) {
            assert!((got * dot.signum() - printed).abs() <= 0.02, "{component}: {got} {printed}");
        }
    }
    // Table 11: item–rest correlations and α if deleted; α = 0.70.
    let found = reliability(&slices);
    assert!((found.standardised.unwrap() - 0.7035).abs() < 5e-5, "{found:?}");
    let printed = [
        (0.261, 0.704),
        (0.527, 0.645),
        (0.566, 0.636),
        (-0.108, 0.774),
        (0.701, 0.603),
        (0.614, 0.624),
        (0.451, 0.662),
        (0.249, 0.706),
    ];
    for (got, (rest, deleted)) in found.of.iter().zip(printed) {
        assert!((got.standardised_item_rest.unwrap() - rest).abs() <= 0.006, "{got:?} {rest}");
        assert!((got.standardised_if_deleted.unwrap() - deleted).abs() <= 0.002, "{got:?} {deleted}");
    }
}

/// Patents, royalties, internet, exports, telephones (log), electricity (log), schooling, university; Finland to Slovenia.
const TAI: [[f64; 23]; 8] = [
    [
        187.0, 289.0, 271.0, 994.0, 779.0, 189.0, 82.0, 31.0, 75.0, 8.0, 235.0, 103.0, 106.0, 72.0, 103.0,
        165.0, 205.0, 74.0, 42.0, 13.0, 28.0, 26.0, 105.0,
    ],
    [
        125.6, 130.0, 156.6, 64.6, 9.8, 151.2, 134.0, 38.6, 18.2, 25.5, 36.8, 20.2, 110.3, 73.9, 13.0, 14.8,
        33.6, 43.6, 8.6, 9.8, 4.2, 6.2, 4.0,
    ],
    [
        200.2, 179.1, 125.8, 49.0, 4.8, 136.0, 57.4, 108.0, 125.9, 72.3, 41.2, 193.6, 48.6, 58.9, 146.7,
        84.2, 36.4, 43.2, 21.0, 30.4, 25.0, 21.6, 20.3,
    ],
    [
        50.7, 66.2, 59.7, 80.8, 66.7, 50.9, 61.9, 48.7, 16.2, 74.9, 64.2, 19.0, 53.6, 47.6, 15.4, 50.3, 58.9,
        45.0, 53.4, 51.0, 51.7, 63.5, 49.5,
    ],
    [
        3.08, 3.0, 3.1, 3.0, 2.97, 3.02, 3.02, 2.94, 2.94, 2.95, 2.94, 3.12, 2.97, 2.91, 2.86, 2.99, 2.97,
        2.96, 2.86, 3.0, 2.75, 2.73, 2.84,
    ],
    [
        4.15, 4.07, 4.14, 3.86, 3.65, 3.77, 3.73, 4.18, 3.94, 3.83, 3.75, 4.39, 3.68, 3.86, 3.91, 3.79, 3.8,
        3.74, 3.62, 3.65, 3.68, 3.46, 3.71,
    ],
    [
        10.0, 12.0, 11.4, 9.5, 10.8, 9.4, 9.4, 11.6, 10.9, 7.1, 10.2, 11.9, 9.4, 9.3, 11.7, 8.4, 7.9, 9.6,
        7.3, 7.2, 9.5, 9.1, 7.1,
    ],
    [
        27.4, 13.9, 15.3, 10.0, 23.2, 9.5, 14.9, 14.2, 25.3, 24.2, 14.4, 11.2, 12.3, 13.6, 13.1, 13.6, 12.6,
        11.0, 15.6, 13.0, 8.2, 7.7, 10.6,
    ],
];
