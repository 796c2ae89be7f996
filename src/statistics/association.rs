//! How columns with gaps go together: Pearson, Spearman and Kendall over the rows where both have a value, and their p-values.
//!
//! Columns without gaps that are to be multiplied in one pass are in [`super::correlation`].

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::distribution::{correlation_two_sided, normal_two_sided};
use super::kendall::kendall;

/// Which correlation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrelationKind {
    /// Pearson's r: how close the pairs lie to a line.
    Pearson,
    /// Spearman's ρ: Pearson's r of mean ranks.
    Spearman,
    /// Kendall's τ-b: concordant less discordant pairs, corrected for ties.
    Kendall,
}

impl CorrelationKind {
    /// All of them.
    pub const ALL: [CorrelationKind; 3] =
        [CorrelationKind::Pearson, CorrelationKind::Spearman, CorrelationKind::Kendall];
}

/// The correlation of two columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Association {
    /// Rows where both have a value.
    pub pairs: usize,
    /// From −1 to 1. `None` with fewer than two pairs, or when one of the two is the same in all of them.
    pub value: Option<f64>,
    /// The chance of one as far from 0 where there is none: Student's t for Pearson and Spearman (as R's `cor.test` with
    /// `exact = FALSE`), the normal approximation with ties for Kendall. `None` without a value or with fewer than three pairs.
    pub p: Option<f64>,
}

/// A column with gaps, sorted once for all pairs it is part of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gapped {
    /// 0 in a gap.
    values: Vec<f64>,
    present: Vec<bool>,
    /// Rows with a value, lowest first.
    order: Vec<u32>,
}

impl Gapped {
    /// A column; a number that is not finite is a gap.
    #[must_use]
    pub fn new(cells: &[Option<f64>]) -> Self {
        let cells: Vec<Option<f64>> =
            cells.iter().map(|cell| cell.filter(|value| value.is_finite())).collect();
        let values: Vec<f64> = cells.iter().map(|cell| cell.unwrap_or(0.0)).collect();
        let present: Vec<bool> = cells.iter().map(Option::is_some).collect();
        let mut order: Vec<u32> =
            (0_u32..).zip(&present).filter(|(_, there)| **there).map(|(row, _)| row).collect();
        // Equal values stay in the order of rows, whose place among ties nothing depends on.
        order.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
        Gapped { values, present, order }
    }

    /// Number of rows, with and without value.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.values.len()
    }

    /// Number of values.
    #[must_use]
    pub fn count(&self) -> usize {
        self.order.len()
    }

    /// The value of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<f64> {
        self.present.get(row).is_some_and(|there| *there).then(|| self.values[row])
    }

    /// Whether no two values differ; true without values.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        match (self.order.first(), self.order.last()) {
            (Some(low), Some(high)) => self.values[*low as usize] >= self.values[*high as usize],
            _ => true,
        }
    }

    /// Rows where this and another have values, lowest of this first.
    fn shared<'a>(&'a self, other: &'a Gapped) -> impl Iterator<Item = usize> + 'a {
        let there = |row: &usize| other.present.get(*row).is_some_and(|there| *there);
        self.order.iter().map(|row| *row as usize).filter(there)
    }
}

/// The correlation of two columns of the same length, over the rows where both have a value.
#[must_use]
pub fn associate(a: &Gapped, b: &Gapped, kind: CorrelationKind) -> Association {
    match kind {
        CorrelationKind::Pearson => {
            // In the order of rows, so that both ways round give the same bits.
            let rows = || (0..a.rows().min(b.rows())).filter(|&row| a.present[row] && b.present[row]);
            let x: Vec<f64> = rows().map(|row| a.values[row]).collect();
            let y: Vec<f64> = rows().map(|row| b.values[row]).collect();
            by_t(x.len(), pearson(&x, &y))
        }
        CorrelationKind::Spearman => {
            let (x, y) = (shared_ranks(a, b), shared_ranks(b, a));
            let rows = || (0..x.len().min(y.len())).filter(|&row| x[row] > 0.0 && y[row] > 0.0);
            let pairs = rows().count();
            let middle = (pairs as f64 + 1.0) / 2.0;
            let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
            for row in rows() {
                let (dx, dy) = (x[row] - middle, y[row] - middle);
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
            let value = (xx > 0.0 && yy > 0.0).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0));
            by_t(pairs, value)
        }
        CorrelationKind::Kendall => {
            let (x, y): (Vec<f64>, Vec<f64>) = a.shared(b).map(|row| (a.values[row], b.values[row])).unzip();
            let found = kendall(&x, &y);
            let p = found.and_then(|found| found.z).map(normal_two_sided);
            Association { pairs: x.len(), value: found.map(|found| found.tau), p }
        }
    }
}

/// Every column with every other: row by row of the lower triangle, without the diagonal: (1, 0), (2, 0), (2, 1), …
#[must_use]
pub fn associations(columns: &[Gapped], kind: CorrelationKind) -> Vec<Association> {
    let places: Vec<(usize, usize)> = (0..columns.len()).flat_map(|i| (0..i).map(move |j| (i, j))).collect();
    places.into_par_iter().map(|(i, j)| associate(&columns[i], &columns[j], kind)).collect()
}

fn by_t(pairs: usize, value: Option<f64>) -> Association {
    Association { pairs, value, p: value.and_then(|value| correlation_two_sided(value, pairs)) }
}

