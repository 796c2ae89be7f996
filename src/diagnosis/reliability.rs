//! Cronbach's α: how far several columns measure one thing.

use serde::Serialize;

use crate::statistics::{CorrelationKind, Gapped, associate};

/// α of several columns, and what leaving one out does to it. Covariances take the rows where both columns have a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reliability {
    /// k² × mean covariance of two columns / sum of all covariances: of columns on one scale, such as scores. At most 1, and negative where
    /// the columns contradict each other. `None` with fewer than two columns, or when two columns share no two rows.
    pub alpha: Option<f64>,
    /// The same of correlations, so that each column counts the same: k·r̄ / (1 + (k − 1)·r̄). Constant columns are left out.
    pub standardised: Option<f64>,
    /// Column by column.
    pub of: Vec<ItemReliability>,
}

/// What one column does to α.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ItemReliability {
    /// α of the other columns.
    pub if_deleted: Option<f64>,
    /// The standardised α of the other columns.
    pub standardised_if_deleted: Option<f64>,
    /// The correlation of the column with the sum of the others, from the covariances. `None` for a constant column.
    pub item_rest: Option<f64>,
    /// The same from correlations, so that each of the others counts the same.
    pub standardised_item_rest: Option<f64>,
}

/// α of columns of the same length.
#[must_use]
pub fn reliability(columns: &[&[Option<f64>]]) -> Reliability {
    let gapped: Vec<Gapped> = columns.iter().map(|column| Gapped::new(column)).collect();
    let all: Vec<usize> = (0..columns.len()).collect();
    let varying: Vec<usize> = all.iter().copied().filter(|&at| !gapped[at].is_constant()).collect();
    let (covariances, correlations) = (covariances(columns), correlations(&gapped));
    let without = |kept: &[usize], at: usize| kept.iter().copied().filter(|k| *k != at).collect::<Vec<_>>();
    let of = all.iter().map(|&at| {
        let (others, varied) = (without(&all, at), without(&varying, at));
        let varies = varying.contains(&at);
        ItemReliability {
            if_deleted: alpha(&covariances, &others),
            standardised_if_deleted: alpha(&correlations, &varied),
            item_rest: with_rest(&covariances, at, &others),
            standardised_item_rest: varies.then(|| with_rest(&correlations, at, &varied)).flatten(),
        }
    });
    let of = of.collect();
    Reliability { alpha: alpha(&covariances, &all), standardised: alpha(&correlations, &varying), of }
}

type Square = Vec<Vec<Option<f64>>>;

/// k/(k − 1) × the covariances off the diagonal over all covariances.
fn alpha(cells: &Square, kept: &[usize]) -> Option<f64> {
    if kept.len() < 2 {
        return None;
    }
    let (mut apart, mut all) = (0.0, 0.0);
    for &i in kept {
        for &j in kept {
            let cell = cells[i][j]?;
            all += cell;
            apart += if i == j { 0.0 } else { cell };
        }
    }
    let k = kept.len() as f64;
    (all > 0.0).then(|| k / (k - 1.0) * apart / all)
}

/// The correlation of a column with the sum of others.
fn with_rest(cells: &Square, at: usize, others: &[usize]) -> Option<f64> {
    let own = cells[at][at]?;
    let mut joint = 0.0;
    let mut rest = 0.0;
    for &i in others {
        joint += cells[at][i]?;
        for &j in others {
            rest += cells[i][j]?;
        }
    }
    (own > 0.0 && rest > 0.0).then(|| (joint / (own * rest).sqrt()).clamp(-1.0, 1.0))
}

fn correlations(columns: &[Gapped]) -> Square {
    let cell = |i: usize, j: usize| match i == j {
        true => Some(1.0),
        false => associate(&columns[i], &columns[j], CorrelationKind::Pearson).value,
    };
    symmetric(columns.len(), cell)
}

/// Covariances (n − 1) over the rows where both have a value, of all columns divided by one number, which α does not notice.
fn covariances(columns: &[&[Option<f64>]]) -> Square {
    let finite = |cell: &Option<f64>| cell.filter(|value| value.is_finite());
    let all = columns.iter().flat_map(|column| column.iter().filter_map(finite));
    let exponent = libm::frexp(all.fold(0.0, |largest: f64, value| largest.max(value.abs()))).1;
    let scaled =
        |at: usize| columns[at].iter().map(move |cell| finite(cell).map(|x| libm::scalbn(x, -exponent)));
    symmetric(columns.len(), |i, j| {
        let pairs: Vec<(f64, f64)> = scaled(i).zip(scaled(j)).filter_map(|(x, y)| x.zip(y)).collect();
        let n = pairs.len() as f64;
        let mean_x = pairs.iter().map(|(x, _)| x).sum::<f64>() / n;
        let mean_y = pairs.iter().map(|(_, y)| y).sum::<f64>() / n;
        let joint: f64 = pairs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        (pairs.len() > 1).then(|| joint / (n - 1.0))
    })
}

fn symmetric(side: usize, cell: impl Fn(usize, usize) -> Option<f64>) -> Square {
    let lower: Square = (0..side).map(|i| (0..=i).map(|j| cell(i, j)).collect()).collect();
    (0..side).map(|i| (0..side).map(|j| lower[i.max(j)][i.min(j)]).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_by_hand() {
        let some = |values: [f64; 4]| values.map(Some).to_vec();
        let (a, b) = (some([1.0, 2.0, 3.0, 4.0]), some([2.0, 4.0, 6.0, 8.0]));
        let found = reliability(&[&a, &b]);
        // Covariances 5/3, 10/3, 20/3: α = 4 × 10/3 / 15 = 8/9; the standardised one of r = 1 is 1.
        assert!((found.alpha.unwrap() - 8.0 / 9.0).abs() < 1e-15, "{found:?}");
        assert!((found.standardised.unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(found.of[0].if_deleted, None);
        assert!((found.of[0].item_rest.unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn what_has_no_alpha_has_none() {
        assert_eq!(reliability(&[]), Reliability::default());
        let same = vec![Some(3.0); 4];
        let empty = vec![None; 4];
        assert_eq!(reliability(&[&same, &same]).alpha, None);
        assert_eq!(reliability(&[&same, &empty]).alpha, None);
        assert_eq!(reliability(&[&[Some(1.0)][..], &[Some(2.0)][..]]).alpha, None);
        let large: Vec<Option<f64>> = [1e300, 2e300, 4e300].map(Some).to_vec();
        assert!((reliability(&[&large, &large]).alpha.unwrap() - 1.0).abs() < 1e-15);
    }
}
