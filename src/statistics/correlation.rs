//! Correlation matrices of columns.

use std::ops::Range;

use rayon::prelude::*;

use super::ascending;
use super::vectorised::{Kernel, vectorised};

/// Rows that are brought to one scale and multiplied together while they are in the cache.
const BLOCK: usize = 128;

/// Rows of a task, a multiple of [`BLOCK`]. Fixed, so that sums have the same bits for any number of threads.
const PART: usize = 4096;

/// Columns that the processor multiplies at once.
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
    let wide = side.div_ceil(LANES);
    let starts: Vec<usize> = (0..rows).step_by(PART).collect();
    let parts: Vec<Vec<[f64; LANES]>> = starts
        .par_iter()
        .map(|&from| {
            let mut cells = vec![[0.0; LANES]; side * wide];
            let rows = from..rows.min(from + PART);
            vectorised(Products { columns, frames, rows, cells: &mut cells });
            cells
        })
        .collect();
    let mut lower = vec![[0.0; LANES]; side * wide];
    parts.iter().for_each(|part| add(&mut lower, part));
    let mut cells = vec![0.0; side * side];
    for i in 0..side {
        let row = lower[i * wide..][..wide].as_flattened();
        for j in 0..=i {
            (cells[i * side + j], cells[j * side + i]) = (row[j], row[j]);
        }
    }
    cells
}

/// Adds the products of the columns over some rows: for each column those with the columns up to itself, in lanes; what stands behind is
/// of no meaning.
struct Products<'c> {
    columns: &'c [&'c [f64]],
    frames: &'c [(f64, f64)],
    rows: Range<usize>,
    cells: &'c mut [[f64; LANES]],
}

impl Kernel for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Products { columns, frames, rows, cells } = self;
        let wide = columns.len().div_ceil(LANES);
        let (mut scaled, mut sums) = (vec![[0.0; LANES]; BLOCK * wide], vec![[0.0; LANES]; cells.len()]);
        for from in rows.clone().step_by(BLOCK) {
            let count = BLOCK.min(rows.end - from);
            for (at, (column, (centre, width))) in columns.iter().zip(frames).enumerate() {
                // Rows that are not there add nothing.
                let mut values = [0.0; BLOCK];
                for (into, x) in values.iter_mut().zip(&column[from..from + count]) {
                    *into = (x - centre) / width;
                }
                let places = scaled.as_flattened_mut().iter_mut().skip(at).step_by(wide * LANES);
                places.zip(values).for_each(|(place, value)| *place = value);
            }
            sums.fill([0.0; LANES]);
            products_of_block(&scaled, &mut sums, wide);
            add(cells, &sums);
        }
    }
}

/// The products of a block, row by row in lanes, four rows at a time. A loop over all columns of a row is what compilers make wide code of.
#[inline(always)]
fn products_of_block(scaled: &[[f64; LANES]], sums: &mut [[f64; LANES]], wide: usize) {
    for four in scaled.chunks_exact(4 * wide) {
        let rows: [&[f64]; 4] = std::array::from_fn(|row| four[row * wide..][..wide].as_flattened());
        for (i, sums) in sums.chunks_exact_mut(wide).enumerate() {
            let sums = sums[..=i / LANES].as_flattened_mut();
            let [a, b, c, d] = rows;
            let [p, q, r, s] = rows.map(|row| row[i]);
            for ((((sum, a), b), c), d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *sum += (p * a + q * b) + (r * c + s * d);
            }
        }
    }
}

#[inline(always)]
fn add(cells: &mut [[f64; LANES]], more: &[[f64; LANES]]) {
    for (cell, more) in cells.as_flattened_mut().iter_mut().zip(more.as_flattened()) {
        *cell += more;
    }
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
            let mut cells = vec![[0.0; LANES]; side * side.div_ceil(LANES)];
            let (columns, frames) = (&columns[..side], &[(50.0, 100.0); 5][..side]);
            let kernel = Products { columns, frames, rows: 7..2950, cells: &mut cells };
            if wide {
                vectorised(kernel)
            } else {
                kernel.run()
            }
            cells.as_flattened().iter().map(|cell| cell.to_bits()).collect::<Vec<_>>()
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
