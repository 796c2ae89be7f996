//! Small linear programmes of one kind: max c·x with A·x ≤ b, x ≥ 0 and b ≥ 0, so that x = 0 is a start.
//!
//! Dense simplex on the condensed tableau (Dantzig's rule; Bland's while nothing improves, which cannot cycle: <https://doi.org/10.1287/moor.2.2.103>). Of
//! the many rows that say "no unit exceeds" most never bind: they enter only when broken, a few at a time, and the dual simplex (Lemke 1954,
//! <https://doi.org/10.1002/nav.3800010107>) goes on from where the tableau stands.

/// A row a·x ≤ limit.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) terms: Vec<f64>,
    pub(crate) limit: f64,
}

/// Reduced costs and pivots below this are rounding; the callers scale their numbers near 1.
const TINY: f64 = 1e-11;

/// How far a row may be exceeded before it counts as broken.
const BROKEN: f64 = 1e-11;

/// Rows that enter at once.
const AT_ONCE: usize = 8;

/// The best x under `fixed` rows and `many` more, of which those named by `start` are there from the beginning and keep the programme bounded. `None` when no
/// end is found, which callers report.
pub(crate) fn maximise(cost: &[f64], fixed: &[Row], many: &[Row], start: &[usize]) -> Option<Vec<f64>> {
    let mut present = vec![false; many.len()];
    let mut rows = fixed.to_vec();
    for at in start {
        if !std::mem::replace(&mut present[*at], true) {
            rows.push(many[*at].clone());
        }
    }
    let mut programme = Programme::new(cost.to_vec(), rows);
    loop {
        let x = programme.solve()?;
        let excess = |(at, row): (usize, &Row)| (dot(&row.terms, &x) - row.limit, at);
        let open = many.iter().enumerate().filter(|(at, _)| !present[*at]);
        let broken = most_broken(open.map(excess));
        if broken.is_empty() {
            return Some(x);
        }
        for at in broken {
            present[at] = true;
            programme.add(many[at].clone());
        }
    }
}

