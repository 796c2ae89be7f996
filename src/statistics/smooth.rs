//! How much of one column's variance another explains: the correlation ratio S = Var(E[y|x]) / Var(y), also called the first-order effect.
//!
//! E[y|x] is a smooth curve: cubic B-splines on equal segments with a penalty on second differences (Eilers & Marx 1996,
//! <https://doi.org/10.1214/ss/1038425655>), the strength of the penalty by generalised cross-validation on a fixed grid. No random number
//! enters, and the same data give the same bits. Use in composite indicators: Becker, Saisana, Paruolo & Vandecasteele 2017,
//! <https://doi.org/10.1016/j.ecolind.2017.03.056>.

use serde::{Deserialize, Serialize};

use super::association::{centred, pearson};
use super::symmetric;

/// Segments of the curve; with fewer rows there are fewer.
const SEGMENTS: usize = 20;
/// Up to so many different values of x, each with several rows, the means by value are E[y|x] and need no curve.
const FEW_VALUES: usize = 10;
/// Below so many rows a curve would follow the noise.
const LEAST_ROWS: usize = 30;

/// A correlation ratio and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CorrelationRatio {
    /// Share of the variance of y that x explains, 0 to 1.
    pub ratio: f64,
    /// The same by a straight line: Pearson's r squared.
    pub linear: f64,
    /// Where `ratio` comes from.
    pub by: RatioBy,
    /// Rows it rests on.
    pub rows: usize,
}

/// How E[y|x] was estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RatioBy {
    /// A penalised spline.
    Spline,
    /// The mean of each value, as x has few.
    Means,
    /// A straight line, as there are few rows.
    Line,
}

/// The correlation ratio of y on x, row by row. `None` with fewer than three rows, or when x or y is the same everywhere.
#[must_use]
pub fn correlation_ratio(x: &[f64], y: &[f64]) -> Option<CorrelationRatio> {
    let rows = x.len().min(y.len());
    let (x, y) = (&x[..rows], &y[..rows]);
    if rows < 3 {
        return None;
    }
    let r = pearson(x, y)?;
    let linear = r * r;
    let (place, height) = (unit_range(x)?, centred(y)?);
    let values = distinct(x);
    let (ratio, by) = if values <= FEW_VALUES && rows >= 5 * values {
        (explained(&means_by_value(x, &height), &height), RatioBy::Means)
    } else if rows < LEAST_ROWS {
        (linear, RatioBy::Line)
    } else {
        match spline(&place, &height) {
            Some(fitted) => (explained(&fitted, &height), RatioBy::Spline),
            None => (linear, RatioBy::Line),
        }
    };
    Some(CorrelationRatio { ratio, linear, by, rows })
}

/// From 0 (lowest) to 1 (highest).
fn unit_range(x: &[f64]) -> Option<Vec<f64>> {
    let centred = centred(x)?;
    let (low, high) = centred.iter().fold((f64::MAX, f64::MIN), |(l, h), &x| (l.min(x), h.max(x)));
    Some(centred.iter().map(|x| (x - low) / (high - low)).collect())
}

fn distinct(x: &[f64]) -> usize {
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).count()
}

fn means_by_value(x: &[f64], y: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&a, &b| x[a].total_cmp(&x[b]));
    let mut fitted = vec![0.0; x.len()];
    for ties in order.chunk_by(|&a, &b| x[a] == x[b]) {
        let mean = ties.iter().map(|&row| y[row]).sum::<f64>() / ties.len() as f64;
        ties.iter().for_each(|&row| fitted[row] = mean);
    }
    fitted
}

/// Var(fitted) / Var(y).
fn explained(fitted: &[f64], y: &[f64]) -> f64 {
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>()
    };
    (variance(fitted) / variance(y)).clamp(0.0, 1.0)
}

/// The four cubic B-splines that are not 0 at a row, and the first of them.
struct Support {
    first: usize,
    heights: [f64; 4],
}

/// The curve at each row, with the penalty of the lowest cross-validation score; of equal ones the strongest.
fn spline(x: &[f64], y: &[f64]) -> Option<Vec<f64>> {
    let segments = SEGMENTS.min(x.len() / 3);
    let side = segments + 3;
    let basis: Vec<Support> = x.iter().map(|&x| support(x, segments)).collect();
    let mut gram = vec![0.0; side * side];
    let mut right = vec![0.0; side];
    for (row, y) in basis.iter().zip(y) {
        for (i, a) in row.heights.iter().enumerate() {
            right[row.first + i] += a * y;
            for (j, b) in row.heights.iter().enumerate() {
                gram[(row.first + i) * side + row.first + j] += a * b;
            }
        }
    }
    let penalty = second_differences(side);
    let trace = |cells: &[f64]| (0..side).map(|at| cells[at * side + at]).sum::<f64>();
    let unit = trace(&gram) / trace(&penalty);
    let mut best: Option<(f64, Vec<f64>)> = None;
    // From a straight line to nearly free, a quarter of a decade at a time.
    for step in 0..=56 {
        let strength = unit * libm::exp10(6.0 - f64::from(step) / 4.0);
        let cells: Vec<f64> = gram.iter().zip(&penalty).map(|(g, p)| g + strength * p).collect();
        let Some(inverse) = symmetric::inverse(&cells, side) else { continue };
        let coefficients = symmetric::times(&inverse, &right);
        let fitted: Vec<f64> = basis.iter().map(|row| row.at(&coefficients)).collect();
        let freedom: f64 = inverse.iter().zip(&gram).map(|(a, b)| a * b).sum();
        let rows = x.len() as f64;
        let residual: f64 = fitted.iter().zip(y).map(|(f, y)| (y - f) * (y - f)).sum();
        let score = residual / ((rows - freedom) * (rows - freedom));
        if score.is_finite() && freedom < rows && best.as_ref().is_none_or(|(least, _)| score < *least) {
            best = Some((score, fitted));
        }
    }
    best.map(|(_, fitted)| fitted)
}

