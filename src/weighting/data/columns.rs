//! The border of all methods that weigh by data: what columns they take, what they answer, why they refuse.

use rayon::prelude::*;

use crate::statistics::vectorised::{Kernel, vectorised};

/// Shares from data, in the order of the columns.
#[derive(Clone, Debug, PartialEq)]
pub struct DataWeights {
    /// From 0 to 1, with the sum 1.
    pub shares: Vec<f64>,
    /// Columns that are the same everywhere, from 0; each has the share 0.
    pub constant: Vec<usize>,
}

/// Why data give no weights. Columns and rows count from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoWeights {
    /// There is no column.
    #[error("there is no column to weigh")]
    NoColumn,
    /// One unit, or fewer units than the method needs.
    #[error("{given} units are too few, {needed} are needed")]
    TooFewUnits {
        /// How many there are.
        given: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Columns of different length.
    #[error("column {column} has {given} values, the first has {expected}")]
    Ragged {
        /// Which one.
        column: usize,
        /// Its length.
        given: usize,
        /// The length of the first.
        expected: usize,
    },
    /// A value that is no finite number.
    #[error("the value of column {column} in row {row} is no finite number")]
    NotFinite {
        /// Which column.
        column: usize,
        /// Which row.
        row: usize,
    },
    /// A range that is no finite number.
    #[error("the values of column {column} are too far apart")]
    TooWide {
        /// Which column.
        column: usize,
    },
    /// A value below what the method can take; declare a rule or give min–max values.
    #[error("column {column} has {given} in row {row}: the method takes only values {allowed} zero", allowed = if *.zero_allowed { "from" } else { "above" })]
    OutsideDomain {
        /// Which column.
        column: usize,
        /// Which row.
        row: usize,
        /// What stands there.
        given: f64,
        /// Whether zero would be taken.
        zero_allowed: bool,
    },
    /// No column tells units apart.
    #[error("every column is the same everywhere")]
    AllConstant,
    /// The columns say the same: no conflict is left to weigh by.
    #[error("the columns are perfectly correlated: there is nothing to weigh by")]
    NoConflict,
    /// Columns that the others predict, or a column that they say nothing about.
    #[error("a column is fully determined by the others")]
    Collinear,
    /// A column uncorrelated with all others, where the formula divides by the correlation.
    #[error("column {column} is not correlated with the others: its weight would be infinite")]
    Uncorrelated {
        /// Which column.
        column: usize,
    },
    /// Two leading eigenvalues are the same: there is no single direction.
    #[error("the two highest eigenvalues coincide: there is no single leading direction")]
    TiedEigenvalues,
    /// No eigenvalue is above 1: the columns are uncorrelated.
    #[error("no component has an eigenvalue above 1")]
    NoComponent,
    /// Some weights would be negative.
    #[error("the formula gives negative weights to columns {negative:?}")]
    MixedSigns {
        /// Columns with a negative entry, from 0.
        negative: Vec<usize>,
        /// What the formula gives, scaled to the sum 1; for the eye, not for use.
        raw: Vec<f64>,
    },
    /// A parameter of the method outside its range.
    #[error("{name} is {given}: {allowed} is expected")]
    Parameter {
        /// Which one.
        name: &'static str,
        /// What was given.
        given: f64,
        /// What is allowed.
        allowed: &'static str,
    },
    /// More columns than the method can search.
    #[error("the search over {columns} columns takes too long")]
    TooManyColumns {
        /// How many there are.
        columns: usize,
    },
    /// Rotation did not settle.
    #[error("the rotation of the factors does not settle")]
    NoRotation,
}

/// Which values a method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    Any,
    NonNegative,
    Positive,
}

/// A column that varies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<'a> {
    pub(super) values: &'a [f64],
    pub(super) min: f64,
    pub(super) max: f64,
    /// The mean less the first value; it may have overflowed.
    shift: f64,
}

impl<'a> Column<'a> {
    /// The mean above a base that no value is below, times a power of two.
    pub(super) fn mean_above(self, base: f64, scale: f64) -> f64 {
        let first = self.values[0] - base;
        let mean = (first + self.shift) * scale;
        // Where the first value stands far above the mean, or sums overflowed, the difference has lost digits.
        if mean.is_finite() && first * scale <= 4.0 * mean {
            return mean;
        }
        let parts: Vec<f64> =
            self.values.par_chunks(PART).map(|part| lanes(part, |value| (value - base) * scale)).collect();
        parts.iter().sum::<f64>() / self.values.len() as f64
    }

