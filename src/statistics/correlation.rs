//! Correlation matrices of columns.

use rayon::prelude::*;

/// Rows that are brought to one scale and multiplied together while they are in the cache.
const BLOCK: usize = 1024;

/// Pearson's correlations of columns of the same length, row by row. The columns vary, and their ranges are finite. Every column is moved
/// by its mean and divided by its width first, which changes no correlation and keeps any magnitude from overflowing.
///
/// Sums run in blocks of rows whose partial sums are added in order: the same bits for any number of threads.
pub(crate) fn pearson(columns: &[&[f64]]) -> Vec<f64> {
    let side = columns.len();
    let products = centred_products(columns);
    let mut correlations = vec![1.0; side * side];
    for i in 0..side {
        for j in 0..i {
            let norm = (products[i * side + i] * products[j * side + j]).sqrt();
            let r = (products[i * side + j] / norm).clamp(-1.0, 1.0);
            (correlations[i * side + j], correlations[j * side + i]) = (r, r);
        }
    }
    correlations
}

/// The sums of products of z-scored columns: n times the matrix of [`pearson`] of them, for columns that are standardised elsewhere.
pub(crate) fn products(columns: &[&[f64]]) -> Vec<f64> {
    block_products(columns, &vec![(0.0, 1.0); columns.len()])
}

fn centred_products(columns: &[&[f64]]) -> Vec<f64> {
    let frames: Vec<(f64, f64)> = columns.par_iter().map(|column| frame(column)).collect();
    block_products(columns, &frames)
}

/// The mean of a column and its width.
fn frame(column: &[f64]) -> (f64, f64) {
    let (low, high) = column.iter().fold((f64::MAX, f64::MIN), |(l, h), &x| (l.min(x), h.max(x)));
    let width = high - low;
    // Relative to the lowest value nothing overflows.
    let sum: f64 = column.iter().map(|x| (x - low) / width).sum();
    (low + width * (sum / column.len() as f64), width)
}

fn block_products(columns: &[&[f64]], frames: &[(f64, f64)]) -> Vec<f64> {
    let (side, rows) = (columns.len(), columns.first().map_or(0, |column| column.len()));
    let starts: Vec<usize> = (0..rows).step_by(BLOCK).collect();
    let parts: Vec<Vec<f64>> = starts
        .par_iter()
        .map(|&from| {
            let until = (from + BLOCK).min(rows);
            let scaled: Vec<Vec<f64>> = columns
                .iter()
                .zip(frames)
                .map(|(column, (centre, width))| {
                    column[from..until].iter().map(|x| (x - centre) / width).collect()
                })
                .collect();
            let mut part = Vec::with_capacity(side * (side + 1) / 2);
            for i in 0..side {
                part.extend((0..=i).map(|j| dot(&scaled[i], &scaled[j])));
            }
            part
        })
        .collect();
    let mut cells = vec![0.0; side * side];
    for part in parts {
        let mut sums = part.into_iter();
        for i in 0..side {
            for (j, sum) in (0..=i).zip(&mut sums) {
                cells[i * side + j] += sum;
            }
        }
    }
    for i in 0..side {
        (0..i).for_each(|j| cells[j * side + i] = cells[i * side + j]);
    }
    cells
}

/// Σ a·b in eight interleaved sums, so that a processor can do several at once; the order is part of the result.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0_f64; 8];
    let (whole_a, whole_b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = whole_a.remainder().iter().zip(whole_b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in whole_a.zip(whole_b) {
        for lane in 0..8 {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7])) + rest
}

/// Ranks from 1, the lowest first; equal values share the mean of their ranks.
pub(crate) fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let tied = order[from..].iter().take_while(|&&at| values[at] == values[order[from]]).count();
        let rank = from as f64 + (tied as f64 + 1.0) / 2.0;
        order[from..from + tied].iter().for_each(|&at| ranks[at] = rank);
        from += tied;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_of_any_magnitude() {
        let x: Vec<f64> = (0..3000).map(|at| f64::from(at * 37 % 101)).collect();
        let y: Vec<f64> = (0..3000).map(|at| f64::from(at * 53 % 89)).collect();
        let plain = pearson(&[&x, &y])[1];
        for factor in [1e-300, 1e300] {
            let scaled: Vec<f64> = x.iter().map(|v| v * factor).collect();
            let got = pearson(&[&scaled, &y])[1];
            // The correlation is near 0, so the tolerance is relative to 1.
            assert!((got - plain).abs() <= 1e-14, "{factor}: {got} {plain}");
        }
        let opposite: Vec<f64> = x.iter().map(|v| 7.0 - 2.0 * v).collect();
        assert!((pearson(&[&x, &opposite])[1] + 1.0).abs() < 1e-14);
    }

    #[test]
    fn ties_share_the_mean_rank() {
        assert_eq!(average_ranks(&[3.0, 1.0, 3.0, -0.0, 0.0]), [4.5, 3.0, 4.5, 1.5, 1.5]);
    }
}
