//! Correlation matrices of columns.

use std::ops::Range;

use rayon::prelude::*;

use super::ascending;
use super::vectorised::{Kernel, vectorised};

/// Rows that are brought to one scale and multiplied together while they are in the cache.
const BLOCK: usize = 128;

/// Rows of a task, a multiple of [`BLOCK`]. Fixed, so that sums have the same bits for any number of threads.
const PART: usize = 4096;

/// Products that the processor adds up at once.
const LANES: usize = 8;

/// Pearson's correlations of columns of the same length, row by row. The columns vary, and their ranges are finite. Every column is moved
/// by its mean and divided by its width first, which changes no correlation and keeps any magnitude from overflowing.
///
/// Sums run in blocks of rows whose partial sums are added in order: the same bits for any number of threads.
pub(crate) fn pearson(columns: &[&[f64]]) -> Vec<f64> {
    let frames: Vec<(f64, f64)> = columns.par_iter().map(|column| frame(column)).collect();
    standardised(columns, &frames).0
}

/// The same for columns whose mean and width are known, in one pass; beside it the standard deviation (with n) of each column in shares of its width.
pub(crate) fn standardised(columns: &[&[f64]], frames: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    let side = columns.len();
    let products = block_products(columns, frames);
    let mut correlations = vec![1.0; side * side];
    for i in 0..side {
        for j in 0..i {
            let norm = (products[i * side + i] * products[j * side + j]).sqrt();
            let r = (products[i * side + j] / norm).clamp(-1.0, 1.0);
            (correlations[i * side + j], correlations[j * side + i]) = (r, r);
        }
    }
    let rows = columns.first().map_or(0, |column| column.len()) as f64;
    (correlations, (0..side).map(|i| (products[i * side + i] / rows).sqrt()).collect())
}

/// The sums of products of z-scored columns: n times the matrix of [`pearson`] of them, for columns that are standardised elsewhere.
pub(crate) fn products(columns: &[&[f64]]) -> Vec<f64> {
    block_products(columns, &vec![(0.0, 1.0); columns.len()])
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
    let starts: Vec<usize> = (0..rows).step_by(PART).collect();
    let parts: Vec<Vec<f64>> = starts
        .par_iter()
        .map(|&from| {
            let mut cells = vec![0.0; side * side];
            let rows = from..rows.min(from + PART);
            vectorised(Products { columns, frames, rows, cells: &mut cells });
            cells
        })
        .collect();
    let mut cells = vec![0.0; side * side];
    for part in parts {
        cells.iter_mut().zip(part).for_each(|(cell, sum)| *cell += sum);
    }
    for i in 0..side {
        (0..i).for_each(|j| cells[j * side + i] = cells[i * side + j]);
    }
    cells
}

/// Adds the lower triangle of the products of the columns over some rows, block by block.
struct Products<'c> {
    columns: &'c [&'c [f64]],
    frames: &'c [(f64, f64)],
    rows: Range<usize>,
    cells: &'c mut [f64],
}

impl Kernel for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Products { columns, frames, rows, cells } = self;
        let mut scaled = vec![0.0; columns.len() * BLOCK];
        for from in rows.clone().step_by(BLOCK) {
            let count = BLOCK.min(rows.end - from);
            for ((column, (centre, width)), into) in
                columns.iter().zip(frames).zip(scaled.chunks_exact_mut(BLOCK))
            {
                let values = &column[from..from + count];
                for (into, x) in into.iter_mut().zip(values) {
                    *into = (x - centre) / width;
                }
                // Rows that are not there add nothing.
                into[count..].fill(0.0);
            }
            add_products(&scaled, cells, columns.len());
        }
    }
}

/// Two by two columns at a time: each value that is read serves twice.
#[inline(always)]
fn add_products(scaled: &[f64], cells: &mut [f64], side: usize) {
    let (columns, _) = scaled.as_chunks::<BLOCK>();
    for i in (0..side).step_by(2) {
        let next_i = (i + 1).min(side - 1);
        for j in (0..=i).step_by(2) {
            let next_j = (j + 1).min(side - 1);
            let [a, b, c, d] = dots([&columns[i], &columns[next_i]], [&columns[j], &columns[next_j]]);
            cells[i * side + j] += a;
            // Of an odd number of columns the last one stands for its neighbour too, and counts once.
            if next_j > j {
                cells[i * side + next_j] += b;
            }
            if next_i > i {
                cells[next_i * side + j] += c;
            }
            if next_i > i && next_j > j {
                cells[next_i * side + next_j] += d;
            }
        }
    }
}

/// Σ a·b of two by two columns, each in eight interleaved sums, so that a processor can do several at once; the order is part of the result.
#[inline(always)]
fn dots([a, b]: [&[f64; BLOCK]; 2], [x, y]: [&[f64; BLOCK]; 2]) -> [f64; 4] {
    let mut sums = [[0.0_f64; LANES]; 4];
    let ([a, b], [x, y]) =
        ([a, b].map(|c| c.as_chunks::<LANES>().0), [x, y].map(|c| c.as_chunks::<LANES>().0));
    for ((a, b), (x, y)) in a.iter().zip(b).zip(x.iter().zip(y)) {
        for lane in 0..LANES {
            sums[0][lane] += a[lane] * x[lane];
            sums[1][lane] += a[lane] * y[lane];
            sums[2][lane] += b[lane] * x[lane];
            sums[3][lane] += b[lane] * y[lane];
        }
    }
    sums.map(|s| ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7])))
}

/// Ranks from 1, the lowest first; equal values share the mean of their ranks.
pub(crate) fn average_ranks(values: &[f64]) -> Vec<f64> {
    let order = ascending::order(values);
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
    fn wider_instructions_give_the_same_bits() {
        let columns: Vec<Vec<f64>> = (0..5_u32)
            .map(|of| (0..3000_u32).map(|at| f64::from(at * (37 + 2 * of) % 101)).collect())
            .collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let run = |side: usize, wide: bool| {
            let mut cells = vec![0.0; side * side];
            let (columns, frames) = (&columns[..side], &[(50.0, 100.0); 5][..side]);
            let kernel = Products { columns, frames, rows: 7..2950, cells: &mut cells };
            if wide {
                vectorised(kernel)
            } else {
                kernel.run()
            }
            cells.iter().map(|cell| cell.to_bits()).collect::<Vec<_>>()
        };
        for side in [1, 2, 5] {
            assert_eq!(run(side, true), run(side, false), "{side}");
        }
    }

    #[test]
    fn ties_share_the_mean_rank() {
        assert_eq!(average_ranks(&[3.0, 1.0, 3.0, -0.0, 0.0]), [4.5, 3.0, 4.5, 1.5, 1.5]);
    }
}