    /// From 0 (lowest) to 1 (highest).
    pub(super) fn min_max(self) -> impl Iterator<Item = f64> + Clone + 'a {
        let width = self.max - self.min;
        self.values.iter().map(move |value| (value - self.min) / width)
    }

    /// Multiplied by the power of two that brings the largest magnitude near 1, so that no sum overflows; exact.
    pub(super) fn scaled(self) -> impl Iterator<Item = f64> + Clone + 'a {
        let factor = power_of_two(self.min.abs().max(self.max.abs()));
        self.values.iter().map(move |value| value * factor)
    }
}

/// The power of two that brings a magnitude near 1.
pub(super) fn power_of_two(magnitude: f64) -> f64 {
    libm::scalbn(1.0, -libm::frexp(magnitude).1.clamp(-1022, 1022))
}

/// Values summed in one go. Fixed, so that sums have the same bits for any number of threads.
const PART: usize = 16_384;

/// Values that the processor works on at once.
const LANES: usize = 8;

fn lanes(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let mut sums = [0.0; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            sums[lane] += term(chunk[lane]);
        }
    }
    sums.iter().sum::<f64>() + rest.iter().map(|value| term(*value)).sum::<f64>()
}

/// Lowest and highest value, and the sum of the values less the first one: NaN or infinite where a value is, or the sum overflows.
#[derive(Clone, Copy)]
struct Survey<'v> {
    values: &'v [f64],
    first: f64,
}

impl Kernel for Survey<'_> {
    type Output = (f64, f64, f64);

    #[inline(always)]
    fn run(self) -> (f64, f64, f64) {
        let Survey { values, first } = self;
        let (mut min, mut max) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
        let mut sum = 0.0;
        for part in values.chunks(PART) {
            let mut sums = [0.0_f64; LANES];
            let (chunks, rest) = part.as_chunks::<LANES>();
            for (lane, value) in rest.iter().enumerate() {
                min[lane] = if *value < min[lane] { *value } else { min[lane] };
                max[lane] = if *value > max[lane] { *value } else { max[lane] };
                sums[lane] += value - first;
            }
            for chunk in chunks {
                for lane in 0..LANES {
                    let value = chunk[lane];
                    min[lane] = if value < min[lane] { value } else { min[lane] };
                    max[lane] = if value > max[lane] { value } else { max[lane] };
                    sums[lane] += value - first;
                }
            }
            sum += sums.iter().sum::<f64>();
        }
        let low = min.iter().copied().fold(f64::INFINITY, f64::min);
        (low, max.iter().copied().fold(f64::NEG_INFINITY, f64::max), sum)
    }
}

