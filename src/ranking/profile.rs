use rayon::prelude::*;

use crate::statistics::vectorised::{Kernel, vectorised};

/// What one pass over a column finds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile {
    pub(super) min: f64,
    pub(super) max: f64,
    /// A power of two that brings the largest magnitude near 1, so that neither squares nor differences overflow or vanish.
    pub(super) scale: f64,
    /// Whether every value is finite; if not, nothing else holds.
    pub(super) finite: bool,
    /// Sum of the values, unscaled; it may have overflowed.
    sum: f64,
    /// Sum of their squares, unscaled; it may have overflowed or vanished.
    squares: f64,
}

/// Values summed in one go. Fixed, so that sums have the same bits for any number of threads.
const PART: usize = 16_384;

/// Independent sums that the processor works on at once.
const LANES: usize = 8;

impl Profile {
    /// The profiles of all columns, in one pass over them.
    pub(super) fn of_all(columns: &[&[f64]]) -> Vec<Profile> {
        let parts_of = |column: &[f64]| column.len().div_ceil(PART);
        let tasks: Vec<(usize, usize)> = columns
            .iter()
            .enumerate()
            .flat_map(|(at, column)| (0..parts_of(column)).map(move |part| (at, part)))
            .collect();
        let parts: Vec<Part> = tasks
            .par_iter()
            .map(|&(at, part)| {
                let column = columns[at];
                vectorised(Survey(&column[part * PART..column.len().min((part + 1) * PART)]))
            })
            .collect();
        let mut rest = parts.as_slice();
        columns
            .iter()
            .map(|column| {
                let (own, after) = rest.split_at(parts_of(column));
                rest = after;
                Profile::new(own)
            })
            .collect()
    }

    fn new(parts: &[Part]) -> Profile {
        let whole = parts.iter().fold(Part::EMPTY, |whole, part| whole.join(*part));
        let finite = whole.min.is_finite() && whole.max.is_finite() && !whole.broken;
        let largest = whole.min.abs().max(whole.max.abs());
        let exponent = if finite { libm::frexp(largest).1.clamp(-1000, 1024) } else { 0 };
        let scale = libm::scalbn(1.0, -exponent);
        Profile { min: whole.min, max: whole.max, scale, finite, sum: whole.sum, squares: whole.squares }
    }

    /// Whether all values are the same but for rounding in the last places.
    pub(super) fn is_constant(&self) -> bool {
        let largest = self.scale * self.min.abs().max(self.max.abs());
        self.scale * self.max - self.scale * self.min <= 4.0 * f64::EPSILON * largest
    }

    /// The sum of the values, scaled.
    pub(super) fn scaled_sum(&self, values: &[f64]) -> f64 {
        if self.sum.is_finite() && self.scale < 1e290 {
            self.sum * self.scale
        } else {
            sum(values, |v| v * self.scale)
        }
    }

    /// √Σx², scaled.
    pub(super) fn scaled_norm(&self, values: &[f64]) -> f64 {
        // Within these bounds no square was lost.
        if (1e-250..1e300).contains(&self.squares) {
            return self.squares.sqrt() * self.scale;
        }
        sum(values, |value| (value * self.scale) * (value * self.scale)).sqrt()
    }
}

/// A sum over a column in the fixed order of parts and lanes.
pub(super) fn sum(values: &[f64], term: impl Fn(f64) -> f64 + Sync) -> f64 {
    let parts: Vec<f64> = values
        .par_chunks(PART)
        .map(|part| {
            let mut lanes = [0.0; LANES];
            let chunks = part.chunks_exact(LANES);
            let rest = chunks.remainder();
            for chunk in chunks {
                for (lane, value) in lanes.iter_mut().zip(chunk) {
                    *lane += term(*value);
                }
            }
            lanes.iter().sum::<f64>() + rest.iter().map(|value| term(*value)).sum::<f64>()
        })
        .collect();
    parts.iter().sum()
}

#[derive(Clone, Copy, Debug)]
struct Part {
    min: f64,
    max: f64,
    sum: f64,
    squares: f64,
    broken: bool,
}

