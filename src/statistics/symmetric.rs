//! Small square matrices, row by row in one vector: eigenvectors and inverses of symmetric ones, the leading eigenvector of non-negative
//! ones. Written here because a linear-algebra library picks fused instructions by processor, and then the bits differ.

/// The eigenvalues of a symmetric matrix, highest first, each with its vector of length 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Eigen {
    /// Highest first.
    pub(crate) values: Vec<f64>,
    /// In the order of the values; each with a sum that is not negative.
    pub(crate) vectors: Vec<Vec<f64>>,
}

impl Eigen {
    /// The vector of the highest value, unless the two highest values are too close to tell their vectors apart: relative to the
    /// highest, 10⁻¹⁰ leaves a vector six exact digits.
    pub(crate) fn leading(&self) -> Option<&[f64]> {
        let first = *self.values.first()?;
        let apart = self.values.get(1).is_none_or(|second| first - second > 1e-10 * first.abs());
        if apart { self.vectors.first().map(Vec::as_slice) } else { None }
    }
}

/// The direction x ≥ 0 of length 1 with the highest x′Ax, for a positive semidefinite A. `None` when the search takes too long.
///
/// On the columns that stay, the best vector is either positive throughout, and then it is their leading eigenvector, or it lies on a face
/// where one more column is left out. Leaving a column out never raises the leading eigenvalue, so that a branch that cannot beat the best
/// found so far is cut. Exact, unlike a local search: the problem is not convex.
pub(crate) fn non_negative_direction(cells: &[f64], side: usize) -> Option<Vec<f64>> {
    const MOST: usize = 20_000;
    let mut best: Option<(f64, Vec<f64>)> = None;
    // Each entry: the columns that stay, and how many of the first of them may no longer leave.
    let mut open: Vec<(Vec<usize>, usize)> = vec![((0..side).collect(), 0)];
    let mut visited = 0;
    while let Some((kept, fixed)) = open.pop() {
        visited += 1;
        if visited > MOST {
            return None;
        }
        let part: Vec<f64> =
            kept.iter().flat_map(|&i| kept.iter().map(move |&j| cells[i * side + j])).collect();
        let found = eigen(&part, kept.len());
        let value = *found.values.first()?;
        if best.as_ref().is_some_and(|(highest, _)| value <= *highest) {
            continue;
        }
        let vector = &found.vectors[0];
        if vector.iter().all(|entry| *entry >= 0.0) {
            let mut whole = vec![0.0; side];
            kept.iter().zip(vector).for_each(|(&at, entry)| whole[at] = *entry);
            best = Some((value, whole));
            continue;
        }
        // Every subset is reached once: what was passed over stays for good.
        for leaves in (fixed..kept.len()).rev() {
            let mut fewer = kept.clone();
            fewer.remove(leaves);
            if !fewer.is_empty() {
                open.push((fewer, leaves));
            }
        }
    }
    best.map(|(_, vector)| vector)
}

/// Jacobi's method by cyclic sweeps (Golub & Van Loan, Matrix Computations, 4th ed., ISBN 978-1-4214-0794-4, §8.5).
/// `cells` has `side`² finite entries and is symmetric.
pub(crate) fn eigen(cells: &[f64], side: usize) -> Eigen {
    let mut a = cells.to_vec();
    let mut v = identity(side);
    // Convergence is quadratic: a handful of sweeps do, and the bound only guards against an endless loop.
    for _ in 0..100 {
        let mut moved = false;
        for p in 0..side {
            for q in p + 1..side {
                moved |= rotate(&mut a, &mut v, side, p, q);
            }
        }
        if !moved {
            break;
        }
    }
    let mut order: Vec<usize> = (0..side).collect();
    order.sort_by(|&i, &j| a[j * side + j].total_cmp(&a[i * side + i]));
    let values = order.iter().map(|&k| a[k * side + k]).collect();
    let vectors = order.iter().map(|&k| upright((0..side).map(|row| v[row * side + k]).collect())).collect();
    Eigen { values, vectors }
}

