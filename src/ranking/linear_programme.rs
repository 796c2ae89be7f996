//! Small linear programmes of one kind: max c·x with A·x ≤ b, x ≥ 0 and b ≥ 0, so that x = 0 is a start.
//!
//! Dense simplex on the condensed tableau (Dantzig's rule; Bland's while nothing improves, which cannot cycle: <https://doi.org/10.1287/moor.2.2.103>). Of
//! the many rows that say "no unit exceeds" most never bind: they enter only when broken, a few at a time.

/// A row a·x ≤ limit.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) terms: Vec<f64>,
    pub(super) limit: f64,
}

/// Reduced costs and pivots below this are rounding; the callers scale their numbers near 1.
const TINY: f64 = 1e-11;

/// How far a row may be exceeded before it counts as broken.
const BROKEN: f64 = 1e-11;

/// Rows that enter at once.
const AT_ONCE: usize = 8;

/// The best x under `fixed` rows and `many` more, of which those named by `start` are there from the beginning and keep the programme bounded. `None` when no
/// end is found, which callers report.
pub(super) fn maximise(cost: &[f64], fixed: &[Row], many: &[Row], start: &[usize]) -> Option<Vec<f64>> {
    let mut present = vec![false; many.len()];
    let mut rows = fixed.to_vec();
    let mut enter = start.to_vec();
    while !enter.is_empty() {
        for at in enter.drain(..) {
            if !std::mem::replace(&mut present[at], true) {
                rows.push(many[at].clone());
            }
        }
        let x = Tableau::new(cost, &rows).solve()?;
        let mut broken: Vec<(f64, usize)> = many
            .iter()
            .enumerate()
            .filter(|(at, _)| !present[*at])
            .map(|(at, row)| (dot(&row.terms, &x) - row.limit, at))
            .filter(|(excess, _)| *excess > BROKEN)
            .collect();
        if broken.is_empty() {
            return Some(x);
        }
        broken.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        enter.extend(broken.iter().take(AT_ONCE).map(|(_, at)| *at));
    }
    None
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

struct Tableau {
    /// A row each; the last entry is the value of its basic variable.
    rows: Vec<Vec<f64>>,
    /// Reduced costs; the last entry is minus the objective.
    costs: Vec<f64>,
    /// By row: its variable. Variables count from 0, slacks follow.
    basic: Vec<usize>,
    /// By column: its variable.
    free: Vec<usize>,
}

impl Tableau {
    fn new(cost: &[f64], rows: &[Row]) -> Tableau {
        let count = cost.len();
        let full = |row: &Row| row.terms.iter().copied().chain([row.limit]).collect();
        Tableau {
            rows: rows.iter().map(full).collect(),
            costs: cost.iter().copied().chain([0.0]).collect(),
            basic: (count..count + rows.len()).collect(),
            free: (0..count).collect(),
        }
    }

    fn solve(mut self) -> Option<Vec<f64>> {
        let count = self.free.len();
        let mut idle = 0;
        for _ in 0..200 * (count + self.rows.len()) {
            let bland = idle > 20;
            let Some(column) = self.entering(bland) else { return Some(self.values(count)) };
            let row = self.leaving(column)?;
            idle = if self.rows[row][count] > TINY { 0 } else { idle + 1 };
            self.pivot(row, column);
        }
        None
    }

    fn entering(&self, bland: bool) -> Option<usize> {
        let better = (0..self.free.len()).filter(|column| self.costs[*column] > TINY);
        if bland {
            better.min_by_key(|column| self.free[*column])
        } else {
            better.max_by(|a, b| {
                self.costs[*a].total_cmp(&self.costs[*b]).then(self.free[*b].cmp(&self.free[*a]))
            })
        }
    }

    /// The row that first reaches zero; among equals the one of the lowest variable.
    fn leaving(&self, column: usize) -> Option<usize> {
        let last = self.free.len();
        let ratio = |row: usize| self.rows[row][last].max(0.0) / self.rows[row][column];
        (0..self.rows.len())
            .filter(|row| self.rows[*row][column] > TINY)
            .min_by(|a, b| ratio(*a).total_cmp(&ratio(*b)).then(self.basic[*a].cmp(&self.basic[*b])))
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let mut pivot_row = std::mem::take(&mut self.rows[row]);
        let pivot = pivot_row[column];
        pivot_row[column] = 1.0;
        pivot_row.iter_mut().for_each(|entry| *entry /= pivot);
        for other in self.rows.iter_mut().filter(|other| !other.is_empty()).chain([&mut self.costs]) {
            let factor = std::mem::replace(&mut other[column], 0.0);
            if factor != 0.0 {
                for (entry, by) in other.iter_mut().zip(&pivot_row) {
                    *entry -= factor * by;
                }
            }
        }
        self.rows[row] = pivot_row;
        std::mem::swap(&mut self.basic[row], &mut self.free[column]);
    }

    fn values(&self, count: usize) -> Vec<f64> {
        let mut x = vec![0.0; count];
        for (row, variable) in self.basic.iter().enumerate().filter(|(_, variable)| **variable < count) {
            x[*variable] = self.rows[row][count].max(0.0);
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(terms: &[f64], limit: f64) -> Row {
        Row { terms: terms.to_vec(), limit }
    }

    #[test]
    fn a_textbook_programme() {
        // max 3x + 5y with x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 (Hillier & Lieberman): (2, 6).
        let many = [row(&[1.0, 0.0], 4.0), row(&[0.0, 2.0], 12.0), row(&[3.0, 2.0], 18.0)];
        let x = maximise(&[3.0, 5.0], &[], &many, &[0, 2]).unwrap();
        assert!((x[0] - 2.0).abs() < 1e-14 && (x[1] - 6.0).abs() < 1e-14, "{x:?}");
    }

    #[test]
    fn a_programme_that_cycles_under_dantzigs_rule() {
        // Beale 1955; the optimum is 1/20.
        let rows = [
            row(&[0.25, -60.0, -0.04, 9.0], 0.0),
            row(&[0.5, -90.0, -0.02, 3.0], 0.0),
            row(&[0.0, 0.0, 1.0, 0.0], 1.0),
        ];
        let cost = [0.75, -150.0, 0.02, -6.0];
        let x = maximise(&cost, &rows, &[row(&[1.0; 4], 1e3)], &[0]).unwrap();
        assert!((dot(&cost, &x) - 0.05).abs() < 1e-14, "{x:?}");
    }

    #[test]
    fn what_has_no_end_is_not_answered() {
        assert!(maximise(&[1.0], &[], &[row(&[-1.0], 1.0)], &[0]).is_none());
    }
}
