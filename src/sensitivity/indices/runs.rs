use super::IndexError;

/// One number a run, with the name under which it is reported.
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    /// The name, for messages and results.
    pub name: &'a str,
    /// One number for each row of the plan. What stands in the rows of failed runs is not looked at.
    pub values: &'a [f64],
}

/// The outputs of the runs of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    /// The outputs; each has its own answer.
    pub outputs: &'a [Output<'a>],
    /// The rows of runs that could not be scored, counted from 0, in any order.
    pub failed: &'a [usize],
}

/// The answers for all outputs, and how much of the plan they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis<T> {
    /// How many blocks of the plan were used: base points, trajectories, curves, runs.
    pub used: usize,
    /// How many were left out since a run of theirs had failed.
    pub dropped: usize,
    /// The answer for each output, in the order given.
    pub outputs: Vec<Result<T, IndexError>>,
}

impl Runs<'_> {
    /// How many rows all outputs have.
    ///
    /// # Errors
    /// When outputs differ in length, or it is not a multiple of the block.
    pub(super) fn rows(&self, block: usize) -> Result<usize, IndexError> {
        let Some(first) = self.outputs.first() else { return Ok(0) };
        let expected = first.values.len();
        for output in self.outputs {
            output.expect_rows(expected)?;
        }
        if !expected.is_multiple_of(block) {
            return Err(IndexError::Blocks { given: expected, block });
        }
        Ok(expected)
    }

    /// The blocks none of whose runs has failed.
    pub(super) fn complete(&self, rows: usize, block: usize) -> Vec<usize> {
        let mut whole = vec![true; rows / block];
        for row in self.failed {
            if let Some(whole) = whole.get_mut(row / block) {
                *whole = false;
            }
        }
        whole.iter().enumerate().filter(|(_, whole)| **whole).map(|(at, _)| at).collect()
    }
}

impl Output<'_> {
    fn expect_rows(&self, expected: usize) -> Result<(), IndexError> {
        let given = self.values.len();
        if given == expected {
            return Ok(());
        }
        Err(IndexError::Length { output: self.name.to_owned(), given, expected })
    }

    /// The values of some blocks, one block after the other, divided by a power of two so that squares neither overflow nor vanish.
    ///
    /// # Errors
    /// When a value is not finite, or all are the same.
    pub(super) fn scaled(&self, blocks: &[usize], block: usize) -> Result<Scaled, IndexError> {
        let mut values = Vec::with_capacity(blocks.len() * block);
        for at in blocks {
            values.extend_from_slice(self.values.get(at * block..(at + 1) * block).unwrap_or_default());
        }
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            let row = blocks[at / block] * block + at % block;
            return Err(IndexError::NotFinite { output: self.name.to_owned(), row });
        }
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if low >= high {
            return Err(self.constant());
        }
        let exponent = libm::frexp(low.abs().max(high.abs())).1;
        for value in &mut values {
            *value = libm::scalbn(*value, -exponent);
        }
        Ok(Scaled { values, exponent })
    }

    pub(super) fn constant(&self) -> IndexError {
        IndexError::Constant { output: self.name.to_owned() }
    }
}

/// Values below 1 in size, and the power of two they were divided by.
#[derive(Debug)]
pub(super) struct Scaled {
    pub(super) values: Vec<f64>,
    pub(super) exponent: i32,
}

/// The mean in two passes; the second takes back what rounding lost.
pub(super) fn mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let first = values.iter().sum::<f64>() / n;
    first + values.iter().map(|value| value - first).sum::<f64>() / n
}