/// Mean ranks from 1 among the shared rows, by row; 0 elsewhere.
fn shared_ranks(column: &Gapped, other: &Gapped) -> Vec<f64> {
    let mut ranks = vec![0.0; column.rows()];
    let order: Vec<usize> = column.shared(other).collect();
    let mut before = 0;
    for ties in order.chunk_by(|&a, &b| column.values[a] == column.values[b]) {
        let rank = before as f64 + (ties.len() as f64 + 1.0) / 2.0;
        ties.iter().for_each(|&row| ranks[row] = rank);
        before += ties.len();
    }
    ranks
}

/// Pearson's r of columns without gaps. `None` with fewer than two rows, or when a column is the same everywhere.
pub(crate) fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    let (x, y) = (centred(x)?, centred(y)?);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(&y) {
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    (xx > 0.0 && yy > 0.0).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

/// A column less its mean, divided by its width, which no correlation notices: neither 10³⁰⁰ nor 10⁻³⁰⁰ spoils it.
/// `None` when all values are the same.
pub(crate) fn centred(values: &[f64]) -> Option<Vec<f64>> {
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), &x| (l.min(x), h.max(x)));
    if values.len() < 2 || low >= high {
        return None;
    }
    // Halves keep the difference of the two largest numbers finite.
    let width = high / 2.0 - low / 2.0;
    let scaled: Vec<f64> = values.iter().map(|x| (x / 2.0 - low / 2.0) / width).collect();
    let mean = scaled.iter().sum::<f64>() / scaled.len() as f64;
    Some(scaled.into_iter().map(|x| x - mean).collect())
}

/// p-values adjusted for being many: the false discovery rate of Benjamini & Hochberg 1995,
/// <https://doi.org/10.1111/j.2517-6161.1995.tb02031.x>. What is `None` is no test and stays so.
#[must_use]
pub fn adjusted(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(f64, usize)> = p.iter().enumerate().filter_map(|(at, p)| Some(((*p)?, at))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let tests = order.len() as f64;
    let mut out = vec![None; p.len()];
    let mut least = 1.0_f64;
    for (place, (p, at)) in order.into_iter().enumerate().rev() {
        least = least.min(p * tests / (place as f64 + 1.0));
        out[at] = Some(least);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gapped(cells: &[f64]) -> Gapped {
        Gapped::new(&cells.iter().map(|x| Some(*x)).collect::<Vec<_>>())
    }

    #[test]
    fn rows_with_a_gap_do_not_count() {
        let a = Gapped::new(&[Some(1.0), None, Some(2.0), Some(3.0), Some(f64::NAN), Some(5.0)]);
        let b = Gapped::new(&[Some(2.0), Some(9.0), Some(1.0), Some(4.0), Some(0.0), None]);
        let (x, y) = (gapped(&[1.0, 2.0, 3.0]), gapped(&[2.0, 1.0, 4.0]));
        for kind in CorrelationKind::ALL {
            assert_eq!(associate(&a, &b, kind), associate(&x, &y, kind));
            assert_eq!(associate(&a, &b, kind), associate(&b, &a, kind));
        }
    }

    #[test]
    fn what_has_no_correlation_has_none() {
        let varied = gapped(&[1.0, 2.0, 3.0]);
        let empty = Gapped::new(&[None, None, None]);
        for kind in CorrelationKind::ALL {
            assert_eq!(associate(&varied, &gapped(&[7.0; 3]), kind).value, None);
            assert_eq!(associate(&varied, &empty, kind), Association::default());
            assert_eq!(associate(&gapped(&[1.0]), &gapped(&[1.0]), kind).value, None);
            let two = associate(&gapped(&[1.0, 2.0]), &gapped(&[5.0, 3.0]), kind);
            assert_eq!((two.value, two.p), (Some(-1.0), None), "{kind:?}");
        }
    }

    #[test]
    fn magnitudes_change_nothing() {
        let x: Vec<f64> = (0..60).map(|at| f64::from(at * 37 % 41) - 20.0).collect();
        let y: Vec<f64> = (0..60).map(|at| f64::from(at * 53 % 29) - 14.0).collect();
        for kind in CorrelationKind::ALL {
            let plain = associate(&gapped(&x), &gapped(&y), kind).value.unwrap();
            for factor in [1e-300, 8e306] {
                let scaled: Vec<f64> = x.iter().map(|v| v * factor).collect();
                let got = associate(&gapped(&scaled), &gapped(&y), kind).value.unwrap();
                // The correlation is near 0, so the tolerance is relative to 1.
                assert!((got - plain).abs() < 1e-14, "{kind:?} {factor}: {got} {plain}");
            }
        }
    }

    #[test]
    fn p_values_adjusted_as_r_does() {
        // R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05, NA, 0.9), "BH")
        let p = [Some(0.01), Some(0.02), Some(0.03), Some(0.04), Some(0.05), None, Some(0.9)];
        let got = adjusted(&p);
        for (got, expected) in got.iter().zip([0.06, 0.06, 0.06, 0.06, 0.06, f64::NAN, 0.9]) {
            assert!(got.is_none_or(|got| (got - expected).abs() < 1e-15), "{got:?} {expected}");
        }
        assert_eq!((got[5], adjusted(&[])), (None, vec![]));
    }
}
