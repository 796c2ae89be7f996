//! Slices of a sample along one factor, to look at the output within each.

use super::{IndexError, Output};
use crate::sensitivity::design::Stream;

/// The slice of each run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slices {
    pub(super) of: Vec<usize>,
    pub(super) count: usize,
}

impl Slices {
    /// Slices of the runs by a factor: one for each value where there are no more than `most` of them, otherwise `most` of nearly equal size. Runs with
    /// the same value are always in the same slice: that of the first of them.
    pub(super) fn of(column: &[f64], most: usize) -> Slices {
        let n = column.len();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|a, b| column[*a].total_cmp(&column[*b]));
        let ties = order.chunk_by(|a, b| column[*a] == column[*b]);
        let few = ties.clone().count() <= most;
        let mut of = vec![0; n];
        let (mut place, mut count, mut last) = (0, 0, None);
        for (value, tie) in ties.enumerate() {
            // The run of rank r, from 1, is in the slice ⌈r·most/n⌉.
            let slice = if few { value } else { ((place + 1) * most).div_ceil(n) };
            if last != Some(slice) {
                (last, count) = (Some(slice), count + 1);
            }
            for run in tie {
                of[*run] = count - 1;
            }
            place += tie.len();
        }
        Slices { of, count }
    }

    /// How many runs each has.
    pub(super) fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.count];
        for slice in &self.of {
            sizes[*slice] += 1;
        }
        sizes
    }
}

impl Slices {
    /// Slices of the same sizes over runs in random order: those of a factor without effect.
    pub(super) fn shuffled(&self, seed: u64, number: u32) -> Slices {
        let mut of = self.of.clone();
        // In order of the slices first, so that factors of the same sizes have the same.
        of.sort_unstable();
        Stream::new(seed, number, "factor without effect").shuffle(&mut of);
        Slices { of, count: self.count }
    }
}

/// The values of a factor in some runs.
///
/// # Errors
/// When there is not one for each row, or one is not finite.
pub(super) fn column(factor: &Output<'_>, rows: usize, runs: &[usize]) -> Result<Vec<f64>, IndexError> {
    let output = || factor.name.to_owned();
    if factor.values.len() != rows {
        return Err(IndexError::Length { output: output(), given: factor.values.len(), expected: rows });
    }
    let value = |row: &usize| match factor.values[*row] {
        // -0 and 0 are one value.
        value if value.is_finite() => Ok(value + 0.0),
        _ => Err(IndexError::NotFinite { output: output(), row: *row }),
    };
    runs.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_even_and_ties_stay_together() {
        let even = Slices::of(&[0.7, 0.1, 0.3, 0.2, 0.9, 0.5], 3);
        assert_eq!((even.of.as_slice(), even.count), ([2, 0, 1, 0, 2, 1].as_slice(), 3));
        let values = Slices::of(&[2.0, 1.0, 2.0, 5.0], 3);
        assert_eq!((values.of.as_slice(), values.count), ([1, 0, 1, 2].as_slice(), 3));
        let tied = Slices::of(&[1.0, 1.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0], 4);
        assert_eq!((tied.of.as_slice(), tied.count), ([0, 0, 0, 0, 1, 1, 2, 2].as_slice(), 3));
        assert_eq!(Slices::of(&[1.0; 5], 4).sizes(), [5]);
    }
}