fn support(x: f64, segments: usize) -> Support {
    let place = x * segments as f64;
    let first = (place.floor() as usize).min(segments - 1);
    let u = place - first as f64;
    let v = 1.0 - u;
    let heights = [
        v * v * v / 6.0,
        (3.0 * u * u * u - 6.0 * u * u + 4.0) / 6.0,
        (3.0 * v * v * v - 6.0 * v * v + 4.0) / 6.0,
        u * u * u / 6.0,
    ];
    Support { first, heights }
}

impl Support {
    fn at(&self, coefficients: &[f64]) -> f64 {
        self.heights.iter().zip(&coefficients[self.first..]).map(|(h, c)| h * c).sum()
    }
}

/// D′D for second differences D.
fn second_differences(side: usize) -> Vec<f64> {
    let mut cells = vec![0.0; side * side];
    for row in 0..side - 2 {
        for (i, a) in [1.0, -2.0, 1.0].iter().enumerate() {
            for (j, b) in [1.0, -2.0, 1.0].iter().enumerate() {
                cells[(row + i) * side + row + j] += a * b;
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from 0 to 1 that look random: evenly spread ones would leave residuals that cross-validation misreads.
    fn points(count: usize, columns: usize) -> Vec<Vec<f64>> {
        let mut state = 20_261_124_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut columns = vec![Vec::new(); columns];
        (0..count).for_each(|_| columns.iter_mut().for_each(|column| column.push(next())));
        columns
    }

    #[test]
    fn a_sum_of_independent_parts_has_known_ratios() {
        // y = a + 4(b − ½)²: Var(a) = 1/12, Var(4(b − ½)²) = 4/45, so S = 15/31 and 16/31.
        let [a, b] = &points(20_000, 2)[..] else { panic!() };
        let y: Vec<f64> = a.iter().zip(b).map(|(a, b)| a + 4.0 * (b - 0.5) * (b - 0.5)).collect();
        let of = |x: &[f64]| correlation_ratio(x, &y).unwrap();
        // An estimate from 20,000 rows: the other part is noise for each.
        assert!((of(a).ratio - 15.0 / 31.0).abs() < 0.01, "{:?}", of(a));
        assert!((of(b).ratio - 16.0 / 31.0).abs() < 0.01, "{:?}", of(b));
        assert!(of(b).linear < 0.001 && of(b).by == RatioBy::Spline);
    }

    #[test]
    fn the_ishigami_function() {
        // First-order effects of sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁: 0.3139, 0.4424, 0 (Saltelli et al. 2008, ISBN 978-0-470-05997-5).
        let columns: Vec<Vec<f64>> = points(20_000, 3)
            .into_iter()
            .map(|column| column.into_iter().map(|x| std::f64::consts::PI * (2.0 * x - 1.0)).collect())
            .collect();
        let y: Vec<f64> = (0..20_000)
            .map(|at| {
                let (a, b, c) = (libm::sin(columns[0][at]), libm::sin(columns[1][at]), columns[2][at]);
                a + 7.0 * b * b + 0.1 * c * c * c * c * a
            })
            .collect();
        for (at, expected) in [(0, 0.3139), (1, 0.4424), (2, 0.0)] {
            let got = correlation_ratio(&columns[at], &y).unwrap().ratio;
            assert!((got - expected).abs() < 0.02, "{at}: {got}");
        }
    }

    #[test]
    fn few_values_and_few_rows() {
        let x: Vec<f64> = (0..60_u32).map(|at| f64::from(at % 3)).collect();
        let y: Vec<f64> = (0..60_u32).map(|at| f64::from(at % 3 == 1)).collect();
        let found = correlation_ratio(&x, &y).unwrap();
        assert!(found.by == RatioBy::Means && (found.ratio - 1.0).abs() < 1e-15);
        let drawn = points(12, 2);
        let found = correlation_ratio(&drawn[0], &drawn[1]).unwrap();
        assert_eq!((found.by, found.ratio), (RatioBy::Line, found.linear));
        assert_eq!(correlation_ratio(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(correlation_ratio(&[1.0, 2.0], &[1.0, 2.0]), None);
        assert_eq!(correlation_ratio(&[], &[]), None);
    }

    #[test]
    fn a_line_stays_a_line_at_any_magnitude() {
        let [a, b] = &points(300, 2)[..] else { panic!() };
        let y: Vec<f64> = a.iter().zip(b).map(|(a, b)| 3.0 * a + 0.5 * b).collect();
        let plain = correlation_ratio(a, &y).unwrap();
        assert!((plain.ratio - plain.linear).abs() < 0.01, "{plain:?}");
        for factor in [1e-300, 1e300] {
            let scaled: Vec<f64> = a.iter().map(|x| x * factor).collect();
            let got = correlation_ratio(&scaled, &y).unwrap();
            // Products of the inverse lose a few digits.
            assert!((got.ratio - plain.ratio).abs() < 1e-9, "{got:?} {plain:?}");
        }
    }
}