/// Turns the plane of `p` and `q` so that their entry vanishes; false where it is too small to change a diagonal entry.
fn rotate(a: &mut [f64], v: &mut [f64], side: usize, p: usize, q: usize) -> bool {
    let off = a[p * side + q];
    let (at_p, at_q) = (a[p * side + p], a[q * side + q]);
    let small = 100.0 * off.abs();
    if off == 0.0 || (at_p + small == at_p && at_q + small == at_q) {
        (a[p * side + q], a[q * side + p]) = (0.0, 0.0);
        return false;
    }
    let theta = (at_q - at_p) / (2.0 * off);
    let t = if theta.abs() > 1e150 {
        0.5 / theta
    } else {
        theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt())
    };
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..side {
        let (x, y) = (a[k * side + p], a[k * side + q]);
        (a[k * side + p], a[k * side + q]) = (c * x - s * y, s * x + c * y);
    }
    for k in 0..side {
        let (x, y) = (a[p * side + k], a[q * side + k]);
        (a[p * side + k], a[q * side + k]) = (c * x - s * y, s * x + c * y);
    }
    (a[p * side + p], a[q * side + q]) = (at_p - t * off, at_q + t * off);
    (a[p * side + q], a[q * side + p]) = (0.0, 0.0);
    for k in 0..side {
        let (x, y) = (v[k * side + p], v[k * side + q]);
        (v[k * side + p], v[k * side + q]) = (c * x - s * y, s * x + c * y);
    }
    true
}

/// The vector or its opposite, whichever has the higher sum.
fn upright(vector: Vec<f64>) -> Vec<f64> {
    if vector.iter().sum::<f64>() < 0.0 { vector.into_iter().map(|entry| -entry).collect() } else { vector }
}

fn identity(side: usize) -> Vec<f64> {
    let mut cells = vec![0.0; side * side];
    (0..side).for_each(|at| cells[at * side + at] = 1.0);
    cells
}

/// The diagonal of the inverse of a correlation matrix, by Cholesky's factor. `None` when it is singular: a pivot below 10⁻¹⁰ means that
/// the others predict a column to ten digits, and what is left is rounding.
pub(crate) fn inverse_diagonal(correlations: &[f64], side: usize) -> Option<Vec<f64>> {
    let lower = cholesky(correlations, side, 1e-10)?;
    // The columns of the inverse factor, one at a time; the inverse is the sum of their squares.
    let entry = |column: usize| {
        let mut x = vec![0.0; side];
        for row in column..side {
            let unit = if row == column { 1.0 } else { 0.0 };
            let known: f64 = (column..row).map(|k| lower[row * side + k] * x[k]).sum();
            x[row] = (unit - known) / lower[row * side + row];
        }
        x.iter().map(|entry| entry * entry).sum()
    };
    Some((0..side).map(entry).collect())
}

/// The inverse of a symmetric positive definite matrix; `None` as for [`inverse_diagonal`].
pub(crate) fn inverse(cells: &[f64], side: usize) -> Option<Vec<f64>> {
    let lower = cholesky(cells, side, 1e-10)?;
    // The inverse of the factor, column by column; the inverse is its product with its mirror image.
    let mut factor = vec![0.0; side * side];
    for column in 0..side {
        for row in column..side {
            let unit = if row == column { 1.0 } else { 0.0 };
            let known: f64 = (column..row).map(|k| lower[row * side + k] * factor[k * side + column]).sum();
            factor[row * side + column] = (unit - known) / lower[row * side + row];
        }
    }
    let mut inverse = vec![0.0; side * side];
    for row in 0..side {
        for column in 0..=row {
            let sum = (row..side).map(|k| factor[k * side + row] * factor[k * side + column]).sum();
            (inverse[row * side + column], inverse[column * side + row]) = (sum, sum);
        }
    }
    Some(inverse)
}

/// The logarithm of the determinant of a correlation matrix; `None` as for [`inverse_diagonal`].
pub(crate) fn log_determinant(cells: &[f64], side: usize) -> Option<f64> {
    let lower = cholesky(cells, side, 1e-10)?;
    Some(2.0 * (0..side).map(|at| libm::log(lower[at * side + at])).sum::<f64>())
}

/// The solution of a symmetric positive definite system; `None` when a pivot falls below `least` of its diagonal entry.
pub(crate) fn solve(cells: &[f64], right: &[f64], least: f64) -> Option<Vec<f64>> {
    let side = right.len();
    let lower = cholesky(cells, side, least)?;
    let mut x = right.to_vec();
    for row in 0..side {
        let known: f64 = (0..row).map(|k| lower[row * side + k] * x[k]).sum();
        x[row] = (x[row] - known) / lower[row * side + row];
    }
    for row in (0..side).rev() {
        let known: f64 = (row + 1..side).map(|k| lower[k * side + row] * x[k]).sum();
        x[row] = (x[row] - known) / lower[row * side + row];
    }
    Some(x)
}

