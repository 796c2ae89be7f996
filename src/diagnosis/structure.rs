//! The structure of several columns over the units that have all of them: principal components, sampling adequacy, inflation of variance.
//!
//! Each rests on one matrix, that of Pearson's correlations of complete rows; columns that are the same everywhere are set aside. How well
//! the columns hang together where rows are incomplete is in [`super::reliability`].

use serde::Serialize;

use crate::statistics::{chi_squared, correlation, symmetric};

/// Components, adequacy and inflation of several columns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Structure {
    /// Rows that have all the columns used.
    pub rows: usize,
    /// The columns used, from 0.
    pub used: Vec<usize>,
    /// Columns set aside, as they have no values or only one, from 0.
    pub aside: Vec<usize>,
    /// Eigenvalues of the correlation matrix, highest first; their sum is the number of columns used.
    pub eigenvalues: Vec<f64>,
    /// The eigenvector of each, of length 1, with an entry for each column used and a sum that is not negative. An entry times the root
    /// of the eigenvalue is the loading: the correlation of column and component.
    pub vectors: Vec<Vec<f64>>,
    /// `None` where the correlation matrix has no inverse: a column is determined by others, or there are no more rows than columns.
    pub inverse: Option<OfInverse>,
    #[serde(skip)]
    columns: Vec<Vec<f64>>,
}

/// What needs the inverse of the correlation matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfInverse {
    /// The variance inflation factor of each column used: 1 / (1 − R²) of its regression on the others; 1 or more.
    pub inflation: Vec<f64>,
    /// The Kaiser–Meyer–Olkin measure: Σr² / (Σr² + Σ(partial r)²), 0 to 1. `None` where no two columns are correlated at all.
    pub adequacy: Option<f64>,
    /// The same of each column used, over its own correlations.
    pub adequacy_of: Vec<Option<f64>>,
    /// Bartlett's test that the true correlations are all 0.
    pub bartlett: Bartlett,
}

/// Bartlett's test of sphericity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bartlett {
    /// χ² = −(n − 1 − (2k + 5)/6)·ln|R|.
    pub statistic: f64,
    /// k(k − 1)/2.
    pub freedom: usize,
    /// The chance of one as large where the correlations are all 0.
    pub p: f64,
}

/// Why columns have no structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoStructure {
    /// Fewer than two columns vary.
    #[error("{varying} columns vary, two are needed")]
    TooFewColumns {
        /// How many vary.
        varying: usize,
    },
    /// Fewer than three rows have all columns.
    #[error("{complete} rows have all columns, three are needed")]
    TooFewRows {
        /// How many have.
        complete: usize,
    },
}

/// The structure of columns of the same length.
///
/// # Errors
/// [`NoStructure`] with fewer than two columns that vary, or fewer than three complete rows.
pub fn structure(columns: &[&[Option<f64>]]) -> Result<Structure, NoStructure> {
    let (first, mut aside): (Vec<usize>, Vec<usize>) =
        (0..columns.len()).partition(|&at| varies(columns[at].iter().filter_map(|cell| finite(*cell))));
    let rows = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let complete: Vec<usize> =
        (0..rows).filter(|&row| first.iter().all(|&at| finite(columns[at][row]).is_some())).collect();
    let dense = |at: usize| complete.iter().filter_map(|&row| finite(columns[at][row])).collect::<Vec<f64>>();
    let mut used = Vec::new();
    let mut kept = Vec::new();
    for at in first {
        let values = dense(at);
        if varies(values.iter().copied()) {
            used.push(at);
            kept.push(values);
        } else {
            aside.push(at);
        }
    }
    aside.sort_unstable();
    if used.len() < 2 && complete.len() >= 3 {
        return Err(NoStructure::TooFewColumns { varying: used.len() });
    }
    if complete.len() < 3 {
        return Err(NoStructure::TooFewRows { complete: complete.len() });
    }
    let slices: Vec<&[f64]> = kept.iter().map(Vec::as_slice).collect();
    let correlations = correlation::pearson(&slices);
    let eigen = symmetric::eigen(&correlations, used.len());
    let inverse = of_inverse(&correlations, used.len(), complete.len());
    let (eigenvalues, vectors) = (eigen.values.iter().map(|value| value.max(0.0)).collect(), eigen.vectors);
    Ok(Structure { rows: complete.len(), used, aside, eigenvalues, vectors, inverse, columns: kept })
}