/// Checks the columns, sets constant ones aside, asks for the importance of the others (not negative) and divides by the sum.
pub(super) fn weigh(
    columns: &[&[f64]],
    domain: Domain,
    importance: impl FnOnce(&[Column<'_>]) -> Result<Vec<f64>, NoWeights>,
) -> Result<DataWeights, NoWeights> {
    let (places, varying) = varying(columns, domain)?;
    let constant: Vec<usize> = (0..columns.len()).filter(|at| !places.contains(at)).collect();
    let importance = match varying.as_slice() {
        [] => return Err(NoWeights::AllConstant),
        [_] => vec![1.0],
        varying => importance(varying).map_err(|error| relocated(error, &places, columns.len()))?,
    };
    let sum: f64 = importance.iter().sum();
    if !sum.is_finite() || sum <= 0.0 {
        return Err(NoWeights::NoConflict);
    }
    let mut shares = vec![0.0; columns.len()];
    places.iter().zip(importance).for_each(|(&at, weight)| shares[at] = weight / sum);
    Ok(DataWeights { shares, constant })
}

/// The columns that vary, and their places among all.
pub(super) fn varying<'a>(
    columns: &[&'a [f64]],
    domain: Domain,
) -> Result<(Vec<usize>, Vec<Column<'a>>), NoWeights> {
    let all = check(columns, domain)?;
    let places: Vec<usize> = (0..all.len()).filter(|&at| !is_constant(&all[at])).collect();
    let varying = places.iter().map(|&at| all[at]).collect();
    Ok((places, varying))
}

/// Names the columns of an error as the caller counts them.
fn relocated(error: NoWeights, places: &[usize], count: usize) -> NoWeights {
    match error {
        NoWeights::MixedSigns { negative, raw } => {
            let mut whole = vec![0.0; count];
            places.iter().zip(raw).for_each(|(&at, entry)| whole[at] = entry);
            NoWeights::MixedSigns {
                negative: negative.into_iter().map(|at| places[at]).collect(),
                raw: whole,
            }
        }
        NoWeights::Uncorrelated { column } => NoWeights::Uncorrelated { column: places[column] },
        other => other,
    }
}

/// The importance of columns one by one, in parallel.
pub(super) fn each(columns: &[Column<'_>], importance: impl Fn(Column<'_>) -> f64 + Sync) -> Vec<f64> {
    columns.par_iter().map(|column| importance(*column)).collect()
}

/// A vector scaled to the sum 1; refused with its signs when an entry is negative by more than rounding.
pub(super) fn non_negative(vector: &[f64]) -> Result<Vec<f64>, NoWeights> {
    let largest = vector.iter().fold(0.0_f64, |largest, entry| largest.max(entry.abs()));
    // An entry that is zero in exact arithmetic comes out with either sign.
    let rounding = 1e-13 * largest;
    let negative: Vec<usize> = (0..vector.len()).filter(|&at| vector[at] < -rounding).collect();
    if negative.is_empty() {
        return Ok(vector.iter().map(|entry| entry.max(0.0)).collect());
    }
    let sum: f64 = vector.iter().sum();
    let raw = vector.iter().map(|entry| if sum == 0.0 { *entry } else { entry / sum }).collect();
    Err(NoWeights::MixedSigns { negative, raw })
}

/// Whether the values differ by no more than rounding: eight units in the last place of the largest magnitude.
fn is_constant(column: &Column<'_>) -> bool {
    column.max - column.min <= 8.0 * f64::EPSILON * column.min.abs().max(column.max.abs())
}

fn check<'a>(columns: &[&'a [f64]], domain: Domain) -> Result<Vec<Column<'a>>, NoWeights> {
    let rows = columns.first().ok_or(NoWeights::NoColumn)?.len();
    if let Some(column) = columns.iter().position(|column| column.len() != rows) {
        return Err(NoWeights::Ragged { column, given: columns[column].len(), expected: rows });
    }
    if rows < 2 {
        return Err(NoWeights::TooFewUnits { given: rows, needed: 2 });
    }
    let checked: Vec<Result<Column<'a>, NoWeights>> =
        columns.par_iter().enumerate().map(|(at, values)| check_one(at, values, domain)).collect();
    checked.into_iter().collect()
}

fn check_one(at: usize, values: &[f64], domain: Domain) -> Result<Column<'_>, NoWeights> {
    let (min, max, sum) = vectorised(Survey { values, first: values[0] });
    // A sum that is a number has only numbers in it.
    if !sum.is_finite()
        && let Some(row) = values.iter().position(|value| !value.is_finite())
    {
        return Err(NoWeights::NotFinite { column: at, row });
    }
    let inside = |value: f64| match domain {
        Domain::Any => true,
        Domain::NonNegative => value >= 0.0,
        Domain::Positive => value > 0.0,
    };
    if !inside(min) {
        let row = values.iter().position(|value| !inside(*value)).unwrap_or_default();
        let zero_allowed = domain == Domain::NonNegative;
        return Err(NoWeights::OutsideDomain { column: at, row, given: values[row], zero_allowed });
    }
    if !(max - min).is_finite() {
        return Err(NoWeights::TooWide { column: at });
    }
    Ok(Column { values, min, max, shift: sum / values.len() as f64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_instructions_give_the_same_bits() {
        let values: Vec<f64> = (0..40_003).map(|at| f64::from(at % 977) * 0.37 - 100.0).collect();
        for count in [1, 7, 8, 40_003] {
            let survey = Survey { values: &values[..count], first: values[0] };
            let (wide, plain) = (vectorised(survey), survey.run());
            assert_eq!(wide, plain);
            assert_eq!(wide.2.to_bits(), plain.2.to_bits());
        }
    }
}