impl Part {
    const EMPTY: Part =
        Part { min: f64::INFINITY, max: f64::NEG_INFINITY, sum: 0.0, squares: 0.0, broken: false };

    #[inline(always)]
    fn one(value: f64) -> Part {
        Part { min: value, max: value, sum: value, squares: value * value, broken: value.is_nan() }
    }

    #[inline(always)]
    fn join(self, other: Part) -> Part {
        Part {
            min: if other.min < self.min { other.min } else { self.min },
            max: if other.max > self.max { other.max } else { self.max },
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
            broken: self.broken || other.broken,
        }
    }
}

/// The part of some values.
#[derive(Clone, Copy)]
struct Survey<'v>(&'v [f64]);

impl Kernel for Survey<'_> {
    type Output = Part;

    #[inline(always)]
    fn run(self) -> Part {
        let (mut min, mut max) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
        let (mut sum, mut squares) = ([0.0_f64; LANES], [0.0_f64; LANES]);
        let (chunks, rest) = self.0.as_chunks::<LANES>();
        for chunk in chunks {
            for lane in 0..LANES {
                let value = chunk[lane];
                min[lane] = if value < min[lane] { value } else { min[lane] };
                max[lane] = if value > max[lane] { value } else { max[lane] };
                sum[lane] += value;
                squares[lane] += value * value;
            }
        }
        let mut part = rest.iter().fold(Part::EMPTY, |part, value| part.join(Part::one(*value)));
        for lane in 0..LANES {
            part = part.join(Part {
                min: min[lane],
                max: max[lane],
                sum: sum[lane],
                squares: squares[lane],
                broken: sum[lane].is_nan() || squares[lane].is_nan(),
            });
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_finds_what_a_plain_loop_finds() {
        for count in [2_usize, 7, 8, 9, 40_000] {
            let values: Vec<f64> = (0..count).map(|i| ((i * 7919) % 1013) as f64 - 300.0).collect();
            let profile = Profile::of_all(&[&values])[0];
            assert!(profile.finite);
            assert_eq!(profile.min, values.iter().copied().fold(f64::INFINITY, f64::min));
            assert_eq!(profile.max, values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
            // Whole numbers of this size add up exactly.
            assert_eq!(profile.scaled_sum(&values) / profile.scale, values.iter().sum::<f64>());
            let squares: f64 = values.iter().map(|v| v * v).sum();
            assert_eq!(profile.scaled_norm(&values) / profile.scale, squares.sqrt());
        }
    }

    #[test]
    fn wider_instructions_give_the_same_bits() {
        let values: Vec<f64> = (0..1003).map(|at| f64::from(at * at % 977) * 0.37 - 90.0).collect();
        for count in [0, 7, 8, 1003] {
            let survey = Survey(&values[..count]);
            let bits = |part: Part| [part.min, part.max, part.sum, part.squares].map(f64::to_bits);
            assert_eq!(bits(vectorised(survey)), bits(survey.run()), "{count}");
        }
    }

    #[test]
    fn what_is_not_finite_is_seen_wherever_it_stands() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for at in [0, 5, 8, 10] {
                let mut values = vec![1.0; 11];
                values[at] = bad;
                assert!(!Profile::of_all(&[&values])[0].finite, "{bad} at {at}");
            }
        }
    }

    #[test]
    fn norms_survive_extreme_magnitudes() {
        for factor in [5e-324, 1e-300, 1.0, 1e300, f64::MAX / 4.0] {
            let values = [3.0 * factor, 4.0 * factor];
            let profile = Profile::of_all(&[&values])[0];
            assert!(profile.finite);
            let norm = profile.scaled_norm(&values) / (profile.scale * values[1]);
            // 3 and 4 of the smallest number are exact, hence so is the norm.
            assert!((norm - 1.25).abs() < 1e-15, "{factor}: {norm}");
            let sum = profile.scaled_sum(&values) / (profile.scale * values[1]);
            assert!((sum - 1.75).abs() < 1e-15, "{factor}: {sum}");
        }
    }
}