impl Structure {
    /// The share of the total variance that each component explains; they add up to 1.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let total: f64 = self.eigenvalues.iter().sum();
        self.eigenvalues.iter().map(|value| value / total).collect()
    }

    /// How many components have an eigenvalue above 1 (Kaiser 1960, <https://doi.org/10.1177/001316446002000116>).
    #[must_use]
    pub fn kaiser(&self) -> usize {
        // Equal columns give exactly 1 up to rounding.
        self.eigenvalues.iter().take_while(|value| **value > 1.0 + 1e-12).count()
    }

    /// The correlation of each column used with a component.
    #[must_use]
    pub fn loadings(&self, component: usize) -> Vec<f64> {
        let root = self.eigenvalues.get(component).map_or(0.0, |value| value.sqrt());
        self.vectors.get(component).map_or_else(Vec::new, |vector| vector.iter().map(|x| x * root).collect())
    }

    /// The score of each complete row on a component: its standardised values (n − 1) times the eigenvector.
    #[must_use]
    pub fn scores(&self, component: usize) -> Vec<f64> {
        let Some(vector) = self.vectors.get(component) else { return Vec::new() };
        let mut scores = vec![0.0; self.rows];
        for (column, entry) in self.columns.iter().zip(vector) {
            let sample = crate::statistics::Sample::new(column.clone());
            if let (Some(mean), Some(deviation)) = (sample.mean(), sample.deviation()) {
                for (score, value) in scores.iter_mut().zip(column) {
                    *score += entry * ((value - mean) / deviation);
                }
            }
        }
        scores
    }
}

fn finite(cell: Option<f64>) -> Option<f64> {
    cell.filter(|value| value.is_finite())
}

fn varies(mut values: impl Iterator<Item = f64>) -> bool {
    values.next().is_some_and(|first| values.any(|value| value != first))
}

fn of_inverse(correlations: &[f64], side: usize, rows: usize) -> Option<OfInverse> {
    if rows <= side {
        return None;
    }
    let inverse = symmetric::inverse(correlations, side)?;
    let determinant = symmetric::log_determinant(correlations, side)?;
    let diagonal = |at: usize| inverse[at * side + at];
    let (mut all, mut of) = ((0.0, 0.0), Vec::with_capacity(side));
    for i in 0..side {
        let (mut simple, mut partial) = (0.0, 0.0);
        for j in (0..side).filter(|&j| j != i) {
            let r = correlations[i * side + j];
            simple += r * r;
            partial += inverse[i * side + j] * inverse[i * side + j] / (diagonal(i) * diagonal(j));
        }
        all = (all.0 + simple, all.1 + partial);
        of.push(measure(simple, partial));
    }
    let (n, k) = (rows as f64, side as f64);
    let statistic = (-(n - 1.0 - (2.0 * k + 5.0) / 6.0) * determinant).max(0.0);
    let freedom = side * (side - 1) / 2;
    let bartlett = Bartlett { statistic, freedom, p: chi_squared::upper_tail(statistic, freedom) };
    Some(OfInverse {
        inflation: (0..side).map(|at| diagonal(at).max(1.0)).collect(),
        adequacy: measure(all.0, all.1),
        adequacy_of: of,
        bartlett,
    })
}

fn measure(simple: f64, partial: f64) -> Option<f64> {
    (simple + partial > 0.0).then(|| simple / (simple + partial))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().map(|x| Some(*x)).collect()
    }

    #[test]
    fn constant_and_empty_columns_are_set_aside() {
        let (a, b) = (some(&[1.0, 2.0, 3.0, 5.0]), some(&[2.0, 1.0, 4.0, 3.0]));
        let (same, empty) = (some(&[7.0; 4]), vec![None; 4]);
        let found = structure(&[&same, &a, &empty, &b]).unwrap();
        assert_eq!((found.used, found.aside, found.rows), (vec![1, 3], vec![0, 2], 4));
        assert_eq!(structure(&[&same, &a]), Err(NoStructure::TooFewColumns { varying: 1 }));
        assert_eq!(structure(&[]), Err(NoStructure::TooFewRows { complete: 0 }));
        let gaps = vec![Some(1.0), None, Some(2.0), None];
        assert_eq!(structure(&[&gaps, &a]), Err(NoStructure::TooFewRows { complete: 2 }));
    }

    #[test]
    fn two_columns_by_hand() {
        let (a, b) = (some(&[1.0, 2.0, 3.0, 4.0]), some(&[1.0, 3.0, 2.0, 4.0]));
        let found = structure(&[&a, &b]).unwrap();
        let inverse = found.inverse.as_ref().unwrap();
        // r = 0.8: eigenvalues 1 ± 0.8, VIF 1/(1 − 0.64), KMO 1/2 whatever r.
        assert!(
            (found.eigenvalues[0] - 1.8).abs() < 1e-15 && (inverse.inflation[1] - 1.0 / 0.36).abs() < 1e-14
        );
        assert!((inverse.adequacy.unwrap() - 0.5).abs() < 1e-15);
        assert_eq!((found.kaiser(), inverse.bartlett.freedom), (1, 1));
    }

    #[test]
    fn a_column_twice_has_no_inverse() {
        let a = some(&[1.0, 2.0, 3.0, 5.0, 4.0]);
        let found = structure(&[&a, &a]).unwrap();
        assert_eq!((found.inverse, found.eigenvalues[1]), (None, 0.0));
    }
}