fn cholesky(cells: &[f64], side: usize, least: f64) -> Option<Vec<f64>> {
    let mut lower = vec![0.0; side * side];
    for row in 0..side {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| lower[row * side + k] * lower[column * side + k]).sum();
            let rest = cells[row * side + column] - known;
            if row == column {
                if rest.is_nan() || rest <= least * cells[row * side + row] {
                    return None;
                }
                lower[row * side + row] = rest.sqrt();
            } else {
                lower[row * side + column] = rest / lower[column * side + column];
            }
        }
    }
    Some(lower)
}

/// The leading eigenvector of a non-negative matrix with a positive diagonal whose graph is connected, with sum 1 (Perron). Squaring the
/// matrix squares the ratio of its eigenvalues, so that a few squarings do what thousands of multiplications may need.
pub(crate) fn perron(cells: &[f64], side: usize) -> Vec<f64> {
    let mut power = cells.to_vec();
    for _ in 0..40 {
        let largest = power.iter().copied().fold(0.0, f64::max);
        power.iter_mut().for_each(|cell| *cell /= largest);
        power = product(&power, side);
    }
    let mut vector: Vec<f64> = power.chunks(side).map(|row| row.iter().sum()).collect();
    // Each squaring rounded; a few plain steps bring back the last digits.
    for _ in 0..4 {
        let sum: f64 = vector.iter().sum();
        vector.iter_mut().for_each(|entry| *entry /= sum);
        vector = times(cells, &vector);
    }
    let sum: f64 = vector.iter().sum();
    vector.into_iter().map(|entry| entry / sum).collect()
}

/// A matrix times a vector.
pub(crate) fn times(cells: &[f64], vector: &[f64]) -> Vec<f64> {
    cells.chunks(vector.len()).map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum()).collect()
}

fn product(a: &[f64], side: usize) -> Vec<f64> {
    let mut cells = vec![0.0; side * side];
    for row in 0..side {
        for k in 0..side {
            for column in 0..side {
                cells[row * side + column] += a[row * side + k] * a[k * side + column];
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_spectrum() {
        // The second-difference matrix of side n has the eigenvalues 2 − 2·cos(kπ/(n+1)).
        let side = 9;
        let mut cells = vec![0.0; side * side];
        for at in 0..side {
            cells[at * side + at] = 2.0;
            if at > 0 {
                (cells[at * side + at - 1], cells[(at - 1) * side + at]) = (-1.0, -1.0);
            }
        }
        let eigen = eigen(&cells, side);
        for (k, value) in (1..=side).rev().zip(&eigen.values) {
            let expected = 2.0 - 2.0 * libm::cos(k as f64 * std::f64::consts::PI / (side as f64 + 1.0));
            assert!((value - expected).abs() <= 1e-14 * 4.0, "{value} {expected}");
        }
        for (value, vector) in eigen.values.iter().zip(&eigen.vectors) {
            for (image, entry) in times(&cells, vector).iter().zip(vector) {
                assert!((image - value * entry).abs() <= 1e-14 * 4.0);
            }
        }
    }

    #[test]
    fn equal_eigenvalues_have_no_leading_vector() {
        assert_eq!(eigen(&identity(3), 3).leading(), None);
        assert!(eigen(&[1.0, 0.5, 0.5, 1.0], 2).leading().is_some());
        assert_eq!(eigen(&[], 0).leading(), None);
    }

    #[test]
    fn systems_and_inverses() {
        let cells = [4.0, 2.0, 2.0, 3.0];
        let x = solve(&cells, &[2.0, 5.0], 1e-12).unwrap();
        assert!((x[0] + 0.5).abs() < 1e-15 && (x[1] - 2.0).abs() < 1e-15, "{x:?}");
        assert_eq!(solve(&[1.0, 1.0, 1.0, 1.0], &[1.0, 1.0], 1e-12), None);
        let whole = inverse(&[4.0, 2.0, 2.0, 3.0], 2).unwrap();
        assert!(
            whole.iter().zip([0.375, -0.25, -0.25, 0.5]).all(|(a, b)| (a - b).abs() < 1e-15),
            "{whole:?}"
        );
        assert!((log_determinant(&[4.0, 2.0, 2.0, 3.0], 2).unwrap() - libm::log(8.0)).abs() < 1e-15);
        let diagonal = inverse_diagonal(&[1.0, 0.6, 0.6, 1.0], 2).unwrap();
        assert!(diagonal.iter().all(|d| (d - 1.0 / 0.64).abs() < 1e-14), "{diagonal:?}");
        assert_eq!(inverse_diagonal(&[1.0, 1.0, 1.0, 1.0], 2), None);
    }
}
