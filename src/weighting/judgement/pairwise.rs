use crate::weighting::InvalidWeights;

/// Pairwise judgements of items (AHP): entry (i, j) says how many times as important item i is as item j.
///
/// Saaty 1980, The Analytic Hierarchy Process, ISBN 978-0-07-054371-3. The diagonal is 1 and (j, i) is 1 / (i, j).
///
/// ```
/// use quanheng::weighting::{JudgementMatrix, Priority, RandomIndex};
/// let matrix = JudgementMatrix::from_upper(&[3.0, 5.0, 3.0]).unwrap();
/// let weights = matrix.priorities(Priority::Eigenvector);
/// let consistency = matrix.consistency(&weights, RandomIndex::Saaty1980).unwrap();
/// assert!(weights[0] > 0.63 && consistency.ratio < 0.1);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct JudgementMatrix {
    side: usize,
    cells: Vec<f64>,
}

/// Why judgements give no weights. Items and experts count from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoJudgement {
    /// The number of entries fits no matrix, or rows differ in length.
    #[error("{given} entries are given, {expected} are expected")]
    Shape {
        /// How many there are.
        given: usize,
        /// How many there should be.
        expected: usize,
    },
    /// There is nothing to judge.
    #[error("there is no item to weigh")]
    NoItem,
    /// There is nobody who judged.
    #[error("there is no expert")]
    NoExpert,
    /// An entry that cannot be a judgement.
    #[error("entry ({row}, {column}) is {given}: {allowed} is expected")]
    Entry {
        /// Its row.
        row: usize,
        /// Its column.
        column: usize,
        /// What stands there.
        given: f64,
        /// What is allowed.
        allowed: &'static str,
    },
    /// Two entries that must mirror each other and do not.
    #[error(
        "entries ({row}, {column}) and ({column}, {row}) are {given} and {mirror}: they do not mirror each other"
    )]
    NotReciprocal {
        /// The row of the first.
        row: usize,
        /// Its column.
        column: usize,
        /// What stands there.
        given: f64,
        /// What stands on the other side.
        mirror: f64,
    },
    /// The named table ends before.
    #[error("the table of random indices has no entry for {items} items, it ends at {most}")]
    NoRandomIndex {
        /// How many items there are.
        items: usize,
        /// How many the table knows.
        most: usize,
    },
    /// Some items are not compared with the others, not even through others.
    #[error("nothing connects items {items:?} with item 0")]
    NotConnected {
        /// Which ones.
        items: Vec<usize>,
    },
    /// The order says the opposite of a number.
    #[error("{given} at {at} contradicts the order: {allowed} is expected")]
    Contradiction {
        /// Where.
        at: usize,
        /// What was given.
        given: f64,
        /// What is allowed.
        allowed: &'static str,
    },
    /// Points that do not add up to the budget.
    #[error("the points of expert {expert} add up to {given} instead of {budget}")]
    Budget {
        /// Who.
        expert: usize,
        /// Their sum.
        given: f64,
        /// What there was to give.
        budget: f64,
    },
    /// Every expert gives every item the same rank.
    #[error("no expert tells the items apart")]
    NoDifference,
    /// The linear programme does not settle; none is known.
    #[error("the linear programme does not settle")]
    Unsolved,
    /// Weights of experts that cannot be divided by their sum.
    #[error(transparent)]
    Weights(#[from] InvalidWeights),
}

impl JudgementMatrix {
    /// Checks all entries, row by row. Mirrored entries may differ by what writing 1/3 with four digits makes of it: 0.1 % relative; the
    /// upper one counts and the lower one becomes its reciprocal.
    ///
    /// # Errors
    /// [`NoJudgement`] for a number of entries that is no square, an entry that is not positive and finite, a diagonal other than 1, and
    /// entries that do not mirror each other.
    pub fn new(cells: &[f64]) -> Result<Self, NoJudgement> {
        let side = side_of(cells.len())?;
        let allowed = "a positive number";
        for (at, &given) in cells.iter().enumerate() {
            let (row, column) = (at / side, at % side);
            if !(given.is_finite() && given > 0.0) {
                return Err(NoJudgement::Entry { row, column, given, allowed });
            }
            if row == column && given != 1.0 {
                return Err(NoJudgement::Entry { row, column, given, allowed: "1 on the diagonal" });
            }
            let mirror = cells[column * side + row];
            if row < column && (given * mirror - 1.0).abs() > 1e-3 {
                return Err(NoJudgement::NotReciprocal { row, column, given, mirror });
            }
        }
        let mut upper = Vec::with_capacity(side * (side - 1) / 2);
        (0..side).for_each(|row| upper.extend_from_slice(&cells[row * side + row + 1..(row + 1) * side]));
        Self::from_upper(&upper)
    }

    /// From the judgements above the diagonal, row by row: (0, 1), (0, 2), …, (1, 2), …
    ///
    /// # Errors
    /// [`NoJudgement`] for a number of entries that fits no matrix, and for an entry that is not positive and finite.
    pub fn from_upper(upper: &[f64]) -> Result<Self, NoJudgement> {
        let side = (1..).find(|side| side * (side - 1) / 2 >= upper.len()).unwrap_or(1);
        if side * (side - 1) / 2 != upper.len() {
            return Err(NoJudgement::Shape { given: upper.len(), expected: side * (side - 1) / 2 });
        }
        let mut cells = vec![1.0; side * side];
        let mut judgements = upper.iter();
        for row in 0..side {
            for (column, &given) in (row + 1..side).zip(&mut judgements) {
                let mirror = 1.0 / given;
                if !(given > 0.0 && given.is_finite() && mirror.is_finite()) {
                    return Err(NoJudgement::Entry { row, column, given, allowed: "a positive number" });
                }
                (cells[row * side + column], cells[column * side + row]) = (given, mirror);
            }
        }
        Ok(JudgementMatrix { side, cells })
    }

    /// How many items are compared.
    #[must_use]
    pub fn items(&self) -> usize {
        self.side
    }

    /// How many times as important one item is as another; `None` beyond the items.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<f64> {
        if row < self.side && column < self.side { Some(self.cells[row * self.side + column]) } else { None }
    }

    /// All entries, row by row.
    #[must_use]
    pub fn cells(&self) -> &[f64] {
        &self.cells
    }
}

/// The side of a square matrix of so many entries.
pub(super) fn side_of(entries: usize) -> Result<usize, NoJudgement> {
    let side = (1..=entries).find(|side| side * side >= entries).ok_or(NoJudgement::NoItem)?;
    if side * side == entries {
        Ok(side)
    } else {
        Err(NoJudgement::Shape { given: entries, expected: side * side })
    }
}
