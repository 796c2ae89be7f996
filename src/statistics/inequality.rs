//! How unevenly an amount is spread over units: Gini's coefficient, and Theil's T with its parts within and between groups.

use serde::Serialize;

/// Why a measure of inequality has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoInequality {
    /// There is no value.
    #[error("there are no values")]
    Empty,
    /// A share of a negative amount has no meaning.
    #[error("there are negative values")]
    Negative,
    /// All values are 0.
    #[error("all values are zero")]
    Zero,
}

/// Theil's T and its parts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Theil {
    /// T, from 0 (all the same) to ln n (one has all).
    pub total: f64,
    /// The part that would remain if all groups had the same mean: Σ of share × T of each group.
    pub within: f64,
    /// The part that would remain if all units of a group had its mean.
    pub between: f64,
    /// T of each group; 0 where all its values are 0.
    pub of_groups: Vec<f64>,
}

/// Gini's coefficient Σᵢ(2i − n − 1)·xᵢ / (n·Σx) of values in ascending order, 0 (all the same) to (n − 1)/n (one has all).
///
/// # Errors
/// No value, a negative one, or zeros only. Values that are not finite are left out.
pub fn gini(values: &[f64]) -> Result<f64, NoInequality> {
    let mut sorted = shares(values)?;
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let weighed: f64 = sorted.iter().zip(1_u32..).map(|(x, i)| (2.0 * f64::from(i) - n - 1.0) * x).sum();
    Ok((weighed / n).clamp(0.0, 1.0))
}

/// Theil's T = (1/n)·Σ (x/μ)·ln(x/μ), 0·ln 0 = 0, and its exact decomposition (Theil 1967, Economics and Information Theory, ch. 4).
///
/// # Errors
/// As [`gini`], over the values of all groups.
pub fn theil(groups: &[&[f64]]) -> Result<Theil, NoInequality> {
    let kept: Vec<Vec<f64>> =
        groups.iter().map(|group| group.iter().copied().filter(|x| x.is_finite()).collect()).collect();
    let mut shares = shares(&kept.concat())?.into_iter();
    let groups: Vec<Vec<f64>> =
        kept.iter().map(|group| shares.by_ref().take(group.len()).collect()).collect();
    let n = groups.iter().map(Vec::len).sum::<usize>() as f64;
    let (mut within, mut between) = (0.0, 0.0);
    let mut of_groups = Vec::with_capacity(groups.len());
    for group in &groups {
        let (count, sum) = (group.len() as f64, group.iter().sum::<f64>());
        if sum <= 0.0 {
            of_groups.push(0.0);
            continue;
        }
        let own: f64 = group.iter().map(|x| x / sum * logarithm(x / sum * count)).sum();
        of_groups.push(own.max(0.0));
        within += sum * own;
        between += sum * libm::log(sum / (count / n));
    }
    let (within, between) = (within.max(0.0), between.max(0.0));
    Ok(Theil { total: within + between, within, between, of_groups })
}

/// ln x with 0·ln 0 = 0 in mind: 0 at 0.
fn logarithm(x: f64) -> f64 {
    if x > 0.0 { libm::log(x) } else { 0.0 }
}

/// Each finite value as a share of their sum.
fn shares(values: &[f64]) -> Result<Vec<f64>, NoInequality> {
    let finite: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    let largest = finite.iter().copied().fold(0.0, f64::max);
    if finite.is_empty() {
        return Err(NoInequality::Empty);
    }
    if finite.iter().any(|x| *x < 0.0) {
        return Err(NoInequality::Negative);
    }
    if largest <= 0.0 {
        return Err(NoInequality::Zero);
    }
    // Relative to the largest no sum overflows.
    let sum: f64 = finite.iter().map(|x| x / largest).sum();
    Ok(finite.iter().map(|x| x / largest / sum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert!((gini(&[1.0, 2.0, 3.0, 4.0]).unwrap() - 0.25).abs() < 1e-15);
        assert!(gini(&[5.0; 7]).unwrap() < 1e-16);
        assert!((gini(&[0.0, 0.0, 0.0, 9.0]).unwrap() - 0.75).abs() < 1e-15);
        // One of two has all: T = ln 2.
        let all = theil(&[&[0.0, 3.0]]).unwrap();
        assert!((all.total - std::f64::consts::LN_2).abs() < 1e-15 && all.between == 0.0);
        // T of 1, 2, 3, 4 by hand: Σ x/10·ln(x/2.5).
        let expected = 0.106_440_135_286_223_18;
        let parts = theil(&[&[1.0, 2.0], &[3.0, 4.0]]).unwrap();
        assert!((parts.total - expected).abs() < 1e-15, "{parts:?}");
        assert!((parts.total - theil(&[&[1.0, 2.0, 3.0, 4.0]]).unwrap().total).abs() < 1e-15);
        assert!(parts.within > 0.0 && parts.between > 0.0);
    }

    #[test]
    fn what_has_no_inequality_says_why() {
        assert_eq!(gini(&[]), Err(NoInequality::Empty));
        assert_eq!(gini(&[1.0, -1e-9]), Err(NoInequality::Negative));
        assert_eq!(theil(&[&[0.0], &[]]), Err(NoInequality::Zero));
        assert_eq!(theil(&[&[2.0], &[0.0], &[]]).unwrap().of_groups, [0.0, 0.0, 0.0]);
        for factor in [1e-300, 1e300] {
            let scaled: Vec<f64> = [1.0, 2.0, 3.0, 4.0].map(|x| x * factor).to_vec();
            assert!((gini(&scaled).unwrap() - 0.25).abs() < 1e-15);
        }
    }
}