/// The rows that are exceeded most, at most a few.
pub(crate) fn most_broken(excess: impl Iterator<Item = (f64, usize)>) -> Vec<usize> {
    let mut broken: Vec<(f64, usize)> = excess.filter(|(excess, _)| *excess > BROKEN).collect();
    broken.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    broken.truncate(AT_ONCE);
    broken.into_iter().map(|(_, at)| at).collect()
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A programme whose rows come one after the other.
pub(crate) struct Programme {
    cost: Vec<f64>,
    rows: Vec<Row>,
    tableau: Tableau,
}

impl Programme {
    pub(crate) fn new(cost: Vec<f64>, rows: Vec<Row>) -> Programme {
        let tableau = Tableau::new(&cost, &rows);
        Programme { cost, rows, tableau }
    }

    /// Adds a row; the next [`Programme::solve`] starts from the solution so far.
    pub(crate) fn add(&mut self, row: Row) {
        self.tableau.add(&row);
        self.rows.push(row);
    }

    /// The best x under the rows so far; `None` when no end is found.
    pub(crate) fn solve(&mut self) -> Option<Vec<f64>> {
        if !(self.tableau.restore() && self.tableau.improve()) {
            // Rounding has got the better of it: once more from the beginning.
            *self = Programme::within(self.cost.len(), std::mem::take(&mut self.rows))
                .map(|programme| Programme { cost: std::mem::take(&mut self.cost), ..programme })?;
            self.tableau.price(&self.cost);
            if !self.tableau.improve() {
                return None;
            }
        }
        Some(self.tableau.values())
    }

    /// A programme without cost whose rows may have limits below 0; `None` when no x ≥ 0 fulfils them all.
    pub(crate) fn within(count: usize, rows: Vec<Row>) -> Option<Programme> {
        // Falling costs make x = 0 a start for the dual simplex; unequal ones keep its steps apart.
        let falling: Vec<f64> = (0..count).map(|at| -1.0 - at as f64 / count as f64).collect();
        let mut tableau = Tableau::new(&falling, &rows);
        if !tableau.restore() {
            return None;
        }
        let cost = vec![0.0; count];
        tableau.price(&cost);
        Some(Programme { cost, rows, tableau })
    }

    /// Another cost on the same rows; the next [`Programme::solve`] starts from the solution so far.
    pub(crate) fn set_cost(&mut self, cost: &[f64]) {
        self.cost.clear();
        self.cost.extend_from_slice(cost);
        self.tableau.price(cost);
    }

    /// By row, what a unit more of its limit adds to the objective of the last solution; from 0 up.
    pub(crate) fn multipliers(&self) -> Vec<f64> {
        let count = self.cost.len();
        let mut multipliers = vec![0.0; self.rows.len()];
        for (column, variable) in self.tableau.free.iter().enumerate().filter(|(_, free)| **free >= count) {
            multipliers[variable - count] = (-self.tableau.costs[column]).max(0.0);
        }
        multipliers
    }
}

struct Tableau {
    /// A row each of `stride` cells; the last one is the value of its basic variable.
    cells: Vec<f64>,
    stride: usize,
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
        Tableau {
            cells: rows.iter().flat_map(|row| row.terms.iter().copied().chain([row.limit])).collect(),
            stride: count + 1,
            costs: cost.iter().copied().chain([0.0]).collect(),
            basic: (count..count + rows.len()).collect(),
            free: (0..count).collect(),
        }
    }

    /// A new row, in terms of the variables that are free now.
    fn add(&mut self, row: &Row) {
        let count = self.free.len();
        let mut cells = vec![0.0; self.stride];
        cells[count] = row.limit;
        for (column, variable) in self.free.iter().enumerate().filter(|(_, variable)| **variable < count) {
            cells[column] = row.terms[*variable];
        }
        for (at, variable) in self.basic.iter().enumerate().filter(|(_, variable)| **variable < count) {
            subtract(&mut cells, row.terms[*variable], self.row(at));
        }
        self.cells.extend(cells);
        self.basic.push(count + self.basic.len());
    }

    /// The reduced costs of another cost.
    fn price(&mut self, cost: &[f64]) {
        let count = self.free.len();
        let of = |variable: usize| if variable < count { cost[variable] } else { 0.0 };
        let mut costs: Vec<f64> = self.free.iter().map(|variable| of(*variable)).chain([0.0]).collect();
        for (at, variable) in self.basic.iter().enumerate() {
            subtract(&mut costs, of(*variable), self.row(at));
        }
        self.costs = costs;
    }

    /// Primal simplex from values that are not negative: whether it found the end.
    fn improve(&mut self) -> bool {
        let last = self.free.len();
        let mut idle = 0;
        for _ in 0..200 * (last + self.basic.len()) {
            let Some(column) = self.entering(idle > 20) else { return true };
            let Some(row) = self.leaving(column) else { return false };
            idle = if self.cell(row, last) > TINY { 0 } else { idle + 1 };
            self.pivot(row, column);
        }
        false
    }

    /// Dual simplex from reduced costs that are not positive, until no value is negative: whether it got there.
    fn restore(&mut self) -> bool {
        let last = self.free.len();
        for _ in 0..20 * (last + self.basic.len()) {
            let lowest =
                (0..self.basic.len()).min_by(|a, b| self.cell(*a, last).total_cmp(&self.cell(*b, last)));
            let Some(row) = lowest.filter(|row| self.cell(*row, last) < -TINY) else { return true };
            let ratio = |column: usize| self.costs[column].min(0.0) / self.cell(row, column);
            let column = (0..last)
                .filter(|column| self.cell(row, *column) < -TINY)
                .min_by(|a, b| ratio(*a).total_cmp(&ratio(*b)).then(self.free[*a].cmp(&self.free[*b])));
            let Some(column) = column else { return false };
            self.pivot(row, column);
        }
        false
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
        let ratio = |row: usize| self.cell(row, last).max(0.0) / self.cell(row, column);
        (0..self.basic.len())
            .filter(|row| self.cell(*row, column) > TINY)
            .min_by(|a, b| ratio(*a).total_cmp(&ratio(*b)).then(self.basic[*a].cmp(&self.basic[*b])))
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let mut pivot_row = self.row(row).to_vec();
        let pivot = pivot_row[column];
        pivot_row[column] = 1.0;
        pivot_row.iter_mut().for_each(|entry| *entry /= pivot);
        for (at, other) in self.cells.chunks_exact_mut(self.stride).enumerate() {
            if at == row {
                other.copy_from_slice(&pivot_row);
            } else {
                let factor = std::mem::replace(&mut other[column], 0.0);
                subtract(other, factor, &pivot_row);
            }
        }
        let factor = std::mem::replace(&mut self.costs[column], 0.0);
        subtract(&mut self.costs, factor, &pivot_row);
        std::mem::swap(&mut self.basic[row], &mut self.free[column]);
    }

    fn values(&self) -> Vec<f64> {
        let count = self.free.len();
        let mut x = vec![0.0; count];
        for (row, variable) in self.basic.iter().enumerate().filter(|(_, variable)| **variable < count) {
            x[*variable] = self.cell(row, count).max(0.0);
        }
        x
    }

    fn row(&self, at: usize) -> &[f64] {
        &self.cells[at * self.stride..(at + 1) * self.stride]
    }

    fn cell(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.stride + column]
    }
}

fn subtract(from: &mut [f64], factor: f64, row: &[f64]) {
    if factor != 0.0 {
        from.iter_mut().zip(row).for_each(|(entry, by)| *entry -= factor * by);
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
        for start in [vec![0, 2], vec![0, 1], vec![0, 1, 2]] {
            let x = maximise(&[3.0, 5.0], &[], &many, &start).unwrap();
            assert!((x[0] - 2.0).abs() < 1e-14 && (x[1] - 6.0).abs() < 1e-14, "{x:?}");
        }
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
    fn limits_below_zero_and_other_costs() {
        // 1 ≤ x + y ≤ 2 with x ≤ 1.5.
        let rows = || vec![row(&[1.0, 1.0], 2.0), row(&[-1.0, -1.0], -1.0), row(&[1.0, 0.0], 1.5)];
        let mut programme = Programme::within(2, rows()).unwrap();
        for (cost, best) in [([1.0, 0.5], 1.75), ([-1.0, -2.0], -1.0), ([1.0, -3.0], 1.5), ([0.0, 1.0], 2.0)]
        {
            programme.set_cost(&cost);
            let x = programme.solve().unwrap();
            assert!((dot(&cost, &x) - best).abs() < 1e-14, "{cost:?} {x:?}");
            let multipliers = programme.multipliers();
            let dual: f64 = multipliers.iter().zip(rows()).map(|(m, row)| m * row.limit).sum();
            assert!((dual - best).abs() < 1e-14, "{multipliers:?}");
        }
        let mut none = rows();
        none.push(row(&[0.0, 1.0], -0.5));
        assert!(Programme::within(2, none).is_none());
    }

    #[test]
    fn what_has_no_end_is_not_answered() {
        assert!(maximise(&[1.0], &[], &[row(&[-1.0], 1.0)], &[0]).is_none());
    }

    #[test]
    fn rows_one_by_one_give_what_all_at_once_give() {
        let mut state = 3_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % 100) as f64 / 100.0
        };
        for _ in 0..50 {
            let rows: Vec<Row> = (0..30).map(|_| row(&[next(), next(), next(), next()], 1.0)).collect();
            let cost = [next(), next(), next(), next()];
            let whole =
                maximise(&cost, &[row(&[1.0; 4], 10.0)], &rows, &(0..30).collect::<Vec<_>>()).unwrap();
            let grown = maximise(&cost, &[row(&[1.0; 4], 10.0)], &rows, &[]).unwrap();
            assert!((dot(&cost, &whole) - dot(&cost, &grown)).abs() < 1e-12, "{whole:?} {grown:?}");
        }
    }
}
